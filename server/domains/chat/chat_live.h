/* chat_live.h - what passes in a chat and is kept nowhere: who types, who looks. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_LIVE_H
#define DOMAINS_CHAT_CHAT_LIVE_H

#include "domains/chat/chat_view.h"

/* A page says so again before that; whoever does not is gone. */
#define CHAT_VIEW_S 60

/* The actor types in its answer to the customer, or stopped. ERR_NOT_FOUND. */
MUST_USE enum err chat_types(struct cx *cx, const char *key, bool typing);

struct chat_viewer {
	int64_t user_id;
	const char *name;
};
struct chat_viewers {
	struct chat_viewer *rows;
	size_t count;
};
/* The actor has the chat open, or no more; *viewers are all who have. ERR_NOT_FOUND. */
MUST_USE enum err chat_views(
	struct cx *cx, const char *key, bool viewing, struct chat_viewers *viewers);
void chat_viewers_write(struct json *json, const struct chat_viewers *viewers);

/* Told to who sees the chat. side: agent, customer. */
void chat_tell_typing(
	struct cx *cx, const struct chat *chat, const char *side, const char *name, bool typing);
void chat_tell_visitor(struct cx *cx, const struct chat *chat);

/* ---- chat_live_store.c ---------------------------------------------------------------------- */

MUST_USE enum err chat_store_viewing(struct cx *cx, int64_t chat_id, bool viewing);
MUST_USE enum err chat_store_viewers(struct cx *cx, int64_t chat_id, struct chat_viewers *viewers);
/* Does this user have it open now? */
MUST_USE enum err chat_store_looks(struct cx *cx, int64_t chat_id, int64_t user_id, bool *looks);
MUST_USE enum err chat_store_forget_viewers(struct cx *cx);

#endif
