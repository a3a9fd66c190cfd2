/* file.c - who may read a file, where it belongs, and how it looks. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/files/files.h"
#include "platform/media/media.h"

#include <assert.h>

#define ACCESS_MAX 16
static const struct file_links own_links = {"/api/files/", ""};

const char *const file_purpose_words[] = {"chat", "avatar", "sound", NULL};

struct file_owner file_owner_self(const struct cx *cx)
{
	return (struct file_owner){.user_id = cx->actor->user_id};
}

const char *file_kept_name(struct arena *arena, const char *code, bool thumbnail)
{
	return arena_format(arena, FILE_PREFIX "%s%s", code, thumbnail ? "-small" : "");
}

/* ---- Who may read ------------------------------------------------------------------------- */

/* Filled at start by one thread, and only read from then on. */
static const struct file_access *accesses[ACCESS_MAX];
static size_t access_count;

void file_access_add(const struct file_access *access)
{
	assert(access_count < ACCESS_MAX);
	accesses[access_count++] = access;
}

static enum err missing(struct cx *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such file.");
}

enum err file_by_code(struct cx *cx, const char *code, struct file *file)
{
	bool found;

	TRY(file_store_by_code(cx, code, file, &found));
	return found ? OK : missing(cx);
}

static enum err check_access(struct cx *cx, const struct file *file)
{
	if (!file->place.type)
		return file->owner.user_id && file->owner.user_id == cx->actor->user_id
			? OK
			: missing(cx);
	for (size_t i = 0; i < access_count; i++)
		if (text_is(accesses[i]->type, file->place.type))
			return accesses[i]->may_read(cx, &file->place) == OK ? OK : missing(cx);
	return missing(cx);
}

enum err file_read(struct cx *cx, const char *code, struct file *file)
{
	TRY(file_by_code(cx, code, file));
	return check_access(cx, file);
}

/* ---- Where it belongs ----------------------------------------------------------------------- */

static enum err refuse(struct cx *cx)
{
	return fail(cx, ERR_INVALID, "files", "Send the file again: it is no longer waiting.");
}

static enum err bind_one(struct cx *cx, const struct file_claim *claim,
	const struct file_place *place, struct file *file)
{
	bool bound, found;

	TRY(file_store_by_code(cx, claim->code, file, &found));
	if (!found || !text_is(file->purpose, place->type))
		return refuse(cx);
	TRY(file_store_bind(cx, claim, place, &bound));
	if (!bound)
		return refuse(cx);
	file->place = *place;
	return OK;
}

enum err file_bind(struct cx *cx, const struct file_owner *owner, const char *const *codes,
	const struct file_place *place, struct file_list *files)
{
	size_t count = 0;

	while (codes && codes[count])
		count++;
	*files = (struct file_list){.at = arena_array(cx->arena, count, sizeof(*files->at))};
	if (count > FILES_AT_ONCE)
		return fail(
			cx, ERR_INVALID, "files", "Send at most %d files at once.", FILES_AT_ONCE);
	for (size_t i = 0; i < count; i++) {
		const struct file_claim claim = {codes[i], owner, (int64_t)i};

		TRY(bind_one(cx, &claim, place, &files->at[i]));
		files->count++;
	}
	return OK;
}

enum err files_at(
	struct cx *cx, const struct file_place *place, int64_t last_part, struct file_list *files)
{
	return file_store_at(cx, place, last_part, files);
}

enum err file_remove_bytes(struct cx *cx, const struct file_old *row)
{
	TRY(files_remove(cx, row->company_id, file_kept_name(cx->arena, row->code, false)));
	if (row->has_thumbnail)
		TRY(files_remove(cx, row->company_id, file_kept_name(cx->arena, row->code, true)));
	return OK;
}

enum err file_remove(struct cx *cx, const char *code)
{
	struct file_old row;
	bool found, fits;

	TRY(db_begin_write(cx));
	TRY(file_store_old_of(cx, code, &row, &found));
	if (!found)
		return OK;
	TRY(file_store_forget(cx, &row, false, &found));
	if (!found)
		return OK;
	TRY(file_store_count(cx, row.company_id, -row.bytes, -1, &fits));
	return file_remove_bytes(cx, &row);
}

/* ---- How it looks ----------------------------------------------------------------------------- */

static void write_url(
	struct json *json, const char *key, const struct file_links *links, const char *rest)
{
	json_key(json, key);
	json_text(json,
		rest ? arena_format(json->out.arena, "%s%s%s", links->base, rest, links->end)
		     : NULL);
}

void file_write_json_at(struct json *json, const struct file *file, const struct file_links *links)
{
	const char *small = file->has_thumbnail && !file->removed
		? arena_format(json->out.arena, "%s/thumbnail", file->code)
		: NULL;

	json_open(json);
	json_field_text(json, "id", file->code);
	json_field_text(json, "name", file->name);
	json_field_text(json, "mime", file->mime);
	json_field_int(json, "size", file->size_bytes);
	json_field_text(json, "kind", file->kind);
	json_field_id(json, "width", file->width);
	json_field_id(json, "height", file->height);
	/* A second that has begun is one. */
	json_field_id(json, "duration", (file->duration_ms + 999) / 1000);
	write_url(json, "url", links, file->removed ? NULL : file->code);
	write_url(json, "thumbnail_url", links, small);
	json_close(json);
}

void file_write_json(struct json *json, const struct file *file)
{
	file_write_json_at(json, file, &own_links);
}

void file_write_list(struct json *json, const struct file_list *files)
{
	json_open_array(json);
	for (size_t i = 0; i < files->count; i++)
		file_write_json(json, &files->at[i]);
	json_close_array(json);
}
