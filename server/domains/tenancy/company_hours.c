/* company_hours.c - when a company is there: hours of its week, and days on which it is closed. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/tenancy_internal.h"

#include "base/time.h"
#include "base/utf8.h"

#define SPANS_OF_A_DAY 2
#define NAME_LETTERS_MAX 100

/* ---- Hours ------------------------------------------------------------------- */

static bool take_hours(struct cx *cx, const struct json_value *value, struct company_row *row)
{
	int count[WEEK_DAYS] = {0};
	struct work_week week;

	if (work_week_read(cx, "business_hours", value, &week) != OK)
		return false;
	for (size_t i = 0; i < week.count; i++) {
		if (++count[week.span[i].day] <= SPANS_OF_A_DAY)
			continue;
		fail_field(cx, "business_hours", "A day has at most two times of opening.");
		return false;
	}
	row->business_hours = work_week_pack(cx->arena, &week);
	return true;
}

/* ---- Closed days --------------------------------------------------------------- */

struct closed_day {
	int64_t day;
	const char *name; /* or NULL */
};

static int by_day(const void *left, const void *right)
{
	const struct closed_day *a = left, *b = right;

	return (a->day > b->day) - (a->day < b->day);
}

static bool refuse(struct cx *cx, const char *why)
{
	fail_field(cx, "closed_days", "%s", cx_say(cx, why));
	return false;
}

static bool read_closed(struct cx *cx, const struct json_value *value, struct closed_day *out)
{
	const bool object = json_kind_of(value) == JSON_OBJECT;
	const struct json_value *date = object ? json_get(value, "date") : NULL;
	const struct json_value *name = object ? json_get(value, "name") : NULL;

	if (!date || json_kind_of(date) != JSON_TEXT ||
		!day_read(str_of(json_text_of(date)), &out->day))
		return refuse(cx, WORDS("A date is written as 2026-12-02."));
	out->name = NULL;
	if (!name || json_kind_of(name) == JSON_NULL)
		return true;
	if (json_kind_of(name) != JSON_TEXT || utf8_count(json_text_of(name)) > NAME_LETTERS_MAX)
		return refuse(cx, WORDS("The name of a closed day has at most 100 characters."));
	if (*json_text_of(name))
		out->name = json_text_of(name);
	return true;
}

static const char *print_closed(struct cx *cx, const struct closed_day *days, size_t count)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open(&json);
		json_key(&json, "date");
		json_day(&json, days[i].day);
		json_field_text(&json, "name", days[i].name);
		json_close(&json);
	}
	json_close_array(&json);
	return json_end(&json).ptr;
}

static bool take_closed(struct cx *cx, const struct json_value *value, struct company_row *row)
{
	struct closed_day days[CLOSED_DAYS];
	size_t count;

	if (json_kind_of(value) != JSON_ARRAY || json_count(value) > CLOSED_DAYS)
		return refuse(cx, WORDS("This is a list with at most 60 closed days."));
	count = json_count(value);
	for (size_t i = 0; i < count; i++)
		if (!read_closed(cx, json_item(value, i), &days[i]))
			return false;
	qsort(days, count, sizeof(days[0]), by_day);
	for (size_t i = 1; i < count; i++)
		if (days[i].day == days[i - 1].day)
			return refuse(cx, WORDS("A day is closed once."));
	row->closed_days = print_closed(cx, days, count);
	return true;
}

bool company_hours_take(struct cx *cx, const struct company_change *change, struct company_row *row)
{
	bool good = true;

	if (change->business_hours)
		good = take_hours(cx, change->business_hours, row);
	if (change->closed_days)
		good = take_closed(cx, change->closed_days, row) && good;
	return good;
}

void company_hours_write(struct json *json, const struct company_row *row)
{
	struct work_week week;

	work_week_unpack(row->business_hours, &week);
	json_key(json, "business_hours");
	if (week.count) {
		work_week_write(json, &week);
	} else {
		json_open_array(json);
		json_close_array(json);
	}
	json_field_raw(json, "closed_days", row->closed_days);
}

/* ---- For those who go by it -------------------------------------------------------- */

enum err company_hours(struct cx *cx, struct work_week *week)
{
	const struct json_value *days;
	const char *hours, *closed;

	TRY(company_store_hours(cx, &hours, &closed));
	work_week_unpack(hours, week);
	TRY(json_parse(cx, str_of(closed), &days));
	for (size_t i = 0; i < json_count(days) && week->closed_count < CLOSED_DAYS; i++) {
		const struct json_value *date = json_get(json_item(days, i), "date");

		if (date && day_read(str_of(json_text_of(date)), &week->closed[week->closed_count]))
			week->closed_count++;
	}
	return OK;
}
