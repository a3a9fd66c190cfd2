/* complaint_api.c - HTTP: complaints of customers. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/escalations/escalation_api.h"
#include "domains/orders/order_api.h"

#define PAGE_SIZE 50
#define CURSOR_MARK 'k'

static const char *const open_words[] = {"raised", "assigned", NULL};
static const struct schema_field customer_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "phone", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema customer_schema = {
	.name = "ComplaintCustomer", .fields = customer_fields, .count = COUNT(customer_fields)};
static const struct schema_field complaint_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "short_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "subject", .type = SCHEMA_TEXT},
	{.name = "description", .type = SCHEMA_TEXT},
	{.name = "priority", .type = SCHEMA_WORD, .words = complaint_priority_words},
	{.name = "status", .type = SCHEMA_WORD, .words = complaint_status_words},
	{.name = "allowed_statuses",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = complaint_status_words,
		.about = "None while it is escalated"},
	{.name = "resolution", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "resolved_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "created_by", .type = SCHEMA_TEXT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Who wrote it down, if an agent"},
	{.name = "escalation_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "The one that is not over"},
	{.name = "escalation_level",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = escalation_level_words},
	{.name = "escalation_status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = open_words},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema complaint_schema = {
	.name = "Complaint", .fields = complaint_fields, .count = COUNT(complaint_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "complaint", .type = SCHEMA_OBJECT, .ref = &complaint_schema},
};
static const struct schema one_out = {
	.name = "ComplaintAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

static enum err answer(struct http_req *rq, int status, const struct complaint *complaint)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "complaint");
	complaint_write(json, &rq->cx, complaint);
	return OK;
}

/* ---- Writing one down ---------------------------------------------------------------------- */

struct new_params {
	const char *order_id, *customer_id, *subject, *description, *priority;
};
static const struct shape_field new_fields[] = {
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, order_id)},
	{.name = "customer_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, customer_id),
		.about = "Instead of an order"},
	{.name = "subject",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, subject),
		.min = 1,
		.max = COMPLAINT_SUBJECT_MAX},
	{.name = "description",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, description),
		.max = COMPLAINT_TEXT_MAX},
	{.name = "priority",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, priority),
		.words = complaint_priority_words,
		.about = "normal if not said"},
};
static const struct shape new_shape = {
	.name = "ComplaintNew", .fields = new_fields, .count = COUNT(new_fields)};

/* POST /api/agent/complaints */
static enum err post_complaint(struct http_req *rq)
{
	struct new_params params = {0};
	struct complaint complaint;

	TRY(http_read(rq, &params));
	TRY(complaint_add(&rq->cx,
		&(struct complaint_new){.order_key = params.order_id,
			.customer_key = params.customer_id,
			.subject = params.subject,
			.description = params.description,
			.priority = params.priority},
		&complaint));
	return answer(rq, 201, &complaint);
}

/* ---- The list ---------------------------------------------------------------------------------- */

static const char *const choice_words[] = {"unresolved", "open", "in_progress", "resolved", NULL};
struct list_params {
	const char *status;
};
static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, status),
		.words = choice_words,
		.about = "all if not said"},
};
static const struct shape list_shape = {
	.name = "ComplaintQuery", .fields = list_fields, .count = COUNT(list_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "complaints",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &complaint_schema,
		.about = "Newest first"},
	{.name = "unresolved", .type = SCHEMA_INT, .about = "Whatever the filter"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "ComplaintListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

/* GET /api/agent/complaints */
static enum err get_complaints(struct http_req *rq)
{
	struct list_params params = {0};
	struct complaint_filter filter = {0};
	struct complaint *rows;
	struct http_page page;
	struct json *json;
	size_t count, shown;
	int64_t unresolved;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter.before_id));
	filter.status = params.status;
	filter.limit = page.size + 1;
	TRY(complaint_store_list(&rq->cx, &filter, &rows, &count));
	TRY(complaint_store_open(&rq->cx, &unresolved));
	shown = count > (size_t)page.size ? (size_t)page.size : count;
	json = http_reply(rq, 200);
	json_field_open_array(json, "complaints");
	for (size_t i = 0; i < shown; i++)
		complaint_write(json, &rq->cx, &rows[i]);
	json_close_array(json);
	json_field_int(json, "unresolved", unresolved);
	http_write_pagination(json,
		&(struct http_pagination){.page = page.page,
			.per_page = page.size,
			.total = -1,
			.next = http_cursor_write(rq->cx.arena, CURSOR_MARK,
				count > shown ? rows[shown - 1].id : 0)});
	return OK;
}

/* ---- Changing ------------------------------------------------------------------------------------ */

struct change_params {
	const char *status, *priority, *resolution;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field change_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, status),
		.words = complaint_status_words},
	{.name = "priority",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, priority),
		.words = complaint_priority_words},
	{.name = "resolution",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, resolution),
		.max = ESCALATION_TEXT_MAX,
		.about = "Needed to resolve"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "ComplaintChange", .fields = change_fields, .count = COUNT(change_fields)};

/* PATCH /api/agent/complaints/{id} */
static enum err patch_complaint(struct http_req *rq)
{
	struct change_params params = {0};
	struct complaint_change change;
	struct complaint complaint;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	change = (struct complaint_change){.status = params.status,
		.priority = params.priority,
		.resolution = params.resolution};
	TRY(http_version(rq, &change.version));
	TRY(complaint_change(&rq->cx, id, &change, &complaint));
	return answer(rq, 200, &complaint);
}

/* POST /api/agent/complaints/{id}/escalate */
static enum err post_escalate(struct http_req *rq)
{
	struct escalation_params params = {0};
	struct escalation escalation;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	TRY(escalation_raise_complaint(&rq->cx, id, params.level, params.reason, &escalation));
	return escalation_reply(rq, 201, &escalation);
}

const struct http_route complaint_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/complaints",
		.handler = post_complaint,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Write down a customer's complaint",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/complaints",
		.handler = get_complaints,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Complaints of one's scope, newest first",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/complaints/{id}",
		.handler = patch_complaint,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Work on a complaint, resolve it, or take it up again",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/complaints/{id}/escalate",
		.handler = post_escalate,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Hand a complaint up to the supervisor or the manager",
		.in = &escalation_shape,
		.out = &escalation_answer,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{0},
};
