/* pbx_store.c - the link to a company's PBX: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/db/db.h"

/* A process that died lets go after so long; one that lives renews before. */
#define LEASE_US (20 * US_PER_SECOND)

static const struct db_query get_sql = {"pbx.get",
	"SELECT version, host, port, username, secret_sealed, is_active, state, reason,"
	" state_since_us, doubtful_us, timestamps, refreshed_us, pbx_version, system_name,"
	" booted_at, updated_us FROM pbx_links WHERE company_id = $1",
	NULL, NULL};
static const struct db_query add_sql = {"pbx.add",
	"INSERT INTO pbx_links (company_id, host, port, username, secret_sealed, is_active,"
	" state_since_us, created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7)",
	NULL, NULL};
/* What was found belongs to the PBX of before. */
static const struct db_query change_sql = {"pbx.change",
	"UPDATE pbx_links SET host = $3, port = $4, username = $5, secret_sealed = $6,"
	" is_active = $7, updated_us = $8, version = version + 1, state = 'connecting',"
	" reason = 'none', state_since_us = $8, timestamps = NULL, pbx_version = NULL,"
	" system_name = NULL, booted_at = NULL"
	" WHERE company_id = $1 AND version = $2",
	NULL, NULL};
static const struct db_query state_sql = {"pbx.state",
	"UPDATE pbx_links SET state = $2, reason = $3, state_since_us = $4, doubtful_us = $5"
	" WHERE company_id = $1",
	NULL, NULL};
static const struct db_query found_sql = {"pbx.found",
	"UPDATE pbx_links SET pbx_version = $2, system_name = $3, booted_at = $4,"
	" timestamps = $5, refreshed_us = $6 WHERE company_id = $1",
	NULL, NULL};
#define FENCE "SELECT owner FROM pbx_links WHERE company_id = $1"
static const struct db_query fence_sql = {
	.name = "pbx.fence", .lite = FENCE, .postgres = FENCE " FOR UPDATE"};
static const struct db_query log_same_sql = {"pbx.log_same",
	"SELECT 1 FROM pbx_link_log WHERE company_id = $1 AND ended_us IS NULL AND state = $2",
	NULL, NULL};
static const struct db_query log_close_sql = {"pbx.log_close",
	"UPDATE pbx_link_log SET ended_us = $2 WHERE company_id = $1 AND ended_us IS NULL", NULL,
	NULL};
static const struct db_query log_open_sql = {"pbx.log_open",
	"INSERT INTO pbx_link_log (company_id, id, state, reason, started_us)"
	" VALUES ($1, $2, $3, $4, $5)",
	NULL, NULL};
#define LOG \
	"SELECT state, reason, started_us, ended_us, calls_reconstructed, calls_interrupted" \
	" FROM pbx_link_log WHERE company_id = $1"
static const struct db_query log_sql = {
	"pbx.log", LOG " ORDER BY started_us DESC, id DESC LIMIT $2", NULL, NULL};
static const struct db_query outage_sql = {"pbx.outage",
	LOG " AND ended_us IS NOT NULL AND state IN ('connecting', 'lost')"
	    " AND calls_reconstructed IS NOT NULL ORDER BY started_us DESC, id DESC LIMIT 1",
	NULL, NULL};
/* Of a stay that goes on they add up: more than once too much was said in it. */
static const struct db_query recovered_sql = {"pbx.recovered",
	"UPDATE pbx_link_log SET calls_reconstructed = COALESCE(calls_reconstructed, 0) + $3,"
	" calls_interrupted = COALESCE(calls_interrupted, 0) + $4"
	" WHERE company_id = $1 AND id = (SELECT MAX(l.id) FROM pbx_link_log l"
	" WHERE l.company_id = $1 AND (l.ended_us IS NULL) = ($2 = 1))",
	NULL, NULL};
/* tenancy: all companies, one process keeps the links of each */
static const struct db_query leases_sql = {"pbx.leases",
	"SELECT l.company_id, l.version, l.host, l.port, l.username, l.secret_sealed, l.owner,"
	" l.lease_until_us FROM pbx_links l WHERE l.is_active = 1 ORDER BY l.company_id",
	NULL, NULL};
static const struct db_query take_sql = {"pbx.take",
	"UPDATE pbx_links SET owner = $2, lease_until_us = $3 WHERE company_id = $1"
	" AND COALESCE(owner, '') = $4 AND lease_until_us = $5",
	NULL, NULL};
/* tenancy: all companies, a process that stops lets go of every link */
static const struct db_query leave_sql = {"pbx.leave",
	"UPDATE pbx_links SET owner = NULL, lease_until_us = 0 WHERE owner = $1", NULL, NULL};

enum err pbx_store_get(struct cx *cx, struct pbx *pbx)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*pbx = (struct pbx){0};
	if (result.count == 0)
		return OK;
	*pbx = (struct pbx){.configured = true,
		.version = db_int_at(&result, 0, 0),
		.host = db_text_at(&result, 0, 1),
		.port = db_int_at(&result, 0, 2),
		.user = db_text_at(&result, 0, 3),
		.secret_sealed = db_text_at(&result, 0, 4),
		.active = db_int_at(&result, 0, 5) != 0,
		.state = db_text_at(&result, 0, 6),
		.reason = db_text_at(&result, 0, 7),
		.state_since_us = db_int_at(&result, 0, 8),
		.doubtful_us = db_opt_at(&result, 0, 9),
		.timestamps = db_opt_at(&result, 0, 10),
		.refreshed_us = db_opt_at(&result, 0, 11),
		.pbx_version = db_text_at(&result, 0, 12),
		.system_name = db_text_at(&result, 0, 13),
		.booted_at = db_text_at(&result, 0, 14),
		.updated_us = db_int_at(&result, 0, 15)};
	return OK;
}

enum err pbx_store_put(struct cx *cx, const struct pbx *pbx, bool *stored)
{
	int64_t changed = 1;

	if (!pbx->configured)
		TRY(db_exec(cx, &add_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_text(pbx->host),
				db_int(pbx->port), db_text(pbx->user), db_text(pbx->secret_sealed),
				db_int(pbx->active), db_int(cx->now_us)),
			NULL));
	else
		TRY(db_exec(cx, &change_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(pbx->version),
				db_text(pbx->host), db_int(pbx->port), db_text(pbx->user),
				db_text(pbx->secret_sealed), db_int(pbx->active),
				db_int(cx->now_us)),
			&changed));
	*stored = changed == 1;
	return OK;
}

/* The log has one row for each state, whatever reasons followed each other in it. */
static enum err log_state(struct cx *cx, const struct pbx *pbx)
{
	const char *state = pbx_state(pbx);
	struct db_result result;
	int64_t id;

	TRY(db_run(cx, &log_same_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(state)),
		&result));
	if (result.count)
		return OK;
	TRY(db_exec(cx, &log_close_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(pbx->state_since_us)), NULL));
	TRY(db_next_id(cx, "pbx_state", &id));
	return db_exec(cx, &log_open_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(state),
			db_text(pbx->reason), db_int(pbx->state_since_us)),
		NULL);
}

enum err pbx_store_state(struct cx *cx, const struct pbx *pbx)
{
	TRY(db_exec(cx, &state_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(pbx->state), db_text(pbx->reason),
			db_int(pbx->state_since_us), db_opt(pbx->doubtful_us)),
		NULL));
	return log_state(cx, pbx);
}

enum err pbx_store_found(struct cx *cx, const struct pbx *pbx)
{
	return db_exec(cx, &found_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(pbx->pbx_version),
			db_text(pbx->system_name), db_text(pbx->booted_at), db_opt(pbx->timestamps),
			db_opt(pbx->refreshed_us)),
		NULL);
}

enum err pbx_store_fence(struct cx *cx, const char *process)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &fence_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0 || !text_is(db_text_at(&result, 0, 0), process))
		return ERR_STATE;
	return OK;
}

static struct pbx_outage read_stay(const struct db_result *result, size_t row)
{
	return (struct pbx_outage){.state = db_text_at(result, row, 0),
		.reason = db_text_at(result, row, 1),
		.started_us = db_int_at(result, row, 2),
		.ended_us = db_opt_at(result, row, 3),
		.reconstructed = db_opt_at(result, row, 4),
		.interrupted = db_opt_at(result, row, 5)};
}

enum err pbx_store_log(struct cx *cx, int64_t limit, struct pbx_outage **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &log_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(limit)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_stay(&result, i);
	return OK;
}

enum err pbx_store_outage(struct cx *cx, struct pbx_outage *outage)
{
	struct db_result result;

	TRY(db_run(cx, &outage_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*outage = result.count ? read_stay(&result, 0) : (struct pbx_outage){0};
	return OK;
}

enum err pbx_store_recovered(struct cx *cx, const struct pbx_recovery *recovery)
{
	return db_exec(cx, &recovered_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(recovery->stood),
			db_int(recovery->reconstructed), db_int(recovery->interrupted)),
		NULL);
}

enum err pbx_store_leases(struct cx *cx, struct pbx_lease **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &leases_sql, DB_NO_ARGS, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct pbx_lease){.company_id = db_int_at(&result, i, 0),
			.version = db_int_at(&result, i, 1),
			.host = db_text_at(&result, i, 2),
			.port = db_int_at(&result, i, 3),
			.user = db_text_at(&result, i, 4),
			.secret_sealed = db_text_at(&result, i, 5),
			.owner = db_text_at(&result, i, 6),
			.lease_until_us = db_int_at(&result, i, 7)};
	return OK;
}

enum err pbx_store_take(
	struct cx *cx, const struct pbx_lease *lease, const char *process, bool *taken)
{
	int64_t changed;

	TRY(db_exec(cx, &take_sql,
		DB_ARGS(db_int(lease->company_id), db_text(process), db_int(cx->now_us + LEASE_US),
			db_text(lease->owner ? lease->owner : ""), db_int(lease->lease_until_us)),
		&changed));
	*taken = changed == 1;
	return OK;
}

enum err pbx_store_leave(struct cx *cx, const char *process)
{
	return db_exec(cx, &leave_sql, DB_ARGS(db_text(process)), NULL);
}

db_query_list pbx_queries = {&get_sql, &add_sql, &change_sql, &state_sql, &found_sql, &fence_sql,
	&log_same_sql, &log_close_sql, &log_open_sql, &log_sql, &outage_sql, &recovered_sql,
	&leases_sql, &take_sql, &leave_sql, NULL};
