/* call_control_api.c - HTTP: placing, moving and ending calls. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_api.h"
#include "domains/calls/call_control.h"

#define NAME_MAX_LETTERS 200
#define TALK_MAX_S 86400

#define ANSWER_FIELDS \
	{.name = "call_id", .type = SCHEMA_TEXT}, \
		{.name = "call", .type = SCHEMA_OBJECT, .ref = &call_schema}, \
		{.name = "command", \
			.type = SCHEMA_INT, \
			.flags = SCHEMA_NULLABLE, \
			.about = "Given to the PBX: named in the event pbx:command, which says " \
				 "how it " \
				 "went"}, \
	{ \
		.name = "wrap_up_until", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE, \
		.about = "Until when one has time for the call before" \
	}
static const struct schema_field answer_fields[] = {ANSWER_FIELDS};
static const struct schema answer_out = {
	.name = "CallControlAnswer", .fields = answer_fields, .count = COUNT(answer_fields)};
static const struct schema_field end_fields[] = {
	ANSWER_FIELDS,
	{.name = "duration", .type = SCHEMA_INT, .about = "Seconds"},
};
static const struct schema end_out = {
	.name = "CallEndAnswer", .fields = end_fields, .count = COUNT(end_fields)};
static const struct schema_field mute_fields[] = {
	ANSWER_FIELDS,
	{.name = "muted", .type = SCHEMA_BOOL},
};
static const struct schema mute_out = {
	.name = "CallMuteAnswer", .fields = mute_fields, .count = COUNT(mute_fields)};

static enum err answer(
	struct http_req *rq, int status, const struct call_done *done, struct json **json)
{
	struct opt_int until_us;

	TRY(call_wrap_up_until(&rq->cx, rq->cx.actor->agent_id, &until_us));
	*json = http_reply(rq, status);
	json_field_text(*json, "call_id", done->call.code);
	json_key(*json, "call");
	call_write_json(*json, &rq->cx, &done->call);
	json_field_id(*json, "command", done->command);
	json_field_opt_time(*json, "wrap_up_until", until_us);
	return OK;
}

/* ---- Beginning ------------------------------------------------------------------------ */

static const char *const new_directions[] = {"outgoing", "incoming", NULL};
static const struct shape_field new_fields[] = {
	{.name = "phone_number",
		.aliases = "phone",
		.type = SHAPE_PHONE,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_new, phone),
		.about = "Else the order's or the customer's"},
	{.name = "customer_name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_new, customer_name),
		.max = NAME_MAX_LETTERS},
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_new, order_key)},
	{.name = "customer_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_new, customer_key),
		.about = "Else whoever has the number"},
	{.name = "direction",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_new, direction),
		.words = new_directions,
		.about = "incoming: somebody called, on a phone that no PBX knows"},
};
static const struct shape new_shape = {
	.name = "CallStart", .fields = new_fields, .count = COUNT(new_fields)};

/* POST /api/calls */
static enum err post_call(struct http_req *rq)
{
	struct call_new wanted = {0};
	struct call_done done;
	struct json *json;

	TRY(http_read(rq, &wanted));
	TRY(call_start(&rq->cx, &wanted, &done));
	return answer(rq, 201, &done, &json);
}

/* POST /api/agent/communication/click-to-call */
static enum err post_click_to_call(struct http_req *rq)
{
	struct call_new wanted = {0};
	struct call_done done;
	struct json *json;

	TRY(http_read(rq, &wanted));
	wanted.direction = NULL;
	wanted.by_pbx = true;
	TRY(call_start(&rq->cx, &wanted, &done));
	return answer(rq, 201, &done, &json);
}

/* ---- One that goes on ------------------------------------------------------------------- */

#define VERSION \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct call_order, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}
static const struct shape_field bare_fields[] = {VERSION};
static const struct shape bare_shape = {
	.name = "CallOrder", .fields = bare_fields, .count = COUNT(bare_fields)};
static const struct shape_field ending_fields[] = {
	{.name = "talk_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct call_order, talk_s),
		.max = TALK_MAX_S,
		.about = "Of a call without a PBX that nobody said the answer of: how long it was "
			 "talked until now"},
	VERSION,
};
static const struct shape ending_shape = {
	.name = "CallEnding", .fields = ending_fields, .count = COUNT(ending_fields)};

static enum err read_order(struct http_req *rq, struct call_order *order)
{
	*order = (struct call_order){0};
	TRY(http_read(rq, order));
	TRY(http_version(rq, &order->version));
	order->key = http_path(rq, "id");
	return OK;
}

/* What they have in common: read, do, show. */
typedef enum err doing(struct cx *cx, const struct call_order *order, struct call_done *done);
static enum err act(struct http_req *rq, doing *fn)
{
	struct call_order order;
	struct call_done done;
	struct json *json;

	TRY(read_order(rq, &order));
	TRY(fn(&rq->cx, &order, &done));
	return answer(rq, 200, &done, &json);
}

static const struct shape_field status_fields[] = {
	{.name = "status",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_order, status),
		.min = 1,
		.max = 32,
		.about = "ringing, in_progress, completed, no_answer …"},
	VERSION,
};
static const struct shape status_shape = {
	.name = "CallStatusChange", .fields = status_fields, .count = COUNT(status_fields)};

/* POST /api/calls/{id}/status */
static enum err post_status(struct http_req *rq)
{
	return act(rq, call_say_status);
}

static const struct shape_field route_fields[] = {
	{.name = "department",
		.aliases = "target_department,department_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct call_order, department),
		.about = "Code or id"},
	VERSION,
};
static const struct shape route_shape = {
	.name = "CallRouting", .fields = route_fields, .count = COUNT(route_fields)};

/* POST /api/calls/{id}/route */
static enum err post_route(struct http_req *rq)
{
	return act(rq, call_route_to);
}

struct transfer_params {
	struct call_order order; /* at the beginning: its fields have its offsets */
	struct opt_bool attended;
};
static const struct shape_field transfer_fields[] = {
	{.name = "target_department",
		.aliases = "department,to_department",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, order.department),
		.about = "Code or id; with an agent it may be left out"},
	{.name = "agent_id",
		.aliases = "to_agent,target_agent",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, order.agent),
		.about = "AGT-003 or id; else whoever of the department takes it"},
	{.name = "attended",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, attended),
		.about = "Talk to the agent first; a call of the PBX"},
	VERSION,
};
static const struct shape transfer_shape = {
	.name = "CallTransfer", .fields = transfer_fields, .count = COUNT(transfer_fields)};

/* POST /api/calls/{id}/transfer */
static enum err post_transfer(struct http_req *rq)
{
	struct transfer_params params = {0};
	struct call_done done;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.order.version));
	params.order.key = http_path(rq, "id");
	params.order.attended = params.attended.given && params.attended.value;
	TRY(call_transfer(&rq->cx, &params.order, &done));
	return answer(rq, 200, &done, &json);
}

/* POST /api/calls/{id}/end */
static enum err post_end(struct http_req *rq)
{
	struct call_order order;
	struct call_done done;
	struct json *json;

	TRY(read_order(rq, &order));
	TRY(call_end(&rq->cx, &order, &done));
	TRY(answer(rq, 200, &done, &json));
	json_field_int(json, "duration", call_duration(&done.call));
	return OK;
}

static enum err held(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	return call_hold(cx, order, true, done);
}

static enum err resumed(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	return call_hold(cx, order, false, done);
}

/* POST /api/calls/{id}/hold */
static enum err post_hold(struct http_req *rq)
{
	return act(rq, held);
}

/* POST /api/calls/{id}/unhold */
static enum err post_unhold(struct http_req *rq)
{
	return act(rq, resumed);
}

static enum err mute(struct http_req *rq, bool muted)
{
	struct call_order order;
	struct call_done done;
	struct json *json;

	TRY(read_order(rq, &order));
	TRY(call_mute(&rq->cx, &order, muted, &done));
	TRY(answer(rq, 200, &done, &json));
	json_field_bool(json, "muted", muted);
	return OK;
}

/* POST /api/calls/{id}/mute */
static enum err post_mute(struct http_req *rq)
{
	return mute(rq, true);
}

/* POST /api/calls/{id}/unmute */
static enum err post_unmute(struct http_req *rq)
{
	return mute(rq, false);
}

/* POST /api/calls/{id}/accept */
static enum err post_accept(struct http_req *rq)
{
	return act(rq, call_accept);
}

/* POST /api/calls/{id}/wrap-up */
static enum err post_wrap_up(struct http_req *rq)
{
	return act(rq, call_wrap_up_end);
}

/* ---- Supervision --------------------------------------------------------------------------- */

struct supervise_params {
	const char *mode;
	struct opt_int version;
};
static const struct shape_field supervise_fields[] = {
	{.name = "mode",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct supervise_params, mode),
		.words = call_supervise_words},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct supervise_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape supervise_shape = {
	.name = "CallSupervision", .fields = supervise_fields, .count = COUNT(supervise_fields)};

/* POST /api/calls/{id}/supervise */
static enum err post_supervise(struct http_req *rq)
{
	struct supervise_params params = {0};
	struct call_order order = {.key = http_path(rq, "id")};
	struct call_done done;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &order.version));
	TRY(call_supervise(&rq->cx, &order, params.mode, &done));
	return answer(rq, 200, &done, &json);
}

/* POST /api/calls/{id}/take-over */
static enum err post_take_over(struct http_req *rq)
{
	return act(rq, call_take_over);
}

/* ---- Who waits -------------------------------------------------------------------------------- */

static const struct schema_field waiting_fields[] = {
	{.name = "call_id", .type = SCHEMA_TEXT},
	{.name = "position", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "department", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Its code"},
	{.name = "queue", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Of a PBX"},
	{.name = "waiting_seconds", .type = SCHEMA_INT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "phone_number", .type = SCHEMA_TEXT},
	{.name = "call", .type = SCHEMA_OBJECT, .ref = &call_schema},
};
static const struct schema waiting_schema = {
	.name = "WaitingCall", .fields = waiting_fields, .count = COUNT(waiting_fields)};
static const struct schema_field queue_out_fields[] = {
	{.name = "queue",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &waiting_schema,
		.about = "Who waits longest comes first"},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema queue_out = {
	.name = "CallQueueAnswer", .fields = queue_out_fields, .count = COUNT(queue_out_fields)};

struct queue_params {
	const char *department;
};
static const struct shape_field queue_fields[] = {
	{.name = "department",
		.type = SHAPE_KEY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct queue_params, department)},
};
static const struct shape queue_shape = {
	.name = "CallQueueQuery", .fields = queue_fields, .count = COUNT(queue_fields)};

static void write_waiting(struct json *json, const struct cx *cx, const struct call_view *call)
{
	json_open(json);
	json_field_text(json, "call_id", call->code);
	json_field_opt_int(json, "position", call->position);
	json_field_text(json, "department", call->department);
	json_field_text(json, "queue", call->queue);
	json_field_int(json, "waiting_seconds", call_waiting_s(cx, call));
	json_field_text(json, "customer_name", call->customer_name);
	json_field_text(json, "phone_number", call->phone);
	json_key(json, "call");
	call_write_json(json, cx, call);
	json_close(json);
}

/* GET /api/calls/queue */
static enum err get_queue(struct http_req *rq)
{
	struct queue_params params = {0};
	struct call_views views;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(call_queue(&rq->cx, params.department, &views));
	json = http_reply(rq, 200);
	json_field_open_array(json, "queue");
	for (size_t i = 0; i < views.count; i++)
		write_waiting(json, &rq->cx, &views.rows[i]);
	json_close_array(json);
	json_field_int(json, "count", (int64_t)views.count);
	return OK;
}

#define DOES(what, fn, perm, about, shape, answer) \
	{ \
		.method = HTTP_POST, .pattern = "/api/calls/{id}/" what, .handler = (fn), \
		.permission = (perm), .access = HTTP_WRITE, .summary = (about), .in = &(shape), \
		.out = &(answer) \
	}

const struct http_route call_control_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/calls",
		.handler = post_call,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_WRITE,
		.summary = "Call a customer: one's own phone rings first where a PBX is connected",
		.in = &new_shape,
		.out = &answer_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/click-to-call",
		.handler = post_click_to_call,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_WRITE,
		.summary = "Call by the PBX and one's own phone; not_configured without them",
		.in = &new_shape,
		.out = &answer_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/calls/queue",
		.handler = get_queue,
		.permission = PERM_CALLS_READ,
		.access = HTTP_READ,
		.summary = "Who waits for somebody to take their call",
		.in = &queue_shape,
		.out = &queue_out},
	DOES("status", post_status, PERM_CALLS_MAKE,
		"Say how a call stands; a PBX that knows better has the last word", status_shape,
		answer_out),
	DOES("route", post_route, PERM_CALLS_MAKE, "Send a call to a department", route_shape,
		answer_out),
	DOES("transfer", post_transfer, PERM_CALLS_MAKE,
		"Hand a call over to an agent or a department", transfer_shape, answer_out),
	DOES("end", post_end, PERM_CALLS_MAKE, "End a call", ending_shape, end_out),
	DOES("hold", post_hold, PERM_CALLS_MAKE, "Put a call on hold", bare_shape, answer_out),
	DOES("unhold", post_unhold, PERM_CALLS_MAKE, "Take a call back from hold", bare_shape,
		answer_out),
	DOES("mute", post_mute, PERM_CALLS_MAKE, "The agent is not heard any more", bare_shape,
		mute_out),
	DOES("unmute", post_unmute, PERM_CALLS_MAKE, "The agent is heard again", bare_shape,
		mute_out),
	DOES("accept", post_accept, PERM_CALLS_MAKE,
		"Take a call that waits, or that was handed to oneself", bare_shape, answer_out),
	DOES("wrap-up", post_wrap_up, PERM_CALLS_MAKE, "One is done with what a call left to do",
		bare_shape, answer_out),
	DOES("supervise", post_supervise, PERM_CALLS_SUPERVISE,
		"Listen to a call, whisper to its agent, or join it, by one's own phone",
		supervise_shape, answer_out),
	DOES("take-over", post_take_over, PERM_CALLS_SUPERVISE, "Take a call over from its agent",
		bare_shape, answer_out),
	{0},
};
