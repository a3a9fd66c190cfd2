/* queue_store.c - queues as the PBX has them, their members and who waits: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/db/db.h"

#define QUEUE \
	"SELECT q.id, q.name, q.strategy," \
	" (SELECT COUNT(*) FROM queue_callers c WHERE c.company_id = $1 AND c.queue_id = q.id)," \
	" (SELECT COUNT(*) FROM queue_members m WHERE m.company_id = $1 AND m.queue_id = q.id)," \
	" (SELECT COUNT(*) FROM queue_members m WHERE m.company_id = $1 AND m.queue_id = q.id" \
	" AND m.is_paused = 1)," \
	" (SELECT COUNT(*) FROM queue_members m WHERE m.company_id = $1 AND m.queue_id = q.id" \
	" AND m.is_paused = 0 AND m.in_call = 0 AND m.line_state = 'not_in_use')," \
	" (SELECT MIN(c.joined_us) FROM queue_callers c WHERE c.company_id = $1" \
	" AND c.queue_id = q.id) FROM queues q WHERE q.company_id = $1"
#define MEMBER \
	"SELECT m.queue_id, m.interface, m.name, m.endpoint, m.membership, m.penalty," \
	" m.line_state, m.in_call, m.is_paused, m.pause_reason, m.paused_us, m.calls_taken," \
	" m.last_call_us, e.extension, e.agent_id, e.team_id FROM queue_members m" \
	" LEFT JOIN extensions e ON e.company_id = m.company_id AND e.endpoint = m.endpoint" \
	" WHERE m.company_id = $1"

static const struct db_query list_sql = {"queue.list", QUEUE " ORDER BY q.name", NULL, NULL};
static const struct db_query get_sql = {"queue.get", QUEUE " AND q.name = $2", NULL, NULL};
static const struct db_query get_id_sql = {"queue.get_id", QUEUE " AND q.id = $2", NULL, NULL};
static const struct db_query find_sql = {"queue.find",
	"SELECT id, strategy FROM queues WHERE company_id = $1 AND name = $2", NULL, NULL};
static const struct db_query add_sql = {"queue.add",
	"INSERT INTO queues (company_id, id, name, strategy, seen) VALUES ($1, $2, $3, $4, 1)",
	NULL, NULL};
static const struct db_query set_sql = {"queue.set",
	"UPDATE queues SET strategy = CASE WHEN $3 = '' THEN strategy ELSE $3 END, seen = 1"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query members_sql = {"queue.members",
	MEMBER " AND m.queue_id = $2 ORDER BY m.penalty, m.name, m.interface", NULL, NULL};
static const struct db_query member_sql = {
	"queue.member", MEMBER " AND m.queue_id = $2 AND m.interface = $3", NULL, NULL};
static const struct db_query put_member_sql = {"queue.put_member",
	"INSERT INTO queue_members (company_id, queue_id, interface, name, endpoint, membership,"
	" penalty, line_state, in_call, is_paused, pause_reason, paused_us, calls_taken,"
	" last_call_us, seen)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)"
	" ON CONFLICT (company_id, queue_id, interface) DO UPDATE SET name = excluded.name,"
	" endpoint = excluded.endpoint, membership = excluded.membership,"
	" penalty = excluded.penalty, line_state = excluded.line_state,"
	" in_call = excluded.in_call, is_paused = excluded.is_paused,"
	" pause_reason = excluded.pause_reason, paused_us = excluded.paused_us,"
	" calls_taken = excluded.calls_taken, last_call_us = excluded.last_call_us, seen = 1",
	NULL, NULL};
static const struct db_query remove_member_sql = {"queue.remove_member",
	"DELETE FROM queue_members WHERE company_id = $1 AND queue_id = $2 AND interface = $3",
	NULL, NULL};
static const struct db_query callers_sql = {"queue.callers",
	"SELECT queue_id, uniqueid, position, number, name, joined_us FROM queue_callers"
	" WHERE company_id = $1 AND queue_id = $2 ORDER BY position, joined_us",
	NULL, NULL};
static const struct db_query put_caller_sql = {"queue.put_caller",
	"INSERT INTO queue_callers (company_id, queue_id, uniqueid, position, number, name,"
	" joined_us, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
	" ON CONFLICT (company_id, queue_id, uniqueid) DO UPDATE SET"
	" position = excluded.position, number = excluded.number, name = excluded.name, seen = 1",
	NULL, NULL};
static const struct db_query remove_caller_sql = {"queue.remove_caller",
	"DELETE FROM queue_callers WHERE company_id = $1 AND queue_id = $2 AND uniqueid = $3", NULL,
	NULL};
/* Those behind move up. */
static const struct db_query move_up_sql = {"queue.move_up",
	"UPDATE queue_callers SET position = position - 1 WHERE company_id = $1 AND queue_id = $2"
	" AND position > (SELECT c.position FROM queue_callers c WHERE c.company_id = $1"
	" AND c.queue_id = $2 AND c.uniqueid = $3)",
	NULL, NULL};
static const struct db_query unsee_queues_sql = {
	"queue.unsee", "UPDATE queues SET seen = 0 WHERE company_id = $1", NULL, NULL};
static const struct db_query unsee_members_sql = {"queue.unsee_members",
	"UPDATE queue_members SET seen = 0 WHERE company_id = $1", NULL, NULL};
static const struct db_query unsee_callers_sql = {"queue.unsee_callers",
	"UPDATE queue_callers SET seen = 0 WHERE company_id = $1", NULL, NULL};
static const struct db_query drop_callers_sql = {"queue.drop_callers",
	"DELETE FROM queue_callers WHERE company_id = $1 AND seen = 0", NULL, NULL};
static const struct db_query drop_members_sql = {"queue.drop_members",
	"DELETE FROM queue_members WHERE company_id = $1 AND seen = 0", NULL, NULL};
static const struct db_query drop_queues_sql = {
	"queue.drop", "DELETE FROM queues WHERE company_id = $1 AND seen = 0", NULL, NULL};

static struct queue read_queue(const struct db_result *result, size_t row)
{
	return (struct queue){.id = db_int_at(result, row, 0),
		.name = db_text_at(result, row, 1),
		.strategy = db_text_at(result, row, 2),
		.callers = db_int_at(result, row, 3),
		.members = db_int_at(result, row, 4),
		.paused = db_int_at(result, row, 5),
		.free = db_int_at(result, row, 6),
		.oldest_us = db_opt_at(result, row, 7)};
}

enum err queue_store_list(struct cx *cx, struct queue **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_queue(&result, i);
	return OK;
}

static enum err take_one(struct cx *cx, const struct db_result *result, struct queue *queue)
{
	if (result->count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such queue.");
	*queue = read_queue(result, 0);
	return OK;
}

enum err queue_store_get(struct cx *cx, const char *name, struct queue *queue)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(name)), &result));
	return take_one(cx, &result, queue);
}

enum err queue_store_get_id(struct cx *cx, int64_t id, struct queue *queue)
{
	struct db_result result;

	TRY(db_run(cx, &get_id_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	return take_one(cx, &result, queue);
}

enum err queue_store_put(struct cx *cx, const struct queue *queue, int64_t *id, bool *changed)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &find_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(queue->name)),
		&result));
	if (result.count) {
		*id = db_int_at(&result, 0, 0);
		*changed = *queue->strategy && !text_is(queue->strategy, db_text_at(&result, 0, 1));
		return db_exec(cx, &set_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(*id),
				db_text(queue->strategy)),
			NULL);
	}
	*changed = true;
	TRY(db_next_id(cx, "queue", id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(*id), db_text(queue->name),
			db_text(queue->strategy)),
		NULL);
}

static struct queue_member read_member(const struct db_result *result, size_t row)
{
	return (struct queue_member){.queue_id = db_int_at(result, row, 0),
		.interface = db_text_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.endpoint = db_text_at(result, row, 3),
		.membership = db_text_at(result, row, 4),
		.penalty = db_int_at(result, row, 5),
		.line = (enum line_state)word_index(line_state_words, db_text_at(result, row, 6)),
		.in_call = db_int_at(result, row, 7) != 0,
		.paused = db_int_at(result, row, 8) != 0,
		.pause_reason = db_text_at(result, row, 9),
		.paused_us = db_opt_at(result, row, 10),
		.calls_taken = db_int_at(result, row, 11),
		.last_call_us = db_opt_at(result, row, 12),
		.extension = db_text_at(result, row, 13),
		.agent_id = db_int_at(result, row, 14),
		.team_id = db_int_at(result, row, 15)};
}

enum err queue_store_members(
	struct cx *cx, int64_t queue_id, struct queue_member **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &members_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = read_member(&result, i);
	return OK;
}

enum err queue_store_member(struct cx *cx, int64_t queue_id, const char *interface,
	struct queue_member *member, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &member_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id), db_text(interface)),
		&result));
	*found = result.count > 0;
	if (*found)
		*member = read_member(&result, 0);
	return OK;
}

enum err queue_store_put_member(struct cx *cx, const struct queue_member *member)
{
	return db_exec(cx, &put_member_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(member->queue_id),
			db_text(member->interface), db_text(member->name),
			db_text(member->endpoint), db_text(member->membership),
			db_int(member->penalty), db_text(line_state_words[member->line]),
			db_int(member->in_call), db_int(member->paused),
			db_text(member->pause_reason), db_opt(member->paused_us),
			db_int(member->calls_taken), db_opt(member->last_call_us)),
		NULL);
}

enum err queue_store_remove_member(struct cx *cx, int64_t queue_id, const char *interface)
{
	return db_exec(cx, &remove_member_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id), db_text(interface)), NULL);
}

enum err queue_store_callers(
	struct cx *cx, int64_t queue_id, struct queue_caller **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &callers_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct queue_caller){.queue_id = db_int_at(&result, i, 0),
			.uniqueid = db_text_at(&result, i, 1),
			.position = db_int_at(&result, i, 2),
			.number = db_text_at(&result, i, 3),
			.name = db_text_at(&result, i, 4),
			.joined_us = db_int_at(&result, i, 5)};
	return OK;
}

enum err queue_store_put_caller(struct cx *cx, const struct queue_caller *caller)
{
	return db_exec(cx, &put_caller_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(caller->queue_id),
			db_text(caller->uniqueid), db_int(caller->position),
			db_text(caller->number), db_text(caller->name), db_int(caller->joined_us)),
		NULL);
}

enum err queue_store_remove_caller(
	struct cx *cx, int64_t queue_id, const char *uniqueid, bool *gone)
{
	int64_t changed;

	TRY(db_exec(cx, &move_up_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id), db_text(uniqueid)), NULL));
	TRY(db_exec(cx, &remove_caller_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(queue_id), db_text(uniqueid)),
		&changed));
	*gone = changed > 0;
	return OK;
}

static enum err run_all(struct cx *cx, const struct db_query *const *queries, int64_t *changed)
{
	*changed = 0;
	for (; *queries; queries++) {
		int64_t rows;

		TRY(db_exec(cx, *queries, DB_ARGS(db_int(cx->actor->company_id)), &rows));
		*changed += rows;
	}
	return OK;
}

enum err queue_store_unsee(struct cx *cx)
{
	static const struct db_query *const all[] = {
		&unsee_queues_sql, &unsee_members_sql, &unsee_callers_sql, NULL};
	int64_t changed;

	return run_all(cx, all, &changed);
}

enum err queue_store_drop_unseen(struct cx *cx, bool *dropped)
{
	static const struct db_query *const all[] = {
		&drop_callers_sql, &drop_members_sql, &drop_queues_sql, NULL};
	int64_t changed;

	TRY(run_all(cx, all, &changed));
	*dropped = changed > 0;
	return OK;
}

db_query_list queue_queries = {&list_sql, &get_sql, &get_id_sql, &find_sql, &add_sql, &set_sql,
	&members_sql, &member_sql, &put_member_sql, &remove_member_sql, &callers_sql,
	&put_caller_sql, &remove_caller_sql, &move_up_sql, &unsee_queues_sql, &unsee_members_sql,
	&unsee_callers_sql, &drop_callers_sql, &drop_members_sql, &drop_queues_sql, NULL};
