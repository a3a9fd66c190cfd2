/* mail_store.c - the outbox: the only file here that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

static const struct db_query add_sql = {
	.name = "mail.add",
	.text = "INSERT INTO outbox (company_id, id, kind, effect_key, payload, run_at_us,"
		" created_us, updated_us) VALUES ($1, $2, 'mail', $3, $4, $5, $5, $5)",
};

static const struct db_query get_sql = {
	.name = "mail.get",
	.text = "SELECT effect_key, payload, created_us, state FROM outbox"
		" WHERE company_id = $1 AND id = $2 AND kind = 'mail'",
};

/* What was sent may have held a link that opens an account: it is not kept. */
static const struct db_query note_sql = {
	.name = "mail.note",
	.text = "UPDATE outbox SET state = $3, error = $4, attempts = attempts + 1,"
		" payload = CASE WHEN $3 = 'done' THEN '{}' ELSE payload END, updated_us = $5"
		" WHERE company_id = $1 AND id = $2",
};

/* tenancy: all companies, what was sent is forgotten after a while everywhere */
static const struct db_query sweep_sql = {
	.name = "mail.sweep",
	.text = "DELETE FROM outbox WHERE (company_id, id) IN (SELECT company_id, id FROM outbox"
		" WHERE state = 'done' AND run_at_us < $1 ORDER BY run_at_us LIMIT $2)",
};

db_query_list mail_queries = {&add_sql, &get_sql, &note_sql, &sweep_sql, NULL};

enum err mail_store_add(struct cx *cx, const struct mail_row *row)
{
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->id), db_text(row->key),
			db_text(row->payload), db_int(row->created_us)),
		NULL);
}

enum err mail_store_get(struct cx *cx, int64_t id, struct mail_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "there is no such message");
	*row = (struct mail_row){.id = id,
		.key = db_text_at(&result, 0, 0),
		.payload = db_text_at(&result, 0, 1),
		.created_us = db_int_at(&result, 0, 2),
		.waiting = text_is(db_text_at(&result, 0, 3), "waiting")};
	return OK;
}

enum err mail_store_note(struct cx *cx, int64_t id, const char *state, const char *error)
{
	return db_exec(cx, &note_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(state), db_text(error),
			db_int(clock_now_us())),
		NULL);
}

enum err mail_store_sweep(struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(before_us), db_int(limit)), deleted);
}
