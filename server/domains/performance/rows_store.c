/* rows_store.c - the rows that a day's figures were counted from. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/contact_sql.h"
#include "domains/performance/performance_internal.h"

#include "platform/db/db.h"

/* $3, $4 the day, $5 now, ($6, $9) the time and id to go on below, $7 LIMIT. */
#define NEWEST(at, id) " AND (" at ", " id ") < ($6, $9) ORDER BY " at " DESC, " id " DESC LIMIT $7"
#define OF_ORDER(as) \
	" LEFT JOIN orders o ON o.company_id = " as ".company_id AND o.id = " as ".order_id"

static const struct db_query orders_sql = {"performance.rows_orders",
	"SELECT h.id, h.change_timestamp, h.order_id, o.code_year, o.customer_name, h.new_status,"
	" 0, 0, 1 FROM order_status_history h" OF_ORDER(
		"h") " WHERE h.company_id = $1 AND h.agent_id = $2"
		     " AND h.change_timestamp >= $3 AND h.change_timestamp < $4 AND CAST($5 AS "
		     "BIGINT) > 0 AND " RESULT_OF_DAY
		     " AND ($8 = '' OR h.new_status = $8)" NEWEST("h.change_timestamp", "h.id"),
	NULL, NULL};
static const struct db_query calls_sql = {"performance.rows_calls",
	"SELECT m.id, m.at_us, m.order_id, o.code_year, o.customer_name, m.outcome,"
	" m.duration_seconds, 0, 1 FROM communications m" OF_ORDER(
		"m") " WHERE m.company_id = $1 AND m.agent_id = $2 AND m.at_us >= $3 AND m.at_us < "
		     "$4"
		     " AND CAST($5 AS BIGINT) > 0 AND m.channel = 'call' AND ($8 = '' OR "
		     "m.duration_seconds > 0)" NEWEST("m.at_us", "m.id"),
	NULL, NULL};
static const struct db_query ratings_sql = {"performance.rows_ratings",
	"SELECT r.id, r.at_us, r.order_id, o.code_year, o.customer_name, r.channel, 0, r.score,"
	" CASE WHEN $8 = '' OR r.score >= 4 THEN 1 ELSE 0 END FROM ratings r" OF_ORDER(
		"r") " WHERE r.company_id = $1 AND r.agent_id = $2 AND r.at_us >= $3 AND r.at_us < "
		     "$4"
		     " AND CAST($5 AS BIGINT) > 0" NEWEST("r.at_us", "r.id"),
	NULL, NULL};
static const struct db_query contacts_sql = {"performance.rows_contacts",
	"SELECT i.id, i.interaction_time, i.order_id, o.code_year, o.customer_name,"
	" i.resolution_status, i.duration_seconds, 0, CASE WHEN $8 = '' THEN "
	"CASE WHEN " CONTACT_RESOLVED " THEN 1 ELSE 0 END"
	" ELSE CASE WHEN " CONTACT_FIRST " THEN 1 ELSE 0 END END"
	" FROM customer_interactions i" OF_ORDER(
		"i") " WHERE i.company_id = $1 AND i.agent_id = $2 AND i.interaction_time >= $3"
		     " AND i.interaction_time < $4 AND " CONTACT_COUNTS NEWEST(
			     "i.interaction_time", "i.id"),
	NULL, NULL};

static const struct db_query urgent_sql = {"performance.urgent",
	"SELECT SUM(CASE WHEN h.new_status = 'confirmed' THEN 1 ELSE 0 END), COUNT(*)"
	" FROM order_status_history h JOIN orders o"
	" ON o.company_id = h.company_id AND o.id = h.order_id AND o.priority = 'high'"
	" WHERE h.company_id = $1 AND h.agent_id = $2"
	" AND h.change_timestamp >= $3 AND h.change_timestamp < $4 AND " RESULT_OF_DAY,
	NULL, NULL};

/* Which statement shows a figure's rows, and what it is asked for besides. */
static const struct {
	enum row_kind kind;
	const char *only;
} shown_by[FIGURE_COUNT] = {
	[FIGURE_HANDLED] = {ROW_ORDER, ""},
	[FIGURE_SUCCESS] = {ROW_ORDER, ""},
	[FIGURE_CALL_TIME] = {ROW_CALL, "answered"},
	[FIGURE_RATING] = {ROW_RATING, ""},
	[FIGURE_RESOLUTION] = {ROW_CONTACT, ""},
	[FIGURE_FIRST_CALL] = {ROW_CONTACT, "first"},
	[FIGURE_HANDLE_TIME] = {ROW_CALL, "answered"},
	[FIGURE_CONFIRMATION] = {ROW_ORDER, ""},
	[FIGURE_CANCELLATION] = {ROW_ORDER, ""},
	[FIGURE_GOOD_RATINGS] = {ROW_RATING, "good"},
	[FIGURE_CONFIRMED] = {ROW_ORDER, "confirmed"},
	[FIGURE_CANCELLED] = {ROW_ORDER, "cancelled"},
	[FIGURE_POSTPONED] = {ROW_ORDER, "postponed"},
	[FIGURE_CALLS] = {ROW_CALL, ""},
};

/* Of orders the outcome says whether it is above the line. */
static bool order_counts(enum figure figure, const char *status)
{
	switch (figure) {
	case FIGURE_SUCCESS:
		return !text_is(status, "cancelled");
	case FIGURE_CONFIRMATION:
		return text_is(status, "confirmed");
	case FIGURE_CANCELLATION:
		return text_is(status, "cancelled");
	default:
		return true;
	}
}

static void read_row(const struct row_query *query, const struct db_result *result, size_t i,
	struct row_behind *row)
{
	*row = (struct row_behind){
		.kind = shown_by[query->figure].kind,
		.day = query->range.day,
		.id = db_int_at(result, i, 0),
		.at_us = db_int_at(result, i, 1),
		.order_id = db_int_at(result, i, 2),
		.order_year = db_int_at(result, i, 3),
		.customer_name = db_text_at(result, i, 4),
		.status = db_text_at(result, i, 5),
		.seconds = db_int_at(result, i, 6),
		.score = db_int_at(result, i, 7),
		.counts = db_int_at(result, i, 8) != 0,
	};
	if (row->kind == ROW_ORDER)
		row->counts = order_counts(query->figure, row->status);
}

enum err rows_store_day(
	struct cx *cx, const struct row_query *query, struct row_behind *rows, size_t *count)
{
	static const struct db_query *const queries[] = {
		&orders_sql, &calls_sql, &ratings_sql, &contacts_sql};
	struct db_result result;

	TRY(db_run(cx, queries[shown_by[query->figure].kind],
		DB_ARGS(db_int(cx->actor->company_id), db_int(query->agent_id),
			db_int(query->range.from_us), db_int(query->range.to_us),
			db_int(cx->now_us), db_int(query->below.at_us), db_int(query->limit),
			db_text(shown_by[query->figure].only), db_int(query->below.id)),
		&result));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(query, &result, i, &rows[i]);
	return OK;
}

enum err rows_store_urgent(struct cx *cx, int64_t agent_id, const struct day_range *range,
	int64_t *confirmed, int64_t *handled)
{
	struct db_result result;

	TRY(db_run(cx, &urgent_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(range->from_us),
			db_int(range->to_us)),
		&result));
	*confirmed += db_int_at(&result, 0, 0);
	*handled += db_int_at(&result, 0, 1);
	return OK;
}

db_query_list performance_row_queries = {
	&orders_sql, &calls_sql, &ratings_sql, &contacts_sql, &urgent_sql, NULL};
