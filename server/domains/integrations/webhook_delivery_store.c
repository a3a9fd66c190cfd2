/* webhook_delivery_store.c - statements on what was sent to webhooks. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/webhook_internal.h"

#include "platform/crypto/crypto.h"

#define MESSAGE_ID_BYTES 18

static const struct db_query list_sql = {
	.name = "webhook_delivery.list",
	.text = "SELECT id, webhook_id, message_id, seq, type, payload, status, attempts, rounds,"
		" response_status, took_us, attempted_us, delivered_us, answer, error, created_us"
		" FROM webhook_deliveries WHERE company_id = $1"
		" AND (webhook_id = $2 OR $2 = 0) AND (id = $3 OR $3 = 0)"
		" AND ($4 = '' OR status = $4) AND id < $5 ORDER BY id DESC LIMIT $6",
};

static const struct db_query add_sql = {
	.name = "webhook_delivery.add",
	.text = "INSERT INTO webhook_deliveries (company_id, id, webhook_id, message_id, seq, type,"
		" payload, rounds, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

static const struct db_query note_sql = {
	.name = "webhook_delivery.note",
	.text = "UPDATE webhook_deliveries SET status = $3, attempts = $4, rounds = $5,"
		" response_status = $6, took_us = $7, attempted_us = $8, delivered_us = $9,"
		" answer = $10, error = $11 WHERE company_id = $1 AND id = $2",
};

static const struct db_query drop_sql = {
	.name = "webhook_delivery.drop",
	.text = "UPDATE webhook_deliveries SET status = 'dropped'"
		" WHERE company_id = $1 AND webhook_id = $2 AND status = 'waiting'",
};

/* tenancy: all companies, what is old is forgotten everywhere */
static const struct db_query sweep_sql = {
	.name = "webhook_delivery.sweep",
	.text = "DELETE FROM webhook_deliveries WHERE (company_id, id) IN"
		" (SELECT company_id, id FROM webhook_deliveries WHERE created_us < $1"
		" AND status <> 'waiting' ORDER BY created_us LIMIT $2)",
};

db_query_list webhook_delivery_queries = {
	&list_sql, &add_sql, &note_sql, &drop_sql, &sweep_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_row(const struct db_result *result, size_t row, struct webhook_delivery *delivery)
{
	*delivery = (struct webhook_delivery){
		.id = db_int_at(result, row, 0),
		.webhook_id = db_int_at(result, row, 1),
		.message_id = db_text_at(result, row, 2),
		.seq = db_opt_at(result, row, 3),
		.type = db_text_at(result, row, 4),
		.payload = db_text_at(result, row, 5),
		.status = (enum webhook_delivery_status)word_index(
			webhook_delivery_words, db_text_at(result, row, 6)),
		.attempts = db_int_at(result, row, 7),
		.rounds = db_int_at(result, row, 8),
		.response_status = db_opt_at(result, row, 9),
		.took_us = db_opt_at(result, row, 10),
		.attempted_us = db_opt_at(result, row, 11),
		.delivered_us = db_opt_at(result, row, 12),
		.answer = db_text_at(result, row, 13),
		.error = db_text_at(result, row, 14),
		.created_us = db_int_at(result, row, 15),
	};
}

enum err webhook_delivery_store_list(struct cx *cx, const struct webhook_delivery_filter *filter,
	struct webhook_delivery **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(own_company(cx), db_int(filter->webhook_id), db_int(filter->id),
			db_text(filter->status ? filter->status : ""), db_int(filter->below),
			db_int(filter->limit)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		read_row(&result, row, *list + row);
	return OK;
}

enum err webhook_delivery_store_add(struct cx *cx, struct webhook_delivery *delivery)
{
	TRY(db_next_id(cx, "webhook_delivery", &delivery->id));
	delivery->message_id = arena_format(
		cx->arena, "msg_%s", crypto_token(cx->arena, MESSAGE_ID_BYTES));
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(delivery->id), db_int(delivery->webhook_id),
			db_text(delivery->message_id), db_opt(delivery->seq),
			db_text(delivery->type), db_text(delivery->payload),
			db_int(delivery->rounds), db_int(delivery->created_us)),
		NULL);
}

enum err webhook_delivery_store_get(
	struct cx *cx, int64_t id, struct webhook_delivery *delivery, bool *found)
{
	const struct webhook_delivery_filter filter = {.id = id, .below = INT64_MAX, .limit = 1};
	struct webhook_delivery *list;
	size_t count = 0;

	if (id > 0)
		TRY(webhook_delivery_store_list(cx, &filter, &list, &count));
	*found = count == 1;
	if (*found)
		*delivery = list[0];
	return OK;
}

enum err webhook_delivery_store_note(struct cx *cx, const struct webhook_delivery *delivery)
{
	return db_exec(cx, &note_sql,
		DB_ARGS(own_company(cx), db_int(delivery->id),
			db_text(webhook_delivery_words[delivery->status]),
			db_int(delivery->attempts), db_int(delivery->rounds),
			db_opt(delivery->response_status), db_opt(delivery->took_us),
			db_opt(delivery->attempted_us), db_opt(delivery->delivered_us),
			db_text(delivery->answer), db_text(delivery->error)),
		NULL);
}

enum err webhook_delivery_store_drop(struct cx *cx, int64_t webhook_id)
{
	return db_exec(cx, &drop_sql, DB_ARGS(own_company(cx), db_int(webhook_id)), NULL);
}

enum err webhook_delivery_store_sweep(
	struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted)
{
	return db_exec(cx, &sweep_sql, DB_ARGS(db_int(before_us), db_int(limit)), deleted);
}
