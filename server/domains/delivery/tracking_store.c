/* tracking_store.c - what happened to parcels: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_store_internal.h"

static const struct db_query add_sql = {"tracking.add",
	"INSERT INTO tracking_events (company_id, id, delivery_id, at_us, status, word,"
	" description, location, source, user_id, user_name, event_key, raw, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
	" ON CONFLICT (company_id, delivery_id, event_key) DO NOTHING",
	NULL, NULL};
static const struct db_query list_sql = {"tracking.list",
	"SELECT id, at_us, status, word, description, location, source, user_id, user_name"
	" FROM tracking_events WHERE company_id = $1 AND delivery_id = $2"
	" ORDER BY at_us DESC, id DESC LIMIT $3",
	NULL, NULL};

enum err tracking_store_add(struct cx *cx, struct tracking_event *event, bool *fresh)
{
	int64_t added = 0;

	TRY(db_next_id(cx, "tracking_event", &event->id));
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(event->id),
			db_int(event->delivery_id), db_int(event->at_us), db_text(event->status),
			db_text(event->word), db_text(event->description), db_text(event->location),
			db_text(tracking_source_words[event->source]), db_id(event->user_id),
			db_text(event->user_name), db_text(event->event_key), db_text(event->raw),
			db_int(cx->now_us)),
		&added));
	*fresh = added == 1;
	return OK;
}

enum err tracking_store_list(struct cx *cx, int64_t delivery_id, int64_t limit,
	struct tracking_event **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(delivery_id), db_int(limit)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct tracking_event){
			.id = db_int_at(&result, i, 0),
			.delivery_id = delivery_id,
			.at_us = db_int_at(&result, i, 1),
			.status = db_text_at(&result, i, 2),
			.word = db_text_at(&result, i, 3),
			.description = db_text_or_empty(&result, i, 4),
			.location = db_text_or_empty(&result, i, 5),
			.source = (enum tracking_source)word_index(
				tracking_source_words, db_text_at(&result, i, 6)),
			.user_id = db_int_at(&result, i, 7),
			.user_name = db_text_at(&result, i, 8),
		};
	return OK;
}

db_query_list tracking_queries = {&add_sql, &list_sql, NULL};
