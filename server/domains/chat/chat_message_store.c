/* chat_message_store.c - the SQL of what is said in chats. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_message_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

/* In the order of read_rows(). */
#define MESSAGES \
	"SELECT m.id, m.speaker, m.kind, m.content, m.language, m.internal, m.user_id, a.id," \
	" u.name, m.client_message_id, m.reply_to, q.speaker, q.content, m.detail, m.at_us," \
	" m.edited_us FROM conversation_messages m" \
	" LEFT JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id" \
	" LEFT JOIN agents a ON a.company_id = m.company_id AND a.user_id = m.user_id" \
	" LEFT JOIN conversation_messages q ON q.company_id = m.company_id" \
	" AND q.conversation_id = m.conversation_id AND q.id = m.reply_to" \
	" WHERE m.company_id = $1 AND m.conversation_id = $2"

static const struct db_query before_sql = {
	"chat_message.before", MESSAGES " AND m.id < $3 ORDER BY m.id DESC LIMIT $4", NULL, NULL};
static const struct db_query after_sql = {
	"chat_message.after", MESSAGES " AND m.id > $3 ORDER BY m.id LIMIT $4", NULL, NULL};
#define OPEN " AND m.internal = 0 AND m.kind <> 'note' AND m.kind <> 'event'"
static const struct db_query open_before_sql = {"chat_message.open_before",
	MESSAGES OPEN " AND m.id < $3 ORDER BY m.id DESC LIMIT $4", NULL, NULL};
static const struct db_query open_after_sql = {"chat_message.open_after",
	MESSAGES OPEN " AND m.id > $3 ORDER BY m.id LIMIT $4", NULL, NULL};
static const struct db_query one_sql = {"chat_message.one", MESSAGES " AND m.id = $3", NULL, NULL};
static const struct db_query by_client_sql = {"chat_message.by_client",
	MESSAGES " AND m.speaker = $3 AND m.client_message_id = $4", NULL, NULL};
static const struct db_query others_sql = {"chat_message.others",
	MESSAGES " AND m.id > $3 AND m.kind <> 'event' AND m.speaker <> 'system'"
		 " AND (m.user_id IS NULL OR m.user_id <> $4) ORDER BY m.id LIMIT 50",
	NULL, NULL};
static const struct db_query customer_after_sql = {"chat_message.customer_after",
	"SELECT COUNT(*) FROM conversation_messages WHERE company_id = $1"
	" AND conversation_id = $2 AND id > $3 AND speaker = 'customer' AND kind <> 'event'",
	NULL, NULL};

static const struct db_query add_sql = {"chat_message.add",
	"INSERT INTO conversation_messages (company_id, conversation_id, id, speaker, content,"
	" language, user_id, at_us, kind, internal, client_message_id, reply_to, detail)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
	NULL, NULL};
static const struct db_query said_sql = {"chat_message.said",
	"UPDATE chats SET last_seq = $3, message_count = $4, customer_count = $5,"
	" touched_us = $6, first_response_us = $7, waiting_since_us = $8, alert = $9,"
	" last_message_seq = $10, last_speaker = $11, last_kind = $12, last_preview = $13,"
	" last_message_us = $14, customer_delivered_seq = $15, customer_read_seq = $16,"
	" agent_delivered_seq = $17, agent_read_seq = $18, auto_answered = $19"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query mark_sql = {"chat_message.mark",
	"INSERT INTO chat_reads (company_id, user_id, chat_id, seq, customer_count, at_us)"
	" VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (company_id, user_id, chat_id) DO UPDATE"
	" SET seq = excluded.seq, customer_count = excluded.customer_count,"
	" at_us = excluded.at_us WHERE chat_reads.seq < excluded.seq",
	NULL, NULL};

static const struct db_query letters_sql = {"chat_message.letters",
	"SELECT COALESCE(SUM(LENGTH(m.content)), 0) FROM conversation_messages m"
	" WHERE m.company_id = $1 AND m.conversation_id = $2",
	NULL, NULL};

db_query_list chat_message_queries = {&letters_sql, &before_sql, &after_sql, &open_before_sql,
	&open_after_sql, &one_sql, &by_client_sql, &others_sql, &customer_after_sql, &add_sql,
	&said_sql, &mark_sql, NULL};

static void read_row(
	struct cx *cx, const struct db_result *result, size_t at, struct chat_message *message)
{
	const char *replied = db_text_at(result, at, 12);

	*message = (struct chat_message){
		.seq = db_int_at(result, at, 0),
		.speaker = db_text_at(result, at, 1),
		.kind = db_text_at(result, at, 2),
		.content = db_text_at(result, at, 3),
		.language = db_text_at(result, at, 4),
		.internal = db_int_at(result, at, 5) != 0,
		.user_id = db_int_at(result, at, 6),
		.agent_id = db_int_at(result, at, 7),
		.author = db_text_at(result, at, 8),
		.client_id = db_text_at(result, at, 9),
		.reply_to = db_int_at(result, at, 10),
		.reply_speaker = db_text_at(result, at, 11),
		.reply_preview = replied ? chat_preview(cx->arena, replied) : NULL,
		.detail = db_text_at(result, at, 13),
		.at_us = db_int_at(result, at, 14),
		.edited_us = db_opt_at(result, at, 15),
	};
}

static void read_rows(
	struct cx *cx, const struct db_result *result, size_t limit, struct chat_messages *messages)
{
	messages->more = result->count > limit;
	messages->count = messages->more ? limit : result->count;
	messages->rows = arena_array(cx->arena, messages->count, sizeof(*messages->rows));
	for (size_t i = 0; i < messages->count; i++)
		read_row(cx, result, i, &messages->rows[i]);
}

/* What was read backwards, in the order in which it was said. */
static void turn(struct chat_messages *messages)
{
	for (size_t i = 0; i < messages->count / 2; i++) {
		struct chat_message *first = &messages->rows[i];
		struct chat_message *last = &messages->rows[messages->count - 1 - i];
		const struct chat_message kept = *first;

		*first = *last;
		*last = kept;
	}
}

enum err chat_store_letters(struct cx *cx, int64_t chat_id, int64_t *letters)
{
	struct db_result result;

	TRY(db_run(cx, &letters_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id)),
		&result));
	*letters = db_int_at(&result, 0, 0);
	return OK;
}

enum err chat_store_page(struct cx *cx, int64_t chat_id, const struct chat_pages *pages,
	struct chat_messages *messages)
{
	static const struct db_query *const queries[2][2] = {
		{&before_sql, &after_sql}, {&open_before_sql, &open_after_sql}};
	const bool forwards = pages->forwards;
	struct db_result result;
	int64_t from = pages->after;

	if (!forwards)
		from = pages->before ? pages->before : INT64_MAX;
	/* One more than asked for says whether there is more. */
	TRY(db_run(cx, queries[pages->for_customer][forwards],
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(from),
			db_int(pages->limit + 1)),
		&result));
	read_rows(cx, &result, (size_t)pages->limit, messages);
	if (!forwards)
		turn(messages);
	return OK;
}

enum err chat_store_message(
	struct cx *cx, int64_t chat_id, int64_t seq, struct chat_message *message)
{
	struct db_result result;

	TRY(db_run(cx, &one_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(seq)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message in this chat.");
	read_row(cx, &result, 0, message);
	return OK;
}

enum err chat_store_by_client(struct cx *cx, int64_t chat_id, const char *speaker,
	const char *client_id, struct chat_message *message, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &by_client_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_text(speaker),
			db_text(client_id)),
		&result));
	*found = result.count > 0;
	if (*found)
		read_row(cx, &result, 0, message);
	return OK;
}

enum err chat_store_others(
	struct cx *cx, int64_t chat_id, int64_t after, struct chat_messages *messages)
{
	struct db_result result;

	TRY(db_run(cx, &others_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(after),
			db_int(cx->actor->user_id)),
		&result));
	read_rows(cx, &result, result.count, messages);
	return OK;
}

enum err chat_store_add(struct cx *cx, int64_t chat_id, const struct chat_message *message)
{
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(message->seq),
			db_text(message->speaker), db_text(message->content),
			db_text(message->language), db_id(message->user_id), db_int(message->at_us),
			db_text(message->kind), db_int(message->internal),
			db_text(message->client_id), db_id(message->reply_to),
			db_text(message->detail)),
		NULL);
}

enum err chat_store_said(struct cx *cx, const struct chat *chat)
{
	return db_exec(cx, &said_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->id), db_int(chat->last_seq),
			db_int(chat->message_count), db_int(chat->customer_count),
			db_int(chat->touched_us), db_opt(chat->first_response_us),
			db_opt(chat->waiting_since_us), db_text(chat->alert), db_id(chat->last.seq),
			db_text(chat->last.speaker), db_text(chat->last.kind),
			db_text(chat->last.preview), db_id(chat->last.at_us),
			db_int(chat->customer_delivered_seq), db_int(chat->customer_read_seq),
			db_int(chat->agent_delivered_seq), db_int(chat->agent_read_seq),
			db_text(chat->auto_answered)),
		NULL);
}

enum err chat_store_mark(struct cx *cx, int64_t chat_id, int64_t seq, int64_t customer_count)
{
	return db_exec(cx, &mark_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_int(chat_id),
			db_int(seq), db_int(customer_count), db_int(cx->now_us)),
		NULL);
}

enum err chat_store_customer_after(struct cx *cx, int64_t chat_id, int64_t after, int64_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &customer_after_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id), db_int(after)), &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}
