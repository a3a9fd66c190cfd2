/*
 * media_box.c - containers of boxes in boxes: MP4 (ISO 14496-12) and WebM (RFC 8794). Both hold
 * sound alone or a film; a browser's recorder makes them for voice messages.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media_internal.h"

#define DEPTH_MAX 8
#define NANOSECONDS_STANDARD 1000000 /* of a WebM's clock, unless it says otherwise */

/* One box: its name, and what is in it. */
struct box {
	uint64_t name;
	struct str content;
};

/* What the boxes said so far. */
struct findings {
	bool sound, picture;
	uint64_t tick_ns; /* WebM */
	double ticks; /* WebM */
	struct media *media;
};

/* Takes the first box off *rest; false at the end, or where no box can be. */
typedef bool box_step(struct str *rest, struct box *box);
/* What to do about a box: note something, or say that there are more in it. */
typedef bool box_look(const struct box *box, struct findings *findings);

static void walk(struct str content, box_step *step, box_look *look, struct findings *findings)
{
	struct str levels[DEPTH_MAX] = {content};
	size_t depth = 1;

	while (depth) {
		struct box box;

		if (!step(&levels[depth - 1], &box))
			depth--;
		else if (look(&box, findings) && depth < DEPTH_MAX)
			levels[depth++] = box.content;
	}
}

static bool settle(const struct findings *findings, const char *film)
{
	if (!findings->sound && !findings->picture)
		return false;
	if (findings->picture) {
		findings->media->kind = MEDIA_DOCUMENT;
		findings->media->mime = film;
	}
	return true;
}

/* ---- MP4 ------------------------------------------------------------------------------------ */

#define FOUR(text) \
	((uint64_t)(unsigned char)(text)[0] << 24 | (uint64_t)(unsigned char)(text)[1] << 16 | \
		(uint64_t)(unsigned char)(text)[2] << 8 | (uint64_t)(unsigned char)(text)[3])

static bool mp4_step(struct str *rest, struct box *box)
{
	uint64_t length, head = 8;

	if (rest->len < head)
		return false;
	length = read_big(rest->ptr, 4);
	box->name = read_big(rest->ptr + 4, 4);
	if (length == 1) { /* a longer one follows */
		head = 16;
		if (rest->len < head)
			return false;
		length = read_big(rest->ptr + 8, 8);
	} else if (length == 0) {
		length = rest->len;
	}
	if (length < head || length > rest->len)
		return false;
	box->content = (struct str){rest->ptr + head, (size_t)(length - head)};
	*rest = str_from(*rest, (size_t)length);
	return true;
}

/* mvhd: version and flags, two times, ticks a second, how many; the times and the last are longer in version 1. */
static void mp4_duration(struct str content, struct media *media)
{
	const size_t wide = content.len && content.ptr[0] == 1 ? 8 : 4;
	const size_t at = 4 + 2 * wide;
	uint64_t rate, ticks;

	if (content.len < at + 4 + wide)
		return;
	rate = read_big(content.ptr + at, 4);
	ticks = read_big(content.ptr + at + 4, wide);
	if (rate && ticks < INT64_MAX / 1000 && ticks / rate < MEDIA_SECONDS_MAX)
		media->duration_ms = (int64_t)(ticks * 1000 / rate);
}

static bool mp4_look(const struct box *box, struct findings *findings)
{
	if (box->name == FOUR("mvhd"))
		mp4_duration(box->content, findings->media);
	if (box->name == FOUR("hdlr")) {
		findings->sound |= bytes_at(box->content, 8, "soun", 4);
		findings->picture |= bytes_at(box->content, 8, "vide", 4);
	}
	return box->name == FOUR("moov") || box->name == FOUR("trak") || box->name == FOUR("mdia");
}

bool media_read_mp4(struct str bytes, struct media *media)
{
	struct findings findings = {.media = media};

	walk(bytes, mp4_step, mp4_look, &findings);
	return settle(&findings, "video/mp4");
}

/* ---- WebM ----------------------------------------------------------------------------------- */

/* A number whose first byte says by its zeros how long it is; *unknown: all its bits are set. */
static bool webm_number(struct str *rest, bool keep_mark, uint64_t *value, bool *unknown)
{
	unsigned char first;
	size_t length = 1;
	uint64_t bits;

	if (!rest->len || !rest->ptr[0])
		return false;
	first = (unsigned char)rest->ptr[0];
	while (!(first & 0x80U >> (length - 1)))
		length++;
	if (rest->len < length)
		return false;
	*value = read_big(rest->ptr, length);
	bits = (UINT64_C(1) << (7 * length)) - 1;
	*unknown = (*value & bits) == bits;
	if (!keep_mark)
		*value &= bits;
	*rest = str_from(*rest, length);
	return true;
}

/* What is recorded while it is sent does not know its length: it goes on to the end. */
static bool webm_step(struct str *rest, struct box *box)
{
	bool unknown;
	uint64_t length;

	if (!webm_number(rest, true, &box->name, &unknown) ||
		!webm_number(rest, false, &length, &unknown))
		return false;
	if (unknown)
		length = rest->len;
	if (length > rest->len)
		return false;
	box->content = (struct str){rest->ptr, (size_t)length};
	*rest = str_from(*rest, (size_t)length);
	return true;
}

static double webm_float(struct str content)
{
	const uint64_t bits = content.len == 4 || content.len == 8
		? read_big(content.ptr, content.len)
		: 0;
	const uint32_t half = (uint32_t)bits;
	double wide = 0;
	float narrow = 0;

	if (content.len == 8)
		memcpy(&wide, &bits, sizeof(wide));
	else
		memcpy(&narrow, &half, sizeof(narrow));
	return content.len == 8 ? wide : (double)narrow;
}

enum webm_name {
	WEBM_SEGMENT = 0x18538067,
	WEBM_INFO = 0x1549A966,
	WEBM_TICK = 0x2AD7B1,
	WEBM_DURATION = 0x4489,
	WEBM_TRACKS = 0x1654AE6B,
	WEBM_TRACK = 0xAE,
	WEBM_TRACK_TYPE = 0x83,
};

static bool webm_look(const struct box *box, struct findings *findings)
{
	const struct str content = box->content;

	switch (box->name) {
	case WEBM_SEGMENT:
	case WEBM_INFO:
	case WEBM_TRACKS:
	case WEBM_TRACK:
		return true;
	case WEBM_TICK:
		if (content.len <= 8)
			findings->tick_ns = read_big(content.ptr, content.len);
		return false;
	case WEBM_DURATION:
		findings->ticks = webm_float(content);
		return false;
	case WEBM_TRACK_TYPE:
		findings->picture |= content.len == 1 && content.ptr[0] == 1;
		findings->sound |= content.len == 1 && content.ptr[0] == 2;
		return false;
	default:
		return false;
	}
}

bool media_read_webm(struct str bytes, struct media *media)
{
	struct findings findings = {.media = media, .tick_ns = NANOSECONDS_STANDARD};
	double ms;

	walk(bytes, webm_step, webm_look, &findings);
	ms = findings.ticks * (double)findings.tick_ns / 1e6;
	if (ms > 0 && ms < 1e12)
		media->duration_ms = (int64_t)ms;
	return settle(&findings, "video/webm");
}
