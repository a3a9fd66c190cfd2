/* files.c - kept files: in the spool folder, or in pieces in the database. */
/* SPDX-License-Identifier: MIT */
#include "platform/files/files_internal.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/jobs/jobs.h"
#include "platform/json/json.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PIECE_BYTES ((size_t)256 * 1024)

static const char *spool;
static bool in_database;

static const struct db_query add_sql = {"file.add",
	"INSERT INTO file_pieces (company_id, name, piece, is_last, bytes)"
	" VALUES ($1, $2, $3, $4, $5)",
	NULL, NULL};
static const struct db_query piece_sql = {"file.piece",
	"SELECT bytes, is_last FROM file_pieces WHERE company_id = $1 AND name = $2 AND piece = $3",
	NULL, NULL};
static const struct db_query remove_sql = {
	"file.remove", "DELETE FROM file_pieces WHERE company_id = $1 AND name = $2", NULL, NULL};

/* Nothing is under way for so long; in a shared folder another program may be at work. */
#define LEFT_BEHIND_S (24 * 3600)

bool files_is_unfinished(const char *name)
{
	static const char *const begins[] = {"body-", "draft-", "sheet-", "copy-"};

	for (size_t i = 0; i < COUNT(begins); i++)
		if (strncmp(name, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

static void remove_left_behind(void)
{
	const time_t before = time(NULL) - LEFT_BEHIND_S;
	DIR *folder = opendir(spool);
	struct dirent *entry;
	struct stat about;

	while (folder && (entry = readdir(folder)) != NULL)
		if (files_is_unfinished(entry->d_name) &&
			fstatat(dirfd(folder), entry->d_name, &about, 0) == 0 &&
			about.st_mtime < before)
			(void)unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		(void)closedir(folder);
}

void files_start(const struct db_pool *pool, const char *folder)
{
	spool = folder;
	in_database = db_is_postgres(pool);
	remove_left_behind();
}

static const char *path_of(struct cx *cx, const char *name)
{
	assert(spool && !strchr(name, '/'));
	return arena_format(cx->arena, "%s/%s", spool, name);
}

const char *files_folder(void)
{
	return spool;
}

const char *files_draft(struct cx *cx, const char *name)
{
	return path_of(
		cx, arena_format(cx->arena, "draft-%s-%s", crypto_token(cx->arena, 9), name));
}

/* ---- Keeping --------------------------------------------------------------------------- */

static enum err add_piece(struct cx *cx, const char *name, int64_t piece, struct str bytes)
{
	const bool is_last = bytes.len < PIECE_BYTES;

	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(name), db_int(piece),
			db_int(is_last), db_blob(bytes.ptr, bytes.len)),
		NULL);
}

/* The last piece is a short one, and may be empty. */
static enum err add_pieces(struct cx *cx, const char *name, FILE *file)
{
	char *bytes = arena_room(cx->arena, PIECE_BYTES);
	size_t length = PIECE_BYTES;

	for (int64_t piece = 0; length == PIECE_BYTES; piece++) {
		const struct arena_mark mark = arena_mark(cx->arena);

		length = fread(bytes, 1, PIECE_BYTES, file);
		if (ferror(file))
			return fail(cx, ERR_INTERNAL, NULL, "a file of the spool cannot be read");
		TRY(add_piece(cx, name, piece, (struct str){bytes, length}));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

enum err files_keep(struct cx *cx, const char *name, const char *from_file)
{
	FILE *file;
	enum err err;

	if (!in_database) {
		if (rename(from_file, path_of(cx, name)) == 0)
			return OK;
		return fail(cx, errno == ENOSPC ? ERR_FULL : ERR_INTERNAL, NULL,
			"The file could not be kept.");
	}
	file = fopen(from_file, "rbe");
	if (!file)
		return fail(cx, ERR_INTERNAL, NULL, "The file could not be kept.");
	err = files_remove(cx, cx->actor->company_id, name);
	if (err == OK)
		err = add_pieces(cx, name, file);
	(void)fclose(file);
	return err;
}

/* ---- Opening --------------------------------------------------------------------------- */

/* A file of this program's own that is gone once it is closed. */
static enum err open_copy(struct cx *cx, FILE **copy)
{
	char *path = arena_format(cx->arena, "%s/copy-XXXXXX", spool);
	const int fd = mkostemp(path, O_CLOEXEC);

	*copy = NULL;
	if (fd < 0)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	(void)unlink(path);
	*copy = fdopen(fd, "w+b");
	if (*copy)
		return OK;
	(void)close(fd);
	return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
}

/* Without a last piece it was removed while it was read. */
static enum err copy_pieces(struct cx *cx, const char *name, FILE *copy)
{
	bool is_last = false;

	for (int64_t piece = 0; !is_last; piece++) {
		const struct arena_mark mark = arena_mark(cx->arena);
		const struct db_value *bytes;
		struct db_result result;

		TRY(db_run(cx, &piece_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_text(name), db_int(piece)),
			&result));
		if (!result.count)
			return fail(cx, ERR_NOT_FOUND, "file", "The file could not be opened.");
		bytes = db_at(&result, 0, 0);
		is_last = db_int_at(&result, 0, 1) != 0;
		if (bytes->len && fwrite(bytes->bytes, 1, bytes->len, copy) != bytes->len)
			return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
		arena_rewind(cx->arena, mark);
	}
	if (fflush(copy) != 0)
		return fail(cx, ERR_FULL, NULL, "There is no room for the file.");
	rewind(copy);
	return OK;
}

enum err files_open(struct cx *cx, const char *name, FILE **file)
{
	enum err err;

	/* With PostgreSQL too: files that an older version left in the folder. */
	*file = fopen(path_of(cx, name), "rbe");
	if (*file)
		return OK;
	if (!in_database)
		return fail(cx, errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL, "file",
			"The file could not be opened.");
	TRY(open_copy(cx, file));
	err = copy_pieces(cx, name, *file);
	if (err == OK)
		return OK;
	(void)fclose(*file);
	*file = NULL;
	return err;
}

/* ---- Removing -------------------------------------------------------------------------- */

#define UNLINK "files.unlink"

/* A job of the company's, also where one of no company sweeps. */
static enum err unlink_later(struct cx *cx, int64_t company_id, const char *name)
{
	const struct actor *before = cx->actor;
	struct actor owner = *before;
	struct json json;
	enum err err;

	owner.company_id = company_id;
	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "name", name);
	json_close(&json);
	cx->actor = &owner;
	err = jobs_schedule(cx, UNLINK, NULL, 0, json_end(&json).ptr, cx->now_us);
	cx->actor = before;
	return err;
}

enum err files_remove(struct cx *cx, int64_t company_id, const char *name)
{
	if (!in_database)
		return access(path_of(cx, name), F_OK) == 0 ? unlink_later(cx, company_id, name)
							    : OK;
	(void)unlink(path_of(cx, name)); /* left there by an older version */
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(company_id), db_text(name)), NULL);
}

static enum err run_unlink(struct cx *cx, const struct job *job)
{
	const struct json_value *payload;

	TRY(json_parse(cx, str_of(job->payload), &payload));
	(void)unlink(path_of(cx, json_text_of(json_get(payload, "name"))));
	return OK;
}

static enum err look_at(struct cx *cx, const char *name, int64_t before_us, files_known *is_known)
{
	const char *path = path_of(cx, name);
	struct stat about;
	bool known;

	if (stat(path, &about) != 0 || about.st_mtime * US_PER_SECOND >= before_us)
		return OK;
	TRY(is_known(cx, name, &known));
	if (!known)
		(void)unlink(path);
	return OK;
}

enum err files_left(struct cx *cx, const char *prefix, int64_t before_us, files_known *is_known)
{
	DIR *folder = in_database ? NULL : opendir(spool);
	enum err err = OK;
	struct dirent *entry;

	while (err == OK && folder && (entry = readdir(folder)) != NULL) {
		const struct arena_mark mark = arena_mark(cx->arena);

		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0)
			err = look_at(cx, entry->d_name, before_us, is_known);
		arena_rewind(cx->arena, mark);
	}
	if (folder)
		(void)closedir(folder);
	return err;
}

const struct job_kind files_jobs[] = {
	{.name = UNLINK,
		.run = run_unlink,
		.max_attempts = 5,
		.about = "Removes a file whose row is gone."},
	{0},
};

db_query_list files_queries = {&add_sql, &piece_sql, &remove_sql, NULL};
