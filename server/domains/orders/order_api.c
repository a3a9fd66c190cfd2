/* order_api.c - HTTP: lists of orders, one order, and changing status. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"

#include "domains/orders/order_internal.h"
#include "domains/orders/order_list_api.h"
#include "platform/events/events.h"

#define PAGE_SIZE 50

/* ---- The list --------------------------------------------------------------- */

static const char *const include_words[] = {"all", "rows", NULL};

struct list_params {
	struct order_list_query query;
	const char *include;
};
static const struct shape_field list_fields[] = {
	ORDER_LIST_FIELDS(struct list_params, query),
	{.name = "include",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, include),
		.words = include_words,
		.about = "rows: without high_priority and counts, for further pages"},
};
static const struct shape list_shape = {
	.name = "OrderListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field counts_fields[] = {
	{.name = "all", .type = SCHEMA_INT},
	{.name = "new", .type = SCHEMA_INT},
	{.name = "confirmed", .type = SCHEMA_INT},
	{.name = "no_response", .type = SCHEMA_INT},
	{.name = "postponed", .type = SCHEMA_INT},
	{.name = "under_review", .type = SCHEMA_INT},
	{.name = "cancelled", .type = SCHEMA_INT},
	{.name = "closed", .type = SCHEMA_INT},
};
static const struct schema counts_schema = {
	.name = "OrderCounts", .fields = counts_fields, .count = COUNT(counts_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "orders", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &order_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_schema,
		.about = "The same rows"},
	{.name = "high_priority",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &order_schema,
		.about = "Open orders of high priority, of any day, longest waiting first; 50 at "
			 "most"},
	{.name = "high_priority_count", .type = SCHEMA_INT, .flags = SCHEMA_OPTIONAL},
	{.name = "counts",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &counts_schema,
		.about = "Of the scope and period, whatever status is asked for"},
	{.name = "elsewhere",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "With date_of=confirmed: confirmed within one's scope, but with "
			 "somebody beyond it now, so in figures and not among these rows"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
	{.name = "seq", .type = SCHEMA_INT, .about = "The event that the list is true up to"},
};
static const struct schema list_out = {
	.name = "OrderListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_rows(struct json *json, const struct cx *cx, const struct order_list *list)
{
	json_open_array(json);
	for (size_t i = 0; i < list->count; i++) {
		if (list->texts && list->texts[i].len)
			json_raw(json, list->texts[i].ptr, list->texts[i].len);
		else
			order_write_listed(json, cx, &list->orders[i]);
	}
	json_close_array(json);
}

/* The rows once more under another name: copied, not made again. */
static void write_rows_twice(struct json *json, const struct cx *cx, const struct order_list *list)
{
	size_t begin;
	struct str rows;

	json_key(json, "orders");
	begin = json->out.len;
	write_rows(json, cx, list);
	rows = (struct str){json->out.ptr + begin, json->out.len - begin};
	buf_reserve(&json->out, rows.len + 64);
	rows.ptr = json->out.ptr + begin;
	json_key(json, "data");
	json_raw(json, rows.ptr, rows.len);
}

static void write_counts(struct json *json, const struct order_counts *counts)
{
	json_field_open(json, "counts");
	json_field_int(json, "all", order_counts_total(counts, 0, 0));
	for (unsigned status = 0; status < ORDER_STATUS_COUNT; status++)
		json_field_int(json, order_status_words[status],
			order_counts_total(counts, 1U << status, 0));
	json_close(json);
}

struct list_answer {
	struct order_filter filter;
	struct order_page page;
	struct order_list rows, urgent;
	struct order_totals totals;
	const char *next;
	int64_t seq;
	bool head;
};

/* One row more than the page says whether there is a next one. */
static enum err load_rows(struct cx *cx, const struct http_page *page, struct list_answer *answer)
{
	TRY(order_page_make(
		cx, &answer->filter, page->cursor, page->page, page->size, &answer->page));
	answer->page.limit = page->size + 1;
	TRY(order_list_shown(cx, &answer->filter, &answer->page, page->size, &answer->rows));
	if (answer->rows.count > (size_t)page->size) {
		answer->rows.count = (size_t)page->size;
		answer->next = order_cursor(
			cx, &answer->filter, &answer->rows.orders[answer->rows.count - 1]);
	}
	return OK;
}

static enum err load_list(struct cx *cx, const struct http_page *page, struct list_answer *answer)
{
	/* Read before the rows: what comes after it is sent, what came before is in them. */
	TRY(events_last_seq(cx, &answer->seq));
	TRY(load_rows(cx, page, answer));
	TRY(order_list_totals(cx, &answer->filter, &answer->rows, &answer->totals));
	if (answer->head)
		TRY(order_list_urgent_shown(
			cx, answer->filter.set, answer->filter.agent_id, &answer->urgent));
	return OK;
}

/* GET /api/agent/orders */
static enum err get_orders(struct http_req *rq)
{
	struct list_params params = {0};
	struct list_answer answer = {0};
	struct http_page page;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(order_filter_make(&rq->cx, &params.query, &answer.filter));
	answer.head = !text_is(params.include, "rows");
	TRY(load_list(&rq->cx, &page, &answer));

	json = http_reply(rq, 200);
	write_rows_twice(json, &rq->cx, &answer.rows);
	if (answer.head) {
		json_key(json, "high_priority");
		write_rows(json, &rq->cx, &answer.urgent);
		json_field_int(json, "high_priority_count", answer.totals.urgent);
		write_counts(json, &answer.totals.counts);
	}
	json_field_opt_int(json, "elsewhere", answer.totals.elsewhere);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page.page,
			.per_page = page.size,
			.total = answer.totals.total,
			.total_capped = answer.totals.capped,
			.next = answer.next,
		});
	json_field_int(json, "seq", answer.seq);
	return OK;
}

/* ---- One order ---------------------------------------------------------------- */

static const struct schema_field details_out_fields[] = {
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &order_details_schema},
};
static const struct schema details_out = {.name = "OrderDetailsAnswer",
	.fields = details_out_fields,
	.count = COUNT(details_out_fields)};

/* GET /api/agent/orders/{id} */
static enum err get_order(struct http_req *rq)
{
	struct order_details details;
	struct json *json;

	TRY(order_details_load(&rq->cx, http_path(rq, "id"), &details));
	json = http_reply(rq, 200);
	json_key(json, "order");
	order_details_write(json, &rq->cx, &details);
	return OK;
}

/* ---- Changing status ------------------------------------------------------------ */

struct status_params {
	const char *status, *notes, *cancellation_reason, *cancellation_details;
	struct opt_bool notify_customer, follow_up_required;
	struct opt_int follow_up_at, postponed_until, next_attempt_at;
};

#define STATUS_FIELDS(params, member) \
	{.name = "status", \
		.type = SHAPE_WORD, \
		.flags = SHAPE_REQUIRED, \
		.offset = offsetof(params, member.status), \
		.words = settable_words, \
		.about = "new is never set"}, \
		{.name = "notes", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.notes), \
			.max = 4000, \
			.about = "Kept as the reason of the change and as a note"}, \
		{.name = "cancellation_reason", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.cancellation_reason), \
			.words = order_reason_words, \
			.about = "Needed when cancelled"}, \
		{.name = "cancellation_details", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.cancellation_details), \
			.max = 2000, \
			.about = "Needed when the reason is other"}, \
		{.name = "notify_customer", \
			.type = SHAPE_BOOL, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.notify_customer), \
			.about = "Send an SMS, if the company has a provider"}, \
		{.name = "follow_up_required", \
			.type = SHAPE_BOOL, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.follow_up_required)}, \
		{.name = "follow_up_at", \
			.type = SHAPE_TIME, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.follow_up_at), \
			.about = "Else postponed_until, else 10:00 of the next working day"}, \
		{.name = "postponed_until", \
			.type = SHAPE_TIME, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(params, member.postponed_until)}, \
	{ \
		.name = "next_attempt_at", .type = SHAPE_TIME, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params, member.next_attempt_at), \
		.about = "Of no_response; else by the calling policy" \
	}

static const char *const settable_words[] = {
	"confirmed", "no_response", "closed", "postponed", "under_review", "cancelled", NULL};

struct change_params {
	struct status_params status;
	struct opt_int version; /* read by http_version() */
};
static const struct shape_field change_fields[] = {
	STATUS_FIELDS(struct change_params, status),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "OrderStatusChange", .fields = change_fields, .count = COUNT(change_fields)};

static const char *const notification_words[] = {"none", "queued", "not_configured", "no_phone",
	NULL}; /* in the order of enum order_notice */
static const struct schema_field notification_fields[] = {
	{.name = "requested", .type = SCHEMA_BOOL},
	{.name = "state", .type = SCHEMA_WORD, .words = notification_words},
	{.name = "message", .type = SCHEMA_TEXT},
};
static const struct schema notification_schema = {.name = "CustomerNotification",
	.fields = notification_fields,
	.count = COUNT(notification_fields)};
static const struct schema_field change_out_fields[] = {
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &order_schema},
	{.name = "history", .type = SCHEMA_OBJECT, .ref = &order_history_schema},
	{.name = "notification", .type = SCHEMA_OBJECT, .ref = &notification_schema},
	{.name = "follow_up",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &follow_up_schema},
};
static const struct schema change_out = {.name = "OrderStatusAnswer",
	.fields = change_out_fields,
	.count = COUNT(change_out_fields)};

static enum err read_change(
	struct cx *cx, const struct status_params *params, struct order_change *change)
{
	*change = (struct order_change){
		.note = params->notes,
		.cancellation_reason = params->cancellation_reason,
		.cancellation_details = params->cancellation_details,
		.notify_customer = params->notify_customer.value,
		.follow_up = params->follow_up_required.value,
		.follow_up_us = params->follow_up_at,
		.postponed_until_us = params->postponed_until,
		.next_attempt_us = params->next_attempt_at,
	};
	return order_status_parse(cx, "status", params->status, &change->to);
}

/* Nothing is called sent that no provider has taken. */
static void write_notification(struct json *json, const struct cx *cx, bool requested, int notice)
{
	static const char *const sentences[] = {
		[NOTICE_NONE] = WORDS("No notification was asked for."),
		[NOTICE_QUEUED] = WORDS("The message is on its way to the provider."),
		[NOTICE_NOT_CONFIGURED] = WORDS(
			"The customer was not notified: no SMS provider is configured."),
		[NOTICE_NO_PHONE] = WORDS(
			"The customer was not notified: there is no phone number."),
	};
	const bool nothing_to_say = requested && notice == NOTICE_NONE;

	json_field_open(json, "notification");
	json_field_bool(json, "requested", requested);
	json_field_text(json, "state", notification_words[notice]);
	json_field_text(json, "message",
		nothing_to_say ? cx_say(cx, "There is no text for this status. Nothing was sent.")
			       : cx_say(cx, sentences[notice]));
	json_close(json);
}

/* PUT /api/agent/orders/{id}/status */
static enum err put_status(struct http_req *rq)
{
	struct change_params params = {0};
	struct order_change change;
	struct order_changed changed;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(read_change(&rq->cx, &params.status, &change));
	TRY(http_version(rq, &change.version));
	TRY(order_change(&rq->cx, http_path(rq, "id"), &change, &changed));

	json = http_reply(rq, 200);
	json_key(json, "order");
	order_write(json, &rq->cx, &changed.order);
	json_key(json, "history");
	order_history_write(json, &rq->cx, &changed.history);
	write_notification(json, &rq->cx, change.notify_customer, changed.notice);
	json_key(json, "follow_up");
	if (changed.follow_up.id)
		follow_up_write(json, &rq->cx, &changed.follow_up);
	else
		json_null(json);
	return OK;
}

/* ---- Many at once ---------------------------------------------------------------- */

struct bulk_params {
	struct status_params status;
	const char *const *order_ids;
	const struct json_value *orders;
};
static const struct shape_field bulk_fields[] = {
	STATUS_FIELDS(struct bulk_params, status),
	{.name = "order_ids",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct bulk_params, order_ids),
		.min = 1,
		.max = ORDER_BULK_MAX,
		.about = "Which orders; or `orders`"},
	{.name = "orders",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct bulk_params, orders),
		.about = "[{id, version}]: which orders, as they were last seen"},
};
static const struct shape bulk_shape = {
	.name = "OrderBulkChange", .fields = bulk_fields, .count = COUNT(bulk_fields)};

static const struct schema_field result_fields[] = {
	{.name = "order_id", .type = SCHEMA_TEXT, .about = "As it was asked for"},
	{.name = "id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "success", .type = SCHEMA_BOOL},
	{.name = "status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_status_words},
	{.name = "version", .type = SCHEMA_INT, .flags = SCHEMA_OPTIONAL},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
};
static const struct schema result_schema = {
	.name = "OrderBulkResult", .fields = result_fields, .count = COUNT(result_fields)};
static const struct schema_field bulk_out_fields[] = {
	{.name = "results", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &result_schema},
	{.name = "updated", .type = SCHEMA_INT},
	{.name = "failed", .type = SCHEMA_INT},
};
static const struct schema bulk_out = {
	.name = "OrderBulkAnswer", .fields = bulk_out_fields, .count = COUNT(bulk_out_fields)};

static enum err read_item(
	struct cx *cx, const struct json_value *value, struct order_bulk_item *item)
{
	const struct json_value *id, *version;

	if (json_kind_of(value) != JSON_OBJECT)
		return fail(cx, ERR_INVALID, "orders", "Each entry is an object {id, version}.");
	id = json_get(value, "id");
	version = json_get(value, "version");
	if (id && json_kind_of(id) == JSON_INT)
		item->key = arena_format(cx->arena, "%lld", (long long)json_int_of(id));
	else if (id && json_kind_of(id) == JSON_TEXT)
		item->key = json_text_of(id);
	else
		return fail(cx, ERR_INVALID, "orders", "Each entry needs an id.");
	if (!version || json_kind_of(version) == JSON_NULL)
		return OK;
	if (json_kind_of(version) != JSON_INT)
		return fail(cx, ERR_INVALID, "orders", "A version is a number.");
	item->version = (struct opt_int){json_int_of(version), true};
	return OK;
}

static enum err read_items(struct cx *cx, const struct bulk_params *params,
	struct order_bulk_item **items, size_t *count)
{
	size_t n = 0;

	if (!params->order_ids == !params->orders)
		return fail(
			cx, ERR_INVALID, "order_ids", "Say which orders, by order_ids or orders.");
	if (params->orders) {
		if (json_kind_of(params->orders) != JSON_ARRAY || json_count(params->orders) == 0 ||
			json_count(params->orders) > ORDER_BULK_MAX)
			return fail(cx, ERR_INVALID, "orders",
				"This is a list with 1 to %d entries.", ORDER_BULK_MAX);
		n = json_count(params->orders);
	} else {
		while (params->order_ids[n])
			n++;
	}
	*items = arena_array(cx->arena, n, sizeof(**items));
	*count = n;
	for (size_t i = 0; i < n; i++) {
		if (params->orders)
			TRY(read_item(cx, json_item(params->orders, i), &(*items)[i]));
		else
			(*items)[i].key = params->order_ids[i];
	}
	return OK;
}

static void write_result(struct json *json, const struct order_bulk_item *item)
{
	int64_t id = 0, year;

	json_open(json);
	json_field_text(json, "order_id", item->key);
	json_field_id(json, "id", order_key_read(item->key, &id, &year) ? id : 0);
	json_field_bool(json, "success", item->err == OK);
	if (item->err == OK) {
		json_field_text(json, "status", order_status_word(item->order.status));
		json_field_int(json, "version", item->order.version);
	} else {
		json_field_null(json, "status");
		json_field_text(json, "error", item->error);
		json_field_text(json, "code", item->code);
	}
	json_close(json);
}

/* POST /api/agent/orders/bulk-status */
static enum err post_bulk(struct http_req *rq)
{
	struct bulk_params params = {0};
	struct order_change change;
	struct order_bulk_item *items = NULL;
	size_t count = 0, updated = 0;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(read_change(&rq->cx, &params.status, &change));
	TRY(read_items(&rq->cx, &params, &items, &count));
	TRY(order_bulk_change(&rq->cx, &change, items, count));

	json = http_reply(rq, 200);
	json_field_open_array(json, "results");
	for (size_t i = 0; i < count; i++) {
		updated += items[i].err == OK;
		write_result(json, &items[i]);
	}
	json_close_array(json);
	json_field_int(json, "updated", (int64_t)updated);
	json_field_int(json, "failed", (int64_t)(count - updated));
	return OK;
}

const struct http_route order_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders",
		.handler = get_orders,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Orders of the actor's scope, filtered and paged",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/{id}",
		.handler = get_order,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "One order with all that belongs to it",
		.out = &details_out},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/orders/{id}/status",
		.handler = put_status,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Set the status of an order",
		.in = &change_shape,
		.out = &change_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/bulk-status",
		.handler = post_bulk,
		.permission = PERM_ORDERS_BULK,
		.access = HTTP_WRITE,
		.summary = "Set one status for many orders, each on its own",
		.in = &bulk_shape,
		.out = &bulk_out},
	{0},
};
