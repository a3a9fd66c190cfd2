/* call_store.c - the SQL of calls. A batch travels as one JSON text a table. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_store.h"

#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

#include <inttypes.h>

/* A row is an array; r.value ->> n is the n-th of it on both engines. */
#define ROWS_LITE " FROM json_each($2) r WHERE 1 = 1"
#define ROWS_PG " FROM jsonb_array_elements(CAST($2 AS JSONB)) r (value) WHERE 1 = 1"
#define TEXT(n) ", r.value ->> " #n
#define INT(n) ", CAST(r.value ->> " #n " AS BIGINT)"
#define NEW(column) #column " = excluded." #column
#define QUERY(name, insert, update) \
	{ \
		name, NULL, insert ROWS_LITE update, insert ROWS_PG update \
	}

/* ---- Calls ------------------------------------------------------------------------- */

#define KNOWN(rows) \
	"SELECT linkedid, id FROM calls WHERE company_id = $1 AND linkedid IN (SELECT " rows ")"
static const struct db_query known_sql = {"call.known", NULL, KNOWN("r.value FROM json_each($2) r"),
	KNOWN("r.value FROM jsonb_array_elements_text(CAST($2 AS JSONB)) r (value)")};

#define CALL_INSERT \
	"INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active," \
	" caller, caller_name, callee, context, trunk, answered_by, conference, hangup_by," \
	" hangup_cause, has_gap, is_cut, by_system, started_us, answered_us, ended_us, setup_us," \
	" queue_us, ring_us, talk_us, hold_us, rang_us, as_of_us)" \
	" SELECT CAST($1 AS BIGINT)" INT(0) TEXT(1) TEXT(2) TEXT(3) TEXT(4) INT(5) TEXT(6) TEXT(7) \
		TEXT(8) TEXT(9) TEXT(10) TEXT(11) TEXT(12) TEXT(13) INT(14) INT(15) INT(16) \
			INT(17) INT(18) INT(19) INT(20) INT(21) INT(22) INT(23) INT(24) INT(25) \
				INT(26) INT(27)
#define CALL_UPDATE \
	" ON CONFLICT (company_id, id) DO UPDATE SET version = calls.version + 1," \
	" " NEW(direction) ", " NEW(status) ", " NEW(is_active) ", " NEW(caller) ", " NEW(caller_name) ", " NEW(callee) ", " NEW(context) ", " NEW(trunk) ", " NEW(answered_by) ", " NEW(conference) ", " NEW(hangup_by) ", " NEW(hangup_cause) ", " NEW(has_gap) ", " NEW(is_cut) ", " NEW( \
		by_system) ", " NEW(started_us) ", " NEW(answered_us) ", " NEW(ended_us) ", " NEW(setup_us) ", " NEW(queue_us) ", " NEW(ring_us) ", " NEW(talk_us) ", " NEW(hold_us) ", " NEW(rang_us) ", " NEW(as_of_us)
static const struct db_query calls_sql = QUERY("call.write", CALL_INSERT, CALL_UPDATE);

static const struct db_query gone_sql = {
	"call.gone", "DELETE FROM calls WHERE company_id = $1 AND id = $2", NULL, NULL};

#define INTERRUPT(rows) \
	"UPDATE calls SET status = 'interrupted', is_active = 0, has_gap = 1, ended_us = " \
	"as_of_us," \
	" version = version + 1 WHERE company_id = $1 AND is_active = 1" \
	" AND linkedid NOT IN (SELECT " rows ")"
static const struct db_query interrupt_sql = {"call.interrupt", NULL,
	INTERRUPT("r.value FROM json_each($2) r"),
	INTERRUPT("r.value FROM jsonb_array_elements_text(CAST($2 AS JSONB)) r (value)")};

/* ---- Parts ---------------------------------------------------------------------------- */

#define PART " SELECT CAST($1 AS BIGINT)" INT(0) INT(1)
#define ON(key) " ON CONFLICT (company_id, call_id, " key ") DO UPDATE SET "

static const struct db_query legs_sql = QUERY("call.write_legs",
	"INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, role,"
	" is_trunk, number, name, connected_number, connected_name, exten, context, dial_status,"
	" hangup_cause, started_us, ringing_us, answered_us, ended_us, talk_us, hold_us,"
	" call_started_us)" PART TEXT(2) TEXT(3) TEXT(4) TEXT(5) INT(6) TEXT(7) TEXT(8) TEXT(9)
		TEXT(10) TEXT(11) TEXT(12) TEXT(13) INT(14) INT(15) INT(16) INT(17) INT(18) INT(19)
			INT(20) INT(21),
	ON("leg") NEW(uniqueid) ", " NEW(channel) ", " NEW(endpoint) ", " NEW(role) ", " NEW(is_trunk) ", " NEW(number) ", " NEW(name) ", " NEW(connected_number) ", " NEW(connected_name) ", " NEW(
		exten) ", " NEW(context) ", " NEW(dial_status) ", " NEW(hangup_cause) ", " NEW(started_us) ", " NEW(ringing_us) ", " NEW(answered_us) ", " NEW(ended_us) ", " NEW(talk_us) ", " NEW(hold_us) ", " NEW(call_started_us));

static const struct db_query segments_sql = QUERY("call.write_segments",
	"INSERT INTO call_segments (company_id, call_id, leg, segment, bridge, kind, entered_us,"
	" left_us)" PART INT(2) TEXT(3) TEXT(4) INT(5) INT(6),
	ON("leg, segment") NEW(bridge) ", " NEW(kind) ", " NEW(entered_us) ", " NEW(left_us));

static const struct db_query steps_sql = QUERY("call.write_steps",
	"INSERT INTO call_steps (company_id, call_id, step, kind, at_us, leg, from_party, to_party,"
	" detail)" PART TEXT(2) INT(3) INT(4) TEXT(5) TEXT(6) TEXT(7),
	ON("step") NEW(kind) ", " NEW(at_us) ", " NEW(leg) ", " NEW(from_party) ", " NEW(
		to_party) ", " NEW(detail));

static const struct db_query transfers_sql = QUERY("call.write_transfers",
	"INSERT INTO call_transfers (company_id, call_id, transfer, kind, result, from_party,"
	" to_party, at_us)" PART TEXT(2) TEXT(3) TEXT(4) TEXT(5) INT(6),
	ON("transfer")
		NEW(kind) ", " NEW(result) ", " NEW(from_party) ", " NEW(to_party) ", " NEW(at_us));

static const struct db_query visits_sql = QUERY("call.write_visits",
	"INSERT INTO call_queue_visits (company_id, call_id, visit, queue, result, agent, member,"
	" position, missed, joined_us, left_us)" PART TEXT(2) TEXT(3) TEXT(4) TEXT(5) INT(6) INT(7)
		INT(8) INT(9),
	ON("visit") NEW(queue) ", " NEW(result) ", " NEW(agent) ", " NEW(member) ", " NEW(
		position) ", " NEW(missed) ", " NEW(joined_us) ", " NEW(left_us));

static const struct db_query holds_sql = QUERY("call.write_holds",
	"INSERT INTO call_holds (company_id, call_id, hold, kind, leg, place, fetched_by, from_us,"
	" to_us)" PART TEXT(2) INT(3) TEXT(4) TEXT(5) INT(6) INT(7),
	ON("kind, hold")
		NEW(leg) ", " NEW(place) ", " NEW(fetched_by) ", " NEW(from_us) ", " NEW(to_us));

static const struct db_query recordings_sql = QUERY("call.write_recordings",
	"INSERT INTO call_recordings (company_id, call_id, recording, leg, file_name, from_us,"
	" to_us)" PART INT(2) TEXT(3) INT(4) INT(5),
	ON("recording") NEW(leg) ", " NEW(file_name) ", " NEW(from_us) ", " NEW(to_us));

/* ---- A batch --------------------------------------------------------------------------- */

enum part { LEGS, SEGMENTS, STEPS, TRANSFERS, VISITS, HOLDS, RECORDINGS, PARTS };

static const struct db_query *const part_sql[PARTS] = {&legs_sql, &segments_sql, &steps_sql,
	&transfers_sql, &visits_sql, &holds_sql, &recordings_sql};

struct rows {
	struct json json; /* an array of rows */
	bool any;
};

struct batch {
	struct rows calls, parts[PARTS];
	const struct db_result *known; /* linkedid, id */
};

static void open_rows(struct cx *cx, struct rows *rows, size_t first_bytes)
{
	rows->any = false;
	json_begin(&rows->json, cx->arena, first_bytes);
	json_open_array(&rows->json);
}

static enum err write_rows(struct cx *cx, struct rows *rows, const struct db_query *query)
{
	json_close_array(&rows->json);
	if (!rows->any)
		return OK;
	return db_exec(cx, query,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&rows->json).ptr)), NULL);
}

static struct json *row(struct rows *rows)
{
	rows->any = true;
	json_open_array(&rows->json);
	return &rows->json;
}

/* Beginning of a part: its call, and which of them it is. */
static struct json *part_row(struct rows *rows, int64_t call_id, int64_t number)
{
	struct json *json = row(rows);

	json_int(json, call_id);
	json_int(json, number);
	return json;
}

/* 0 is a time that has not come. */
static void time_or_null(struct json *json, int64_t us)
{
	if (us)
		json_int(json, us);
	else
		json_null(json);
}

/* Its number among those that are kept; helpers are not. */
static void leg_or_null(struct json *json, const struct call *call, const struct call_leg *wanted)
{
	int64_t number = 0;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg == wanted && !leg->helper) {
			json_int(json, number);
			return;
		}
		number += !leg->helper;
	}
	json_null(json);
}

/* ---- Rows of one call -------------------------------------------------------------------- */

static void add_segments(
	struct rows *rows, int64_t call_id, const struct call_leg *leg, int64_t leg_number)
{
	int64_t number = 0;

	for (const struct call_segment *one = leg->segments; one; one = one->next) {
		struct json *json = part_row(rows, call_id, leg_number);

		json_int(json, number++);
		json_text(json, one->bridge);
		json_text(json, segment_kind_name(one->kind));
		json_int(json, one->entered_us);
		time_or_null(json, one->left_us);
		json_close_array(json);
	}
}

static void add_leg(struct rows *rows, int64_t call_id, int64_t number, const struct call *call,
	const struct call_leg *leg)
{
	struct json *json = part_row(rows, call_id, number);

	json_text(json, leg->uniqueid);
	json_text(json, leg->channel);
	json_text(json, leg->endpoint);
	json_text(json, call_role_name(leg->role));
	json_int(json, leg->trunk);
	json_text(json, leg->number);
	json_text(json, leg->person);
	json_text(json, leg->connected_number);
	json_text(json, leg->connected_person);
	json_text(json, leg->exten);
	json_text(json, leg->context);
	json_text(json, leg->dial_status);
	json_int(json, leg->cause);
	json_int(json, leg->created_us);
	time_or_null(json, leg->ringing_us);
	time_or_null(json, leg->up_us);
	time_or_null(json, leg->ended_us);
	json_int(json, leg->talk_us);
	json_int(json, leg->hold_us);
	json_int(json, call->started_us);
	json_close_array(json);
}

static void add_legs(struct batch *batch, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->helper)
			continue;
		add_leg(&batch->parts[LEGS], call_id, number, call, leg);
		add_segments(&batch->parts[SEGMENTS], call_id, leg, number);
		number++;
	}
}

static void add_steps(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_step *step = call->steps; step; step = step->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, step_type_name(step->type));
		json_int(json, step->at_us);
		leg_or_null(json, call, step->leg);
		json_text(json, step->from);
		json_text(json, step->to);
		json_text(json, step->detail);
		json_close_array(json);
	}
}

static void add_transfers(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_transfer *one = call->transfers; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, transfer_kind_name(one->kind));
		json_text(json, transfer_result_name(one->result));
		json_text(json, one->from);
		json_text(json, one->to);
		json_int(json, one->at_us);
		json_close_array(json);
	}
}

static int64_t count_missed(const struct call_visit *visit)
{
	int64_t count = 0;

	for (const struct call_missed *one = visit->missed; one; one = one->next)
		count++;
	return count;
}

static void add_visits(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_visit *visit = call->visits; visit; visit = visit->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, visit->queue);
		json_text(json, visit_result_name(visit->result));
		json_text(json, visit->agent);
		json_text(json, visit->member);
		json_int(json, visit->position);
		json_int(json, count_missed(visit));
		json_int(json, visit->joined_us);
		time_or_null(json, visit->left_us);
		json_close_array(json);
	}
}

static void add_holds(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_hold *hold = call->holds; hold; hold = hold->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, "hold");
		leg_or_null(json, call, hold->leg);
		json_null(json);
		json_null(json);
		json_int(json, hold->from_us);
		time_or_null(json, hold->to_us);
		json_close_array(json);
	}
}

static void add_parkings(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_parking *one = call->parkings; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, "parked");
		leg_or_null(json, call, one->leg);
		json_text(json, one->space);
		json_text(json, one->fetched_by);
		json_int(json, one->from_us);
		time_or_null(json, one->to_us);
		json_close_array(json);
	}
}

static void add_recordings(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (const struct call_recording *one = call->recordings; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		leg_or_null(json, call, one->leg);
		json_text(json, one->file);
		json_int(json, one->from_us);
		time_or_null(json, one->to_us);
		json_close_array(json);
	}
}

static void add_times(struct json *json, const struct call *call)
{
	json_int(json, call->started_us);
	time_or_null(json, call->answered_us);
	time_or_null(json, call->ended_us);
	for (int phase = 0; phase < CALL_PHASES; phase++)
		json_int(json, call->phases_us[phase]);
	if (call->rang_us < 0)
		json_null(json);
	else
		json_int(json, call->rang_us);
	json_int(json, call->ended_us ? call->ended_us : call->as_of_us);
}

/* The code is taken only when the row is a new one. */
static void add_call(struct cx *cx, struct batch *batch, int64_t id, const struct call *call)
{
	struct json *json = row(&batch->calls);
	uint32_t code;

	crypto_random(&code, sizeof(code));
	json_int(json, id);
	json_text(json, arena_format(cx->arena, "CALL-%08" PRIX32, code));
	json_text(json, call->linkedid);
	json_text(json, call_direction_name(call->direction));
	json_text(json, call_status_name(call->status));
	json_int(json, !call_has_ended(call->status));
	json_text(json, call->caller);
	json_text(json, call->caller_name);
	json_text(json, call->callee);
	json_text(json, call->context);
	json_text(json, call->trunk);
	json_text(json, call->answered_by);
	json_text(json, call->conference);
	json_text(json, call_end_name(call->hangup_by));
	json_int(json, call->cause);
	json_int(json, call->gap);
	json_int(json, call->truncated);
	json_int(json, call->by_system);
	add_times(json, call);
	json_close_array(json);
}

/* ---- Ids ---------------------------------------------------------------------------------- */

static int64_t known_id(const struct batch *batch, const char *linkedid)
{
	for (size_t i = 0; i < batch->known->count; i++)
		if (text_is(db_text_at(batch->known, i, 0), linkedid))
			return db_int_at(batch->known, i, 1);
	return 0;
}

static enum err read_known(
	struct cx *cx, const struct call *const *calls, size_t count, struct db_result *known)
{
	struct json names;

	json_begin(&names, cx->arena, 64 * count + 16);
	json_open_array(&names);
	for (size_t i = 0; i < count; i++)
		for (const struct call_alias *at = calls[i]->aliases; at; at = at->next)
			json_text(&names, at->linkedid);
	json_close_array(&names);
	return db_run(cx, &known_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr)), known);
}

/* Rows of calls that have become part of this one. */
static enum err remove_absorbed(struct cx *cx, const struct batch *batch, const struct call *call)
{
	for (const struct call_alias *at = call->aliases; at; at = at->next) {
		int64_t id = known_id(batch, at->linkedid);

		if (!id || text_is(at->linkedid, call->linkedid))
			continue;
		TRY(db_exec(
			cx, &gone_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL));
	}
	return OK;
}

static enum err next_ids(struct cx *cx, const struct batch *batch, const struct call *const *calls,
	size_t count, int64_t *next)
{
	int64_t fresh = 0;

	for (size_t i = 0; i < count; i++)
		fresh += !known_id(batch, calls[i]->linkedid);
	return fresh ? db_next_ids(cx, cx->actor->company_id, "call", fresh, next) : OK;
}

static void add_parts(struct batch *batch, int64_t id, const struct call *call)
{
	add_legs(batch, id, call);
	add_steps(&batch->parts[STEPS], id, call);
	add_transfers(&batch->parts[TRANSFERS], id, call);
	add_visits(&batch->parts[VISITS], id, call);
	add_holds(&batch->parts[HOLDS], id, call);
	add_parkings(&batch->parts[HOLDS], id, call);
	add_recordings(&batch->parts[RECORDINGS], id, call);
}

enum err call_store_write(struct cx *cx, const struct call *const *calls, size_t count)
{
	struct db_result known;
	struct batch batch = {.known = &known};
	int64_t next = 0;

	if (!count)
		return OK;
	TRY(db_begin_write(cx));
	TRY(read_known(cx, calls, count, &known));
	TRY(next_ids(cx, &batch, calls, count, &next));
	open_rows(cx, &batch.calls, 512 * count);
	for (int part = 0; part < PARTS; part++)
		open_rows(cx, &batch.parts[part], 512);
	for (size_t i = 0; i < count; i++) {
		int64_t id = known_id(&batch, calls[i]->linkedid);

		if (!id)
			id = next++;
		TRY(remove_absorbed(cx, &batch, calls[i]));
		add_call(cx, &batch, id, calls[i]);
		add_parts(&batch, id, calls[i]);
	}
	TRY(write_rows(cx, &batch.calls, &calls_sql));
	for (int part = 0; part < PARTS; part++)
		TRY(write_rows(cx, &batch.parts[part], part_sql[part]));
	return OK;
}

enum err call_store_interrupt(struct cx *cx, const char *const *going_on, int64_t *ended)
{
	struct json names;

	json_begin(&names, cx->arena, 256);
	json_open_array(&names);
	for (; *going_on; going_on++)
		json_text(&names, *going_on);
	json_close_array(&names);
	return db_exec(cx, &interrupt_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr)), ended);
}

db_query_list call_queries = {&known_sql, &calls_sql, &gone_sql, &interrupt_sql, &legs_sql,
	&segments_sql, &steps_sql, &transfers_sql, &visits_sql, &holds_sql, &recordings_sql, NULL};
