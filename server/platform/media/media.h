/* media.h - what a file is by its content alone: its type, and the size of an image. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MEDIA_MEDIA_H
#define PLATFORM_MEDIA_MEDIA_H

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

#endif
