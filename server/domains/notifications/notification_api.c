/* notification_api.c - one's own notifications over HTTP. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "platform/http/http.h"

#define STANDARD_SIZE 50
#define CURSOR_MARK 'n'

/* ---- Shapes ---------------------------------------------------------------- */

struct list_query {
	struct opt_bool unread;
	const char *topic;
};
static const struct shape_field list_fields[] = {
	{.name = "unread",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_query, unread),
		.about = "true: only those not read yet"},
	{.name = "topic",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_query, topic),
		.max = 40,
		.about = "Only those about it, as /api/agent/preferences names topics"},
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

struct clear_query {
	struct opt_int up_to;
};
static const struct shape_field clear_fields[] = {
	{.name = "up_to",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct clear_query, up_to),
		.min = 1,
		.max = INT64_MAX,
		.about = "The newest one that was shown; later ones stay"},
};
static const struct shape clear_shape = {
	.name = "NotificationClear", .fields = clear_fields, .count = COUNT(clear_fields)};

struct restore_body {
	struct opt_int undo;
};
static const struct shape_field restore_fields[] = {
	{.name = "undo",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct restore_body, undo),
		.min = 1,
		.max = INT64_MAX,
		.about = "As the clearing answered"},
};
static const struct shape restore_shape = {
	.name = "NotificationRestore", .fields = restore_fields, .count = COUNT(restore_fields)};

static const struct schema_field notification_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "type", .type = SCHEMA_TEXT, .about = "order_assigned, callback_due, ..."},
	{.name = "topic",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "What is chosen together in /api/agent/preferences"},
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

static const struct schema_field cleared_out_fields[] = {
	{.name = "cleared", .type = SCHEMA_INT},
	{.name = "unread", .type = SCHEMA_INT},
	{.name = "undo", .type = SCHEMA_INT, .about = "Brings them back, for a day"},
};
static const struct schema cleared_out = {.name = "NotificationsCleared",
	.fields = cleared_out_fields,
	.count = COUNT(cleared_out_fields)};

static const struct schema_field restored_out_fields[] = {
	{.name = "restored", .type = SCHEMA_INT},
	{.name = "unread", .type = SCHEMA_INT},
};
static const struct schema restored_out = {.name = "NotificationsRestored",
	.fields = restored_out_fields,
	.count = COUNT(restored_out_fields)};

/* ---- Handlers ----------------------------------------------------------------- */

/* ",order_assigned,work_given," of a topic; ",," for one that does not exist. */
static const char *types_of(struct cx *cx, const char *code)
{
	const struct topic *topic = code ? topic_by_code(code) : NULL;
	struct buf types = buf_in(cx->arena, 128);

	if (!code)
		return "";
	buf_byte(&types, ',');
	for (size_t i = 0; topic && i < TOPIC_TYPES_MAX && topic->types[i]; i++)
		buf_format(&types, "%s,", topic->types[i]);
	return types.ptr;
}

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
	filter.types = types_of(&rq->cx, query.topic);
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

/* -1, which is nobody's, for what is no id. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

static enum err patch_one(struct http_req *rq)
{
	struct mark_body body = {0};
	struct notification after;
	struct json *json;
	int64_t unread;

	TRY(http_read(rq, &body));
	TRY(notification_store_mark(&rq->cx, id_of(rq), body.read.value, &after));
	TRY(notification_changed(&rq->cx, after.id, body.read.value ? "read" : "unread", &unread));
	json = http_reply(rq, 200);
	json_key(json, "notification");
	notification_write(json, &rq->cx, rq->cx.language, &after);
	json_field_int(json, "unread", unread);
	return OK;
}

static enum err post_read_all(struct http_req *rq)
{
	struct json *json;
	int64_t updated, unread;

	TRY(notification_store_mark_all(&rq->cx, &updated));
	TRY(notification_changed(&rq->cx, 0, "read", &unread));
	json = http_reply(rq, 200);
	json_field_int(json, "updated", updated);
	json_field_int(json, "unread", unread);
	return OK;
}

static enum err clear(struct http_req *rq, int64_t id, int64_t up_to)
{
	const int64_t undo = rq->cx.now_us;
	int64_t cleared, unread;
	struct json *json;

	TRY(notification_store_clear(&rq->cx, id, up_to, undo, &cleared));
	if (id && !cleared)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such notification.");
	TRY(notification_changed(&rq->cx, id, "cleared", &unread));
	json = http_reply(rq, 200);
	json_field_int(json, "cleared", cleared);
	json_field_int(json, "unread", unread);
	json_field_int(json, "undo", undo);
	return OK;
}

/* DELETE /api/notifications/{id} */
static enum err delete_one(struct http_req *rq)
{
	return clear(rq, id_of(rq), 0);
}

/* DELETE /api/notifications */
static enum err delete_all(struct http_req *rq)
{
	struct clear_query query = {0};

	TRY(http_read(rq, &query));
	return clear(rq, 0, query.up_to.given ? query.up_to.value : INT64_MAX);
}

/* POST /api/notifications/restore */
static enum err post_restore(struct http_req *rq)
{
	struct restore_body body = {0};
	int64_t restored, unread;
	struct json *json;

	TRY(http_read(rq, &body));
	TRY(notification_store_restore(&rq->cx, body.undo.value, &restored));
	TRY(notification_changed(&rq->cx, 0, "restored", &unread));
	json = http_reply(rq, 200);
	json_field_int(json, "restored", restored);
	json_field_int(json, "unread", unread);
	return OK;
}

/* The same under both addresses; `prefix` ends in "notifications". */
#define READING(prefix) \
	{ \
		.method = HTTP_GET, .pattern = prefix, .handler = get_list, \
		.permission = PERM_SELF, .access = HTTP_READ, \
		.summary = "One's own notifications, newest first", .in = &list_shape, \
		.out = &list_out \
	}
#define MARKING(prefix) \
	{ \
		.method = HTTP_PATCH, .pattern = prefix "/{id}", .handler = patch_one, \
		.permission = PERM_SELF, .access = HTTP_WRITE, \
		.summary = "Mark one of one's notifications as read, or as new", \
		.in = &mark_shape, .out = &one_out \
	}
#define READING_ALL(prefix) \
	{ \
		.method = HTTP_POST, .pattern = prefix "/read-all", .handler = post_read_all, \
		.permission = PERM_SELF, .access = HTTP_WRITE, \
		.summary = "Mark all of one's notifications as read", .out = &all_out \
	}

const struct http_route notification_routes[] = {
	READING("/api/agent/notifications"),
	MARKING("/api/agent/notifications"),
	READING_ALL("/api/agent/notifications"),
	READING("/api/notifications"),
	MARKING("/api/notifications"),
	READING_ALL("/api/notifications"),
	{.method = HTTP_DELETE,
		.pattern = "/api/notifications",
		.handler = delete_all,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Clear one's notifications",
		.in = &clear_shape,
		.out = &cleared_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/notifications/{id}",
		.handler = delete_one,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Clear one of one's notifications",
		.out = &cleared_out},
	{.method = HTTP_POST,
		.pattern = "/api/notifications/restore",
		.handler = post_restore,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Bring back what was cleared",
		.in = &restore_shape,
		.out = &restored_out},
	{0},
};
