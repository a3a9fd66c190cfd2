/* assets.h - the web app inside the executable (written by tools/embed.py). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_ASSETS_H
#define PLATFORM_HTTP_ASSETS_H

#include <stddef.h>

/* One file of the web app; a row without path ends the table. */
struct asset {
	const char *path; /* "/index.html" */
	const char *type;
	const char *etag; /* quoted */
	const unsigned char *plain;
	size_t plain_bytes;
	const unsigned char *gzip; /* NULL: not in this form */
	size_t gzip_bytes;
	const unsigned char *brotli; /* NULL: not in this form */
	size_t brotli_bytes;
};

/* Given to the server at start; tests may give their own. */
void assets_set(const struct asset *table);
extern const struct asset assets[]; /* linked into the program, not into libhatif */

#endif
