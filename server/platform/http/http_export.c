/* http_export.c - a list as a file, and the record of who took it. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_export.h"

#include "platform/auth/audit.h"
#include "platform/intl/messages.h"

struct outcome {
	enum sheet_format format;
	int64_t rows;
	bool complete;
};

static enum err record(struct cx *cx, const struct http_export *what, const struct outcome *outcome)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "format", sheet_format_words[outcome->format]);
	json_field_int(&json, "rows", outcome->rows);
	json_field_bool(&json, "complete", outcome->complete);
	if (what->tell)
		what->tell(&json, what->list);
	json_close(&json);
	return audit_write(
		cx, what->action, what->subject_type, what->subject_id, json_end(&json).ptr);
}

enum err http_export(struct http_req *rq, const struct http_export_params *params,
	const struct http_export *what)
{
	const struct http_sheet_options options = {
		.format = sheet_format_of(params->format),
		.name = what->name,
		.title = what->title,
		.headings = what->headings,
		.language = language_by_code(params->language),
	};
	struct sheet *sheet;
	struct outcome outcome = {.format = options.format};
	enum err err;

	TRY(http_sheet_begin(rq, &options, &sheet));
	err = what->rows(&rq->cx, sheet, what->list);
	outcome.rows = sheet_rows(sheet);
	err = sheet_end(&sheet, err);
	outcome.complete = err == OK;
	TRY(record(&rq->cx, what, &outcome));
	return err;
}
