/* chat_customer_internal.h - shared inside domains/chat: visitors, and what they are told. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_CUSTOMER_INTERNAL_H
#define DOMAINS_CHAT_CHAT_CUSTOMER_INTERNAL_H

#include "domains/chat/chat_control_internal.h"
#include "domains/chat/chat_customer.h"

MUST_USE enum err chat_store_newest_of(struct cx *cx, int64_t visitor_id, int64_t *chat_id);
MUST_USE enum err chat_store_seen(struct cx *cx, int64_t visitor_id, bool online,
	const char *page_url, const char *page_title);
/* Of two openings at once the second sees what the first one began. */
MUST_USE enum err chat_store_hold_visitor(struct cx *cx, int64_t visitor_id);
/* Who has a chat is not forgotten. */
MUST_USE enum err chat_store_wrote(struct cx *cx, int64_t visitor_id);
/* Who may not write although a chat goes on, or the customer has a page open; a few. */
MUST_USE enum err chat_store_blocked_visitors(
	struct cx *cx, int64_t customer_id, int64_t **visitors, size_t *count);
/* Was it heard of after that time? */
MUST_USE enum err chat_store_heard(
	struct cx *cx, int64_t visitor_id, int64_t after_us, bool *heard);
/* When its last page closed; not given: one is open, or none ever was. */
MUST_USE enum err chat_store_left(struct cx *cx, int64_t visitor_id, struct opt_int *left_us);

/* What an agent typed, for as long as it passes. */
void chat_tell_typing_customer(
	struct cx *cx, const struct chat *chat, const char *name, bool typing);

#endif
