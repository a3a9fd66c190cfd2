/* period.c - "today", "7d", "last_month", dates: one parser for every list and report. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"

#define PERIOD_MAX_DAYS 3660 /* ten years */
#define PERIOD_MAX_HOURS (PERIOD_MAX_DAYS * 24)

static void set_days(struct period *period, const char *zone, int64_t from_day, int64_t to_day)
{
	period->all = false;
	period->whole_days = true;
	period->from_day = from_day;
	period->to_day = to_day;
	period->from_us = intl_day_start(zone, from_day);
	period->to_us = intl_day_start(zone, to_day + 1);
}

/* First day of the month `months` away from the month of `day`. */
static int64_t month_start(int64_t day, int months)
{
	struct civil at = civil_of_us(day * US_PER_DAY);
	int index = at.year * 12 + at.month - 1 + months;

	return days_of_civil(index / 12, index % 12 + 1, 1);
}

/* "7d", "48h": the count, or 0. */
static int64_t count_before(const char *word, char unit)
{
	size_t length = strlen(word);
	int64_t count;

	if (length < 2 || word[length - 1] != unit || word[0] == '-')
		return 0;
	return str_int((struct str){word, length - 1}, &count) ? count : 0;
}

static enum err read_count(
	struct cx *cx, const char *zone, const char *word, int64_t today, struct period *period)
{
	int64_t days = count_before(word, 'd'), hours = count_before(word, 'h');

	if (days > 0 && days <= PERIOD_MAX_DAYS) {
		set_days(period, zone, today - days + 1, today);
		return OK;
	}
	if (hours > 0 && hours <= PERIOD_MAX_HOURS) {
		*period = (struct period){
			.from_us = cx->now_us - hours * US_PER_HOUR, .to_us = cx->now_us + 1};
		period->from_day = intl_day_of(zone, period->from_us);
		period->to_day = today;
		return OK;
	}
	return fail(cx, ERR_INVALID, "date",
		"This must be today, yesterday, week, last_week, month, last_month, all, custom, "
		"or a number of days or hours such as 7d or 48h.");
}

static enum err read_word(struct cx *cx, const char *zone, const char *word, struct period *period)
{
	int64_t today = intl_day_of(zone, cx->now_us);
	int64_t monday = today - ((today + 3) % 7 + 7) % 7; /* day 0 was a Thursday */

	if (text_is(word, "today"))
		set_days(period, zone, today, today);
	else if (text_is(word, "yesterday"))
		set_days(period, zone, today - 1, today - 1);
	else if (text_is(word, "week"))
		set_days(period, zone, monday, monday + 6);
	else if (text_is(word, "last_week"))
		set_days(period, zone, monday - 7, monday - 1);
	else if (text_is(word, "month"))
		set_days(period, zone, month_start(today, 0), month_start(today, 1) - 1);
	else if (text_is(word, "last_month"))
		set_days(period, zone, month_start(today, -1), month_start(today, 0) - 1);
	else
		return read_count(cx, zone, word, today, period);
	return OK;
}

/* One end of a period as written. */
struct bound {
	bool given, day_form;
	int64_t us, day; /* day is the local day it falls on */
};

static enum err read_bound(
	struct cx *cx, const char *zone, const char *field, const char *text, struct bound *bound)
{
	enum time_form form;

	*bound = (struct bound){0};
	if (text_empty(text))
		return OK;
	if (!time_read(str_of(text), &bound->us, &form))
		return fail(cx, ERR_INVALID, field, "This is not a date or time.");
	bound->given = true;
	bound->day_form = form == TIME_DAY;
	if (form == TIME_DAY) {
		bound->day = bound->us / US_PER_DAY - (bound->us % US_PER_DAY < 0);
		bound->us = intl_day_start(zone, bound->day);
	} else {
		if (form == TIME_LOCAL)
			bound->us = intl_zone_to_utc(zone, bound->us);
		bound->day = intl_day_of(zone, bound->us);
	}
	return OK;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Fill in the end that was not given: up to today, or ten years back. */
static void complete(struct cx *cx, const char *zone, struct bound *from, struct bound *to)
{
	if (!to->given) {
		to->day = later(intl_day_of(zone, cx->now_us), from->day);
		to->day_form = true;
	}
	if (!from->given) {
		from->day = to->day - PERIOD_MAX_DAYS + 1;
		from->us = intl_day_start(zone, from->day);
		from->day_form = true;
	}
	if (to->day_form)
		to->us = intl_day_start(zone, to->day + 1);
}

static enum err read_dates(struct cx *cx, const char *zone, struct bound *from, struct bound *to,
	struct period *period)
{
	complete(cx, zone, from, to);
	if (from->us > to->us || from->day > to->day)
		return fail(cx, ERR_INVALID, "date_from", "The first day is after the last one.");
	if (to->day - from->day >= PERIOD_MAX_DAYS)
		return fail(cx, ERR_INVALID, "date_to", "The days are more than ten years apart.");
	*period = (struct period){.from_us = from->us,
		.to_us = to->us,
		.from_day = from->day,
		.to_day = to->day,
		.whole_days = from->day_form && to->day_form};
	return OK;
}

/* A word and dates: what both say. */
static void narrow(struct period *period, const struct bound *from, const struct bound *to)
{
	if (from->given && from->us > period->from_us) {
		period->from_us = from->us;
		period->from_day = from->day;
		period->whole_days = period->whole_days && from->day_form;
	}
	if (to->given && to->us < period->to_us) {
		period->to_us = to->us;
		period->to_day = to->day;
		period->whole_days = period->whole_days && to->day_form;
	}
	if (period->from_us > period->to_us) { /* nothing in common: an empty range, not an error */
		period->from_us = period->to_us = earlier(period->from_us, period->to_us);
		period->from_day = period->to_day + 1;
	}
}

enum err intl_period(struct cx *cx, const char *zone, const char *word, const char *date_from,
	const char *date_to, struct period *period)
{
	struct bound from, to;

	TRY(read_bound(cx, zone, "date_from", date_from, &from));
	TRY(read_bound(cx, zone, "date_to", date_to, &to));
	if (text_is(word, "custom") && !from.given && !to.given)
		return fail(cx, ERR_INVALID, "date_from", "A custom period needs its first day.");
	if (text_empty(word) || text_is(word, "all") || text_is(word, "custom")) {
		*period = (struct period){
			.all = true, .from_us = TIME_MIN_US, .to_us = TIME_MAX_US};
		return from.given || to.given ? read_dates(cx, zone, &from, &to, period) : OK;
	}
	*period = (struct period){0};
	TRY(read_word(cx, zone, word, period));
	if (from.given && to.given && from.us > to.us)
		return fail(cx, ERR_INVALID, "date_from", "The first day is after the last one.");
	if (to.given && to.day_form)
		to.us = intl_day_start(zone, to.day + 1);
	narrow(period, &from, &to);
	return OK;
}
