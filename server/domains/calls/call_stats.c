/* call_stats.c - what calls of a period come to: one counting, cut in whichever way is asked for. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_stats_internal.h"

#include <assert.h>

const char *const call_group_words[] = {
	"hour", "day", "agent", "team", "status", "direction", "queue", "department", NULL};

/* ---- The period ------------------------------------------------------------------------- */

enum err call_stats_span(
	struct cx *cx, const char *date, const char *from, const char *to, struct call_span *span)
{
	struct period period;

	if (text_empty(date) && text_empty(from) && text_empty(to))
		date = "today";
	TRY(intl_period(cx, cx->actor->company->time_zone, date, from, to, &period));
	*span = (struct call_span){
		.from_us = period.from_us,
		.to_us = period.to_us,
		.from_day = period.from_day,
		.to_day = period.to_day,
	};
	if (period.all || period.to_day - period.from_day >= CALL_DAYS_MAX)
		return fail(cx, ERR_INVALID, from || to ? "date_from" : "date",
			"At most 100 days at a time.");
	return OK;
}

struct call_span call_stats_before(const struct cx *cx, const struct call_span *span)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t days = span->to_day - span->from_day + 1;
	struct call_span before = *span;

	before.from_day -= days;
	before.to_day -= days;
	before.from_us = intl_day_start(zone, before.from_day) + span->from_us -
		intl_day_start(zone, span->from_day);
	before.to_us = before.from_us +
		((cx->now_us > span->from_us && cx->now_us < span->to_us ? cx->now_us
									 : span->to_us) -
			span->from_us);
	if (before.to_us > span->from_us)
		before.to_us = span->from_us;
	return before;
}

/* ---- Sums ----------------------------------------------------------------------------------- */

void call_figures_add(struct call_figures *to, const struct call_figures *more)
{
	to->total += more->total;
	to->active += more->active;
	to->answered += more->answered;
	to->missed += more->missed;
	to->not_reached += more->not_reached;
	to->by_system += more->by_system;
	to->abandoned += more->abandoned;
	to->waited += more->waited;
	to->wait_us += more->wait_us;
	to->in_time += more->in_time;
	to->talk_us += more->talk_us;
	to->hold_us += more->hold_us;
	to->ring_us += more->ring_us;
	to->wrap_us += more->wrap_us;
}

static void add_time(const char *zone, const struct call_cell *cell, struct call_sums *sums)
{
	const int64_t local_us = intl_zone_from_utc(zone, cell->key * CALL_QUARTER_US);
	const int64_t day = local_us / US_PER_DAY - sums->first_day;

	call_figures_add(&sums->hours[local_us % US_PER_DAY / US_PER_HOUR], &cell->figures);
	if (day >= 0 && day < sums->day_count)
		call_figures_add(&sums->days[day], &cell->figures);
}

static void add_cell(const struct call_cell *cell, struct call_sums *sums)
{
	const ssize_t direction = word_index(call_direction_words, cell->direction);
	const ssize_t status = word_index(call_status_words, cell->status);

	call_figures_add(&sums->all, &cell->figures);
	if (direction >= 0)
		call_figures_add(&sums->directions[direction], &cell->figures);
	if (status >= 0)
		call_figures_add(&sums->statuses[status], &cell->figures);
	if (status >= 0 && direction >= 0)
		sums->crossed[status][direction] += cell->figures.total;
}

enum err call_stats_sums(struct cx *cx, const struct call_span *span, struct call_sums **sums)
{
	struct call_cell *cells;
	size_t count;

	assert(span->to_day - span->from_day < CALL_DAYS_MAX);
	TRY(call_store_cells(cx, span, CALL_CELL_QUARTER, &cells, &count));
	*sums = arena_alloc(cx->arena, sizeof(**sums));
	(*sums)->first_day = span->from_day;
	(*sums)->day_count = span->to_day - span->from_day + 1;
	for (size_t i = 0; i < count; i++) {
		add_cell(&cells[i], *sums);
		add_time(cx->actor->company->time_zone, &cells[i], *sums);
	}
	return OK;
}

/* ---- Groups ----------------------------------------------------------------------------------- */

static void make_groups(struct cx *cx, size_t count, struct call_groups *groups)
{
	groups->count = count;
	groups->rows = arena_array(cx->arena, count, sizeof(*groups->rows));
}

static void group_hours(struct cx *cx, const struct call_sums *sums, struct call_groups *groups)
{
	make_groups(cx, CALL_HOURS, groups);
	for (int hour = 0; hour < CALL_HOURS; hour++)
		groups->rows[hour] = (struct call_group){
			.key = arena_format(cx->arena, "%d", hour), .figures = sums->hours[hour]};
}

static void group_days(struct cx *cx, const struct call_sums *sums, struct call_groups *groups)
{
	make_groups(cx, (size_t)sums->day_count, groups);
	for (int64_t day = 0; day < sums->day_count; day++) {
		const struct civil at = civil_of_us((sums->first_day + day) * US_PER_DAY);

		groups->rows[day] = (struct call_group){
			.key = arena_format(cx->arena, "%04d-%02d-%02d", at.year, at.month, at.day),
			.figures = sums->days[day]};
	}
}

/* Of words: those that have calls, or all of them. */
static void group_words(struct cx *cx, const char *const *words, const struct call_figures *figures,
	bool all, struct call_groups *groups)
{
	make_groups(cx, CALL_STATUSES, groups);
	groups->count = 0;
	for (size_t i = 0; words[i]; i++)
		if (all || figures[i].total)
			groups->rows[groups->count++] = (struct call_group){
				.key = words[i], .figures = figures[i]};
}

static enum err group_departments(
	struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	struct call_cell *cells;
	size_t count;

	TRY(call_store_cells(cx, span, CALL_CELL_DEPARTMENT, &cells, &count));
	make_groups(cx, count, groups);
	groups->count = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < groups->count && groups->rows[at].id != cells[i].key)
			at++;
		if (at == groups->count)
			groups->rows[groups->count++] = (struct call_group){
				.key = "", .id = cells[i].key};
		call_figures_add(&groups->rows[at].figures, &cells[i].figures);
	}
	return call_store_department_names(cx, groups);
}

void call_sums_groups(struct cx *cx, const struct call_sums *sums, enum call_grouping by,
	struct call_groups *groups)
{
	if (by == CALL_PER_HOUR)
		group_hours(cx, sums, groups);
	else if (by == CALL_PER_DAY)
		group_days(cx, sums, groups);
	else if (by == CALL_PER_STATUS)
		group_words(cx, call_status_words, sums->statuses, false, groups);
	else
		group_words(cx, call_direction_words, sums->directions, true, groups);
}

enum err call_stats_groups(struct cx *cx, const struct call_span *span, enum call_grouping by,
	struct call_groups *groups)
{
	struct call_sums *sums;

	switch (by) {
	case CALL_PER_AGENT:
		return call_store_agents(cx, span, groups);
	case CALL_PER_TEAM:
		return call_store_teams(cx, span, groups);
	case CALL_PER_QUEUE:
		return call_store_queues(cx, span, groups);
	case CALL_PER_DEPARTMENT:
		return group_departments(cx, span, groups);
	default:
		TRY(call_stats_sums(cx, span, &sums));
		call_sums_groups(cx, sums, by, groups);
		return OK;
	}
}
