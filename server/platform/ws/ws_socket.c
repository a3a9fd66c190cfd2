/* ws_socket.c - one client's line: reading, writing, saying goodbye. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES ((size_t)16 * 1024)
#define READS_A_TURN 4
#define GOODBYE_S 5 /* to flush and to hear the client's closing frame */
#define LINGER_S 2 /* for the client to close its side */

static void watch(struct ws_socket *socket, bool writing)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP,
		.data.u64 = (uint64_t)socket->generation << 32 | socket->slot};

	if (socket->fd < 0 || socket->watching == writing)
		return;
	if (writing)
		event.events |= EPOLLOUT;
	socket->watching = writing;
	(void)epoll_ctl(ws_hub.epoll, EPOLL_CTL_MOD, socket->fd, &event);
}

void ws_watch_again(struct ws_socket *socket)
{
	socket->watching = true;
	watch(socket, false);
}

static void mark_dirty(struct ws_socket *socket)
{
	if (socket->dirty)
		return;
	socket->dirty = true;
	socket->next_dirty = ws_hub.dirty;
	ws_hub.dirty = socket;
}

static void forget_held(struct ws_socket *socket)
{
	while (socket->held) {
		struct ws_held *held = socket->held;

		socket->held = held->next;
		event_frame_release(&held->frame);
		free(held);
	}
	socket->held_end = &socket->held;
	socket->held_bytes = 0;
}

void ws_send(struct ws_socket *socket, struct ws_out *out)
{
	bool added = out && ws_queue_add(&socket->queue, out);

	mark_dirty(socket);
	/* Without memory the client has to come again, as one that is too slow. */
	if (!added || socket->queue.bytes > ws_hub.options.queue_bytes + socket->allowance)
		ws_close_slow(socket);
}

void ws_stop_delivery(struct ws_socket *socket)
{
	forget_held(socket);
	ws_company_leave(socket);
	if (socket->state == WS_SUSPECT)
		ws_hub.suspects--;
}

void *ws_state(const struct ws_socket *socket)
{
	return socket->dialect_state;
}

void ws_set_state(struct ws_socket *socket, void *state)
{
	socket->dialect_state = state;
}

const struct ws_who *ws_who_of(const struct ws_socket *socket)
{
	return &socket->who;
}

const char *ws_ip_of(const struct ws_socket *socket)
{
	return socket->ip;
}

uint64_t ws_name_of(const struct ws_socket *socket)
{
	return (uint64_t)socket->generation << 32 | socket->slot;
}

struct ws_socket *ws_by_name(uint64_t name)
{
	return ws_socket_find((uint32_t)name, (uint32_t)(name >> 32));
}

const struct ws_dialect *ws_dialect_of(const struct ws_socket *socket)
{
	return socket->dialect;
}

bool ws_is_closing(const struct ws_socket *socket)
{
	return socket->state == WS_CLOSING;
}

bool ws_is_open(const struct ws_socket *socket)
{
	return socket->state == WS_OPEN;
}

bool ws_has_queued(const struct ws_socket *socket)
{
	return socket->queue.count > 0;
}

struct arena *ws_arena(void)
{
	return ws_hub.arena;
}

static void begin_closing(struct ws_socket *socket)
{
	ws_stop_delivery(socket);
	socket->state = WS_CLOSING;
	socket->patience_s = ws_now_s() + GOODBYE_S;
	mark_dirty(socket);
}

void ws_close(struct ws_socket *socket, unsigned code, const char *reason)
{
	struct ws_out *out;

	if (socket->state == WS_CLOSING)
		return;
	begin_closing(socket);
	if (socket->dialect->goodbye)
		code = socket->dialect->goodbye(socket, code, reason);
	if (socket->fd < 0)
		return;
	out = ws_out_close(code, reason);
	if (!out || !ws_queue_add(&socket->queue, out))
		socket->answered = true; /* nothing to say it with: just hang up */
}

void ws_close_slow(struct ws_socket *socket)
{
	if (socket->state == WS_CLOSING)
		return;
	metric_add(&ws_metrics.slow, 1);
	ws_queue_clear(&socket->queue, true);
	ws_close(socket, WS_CLOSE_SLOW, "too slow");
}

void ws_drop(struct ws_socket *socket)
{
	if (socket->fd >= 0)
		(void)epoll_ctl(ws_hub.epoll, EPOLL_CTL_DEL, socket->fd, NULL);
	if (socket->done)
		socket->done(socket->handle);
	else if (socket->fd >= 0)
		(void)close(socket->fd);
	ws_stop_delivery(socket);
	ws_queue_clear(&socket->queue, false);
	atomic_fetch_sub(&ws_hub.replaying, socket->allowance);
	ws_parser_free(&socket->parser);
	if (socket->counted)
		(void)ws_user_count(socket->who.company_id, socket->who.id, -1);
	ws_guest_leave(socket);
	ws_commands_forget(socket);
	if (socket->dialect->gone)
		socket->dialect->gone(socket);
	ws_who_free(&socket->who);
	ws_slot_free(socket);
	socket->gone = true;
	if (!socket->dirty) /* else the end of this turn finds it in its list, and frees it */
		free(socket);
}

void ws_flush(struct ws_socket *socket)
{
	if (socket->fd < 0) {
		socket->dialect->flush(socket);
		arena_reset(ws_hub.arena);
		return;
	}
	if (!ws_queue_send(&socket->queue, socket->fd)) {
		ws_drop(socket);
		return;
	}
	if (socket->queue.count) {
		watch(socket, true);
		return;
	}
	watch(socket, false);
	if (socket->allowance) {
		atomic_fetch_sub(&ws_hub.replaying, socket->allowance);
		socket->allowance = 0;
	}
	if (socket->state == WS_CLOSING && socket->answered && !socket->shut) {
		/* The client closes its side now; hanging up at once could cost it our last words. */
		(void)shutdown(socket->fd, SHUT_WR);
		socket->shut = true;
		socket->patience_s = ws_now_s() + LINGER_S;
	}
}

/* ---- What clients say --------------------------------------------------------- */

static bool within_rate(struct ws_socket *socket)
{
	uint32_t now = ws_now_s();

	if (socket->rate_s != now) {
		socket->rate_s = now;
		socket->rate_count = 0;
	}
	if (++socket->rate_count <= WS_MESSAGES_PER_SECOND)
		return true;
	ws_close(socket, WS_CLOSE_RATE, "too many messages");
	return false;
}

void ws_hear(struct ws_socket *socket, bool binary, struct str bytes)
{
	if (socket->state != WS_CLOSING && within_rate(socket))
		socket->dialect->heard(socket, binary, bytes);
}

/* Whose messages they are: the line may have become another socket's since. */
static struct ws_socket *owner(void *arg)
{
	struct ws_socket *socket = arg;

	return socket->heir ? socket->heir : socket;
}

static void on_message(void *arg, bool binary, struct str bytes)
{
	ws_hear(owner(arg), binary, bytes);
	arena_reset(ws_hub.arena);
}

static void on_control(void *arg)
{
	struct ws_socket *socket = owner(arg);

	if (socket->state != WS_CLOSING)
		(void)within_rate(socket);
}

/* A pong, or wslay's closing frame: after our own there is nothing more to say. */
static void on_reply(void *arg, const char *bytes, size_t length)
{
	struct ws_socket *socket = owner(arg);
	bool closing = ((unsigned char)bytes[0] & 15) == 8;
	struct ws_out *out;

	if (socket->state == WS_CLOSING)
		return;
	out = ws_out_bytes(bytes, length);
	if (!closing) {
		ws_send(socket, out);
		return;
	}
	begin_closing(socket);
	if (out && !ws_queue_add(&socket->queue, out))
		socket->answered = true;
}

static void settle(struct ws_socket *socket, enum ws_outcome outcome)
{
	if (outcome == WS_GOES_ON)
		return;
	socket->deaf = true;
	socket->answered = true;
	mark_dirty(socket);
}

bool ws_input(struct ws_socket *socket, const char *bytes, size_t length)
{
	const struct ws_sink sink = {on_message, on_control, on_reply, socket};
	struct ws_socket *heir;
	enum ws_outcome outcome;

	if (socket->deaf || !length)
		return true;
	outcome = ws_parse(&socket->parser, bytes, length, &sink);
	heir = socket->heir;
	if (!heir) {
		settle(socket, outcome);
		return true;
	}
	heir->parser = socket->parser;
	socket->parser = NULL;
	ws_drop(socket);
	settle(heir, outcome);
	return false;
}

void ws_receive(struct ws_socket *socket)
{
	static char buffer[READ_BYTES]; /* the hub's thread only */

	for (int i = 0; i < READS_A_TURN; i++) {
		ssize_t length = recv(socket->fd, buffer, sizeof(buffer), MSG_DONTWAIT);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (length <= 0) {
			ws_drop(socket);
			return;
		}
		socket->heard_s = ws_now_s();
		if (!ws_input(socket, buffer, (size_t)length) || (size_t)length < sizeof(buffer))
			return;
	}
}
