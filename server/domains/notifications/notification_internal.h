/* notification_internal.h - shared inside the folder. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_NOTIFICATION_INTERNAL_H
#define DOMAINS_NOTIFICATIONS_NOTIFICATION_INTERNAL_H

#include "domains/notifications/notification.h"

#include "platform/json/json.h"

/* One notification as it is stored. */
struct notification {
	int64_t id;
	const char *type, *title, *body; /* title "": to be worded */
	const char *data; /* a JSON object */
	const char *subject_type; /* or NULL */
	int64_t subject_id;
	struct opt_int read_us;
	int64_t created_us;
};

/* As the API and the event show it in a language, an object. */
void notification_write(struct json *json, struct cx *cx, const struct language *language,
	const struct notification *notification);

/* notification_words.c. Is there a sentence for its type and data? */
bool notification_known(struct cx *cx, const struct notification *notification);
/* Title, and body where the type has one of its own; what was stored as a title stays. */
void notification_word(
	struct cx *cx, const struct language *language, struct notification *notification);

/* Gives it its id. ERR_NOT_FOUND: no such user here. All others concern the actor's own rows. */
MUST_USE enum err notification_store_add(
	struct cx *cx, int64_t user_id, struct notification *notification);
/* A user's own language, else the company's. */
MUST_USE enum err notification_store_language(
	struct cx *cx, int64_t user_id, const struct language **language);

/* Newest first, ids below `below`, after skipping `skip` of them. */
struct notification_filter {
	bool unread;
	int64_t below, skip, limit;
};
MUST_USE enum err notification_store_list(struct cx *cx, const struct notification_filter *filter,
	struct notification **list, size_t *count);
MUST_USE enum err notification_store_unread(struct cx *cx, int64_t *unread);
/* ERR_NOT_FOUND: not there, or another's. */
MUST_USE enum err notification_store_mark(
	struct cx *cx, int64_t id, bool read, struct notification *after);
MUST_USE enum err notification_store_mark_all(struct cx *cx, int64_t *changed);

#endif
