/* chat_events.h - what is told of chats to those who work. Each function publishes in the unit that made the change. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_EVENTS_H
#define DOMAINS_CHAT_CHAT_EVENTS_H

#include "domains/chat/chat_view.h"

/*
 * Who hears is who sees the chat as it is now: who has it or gets it offered,
 * their team, the department for which it waits, and who was asked into it.
 */

/* {chat_id, state, chat}; changed: names of members, NULL-terminated, of chat:updated. */
MUST_USE enum err chat_publish(
	struct cx *cx, const char *type, const struct chat *chat, const char *const *changed);

/*
 * After a change, and before anything else is published of it: chat:removed to
 * those who do not see it any more. Whoever sees it by a wider scope hears both,
 * in this order, and ends up with the row.
 */
MUST_USE enum err chat_publish_removed(
	struct cx *cx, const struct chat *before, const struct chat *after);

/* Something else of the chat, {type, data}: to whoever sees it. json: an open object. */
MUST_USE enum err chat_publish_about(
	struct cx *cx, const struct chat *chat, const char *type, struct json *json);
/* The same of what passes: no row, no number, lost is lost. */
void chat_tell_about(struct cx *cx, const struct chat *chat, const char *type, struct json *json);

#endif
