/* media_type.c - the type of a file by its first bytes; of text by all of them. */
/* SPDX-License-Identifier: MIT */
#include "platform/media/media_internal.h"

#include "base/utf8.h"

#include <strings.h>

const char *const media_kind_words[] = {"image", "audio", "document", NULL};

/* How a type begins. Of rows that begin alike the first counts whose extension the name has. */
struct beginning {
	size_t at;
	const char *bytes;
	size_t length;
	enum media_kind kind;
	const char *mime, *extensions;
	media_reader *read; /* NULL: nothing more to know */
	bool by_name; /* only with one of these extensions */
};

#define BEGIN(at_, literal) .at = (at_), .bytes = (literal), .length = sizeof(literal) - 1
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN_OFFICE "application/vnd.oasis.opendocument."
#define BY_NAME(literal, mime_, extension) \
	{ \
		BEGIN(0, literal), .kind = MEDIA_DOCUMENT, .mime = (mime_), \
				   .extensions = (extension), .by_name = true \
	}

static const struct beginning beginnings[] = {
	{BEGIN(0, "\x89PNG\r\n\x1A\n"), MEDIA_IMAGE, "image/png", "png", media_read_png, false},
	{BEGIN(0, "\xFF\xD8\xFF"), MEDIA_IMAGE, "image/jpeg", "jpg jpeg", media_read_jpeg, false},
	{BEGIN(0, "GIF87a"), MEDIA_IMAGE, "image/gif", "gif", media_read_gif, false},
	{BEGIN(0, "GIF89a"), MEDIA_IMAGE, "image/gif", "gif", media_read_gif, false},
	{BEGIN(8, "WEBPVP8"), MEDIA_IMAGE, "image/webp", "webp", media_read_webp, false},
	{BEGIN(8, "WAVE"), MEDIA_AUDIO, "audio/wav", "wav", media_read_wav, false},
	{BEGIN(0, "OggS"), MEDIA_AUDIO, "audio/ogg", "ogg oga opus", media_read_ogg, false},
	{BEGIN(0, "\x1A\x45\xDF\xA3"), MEDIA_AUDIO, "audio/webm", "webm", media_read_webm, false},
	{BEGIN(4, "ftyp"), MEDIA_AUDIO, "audio/mp4", "m4a mp4", media_read_mp4, false},
	{BEGIN(0, "ID3"), MEDIA_AUDIO, "audio/mpeg", "mp3", media_read_mp3, false},
	{BEGIN(0, "\xFF\xFB"), MEDIA_AUDIO, "audio/mpeg", "mp3", media_read_mp3, false},
	{BEGIN(0, "\xFF\xF3"), MEDIA_AUDIO, "audio/mpeg", "mp3", media_read_mp3, false},
	{BEGIN(0, "\xFF\xF2"), MEDIA_AUDIO, "audio/mpeg", "mp3", media_read_mp3, false},
	{BEGIN(0, "%PDF-"), MEDIA_DOCUMENT, "application/pdf", "pdf", NULL, false},
	BY_NAME("PK\3\4", OFFICE "wordprocessingml.document", "docx"),
	BY_NAME("PK\3\4", OFFICE "spreadsheetml.sheet", "xlsx"),
	BY_NAME("PK\3\4", OFFICE "presentationml.presentation", "pptx"),
	BY_NAME("PK\3\4", OPEN_OFFICE "text", "odt"),
	BY_NAME("PK\3\4", OPEN_OFFICE "spreadsheet", "ods"),
	BY_NAME("PK\3\4", OPEN_OFFICE "presentation", "odp"),
	{BEGIN(0, "PK\3\4"), MEDIA_DOCUMENT, "application/zip", "zip", NULL, false},
	BY_NAME("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/msword", "doc"),
	BY_NAME("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/vnd.ms-excel", "xls"),
	BY_NAME("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/vnd.ms-powerpoint", "ppt"),
};

static bool is_among(const char *extensions, const char *extension)
{
	struct str rest = str_of(extensions);

	while (rest.len)
		if (str_is_nocase(str_cut(rest, ' ', &rest), extension))
			return true;
	return false;
}

static bool begins_so(struct str bytes, const char *extension, const struct beginning *beginning)
{
	return bytes_at(bytes, beginning->at, beginning->bytes, beginning->length) &&
		(!beginning->by_name || is_among(beginning->extensions, extension));
}

/* Whole UTF-8 without control characters but those of lines: nothing runs it where it is served. */
static bool is_text(struct str bytes)
{
	static const char lines[] = {'\t', '\n', '\r', '\f'};

	if (!bytes.len || !utf8_valid(bytes.ptr, bytes.len))
		return false;
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] < ' ' &&
			!memchr(lines, bytes.ptr[i], sizeof(lines)))
			return false;
	return true;
}

static bool look_at_text(struct str bytes, const char *extension, struct media *media)
{
	const bool is_table = strcasecmp(extension, "csv") == 0;

	media->kind = MEDIA_DOCUMENT;
	media->mime = is_table ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
	media->extensions = is_table ? "csv" : "txt log md";
	return is_text(bytes);
}

bool media_look(struct str bytes, const char *name, struct media *media)
{
	const char *dot = strrchr(name, '.');
	const char *extension = dot ? dot + 1 : "";

	*media = (struct media){.orientation = 1};
	for (size_t i = 0; i < COUNT(beginnings); i++) {
		const struct beginning *beginning = &beginnings[i];

		if (!begins_so(bytes, extension, beginning))
			continue;
		media->kind = beginning->kind;
		media->mime = beginning->mime;
		media->extensions = beginning->extensions;
		return !beginning->read || beginning->read(bytes, media);
	}
	return look_at_text(bytes, extension, media);
}
