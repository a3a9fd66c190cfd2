/* media.h - what a file is by its content alone: its type, and the size of an image. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MEDIA_MEDIA_H
#define PLATFORM_MEDIA_MEDIA_H

#include "base/cx.h"
#include "base/str.h"

enum media_kind { MEDIA_IMAGE, MEDIA_AUDIO, MEDIA_DOCUMENT };
extern const char *const media_kind_words[]; /* image, audio, document, NULL */

#define MEDIA_SIDE_MAX 16384 /* pixels; what is wider or higher is no picture of anybody */
#define MEDIA_PIXELS_MAX ((int64_t)50 * 1000 * 1000) /* as large phones make them */

struct media {
	enum media_kind kind;
	const char *mime;
	const char *extensions; /* "jpg jpeg": the first is the usual one */
	int64_t width, height; /* of an image, as its head says; else 0 */
	int orientation; /* of a JPEG: 1 to 8, as Exif has it; else 1 */
	int64_t duration_ms; /* of audio, where its head says it; else 0 */
};

/*
 * What the bytes are. The name decides only among documents that look alike
 * (a spreadsheet and an archive). False: nothing that people send each other,
 * or it is broken where its head is read.
 */
MUST_USE bool media_look(struct str bytes, const char *name, struct media *media);

/* ---- Pictures made anew ------------------------------------------------------------------ */

/* An image that somebody sent, and where the two pictures are written. */
struct media_source {
	struct str bytes;
	const struct media *media;
	int64_t side_max; /* what is longer is made smaller */
	int64_t thumbnail_side;
	const char *path, *thumbnail_path;
};

struct media_picture {
	const char *mime, *extensions;
	int64_t width, height, bytes, thumbnail_bytes; /* the thumbnail is WebP */
};

/*
 * Draw an image anew, the right way up: what was hidden in the file, such as
 * where a photograph was taken, is gone. Another process does it, which can open
 * nothing, reach nobody and is ended after ten seconds; the caller waits for it.
 * ERR_INVALID on `file`: it is no picture; ERR_BUSY; ERR_FULL.
 */
MUST_USE enum err media_remake(
	struct cx *cx, const struct media_source *source, struct media_picture *picture);

/* For tests: another program than this one, and how long it may take. NULL, 0: as always. */
void media_child_replace(const char *program, int64_t deadline_us);

#endif
