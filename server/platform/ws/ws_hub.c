/* ws_hub.c - what reaches whom: new sockets, their past, live events, ended sessions. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define UNSENT_BYTES_MAX (128 * 1024) /* in the kernel, for a client that does not read */
#define UNACKNOWLEDGED_MS 30000
#define RESTART_SPREAD_MS 5000
#define SUSPECT_MS 250 /* for the change behind auth_forget() to be committed */

struct ws_hub ws_hub;

struct ws_metrics ws_metrics = {
	.sockets = {.name = "hatif_ws_sockets", .about = "Connected sockets.", .gauge = true},
	.deliveries = {.name = "hatif_ws_deliveries_total", .about = "Events sent to sockets."},
	.slow = {.name = "hatif_ws_slow_total", .about = "Sockets closed for reading too slowly."},
	.replays = {.name = "hatif_ws_replays_total",
		.about = "Sockets that got what they missed."},
	.resyncs = {.name = "hatif_ws_resyncs_total", .about = "Sockets told to load everything."},
};

uint32_t ws_now_s(void)
{
	return (uint32_t)(clock_steady_us() / US_PER_SECOND);
}

uint32_t ws_now_ms(void)
{
	return (uint32_t)(clock_steady_us() / US_PER_MS);
}

/* ---- A new socket --------------------------------------------------------------- */

static void set_options(int fd)
{
	int on = 1, unsent = UNSENT_BYTES_MAX, patience_ms = UNACKNOWLEDGED_MS;

	/* On the library's side of a TLS line these do not apply, and fail harmlessly. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms, sizeof(patience_ms));
}

static void say_hello(struct ws_socket *socket, int64_t seq, bool resumed, int64_t missed)
{
	socket->state = WS_OPEN;
	socket->seen = seq;
	ws_send(socket,
		ws_out_format("{\"type\":\"hello\",\"data\":{\"seq\":%" PRId64
			      ",\"company_id\":%" PRId64 ",\"resumed\":%s,\"missed\":%" PRId64
			      "},\"seq\":%" PRId64 "}",
			seq, socket->who.company_id, resumed ? "true" : "false", missed, seq));
}

/*
 * Where nothing has to be read: the hub has seen every event up to `handed`,
 * and this socket gets all that come after it.
 */
static void begin(struct ws_socket *socket, const struct ws_join *join)
{
	const struct ws_company *company = socket->company;

	if (company->known && (!join->resuming || join->since == company->handed))
		say_hello(socket, company->handed, join->resuming, 0);
	else if (!ws_replay_ask(socket, join))
		ws_close(socket, WS_CLOSE_LATER, "try again");
}

static void admit(struct ws_socket *socket, const struct ws_join *join)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP,
		.data.u64 = (uint64_t)socket->generation << 32 | socket->slot};
	int of_user = ws_user_count(socket->who.company_id, socket->who.id, 1);

	set_options(socket->fd);
	if (!ws_company_enter(socket) ||
		epoll_ctl(ws_hub.epoll, EPOLL_CTL_ADD, socket->fd, &event) != 0)
		ws_close(socket, WS_CLOSE_LATER, "try again");
	else if (of_user > (int)ws_hub.options.sockets_per_user)
		ws_close(socket, WS_CLOSE_LIMIT, "too many connections of one user");
	else
		begin(socket, join);
}

void ws_handle_join(struct ws_note *note)
{
	struct ws_join *join = note->joined.join;
	struct ws_socket *socket = ws_socket_new();

	if (!socket) {
		/* Without memory it cannot even be told: hang up. */
		if (note->joined.done)
			note->joined.done(note->joined.handle);
		else
			(void)close(note->joined.fd);
		atomic_fetch_sub(&ws_hub.sockets, 1);
		ws_join_free(&join);
		return;
	}
	socket->fd = note->joined.fd;
	socket->done = note->joined.done;
	socket->handle = note->joined.handle;
	socket->who = join->who;
	join->who = (struct ws_who){0};
	memcpy(socket->ip, join->ip, sizeof(socket->ip));
	ws_hub.server = join->server;
	socket->heard_s = ws_now_s();
	metric_add(&ws_metrics.sockets, 1);
	admit(socket, join);
	ws_input(socket, note->joined.early, note->joined.early_length);
	ws_join_free(&join);
}

/* ---- Its past -------------------------------------------------------------------- */

static void send_past(struct ws_socket *socket, struct ws_past *past)
{
	say_hello(socket, past->seq, past->resumed, past->missed);
	if (past->resync) {
		metric_add(&ws_metrics.resyncs, 1);
		ws_send(socket,
			ws_out_format("{\"type\":\"resync\",\"data\":{\"seq\":%" PRId64
				      "},\"seq\":%" PRId64 "}",
				past->seq, past->seq));
	}
	if (past->resumed)
		metric_add(&ws_metrics.replays, 1);
	socket->allowance = past->bytes;
	past->bytes = 0;
	for (size_t i = 0; i < past->frame_count && socket->state == WS_OPEN; i++) {
		ws_send(socket, past->frames[i]);
		past->frames[i] = NULL;
	}
}

/* Live events that came meanwhile; those that the past already had are dropped. */
static void send_held(struct ws_socket *socket)
{
	while (socket->held && socket->state == WS_OPEN) {
		struct ws_held *held = socket->held;

		socket->held = held->next;
		if (!socket->held)
			socket->held_end = &socket->held;
		if (held->seq > socket->seen)
			ws_send(socket, held->out);
		else
			ws_out_release(&held->out);
		free(held);
	}
	socket->held_bytes = 0;
}

void ws_handle_past(struct ws_past *past)
{
	struct ws_socket *socket = ws_socket_find(past->slot, past->generation);

	if (!socket || socket->state != WS_JOINING)
		return;
	if (past->outcome != OK) {
		ws_close(socket, WS_CLOSE_LATER, "try again");
		return;
	}
	send_past(socket, past);
	send_held(socket);
}

void ws_past_free(struct ws_past **past)
{
	for (size_t i = 0; i < (*past)->frame_count; i++)
		ws_out_release(&(*past)->frames[i]);
	atomic_fetch_sub(&ws_hub.replaying, (*past)->bytes);
	free((*past)->frames);
	free(*past);
	*past = NULL;
}

/* The number up to which the socket got everything that was for it. */
static int64_t sent_through(const struct ws_socket *socket)
{
	const struct ws_company *company = socket->company;

	return company->known && company->handed > socket->seen ? company->handed : socket->seen;
}

/* ---- Ended sessions ------------------------------------------------------------------ */

/*
 * The actor is no longer good: its session ended, or its rights changed.
 * Nothing more is delivered from now on; which of the two it is, is read a
 * moment later, when the change is committed.
 */
static void suspect(struct ws_socket *socket, uint32_t after_ms)
{
	if (socket->state == WS_SUSPECT || socket->state == WS_CLOSING)
		return;
	socket->seen = sent_through(socket);
	ws_stop_delivery(socket);
	socket->state = WS_SUSPECT;
	socket->suspect_ms = ws_now_ms() + after_ms;
	ws_hub.suspects++;
}

static void suspect_those(
	int64_t company_id, int64_t user_id, int64_t session_id, uint32_t after_ms)
{
	struct ws_company *company = ws_company_find(company_id);
	struct ws_socket *next;

	for (struct ws_socket *socket = company ? company->sockets : NULL; socket; socket = next) {
		next = socket->next;
		if ((!user_id || socket->who.id == user_id) &&
			(!session_id || socket->who.actor->session_id == session_id))
			suspect(socket, after_ms);
	}
}

void ws_handle_forget(int64_t company_id, int64_t user_id, int64_t session_id)
{
	suspect_those(company_id, user_id, session_id, SUSPECT_MS);
}

/* ---- Live events ------------------------------------------------------------------- */

static void hold(struct ws_socket *socket, int64_t seq, struct ws_out *out)
{
	struct ws_held *held = malloc(sizeof(*held));

	if (!held || socket->held_bytes + out->length > ws_hub.options.queue_bytes) {
		free(held);
		ws_out_release(&out);
		ws_close_slow(socket);
		return;
	}
	*held = (struct ws_held){seq, out, NULL};
	*socket->held_end = held;
	socket->held_end = &held->next;
	socket->held_bytes += out->length;
}

/* Is it for the socket, as far as that is ready? What only passes waits for nobody. */
static bool wants(const struct ws_socket *socket, const struct event_frame *frame)
{
	if (frame->seq ? frame->seq <= socket->seen : socket->state != WS_OPEN)
		return false;
	return socket->conversation || events_may_receive(socket->who.actor, &frame->audience);
}

static int64_t deliver(struct ws_socket *socket, const struct event_frame *frame)
{
	struct ws_out *out = NULL;
	struct ws_socket *next;
	int64_t deliveries = 0;

	/* Sending may close a socket, which takes it, and with the last one the company, out. */
	for (; socket; socket = next) {
		next = socket->next;
		if (!wants(socket, frame))
			continue;
		if (!out)
			out = ws_out_text(frame->json);
		if (!out) {
			ws_close_slow(socket);
			continue;
		}
		out->references++;
		deliveries++;
		if (socket->state == WS_OPEN)
			ws_send(socket, out);
		else
			hold(socket, frame->seq, out);
	}
	ws_out_release(&out);
	return deliveries;
}

/* Whose list the frame's receivers are in. */
static struct ws_socket *listeners(
	const struct ws_company *company, const struct event_frame *frame)
{
	const struct ws_conversation *conversation;

	if (!frame->audience.visitor_conversation_id)
		return company->sockets;
	conversation = ws_conversation_find(company->id, frame->audience.visitor_conversation_id);
	return conversation ? conversation->sockets : NULL;
}

void ws_handle_frame(struct event_frame *frame)
{
	struct ws_company *company = ws_company_find(frame->company_id);

	if (!company)
		return;
	if (frame->seq) {
		company->handed = frame->seq;
		company->known = true;
	}
	if (text_is(frame->type, WS_SESSION_ENDED)) {
		/* Another node may have ended it; here it is committed, and for no other socket. */
		suspect_those(frame->company_id, 0, frame->subject_id, 0);
		return;
	}
	metric_add(&ws_metrics.deliveries, deliver(listeners(company, frame), frame));
}

/* ---- Why they are suspect ---------------------------------------------------------- */

void ws_ask_suspects(void)
{
	uint32_t now = ws_now_ms();

	for (uint32_t i = 0; ws_hub.suspects && i < ws_hub.slot_count; i++) {
		struct ws_socket *socket = ws_hub.slots[i];

		if (!socket || socket->state != WS_SUSPECT || socket->asked ||
			(int32_t)(now - socket->suspect_ms) < 0)
			continue;
		socket->asked = true;
		if (!ws_session_ask(socket))
			ws_close(socket, WS_CLOSE_LATER, "try again");
	}
}

static unsigned retry_ms(void)
{
	uint32_t dice;

	crypto_random(&dice, sizeof(dice));
	return dice % RESTART_SPREAD_MS;
}

static void close_for_restart(struct ws_socket *socket)
{
	char reason[40];

	(void)snprintf(reason, sizeof(reason), "{\"retry_ms\":%u}", retry_ms());
	ws_close(socket, WS_CLOSE_RESTART, reason);
}

void ws_handle_verdict(uint32_t slot, uint32_t generation, bool lives)
{
	struct ws_socket *socket = ws_socket_find(slot, generation);

	if (!socket || socket->state != WS_SUSPECT)
		return;
	if (lives) { /* it comes back with the rights it has now, and gets what it missed */
		close_for_restart(socket);
		return;
	}
	ws_send(socket,
		ws_out_format("{\"type\":\"" WS_SESSION_ENDED "\",\"data\":{\"session_id\":%" PRId64
			      "},\"seq\":%" PRId64 "}",
			socket->who.actor->session_id, socket->seen));
	ws_close(socket, WS_CLOSE_SESSION, "session ended");
}

/* ---- Each second ------------------------------------------------------------------------ */

static void beat(struct ws_socket *socket)
{
	struct ws_company *company = socket->company;
	int64_t seq = sent_through(socket);

	if (!company->heartbeat || company->heartbeat_seq != seq) {
		ws_out_release(&company->heartbeat);
		company->heartbeat_seq = seq;
		company->heartbeat = ws_out_format(
			"{\"type\":\"heartbeat\",\"data\":{},\"seq\":%" PRId64 "}", seq);
	}
	ws_hub.ping->references++;
	ws_send(socket, ws_hub.ping);
	if (socket->state != WS_OPEN || !company->heartbeat)
		return;
	company->heartbeat->references++;
	ws_send(socket, company->heartbeat);
}

static void tick_open(struct ws_socket *socket, uint32_t now)
{
	uint32_t pace = (uint32_t)ws_hub.options.heartbeat_s;

	if (socket->who.actor)
		auth_note_socket(socket->who.actor,
			clock_now_us() - (int64_t)(now - socket->heard_s) * US_PER_SECOND);
	if (socket->slot % pace == now % pace)
		beat(socket);
}

static void tick_socket(struct ws_socket *socket, uint32_t now)
{
	uint32_t pace = (uint32_t)ws_hub.options.heartbeat_s;

	bool patience_ended = socket->state == WS_CLOSING &&
		(int32_t)(now - socket->closing_s) >= 0;

	/* Dead: two pings unanswered. */
	if (patience_ended || now - socket->heard_s > 2 * pace + 10)
		ws_drop(socket);
	else if (socket->who.actor && !auth_still_valid(socket->who.actor))
		suspect(socket, 0);
	else if (socket->state == WS_OPEN)
		tick_open(socket, now);
}

void ws_tick(void)
{
	uint32_t now = ws_now_s();

	for (uint32_t i = 0; i < ws_hub.slot_count; i++)
		if (ws_hub.slots[i])
			tick_socket(ws_hub.slots[i], now);
	ws_forget_joins(false);
}

void ws_close_all(void)
{
	for (uint32_t i = 0; i < ws_hub.slot_count; i++)
		if (ws_hub.slots[i])
			close_for_restart(ws_hub.slots[i]);
}
