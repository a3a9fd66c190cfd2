/* media_type_test.c - what files are by their content, and what their heads say. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/media/media.h"

#include <string.h>

#define BYTES(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}
#define PNG(width, height) "\x89PNG\r\n\x1A\n\0\0\0\rIHDR" width height "\x08\x02\0\0\0\0\0\0\0"
#define WAV \
	"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1F\0\0\x40\x1F\0\0\1\0\x08\0" \
	"data\xA0\x0F\0\0"

/* ---- Types ---------------------------------------------------------------------------------- */

static void a_file_is_what_its_bytes_are(void **state)
{
	static const struct {
		struct str bytes;
		const char *name, *mime; /* NULL: refused */
		enum media_kind kind;
	} cases[] = {
		{BYTES(PNG("\0\0\0\1", "\0\0\0\1")), "a.html", "image/png", MEDIA_IMAGE},
		{BYTES("%PDF-1.7\n"), "a.png", "application/pdf", MEDIA_DOCUMENT},
		{BYTES("PK\3\4rest"), "a.zip", "application/zip", MEDIA_DOCUMENT},
		{BYTES("PK\3\4rest"), "a.exe", "application/zip", MEDIA_DOCUMENT},
		{BYTES("PK\3\4rest"), "A.DOCX",
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			MEDIA_DOCUMENT},
		{BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "a.xls", "application/vnd.ms-excel",
			MEDIA_DOCUMENT},
		{BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "a.msi", NULL, MEDIA_DOCUMENT},
		{BYTES("a,b\n1,2\n"), "a.CSV", "text/csv; charset=utf-8", MEDIA_DOCUMENT},
		{BYTES("<html>"), "a.html", "text/plain; charset=utf-8", MEDIA_DOCUMENT},
		{BYTES("<html>"), "", "text/plain; charset=utf-8", MEDIA_DOCUMENT},
		{BYTES("caf\xE9"), "a.txt", NULL, MEDIA_DOCUMENT},
		{BYTES("te\0xt"), "a.txt", NULL, MEDIA_DOCUMENT},
		{BYTES("te\x1Bxt"), "a.txt", NULL, MEDIA_DOCUMENT},
		{BYTES("MZ\x90"), "a.pdf", NULL, MEDIA_DOCUMENT},
		{BYTES(""), "a.txt", NULL, MEDIA_DOCUMENT},
		{BYTES("\x89PNG\r\n\x1A\n"), "a.png", NULL, MEDIA_IMAGE},
		{BYTES("GIF89a"), "a.gif", NULL, MEDIA_IMAGE},
		{BYTES("\xFF\xD8\xFF"), "a.jpg", NULL, MEDIA_IMAGE},
		{BYTES("\xFF\xD8\xFF\xE0\xFF\xFFshort"), "a.jpg", NULL, MEDIA_IMAGE},
		{BYTES("\xFF\xD8\xFF\xE0\0\1"), "a.jpg", NULL, MEDIA_IMAGE},
		{BYTES("\xFF\xD8\xFF\xC0\0\x04\x08\0"), "a.jpg", NULL, MEDIA_IMAGE},
		{BYTES("RIFF....WEBPVP8 short"), "a.webp", NULL, MEDIA_IMAGE},
		{BYTES(WAV), "a.wav", "audio/wav", MEDIA_AUDIO},
		{BYTES("RIFF\x24\0\0\0WAVEfmt "), "a.wav", NULL, MEDIA_AUDIO},
		{BYTES("ID3\3\0\0\0\0\0\0"), "a.mp3", "audio/mpeg", MEDIA_AUDIO},
		{BYTES("\xFF\xFB\x90\x64"), "a.mp3", "audio/mpeg", MEDIA_AUDIO},
		{BYTES("\xFF\xFB\xF0\x64"), "a.mp3", NULL, MEDIA_AUDIO},
		{BYTES("OggS"), "a.ogg", NULL, MEDIA_AUDIO},
	};
	struct media media;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const bool taken = media_look(cases[i].bytes, cases[i].name, &media);

		assert_case(taken == (cases[i].mime != NULL), cases[i].name);
		assert_case(!taken || strcmp(media.mime, cases[i].mime) == 0, cases[i].name);
		assert_case(!taken || media.kind == cases[i].kind, cases[i].name);
	}
}

/* ---- Sizes ------------------------------------------------------------------------------------ */

#define EXIF(order, orientation) \
	"\xFF\xD8\xFF\xE1\0\x22" \
	"Exif\0\0" order orientation "\0\0\0\0" \
	"\xFF\xC2\0\x0B\x08\0\x10\0\x20\3\1\x11\0"

static void sizes_and_which_way_up_stand_in_heads(void **state)
{
	static const struct {
		const char *name;
		struct str bytes;
		int64_t width, height;
		int orientation;
	} cases[] = {
		{"png", BYTES(PNG("\0\1\0\0", "\0\0\xFF\xFF")), 65536, 65535, 1},
		{"gif", BYTES("GIF89a\x10\0\x20\1\0\0\0"), 16, 288, 1},
		{"lossy webp", BYTES("RIFF....WEBPVP8 ....\0\0\0\x9D\1\x2A\x3C\0\x1E\xC0...."), 60,
			30, 1},
		{"lossless webp", BYTES("RIFF....WEBPVP8L....\x2F\x3B\x40\7\0........"), 60, 30, 1},
		{"extended webp", BYTES("RIFF....WEBPVP8X....\0\0\0\0\x3B\0\0\x1D\0\0"), 60, 30, 1},
		{"big-endian exif",
			BYTES(EXIF("MM\0*\0\0\0\x08\0\1", "\1\x12\0\3\0\0\0\1\0\6\0\0")), 32, 16,
			6},
		{"little-endian exif",
			BYTES(EXIF("II*\0\x08\0\0\0\1\0", "\x12\1\3\0\1\0\0\0\3\0\0\0")), 32, 16,
			3},
		{"no such orientation",
			BYTES(EXIF("II*\0\x08\0\0\0\1\0", "\x12\1\3\0\1\0\0\0\x09\0\0\0")), 32, 16,
			1},
		{"a directory outside",
			BYTES(EXIF("II*\0\xFF\xFF\xFF\x7F\1\0", "\x12\1\3\0\1\0\0\0\3\0\0\0")), 32,
			16, 1},
	};
	struct media media;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(media_look(cases[i].bytes, "a", &media), cases[i].name);
		assert_case(media.width == cases[i].width, cases[i].name);
		assert_case(media.height == cases[i].height, cases[i].name);
		assert_case(media.orientation == cases[i].orientation, cases[i].name);
	}
}

/* ---- Sounds ------------------------------------------------------------------------------------ */

#define FTYP \
	"\0\0\0\x10" \
	"ftypM4A \0\0\0\0"
#define MVHD \
	"\0\0\0\x1C" \
	"mvhd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\xE8\0\0\x09\xC4"
#define TRAK(kind) \
	"\0\0\0\x24" \
	"trak\0\0\0\x1Cmdia\0\0\0\x14hdlr\0\0\0\0\0\0\0\0" kind
#define MOOV(kind) FTYP "\0\0\0\x48moov" MVHD TRAK(kind)
#define EBML "\x1A\x45\xDF\xA3\x80"
#define SEGMENT "\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
#define INFO "\x15\x49\xA9\x66\x87\x44\x89\x84\x45\x1C\x40\0"
#define TRACKS(type) "\x16\x54\xAE\x6B\x85\xAE\x83\x83\x81" type
#define OPUS \
	"OggS\0\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\1\x13" \
	"OpusHead\1\1\0\0\x80\xBB\0\0\0\0\0" \
	"OggS\0\4\x00\x77\1\0\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\0"

static void sounds_say_how_long_they_are(void **state)
{
	static const struct {
		const char *name;
		struct str bytes;
		const char *mime;
		int64_t duration_ms;
	} cases[] = {
		{"wav, half of it there", BYTES(WAV "0123456789"), "audio/wav", 1},
		{"mp4", BYTES(MOOV("soun")), "audio/mp4", 2500},
		{"a film", BYTES(MOOV("vide")), "video/mp4", 2500},
		{"webm", BYTES(EBML SEGMENT INFO TRACKS("\2")), "audio/webm", 2500},
		{"webm while it is recorded", BYTES(EBML SEGMENT TRACKS("\2")), "audio/webm", 0},
		{"a film in webm", BYTES(EBML SEGMENT TRACKS("\1")), "video/webm", 0},
		{"opus", BYTES(OPUS), "audio/ogg", 2000},
	};
	struct media media;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(media_look(cases[i].bytes, "a", &media), cases[i].name);
		assert_case(strcmp(media.mime, cases[i].mime) == 0, cases[i].name);
		assert_case(media.duration_ms == cases[i].duration_ms, cases[i].name);
		assert_case(media.kind ==
				(strncmp(media.mime, "video", 5) == 0 ? MEDIA_DOCUMENT
								      : MEDIA_AUDIO),
			cases[i].name);
	}
}

/* Whatever is cut off is read no further than it goes (the sanitizer sees it). */
static void nothing_is_read_behind_the_end(void **state)
{
	static const struct str whole[] = {BYTES(MOOV("soun")),
		BYTES(EBML SEGMENT INFO TRACKS("\2")), BYTES(OPUS), BYTES(WAV),
		BYTES(PNG("\0\0\0\1", "\0\0\0\1")),
		BYTES(EXIF("MM\0*\0\0\0\x08\0\1", "\1\x12\0\3\0\0\0\1\0\6\0\0"))};
	struct media media;
	size_t read = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(whole); i++)
		for (size_t length = 0; length < whole[i].len; length++) {
			char *part = malloc(length + 1);

			assert_non_null(part);
			memcpy(part + 1, whole[i].ptr, length);
			read += media_look((struct str){part + 1, length}, "a", &media);
			free(part);
		}
	assert_true(read > 0); /* WAV and Ogg go on without their ends */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_what_its_bytes_are),
		cmocka_unit_test(sizes_and_which_way_up_stand_in_heads),
		cmocka_unit_test(sounds_say_how_long_they_are),
		cmocka_unit_test(nothing_is_read_behind_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
