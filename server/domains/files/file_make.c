/* file_make.c - from bytes that somebody sent to a file that may be shown. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/files/files.h"
#include "platform/media/media.h"

#include <unistd.h>

#define CODE_BYTES 15 /* 120 random bits */

/* What lies in the spool until the unit keeps it. */
struct making {
	const char *draft, *thumbnail_draft; /* the second NULL: there is none */
	int64_t thumbnail_bytes;
};

static enum err refuse_type(struct cx *cx)
{
	return fail(cx, ERR_INVALID, "file",
		"This is no file that can be sent: images, sound, PDF, office documents, text and "
		"ZIP are.");
}

static enum err check_purpose(struct cx *cx, const char *purpose, const struct media *media)
{
	if (text_is(purpose, "avatar") && media->kind != MEDIA_IMAGE)
		return fail(cx, ERR_INVALID, "file", "Choose an image.");
	if (text_is(purpose, "sound") && media->kind != MEDIA_AUDIO)
		return fail(cx, ERR_INVALID, "file", "Choose a sound.");
	return OK;
}

static enum err check_sides(struct cx *cx, const struct media *media)
{
	if (media->kind != MEDIA_IMAGE)
		return OK;
	if (media->width < 1 || media->height < 1)
		return fail(cx, ERR_INVALID, "file", "The image cannot be read.");
	if (media->width > MEDIA_SIDE_MAX || media->height > MEDIA_SIDE_MAX ||
		media->width * media->height > MEDIA_PIXELS_MAX)
		return fail(cx, ERR_TOO_LARGE, "file",
			"The image has too many pixels. Send a smaller one.");
	return OK;
}

static enum err write_draft(struct cx *cx, const char *path, struct str bytes)
{
	FILE *file = fopen(path, "wbxe");
	bool good;

	if (!file)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	good = fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
	if (fclose(file) != 0 || !good)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	return OK;
}

/* Before anything is kept: of two who have the last piece, one makes the file. */
static enum err store(struct cx *cx, const struct file_new *wanted, struct file *file,
	const struct making *making)
{
	const int64_t kept = file->size_bytes + making->thumbnail_bytes;
	bool fits;

	TRY(db_begin_write(cx));
	if (wanted->upload)
		TRY(upload_complete(cx, wanted->upload));
	TRY(file_store_count(cx, cx->actor->company_id, kept, 1, &fits));
	if (!fits)
		return fail(cx, ERR_FULL, "file", "Your company's room for files is used up.");
	TRY(file_store_add(cx, file, kept));
	if (making->thumbnail_draft)
		TRY(files_keep(
			cx, file_kept_name(cx->arena, file->code, true), making->thumbnail_draft));
	return files_keep(cx, file_kept_name(cx->arena, file->code, false), making->draft);
}

/* How large pictures of a purpose are at most, on their longest side. */
static void set_sides(const char *purpose, struct media_source *source)
{
	const bool is_avatar = text_is(purpose, "avatar");

	source->side_max = is_avatar ? 512 : 4096;
	source->thumbnail_side = is_avatar ? 128 : 480;
}

static enum err draw(struct cx *cx, const struct file_new *wanted, struct media *media,
	struct file *file, struct making *making)
{
	struct media_source source = {.bytes = wanted->bytes, .media = media};
	struct media_picture picture;

	making->thumbnail_draft = files_draft(cx, file_kept_name(cx->arena, file->code, true));
	source.path = making->draft;
	source.thumbnail_path = making->thumbnail_draft;
	set_sides(wanted->purpose, &source);
	TRY(media_remake(cx, &source, &picture));
	media->mime = picture.mime;
	media->extensions = picture.extensions;
	media->width = picture.width;
	media->height = picture.height;
	file->size_bytes = picture.bytes;
	file->has_thumbnail = true;
	making->thumbnail_bytes = picture.thumbnail_bytes;
	return OK;
}

static enum err look(struct cx *cx, const struct file_new *wanted, struct media *media)
{
	const int64_t most = upload_size_max(wanted->purpose);

	if (!wanted->bytes.len)
		return fail(cx, ERR_INVALID, "file", "The file is empty.");
	if ((int64_t)wanted->bytes.len > most)
		return fail(cx, ERR_TOO_LARGE, "file", "The file is larger than %d MB.",
			(int)(most / 1024 / 1024));
	if (!media_look(wanted->bytes, wanted->name, media))
		return refuse_type(cx);
	TRY(check_purpose(cx, wanted->purpose, media));
	return check_sides(cx, media);
}

static enum err prepare(
	struct cx *cx, const struct file_new *wanted, struct file *file, struct making *making)
{
	struct media media = {0};

	TRY(look(cx, wanted, &media));
	*file = (struct file){
		.code = crypto_token(cx->arena, CODE_BYTES),
		.kind = media_kind_words[media.kind],
		.purpose = wanted->purpose,
		.size_bytes = (int64_t)wanted->bytes.len,
		.duration_ms = media.duration_ms,
		.owner = wanted->owner,
	};
	making->draft = files_draft(cx, file->code);
	if (media.kind == MEDIA_IMAGE)
		TRY(draw(cx, wanted, &media, file, making));
	else
		TRY(write_draft(cx, making->draft, wanted->bytes));
	file->mime = media.mime;
	file->name = file_name_clean(cx->arena, wanted->name, media.extensions);
	file->width = media.width;
	file->height = media.height;
	return OK;
}

enum err file_make(struct cx *cx, const struct file_new *wanted, struct file *file)
{
	struct making making = {0};
	enum err err = prepare(cx, wanted, file, &making);

	if (err == OK)
		err = store(cx, wanted, file, &making);
	if (making.draft)
		(void)unlink(making.draft);
	if (making.thumbnail_draft)
		(void)unlink(making.thumbnail_draft);
	return err;
}
