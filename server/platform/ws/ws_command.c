/* ws_command.c - what a client asks for by a message: a route of HTTP, done by a worker. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <unistd.h>

#define PATH_PIECE_MAX 100
#define BODY_BYTES_MAX ((size_t)2 * 1024 * 1024)

/* One that waits for its turn, or is being done. Its texts follow it in one block. */
struct ws_asked {
	struct ws_asked *next;
	enum http_method method;
	const char *id; /* NULL: nobody waits for an answer */
	const char *path, *body, *key;
	char bytes[];
};

/* Whom a worker answers: the socket may be gone by then. */
struct ticket {
	uint32_t slot, generation;
};

/* ---- Answers ------------------------------------------------------------------------ */

static void say(struct ws_socket *socket, const char *id, int status, const char *body)
{
	if (id && socket->state != WS_CLOSING)
		socket->dialect->answer(socket, id, status, body);
}

/* Where no route was asked, there is no sentence either. */
static void refuse(struct ws_socket *socket, const char *id, enum err err)
{
	char body[100];

	(void)snprintf(body, sizeof(body), "{\"success\":false,\"code\":\"%s\"}", err_name(err));
	say(socket, id, http_status_of(err), body);
}

/* ---- One after the other --------------------------------------------------------------- */

static void on_done(void *arg, int status, struct str body)
{
	struct ticket *ticket = arg;
	struct ws_note note = {.kind = WS_NOTE_ANSWER};

	note.answer.slot = ticket->slot;
	note.answer.generation = ticket->generation;
	note.answer.status = status;
	note.answer.body = strdup(body.ptr);
	free(ticket);
	ws_note(&note);
	(void)atomic_fetch_sub(&ws_hub.calls, 1);
}

static enum err call(struct ws_socket *socket, const struct ws_asked *asked)
{
	struct ticket *ticket = malloc(sizeof(*ticket));
	struct http_call call = {.method = asked->method,
		.path = asked->path,
		.body = str_of(asked->body),
		.idempotency_key = asked->key,
		.actor = socket->who.actor,
		.widget_token = socket->who.token,
		.ip = socket->ip,
		.done = on_done,
		.arg = ticket};
	enum err outcome;

	if (!ticket)
		return ERR_BUSY;
	*ticket = (struct ticket){socket->slot, socket->generation};
	(void)atomic_fetch_add(&ws_hub.calls, 1);
	outcome = http_call(ws_hub.server, &call);
	if (outcome != OK) {
		(void)atomic_fetch_sub(&ws_hub.calls, 1);
		free(ticket);
	}
	return outcome;
}

static void take_first(struct ws_socket *socket)
{
	struct ws_asked *first = socket->asked_for;

	socket->asked_for = first->next;
	if (!socket->asked_for)
		socket->asked_end = &socket->asked_for;
	socket->asked_count--;
	free(first);
}

static void begin_first(struct ws_socket *socket)
{
	while (socket->asked_for) {
		enum err outcome = call(socket, socket->asked_for);

		if (outcome == OK)
			return;
		refuse(socket, socket->asked_for->id, outcome);
		take_first(socket);
	}
}

void ws_handle_answer(struct ws_note *note)
{
	struct ws_socket *socket = ws_socket_find(note->answer.slot, note->answer.generation);

	if (!socket)
		return;
	if (note->answer.body)
		say(socket, socket->asked_for->id, note->answer.status, note->answer.body);
	else
		refuse(socket, socket->asked_for->id, ERR_BUSY);
	take_first(socket);
	if (socket->state != WS_CLOSING)
		begin_first(socket);
	arena_reset(ws_hub.arena);
}

void ws_commands_forget(struct ws_socket *socket)
{
	while (socket->asked_for)
		take_first(socket);
}

/* ---- Reading one ------------------------------------------------------------------------ */

static const struct ws_command *find(const struct ws_socket *socket, const char *name)
{
	const struct ws_command *command = socket->who.visitor_id ? ws_hub.options.visitor_commands
								  : ws_hub.options.commands;

	if (!socket->who.company_id)
		return NULL;
	while (command && command->name && !text_is(command->name, name))
		command++;
	return command && command->name ? command : NULL;
}

/* Names and numbers of things only: nothing that could lead to another route. */
static bool is_piece(const char *text)
{
	static const char fine[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	size_t length = strlen(text);

	return length && length <= PATH_PIECE_MAX && strspn(text, fine) == length;
}

static const char *piece_of(struct cx *cx, const struct json_value *data, struct str name)
{
	const struct json_value *value = data
		? json_get(data, arena_text_n(cx->arena, name.ptr, name.len))
		: NULL;
	const char *text = NULL;

	if (value && json_kind_of(value) == JSON_TEXT)
		text = json_text_of(value);
	else if (value && json_kind_of(value) == JSON_INT)
		text = json_digits_of(cx->arena, value);
	return text && is_piece(text) ? text : NULL;
}

/* "/api/chats/{chat_id}/typing" with the members of data; NULL: one is missing or no name. */
static const char *path_of(struct cx *cx, const char *pattern, const struct json_value *data)
{
	struct buf path = buf_in(cx->arena, 128);
	struct str rest = str_of(pattern);

	while (rest.len) {
		struct str tail;
		struct str literal = str_cut(rest, '{', &tail);
		const char *piece;

		buf_add(&path, literal.ptr, literal.len);
		if (!tail.ptr)
			break;
		piece = piece_of(cx, data, str_cut(tail, '}', &rest));
		if (!piece)
			return NULL;
		buf_text(&path, piece);
	}
	return path.ptr;
}

static const char *put(char **at, const char *text)
{
	const char *start = *at;

	if (!text)
		return NULL;
	memcpy(*at, text, strlen(text) + 1);
	*at += strlen(text) + 1;
	return start;
}

static size_t room_of(const char *text)
{
	return text ? strlen(text) + 1 : 0;
}

static struct ws_asked *asked_new(const struct ws_asked *from)
{
	struct ws_asked *made = malloc(sizeof(*made) + room_of(from->id) + room_of(from->path) +
		room_of(from->body) + room_of(from->key));
	char *at;

	if (!made)
		return NULL;
	at = made->bytes;
	*made = (struct ws_asked){.method = from->method};
	made->id = put(&at, from->id);
	made->path = put(&at, from->path);
	made->body = put(&at, from->body);
	made->key = put(&at, from->key);
	return made;
}

static enum err queue(struct ws_socket *socket, const struct ws_asked *asked)
{
	struct ws_asked *made;

	if (socket->asked_count >= WS_COMMANDS_WAITING)
		return ERR_RATE;
	made = asked_new(asked);
	if (!made)
		return ERR_BUSY;
	*socket->asked_end = made;
	socket->asked_end = &made->next;
	if (++socket->asked_count == 1)
		begin_first(socket);
	return OK;
}

void ws_ask(struct ws_socket *socket, const char *name, const char *id,
	const struct json_value *data, const char *key)
{
	struct cx cx = {.arena = ws_hub.arena, .actor = actor_nobody(), .request_id = "ws"};
	const struct ws_command *command = find(socket, name);
	struct ws_asked asked = {.id = id, .key = key};
	enum err outcome = ERR_NOT_FOUND;

	if (data && json_kind_of(data) != JSON_OBJECT)
		data = NULL;
	if (command) {
		asked.method = command->method;
		asked.path = path_of(&cx, command->path, data);
		asked.body = command->body ? command->body : data ? json_print(&cx, data) : "";
		outcome = asked.path ? ERR_TOO_LARGE : ERR_INVALID;
		if (asked.path && strlen(asked.body) <= BODY_BYTES_MAX)
			outcome = queue(socket, &asked);
	}
	if (outcome != OK)
		refuse(socket, id, outcome);
}
