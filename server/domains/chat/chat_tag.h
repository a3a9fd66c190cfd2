/* chat_tag.h - the words that a company marks its chats with. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_TAG_H
#define DOMAINS_CHAT_CHAT_TAG_H

#include "base/cx.h"

#define CHAT_TAG_CODE_MAX 32
#define CHAT_TAG_NAME_MAX 60
#define CHAT_TAGS_MAX 20 /* of one chat */

extern const char *const chat_color_words[];

struct chat_tag_row {
	int64_t id, version;
	const char *code, *name, *color;
	const char *name_ar; /* "": as the name */
	bool active;
	int64_t chats; /* that have it, counted no further than 1000 */
};
/* By name. */
MUST_USE enum err chat_tags_list(struct cx *cx, struct chat_tag_row **rows, size_t *count);

/* NULL or not given: as it is. */
struct chat_tag_change {
	const char *code, *name, *name_ar, *color;
	struct opt_bool active;
	struct opt_int version;
};
/* ERR_INVALID names the field; ERR_CONFLICT: the code is taken. */
MUST_USE enum err chat_tag_create(
	struct cx *cx, const struct chat_tag_change *wanted, struct chat_tag_row *row);
/* The code stays. ERR_NOT_FOUND; ERR_CONFLICT for another version than the last. */
MUST_USE enum err chat_tag_edit(struct cx *cx, const char *code,
	const struct chat_tag_change *change, struct chat_tag_row *row);
/* ERR_CONFLICT while chats have it: it can be switched off. */
MUST_USE enum err chat_tag_remove(struct cx *cx, const char *code);

/* ---- chat_tag_store.c ------------------------------------------------------------------------ */

/* code NULL: all. */
MUST_USE enum err chat_tag_store_list(
	struct cx *cx, const char *code, struct chat_tag_row **rows, size_t *count);
MUST_USE enum err chat_tag_store_add(struct cx *cx, struct chat_tag_row *row);
MUST_USE enum err chat_tag_store_update(
	struct cx *cx, const struct chat_tag_row *row, bool *changed);
MUST_USE enum err chat_tag_store_remove(struct cx *cx, int64_t id);
/* What a chat is marked with: codes parted by commas, and the tags' ids. */
MUST_USE enum err chat_tag_store_mark(
	struct cx *cx, int64_t chat_id, const int64_t *tags, size_t count);

#endif
