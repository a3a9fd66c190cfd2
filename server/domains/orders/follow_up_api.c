/* follow_up_api.c - HTTP: follow-ups. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

#define PAGE_SIZE 50

static const char *const due_words[] = {"today", "overdue", "all", NULL};
static const char *const status_words[] = {"pending", "done", "cancelled", "all", NULL};

struct list_params {
	const char *due, *status;
};
static const struct shape_field list_fields[] = {
	{.name = "due",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, due),
		.words = due_words,
		.about = "today: by the end of today, overdue ones too; all if not said"},
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, status),
		.words = status_words,
		.about = "pending if not said"},
};
static const struct shape list_shape = {
	.name = "FollowUpListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "follow_ups",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &follow_up_schema,
		.about = "Soonest first"},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &follow_up_schema,
		.about = "The same rows"},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "FollowUpListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static struct follow_up_filter filter_of(const struct cx *cx, const struct list_params *params)
{
	const char *zone = cx->actor->company->time_zone;
	struct follow_up_filter filter = {.status = params->status ? params->status : "pending",
		.from_us = TIME_MIN_US,
		.to_us = INT64_MAX};

	if (text_is(filter.status, "all"))
		filter.status = NULL;
	if (text_is(params->due, "today"))
		filter.to_us = intl_day_start(zone, intl_day_of(zone, cx->now_us) + 1);
	else if (text_is(params->due, "overdue"))
		filter.to_us = cx->now_us;
	return filter;
}

static void write_rows(struct json *json, const struct cx *cx, const char *key,
	const struct follow_up *rows, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		follow_up_write(json, cx, &rows[i]);
	json_close_array(json);
}

/* GET /api/agent/follow-ups */
static enum err get_follow_ups(struct http_req *rq)
{
	struct list_params params = {0};
	struct follow_up_filter filter;
	struct http_page page;
	struct follow_up *rows;
	struct json *json;
	int64_t total;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	TRY(order_plain_page(&rq->cx, page.cursor, page.page));
	filter = filter_of(&rq->cx, &params);
	TRY(follow_up_list(
		&rq->cx, &filter, page.size, (page.page - 1) * page.size, &rows, &count));
	TRY(follow_up_count(&rq->cx, &filter, &total));
	json = http_reply(rq, 200);
	write_rows(json, &rq->cx, "follow_ups", rows, count);
	write_rows(json, &rq->cx, "data", rows, count);
	order_plain_pagination(json, &page, total);
	return OK;
}

static const char *const outcome_words[] = {"done", "cancelled", NULL};

struct change_params {
	const char *status;
	struct opt_int due_at, version; /* version: read by http_version() */
};
static const struct shape_field change_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, status),
		.words = outcome_words},
	{.name = "due_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, due_at),
		.about = "A new time; it stays pending"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "FollowUpChange", .fields = change_fields, .count = COUNT(change_fields)};
static const struct schema_field change_out_fields[] = {
	{.name = "follow_up", .type = SCHEMA_OBJECT, .ref = &follow_up_schema},
};
static const struct schema change_out = {
	.name = "FollowUpAnswer", .fields = change_out_fields, .count = COUNT(change_out_fields)};

/* PATCH /api/agent/follow-ups/{id} */
static enum err patch_follow_up(struct http_req *rq)
{
	struct change_params params = {0};
	struct follow_up_change change;
	struct follow_up follow_up;
	struct json *json;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	change = (struct follow_up_change){.status = params.status, .due_us = params.due_at};
	TRY(http_version(rq, &change.version));
	TRY(follow_up_change(&rq->cx, id, &change, &follow_up));
	json = http_reply(rq, 200);
	json_key(json, "follow_up");
	follow_up_write(json, &rq->cx, &follow_up);
	return OK;
}

const struct http_route follow_up_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/follow-ups",
		.handler = get_follow_ups,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Follow-ups of the actor's scope",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/follow-ups/{id}",
		.handler = patch_follow_up,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Say that a follow-up is done or off, or move it",
		.in = &change_shape,
		.out = &change_out},
	{0},
};
