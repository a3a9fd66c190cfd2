/* performance.c - whose figures, and of which days. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include "domains/orders/order_visible.h"

#include <inttypes.h>

/* A year of days at most: what the pages can show. */
#define SPAN_DAYS_MAX 366

static bool within_reach(const struct actor *actor, const struct agent *agent)
{
	if (agent->id == actor->agent_id)
		return true;
	switch (order_scope(actor)) {
	case SCOPE_COMPANY:
		return true;
	case SCOPE_TEAM:
		return actor->team_id && agent->team_id == actor->team_id;
	default:
		return false;
	}
}

enum err performance_agent(struct cx *cx, const char *key, struct agent *agent)
{
	if (text_empty(key)) {
		if (!cx->actor->agent_id)
			return fail(cx, ERR_INVALID, "agent_id", "Choose an agent.");
		key = arena_format(cx->arena, "%" PRId64, cx->actor->agent_id);
	}
	TRY(agent_by_key(cx, key, agent));
	if (!within_reach(cx->actor, agent))
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	return OK;
}

int64_t performance_today(const struct cx *cx)
{
	return intl_day_of(cx->actor->company->time_zone, cx->now_us);
}

static enum span_kind kind_of(const char *word)
{
	if (text_is(word, "week") || text_is(word, "last_week"))
		return SPAN_WEEK;
	return text_is(word, "month") || text_is(word, "last_month") ? SPAN_MONTH : SPAN_DAYS;
}

enum err performance_span(struct cx *cx, const char *word, const char *date_from,
	const char *date_to, struct span *span)
{
	const int64_t today = performance_today(cx);
	const bool dates = !text_empty(date_from) || !text_empty(date_to);
	struct period period;
	enum err err;

	if (text_empty(word) && !dates)
		word = "today";
	err = intl_period(cx, cx->actor->company->time_zone, word, date_from, date_to, &period);
	if (err != OK) {
		if (cx->failure.fields && text_is(cx->failure.fields->field, "date"))
			cx->failure.fields->field = "period";
		return err;
	}
	if (period.all || !period.whole_days)
		return fail(cx, ERR_INVALID, dates ? "date_from" : "period", "Name whole days.");
	*span = (struct span){period.from_day, period.to_day, dates ? SPAN_DAYS : kind_of(word)};
	if (span->to_day > today)
		span->to_day = span->from_day > today ? span->from_day : today;
	if (span->to_day - span->from_day >= SPAN_DAYS_MAX)
		return fail(cx, ERR_INVALID, dates ? "date_from" : "period",
			"Name at most %d days.", SPAN_DAYS_MAX);
	return OK;
}

/* First day of the month that is `months` away from the month of `day`. */
static int64_t month_start(int64_t day, int months)
{
	const struct civil at = civil_of_us(day * US_PER_DAY);
	const int index = at.year * 12 + at.month - 1 + months;

	return days_of_civil(index / 12, index % 12 + 1, 1);
}

enum err performance_month(struct cx *cx, const char *month, struct span *span)
{
	const int64_t today = performance_today(cx);
	int64_t day = month_start(today, 0);

	if (!text_empty(month) && !day_read(str_of(arena_format(cx->arena, "%s-01", month)), &day))
		return fail(cx, ERR_INVALID, "month", "This is not a month such as 2026-11.");
	*span = (struct span){day, month_start(day, 1) - 1, SPAN_MONTH};
	if (span->to_day > today && span->from_day <= today)
		span->to_day = today;
	return OK;
}

struct span span_before(const struct span *span)
{
	const int64_t days = span->to_day - span->from_day + 1;
	int64_t from = span->from_day - days, to;

	if (span->kind == SPAN_WEEK)
		from = span->from_day - 7;
	else if (span->kind == SPAN_MONTH)
		from = month_start(span->from_day, -1);
	to = from + days - 1;
	if (to >= span->from_day) /* a shorter month ends where this one begins */
		to = span->from_day - 1;
	return (struct span){from, to, span->kind};
}

struct span span_week(const struct span *span)
{
	return (struct span){span->to_day - 6, span->to_day, SPAN_DAYS};
}
