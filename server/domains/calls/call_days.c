/* call_days.c - which days are counted when, and keeping what was counted. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_days_internal.h"

#include "platform/intl/intl.h"

#define LOOK_EVERY_US (10 * US_PER_SECOND)
#define DAYS_A_RUN 100
#define QUARTER_US (15 * US_PER_MINUTE)

enum err call_days_touch(struct cx *cx, const int64_t *started_us, size_t count)
{
	const int64_t young_us = cx->now_us - CALL_DAY_REST_US / 2;
	int64_t *old = arena_array(cx->arena, count, sizeof(*old));
	size_t old_count = 0;

	for (size_t i = 0; i < count; i++)
		if (started_us[i] < young_us)
			old[old_count++] = started_us[i];
	return old_count ? days_store_touch(cx, old, old_count) : OK;
}

/* ---- Laying days ------------------------------------------------------------------------ */

static struct call_day day_at(const char *zone, int64_t day)
{
	return (struct call_day){intl_day_start(zone, day), intl_day_start(zone, day + 1)};
}

/* All days from the first call to the last that is over: which of them are there is no question. */
static enum err lay_days(struct cx *cx, const struct call_day_state *state)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t today = intl_day_of(zone, cx->now_us - CALL_DAY_REST_US);
	struct opt_int first_us;
	int64_t first;

	TRY(days_store_hold(cx));
	if (!text_is(state->time_zone, zone))
		TRY(days_store_drop(cx));
	TRY(days_store_first_call(cx, &first_us));
	first = intl_day_of(zone, first_us.given ? first_us.value : cx->now_us);
	if (first < today) {
		const size_t count = (size_t)(today - first);
		struct call_day *days = arena_array(cx->arena, count, sizeof(*days));

		for (size_t i = 0; i < count; i++)
			days[i] = day_at(zone, first + (int64_t)i);
		TRY(days_store_lay(cx, days, count));
	}
	TRY(days_store_laid(cx, zone, intl_day_start(zone, today + 1) + CALL_DAY_REST_US));
	return db_commit(cx);
}

/* ---- Counting a day ---------------------------------------------------------------------- */

static struct call_day_clock clock_of(const char *zone, const struct call_day *day)
{
	struct call_day_clock clock = {
		.before_us = intl_zone_from_utc(zone, day->from_us) - day->from_us,
		.switch_us = day->to_us,
	};
	int64_t at_us = day->from_us;

	clock.after_us = clock.before_us;
	for (; at_us < day->to_us; at_us += QUARTER_US) {
		const int64_t ahead_us = intl_zone_from_utc(zone, at_us) - at_us;

		if (ahead_us == clock.before_us)
			continue;
		clock.switch_us = at_us;
		clock.after_us = ahead_us;
		return clock;
	}
	return clock;
}

/* Counted without holding anybody up; when a call was changed meanwhile, it was for nothing. */
static enum err keep_day(struct cx *cx, const struct call_day *day, bool *kept)
{
	const struct call_day_clock clock = clock_of(cx->actor->company->time_zone, day);
	struct day_figures *figures;
	struct call_day_state state;

	TRY(days_store_state(cx, &state));
	TRY(days_store_count(cx, day, &clock, &figures));
	TRY(days_store_keep(cx, day, state.touched, figures, kept));
	return db_commit(cx);
}

static enum err catch_up(struct cx *cx, size_t limit, int64_t *kept_count)
{
	struct call_day_state state;
	struct call_day *days;
	size_t count;

	TRY(days_store_state(cx, &state));
	if (!text_is(state.time_zone, cx->actor->company->time_zone) || state.due_us <= cx->now_us)
		TRY(lay_days(cx, &state));
	TRY(days_store_open(cx, limit, &days, &count));
	for (size_t i = 0; i < count && !jobs_stopping(); i++) {
		const struct arena_mark mark = arena_mark(cx->arena);
		bool kept = false;

		TRY(keep_day(cx, &days[i], &kept));
		*kept_count += kept;
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

enum err call_days_rebuild(struct cx *cx, int64_t from_day, int64_t to_day, int64_t *days)
{
	const char *zone = cx->actor->company->time_zone;
	int64_t before;

	*days = 0;
	if (to_day == 0)
		to_day = intl_day_of(zone, cx->now_us);
	TRY(days_store_hold(cx));
	TRY(days_store_doubt(cx, intl_day_start(zone, from_day), intl_day_start(zone, to_day + 1)));
	TRY(db_commit(cx));
	do {
		before = *days;
		TRY(catch_up(cx, DAYS_A_RUN, days));
	} while (*days > before);
	return OK;
}

/* ---- The job ---------------------------------------------------------------------------- */

static enum err run(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	int64_t *companies;
	size_t count;

	(void)job;
	TRY(days_store_waiting(cx, &companies, &count));
	for (size_t i = 0; i < count && !jobs_stopping(); i++) {
		const struct company *company;
		int64_t kept = 0;

		if (company_by_id(cx, companies[i], &company) != OK) {
			fail_clear(cx); /* suspended meanwhile */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		TRY(catch_up(cx, DAYS_A_RUN, &kept));
	}
	cx->actor = before;
	return OK;
}

const struct job_kind call_day_jobs[] = {
	{.name = "call.days",
		.run = run,
		.max_attempts = 1,
		.every_us = LOOK_EVERY_US,
		.own_transactions = true,
		.about = "Keeps figures of calls for days that are over"},
	{0},
};
