/* notification_api.c - one's own notifications over HTTP. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "platform/http/http.h"

#define STANDARD_SIZE 50
#define CURSOR_MARK 'n'

/* ---- Shapes ---------------------------------------------------------------- */

struct list_query {
	struct opt_bool unread;
};
static const struct shape_field list_fields[] = {
	{.name = "unread",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_query, unread),
		.about = "true: only those not read yet"},
};
static const struct shape list_shape = {
	.name = "NotificationQuery", .fields = list_fields, .count = COUNT(list_fields)};

struct mark_body {
	struct opt_bool read;
};
static const struct shape_field mark_fields[] = {
	{.name = "read",
		.type = SHAPE_BOOL,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct mark_body, read),
		.about = "false makes it new again"},
};
static const struct shape mark_shape = {
	.name = "NotificationMark", .fields = mark_fields, .count = COUNT(mark_fields)};

static const struct schema_field notification_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "type", .type = SCHEMA_TEXT, .about = "order_assigned, callback_due, ..."},
	{.name = "title", .type = SCHEMA_TEXT},
	{.name = "body", .type = SCHEMA_TEXT},
	{.name = "data",
		.type = SCHEMA_ANY,
		.about = "What a page needs to word it in the reader's language"},
	{.name = "subject_type", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "subject_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "read_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "created_at", .type = SCHEMA_TIME},
};
static const struct schema notification_schema = {
	.name = "Notification", .fields = notification_fields, .count = COUNT(notification_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "notifications",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &notification_schema},
	{.name = "unread", .type = SCHEMA_INT},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "NotificationList", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static const struct schema_field one_out_fields[] = {
	{.name = "notification", .type = SCHEMA_OBJECT, .ref = &notification_schema},
	{.name = "unread", .type = SCHEMA_INT},
};
static const struct schema one_out = {
	.name = "NotificationAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

static const struct schema_field all_out_fields[] = {
	{.name = "updated", .type = SCHEMA_INT},
	{.name = "unread", .type = SCHEMA_INT},
};
static const struct schema all_out = {
	.name = "NotificationsRead", .fields = all_out_fields, .count = COUNT(all_out_fields)};

/* ---- Handlers ----------------------------------------------------------------- */

static enum err get_list(struct http_req *rq)
{
	struct list_query query = {0};
	struct notification_filter filter = {0};
	struct notification *list;
	struct http_page page;
	struct json *json;
	size_t count;
	int64_t unread;
	const char *next;

	TRY(http_read(rq, &query));
	TRY(http_page_read(rq, STANDARD_SIZE, &page));
	TRY(http_cursor_read(&rq->cx, page.cursor, CURSOR_MARK, &filter.below));
	filter.unread = query.unread.value;
	filter.skip = page.page > 1 ? (page.page - 1) * page.size : 0;
	filter.limit = page.size + 1; /* one more tells whether there is a next page */
	TRY(notification_store_list(&rq->cx, &filter, &list, &count));
	TRY(notification_store_unread(&rq->cx, &unread));
	next = http_cursor_write(
		rq->cx.arena, CURSOR_MARK, (int64_t)count > page.size ? list[page.size - 1].id : 0);
	json = http_reply(rq, 200);
	json_field_open_array(json, "notifications");
	for (size_t i = 0; i < count && (int64_t)i < page.size; i++)
		notification_write(json, &rq->cx, rq->cx.language, &list[i]);
	json_close_array(json);
	json_field_int(json, "unread", unread);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page.page, .per_page = page.size, .total = -1, .next = next});
	return OK;
}

static enum err patch_one(struct http_req *rq)
{
	struct mark_body body = {0};
	struct notification after;
	struct json *json;
	int64_t id, unread;

	TRY(http_read(rq, &body));
	if (!text_int(http_path(rq, "id"), &id))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such notification.");
	TRY(notification_store_mark(&rq->cx, id, body.read.value, &after));
	TRY(notification_store_unread(&rq->cx, &unread));
	json = http_reply(rq, 200);
	json_key(json, "notification");
	notification_write(json, &rq->cx, rq->cx.language, &after);
	json_field_int(json, "unread", unread);
	return OK;
}

static enum err post_read_all(struct http_req *rq)
{
	struct json *json;
	int64_t updated;

	TRY(notification_store_mark_all(&rq->cx, &updated));
	json = http_reply(rq, 200);
	json_field_int(json, "updated", updated);
	json_field_int(json, "unread", 0);
	return OK;
}

const struct http_route notification_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/notifications",
		.handler = get_list,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own notifications, newest first",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/notifications/{id}",
		.handler = patch_one,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Mark one of one's notifications as read, or as new",
		.in = &mark_shape,
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/notifications/read-all",
		.handler = post_read_all,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Mark all of one's notifications as read",
		.out = &all_out},
	{0},
};
