/* call_api.c - HTTP: lists of calls and single ones. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_api.h"

#include "platform/events/events.h"

void call_write_array(
	struct json *json, const char *key, const struct cx *cx, const struct call_views *views)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < views->count; i++)
		call_write_json(json, cx, &views->rows[i]);
	json_close_array(json);
}

/* ---- Live --------------------------------------------------------------------------- */

static const struct schema_field live_out_fields[] = {
	{.name = "calls", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &call_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &call_schema,
		.about = "The same rows"},
	{.name = "active_count", .type = SCHEMA_INT},
	{.name = "seq", .type = SCHEMA_INT, .about = "The event that the answer is true up to"},
};
static const struct schema live_out = {
	.name = "LiveCallsAnswer", .fields = live_out_fields, .count = COUNT(live_out_fields)};

/* GET /api/calls/live */
static enum err get_live(struct http_req *rq)
{
	struct call_views views;
	struct json *json;
	int64_t seq;

	TRY(events_last_seq(&rq->cx, &seq));
	TRY(call_live(&rq->cx, NULL, &views));
	json = http_reply(rq, 200);
	call_write_array(json, "calls", &rq->cx, &views);
	call_write_array(json, "data", &rq->cx, &views);
	json_field_int(json, "active_count", (int64_t)views.count);
	json_field_int(json, "seq", seq);
	return OK;
}

/* ---- One ------------------------------------------------------------------------------ */

static const struct schema_field one_out_fields[] = {
	{.name = "call", .type = SCHEMA_OBJECT, .ref = &call_schema},
};
static const struct schema one_out = {
	.name = "CallAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

/* GET /api/calls/{id} */
static enum err get_one(struct http_req *rq)
{
	struct call_view call;
	struct json *json;

	TRY(call_by_key(&rq->cx, http_path(rq, "id"), &call));
	json = http_reply(rq, 200);
	json_key(json, "call");
	call_write_json(json, &rq->cx, &call);
	return OK;
}

#define READS(path, fn, about, answer) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), \
		.permission = PERM_CALLS_READ, .access = HTTP_READ, .summary = (about), \
		.out = &(answer) \
	}

const struct http_route call_routes[] = {
	READS("/api/calls/live", get_live, "Calls that go on now, newest first", live_out),
	READS("/api/calls/{id}", get_one, "One call, by its id, code or linkedid", one_out),
	{0},
};
