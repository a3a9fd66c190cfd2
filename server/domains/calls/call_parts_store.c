/* call_parts_store.c - the SQL of what a call is made of. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_store_internal.h"

#include "domains/calls/call_store.h"

#define PART " SELECT CAST($1 AS BIGINT)" INT(0) INT(1)
#define ON(key) " ON CONFLICT (company_id, call_id, " key ") DO UPDATE SET "

/* Whose phone it was stays as it was when the leg was first written. */
static const struct db_query legs_sql = QUERY("call.write_legs",
	"INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, role,"
	" is_trunk, number, name, connected_number, connected_name, exten, context, dial_status,"
	" hangup_cause, started_us, ringing_us, answered_us, ended_us, talk_us, hold_us,"
	" agent_id, team_id, call_started_us, dialled_us, dial_ended_us, is_originated,"
	" hangup_asked_us, dial_string)" PART TEXT(2) TEXT(3) TEXT(4) TEXT(5) INT(6) TEXT(7) TEXT(8)
		TEXT(9) TEXT(10) TEXT(11) TEXT(12) TEXT(13) INT(14) INT(15) INT(16) INT(17) INT(18)
			INT(19) INT(20) INT(21) INT(22) INT(23) INT(24) INT(25) INT(26) INT(27)
				TEXT(28),
	ON("leg")
		NEW(uniqueid) ", " NEW(channel) ", " NEW(endpoint) ", " NEW(role) ", " NEW(is_trunk) ", " NEW(number) ", " NEW(
			name) ", " NEW(connected_number) ", " NEW(connected_name) ", " NEW(exten) ", " NEW(context) ", " NEW(dial_status) ", " NEW(hangup_cause) ", " NEW(started_us) ", " NEW(ringing_us) ", " NEW(answered_us) ", " NEW(ended_us) ", " NEW(talk_us) ", " NEW(hold_us) ", " NEW(call_started_us) ", " NEW(dialled_us) ", " NEW(dial_ended_us) ", " NEW(is_originated) ", " NEW(hangup_asked_us) ", " NEW(dial_string));

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

/* ---- Rows ---------------------------------------------------------------------------- */

void rows_open(struct cx *cx, struct rows *rows, size_t first_bytes)
{
	rows->any = false;
	rows->arena = cx->arena;
	json_begin(&rows->json, cx->arena, first_bytes);
	json_open_array(&rows->json);
}

struct json *rows_add(struct rows *rows)
{
	rows->any = true;
	json_open_array(&rows->json);
	return &rows->json;
}

enum err rows_write(struct cx *cx, struct rows *rows, const struct db_query *query)
{
	json_close_array(&rows->json);
	if (!rows->any)
		return OK;
	return db_exec(cx, query,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&rows->json).ptr)), NULL);
}

void row_time(struct json *json, int64_t us)
{
	if (us)
		json_int(json, us);
	else
		json_null(json);
}

void row_id(struct json *json, int64_t id)
{
	row_time(json, id);
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

/* Beginning of a part: its call, and which of them it is. */
static struct json *part_row(struct rows *rows, int64_t call_id, int64_t number)
{
	json_begin(&rows->row, rows->arena, 256);
	json_open_array(&rows->row);
	json_int(&rows->row, call_id);
	json_int(&rows->row, number);
	return &rows->row;
}

static uint64_t hash_of(struct str text)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
	return hash;
}

/* Nothing to write when it is as it was written last, at the same place. */
static void end_part(struct rows *rows, uint64_t *written)
{
	struct str text;
	uint64_t hash;

	json_close_array(&rows->row);
	text = json_end(&rows->row);
	hash = hash_of(text);
	if (hash == *written)
		return;
	*written = hash;
	rows->any = true;
	json_raw(&rows->json, text.ptr, text.len);
}

/* ---- Parts of one call -------------------------------------------------------------------- */

static void add_segments(
	struct rows *rows, int64_t call_id, const struct call_leg *leg, int64_t leg_number)
{
	int64_t number = 0;

	for (struct call_segment *one = leg->segments; one; one = one->next) {
		struct json *json = part_row(rows, call_id, leg_number);

		json_int(json, number++);
		json_text(json, one->bridge);
		json_text(json, segment_kind_name(one->kind));
		json_int(json, one->entered_us);
		row_time(json, one->left_us);
		end_part(rows, &one->written);
	}
}

static void add_leg(struct rows *rows, int64_t call_id, int64_t number, const struct call *call,
	struct call_leg *leg)
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
	row_time(json, leg->ringing_us);
	row_time(json, leg->up_us);
	row_time(json, leg->ended_us);
	json_int(json, leg->talk_us);
	json_int(json, leg->hold_us);
	row_id(json, leg->agent_id);
	row_id(json, leg->team_id);
	json_int(json, call->started_us);
	row_time(json, leg->dialled_us);
	row_time(json, leg->dial_ended_us);
	json_int(json, leg->originated);
	row_time(json, leg->hangup_request_us);
	json_text(json, leg->dial_string);
	end_part(rows, &leg->written);
}

static void add_legs(struct part_rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->helper)
			continue;
		add_leg(&rows->tables[LEGS], call_id, number, call, leg);
		add_segments(&rows->tables[SEGMENTS], call_id, leg, number);
		number++;
	}
}

static void add_steps(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_step *step = call->steps; step; step = step->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, step_type_name(step->type));
		json_int(json, step->at_us);
		leg_or_null(json, call, step->leg);
		json_text(json, step->from);
		json_text(json, step->to);
		json_text(json, step->detail);
		end_part(rows, &step->written);
	}
}

static void add_transfers(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_transfer *one = call->transfers; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, transfer_kind_name(one->kind));
		json_text(json, transfer_result_name(one->result));
		json_text(json, one->from);
		json_text(json, one->to);
		json_int(json, one->at_us);
		end_part(rows, &one->written);
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

	for (struct call_visit *visit = call->visits; visit; visit = visit->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, visit->queue);
		json_text(json, visit_result_name(visit->result));
		json_text(json, visit->agent);
		json_text(json, visit->member);
		json_int(json, visit->position);
		json_int(json, count_missed(visit));
		json_int(json, visit->joined_us);
		row_time(json, visit->left_us);
		end_part(rows, &visit->written);
	}
}

static void add_holds(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_hold *hold = call->holds; hold; hold = hold->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, "hold");
		leg_or_null(json, call, hold->leg);
		json_null(json);
		json_null(json);
		json_int(json, hold->from_us);
		row_time(json, hold->to_us);
		end_part(rows, &hold->written);
	}
}

static void add_parkings(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_parking *one = call->parkings; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		json_text(json, "parked");
		leg_or_null(json, call, one->leg);
		json_text(json, one->space);
		json_text(json, one->fetched_by);
		json_int(json, one->from_us);
		row_time(json, one->to_us);
		end_part(rows, &one->written);
	}
}

static void add_recordings(struct rows *rows, int64_t call_id, const struct call *call)
{
	int64_t number = 0;

	for (struct call_recording *one = call->recordings; one; one = one->next) {
		struct json *json = part_row(rows, call_id, number++);

		leg_or_null(json, call, one->leg);
		json_text(json, one->file);
		json_int(json, one->from_us);
		row_time(json, one->to_us);
		end_part(rows, &one->written);
	}
}

/* ---- All of it -------------------------------------------------------------------------- */

void part_rows_open(struct cx *cx, struct part_rows *rows)
{
	for (int table = 0; table < CALL_TABLES; table++)
		rows_open(cx, &rows->tables[table], 512);
}

void part_rows_add(struct part_rows *rows, int64_t call_id, const struct call *call)
{
	add_legs(rows, call_id, call);
	add_steps(&rows->tables[STEPS], call_id, call);
	add_transfers(&rows->tables[TRANSFERS], call_id, call);
	add_visits(&rows->tables[VISITS], call_id, call);
	add_holds(&rows->tables[HOLDS], call_id, call);
	add_parkings(&rows->tables[HOLDS], call_id, call);
	add_recordings(&rows->tables[RECORDINGS], call_id, call);
}

#define FORGET(type, list) \
	for (type *part_ = (list); part_; part_ = part_->next) \
	part_->written = 0

void call_store_forget(const struct call *call)
{
	FORGET(struct call_leg, call->legs);
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next)
		FORGET(struct call_segment, leg->segments);
	FORGET(struct call_step, call->steps);
	FORGET(struct call_transfer, call->transfers);
	FORGET(struct call_visit, call->visits);
	FORGET(struct call_hold, call->holds);
	FORGET(struct call_parking, call->parkings);
	FORGET(struct call_recording, call->recordings);
}

enum err part_rows_write(struct cx *cx, struct part_rows *rows)
{
	static const struct db_query *const queries[CALL_TABLES] = {&legs_sql, &segments_sql,
		&steps_sql, &transfers_sql, &visits_sql, &holds_sql, &recordings_sql};

	for (int table = 0; table < CALL_TABLES; table++)
		TRY(rows_write(cx, &rows->tables[table], queries[table]));
	return OK;
}

db_query_list call_part_queries = {&legs_sql, &segments_sql, &steps_sql, &transfers_sql,
	&visits_sql, &holds_sql, &recordings_sql, NULL};
