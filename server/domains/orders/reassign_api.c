/* reassign_api.c - HTTP: handing orders over, and deciding who asks for it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define PAGE_SIZE 50

struct reassign_params {
	const char *agent_id, *reason;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field reassign_fields[] = {
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct reassign_params, agent_id),
		.about = "To whom; null: the least loaded"},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct reassign_params, reason),
		.min = 1,
		.max = 1000},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct reassign_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape reassign_shape = {
	.name = "OrderReassign", .fields = reassign_fields, .count = COUNT(reassign_fields)};

static const struct schema_field reassign_out_fields[] = {
	{.name = "order",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &order_schema,
		.about = "When it was handed over at once"},
	{.name = "request",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &reassign_request_schema,
		.about = "When a supervisor has to decide (202)"},
};
static const struct schema reassign_out = {.name = "OrderReassignAnswer",
	.fields = reassign_out_fields,
	.count = COUNT(reassign_out_fields)};

/* POST /api/agent/orders/{id}/reassign */
static enum err post_reassign(struct http_req *rq)
{
	struct reassign_params params = {0};
	struct reassign_request request;
	struct reassign wanted;
	struct order order;
	struct json *json;

	TRY(http_read(rq, &params));
	wanted = (struct reassign){.agent_key = params.agent_id, .reason = params.reason};
	TRY(http_version(rq, &wanted.version));
	TRY(reassign_order(&rq->cx, http_path(rq, "id"), &wanted, &order, &request));
	if (request.id) {
		json = http_reply(rq, 202);
		json_key(json, "request");
		reassign_write(json, &rq->cx, &request);
	} else {
		json = http_reply(rq, 200);
		json_key(json, "order");
		order_write(json, &rq->cx, &order);
	}
	return OK;
}

/* ---- Requests ------------------------------------------------------------------ */

static const char *const request_words[] = {"pending", "approved", "rejected", NULL};

struct list_params {
	const char *status;
};
static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, status),
		.words = request_words,
		.about = "pending if not said"},
};
static const struct shape list_shape = {
	.name = "ReassignListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "requests",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &reassign_request_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &reassign_request_schema,
		.about = "The same rows"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "ReassignListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_requests(struct json *json, const struct cx *cx, const char *key,
	const struct reassign_request *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		reassign_write(json, cx, &rows[i]);
	json_close_array(json);
}

/* GET /api/supervisor/reassign-requests */
static enum err get_requests(struct http_req *rq)
{
	struct list_params params = {0};
	struct http_page page;
	struct reassign_request *rows;
	const char *status;
	struct json *json;
	int64_t total;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(order_plain_page(&rq->cx, page.cursor, page.page));
	status = params.status ? params.status : "pending";
	TRY(reassign_list(&rq->cx, status, page.size, (page.page - 1) * page.size, &rows, &count));
	TRY(reassign_count(&rq->cx, status, &total));
	json = http_reply(rq, 200);
	write_requests(json, &rq->cx, "requests", rows, count);
	write_requests(json, &rq->cx, "data", rows, count);
	order_plain_pagination(json, &page, total);
	return OK;
}

static const char *const decision_words[] = {"approved", "rejected", NULL};

struct decision_params {
	const char *decision, *agent_id, *reason;
};
static const struct shape_field decision_fields[] = {
	{.name = "decision",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct decision_params, decision),
		.words = decision_words},
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decision_params, agent_id),
		.about = "Another agent than the one asked for"},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct decision_params, reason),
		.max = 1000},
};
static const struct shape decision_shape = {
	.name = "ReassignDecision", .fields = decision_fields, .count = COUNT(decision_fields)};

static const struct schema_field decision_out_fields[] = {
	{.name = "request", .type = SCHEMA_OBJECT, .ref = &reassign_request_schema},
};
static const struct schema decision_out = {.name = "ReassignDecisionAnswer",
	.fields = decision_out_fields,
	.count = COUNT(decision_out_fields)};

/* PATCH /api/supervisor/reassign-requests/{id} */
static enum err patch_request(struct http_req *rq)
{
	struct decision_params params = {0};
	struct reassign_request request;
	struct reassign how;
	struct json *json;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	how = (struct reassign){.agent_key = params.agent_id,
		.reason = text_empty(params.reason) ? NULL : params.reason};
	TRY(reassign_decide(&rq->cx, id, text_is(params.decision, "approved"), &how, &request));
	json = http_reply(rq, 200);
	json_key(json, "request");
	reassign_write(json, &rq->cx, &request);
	return OK;
}

const struct http_route reassign_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/reassign",
		.handler = post_reassign,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Hand an order over, or ask a supervisor to",
		.in = &reassign_shape,
		.out = &reassign_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/reassign-requests",
		.handler = get_requests,
		.permission = PERM_ORDERS_REASSIGN,
		.access = HTTP_READ,
		.summary = "Requests to hand orders over, newest first",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/supervisor/reassign-requests/{id}",
		.handler = patch_request,
		.permission = PERM_ORDERS_REASSIGN,
		.access = HTTP_WRITE,
		.summary = "Decide a request to hand an order over",
		.in = &decision_shape,
		.out = &decision_out},
	{0},
};
