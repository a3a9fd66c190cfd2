/* break.c - breaks of agents: beginning one, ending it, and how long they were (S1-PROF-15). */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_internal.h"

#include "base/clock.h"

static enum err is_on_break(struct cx *cx, bool *on_break)
{
	struct identity identity;

	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents have breaks.");
	TRY(db_begin_write(cx));
	TRY(identity_read(cx, cx->actor->company_id, cx->actor->user_id, &identity));
	*on_break = identity.presence == PRESENCE_ON_BREAK;
	return OK;
}

enum err break_start(struct cx *cx, const char *reason)
{
	bool on_break = false;

	TRY(is_on_break(cx, &on_break));
	if (on_break)
		return fail(cx, ERR_STATE, NULL, "You are on a break already.");
	return presence_say(cx, PRESENCE_ON_BREAK, reason);
}

enum err break_end(struct cx *cx)
{
	bool on_break = false;

	TRY(is_on_break(cx, &on_break));
	if (!on_break)
		return fail(cx, ERR_STATE, NULL, "You are not on a break.");
	return presence_say(cx, PRESENCE_AVAILABLE, NULL);
}

/* ---- How long ------------------------------------------------------------------------ */

static struct break_day *day_of(struct break_list *list, int64_t day)
{
	for (size_t i = 0; i < list->day_count; i++)
		if (list->days[i].day == day)
			return &list->days[i];
	list->days[list->day_count] = (struct break_day){.day = day};
	return &list->days[list->day_count++];
}

/* A break over midnight counts for both days, each its part. */
static void add_up(const struct cx *cx, const struct agent_break *one, const struct period *period,
	struct break_list *list)
{
	const char *zone = cx->actor->company->time_zone;
	int64_t end_us = one->ended_us.given ? one->ended_us.value : cx->now_us;

	if (end_us > period->to_us)
		end_us = period->to_us;
	/* Backwards, since the newest day comes first. */
	while (end_us > period->from_us && end_us > one->started_us) {
		const int64_t day = intl_day_of(zone, end_us - 1);
		int64_t begin_us = intl_day_start(zone, day);
		struct break_day *sum = day_of(list, day);

		if (begin_us < one->started_us)
			begin_us = one->started_us;
		if (begin_us < period->from_us)
			begin_us = period->from_us;
		sum->count++;
		sum->us += end_us - begin_us;
		end_us = begin_us;
	}
}

static void make_days(struct cx *cx, const struct period *period, struct break_list *list)
{
	const int64_t days = (period->to_us - period->from_us) / US_PER_DAY + 3;

	list->days = arena_array(cx->arena, (size_t)days, sizeof(*list->days));
}

enum err breaks_read(
	struct cx *cx, int64_t agent_id, const struct period *period, struct break_list *list)
{
	*list = (struct break_list){0};
	if (!agent_id)
		return OK;
	TRY(break_store_list(cx, agent_id, period, BREAKS_MAX + 1, &list->breaks, &list->count));
	list->more = list->count > BREAKS_MAX;
	if (list->more)
		list->count = BREAKS_MAX;
	make_days(cx, period, list);
	for (size_t i = 0; i < list->count; i++)
		add_up(cx, &list->breaks[i], period, list);
	return OK;
}

/* ---- Of those whom one leads ------------------------------------------------------------- */

static struct break_sum *sum_of(struct break_sum *sums, size_t count, int64_t agent_id)
{
	for (size_t i = 0; i < count; i++)
		if (sums[i].agent_id == agent_id)
			return &sums[i];
	return NULL;
}

/* Rows come agent by agent, so that each agent's days are made once. */
static enum err add_days(
	struct cx *cx, const struct period *period, struct break_sum *sums, size_t count)
{
	struct break_sum *sum = NULL;
	struct agent_break *rows;
	struct break_list list;
	size_t row_count;

	TRY(break_store_rows(cx, managed_team_of(cx->actor), period, &rows, &row_count));
	for (size_t i = 0; i < row_count; i++) {
		if (!sum || sum->agent_id != rows[i].agent_id) {
			sum = sum_of(sums, count, rows[i].agent_id);
			list = (struct break_list){0};
			make_days(cx, period, &list);
		}
		if (!sum)
			continue;
		add_up(cx, &rows[i], period, &list);
		sum->days = list.days;
		sum->day_count = list.day_count;
	}
	return OK;
}

enum err break_sums(
	struct cx *cx, const struct period *period, struct break_sum **list, size_t *count)
{
	TRY(break_store_sums(cx, managed_team_of(cx->actor), period, list, count));
	/* A day of 25 hours is one day. */
	if (period->to_us - period->from_us > BREAK_DAYS_MAX * US_PER_DAY + US_PER_HOUR)
		return OK;
	return add_days(cx, period, *list, *count);
}

enum err break_agent(struct cx *cx, const char *key, struct agent *agent)
{
	const int64_t team_id = managed_team_of(cx->actor);

	TRY(agent_by_key(cx, key, agent));
	if (team_id && agent->team_id != team_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	return OK;
}
