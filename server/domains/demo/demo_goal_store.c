/* demo_goal_store.c - goals that agents set themselves: some are reached, some are not. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

#define SET_BEFORE_US (20 * US_PER_DAY)

static const struct db_query add_sql = {"demo.add_goal",
	"INSERT INTO performance_goals (company_id, id, agent_id, figure, period, target,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
	NULL, NULL};

/* The first agent has none: what the page says then is to be seen as well. */
static const struct {
	size_t agent;
	const char *figure, *period;
	int64_t target; /* percent and stars in hundredths */
} goals[] = {
	{1, "orders_confirmed", "day", 6},
	{1, "confirmation_rate", "month", 7000},
	{2, "orders_handled", "week", 60},
	{2, "customer_rating", "month", 450},
	{3, "cancellation_rate", "month", 1200},
	{4, "orders_handled", "day", 12},
	{4, "orders_confirmed", "month", 120},
	{5, "confirmation_rate", "week", 7500},
	{6, "orders_confirmed", "week", 40},
	{7, "first_call_resolution", "month", 8500},
};

enum err demo_goals_write(struct cx *cx, const struct demo_world *world)
{
	int64_t id;

	for (size_t i = 0; i < COUNT(goals) && goals[i].agent < world->agent_count; i++) {
		TRY(db_next_id(cx, "performance_goal", &id));
		TRY(db_exec(cx, &add_sql,
			DB_ARGS(db_int(world->company->id), db_int(id),
				db_int(world->agents[goals[i].agent].id), db_text(goals[i].figure),
				db_text(goals[i].period), db_int(goals[i].target),
				db_int(world->today * US_PER_DAY - SET_BEFORE_US)),
			NULL));
	}
	return OK;
}

db_query_list demo_goal_queries = {&add_sql, NULL};
