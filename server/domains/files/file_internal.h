/* file_internal.h - shared inside domains/files. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_FILES_FILE_INTERNAL_H
#define DOMAINS_FILES_FILE_INTERNAL_H

#include "base/clock.h"
#include "domains/files/upload.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/jobs/jobs.h"

#define FILE_MB ((int64_t)1024 * 1024)
#define FILE_QUOTA_STANDARD (10 * 1024 * FILE_MB)
#define FILE_LOOSE_US US_PER_DAY /* what belongs nowhere, and what did not come whole */
#define FILE_WAITING_MAX 40 /* of one owner, whole or on their way */
#define FILE_WAITING_VISITOR 10
#define FILE_COMING_SHARE 4 /* visitors' files on their way hold one part in so many */
#define FILE_COMING_US (30 * US_PER_MINUTE) /* a visitor's that did not come whole */

/* ---- file_name.c ---- */

/*
 * What people may call a file: no path, no characters that are not seen or turn
 * the text around, at most 120 characters, and an extension of its type, for
 * whoever opens it goes by that. `extensions` as in struct media; NULL: not known yet.
 */
const char *file_name_clean(struct arena *arena, const char *name, const char *extensions);
/* Content-Disposition of RFC 6266. */
const char *file_disposition(struct arena *arena, const char *name, bool is_inline);

/* A row whose bytes go. */
struct file_old {
	int64_t company_id, id, bytes;
	const char *code;
	bool has_thumbnail;
};

/* ---- rules that others in the folder need ---- */

/* ERR_RATE: the owner let too many wait. */
MUST_USE enum err file_check_waiting(struct cx *cx, const struct file_owner *owner);
MUST_USE enum err file_remove_bytes(struct cx *cx, const struct file_old *row);
/* All of its bytes are here: it is its file that counts from now on. ERR_CONFLICT: it is so already. */
MUST_USE enum err upload_complete(struct cx *cx, struct upload *upload);
MUST_USE enum err upload_clean(struct cx *cx, const struct job *job);
MUST_USE enum err upload_sweep(struct cx *cx, int64_t before_us, int64_t limit);

/* ---- names of kept files (platform/files) ---- */

#define FILE_PREFIX "file-"
#define UPLOAD_PREFIX "upload-"
const char *file_kept_name(struct arena *arena, const char *code, bool thumbnail);
const char *upload_piece_name(struct arena *arena, const char *code, int64_t piece);

/* ---- file_store.c: no rules ---- */

/* What a company may keep, and keeps. */
struct file_room {
	int64_t version, quota_bytes, retention_days, used_bytes, file_count;
};
/* ---- file_room.c ---- */

struct file_room_change {
	struct opt_int quota_mb, retention_days, version;
};
/* ERR_CONFLICT: somebody changed it since that version. */
MUST_USE enum err file_room_change(
	struct cx *cx, const struct file_room_change *change, struct file_room *after);
void file_room_write(struct json *json, const struct file_room *room);

/* Standard values while there is no row. */
MUST_USE enum err file_store_room(struct cx *cx, struct file_room *room);
/* Of the version only; *changed says whether. Makes the row where there is none (version 1). */
MUST_USE enum err file_store_set_room(struct cx *cx, const struct file_room *room, bool *changed);
/*
 * Count bytes in, if there is room for them beside what is under way, or out (negative).
 * Whoever counts, be it nothing, holds the company's room until the unit ends.
 */
MUST_USE enum err file_store_count(
	struct cx *cx, int64_t company_id, int64_t bytes, int64_t files, bool *fits);

MUST_USE enum err file_store_add(struct cx *cx, struct file *file, int64_t kept_bytes);
MUST_USE enum err file_store_by_code(
	struct cx *cx, const char *code, struct file *file, bool *found);
MUST_USE enum err file_store_by_id(struct cx *cx, int64_t id, struct file *file);
/* The owner's file of the code, as the n-th there, while it belongs nowhere; *bound says whether. */
struct file_claim {
	const char *code;
	const struct file_owner *owner;
	int64_t order;
};
MUST_USE enum err file_store_bind(
	struct cx *cx, const struct file_claim *claim, const struct file_place *place, bool *bound);
MUST_USE enum err file_store_at(
	struct cx *cx, const struct file_place *place, int64_t last_part, struct file_list *files);
/* What is still to come of the company's uploads under way, and has come. */
MUST_USE enum err file_store_coming(struct cx *cx, int64_t *bytes, int64_t *of_visitors);
MUST_USE enum err file_store_waiting(struct cx *cx, const struct file_owner *owner, int64_t *count);

MUST_USE enum err file_store_loose(
	struct cx *cx, int64_t before_us, int64_t limit, struct file_old **rows, size_t *count);
/* Those of chats that are older than their company keeps them. */
MUST_USE enum err file_store_outlived(
	struct cx *cx, int64_t limit, struct file_old **rows, size_t *count);
/* Is there a file of the code, or an upload, in any company? */
MUST_USE enum err file_store_known(struct cx *cx, const char *code, bool *known);
MUST_USE enum err upload_store_known(struct cx *cx, const char *code, bool *known);
MUST_USE enum err file_store_old_of(
	struct cx *cx, const char *code, struct file_old *row, bool *found);
/* *gone false: somebody was faster, or, when only loose ones are meant, it belongs somewhere now. */
MUST_USE enum err file_store_forget(
	struct cx *cx, const struct file_old *row, bool loose, bool *gone);
MUST_USE enum err file_store_mark_removed(struct cx *cx, const struct file_old *row);

/* ---- upload_store.c: no rules ---- */

MUST_USE enum err upload_store_add(struct cx *cx, struct upload *upload);
MUST_USE enum err upload_store_get(struct cx *cx, const char *code, const struct file_owner *owner,
	struct upload *upload, bool *found);
/* Only from the offset it has; *moved says whether. */
MUST_USE enum err upload_store_move(
	struct cx *cx, const struct upload *upload, int64_t from_offset, bool *moved);

struct upload_old {
	int64_t company_id, id, pieces;
	const char *code;
};
MUST_USE enum err upload_store_old(
	struct cx *cx, int64_t before_us, int64_t limit, struct upload_old **rows, size_t *count);
MUST_USE enum err upload_store_by_id(
	struct cx *cx, int64_t id, struct upload_old *row, bool *found);
MUST_USE enum err upload_store_forget(struct cx *cx, const struct upload_old *row);
/* Whole, and its pieces are gone. */
MUST_USE enum err upload_store_forget_pieces(struct cx *cx, const struct upload_old *row);

#endif
