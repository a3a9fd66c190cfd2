/* stock_import_api.c - HTTP: sending a file of stock, and what became of it. No rules, no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_api.h"

#include "platform/auth/audit.h"
#include "platform/files/files.h"
#include "platform/http/http_import.h"

/* ---- How answers look ------------------------------------------------------------------- */

static const struct schema_field import_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "status", .type = SCHEMA_WORD, .words = stock_import_words},
	{.name = "file_name", .type = SCHEMA_TEXT},
	{.name = "dry_run", .type = SCHEMA_BOOL, .about = "Everything was checked, nothing stored"},
	{.name = "size_bytes", .type = SCHEMA_INT},
	{.name = "done_bytes", .type = SCHEMA_INT},
	{.name = "total_lines", .type = SCHEMA_INT, .about = "Read so far"},
	{.name = "created", .type = SCHEMA_INT, .about = "Lines that brought a new product"},
	{.name = "changed", .type = SCHEMA_INT},
	{.name = "unchanged", .type = SCHEMA_INT, .about = "Lines that said what was known"},
	{.name = "failed", .type = SCHEMA_INT, .about = "Lines that were refused"},
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
	.name = "StockImport", .fields = import_fields, .count = COUNT(import_fields)};

static const struct schema_field import_out_fields[] = {
	{.name = "import", .type = SCHEMA_OBJECT, .ref = &import_schema},
};
static const struct schema import_out = {.name = "StockImportAnswer",
	.fields = import_out_fields,
	.count = COUNT(import_out_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "imports", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &import_schema},
};
static const struct schema list_out = {.name = "StockImportListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

static enum err answer(struct http_req *rq, int status, const struct stock_import *import)
{
	struct line_fault *faults;
	struct json *json;
	size_t count;

	TRY(stock_import_store_errors(&rq->cx, import->id, IMPORT_FAULTS_SHOWN, &faults, &count));
	json = http_reply(rq, status);
	json_field_open(json, "import");
	stock_import_write(json, import);
	import_faults_write(json, faults, count);
	json_close(json);
	return OK;
}

/* ---- Sending ---------------------------------------------------------------------------------- */

struct import_params {
	const char *file_name;
	struct opt_bool dry_run;
};
static const struct shape_field import_in_fields[] = {
	{.name = "file_name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, file_name),
		.max = 200,
		.about = "Shown in the list of imports and in the ledger"},
	{.name = "dry_run",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, dry_run),
		.about = "Check every line and store nothing"},
};
static const struct shape import_in = {
	.name = "StockImportParams", .fields = import_in_fields, .count = COUNT(import_in_fields)};

/* POST /api/inventory/import: the file is kept and read by a job. */
static enum err post_import(struct http_req *rq)
{
	struct import_params params = {0};
	struct stock_import import = {0};

	TRY(http_read(rq, &params));
	TRY(http_upload_size(rq, &import.size_bytes));
	import.file_name = params.file_name ? params.file_name : "";
	import.dry_run = params.dry_run.given && params.dry_run.value;
	TRY(stock_import_store_add(&rq->cx, &import));
	TRY(stock_import_store_schedule(&rq->cx, import.id));
	TRY(audit_write(&rq->cx, "stock_import.created", "stock_import", import.id, NULL));
	TRY(files_keep(&rq->cx, import.stored_file, http_body_file(rq)));
	return answer(rq, 202, &import);
}

/* ---- Looking ---------------------------------------------------------------------------------- */

static enum err path_import(struct http_req *rq, struct stock_import *import)
{
	int64_t id;

	TRY(import_path_id(rq, &id));
	return stock_import_store_get(&rq->cx, id, import);
}

/* GET /api/inventory/imports/{id} */
static enum err get_import(struct http_req *rq)
{
	struct stock_import import = {0};

	TRY(path_import(rq, &import));
	return answer(rq, 200, &import);
}

/* GET /api/inventory/imports: the newest. */
static enum err get_imports(struct http_req *rq)
{
	struct stock_import *imports;
	struct json *json;
	size_t count;

	TRY(stock_import_store_list(&rq->cx, IMPORTS_LISTED, &imports, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "imports");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		stock_import_write(json, &imports[i]);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* POST /api/inventory/imports/{id}/cancel */
static enum err post_cancel(struct http_req *rq)
{
	struct stock_import import = {0};

	TRY(path_import(rq, &import));
	TRY(stock_import_cancel(&rq->cx, import.id, &import));
	TRY(audit_write(&rq->cx, "stock_import.cancelled", "stock_import", import.id, NULL));
	return answer(rq, 200, &import);
}

/* GET /api/inventory/imports/{id}/errors */
static enum err get_errors(struct http_req *rq)
{
	struct line_fault *faults;
	struct stock_import import = {0};
	size_t count;

	TRY(path_import(rq, &import));
	TRY(stock_import_store_errors(
		&rq->cx, import.id, STOCK_IMPORT_ERRORS_KEPT, &faults, &count));
	return import_faults_reply(rq, "stock-import-errors", faults, count);
}

const struct http_route stock_import_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/inventory/import",
		.handler = post_import,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Import a file of stock: CSV as the body, a line for each product and "
			   "place",
		.in = &import_in,
		.out = &import_out,
		.flags = HTTP_BODY_FILE | HTTP_EXPENSIVE,
		.status = 202},
	{.method = HTTP_GET,
		.pattern = "/api/inventory/imports",
		.handler = get_imports,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_READ,
		.summary = "The last 50 imports of stock",
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/inventory/imports/{id}",
		.handler = get_import,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_READ,
		.summary = "How far an import of stock is",
		.out = &import_out},
	{.method = HTTP_POST,
		.pattern = "/api/inventory/imports/{id}/cancel",
		.handler = post_cancel,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Stop an import of stock; what is done stays",
		.out = &import_out},
	{.method = HTTP_GET,
		.pattern = "/api/inventory/imports/{id}/errors",
		.handler = get_errors,
		.permission = PERM_INVENTORY_MANAGE,
		.access = HTTP_READ,
		.summary = "Refused lines of an import of stock; the first 10,000 are kept",
		.in = &import_faults_in,
		.out = &import_faults_out},
	{0},
};
