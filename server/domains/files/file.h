/* file.h - files that people send: kept under random names, seen by whoever sees where they belong. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_FILES_FILE_H
#define DOMAINS_FILES_FILE_H

#include "base/cx.h"
#include "base/str.h"
#include "platform/json/json.h"

#include <stdio.h>

#define FILES_AT_ONCE 10 /* in one message */

extern const char *const file_purpose_words[]; /* chat, avatar, sound, NULL */

/* Who sent a file: a user or a visitor of the company; the other is 0. */
struct file_owner {
	int64_t user_id, visitor_id;
};

/* The user who asks. */
struct file_owner file_owner_self(const struct cx *cx);

/*
 * Where a file belongs: the row ("chat", 17) and the part of it, such as the
 * number of a message. Who may read the row may read its files.
 */
struct file_place {
	const char *type;
	int64_t id, part;
};

struct file {
	int64_t id;
	const char *code; /* random; what addresses and clients know it by */
	const char *name, *mime;
	const char *kind; /* a word of media_kind_words */
	const char *purpose; /* a word of file_purpose_words */
	int64_t size_bytes; /* as it is downloaded */
	int64_t width, height; /* of an image, else 0 */
	int64_t duration_ms; /* of audio where it is known, else 0 */
	bool has_thumbnail;
	struct file_owner owner;
	struct file_place place; /* type NULL: nowhere yet, and gone after a day */
	int64_t created_us;
	bool removed; /* its bytes are gone after the time that the company keeps files */
};

struct file_list {
	struct file *at;
	size_t count;
};

/*
 * Say where the owner's files belong, in the unit that writes the row they
 * belong to; *files is in the order of the codes (NULL-terminated, may be
 * NULL). Each can be put in one place only, and once.
 *
 * ERR_INVALID  on `files`: too many, twice the same, or not the owner's own waiting ones
 */
MUST_USE enum err file_bind(struct cx *cx, const struct file_owner *owner, const char *const *codes,
	const struct file_place *place, struct file_list *files);

/* Files of parts `place->part` to `last_part` of one row, by part and in their order there. */
MUST_USE enum err files_at(
	struct cx *cx, const struct file_place *place, int64_t last_part, struct file_list *files);

/* Remove a file with its bytes; OK when there is none of that code. */
MUST_USE enum err file_remove(struct cx *cx, const char *code);

/*
 * The file of a code, if the actor may read it: it belongs to a row that the
 * actor reads, or the actor sent it and it belongs to none. ERR_NOT_FOUND.
 */
MUST_USE enum err file_read(struct cx *cx, const char *code, struct file *file);
/* Without asking who asks: for callers that checked where it belongs. ERR_NOT_FOUND. */
MUST_USE enum err file_by_code(struct cx *cx, const char *code, struct file *file);

/* Whether the actor may read rows of a type: OK, or ERR_NOT_FOUND. */
struct file_access {
	const char *type;
	enum err (*may_read)(struct cx *cx, const struct file_place *place);
};
/* Once for each type, at start (app wires it); the row lives as long as the program. */
void file_access_add(const struct file_access *access);

/* {id, name, mime, size, kind, width, height, duration, url, thumbnail_url} (schema: file_api.h). */
void file_write_json(struct json *json, const struct file *file);
/* How addresses of files begin, and how they end ("?pass=…", or ""): those of visitors. */
struct file_links {
	const char *base, *end;
};
void file_write_json_at(struct json *json, const struct file *file, const struct file_links *links);
void file_write_list(struct json *json, const struct file_list *files);

struct upload;
/* What came in: a purpose, a name, and all the bytes. */
struct file_new {
	const char *purpose, *name;
	struct str bytes;
	struct file_owner owner;
	struct upload *upload; /* that came in pieces; NULL: in one go */
};

/*
 * Keep a file whole: looks what it is, makes pictures safe, and counts it.
 * Takes seconds for a large picture: only where the route says HTTP_SLOW, and
 * before the unit writes. ERR_INVALID on `file`; ERR_TOO_LARGE; ERR_FULL: the
 * company's room is used up; ERR_CONFLICT: somebody else made it of the upload.
 */
MUST_USE enum err file_make(struct cx *cx, const struct file_new *wanted, struct file *file);

#endif
