/* delivery_api.c - HTTP: parcels as agents see them. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_api.h"
#include "domains/delivery/delivery_internal.h"
#include "domains/orders/order_api.h"
#include "platform/http/http_export.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"

#include <inttypes.h>

#define PAGE_SIZE 50
#define CURSOR_MARK 'p'
#define EVENTS_SHOWN 200

static const char *const order_words[] = {"assigned", "all", NULL};
static const char *const status_words[] = {"active", "completed", "pending", "picked_up", "shipped",
	"in_transit", "out_for_delivery", "delivered", "failed_attempt", "returned", "lost",
	"cancelled", NULL};

struct list_params {
	const char *orders, *status, *date, *date_from, *date_to, *courier, *search;
	struct http_export_params as;
};
#define LIST_FIELDS \
	{.name = "orders", \
		.type = SHAPE_WORD, \
		.flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, orders), \
		.words = order_words, \
		.about = "assigned (to oneself; the whole scope for supervisors and managers) or " \
			 "all; all if not said"}, \
		{.name = "status", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
			.offset = offsetof(struct list_params, status), \
			.words = status_words}, \
		{.name = "period", \
			.aliases = "date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, date), \
			.min = 1, \
			.max = 16, \
			.about = "Under way or ended in it: today, yesterday, week, last_week, " \
				 "month, 7d, all..."}, \
		{.name = "date_from", \
			.aliases = "start_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, date_from), \
			.min = 1, \
			.max = 40}, \
		{.name = "date_to", \
			.aliases = "end_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, date_to), \
			.min = 1, \
			.max = 40}, \
		{.name = "courier", \
			.aliases = "courier_id", \
			.type = SHAPE_KEY, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, courier), \
			.about = "An id, a name or a short name; all for any"}, \
	{ \
		.name = "search", .aliases = "q", .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, search), .min = 1, .max = 100, \
		.about = "In tracking and order numbers, names and phones" \
	}
static const struct shape_field list_fields[] = {LIST_FIELDS};
static const struct shape list_shape = {
	.name = "DeliveryListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "deliveries",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_schema,
		.about = "Newest first"},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_schema,
		.about = "The same rows"},
	{.name = "active_count",
		.type = SCHEMA_INT,
		.about = "With couriers, whatever the filters but `orders`"},
	{.name = "completed_today", .type = SCHEMA_INT},
	{.name = "stuck_count", .type = SCHEMA_INT, .about = "Without news for too long"},
	{.name = "counts",
		.type = SCHEMA_MAP,
		.about = "By status, of the other filters; at most 20000 rows are counted"},
	{.name = "couriers",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_courier_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "DeliveryListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

/* ---- Filters ------------------------------------------------------------------------------- */

struct courier_rows {
	struct courier *rows;
	size_t count;
};

static enum err choose_courier(
	struct cx *cx, const char *key, const struct courier_rows *couriers, int64_t *id)
{
	int64_t number;

	*id = 0;
	if (!key || text_is(key, "all"))
		return OK;
	for (size_t i = 0; i < couriers->count; i++) {
		const struct courier *courier = &couriers->rows[i];

		if ((text_int(key, &number) && number == courier->id) ||
			str_is_nocase(str_of(key), courier->name) ||
			str_is_nocase(str_of(key), courier->short_name)) {
			*id = courier->id;
			return OK;
		}
	}
	return fail(cx, ERR_INVALID, "courier", "There is no such courier.");
}

static enum err make_filter(struct cx *cx, const struct list_params *params,
	const struct courier_rows *couriers, struct delivery_filter *filter)
{
	struct period period;

	TRY(intl_period(cx, cx->actor->company->time_zone, params->date, params->date_from,
		params->date_to, &period));
	*filter = (struct delivery_filter){
		.assigned = text_is(params->orders, "assigned"),
		.statuses = delivery_status_set(cx->arena, params->status),
		.from_us = period.all ? INT64_MIN : period.from_us,
		.to_us = period.all ? INT64_MAX : period.to_us,
		.search = params->search,
		.before_id = INT64_MAX,
		.limit = INT64_MAX,
	};
	return choose_courier(cx, params->courier, couriers, &filter->courier_id);
}

/* ---- The list ------------------------------------------------------------------------------- */

static void write_rows(struct json *json, const struct cx *cx, const char *key,
	const struct delivery *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		delivery_write(json, cx, &rows[i]);
	json_close_array(json);
}

static void write_page(struct json *json, const struct cx *cx, const struct http_page *page,
	const struct delivery *rows, size_t count)
{
	const bool more = count > (size_t)page->size;
	const size_t shown = more ? (size_t)page->size : count;
	const char *next = http_cursor_write(cx->arena, CURSOR_MARK, more ? rows[shown - 1].id : 0);

	write_rows(json, cx, "deliveries", rows, shown);
	write_rows(json, cx, "data", rows, shown);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page->page, .per_page = page->size, .total = -1, .next = next});
}

static void write_head(struct json *json, const struct delivery_counts *counts,
	const struct courier_rows *couriers)
{
	json_field_int(json, "active_count", counts->active);
	json_field_int(json, "completed_today", counts->completed_today);
	json_field_int(json, "stuck_count", counts->stuck);
	json_field_open(json, "counts");
	for (int i = 0; i < DELIVERY_STATUS_COUNT; i++)
		json_field_int(json, delivery_status_words[i], counts->by_status[i]);
	json_close(json);
	json_field_open_array(json, "couriers");
	for (size_t i = 0; i < couriers->count; i++) {
		json_open(json);
		json_field_int(json, "id", couriers->rows[i].id);
		json_field_text(json, "name", couriers->rows[i].name);
		json_field_text(json, "short_name", couriers->rows[i].short_name);
		json_close(json);
	}
	json_close_array(json);
}

/* GET /api/agent/delivery */
static enum err get_deliveries(struct http_req *rq)
{
	const char *zone = rq->cx.actor->company->time_zone;
	struct list_params params = {0};
	struct courier_rows couriers;
	struct delivery_filter filter;
	struct delivery_counts counts;
	struct delivery *rows;
	struct http_page page;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(courier_store_list(&rq->cx, &couriers.rows, &couriers.count));
	TRY(make_filter(&rq->cx, &params, &couriers, &filter));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter.before_id));
	filter.limit = page.size + 1;
	TRY(delivery_list(&rq->cx, &filter, &rows, &count));
	TRY(delivery_count(
		&rq->cx, &filter, intl_day_start(zone, intl_day_of(zone, rq->cx.now_us)), &counts));
	json = http_reply(rq, 200);
	write_page(json, &rq->cx, &page, rows, count);
	write_head(json, &counts, &couriers);
	return OK;
}

/* ---- One order's parcel ------------------------------------------------------------------------ */

static const struct schema_field sms_out_fields[] = {
	{.name = "configured", .type = SCHEMA_BOOL, .about = "There is a provider for SMS"},
	{.name = "text", .type = SCHEMA_TEXT, .about = "As SMS UPDATE would send it"},
};
static const struct schema sms_schema = {
	.name = "DeliverySmsUpdate", .fields = sms_out_fields, .count = COUNT(sms_out_fields)};
static const struct schema_field track_out_fields[] = {
	{.name = "delivery",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &delivery_schema,
		.about = "The newest of the order; null when it has none"},
	{.name = "deliveries",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &delivery_schema,
		.about = "All of the order, newest first"},
	{.name = "history",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &tracking_schema,
		.about = "What happened to `delivery`, newest first"},
	{.name = "sms_update", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &sms_schema},
};
static const struct schema track_out = {.name = "DeliveryTrackAnswer",
	.fields = track_out_fields,
	.count = COUNT(track_out_fields)};

static enum err write_sms(struct http_req *rq, struct json *json, const struct order *order,
	const struct delivery *delivery)
{
	struct delivery_sms sms;

	TRY(delivery_sms_text(&rq->cx, order, delivery, &sms));
	json_field_open(json, "sms_update");
	json_field_bool(json, "configured", sms.configured);
	json_field_text(json, "text", sms.text);
	json_close(json);
	return OK;
}

/* `chosen` of the order's parcels is the one in question; NULL: the newest. */
static enum err answer_track(
	struct http_req *rq, const struct order *order, const struct delivery *chosen)
{
	struct tracking_event *events = NULL;
	struct delivery *rows;
	struct json *json;
	size_t count, event_count = 0;

	TRY(delivery_store_of_order(&rq->cx, order->id, &rows, &count));
	if (!chosen && count)
		chosen = &rows[0];
	if (chosen)
		TRY(tracking_store_list(&rq->cx, chosen->id, EVENTS_SHOWN, &events, &event_count));
	json = http_reply(rq, 200);
	json_key(json, "delivery");
	if (chosen)
		delivery_write(json, &rq->cx, chosen);
	else
		json_null(json);
	write_rows(json, &rq->cx, "deliveries", rows, count);
	json_field_open_array(json, "history");
	for (size_t i = 0; i < event_count; i++)
		tracking_write(json, &events[i]);
	json_close_array(json);
	if (chosen)
		return write_sms(rq, json, order, chosen);
	json_field_null(json, "sms_update");
	return OK;
}

/* GET /api/agent/delivery/track/{order_id} */
static enum err get_track(struct http_req *rq)
{
	struct order order;

	TRY(order_by_key(&rq->cx, http_path(rq, "order_id"), &order));
	return answer_track(rq, &order, NULL);
}

struct search_params {
	const char *tracking_number;
};
static const struct shape_field search_fields[] = {
	{.name = "tracking_number",
		.aliases = "q",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_QUERY,
		.offset = offsetof(struct search_params, tracking_number),
		.min = 1,
		.max = 100,
		.about = "In any spelling; or the number of an order"},
};
static const struct shape search_shape = {
	.name = "DeliverySearchQuery", .fields = search_fields, .count = COUNT(search_fields)};

static const char *order_key_of(struct cx *cx, int64_t order_id)
{
	return arena_format(cx->arena, "%" PRId64, order_id);
}

/* GET /api/agent/delivery/search */
static enum err get_search(struct http_req *rq)
{
	struct search_params params = {0};
	struct delivery delivery;
	struct order order;
	enum err err;

	TRY(http_read(rq, &params));
	err = delivery_store_by_tracking(&rq->cx, params.tracking_number, &delivery);
	if (err == OK) {
		TRY(order_by_key(&rq->cx, order_key_of(&rq->cx, delivery.order_id), &order));
		return answer_track(rq, &order, &delivery);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(&rq->cx);
	err = order_by_key(&rq->cx, params.tracking_number, &order);
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL,
			"There is no parcel and no order of this number.");
	}
	TRY(err);
	return answer_track(rq, &order, NULL);
}

/* ---- SMS UPDATE ------------------------------------------------------------------------------- */

struct sms_params {
	const char *message;
};
static const struct shape_field sms_fields[] = {
	{.name = "message",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct sms_params, message),
		.max = 1600,
		.about = "Instead of the template's text"},
};
static const struct shape sms_shape = {
	.name = "DeliverySmsNew", .fields = sms_fields, .count = COUNT(sms_fields)};
static const struct schema_field sent_out_fields[] = {
	{.name = "communication", .type = SCHEMA_OBJECT, .ref = &communication_schema},
};
static const struct schema sent_out = {
	.name = "DeliverySmsAnswer", .fields = sent_out_fields, .count = COUNT(sent_out_fields)};

/* POST /api/agent/delivery/{order_id}/sms-update */
static enum err post_sms_update(struct http_req *rq)
{
	struct sms_params params = {0};
	const char *communication;

	TRY(http_read(rq, &params));
	TRY(delivery_sms_send(&rq->cx, http_path(rq, "order_id"), params.message, &communication));
	json_field_raw(http_reply(rq, 201), "communication", communication);
	return OK;
}

/* ---- DELIVERY REPORT --------------------------------------------------------------------------- */

static const struct shape_field report_fields[] = {
	LIST_FIELDS,
	HTTP_EXPORT_FIELDS(struct list_params, as,
		"Of headings and statuses; the API's own words if not said"),
};
static const struct shape report_shape = {
	.name = "DeliveryReportQuery", .fields = report_fields, .count = COUNT(report_fields)};
static const char *const report_headings[] = {WORDS("Order"), WORDS("Customer"), WORDS("Phone"),
	WORDS("Product"), WORDS("Quantity"), WORDS("Courier"), WORDS("Tracking number"),
	WORDS("Status"), WORDS("Since"), WORDS("Shipped"), WORDS("Expected"), WORDS("Delivered"),
	WORDS("Last news"), WORDS("Stuck since"), WORDS("Agent"), NULL};

static enum err report_row(struct cx *cx, const struct delivery *delivery, void *arg)
{
	const struct arena_mark mark = arena_mark(cx->arena);
	const struct order order = {.id = delivery->order_id, .code_year = delivery->code_year};
	struct sheet *sheet = arg;
	enum err err;

	sheet_text(sheet, order_code(cx->arena, &order));
	sheet_text(sheet, delivery->customer_name);
	sheet_text(sheet, delivery->customer_phone);
	sheet_text(sheet, delivery->product_name);
	sheet_int(sheet, delivery->quantity);
	sheet_text(sheet, delivery->courier_name);
	sheet_text(sheet, delivery->tracking_number);
	sheet_word(sheet, delivery_status_words[delivery->status]);
	sheet_time(sheet, (struct opt_int){delivery->status_since_us, true});
	sheet_time(sheet, delivery->ship_us);
	sheet_time(sheet, delivery->estimated_us);
	sheet_time(sheet, delivery->delivered_us);
	sheet_time(sheet, delivery->last_event_us);
	sheet_time(sheet, delivery->stuck_us);
	sheet_text(sheet, delivery->agent_name);
	err = sheet_row(sheet);
	arena_rewind(cx->arena, mark);
	return err;
}

struct report_list {
	const struct list_params *params;
	struct delivery_filter filter;
};

static enum err report_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct report_list *list = arg;

	return delivery_list_each(cx, &list->filter, report_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct report_list *list = arg;

	json_field_text(json, "status", list->params->status);
	json_field_text(json, "period", list->params->date);
	json_field_text(json, "courier", list->params->courier);
}

/* GET /api/agent/delivery/report */
static enum err get_report(struct http_req *rq)
{
	struct list_params params = {0};
	struct report_list list = {.params = &params};
	struct courier_rows couriers;

	TRY(http_read(rq, &params));
	TRY(courier_store_list(&rq->cx, &couriers.rows, &couriers.count));
	TRY(make_filter(&rq->cx, &params, &couriers, &list.filter));
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "deliveries",
			.title = WORDS("Deliveries"),
			.headings = report_headings,
			.rows = report_rows,
			.action = "deliveries.exported",
			.tell = tell_filter,
			.list = &list,
		});
}

const struct http_route delivery_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/delivery",
		.handler = get_deliveries,
		.permission = PERM_DELIVERIES_READ,
		.access = HTTP_READ,
		.summary = "Parcels of the actor's orders, with counts",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/delivery/track/{order_id}",
		.handler = get_track,
		.permission = PERM_DELIVERIES_READ,
		.access = HTTP_READ,
		.summary = "The parcel of an order and what happened to it",
		.out = &track_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/delivery/search",
		.handler = get_search,
		.permission = PERM_DELIVERIES_READ,
		.access = HTTP_READ,
		.summary = "A parcel by its tracking number",
		.in = &search_shape,
		.out = &track_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/delivery/{order_id}/sms-update",
		.handler = post_sms_update,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Tell the customer by SMS where the parcel is",
		.in = &sms_shape,
		.out = &sent_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/delivery/report",
		.handler = get_report,
		.permission = PERM_DELIVERIES_READ,
		.access = HTTP_WRITE,
		.summary = "Parcels of the filter as a file: CSV or XLSX",
		.in = &report_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};
