/* pusher_names.c - channels, messages, tickets and numbers of lines: what is one, and whose. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/pusher_internal.h"

#include <inttypes.h>

#define ID_DIGITS 13 /* in hex, of a number that JavaScript holds exactly */
#define ID_MAX (UINT64_C(1) << 52)

/* ---- Channels of the company's events ------------------------------------------------ */

/* Each is private-NAME; some are NAME or presence-NAME as well. */
static const struct topic {
	const char *name;
	const char *events; /* how their types begin */
	enum perm permission;
	const char *other; /* what the second form begins with; NULL: there is none */
} topics[] = {
	{"calls", "call:", PERM_CALLS_READ, ""},
	{"call-console", "call:", PERM_CALLS_READ, ""},
	{"live-calls", "call:", PERM_CALLS_READ, ""},
	{"call-history", "call:", PERM_CALLS_READ, ""},
	{"extensions", "extension:", PERM_AGENTS_READ, ""},
	{"queues", "queue:", PERM_AGENTS_READ, ""},
	{"chats", "chat:", PERM_CHATS_READ, NULL},
	{"orders", "order:", PERM_ORDERS_READ, NULL},
	{"agents", "agent:", PERM_AGENTS_READ, "presence-"},
	{"updates", "", PERM_SELF, NULL},
};
#define PRIVATE_BIT(row) (1U << ((row)*2))
#define OTHER_BIT(row) (1U << ((row)*2 + 1))
#define UPDATES_BIT PRIVATE_BIT(COUNT(topics) - 1)
#define USER_BIT PRIVATE_BIT(COUNT(topics))
#define SERVER_TO_USER_BIT OTHER_BIT(COUNT(topics))
_Static_assert(COUNT(topics) * 2 + 2 <= 32, "a bit for each channel");

#define USER_CHANNEL "private-user."
#define SERVER_TO_USER "#server-to-user-"
#define OF_PROGRAMS "app."
#define TICKET "pusher " /* before what tickets hold: nothing else that is sealed begins so */

static bool is_letter_of_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c && strchr("_-=@.;", c));
}

static bool is_name(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_letter_of_name(text.ptr[i]) && !(i == 0 && text.ptr[0] == '#'))
			return false;
	return text.len && text.len <= PUSHER_NAME_MAX;
}

static bool take_prefix(struct str *text, const char *prefix)
{
	if (!str_starts(*text, prefix))
		return false;
	*text = (struct str){text->ptr + strlen(prefix), text->len - strlen(prefix)};
	return true;
}

static bool read_user(struct str rest, struct pusher_name *name)
{
	char text[24];

	/* As it is written: 07 would be another channel of the same user. */
	if (!str_int(rest, &name->user_id) || name->user_id <= 0)
		return false;
	text[write_int(text, name->user_id)] = '\0';
	name->permission = PERM_SELF;
	name->class = name->own ? PUSHER_PUBLIC : PUSHER_PRIVATE;
	name->topic = name->own ? SERVER_TO_USER_BIT : USER_BIT;
	return str_is(rest, text);
}

static bool read_topic(struct str stem, struct pusher_name *name)
{
	static const char *const begin[] = {[PUSHER_PUBLIC] = "",
		[PUSHER_PRIVATE] = "private-",
		[PUSHER_PRESENCE] = "presence-"};

	for (size_t row = 0; row < COUNT(topics); row++) {
		if (!str_is(stem, topics[row].name))
			continue;
		name->permission = topics[row].permission;
		name->topic = name->class == PUSHER_PRIVATE ? PRIVATE_BIT(row) : OTHER_BIT(row);
		return name->class == PUSHER_PRIVATE ||
			text_is(topics[row].other, begin[name->class]);
	}
	return false;
}

bool pusher_name_read(struct str text, struct pusher_name *name)
{
	struct str rest = text;

	*name = (struct pusher_name){.text = text, .permission = PERM_SELF};
	if (!is_name(text))
		return false;
	name->own = take_prefix(&rest, SERVER_TO_USER);
	if (name->own || take_prefix(&rest, USER_CHANNEL))
		return read_user(rest, name);
	if (take_prefix(&rest, "private-"))
		name->class = PUSHER_PRIVATE;
	else if (take_prefix(&rest, "presence-"))
		name->class = PUSHER_PRESENCE;
	if (read_topic(rest, name))
		return true;
	name->topic = 0;
	name->permission = PERM_SELF;
	return take_prefix(&rest, OF_PROGRAMS) && rest.len;
}

bool pusher_name_open_to(const struct pusher_name *name, const struct actor *actor)
{
	return actor->user_id && actor_may(actor, name->permission) &&
		(!name->user_id || name->user_id == actor->user_id);
}

static bool is_for_one(const struct audience *audience)
{
	return audience->permission == PERM_SELF && audience->user_id && !audience->everyone;
}

unsigned pusher_topics_of(const struct event_frame *frame)
{
	const struct str type = str_of(frame->type);
	unsigned found = is_for_one(&frame->audience) ? USER_BIT | SERVER_TO_USER_BIT : 0;

	for (size_t row = 0; row < COUNT(topics); row++)
		if (str_starts(type, topics[row].events))
			found |= PRIVATE_BIT(row) | OTHER_BIT(row);
	return found;
}

const char *pusher_topic_name(struct arena *arena, unsigned topic, int64_t user_id)
{
	if (topic == USER_BIT)
		return arena_format(arena, USER_CHANNEL "%" PRId64, user_id);
	if (topic == SERVER_TO_USER_BIT)
		return arena_format(arena, SERVER_TO_USER "%" PRId64, user_id);
	for (size_t row = 0; row < COUNT(topics); row++) {
		if (topic == PRIVATE_BIT(row))
			return arena_format(arena, "private-%s", topics[row].name);
		if (topic == OTHER_BIT(row))
			return arena_format(arena, "%s%s", topics[row].other, topics[row].name);
	}
	return "";
}

bool pusher_topic_has_names(unsigned topic)
{
	return topic != UPDATES_BIT;
}

/* ---- Numbers of lines ------------------------------------------------------------------- */

static uint64_t seal(struct arena *arena, uint64_t first, int64_t company_id, int64_t user_id)
{
	const char *text = arena_format(
		arena, "%" PRId64 ":%" PRId64 ":%" PRIu64, company_id, user_id, first);
	char *hash = auth_hash(arena, "push.socket", str_of(text));

	hash[ID_DIGITS] = '\0';
	return strtoull(hash, NULL, 16);
}

const char *pusher_id_make(struct arena *arena, int64_t company_id, int64_t user_id)
{
	uint64_t first;

	crypto_random(&first, sizeof(first));
	first %= ID_MAX;
	return arena_format(
		arena, "%" PRIu64 ".%" PRIu64, first, seal(arena, first, company_id, user_id));
}

bool pusher_id_is_of(struct arena *arena, const char *id, int64_t company_id, int64_t user_id)
{
	struct str rest;
	int64_t first;

	if (!str_int(str_cut(str_of(id), '.', &rest), &first) || first < 0 ||
		(uint64_t)first >= ID_MAX)
		return false;
	return crypto_same(str_of(id),
		str_of(arena_format(arena, "%" PRId64 ".%" PRIu64, first,
			seal(arena, (uint64_t)first, company_id, user_id))));
}

/* ---- Messages ------------------------------------------------------------------------------ */

const char *pusher_text_in(const struct json_value *object, const char *key)
{
	const struct json_value *value = object ? json_get(object, key) : NULL;

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

bool pusher_message_read(struct cx *cx, struct str bytes, struct pusher_message *message)
{
	const struct json_value *whole;

	if (json_parse(cx, bytes, &whole) != OK || json_kind_of(whole) != JSON_OBJECT)
		return false;
	*message = (struct pusher_message){.event = pusher_text_in(whole, "event"),
		.channel = pusher_text_in(whole, "channel"),
		.sent = json_get(whole, "data")};
	message->data = message->sent;
	if (message->data && json_kind_of(message->data) == JSON_TEXT &&
		json_parse(cx, str_of(json_text_of(message->data)), &message->data) != OK)
		message->data = NULL;
	if (message->data && json_kind_of(message->data) != JSON_OBJECT)
		message->data = NULL;
	return message->event != NULL;
}

/* ---- Signatures and tickets ------------------------------------------------------------------ */

const char *pusher_sign(struct arena *arena, const char *secret, struct str text)
{
	unsigned char mac[SHA256_BYTES];

	crypto_hmac_sha256(str_of(secret), text, mac);
	return crypto_hex(arena, mac, sizeof(mac));
}

const char *pusher_ticket_make(struct arena *arena, const char *id, struct str token)
{
	return auth_seal(arena,
		str_of(arena_format(arena, TICKET "%s %.*s", id, (int)token.len, token.ptr)));
}

const char *pusher_ticket_token(struct arena *arena, const char *ticket, const char *id)
{
	const char *head = arena_format(arena, TICKET "%s ", id), *plain;

	if (text_empty(ticket) || !auth_unseal(arena, str_of(ticket), &plain) ||
		!str_starts(str_of(plain), head))
		return NULL;
	return plain + strlen(head);
}

void pusher_info_write(struct json *json, const struct actor *actor)
{
	json_field_text(json, "name", actor->user_name);
	json_field_text(json, "agent_id", actor->agent_code);
}
