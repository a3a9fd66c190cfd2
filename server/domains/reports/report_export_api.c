/* report_export_api.c - HTTP: large reports as files, made in the background. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_query_api.h"
#include "platform/auth/audit.h"
#include "platform/intl/intl.h"

#define LIST_SIZE 50
#define PIECE_BYTES 65536

static const struct schema_field export_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "type", .type = SCHEMA_WORD, .words = report_type_words},
	{.name = "format", .type = SCHEMA_WORD, .words = sheet_format_words},
	{.name = "status", .type = SCHEMA_WORD, .words = report_export_status_words},
	{.name = "filters", .type = SCHEMA_ANY, .about = "As they were asked for"},
	{.name = "rows_done", .type = SCHEMA_INT},
	{.name = "rows_total",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: not counted yet, or too many to count"},
	{.name = "size_bytes", .type = SCHEMA_INT},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "finished_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "expires_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When the file is removed"},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema export_schema = {
	.name = "ReportExport", .fields = export_fields, .count = COUNT(export_fields)};
static const struct schema_field export_out_fields[] = {
	{.name = "export", .type = SCHEMA_OBJECT, .ref = &export_schema},
};
static const struct schema export_out = {.name = "ReportExportAnswer",
	.fields = export_out_fields,
	.count = COUNT(export_out_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "exports", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &export_schema},
};
static const struct schema list_out = {.name = "ReportExportListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

static enum err answer(struct http_req *rq, int status, const struct report_export *export)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "export");
	report_export_write(json, export);
	return OK;
}

/* ---- Asking ------------------------------------------------------------------------------- */

#define REPORT_WHERE SHAPE_NULLABLE
static const struct shape_field post_fields[] = {
	REPORT_FIELDS,
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct report_params, format),
		.words = sheet_format_words,
		.about = "csv if not said"},
};
static const struct shape post_shape = {
	.name = "ReportExportNew", .fields = post_fields, .count = COUNT(post_fields)};

/* POST /api/agent/reports/exports */
static enum err post_export(struct http_req *rq)
{
	struct report_params params = {0};
	struct report_export export = {0};

	TRY(http_read(rq, &params));
	export.type = params.query.type;
	export.format = params.format ? params.format : "csv";
	export.language = params.language;
	TRY(report_export_begin(&rq->cx, &params.query, &export));
	return answer(rq, 202, &export);
}

/* ---- Looking --------------------------------------------------------------------------------- */

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such export.");
	return OK;
}

/* GET /api/agent/reports/exports */
static enum err get_exports(struct http_req *rq)
{
	struct report_export *rows;
	struct json *json;
	size_t count;

	TRY(export_store_list(&rq->cx, LIST_SIZE, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "exports");
	for (size_t i = 0; i < count; i++)
		report_export_write(json, &rows[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/agent/reports/exports/{id} */
static enum err get_export(struct http_req *rq)
{
	struct report_export export;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(report_export_get(&rq->cx, id, &export));
	return answer(rq, 200, &export);
}

/* POST /api/agent/reports/exports/{id}/cancel */
static enum err post_cancel(struct http_req *rq)
{
	struct report_export export;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(report_export_cancel(&rq->cx, id, &export));
	return answer(rq, 200, &export);
}

/* ---- The file --------------------------------------------------------------------------------- */

static enum err send_pieces(struct http_req *rq, FILE *file)
{
	char *piece = arena_alloc(rq->cx.arena, PIECE_BYTES);
	size_t length;

	while ((length = fread(piece, 1, PIECE_BYTES, file)) > 0)
		TRY(http_stream_write(rq, piece, length));
	return ferror(file) ? fail(&rq->cx, ERR_INTERNAL, NULL, "the file cannot be read") : OK;
}

static const char *file_name(struct http_req *rq, const struct report_export *export)
{
	char day[DAY_TEXT_BYTES];

	day_write(day, intl_day_of(rq->cx.actor->company->time_zone, export->created_us));
	return arena_format(rq->cx.arena, "%s-%s.%s", export->type, day, export->format);
}

/* GET /api/agent/reports/exports/{id}/file: sent first, written down last. */
static enum err get_file(struct http_req *rq)
{
	struct report_export export;
	FILE *file;
	int64_t id;
	enum err err;

	TRY(path_id(rq, &id));
	TRY(report_export_open(&rq->cx, id, &export, &file));
	err = http_stream_begin(
		rq, sheet_content_type(sheet_format_of(export.format)), file_name(rq, &export));
	if (err == OK)
		err = send_pieces(rq, file);
	(void)fclose(file);
	TRY(audit_write(&rq->cx, "report.downloaded", "report_export", id,
		err == OK ? "{\"complete\":true}" : "{\"complete\":false}"));
	return err;
}

const struct http_route report_export_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/reports/exports",
		.handler = post_export,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_WRITE,
		.summary = "Make a large report into a file, in the background",
		.in = &post_shape,
		.out = &export_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 202},
	{.method = HTTP_GET,
		.pattern = "/api/agent/reports/exports",
		.handler = get_exports,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_READ,
		.summary = "One's own exports, newest first",
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/reports/exports/{id}",
		.handler = get_export,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_READ,
		.summary = "How far an export of one's own is",
		.out = &export_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/reports/exports/{id}/cancel",
		.handler = post_cancel,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_WRITE,
		.summary = "Stop an export of one's own",
		.out = &export_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/reports/exports/{id}/file",
		.handler = get_file,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_WRITE,
		.summary = "The file of a finished export, for a day",
		.flags = HTTP_EXPENSIVE},
	{0},
};
