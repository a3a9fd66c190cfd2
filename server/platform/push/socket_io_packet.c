/* socket_io_packet.c - packets of clients, taken apart without trusting a letter of them. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/socket_io_packet.h"

#include "platform/json/json.h"

#define ID_DIGITS_MAX 15 /* all of them are whole numbers in JavaScript */
#define COUNT_DIGITS_MAX 2
#define PLACEHOLDER "_placeholder"

static struct str take_digits(struct str *rest)
{
	struct str digits = {rest->ptr, 0};

	while (digits.len < rest->len && rest->ptr[digits.len] >= '0' &&
		rest->ptr[digits.len] <= '9')
		digits.len++;
	rest->ptr += digits.len;
	rest->len -= digits.len;
	return digits;
}

static bool take_attachments(struct str *rest, struct sio_packet *packet)
{
	struct str digits = take_digits(rest);
	int64_t count;

	if (!digits.len || digits.len > COUNT_DIGITS_MAX || !rest->len || rest->ptr[0] != '-' ||
		!str_int(digits, &count) || count < 1 || count > SIO_ATTACHMENTS_MAX)
		return false;
	packet->attachments = (unsigned)count;
	rest->ptr++;
	rest->len--;
	return true;
}

/* "/admin,": the comma may be missing where nothing follows. */
static void take_namespace(struct str *rest, struct sio_packet *packet)
{
	packet->namespace = STR("/");
	if (rest->len && rest->ptr[0] == '/') {
		packet->namespace = str_cut(*rest, ',', rest);
		if (!rest->ptr)
			*rest = STR("");
	}
}

bool sio_packet_read(struct str text, struct sio_packet *packet)
{
	struct str rest = text;

	*packet = (struct sio_packet){.type = SIO_CONNECT};
	if (!rest.len || rest.ptr[0] < '0' || rest.ptr[0] > '6')
		return false;
	packet->type = (enum sio_type)(rest.ptr[0] - '0');
	rest.ptr++;
	rest.len--;
	if (packet->type >= SIO_BINARY_EVENT && !take_attachments(&rest, packet))
		return false;
	take_namespace(&rest, packet);
	packet->id = take_digits(&rest);
	packet->data = rest;
	return packet->id.len <= ID_DIGITS_MAX;
}

/* ---- Attachments --------------------------------------------------------------------- */

struct filling {
	const char *const *parts;
	unsigned count;
	unsigned used; /* bit n: part n stands somewhere already */
	struct json json;
	bool wrong;
};
_Static_assert(SIO_ATTACHMENTS_MAX <= 32, "one bit a part");

static bool is_placeholder(const struct json_value *value)
{
	const struct json_value *mark;

	if (json_kind_of(value) != JSON_OBJECT)
		return false;
	mark = json_get(value, PLACEHOLDER);
	return mark && json_kind_of(mark) == JSON_BOOL && json_bool_of(mark);
}

static void fill_placeholder(struct filling *filling, const struct json_value *value)
{
	const struct json_value *number = json_get(value, "num");
	int64_t at = number && json_kind_of(number) == JSON_INT ? json_int_of(number) : -1;

	/* Each part once: what comes out is no longer than what came in. */
	if (at < 0 || at >= filling->count || filling->used >> at & 1U) {
		filling->wrong = true;
		json_null(&filling->json);
		return;
	}
	filling->used |= 1U << at;
	json_text(&filling->json, filling->parts[at]);
}

static void fill(struct cx *cx, struct filling *filling, const struct json_value *value);

static void fill_object(struct cx *cx, struct filling *filling, const struct json_value *value)
{
	json_open(&filling->json);
	for (size_t i = 0; i < json_members(value); i++) {
		const char *key;
		const struct json_value *member = json_member(value, i, &key);

		json_key_text(&filling->json, key);
		fill(cx, filling, member);
	}
	json_close(&filling->json);
}

/* As deep as json_parse() lets anything be. */
static void fill(struct cx *cx, struct filling *filling, const struct json_value *value)
{
	const char *text;

	if (is_placeholder(value)) {
		fill_placeholder(filling, value);
	} else if (json_kind_of(value) == JSON_OBJECT) {
		fill_object(cx, filling, value);
	} else if (json_kind_of(value) == JSON_ARRAY) {
		json_open_array(&filling->json);
		for (size_t i = 0; i < json_count(value); i++)
			fill(cx, filling, json_item(value, i));
		json_close_array(&filling->json);
	} else {
		text = json_print(cx, value);
		json_raw(&filling->json, text, strlen(text));
	}
}

static bool fill_all(struct cx *cx, const struct sio_packet *packet, const char *const *parts,
	const struct json_value **value)
{
	struct filling filling = {.parts = parts, .count = packet->attachments};

	json_begin(&filling.json, cx->arena, packet->data.len + 64);
	fill(cx, &filling, *value);
	if (filling.wrong)
		return false;
	return json_parse(cx, json_end(&filling.json), value) == OK;
}

/* ---- Data ------------------------------------------------------------------------------ */

/* Names that mean something to the libraries themselves. */
static bool is_reserved(const char *name)
{
	static const char *const reserved[] = {"connect", "connect_error", "disconnect",
		"disconnecting", "error", "newListener", "removeListener", "__proto__",
		"constructor", "prototype", NULL};

	return word_index(reserved, name) >= 0;
}

bool sio_data_read(struct cx *cx, const struct sio_packet *packet, const char *const *parts,
	struct sio_data *data)
{
	const bool event = packet->type == SIO_EVENT || packet->type == SIO_BINARY_EVENT;
	const struct json_value *first;

	*data = (struct sio_data){0};
	if (json_parse(cx, packet->data, &data->args) != OK ||
		json_kind_of(data->args) != JSON_ARRAY)
		return false;
	if (packet->attachments && !fill_all(cx, packet, parts, &data->args))
		return false;
	if (!event)
		return true;
	first = json_count(data->args) ? json_item(data->args, 0) : NULL;
	if (!first || json_kind_of(first) != JSON_TEXT)
		return false;
	data->name = json_text_of(first);
	return !is_reserved(data->name);
}
