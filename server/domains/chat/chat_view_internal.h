/* chat_view_internal.h - statements that give rows of chats: what they select, and who reads it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_VIEW_INTERNAL_H
#define DOMAINS_CHAT_CHAT_VIEW_INTERNAL_H

#include "domains/chat/chat_view.h"
#include "domains/chat/chat_visible.h"
#include "platform/db/db.h"

/* Rows as they are now, to be changed by this unit: who sees a chat, and whatever chat it is. */
MUST_USE enum err chat_store_hold(struct cx *cx, const char *key, struct chat *chat);
MUST_USE enum err chat_store_hold_any(struct cx *cx, int64_t id, struct chat *chat);

/* Agents who were asked into a chat. */
MUST_USE enum err chat_store_guests(
	struct cx *cx, int64_t chat_id, int64_t **agents, size_t *count);

/* Is the chat `c` with somebody who may not write? */
#define CHAT_BLOCKED_BY(word, value) \
	"EXISTS (SELECT 1 FROM chat_blocks b WHERE b.company_id = c.company_id AND b.kind = " \
	"'" word "' AND b.value = " value ")"
#define CHAT_BLOCKED \
	"(" CHAT_BLOCKED_BY("visitor", "CAST(c.visitor_id AS TEXT)") " OR " CHAT_BLOCKED_BY( \
		"customer", "CAST(c.customer_id AS TEXT)") " OR " CHAT_BLOCKED_BY("email", \
		"c.email") " OR " CHAT_BLOCKED_BY("phone", "c.phone") ")"

/* Ids as a JSON text, for IN. */
const char *chat_store_ids(struct cx *cx, const int64_t *ids, size_t count);
#define CHAT_IDS_LITE(n) "(SELECT value FROM json_each(" n "))"
#define CHAT_IDS_PG(n) \
	"(SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text(CAST(" n " AS JSONB)))"

#endif
