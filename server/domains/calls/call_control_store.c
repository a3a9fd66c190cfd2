/* call_control_store.c - the SQL of calls that people control. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_control_internal.h"

#include "domains/calls/call_days.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"

#include <inttypes.h>

/* ---- Rows ----------------------------------------------------------------------------- */

#define HOLD \
	"SELECT c.id, c.version, c.call_code, c.linkedid, c.source, c.direction, c.status," \
	" c.is_active, c.phone_number, c.customer_name, c.customer_id, c.order_id, c.agent_id," \
	" c.team_id, c.department_id, c.initiated_by, c.caller, c.callee, c.hangup_by," \
	" c.by_system, c.is_muted, c.started_us, c.as_of_us, c.queued_us, c.offered_us," \
	" c.answered_us, c.ended_us, c.rang_us, c.setup_us, c.queue_us, c.ring_us, c.talk_us," \
	" c.hold_us, a.agent_no, a.name, d.code, d.name FROM calls c" \
	" LEFT JOIN agents a ON a.company_id = c.company_id AND a.id = c.agent_id" \
	" LEFT JOIN departments d ON d.company_id = c.company_id AND d.id = c.department_id" \
	" WHERE c.company_id = $1 AND c.id = $2"
static const struct db_query hold_sql = {"call.hold", NULL, HOLD, HOLD " FOR UPDATE OF c"};

#define DEPARTMENT \
	"SELECT c.department_id FROM calls c WHERE c.company_id = $1 AND c.is_active = 1" \
	" AND EXISTS (SELECT 1 FROM call_queue_visits v WHERE v.company_id = c.company_id" \
	" AND v.call_id = c.id)"
static const struct db_query department_by_id_sql = {
	"call.department_by_id", DEPARTMENT " AND c.id = $2", NULL, NULL};
static const struct db_query department_by_code_sql = {
	"call.department_by_code", DEPARTMENT " AND c.call_code = $2", NULL, NULL};

static const struct db_query add_sql = {"call.add",
	"INSERT INTO calls (company_id, id, call_code, source, linkedid, direction, status,"
	" status_source, is_active, phone_number, customer_name, customer_id, order_id, agent_id,"
	" team_id, department_id, initiated_by, caller, caller_name, callee, started_us, as_of_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, 'api', 1, $8, $9, $10, $11, $12, $13, $14, $15,"
	" $16, $17, $18, $19, $19)",
	NULL, NULL};
static const struct db_query save_sql = {"call.save",
	"UPDATE calls SET version = version + 1, status = $3,"
	" status_source = CASE WHEN CAST($4 AS BIGINT) = 1 THEN 'api' ELSE status_source END,"
	" is_active = $5, agent_id = $6, team_id = $7, department_id = $8, hangup_by = $9,"
	" by_system = $10, is_muted = $11, as_of_us = $12, queued_us = $13, offered_us = $14,"
	" answered_us = $15, ended_us = $16, rang_us = $17, setup_us = $18, queue_us = $19,"
	" ring_us = $20, talk_us = $21, hold_us = $22 WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query earlier_sql = {"call.earlier",
	"UPDATE calls SET started_us = started_us - $3 WHERE company_id = $1 AND id = $2", NULL,
	NULL};
static const struct db_query legs_earlier_sql = {"call.legs_earlier",
	"UPDATE call_legs SET started_us = started_us - $3, call_started_us = call_started_us - $3"
	" WHERE company_id = $1 AND call_id = $2",
	NULL, NULL};
static const struct db_query steps_earlier_sql = {"call.steps_earlier",
	"UPDATE call_steps SET at_us = at_us - $3 WHERE company_id = $1 AND call_id = $2", NULL,
	NULL};
static const struct db_query gap_sql = {
	"call.gap", "UPDATE calls SET has_gap = 1 WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query legs_sql = {"call.live_legs",
	"SELECT leg, channel, uniqueid, endpoint, is_trunk, role, answered_us, agent_id"
	" FROM call_legs WHERE company_id = $1 AND call_id = $2 AND ended_us IS NULL"
	" ORDER BY leg LIMIT 50",
	NULL, NULL};

/* ---- Parts of calls without a PBX ------------------------------------------------------- */

/* Numbered in the order of their coming. */
#define NEXT(number, table) \
	"(SELECT COALESCE(MAX(p." number "), -1) + 1 FROM " table \
	" p WHERE p.company_id = $1 AND p.call_id = $2)"

static const struct db_query add_leg_sql = {"call.add_leg",
	"INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, agent_id,"
	" team_id, role, is_trunk, number, name, connected_number, connected_name, exten, context,"
	" hangup_cause, started_us, answered_us, talk_us, hold_us, call_started_us)"
	" SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), " NEXT(
		"leg", "call_legs") ", CAST($3 AS TEXT) || '.' || " NEXT("leg",
		"call_legs") ", '', '',"
			     " CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6, 0, $7, $8, '', '', '',"
			     " '', 0, CAST($9 AS BIGINT), CAST($10 AS BIGINT), 0, 0, CAST($11 AS "
			     "BIGINT)",
	NULL, NULL};
static const struct db_query answer_legs_sql = {"call.answer_legs",
	"UPDATE call_legs SET answered_us = $3 WHERE company_id = $1 AND call_id = $2"
	" AND ended_us IS NULL AND answered_us IS NULL",
	NULL, NULL};
static const struct db_query open_segments_sql = {"call.open_segments",
	"INSERT INTO call_segments (company_id, call_id, leg, segment, bridge, kind, entered_us)"
	" SELECT l.company_id, l.call_id, l.leg,"
	" (SELECT COALESCE(MAX(s.segment), -1) + 1 FROM call_segments s"
	" WHERE s.company_id = $1 AND s.call_id = $2 AND s.leg = l.leg),"
	" '', 'talk', CAST($3 AS BIGINT) FROM call_legs l"
	" WHERE l.company_id = $1 AND l.call_id = $2 AND l.ended_us IS NULL"
	" AND NOT EXISTS (SELECT 1 FROM call_segments o WHERE o.company_id = $1"
	" AND o.call_id = $2 AND o.leg = l.leg AND o.left_us IS NULL)",
	NULL, NULL};
static const struct db_query close_segments_sql = {"call.close_segments",
	"UPDATE call_segments SET left_us = $3 WHERE company_id = $1 AND call_id = $2"
	" AND left_us IS NULL",
	NULL, NULL};
static const struct db_query tally_sql = {"call.tally_legs",
	"UPDATE call_legs SET talk_us = talk_us + $3, hold_us = hold_us + $4"
	" WHERE company_id = $1 AND call_id = $2 AND ended_us IS NULL AND answered_us IS NOT NULL",
	NULL, NULL};
static const struct db_query end_legs_sql = {"call.end_legs",
	"UPDATE call_legs SET ended_us = $3 WHERE company_id = $1 AND call_id = $2"
	" AND ended_us IS NULL AND (agent_id IS NOT NULL OR CAST($4 AS BIGINT) = 1)",
	NULL, NULL};
static const struct db_query step_sql = {"call.add_step",
	"INSERT INTO call_steps (company_id, call_id, step, kind, at_us, from_party, to_party,"
	" detail) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), " NEXT(
		"step", "call_steps") ", $3, CAST($4 AS BIGINT), $5, $6, ''",
	NULL, NULL};
static const struct db_query transfer_sql = {"call.add_transfer",
	"INSERT INTO call_transfers (company_id, call_id, transfer, kind, result, from_party,"
	" to_party, at_us) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), " NEXT(
		"transfer", "call_transfers") ", 'blind', 'pending', $3, $4, CAST($5 AS BIGINT)",
	NULL, NULL};
static const struct db_query transfers_end_sql = {"call.end_transfers",
	"UPDATE call_transfers SET result = $3 WHERE company_id = $1 AND call_id = $2"
	" AND result = 'pending'",
	NULL, NULL};
static const struct db_query held_sql = {"call.held",
	"INSERT INTO call_holds (company_id, call_id, hold, kind, leg, from_us)"
	" SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), " NEXT("hold",
		"call_holds") ", 'hold', (SELECT MAX(l.leg) FROM call_legs l WHERE l.company_id = "
			      "$1"
			      " AND l.call_id = $2 AND l.ended_us IS NULL AND l.agent_id IS NOT "
			      "NULL),"
			      " CAST($3 AS BIGINT)",
	NULL, NULL};
static const struct db_query resumed_sql = {"call.resumed",
	"UPDATE call_holds SET to_us = $3 WHERE company_id = $1 AND call_id = $2"
	" AND to_us IS NULL",
	NULL, NULL};
static const struct db_query visit_sql = {"call.add_visit",
	"INSERT INTO call_queue_visits (company_id, call_id, visit, queue, result, position,"
	" missed, joined_us) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), " NEXT(
		"visit", "call_queue_visits") ", $3, 'waiting', 0, 0, CAST($4 AS BIGINT)",
	NULL, NULL};
static const struct db_query visits_end_sql = {"call.end_visits",
	"UPDATE call_queue_visits SET result = $3, agent = $4, member = $4, left_us = $5"
	" WHERE company_id = $1 AND call_id = $2 AND left_us IS NULL",
	NULL, NULL};
static const struct db_query missed_sql = {"call.missed",
	"UPDATE call_queue_visits SET missed = missed + 1 WHERE company_id = $1 AND call_id = $2"
	" AND left_us IS NULL",
	NULL, NULL};

/* ---- Reading ------------------------------------------------------------------------------ */

static void read_words(const struct db_result *result, struct live_call *call)
{
	static const char *const directions[] = {"incoming", "outgoing", "internal", NULL};
	static const char *const ends[] = {"system", "caller", "callee", NULL};
	const ssize_t direction = word_index(directions, db_text_at(result, 0, 5));
	const ssize_t end = word_index(ends, db_text_at(result, 0, 18));

	call->manual = text_is(db_text_at(result, 0, 4), "manual");
	call->direction = direction < 0 ? CALL_INTERNAL : (enum call_direction)direction;
	call->hangup_by = end < 0 ? CALL_BY_SYSTEM : (enum call_end)end;
	if (!call_status_read(db_text_at(result, 0, 6), &call->status))
		call->status = CALL_INTERRUPTED;
}

static void read_times(const struct db_result *result, struct live_call *call)
{
	call->started_us = db_int_at(result, 0, 21);
	call->as_of_us = db_int_at(result, 0, 22);
	call->queued_us = db_opt_at(result, 0, 23);
	call->offered_us = db_opt_at(result, 0, 24);
	call->answered_us = db_opt_at(result, 0, 25);
	call->ended_us = db_opt_at(result, 0, 26);
	call->rang_us = db_opt_at(result, 0, 27);
	for (size_t phase = 0; phase < CALL_PHASES; phase++)
		call->phases_us[phase] = db_int_at(result, 0, 28 + phase);
}

enum err live_store_hold(struct cx *cx, int64_t id, struct live_call *call)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &hold_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such call.");
	*call = (struct live_call){.id = db_int_at(&result, 0, 0),
		.version = db_int_at(&result, 0, 1),
		.code = db_text_at(&result, 0, 2),
		.linkedid = db_text_at(&result, 0, 3),
		.active = db_int_at(&result, 0, 7) != 0,
		.phone = db_text_at(&result, 0, 8),
		.customer_name = db_text_at(&result, 0, 9),
		.customer_id = db_int_at(&result, 0, 10),
		.order_id = db_int_at(&result, 0, 11),
		.agent_id = db_int_at(&result, 0, 12),
		.team_id = db_int_at(&result, 0, 13),
		.department_id = db_int_at(&result, 0, 14),
		.initiated_by = db_int_at(&result, 0, 15),
		.caller = db_text_at(&result, 0, 16),
		.callee = db_text_at(&result, 0, 17),
		.by_system = db_int_at(&result, 0, 19) != 0,
		.muted = db_int_at(&result, 0, 20) != 0,
		.agent_no = db_int_at(&result, 0, 33),
		.agent_name = db_text_at(&result, 0, 34),
		.department = db_text_at(&result, 0, 35),
		.department_name = db_text_at(&result, 0, 36)};
	read_words(&result, call);
	read_times(&result, call);
	return OK;
}

enum err live_store_department(struct cx *cx, const char *key, int64_t *department_id)
{
	struct db_result result;
	int64_t id;

	if (text_int(key, &id))
		TRY(db_run(cx, &department_by_id_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	else
		TRY(db_run(cx, &department_by_code_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_text(key)), &result));
	*department_id = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

enum err live_store_legs(struct cx *cx, int64_t call_id, struct live_leg **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(
		cx, &legs_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(call_id)), &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct live_leg){.leg = db_int_at(&result, i, 0),
			.channel = db_text_at(&result, i, 1),
			.uniqueid = db_text_at(&result, i, 2),
			.endpoint = db_text_at(&result, i, 3),
			.trunk = db_int_at(&result, i, 4) != 0,
			.caller = text_is(db_text_at(&result, i, 5), "caller"),
			.answered = !db_null_at(&result, i, 6),
			.agent_id = db_int_at(&result, i, 7)};
	return OK;
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* Of who called: the customer, or the agent of a call that goes out. */
static const char *caller_name(const struct live_call *call)
{
	if (call->direction == CALL_INCOMING)
		return call->customer_name;
	return call->agent_name ? call->agent_name : "";
}

enum err live_store_add(struct cx *cx, struct live_call *call)
{
	uint32_t code;

	TRY(db_next_id(cx, "call", &call->id));
	crypto_random(&code, sizeof(code));
	call->code = arena_format(cx->arena, "CALL-%08" PRIX32, code);
	call->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(call->id), db_text(call->code),
			db_text(call->manual ? "manual" : "pbx"), db_text(call->linkedid),
			db_text(call_direction_name(call->direction)),
			db_text(call_status_name(call->status)), db_text(call->phone),
			db_text(call->customer_name), db_id(call->customer_id),
			db_id(call->order_id), db_id(call->agent_id), db_id(call->team_id),
			db_id(call->department_id), db_id(call->initiated_by),
			db_text(call->caller), db_text(caller_name(call)), db_text(call->callee),
			db_int(call->started_us)),
		NULL);
}

enum err live_store_save(struct cx *cx, struct live_call *call, bool by_api)
{
	const int64_t *phases = call->phases_us;

	call->version++;
	TRY(call_days_touch(cx, &call->started_us, 1));
	return db_exec(cx, &save_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(call->id),
			db_text(call_status_name(call->status)), db_int(by_api),
			db_int(call->active), db_id(call->agent_id), db_id(call->team_id),
			db_id(call->department_id), db_text(call_end_name(call->hangup_by)),
			db_int(call->by_system), db_int(call->muted), db_int(call->as_of_us),
			db_opt(call->queued_us), db_opt(call->offered_us),
			db_opt(call->answered_us), db_opt(call->ended_us), db_opt(call->rang_us),
			db_int(phases[0]), db_int(phases[1]), db_int(phases[2]), db_int(phases[3]),
			db_int(phases[4])),
		NULL);
}

enum err live_store_add_leg(
	struct cx *cx, const struct live_call *call, const struct live_leg_new *leg)
{
	return db_exec(cx, &add_leg_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(call->id), db_text(call->code),
			db_id(leg->agent_id), db_id(leg->agent_id ? call->team_id : 0),
			db_text(leg->caller ? "caller" : "callee"), db_text(leg->number),
			db_text(leg->name), db_int(cx->now_us), db_id(leg->answered_us),
			db_int(call->started_us)),
		NULL);
}

/* Statements on the parts of one call as of now. */
#define OF(cx, call_id) db_int((cx)->actor->company_id), db_int(call_id)

enum err live_store_earlier(struct cx *cx, struct live_call *call, int64_t by_us)
{
	call->started_us -= by_us;
	call->as_of_us -= by_us;
	TRY(db_exec(cx, &earlier_sql, DB_ARGS(OF(cx, call->id), db_int(by_us)), NULL));
	TRY(db_exec(cx, &legs_earlier_sql, DB_ARGS(OF(cx, call->id), db_int(by_us)), NULL));
	return db_exec(cx, &steps_earlier_sql, DB_ARGS(OF(cx, call->id), db_int(by_us)), NULL);
}

enum err live_store_join(struct cx *cx, const struct live_call *call)
{
	TRY(db_exec(cx, &answer_legs_sql, DB_ARGS(OF(cx, call->id), db_int(cx->now_us)), NULL));
	return db_exec(cx, &open_segments_sql, DB_ARGS(OF(cx, call->id), db_int(cx->now_us)), NULL);
}

enum err live_store_tally(struct cx *cx, int64_t call_id, int64_t talk_us, int64_t hold_us)
{
	if (!talk_us && !hold_us)
		return OK;
	return db_exec(
		cx, &tally_sql, DB_ARGS(OF(cx, call_id), db_int(talk_us), db_int(hold_us)), NULL);
}

enum err live_store_part(struct cx *cx, int64_t call_id, bool all)
{
	TRY(db_exec(cx, &close_segments_sql, DB_ARGS(OF(cx, call_id), db_int(cx->now_us)), NULL));
	return db_exec(
		cx, &end_legs_sql, DB_ARGS(OF(cx, call_id), db_int(cx->now_us), db_int(all)), NULL);
}

enum err live_store_step(
	struct cx *cx, int64_t call_id, enum step_type type, const char *from, const char *to)
{
	return db_exec(cx, &step_sql,
		DB_ARGS(OF(cx, call_id), db_text(step_type_name(type)), db_int(cx->now_us),
			db_text(from ? from : ""), db_text(to ? to : "")),
		NULL);
}

enum err live_store_transfer(struct cx *cx, int64_t call_id, const char *from, const char *to)
{
	return db_exec(cx, &transfer_sql,
		DB_ARGS(OF(cx, call_id), db_text(from), db_text(to), db_int(cx->now_us)), NULL);
}

enum err live_store_transfers_end(struct cx *cx, int64_t call_id, enum transfer_result result)
{
	return db_exec(cx, &transfers_end_sql,
		DB_ARGS(OF(cx, call_id), db_text(transfer_result_name(result))), NULL);
}

enum err live_store_held(struct cx *cx, int64_t call_id)
{
	return db_exec(cx, &held_sql, DB_ARGS(OF(cx, call_id), db_int(cx->now_us)), NULL);
}

enum err live_store_resumed(struct cx *cx, int64_t call_id)
{
	return db_exec(cx, &resumed_sql, DB_ARGS(OF(cx, call_id), db_int(cx->now_us)), NULL);
}

enum err live_store_visit(struct cx *cx, int64_t call_id, const char *queue)
{
	return db_exec(
		cx, &visit_sql, DB_ARGS(OF(cx, call_id), db_text(queue), db_int(cx->now_us)), NULL);
}

enum err live_store_visits_end(
	struct cx *cx, int64_t call_id, enum visit_result result, const char *agent)
{
	return db_exec(cx, &visits_end_sql,
		DB_ARGS(OF(cx, call_id), db_text(visit_result_name(result)), db_text(agent),
			db_int(cx->now_us)),
		NULL);
}

enum err live_store_missed(struct cx *cx, int64_t call_id)
{
	return db_exec(cx, &missed_sql, DB_ARGS(OF(cx, call_id)), NULL);
}

enum err live_store_gap(struct cx *cx, int64_t call_id)
{
	return db_exec(cx, &gap_sql, DB_ARGS(OF(cx, call_id)), NULL);
}

db_query_list call_control_queries = {&hold_sql, &department_by_id_sql, &department_by_code_sql,
	&add_sql, &save_sql, &gap_sql, &earlier_sql, &legs_earlier_sql, &steps_earlier_sql,
	&legs_sql, &add_leg_sql, &answer_legs_sql, &open_segments_sql, &close_segments_sql,
	&tally_sql, &end_legs_sql, &step_sql, &transfer_sql, &transfers_end_sql, &held_sql,
	&resumed_sql, &visit_sql, &visits_end_sql, &missed_sql, NULL};
