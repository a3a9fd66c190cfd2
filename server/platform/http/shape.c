/* shape.c - from a parameter as it was sent to the C type its field declares; exact or refused. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#include "base/time.h"
#include "base/utf8.h"
#include "platform/intl/intl.h"

#define TEXT_MAX 65536
#define KEY_MAX 64
#define KEYS_MAX 500

/* One field being read. */
struct reading {
	struct cx *cx;
	const char *zone;
	const struct shape_field *field;
	const struct given *given;
	struct str text; /* of GIVEN_TEXT and JSON texts */
	void *member;
};

static bool refuse(const struct reading *reading, const char *what)
{
	fail_field(reading->cx, reading->field->name, "%s", cx_say(reading->cx, what));
	return false;
}

bool text_is_clean(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F)
			return false;
		/* U+0080..U+009F: C1 controls. */
		if (byte == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0)
			return false;
	}
	return utf8_valid(text.ptr, text.len);
}

static void put_pointer(const struct reading *reading, const void *value)
{
	memcpy(reading->member, &value, sizeof(value));
}

static void put_text(const struct reading *reading, const char *value)
{
	put_pointer(reading, value);
}

static void put_int(const struct reading *reading, int64_t value)
{
	struct opt_int opt = {.value = value, .given = true};

	memcpy(reading->member, &opt, sizeof(opt));
}

static const char *copy(const struct reading *reading, struct str text)
{
	return arena_text_n(reading->cx->arena, text.len ? text.ptr : "", text.len);
}

/* ---- Types --------------------------------------------------------------------- */

static bool read_text(const struct reading *reading)
{
	const struct shape_field *field = reading->field;
	int64_t max = field->max ? field->max : TEXT_MAX;
	struct str text = reading->text;
	int64_t count;
	const char *value;

	if (field->type == SHAPE_TEXT)
		text = str_trim(text);
	value = copy(reading, text);
	count = (int64_t)utf8_count(value);
	if (count < field->min || count > max) {
		fail_field(reading->cx, field->name, "This must have %lld to %lld characters.",
			(long long)field->min, (long long)max);
		return false;
	}
	put_text(reading, value);
	return true;
}

static bool read_int(const struct reading *reading)
{
	const struct shape_field *field = reading->field;
	const struct json_value *json = reading->given->json;
	int64_t value;

	if (json) {
		if (json_kind_of(json) != JSON_INT)
			return refuse(reading, WORDS("This must be a whole number."));
		value = json_int_of(json);
	} else if (!str_int(reading->text, &value)) {
		return refuse(reading, WORDS("This must be a whole number."));
	}
	/* No limits declared: any number. */
	if ((field->min || field->max) && (value < field->min || value > field->max)) {
		fail_field(reading->cx, field->name, "This must be between %lld and %lld.",
			(long long)field->min, (long long)field->max);
		return false;
	}
	put_int(reading, value);
	return true;
}

static bool read_bool(const struct reading *reading)
{
	const struct json_value *json = reading->given->json;
	struct opt_bool opt = {.given = true};

	if (json && json_kind_of(json) == JSON_BOOL)
		opt.value = json_bool_of(json);
	else if (!json && (str_is(reading->text, "true") || str_is(reading->text, "1")))
		opt.value = true;
	else if (json || !(str_is(reading->text, "false") || str_is(reading->text, "0")))
		return refuse(reading, WORDS("This must be true or false."));
	memcpy(reading->member, &opt, sizeof(opt));
	return true;
}

static bool refuse_word(const struct reading *reading)
{
	struct buf list = buf_in(reading->cx->arena, 128);

	for (const char *const *word = reading->field->words; *word; word++) {
		if (list.len)
			buf_text(&list, ", ");
		buf_text(&list, *word);
	}
	fail_field(reading->cx, reading->field->name, "This must be one of: %s.", list.ptr);
	return false;
}

static bool read_word(const struct reading *reading)
{
	const char *value = copy(reading, reading->text);

	if (reading->field->flags & SHAPE_ALL_OK && strcmp(value, "all") == 0)
		return true;
	if (word_index(reading->field->words, value) < 0)
		return refuse_word(reading);
	put_text(reading, value);
	return true;
}

static bool add_word(const struct reading *reading, struct buf *list, struct str word)
{
	const char *value = copy(reading, str_trim(word));

	if (word_index(reading->field->words, value) < 0)
		return refuse_word(reading);
	if (list->len)
		buf_byte(list, ',');
	buf_text(list, value);
	return true;
}

/* A JSON array of words is joined to the form that queries use. */
static bool read_words(const struct reading *reading)
{
	const struct json_value *json = reading->given->json;
	struct buf list = buf_in(reading->cx->arena, 64);
	struct str rest = reading->text;

	if (json && json_kind_of(json) == JSON_ARRAY) {
		for (size_t i = 0; i < json_count(json); i++) {
			const struct json_value *item = json_item(json, i);

			if (json_kind_of(item) != JSON_TEXT)
				return refuse_word(reading);
			if (!add_word(reading, &list, str_of(json_text_of(item))))
				return false;
		}
	}
	if (reading->field->flags & SHAPE_ALL_OK && str_is(str_trim(rest), "all"))
		return true;
	while (rest.len)
		if (!add_word(reading, &list, str_cut(rest, ',', &rest)))
			return false;
	if (list.len)
		put_text(reading, list.ptr);
	return true;
}

static bool key_is_clean(struct str key, int64_t max, bool names)
{
	if (!key.len || (int64_t)key.len > (max ? max : KEY_MAX) || key.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    c == '-' || c == '_' || (names && strchr(".:*", c))))
			return false;
	}
	return true;
}

/* A JSON integer or text as the key's text; an empty slice for anything else. */
static struct str key_of_json(struct cx *cx, const struct json_value *json)
{
	if (json_kind_of(json) == JSON_INT && json_int_of(json) >= 0)
		return str_of(json_digits_of(cx->arena, json));
	if (json_kind_of(json) == JSON_TEXT)
		return str_of(json_text_of(json));
	return (struct str){"", 0};
}

static bool read_key(const struct reading *reading)
{
	struct str key = reading->text;

	if (reading->given->json)
		key = key_of_json(reading->cx, reading->given->json);
	if (!key_is_clean(key, reading->field->max, false))
		return refuse(reading, WORDS("This must be an id or a code."));
	put_text(reading, copy(reading, key));
	return true;
}

static bool read_keys(const struct reading *reading)
{
	const struct json_value *json = reading->given->json;
	int64_t max = reading->field->max ? reading->field->max : KEYS_MAX;
	size_t room = json && json_kind_of(json) == JSON_ARRAY ? json_count(json) : 1;
	struct str rest = reading->text;
	const char **list;
	size_t count = 0;

	for (size_t i = 0; i < rest.len; i++)
		room += rest.ptr[i] == ',';
	if ((int64_t)room > max || (int64_t)room < reading->field->min) {
		fail_field(reading->cx, reading->field->name,
			"This must have %lld to %lld entries.", (long long)reading->field->min,
			(long long)max);
		return false;
	}
	list = arena_array(reading->cx->arena, room + 1, sizeof(*list));
	for (size_t i = 0; i < room; i++) {
		struct str key = {"", 0};

		if (!json || json_kind_of(json) == JSON_TEXT)
			key = str_trim(str_cut(rest, ',', &rest));
		else if (json_kind_of(json) == JSON_ARRAY)
			key = key_of_json(reading->cx, json_item(json, i));
		else
			key = key_of_json(reading->cx, json);
		if (!key_is_clean(key, 0, reading->field->flags & SHAPE_NAMES))
			return refuse(reading, WORDS("This must be a list of ids or codes."));
		list[count++] = copy(reading, key);
	}
	put_pointer(reading, list);
	return true;
}

static bool read_time(const struct reading *reading)
{
	enum time_form form;
	int64_t us;

	if (!time_read(str_trim(reading->text), &us, &form))
		return refuse(reading,
			WORDS("This must be a date and time such as 2026-11-22T09:30:00Z."));
	if (form != TIME_ZONED)
		us = intl_zone_to_utc(reading->zone, us);
	put_int(reading, us);
	return true;
}

static bool read_day(const struct reading *reading)
{
	int64_t day;

	if (!day_read(str_trim(reading->text), &day))
		return refuse(reading, WORDS("This must be a date such as 2026-11-22."));
	put_int(reading, day);
	return true;
}

static bool read_money(const struct reading *reading)
{
	const struct json_value *json = reading->given->json;
	struct str text = str_trim(reading->text);

	if (json && (json_kind_of(json) == JSON_INT || json_kind_of(json) == JSON_DOUBLE))
		text = str_of(json_digits_of(reading->cx->arena, json));
	if (!text.len || text.len > 24 || text.ptr[0] < '0' || text.ptr[0] > '9')
		return refuse(reading, WORDS("This must be an amount such as 750.00."));
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("0123456789.,", text.ptr[i]))
			return refuse(reading, WORDS("This must be an amount such as 750.00."));
	put_text(reading, copy(reading, text));
	return true;
}

/* In an address '+' means a blank, so a number that lost its '+' begins with one. */
static bool read_phone(const struct reading *reading)
{
	int64_t max = reading->field->max ? reading->field->max : 40;
	struct str text = reading->text;
	bool lost_plus = text.len && text.ptr[0] == ' ';
	const char *value;

	text = str_trim(text);
	value = lost_plus && text.len && text.ptr[0] != '+'
		? arena_format(reading->cx->arena, "+%.*s", (int)text.len, text.ptr)
		: copy(reading, text);
	if (!*value || (int64_t)utf8_count(value) > max)
		return refuse(reading, WORDS("This is not a phone number."));
	put_text(reading, value);
	return true;
}

static bool read_email(const struct reading *reading)
{
	const char *email;

	if (!email_read(reading->cx->arena, str_trim(reading->text), &email))
		return refuse(reading, WORDS("This is not an e-mail address."));
	put_text(reading, email);
	return true;
}

static bool read_json(const struct reading *reading)
{
	const struct json_value *json = reading->given->json;

	if (!json || (json_kind_of(json) != JSON_OBJECT && json_kind_of(json) != JSON_ARRAY))
		return refuse(reading, WORDS("This must be a JSON object or list."));
	if (reading->field->max &&
		(int64_t)strlen(json_print(reading->cx, json)) > reading->field->max)
		return refuse(reading, WORDS("This is too large."));
	put_pointer(reading, json);
	return true;
}

/* ---- One field -------------------------------------------------------------------- */

static bool read_by_type(const struct reading *reading)
{
	static bool (*const readers[])(const struct reading *reading) = {
		[SHAPE_TEXT] = read_text,
		[SHAPE_RAW_TEXT] = read_text,
		[SHAPE_INT] = read_int,
		[SHAPE_BOOL] = read_bool,
		[SHAPE_WORD] = read_word,
		[SHAPE_WORDS] = read_words,
		[SHAPE_KEY] = read_key,
		[SHAPE_KEYS] = read_keys,
		[SHAPE_TIME] = read_time,
		[SHAPE_DAY] = read_day,
		[SHAPE_MONEY] = read_money,
		[SHAPE_PHONE] = read_phone,
		[SHAPE_EMAIL] = read_email,
		[SHAPE_JSON] = read_json,
	};

	return readers[reading->field->type](reading);
}

/* Types that a JSON value other than a text may fill. */
static bool takes_json(enum shape_type type, enum json_kind kind)
{
	switch (type) {
	case SHAPE_INT:
	case SHAPE_BOOL:
	case SHAPE_JSON:
		return true; /* they look at the kind themselves */
	case SHAPE_KEY:
		return kind == JSON_INT;
	case SHAPE_KEYS:
		return kind == JSON_INT || kind == JSON_ARRAY;
	case SHAPE_WORDS:
		return kind == JSON_ARRAY;
	case SHAPE_MONEY:
		return kind == JSON_INT || kind == JSON_DOUBLE;
	default:
		return false;
	}
}

static bool absent(const struct reading *reading)
{
	if (reading->field->flags & SHAPE_REQUIRED)
		return refuse(reading, WORDS("This is needed."));
	return true;
}

/* Empty text means "not given", except where an empty text is a value of its own. */
static bool empty_is_a_value(const struct shape_field *field)
{
	return (field->type == SHAPE_TEXT || field->type == SHAPE_RAW_TEXT) && field->min == 0 &&
		!(field->flags & SHAPE_REQUIRED);
}

bool shape_read(struct cx *cx, const char *zone, const struct shape_field *field,
	const struct given *given, void *out)
{
	struct reading reading = {.cx = cx,
		.zone = zone,
		.field = field,
		.given = given,
		.text = given->text,
		.member = (char *)out + field->offset};
	const struct json_value *json = given->json;

	if (given->kind == GIVEN_NOT)
		return absent(&reading);
	if (json && json_kind_of(json) == JSON_NULL)
		return field->flags & SHAPE_NULLABLE ? true
			: field->flags & SHAPE_REQUIRED
			? absent(&reading)
			: refuse(&reading, WORDS("This must not be null."));
	if (json && json_kind_of(json) == JSON_TEXT)
		reading.text = str_of(json_text_of(json));
	else if (json && !takes_json(field->type, json_kind_of(json)))
		return refuse(&reading, WORDS("This is of the wrong kind."));
	if (!text_is_clean(reading.text))
		return refuse(&reading, WORDS("This contains characters that are not allowed."));
	if (!json || json_kind_of(json) == JSON_TEXT) {
		bool raw = field->type == SHAPE_RAW_TEXT;
		size_t length = raw ? reading.text.len : str_trim(reading.text).len;

		if (!length && !empty_is_a_value(field))
			return absent(&reading);
	}
	return read_by_type(&reading);
}
