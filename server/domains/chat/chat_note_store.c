/* chat_note_store.c - the SQL of mentions, guests and edits. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_note.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

static const struct db_query person_sql = {"chat_note.person",
	"SELECT u.id, a.id FROM users u LEFT JOIN agents a ON a.company_id = u.company_id"
	" AND a.user_id = u.id AND a.is_active = 1"
	" WHERE u.company_id = $1 AND u.id = $2 AND u.status = 'active'"
	" AND EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p"
	" ON p.company_id = m.company_id AND p.role_id = m.role_id"
	" AND p.permission = 'chats.read'"
	" WHERE m.company_id = u.company_id AND m.user_id = u.id)",
	NULL, NULL};
static const struct db_query guest_sql = {"chat_note.guest",
	"INSERT INTO chat_guests (company_id, agent_id, chat_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (company_id, agent_id, chat_id) DO NOTHING",
	NULL, NULL};
static const struct db_query keep_sql = {"chat_note.keep",
	"INSERT INTO chat_edits (company_id, chat_id, seq, edited_us, user_id, content)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	NULL, NULL};
static const struct db_query edit_sql = {"chat_note.edit",
	"UPDATE conversation_messages SET content = $4, edited_us = $5 WHERE company_id = $1"
	" AND conversation_id = $2 AND id = $3",
	NULL, NULL};
static const struct db_query preview_sql = {"chat_note.preview",
	"UPDATE chats SET last_preview = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};

db_query_list chat_note_queries = {
	&person_sql, &guest_sql, &keep_sql, &edit_sql, &preview_sql, NULL};

enum err chat_store_person(struct cx *cx, int64_t user_id, struct chat_person *person)
{
	struct db_result result;

	TRY(db_run(
		cx, &person_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(user_id)), &result));
	if (!result.count)
		return fail(cx, ERR_INVALID, "mentions",
			"There is no such colleague who works with chats.");
	*person = (struct chat_person){db_int_at(&result, 0, 0), db_int_at(&result, 0, 1)};
	return OK;
}

enum err chat_store_guest(struct cx *cx, int64_t chat_id, int64_t agent_id)
{
	return db_exec(cx, &guest_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(agent_id), db_int(chat_id)), NULL);
}

enum err chat_store_edit(
	struct cx *cx, int64_t chat_id, const struct chat_message *before, const char *content)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &keep_sql,
		DB_ARGS(company, db_int(chat_id), db_int(before->seq), db_int(cx->now_us),
			db_id(cx->actor->user_id), db_text(before->content)),
		NULL));
	return db_exec(cx, &edit_sql,
		DB_ARGS(company, db_int(chat_id), db_int(before->seq), db_text(content),
			db_int(cx->now_us)),
		NULL);
}

enum err chat_store_preview(struct cx *cx, const struct chat *chat)
{
	return db_exec(cx, &preview_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->id),
			db_text(chat->last.preview)),
		NULL);
}
