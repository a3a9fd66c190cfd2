/* import.c - refused lines of imports, as JSON or as a file for a spreadsheet. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_import.h"

#include "platform/http/http_sheet.h"
#include "platform/intl/messages.h"

static const struct schema_field fault_fields[] = {
	{.name = "line", .type = SCHEMA_INT, .about = "Of the file, from 1; its header is line 1"},
	{.name = "field", .type = SCHEMA_TEXT},
	{.name = "reason", .type = SCHEMA_TEXT},
};
const struct schema import_fault_schema = {
	.name = "ImportError", .fields = fault_fields, .count = COUNT(fault_fields)};

static const struct schema_field faults_out_fields[] = {
	{.name = "errors",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &import_fault_schema},
};
const struct schema import_faults_out = {.name = "ImportErrorsAnswer",
	.fields = faults_out_fields,
	.count = COUNT(faults_out_fields)};

static const char *const format_words[] = {"json", "csv", NULL};

struct faults_params {
	const char *format, *language;
};
static const struct shape_field faults_in_fields[] = {
	{.name = "format",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct faults_params, format),
		.words = format_words,
		.about = "csv: as a file; json if not said"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct faults_params, language),
		.words = language_words,
		.about = "Of the file's headings"},
};
const struct shape import_faults_in = {
	.name = "ImportErrorsParams", .fields = faults_in_fields, .count = COUNT(faults_in_fields)};

void import_faults_write(struct json *json, const struct line_fault *faults, size_t count)
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

enum err import_path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id < 1)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such import.");
	return OK;
}

static enum err send_file(struct http_req *rq, const struct http_sheet_options *options,
	const struct line_fault *faults, size_t count)
{
	struct sheet *sheet;
	enum err err = OK;

	TRY(http_sheet_begin(rq, options, &sheet));
	for (size_t i = 0; i < count && err == OK; i++) {
		sheet_int(sheet, faults[i].line);
		sheet_text(sheet, faults[i].field);
		sheet_text(sheet, faults[i].reason);
		err = sheet_row(sheet);
	}
	return sheet_end(&sheet, err);
}

enum err import_faults_reply(
	struct http_req *rq, const char *name, const struct line_fault *faults, size_t count)
{
	static const char *const headings[] = {
		WORDS("line"), WORDS("field"), WORDS("reason"), NULL};
	struct faults_params params = {0};

	TRY(http_read(rq, &params));
	if (text_is(params.format, "csv"))
		return send_file(rq,
			&(struct http_sheet_options){.format = SHEET_CSV,
				.name = name,
				.title = WORDS("Errors"),
				.language = language_by_code(params.language),
				.headings = headings},
			faults, count);
	import_faults_write(http_reply(rq, 200), faults, count);
	return OK;
}
