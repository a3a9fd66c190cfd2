/* communication_api.c - HTTP: logging calls. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define DURATION_MAX_S 86400

struct call_params {
	const char *order_id, *phone_number, *direction, *outcome, *notes, *call_id;
	struct opt_int duration_seconds, duration_minutes, callback_at;
};
static const struct shape_field call_fields[] = {
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_params, order_id)},
	{.name = "phone_number",
		.type = SHAPE_PHONE,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, phone_number),
		.about = "Else the order's"},
	{.name = "direction",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_params, direction),
		.words = communication_direction_words},
	{.name = "outcome",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_params, outcome),
		.words = communication_outcome_words},
	{.name = "duration_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, duration_seconds),
		.max = DURATION_MAX_S},
	{.name = "duration_minutes",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, duration_minutes),
		.max = DURATION_MAX_S / 60,
		.about = "Instead of duration_seconds"},
	{.name = "notes",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, notes),
		.max = 4000},
	{.name = "callback_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, callback_at),
		.about = "Schedules a callback too"},
	{.name = "call_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_params, call_id),
		.about = "CALL-A1B2C3D4: completes the contact that this call left behind"},
};
static const struct shape call_shape = {
	.name = "CallLog", .fields = call_fields, .count = COUNT(call_fields)};
static const struct schema_field call_out_fields[] = {
	{.name = "communication", .type = SCHEMA_OBJECT, .ref = &communication_schema},
};
static const struct schema call_out = {
	.name = "CommunicationAnswer", .fields = call_out_fields, .count = COUNT(call_out_fields)};

/* POST /api/agent/communication/call */
static enum err post_call(struct http_req *rq)
{
	struct call_params params = {0};
	struct communication communication;
	struct call_log call;
	struct json *json;

	TRY(http_read(rq, &params));
	call = (struct call_log){
		.order_key = params.order_id,
		.phone = params.phone_number,
		.direction = params.direction,
		.outcome = params.outcome,
		.notes = params.notes,
		.call_id = params.call_id,
		.duration_s = params.duration_seconds.given ? params.duration_seconds.value
							    : params.duration_minutes.value * 60,
		.callback_us = params.callback_at,
	};
	TRY(communication_log_call(&rq->cx, &call, &communication));
	json = http_reply(rq, 201);
	json_key(json, "communication");
	communication_write(json, &rq->cx, &communication);
	return OK;
}

const struct http_route communication_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/call",
		.handler = post_call,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Log a call that was made or missed",
		.in = &call_shape,
		.out = &call_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{0},
};
