/* directory_store.c - lists of colleagues. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/directory_internal.h"
#include "domains/accounts/presence_internal.h"

/* tenancy: the beginning of statements; each goes on with its own WHERE */
#define MEMBER_ROWS \
	"SELECT a.id, a.agent_no, a.name, a.open_orders, a.is_active, t.id, t.name," \
	" d.id, d.code, d.name, p.status, p.since_us, p.source" \
	" FROM agents a" \
	" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id" \
	" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.department_id" \
	" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id" \
	" WHERE a.company_id = $1 AND a.is_active = 1"

static const struct db_query members_sql = {
	.name = "directory.members",
	.text = MEMBER_ROWS
	" AND (CAST($2 AS BIGINT) = 1 OR a.id = $3 OR a.team_id = $4 OR a.department_id = "
	"$5)"
	" ORDER BY a.name, a.id LIMIT 500",
};

static const struct db_query team_sql = {
	.name = "directory.team",
	.text = MEMBER_ROWS " AND a.team_id = $2 ORDER BY a.name, a.id LIMIT 500",
};
static const struct db_query team_there_sql = {
	.name = "directory.team_there",
	.text = "SELECT 1 FROM teams WHERE company_id = $1 AND id = $2",
};

const struct db_query *const directory_queries[] = {&members_sql, &team_sql, &team_there_sql, NULL};

static void read_member(const struct db_result *result, size_t row, struct member *member)
{
	*member = (struct member){
		.id = db_int_at(result, row, 0),
		.agent_no = db_int_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.open_orders = db_int_at(result, row, 3),
		.is_active = db_int_at(result, row, 4) != 0,
		.team = {.id = db_int_at(result, row, 5), .name = db_text_at(result, row, 6)},
		.department = {.id = db_int_at(result, row, 7),
			.code = db_text_at(result, row, 8),
			.name = db_text_at(result, row, 9)},
		.presence = PRESENCE_OFFLINE,
		.presence_source = presence_source_read(db_text_at(result, row, 12)),
		.presence_since_us = db_opt_at(result, row, 11),
	};
	if (!db_null_at(result, row, 10))
		(void)!presence_read(db_text_at(result, row, 10), &member->presence);
}

static void take_members(
	struct cx *cx, const struct db_result *result, struct member **list, size_t *count)
{
	*count = result->count;
	*list = arena_array(cx->arena, result->count, sizeof(**list));
	for (size_t row = 0; row < result->count; row++)
		read_member(result, row, *list + row);
}

enum err directory_members(struct cx *cx, struct member **list, size_t *count)
{
	const struct actor *actor = cx->actor;
	struct db_result result;

	TRY(db_run(cx, &members_sql,
		DB_ARGS(db_int(actor->company_id), db_int(actor->scope == SCOPE_COMPANY),
			db_id(actor->agent_id), db_id(actor->team_id),
			db_id(actor->team_id ? 0 : actor->department_id)),
		&result));
	take_members(cx, &result, list, count);
	return OK;
}

enum err directory_team(struct cx *cx, int64_t team_id, struct member **list, size_t *count)
{
	const struct db_value args[] = {db_int(cx->actor->company_id), db_int(team_id)};
	struct db_result result;

	TRY(db_run(cx, &team_there_sql, args, COUNT(args), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such team.");
	TRY(db_run(cx, &team_sql, args, COUNT(args), &result));
	take_members(cx, &result, list, count);
	return OK;
}
