/* message_store.c - messages among the contacts with customers: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/db/db.h"

#define MESSAGE \
	"SELECT id, order_id, customer_id, agent_id, history_id, channel, status, direction," \
	" to_addr, from_addr, subject, template_code, error, body, segments, at_us," \
	" provider_id, provider_ref, doubt FROM communications"

static const struct db_query add_sql = {"message.add",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, history_id,"
	" channel, status, direction, to_addr, from_addr, subject, template_code, body, segments,"
	" provider_id, provider_ref, at_us, created_us, updated_us, team_id, department_id)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
	" $18, $18, $18,"
	" (SELECT w.team_id FROM agents w WHERE w.company_id = $1 AND w.id = $5),"
	" (SELECT w.department_id FROM agents w WHERE w.company_id = $1 AND w.id = $5))",
	NULL, NULL};
static const struct db_query get_sql = {"message.get",
	MESSAGE " WHERE company_id = $1 AND id = $2 AND channel <> 'call'", NULL, NULL};
static const struct db_query by_ref_sql = {"message.by_ref",
	MESSAGE " WHERE company_id = $1 AND provider_id = $2 AND provider_ref = $3", NULL, NULL};
static const struct db_query note_sql = {"message.note",
	"UPDATE communications SET status = $3, provider_id = $4, provider_ref = $5, error = $6,"
	" doubt = $7, from_addr = $8, updated_us = $9 WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static void read_row(const struct db_result *result, size_t row, struct message_row *out)
{
	*out = (struct message_row){
		.message =
			{
				.id = db_int_at(result, row, 0),
				.order_id = db_int_at(result, row, 1),
				.customer_id = db_int_at(result, row, 2),
				.agent_id = db_int_at(result, row, 3),
				.history_id = db_int_at(result, row, 4),
				.channel = text_is(db_text_at(result, row, 5), "email")
					? MESSAGE_EMAIL
					: MESSAGE_SMS,
				.status = (enum message_status)word_index(
					message_status_words, db_text_at(result, row, 6)),
				.inbound = text_is(db_text_at(result, row, 7), "inbound"),
				.to = db_text_or_empty(result, row, 8),
				.from = db_text_or_empty(result, row, 9),
				.subject = db_text_at(result, row, 10),
				.template_code = db_text_at(result, row, 11),
				.error = db_text_at(result, row, 12),
				.body = db_text_or_empty(result, row, 13),
				.segments = db_int_at(result, row, 14),
				.at_us = db_int_at(result, row, 15),
			},
		.provider_id = db_int_at(result, row, 16),
		.provider_ref = db_text_at(result, row, 17),
		.doubt = (enum message_doubt)db_int_at(result, row, 18),
	};
}

static enum err read_one(struct cx *cx, const struct db_result *result, struct message_row *row)
{
	if (result->count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message.");
	read_row(result, 0, row);
	return OK;
}

enum err message_store_next_id(struct cx *cx, struct message *message)
{
	return db_next_id(cx, "communication", &message->id);
}

enum err message_store_add(
	struct cx *cx, const struct message *message, int64_t provider_id, const char *ref)
{
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(message->id),
			db_id(message->order_id), db_int(message->customer_id),
			db_id(message->agent_id), db_id(message->history_id),
			db_text(message_channel_words[message->channel]),
			db_text(message_status_words[message->status]),
			db_text(message->inbound ? "inbound" : "outbound"), db_text(message->to),
			db_text(message->from), db_text(message->subject),
			db_text(message->template_code), db_text(message->body),
			db_int(message->segments), db_int(provider_id), db_text(ref),
			db_int(message->at_us)),
		NULL);
}

enum err message_store_get(struct cx *cx, int64_t id, struct message_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	return read_one(cx, &result, row);
}

enum err message_store_by_ref(
	struct cx *cx, int64_t provider_id, const char *ref, struct message_row *row)
{
	struct db_result result;

	TRY(db_run(cx, &by_ref_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(provider_id), db_text(ref)),
		&result));
	return read_one(cx, &result, row);
}

enum err message_store_note(struct cx *cx, const struct message_row *row)
{
	return db_exec(cx, &note_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(row->message.id),
			db_text(message_status_words[row->message.status]),
			db_int(row->provider_id), db_text(row->provider_ref),
			db_text(row->message.error), db_int(row->doubt), db_text(row->message.from),
			db_int(cx->now_us)),
		NULL);
}

db_query_list message_queries = {&add_sql, &get_sql, &by_ref_sql, &note_sql, NULL};
