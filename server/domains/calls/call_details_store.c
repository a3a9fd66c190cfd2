/* call_details_store.c - the SQL of what belongs to one call. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_details_internal.h"

#define OF_CALL " WHERE company_id = $1 AND call_id = $2 ORDER BY "

static const struct db_query legs_sql = {"call_details.legs",
	"SELECT l.leg, l.uniqueid, l.channel, l.endpoint, l.role, l.is_trunk, l.agent_id,"
	" a.agent_no, l.team_id, a.name, l.number, l.name, l.connected_number, l.connected_name,"
	" l.exten, l.context, l.dial_status, l.hangup_cause, l.started_us, l.ringing_us,"
	" l.answered_us, l.ended_us, l.talk_us, l.hold_us FROM call_legs l"
	" LEFT JOIN agents a ON a.company_id = l.company_id AND a.id = l.agent_id"
	" WHERE l.company_id = $1 AND l.call_id = $2 ORDER BY l.leg",
	NULL, NULL};
static const struct db_query segments_sql = {"call_details.segments",
	"SELECT leg, segment, bridge, kind, entered_us, left_us FROM call_segments" OF_CALL
	"entered_us, leg, segment",
	NULL, NULL};
static const struct db_query steps_sql = {"call_details.steps",
	"SELECT step, kind, at_us, leg, from_party, to_party, detail FROM call_steps" OF_CALL
	"step",
	NULL, NULL};
static const struct db_query transfers_sql = {"call_details.transfers",
	"SELECT kind, result, from_party, to_party, at_us FROM call_transfers" OF_CALL "transfer",
	NULL, NULL};
static const struct db_query visits_sql = {"call_details.visits",
	"SELECT queue, result, agent, member, position, missed, joined_us, left_us"
	" FROM call_queue_visits" OF_CALL "visit",
	NULL, NULL};
static const struct db_query holds_sql = {"call_details.holds",
	"SELECT kind, leg, place, fetched_by, from_us, to_us FROM call_holds" OF_CALL
	"from_us, kind, hold",
	NULL, NULL};
static const struct db_query recordings_sql = {"call_details.recordings",
	"SELECT recording, leg, file_name, from_us, to_us FROM call_recordings" OF_CALL "recording",
	NULL, NULL};

static enum err run(
	struct cx *cx, const struct db_query *query, int64_t call_id, struct db_result *result)
{
	return db_run(cx, query, DB_ARGS(db_int(cx->actor->company_id), db_int(call_id)), result);
}

static struct call_leg_row leg_at(const struct db_result *result, size_t row)
{
	return (struct call_leg_row){.leg = db_int_at(result, row, 0),
		.uniqueid = db_text_at(result, row, 1),
		.channel = db_text_at(result, row, 2),
		.endpoint = db_text_at(result, row, 3),
		.role = db_text_at(result, row, 4),
		.trunk = db_int_at(result, row, 5) != 0,
		.agent_id = db_int_at(result, row, 6),
		.agent_no = db_int_at(result, row, 7),
		.team_id = db_int_at(result, row, 8),
		.agent_name = db_text_at(result, row, 9),
		.number = db_text_at(result, row, 10),
		.name = db_text_at(result, row, 11),
		.connected_number = db_text_at(result, row, 12),
		.connected_name = db_text_at(result, row, 13),
		.exten = db_text_at(result, row, 14),
		.context = db_text_at(result, row, 15),
		.dial_status = db_text_at(result, row, 16),
		.hangup_cause = db_int_at(result, row, 17),
		.started_us = db_int_at(result, row, 18),
		.ringing_us = db_opt_at(result, row, 19),
		.answered_us = db_opt_at(result, row, 20),
		.ended_us = db_opt_at(result, row, 21),
		.talk_us = db_int_at(result, row, 22),
		.hold_us = db_int_at(result, row, 23)};
}

static enum err read_legs(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &legs_sql, to->call.id, &result));
	to->leg_count = result.count;
	to->legs = arena_array(cx->arena, result.count, sizeof(*to->legs));
	for (size_t i = 0; i < result.count; i++)
		to->legs[i] = leg_at(&result, i);
	return OK;
}

static enum err read_segments(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &segments_sql, to->call.id, &result));
	to->segment_count = result.count;
	to->segments = arena_array(cx->arena, result.count, sizeof(*to->segments));
	for (size_t i = 0; i < result.count; i++)
		to->segments[i] = (struct call_segment_row){.leg = db_int_at(&result, i, 0),
			.segment = db_int_at(&result, i, 1),
			.bridge = db_text_at(&result, i, 2),
			.kind = db_text_at(&result, i, 3),
			.entered_us = db_int_at(&result, i, 4),
			.left_us = db_opt_at(&result, i, 5)};
	return OK;
}

static enum err read_steps(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &steps_sql, to->call.id, &result));
	to->step_count = result.count;
	to->steps = arena_array(cx->arena, result.count, sizeof(*to->steps));
	for (size_t i = 0; i < result.count; i++)
		to->steps[i] = (struct call_step_row){.step = db_int_at(&result, i, 0),
			.kind = db_text_at(&result, i, 1),
			.at_us = db_int_at(&result, i, 2),
			.leg = db_opt_at(&result, i, 3),
			.from = db_text_at(&result, i, 4),
			.to = db_text_at(&result, i, 5),
			.detail = db_text_at(&result, i, 6)};
	return OK;
}

static enum err read_transfers(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &transfers_sql, to->call.id, &result));
	to->transfer_count = result.count;
	to->transfers = arena_array(cx->arena, result.count, sizeof(*to->transfers));
	for (size_t i = 0; i < result.count; i++)
		to->transfers[i] = (struct call_transfer_row){.kind = db_text_at(&result, i, 0),
			.result = db_text_at(&result, i, 1),
			.from = db_text_at(&result, i, 2),
			.to = db_text_at(&result, i, 3),
			.at_us = db_int_at(&result, i, 4)};
	return OK;
}

static enum err read_visits(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &visits_sql, to->call.id, &result));
	to->visit_count = result.count;
	to->visits = arena_array(cx->arena, result.count, sizeof(*to->visits));
	for (size_t i = 0; i < result.count; i++)
		to->visits[i] = (struct call_visit_row){.queue = db_text_at(&result, i, 0),
			.result = db_text_at(&result, i, 1),
			.agent = db_text_at(&result, i, 2),
			.member = db_text_at(&result, i, 3),
			.position = db_int_at(&result, i, 4),
			.missed = db_int_at(&result, i, 5),
			.joined_us = db_int_at(&result, i, 6),
			.left_us = db_opt_at(&result, i, 7)};
	return OK;
}

static enum err read_holds(struct cx *cx, struct call_details *to)
{
	struct db_result result;

	TRY(run(cx, &holds_sql, to->call.id, &result));
	to->hold_count = result.count;
	to->holds = arena_array(cx->arena, result.count, sizeof(*to->holds));
	for (size_t i = 0; i < result.count; i++)
		to->holds[i] = (struct call_hold_row){.kind = db_text_at(&result, i, 0),
			.leg = db_opt_at(&result, i, 1),
			.place = db_text_at(&result, i, 2),
			.fetched_by = db_text_at(&result, i, 3),
			.from_us = db_int_at(&result, i, 4),
			.to_us = db_opt_at(&result, i, 5)};
	return OK;
}

enum err call_store_recordings(
	struct cx *cx, int64_t call_id, struct call_recording_row **rows, size_t *count)
{
	struct db_result result;

	TRY(run(cx, &recordings_sql, call_id, &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct call_recording_row){.recording = db_int_at(&result, i, 0),
			.leg = db_opt_at(&result, i, 1),
			.file = db_text_at(&result, i, 2),
			.from_us = db_int_at(&result, i, 3),
			.to_us = db_opt_at(&result, i, 4)};
	return OK;
}

enum err call_store_parts(struct cx *cx, struct call_details *details)
{
	TRY(read_legs(cx, details));
	TRY(read_segments(cx, details));
	TRY(read_steps(cx, details));
	TRY(read_transfers(cx, details));
	TRY(read_visits(cx, details));
	TRY(read_holds(cx, details));
	return call_store_recordings(
		cx, details->call.id, &details->recordings, &details->recording_count);
}

db_query_list call_details_queries = {&legs_sql, &segments_sql, &steps_sql, &transfers_sql,
	&visits_sql, &holds_sql, &recordings_sql, NULL};
