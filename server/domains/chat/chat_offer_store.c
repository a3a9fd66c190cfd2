/* chat_offer_store.c - the SQL of who waits, who could take it, and what was forgotten. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_offer.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"

#define MOST " LIMIT 200"

#define OPEN_COMPANY " JOIN companies k ON k.id = c.company_id AND k.status = 'active'"

/*
 * The first of each department, so that one where nobody is there keeps no other from its
 * turn; offers that run are looked at first.
 */
/* tenancy: all companies, chats wait in every one */
static const struct db_query waiting_sql = {"chat_offer.waiting",
	"SELECT w.company_id, w.id FROM (SELECT c.company_id, c.id, ROW_NUMBER() OVER"
	" (PARTITION BY c.company_id, c.department_id ORDER BY"
	" CASE WHEN c.state = 'offered' THEN 0 ELSE 1 END, c.queue_key, c.id) AS place"
	" FROM chat_settings s JOIN chats c"
	" ON c.company_id = s.company_id AND c.queue_key IS NOT NULL" OPEN_COMPANY
	" WHERE (s.routing = 'auto' OR c.state = 'offered')) w WHERE w.place <= 50"
	" ORDER BY w.place, w.company_id, w.id LIMIT 1000",
	NULL, NULL};

/* tenancy: all companies, somebody waits too long in every one */
static const struct db_query wait_long_sql = {"chat_offer.wait_long",
	"SELECT c.company_id, c.id FROM chats c" OPEN_COMPANY
	" LEFT JOIN chat_settings s ON s.company_id = c.company_id"
	" WHERE c.queue_key IS NOT NULL AND c.alert IS NULL"
	" AND COALESCE(s.waiting_alert_seconds, 120) > 0 AND c.queued_us <"
	" CAST($1 AS BIGINT) - COALESCE(s.waiting_alert_seconds, 120) * 1000000" MOST,
	NULL, NULL};
/* tenancy: all companies, what customers wrote lies unread in every one */
static const struct db_query unseen_sql = {"chat_offer.unseen",
	"SELECT c.company_id, c.id FROM chats c" OPEN_COMPANY
	" LEFT JOIN chat_settings s ON s.company_id = c.company_id"
	" WHERE c.closed_us IS NULL AND c.state = 'active' AND c.alert IS NULL"
	" AND COALESCE(s.unseen_alert_seconds, 180) > 0 AND c.last_speaker = 'customer'"
	" AND c.agent_read_seq < c.last_message_seq AND c.waiting_since_us <"
	" CAST($1 AS BIGINT) - COALESCE(s.unseen_alert_seconds, 180) * 1000000" MOST,
	NULL, NULL};
#define ALONE_FROM \
	"SELECT c.company_id, c.id FROM chats c" \
	" JOIN agent_presence p ON p.company_id = c.company_id AND p.agent_id = c.agent_id" \
	" AND p.status = 'offline'" \
	" LEFT JOIN widget_visitors v ON v.company_id = c.company_id AND v.id = c.visitor_id" \
	" LEFT JOIN chat_settings s ON s.company_id = c.company_id"
#define ALONE_WHERE \
	" WHERE c.closed_us IS NULL AND c.state = 'active'" \
	" AND COALESCE(s.disconnect_grace_seconds, 90) > 0" \
	" AND (c.waiting_since_us IS NOT NULL OR v.is_online = 1)" \
	" AND p.since_us < CAST($1 AS BIGINT)" \
	" - COALESCE(s.disconnect_grace_seconds, 90) * 1000000" \
	" AND c.assigned_us < CAST($1 AS BIGINT)" \
	" - COALESCE(s.disconnect_grace_seconds, 90) * 1000000"
/* tenancy: all companies, agents go away in every one */
static const struct db_query left_alone_sql = {
	"chat_offer.left_alone", ALONE_FROM OPEN_COMPANY ALONE_WHERE MOST, NULL, NULL};
static const struct db_query is_alone_sql = {"chat_offer.is_alone",
	ALONE_FROM ALONE_WHERE " AND c.company_id = $2 AND c.id = $3", NULL, NULL};
/* tenancy: all companies, visitors leave in every one */
static const struct db_query given_up_sql = {"chat_offer.given_up",
	"SELECT c.company_id, c.id FROM chats c"
	" JOIN widget_visitors v ON v.company_id = c.company_id AND v.id = c.visitor_id"
	" AND v.is_online = 0" OPEN_COMPANY
	" LEFT JOIN chat_settings s ON s.company_id = c.company_id"
	" WHERE c.queue_key IS NOT NULL AND c.is_offline = 0"
	" AND COALESCE(s.abandon_minutes, 15) > 0 AND v.seen_us <"
	" CAST($1 AS BIGINT) - COALESCE(s.abandon_minutes, 15) * 60000000"
	" AND c.touched_us < CAST($1 AS BIGINT) - COALESCE(s.abandon_minutes, 15) * 60000000" MOST,
	NULL, NULL};

/*
 * Agents who could take a chat: available, of its department, with room. Whoever
 * got it offered last comes last, then who let it go by oftener; before the load
 * the language counts, as a skill of that name.
 */
#define HELD \
	"(SELECT COUNT(*) FROM chats h WHERE h.company_id = a.company_id AND h.closed_us IS NULL" \
	" AND h.agent_id = a.id AND h.state = 'active')" \
	" + (SELECT COUNT(*) FROM chats h WHERE h.company_id = a.company_id" \
	" AND h.offered_agent_id = a.id)"
#define THERE \
	" FROM agents a JOIN agent_presence p ON p.company_id = a.company_id" \
	" AND p.agent_id = a.id AND p.status = 'available'" \
	" WHERE a.company_id = $1 AND a.is_active = 1 AND a.takes_chats = 1" \
	" AND (CAST($2 AS BIGINT) = 0 OR a.department_id = $2)"
/* What is allowed, or fewer if the agent says so. */
#define ALLOWED "COALESCE(a.chat_capacity, CAST($3 AS BIGINT))"
#define ROOM \
	" CASE WHEN a.own_chat_capacity < " ALLOWED " THEN a.own_chat_capacity ELSE " ALLOWED \
	" END > " HELD
static const struct db_query taker_sql = {"chat_offer.taker",
	"SELECT a.id, a.chat_accept" THERE " AND" ROOM
	" ORDER BY CASE WHEN a.id = (SELECT t.agent_id FROM chat_turns t"
	" WHERE t.company_id = a.company_id AND t.chat_id = $4 AND t.kind = 'offer'"
	" ORDER BY t.turn DESC LIMIT 1) THEN 1 ELSE 0 END,"
	" (SELECT COUNT(*) FROM chat_turns t WHERE t.company_id = a.company_id"
	" AND t.chat_id = $4 AND t.kind = 'offer' AND t.agent_id = a.id),"
	" CASE WHEN EXISTS (SELECT 1 FROM agent_skills k WHERE k.company_id = a.company_id"
	" AND k.agent_id = a.id AND k.skill = $5) THEN 0 ELSE 1 END,"
	" " HELD ", p.since_us, a.id LIMIT 1",
	NULL, NULL};
static const struct db_query anyone_sql = {
	"chat_offer.anyone", "SELECT 1" THERE " LIMIT 1", NULL, NULL};
static const struct db_query room_sql = {"chat_offer.room",
	"SELECT COUNT(*), SUM(CASE WHEN" ROOM " THEN 1 ELSE 0 END)" THERE, NULL, NULL};

static const struct db_query leads_sql = {"chat_offer.leads",
	"SELECT DISTINCT u.id FROM role_permissions p"
	" JOIN roles r ON r.company_id = p.company_id AND r.id = p.role_id"
	" JOIN user_roles m ON m.company_id = r.company_id AND m.role_id = r.id"
	" JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
	" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
	" WHERE p.company_id = $1 AND p.permission = 'chats.assign' AND u.status = 'active'"
	" AND (r.scope = 'company' OR r.scope = 'team' AND (a.team_id = $2"
	" OR CAST($2 AS BIGINT) = 0 AND (CAST($3 AS BIGINT) = 0 OR a.department_id = $3)))"
	" ORDER BY u.id LIMIT 20",
	NULL, NULL};

/* tenancy: all companies, pages are lost without a word in every one */
static const struct db_query unheard_sql = {"chat_offer.unheard",
	"SELECT c.company_id, c.id FROM chats c JOIN widget_visitors v"
	" ON v.company_id = c.company_id AND v.id = c.visitor_id"
	" AND v.is_online = 1 AND v.seen_us < $1 WHERE c.closed_us IS NULL" MOST,
	NULL, NULL};
/* tenancy: all companies, those of no chat too */
static const struct db_query silent_sql = {"chat_offer.silent",
	"UPDATE widget_visitors SET is_online = 0, left_us = seen_us"
	" WHERE is_online = 1 AND seen_us < $1",
	NULL, NULL};

db_query_list chat_offer_queries = {&waiting_sql, &wait_long_sql, &unseen_sql, &left_alone_sql,
	&is_alone_sql, &given_up_sql, &taker_sql, &anyone_sql, &room_sql, &leads_sql, &unheard_sql,
	&silent_sql, NULL};

static enum err read(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct chats_of *rows)
{
	struct db_result result;

	TRY(db_run(cx, query, args, arg_count, &result));
	rows->count = result.count;
	rows->rows = arena_array(cx->arena, result.count, sizeof(*rows->rows));
	for (size_t i = 0; i < result.count; i++)
		rows->rows[i] = (struct chat_of){
			db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

enum err chat_store_waiting(struct cx *cx, struct chats_of *rows)
{
	return read(cx, &waiting_sql, DB_NO_ARGS, rows);
}

enum err chat_store_wait_long(struct cx *cx, struct chats_of *rows)
{
	return read(cx, &wait_long_sql, DB_ARGS(db_int(cx->now_us)), rows);
}

enum err chat_store_unseen(struct cx *cx, struct chats_of *rows)
{
	return read(cx, &unseen_sql, DB_ARGS(db_int(cx->now_us)), rows);
}

enum err chat_store_left_alone(struct cx *cx, struct chats_of *rows)
{
	return read(cx, &left_alone_sql, DB_ARGS(db_int(cx->now_us)), rows);
}

enum err chat_store_is_alone(struct cx *cx, const struct chat *chat, bool *alone)
{
	struct chats_of rows;

	TRY(read(cx, &is_alone_sql,
		DB_ARGS(db_int(cx->now_us), db_int(cx->actor->company_id), db_int(chat->id)),
		&rows));
	*alone = rows.count > 0;
	return OK;
}

enum err chat_store_given_up(struct cx *cx, struct chats_of *rows)
{
	return read(cx, &given_up_sql, DB_ARGS(db_int(cx->now_us)), rows);
}

enum err chat_store_unheard(struct cx *cx, struct chats_of *rows)
{
	const struct db_value before_us = db_int(cx->now_us - CHAT_UNHEARD_US);

	TRY(read(cx, &unheard_sql, DB_ARGS(before_us), rows));
	return db_exec(cx, &silent_sql, DB_ARGS(before_us), NULL);
}

enum err chat_store_taker(
	struct cx *cx, const struct chat *chat, int64_t capacity, struct chat_taker *taker)
{
	struct db_result result;

	TRY(db_run(cx, &taker_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->department_id),
			db_int(capacity), db_int(chat->id),
			db_text(text_is(chat->language, "ar") ? "arabic" : "english")),
		&result));
	*taker = (struct chat_taker){0};
	if (result.count)
		*taker = (struct chat_taker){
			db_int_at(&result, 0, 0), text_is(db_text_at(&result, 0, 1), "auto")};
	return OK;
}

enum err chat_store_room(
	struct cx *cx, const struct chat *chat, int64_t capacity, int64_t *there, int64_t *free)
{
	struct db_result result;

	TRY(db_run(cx, &room_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->department_id),
			db_int(capacity)),
		&result));
	*there = db_int_at(&result, 0, 0);
	*free = db_int_at(&result, 0, 1);
	return OK;
}

enum err chat_store_anyone(struct cx *cx, bool *there)
{
	struct db_result result;

	TRY(db_run(cx, &anyone_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(0)), &result));
	*there = result.count > 0;
	return OK;
}

enum err chat_store_leads(struct cx *cx, const struct chat *chat, int64_t **users, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &leads_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(chat->team_id),
			db_int(chat->department_id)),
		&result));
	*count = result.count;
	*users = arena_array(cx->arena, result.count, sizeof(**users));
	for (size_t i = 0; i < result.count; i++)
		(*users)[i] = db_int_at(&result, i, 0);
	return OK;
}
