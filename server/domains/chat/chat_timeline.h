/* chat_timeline.h - what there was with a customer before: chats, orders, calls, contacts. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_TIMELINE_H
#define DOMAINS_CHAT_CHAT_TIMELINE_H

#include "base/cx.h"

#define CHAT_TIMELINE_ROWS 50

extern const char *const chat_timeline_words[]; /* chat, order, call, interaction */

struct chat_moment {
	const char *kind; /* one of chat_timeline_words */
	int64_t id;
	const char *code; /* as people know it */
	const char *title; /* never NULL */
	const char *state; /* a word of its kind */
	const char *agent; /* name, or NULL */
	int64_t at_us;
};
/* What the actor sees of a chat's customer, newest first; the chat itself is left out. ERR_NOT_FOUND. */
MUST_USE enum err chat_timeline(
	struct cx *cx, const char *key, struct chat_moment **moments, size_t *count);

/* Up to CHAT_TIMELINE_ROWS of a kind are added (chat_timeline_store.c). */
struct chat_moments {
	struct chat_moment rows[4 * CHAT_TIMELINE_ROWS];
	size_t count;
};
struct chat;
MUST_USE enum err chat_store_earlier(
	struct cx *cx, const struct chat *chat, struct chat_moments *moments);
MUST_USE enum err chat_store_orders(
	struct cx *cx, int64_t customer_id, struct chat_moments *moments);
MUST_USE enum err chat_store_calls(
	struct cx *cx, int64_t customer_id, struct chat_moments *moments);
MUST_USE enum err chat_store_contacts(
	struct cx *cx, int64_t customer_id, struct chat_moments *moments);

#endif
