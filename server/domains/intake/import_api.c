/* import_api.c - HTTP: sending a file of orders, and what became of it. No rules, no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/auth/audit.h"
#include "platform/files/files.h"
#include "platform/http/http_import.h"

/* ---- How answers look ------------------------------------------------------------- */

static const char *const status_words[] = {
	"waiting", "running", "done", "failed", "cancelled", NULL};

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
		.ref = &import_fault_schema,
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

static enum err answer(struct http_req *rq, int status, const struct import *import)
{
	struct line_fault *faults;
	struct json *json;
	size_t count = 0;

	TRY(import_store_errors(&rq->cx, import->id, 0, IMPORT_FAULTS_SHOWN, &faults, &count));
	json = http_reply(rq, status);
	json_field_open(json, "import");
	import_write(json, import);
	import_faults_write(json, faults, count);
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

	TRY(import_path_id(rq, &id));
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

	TRY(import_store_list(&rq->cx, IMPORTS_LISTED, 0, &imports, &count));
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

/* GET /api/orders/imports/{id}/errors */
static enum err get_errors(struct http_req *rq)
{
	struct line_fault *faults;
	struct import import = {0};
	size_t count = 0;

	TRY(path_import(rq, &import));
	TRY(import_store_errors(&rq->cx, import.id, 0, IMPORT_ERRORS_KEPT, &faults, &count));
	return import_faults_reply(rq, "import-errors", faults, count);
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
		.in = &import_faults_in,
		.out = &import_faults_out},
	{0},
};
