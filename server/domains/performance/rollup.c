/* rollup.c - counting agents' days: what changed since the last time, and all of it anew. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/rollup_internal.h"

#include <stdlib.h>

/* Rows looked at in one step of a source: a burst is worked off in steps that commit. */
#define ROWS_A_STEP 1000
#define REBUILD_DAYS_A_STEP 7
#define STEPS_A_RUN 50
#define LOOK_EVERY_US (2 * US_PER_SECOND)

struct day_range day_range_of(const struct cx *cx, int64_t day)
{
	const char *zone = cx->actor->company->time_zone;

	return (struct day_range){day, intl_day_start(zone, day), intl_day_start(zone, day + 1)};
}

/* ---- One day ------------------------------------------------------------------- */

/* Reads first and writes only what is not so already: most days are. */
static enum err count_one(struct cx *cx, const struct agent_day *of, bool *changed)
{
	const struct day_range range = day_range_of(cx, of->day);
	struct opt_int due_us, was_due_us;
	struct sums sums, were;

	TRY(rollup_count_day(cx, of->agent_id, &range, &sums, &due_us));
	TRY(rollup_store_get(cx, of, &were, &was_due_us));
	*changed = !sums_equal(&sums, &were);
	if (!*changed && due_us.given == was_due_us.given && due_us.value == was_due_us.value)
		return OK;
	return rollup_store_put(cx, of, &sums, due_us);
}

/* ---- What changed ---------------------------------------------------------------- */

/* Agents' days to be counted, with repeats until they are sorted. */
struct days {
	struct agent_day *rows;
	size_t count, room;
};

static void add_day(struct arena *arena, struct days *days, int64_t agent_id, int64_t day)
{
	if (days->count == days->room) {
		struct agent_day *more = arena_array(arena, days->room * 2 + 64, sizeof(*more));

		if (days->count)
			memcpy(more, days->rows, days->count * sizeof(*more));
		days->rows = more;
		days->room = days->room * 2 + 64;
	}
	days->rows[days->count++] = (struct agent_day){agent_id, day};
}

static int compare_days(const void *a, const void *b)
{
	const struct agent_day *x = a, *y = b;

	if (x->agent_id != y->agent_id)
		return x->agent_id < y->agent_id ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

static void drop_repeats(struct days *days)
{
	size_t kept = 0;

	if (days->count)
		qsort(days->rows, days->count, sizeof(*days->rows), compare_days);
	for (size_t i = 0; i < days->count; i++)
		if (kept == 0 || compare_days(&days->rows[kept - 1], &days->rows[i]) != 0)
			days->rows[kept++] = days->rows[i];
	days->count = kept;
}

/* Days that the next rows of each source touch; *more says that some are left. */
static enum err find_touched(
	struct cx *cx, struct rollup_state *state, struct days *days, bool *more)
{
	const char *zone = cx->actor->company->time_zone;
	int64_t last[SOURCE_COUNT];

	*more = false;
	TRY(rollup_store_last(cx, last));
	for (size_t source = 0; source < SOURCE_COUNT; source++) {
		const int64_t from = state->last[source];
		struct touched *rows;
		size_t count;

		if (last[source] > from + ROWS_A_STEP) {
			last[source] = from + ROWS_A_STEP;
			*more = true;
		}
		/* A restored database may stand behind what was seen: go on from there. */
		state->last[source] = last[source];
		if (last[source] <= from)
			continue;
		TRY(rollup_store_touched(
			cx, (enum source)source, from, last[source], &rows, &count));
		for (size_t i = 0; i < count; i++)
			add_day(cx->arena, days, rows[i].agent_id,
				intl_day_of(zone, rows[i].at_us));
	}
	return OK;
}

static enum err find_due(struct cx *cx, struct days *days)
{
	struct agent_day *rows;
	size_t count;

	TRY(rollup_store_due(cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		add_day(cx->arena, days, rows[i].agent_id, rows[i].day);
	return OK;
}

static enum err count_days(struct cx *cx, const struct days *days, bool tell)
{
	for (size_t i = 0; i < days->count; i++) {
		bool changed;

		TRY(count_one(cx, &days->rows[i], &changed));
		if (changed && tell)
			TRY(performance_publish(cx, &days->rows[i]));
	}
	return OK;
}

/* ---- Anew --------------------------------------------------------------------------- */

static enum err rebuild_day(struct cx *cx, int64_t day)
{
	const struct day_range range = day_range_of(cx, day);
	struct days days = {0};
	int64_t *agents;
	size_t count;

	TRY(rollup_store_agents(cx, &range, &agents, &count));
	for (size_t i = 0; i < count; i++)
		add_day(cx->arena, &days, agents[i], day);
	return count_days(cx, &days, false);
}

static enum err first_day(struct cx *cx, int64_t *day)
{
	struct opt_int at_us;

	TRY(rollup_store_first(cx, &at_us));
	*day = intl_day_of(cx->actor->company->time_zone, at_us.given ? at_us.value : cx->now_us);
	return OK;
}

/* A company seen for the first time, or whose days are others now: from today backwards. */
static enum err begin_anew(struct cx *cx, struct rollup_state *state)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t today = intl_day_of(zone, cx->now_us);
	int64_t first;

	TRY(rollup_store_last(cx, state->last));
	TRY(first_day(cx, &first));
	TRY(rollup_store_drop_outside(cx, first, today));
	state->known = true;
	state->time_zone = zone;
	state->rebuild_day = (struct opt_int){today, true};
	return rollup_store_put_state(cx, state);
}

static enum err go_on_rebuilding(struct cx *cx, struct rollup_state *state)
{
	int64_t first;

	TRY(first_day(cx, &first));
	for (int i = 0; i < REBUILD_DAYS_A_STEP && state->rebuild_day.given; i++) {
		TRY(rebuild_day(cx, state->rebuild_day.value));
		state->rebuild_day.given = --state->rebuild_day.value >= first;
	}
	return OK;
}

enum err performance_rebuild(struct cx *cx, int64_t from_day, int64_t to_day, int64_t *days)
{
	const bool everything = from_day == 0 && to_day == 0;
	struct rollup_state state = {.known = true, .time_zone = cx->actor->company->time_zone};

	*days = 0;
	TRY(rollup_store_last(cx, state.last));
	if (from_day == 0)
		TRY(first_day(cx, &from_day));
	if (to_day == 0)
		to_day = intl_day_of(cx->actor->company->time_zone, cx->now_us);
	if (everything)
		TRY(rollup_store_drop_outside(cx, from_day, to_day));
	for (int64_t day = from_day; day <= to_day; day++, ++*days) {
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(rebuild_day(cx, day));
		TRY(db_commit(cx));
		arena_rewind(cx->arena, mark);
	}
	if (everything)
		TRY(rollup_store_put_state(cx, &state));
	return db_commit(cx);
}

/* ---- The job ---------------------------------------------------------------------------- */

/* One step of one company, committed; *more says that it is not done yet. */
static enum err step(struct cx *cx, bool *more)
{
	struct rollup_state state;
	struct days days = {0};

	TRY(rollup_store_state(cx, &state));
	if (!state.known || !text_is(state.time_zone, cx->actor->company->time_zone)) {
		*more = true;
		TRY(begin_anew(cx, &state));
		return db_commit(cx);
	}
	TRY(find_touched(cx, &state, &days, more));
	TRY(find_due(cx, &days));
	drop_repeats(&days);
	TRY(count_days(cx, &days, true));
	if (state.rebuild_day.given)
		TRY(go_on_rebuilding(cx, &state));
	*more = *more || state.rebuild_day.given;
	TRY(rollup_store_put_state(cx, &state));
	return db_commit(cx);
}

static enum err catch_up(struct cx *cx)
{
	bool more = true;

	for (int i = 0; more && i < STEPS_A_RUN && !jobs_stopping(); i++) {
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(step(cx, &more));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err run(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	int64_t *companies;
	size_t count;

	(void)job;
	TRY(rollup_store_waiting(cx, &companies, &count));
	for (size_t i = 0; i < count; i++) {
		const struct company *company;

		if (company_by_id(cx, companies[i], &company) != OK) {
			fail_clear(cx); /* suspended meanwhile */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		TRY(catch_up(cx));
	}
	cx->actor = before;
	return OK;
}

const struct job_kind performance_jobs[] = {
	{.name = "performance.rollup",
		.run = run,
		.max_attempts = 1,
		.every_us = LOOK_EVERY_US,
		.own_transactions = true,
		.about = "Counts the days of agents whose orders, calls, contacts or ratings "
			 "changed"},
	{0},
};
