/* job_store.c - jobs and periodic work as rows: the only file here that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/jobs/jobs_internal.h"

static const struct db_query schedule_sql = {
	.name = "job.schedule",
	.text = "INSERT INTO jobs (company_id, id, kind, job_key, subject_id, payload, run_at_us,"
		" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"
		" ON CONFLICT (company_id, kind, job_key)"
		" WHERE state = 'waiting' AND job_key IS NOT NULL"
		" DO UPDATE SET subject_id = excluded.subject_id, payload = excluded.payload,"
		" run_at_us = excluded.run_at_us, attempts = 0, updated_us = excluded.updated_us",
};

static const struct db_query cancel_sql = {
	.name = "job.cancel",
	.text = "DELETE FROM jobs WHERE company_id = $1 AND kind = $2 AND job_key = $3"
		" AND state = 'waiting'",
};

/* tenancy: all companies, one runner carries the due work of every company */
static const struct db_query due_kinds_sql = {
	.name = "job.due_kinds",
	.text = "SELECT DISTINCT kind FROM jobs WHERE state = 'waiting' AND run_at_us <= $1"
		" UNION SELECT kind FROM jobs WHERE state = 'running' AND lease_until_us < $1",
};

#define CLAIM_PICK \
	"SELECT company_id, id FROM jobs WHERE kind = $1 AND" \
	" ((state = 'waiting' AND run_at_us <= $2)" \
	" OR (state = 'running' AND lease_until_us < $2)) ORDER BY run_at_us LIMIT $5"
#define CLAIM_SET \
	"UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_owner = $3," \
	" lease_until_us = $4, updated_us = $2 WHERE (company_id, id) IN ("
#define CLAIM_GIVE ") RETURNING company_id, id, subject_id, payload, attempts, run_at_us"

/*
 * PostgreSQL may run a subquery that skips what is locked once for each row it
 * compares, and then takes more than LIMIT; named before, it is run once.
 */
/* tenancy: all companies, one runner carries the due work of every company */
static const struct db_query claim_sql = {
	.name = "job.claim",
	.lite = CLAIM_SET CLAIM_PICK CLAIM_GIVE,
	.postgres = "WITH picked AS MATERIALIZED (" CLAIM_PICK " FOR UPDATE SKIP LOCKED) " CLAIM_SET
		    "SELECT company_id, id FROM picked" CLAIM_GIVE,
};

static const struct db_query done_sql = {
	.name = "job.done",
	.text = "UPDATE jobs SET state = 'done', lease_owner = NULL, lease_until_us = NULL,"
		" error = NULL, updated_us = $5 WHERE company_id = $1 AND id = $2"
		" AND state = 'running' AND lease_owner = $3 AND attempts = $4",
};

/* A job scheduled again under the same key in the meantime takes this one's place. */
static const struct db_query retry_sql = {
	.name = "job.retry",
	.text = "UPDATE jobs SET run_at_us = $5, error = $6, updated_us = $7,"
		" lease_owner = NULL, lease_until_us = NULL, state = CASE WHEN EXISTS"
		" (SELECT 1 FROM jobs newer WHERE newer.company_id = $1 AND newer.kind = jobs.kind"
		" AND newer.job_key = jobs.job_key AND newer.state = 'waiting')"
		" THEN 'done' ELSE 'waiting' END"
		" WHERE company_id = $1 AND id = $2 AND state = 'running' AND lease_owner = $3"
		" AND attempts = $4",
};

static const struct db_query fail_sql = {
	.name = "job.fail",
	.text = "UPDATE jobs SET state = 'failed', error = $5, updated_us = $6,"
		" lease_owner = NULL, lease_until_us = NULL WHERE company_id = $1 AND id = $2"
		" AND state = 'running' AND lease_owner = $3 AND attempts = $4",
};

static const struct db_query renew_sql = {
	.name = "job.renew",
	.text = "UPDATE jobs SET lease_until_us = $4 WHERE company_id = $1 AND id = $2"
		" AND state = 'running' AND lease_owner = $3",
};

/* tenancy: all companies, the program that held these leases is gone */
static const struct db_query expire_all_sql = {
	.name = "job.expire_all",
	.text = "UPDATE jobs SET lease_until_us = 0 WHERE state = 'running'",
};

static const struct db_query expire_periodic_sql = {
	.name = "job.expire_periodic",
	.text = "UPDATE periodic_jobs SET lease_until_us = NULL, lease_owner = NULL"
		" WHERE lease_owner IS NOT NULL",
};

/* tenancy: all companies, finished work is forgotten after a day everywhere */
static const struct db_query sweep_sql = {
	.name = "job.sweep",
	.text = "DELETE FROM jobs WHERE (company_id, id) IN (SELECT company_id, id FROM jobs"
		" WHERE state = 'done' AND updated_us < $1 LIMIT $2)",
};

static const struct db_query periodic_add_sql = {
	.name = "job.periodic_add",
	.text = "INSERT INTO periodic_jobs (kind, next_run_us) VALUES ($1, $2)"
		" ON CONFLICT (kind) DO NOTHING",
};

static const struct db_query periodic_next_sql = {
	.name = "job.periodic_next",
	.text = "SELECT next_run_us FROM periodic_jobs WHERE kind = $1",
};

/* Another node that is at it right now has the row locked: skip instead of waiting. */
#define PERIODIC_DUE \
	"SELECT kind FROM periodic_jobs WHERE kind = $1 AND next_run_us <= $2" \
	" AND (lease_until_us IS NULL OR lease_until_us < $2)"
#define PERIODIC_BEGIN_HEAD \
	"UPDATE periodic_jobs SET next_run_us = $3, last_run_us = $2, last_error = NULL" \
	" WHERE kind IN (" PERIODIC_DUE

static const struct db_query periodic_begin_sql = {
	.name = "job.periodic_begin",
	.lite = PERIODIC_BEGIN_HEAD ")",
	.postgres = PERIODIC_BEGIN_HEAD " FOR UPDATE SKIP LOCKED)",
};

#define PERIODIC_LEASE_HEAD \
	"UPDATE periodic_jobs SET lease_owner = $3, lease_until_us = $4, last_run_us = $2" \
	" WHERE kind IN (" PERIODIC_DUE

static const struct db_query periodic_lease_sql = {
	.name = "job.periodic_lease",
	.lite = PERIODIC_LEASE_HEAD ")",
	.postgres = PERIODIC_LEASE_HEAD " FOR UPDATE SKIP LOCKED)",
};

static const struct db_query periodic_renew_sql = {
	.name = "job.periodic_renew",
	.text = "UPDATE periodic_jobs SET lease_until_us = $3 WHERE kind = $1 AND lease_owner = $2",
};

static const struct db_query periodic_end_sql = {
	.name = "job.periodic_end",
	.text = "UPDATE periodic_jobs SET next_run_us = $3, last_error = $4, lease_owner = NULL,"
		" lease_until_us = NULL WHERE kind = $1"
		" AND (lease_owner IS NULL OR lease_owner = $2)",
};

db_query_list jobs_queries = {&schedule_sql, &cancel_sql, &due_kinds_sql, &claim_sql, &done_sql,
	&retry_sql, &fail_sql, &renew_sql, &expire_all_sql, &expire_periodic_sql, &sweep_sql,
	&periodic_add_sql, &periodic_next_sql, &periodic_begin_sql, &periodic_lease_sql,
	&periodic_renew_sql, &periodic_end_sql, NULL};

enum err job_store_schedule(struct cx *cx, const struct job_order *order)
{
	int64_t id;

	TRY(db_next_id(cx, "job", &id));
	return db_exec(cx, &schedule_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(order->kind),
			db_text(order->key), db_int(order->subject_id), db_text(order->payload),
			db_int(order->run_at_us), db_int(cx->now_us)),
		NULL);
}

enum err job_store_cancel(struct cx *cx, const char *kind, const char *key)
{
	return db_exec(cx, &cancel_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(kind), db_text(key)), NULL);
}

enum err job_store_due_kinds(struct cx *cx, const char ***kinds, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &due_kinds_sql, DB_ARGS(db_int(cx->now_us)), &result));
	*count = result.count;
	*kinds = arena_array(cx->arena, result.count, sizeof(**kinds));
	for (size_t i = 0; i < result.count; i++)
		(*kinds)[i] = db_text_at(&result, i, 0);
	return OK;
}

/* RETURNING promises no order. */
static void insert_by_time(struct claim **list, struct claim *claim)
{
	while (*list && (*list)->run_at_us <= claim->run_at_us)
		list = &(*list)->next;
	claim->next = *list;
	*list = claim;
}

enum err job_store_claim(struct cx *cx, const char *kind, const char *owner, int64_t lease_until_us,
	int64_t limit, struct claim **claims)
{
	struct db_result result;

	*claims = NULL;
	TRY(db_run(cx, &claim_sql,
		DB_ARGS(db_text(kind), db_int(cx->now_us), db_text(owner), db_int(lease_until_us),
			db_int(limit)),
		&result));
	for (size_t i = 0; i < result.count; i++) {
		struct claim *claim = arena_alloc(cx->arena, sizeof(*claim));

		claim->company_id = db_int_at(&result, i, 0);
		claim->job = (struct job){.id = db_int_at(&result, i, 1),
			.kind = kind,
			.subject_id = db_int_at(&result, i, 2),
			.payload = db_text_or_empty(&result, i, 3),
			.attempt = (int)db_int_at(&result, i, 4)};
		claim->run_at_us = db_int_at(&result, i, 5);
		insert_by_time(claims, claim);
	}
	return OK;
}

static enum err lost_lease(struct cx *cx, int64_t changed)
{
	if (changed == 1)
		return OK;
	return fail(cx, ERR_STATE, NULL, "Another node has taken the job over.");
}

enum err job_store_done(struct cx *cx, const struct claim *claim, const char *owner)
{
	int64_t changed;

	TRY(db_exec(cx, &done_sql,
		DB_ARGS(db_int(claim->company_id), db_int(claim->job.id), db_text(owner),
			db_int(claim->job.attempt), db_int(clock_now_us())),
		&changed));
	return lost_lease(cx, changed);
}

enum err job_store_retry(struct cx *cx, const struct claim *claim, const char *owner,
	struct opt_int retry_at_us, const char *error)
{
	const struct db_value company = db_int(claim->company_id), id = db_int(claim->job.id);
	const struct db_value attempt = db_int(claim->job.attempt);
	int64_t changed;

	if (retry_at_us.given)
		TRY(db_exec(cx, &retry_sql,
			DB_ARGS(company, id, db_text(owner), attempt, db_int(retry_at_us.value),
				db_text(error), db_int(cx->now_us)),
			&changed));
	else
		TRY(db_exec(cx, &fail_sql,
			DB_ARGS(company, id, db_text(owner), attempt, db_text(error),
				db_int(cx->now_us)),
			&changed));
	return lost_lease(cx, changed);
}

enum err job_store_renew(
	struct cx *cx, int64_t company_id, int64_t id, const char *owner, int64_t lease_until_us)
{
	return db_exec(cx, &renew_sql,
		DB_ARGS(db_int(company_id), db_int(id), db_text(owner), db_int(lease_until_us)),
		NULL);
}

enum err job_store_expire_all(struct cx *cx)
{
	TRY(db_exec(cx, &expire_all_sql, DB_NO_ARGS, NULL));
	return db_exec(cx, &expire_periodic_sql, DB_NO_ARGS, NULL);
}

enum err job_store_sweep(struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(before_us), db_int(limit)), deleted);
}

/* ---- Periodic work ------------------------------------------------------- */

enum err periodic_store_add(struct cx *cx, const char *kind, int64_t next_run_us)
{
	return db_exec(cx, &periodic_add_sql, DB_ARGS(db_text(kind), db_int(next_run_us)), NULL);
}

enum err periodic_store_next(struct cx *cx, const char *kind, int64_t *next_run_us)
{
	struct db_result result;

	TRY(db_run(cx, &periodic_next_sql, DB_ARGS(db_text(kind)), &result));
	*next_run_us = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err periodic_store_begin(struct cx *cx, const char *kind, int64_t next_run_us, bool *ours)
{
	int64_t changed;

	TRY(db_exec(cx, &periodic_begin_sql,
		DB_ARGS(db_text(kind), db_int(cx->now_us), db_int(next_run_us)), &changed));
	*ours = changed == 1;
	return OK;
}

enum err periodic_store_lease(
	struct cx *cx, const char *kind, const char *owner, int64_t lease_until_us, bool *ours)
{
	int64_t changed;

	TRY(db_exec(cx, &periodic_lease_sql,
		DB_ARGS(db_text(kind), db_int(cx->now_us), db_text(owner), db_int(lease_until_us)),
		&changed));
	*ours = changed == 1;
	return OK;
}

enum err periodic_store_renew(
	struct cx *cx, const char *kind, const char *owner, int64_t lease_until_us)
{
	return db_exec(cx, &periodic_renew_sql,
		DB_ARGS(db_text(kind), db_text(owner), db_int(lease_until_us)), NULL);
}

enum err periodic_store_end(
	struct cx *cx, const char *kind, const char *owner, int64_t next_run_us, const char *error)
{
	return db_exec(cx, &periodic_end_sql,
		DB_ARGS(db_text(kind), db_text(owner), db_int(next_run_us), db_text(error)), NULL);
}
