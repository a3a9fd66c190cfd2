/* pbx_call.c - what is asked of a PBX about calls, as payloads of commands. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/pbx_call.h"

#include "domains/extensions/extensions_internal.h"
#include "platform/crypto/crypto.h"

#include <inttypes.h>

#define RING_MS "30000"
#define PAYLOAD_BYTES 512
#define CALLER_NAME_MAX 60

bool pbx_name_good(const char *name, size_t bytes_max)
{
	static const char signs[] = "_-.+*#@";
	const size_t length = strlen(name);

	if (length < 1 || length > bytes_max)
		return false;
	for (const char *at = name; *at; at++)
		if (!((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
			    (*at >= 'A' && *at <= 'Z') || strchr(signs, *at)))
			return false;
	return true;
}

bool pbx_line_good(const char *text)
{
	return ami_value_good(text);
}

/* As the PBX names channels: PJSIP/1001-00000a3f, Local/1001@from-queue-0000;1. */
static bool channel_good(const char *channel)
{
	static const char signs[] = "_-.+*#@/;:";

	for (const char *at = channel; *at; at++)
		if (!((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
			    (*at >= 'A' && *at <= 'Z') || strchr(signs, *at)))
			return false;
	return *channel != '\0';
}

struct member {
	const char *name, *value; /* NULL: left out */
};

/* A payload of texts; each is one line. */
static enum err give(
	struct cx *cx, const char *kind, const struct member *members, size_t count, int64_t *id)
{
	struct json json;

	json_begin(&json, cx->arena, PAYLOAD_BYTES);
	json_open(&json);
	for (size_t i = 0; i < count; i++) {
		if (!members[i].value)
			continue;
		if (!ami_value_good(members[i].value))
			fail_field(cx, members[i].name, "This is not one line of text.");
		json_field_text(&json, members[i].name, members[i].value);
	}
	json_close(&json);
	if (cx->failure.fields)
		return ERR_INVALID;
	return pbx_command_give(cx, kind, json_end(&json).ptr, id);
}

#define GIVE(cx, kind, id, ...) \
	give(cx, kind, (const struct member[]){__VA_ARGS__}, \
		sizeof((const struct member[]){__VA_ARGS__}) / sizeof(struct member), id)

/* "Sarah A" <+971501234567>: a name without what would end it. */
static const char *caller_id(struct cx *cx, const char *name, const char *number)
{
	struct buf text = buf_in(cx->arena, 96);

	if (!text_empty(name)) {
		buf_byte(&text, '"');
		for (size_t i = 0; name[i] && text.len < CALLER_NAME_MAX; i++)
			if (!strchr("\"<>\\", name[i]))
				buf_byte(&text, name[i]);
		/* Not in the middle of a letter. */
		while (text.len > 1 && ((unsigned char)text.ptr[text.len - 1] & 0x80) != 0 &&
			text.len >= CALLER_NAME_MAX)
			text.ptr[--text.len] = '\0';
		buf_text(&text, "\" ");
	}
	buf_format(&text, "<%s>", number);
	return text.ptr;
}

enum err pbx_dial(struct cx *cx, const struct pbx_dial *dial, int64_t *command)
{
	if (!ami_value_good(dial->name))
		return fail(cx, ERR_INVALID, "customer_name", "This is not one line of text.");
	return GIVE(cx, "originate", command, {"channel", dial->endpoint},
		{"context", dial->context}, {"exten", dial->exten},
		{"caller_id", caller_id(cx, dial->name, dial->number)}, {"timeout", RING_MS},
		{"channel_id", dial->channel_id});
}

enum err pbx_hang_up(struct cx *cx, const char *channel, int64_t *command)
{
	return GIVE(cx, "hangup", command, {"channel", channel});
}

enum err pbx_send_on(struct cx *cx, const struct pbx_way *way, int64_t *command)
{
	static const char *const kinds[] = {"redirect", "transfer", "atxfer"};

	return GIVE(cx, kinds[way->move], command, {"channel", way->channel},
		{"context", way->context}, {"exten", way->exten});
}

enum err pbx_mute(struct cx *cx, const char *channel, bool muted, int64_t *command)
{
	return GIVE(cx, "mute", command, {"channel", channel}, {"state", muted ? "on" : "off"});
}

enum err pbx_spy_on(struct cx *cx, const char *endpoint, const char *channel, enum pbx_spy how,
	int64_t *command)
{
	/* q: no beep; E: ends with the channel; w, B: who hears the supervisor. */
	static const char *const options[] = {"qE", "qEw", "qEB"};
	uint64_t number;

	if (!channel_good(channel))
		return fail(cx, ERR_INVALID, "channel", "This is not one line of text.");
	crypto_random(&number, sizeof(number));
	return GIVE(cx, "spy", command, {"channel", endpoint},
		{"data", arena_format(cx->arena, "%s,%s", channel, options[how])},
		{"timeout", RING_MS},
		{"channel_id", arena_format(cx->arena, PBX_SPY_ID "%016" PRIx64, number)});
}

enum err pbx_stands(struct cx *cx, bool *configured, bool *stands)
{
	struct pbx pbx;

	TRY(pbx_store_get(cx, &pbx));
	*configured = pbx.configured && pbx.active;
	*stands = *configured && text_is(pbx.state, "connected");
	return OK;
}

enum err agent_phone_of(struct cx *cx, int64_t agent_id, struct agent_phone *phone)
{
	const struct extension_filter filter = {
		.agent_id = agent_id, .active = {.value = true, .given = true}};
	struct extension *rows;
	size_t count;

	*phone = (struct agent_phone){0};
	if (!agent_id)
		return OK;
	TRY(extension_store_list(cx, &filter, &rows, &count));
	if (count)
		*phone = (struct agent_phone){.id = rows[0].id,
			.number = rows[0].number,
			.endpoint = rows[0].endpoint,
			.online = rows[0].phone.status == PHONE_ONLINE};
	return OK;
}
