/* ws_updates.c - the plain dialect of /ws/updates and /ws/widget: events as they are stored. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <inttypes.h>

#define ID_BYTES_MAX 100

static void opened(struct ws_socket *socket, const struct ws_since *since)
{
	ws_admit(socket, since);
}

/* The company's number is its own people's to know. */
static void hello(struct ws_socket *socket, const struct ws_hello *from)
{
	char company[48] = "";

	if (!socket->who.visitor_id)
		(void)snprintf(company, sizeof(company), ",\"company_id\":%" PRId64,
			socket->who.company_id);
	ws_send(socket,
		ws_out_format("{\"type\":\"hello\",\"data\":{\"seq\":%" PRId64
			      "%s,\"resumed\":%s,\"missed\":%" PRId64 "},\"seq\":%" PRId64 "}",
			from->seq, company, from->resumed ? "true" : "false", from->missed,
			from->seq));
	if (from->resync)
		ws_send(socket,
			ws_out_format("{\"type\":\"resync\",\"data\":{\"seq\":%" PRId64
				      "},\"seq\":%" PRId64 "}",
				from->seq, from->seq));
}

static unsigned form(const struct ws_socket *socket, const struct event_frame *frame)
{
	(void)socket;
	(void)frame;
	return 1;
}

/* {"type":"OTHER", and what follows the type. */
static struct str renamed(const struct event_frame *frame, const char *name)
{
	const size_t head = strlen("{\"type\":\"") + strlen(frame->type);
	struct buf text = buf_in(ws_arena(), frame->json.len + strlen(name));

	buf_format(&text, "{\"type\":\"%s", name);
	buf_add(&text, frame->json.ptr + head, frame->json.len - head);
	return (struct str){text.ptr, text.len};
}

static struct ws_out *encode(const struct event_frame *frame, unsigned chosen)
{
	const char *other = ws_hub.options.other_name && !frame->audience.visitor_id
		? ws_hub.options.other_name(frame->type)
		: NULL;
	struct str texts[] = {frame->json, {0}};

	(void)chosen;
	if (!other)
		return ws_out_text(frame->json);
	texts[1] = renamed(frame, other);
	return ws_out_texts(texts, COUNT(texts));
}

/* ---- What clients say --------------------------------------------------------- */

/* The answer's id as the client will find it again; NULL: none. */
static const char *id_of(struct cx *cx, const struct json_value *message)
{
	const struct json_value *id = json_get(message, "id");
	const char *text;

	if (!id || (json_kind_of(id) != JSON_TEXT && json_kind_of(id) != JSON_INT))
		return NULL;
	text = json_print(cx, id);
	return strlen(text) <= ID_BYTES_MAX ? text : NULL;
}

static const char *text_of(const struct json_value *message, const char *key)
{
	const struct json_value *value = json_get(message, key);

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

static void heard(struct ws_socket *socket, bool binary, struct str bytes)
{
	struct cx cx = {.arena = ws_arena(), .actor = actor_nobody(), .request_id = "ws"};
	const struct json_value *message;
	const char *type;

	if (binary) {
		ws_close(socket, WS_CLOSE_UNSUPPORTED, "text only");
		return;
	}
	if (json_parse(&cx, bytes, &message) != OK) {
		ws_close(socket, WS_CLOSE_NOT_TEXT, "not JSON");
		return;
	}
	type = json_kind_of(message) == JSON_OBJECT ? text_of(message, "type") : NULL;
	if (text_is(type, "ping"))
		ws_send(socket, ws_out_text(STR("{\"type\":\"pong\"}")));
	else if (type)
		ws_ask(socket, type, id_of(&cx, message), json_get(message, "data"),
			text_of(message, "key"));
}

static void answer(struct ws_socket *socket, const char *id, int status, const char *body)
{
	struct buf text = buf_in(ws_arena(), strlen(body) + 200);

	buf_format(
		&text, "{\"type\":\"ack\",\"id\":%s,\"status\":%d,\"data\":%s}", id, status, body);
	ws_send(socket, ws_out_text((struct str){text.ptr, text.len}));
}

/* ---- Clock and end -------------------------------------------------------------- */

/* One text for all of a company that stand at the same number. */
static void beat(struct ws_socket *socket, int64_t seq)
{
	struct ws_company *company = socket->company;

	if (!company->heartbeat || company->heartbeat_seq != seq) {
		ws_out_release(&company->heartbeat);
		company->heartbeat_seq = seq;
		company->heartbeat = ws_out_format(
			"{\"type\":\"heartbeat\",\"data\":{},\"seq\":%" PRId64 "}", seq);
	}
	if (!company->heartbeat)
		return;
	company->heartbeat->references++;
	ws_send(socket, company->heartbeat);
}

static void ended(struct ws_socket *socket)
{
	ws_send(socket,
		ws_out_format("{\"type\":\"" WS_SESSION_ENDED "\",\"data\":{\"session_id\":%" PRId64
			      "},\"seq\":%" PRId64 "}",
			socket->who.actor->session_id, socket->seen));
}

const struct ws_dialect ws_updates = {
	.opened = opened,
	.hello = hello,
	.form = form,
	.encode = encode,
	.heard = heard,
	.answer = answer,
	.beat = beat,
	.ended = ended,
};
