/* import_api.c - HTTP: sending a file of orders, and what became of it. No rules, no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/auth/audit.h"
#include "platform/files/files.h"
#include "platform/http/http.h"
#include "platform/intl/messages.h"

#define ERRORS_SHOWN 100
#define LIST_SIZE 50

/* ---- How answers look ------------------------------------------------------------- */

static const char *const status_words[] = {
	"waiting", "running", "done", "failed", "cancelled", NULL};

static const struct schema_field fault_fields[] = {
	{.name = "line", .type = SCHEMA_INT, .about = "Of the file, from 1; its header is line 1"},
	{.name = "field", .type = SCHEMA_TEXT},
	{.name = "reason", .type = SCHEMA_TEXT},
};
static const struct schema fault_schema = {
	.name = "ImportError", .fields = fault_fields, .count = COUNT(fault_fields)};

static const struct schema_field import_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "status", .type = SCHEMA_WORD, .words = status_words},
	{.name = "format", .type = SCHEMA_WORD, .words = intake_format_words},
	{.name = "file_name", .type = SCHEMA_TEXT},
	{.name = "dry_run", .type = SCHEMA_BOOL, .about = "Everything was checked, nothing stored"},
	{.name = "size_bytes", .type = SCHEMA_INT},
	{.name = "done_bytes", .type = SCHEMA_INT, .about = "Of JSON: orders"},
	{.name = "total_lines", .type = SCHEMA_INT, .about = "Read so far"},
	{.name = "imported", .type = SCHEMA_INT},
	{.name = "duplicates", .type = SCHEMA_INT, .about = "Orders that were here already"},
	{.name = "failed", .type = SCHEMA_INT, .about = "Orders that were refused"},
	{.name = "error",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Why the whole file was refused"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "errors",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &fault_schema,
		.about = "The first 100; the rest at …/errors"},
};
static const struct schema import_schema = {
	.name = "Import", .fields = import_fields, .count = COUNT(import_fields)};

static const struct schema_field import_out_fields[] = {
	{.name = "import", .type = SCHEMA_OBJECT, .ref = &import_schema},
};
static const struct schema import_out = {
	.name = "ImportAnswer", .fields = import_out_fields, .count = COUNT(import_out_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "imports", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &import_schema},
};
static const struct schema list_out = {
	.name = "ImportListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static void write_faults(struct json *json, const struct intake_fault *faults, size_t count)
{
	json_field_open_array(json, "errors");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "line", faults[i].line);
		json_field_text(json, "field", faults[i].field);
		json_field_text(json, "reason", faults[i].reason);
		json_close(json);
	}
	json_close_array(json);
}

static enum err answer(struct http_req *rq, int status, const struct import *import)
{
	struct intake_fault *faults;
	struct json *json;
	size_t count = 0;

	TRY(import_store_errors(&rq->cx, import->id, 0, ERRORS_SHOWN, &faults, &count));
	json = http_reply(rq, status);
	json_field_open(json, "import");
	import_write(json, import);
	write_faults(json, faults, count);
	json_close(json);
	return OK;
}

/* ---- Sending -------------------------------------------------------------------------- */

struct import_params {
	const char *format, *file_name;
	struct opt_bool dry_run;
};
static const struct shape_field import_in_fields[] = {
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, format),
		.words = intake_format_words,
		.about = "auto if not said: by the header"},
	{.name = "file_name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, file_name),
		.max = 200,
		.about = "Shown in the list of imports"},
	{.name = "dry_run",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, dry_run),
		.about = "Check every line and store nothing"},
};
static const struct shape import_in = {
	.name = "ImportParams", .fields = import_in_fields, .count = COUNT(import_in_fields)};

static enum err check_body(struct http_req *rq, int64_t *size_bytes)
{
	bool is_json;
	FILE *file;

	TRY(http_upload_size(rq, size_bytes));
	file = fopen(http_body_file(rq), "rbe");
	if (!file)
		return fail(&rq->cx, ERR_INTERNAL, NULL, "the body was not kept");
	is_json = intake_file_is_json(file);
	(void)fclose(file);
	if (is_json && *size_bytes > INTAKE_JSON_BYTES)
		return fail(&rq->cx, ERR_TOO_LARGE, "file",
			"JSON is read up to %d MB. Send larger files as CSV.",
			INTAKE_JSON_BYTES / 1024 / 1024);
	return OK;
}

/* POST /api/orders/import: the file is kept and read by a job. */
static enum err post_import(struct http_req *rq)
{
	struct import_params params = {0};
	struct import import = {0};

	TRY(http_read(rq, &params));
	TRY(check_body(rq, &import.size_bytes));
	import.format = params.format ? params.format : "auto";
	import.file_name = params.file_name ? params.file_name : "";
	import.dry_run = params.dry_run.given && params.dry_run.value;
	TRY(import_store_add(&rq->cx, &import));
	TRY(import_store_schedule(&rq->cx, import.id));
	TRY(audit_write(&rq->cx, "order_import.created", "order_import", import.id, NULL));
	TRY(files_keep(&rq->cx, import.stored_file, http_body_file(rq)));
	return answer(rq, 202, &import);
}

/* ---- Looking -------------------------------------------------------------------------- */

static enum err path_import(struct http_req *rq, struct import *import)
{
	int64_t id;

	if (!text_int(http_path(rq, "id"), &id) || id < 1)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such import.");
	return import_store_get(&rq->cx, id, import);
}

/* GET /api/orders/imports/{id} */
static enum err get_import(struct http_req *rq)
{
	struct import import = {0};

	TRY(path_import(rq, &import));
	return answer(rq, 200, &import);
}

/* GET /api/orders/imports: the newest. */
static enum err get_imports(struct http_req *rq)
{
	struct import *imports;
	struct json *json;
	size_t count = 0;

	TRY(import_store_list(&rq->cx, LIST_SIZE, 0, &imports, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "imports");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		import_write(json, &imports[i]);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* POST /api/orders/imports/{id}/cancel */
static enum err post_cancel(struct http_req *rq)
{
	struct import import = {0};

	TRY(path_import(rq, &import));
	TRY(import_cancel(&rq->cx, import.id, &import));
	TRY(audit_write(&rq->cx, "order_import.cancelled", "order_import", import.id, NULL));
	return answer(rq, 200, &import);
}

/* ---- Errors ---------------------------------------------------------------------------- */

static const char *const error_format_words[] = {"json", "csv", NULL};

struct errors_params {
	const char *format, *language;
};
static const struct shape_field errors_in_fields[] = {
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct errors_params, format),
		.words = error_format_words,
		.about = "csv: all that were kept, as a file"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct errors_params, language),
		.words = language_words,
		.about = "Of the file's headings"},
};
static const struct shape errors_in = {
	.name = "ImportErrorsParams", .fields = errors_in_fields, .count = COUNT(errors_in_fields)};

static const struct schema_field errors_out_fields[] = {
	{.name = "errors", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &fault_schema},
};
static const struct schema errors_out = {.name = "ImportErrorsAnswer",
	.fields = errors_out_fields,
	.count = COUNT(errors_out_fields)};

/* A quoted cell that no spreadsheet takes for a formula. */
static void add_cell(struct buf *out, const char *text)
{
	buf_byte(out, '"');
	if (*text && strchr("=+-@\t\r", *text))
		buf_byte(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_byte(out, '"');
		buf_byte(out, *text);
	}
	buf_byte(out, '"');
}

static enum err send_csv(
	struct http_req *rq, const struct import *import, const struct language *language)
{
	const char *name = arena_format(
		rq->cx.arena, "import-%lld-errors.csv", (long long)import->id);
	struct buf out = buf_in(rq->cx.arena, 64 * 1024);
	struct intake_fault *faults;
	size_t count = 0;

	TRY(import_store_errors(&rq->cx, import->id, 0, IMPORT_ERRORS_KEPT, &faults, &count));
	buf_format(&out, "\xEF\xBB\xBF%s,%s,%s\r\n", language_say(language, "line"),
		language_say(language, "field"), language_say(language, "reason"));
	for (size_t i = 0; i < count; i++) {
		buf_int(&out, faults[i].line);
		buf_byte(&out, ',');
		add_cell(&out, faults[i].field);
		buf_byte(&out, ',');
		add_cell(&out, faults[i].reason);
		buf_text(&out, "\r\n");
	}
	http_set_header(rq, "Content-Disposition",
		arena_format(rq->cx.arena, "attachment; filename=\"%s\"", name));
	http_reply_bytes(rq, 200, "text/csv; charset=utf-8", (struct str){out.ptr, out.len});
	return OK;
}

/* GET /api/orders/imports/{id}/errors */
static enum err get_errors(struct http_req *rq)
{
	struct errors_params params = {0};
	struct intake_fault *faults;
	struct import import = {0};
	size_t count = 0;

	TRY(http_read(rq, &params));
	TRY(path_import(rq, &import));
	if (text_is(params.format, "csv"))
		return send_csv(rq, &import, language_by_code(params.language));
	TRY(import_store_errors(&rq->cx, import.id, 0, IMPORT_ERRORS_KEPT, &faults, &count));
	write_faults(http_reply(rq, 200), faults, count);
	return OK;
}

const struct http_route intake_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/orders/import",
		.handler = post_import,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Import a file of orders: CSV, or JSON {orders:[…]}, as the body",
		.in = &import_in,
		.out = &import_out,
		.flags = HTTP_BODY_FILE | HTTP_EXPENSIVE,
		.status = 202},
	{.method = HTTP_GET,
		.pattern = "/api/orders/imports",
		.handler = get_imports,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_READ,
		.summary = "The last 50 imports",
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/orders/imports/{id}",
		.handler = get_import,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_READ,
		.summary = "How far an import is",
		.out = &import_out},
	{.method = HTTP_POST,
		.pattern = "/api/orders/imports/{id}/cancel",
		.handler = post_cancel,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_WRITE,
		.summary = "Stop an import; what is imported stays",
		.out = &import_out},
	{.method = HTTP_GET,
		.pattern = "/api/orders/imports/{id}/errors",
		.handler = get_errors,
		.permission = PERM_ORDERS_IMPORT,
		.access = HTTP_READ,
		.summary = "Refused lines of an import; the first 10,000 are kept",
		.in = &errors_in,
		.out = &errors_out},
	{0},
};
