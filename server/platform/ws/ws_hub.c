/* ws_hub.c - what reaches whom: new sockets, their past, live events, ended sessions. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define UNSENT_BYTES_MAX (128 * 1024) /* in the kernel, for a client that does not read */
#define UNACKNOWLEDGED_MS 30000
#define RESTART_SPREAD_MS 5000
#define VISITOR_SOCKETS_MAX 5 /* open pages of one shop */
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

/* ---- A new socket --------------------------------------------------------------- */

static void set_options(int fd)
{
	int on = 1, unsent = UNSENT_BYTES_MAX, patience_ms = UNACKNOWLEDGED_MS;

	/* On the library's side of a TLS line these do not apply, and fail harmlessly. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms, sizeof(patience_ms));
}

static void say_hello(struct ws_socket *socket, const struct ws_hello *hello)
{
	socket->state = WS_OPEN;
	socket->seen = hello->seq;
	socket->dialect->hello(socket, hello);
}

/*
 * Where nothing has to be read: the hub has seen every event up to `handed`,
 * and this socket gets all that come after it.
 */
static void begin(struct ws_socket *socket, const struct ws_since *since)
{
	const struct ws_company *company = socket->company;

	if (company->known && (!since->given || since->seq == company->handed))
		say_hello(socket,
			&(struct ws_hello){.seq = company->handed, .resumed = since->given});
	else if (!ws_replay_ask(socket, since))
		ws_close(socket, WS_CLOSE_LATER, "try again");
}

static size_t most_of(const struct ws_who *who)
{
	const size_t most = ws_hub.options.sockets_per_user;

	return who->visitor_id && most > VISITOR_SOCKETS_MAX ? VISITOR_SOCKETS_MAX : most;
}

void ws_admit(struct ws_socket *socket, const struct ws_since *since)
{
	int of_user;

	if (socket->state != WS_STRANGER)
		return;
	assert(socket->who.company_id);
	if (socket->who.actor && !auth_still_valid(socket->who.actor)) {
		close_for_restart(socket);
		return;
	}
	of_user = ws_user_count(socket->who.company_id, socket->who.id, 1);
	socket->counted = true;
	if (of_user > (int)most_of(&socket->who)) {
		ws_close(socket, WS_CLOSE_LIMIT, "too many connections of one user");
		return;
	}
	if (!ws_company_enter(socket)) {
		ws_close(socket, WS_CLOSE_LATER, "try again");
		return;
	}
	socket->state = WS_JOINING;
	begin(socket, since);
}

void ws_identify(struct ws_socket *socket, struct str token, const struct ws_since *since)
{
	if (socket->state != WS_STRANGER || socket->asked)
		return;
	socket->asked = ws_who_ask(socket, token, since);
	if (!socket->asked)
		ws_close(socket, WS_CLOSE_LATER, "try again");
}

void ws_handle_who(struct ws_note *note)
{
	struct ws_socket *socket = ws_socket_find(note->who.slot, note->who.generation);
	const struct actor *actor = note->who.actor;

	if (!socket || socket->state != WS_STRANGER) {
		auth_release(&note->who.actor);
		return;
	}
	socket->asked = false;
	if (note->who.outcome != OK) {
		socket->dialect->refused(socket, note->who.outcome);
		arena_reset(ws_hub.arena);
		return;
	}
	ws_who_free(&socket->who);
	socket->who = (struct ws_who){
		.actor = actor, .company_id = actor->company_id, .id = actor->user_id};
	ws_guest_leave(socket);
	ws_admit(socket, &note->who.since);
}

static void open_line(struct ws_socket *socket, const struct ws_since *since)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.u64 = ws_name_of(socket)};

	set_options(socket->fd);
	if (epoll_ctl(ws_hub.epoll, EPOLL_CTL_ADD, socket->fd, &event) != 0)
		ws_close(socket, WS_CLOSE_LATER, "try again");
	else if (!socket->who.actor && !ws_guest_enter(socket))
		ws_close(socket, WS_CLOSE_LIMIT, "too many connections from one address");
	else
		socket->dialect->opened(socket, since);
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
	socket->dialect = join->dialect;
	socket->dialect_state = join->dialect_state;
	join->dialect_state = NULL;
	socket->patience_s = ws_now_s() + WS_STRANGER_S;
	socket->who = join->who;
	join->who = (struct ws_who){0};
	memcpy(socket->ip, join->ip, sizeof(socket->ip));
	ws_hub.server = join->server;
	socket->heard_s = ws_now_s();
	metric_add(&ws_metrics.sockets, 1);
	open_line(socket, &join->since);
	(void)ws_input(socket, note->joined.early, note->joined.early_length);
	ws_join_free(&join);
}

/* ---- Its past -------------------------------------------------------------------- */

/* One event for one socket. */
static void send_event(struct ws_socket *socket, const struct event_frame *frame)
{
	const unsigned form = socket->dialect->form(socket, frame);

	if (form)
		ws_send(socket, socket->dialect->encode(frame, form));
	arena_reset(ws_hub.arena);
}

/*
 * What was read may wait, however large it became on its way: events may go out under
 * more than one name.
 */
static void allow_past(struct ws_socket *socket, size_t read)
{
	const size_t waits = socket->queue.bytes > read ? socket->queue.bytes : read;

	socket->allowance = waits;
	(void)atomic_fetch_add(&ws_hub.replaying, waits - read);
}

static void send_past(struct ws_socket *socket, struct ws_past *past)
{
	const size_t read = past->bytes;

	if (past->resync)
		metric_add(&ws_metrics.resyncs, 1);
	if (past->resumed)
		metric_add(&ws_metrics.replays, 1);
	socket->allowance = SIZE_MAX / 2; /* until it is known */
	past->bytes = 0;
	say_hello(socket,
		&(struct ws_hello){.seq = past->seq,
			.resumed = past->resumed,
			.resync = past->resync,
			.missed = past->missed});
	for (size_t i = 0; i < past->frame_count && socket->state == WS_OPEN; i++)
		send_event(socket, past->frames[i]);
	allow_past(socket, read);
}

/* Live events that came meanwhile; those that the past already had are dropped. */
static void send_held(struct ws_socket *socket)
{
	while (socket->held && socket->state == WS_OPEN) {
		struct ws_held *held = socket->held;

		socket->held = held->next;
		if (!socket->held)
			socket->held_end = &socket->held;
		if (held->frame->seq > socket->seen)
			send_event(socket, held->frame);
		event_frame_release(&held->frame);
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
		event_frame_release(&(*past)->frames[i]);
	atomic_fetch_sub(&ws_hub.replaying, (*past)->bytes);
	free((*past)->frames);
	free(*past);
	*past = NULL;
}

/* The number up to which the socket got everything that was for it. */
static int64_t sent_through(const struct ws_socket *socket)
{
	const struct ws_company *company = socket->company;

	assert(company);
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

static void hold(struct ws_socket *socket, struct event_frame *frame)
{
	struct ws_held *held = malloc(sizeof(*held));

	if (!held || socket->held_bytes + frame->json.len > ws_hub.options.queue_bytes) {
		free(held);
		ws_close_slow(socket);
		return;
	}
	*held = (struct ws_held){event_frame_retain(frame), NULL};
	*socket->held_end = held;
	socket->held_end = &held->next;
	socket->held_bytes += frame->json.len;
}

/* Is it for the socket, as far as that is ready? What only passes waits for nobody. */
static bool wants(const struct ws_socket *socket, const struct event_frame *frame)
{
	if (frame->seq ? frame->seq <= socket->seen : socket->state != WS_OPEN)
		return false;
	return socket->visiting || events_may_receive(socket->who.actor, &frame->audience);
}

/* What was encoded of one event so far: most sockets get the same. */
#define FORMS_KEPT 8
struct encoded {
	struct {
		const struct ws_dialect *dialect;
		unsigned form;
		struct ws_out *out;
	} at[FORMS_KEPT];
	size_t count;
};

/* With a reference for the caller; NULL: memory is short. */
static struct ws_out *encode(struct encoded *encoded, const struct ws_dialect *dialect,
	const struct event_frame *frame, unsigned form)
{
	struct ws_out *out;

	for (size_t i = 0; i < encoded->count; i++)
		if (encoded->at[i].dialect == dialect && encoded->at[i].form == form) {
			encoded->at[i].out->references++;
			return encoded->at[i].out;
		}
	out = dialect->encode(frame, form);
	if (!out || encoded->count == FORMS_KEPT)
		return out;
	out->references++;
	encoded->at[encoded->count].dialect = dialect;
	encoded->at[encoded->count].form = form;
	encoded->at[encoded->count++].out = out;
	return out;
}

static int64_t deliver(struct ws_socket *socket, struct event_frame *frame)
{
	struct encoded encoded = {.count = 0};
	struct ws_socket *next;
	int64_t deliveries = 0;

	/* Sending may close a socket, which takes it, and with the last one the company, out. */
	for (; socket; socket = next) {
		unsigned form;

		next = socket->next;
		if (!wants(socket, frame))
			continue;
		if (socket->state != WS_OPEN) {
			hold(socket, frame);
			continue;
		}
		form = socket->dialect->form(socket, frame);
		if (!form)
			continue;
		deliveries++;
		ws_send(socket, encode(&encoded, socket->dialect, frame, form));
	}
	for (size_t i = 0; i < encoded.count; i++)
		ws_out_release(&encoded.at[i].out);
	arena_reset(ws_hub.arena);
	return deliveries;
}

/* Whose list the frame's receivers are in. */
static struct ws_socket *listeners(
	const struct ws_company *company, const struct event_frame *frame)
{
	const struct ws_visiting *visiting;

	if (!frame->audience.visitor_id)
		return company->sockets;
	visiting = ws_visiting_find(company->id, frame->audience.visitor_id);
	return visiting ? visiting->sockets : NULL;
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
	if (text_is(frame->type, WS_VISITOR_BLOCKED)) {
		ws_visitor_end(frame->company_id, frame->audience.visitor_id, WS_CLOSE_DENIED);
		return;
	}
	if (text_is(frame->type, WS_VISITOR_ENDED)) {
		ws_visitor_end(frame->company_id, frame->audience.visitor_id, WS_CLOSE_SESSION);
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

void ws_handle_verdict(uint32_t slot, uint32_t generation, bool lives)
{
	struct ws_socket *socket = ws_socket_find(slot, generation);

	if (!socket || socket->state != WS_SUSPECT)
		return;
	if (lives) { /* it comes back with the rights it has now, and gets what it missed */
		close_for_restart(socket);
		return;
	}
	socket->dialect->ended(socket);
	ws_close(socket, WS_CLOSE_SESSION, "session ended");
}

/* ---- Each second ------------------------------------------------------------------------ */

static void beat(struct ws_socket *socket)
{
	if (socket->fd >= 0) {
		ws_hub.ping->references++;
		ws_send(socket, ws_hub.ping);
	}
	if (socket->state == WS_OPEN && socket->dialect->beat)
		socket->dialect->beat(socket, sent_through(socket));
}

static void tick_open(struct ws_socket *socket, uint32_t now)
{
	uint32_t pace = (uint32_t)ws_hub.options.heartbeat_s;

	if (socket->who.actor)
		auth_note_socket(socket->who.actor,
			clock_now_us() - (int64_t)(now - socket->heard_s) * US_PER_SECOND);
	if (socket->slot % pace == now % pace)
		beat(socket);
	if (socket->visiting)
		ws_visitor_tick(socket, now);
	if (socket->state == WS_OPEN && socket->dialect->tick)
		socket->dialect->tick(socket, now);
}

static void tick_socket(struct ws_socket *socket, uint32_t now)
{
	uint32_t pace = (uint32_t)ws_hub.options.heartbeat_s;

	bool patience_ended = (int32_t)(now - socket->patience_s) >= 0;

	/* Dead: two pings unanswered. */
	if ((socket->state == WS_CLOSING && patience_ended) ||
		now - socket->heard_s > 2 * pace + 10)
		ws_drop(socket);
	else if (socket->state == WS_STRANGER && patience_ended)
		ws_close(socket, WS_CLOSE_SESSION, "nobody said who it is");
	else if (socket->company && socket->who.actor && !auth_still_valid(socket->who.actor))
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
	ws_visitors_tick(now);
	ws_forget_joins(false);
}

void ws_close_all(void)
{
	for (uint32_t i = 0; i < ws_hub.slot_count; i++)
		if (ws_hub.slots[i])
			close_for_restart(ws_hub.slots[i]);
}
