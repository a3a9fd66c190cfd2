/* messages.c - which language, and a sentence in it. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/messages.h"

#include "base/str.h"

/* Of a header that goes on and on, this many languages are looked at. */
#define RANGES_MAX 32

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct translation *)row)->english);
}

static const char *to_arabic(const char *english)
{
	const struct translation *row = bsearch(
		english, messages_arabic, messages_arabic_count, sizeof(*messages_arabic), compare);

	return row ? row->arabic : english;
}

const char *const language_words[] = {"en", "ar", NULL};

static const struct language languages[] = {
	{"en", NULL},
	{"ar", to_arabic},
};

const struct language *language_by_code(const char *code)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (text_is(code, languages[i].code))
			return &languages[i];
	return NULL;
}

const char *language_code(const struct language *language)
{
	return language ? language->code : languages[0].code;
}

/* ---- Accept-Language ----------------------------------------------------------- */

/* "ar", "AR-ae": by its first part. */
static const struct language *by_range(struct str range)
{
	struct str region;
	const struct str name = str_cut(range, '-', &region);

	for (size_t i = 0; i < COUNT(languages); i++)
		if (str_is_nocase(name, languages[i].code))
			return &languages[i];
	return NULL;
}

/* Thousandths of "0.8"; -1 when it is no weight. */
static int weight_of(struct str text)
{
	int weight = 0, unit = 1000;

	if (!text.len || text.len > 5 || (text.ptr[0] != '0' && text.ptr[0] != '1') ||
		(text.len > 1 && text.ptr[1] != '.'))
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		if (i == 1)
			continue;
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return -1;
		weight += (text.ptr[i] - '0') * unit;
		unit /= 10;
	}
	return weight <= 1000 ? weight : -1;
}

/* Of "ar;q=0.8" the weight; 1000 when none is written, -1 when it makes no sense. */
static int parameter_weight(struct str parameters)
{
	parameters = str_trim(parameters);
	if (!parameters.len)
		return 1000;
	if (parameters.len < 2 || (parameters.ptr[0] | 0x20) != 'q' || parameters.ptr[1] != '=')
		return -1;
	return weight_of((struct str){parameters.ptr + 2, parameters.len - 2});
}

const struct language *language_accepted(const char *header)
{
	struct str rest = str_of(header ? header : "");
	const struct language *best = NULL;
	int best_weight = 0;

	for (int i = 0; i < RANGES_MAX && rest.len; i++) {
		struct str parameters;
		const struct str range = str_trim(
			str_cut(str_cut(rest, ',', &rest), ';', &parameters));
		const struct language *language = by_range(range);
		const int weight = language ? parameter_weight(parameters) : 0;

		if (weight > best_weight) {
			best = language;
			best_weight = weight;
		}
	}
	return best;
}
