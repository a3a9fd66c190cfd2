/* transcript_store.c - the SQL of conversations and their messages. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/transcript.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query of_call_sql = {"transcript.of_call",
	"SELECT id, version, summary, sentiment, message_count FROM conversations"
	" WHERE company_id = $1 AND call_id = $2",
	NULL, NULL};
static const struct db_query messages_sql = {"transcript.messages",
	"SELECT m.id, m.speaker, m.content, m.language, u.name, m.at_us"
	" FROM conversation_messages m"
	" LEFT JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
	" WHERE m.company_id = $1 AND m.conversation_id = $2 ORDER BY m.id",
	NULL, NULL};
static const struct db_query need_sql = {"transcript.need",
	"INSERT INTO conversations (company_id, id, type, call_id, customer_id, created_us,"
	" updated_us) VALUES ($1, $2, 'voice', $3, $4, $5, $5)"
	" ON CONFLICT (company_id, call_id) WHERE call_id IS NOT NULL DO NOTHING",
	NULL, NULL};
static const struct db_query count_sql = {"transcript.count",
	"UPDATE conversations SET message_count = message_count + 1, updated_us = $3"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query add_sql = {"transcript.add",
	"INSERT INTO conversation_messages (company_id, conversation_id, id, speaker, content,"
	" language, user_id, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};
static const struct db_query sum_up_sql = {"transcript.sum_up",
	"UPDATE conversations SET summary = COALESCE($3, summary),"
	" sentiment = COALESCE($4, sentiment), updated_us = $5, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $6",
	NULL, NULL};

enum err transcript_store_read(struct cx *cx, struct transcript *transcript)
{
	const int64_t company_id = cx->actor->company_id;
	struct db_result row, messages;

	TRY(db_run(
		cx, &of_call_sql, DB_ARGS(db_int(company_id), db_int(transcript->call.id)), &row));
	if (!row.count)
		return OK;
	transcript->id = db_int_at(&row, 0, 0);
	transcript->version = db_int_at(&row, 0, 1);
	transcript->summary = db_text_at(&row, 0, 2);
	transcript->sentiment = db_text_at(&row, 0, 3);
	TRY(db_run(
		cx, &messages_sql, DB_ARGS(db_int(company_id), db_int(transcript->id)), &messages));
	transcript->count = messages.count;
	transcript->messages = arena_array(
		cx->arena, messages.count, sizeof(*transcript->messages));
	for (size_t i = 0; i < messages.count; i++)
		transcript->messages[i] = (struct transcript_message){
			.id = db_int_at(&messages, i, 0),
			.speaker = db_text_at(&messages, i, 1),
			.content = db_text_at(&messages, i, 2),
			.language = db_text_at(&messages, i, 3),
			.author = db_text_at(&messages, i, 4),
			.at_us = db_int_at(&messages, i, 5)};
	return OK;
}

enum err transcript_store_need(
	struct cx *cx, const struct call_view *call, int64_t *id, int64_t *count)
{
	const int64_t company_id = cx->actor->company_id;
	struct db_result row;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &of_call_sql, DB_ARGS(db_int(company_id), db_int(call->id)), &row));
	if (!row.count) {
		TRY(db_next_id(cx, "conversation", id));
		TRY(db_exec(cx, &need_sql,
			DB_ARGS(db_int(company_id), db_int(*id), db_int(call->id),
				db_id(call->customer_id), db_int(cx->now_us)),
			NULL));
		TRY(db_run(cx, &of_call_sql, DB_ARGS(db_int(company_id), db_int(call->id)), &row));
	}
	if (!row.count)
		return fail(
			cx, ERR_BUSY, NULL, "The server is busy. Please try again in a moment.");
	*id = db_int_at(&row, 0, 0);
	*count = db_int_at(&row, 0, 4);
	return OK;
}

enum err transcript_store_next_id(struct cx *cx, int64_t *id)
{
	return db_next_id(cx, "conversation_message", id);
}

enum err transcript_store_add(struct cx *cx, int64_t id, const struct transcript_message *message)
{
	const int64_t company_id = cx->actor->company_id;

	TRY(db_exec(cx, &count_sql, DB_ARGS(db_int(company_id), db_int(id), db_int(message->at_us)),
		NULL));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(company_id), db_int(id), db_int(message->id),
			db_text(message->speaker), db_text(message->content),
			db_text(message->language), db_id(cx->actor->user_id),
			db_int(message->at_us)),
		NULL);
}

enum err transcript_store_sum_up(struct cx *cx, int64_t id, const struct transcript_change *change,
	int64_t version, bool *done)
{
	int64_t changed;

	TRY(db_exec(cx, &sum_up_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_text(change->summary),
			db_text(change->sentiment), db_int(cx->now_us), db_int(version)),
		&changed));
	*done = changed == 1;
	return OK;
}

db_query_list transcript_queries = {
	&of_call_sql, &messages_sql, &need_sql, &count_sql, &add_sql, &sum_up_sql, NULL};
