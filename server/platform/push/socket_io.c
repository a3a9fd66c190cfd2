/* socket_io.c - Socket.IO, revision 5: the namespace "/", events both ways, answers, rooms, recovery. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/push_internal.h"

#include "base/clock.h"
#include "base/time.h"

#include <assert.h>
#include <inttypes.h>

#define NAMESPACE_BYTES_MAX 60
#define PID_RANDOM_BYTES 9
#define PID_SEAL_LETTERS 24
#define PID_OWNERS 4096
#define FORM_POLLING 1U
#define FORM_LINE 2U
#define JOIN_MARK 'j' /* before the id of a command that joins: "j12:7" */

static void say(struct ws_socket *socket, const char *format, ...) PRINTF_LIKE(2, 3);

static void say(struct ws_socket *socket, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_format_v(ws_arena(), format, args);
	va_end(args);
	eio_send(socket, str_of(text));
}

static void refuse_packet(struct ws_socket *socket)
{
	ws_close(socket, WS_CLOSE_POLICY, "parse error");
}

/* ---- Recovery ------------------------------------------------------------------------- */

/*
 * What the library calls pid: "RANDOM.SEQ.SEAL". It names the number at which the
 * client began, and is good for its user alone, on every node and after a restart.
 */
static const char *pid_seal(struct arena *arena, const struct ws_who *who, struct str head)
{
	char *text = arena_format(arena, "%" PRId64 ":%" PRId64 ":%.*s", who->company_id, who->id,
		(int)head.len, head.ptr);
	char *seal = auth_hash(arena, "push.pid", str_of(text));

	seal[PID_SEAL_LETTERS] = '\0';
	return seal;
}

static const char *pid_make(struct arena *arena, const struct ws_who *who, int64_t seq)
{
	const char *head = arena_format(
		arena, "%s.%" PRId64, crypto_token(arena, PID_RANDOM_BYTES), seq);

	return arena_format(arena, "%s.%s", head, pid_seal(arena, who, str_of(head)));
}

static bool pid_is_of(struct arena *arena, const struct ws_who *who, const char *pid)
{
	const char *dot = strrchr(pid, '.');

	return dot &&
		crypto_same(str_of(dot + 1),
			str_of(pid_seal(arena, who, (struct str){pid, (size_t)(dot - pid)})));
}

static bool pid_seq(const char *pid, int64_t *seq)
{
	struct str rest = str_of(pid);

	(void)str_cut(rest, '.', &rest);
	return str_int(str_cut(rest, '.', &rest), seq) && *seq >= 0;
}

/*
 * Which socket a client had before: one whose line was cut may be thought alive
 * for a while, and would count among its user's.
 */
static uint64_t owners[PID_OWNERS];

static void own_pid(struct ws_socket *socket, const char *pid)
{
	struct eio *eio = eio_of(socket);
	unsigned char digest[SHA256_BYTES];
	struct ws_socket *before;
	uint64_t *owner;
	uint32_t hash;

	crypto_sha256(str_of(pid), digest);
	memcpy(&hash, digest, sizeof(hash));
	owner = &owners[hash % PID_OWNERS];
	before = ws_by_name(*owner);
	*owner = ws_name_of(socket);
	if (pid != eio->pid)
		(void)snprintf(eio->pid, sizeof(eio->pid), "%s", pid);
	if (before && before != socket && ws_dialect_of(before) == &engine_io &&
		text_is(eio_of(before)->pid, pid) && !ws_is_closing(before))
		ws_close(before, WS_CLOSE_NORMAL, "came again");
}

/* ---- Connecting --------------------------------------------------------------------------- */

static const char *text_in(const struct json_value *object, const char *key)
{
	const struct json_value *value = object ? json_get(object, key) : NULL;

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

static struct ws_since since_of(struct eio *eio, const struct json_value *auth)
{
	const char *pid = text_in(auth, "pid"), *offset = text_in(auth, "offset");
	struct ws_since since = {0};

	if (!pid || strlen(pid) >= sizeof(eio->pid))
		return since;
	memcpy(eio->pid, pid, strlen(pid) + 1);
	since.given = offset ? text_int(offset, &since.seq) && since.seq >= 0
			     : pid_seq(pid, &since.seq);
	return since;
}

static void connect_with(struct ws_socket *socket, const struct json_value *auth)
{
	struct eio *eio = eio_of(socket);
	const struct ws_since since = since_of(eio, auth);
	struct str token = str_of(text_in(auth, "token"));

	eio->asked = true;
	if (str_starts(token, "Bearer "))
		token = (struct str){token.ptr + 7, token.len - 7};
	if (token.len)
		ws_identify(socket, token, &since);
	else if (ws_who_of(socket)->company_id)
		ws_admit(socket, &since);
	else
		sio_refused(socket, ERR_UNAUTHENTICATED);
}

static void hear_connect(struct ws_socket *socket, const struct sio_packet *packet)
{
	struct cx cx = {.arena = ws_arena(), .actor = actor_nobody(), .request_id = "socket.io"};
	const struct json_value *auth = NULL;

	if (eio_of(socket)->asked || eio_of(socket)->connected || packet->id.len ||
		(packet->data.len &&
			(json_parse(&cx, packet->data, &auth) != OK ||
				json_kind_of(auth) != JSON_OBJECT)))
		refuse_packet(socket);
	else
		connect_with(socket, auth);
}

void sio_hello(struct ws_socket *socket, const struct ws_hello *hello)
{
	const struct ws_who *who = ws_who_of(socket);
	struct eio *eio = eio_of(socket);
	const char *pid = eio->pid;

	eio->connected = true;
	if (!hello->resumed || !pid_is_of(ws_arena(), who, pid))
		pid = pid_make(ws_arena(), who, hello->seq);
	own_pid(socket, pid);
	say(socket, "40{\"sid\":\"%s\",\"pid\":\"%s\"}",
		crypto_token(ws_arena(), PID_RANDOM_BYTES * 2), pid);
}

void sio_refused(struct ws_socket *socket, enum err why)
{
	eio_of(socket)->asked = false;
	say(socket, "44{\"message\":\"%s\",\"data\":{\"code\":\"%s\"}}",
		why == ERR_UNAUTHENTICATED ? "Please log in." : "You are not allowed to do this.",
		err_name(why));
	if (++eio_of(socket)->refusals >= SIO_REFUSALS_MAX)
		ws_close(socket, WS_CLOSE_POLICY, "too many refusals");
}

/* Only what can be said back safely. */
static void refuse_namespace(struct ws_socket *socket, struct str namespace)
{
	for (size_t i = 0; i < namespace.len; i++) {
		const char c = namespace.ptr[i];

		if (i >= NAMESPACE_BYTES_MAX ||
			!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-",
				c)) {
			refuse_packet(socket);
			return;
		}
	}
	say(socket, "44%.*s,{\"message\":\"Invalid namespace\"}", (int)namespace.len,
		namespace.ptr);
}

/* ---- Events of clients ----------------------------------------------------------------------- */

static void answer_with(struct ws_socket *socket, const char *id, int status, const char *body)
{
	const bool ok = status >= 200 && status < 300;

	say(socket, "43%s[{\"ok\":%s,\"status_code\":%d%s%s]", id, ok ? "true" : "false", status,
		body[1] == '}' ? "" : ",", body + 1);
}

static void answer_ping(struct ws_socket *socket, const char *id)
{
	char time[TIME_TEXT_BYTES];

	(void)time_write(time, clock_now_us());
	if (id)
		answer_with(socket, id, 200, arena_format(ws_arena(), "{\"at\":\"%s\"}", time));
	else
		say(socket, "42[\"pong_app\",{\"at\":\"%s\"}]", time);
}

/* "conv_12", "12" or 12; 0: none of these. */
static int64_t chat_of(const struct json_value *data)
{
	const struct json_value *value = data ? json_get(data, "chat_id") : NULL;
	const char *text;
	int64_t id = 0;

	if (value && json_kind_of(value) == JSON_INT)
		return json_int_of(value);
	text = value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : "";
	if (strncmp(text, "conv_", 5) == 0)
		text += 5;
	return text_int(text, &id) ? id : 0;
}

static bool has_joined(const struct eio *eio, int64_t chat)
{
	for (unsigned i = 0; i < eio->room_count; i++)
		if (eio->rooms[i] == chat)
			return true;
	return false;
}

static void join(struct eio *eio, int64_t chat)
{
	if (!has_joined(eio, chat) && eio->room_count < SIO_ROOMS_MAX)
		eio->rooms[eio->room_count++] = chat;
}

static void leave(struct eio *eio, int64_t chat)
{
	for (unsigned i = 0; i < eio->room_count; i++)
		if (eio->rooms[i] == chat)
			eio->rooms[i--] = eio->rooms[--eio->room_count];
}

/* `typing` says it by its name, where the data does not. */
static const struct json_value *that_types(struct cx *cx, const struct json_value *data)
{
	const char *text;

	if (json_get(data, "typing") || !json_members(data))
		return data;
	text = json_print(cx, data);
	text = arena_format(cx->arena, "{\"typing\":true,%s", text + 1);
	return json_parse(cx, str_of(text), &data) == OK ? data : NULL;
}

/* Many clients give the chat alone: `emit("join_chat", "conv_12")`. */
static const struct json_value *data_of(struct cx *cx, const struct json_value *args)
{
	const struct json_value *value = json_count(args) > 1 ? json_item(args, 1) : NULL;
	enum json_kind kind = value ? json_kind_of(value) : JSON_NULL;
	const char *text;

	if (kind == JSON_OBJECT)
		return value;
	if (kind != JSON_TEXT && kind != JSON_INT)
		return NULL;
	text = arena_format(cx->arena, "{\"chat_id\":%s}", json_print(cx, value));
	return json_parse(cx, str_of(text), &value) == OK ? value : NULL;
}

static void hear_event(struct ws_socket *socket, struct cx *cx, const struct sio_packet *packet,
	const struct sio_data *event)
{
	const struct json_value *data = data_of(cx, event->args);
	const char *id = packet->id.len ? arena_text_n(cx->arena, packet->id.ptr, packet->id.len)
					: NULL;

	if (text_is(event->name, "ping_app")) {
		answer_ping(socket, id);
		return;
	}
	if (data && text_is(event->name, "typing"))
		data = that_types(cx, data);
	if (text_is(event->name, "join_chat"))
		id = arena_format(
			cx->arena, "%c%" PRId64 ":%s", JOIN_MARK, chat_of(data), id ? id : "");
	if (text_is(event->name, "leave_chat"))
		leave(eio_of(socket), chat_of(data));
	ws_ask(socket, event->name, id, data, NULL);
}

void sio_answer(struct ws_socket *socket, const char *id, int status, const char *body)
{
	if (id[0] == JOIN_MARK) {
		if (status >= 200 && status < 300)
			join(eio_of(socket), strtoll(id + 1, NULL, 10));
		id = strchr(id, ':') + 1;
	}
	if (*id)
		answer_with(socket, id, status, body);
}

/* ---- Packets of clients ------------------------------------------------------------------------- */

static void forget_waiting(struct sio_waiting *waiting)
{
	for (unsigned i = 0; i < waiting->have; i++)
		free(waiting->parts[i]);
	free(waiting->text);
	*waiting = (struct sio_waiting){.text = NULL};
}

void sio_forget(struct eio *eio)
{
	forget_waiting(&eio->waiting);
}

static void hear_data(
	struct ws_socket *socket, const struct sio_packet *packet, const char *const *parts)
{
	struct cx cx = {.arena = ws_arena(), .actor = actor_nobody(), .request_id = "socket.io"};
	struct sio_data data;

	if (!sio_data_read(&cx, packet, parts, &data))
		refuse_packet(socket);
	else if (data.name)
		hear_event(socket, &cx, packet, &data);
	/* We ask for no answers; one that comes says nothing. */
}

static void begin_waiting(struct ws_socket *socket, struct str text)
{
	struct sio_waiting *waiting = &eio_of(socket)->waiting;

	waiting->text = malloc(text.len + 1); /* may hold a NUL, which ends no copy */
	if (waiting->text)
		memcpy(waiting->text, text.ptr, text.len);
	if (!waiting->text ||
		!sio_packet_read((struct str){waiting->text, text.len}, &waiting->packet))
		refuse_packet(socket);
}

void sio_attachment(struct ws_socket *socket, struct str bytes)
{
	struct sio_waiting *waiting = &eio_of(socket)->waiting;
	char *part;

	if (!waiting->text) {
		refuse_packet(socket);
		return;
	}
	waiting->bytes += bytes.len;
	part = strdup(crypto_base64(ws_arena(), (const unsigned char *)bytes.ptr, bytes.len));
	if (!part || (int64_t)waiting->bytes > push_options.max_payload) {
		free(part);
		refuse_packet(socket);
		return;
	}
	waiting->parts[waiting->have++] = part;
	if (waiting->have < waiting->packet.attachments)
		return;
	hear_data(socket, &waiting->packet, (const char *const *)waiting->parts);
	forget_waiting(waiting);
}

static void hear_connected(
	struct ws_socket *socket, const struct sio_packet *packet, struct str text)
{
	switch (packet->type) {
	case SIO_DISCONNECT:
		ws_close(socket, WS_CLOSE_NORMAL, "");
		break;
	case SIO_EVENT:
	case SIO_ACK:
		hear_data(socket, packet, NULL);
		break;
	case SIO_BINARY_EVENT:
	case SIO_BINARY_ACK:
		begin_waiting(socket, text);
		break;
	case SIO_CONNECT:
	case SIO_CONNECT_ERROR:
		refuse_packet(socket);
		break;
	}
}

void sio_message(struct ws_socket *socket, struct str text)
{
	struct sio_packet packet;
	bool ours;

	/* Nothing comes between a message and its attachments. */
	if (eio_of(socket)->waiting.text || !sio_packet_read(text, &packet)) {
		refuse_packet(socket);
		return;
	}
	ours = str_is(packet.namespace, "/");
	if (packet.type == SIO_CONNECT && ours)
		hear_connect(socket, &packet);
	else if (packet.type == SIO_CONNECT)
		refuse_namespace(socket, packet.namespace);
	else if (ours && eio_of(socket)->connected)
		hear_connected(socket, &packet, text);
	else
		refuse_packet(socket);
}

/* ---- Events to clients ------------------------------------------------------------------------------ */

unsigned sio_form(const struct ws_socket *socket, const struct event_frame *frame)
{
	const struct push_name *row = push_name_of(frame->type);
	const struct eio *eio = ws_state(socket);

	if (row && row->room && !has_joined(eio, frame->subject_id))
		return 0;
	return eio->polling ? FORM_POLLING : FORM_LINE;
}

static bool is_off(const struct event_frame *frame)
{
	static const char off[] = "\"typing\":false";

	return memmem(frame->data.ptr, frame->data.len, off, sizeof(off) - 1) != NULL;
}

/* 42["name",data,"offset"]: only the last name carries the number, so that a client which has it has all. */
static struct str event_text(const struct event_frame *frame, const char *name, bool last)
{
	struct buf text = buf_in(ws_arena(), frame->data.len + strlen(name) + 64);

	buf_format(&text, "42[\"%s\",", name);
	buf_add(&text, frame->data.ptr, frame->data.len);
	if (last && frame->seq)
		buf_format(&text, ",\"%" PRId64 "\"", frame->seq);
	buf_byte(&text, ']');
	return (struct str){text.ptr, text.len};
}

static struct ws_out *join_texts(const struct str *texts, size_t count)
{
	struct buf all;

	assert(count);
	all = buf_in(ws_arena(), texts[0].len * count + count);

	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_byte(&all, EIO_BETWEEN);
		buf_add(&all, texts[i].ptr, texts[i].len);
	}
	return ws_out_bytes(all.ptr, all.len);
}

struct ws_out *sio_encode(const struct event_frame *frame, unsigned form)
{
	const struct push_name *row = push_name_of(frame->type);
	const char *names[PUSH_NAMES_MAX] = {frame->type};
	struct str texts[PUSH_NAMES_MAX];
	size_t count = 1;

	if (row && row->socket_io_off && is_off(frame)) {
		names[0] = row->socket_io_off;
	} else if (row) {
		for (count = 0; count < PUSH_NAMES_MAX && row->socket_io[count]; count++)
			names[count] = row->socket_io[count];
	}
	for (size_t i = 0; i < count; i++)
		texts[i] = event_text(frame, names[i], i + 1 == count);
	return form == FORM_POLLING ? join_texts(texts, count) : ws_out_texts(texts, count);
}

void sio_ended(struct ws_socket *socket)
{
	say(socket, "42[\"force_logout\",{\"session_id\":%" PRId64 "}]",
		ws_who_of(socket)->actor->session_id);
}
