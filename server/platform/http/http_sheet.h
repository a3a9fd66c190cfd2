/* http_sheet.h - an answer that is a table: CSV or XLSX, sent while its rows are read. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_SHEET_H
#define PLATFORM_HTTP_HTTP_SHEET_H

#include "platform/http/http.h"
#include "platform/sheet/sheet.h"

struct http_sheet_options {
	enum sheet_format format;
	const char *name; /* "orders": the file is orders-2026-11-21.csv, its day the company's */
	const char *title; /* of the worksheet, as sheet.h says */
	const char *const *headings; /* NULL-terminated */
	const struct language *language; /* of title, headings and words; NULL: as they are */
};

/*
 * Begin the answer. All that http_stream_begin() promises holds; sheet_end()
 * must follow, and its outcome is the handler's. From here on the client sees
 * a failure as a file cut off.
 */
MUST_USE enum err http_sheet_begin(
	struct http_req *rq, const struct http_sheet_options *options, struct sheet **sheet);

#endif
