/* canned_store.c - the SQL of single responses. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_store_internal.h"

#include "platform/intl/intl.h"

static const struct db_query get_sql = {"canned.get",
	CANNED_COLUMNS " AND r.id = $2 AND (r.removed_us IS NULL OR CAST($3 AS BIGINT) = 1)"
		       " AND (r.holder IN ('c', $4, $5)"
		       " OR (CAST($6 AS BIGINT) = 1 AND r.scope = 'team'))",
	NULL, NULL};
static const struct db_query by_shortcut_sql = {"canned.by_shortcut",
	CANNED_COLUMNS " AND r.holder = $2 AND r.shortcut_key = $3 AND r.removed_us IS NULL", NULL,
	NULL};
/* + 0: SQLite would rather walk the company in this order than look for the title. */
static const struct db_query by_title_sql = {"canned.by_title",
	CANNED_COLUMNS " AND r.holder = $2 AND r.title_key = $3 AND r.removed_us IS NULL"
		       " ORDER BY r.id + 0 LIMIT 1",
	NULL, NULL};
static const struct db_query add_sql = {"canned.add",
	"INSERT INTO canned_responses (company_id, id, scope, owner_user_id, team_id, holder,"
	" title, title_key, shortcut, shortcut_key, body_en, body_ar, category, category_key,"
	" tags, search_text, created_us, updated_us, updated_by)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
	" $17, $18)",
	NULL, NULL};
static const struct db_query update_sql = {"canned.update",
	"UPDATE canned_responses SET scope = $3, owner_user_id = $4, team_id = $5, holder = $6,"
	" title = $7, title_key = $8, shortcut = $9, shortcut_key = $10, body_en = $11,"
	" body_ar = $12, category = $13, category_key = $14, tags = $15, search_text = $16,"
	" updated_us = $17, updated_by = $18, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $19 AND removed_us IS NULL",
	NULL, NULL};
static const struct db_query remove_sql = {"canned.remove",
	"UPDATE canned_responses SET removed_us = $3, version = version + 1"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query sweep_sql = {"canned.sweep",
	"DELETE FROM canned_responses WHERE company_id = $1 AND removed_us < $2", NULL, NULL};
static const struct db_query count_sql = {"canned.count",
	"SELECT COUNT(*) FROM canned_responses WHERE company_id = $1 AND holder = $2"
	" AND removed_us IS NULL",
	NULL, NULL};
static const struct db_query use_sql = {"canned.use",
	"UPDATE canned_responses SET use_count = use_count + 1, used_us = $3"
	" WHERE company_id = $1 AND id = $2 AND (holder IN ('c', $4, $5)"
	" OR (CAST($6 AS BIGINT) = 1 AND scope = 'team'))",
	NULL, NULL};
static const struct db_query team_sql = {"canned.team",
	"SELECT name FROM teams WHERE company_id = $1 AND id = $2 AND is_active = 1", NULL, NULL};
static const struct db_query teams_sql = {"canned.teams",
	"SELECT id, name FROM teams WHERE company_id = $1 AND is_active = 1 ORDER BY name, id",
	NULL, NULL};

db_query_list canned_queries = {&get_sql, &by_shortcut_sql, &by_title_sql, &add_sql, &update_sql,
	&remove_sql, &sweep_sql, &count_sql, &use_sql, &team_sql, &teams_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

void canned_store_read(const struct db_value *cells, struct canned *canned)
{
	const struct db_result row = {.count = 1, .columns = CANNED_COLUMN_COUNT, .cells = cells};

	*canned = (struct canned){.id = db_int_at(&row, 0, 0),
		.version = db_int_at(&row, 0, 1),
		.scope = db_text_at(&row, 0, 2),
		.owner_id = db_int_at(&row, 0, 3),
		.owner = db_text_at(&row, 0, 4),
		.team_id = db_int_at(&row, 0, 5),
		.team = db_text_at(&row, 0, 6),
		.title = db_text_at(&row, 0, 7),
		.shortcut = db_text_at(&row, 0, 8),
		.body_en = db_text_at(&row, 0, 9),
		.body_ar = db_text_at(&row, 0, 10),
		.category = db_text_or_empty(&row, 0, 11),
		.tags = db_text_or_empty(&row, 0, 12),
		.use_count = db_int_at(&row, 0, 13),
		.used_us = db_opt_at(&row, 0, 14),
		.created_us = db_int_at(&row, 0, 15),
		.updated_us = db_int_at(&row, 0, 16),
		.updated_by = db_text_at(&row, 0, 17)};
}

static bool manages_all(const struct actor *actor)
{
	return actor->scope == SCOPE_COMPANY && actor_may(actor, PERM_CANNED_MANAGE);
}

struct canned_eyes canned_store_eyes(const struct cx *cx)
{
	const struct actor *actor = cx->actor;

	/* 0 is nobody's number: a program and who has no team have none of these. */
	return (struct canned_eyes){
		.own = canned_holder(cx->arena,
			&(struct canned){.scope = "personal", .owner_id = actor->user_id}),
		.team = canned_holder(
			cx->arena, &(struct canned){.scope = "team", .team_id = actor->team_id})};
}

enum err canned_store_get(struct cx *cx, int64_t id, bool removed, struct canned *canned)
{
	const struct canned_eyes eyes = canned_store_eyes(cx);
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(own_company(cx), db_int(id), db_int(removed), db_text(eyes.own),
			db_text(eyes.team), db_int(manages_all(cx->actor))),
		&result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such response.");
	canned_store_read(result.cells, canned);
	return OK;
}

enum err canned_store_find(
	struct cx *cx, const char *holder, const struct canned *like, struct canned *found)
{
	const char *key = intl_fold(cx->arena, like->shortcut ? like->shortcut : like->title);
	struct db_result result;

	*found = (struct canned){0};
	TRY(db_run(cx, like->shortcut ? &by_shortcut_sql : &by_title_sql,
		DB_ARGS(own_company(cx), db_text(holder), db_text(key)), &result));
	if (result.count)
		canned_store_read(result.cells, found);
	return OK;
}

/* ---- Writing ------------------------------------------------------------------------------- */

#define WRITTEN 18
/* $1 to $18 of both statements that write a row. */
static void written(struct cx *cx, const struct canned *canned, struct db_value args[WRITTEN])
{
	const char *shortcut = canned->shortcut ? intl_fold(cx->arena, canned->shortcut) : NULL;
	const char *all = arena_format(cx->arena, "%s %s %s %s %s %s",
		canned->shortcut ? canned->shortcut : "", canned->title, canned->category,
		canned->tags, canned->body_en ? canned->body_en : "",
		canned->body_ar ? canned->body_ar : "");
	const struct db_value values[WRITTEN] = {own_company(cx), db_int(canned->id),
		db_text(canned->scope), db_id(canned->owner_id), db_id(canned->team_id),
		db_text(canned_holder(cx->arena, canned)), db_text(canned->title),
		db_text(intl_fold(cx->arena, canned->title)), db_text(canned->shortcut),
		db_text(shortcut), db_text(canned->body_en), db_text(canned->body_ar),
		db_text(canned->category), db_text(intl_fold(cx->arena, canned->category)),
		db_text(canned->tags), db_text(intl_fold(cx->arena, all)), db_int(cx->now_us),
		db_id(cx->actor->user_id)};

	memcpy(args, values, sizeof(values));
}

/* Whoever was faster has the shortcut. */
static enum err name_conflict(struct cx *cx, enum err err)
{
	if (err != ERR_CONFLICT || !db_violated(cx, "canned_responses_shortcut"))
		return err;
	return fail(cx, err, "shortcut", "Another response has this shortcut.");
}

enum err canned_store_add(struct cx *cx, struct canned *canned)
{
	struct db_value args[WRITTEN];

	TRY(db_next_id(cx, "canned_response", &canned->id));
	canned->version = 1;
	written(cx, canned, args);
	return name_conflict(cx, db_exec(cx, &add_sql, args, WRITTEN, NULL));
}

enum err canned_store_update(struct cx *cx, const struct canned *canned, bool *changed)
{
	struct db_value args[WRITTEN + 1];
	int64_t rows = 0;

	written(cx, canned, args);
	args[WRITTEN] = db_int(canned->version);
	TRY(name_conflict(cx, db_exec(cx, &update_sql, args, WRITTEN + 1, &rows)));
	*changed = rows == 1;
	return OK;
}

enum err canned_store_remove(struct cx *cx, int64_t id, struct opt_int removed_us)
{
	return name_conflict(cx,
		db_exec(cx, &remove_sql, DB_ARGS(own_company(cx), db_int(id), db_opt(removed_us)),
			NULL));
}

enum err canned_store_sweep(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(own_company(cx), db_int(before_us)), NULL);
}

enum err canned_store_count(struct cx *cx, const char *holder, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &count_sql, DB_ARGS(own_company(cx), db_text(holder)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err canned_store_use(struct cx *cx, int64_t id)
{
	const struct canned_eyes eyes = canned_store_eyes(cx);

	return db_exec(cx, &use_sql,
		DB_ARGS(own_company(cx), db_int(id), db_int(cx->now_us), db_text(eyes.own),
			db_text(eyes.team), db_int(manages_all(cx->actor))),
		NULL);
}

/* ---- Teams ---------------------------------------------------------------------------------- */

enum err canned_store_team(struct cx *cx, int64_t id, const char **name)
{
	struct db_result result;

	TRY(db_run(cx, &team_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such team.");
	*name = db_text_at(&result, 0, 0);
	return OK;
}

enum err canned_store_teams(struct cx *cx, struct canned_team **teams, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &teams_sql, DB_ARGS(own_company(cx)), &result));
	*count = result.count;
	*teams = arena_array(cx->arena, result.count, sizeof(**teams));
	for (size_t i = 0; i < result.count; i++)
		(*teams)[i] = (struct canned_team){
			db_int_at(&result, i, 0), db_text_at(&result, i, 1)};
	return OK;
}

void canned_store_undo(struct cx *cx)
{
	db_rollback(cx);
}
