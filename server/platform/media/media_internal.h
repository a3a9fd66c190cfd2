/* media_internal.h - shared inside platform/media: numbers in bytes, and one reader a family. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MEDIA_MEDIA_INTERNAL_H
#define PLATFORM_MEDIA_MEDIA_INTERNAL_H

#include "platform/media/media.h"

#define MEDIA_SECONDS_MAX 1000000000 /* longer: the head is wrong, the length not known */

/* Numbers of `count` bytes (8 at most) at an offset that the caller has checked. */
static inline uint64_t read_big(const char *at, size_t count)
{
	uint64_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

static inline uint64_t read_little(const char *at, size_t count)
{
	uint64_t value = 0;

	for (size_t i = count; i > 0; i--)
		value = value << 8 | (unsigned char)at[i - 1];
	return value;
}

static inline struct str str_from(struct str text, size_t at)
{
	return at < text.len ? (struct str){text.ptr + at, text.len - at}
			     : (struct str){text.ptr + text.len, 0};
}

static inline bool bytes_at(struct str text, size_t at, const char *wanted, size_t length)
{
	return at <= text.len && text.len - at >= length &&
		memcmp(text.ptr + at, wanted, length) == 0;
}

/* Each fills what it knows; false: it begins as one, and goes on as something else. */
typedef bool media_reader(struct str bytes, struct media *media);
media_reader media_read_png, media_read_jpeg, media_read_gif, media_read_webp; /* media_image.c */
media_reader media_read_wav, media_read_ogg, media_read_mp3; /* media_audio.c */
media_reader media_read_mp4,
	media_read_webm; /* media_box.c: media becomes video/… with a picture */

#endif
