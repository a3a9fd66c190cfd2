/* escalation_api.c - HTTP: raising escalations, lists of them, and deciding. No rules and no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/escalations/escalation_api.h"
#include "domains/orders/order_api.h"

#include <inttypes.h>

#define PAGE_SIZE 50
#define CURSOR_MARK 'e'

static const char *const subject_words[] = {"order", "complaint", NULL};
static const struct schema_field escalation_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "subject_type", .type = SCHEMA_WORD, .words = subject_words},
	{.name = "subject_id", .type = SCHEMA_INT},
	{.name = "subject_code", .type = SCHEMA_TEXT},
	{.name = "subject",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of a complaint"},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "short_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "order_status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_status_words},
	{.name = "customer_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "level", .type = SCHEMA_WORD, .words = escalation_level_words},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = escalation_status_words},
	{.name = "raised_by", .type = SCHEMA_TEXT},
	{.name = "raised_by_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "The user who raised it first"},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Who raised it first, if an agent"},
	{.name = "assigned_to_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "assigned_to", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "assigned_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "resolution", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "resolved_by", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "resolved_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "from_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "The supervisor's step that this one follows"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema escalation_schema = {
	.name = "Escalation", .fields = escalation_fields, .count = COUNT(escalation_fields)};
static const struct schema_field answer_fields[] = {
	{.name = "escalation", .type = SCHEMA_OBJECT, .ref = &escalation_schema},
};
const struct schema escalation_answer = {
	.name = "EscalationAnswer", .fields = answer_fields, .count = COUNT(answer_fields)};

enum err escalation_reply(struct http_req *rq, int status, const struct escalation *escalation)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "escalation");
	escalation_write(json, &rq->cx, escalation);
	return OK;
}

/* ---- Raising -------------------------------------------------------------------------------- */

static const struct shape_field raise_fields[] = {
	{.name = "level",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct escalation_params, level),
		.words = escalation_level_words},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct escalation_params, reason),
		.min = 1,
		.max = ESCALATION_TEXT_MAX},
};
const struct shape escalation_shape = {
	.name = "EscalationNew", .fields = raise_fields, .count = COUNT(raise_fields)};

/* POST /api/agent/orders/{id}/escalate */
static enum err post_order(struct http_req *rq)
{
	struct escalation_params params = {0};
	struct escalation escalation;

	TRY(http_read(rq, &params));
	TRY(escalation_raise_order(
		&rq->cx, http_path(rq, "id"), params.level, params.reason, &escalation));
	return escalation_reply(rq, 201, &escalation);
}

/* ---- Lists ------------------------------------------------------------------------------------- */

static const char *const choice_words[] = {
	"open", "raised", "assigned", "resolved", "escalated_further", NULL};
struct list_params {
	const char *status;
};
static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, status),
		.words = choice_words,
		.about = "open: raised or assigned; all if not said"},
};
static const struct shape list_shape = {
	.name = "EscalationQuery", .fields = list_fields, .count = COUNT(list_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "escalations",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &escalation_schema,
		.about = "Newest first"},
	{.name = "open", .type = SCHEMA_INT, .about = "Not over, whatever the filter"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "EscalationListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static enum err answer_list(struct http_req *rq, enum escalation_list list)
{
	struct list_params params = {0};
	struct escalation_filter filter = {.list = list};
	struct escalation *rows;
	struct http_page page;
	struct json *json;
	size_t count, shown;
	int64_t open;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter.before_id));
	filter.status = params.status;
	filter.limit = page.size + 1;
	TRY(escalation_store_list(&rq->cx, &filter, &rows, &count));
	TRY(escalation_store_open(&rq->cx, list, &open));
	shown = count > (size_t)page.size ? (size_t)page.size : count;
	json = http_reply(rq, 200);
	json_field_open_array(json, "escalations");
	for (size_t i = 0; i < shown; i++)
		escalation_write(json, &rq->cx, &rows[i]);
	json_close_array(json);
	json_field_int(json, "open", open);
	http_write_pagination(json,
		&(struct http_pagination){.page = page.page,
			.per_page = page.size,
			.total = -1,
			.next = http_cursor_write(rq->cx.arena, CURSOR_MARK,
				count > shown ? rows[shown - 1].id : 0)});
	return OK;
}

/* GET /api/agent/escalations */
static enum err get_own(struct http_req *rq)
{
	return answer_list(rq, ESCALATIONS_OWN);
}

/* GET /api/supervisor/escalations */
static enum err get_scope(struct http_req *rq)
{
	return answer_list(rq, ESCALATIONS_SCOPE);
}

/* GET /api/manager/escalations */
static enum err get_executive(struct http_req *rq)
{
	return answer_list(rq, ESCALATIONS_EXECUTIVE);
}

/* ---- Who may take one ------------------------------------------------------------------------- */

struct handlers_params {
	const char *level;
};
static const struct shape_field handlers_fields[] = {
	{.name = "level",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_REQUIRED,
		.offset = offsetof(struct handlers_params, level),
		.words = escalation_level_words},
};
static const struct shape handlers_shape = {.name = "EscalationHandlersQuery",
	.fields = handlers_fields,
	.count = COUNT(handlers_fields)};
static const struct schema_field handlers_out_fields[] = {
	{.name = "agents",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_agent_schema,
		.about = "By name"},
};
static const struct schema handlers_out = {.name = "EscalationHandlersAnswer",
	.fields = handlers_out_fields,
	.count = COUNT(handlers_out_fields)};

/* GET /api/supervisor/escalations/handlers */
static enum err get_handlers(struct http_req *rq)
{
	struct handlers_params params = {0};
	struct escalation_handler *rows;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(escalation_reachable(&rq->cx, params.level, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "agents");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "id", rows[i].agent_id);
		json_field_text(json, "code",
			arena_format(rq->cx.arena, "AGT-%03" PRId64, rows[i].agent_no));
		json_field_text(json, "name", rows[i].name);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* ---- Deciding ---------------------------------------------------------------------------------- */

struct decide_params {
	const char *action, *agent_id, *reason, *resolution;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field decide_fields[] = {
	{.name = "action",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct decide_params, action),
		.words = escalation_action_words},
	{.name = "agent_id",
		.aliases = "assigned_to",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decide_params, agent_id),
		.about = "Of assign: to whom; oneself if not said"},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decide_params, reason),
		.max = ESCALATION_TEXT_MAX,
		.about = "Of escalate_to_manager; the agent's if not said"},
	{.name = "resolution",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decide_params, resolution),
		.max = ESCALATION_TEXT_MAX,
		.about = "Needed to resolve"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decide_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape decide_shape = {
	.name = "EscalationDecision", .fields = decide_fields, .count = COUNT(decide_fields)};

static enum err decide(struct http_req *rq, enum escalation_list list)
{
	struct decide_params params = {0};
	struct escalation escalation;
	struct opt_int version;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	TRY(http_version(rq, &version));
	TRY(escalation_decide(&rq->cx, list, id,
		&(struct escalation_decision){.action = params.action,
			.agent_key = params.agent_id,
			.reason = params.reason,
			.resolution = params.resolution,
			.version = version},
		&escalation));
	return escalation_reply(rq, 200, &escalation);
}

/* PATCH /api/supervisor/escalations/{id} */
static enum err patch_scope(struct http_req *rq)
{
	return decide(rq, ESCALATIONS_SCOPE);
}

/* PATCH /api/manager/escalations/{id} */
static enum err patch_executive(struct http_req *rq)
{
	return decide(rq, ESCALATIONS_EXECUTIVE);
}

const struct http_route escalation_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/escalate",
		.handler = post_order,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Hand an order up to the supervisor or the manager",
		.in = &escalation_shape,
		.out = &escalation_answer,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/escalations",
		.handler = get_own,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Escalations that one raised or works on",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/escalations",
		.handler = get_scope,
		.permission = PERM_ESCALATIONS_HANDLE,
		.access = HTTP_READ,
		.summary = "Escalations of one's team, or of the company",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/escalations/handlers",
		.handler = get_handlers,
		.permission = PERM_ESCALATIONS_HANDLE,
		.access = HTTP_READ,
		.summary = "Colleagues of one's reach who may take an escalation of that level",
		.in = &handlers_shape,
		.out = &handlers_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/supervisor/escalations/{id}",
		.handler = patch_scope,
		.permission = PERM_ESCALATIONS_HANDLE,
		.access = HTTP_WRITE,
		.summary = "Assign, resolve or hand up an escalation",
		.in = &decide_shape,
		.out = &escalation_answer},
	{.method = HTTP_GET,
		.pattern = "/api/manager/escalations",
		.handler = get_executive,
		.permission = PERM_ESCALATIONS_EXECUTIVE,
		.access = HTTP_READ,
		.summary = "Escalations that reached the manager",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/manager/escalations/{id}",
		.handler = patch_executive,
		.permission = PERM_ESCALATIONS_EXECUTIVE,
		.access = HTTP_WRITE,
		.summary = "Assign or resolve an escalation that reached the manager",
		.in = &decide_shape,
		.out = &escalation_answer},
	{0},
};
