/* media_child.h - the process that reads images: what it is told, and what it answers. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MEDIA_MEDIA_CHILD_H
#define PLATFORM_MEDIA_MEDIA_CHILD_H

#include "base/base.h"

/* hatif image-child TYPE ORIENTATION SIDE THUMBNAIL-SIDE, with the image on standard input. */
#define MEDIA_CHILD_WORD "image-child"
#define MEDIA_CHILD_ARGS 6 /* with the program's name and the word */

#define MEDIA_ANSWER_MAGIC UINT64_C(0x4861746966496D31)

/* On standard output before the bytes of both pictures. Same program, same machine. */
struct media_answer {
	uint64_t magic;
	uint64_t width, height, bytes, thumbnail_bytes;
};

/* The whole of that process; does not return before its end. */
int media_child_main(int argc, char **argv);

#endif
