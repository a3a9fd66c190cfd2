/* http_import.h - what imports of files share: their number, and lines that were refused. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_IMPORT_H
#define PLATFORM_HTTP_HTTP_IMPORT_H

#include "base/line_fault.h"
#include "platform/http/http.h"

#define IMPORT_FAULTS_SHOWN 100 /* in the answer about an import; all that are kept by themselves */
#define IMPORTS_LISTED 50

/* {line, field, reason} */
extern const struct schema import_fault_schema;
/* The member `errors` of an import. */
void import_faults_write(struct json *json, const struct line_fault *faults, size_t count);

/* The number in the path; ERR_NOT_FOUND where it is none. */
MUST_USE enum err import_path_id(struct http_req *rq, int64_t *id);

/* A route that sends refused lines takes this shape and gives that answer, or a file. */
extern const struct shape import_faults_in;
extern const struct schema import_faults_out;
/* `name` begins the name of the file. */
MUST_USE enum err import_faults_reply(
	struct http_req *rq, const char *name, const struct line_fault *faults, size_t count);

#endif
