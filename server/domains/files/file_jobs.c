/* file_jobs.c - what goes by itself: what belongs nowhere, and what is kept no longer. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/files/files.h"

#define SWEEP_ROWS 200

static enum err remove_loose(struct cx *cx, int64_t before_us)
{
	struct file_old *rows;
	size_t count;
	bool gone, fits;

	TRY(file_store_loose(cx, before_us, SWEEP_ROWS, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(file_store_forget(cx, &rows[i], true, &gone));
		if (!gone)
			continue;
		TRY(file_store_count(cx, rows[i].company_id, -rows[i].bytes, -1, &fits));
		TRY(file_remove_bytes(cx, &rows[i]));
	}
	return OK;
}

/* The row stays: a conversation goes on saying that there was a file. */
static enum err remove_outlived(struct cx *cx)
{
	struct file_old *rows;
	size_t count;
	bool fits;

	TRY(file_store_outlived(cx, SWEEP_ROWS, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(file_store_mark_removed(cx, &rows[i]));
		TRY(file_store_count(cx, rows[i].company_id, -rows[i].bytes, -1, &fits));
		TRY(file_remove_bytes(cx, &rows[i]));
	}
	return OK;
}

static enum err sweep(struct cx *cx, const struct job *job)
{
	const int64_t before_us = cx->now_us - FILE_LOOSE_US;

	(void)job;
	TRY(upload_sweep(cx, before_us, SWEEP_ROWS));
	TRY(remove_loose(cx, before_us));
	return remove_outlived(cx);
}

/* ---- What units left that failed ------------------------------------------------------------- */

#define SMALL "-small"

/* "file-CODE" or "file-CODE-small". */
static enum err file_known(struct cx *cx, const char *name, bool *known)
{
	const char *code = name + strlen(FILE_PREFIX);
	const size_t length = strlen(code);

	if (length > strlen(SMALL) && text_is(code + length - strlen(SMALL), SMALL))
		code = arena_text_n(cx->arena, code, length - strlen(SMALL));
	return file_store_known(cx, code, known);
}

/* "upload-CODE-PIECE"; a code has hyphens of its own. */
static enum err piece_known(struct cx *cx, const char *name, bool *known)
{
	const char *code = name + strlen(UPLOAD_PREFIX);
	const char *end = strrchr(code, '-');

	*known = false;
	if (!end)
		return OK;
	return upload_store_known(cx, arena_text_n(cx->arena, code, (size_t)(end - code)), known);
}

static enum err remove_unknown(struct cx *cx, const struct job *job)
{
	/* Nothing takes so long between keeping its bytes and its commit. */
	const int64_t before_us = cx->now_us - US_PER_HOUR;

	(void)job;
	TRY(files_left(cx, FILE_PREFIX, before_us, file_known));
	return files_left(cx, UPLOAD_PREFIX, before_us, piece_known);
}

const struct job_kind file_jobs[] = {
	{.name = "upload.clean",
		.run = upload_clean,
		.max_attempts = 5,
		.about = "Removes the pieces of a file that came whole."},
	{.name = "file.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR / 6,
		.about = "Removes files that belong nowhere after a day, and those that their "
			 "company "
			 "keeps no longer."},
	{.name = "file.unknown",
		.run = remove_unknown,
		.max_attempts = 1,
		.every_us = US_PER_DAY,
		.about = "Removes bytes of files that failed or were killed before they counted."},
	{0},
};
