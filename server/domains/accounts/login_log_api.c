/* login_log_api.c - HTTP: who logged in, and who tried to (IMP-AUTH-06). No rules, no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/login_log_internal.h"
#include "domains/accounts/session_internal.h"

#include "platform/intl/intl.h"

#define CURSOR_MARK 'l'
#define STANDARD_SIZE 50

static const char *const result_words[] = {"all", "refused", NULL};

struct login_query {
	struct opt_int user_id;
	const char *ip, *result;
	const char *date, *date_from, *date_to;
};
#define QUERY(wire, member, longest, what) \
	{ \
		.name = (wire), .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct login_query, member), .max = (longest), .about = (what) \
	}
static const struct shape_field query_fields[] = {
	{.name = "user_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct login_query, user_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "Of this user alone"},
	{.name = "result",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct login_query, result),
		.words = result_words,
		.about = "refused: those that were not let in"},
	QUERY("ip", ip, 64, "From this address alone"),
	QUERY("date", date, 32, "A period such as today or last_week; all if not said"),
	QUERY("date_from", date_from, 40, "A day or an instant"),
	QUERY("date_to", date_to, 40, "A day, which is included, or an instant"),
};
static const struct shape query_shape = {
	.name = "LoginsQuery", .fields = query_fields, .count = COUNT(query_fields)};

static const char *const way_words[] = {"password", "badge", "refresh", "logout", "timeout", NULL};

static const struct schema_field user_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "agent_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema login_user_schema = {
	.name = "LoginUser", .fields = user_fields, .count = COUNT(user_fields)};
static const struct schema_field row_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "user",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &login_user_schema},
	{.name = "way",
		.type = SCHEMA_WORD,
		.words = way_words,
		.about = "refresh: a remembered device came back"},
	{.name = "outcome", .type = SCHEMA_TEXT, .about = "ok, or why it was refused or ended"},
	{.name = "browser", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "system", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "user_agent", .type = SCHEMA_TEXT},
	{.name = "ip", .type = SCHEMA_TEXT},
};
static const struct schema row_schema = {
	.name = "Login", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "logins", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &row_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "LoginsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_user(struct json *json, struct arena *arena, const struct login_row *row)
{
	if (!row->username) {
		json_field_null(json, "user");
		return;
	}
	json_field_open(json, "user");
	json_field_id(json, "id", row->user_id);
	json_field_text(json, "username", row->username);
	json_field_text(json, "name", row->name);
	json_field_text(
		json, "agent_code", row->agent_no ? agent_code(arena, row->agent_no) : NULL);
	json_close(json);
}

static void write_row(struct json *json, struct arena *arena, const struct login_row *row)
{
	const struct device_words words = device_words_of(row->user_agent);

	json_open(json);
	json_field_id(json, "id", row->id);
	json_field_time(json, "at", row->at_us);
	write_user(json, arena, row);
	json_field_text(json, "way", row->way);
	json_field_text(json, "outcome", row->outcome);
	json_field_text(json, "browser", words.browser);
	json_field_text(json, "system", words.system);
	json_field_text(json, "user_agent", row->user_agent);
	json_field_text(json, "ip", row->ip);
	json_close(json);
}

static enum err read_filter(
	struct cx *cx, const struct login_query *query, struct login_filter *filter)
{
	struct period period;

	*filter = (struct login_filter){.user_id = query->user_id.value,
		.ip = query->ip,
		.refused = text_is(query->result, "refused"),
		.from_us = INT64_MIN,
		.to_us = INT64_MAX,
		.below = INT64_MAX};
	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	if (!period.all) {
		filter->from_us = period.from_us;
		filter->to_us = period.to_us;
	}
	return OK;
}

/* GET /api/admin/logins */
static enum err get_logins(struct http_req *rq)
{
	struct login_query query = {0};
	struct login_filter filter;
	struct login_row *list;
	struct http_page page;
	struct json *json;
	const char *next = NULL;
	size_t count;

	TRY(http_read(rq, &query));
	TRY(http_page_read(rq, STANDARD_SIZE, &page));
	TRY(read_filter(&rq->cx, &query, &filter));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter.below));
	filter.limit = page.size + 1;
	TRY(login_log_list(&rq->cx, &filter, &list, &count));
	if ((int64_t)count > page.size) {
		count--;
		next = http_cursor_write(rq->cx.arena, CURSOR_MARK, list[count - 1].id);
	}
	json = http_reply(rq, 200);
	json_field_open_array(json, "logins");
	for (size_t i = 0; i < count; i++)
		write_row(json, rq->cx.arena, &list[i]);
	json_close_array(json);
	http_write_pagination(
		json, &(struct http_pagination){.per_page = page.size, .total = -1, .next = next});
	return OK;
}

const struct http_route login_log_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/logins",
		.handler = get_logins,
		.permission = PERM_AUDIT_READ,
		.access = HTTP_READ,
		.summary = "Who logged in and out, and who was refused, newest first",
		.in = &query_shape,
		.out = &list_out},
	{0},
};
