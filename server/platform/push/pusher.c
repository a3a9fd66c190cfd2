/* pusher.c - Pusher's protocol, version 7: lines, events on channels, pings, the ends. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#define TOPICS 32
#define TEXTS_MAX (TOPICS * (PUSH_NAMES_MAX + 1))

static struct pusher *lines;

/* ---- What goes out ---------------------------------------------------------------------- */

static struct str quoted(struct arena *arena, struct str text)
{
	struct json json;

	json_begin(&json, arena, text.len + text.len / 4 + 16);
	json_text_n(&json, text.ptr, text.len);
	return json_end(&json);
}

static struct str line_of(
	struct arena *arena, const char *event, const char *channel, struct str quoted_data)
{
	struct json json;

	json_begin(&json, arena, quoted_data.len + 200);
	json_open(&json);
	json_field_text(&json, "event", event);
	if (channel)
		json_field_text(&json, "channel", channel);
	json_key(&json, "data");
	json_raw(&json, quoted_data.ptr, quoted_data.len);
	json_close(&json);
	return json_end(&json);
}

struct str pusher_line(struct arena *arena, const char *event, const char *channel, struct str data)
{
	return line_of(arena, event, channel, quoted(arena, data));
}

void pusher_error(struct ws_socket *socket, unsigned code, const char *message)
{
	struct json json;

	json_begin(&json, ws_arena(), 200);
	json_open(&json);
	json_field_int(&json, "code", code);
	json_field_text(&json, "message", message);
	json_close(&json);
	ws_send(socket, ws_out_text(line_of(ws_arena(), "pusher:error", NULL, json_end(&json))));
}

/* ---- Beginning and end ------------------------------------------------------------------- */

static const char *why_of(unsigned code)
{
	switch (code) {
	case PUSHER_UNKNOWN_APP:
		return "There is no application with this key.";
	case PUSHER_DISABLED:
		return "The application is switched off.";
	case PUSHER_UNSUPPORTED:
		return "Only version 7 of the protocol is spoken here.";
	case PUSHER_NO_PROTOCOL:
		return "The address names no version of the protocol.";
	case PUSHER_UNAUTHORIZED:
		return "Nobody is signed in.";
	case PUSHER_OVER_CAPACITY:
		return "Too much at once: come again later.";
	case PUSHER_COME_AGAIN:
		return "Come again.";
	case PUSHER_NO_PONG:
		return "No answer to a ping.";
	default:
		return "The line is closed.";
	}
}

static void opened(struct ws_socket *socket, const struct ws_since *since)
{
	const struct ws_since none = {0};
	struct pusher *pusher = pusher_of(socket);
	struct json json;

	(void)since;
	pusher->socket = socket;
	pusher->next = lines;
	pusher->link = &lines;
	if (lines)
		lines->link = &pusher->next;
	lines = pusher;
	if (pusher->fault) {
		ws_close(socket, pusher->fault, "");
		return;
	}
	json_begin(&json, ws_arena(), 100);
	json_open(&json);
	json_field_text(&json, "socket_id", pusher->id);
	json_field_int(&json, "activity_timeout", push_options.silence_ms / 1000);
	json_close(&json);
	ws_send(socket,
		ws_out_text(pusher_line(
			ws_arena(), "pusher:connection_established", NULL, json_end(&json))));
	if (ws_who_of(socket)->company_id)
		ws_admit(socket, &none);
}

static void hello(struct ws_socket *socket, const struct ws_hello *from)
{
	struct pusher *pusher = pusher_of(socket);

	(void)from;
	/* Whoever knows the secret of one company is not let into another by it. */
	if (ws_who_of(socket)->company_id != pusher->company_id) {
		ws_close(socket, PUSHER_UNAUTHORIZED, "");
		return;
	}
	pusher->greeted = true;
	pusher_confirm_all(socket);
}

static void refused(struct ws_socket *socket, enum err why)
{
	(void)why;
	pusher_refuse_all(socket);
}

/* goodbye() says why. */
static void ended(struct ws_socket *socket)
{
	(void)socket;
}

static unsigned code_of(unsigned code)
{
	switch (code) {
	case WS_CLOSE_RESTART:
		return PUSHER_COME_AGAIN;
	case WS_CLOSE_SESSION:
		return PUSHER_UNAUTHORIZED;
	case WS_CLOSE_LATER:
	case WS_CLOSE_SLOW:
	case WS_CLOSE_LIMIT:
	case WS_CLOSE_RATE:
		return PUSHER_OVER_CAPACITY;
	default:
		return code >= PUSHER_FAILED ? code : PUSHER_FAILED;
	}
}

static unsigned goodbye(struct ws_socket *socket, unsigned code, const char *reason)
{
	(void)reason;
	code = code_of(code);
	pusher_error(socket, code, why_of(code));
	return code;
}

static void gone(struct ws_socket *socket)
{
	struct pusher *pusher = pusher_of(socket);

	pusher_forget_subs(socket);
	if (pusher->link) {
		*pusher->link = pusher->next;
		if (pusher->next)
			pusher->next->link = pusher->link;
	}
	free(pusher);
}

void pusher_close_company(int64_t company_id)
{
	for (const struct pusher *pusher = lines; pusher; pusher = pusher->next)
		if (pusher->company_id == company_id)
			ws_close(pusher->socket, PUSHER_COME_AGAIN, "");
}

/* ---- Events ---------------------------------------------------------------------------------- */

static unsigned form(const struct ws_socket *socket, const struct event_frame *frame)
{
	const struct pusher *pusher = ws_state(socket);

	return pusher->topics ? pusher->topics & pusher_topics_of(frame) : 0;
}

/* Under each of its names, on one channel. */
static size_t texts_of_topic(
	const struct event_frame *frame, unsigned topic, struct str quoted_data, struct str *texts)
{
	const struct push_name *row = pusher_topic_has_names(topic) ? push_name_of(frame->type)
								    : NULL;
	const char *channel = pusher_topic_name(ws_arena(), topic, frame->audience.user_id);
	size_t count = 0;

	texts[count++] = line_of(ws_arena(), frame->type, channel, quoted_data);
	for (size_t i = 0; row && i < PUSH_NAMES_MAX && row->pusher[i]; i++)
		texts[count++] = line_of(ws_arena(), row->pusher[i], channel, quoted_data);
	return count;
}

static struct ws_out *encode(const struct event_frame *frame, unsigned chosen)
{
	const struct str data = quoted(ws_arena(), frame->data);
	struct str texts[TEXTS_MAX];
	size_t count = 0;

	for (unsigned i = 0; i < TOPICS; i++)
		if (chosen & 1U << i)
			count += texts_of_topic(frame, 1U << i, data, texts + count);
	return ws_out_texts(texts, count);
}

/* ---- Messages of clients ------------------------------------------------------------------------ */

static void hear(struct ws_socket *socket, struct cx *cx, const struct pusher_message *message)
{
	if (text_is(message->event, "pusher:ping"))
		ws_send(socket,
			ws_out_text(pusher_line(ws_arena(), "pusher:pong", NULL, STR("{}"))));
	else if (text_is(message->event, "pusher:subscribe"))
		pusher_hear_subscribe(socket, cx, message->data);
	else if (text_is(message->event, "pusher:unsubscribe"))
		pusher_hear_unsubscribe(socket, message->data);
	else if (text_is(message->event, "pusher:signin"))
		pusher_hear_signin(socket, cx, message->data);
	else if (str_starts(str_of(message->event), "client-"))
		pusher_hear_client(socket, cx, message);
}

static void heard(struct ws_socket *socket, bool binary, struct str bytes)
{
	struct cx cx = {.arena = ws_arena(), .actor = actor_nobody(), .request_id = "pusher"};
	struct pusher *pusher = pusher_of(socket);
	struct pusher_message message;

	pusher->heard_s = 0; /* tick() knows the time */
	pusher->pinged = false;
	if (binary || !pusher_message_read(&cx, bytes, &message))
		pusher_error(socket, PUSHER_COME_AGAIN, "Not a message of the protocol.");
	else
		hear(socket, &cx, &message);
}

/* ---- Clock ---------------------------------------------------------------------------------------- */

static void tick(struct ws_socket *socket, uint32_t now_s)
{
	const struct arena_mark mark = arena_mark(ws_arena());
	struct pusher *pusher = pusher_of(socket);

	pusher_members_tick(now_s);
	if (!pusher->heard_s)
		pusher->heard_s = now_s;
	if (pusher->pinged && (int64_t)(now_s - pusher->pinged_s) * 1000 > push_options.pong_ms) {
		ws_close(socket, PUSHER_NO_PONG, "");
	} else if (!pusher->pinged &&
		(int64_t)(now_s - pusher->heard_s) * 1000 >= push_options.silence_ms) {
		pusher->pinged = true;
		pusher->pinged_s = now_s;
		ws_send(socket,
			ws_out_text(pusher_line(ws_arena(), "pusher:ping", NULL, STR("{}"))));
	}
	arena_rewind(ws_arena(), mark);
}

const struct ws_dialect pusher_dialect = {
	.opened = opened,
	.hello = hello,
	.refused = refused,
	.form = form,
	.encode = encode,
	.heard = heard,
	.tick = tick,
	.ended = ended,
	.goodbye = goodbye,
	.gone = gone,
};
