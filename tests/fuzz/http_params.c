/* http_params.c - any query string read as parameters of every type: text that comes out is clean. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#include "base/utf8.h"

#include <assert.h>

struct everything {
	const char *text, *raw, *word, *words, *key, *money, *phone, *email;
	const char *const *keys;
	struct opt_int number, time, day;
	struct opt_bool yes;
};

static const char *const colours[] = {"red", "green", NULL};

#define FIELD(kind, member) \
	{ \
		.name = #member, .type = (kind), .offset = offsetof(struct everything, member), \
		.min = 0, .max = 100, .words = colours \
	}

static const struct shape_field fields[] = {
	FIELD(SHAPE_TEXT, text),
	FIELD(SHAPE_RAW_TEXT, raw),
	FIELD(SHAPE_WORD, word),
	FIELD(SHAPE_WORDS, words),
	FIELD(SHAPE_KEY, key),
	FIELD(SHAPE_MONEY, money),
	FIELD(SHAPE_PHONE, phone),
	FIELD(SHAPE_EMAIL, email),
	FIELD(SHAPE_KEYS, keys),
	FIELD(SHAPE_INT, number),
	FIELD(SHAPE_TIME, time),
	FIELD(SHAPE_DAY, day),
	FIELD(SHAPE_BOOL, yes),
};

static void check(const struct everything *read)
{
	const char *texts[] = {read->text, read->raw, read->word, read->words, read->key,
		read->money, read->phone, read->email};

	for (size_t i = 0; i < COUNT(texts); i++)
		assert(!texts[i] || utf8_valid(texts[i], strlen(texts[i])));
	assert(!read->number.given || (read->number.value >= 0 && read->number.value <= 100));
	assert(!read->word || word_index(colours, read->word) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.arena = arena_new(0)};
	struct everything read = {0};
	struct pairs pairs;

	if (form_parse(cx.arena, (struct str){(const char *)data, size}, &pairs)) {
		struct given given = {.kind = GIVEN_TEXT};

		for (size_t i = 0; i < pairs.count; i++)
			for (size_t field = 0; field < COUNT(fields); field++) {
				given.text = pairs.at[i].value;
				if (shape_read(&cx, "Asia/Dubai", &fields[field], &given, &read))
					check(&read);
			}
	}
	arena_free(&cx.arena);
	return 0;
}
