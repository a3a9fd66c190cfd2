/* session_list_store.c - statements that list sessions for people. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

/* Of the team $3 (0: of everyone), without a right that stands too high or that the actor lacks. */
#define BELOW(user, own) \
	" AND (a.team_id = $3 OR $3 = 0)" \
	" AND NOT EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p" \
	" ON p.company_id = m.company_id AND p.role_id = m.role_id" \
	" WHERE m.company_id = $1 AND m.user_id = " user \
	" AND (p.permission IN ($4, $5, $6) OR CAST(" own \
	" AS TEXT) NOT LIKE '%,' || p.permission || ',%'))"

static const struct db_query list_sql = {
	.name = "session_list.list",
	.text = "SELECT s.id, s.user_id, a.agent_no, u.username, COALESCE(a.name, u.name),"
		" s.surface, s.ip, s.user_agent, s.workstation_id, s.device_id, s.created_us,"
		" s.last_seen_us, s.expires_us, u.avatar"
		" FROM auth_sessions s"
		" JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id"
		" LEFT JOIN agents a ON a.company_id = s.company_id AND a.user_id = s.user_id"
		" WHERE s.company_id = $1 AND s.ended_us IS NULL AND s.expires_us > $7"
		" AND (s.user_id = $2 OR $2 = 0) AND (s.id = $8 OR $8 = 0)" BELOW(
			"s.user_id", "$9") " ORDER BY s.last_seen_us DESC, s.id DESC LIMIT 500",
};

static const struct db_query user_sql = {
	.name = "session_list.user",
	.text = "SELECT u.id FROM users u"
		" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
		" WHERE u.company_id = $1 AND u.id = $2" BELOW("u.id", "$7"),
};

const struct db_query *const session_list_queries[] = {&list_sql, &user_sql, NULL};

static void read_open(
	struct cx *cx, const struct db_result *result, size_t row, struct open_session *session)
{
	*session = (struct open_session){
		.id = db_int_at(result, row, 0),
		.user_id = db_int_at(result, row, 1),
		.agent_no = db_int_at(result, row, 2),
		.username = db_text_at(result, row, 3),
		.name = db_text_at(result, row, 4),
		.surface = db_text_at(result, row, 5),
		.ip = db_text_or_empty(result, row, 6),
		.user_agent = db_text_or_empty(result, row, 7),
		.workstation_id = db_text_at(result, row, 8),
		.remembered = !db_null_at(result, row, 9),
		.created_us = db_int_at(result, row, 10),
		.last_seen_us = db_int_at(result, row, 11),
		.expires_us = db_int_at(result, row, 12),
		.avatar = db_text_at(result, row, 13),
	};
	session->current = session->id == cx->actor->session_id;
	if (session->current)
		session->last_seen_us = cx->now_us;
}

enum err session_list_store(struct cx *cx, const struct session_filter *filter,
	struct open_session **list, size_t *count)
{
	const struct rank_bar bar = filter->managed ? rank_bar_of(cx->actor)
						    : (struct rank_bar){{"", "", ""}};
	const int64_t team_id = filter->managed ? managed_team_of(cx->actor) : 0;
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(filter->user_id), db_int(team_id),
			db_text(bar.rights[0]), db_text(bar.rights[1]), db_text(bar.rights[2]),
			db_int(cx->now_us), db_int(filter->session_id),
			db_text(filter->managed ? own_rights_of(cx->arena, cx->actor) : NULL)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_open(cx, &result, row, *list + row);
	return OK;
}

enum err session_list_user(struct cx *cx, int64_t user_id, bool *found)
{
	const struct rank_bar bar = rank_bar_of(cx->actor);
	struct db_result result;

	TRY(db_run(cx, &user_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(user_id),
			db_int(managed_team_of(cx->actor)), db_text(bar.rights[0]),
			db_text(bar.rights[1]), db_text(bar.rights[2]),
			db_text(own_rights_of(cx->arena, cx->actor))),
		&result));
	*found = result.count == 1;
	return OK;
}
