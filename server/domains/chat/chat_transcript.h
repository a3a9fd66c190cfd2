/* chat_transcript.h - a chat as a file: text, JSON, HTML. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_TRANSCRIPT_H
#define DOMAINS_CHAT_CHAT_TRANSCRIPT_H

#include "domains/chat/chat_message.h"

/*
 * All that was said in a chat that the actor sees; for the customer without what
 * is not the customer's: notes, and events that are internal. ERR_NOT_FOUND.
 */
MUST_USE enum err chat_transcript_read(struct cx *cx, const char *key, bool for_customer,
	struct chat *chat, struct chat_messages *messages);
/* In the unit's language and on the company's clocks. */
const char *chat_transcript_text(
	const struct cx *cx, const struct chat *chat, const struct chat_messages *messages);
const char *chat_transcript_html(
	const struct cx *cx, const struct chat *chat, const struct chat_messages *messages);

#endif
