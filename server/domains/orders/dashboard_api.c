/* dashboard_api.c - HTTP: the dashboard and recent activity. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#include "platform/events/events.h"

#define ACTIVITY_ROWS 200

static const struct schema_field today_fields[] = {
	{.name = "total_orders",
		.type = SCHEMA_INT,
		.about = "Their status was set today, or they were created today: the rows of "
			 "GET /api/agent/orders?date=today&date_of=status. The others are its "
			 "parts"},
	{.name = "new", .type = SCHEMA_INT},
	{.name = "confirmed", .type = SCHEMA_INT},
	{.name = "no_response", .type = SCHEMA_INT},
	{.name = "postponed", .type = SCHEMA_INT},
	{.name = "under_review", .type = SCHEMA_INT},
	{.name = "cancelled", .type = SCHEMA_INT},
	{.name = "closed", .type = SCHEMA_INT},
	{.name = "cancelled_by_reason", .type = SCHEMA_MAP, .about = "Reason to number"},
	{.name = "calls_handled", .type = SCHEMA_INT, .about = "Logged today"},
	{.name = "average_call_time",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Seconds, of calls that were answered"},
	{.name = "customer_satisfaction",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "Average of today's ratings, 1 to 5; null: there is none"},
	{.name = "ratings", .type = SCHEMA_INT, .about = "Of customers, today"},
};
static const struct schema today_schema = {
	.name = "DashboardToday", .fields = today_fields, .count = COUNT(today_fields)};
static const struct schema_field action_fields[] = {
	{.name = "priority", .type = SCHEMA_INT, .about = "Open orders of high priority"},
	{.name = "callbacks", .type = SCHEMA_INT, .about = "Pending or due"},
	{.name = "follow_ups", .type = SCHEMA_INT, .about = "Due by the end of today"},
	{.name = "escalations",
		.type = SCHEMA_INT,
		.about = "Raised or assigned, of one's scope; one's own for agents"},
	{.name = "requests",
		.type = SCHEMA_INT,
		.about = "To give an order away, that wait for a supervisor's decision"},
};
static const struct schema actions_schema = {
	.name = "DashboardActions", .fields = action_fields, .count = COUNT(action_fields)};
static const struct schema_field dashboard_out_fields[] = {
	{.name = "now", .type = SCHEMA_TIME},
	{.name = "time_zone", .type = SCHEMA_TEXT},
	{.name = "today", .type = SCHEMA_OBJECT, .ref = &today_schema},
	{.name = "priority_orders",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_schema,
		.about = "Ten at most, longest waiting first"},
	{.name = "recent_activity",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_activity_schema,
		.about = "Of the last two hours, newest first"},
	{.name = "quick_actions", .type = SCHEMA_OBJECT, .ref = &actions_schema},
	{.name = "seq", .type = SCHEMA_INT},
};
static const struct schema dashboard_out = {.name = "DashboardAnswer",
	.fields = dashboard_out_fields,
	.count = COUNT(dashboard_out_fields)};

/* In hundredths, so that a page may round it as it likes. */
static void write_satisfaction(struct json *json, const struct order_figures *figures)
{
	if (figures->rating_count) {
		json_key(json, "customer_satisfaction");
		json_money(json,
			(figures->rating_sum * 100 + figures->rating_count / 2) /
				figures->rating_count,
			2);
	} else {
		json_field_null(json, "customer_satisfaction");
	}
	json_field_int(json, "ratings", figures->rating_count);
}

static void write_today(struct json *json, const struct dashboard *dashboard)
{
	json_field_open(json, "today");
	json_field_int(json, "total_orders", order_counts_total(&dashboard->today, 0, 0));
	for (unsigned status = 0; status < ORDER_STATUS_COUNT; status++)
		json_field_int(json, order_status_words[status],
			order_counts_total(&dashboard->today, 1U << status, 0));
	json_field_open(json, "cancelled_by_reason");
	for (size_t i = 0; order_reason_words[i]; i++)
		if (dashboard->cancelled_by_reason[i])
			json_field_int(
				json, order_reason_words[i], dashboard->cancelled_by_reason[i]);
	json_close(json);
	json_field_int(json, "calls_handled", dashboard->calls);
	if (dashboard->talked_calls)
		json_field_int(json, "average_call_time",
			dashboard->talk_seconds / dashboard->talked_calls);
	else
		json_field_null(json, "average_call_time");
	write_satisfaction(json, &dashboard->figures);
	json_close(json);
}

static void write_activity(struct json *json, const struct cx *cx, const char *key,
	const struct order_history *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		order_activity_write(json, cx, &rows[i]);
	json_close_array(json);
}

/* GET /api/agent/dashboard */
static enum err get_dashboard(struct http_req *rq)
{
	struct dashboard dashboard;
	struct json *json;
	int64_t seq;

	TRY(events_last_seq(&rq->cx, &seq));
	TRY(dashboard_load(&rq->cx, &dashboard));
	json = http_reply(rq, 200);
	json_field_time(json, "now", rq->cx.now_us);
	json_field_text(json, "time_zone", rq->cx.actor->company->time_zone);
	write_today(json, &dashboard);
	json_field_open_array(json, "priority_orders");
	for (size_t i = 0; i < dashboard.priority.count; i++)
		order_write(json, &rq->cx, &dashboard.priority.orders[i]);
	json_close_array(json);
	write_activity(
		json, &rq->cx, "recent_activity", dashboard.activity, dashboard.activity_count);
	json_field_open(json, "quick_actions");
	json_field_int(json, "priority", dashboard.urgent);
	json_field_int(json, "callbacks", dashboard.callbacks);
	json_field_int(json, "follow_ups", dashboard.follow_ups);
	json_field_int(json, "escalations", dashboard.figures.escalations);
	json_field_int(json, "requests", dashboard.requests);
	json_close(json);
	json_field_int(json, "seq", seq);
	return OK;
}

struct activity_params {
	struct opt_int hours;
};
static const struct shape_field activity_fields[] = {
	{.name = "hours",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct activity_params, hours),
		.min = 1,
		.max = 72,
		.about = "2 if not said"},
};
static const struct shape activity_shape = {
	.name = "ActivityQuery", .fields = activity_fields, .count = COUNT(activity_fields)};
static const struct schema_field activity_out_fields[] = {
	{.name = "activity",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_activity_schema,
		.about = "Newest first, 200 at most"},
};
static const struct schema activity_out = {.name = "ActivityAnswer",
	.fields = activity_out_fields,
	.count = COUNT(activity_out_fields)};

/* GET /api/agent/activity */
static enum err get_activity(struct http_req *rq)
{
	struct activity_params params = {0};
	struct order_history *rows;
	struct json *json;
	int64_t hours;
	size_t count;

	TRY(http_read(rq, &params));
	hours = params.hours.given ? params.hours.value : 2;
	TRY(order_activity(
		&rq->cx, rq->cx.now_us - hours * US_PER_HOUR, ACTIVITY_ROWS, &rows, &count));
	json = http_reply(rq, 200);
	write_activity(json, &rq->cx, "activity", rows, count);
	return OK;
}

const struct http_route dashboard_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/dashboard",
		.handler = get_dashboard,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "The day so far, what is urgent and what just happened",
		.out = &dashboard_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/activity",
		.handler = get_activity,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Recent changes of status",
		.in = &activity_shape,
		.out = &activity_out},
	{0},
};
