/* modification_api.c - HTTP: asking for changes of orders, and deciding them. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"
#include "domains/orders/order_api.h"

#define PAGE_SIZE 50
#define CURSOR_MARK 'm'

/* ---- How a request looks ---------------------------------------------------------- */

static const struct schema_field order_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "assigned_agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
static const struct schema modified_order_schema = {
	.name = "ModifiedOrder", .fields = order_fields, .count = COUNT(order_fields)};
static const struct schema_field change_fields[] = {
	{.name = "field",
		.type = SCHEMA_TEXT,
		.about = "As orders call it; price has price_minor and currency, product has name "
			 "and code"},
	{.name = "before", .type = SCHEMA_ANY, .flags = SCHEMA_NULLABLE},
	{.name = "after", .type = SCHEMA_ANY, .flags = SCHEMA_NULLABLE},
};
static const struct schema change_schema = {
	.name = "ModificationChange", .fields = change_fields, .count = COUNT(change_fields)};
static const struct schema_field by_fields[] = {
	{.name = "user_id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
static const struct schema by_schema = {
	.name = "ModificationBy", .fields = by_fields, .count = COUNT(by_fields)};
static const struct schema_field modification_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "kind", .type = SCHEMA_WORD, .words = modification_kind_words},
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &modified_order_schema},
	{.name = "changes", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &change_schema},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = modification_status_words},
	{.name = "requested_by", .type = SCHEMA_OBJECT, .ref = &by_schema},
	{.name = "order_version", .type = SCHEMA_INT, .about = "That it was asked for of"},
	{.name = "decided_by", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "decided_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "decision_reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
const struct schema modification_schema = {.name = "OrderModification",
	.fields = modification_fields,
	.count = COUNT(modification_fields)};

static const struct schema_field one_out_fields[] = {
	{.name = "modification", .type = SCHEMA_OBJECT, .ref = &modification_schema},
};
static const struct schema one_out = {
	.name = "ModificationAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema_field asked_out_fields[] = {
	{.name = "modification", .type = SCHEMA_OBJECT, .ref = &modification_schema},
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &order_schema},
};
static const struct schema asked_out = {.name = "ModificationAskedAnswer",
	.fields = asked_out_fields,
	.count = COUNT(asked_out_fields)};
static const struct schema_field of_order_out_fields[] = {
	{.name = "modifications",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &modification_schema},
};
static const struct schema of_order_out = {.name = "OrderModificationsAnswer",
	.fields = of_order_out_fields,
	.count = COUNT(of_order_out_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "modifications",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &modification_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {.name = "ModificationListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

static void write_list(
	struct json *json, const struct cx *cx, const struct modification_list *list, int64_t most)
{
	json_field_open_array(json, "modifications");
	for (size_t i = 0; i < list->count && (int64_t)i < most; i++)
		modification_write(json, cx, &list->rows[i]);
	json_close_array(json);
}

/* ---- Asking -------------------------------------------------------------------------- */

struct ask_params {
	const struct json_value *changes;
	const char *kind, *reason, *cancellation_reason, *cancellation_details;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field ask_fields[] = {
	{.name = "kind",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ask_params, kind),
		.words = modification_kind_words,
		.about = "change if not said"},
	{.name = "changes",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ask_params, changes),
		.about = "Of a change: what PUT /api/orders/{id} takes"},
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct ask_params, reason),
		.min = 1,
		.max = 1000},
	{.name = "cancellation_reason",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ask_params, cancellation_reason),
		.words = order_reason_words,
		.about = "Of a cancellation"},
	{.name = "cancellation_details",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ask_params, cancellation_details),
		.max = 2000,
		.about = "Needed when the reason is other"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ask_params, version),
		.max = INT64_MAX,
		.about = "Of the order, as last seen; or If-Match"},
};
static const struct shape ask_shape = {
	.name = "OrderModificationNew", .fields = ask_fields, .count = COUNT(ask_fields)};

static enum err read_wish(struct http_req *rq, struct modification_wish *wish)
{
	struct ask_params params = {0};
	struct order now;

	TRY(http_read(rq, &params));
	*wish = (struct modification_wish){
		.kind = text_is(params.kind, "cancellation") ? MODIFY_CANCELLATION : MODIFY_CHANGE,
		.cancellation_reason = params.cancellation_reason,
		.cancellation_details = params.cancellation_details,
		.reason = params.reason,
	};
	if (wish->kind == MODIFY_CHANGE) {
		if (!params.changes || json_kind_of(params.changes) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "changes", "Say what is to change.");
		TRY(order_by_key(&rq->cx, http_path(rq, "id"), &now));
		TRY(order_entry_read_edit(rq, params.changes, &now, &wish->edit));
	}
	return http_version(rq, &wish->edit.version);
}

/* POST /api/agent/orders/{id}/modifications */
static enum err post_modification(struct http_req *rq)
{
	struct modification_wish wish;
	struct modification request;
	struct order order;
	struct json *json;

	TRY(read_wish(rq, &wish));
	TRY(modification_request(&rq->cx, http_path(rq, "id"), &wish, &order, &request));
	json = http_reply(rq, text_is(request.status, "pending") ? 202 : 200);
	json_key(json, "modification");
	modification_write(json, &rq->cx, &request);
	json_key(json, "order");
	order_write(json, &rq->cx, &order);
	return OK;
}

/* GET /api/agent/orders/{id}/modifications */
static enum err get_of_order(struct http_req *rq)
{
	struct modification_list list;
	struct order order;

	TRY(order_by_key(&rq->cx, http_path(rq, "id"), &order));
	TRY(modification_store_of_order(&rq->cx, order.id, &list));
	write_list(http_reply(rq, 200), &rq->cx, &list, INT64_MAX);
	return OK;
}

static enum err answer(struct http_req *rq, const struct modification *request)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "modification");
	modification_write(json, &rq->cx, request);
	return OK;
}

struct withdraw_params {
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field withdraw_fields[] = {
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct withdraw_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape withdraw_shape = {.name = "ModificationWithdrawal",
	.fields = withdraw_fields,
	.count = COUNT(withdraw_fields)};

/* PATCH /api/agent/modifications/{id}/withdraw */
static enum err patch_withdraw(struct http_req *rq)
{
	struct modification request;
	struct opt_int version;
	int64_t id;

	TRY(http_version(rq, &version));
	TRY(order_path_id(rq, &id));
	TRY(modification_withdraw(&rq->cx, id, version, &request));
	return answer(rq, &request);
}

/* ---- Deciding ----------------------------------------------------------------------------- */

struct list_params {
	const char *status;
};
static const struct shape_field list_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, status),
		.words = modification_status_words,
		.about = "pending if not said"},
};
static const struct shape list_shape = {
	.name = "ModificationListQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/supervisor/modifications */
static enum err get_list(struct http_req *rq)
{
	struct list_params params = {0};
	struct modification_list list;
	struct http_page page;
	struct json *json;
	const char *status, *next = NULL;
	int64_t below, total;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &below));
	status = params.status ? params.status : "pending";
	TRY(modification_store_list(&rq->cx, status, below, page.size + 1, &list));
	TRY(modification_store_count(&rq->cx, status, &total));
	if ((int64_t)list.count > page.size)
		next = http_cursor_write(rq->cx.arena, CURSOR_MARK, list.rows[page.size - 1].id);
	json = http_reply(rq, 200);
	write_list(json, &rq->cx, &list, page.size);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page.page,
			.per_page = page.size,
			.total = total > ORDER_COUNT_CAP ? ORDER_COUNT_CAP : total,
			.total_capped = total > ORDER_COUNT_CAP,
			.next = next,
		});
	return OK;
}

struct decision_params {
	const char *reason;
	struct opt_int order_version, version;
};
#define DECISION_FIELDS(reason_flags) \
	{.name = "reason", \
		.type = SHAPE_TEXT, \
		.flags = (reason_flags), \
		.offset = offsetof(struct decision_params, reason), \
		.max = 1000}, \
		{.name = "order_version", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct decision_params, order_version), \
			.max = INT64_MAX, \
			.about = "The order as it is now is known: approve although it has " \
				 "changed in what the request is about"}, \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct decision_params, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}
static const struct shape_field approve_fields[] = {DECISION_FIELDS(SHAPE_NULLABLE)};
static const struct shape approve_shape = {
	.name = "ModificationApproval", .fields = approve_fields, .count = COUNT(approve_fields)};
static const struct shape_field reject_fields[] = {DECISION_FIELDS(SHAPE_REQUIRED)};
static const struct shape reject_shape = {
	.name = "ModificationRejection", .fields = reject_fields, .count = COUNT(reject_fields)};

static enum err decide(struct http_req *rq, bool approve)
{
	struct decision_params params = {0};
	struct modification_decision decision;
	struct modification request;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	decision = (struct modification_decision){.approve = approve,
		.reason = text_empty(params.reason) ? NULL : params.reason,
		.order_version = params.order_version};
	TRY(http_version(rq, &decision.version));
	TRY(modification_decide(&rq->cx, id, &decision, &request));
	return answer(rq, &request);
}

/* PATCH /api/supervisor/modifications/{id}/approve */
static enum err patch_approve(struct http_req *rq)
{
	return decide(rq, true);
}

/* PATCH /api/supervisor/modifications/{id}/reject */
static enum err patch_reject(struct http_req *rq)
{
	return decide(rq, false);
}

const struct http_route modification_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/modifications",
		.handler = post_modification,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Change or cancel an order, or ask a supervisor to (202)",
		.in = &ask_shape,
		.out = &asked_out,
		.flags = HTTP_IDEMPOTENT_KEY},
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/{id}/modifications",
		.handler = get_of_order,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "What was asked for of an order, newest first; 50 at most",
		.out = &of_order_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/modifications/{id}/withdraw",
		.handler = patch_withdraw,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Take back what one has asked for",
		.in = &withdraw_shape,
		.out = &one_out},
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/modifications",
		.handler = get_list,
		.permission = PERM_ORDERS_APPROVE,
		.access = HTTP_READ,
		.summary = "Changes and cancellations that were asked for, newest first",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/supervisor/modifications/{id}/approve",
		.handler = patch_approve,
		.permission = PERM_ORDERS_APPROVE,
		.access = HTTP_WRITE,
		.summary = "Approve a change: it is made at once",
		.in = &approve_shape,
		.out = &one_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/supervisor/modifications/{id}/reject",
		.handler = patch_reject,
		.permission = PERM_ORDERS_APPROVE,
		.access = HTTP_WRITE,
		.summary = "Reject a change, saying why",
		.in = &reject_shape,
		.out = &one_out},
	{0},
};
