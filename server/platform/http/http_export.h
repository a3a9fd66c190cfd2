/* http_export.h - a list as a file, and the record of who took it. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_EXPORT_H
#define PLATFORM_HTTP_HTTP_EXPORT_H

#include "platform/http/http_sheet.h"

/* What the query of an export asks for besides its filter; NULL for what is not said. */
struct http_export_params {
	const char *format, *language;
};
#define HTTP_EXPORT_FORMAT(params, member) \
	{ \
		.name = "format", .type = SHAPE_WORD, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.format), .words = sheet_format_words, \
		.about = "csv if not said" \
	}
#define HTTP_EXPORT_FIELDS(params, member, of_what) \
	HTTP_EXPORT_FORMAT(params, member), \
	{ \
		.name = "language", .type = SHAPE_WORD, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.language), .words = language_words, \
		.about = (of_what) \
	}

/* Everything but format and language, which somebody asks for. */
struct http_export {
	const char *name, *title; /* as in struct http_sheet_options */
	const char *const *headings;
	/* Every row into the sheet, one at a time, without keeping them. */
	enum err (*rows)(struct cx *cx, struct sheet *sheet, const void *list);
	/* The record: its action, such as "orders.exported", and what it is about, if anything. */
	const char *action, *subject_type;
	int64_t subject_id;
	/* Members of the record that say which rows; NULL for none. */
	void (*tell)(struct json *json, const void *list);
	const void *list; /* for the two above: what was asked for */
};

/*
 * Answer with the file. Rows are read and sent before anything is written, so
 * that a slow reader holds nobody up; the record of it (the format, how many
 * rows, and whether all of them arrived) comes last, and also when the reader left.
 */
MUST_USE enum err http_export(struct http_req *rq, const struct http_export_params *params,
	const struct http_export *what);

#endif
