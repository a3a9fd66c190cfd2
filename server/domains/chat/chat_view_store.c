/* chat_view_store.c - the SQL of chats as answers and events show them. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_view_internal.h"

#include "platform/db/db_cells.h"
#include "platform/json/json.h"

#include <inttypes.h>

/* A place so far back is nobody's to know. */
#define POSITION \
	"CASE WHEN c.queue_key IS NOT NULL THEN (SELECT COUNT(*) FROM (SELECT 1 FROM chats w" \
	" WHERE w.company_id = c.company_id AND w.queue_key IS NOT NULL" \
	" AND (w.queue_key, w.id) <= (c.queue_key, c.id)" \
	" AND COALESCE(w.department_id, 0) = COALESCE(c.department_id, 0) LIMIT 1000) p) END"
/* What a visitor typed may be anybody's: only the company's own site says who it is. */
#define VERIFIED \
	"CASE WHEN c.visitor_id IS NULL OR (v.external_id IS NOT NULL" \
	" AND v.customer_id = c.customer_id) THEN 1 ELSE 0 END"
#define BLOCKED "CASE WHEN " CHAT_BLOCKED " THEN 1 ELSE 0 END"

/* In the order of read_row(). */
#define COLUMNS \
	"SELECT c.id, c.version, c.state, c.department_id, d.code, d.name, c.agent_id, " \
	"a.agent_no," \
	" a.user_id, a.name, c.offered_agent_id, o.agent_no, o.user_id, o.name, c.team_id," \
	" c.offer_until_us, c.visitor_id, v.is_online, v.page_url, v.page_title, v.referrer," \
	" v.browser, v.system, v.ip, v.country, v.city, c.customer_id, c.name, c.email, c.phone," \
	" " BLOCKED ", " VERIFIED \
	", c.subject, c.language, c.source, c.priority, c.is_offline, c.created_us," \
	" c.touched_us, c.queued_us, c.queue_key, c.assigned_us, c.first_response_us," \
	" c.closed_us, c.waiting_since_us, " POSITION ", c.last_seq, c.message_count," \
	" c.customer_count, c.customer_delivered_seq, c.customer_read_seq," \
	" c.agent_delivered_seq, c.agent_read_seq, c.last_message_seq, c.last_speaker," \
	" c.last_kind, c.last_preview, c.last_message_us, c.tags, c.alert, c.auto_answered," \
	" c.close_reason, c.rating, c.rating_comment, CASE WHEN c.closed_us IS NULL" \
	" THEN c.customer_count - COALESCE(r.customer_count, 0) ELSE 0 END"
#define FROM \
	" FROM chats c" \
	" LEFT JOIN departments d ON d.company_id = c.company_id AND d.id = c.department_id" \
	" LEFT JOIN agents a ON a.company_id = c.company_id AND a.id = c.agent_id" \
	" LEFT JOIN agents o ON o.company_id = c.company_id AND o.id = c.offered_agent_id" \
	" LEFT JOIN widget_visitors v ON v.company_id = c.company_id AND v.id = c.visitor_id" \
	" LEFT JOIN chat_reads r ON r.company_id = c.company_id AND r.user_id = $2" \
	" AND r.chat_id = c.id WHERE c.company_id = $1"
#define CHATS COLUMNS FROM
#define OF_ID CHATS " AND c.id = $3"
#define SEEN_OWN " AND " CHAT_VISIBLE_OWN("$4", "$5")
#define SEEN_TEAM " AND " CHAT_VISIBLE_TEAM("$4", "$5", "$6")

static const struct db_query id_own = {"chat_view.id_own", OF_ID SEEN_OWN, NULL, NULL};
static const struct db_query id_team = {"chat_view.id_team", OF_ID SEEN_TEAM, NULL, NULL};
static const struct db_query id_company = {"chat_view.id_company", OF_ID, NULL, NULL};
static const struct db_query *const id_sql[] = {&id_own, &id_team, &id_company};

/*
 * Held first and read afterwards: what PostgreSQL joins to a row that it had to
 * wait for is of before. SQLite lets one unit write at a time.
 */
#define HOLD "SELECT c.id FROM chats c WHERE c.company_id = $1 AND c.id = $2"
static const struct db_query hold_sql = {"chat_view.hold", NULL, HOLD, HOLD " FOR UPDATE"};

static const struct db_query rows_sql = {"chat_view.rows", NULL,
	CHATS " AND c.id IN " CHAT_IDS_LITE("$3") " ORDER BY c.id",
	CHATS " AND c.id IN " CHAT_IDS_PG("$3") " ORDER BY c.id"};

static const struct db_query guests_sql = {"chat_view.guests",
	"SELECT g.agent_id FROM chat_guests g JOIN agents a ON a.company_id = g.company_id"
	" AND a.id = g.agent_id WHERE g.company_id = $1 AND g.chat_id = $2"
	" AND EXISTS (SELECT 1 FROM user_roles m JOIN role_permissions p"
	" ON p.company_id = m.company_id AND p.role_id = m.role_id"
	" AND p.permission = 'chats.read'"
	" WHERE m.company_id = a.company_id AND m.user_id = a.user_id)"
	" ORDER BY g.agent_id LIMIT 50",
	NULL, NULL};

enum scope chat_scope(const struct actor *actor)
{
	if (actor->scope == SCOPE_COMPANY && actor_may(actor, PERM_CHATS_READ_ALL))
		return SCOPE_COMPANY;
	if (actor->scope != SCOPE_OWN &&
		(actor_may(actor, PERM_CHATS_READ_TEAM) || actor_may(actor, PERM_CHATS_READ_ALL)))
		return SCOPE_TEAM;
	return SCOPE_OWN;
}

size_t chat_store_scope_args(const struct actor *actor, struct db_value *args)
{
	const enum scope scope = chat_scope(actor);

	if (scope == SCOPE_COMPANY)
		return 0;
	args[0] = db_int(actor->agent_id);
	args[1] = db_int(actor->department_id);
	args[2] = db_int(actor->team_id);
	return scope == SCOPE_TEAM ? 3 : 2;
}

/* ---- Reading a row ----------------------------------------------------------------- */

static void take_agent(struct cells *cells, struct chat_agent *agent)
{
	agent->id = take_int(cells);
	agent->no = take_int(cells);
	agent->user_id = take_int(cells);
	agent->name = take_text(cells);
}

static void take_visitor(struct cells *cells, struct chat_visitor *visitor)
{
	visitor->id = take_int(cells);
	visitor->online = take_int(cells) != 0;
	visitor->page_url = take_text(cells);
	visitor->page_title = take_text(cells);
	visitor->referrer = take_text(cells);
	visitor->browser = take_text(cells);
	visitor->system = take_text(cells);
	visitor->ip = take_text(cells);
	visitor->country = take_text(cells);
	visitor->city = take_text(cells);
}

static void take_people(struct cells *cells, struct chat *chat)
{
	chat->department_id = take_int(cells);
	chat->department = take_text(cells);
	chat->department_name = take_text(cells);
	take_agent(cells, &chat->agent);
	take_agent(cells, &chat->offered);
	chat->team_id = take_int(cells);
	chat->offer_until_us = take_opt(cells);
	take_visitor(cells, &chat->visitor);
	chat->customer_id = take_int(cells);
	chat->name = take_text(cells);
	chat->email = take_text(cells);
	chat->phone = take_text(cells);
	chat->blocked = take_int(cells) != 0;
	chat->verified = take_int(cells) != 0;
}

static void take_times(struct cells *cells, struct chat *chat)
{
	chat->created_us = take_int(cells);
	chat->touched_us = take_int(cells);
	chat->queued_us = take_opt(cells);
	chat->queue_key = take_opt(cells);
	chat->assigned_us = take_opt(cells);
	chat->first_response_us = take_opt(cells);
	chat->closed_us = take_opt(cells);
	chat->waiting_since_us = take_opt(cells);
	chat->position = take_opt(cells);
}

static void take_marks(struct cells *cells, struct chat *chat)
{
	chat->last_seq = take_int(cells);
	chat->message_count = take_int(cells);
	chat->customer_count = take_int(cells);
	chat->customer_delivered_seq = take_int(cells);
	chat->customer_read_seq = take_int(cells);
	chat->agent_delivered_seq = take_int(cells);
	chat->agent_read_seq = take_int(cells);
	chat->last.seq = take_int(cells);
	chat->last.speaker = take_text(cells);
	chat->last.kind = take_text(cells);
	chat->last.preview = take_text(cells);
	chat->last.at_us = take_int(cells);
}

static void read_row(const struct db_value *row, struct chat *chat)
{
	struct cells cells = {row};

	chat->id = take_int(&cells);
	chat->version = take_int(&cells);
	chat->state = take_text(&cells);
	take_people(&cells, chat);
	chat->subject = take_text(&cells);
	chat->language = take_text(&cells);
	chat->source = take_text(&cells);
	chat->priority = take_text(&cells);
	chat->offline = take_int(&cells) != 0;
	take_times(&cells, chat);
	take_marks(&cells, chat);
	chat->tags = take_text(&cells);
	chat->alert = take_text(&cells);
	chat->auto_answered = take_text(&cells);
	chat->close_reason = take_text(&cells);
	chat->rating = take_int(&cells);
	chat->rating_comment = take_text(&cells);
	chat->unread = take_int(&cells);
}

/* ---- By key and by id ---------------------------------------------------------------- */

static enum err missing(struct cx *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, "This chat does not exist, or is not visible to you.");
}

enum err chat_by_key(struct cx *cx, const char *key, struct chat *chat)
{
	struct db_value args[6] = {db_int(cx->actor->company_id), db_int(cx->actor->user_id),
		db_int(chat_key_read(key))};
	const size_t count = 3 + chat_store_scope_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, id_sql[chat_scope(cx->actor)], args, count, &result));
	if (!result.count)
		return missing(cx);
	read_row(result.cells, chat);
	return OK;
}

static enum err hold(struct cx *cx, int64_t id)
{
	TRY(db_begin_write(cx));
	return db_exec(cx, &hold_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err chat_store_hold(struct cx *cx, const char *key, struct chat *chat)
{
	TRY(hold(cx, chat_key_read(key)));
	return chat_by_key(cx, key, chat);
}

enum err chat_store_hold_any(struct cx *cx, int64_t id, struct chat *chat)
{
	struct db_result result;

	TRY(hold(cx, id));
	TRY(db_run(cx, &id_company,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_int(id)),
		&result));
	if (!result.count)
		return missing(cx);
	read_row(result.cells, chat);
	return OK;
}

const char *chat_store_ids(struct cx *cx, const int64_t *ids, size_t count)
{
	struct json json;

	json_begin(&json, cx->arena, 16 * count + 16);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		json_int(&json, ids[i]);
	json_close_array(&json);
	return json_end(&json).ptr;
}

enum err chats_read(struct cx *cx, const int64_t *ids, size_t count, struct chats *chats)
{
	struct db_result result;

	*chats = (struct chats){0};
	if (!count)
		return OK;
	TRY(db_run(cx, &rows_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_text(chat_store_ids(cx, ids, count))),
		&result));
	chats->count = result.count;
	chats->rows = arena_array(cx->arena, result.count, sizeof(*chats->rows));
	for (size_t i = 0; i < result.count; i++)
		read_row(db_at(&result, i, 0), &chats->rows[i]);
	return OK;
}

enum err chat_store_guests(struct cx *cx, int64_t chat_id, int64_t **agents, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &guests_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(chat_id)), &result));
	*count = result.count;
	*agents = arena_array(cx->arena, result.count, sizeof(**agents));
	for (size_t i = 0; i < result.count; i++)
		(*agents)[i] = db_int_at(&result, i, 0);
	return OK;
}

db_query_list chat_view_queries = {
	&id_own, &id_team, &id_company, &hold_sql, &rows_sql, &guests_sql, NULL};
