/* file_jobs.c - what goes by itself: what belongs nowhere, and what is kept no longer. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

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
	{0},
};
