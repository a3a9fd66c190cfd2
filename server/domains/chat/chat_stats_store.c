/* chat_stats_store.c - the SQL of figures of chats that ended. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_stats.h"

#include "domains/chat/chat_visible.h"
#include "platform/db/db.h"

#define ANSWERED "c.first_response_us IS NOT NULL AND c.source <> 'agent'"
#define FIGURES(of) \
	"SELECT SUM(CASE WHEN c.state = 'closed' THEN 1 ELSE 0 END)," \
	" SUM(CASE WHEN c.state = 'closed' THEN 0 ELSE 1 END)," \
	" SUM(CASE WHEN " ANSWERED " THEN 1 ELSE 0 END)," \
	" SUM(CASE WHEN " ANSWERED " THEN c.first_response_us - c.created_us ELSE 0 END)," \
	" SUM(CASE WHEN c.state = 'closed' THEN c.closed_us - c.created_us ELSE 0 END)," \
	" COUNT(c.rating), SUM(COALESCE(c.rating, 0)) FROM chats c WHERE c.company_id = $1" \
	" AND c.closed_us IS NOT NULL AND c.closed_us >= $2 AND c.closed_us < $3" of
static const struct db_query own_sql = {
	"chat_stats.own", FIGURES(" AND c.agent_id = $4"), NULL, NULL};
static const struct db_query team_sql = {
	"chat_stats.team", FIGURES(" AND c.team_id = $4"), NULL, NULL};
static const struct db_query company_sql = {"chat_stats.company", FIGURES(""), NULL, NULL};

db_query_list chat_stats_queries = {&own_sql, &team_sql, &company_sql, NULL};

enum err chat_store_figures(
	struct cx *cx, int64_t from_us, int64_t to_us, bool mine, struct chat_figures *figures)
{
	static const struct db_query *const by_scope[] = {&own_sql, &team_sql, &company_sql};
	const enum scope scope = mine ? SCOPE_OWN : chat_scope(cx->actor);
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(from_us),
		db_int(to_us),
		db_int(scope == SCOPE_TEAM ? cx->actor->team_id : cx->actor->agent_id)};
	struct db_result result;

	TRY(db_run(cx, by_scope[scope], args, scope == SCOPE_COMPANY ? 3 : 4, &result));
	*figures = (struct chat_figures){.closed = db_int_at(&result, 0, 0),
		.lost = db_int_at(&result, 0, 1),
		.answered = db_int_at(&result, 0, 2),
		.answer_us = db_int_at(&result, 0, 3),
		.resolved = db_int_at(&result, 0, 0),
		.resolve_us = db_int_at(&result, 0, 4),
		.rated = db_int_at(&result, 0, 5),
		.scores = db_int_at(&result, 0, 6)};
	return OK;
}
