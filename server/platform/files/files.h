/* files.h - whole files that outlive a request: uploads that jobs read, exports that people fetch. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_FILES_FILES_H
#define PLATFORM_FILES_FILES_H

#include "platform/jobs/jobs.h"

#include <stdio.h>

struct db_pool;

/*
 * A kept file has a name that is unique within its company, without a slash;
 * it is there whole or not at all. With SQLite it lies in the spool folder,
 * since one program has the database. With PostgreSQL it lies in the database,
 * in pieces: what one node kept is read by every other.
 */

/*
 * With the spool folder, which lives as long as the program; once, before
 * anything else here. Removes what killed programs left there unfinished.
 */
void files_start(const struct db_pool *pool, const char *folder);

/* A path of nobody else's, where the file is made that will be kept under the name. */
const char *files_draft(struct cx *cx, const char *name);
/* The spool folder itself, for what makes files of its own on the way. */
const char *files_folder(void);

/*
 * Keep a finished local file under the name, as the actor's company. Part of
 * the unit's transaction on PostgreSQL; with SQLite it is renamed, as the last
 * thing before the unit ends: what the unit says of it must be sure by then, since
 * one that fails leaves the file there until files_left() finds it. Whoever made
 * the file removes it afterwards if it is still there. ERR_FULL.
 */
MUST_USE enum err files_keep(struct cx *cx, const char *name, const char *from_file);

/* Open for reading, at its beginning; the caller closes it. ERR_NOT_FOUND, ERR_FULL. */
MUST_USE enum err files_open(struct cx *cx, const char *name, FILE **file);

/*
 * Gone with the unit's commit; with SQLite by a job that follows it, so that
 * nothing is lost where the unit fails. OK when there is none.
 */
MUST_USE enum err files_remove(struct cx *cx, int64_t company_id, const char *name);

/*
 * With SQLite: what lies in the folder under names that begin with the prefix and was
 * made before that time, asked for one by one; what nobody knows is removed. For files
 * of units that failed or were killed between keeping and commit.
 */
typedef enum err files_known(struct cx *cx, const char *name, bool *known);
MUST_USE enum err files_left(
	struct cx *cx, const char *prefix, int64_t before_us, files_known *is_known);

/*
 * Copy the kept files of one folder that another one lacks; each has its name there once it
 * is on disk. Of a running server, too. A folder that is not there has none. False: errno.
 */
MUST_USE bool files_copy(const char *from, const char *to, size_t *copied);

extern const struct job_kind files_jobs[];

#endif
