/* board.c - the agents of a scope, what they have in hand and what their schedule says. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

enum err board_load(struct cx *cx, bool live, struct board_agent **agents, size_t *count)
{
	const char *zone = cx->actor->company->time_zone;
	struct schedule *entries;
	size_t entry_count;

	db_read_together(cx);
	TRY(board_store_agents(cx, agents, count));
	TRY(schedule_between(
		cx, cx->now_us, cx->now_us + SCHEDULE_AHEAD_US, 0, &entries, &entry_count));
	for (size_t i = 0; i < *count; i++) {
		struct board_agent *agent = *agents + i;

		agent->entry = schedule_at(entries, entry_count, agent->id, cx->now_us);
		agent->next = schedule_next(entries, entry_count, agent->id, cx->now_us);
	}
	if (!live)
		return OK;
	return board_store_live(
		cx, intl_day_start(zone, intl_day_of(zone, cx->now_us)), *agents, *count);
}
