/* call_sheet.h - calls as rows of a spreadsheet. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_SHEET_H
#define DOMAINS_CALLS_CALL_SHEET_H

#include "domains/calls/call_view.h"

/* NULL-terminated, as sheet_begin() takes them. */
extern const char *const call_sheet_headings[];
/* One row; arg is the struct sheet. */
MUST_USE enum err call_sheet_row(struct cx *cx, const struct call_view *call, void *arg);

#endif
