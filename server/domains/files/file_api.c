/* file_api.c - HTTP: reading files. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "domains/files/file_api.h"
#include "platform/files/files.h"
#include "platform/media/media.h"

#include <unistd.h>

#define THUMBNAIL_TYPE "image/webp"

static const struct schema_field file_fields[] = {
	{.name = "id", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "mime", .type = SCHEMA_TEXT, .about = "By its content"},
	{.name = "size", .type = SCHEMA_INT, .about = "Bytes"},
	{.name = "kind", .type = SCHEMA_WORD, .words = media_kind_words},
	{.name = "width", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "height", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "duration",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Seconds of sound, where its head says it"},
	{.name = "url",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: removed after the time that the company keeps files"},
	{.name = "thumbnail_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
const struct schema file_schema = {
	.name = "File", .fields = file_fields, .count = COUNT(file_fields)};

/* ---- Bytes ------------------------------------------------------------------------------------ */

static enum err reply_kept(struct http_req *rq, const char *name, const char *type)
{
	FILE *file;
	int fd;

	TRY(files_open(&rq->cx, name, &file));
	fd = dup(fileno(file));
	(void)fclose(file);
	if (fd < 0)
		return fail(&rq->cx, ERR_BUSY, NULL, "There is no room for the file.");
	return http_reply_file(rq, type, fd);
}

enum err file_reply(struct http_req *rq, const struct file *file, bool thumbnail)
{
	const bool shown = !text_is(file->kind, media_kind_words[MEDIA_DOCUMENT]);

	if (file->removed || (thumbnail && !file->has_thumbnail))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such file.");
	TRY(reply_kept(rq, file_kept_name(rq->cx.arena, file->code, thumbnail),
		thumbnail ? THUMBNAIL_TYPE : file->mime));
	http_set_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
	http_set_header(rq, "Content-Disposition",
		file_disposition(rq->cx.arena, file->name, shown || thumbnail));
	/* Of the browser that may read it alone, and not for long: rights change. */
	http_set_header(rq, "Cache-Control",
		text_is(file->purpose, "avatar") ? "private, max-age=86400"
						 : "private, max-age=300");
	return OK;
}

static enum err get_bytes(struct http_req *rq, bool thumbnail)
{
	struct file file;

	TRY(file_read(&rq->cx, http_path(rq, "id"), &file));
	TRY(file_reply(rq, &file, thumbnail));
	http_set_header(rq, "Cross-Origin-Resource-Policy", "same-origin");
	return OK;
}

/* GET /api/files/{id} */
static enum err get_file(struct http_req *rq)
{
	return get_bytes(rq, false);
}

/* GET /api/files/{id}/thumbnail */
static enum err get_thumbnail(struct http_req *rq)
{
	return get_bytes(rq, true);
}

const struct http_route file_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/files/{id}",
		.handler = get_file,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "A file, for whoever may read what it belongs to"},
	{.method = HTTP_GET,
		.pattern = "/api/files/{id}/thumbnail",
		.handler = get_thumbnail,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "A small picture of an image"},
	{0},
};
