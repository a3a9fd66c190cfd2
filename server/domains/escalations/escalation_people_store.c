/* escalation_people_store.c - who handles escalations: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "platform/db/db.h"

#define HOLDERS \
	" FROM users u JOIN user_roles ur ON ur.company_id = u.company_id AND ur.user_id = u.id" \
	" JOIN roles r ON r.company_id = ur.company_id AND r.id = ur.role_id" \
	" JOIN role_permissions rp ON rp.company_id = r.company_id AND rp.role_id = r.id" \
	" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id" \
	" WHERE u.company_id = $1 AND u.status = 'active' AND rp.permission = $2"

static const struct db_query team_sql = {"escalation_people.team",
	"SELECT DISTINCT u.id" HOLDERS " AND r.scope = 'team' AND a.team_id = $3"
	" ORDER BY u.id LIMIT 50",
	NULL, NULL};
static const struct db_query company_sql = {"escalation_people.company",
	"SELECT DISTINCT u.id" HOLDERS " AND r.scope = 'company' ORDER BY u.id LIMIT 50", NULL,
	NULL};
static const struct db_query reachable_sql = {"escalation_people.reachable",
	"SELECT DISTINCT a.id, a.agent_no, a.name" HOLDERS " AND a.is_active = 1"
	" AND ($3 = 1 OR a.team_id = $4 OR a.id = $5) ORDER BY a.name, a.id LIMIT 200",
	NULL, NULL};
static const struct db_query may_sql = {
	"escalation_people.may", "SELECT 1" HOLDERS " AND u.id = $3 LIMIT 1", NULL, NULL};

static struct db_value permission_of(const char *level)
{
	return db_text(perm_name(
		text_is(level, "manager") ? PERM_ESCALATIONS_EXECUTIVE : PERM_ESCALATIONS_HANDLE));
}

enum err escalation_handlers(
	struct cx *cx, const char *level, int64_t team_id, int64_t **user_ids, size_t *count)
{
	const struct db_value company = db_int(cx->actor->company_id);
	struct db_result result = {0};

	if (team_id)
		TRY(db_run(cx, &team_sql, DB_ARGS(company, permission_of(level), db_int(team_id)),
			&result));
	if (result.count == 0)
		TRY(db_run(cx, &company_sql, DB_ARGS(company, permission_of(level)), &result));
	*user_ids = arena_array(cx->arena, result.count, sizeof(**user_ids));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*user_ids)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err escalation_may_handle(struct cx *cx, int64_t user_id, const char *level, bool *yes)
{
	struct db_result result;

	TRY(db_run(cx, &may_sql,
		DB_ARGS(db_int(cx->actor->company_id), permission_of(level), db_int(user_id)),
		&result));
	*yes = result.count > 0;
	return OK;
}

enum err escalation_reachable(
	struct cx *cx, const char *level, struct escalation_handler **rows, size_t *count)
{
	const struct actor *actor = cx->actor;
	struct db_result result;

	TRY(db_run(cx, &reachable_sql,
		DB_ARGS(db_int(actor->company_id), permission_of(level),
			db_int(order_scope(actor) == SCOPE_COMPANY), db_int(actor->team_id),
			db_int(actor->agent_id)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct escalation_handler){db_int_at(&result, i, 0),
			db_int_at(&result, i, 1), db_text_or_empty(&result, i, 2)};
	return OK;
}

db_query_list escalation_people_queries = {&team_sql, &company_sql, &reachable_sql, &may_sql, NULL};
