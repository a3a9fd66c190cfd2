/* work_week.c - the hours of a week that count, and when so many of them have passed. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/work_week.h"

#include "base/time.h"
#include "platform/intl/intl.h"

/* Weeks too short would make a search for the end of a month long. */
#define WEEK_MINUTES_MIN 60
#define DAYS_MAX 4000

const char *const week_day_words[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
_Static_assert(COUNT(week_day_words) == WEEK_DAYS + 1, "a word for every day");

int week_day_of(int64_t day)
{
	return (int)(((day + 3) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS); /* day 0 was a Thursday */
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

bool clock_read(const char *text, int64_t *minutes)
{
	if (!text || strlen(text) != CLOCK_TEXT_BYTES - 1 || text[2] != ':' || !is_digit(text[0]) ||
		!is_digit(text[1]) || !is_digit(text[3]) || !is_digit(text[4]))
		return false;
	*minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] -
		'0';
	return text[3] < '6' && *minutes <= DAY_MINUTES;
}

const char *clock_write(char at[CLOCK_TEXT_BYTES], int64_t minutes)
{
	write_pair(at, (unsigned)(minutes / 60));
	at[2] = ':';
	write_pair(at + 3, (unsigned)(minutes % 60));
	at[5] = '\0';
	return at;
}

/* ---- As JSON ----------------------------------------------------------------- */

static const char *text_member(const struct json_value *object, const char *name)
{
	const struct json_value *value = json_kind_of(object) == JSON_OBJECT
		? json_get(object, name)
		: NULL;

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

static enum err read_span(
	struct cx *cx, const char *field, const struct json_value *value, struct work_week *week)
{
	const char *word = text_member(value, "day");
	const ssize_t day = word ? word_index(week_day_words, word) : -1;
	int64_t from, to;

	if (day < 0)
		return fail(cx, ERR_INVALID, field,
			"A day is one of mon, tue, wed, thu, fri, sat, sun.");
	if (!clock_read(text_member(value, "from"), &from) ||
		!clock_read(text_member(value, "to"), &to))
		return fail(cx, ERR_INVALID, field, "A time is written as 09:30.");
	if (from >= to)
		return fail(cx, ERR_INVALID, field, "The hours of a day begin before they end.");
	week->span[week->count].day = (int)day;
	week->span[week->count].from = (int)from;
	week->span[week->count].to = (int)to;
	week->count++;
	return OK;
}

static int by_time(const void *left, const void *right)
{
	const int *a = left, *b = right; /* day, then from */

	return a[0] != b[0] ? a[0] - b[0] : a[1] - b[1];
}

static enum err check_spans(struct cx *cx, const char *field, const struct work_week *week)
{
	int minutes = 0;

	for (size_t i = 0; i < week->count; i++) {
		minutes += week->span[i].to - week->span[i].from;
		if (i > 0 && week->span[i].day == week->span[i - 1].day &&
			week->span[i].from < week->span[i - 1].to)
			return fail(cx, ERR_INVALID, field, "The hours of a day overlap.");
	}
	if (week->count > 0 && minutes < WEEK_MINUTES_MIN)
		return fail(cx, ERR_INVALID, field, "A week has at least %d minutes that count.",
			WEEK_MINUTES_MIN);
	return OK;
}

enum err work_week_read(
	struct cx *cx, const char *field, const struct json_value *value, struct work_week *week)
{
	*week = (struct work_week){0};
	if (!value || json_kind_of(value) == JSON_NULL)
		return OK;
	if (json_kind_of(value) != JSON_ARRAY || json_count(value) > WEEK_SPANS)
		return fail(cx, ERR_INVALID, field, "This is a list with at most %d entries.",
			WEEK_SPANS);
	for (size_t i = 0; i < json_count(value); i++)
		TRY(read_span(cx, field, json_item(value, i), week));
	qsort(week->span, week->count, sizeof(week->span[0]), by_time);
	return check_spans(cx, field, week);
}

void work_week_write(struct json *json, const struct work_week *week)
{
	char text[CLOCK_TEXT_BYTES];

	if (week->count == 0) {
		json_null(json);
		return;
	}
	json_open_array(json);
	for (size_t i = 0; i < week->count; i++) {
		json_open(json);
		json_field_text(json, "day", week_day_words[week->span[i].day]);
		json_field_text(json, "from", clock_write(text, week->span[i].from));
		json_field_text(json, "to", clock_write(text, week->span[i].to));
		json_close(json);
	}
	json_close_array(json);
}

/* ---- As it is stored ------------------------------------------------------------ */

const char *work_week_pack(struct arena *arena, const struct work_week *week)
{
	struct buf text = buf_in(arena, 128);

	if (week->count == 0)
		return NULL;
	for (size_t i = 0; i < week->count; i++)
		buf_format(&text, "%s%d:%d-%d", i ? " " : "", week->span[i].day, week->span[i].from,
			week->span[i].to);
	return text.ptr;
}

/* The next number of the text; the place moves past it. */
static int take_number(const char **at)
{
	int number = 0;

	while (**at && !is_digit(**at))
		++*at;
	while (is_digit(**at))
		number = number * 10 + *(*at)++ - '0';
	return number;
}

void work_week_unpack(const char *text, struct work_week *week)
{
	*week = (struct work_week){0};
	while (text && *text && week->count < WEEK_SPANS) {
		week->span[week->count].day = take_number(&text);
		week->span[week->count].from = take_number(&text);
		week->span[week->count].to = take_number(&text);
		week->count++;
	}
}

/* ---- Passing ------------------------------------------------------------------- */

bool work_week_closed_on(const struct work_week *week, int64_t day)
{
	for (size_t i = 0; i < week->closed_count; i++)
		if (week->closed[i] == day)
			return true;
	return false;
}

bool work_week_open_at(const struct work_week *week, const char *zone, int64_t at_us)
{
	const int64_t day = intl_day_of(zone, at_us);
	const int64_t minute = (intl_zone_from_utc(zone, at_us) - day * US_PER_DAY) / US_PER_MINUTE;

	if (work_week_closed_on(week, day))
		return false;
	for (size_t i = 0; i < week->count; i++)
		if (week->span[i].day == week_day_of(day) && minute >= week->span[i].from &&
			minute < week->span[i].to)
			return true;
	return week->count == 0;
}

struct passing {
	const char *zone;
	int64_t left_us; /* of the hours that are to pass */
	int64_t at_us; /* so far */
};

/* By the clock on the wall: where clocks are set, a span is longer or shorter. */
static void pass_span(struct passing *passing, int64_t day, int64_t from, int64_t to)
{
	int64_t from_us, to_us;

	if (passing->left_us == 0)
		return;
	from_us = intl_zone_to_utc(passing->zone, day * US_PER_DAY + from * US_PER_MINUTE);
	to_us = intl_zone_to_utc(passing->zone, day * US_PER_DAY + to * US_PER_MINUTE);
	if (from_us < passing->at_us)
		from_us = passing->at_us;
	if (to_us <= from_us)
		return;
	if (passing->left_us <= to_us - from_us) {
		passing->at_us = from_us + passing->left_us;
		passing->left_us = 0;
		return;
	}
	passing->at_us = to_us;
	passing->left_us -= to_us - from_us;
}

static void pass_day(struct passing *passing, const struct work_week *week, int64_t day)
{
	if (work_week_closed_on(week, day))
		return;
	if (week->count == 0)
		pass_span(passing, day, 0, DAY_MINUTES);
	for (size_t i = 0; i < week->count; i++)
		if (week->span[i].day == week_day_of(day))
			pass_span(passing, day, week->span[i].from, week->span[i].to);
}

int64_t work_week_after(
	const struct work_week *week, const char *zone, int64_t since_us, int64_t minutes)
{
	struct passing passing = {zone, minutes * US_PER_MINUTE, since_us};
	int64_t day;

	if (week->count == 0 && week->closed_count == 0)
		return since_us + passing.left_us;
	day = intl_day_of(zone, since_us);
	for (int days = 0; passing.left_us > 0 && days < DAYS_MAX; days++)
		pass_day(&passing, week, day++);
	return passing.at_us;
}
