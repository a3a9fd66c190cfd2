/* call_open_store.c - rows of calls that go on, read back into the shape in which they came. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_store.h"

#include "domains/calls/call_store_internal.h"

#define OPEN "c.company_id = $1 AND c.is_active = 1 AND c.source = 'pbx' AND c.linkedid IS NOT NULL"
#define OPEN_CALLS \
	"SELECT c.id, c.linkedid, c.direction, c.status, c.has_gap, c.is_cut, c.answered_by," \
	" c.conference, c.started_us, c.answered_us, c.as_of_us, c.setup_us, c.queue_us," \
	" c.ring_us, c.talk_us, c.hold_us FROM calls c WHERE " OPEN " ORDER BY c.id"
static const struct db_query calls_sql = {"call.open", OPEN_CALLS, NULL, NULL};

#define PARTS(table, columns, order) \
	"SELECT p.call_id, " columns " FROM " table " p JOIN calls c" \
	" ON c.company_id = p.company_id AND c.id = p.call_id" \
	" WHERE p.company_id = $1 AND " OPEN " ORDER BY p.call_id, " order
static const struct db_query legs_sql = {"call.open_legs",
	"SELECT p.call_id, p.uniqueid, p.channel, p.role, p.is_trunk, p.number, p.name,"
	" p.connected_number, p.connected_name, p.exten, p.context, p.dial_status, p.hangup_cause,"
	" p.started_us, p.ringing_us, p.answered_us, p.ended_us, p.talk_us, p.hold_us, p.agent_id,"
	" p.team_id, a.department_id, a.agent_no, p.dialled_us, p.dial_ended_us,"
	" p.is_originated, p.hangup_asked_us, p.dial_string FROM call_legs p JOIN calls c"
	" ON c.company_id = p.company_id AND c.id = p.call_id"
	" LEFT JOIN agents a ON a.company_id = p.company_id AND a.id = p.agent_id"
	" WHERE p.company_id = $1 AND " OPEN " ORDER BY p.call_id, p.leg",
	NULL, NULL};
static const struct db_query segments_sql = {"call.open_segments",
	PARTS("call_segments", "p.leg, p.bridge, p.kind, p.entered_us, p.left_us",
		"p.leg, p.segment"),
	NULL, NULL};
static const struct db_query steps_sql = {"call.open_steps",
	PARTS("call_steps", "p.leg, p.kind, p.at_us, p.from_party, p.to_party, p.detail", "p.step"),
	NULL, NULL};
static const struct db_query transfers_sql = {"call.open_transfers",
	PARTS("call_transfers", "p.kind, p.result, p.from_party, p.to_party, p.at_us",
		"p.transfer"),
	NULL, NULL};
static const struct db_query visits_sql = {"call.open_visits",
	PARTS("call_queue_visits",
		"p.queue, p.result, p.agent, p.member, p.position, p.missed, p.joined_us,"
		" p.left_us",
		"p.visit"),
	NULL, NULL};
static const struct db_query holds_sql = {"call.open_holds",
	PARTS("call_holds", "p.leg, p.kind, p.place, p.fetched_by, p.from_us, p.to_us",
		"p.kind, p.hold"),
	NULL, NULL};
static const struct db_query recordings_sql = {"call.open_recordings",
	PARTS("call_recordings", "p.leg, p.file_name, p.from_us, p.to_us", "p.recording"), NULL,
	NULL};

/* ---- Words back to what they mean ---------------------------------------------------- */

#define READER(function, type, name, count) \
	static type function(const char *word) \
	{ \
		unsigned i = 0; \
\
		while (i + 1 < (count) && !text_is(name((type)i), word)) \
			i++; \
		return (type)i; \
	}
READER(read_direction, enum call_direction, call_direction_name, CALL_INTERNAL + 1u)
READER(read_status, enum call_status, call_status_name, CALL_INTERRUPTED + 1u)
READER(read_role, enum call_role, call_role_name, CALL_ROLE_CONSULT + 1u)
READER(read_segment, enum segment_kind, segment_kind_name, SEGMENT_CONFERENCE + 1u)
READER(read_transfer, enum transfer_kind, transfer_kind_name, TRANSFER_REDIRECT + 1u)
READER(read_result, enum transfer_result, transfer_result_name, TRANSFER_CANCELED + 1u)
READER(read_visit, enum visit_result, visit_result_name, VISIT_TIMEOUT + 1u)
READER(read_step, enum step_type, step_type_name, STEP_LOST + 1u)

/* ---- Calls and legs --------------------------------------------------------------------- */

/* One call on its way, and where the next of each of its parts goes. */
struct open_call {
	int64_t id;
	struct call call;
	struct call_leg **last_leg;
	struct call_transfer **last_transfer;
	struct call_visit **last_visit;
	struct call_hold **last_hold;
	struct call_parking **last_parking;
	struct call_recording **last_recording;
	struct call_step **last_step;
};

struct reading {
	struct cx *cx;
	struct open_call *calls; /* in the order of ids, as rows of parts come */
	size_t count, at;
	struct db_result rows;
};

static const char *text_at(const struct reading *reading, size_t row, size_t column)
{
	return db_text_or_empty(&reading->rows, row, column);
}

static enum err run(struct reading *reading, const struct db_query *query)
{
	reading->at = 0;
	return db_run(reading->cx, query, DB_ARGS(db_int(reading->cx->actor->company_id)),
		&reading->rows);
}

/* Whose part the row is; NULL: of a call that was not there a moment ago. */
static struct open_call *call_of(struct reading *reading, size_t row)
{
	const int64_t id = db_int_at(&reading->rows, row, 0);

	while (reading->at < reading->count && reading->calls[reading->at].id < id)
		reading->at++;
	if (reading->at == reading->count || reading->calls[reading->at].id != id)
		return NULL;
	return &reading->calls[reading->at];
}

static struct call_leg *leg_of(const struct open_call *open, const struct db_value *number)
{
	struct call_leg *leg = open->call.legs;

	if (number->type == DB_NULL)
		return NULL;
	for (int64_t i = 0; leg && i < number->integer; i++)
		leg = leg->next;
	return leg;
}

static void begin(struct open_call *open)
{
	open->last_leg = &open->call.legs;
	open->last_transfer = &open->call.transfers;
	open->last_visit = &open->call.visits;
	open->last_hold = &open->call.holds;
	open->last_parking = &open->call.parkings;
	open->last_recording = &open->call.recordings;
	open->last_step = &open->call.steps;
}

static enum err read_calls(struct reading *reading)
{
	const struct db_result *rows = &reading->rows;

	TRY(run(reading, &calls_sql));
	reading->count = rows->count;
	reading->calls = arena_array(reading->cx->arena, rows->count, sizeof(*reading->calls));
	for (size_t i = 0; i < rows->count; i++) {
		struct open_call *open = &reading->calls[i];

		open->id = db_int_at(rows, i, 0);
		open->call = (struct call){.linkedid = db_text_at(rows, i, 1),
			.direction = read_direction(db_text_at(rows, i, 2)),
			.status = read_status(db_text_at(rows, i, 3)),
			.gap = db_int_at(rows, i, 4) != 0,
			.truncated = db_int_at(rows, i, 5) != 0,
			.answered_by = db_text_at(rows, i, 6),
			.conference = db_text_at(rows, i, 7),
			.started_us = db_int_at(rows, i, 8),
			.answered_us = db_int_at(rows, i, 9),
			.as_of_us = db_int_at(rows, i, 10)};
		for (size_t phase = 0; phase < CALL_PHASES; phase++)
			open->call.phases_us[phase] = db_int_at(rows, i, 11 + phase);
		begin(open);
	}
	return OK;
}

/* A zeroed part at the end of its list. */
#define PART(type, last) \
	type *part = arena_alloc(reading->cx->arena, sizeof(*part)); \
\
	*(last) = part; \
	(last) = &part->next

static void read_leg(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_leg, open->last_leg);

	*part = (struct call_leg){.uniqueid = text_at(reading, i, 1),
		.channel = text_at(reading, i, 2),
		.role = read_role(db_text_at(rows, i, 3)),
		.trunk = db_int_at(rows, i, 4) != 0,
		.number = text_at(reading, i, 5),
		.person = text_at(reading, i, 6),
		.connected_number = text_at(reading, i, 7),
		.connected_person = text_at(reading, i, 8),
		.exten = text_at(reading, i, 9),
		.context = text_at(reading, i, 10),
		.dial_status = db_text_at(rows, i, 11),
		.cause = db_int_at(rows, i, 12),
		.created_us = db_int_at(rows, i, 13),
		.ringing_us = db_int_at(rows, i, 14),
		.up_us = db_int_at(rows, i, 15),
		.ended_us = db_int_at(rows, i, 16),
		.talk_us = db_int_at(rows, i, 17),
		.hold_us = db_int_at(rows, i, 18),
		.placed = true,
		.agent_id = db_int_at(rows, i, 19),
		.team_id = db_int_at(rows, i, 20),
		.department_id = db_int_at(rows, i, 21),
		.agent_no = db_int_at(rows, i, 22),
		.dialled_us = db_int_at(rows, i, 23),
		.dial_ended_us = db_int_at(rows, i, 24),
		.originated = db_int_at(rows, i, 25) != 0,
		.hangup_request_us = db_int_at(rows, i, 26),
		.dial_string = db_text_at(rows, i, 27)};
}

static void read_segment_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	struct call_leg *leg = leg_of(open, db_at(rows, i, 1));
	struct call_segment **last = leg ? &leg->segments : NULL;

	if (!leg)
		return;
	while (*last)
		last = &(*last)->next;
	*last = arena_alloc(reading->cx->arena, sizeof(**last));
	**last = (struct call_segment){.bridge = text_at(reading, i, 2),
		.kind = read_segment(db_text_at(rows, i, 3)),
		.entered_us = db_int_at(rows, i, 4),
		.left_us = db_int_at(rows, i, 5)};
}

/* ---- What happened in it ------------------------------------------------------------------- */

static void read_step_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_step, open->last_step);

	*part = (struct call_step){.leg = leg_of(open, db_at(rows, i, 1)),
		.type = read_step(db_text_at(rows, i, 2)),
		.at_us = db_int_at(rows, i, 3),
		.from = text_at(reading, i, 4),
		.to = text_at(reading, i, 5),
		.detail = text_at(reading, i, 6)};
}

static void read_transfer_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_transfer, open->last_transfer);

	*part = (struct call_transfer){.kind = read_transfer(db_text_at(rows, i, 1)),
		.result = read_result(db_text_at(rows, i, 2)),
		.from = text_at(reading, i, 3),
		.to = text_at(reading, i, 4),
		.at_us = db_int_at(rows, i, 5)};
}

/* Who did not take it is told by the steps; here it is counted. */
static void read_visit_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_visit, open->last_visit);

	*part = (struct call_visit){.queue = text_at(reading, i, 1),
		.result = read_visit(db_text_at(rows, i, 2)),
		.agent = db_text_at(rows, i, 3),
		.member = db_text_at(rows, i, 4),
		.position = db_int_at(rows, i, 5),
		.joined_us = db_int_at(rows, i, 7),
		.left_us = db_int_at(rows, i, 8)};
	for (int64_t missed = db_int_at(rows, i, 6); missed > 0; missed--) {
		struct call_missed *one = arena_alloc(reading->cx->arena, sizeof(*one));

		*one = (struct call_missed){.agent = "", .next = part->missed};
		part->missed = one;
	}
}

static void read_hold_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_hold, open->last_hold);

	*part = (struct call_hold){.leg = leg_of(open, db_at(rows, i, 1)),
		.from_us = db_int_at(rows, i, 5),
		.to_us = db_int_at(rows, i, 6)};
}

static void read_parking_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_parking, open->last_parking);

	*part = (struct call_parking){.leg = leg_of(open, db_at(rows, i, 1)),
		.space = text_at(reading, i, 3),
		.fetched_by = db_text_at(rows, i, 4),
		.from_us = db_int_at(rows, i, 5),
		.to_us = db_int_at(rows, i, 6)};
}

static void read_stay_row(struct reading *reading, struct open_call *open, size_t i)
{
	if (text_is(db_text_at(&reading->rows, i, 2), "hold"))
		read_hold_row(reading, open, i);
	else
		read_parking_row(reading, open, i);
}

static void read_recording_row(struct reading *reading, struct open_call *open, size_t i)
{
	const struct db_result *rows = &reading->rows;
	PART(struct call_recording, open->last_recording);

	*part = (struct call_recording){.leg = leg_of(open, db_at(rows, i, 1)),
		.file = text_at(reading, i, 2),
		.from_us = db_int_at(rows, i, 3),
		.to_us = db_int_at(rows, i, 4)};
}

/* ---- All of them ------------------------------------------------------------------------------- */

static enum err read_parts(struct reading *reading)
{
	static const struct {
		const struct db_query *query;
		void (*read)(struct reading *reading, struct open_call *open, size_t row);
	} tables[] = {
		{&legs_sql, read_leg},
		{&segments_sql, read_segment_row},
		{&steps_sql, read_step_row},
		{&transfers_sql, read_transfer_row},
		{&visits_sql, read_visit_row},
		{&holds_sql, read_stay_row},
		{&recordings_sql, read_recording_row},
	};

	for (size_t table = 0; table < COUNT(tables); table++) {
		TRY(run(reading, tables[table].query));
		for (size_t i = 0; i < reading->rows.count; i++) {
			struct open_call *open = call_of(reading, i);

			if (open)
				tables[table].read(reading, open, i);
		}
	}
	return OK;
}

enum err call_store_open(struct cx *cx, struct call **calls, size_t *count)
{
	struct reading reading = {.cx = cx};

	TRY(read_calls(&reading));
	if (reading.count)
		TRY(read_parts(&reading));
	*count = reading.count;
	*calls = arena_array(cx->arena, reading.count, sizeof(**calls));
	for (size_t i = 0; i < reading.count; i++)
		(*calls)[i] = reading.calls[i].call;
	return OK;
}

db_query_list call_open_queries = {&calls_sql, &legs_sql, &segments_sql, &steps_sql, &transfers_sql,
	&visits_sql, &holds_sql, &recordings_sql, NULL};
