/* upload.c - rules of files that come in pieces. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/files/files.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CODE_BYTES 15
#define CLEAN "upload.clean"
#define COPY_BYTES ((size_t)64 * 1024)

int64_t upload_size_max(const char *purpose)
{
	if (text_is(purpose, "avatar"))
		return 10 * FILE_MB;
	if (text_is(purpose, "sound"))
		return FILE_MB;
	return 25 * FILE_MB;
}

const char *upload_piece_name(struct arena *arena, const char *code, int64_t piece)
{
	return arena_format(arena, UPLOAD_PREFIX "%s-%lld", code, (long long)piece);
}

void upload_write_json(struct json *json, const struct upload *upload)
{
	json_open(json);
	json_field_text(json, "id", upload->code);
	json_field_int(json, "offset", upload->offset_bytes);
	json_field_int(json, "size", upload->size_bytes);
	json_field_int(json, "piece_bytes", UPLOAD_PIECE_BYTES);
	json_close(json);
}

/* ---- Beginning ------------------------------------------------------------------------------ */

static enum err check_size(struct cx *cx, const struct upload *upload)
{
	const int64_t most = upload_size_max(upload->purpose);
	struct file_room room;
	int64_t coming, of_visitors;
	bool held;

	if (upload->size_bytes < 1)
		return fail(cx, ERR_INVALID, "size", "The file is empty.");
	if (upload->size_bytes > most)
		return fail(cx, ERR_TOO_LARGE, "size", "The file is larger than %d MB.",
			(int)(most / FILE_MB));
	/* Of two that begin at once, the second counts the first. */
	TRY(file_store_count(cx, cx->actor->company_id, 0, 0, &held));
	TRY(file_store_room(cx, &room));
	TRY(file_store_coming(cx, &coming, &of_visitors));
	if (room.used_bytes + coming + upload->size_bytes > room.quota_bytes)
		return fail(cx, ERR_FULL, "size", "Your company's room for files is used up.");
	/* Sizes that were only announced: strangers must not take the room of those who work. */
	if (!upload->owner.visitor_id ||
		of_visitors + upload->size_bytes <= room.quota_bytes / FILE_COMING_SHARE)
		return OK;
	cx->failure.retry_after_s = 60;
	return fail(cx, ERR_RATE, NULL,
		"Too many files are on their way. Please try again in a few minutes.");
}

enum err file_check_waiting(struct cx *cx, const struct file_owner *owner)
{
	const int most = owner->visitor_id ? FILE_WAITING_VISITOR : FILE_WAITING_MAX;
	int64_t waiting;

	TRY(file_store_waiting(cx, owner, &waiting));
	if (waiting < most)
		return OK;
	cx->failure.retry_after_s = 60;
	return fail(cx, ERR_RATE, NULL, "Files that were sent to nobody yet: %d. Send them first.",
		most);
}

enum err upload_begin(struct cx *cx, struct upload *upload)
{
	TRY(db_begin_write(cx));
	TRY(check_size(cx, upload));
	TRY(file_check_waiting(cx, &upload->owner));
	upload->name = file_name_clean(cx->arena, upload->name, NULL);
	upload->code = crypto_token(cx->arena, CODE_BYTES);
	return upload_store_add(cx, upload);
}

enum err upload_get(
	struct cx *cx, const char *code, const struct file_owner *owner, struct upload *upload)
{
	bool found;

	TRY(upload_store_get(cx, code, owner, upload, &found));
	return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such upload.");
}

enum err upload_file(struct cx *cx, const struct upload *upload, struct file *file)
{
	return file_store_by_id(cx, upload->file_id, file);
}

/* ---- The last piece: all of them together ---------------------------------------------------- */

static enum err copy(struct cx *cx, FILE *from, FILE *to)
{
	char *bytes = arena_room(cx->arena, COPY_BYTES);
	size_t length;

	while ((length = fread(bytes, 1, COPY_BYTES, from)) > 0)
		if (fwrite(bytes, 1, length, to) != length)
			return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	return ferror(from) ? fail(cx, ERR_INTERNAL, NULL, "a piece cannot be read") : OK;
}

static enum err append_piece(struct cx *cx, const char *code, int64_t piece, FILE *to)
{
	FILE *from;
	enum err err;

	TRY(files_open(cx, upload_piece_name(cx->arena, code, piece), &from));
	err = copy(cx, from, to);
	(void)fclose(from);
	return err;
}

static enum err append_last(struct cx *cx, const char *path, FILE *to)
{
	FILE *from = fopen(path, "rbe");
	enum err err;

	if (!from)
		return fail(cx, ERR_INTERNAL, NULL, "the body was not kept");
	err = copy(cx, from, to);
	(void)fclose(from);
	return err;
}

/* Made from the bytes in a file without a name. */
static enum err make(struct cx *cx, struct upload *upload, int fd, struct file *file)
{
	struct file_new wanted = {.purpose = upload->purpose,
		.name = upload->name,
		.owner = upload->owner,
		.upload = upload};
	void *bytes = mmap(NULL, (size_t)upload->size_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	enum err err;

	if (bytes == MAP_FAILED)
		return fail(cx, ERR_BUSY, NULL, "The server is out of memory.");
	wanted.bytes = (struct str){bytes, (size_t)upload->size_bytes};
	err = file_make(cx, &wanted, file);
	(void)munmap(bytes, (size_t)upload->size_bytes);
	return err;
}

static enum err assemble(struct cx *cx, struct upload *upload, const char *last, struct file *file)
{
	const char *draft = files_draft(cx, upload->code);
	FILE *whole = fopen(draft, "w+bxe");
	enum err err = OK;
	struct stat about;

	if (!whole)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	(void)unlink(draft);
	for (int64_t piece = 0; piece < upload->pieces && err == OK; piece++)
		err = append_piece(cx, upload->code, piece, whole);
	if (err == OK)
		err = append_last(cx, last, whole);
	if (err == OK && fflush(whole) != 0)
		err = fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	if (err == OK && (fstat(fileno(whole), &about) != 0 || about.st_size != upload->size_bytes))
		err = fail(cx, ERR_INTERNAL, NULL, "the pieces of an upload are not its size");
	if (err == OK)
		err = make(cx, upload, fileno(whole), file);
	(void)fclose(whole);
	return err;
}

/* ---- Pieces ------------------------------------------------------------------------------------ */

static enum err elsewhere(struct cx *cx, const struct upload *upload)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	upload_write_json(&json, upload);
	cx->failure.current_json = json_end(&json).ptr;
	return fail(cx, ERR_CONFLICT, "Upload-Offset", "The file goes on elsewhere.");
}

static enum err check_piece(
	struct cx *cx, const struct upload *upload, int64_t offset, int64_t bytes)
{
	if (upload->file_id || offset != upload->offset_bytes)
		return elsewhere(cx, upload);
	if (!bytes)
		return fail(cx, ERR_INVALID, NULL, "The piece is empty.");
	if (bytes > UPLOAD_PIECE_BYTES || bytes > upload->size_bytes - offset)
		return fail(cx, ERR_TOO_LARGE, NULL, "The piece is larger than what is left.");
	return OK;
}

static enum err move(struct cx *cx, struct upload *upload, int64_t from_offset)
{
	bool moved;

	TRY(db_begin_write(cx));
	TRY(upload_store_move(cx, upload, from_offset, &moved));
	return moved ? OK : elsewhere(cx, upload);
}

enum err upload_complete(struct cx *cx, struct upload *upload)
{
	const int64_t offset = upload->offset_bytes;

	upload->offset_bytes = upload->size_bytes;
	return move(cx, upload, offset);
}

static enum err take_last(struct cx *cx, struct upload *upload, const char *piece)
{
	struct file file = {0};

	TRY(assemble(cx, upload, piece, &file));
	upload->file_id = file.id;
	TRY(move(cx, upload, upload->size_bytes));
	return jobs_schedule(cx, CLEAN, NULL, upload->id, NULL, cx->now_us);
}

enum err upload_take(
	struct cx *cx, struct upload *upload, int64_t offset, const char *piece, int64_t bytes)
{
	TRY(check_piece(cx, upload, offset, bytes));
	if (offset + bytes == upload->size_bytes)
		return take_last(cx, upload, piece);
	upload->offset_bytes += bytes;
	upload->pieces++;
	TRY(move(cx, upload, offset));
	return files_keep(
		cx, upload_piece_name(cx->arena, upload->code, upload->pieces - 1), piece);
}

/* ---- Going -------------------------------------------------------------------------------------- */

static enum err remove_pieces(struct cx *cx, const struct upload_old *row)
{
	for (int64_t piece = 0; piece < row->pieces; piece++)
		TRY(files_remove(
			cx, row->company_id, upload_piece_name(cx->arena, row->code, piece)));
	return OK;
}

enum err upload_cancel(struct cx *cx, const struct upload *upload)
{
	const struct upload_old row = {
		cx->actor->company_id, upload->id, upload->pieces, upload->code};

	TRY(db_begin_write(cx));
	TRY(upload_store_forget(cx, &row));
	return remove_pieces(cx, &row);
}

enum err upload_clean(struct cx *cx, const struct job *job)
{
	struct upload_old row;
	bool found;

	TRY(upload_store_by_id(cx, job->subject_id, &row, &found));
	if (!found)
		return OK;
	TRY(upload_store_forget_pieces(cx, &row));
	return remove_pieces(cx, &row);
}

enum err upload_sweep(struct cx *cx, int64_t before_us, int64_t limit)
{
	struct upload_old *rows;
	size_t count;

	TRY(upload_store_old(cx, before_us, limit, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(upload_store_forget(cx, &rows[i]));
		TRY(remove_pieces(cx, &rows[i]));
	}
	return OK;
}
