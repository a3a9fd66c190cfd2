/* login_log_store.c - reading the record of logins; session_store.c writes it. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/login_log_internal.h"

#include "platform/db/db.h"

#define HEAD \
	"SELECT l.id, l.at_us, l.user_id, a.agent_no, u.username, COALESCE(a.name, u.name)," \
	" l.way, l.outcome, l.ip, l.user_agent FROM login_log l" \
	" LEFT JOIN users u ON u.company_id = l.company_id AND u.id = l.user_id" \
	" LEFT JOIN agents a ON a.company_id = l.company_id AND a.user_id = l.user_id" \
	" WHERE l.company_id = $1 AND l.id < $2 AND l.at_us >= $3 AND l.at_us < $4" \
	" AND ($5 = '' OR l.ip = $5)" \
	" AND ($6 = 0 OR (l.outcome <> 'ok' AND l.way IN ('password', 'badge', 'refresh')))"
#define TAIL " ORDER BY l.id DESC LIMIT $8"

/* Two texts, so that each finds the index that leads to few rows. */
static const struct db_query list_sql = {
	.name = "login_log.list",
	.text = HEAD " AND ($7 = 0 OR l.user_id = $7)" TAIL,
};
static const struct db_query of_user_sql = {
	.name = "login_log.of_user",
	.text = HEAD " AND l.user_id = $7" TAIL,
};

db_query_list login_log_queries = {&list_sql, &of_user_sql, NULL};

static struct login_row read_row(const struct db_result *result, size_t row)
{
	return (struct login_row){
		.id = db_int_at(result, row, 0),
		.at_us = db_int_at(result, row, 1),
		.user_id = db_int_at(result, row, 2),
		.agent_no = db_int_at(result, row, 3),
		.username = db_text_at(result, row, 4),
		.name = db_text_at(result, row, 5),
		.way = db_text_at(result, row, 6),
		.outcome = db_text_at(result, row, 7),
		.ip = db_text_or_empty(result, row, 8),
		.user_agent = db_text_or_empty(result, row, 9),
	};
}

enum err login_log_list(
	struct cx *cx, const struct login_filter *filter, struct login_row **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, filter->user_id ? &of_user_sql : &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(filter->below),
			db_int(filter->from_us), db_int(filter->to_us),
			db_text(filter->ip ? filter->ip : ""), db_int(filter->refused),
			db_int(filter->user_id), db_int(filter->limit)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = read_row(&result, row);
	return OK;
}
