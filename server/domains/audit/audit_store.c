/* audit_store.c - reading the audit log; writing is platform/auth's. */
/* SPDX-License-Identifier: MIT */
#include "domains/audit/audit_internal.h"

#define HEAD \
	"SELECT l.id, l.at_us, l.user_id, u.name, l.api_key_id, k.name, l.action," \
	" l.subject_type, l.subject_id, l.detail, l.ip, l.request_id FROM audit_log l" \
	" LEFT JOIN users u ON u.company_id = l.company_id AND u.id = l.user_id" \
	" LEFT JOIN api_keys k ON k.company_id = l.company_id AND k.id = l.api_key_id" \
	" WHERE l.company_id = $1 AND l.id < $2 AND l.at_us >= $3 AND l.at_us < $4" \
	" AND ($5 = '' OR l.action = $5 OR l.action LIKE CAST($5 AS TEXT) || '.%')" \
	" AND ($6 = 0 OR l.api_key_id = $6)" \
	" AND ($7 = 0 OR (l.user_id IS NULL AND l.api_key_id IS NULL))"
#define OF_SUBJECT " AND l.subject_type = $8 AND ($9 = 0 OR l.subject_id = $9)"
#define ANY_SUBJECT " AND ($8 = '' OR l.subject_type = $8) AND ($9 = 0 OR l.subject_id = $9)"
#define TAIL " ORDER BY l.id DESC LIMIT $11"

/* Three texts, so that each finds the index that leads to few rows. */
static const struct db_query list_sql = {
	.name = "audit.list",
	.text = HEAD ANY_SUBJECT " AND ($10 = 0 OR l.user_id = $10)" TAIL,
};
static const struct db_query of_user_sql = {
	.name = "audit.of_user",
	.text = HEAD ANY_SUBJECT " AND l.user_id = $10" TAIL,
};
static const struct db_query of_subject_sql = {
	.name = "audit.of_subject",
	.text = HEAD OF_SUBJECT " AND ($10 = 0 OR l.user_id = $10)" TAIL,
};

db_query_list audit_queries = {&list_sql, &of_user_sql, &of_subject_sql, NULL};

static const struct db_query *query_for(const struct audit_filter *filter)
{
	if (filter->user_id)
		return &of_user_sql;
	return filter->subject_type && filter->subject_id ? &of_subject_sql : &list_sql;
}

static int64_t int_of(const struct db_value *cell)
{
	return cell->type == DB_INT ? cell->integer : 0;
}

static const char *text_of(const struct db_value *cell)
{
	return cell->type == DB_TEXT ? cell->bytes : NULL;
}

static struct audit_row read_cells(const struct db_value *cells)
{
	return (struct audit_row){
		.id = int_of(&cells[0]),
		.at_us = int_of(&cells[1]),
		.user_id = int_of(&cells[2]),
		.user_name = text_of(&cells[3]),
		.api_key_id = int_of(&cells[4]),
		.api_key_name = text_of(&cells[5]),
		.action = text_of(&cells[6]),
		.subject_type = text_of(&cells[7]),
		.subject_id = int_of(&cells[8]),
		.detail = text_of(&cells[9]),
		.ip = text_of(&cells[10]),
		.request_id = text_of(&cells[11]),
	};
}

#define ARGS(filter) \
	db_int(cx->actor->company_id), db_int((filter)->below), db_int((filter)->from_us), \
		db_int((filter)->to_us), db_text((filter)->action ? (filter)->action : ""), \
		db_int((filter)->api_key_id), db_int((filter)->system), \
		db_text((filter)->subject_type ? (filter)->subject_type : ""), \
		db_int((filter)->subject_id), db_int((filter)->user_id), db_int((filter)->limit)

enum err audit_store_list(
	struct cx *cx, const struct audit_filter *filter, struct audit_row **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, query_for(filter), DB_ARGS(ARGS(filter)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = read_cells(db_at(&result, row, 0));
	return OK;
}

struct each {
	audit_row_fn *fn;
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each *each = arg;
	const struct audit_row row = read_cells(cells);

	return each->fn(cx, &row, each->arg);
}

enum err audit_store_each(
	struct cx *cx, const struct audit_filter *filter, audit_row_fn *each, void *arg)
{
	struct each both = {each, arg};

	return db_each(cx, query_for(filter), DB_ARGS(ARGS(filter)), hand_over, &both);
}
