/* rollup_store.c - counting days from the rows themselves, and where the counted stands. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/contact_sql.h"
#include "domains/performance/rollup_internal.h"

#include "platform/db/db.h"

/* ---- One agent's day ----------------------------------------------------------- */

#define IF(condition) "SUM(CASE WHEN " condition " THEN 1 ELSE 0 END)"

static const struct db_query orders_sql = {"performance.count_orders",
	"SELECT COUNT(*), " IF("h.new_status = 'confirmed'") ", " IF(
		"h.new_status = "
		"'cancelled'") ", " IF("h.new_status = 'postponed'") " FROM "
								     "order_status_history h WHERE "
								     "h.company_id = "
								     "$1 AND h.agent_id = $2"
								     " AND h.change_timestamp >= "
								     "$3 AND "
								     "h.change_timestamp < $4 "
								     "AND " RESULT_OF_DAY,
	NULL, NULL};
static const struct db_query calls_sql = {"performance.count_calls",
	"SELECT COUNT(*), " IF(
		"m.duration_seconds > 0") ", SUM(m.duration_seconds)"
					  " FROM communications m WHERE m.company_id = $1 AND "
					  "m.agent_id = $2 AND m.at_us >= $3"
					  " AND m.at_us < $4 AND m.channel = 'call'",
	NULL, NULL};
static const struct db_query ratings_sql = {"performance.count_ratings",
	"SELECT COUNT(*), SUM(r.score), " IF(
		"r.score >= 4") " FROM ratings r"
				" WHERE r.company_id = $1 AND r.agent_id = $2 AND r.at_us >= $3 "
				"AND r.at_us < $4",
	NULL, NULL};
static const struct db_query contacts_sql = {"performance.count_contacts",
	"SELECT " IF(CONTACT_COUNTS) ", " IF(CONTACT_RESOLVED) ", " IF(
		CONTACT_FIRST) ","
			       " MIN(CASE WHEN " CONTACT_IS_OPEN
			       " AND i.follow_up_date > $5 THEN i.follow_up_date END)"
			       " FROM customer_interactions i WHERE i.company_id = $1 AND "
			       "i.agent_id = $2"
			       " AND i.interaction_time >= $3 AND i.interaction_time < $4",
	NULL, NULL};

/* The first columns of a statement into the sums from `first` on. */
static void take(const struct db_result *result, struct sums *sums, enum sum first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sums->n[first + i] = db_int_at(result, 0, i);
}

enum err rollup_count_day(struct cx *cx, int64_t agent_id, const struct day_range *range,
	struct sums *sums, struct opt_int *due_us)
{
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(agent_id),
		db_int(range->from_us), db_int(range->to_us), db_int(cx->now_us)};
	struct db_result result;

	TRY(db_run(cx, &orders_sql, args, 4, &result));
	take(&result, sums, SUM_HANDLED, 4);
	TRY(db_run(cx, &calls_sql, args, 4, &result));
	take(&result, sums, SUM_CALLS, 3);
	TRY(db_run(cx, &ratings_sql, args, 4, &result));
	take(&result, sums, SUM_RATINGS, 3);
	TRY(db_run(cx, &contacts_sql, args, 5, &result));
	take(&result, sums, SUM_CONTACTS, 3);
	*due_us = db_opt_at(&result, 0, 3);
	return OK;
}

/* ---- What has moved on ------------------------------------------------------------ */

#define NEWEST(table, as) \
	"COALESCE((SELECT MAX(" as ".id) FROM " table " " as " WHERE " as ".company_id = c.id), " \
	"0)"

/* tenancy: all companies, one job counts the days of every company */
static const struct db_query waiting_sql = {"performance.waiting",
	"SELECT c.id FROM companies c LEFT JOIN performance_rollups r ON r.company_id = c.id"
	" WHERE c.status = 'active' AND (r.company_id IS NULL OR r.time_zone <> c.time_zone"
	" OR r.rebuild_day IS NOT NULL"
	" OR " NEWEST("order_status_history",
		"h") " > r.history_id"
		     " OR " NEWEST("communications",
			     "m") " > r.communication_id"
				  " OR " NEWEST("customer_interactions",
					  "i") " > r.interaction_id"
					       " OR " NEWEST("ratings",
						       "g") " > r.rating_id"
							    " OR EXISTS (SELECT 1 FROM "
							    "agent_performance_metrics p"
							    " WHERE p.company_id = c.id AND "
							    "p.due_us <= $1)) ORDER BY c.id",
	NULL, NULL};
/* tenancy: all companies, the command line counts them one by one */
static const struct db_query companies_sql = {"performance.companies",
	"SELECT code FROM companies WHERE status = 'active' ORDER BY id", NULL, NULL};
static const struct db_query state_sql = {"performance.state",
	"SELECT time_zone, history_id, communication_id, interaction_id, rating_id, rebuild_day"
	" FROM performance_rollups WHERE company_id = $1",
	NULL, NULL};
static const struct db_query put_state_sql = {"performance.put_state",
	"INSERT INTO performance_rollups (company_id, time_zone, history_id, communication_id,"
	" interaction_id, rating_id, rebuild_day, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (company_id) DO UPDATE SET"
	" time_zone = excluded.time_zone, history_id = excluded.history_id,"
	" communication_id = excluded.communication_id,"
	" interaction_id = excluded.interaction_id, rating_id = excluded.rating_id,"
	" rebuild_day = excluded.rebuild_day, updated_us = excluded.updated_us",
	NULL, NULL};
static const struct db_query last_sql = {"performance.last",
	"SELECT " NEWEST("order_status_history", "h") ", " NEWEST("communications",
		"m") ", " NEWEST("customer_interactions", "i") ", " NEWEST("ratings",
		"g") " FROM companies c WHERE c.id = $1 AND c.company_id = $1",
	NULL, NULL};

enum err rollup_store_waiting(struct cx *cx, int64_t **companies, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &waiting_sql, DB_ARGS(db_int(cx->now_us)), &result));
	*companies = arena_array(cx->arena, result.count, sizeof(**companies));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*companies)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err performance_companies(struct cx *cx, const char ***codes, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &companies_sql, DB_NO_ARGS, &result));
	*codes = arena_array(cx->arena, result.count, sizeof(**codes));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*codes)[i] = db_text_at(&result, i, 0);
	return OK;
}

enum err rollup_store_state(struct cx *cx, struct rollup_state *state)
{
	struct db_result result;

	*state = (struct rollup_state){0};
	TRY(db_run(cx, &state_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0)
		return OK;
	state->known = true;
	state->time_zone = db_text_at(&result, 0, 0);
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		state->last[i] = db_int_at(&result, 0, i + 1);
	state->rebuild_day = db_opt_at(&result, 0, SOURCE_COUNT + 1);
	return OK;
}

enum err rollup_store_put_state(struct cx *cx, const struct rollup_state *state)
{
	return db_exec(cx, &put_state_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(state->time_zone),
			db_int(state->last[SOURCE_HISTORY]),
			db_int(state->last[SOURCE_COMMUNICATION]),
			db_int(state->last[SOURCE_INTERACTION]), db_int(state->last[SOURCE_RATING]),
			db_opt(state->rebuild_day), db_int(cx->now_us)),
		NULL);
}

enum err rollup_store_last(struct cx *cx, int64_t last[SOURCE_COUNT])
{
	struct db_result result;

	TRY(db_run(cx, &last_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		last[i] = db_int_at(&result, 0, i);
	return OK;
}

/* ---- Whose days the new rows touch -------------------------------------------------- */

/* A change takes the order's result of that day away from whoever had it. */
static const struct db_query history_touched_sql = {"performance.history_touched",
	"SELECT DISTINCT p.agent_id, h.change_timestamp FROM order_status_history h"
	" JOIN order_status_history p ON p.company_id = h.company_id AND p.order_id = h.order_id"
	" WHERE h.company_id = $1 AND h.id > $2 AND h.id <= $3 AND p.agent_id IS NOT NULL"
	" AND p.id <= h.id"
	" AND " UNINDEXED_TIME("p.change_timestamp") " >= h.change_timestamp - 90000000000",
	NULL, NULL};
/* A customer who calls or writes again undoes what was resolved within seven days. */
static const struct db_query communication_touched_sql = {"performance.communication_touched",
	"SELECT m.agent_id, m.at_us FROM communications m WHERE m.company_id = $1 AND m.id > $2"
	" AND m.id <= $3 AND m.channel = 'call' AND m.agent_id IS NOT NULL"
	" UNION SELECT i.agent_id, i.interaction_time FROM communications m"
	" JOIN customer_interactions i ON i.company_id = m.company_id AND i.order_id = m.order_id"
	" WHERE m.company_id = $1 AND m.id > $2 AND m.id <= $3 AND m.direction = 'inbound'"
	" AND i.interaction_time < m.at_us AND i.interaction_time >= m.at_us - " SEVEN_DAYS_US,
	NULL, NULL};
/* A contact takes up what was still open about the order. */
static const struct db_query interaction_touched_sql = {"performance.interaction_touched",
	"SELECT DISTINCT e.agent_id, e.interaction_time FROM customer_interactions i"
	" JOIN customer_interactions e ON e.company_id = i.company_id AND e.order_id = i.order_id"
	" WHERE i.company_id = $1 AND i.id > $2 AND i.id <= $3 AND e.id <= i.id",
	NULL, NULL};
static const struct db_query rating_touched_sql = {"performance.rating_touched",
	"SELECT r.agent_id, r.at_us FROM ratings r WHERE r.company_id = $1 AND r.id > $2"
	" AND r.id <= $3 AND r.agent_id IS NOT NULL",
	NULL, NULL};
static const struct db_query due_sql = {"performance.due",
	"SELECT agent_id, day FROM agent_performance_metrics"
	" WHERE company_id = $1 AND due_us <= $2 LIMIT 200",
	NULL, NULL};

enum err rollup_store_touched(struct cx *cx, enum source source, int64_t after, int64_t upto,
	struct touched **rows, size_t *count)
{
	static const struct db_query *const queries[SOURCE_COUNT] = {&history_touched_sql,
		&communication_touched_sql, &interaction_touched_sql, &rating_touched_sql};
	struct db_result result;

	TRY(db_run(cx, queries[source],
		DB_ARGS(db_int(cx->actor->company_id), db_int(after), db_int(upto)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct touched){db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

enum err rollup_store_due(struct cx *cx, struct agent_day **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &due_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(cx->now_us)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct agent_day){db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

/* ---- Counting anew ------------------------------------------------------------------- */

static const struct db_query agents_sql = {"performance.agents",
	"SELECT h.agent_id FROM order_status_history h WHERE h.company_id = $1"
	" AND h.change_timestamp >= $3 AND h.change_timestamp < $4 AND h.agent_id IS NOT NULL"
	" UNION SELECT m.agent_id FROM communications m WHERE m.company_id = $1"
	" AND m.at_us >= $3 AND m.at_us < $4 AND m.channel = 'call' AND m.agent_id IS NOT NULL"
	" UNION SELECT i.agent_id FROM customer_interactions i WHERE i.company_id = $1"
	" AND i.interaction_time >= $3 AND i.interaction_time < $4"
	" UNION SELECT r.agent_id FROM ratings r WHERE r.company_id = $1"
	" AND r.at_us >= $3 AND r.at_us < $4 AND r.agent_id IS NOT NULL"
	" UNION SELECT p.agent_id FROM agent_performance_metrics p"
	" WHERE p.company_id = $1 AND p.day = $2",
	NULL, NULL};
static const struct db_query first_sql = {"performance.first",
	"SELECT MIN(f.at_us) FROM (SELECT MIN(h.change_timestamp) AS at_us"
	" FROM order_status_history h WHERE h.company_id = $1"
	" UNION ALL SELECT MIN(m.at_us) FROM communications m"
	" WHERE m.company_id = $1 AND m.channel = 'call'"
	" UNION ALL SELECT MIN(i.interaction_time) FROM customer_interactions i"
	" WHERE i.company_id = $1"
	" UNION ALL SELECT MIN(r.at_us) FROM ratings r WHERE r.company_id = $1) f",
	NULL, NULL};

enum err rollup_store_agents(
	struct cx *cx, const struct day_range *range, int64_t **agents, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &agents_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(range->day), db_int(range->from_us),
			db_int(range->to_us)),
		&result));
	*agents = arena_array(cx->arena, result.count, sizeof(**agents));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*agents)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err rollup_store_first(struct cx *cx, struct opt_int *at_us)
{
	struct db_result result;

	TRY(db_run(cx, &first_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*at_us = db_opt_at(&result, 0, 0);
	return OK;
}

/* ---- The table ------------------------------------------------------------------------- */

#define SUMS \
	"total_orders_handled, orders_confirmed, orders_cancelled, orders_postponed, calls," \
	" calls_answered, talk_seconds, ratings_count, rating_points, ratings_good, contacts," \
	" contacts_resolved, contacts_first"

static const struct db_query get_sql = {"performance.get",
	"SELECT " SUMS ", due_us FROM agent_performance_metrics"
	" WHERE company_id = $1 AND agent_id = $2 AND day = $3",
	NULL, NULL};
static const struct db_query put_sql = {"performance.put",
	"INSERT INTO agent_performance_metrics (company_id, id, agent_id, day, " SUMS ","
	" due_us, created_at, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
	" $12, $13, $14, $15, $16, $17, $18, $19, $19) ON CONFLICT (company_id, agent_id, day)"
	" DO UPDATE SET total_orders_handled = excluded.total_orders_handled,"
	" orders_confirmed = excluded.orders_confirmed,"
	" orders_cancelled = excluded.orders_cancelled,"
	" orders_postponed = excluded.orders_postponed, calls = excluded.calls,"
	" calls_answered = excluded.calls_answered, talk_seconds = excluded.talk_seconds,"
	" ratings_count = excluded.ratings_count, rating_points = excluded.rating_points,"
	" ratings_good = excluded.ratings_good, contacts = excluded.contacts,"
	" contacts_resolved = excluded.contacts_resolved,"
	" contacts_first = excluded.contacts_first, due_us = excluded.due_us,"
	" updated_us = excluded.updated_us",
	NULL, NULL};
static const struct db_query outside_sql = {"performance.outside",
	"DELETE FROM agent_performance_metrics WHERE company_id = $1 AND (day < $2 OR day > $3)",
	NULL, NULL};

enum err rollup_store_get(
	struct cx *cx, const struct agent_day *of, struct sums *sums, struct opt_int *due_us)
{
	struct db_result result;

	*sums = (struct sums){0};
	*due_us = (struct opt_int){0};
	TRY(db_run(cx, &get_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(of->agent_id), db_int(of->day)),
		&result));
	if (result.count == 0)
		return OK;
	take(&result, sums, 0, SUM_COUNT);
	*due_us = db_opt_at(&result, 0, SUM_COUNT);
	return OK;
}

enum err rollup_store_put(
	struct cx *cx, const struct agent_day *of, const struct sums *sums, struct opt_int due_us)
{
	struct db_value args[SUM_COUNT + 6] = {db_int(cx->actor->company_id)};
	size_t n = 2;
	int64_t id;

	TRY(db_next_id(cx, "agent_performance_metric", &id));
	args[1] = db_int(id);
	args[n++] = db_int(of->agent_id);
	args[n++] = db_int(of->day);
	for (size_t i = 0; i < SUM_COUNT; i++)
		args[n++] = db_int(sums->n[i]);
	args[n++] = db_opt(due_us);
	args[n++] = db_int(cx->now_us);
	return db_exec(cx, &put_sql, args, n, NULL);
}

enum err rollup_store_drop_outside(struct cx *cx, int64_t from_day, int64_t to_day)
{
	return db_exec(cx, &outside_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(from_day), db_int(to_day)), NULL);
}

db_query_list rollup_queries = {&orders_sql, &calls_sql, &ratings_sql, &contacts_sql, &waiting_sql,
	&companies_sql, &state_sql, &put_state_sql, &last_sql, &history_touched_sql,
	&communication_touched_sql, &interaction_touched_sql, &rating_touched_sql, &due_sql,
	&agents_sql, &first_sql, &get_sql, &put_sql, &outside_sql, NULL};
