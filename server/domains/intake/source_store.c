/* source_store.c - sources of webhooks, what they delivered, and what became of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/db/db.h"

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

/* ---- Sources ----------------------------------------------------------------------- */

/* With the newest line of its log. */
#define SELECT \
	"SELECT s.id, s.company_id, s.kind, s.name, s.source_key, s.secret_sealed," \
	" s.seller_name, s.status, s.version, s.created_us, s.last_used_us," \
	" l.id, l.at_us, l.outcome, l.order_id, o.code_year, l.reason" \
	" FROM order_sources s LEFT JOIN order_source_log l" \
	" ON l.company_id = s.company_id AND l.source_id = s.id AND l.id = (SELECT MAX(n.id)" \
	" FROM order_source_log n WHERE n.company_id = s.company_id AND n.source_id = s.id)" \
	" LEFT JOIN orders o ON o.company_id = s.company_id AND o.id = l.order_id"

static const struct db_query add_sql = {"source.add",
	"INSERT INTO order_sources (company_id, id, name, kind, source_key, secret_sealed,"
	" seller_name, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

static const struct db_query list_sql = {"source.list",
	SELECT " WHERE s.company_id = $1 AND s.revoked_us IS NULL ORDER BY s.id", NULL, NULL};

static const struct db_query get_sql = {"source.get",
	SELECT " WHERE s.company_id = $1 AND s.id = $2 AND s.revoked_us IS NULL", NULL, NULL};

/* tenancy: all companies, the unguessable key in the address says which company is meant */
static const struct db_query by_key_sql = {
	"source.by_key", SELECT " WHERE s.source_key = $1 AND s.revoked_us IS NULL", NULL, NULL};

static const struct db_query set_sql = {"source.set",
	"UPDATE order_sources SET name = $4, seller_name = $5, status = $6, secret_sealed = $7,"
	" version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3 AND revoked_us IS NULL",
	NULL, NULL};

static const struct db_query revoke_sql = {"source.revoke",
	"UPDATE order_sources SET revoked_us = $3, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND revoked_us IS NULL",
	NULL, NULL};

static const struct db_query restore_sql = {"source.restore",
	"UPDATE order_sources SET revoked_us = NULL, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND revoked_us >= $3",
	NULL, NULL};

/* From the six columns that begin at `from`; all NULL: no line, whose id is 0. */
static void read_log(
	const struct db_result *result, size_t row, size_t from, struct source_log *out)
{
	*out = (struct source_log){.id = db_int_at(result, row, from)};
	if (!out->id)
		return;
	out->at_us = db_int_at(result, row, from + 1);
	out->outcome = (enum source_outcome)word_index(
		source_outcome_words, db_text_at(result, row, from + 2));
	out->order_id = db_int_at(result, row, from + 3);
	out->order_year = db_int_at(result, row, from + 4);
	out->reason = db_text_at(result, row, from + 5);
}

static void read_source(const struct db_result *result, size_t row, struct source *out)
{
	*out = (struct source){.id = db_int_at(result, row, 0),
		.company_id = db_int_at(result, row, 1),
		.kind = (enum source_kind)word_index(source_kind_words, db_text_at(result, row, 2)),
		.name = db_text_at(result, row, 3),
		.key = db_text_at(result, row, 4),
		.secret_sealed = db_text_at(result, row, 5),
		.seller_name = db_text_at(result, row, 6),
		.paused = text_is(db_text_at(result, row, 7), "paused"),
		.version = db_int_at(result, row, 8),
		.created_us = db_int_at(result, row, 9),
		.last_used_us = db_opt_at(result, row, 10)};
	read_log(result, row, 11, &out->last);
}

enum err source_store_add(struct cx *cx, struct source *source)
{
	TRY(db_next_id(cx, "order_source", &source->id));
	source->company_id = cx->actor->company_id;
	source->created_us = cx->now_us;
	source->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(company_of(cx), db_int(source->id), db_text(source->name),
			db_text(source_kind_words[source->kind]), db_text(source->key),
			db_text(source->secret_sealed), db_text(source->seller_name),
			db_int(cx->now_us)),
		NULL);
}

enum err source_store_list(struct cx *cx, struct source **sources, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(company_of(cx)), &result));
	*count = result.count;
	*sources = arena_array(cx->arena, result.count, sizeof(**sources));
	for (size_t i = 0; i < result.count; i++)
		read_source(&result, i, &(*sources)[i]);
	return OK;
}

static enum err no_such_source(struct cx *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such order source.");
}

enum err source_store_get(struct cx *cx, int64_t id, struct source *source)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(company_of(cx), db_int(id)), &result));
	if (!result.count)
		return no_such_source(cx);
	read_source(&result, 0, source);
	return OK;
}

enum err source_store_set(struct cx *cx, struct source *source)
{
	int64_t changed;

	TRY(db_exec(cx, &set_sql,
		DB_ARGS(company_of(cx), db_int(source->id), db_int(source->version),
			db_text(source->name), db_text(source->seller_name),
			db_text(source_status_words[source->paused]),
			db_text(source->secret_sealed)),
		&changed));
	if (!changed)
		return fail(cx, ERR_CONFLICT, "version", "The order source has changed since.");
	source->version++;
	return OK;
}

enum err source_store_revoke(struct cx *cx, int64_t id)
{
	int64_t changed;

	TRY(db_exec(cx, &revoke_sql, DB_ARGS(company_of(cx), db_int(id), db_int(cx->now_us)),
		&changed));
	return changed ? OK : no_such_source(cx);
}

enum err source_store_restore(struct cx *cx, int64_t id, int64_t since_us)
{
	int64_t changed;

	TRY(db_exec(
		cx, &restore_sql, DB_ARGS(company_of(cx), db_int(id), db_int(since_us)), &changed));
	return changed ? OK : no_such_source(cx);
}

enum err source_store_by_key(struct cx *cx, const char *key, struct source *source)
{
	struct db_result result;

	TRY(db_run(cx, &by_key_sql, DB_ARGS(db_text(key)), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	read_source(&result, 0, source);
	return OK;
}

/* ---- Deliveries -------------------------------------------------------------------- */

static const struct db_query used_sql = {"source.used",
	"UPDATE order_sources SET last_used_us = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};

static const struct db_query deliver_sql = {"source.deliver",
	"INSERT INTO order_source_deliveries (company_id, source_id, delivery_key, created_us)"
	" VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (company_id, source_id, delivery_key) DO NOTHING",
	NULL, NULL};

static const struct db_query delivery_sql = {"source.delivery",
	"SELECT order_id FROM order_source_deliveries"
	" WHERE company_id = $1 AND source_id = $2 AND delivery_key = $3",
	NULL, NULL};

static const struct db_query delivered_sql = {"source.delivered",
	"UPDATE order_source_deliveries SET order_id = $4"
	" WHERE company_id = $1 AND source_id = $2 AND delivery_key = $3",
	NULL, NULL};

static const struct db_query log_add_sql = {"source.log_add",
	"INSERT INTO order_source_log (company_id, source_id, id, outcome, order_id, reason, at_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};

static const struct db_query log_trim_sql = {"source.log_trim",
	"DELETE FROM order_source_log WHERE company_id = $1 AND source_id = $2 AND id <="
	" (SELECT n.id FROM order_source_log n WHERE n.company_id = $1 AND n.source_id = $2"
	" ORDER BY n.id DESC LIMIT 1 OFFSET $3)",
	NULL, NULL};

static const struct db_query log_list_sql = {"source.log_list",
	"SELECT l.id, l.at_us, l.outcome, l.order_id, o.code_year, l.reason"
	" FROM order_source_log l"
	" LEFT JOIN orders o ON o.company_id = l.company_id AND o.id = l.order_id"
	" WHERE l.company_id = $1 AND l.source_id = $2 ORDER BY l.id DESC",
	NULL, NULL};

enum err source_store_deliver(struct cx *cx, const struct source *source, const char *delivery_key,
	bool *fresh, int64_t *order_id)
{
	const struct db_value company = db_int(source->company_id), id = db_int(source->id);
	struct db_result result;
	int64_t changed;

	*order_id = 0;
	TRY(db_exec(cx, &deliver_sql,
		DB_ARGS(company, id, db_text(delivery_key), db_int(cx->now_us)), &changed));
	*fresh = changed == 1;
	if (*fresh)
		return db_exec(cx, &used_sql, DB_ARGS(company, id, db_int(cx->now_us)), NULL);
	TRY(db_run(cx, &delivery_sql, DB_ARGS(company, id, db_text(delivery_key)), &result));
	if (result.count)
		*order_id = db_int_at(&result, 0, 0);
	return OK;
}

enum err source_store_delivered(
	struct cx *cx, const struct source *source, const char *delivery_key, int64_t order_id)
{
	return db_exec(cx, &delivered_sql,
		DB_ARGS(db_int(source->company_id), db_int(source->id), db_text(delivery_key),
			db_int(order_id)),
		NULL);
}

enum err source_store_log(struct cx *cx, const struct source *source, const struct source_log *log)
{
	const struct db_value company = db_int(source->company_id), source_id = db_int(source->id);
	int64_t id;

	TRY(db_next_id(cx, "order_source_log", &id));
	TRY(db_exec(cx, &log_add_sql,
		DB_ARGS(company, source_id, db_int(id), db_text(source_outcome_words[log->outcome]),
			db_id(log->order_id), db_text(log->reason ? log->reason : ""),
			db_int(cx->now_us)),
		NULL));
	return db_exec(
		cx, &log_trim_sql, DB_ARGS(company, source_id, db_int(SOURCE_LOG_KEPT)), NULL);
}

enum err source_store_log_list(
	struct cx *cx, int64_t source_id, struct source_log **lines, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &log_list_sql, DB_ARGS(company_of(cx), db_int(source_id)), &result));
	*count = result.count;
	*lines = arena_array(cx->arena, result.count, sizeof(**lines));
	for (size_t i = 0; i < result.count; i++)
		read_log(&result, i, 0, &(*lines)[i]);
	return OK;
}

db_query_list order_source_queries = {&add_sql, &list_sql, &get_sql, &by_key_sql, &set_sql,
	&revoke_sql, &restore_sql, &used_sql, &deliver_sql, &delivery_sql, &delivered_sql,
	&log_add_sql, &log_trim_sql, &log_list_sql, NULL};
