/* call_stats.c - what calls of a period come to: one counting, cut in whichever way is asked for. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_stats_internal.h"

#include <assert.h>
#include <stdlib.h>

const char *const call_group_words[] = {
	"hour", "day", "agent", "team", "status", "direction", "queue", "department", NULL};

/* ---- The period ------------------------------------------------------------------------- */

static enum err too_long(struct cx *cx, const char *field, int days)
{
	return fail(cx, ERR_INVALID, field, "At most %d days at a time.", days);
}

enum err call_stats_span(struct cx *cx, const char *date, const char *from, const char *to,
	int64_t service_us, struct call_span *span)
{
	const char *field = from || to ? "date_from" : "date";
	struct period period;
	int64_t days;

	if (text_empty(date) && text_empty(from) && text_empty(to))
		date = "today";
	TRY(intl_period(cx, cx->actor->company->time_zone, date, from, to, &period));
	*span = (struct call_span){
		.from_us = period.from_us,
		.to_us = period.to_us,
		.from_day = period.from_day,
		.to_day = period.to_day,
		.service_us = service_us,
	};
	days = period.to_day - period.from_day + 1;
	if (period.all || days > CALL_DAYS_MAX)
		return too_long(cx, field, CALL_DAYS_MAX);
	if (days > CALL_DAYS_COUNTED_MAX && !call_kept_within(service_us))
		return too_long(cx, field, CALL_DAYS_COUNTED_MAX);
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

static void add_time(
	struct call_sums *sums, int64_t day, int64_t hour, const struct call_figures *figures)
{
	call_figures_add(&sums->all, figures);
	call_figures_add(&sums->hours[hour], figures);
	day -= sums->first_day;
	if (day >= 0 && day < sums->day_count)
		call_figures_add(&sums->days[day], figures);
}

static void add_state(struct call_sums *sums, const struct call_cell *cell)
{
	const ssize_t direction = word_index(call_direction_words, cell->direction);
	const ssize_t status = word_index(call_status_words, cell->status);

	if (direction >= 0)
		call_figures_add(&sums->directions[direction], &cell->figures);
	if (status >= 0)
		call_figures_add(&sums->statuses[status], &cell->figures);
	if (status >= 0 && direction >= 0)
		sums->crossed[status][direction] += cell->figures.total;
}

static enum err add_counted(struct cx *cx, const struct call_span *span, struct call_sums *sums)
{
	const char *zone = cx->actor->company->time_zone;
	struct call_cell *cells;
	size_t count;

	TRY(call_store_cells(cx, span, CALL_CELL_QUARTER, &cells, &count));
	for (size_t i = 0; i < count; i++) {
		const int64_t local_us = intl_zone_from_utc(zone, cells[i].key * CALL_QUARTER_US);

		add_state(sums, &cells[i]);
		add_time(sums, local_us / US_PER_DAY, local_us % US_PER_DAY / US_PER_HOUR,
			&cells[i].figures);
	}
	return OK;
}

static enum err add_kept(struct cx *cx, const struct call_kept *kept, struct call_sums *sums)
{
	const char *zone = cx->actor->company->time_zone;
	struct call_kept_hour *hours;
	struct call_cell *cells;
	size_t count;

	TRY(call_kept_hours(cx, kept, &hours, &count));
	for (size_t i = 0; i < count; i++)
		add_time(
			sums, intl_day_of(zone, hours[i].day_us), hours[i].hour, &hours[i].figures);
	TRY(call_kept_states(cx, kept, &cells, &count));
	for (size_t i = 0; i < count; i++)
		add_state(sums, &cells[i]);
	return OK;
}

enum err call_stats_sums(struct cx *cx, const struct call_span *span, struct call_sums **sums)
{
	struct call_split split;

	assert(span->to_day - span->from_day < CALL_DAYS_MAX);
	TRY(call_split(cx, span, &split));
	*sums = arena_alloc(cx->arena, sizeof(**sums));
	(*sums)->first_day = span->from_day;
	(*sums)->day_count = span->to_day - span->from_day + 1;
	for (size_t i = 0; i < split.counted_count; i++)
		TRY(add_counted(cx, &split.counted[i], *sums));
	return split.kept.count ? add_kept(cx, &split.kept, *sums) : OK;
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

void call_groups_add(struct cx *cx, struct call_groups *to, const struct call_groups *more)
{
	struct call_group *rows = arena_array(
		cx->arena, to->count + more->count, sizeof(*to->rows));

	if (to->count)
		memcpy(rows, to->rows, to->count * sizeof(*rows));
	to->rows = rows;
	for (size_t i = 0; i < more->count; i++) {
		const struct call_group *one = &more->rows[i];
		size_t at = 0;

		while (at < to->count &&
			(rows[at].id != one->id || !text_is(rows[at].key, one->key)))
			at++;
		if (at == to->count)
			rows[to->count++] = *one;
		else
			call_figures_add(&rows[at].figures, &one->figures);
	}
}

static enum err count_departments(
	struct cx *cx, const struct call_span *span, struct call_groups *groups)
{
	struct call_cell *cells;
	size_t count;

	TRY(call_store_cells(cx, span, CALL_CELL_DEPARTMENT, &cells, &count));
	make_groups(cx, count, groups);
	for (size_t i = 0; i < count; i++)
		groups->rows[i] = (struct call_group){
			.key = "", .id = cells[i].key, .figures = cells[i].figures};
	return OK;
}

/* Most calls first; codes by their numbers. */
static int by_total(const void *a, const void *b)
{
	const struct call_group *x = a, *y = b;

	if (x->figures.total != y->figures.total)
		return x->figures.total > y->figures.total ? -1 : 1;
	if (strlen(x->key) != strlen(y->key))
		return strlen(x->key) < strlen(y->key) ? -1 : 1;
	return strcmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
	const struct call_group *x = a, *y = b;

	return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : strcmp(x->key, y->key);
}

/* How one grouping is read: from rows, and from what is kept. */
struct source {
	enum err (*count)(struct cx *cx, const struct call_span *span, struct call_groups *groups);
	enum err (*keep)(struct cx *cx, const struct call_kept *kept, struct call_groups *groups);
	bool in_sight; /* of the calls that the actor sees, not of those whom they are of */
	int (*order)(const void *a, const void *b);
};
static const struct source sources[CALL_GROUPINGS] = {
	[CALL_PER_AGENT] = {call_store_agents, call_kept_agents, false, by_total},
	[CALL_PER_TEAM] = {call_store_teams, call_kept_teams, false, by_total},
	[CALL_PER_QUEUE] = {call_store_queues, call_kept_queues, true, by_key},
	[CALL_PER_DEPARTMENT] = {count_departments, call_kept_departments, true, by_key},
};

static enum err gather(struct cx *cx, const struct call_span *span, const struct source *source,
	struct call_groups *groups)
{
	struct call_split split;
	struct call_groups more;

	TRY(call_split(cx, span, &split));
	*groups = (struct call_groups){0};
	for (size_t i = 0; i < split.counted_count; i++) {
		if (split.counted[i].apart && !source->in_sight)
			continue;
		TRY(source->count(cx, &split.counted[i], &more));
		call_groups_add(cx, groups, &more);
	}
	if (split.kept.count) {
		TRY(source->keep(cx, &split.kept, &more));
		call_groups_add(cx, groups, &more);
	}
	if (groups->count)
		qsort(groups->rows, groups->count, sizeof(*groups->rows), source->order);
	return OK;
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

	if (!sources[by].count) {
		TRY(call_stats_sums(cx, span, &sums));
		call_sums_groups(cx, sums, by, groups);
		return OK;
	}
	TRY(gather(cx, span, &sources[by], groups));
	return by == CALL_PER_DEPARTMENT ? call_store_department_names(cx, groups) : OK;
}
