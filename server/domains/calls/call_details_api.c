/* call_details_api.c - HTTP: one call with all that belongs to it, and its recordings. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_api.h"
#include "domains/calls/call_details_internal.h"
#include "domains/calls/recording.h"
#include "platform/auth/audit.h"

#define SCHEMA(symbol, title, table) \
	static const struct schema symbol = {.name = title, .fields = table, .count = COUNT(table)}
#define FIELD(title, kind) \
	{ \
		.name = (title), .type = (kind) \
	}
#define NULLED(title, kind) \
	{ \
		.name = (title), .type = (kind), .flags = SCHEMA_NULLABLE \
	}
#define ROWS(title, schema_of) \
	{ \
		.name = (title), .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &(schema_of) \
	}

static const struct schema_field leg_fields[] = {
	FIELD("leg", SCHEMA_INT),
	FIELD("uniqueid", SCHEMA_TEXT),
	FIELD("channel", SCHEMA_TEXT),
	FIELD("endpoint", SCHEMA_TEXT),
	FIELD("role", SCHEMA_TEXT),
	FIELD("is_trunk", SCHEMA_BOOL),
	NULLED("agent_id", SCHEMA_TEXT),
	NULLED("agent_name", SCHEMA_TEXT),
	FIELD("number", SCHEMA_TEXT),
	FIELD("name", SCHEMA_TEXT),
	FIELD("connected_number", SCHEMA_TEXT),
	FIELD("connected_name", SCHEMA_TEXT),
	FIELD("exten", SCHEMA_TEXT),
	FIELD("context", SCHEMA_TEXT),
	NULLED("dial_status", SCHEMA_TEXT),
	FIELD("hangup_cause", SCHEMA_INT),
	FIELD("started_at", SCHEMA_TIME),
	NULLED("ringing_at", SCHEMA_TIME),
	NULLED("answered_at", SCHEMA_TIME),
	NULLED("ended_at", SCHEMA_TIME),
	FIELD("ring", SCHEMA_NUMBER),
	FIELD("talk", SCHEMA_NUMBER),
	FIELD("hold", SCHEMA_NUMBER),
};
SCHEMA(leg_schema, "CallLeg", leg_fields);

static const struct schema_field bridge_fields[] = {
	FIELD("leg", SCHEMA_INT),
	FIELD("bridge", SCHEMA_TEXT),
	FIELD("kind", SCHEMA_TEXT),
	FIELD("entered_at", SCHEMA_TIME),
	NULLED("left_at", SCHEMA_TIME),
	FIELD("seconds", SCHEMA_NUMBER),
};
SCHEMA(bridge_schema, "CallBridge", bridge_fields);

static const struct schema_field transfer_fields[] = {
	FIELD("kind", SCHEMA_TEXT),
	FIELD("result", SCHEMA_TEXT),
	FIELD("from", SCHEMA_TEXT),
	FIELD("to", SCHEMA_TEXT),
	FIELD("at", SCHEMA_TIME),
};
SCHEMA(transfer_schema, "CallTransferRow", transfer_fields);

static const struct schema_field visit_fields[] = {
	FIELD("queue", SCHEMA_TEXT),
	FIELD("result", SCHEMA_TEXT),
	NULLED("agent", SCHEMA_TEXT),
	NULLED("member", SCHEMA_TEXT),
	{.name = "position", .type = SCHEMA_INT, .about = "On joining; 0: not known"},
	{.name = "missed", .type = SCHEMA_INT, .about = "Offers that nobody took"},
	FIELD("joined_at", SCHEMA_TIME),
	NULLED("left_at", SCHEMA_TIME),
	FIELD("seconds", SCHEMA_NUMBER),
};
SCHEMA(visit_schema, "CallQueueVisit", visit_fields);

static const struct schema_field hold_fields[] = {
	FIELD("kind", SCHEMA_TEXT),
	NULLED("leg", SCHEMA_INT),
	NULLED("place", SCHEMA_TEXT),
	NULLED("fetched_by", SCHEMA_TEXT),
	FIELD("from", SCHEMA_TIME),
	NULLED("to", SCHEMA_TIME),
	FIELD("seconds", SCHEMA_NUMBER),
};
SCHEMA(hold_schema, "CallHold", hold_fields);

static const struct schema_field recording_fields[] = {
	FIELD("recording", SCHEMA_INT),
	NULLED("leg", SCHEMA_INT),
	{.name = "available", .type = SCHEMA_BOOL, .about = "Its file is there to be heard"},
	FIELD("from", SCHEMA_TIME),
	NULLED("to", SCHEMA_TIME),
	FIELD("seconds", SCHEMA_NUMBER),
};
SCHEMA(recording_schema, "CallRecording", recording_fields);

static const struct schema_field share_fields[] = {
	FIELD("id", SCHEMA_INT),
	NULLED("agent_id", SCHEMA_TEXT),
	NULLED("name", SCHEMA_TEXT),
	{.name = "ring",
		.type = SCHEMA_NUMBER,
		.about = "Of the agent's own legs, as all of these"},
	FIELD("talk", SCHEMA_NUMBER),
	FIELD("hold", SCHEMA_NUMBER),
	FIELD("wrap", SCHEMA_NUMBER),
};
SCHEMA(share_schema, "CallShare", share_fields);

static const struct schema_field arithmetic_fields[] = {
	FIELD("setup", SCHEMA_NUMBER),
	FIELD("queue", SCHEMA_NUMBER),
	FIELD("ring", SCHEMA_NUMBER),
	FIELD("talk", SCHEMA_NUMBER),
	FIELD("hold", SCHEMA_NUMBER),
	{.name = "total", .type = SCHEMA_NUMBER, .about = "What the clock says: the sum of these"},
};
SCHEMA(arithmetic_schema, "CallArithmetic", arithmetic_fields);

static const struct schema_field flow_fields[] = {
	FIELD("step", SCHEMA_INT),
	FIELD("step_type", SCHEMA_TEXT),
	{.name = "step_description", .type = SCHEMA_TEXT, .about = "In the reader's language"},
	FIELD("time", SCHEMA_TIME),
	FIELD("from", SCHEMA_TEXT),
	FIELD("to", SCHEMA_TEXT),
	FIELD("detail", SCHEMA_TEXT),
	{.name = "uniqueid",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the leg that it is about, as what follows"},
	NULLED("channel", SCHEMA_TEXT),
	NULLED("exten", SCHEMA_TEXT),
	NULLED("context", SCHEMA_TEXT),
	NULLED("caller_id_num", SCHEMA_TEXT),
	NULLED("caller_id_name", SCHEMA_TEXT),
	NULLED("connected_line_num", SCHEMA_TEXT),
	NULLED("connected_line_name", SCHEMA_TEXT),
	NULLED("state", SCHEMA_TEXT),
	NULLED("start_time", SCHEMA_TIME),
	NULLED("answer_time", SCHEMA_TIME),
	NULLED("hangup_time", SCHEMA_TIME),
	NULLED("hangup_cause", SCHEMA_INT),
};
SCHEMA(flow_schema, "CallStep", flow_fields);

static const struct schema_field change_fields[] = {
	FIELD("time", SCHEMA_TIME),
	FIELD("from_extension", SCHEMA_TEXT),
	FIELD("to_extension", SCHEMA_TEXT),
	NULLED("context", SCHEMA_TEXT),
	FIELD("reason", SCHEMA_TEXT),
	NULLED("channel", SCHEMA_TEXT),
};
SCHEMA(change_schema, "CallExtensionChange", change_fields);

static const struct schema_field details_fields[] = {
	FIELD("callId", SCHEMA_TEXT),
	NULLED("linkedid", SCHEMA_TEXT),
	FIELD("direction", SCHEMA_TEXT),
	FIELD("status", SCHEMA_TEXT),
	FIELD("callerNumber", SCHEMA_TEXT),
	FIELD("callerName", SCHEMA_TEXT),
	FIELD("otherParty", SCHEMA_TEXT),
	NULLED("agentExten", SCHEMA_TEXT),
	FIELD("startTime", SCHEMA_TIME),
	NULLED("answerTime", SCHEMA_TIME),
	NULLED("endTime", SCHEMA_TIME),
	FIELD("duration", SCHEMA_INT),
	FIELD("ringDuration", SCHEMA_INT),
	FIELD("talkDuration", SCHEMA_INT),
	NULLED("hangupCause", SCHEMA_INT),
	ROWS("callFlow", flow_schema),
	ROWS("extensionChanges", change_schema),
	ROWS("legs", leg_schema),
	ROWS("bridges", bridge_schema),
	ROWS("transfers", transfer_schema),
	ROWS("queue_visits", visit_schema),
	ROWS("holds", hold_schema),
	ROWS("recordings", recording_schema),
	ROWS("agents", share_schema),
	{.name = "arithmetic", .type = SCHEMA_OBJECT, .ref = &arithmetic_schema},
};
SCHEMA(details_schema, "CallDetails", details_fields);

static const struct schema_field out_fields[] = {
	{.name = "call", .type = SCHEMA_OBJECT, .ref = &call_schema},
	{.name = "data", .type = SCHEMA_OBJECT, .ref = &details_schema},
};
SCHEMA(details_out, "CallDetailsAnswer", out_fields);

/* GET /api/calls/{id}/details */
static enum err get_details(struct http_req *rq)
{
	struct call_details details;
	struct json *json;

	TRY(call_details_read(&rq->cx, http_path(rq, "id"), &details));
	json = http_reply(rq, 200);
	json_key(json, "call");
	call_write_json(json, &rq->cx, &details.call);
	json_field_open(json, "data");
	call_details_write(json, &rq->cx, &details);
	json_close(json);
	return OK;
}

/* ---- Recordings -------------------------------------------------------------------------- */

/* Who heard what: a row for each request, since a player may ask for parts. */
static enum err record(struct http_req *rq, const struct call_view *call, int64_t recording)
{
	struct json json;

	json_begin(&json, rq->cx.arena, 128);
	json_open(&json);
	json_field_text(&json, "call_id", call->code);
	json_field_int(&json, "recording", recording);
	json_field_text(&json, "range", http_header(rq, "Range"));
	json_close(&json);
	return audit_write(&rq->cx, "recording.heard", "call", call->id, json_end(&json).ptr);
}

static enum err send_recording(
	struct http_req *rq, const struct call_view *call, const struct call_recording_row *row)
{
	const char *type;
	int fd;

	TRY(recording_open(&rq->cx, row->file, &fd, &type));
	TRY(http_reply_file(rq, type, fd));
	return record(rq, call, row->recording);
}

/* That of the number; of -1 the first that has a name. */
static enum err find_recording(struct http_req *rq, int64_t number)
{
	struct call_recording_row *rows;
	struct call_view call;
	size_t count;

	TRY(call_by_key(&rq->cx, http_path(rq, "id"), &call));
	TRY(call_store_recordings(&rq->cx, call.id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (number < 0 ? *rows[i].file != '\0' : rows[i].recording == number)
			return send_recording(rq, &call, &rows[i]);
	return fail(&rq->cx, ERR_NOT_FOUND, NULL, "The recording of this call is not there.");
}

/* GET /api/calls/{id}/recording */
static enum err get_recording(struct http_req *rq)
{
	return find_recording(rq, -1);
}

/* GET /api/calls/{id}/recordings/{recording} */
static enum err get_recording_of(struct http_req *rq)
{
	int64_t number;

	if (!text_int(http_path(rq, "recording"), &number) || number < 0)
		return fail(
			&rq->cx, ERR_NOT_FOUND, NULL, "The recording of this call is not there.");
	return find_recording(rq, number);
}

#define HEARS(path, fn, about) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), \
		.permission = PERM_RECORDINGS_READ, .access = HTTP_WRITE, .summary = (about) \
	}

const struct http_route call_details_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/calls/{id}/details",
		.handler = get_details,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "One call with its course, legs, bridges, transfers, queues and sums",
		.out = &details_out},
	HEARS("/api/calls/{id}/recording", get_recording,
		"The recording of a call, or a Range of it; each hearing is in the audit log"),
	HEARS("/api/calls/{id}/recordings/{recording}", get_recording_of,
		"One of several recordings of a call"),
	{0},
};
