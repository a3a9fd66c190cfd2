/* communication_list_api.c - HTTP: the call log, messages, and what was said about an order. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account.h"
#include "domains/messaging/messaging.h"
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

#define PAGE_SIZE 50
#define NO_AGENT (-1) /* nobody has made a call */

static const char *const message_kind_words[] = {"sms", "email", "internal", NULL};

struct list_params {
	const char *date, *date_from, *date_to, *outcome, *direction, *channel;
	struct opt_bool unread;
	struct opt_int team_id, department_id;
	const char *agent_id;
};
#define PERIOD_FIELDS \
	{.name = "date", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, date), \
		.max = 20, \
		.about = "today, yesterday, week, month, 7d, all..."}, \
		{.name = "date_from", \
			.aliases = "start_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, date_from), \
			.max = 40}, \
		{.name = "date_to", \
			.aliases = "end_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, date_to), \
			.max = 40}, \
	{ \
		.name = "direction", .type = SHAPE_WORD, .flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		.offset = offsetof(struct list_params, direction), \
		.words = communication_direction_words \
	}
static const struct shape_field calls_fields[] = {
	PERIOD_FIELDS,
	{.name = "outcome",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, outcome),
		.words = communication_outcome_words},
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, agent_id),
		.about = "Who called"},
	{.name = "team_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, team_id),
		.min = 1,
		.max = INT32_MAX,
		.about = "Calls that count for this team: of its agents of then"},
	{.name = "department_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, department_id),
		.min = 1,
		.max = INT32_MAX,
		.about = "The same of a department; a team goes before it"},
};
static const struct shape calls_shape = {
	.name = "CallLogQuery", .fields = calls_fields, .count = COUNT(calls_fields)};
static const struct shape_field messages_fields[] = {
	PERIOD_FIELDS,
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, channel),
		.words = message_kind_words,
		.about = "internal: between colleagues; else with customers"},
	{.name = "unread",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, unread)},
};
static const struct shape messages_shape = {
	.name = "MessageQuery", .fields = messages_fields, .count = COUNT(messages_fields)};

static const struct schema_field calls_out_fields[] = {
	{.name = "calls",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &communication_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema calls_out = {
	.name = "CallLogAnswer", .fields = calls_out_fields, .count = COUNT(calls_out_fields)};
static const struct schema_field messages_out_fields[] = {
	{.name = "messages",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &communication_schema},
	{.name = "unread", .type = SCHEMA_INT, .about = "From customers, on one's own orders"},
	{.name = "unread_internal", .type = SCHEMA_INT, .about = "From colleagues"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema messages_out = {.name = "MessageListAnswer",
	.fields = messages_out_fields,
	.count = COUNT(messages_out_fields)};

/* ---- Pages ------------------------------------------------------------------------------ */

/* "TIME-ID" of the last row of the page before. */
static enum err read_place(
	struct cx *cx, const struct http_page *page, struct communication_filter *filter)
{
	struct str rest, time;

	if (!page->cursor) {
		if (page->page > 1)
			return fail(cx, ERR_INVALID, "page", "Go on with the cursor `next`.");
		filter->before_us = filter->to_us;
		return OK;
	}
	time = str_cut(str_of(page->cursor), '-', &rest);
	if (!rest.ptr || !str_int(time, &filter->before_us) || !str_int(rest, &filter->before_id) ||
		filter->before_id <= 0)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	return OK;
}

static enum err make_filter(struct cx *cx, const struct list_params *params,
	const struct http_page *page, struct communication_filter *filter)
{
	struct agent agent = {0};
	struct period period;

	TRY(intl_period(cx, cx->actor->company->time_zone, params->date, params->date_from,
		params->date_to, &period));
	if (params->agent_id && agent_by_key(cx, params->agent_id, &agent) != OK) {
		fail_clear(cx);
		agent.id = NO_AGENT;
	}
	*filter = (struct communication_filter){
		.channel = params->channel,
		.direction = params->direction,
		.outcome = params->outcome,
		.unread = params->unread.value,
		.agent_id = agent.id,
		.unit = params->team_id.given ? params->team_id.value
					      : -params->department_id.value,
		.from_us = period.all ? INT64_MIN : period.from_us,
		.to_us = period.all ? INT64_MAX : period.to_us,
		.limit = page->size + 1,
	};
	return read_place(cx, page, filter);
}

static void write_page(struct json *json, const struct cx *cx, const char *key,
	const struct http_page *page, const struct communication *rows, size_t count)
{
	const bool more = count > (size_t)page->size;
	const size_t shown = more ? (size_t)page->size : count;
	const char *next = NULL;

	json_field_open_array(json, key);
	for (size_t i = 0; i < shown; i++)
		communication_write(json, cx, &rows[i]);
	json_close_array(json);
	if (more)
		next = arena_format(cx->arena, "%" PRId64 "-%" PRId64, rows[shown - 1].at_us,
			rows[shown - 1].id);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page->page, .per_page = page->size, .total = -1, .next = next});
}

/* GET /api/agent/communication/calls */
static enum err get_calls(struct http_req *rq)
{
	struct list_params params = {0};
	struct communication_filter filter;
	struct communication *rows;
	struct http_page page;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(make_filter(&rq->cx, &params, &page, &filter));
	filter.calls = true;
	TRY(communication_list(&rq->cx, &filter, &rows, &count));
	write_page(http_reply(rq, 200), &rq->cx, "calls", &page, rows, count);
	return OK;
}

/* GET /api/agent/communication/messages */
static enum err get_messages(struct http_req *rq)
{
	struct list_params params = {0};
	struct communication_filter filter;
	struct communication *rows;
	int64_t unread, unread_internal;
	struct http_page page;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(make_filter(&rq->cx, &params, &page, &filter));
	if (text_is(params.channel, "internal"))
		TRY(colleague_message_list(&rq->cx, &filter, &rows, &count));
	else
		TRY(communication_list(&rq->cx, &filter, &rows, &count));
	TRY(communication_unread(&rq->cx, &unread));
	TRY(colleague_message_unread(&rq->cx, &unread_internal));
	json = http_reply(rq, 200);
	write_page(json, &rq->cx, "messages", &page, rows, count);
	json_field_int(json, "unread", unread);
	json_field_int(json, "unread_internal", unread_internal);
	return OK;
}

/* ---- What was said about one order, or with one customer ----------------------------------- */

static const struct schema_field history_out_fields[] = {
	{.name = "history",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &communication_schema,
		.about = "Calls, SMS and e-mail, newest first"},
};
static const struct schema history_out = {.name = "CommunicationHistoryAnswer",
	.fields = history_out_fields,
	.count = COUNT(history_out_fields)};

static enum err answer_history(struct http_req *rq, const struct communication *rows, size_t count)
{
	struct json *json = http_reply(rq, 200);

	json_field_open_array(json, "history");
	for (size_t i = 0; i < count; i++)
		communication_write(json, &rq->cx, &rows[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/agent/communication/history/{order_id} */
static enum err get_history(struct http_req *rq)
{
	struct communication *rows;
	struct order order;
	size_t count;

	TRY(order_by_key(&rq->cx, http_path(rq, "order_id"), &order));
	TRY(communication_of_order(&rq->cx, order.id, &rows, &count));
	return answer_history(rq, rows, count);
}

struct history_params {
	const char *customer_id;
};
static const struct shape_field history_fields[] = {
	{.name = "customer_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED | SHAPE_QUERY,
		.offset = offsetof(struct history_params, customer_id)},
};
static const struct shape history_shape = {.name = "CommunicationHistoryQuery",
	.fields = history_fields,
	.count = COUNT(history_fields)};

/* GET /api/agent/communication/history?customer_id= */
static enum err get_customer_history(struct http_req *rq)
{
	struct history_params params = {0};
	struct communication *rows;
	struct customer customer;
	struct order_list orders;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(customer_by_key(&rq->cx, params.customer_id, &customer));
	TRY(order_of_customer(&rq->cx, customer.id, 1, &orders));
	if (orders.count == 0) /* none that the actor may see: as good as no such customer */
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	TRY(communication_of_customer(&rq->cx, customer.id, 200, &rows, &count));
	return answer_history(rq, rows, count);
}

/* ---- Reading -------------------------------------------------------------------------------- */

struct mark_params {
	struct opt_bool read;
};
static const struct shape_field mark_fields[] = {
	{.name = "read",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct mark_params, read),
		.about = "true if not said"},
};
static const struct shape mark_shape = {
	.name = "MessageRead", .fields = mark_fields, .count = COUNT(mark_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "communication", .type = SCHEMA_OBJECT, .ref = &communication_schema},
};
static const struct schema one_out = {.name = "CommunicationReadAnswer",
	.fields = one_out_fields,
	.count = COUNT(one_out_fields)};

static enum err mark(struct cx *cx, int64_t id, bool read, struct communication *row)
{
	const enum err err = communication_get(cx, id, row);

	if (err == ERR_NOT_FOUND) { /* one numbering for both kinds */
		fail_clear(cx);
		return colleague_message_mark(cx, id, read, row);
	}
	TRY(err);
	TRY(communication_mark_read(cx, id, read));
	TRY(communication_get(cx, id, row));
	return communication_publish(cx, "communication:updated", row);
}

/* PATCH /api/agent/communication/messages/{id}/read */
static enum err patch_read(struct http_req *rq)
{
	struct mark_params params = {0};
	struct communication row;
	struct json *json;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	TRY(mark(&rq->cx, id, !params.read.given || params.read.value, &row));
	json = http_reply(rq, 200);
	json_key(json, "communication");
	communication_write(json, &rq->cx, &row);
	return OK;
}

const struct http_route communication_list_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/communication/calls",
		.handler = get_calls,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "The call log of one's scope, newest first",
		.in = &calls_shape,
		.out = &calls_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/communication/messages",
		.handler = get_messages,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_READ,
		.summary =
			"SMS and e-mail with customers of one's scope, or messages of colleagues",
		.in = &messages_shape,
		.out = &messages_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/communication/messages/{id}/read",
		.handler = patch_read,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "A message that came in was read, or is to be read again",
		.in = &mark_shape,
		.out = &one_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/communication/history",
		.handler = get_customer_history,
		.permission = PERM_CUSTOMERS_READ,
		.access = HTTP_READ,
		.summary = "What was said with a customer",
		.in = &history_shape,
		.out = &history_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/communication/history/{order_id}",
		.handler = get_history,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "What was said about an order",
		.out = &history_out},
	{0},
};
