/* queue_api.c - HTTP: queues, who answers them, who waits; trunks. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/http/http.h"

static const struct schema_field queue_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "strategy", .type = SCHEMA_TEXT, .about = "As the PBX says: ringall, rrmemory …"},
	{.name = "callers", .type = SCHEMA_INT, .about = "Who wait now"},
	{.name = "longest_wait_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "members", .type = SCHEMA_INT},
	{.name = "paused", .type = SCHEMA_INT},
	{.name = "free", .type = SCHEMA_INT, .about = "Members who could take a call now"},
};
static const struct schema queue_schema = {
	.name = "PbxQueue", .fields = queue_fields, .count = COUNT(queue_fields)};
static const struct schema_field queues_out_fields[] = {
	{.name = "queues", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &queue_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &queue_schema,
		.about = "The same rows"},
};
static const struct schema queues_out = {
	.name = "PbxQueuesAnswer", .fields = queues_out_fields, .count = COUNT(queues_out_fields)};

static const struct schema_field member_fields[] = {
	{.name = "interface", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "extension", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agent_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "membership", .type = SCHEMA_TEXT, .about = "static, dynamic or realtime"},
	{.name = "penalty", .type = SCHEMA_INT},
	{.name = "line_state", .type = SCHEMA_WORD, .words = line_state_words},
	{.name = "in_call", .type = SCHEMA_BOOL},
	{.name = "paused", .type = SCHEMA_BOOL},
	{.name = "pause_reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "paused_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "calls_taken", .type = SCHEMA_INT, .about = "Since the PBX started"},
	{.name = "last_call_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema member_schema = {
	.name = "PbxQueueMember", .fields = member_fields, .count = COUNT(member_fields)};
static const struct schema_field members_out_fields[] = {
	{.name = "queue", .type = SCHEMA_OBJECT, .ref = &queue_schema},
	{.name = "members", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &member_schema},
};
static const struct schema members_out = {.name = "PbxQueueMembers",
	.fields = members_out_fields,
	.count = COUNT(members_out_fields)};

static const struct schema_field caller_fields[] = {
	{.name = "uniqueid", .type = SCHEMA_TEXT},
	{.name = "position", .type = SCHEMA_INT},
	{.name = "number", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "joined_at", .type = SCHEMA_TIME},
};
static const struct schema caller_schema = {
	.name = "PbxQueueCaller", .fields = caller_fields, .count = COUNT(caller_fields)};
static const struct schema_field callers_out_fields[] = {
	{.name = "queue", .type = SCHEMA_OBJECT, .ref = &queue_schema},
	{.name = "callers", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &caller_schema},
};
static const struct schema callers_out = {.name = "PbxQueueCallers",
	.fields = callers_out_fields,
	.count = COUNT(callers_out_fields)};

static void write_queues(struct json *json, const char *key, const struct queue *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		queue_write(json, &rows[i]);
	json_close_array(json);
}

/* GET /api/queues */
static enum err get_queues(struct http_req *rq)
{
	struct queue *rows;
	struct json *json;
	size_t count;

	TRY(queue_store_list(&rq->cx, &rows, &count));
	json = http_reply(rq, 200);
	write_queues(json, "queues", rows, count);
	write_queues(json, "data", rows, count);
	return OK;
}

/* GET /api/queues/{name}/members */
static enum err get_members(struct http_req *rq)
{
	struct queue_member *rows;
	struct queue queue;
	struct json *json;
	size_t count;

	TRY(queue_store_get(&rq->cx, http_path(rq, "name"), &queue));
	TRY(queue_store_members(&rq->cx, queue.id, &rows, &count));
	json = http_reply(rq, 200);
	json_key(json, "queue");
	queue_write(json, &queue);
	json_field_open_array(json, "members");
	for (size_t i = 0; i < count; i++)
		queue_member_write(json, &rows[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/queues/{name}/callers */
static enum err get_callers(struct http_req *rq)
{
	struct queue_caller *rows;
	struct queue queue;
	struct json *json;
	size_t count;

	TRY(queue_store_get(&rq->cx, http_path(rq, "name"), &queue));
	TRY(queue_store_callers(&rq->cx, queue.id, &rows, &count));
	json = http_reply(rq, 200);
	json_key(json, "queue");
	queue_write(json, &queue);
	json_field_open_array(json, "callers");
	for (size_t i = 0; i < count; i++)
		queue_caller_write(json, &rows[i]);
	json_close_array(json);
	return OK;
}

/* ---- Pausing --------------------------------------------------------------------------- */

struct pause_params {
	const char *interface, *extension, *reason;
	struct opt_bool paused;
};
static const struct shape_field pause_fields[] = {
	{.name = "paused",
		.type = SHAPE_BOOL,
		.offset = offsetof(struct pause_params, paused),
		.about = "true if not said; false: goes on"},
	{.name = "extension",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct pause_params, extension),
		.max = EXTENSION_BYTES_MAX,
		.about = "Whose phone; one's own if neither is said"},
	{.name = "interface",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct pause_params, interface),
		.max = 200,
		.about = "The member as the PBX names it"},
	{.name = "reason",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct pause_params, reason),
		.max = 80},
};
static const struct shape pause_shape = {
	.name = "PbxQueuePause", .fields = pause_fields, .count = COUNT(pause_fields)};
static const struct schema_field pause_out_fields[] = {
	{.name = "command",
		.type = SCHEMA_INT,
		.about = "Named in the event pbx:command, which says how it went"},
};
static const struct schema pause_out = {
	.name = "PbxCommandAnswer", .fields = pause_out_fields, .count = COUNT(pause_out_fields)};

/* POST /api/queues/{name}/pause */
static enum err post_pause(struct http_req *rq)
{
	struct pause_params params = {0};
	int64_t command;

	TRY(http_read(rq, &params));
	TRY(queue_pause(&rq->cx,
		&(struct queue_pause){.queue = http_path(rq, "name"),
			.interface = params.interface,
			.extension = params.extension,
			.paused = !params.paused.given || params.paused.value,
			.reason = params.reason},
		&command));
	json_field_int(http_reply(rq, 202), "command", command);
	return OK;
}

/* ---- Trunks -------------------------------------------------------------------------------- */

static const struct schema_field trunk_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "endpoint", .type = SCHEMA_TEXT},
	{.name = "state", .type = SCHEMA_WORD, .words = phone_status_words},
	{.name = "line_state", .type = SCHEMA_WORD, .words = line_state_words},
	{.name = "registration", .type = SCHEMA_WORD, .words = registration_words},
	{.name = "state_changed_at", .type = SCHEMA_TIME},
};
static const struct schema trunk_schema = {
	.name = "Trunk", .fields = trunk_fields, .count = COUNT(trunk_fields)};
static const struct schema_field trunks_out_fields[] = {
	{.name = "trunks", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &trunk_schema},
};
static const struct schema trunks_out = {
	.name = "TrunksAnswer", .fields = trunks_out_fields, .count = COUNT(trunks_out_fields)};

/* GET /api/trunks */
static enum err get_trunks(struct http_req *rq)
{
	struct trunk *rows;
	struct json *json;
	size_t count;

	TRY(trunk_store_list(&rq->cx, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "trunks");
	for (size_t i = 0; i < count; i++)
		trunk_write(json, &rows[i]);
	json_close_array(json);
	return OK;
}

#define READS(path, fn, perm, about, answer) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), .permission = (perm), \
		.access = HTTP_READ, .summary = (about), .out = &(answer) \
	}

const struct http_route queue_routes[] = {
	READS("/api/queues", get_queues, PERM_AGENTS_READ, "Queues of the PBX, by name",
		queues_out),
	READS("/api/queues/{name}/members", get_members, PERM_AGENTS_READ,
		"Who answers a queue, and who is paused", members_out),
	READS("/api/queues/{name}/callers", get_callers, PERM_ORDERS_READ_TEAM,
		"Who waits in a queue, in their order", callers_out),
	{.method = HTTP_POST,
		.pattern = "/api/queues/{name}/pause",
		.handler = post_pause,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_WRITE,
		.summary = "Pause a member of a queue, oneself or one of one's scope, or let it go "
			   "on",
		.in = &pause_shape,
		.out = &pause_out,
		.status = 202},
	READS("/api/trunks", get_trunks, PERM_AGENTS_READ, "The lines to the outside", trunks_out),
	{0},
};
