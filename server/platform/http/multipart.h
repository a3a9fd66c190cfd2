/* multipart.h - the parts of a multipart/form-data body (RFC 7578, RFC 2046). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_MULTIPART_H
#define PLATFORM_HTTP_MULTIPART_H

#include "base/str.h"

#define MULTIPART_BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */

struct multipart_part {
	struct str name;
	struct str file_name; /* ptr NULL: it is no file */
	struct str bytes;
};

/* Reads a whole body from its first byte on; strict: no text before the first boundary. */
struct multipart {
	struct str boundary;
	struct str rest;
};

/* By the boundary of the content type; false when it has none or no possible one. */
MUST_USE bool multipart_begin(
	struct multipart *reader, struct arena *arena, const char *content_type, struct str body);

enum multipart_step { MULTIPART_PART, MULTIPART_END, MULTIPART_BROKEN };
/*
 * The next part, as slices of the body; names that were escaped are in the
 * arena. BROKEN: cut off, without a name, or its head is longer than 4 KB.
 */
enum multipart_step multipart_next(
	struct multipart *reader, struct arena *arena, struct multipart_part *part);

#endif
