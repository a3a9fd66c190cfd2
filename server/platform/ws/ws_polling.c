/* ws_polling.c - sockets without a line of their own, and how they get one. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

struct ws_socket *ws_open_polling(const struct ws_dialect *dialect, struct ws_who *who, void *state,
	const char *ip, struct http_server *server)
{
	struct ws_socket *socket = NULL;

	if ((size_t)atomic_fetch_add(&ws_hub.sockets, 1) < ws_hub.options.sockets_max)
		socket = ws_socket_new();
	if (!socket) {
		(void)atomic_fetch_sub(&ws_hub.sockets, 1);
		return NULL;
	}
	ws_hub.server = server;
	socket->fd = -1;
	socket->dialect = dialect;
	socket->dialect_state = state;
	socket->who = *who;
	*who = (struct ws_who){0};
	(void)snprintf(socket->ip, sizeof(socket->ip), "%s", ip);
	socket->heard_s = ws_now_s();
	socket->patience_s = socket->heard_s + WS_STRANGER_S;
	metric_add(&ws_metrics.sockets, 1);
	if (socket->who.actor || ws_guest_enter(socket))
		return socket;
	ws_guest_leave(socket);
	ws_slot_free(socket);
	free(socket);
	return NULL;
}

void ws_note_heard(struct ws_socket *socket)
{
	socket->heard_s = ws_now_s();
}

void ws_hang_up(struct ws_socket *socket)
{
	ws_drop(socket);
}

struct str ws_take_queued(struct ws_socket *socket, char between)
{
	struct buf text = buf_in(ws_hub.arena, socket->queue.bytes + socket->queue.count + 1);

	for (unsigned i = 0; i < socket->queue.count; i++) {
		const struct ws_out *out = ws_queue_at(&socket->queue, i);

		if (i)
			buf_byte(&text, between);
		buf_add(&text, out->bytes, out->length);
	}
	ws_queue_clear(&socket->queue, false);
	atomic_fetch_sub(&ws_hub.replaying, socket->allowance);
	socket->allowance = 0;
	if (socket->state == WS_CLOSING)
		ws_drop(socket);
	return (struct str){text.ptr, text.len};
}

/* What waited for a poll, as frames behind what the new line has still to say. */
static void queue_pieces(struct ws_socket *socket, struct ws_queue *waiting, char between)
{
	for (unsigned i = 0; i < waiting->count; i++) {
		const struct ws_out *out = ws_queue_at(waiting, i);
		struct str rest = {out->bytes, out->length};

		while (rest.ptr)
			ws_send(socket, ws_out_text(str_cut(rest, between, &rest)));
	}
	ws_queue_clear(waiting, false);
}

void ws_hand_over(struct ws_socket *from, struct ws_socket *to, char between)
{
	struct ws_queue waiting = to->queue;

	if (waiting.ring == to->queue.few)
		waiting.ring = waiting.few;
	to->queue = from->queue;
	if (to->queue.ring == from->queue.few)
		to->queue.ring = to->queue.few;
	ws_queue_init(&from->queue);
	to->fd = from->fd;
	to->done = from->done;
	to->handle = from->handle;
	from->fd = -1;
	from->done = NULL;
	from->heir = to;
	to->heard_s = ws_now_s();
	ws_watch_again(to);
	queue_pieces(to, &waiting, between);
}
