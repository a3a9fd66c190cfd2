/* outbox_store.c - effects as rows: the only file here that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/outbox/outbox_internal.h"

static const struct db_query add_sql = {
	.name = "outbox.add",
	.text = "INSERT INTO outbox (company_id, id, kind, effect_key, send_key, subject_id, "
		"payload,"
		" run_at_us, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"
		" ON CONFLICT (company_id, kind, effect_key) DO NOTHING",
};

static const struct db_query find_sql = {
	.name = "outbox.find",
	.text = "SELECT id, state, attempts, run_at_us, error FROM outbox"
		" WHERE company_id = $1 AND kind = $2 AND effect_key = $3",
};

static const struct db_query retry_sql = {
	.name = "outbox.retry",
	.text = "UPDATE outbox SET state = 'waiting', attempts = 0, run_at_us = $4,"
		" updated_us = $4 WHERE company_id = $1 AND kind = $2 AND effect_key = $3"
		" AND state = 'failed'",
};

/* tenancy: all companies, one dispatcher carries the effects of every company */
static const struct db_query look_sql = {
	.name = "outbox.look",
	.text = "SELECT CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting'"
		" AND run_at_us <= $1) THEN 1 ELSE 0 END, CASE WHEN EXISTS (SELECT 1 FROM outbox"
		" WHERE state = 'running' AND lease_until_us < $1) THEN 1 ELSE 0 END",
};

/* tenancy: all companies, whoever held these leases is gone or too late */
static const struct db_query free_lapsed_sql = {
	.name = "outbox.free_lapsed",
	.text = "UPDATE outbox SET state = 'waiting', lease_owner = NULL, lease_until_us = NULL,"
		" updated_us = $1 WHERE state = 'running' AND lease_until_us < $1",
};

/* tenancy: all companies, the program that held these leases is gone */
static const struct db_query expire_all_sql = {
	.name = "outbox.expire_all",
	.text = "UPDATE outbox SET lease_until_us = 0 WHERE state = 'running'",
};

/* One look into the index for each company: a long queue of one costs the others nothing. */
/* tenancy: all companies, one dispatcher carries the effects of every company */
static const struct db_query due_companies_sql = {
	.name = "outbox.due_companies",
	.text = "SELECT c.id FROM companies c WHERE c.status = 'active' AND EXISTS"
		" (SELECT 1 FROM outbox o WHERE o.company_id = c.id AND o.kind = $1"
		" AND o.state = 'waiting' AND o.run_at_us <= $2) ORDER BY c.id",
};

#define CLAIM_PICK \
	"SELECT id FROM outbox WHERE company_id = $1 AND kind = $2 AND state = 'waiting'" \
	" AND run_at_us <= $3 ORDER BY run_at_us LIMIT $6"
#define CLAIM_SET \
	"UPDATE outbox SET state = 'running', attempts = attempts + 1, lease_owner = $4," \
	" lease_until_us = $5, updated_us = $3 WHERE company_id = $1 AND id IN ("
#define CLAIM_GIVE ") RETURNING id, effect_key, send_key, payload, subject_id, created_us, attempts"

/*
 * PostgreSQL may run a subquery that skips what is locked once for each row it
 * compares, and then takes more than LIMIT; named before, it is run once.
 */
static const struct db_query claim_sql = {
	.name = "outbox.claim",
	.lite = CLAIM_SET CLAIM_PICK CLAIM_GIVE,
	.postgres = "WITH picked AS MATERIALIZED (" CLAIM_PICK " FOR UPDATE SKIP LOCKED) " CLAIM_SET
		    "SELECT id FROM picked" CLAIM_GIVE,
};

static const struct db_query renew_sql = {
	.name = "outbox.renew",
	.text = "UPDATE outbox SET lease_until_us = $4 WHERE company_id = $1 AND id = $2"
		" AND state = 'running' AND lease_owner = $3",
};

/* What was sent may have held a link that opens an account: it is not kept. */
static const struct db_query end_sql = {
	.name = "outbox.end",
	.text = "UPDATE outbox SET state = $4, run_at_us = COALESCE($5, run_at_us), error = $6,"
		" payload = CASE WHEN $4 = 'done' THEN '{}' ELSE payload END,"
		" lease_owner = NULL, lease_until_us = NULL, updated_us = $7"
		" WHERE company_id = $1 AND id = $2 AND state = 'running' AND lease_owner = $3",
};

/* tenancy: all companies, for the operator: how much waits and what failed */
static const struct db_query counts_sql = {
	.name = "outbox.counts",
	.text = "SELECT kind, COUNT(CASE WHEN state <> 'failed' THEN 1 END),"
		" COUNT(CASE WHEN state = 'failed' THEN 1 END),"
		" MIN(CASE WHEN state <> 'failed' THEN run_at_us END) FROM outbox"
		" WHERE state IN ('waiting', 'running', 'failed') GROUP BY kind ORDER BY kind",
};

/* tenancy: all companies, what has ended is forgotten after a while everywhere */
static const struct db_query sweep_sql = {
	.name = "outbox.sweep",
	.text = "DELETE FROM outbox WHERE (company_id, id) IN (SELECT company_id, id FROM outbox"
		" WHERE state = $1 AND run_at_us < $2 ORDER BY run_at_us LIMIT $3)",
};

db_query_list outbox_queries = {&add_sql, &find_sql, &retry_sql, &look_sql, &free_lapsed_sql,
	&expire_all_sql, &due_companies_sql, &claim_sql, &renew_sql, &end_sql, &counts_sql,
	&sweep_sql, NULL};

enum err outbox_store_add(struct cx *cx, const struct outbox_entry *entry, const char *send_key)
{
	int64_t id;

	TRY(db_next_id(cx, "outbox", &id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(entry->kind),
			db_text(entry->effect_key), db_text(send_key), db_int(entry->subject_id),
			db_text(entry->payload ? entry->payload : "{}"),
			db_int(entry->run_at_us ? entry->run_at_us : cx->now_us),
			db_int(cx->now_us)),
		NULL);
}

enum err outbox_store_find(
	struct cx *cx, const char *kind, const char *effect_key, struct outbox_status *status)
{
	static const char *const states[] = {"waiting", "running", "done", "failed", NULL};
	struct db_result result;

	TRY(db_run(cx, &find_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(kind), db_text(effect_key)),
		&result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such delivery.");
	*status = (struct outbox_status){.id = db_int_at(&result, 0, 0),
		.state = (enum outbox_state)word_index(states, db_text_at(&result, 0, 1)),
		.attempts = (int)db_int_at(&result, 0, 2),
		.run_at_us = db_int_at(&result, 0, 3),
		.error = db_text_at(&result, 0, 4)};
	return OK;
}

enum err outbox_store_retry(struct cx *cx, const char *kind, const char *effect_key, bool *changed)
{
	int64_t count;

	TRY(db_exec(cx, &retry_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(kind), db_text(effect_key),
			db_int(cx->now_us)),
		&count));
	*changed = count == 1;
	return OK;
}

enum err outbox_store_look(struct cx *cx, bool *due, bool *lapsed)
{
	struct db_result result;

	TRY(db_run(cx, &look_sql, DB_ARGS(db_int(cx->now_us)), &result));
	*due = db_int_at(&result, 0, 0) != 0;
	*lapsed = db_int_at(&result, 0, 1) != 0;
	return OK;
}

enum err outbox_store_free_lapsed(struct cx *cx)
{
	return db_exec(cx, &free_lapsed_sql, DB_ARGS(db_int(cx->now_us)), NULL);
}

enum err outbox_store_expire_all(struct cx *cx)
{
	return db_exec(cx, &expire_all_sql, DB_NO_ARGS, NULL);
}

enum err outbox_store_due_companies(
	struct cx *cx, const char *kind, int64_t **companies, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &due_companies_sql, DB_ARGS(db_text(kind), db_int(cx->now_us)), &result));
	*count = result.count;
	*companies = arena_array(cx->arena, result.count, sizeof(**companies));
	for (size_t i = 0; i < result.count; i++)
		(*companies)[i] = db_int_at(&result, i, 0);
	return OK;
}

enum err outbox_store_claim(
	struct cx *cx, const struct outbox_wish *wish, struct outbox_claim **claims)
{
	struct db_result result;

	*claims = NULL;
	TRY(db_run(cx, &claim_sql,
		DB_ARGS(db_int(wish->company_id), db_text(wish->kind), db_int(cx->now_us),
			db_text(wish->lease), db_int(wish->lease_until_us), db_int(wish->limit)),
		&result));
	for (size_t i = 0; i < result.count; i++) {
		struct outbox_claim *claim = arena_alloc(cx->arena, sizeof(*claim));

		claim->company_id = wish->company_id;
		claim->lease = wish->lease;
		claim->item = (struct outbox_item){.id = db_int_at(&result, i, 0),
			.kind = wish->kind,
			.effect_key = db_text_at(&result, i, 1),
			.send_key = db_text_at(&result, i, 2),
			.payload = db_text_at(&result, i, 3),
			.subject_id = db_int_at(&result, i, 4),
			.created_us = db_int_at(&result, i, 5),
			.attempt = (int)db_int_at(&result, i, 6)};
		claim->next = *claims;
		*claims = claim;
	}
	return OK;
}

enum err outbox_store_renew(struct cx *cx, const struct outbox_claim *claim, int64_t lease_until_us)
{
	return db_exec(cx, &renew_sql,
		DB_ARGS(db_int(claim->company_id), db_int(claim->item.id), db_text(claim->lease),
			db_int(lease_until_us)),
		NULL);
}

enum err outbox_store_end(struct cx *cx, const struct outbox_claim *claim,
	const struct outbox_verdict *verdict, int64_t again_us)
{
	static const char *const states[] = {
		[OUTBOX_DONE] = "done", [OUTBOX_LATER] = "waiting", [OUTBOX_FAILED] = "failed"};
	bool later = verdict->outcome == OUTBOX_LATER;
	int64_t changed;

	TRY(db_exec(cx, &end_sql,
		DB_ARGS(db_int(claim->company_id), db_int(claim->item.id), db_text(claim->lease),
			db_text(states[verdict->outcome]),
			db_opt((struct opt_int){again_us, later}), db_text(verdict->error),
			db_int(clock_now_us())),
		&changed));
	if (changed == 1)
		return OK;
	return fail(cx, ERR_STATE, NULL, "Another node has taken this over.");
}

enum err outbox_store_counts(struct cx *cx, struct outbox_count **counts, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &counts_sql, DB_NO_ARGS, &result));
	*count = result.count;
	*counts = arena_array(cx->arena, result.count, sizeof(**counts));
	for (size_t i = 0; i < result.count; i++)
		(*counts)[i] = (struct outbox_count){.kind = db_text_at(&result, i, 0),
			.waiting = db_int_at(&result, i, 1),
			.failed = db_int_at(&result, i, 2),
			.oldest_us = db_int_at(&result, i, 3)};
	return OK;
}

enum err outbox_store_sweep(
	struct cx *cx, const char *state, int64_t before_us, int64_t limit, int64_t *deleted)
{
	return db_exec(
		cx, &sweep_sql, DB_ARGS(db_text(state), db_int(before_us), db_int(limit)), deleted);
}
