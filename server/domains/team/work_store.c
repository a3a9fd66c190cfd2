/* work_store.c - reading the sums, and the rows they stand for. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#define OF_UNIT \
	" FROM work_counters c WHERE c.company_id = $1 AND c.unit = $2 AND c.dimension = $3" \
	" AND c.day >= $4 AND c.day <= $5"

static const struct db_query days_sql = {
	.name = "work.days",
	.text = "SELECT c.day, c.subject, c.word, c.n" OF_UNIT " ORDER BY c.day, c.word",
};
static const struct db_query sums_sql = {
	.name = "work.sums",
	.text = "SELECT 0, c.subject, c.word, SUM(c.n)" OF_UNIT
		/* What was corrected away stays behind as zeros. */
		" GROUP BY c.subject, c.word HAVING SUM(c.n) <> 0 ORDER BY c.subject, c.word",
};

/*
 * The units' numbers come from their tables, so that each is one walk of the
 * key; CROSS JOIN keeps SQLite from walking all sums of the company instead.
 */
#define UNIT_SUMS(number, table) \
	"SELECT 0, " number ", c.word, SUM(c.n) FROM " table " t CROSS JOIN work_counters c" \
	" WHERE t.company_id = $1 AND c.company_id = t.company_id AND c.unit = " number \
	" AND c.dimension = 'day' AND c.day >= $2 AND c.day <= $3" \
	" GROUP BY t.id, c.word ORDER BY t.id, c.word"
static const struct db_query teams_sum_sql = {
	.name = "work.teams", .text = UNIT_SUMS("t.id", "teams")};
static const struct db_query departments_sum_sql = {
	.name = "work.departments", .text = UNIT_SUMS("-t.id", "departments")};

static const struct db_query as_of_sql = {
	.name = "work.as_of",
	.text = "SELECT f.folded_us, CASE WHEN f.history_id = COALESCE((SELECT MAX(h.id)"
		" FROM order_status_history h WHERE h.company_id = $1), 0)"
		" AND f.communication_id = COALESCE((SELECT MAX(m.id) FROM communications m"
		" WHERE m.company_id = $1), 0) THEN 1 ELSE 0 END"
		" FROM work_folds f WHERE f.company_id = $1",
};

static const struct db_query agents_sql = {
	.name = "work.agents",
	.text = "SELECT id, agent_no, name FROM agents WHERE company_id = $1 ORDER BY id",
};

static const struct db_query teams_sql = {
	.name = "work.team_units",
	.text = "SELECT t.id, t.department_id, t.name FROM teams t WHERE t.company_id = $1"
		" AND (CAST($2 AS BIGINT) = 1 OR t.id = $3) ORDER BY t.name, t.id",
};
static const struct db_query departments_sql = {
	.name = "work.department_units",
	.text = "SELECT d.id, d.id, d.name FROM departments d WHERE d.company_id = $1"
		" AND CAST($2 AS BIGINT) = 1 ORDER BY d.name, d.id",
};

/*
 * Newest first by their time; "" and 0 ask for all. A unit's work is what was
 * done in it, as the sums have it.
 */
#define ROWS \
	"SELECT h.id, h.change_timestamp, h.order_id, w.agent_no, h.previous_status," \
	" h.new_status, h.cancellation_reason, h.user_name, h.customer_name, o.area," \
	" o.product_name FROM order_status_history h" \
	" JOIN orders o ON o.company_id = h.company_id AND o.id = h.order_id" \
	" LEFT JOIN agents w ON w.company_id = h.company_id AND w.id = h.agent_id" \
	" AND h.previous_status IS NOT NULL" \
	" WHERE h.company_id = $1 AND h.change_timestamp >= $2 AND h.change_timestamp < $3" \
	" AND (h.change_timestamp < $4 OR (h.change_timestamp = $4 AND h.id < $5))" \
	" AND (CAST($6 AS BIGINT) = 0 OR h.team_id = $6 OR -h.department_id = $6)" \
	" AND (CAST($7 AS BIGINT) = 1) = (h.previous_status IS NULL)" \
	" AND ($8 = '' OR h.new_status = $8) AND ($9 = '' OR h.previous_status = $9)" \
	" AND ($10 = '' OR h.cancellation_reason = $10)" \
	" AND (CAST($11 AS BIGINT) = 0 OR h.agent_id = $11)" \
	" AND (CAST($12 AS BIGINT) = 0 OR o.area = $13)" \
	" AND (CAST($14 AS BIGINT) = 0 OR o.product_name = $15)" \
	" ORDER BY h.change_timestamp DESC, h.id DESC"
static const struct db_query rows_sql = {.name = "work.rows", .text = ROWS};

db_query_list work_queries = {&days_sql, &sums_sql, &teams_sum_sql, &departments_sum_sql,
	&as_of_sql, &agents_sql, &teams_sql, &departments_sql, &rows_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_sums(
	struct cx *cx, const struct db_result *result, struct work_sum **sums, size_t *count)
{
	*count = result->count;
	*sums = arena_array(cx->arena, result->count, sizeof(**sums));
	for (size_t row = 0; row < result->count; row++) {
		const struct db_value *subject = db_at(result, row, 1);

		(*sums)[row] = (struct work_sum){.day = db_int_at(result, row, 0),
			.subject = subject->type == DB_INT
				? arena_format(cx->arena, "%lld", (long long)subject->integer)
				: db_text_or_empty(result, row, 1),
			.word = db_text_at(result, row, 2),
			.n = db_int_at(result, row, 3)};
	}
}

enum err work_sums(struct cx *cx, const struct work_query *query, enum work_dimension dimension,
	struct work_sum **sums, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, dimension == WORK_DAY ? &days_sql : &sums_sql,
		DB_ARGS(own_company(cx), db_int(query->unit),
			db_text(work_dimension_words[dimension]), db_int(query->from_day),
			db_int(query->to_day)),
		&result));
	read_sums(cx, &result, sums, count);
	return OK;
}

enum err work_unit_sums(struct cx *cx, const struct work_query *query, bool departments,
	struct work_sum **sums, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, departments ? &departments_sum_sql : &teams_sum_sql,
		DB_ARGS(own_company(cx), db_int(query->from_day), db_int(query->to_day)), &result));
	read_sums(cx, &result, sums, count);
	return OK;
}

enum err work_agents(struct cx *cx, struct work_agent **agents, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &agents_sql, DB_ARGS(own_company(cx)), &result));
	*count = result.count;
	*agents = arena_array(cx->arena, result.count, sizeof(**agents));
	for (size_t row = 0; row < result.count; row++)
		(*agents)[row] = (struct work_agent){.id = db_int_at(&result, row, 0),
			.agent_no = db_int_at(&result, row, 1),
			.name = db_text_at(&result, row, 2)};
	return OK;
}

enum err work_as_of(struct cx *cx, int64_t *as_of_us)
{
	struct db_result result;

	*as_of_us = 0;
	TRY(db_run(cx, &as_of_sql, DB_ARGS(own_company(cx)), &result));
	if (result.count)
		*as_of_us = db_int_at(&result, 0, 1) ? cx->now_us : db_int_at(&result, 0, 0);
	return OK;
}

enum err work_units(struct cx *cx, bool departments, struct work_unit **units, size_t *count)
{
	const struct actor *actor = cx->actor;
	const struct db_value args[3] = {own_company(cx), db_int(actor->scope == SCOPE_COMPANY),
		db_id(actor->scope == SCOPE_TEAM ? actor->team_id : 0)};
	struct db_result result;

	TRY(db_run(cx, departments ? &departments_sql : &teams_sql, args, departments ? 2 : 3,
		&result));
	*count = result.count;
	*units = arena_array(cx->arena, result.count, sizeof(**units));
	for (size_t row = 0; row < result.count; row++) {
		const int64_t id = db_int_at(&result, row, 0);

		(*units)[row] = (struct work_unit){.unit = departments ? -id : id,
			.department_id = db_int_at(&result, row, 1),
			.name = db_text_at(&result, row, 2)};
	}
	return OK;
}

/* ---- Rows ------------------------------------------------------------------------------- */

struct row_reader {
	const struct work_filter *filter;
	struct work_row *rows;
	size_t count;
	bool full;
};

static const char *copy(struct cx *cx, const struct db_value *cell)
{
	return cell->type == DB_TEXT ? arena_text(cx->arena, cell->bytes) : NULL;
}

/* The hour is told by the zone, which SQL does not know. */
static bool of_hour(const struct cx *cx, const struct work_filter *filter, int64_t at_us)
{
	const int64_t local_us = intl_zone_from_utc(cx->actor->company->time_zone, at_us);

	return !filter->hour.given || local_us % US_PER_DAY / US_PER_HOUR == filter->hour.value;
}

static enum err take_row(struct cx *cx, const struct db_value *cells, void *arg)
{
	struct row_reader *reader = arg;

	if (!of_hour(cx, reader->filter, cells[1].integer))
		return OK;
	if (reader->count == (size_t)reader->filter->limit) {
		reader->full = true;
		return ERR_STATE; /* enough; work_rows() takes it for what it is */
	}
	reader->rows[reader->count++] = (struct work_row){.id = cells[0].integer,
		.at_us = cells[1].integer,
		.order_id = cells[2].integer,
		.agent_no = cells[3].type == DB_INT ? cells[3].integer : 0,
		.from = copy(cx, &cells[4]),
		.to = copy(cx, &cells[5]),
		.reason = copy(cx, &cells[6]),
		.user_name = copy(cx, &cells[7]),
		.customer_name = copy(cx, &cells[8]),
		.area = copy(cx, &cells[9]),
		.product = copy(cx, &cells[10])};
	return OK;
}

static struct db_value or_empty(const char *text)
{
	return db_text(text ? text : "");
}

enum err work_rows(
	struct cx *cx, const struct work_filter *filter, struct work_row **rows, size_t *count)
{
	struct row_reader reader = {.filter = filter,
		.rows = arena_array(cx->arena, (size_t)filter->limit, sizeof(*reader.rows))};
	const enum err err = db_each(cx, &rows_sql,
		DB_ARGS(own_company(cx), db_int(filter->from_us), db_int(filter->to_us),
			db_int(filter->before_us), db_int(filter->before_id), db_int(filter->unit),
			db_int(filter->came_in), or_empty(filter->status),
			or_empty(filter->previous), or_empty(filter->reason),
			db_int(filter->agent_id), db_int(filter->area != NULL),
			or_empty(filter->area), db_int(filter->product != NULL),
			or_empty(filter->product)),
		take_row, &reader);

	if (err != OK && !reader.full)
		return err;
	*rows = reader.rows;
	*count = reader.count;
	return OK;
}
