/* call_view_store.c - the SQL of calls as answers and events show them. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_view_internal.h"

#include "platform/db/db_cells.h"
#include "platform/json/json.h"

#define CALLS "SELECT " CALL_COLUMNS CALL_FROM " WHERE c.company_id = $1"
#define BY_SCOPE(suffix, of, own, team, rest) \
	static const struct db_query suffix##_own = { \
		"call_view." #suffix "_own", CALLS of " AND " own rest, NULL, NULL}; \
	static const struct db_query suffix##_team = { \
		"call_view." #suffix "_team", CALLS of " AND " team rest, NULL, NULL}; \
	static const struct db_query suffix##_company = { \
		"call_view." #suffix "_company", CALLS of rest, NULL, NULL}; \
	static const struct db_query *const suffix##_sql[] = { \
		&suffix##_own, &suffix##_team, &suffix##_company}

#define ONE(suffix, column) \
	BY_SCOPE(suffix, " AND " column " = $2", CALL_VISIBLE_OWN("$3", "$4"), \
		CALL_VISIBLE_TEAM("$3", "$4", "$5"), "")
ONE(id, "c.id");
ONE(code, "c.call_code");
ONE(linkedid, "c.linkedid");
BY_SCOPE(live, " AND c.is_active = 1 AND ($2 = '' OR c.status = $2)", CALL_VISIBLE_OWN("$3", "$4"),
	CALL_VISIBLE_TEAM("$3", "$4", "$5"), " ORDER BY c.started_us DESC, c.id DESC");

static const struct db_query rows_sql = {"call_view.rows", NULL,
	CALLS " AND c.id " CALL_IDS_LITE("$2") " ORDER BY c.id",
	CALLS " AND c.id " CALL_IDS_PG("$2") " ORDER BY c.id"};

#define PARTIES(ids) \
	"SELECT DISTINCT l.call_id, l.agent_id, l.team_id FROM call_legs l WHERE l.company_id = " \
	"$1" \
	" AND l.call_id " ids " AND l.agent_id IS NOT NULL" \
	" UNION SELECT c.id, c.agent_id, c.team_id FROM calls c WHERE c.company_id = $1" \
	" AND c.id " ids " AND c.agent_id IS NOT NULL ORDER BY 1, 2"
static const struct db_query parties_sql = {
	"call_view.parties", NULL, PARTIES(CALL_IDS_LITE("$2")), PARTIES(CALL_IDS_PG("$2"))};

enum scope call_scope(const struct actor *actor)
{
	if (actor->scope == SCOPE_COMPANY && actor_may(actor, PERM_CALLS_READ_ALL))
		return SCOPE_COMPANY;
	if (actor->scope != SCOPE_OWN &&
		(actor_may(actor, PERM_CALLS_READ_TEAM) || actor_may(actor, PERM_CALLS_READ_ALL)))
		return SCOPE_TEAM;
	return SCOPE_OWN;
}

size_t call_store_scope_args(const struct actor *actor, struct db_value *args)
{
	const enum scope scope = call_scope(actor);

	args[0] = db_int(actor->agent_id);
	args[1] = db_int(actor->department_id);
	args[2] = db_int(actor->team_id);
	return scope == SCOPE_COMPANY ? 0 : scope == SCOPE_TEAM ? 3 : 2;
}

/* ---- Reading a row ----------------------------------------------------------------- */

static void take_people(struct cells *cells, struct call_view *call)
{
	call->caller = take_text(cells);
	call->caller_name = take_text(cells);
	call->callee = take_text(cells);
	call->phone = take_text(cells);
	call->customer_name = take_text(cells);
	call->customer_id = take_int(cells);
	call->order_id = take_int(cells);
	call->order_year = take_int(cells);
	call->agent_id = take_int(cells);
	call->agent_no = take_int(cells);
	call->agent_name = take_text(cells);
	call->agent_exten = take_text(cells);
	call->team_id = take_int(cells);
	call->department_id = take_int(cells);
	call->department = take_text(cells);
	call->department_name = take_text(cells);
	call->queue = take_text(cells);
	call->position = take_opt(cells);
}

static void take_course(struct cells *cells, struct call_view *call)
{
	call->trunk = take_text(cells);
	call->hangup_by = take_text(cells);
	call->hangup_cause = take_int(cells);
	call->gap = take_int(cells) != 0;
	call->truncated = take_int(cells) != 0;
	call->by_system = take_int(cells) != 0;
	call->started_us = take_int(cells);
	call->as_of_us = take_int(cells);
	call->answered_us = take_opt(cells);
	call->ended_us = take_opt(cells);
	call->queued_us = take_opt(cells);
	call->setup_us = take_int(cells);
	call->queue_us = take_int(cells);
	call->ring_us = take_int(cells);
	call->talk_us = take_int(cells);
	call->hold_us = take_int(cells);
	call->wrap_us = take_int(cells);
	call->transfers = take_int(cells);
	call->recording = take_text(cells);
}

void call_store_row(const struct db_value *row, struct call_view *call)
{
	struct cells cells = {row};

	call->id = take_int(&cells);
	call->version = take_int(&cells);
	call->code = take_text(&cells);
	call->linkedid = take_text(&cells);
	call->source = take_text(&cells);
	call->status = take_text(&cells);
	call->status_source = take_text(&cells);
	call->direction = take_text(&cells);
	call->active = take_int(&cells) != 0;
	take_people(&cells, call);
	take_course(&cells, call);
}

void call_store_rows(struct cx *cx, const struct db_result *result, struct call_views *views)
{
	views->count = result->count;
	views->rows = arena_array(cx->arena, result->count, sizeof(*views->rows));
	for (size_t i = 0; i < result->count; i++)
		call_store_row(db_at(result, i, 0), &views->rows[i]);
}

/* ---- By key and by id ---------------------------------------------------------------- */

static enum err by_key(struct cx *cx, const struct db_query *const *by_scope, struct db_value key,
	struct call_view *call)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), key};
	const size_t count = 2 + call_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, by_scope[call_scope(cx->actor)], args, count, &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This call does not exist, or is not visible to you.");
	call_store_row(result.cells, call);
	return OK;
}

enum err call_by_key(struct cx *cx, const char *key, struct call_view *call)
{
	int64_t id;

	if (text_int(key, &id))
		return by_key(cx, id_sql, db_int(id), call);
	if (str_starts(str_of(key), "CALL-"))
		return by_key(cx, code_sql, db_text(key), call);
	return by_key(cx, linkedid_sql, db_text(key), call);
}

const char *call_store_ids(struct cx *cx, const int64_t *ids, size_t count)
{
	struct json json;

	json_begin(&json, cx->arena, 16 * count + 16);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		json_int(&json, ids[i]);
	json_close_array(&json);
	return json_end(&json).ptr;
}

enum err call_views_read(struct cx *cx, const int64_t *ids, size_t count, struct call_views *views)
{
	struct db_result result;

	*views = (struct call_views){0};
	if (!count)
		return OK;
	TRY(db_run(cx, &rows_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_store_ids(cx, ids, count))),
		&result));
	call_store_rows(cx, &result, views);
	return OK;
}

enum err call_live(struct cx *cx, const char *status, struct call_views *views)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), db_text(status ? status : "")};
	const size_t count = 2 + call_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, live_sql[call_scope(cx->actor)], args, count, &result));
	call_store_rows(cx, &result, views);
	return OK;
}

enum err call_store_parties(struct cx *cx, const int64_t *ids, size_t id_count,
	struct call_party **parties, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &parties_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(call_store_ids(cx, ids, id_count))),
		&result));
	*count = result.count;
	*parties = arena_array(cx->arena, result.count, sizeof(**parties));
	for (size_t i = 0; i < result.count; i++)
		(*parties)[i] = (struct call_party){.call_id = db_int_at(&result, i, 0),
			.agent_id = db_int_at(&result, i, 1),
			.team_id = db_int_at(&result, i, 2)};
	return OK;
}

#define LISTED(suffix) &suffix##_own, &suffix##_team, &suffix##_company

db_query_list call_view_queries = {
	LISTED(id), LISTED(code), LISTED(linkedid), LISTED(live), &rows_sql, &parties_sql, NULL};
