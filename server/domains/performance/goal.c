/* goal.c - what agents set out to reach by themselves, and how far they are. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

const char *const goal_period_words[] = {"day", "week", "month", NULL};
const char *const goal_figure_words[] = {"orders_handled", "orders_confirmed", "calls",
	"success_rate", "confirmation_rate", "cancellation_rate", "average_call_seconds",
	"customer_rating", "resolution_rate", "first_call_resolution", NULL};

static int64_t most_of(enum unit_of unit)
{
	static const int64_t most[] = {[UNIT_COUNT] = 100000,
		[UNIT_PERCENT] = 10000,
		[UNIT_STARS] = 500,
		[UNIT_SECONDS] = 86400};

	return most[unit];
}

enum err goal_read_target(struct cx *cx, enum figure figure, const char *text, int64_t *target)
{
	const enum unit_of unit = figure_table[figure].unit;

	if (!intl_money_read(str_of(text), unit_digits(unit), target) || *target <= 0 ||
		*target > most_of(unit))
		return fail(cx, ERR_INVALID, "target", "This is out of range.");
	return OK;
}

static enum err running_span(struct cx *cx, const char *period, struct span *span)
{
	return performance_span(cx, text_is(period, "day") ? "today" : period, NULL, NULL, span);
}

static enum err measure(struct cx *cx, struct goal *goal)
{
	struct span span;
	struct sums sums;

	TRY(running_span(cx, goal->period, &span));
	TRY(metrics_store_sum(cx, goal->agent_id, &span, &sums));
	goal->value = figure_value(goal->figure, &sums);
	goal->reached = goal->value.given &&
		(figure_table[goal->figure].less_is_better ? goal->value.value <= goal->target
							   : goal->value.value >= goal->target);
	return OK;
}

enum err goals_of(struct cx *cx, int64_t agent_id, struct goal **goals, size_t *count)
{
	TRY(goal_store_list(cx, agent_id, goals, count));
	for (size_t i = 0; i < *count; i++)
		TRY(measure(cx, &(*goals)[i]));
	return OK;
}

enum err goal_add(struct cx *cx, struct goal *goal)
{
	struct goal *present;
	size_t count;

	TRY(db_begin_write(cx));
	TRY(goal_store_list(cx, goal->agent_id, &present, &count));
	if (count >= GOALS_MAX)
		return fail(cx, ERR_INVALID, "figure", "You have %d goals already.", GOALS_MAX);
	for (size_t i = 0; i < count; i++)
		if (present[i].figure == goal->figure && text_is(present[i].period, goal->period))
			return fail(
				cx, ERR_CONFLICT, "figure", "You have a goal for this already.");
	TRY(goal_store_add(cx, goal));
	return measure(cx, goal);
}

/* Goals are one's own: somebody else's look like missing ones. */
enum err goal_get(struct cx *cx, int64_t id, struct goal *goal)
{
	TRY(db_begin_write(cx));
	TRY(goal_store_get(cx, id, goal));
	if (goal->agent_id != cx->actor->agent_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such goal.");
	return OK;
}

enum err goal_change(
	struct cx *cx, int64_t id, int64_t target, struct opt_int version, struct goal *goal)
{
	TRY(goal_get(cx, id, goal));
	if (version.given && version.value != goal->version)
		return fail(cx, ERR_CONFLICT, "version", "The goal has changed since.");
	goal->target = target;
	TRY(goal_store_change(cx, goal));
	return measure(cx, goal);
}

enum err goal_remove(struct cx *cx, int64_t id)
{
	struct goal goal;

	TRY(goal_get(cx, id, &goal));
	return goal_store_remove(cx, id);
}
