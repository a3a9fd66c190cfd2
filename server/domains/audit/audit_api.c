/* audit_api.c - HTTP: who did what. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/audit/audit_internal.h"

#include "platform/http/http_export.h"
#include "platform/intl/messages.h"

#define CURSOR_MARK 'a'
#define STANDARD_SIZE 50

/* ---- Parameters ------------------------------------------------------------------------ */

struct audit_params {
	struct audit_query query;
	struct http_export_params as;
	struct audit_filter filter; /* that the query comes to */
};
#define QUERY(wire, member, longest, what) \
	{ \
		.name = (wire), .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct audit_params, query.member), .max = (longest), \
		.about = (what) \
	}
#define FILTER_FIELDS \
	QUERY("actor", actor, 24, "A user's id, key-3 for a key of that id, or system"), \
		QUERY("action", action, 64, "Such as role.changed; role for all that begin so"), \
		QUERY("subject", subject, 64, "A kind such as role, or one: role:7"), \
		QUERY("date", date, 32, "A period such as today or last_week; all if not said"), \
		QUERY("date_from", date_from, 40, "A day or an instant"), \
		QUERY("date_to", date_to, 40, "A day, which is included, or an instant")

static const struct shape_field list_fields[] = {FILTER_FIELDS};
static const struct shape list_shape = {
	.name = "AuditQuery", .fields = list_fields, .count = COUNT(list_fields)};
static const struct shape_field export_fields[] = {
	FILTER_FIELDS,
	HTTP_EXPORT_FIELDS(struct audit_params, as, "Of the headings; English if not said"),
};
static const struct shape export_shape = {
	.name = "AuditExportQuery", .fields = export_fields, .count = COUNT(export_fields)};

/* ---- Answers ----------------------------------------------------------------------------- */

static const char *const actor_kinds[] = {"user", "api_key", "system", NULL};

static const struct schema_field actor_fields[] = {
	{.name = "kind", .type = SCHEMA_WORD, .words = actor_kinds},
	{.name = "id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "As it is now"},
};
static const struct schema actor_schema = {
	.name = "AuditActor", .fields = actor_fields, .count = COUNT(actor_fields)};
static const struct schema_field row_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "actor", .type = SCHEMA_OBJECT, .ref = &actor_schema},
	{.name = "action", .type = SCHEMA_TEXT},
	{.name = "subject_type", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "subject_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "detail",
		.type = SCHEMA_ANY,
		.about = "Of a change `before` and `after`; never a secret"},
	{.name = "ip", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "request_id", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema row_schema = {
	.name = "AuditRow", .fields = row_fields, .count = COUNT(row_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "rows", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &row_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "AuditAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_actor(struct json *json, const struct audit_row *row)
{
	json_field_open(json, "actor");
	json_field_text(json, "kind", actor_kinds[row->api_key_id ? 1 : row->user_id ? 0 : 2]);
	json_field_id(json, "id", row->api_key_id ? row->api_key_id : row->user_id);
	json_field_text(json, "name", row->api_key_id ? row->api_key_name : row->user_name);
	json_close(json);
}

static void write_row(struct json *json, const struct audit_row *row)
{
	json_open(json);
	json_field_id(json, "id", row->id);
	json_field_time(json, "at", row->at_us);
	write_actor(json, row);
	json_field_text(json, "action", row->action);
	json_field_text(json, "subject_type", row->subject_type);
	json_field_id(json, "subject_id", row->subject_id);
	json_field_raw(json, "detail", row->detail);
	json_field_text(json, "ip", row->ip);
	json_field_text(json, "request_id", row->request_id);
	json_close(json);
}

/* GET /api/admin/audit */
static enum err get_audit(struct http_req *rq)
{
	struct audit_params params = {0};
	struct audit_filter *filter = &params.filter;
	struct audit_row *list;
	struct http_page page;
	struct json *json;
	const char *next = NULL;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(http_page_read(rq, STANDARD_SIZE, &page));
	TRY(audit_filter_make(&rq->cx, &params.query, filter));
	TRY(http_page_below(&rq->cx, &page, CURSOR_MARK, &filter->below));
	filter->limit = page.size + 1;
	TRY(audit_store_list(&rq->cx, filter, &list, &count));
	if ((int64_t)count > page.size) {
		count--;
		next = http_cursor_write(rq->cx.arena, CURSOR_MARK, list[count - 1].id);
	}
	json = http_reply(rq, 200);
	json_field_open_array(json, "rows");
	for (size_t i = 0; i < count; i++)
		write_row(json, &list[i]);
	json_close_array(json);
	http_write_pagination(
		json, &(struct http_pagination){.per_page = page.size, .total = -1, .next = next});
	return OK;
}

/* ---- As a file ------------------------------------------------------------------------------ */

static const char *const headings[] = {WORDS("Time"), WORDS("Who"), WORDS("Action"),
	WORDS("Subject"), WORDS("Number"), WORDS("Details"), WORDS("Address"), WORDS("Request"),
	NULL};

static enum err add_row(struct cx *cx, const struct audit_row *row, void *arg)
{
	const struct opt_int at = {row->at_us, true};
	struct sheet *sheet = arg;

	(void)cx;
	sheet_time(sheet, at);
	sheet_text(sheet, row->api_key_id ? row->api_key_name : row->user_name);
	sheet_text(sheet, row->action);
	sheet_text(sheet, row->subject_type);
	if (row->subject_id)
		sheet_int(sheet, row->subject_id);
	else
		sheet_empty(sheet);
	sheet_text(sheet, row->detail);
	sheet_text(sheet, row->ip);
	sheet_text(sheet, row->request_id);
	return sheet_row(sheet);
}

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct audit_params *params = arg;

	return audit_store_each(cx, &params->filter, add_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct audit_query *query = &((const struct audit_params *)arg)->query;

	json_field_text(json, "actor", query->actor);
	json_field_text(json, "action", query->action);
	json_field_text(json, "subject", query->subject);
	json_field_text(json, "date", query->date);
	json_field_text(json, "date_from", query->date_from);
	json_field_text(json, "date_to", query->date_to);
}

/* GET /api/admin/audit/export */
static enum err get_export(struct http_req *rq)
{
	struct audit_params params = {0};

	TRY(http_read(rq, &params));
	TRY(audit_filter_make(&rq->cx, &params.query, &params.filter));
	params.filter.limit = INT64_MAX;
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "audit",
			.title = WORDS("Audit log"),
			.headings = headings,
			.rows = add_rows,
			.action = "audit.exported",
			.tell = tell_filter,
			.list = &params,
		});
}

const struct http_route audit_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/audit",
		.handler = get_audit,
		.permission = PERM_AUDIT_READ,
		.access = HTTP_READ,
		.summary = "Who did what, newest first",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/admin/audit/export",
		.handler = get_export,
		.permission = PERM_AUDIT_READ,
		.access = HTTP_WRITE,
		.summary = "The audit log of the filter as a file: CSV or XLSX",
		.in = &export_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};
