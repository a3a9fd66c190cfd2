/* notification_internal.h - shared inside the folder: notifications, and how people are told. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_NOTIFICATION_INTERNAL_H
#define DOMAINS_NOTIFICATIONS_NOTIFICATION_INTERNAL_H

#include "domains/notifications/notification.h"
#include "domains/notifications/topic_internal.h"

#include "platform/json/json.h"

/* One notification as it is stored. */
struct notification {
	int64_t id, user_id;
	const char *type, *title, *body; /* title "": to be worded */
	const char *data; /* a JSON object */
	const char *subject_type; /* or NULL */
	int64_t subject_id;
	struct opt_int read_us;
	int64_t created_us;
	bool cleared;
};

/* ---- notification.c ------------------------------------------------------------ */

/* As the API and the event show it in a language, an object. */
void notification_write(struct json *json, struct cx *cx, const struct language *language,
	const struct notification *notification);
/*
 * The actor's other pages hear of it: read, unread, cleared or restored; id 0: of
 * all. *unread is how many are left.
 */
MUST_USE enum err notification_changed(
	struct cx *cx, int64_t id, const char *change, int64_t *unread);

/* ---- notification_words.c ------------------------------------------------------- */

/* Is there a sentence for its type and data? */
bool notification_known(struct cx *cx, const struct notification *notification);
/* Title, and body where the type has one of its own; what was stored as a title stays. */
void notification_word(
	struct cx *cx, const struct language *language, struct notification *notification);

/*
 * What stands at one place of a screen: the next message of a chat takes that of the one
 * before. (web: lib/notifications/alerts.ts)
 */
const char *notification_tag(struct arena *arena, const struct notification *notification);

/* ---- notification_alert.c --------------------------------------------------------- */

/* How somebody is told of a topic at this moment. */
struct alert {
	int ways;
	const char *sound; /* NULL: none */
	bool desktop;
};
struct notified; /* below */
struct alert alert_of(struct cx *cx, const struct notified *person, const struct topic *topic);
/* By the ways that lead out of the program. */
MUST_USE enum err alert_send(struct cx *cx, const struct notified *person,
	const struct alert *alert, const struct notification *notification);

/* ---- notification_store.c ---------------------------------------------------------- */

/* Who is told. */
struct notified {
	const struct language *language;
	const char *email; /* or NULL */
	bool silent; /* muted, or not to be disturbed */
	const char *choices, *sounds; /* JSON, as stored */
	int64_t subscriptions;
};
/* ERR_NOT_FOUND: no such user here. */
MUST_USE enum err notification_store_person(
	struct cx *cx, int64_t user_id, struct notified *person);

/* Gives it its id. All others concern the actor's own rows. */
MUST_USE enum err notification_store_add(struct cx *cx, struct notification *notification);
/* Unread ones of its type about its subject go; *replaced is one of them, 0 where there was none. */
MUST_USE enum err notification_store_replace(
	struct cx *cx, const struct notification *notification, int64_t *replaced);
/* Unread ones about a subject are read. */
MUST_USE enum err notification_store_seen(
	struct cx *cx, const char *subject_type, int64_t subject_id, int64_t **ids, size_t *count);

/* Newest first, ids below `below`, after skipping `skip` of them. */
struct notification_filter {
	bool unread;
	const char *types; /* ",order_assigned,work_given,"; "" for all */
	int64_t below, skip, limit;
};
MUST_USE enum err notification_store_list(struct cx *cx, const struct notification_filter *filter,
	struct notification **list, size_t *count);
MUST_USE enum err notification_store_unread(struct cx *cx, int64_t *unread);
/* ERR_NOT_FOUND: not there, or another's. */
MUST_USE enum err notification_store_mark(
	struct cx *cx, int64_t id, bool read, struct notification *after);
MUST_USE enum err notification_store_mark_all(struct cx *cx, int64_t *changed);
/* One of them, or with id 0 all up to an id, as cleared at that time. */
MUST_USE enum err notification_store_clear(
	struct cx *cx, int64_t id, int64_t up_to, int64_t cleared_us, int64_t *changed);
MUST_USE enum err notification_store_restore(struct cx *cx, int64_t cleared_us, int64_t *changed);
/* Of anybody of the company, whether cleared or not. *found false: it is gone. */
MUST_USE enum err notification_store_get(
	struct cx *cx, int64_t id, struct notification *notification, bool *found);
/* Of all companies: cleared before, and made before; at most `limit` of each. */
MUST_USE enum err notification_store_sweep(
	struct cx *cx, int64_t cleared_us, int64_t created_us, int64_t limit);

#endif
