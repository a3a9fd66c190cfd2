/* media_image.c - sizes of images, and which way up a photograph is, from their heads alone. */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media_internal.h"

#define ORIENTATION_TAG 0x0112
#define TYPE_SHORT 3
#define ENTRY_BYTES 12

bool media_read_png(struct str bytes, struct media *media)
{
	if (bytes.len < 33 || read_big(bytes.ptr + 8, 4) != 13 || !bytes_at(bytes, 12, "IHDR", 4))
		return false;
	media->width = (int64_t)read_big(bytes.ptr + 16, 4);
	media->height = (int64_t)read_big(bytes.ptr + 20, 4);
	return true;
}

bool media_read_gif(struct str bytes, struct media *media)
{
	if (bytes.len < 13)
		return false;
	media->width = (int64_t)read_little(bytes.ptr + 6, 2);
	media->height = (int64_t)read_little(bytes.ptr + 8, 2);
	return true;
}

/* RIFF, its length, WEBP, and the first chunk: VP8 (lossy), VP8L (lossless) or VP8X (both). */
bool media_read_webp(struct str bytes, struct media *media)
{
	const char *data;

	if (bytes.len < 30)
		return false;
	data = bytes.ptr + 20;
	if (bytes_at(bytes, 12, "VP8X", 4)) {
		media->width = (int64_t)read_little(data + 4, 3) + 1;
		media->height = (int64_t)read_little(data + 7, 3) + 1;
		return true;
	}
	if (bytes_at(bytes, 12, "VP8L", 4)) {
		const uint64_t sides = read_little(data + 1, 4);

		media->width = (int64_t)(sides & 0x3FFF) + 1;
		media->height = (int64_t)(sides >> 14 & 0x3FFF) + 1;
		return data[0] == 0x2F;
	}
	if (!bytes_at(bytes, 12, "VP8 ", 4) || read_little(data + 3, 3) != 0x2A019D)
		return false;
	media->width = (int64_t)(read_little(data + 6, 2) & 0x3FFF);
	media->height = (int64_t)(read_little(data + 8, 2) & 0x3FFF);
	return true;
}

/* ---- JPEG --------------------------------------------------------------------------------- */

/* The orientation in a TIFF directory; 1 where it says nothing, or nothing sensible. */
static int read_directory(struct str tiff, bool big, uint64_t at)
{
	uint64_t (*const number)(const char *, size_t) = big ? read_big : read_little;
	uint64_t entries;

	if (at > tiff.len || tiff.len - at < 2)
		return 1;
	entries = number(tiff.ptr + at, 2);
	at += 2;
	for (; entries && tiff.len - at >= ENTRY_BYTES; entries--, at += ENTRY_BYTES) {
		const char *const entry = tiff.ptr + at;
		uint64_t value;

		if (number(entry, 2) != ORIENTATION_TAG)
			continue;
		value = number(entry + 8, 2);
		return number(entry + 2, 2) == TYPE_SHORT && value >= 1 && value <= 8 ? (int)value
										      : 1;
	}
	return 1;
}

/* "Exif", two zeros, and a TIFF head. */
static int read_exif(struct str segment)
{
	const struct str tiff = str_from(segment, 6);

	if (!bytes_at(segment, 0, "Exif\0\0", 6) || tiff.len < 8)
		return 1;
	if (bytes_at(tiff, 0, "MM\0*", 4))
		return read_directory(tiff, true, read_big(tiff.ptr + 4, 4));
	if (bytes_at(tiff, 0, "II*\0", 4))
		return read_directory(tiff, false, read_little(tiff.ptr + 4, 4));
	return 1;
}

/* A frame: SOF0 to SOF15 but DHT, JPG and DAC, which have numbers among them. */
static bool is_frame(unsigned char marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
		marker != 0xCC;
}

/* Segments up to the first frame, which says how large the picture is. */
bool media_read_jpeg(struct str bytes, struct media *media)
{
	struct str rest = str_from(bytes, 2);

	while (rest.len >= 4 && rest.ptr[0] == '\xFF') {
		const unsigned char marker = (unsigned char)rest.ptr[1];
		const size_t length = (size_t)read_big(rest.ptr + 2, 2);
		const struct str segment = {rest.ptr + 4, length - 2};

		if (marker == 0xFF) { /* fill bytes */
			rest = str_from(rest, 1);
			continue;
		}
		if (length < 2 || length + 2 > rest.len)
			return false;
		if (is_frame(marker)) {
			if (segment.len < 6)
				return false;
			media->height = (int64_t)read_big(segment.ptr + 1, 2);
			media->width = (int64_t)read_big(segment.ptr + 3, 2);
			return true;
		}
		if (marker == 0xE1 && media->orientation == 1)
			media->orientation = read_exif(segment);
		rest = str_from(rest, length + 2);
	}
	return false;
}
