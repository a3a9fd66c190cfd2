/* upload.h - a file on its way in, piece by piece, so that a lost connection costs one piece. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_FILES_UPLOAD_H
#define DOMAINS_FILES_UPLOAD_H

#include "domains/files/file.h"

#define UPLOAD_PIECE_BYTES ((int64_t)1024 * 1024)

struct upload {
	int64_t id;
	const char *code, *name, *purpose;
	int64_t size_bytes, offset_bytes, pieces;
	struct file_owner owner;
	int64_t file_id; /* 0: not whole yet */
	int64_t created_us;
};

/* The largest file of a purpose. */
int64_t upload_size_max(const char *purpose);

/*
 * Begin one of purpose, name, size and owner; fills the rest. ERR_INVALID,
 * ERR_TOO_LARGE on `size`; ERR_RATE: too many of the owner's wait; ERR_FULL.
 */
MUST_USE enum err upload_begin(struct cx *cx, struct upload *upload);

/* One of the owner's own. ERR_NOT_FOUND. */
MUST_USE enum err upload_get(
	struct cx *cx, const char *code, const struct file_owner *owner, struct upload *upload);

/*
 * Take the bytes in the local file `piece` as those from `offset` on. With the
 * last of them the file is made (file_make()) and upload->file_id says which.
 *
 * ERR_CONFLICT   it goes on elsewhere; the answer shows where
 * ERR_TOO_LARGE  more than one piece, or than was announced
 */
MUST_USE enum err upload_take(
	struct cx *cx, struct upload *upload, int64_t offset, const char *piece, int64_t bytes);

/* The file that it became. ERR_NOT_FOUND while it is not whole. */
MUST_USE enum err upload_file(struct cx *cx, const struct upload *upload, struct file *file);

/* Stop it; its pieces are removed after the commit. */
MUST_USE enum err upload_cancel(struct cx *cx, const struct upload *upload);

/* {id, offset, size, piece_bytes} */
void upload_write_json(struct json *json, const struct upload *upload);

#endif
