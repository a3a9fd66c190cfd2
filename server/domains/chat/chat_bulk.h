/* chat_bulk.h - one change for many chats, each on its own. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_BULK_H
#define DOMAINS_CHAT_CHAT_BULK_H

#include "domains/chat/chat_control.h"

#define CHAT_BULK_MAX 100

extern const char *const chat_bulk_words[]; /* close, tag, assign */

struct chat_bulk {
	const char *action; /* one of chat_bulk_words */
	const char *reason; /* of close */
	const char *const *tags; /* of tag */
	bool beside; /* of tag: those that a chat has stay */
	struct chat_transfer to; /* of assign */
};
struct chat_bulk_item {
	const char *key;
	enum err err;
	const char *error, *code; /* unless OK */
	struct chat chat; /* if OK */
};
/* Each item says what came of it; what one of them is refused for stops no other. */
MUST_USE enum err chat_bulk_do(
	struct cx *cx, const struct chat_bulk *bulk, struct chat_bulk_item *items, size_t count);

#endif
