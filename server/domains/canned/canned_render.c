/* canned_render.c - variables of responses: found, named, filled in once. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_internal.h"

#include "base/time.h"
#include "platform/intl/intl.h"

#include <assert.h>

#define SUBJECTS_MAX 8
#define NAME_BYTES 64
#define NAMES_MAX 32 /* told of in one answer */

const char *const canned_variable_words[] = {"customer_name", "agent_name", "company_name",
	"order_code", "department", "chat_id", "date", "time", NULL};
_Static_assert(COUNT(canned_variable_words) == CANNED_VARIABLES + 1, "a word for each");

static const struct canned_subject *subjects[SUBJECTS_MAX];

void canned_subject_add(const struct canned_subject *subject)
{
	size_t at = 0;

	while (subjects[at] && !text_is(subjects[at]->type, subject->type))
		at++;
	assert(at < SUBJECTS_MAX - 1);
	subjects[at] = subject;
}

const struct canned_subject *canned_subject_of(const char *type)
{
	size_t at = 0;

	while (subjects[at] && !text_is(subjects[at]->type, type))
		at++;
	return subjects[at];
}

/* ---- Finding them -------------------------------------------------------------------------- */

struct place {
	const char *begin, *end; /* of {{name}} in the text */
	const char *name; /* small, without blanks around */
};

static const char *name_of(struct arena *arena, struct str inside)
{
	const struct str name = str_trim(inside);
	char *out;

	if (!name.len || name.len > NAME_BYTES)
		return NULL;
	out = arena_text_n(arena, name.ptr, name.len);
	for (char *at = out; *at; at++) {
		if (strchr("{}\n\r", *at))
			return NULL;
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at + ('a' - 'A'));
	}
	return out;
}

/* The next {{name}} from `at` on, whatever it names. */
static bool next_place(struct arena *arena, const char *at, struct place *place)
{
	while ((at = strstr(at, "{{")) != NULL) {
		const char *close = strstr(at + 2, "}}");

		if (!close)
			return false;
		place->name = name_of(arena, (struct str){at + 2, (size_t)(close - at) - 2});
		if (place->name) {
			place->begin = at;
			place->end = close + 2;
			return true;
		}
		at += 1;
	}
	return false;
}

/* ---- Naming them ----------------------------------------------------------------------------- */

struct names {
	const char *at[NAMES_MAX + 1]; /* NULL-terminated, each once */
	size_t count;
};

static void add_name(struct names *names, const char *name)
{
	if (word_index(names->at, name) < 0 && names->count < NAMES_MAX)
		names->at[names->count++] = name;
}

static void find_unknown(struct arena *arena, const char *text, struct names *names)
{
	struct place place;

	for (; text && next_place(arena, text, &place); text = place.end)
		if (word_index(canned_variable_words, place.name) < 0)
			add_name(names, place.name);
}

void canned_write_unknown(struct json *json, struct arena *arena, const struct canned *canned)
{
	struct names names = {0};

	find_unknown(arena, canned->body_en, &names);
	find_unknown(arena, canned->body_ar, &names);
	json_open_array(json);
	for (size_t i = 0; i < names.count; i++)
		json_text(json, names.at[i]);
	json_close_array(json);
}

/* ---- What is known ------------------------------------------------------------------------------ */

static const char *date_text(struct arena *arena, const struct civil *at, bool arabic)
{
	static const char *const months[2][12] = {
		{"January", "February", "March", "April", "May", "June", "July", "August",
			"September", "October", "November", "December"},
		{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
			"أكتوبر", "نوفمبر", "ديسمبر"}};

	return arena_format(arena, "%d %s %d", at->day, months[arabic][at->month - 1], at->year);
}

static void fill_common(struct cx *cx, bool arabic, struct canned_values *values)
{
	const struct company *company = cx->actor->company;
	const struct civil now = civil_of_us(intl_zone_from_utc(company->time_zone, cx->now_us));

	values->value[CANNED_AGENT_NAME] = cx->actor->user_name;
	values->value[CANNED_COMPANY_NAME] = company->name;
	values->value[CANNED_DATE] = date_text(cx->arena, &now, arabic);
	values->value[CANNED_TIME] = arena_format(cx->arena, "%02d:%02d", now.hour, now.minute);
}

/* ---- Filling them in ------------------------------------------------------------------------------ */

static const char *fill(struct arena *arena, const char *text, const struct canned_values *values,
	struct names *unknown, struct names *missing)
{
	struct buf out = buf_in(arena, strlen(text) + 256);
	struct place place;

	for (; next_place(arena, text, &place); text = place.end) {
		const ssize_t variable = word_index(canned_variable_words, place.name);
		const char *value = variable < 0 ? NULL : values->value[variable];

		buf_add(&out, text, (size_t)(place.begin - text));
		buf_text(&out, text_empty(value) ? CANNED_GAP : value);
		if (text_empty(value))
			add_name(variable < 0 ? unknown : missing, place.name);
	}
	buf_text(&out, text);
	return out.ptr;
}

enum err canned_render(struct cx *cx, const struct canned *canned,
	const struct canned_subject *subject, const char *key, struct canned_text *text)
{
	struct names *names = arena_array(cx->arena, 2, sizeof(*names));
	struct canned_values values = {.language = text->language};
	bool arabic;

	if (subject)
		TRY(subject->fill(cx, key, &values));
	if (text->language)
		values.language = text->language;
	if (!values.language)
		values.language = cx->actor->company->language;
	text->body = canned_body(canned, values.language);
	arabic = text->body == canned->body_ar;
	text->language = canned_language_words[arabic];
	text->fallback = !text_is(text->language, values.language);
	fill_common(cx, arabic, &values);
	text->body = fill(cx->arena, text->body, &values, &names[0], &names[1]);
	text->unknown = names[0].at;
	text->missing = names[1].at;
	return OK;
}

enum err canned_used(struct cx *cx, int64_t id, const char *content)
{
	if (strstr(content, CANNED_GAP))
		return fail(cx, ERR_INVALID, "content", "Fill in what the response left open: %s",
			CANNED_GAP);
	return canned_store_use(cx, id);
}
