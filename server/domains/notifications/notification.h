/* notification.h - what a person should know about, kept until they have read it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_NOTIFICATION_H
#define DOMAINS_NOTIFICATIONS_NOTIFICATION_H

#include "base/cx.h"

/*
 * What a caller says: what happened. It is worded for whoever reads it, in their
 * language, by notification_words.c, which has a row for each type.
 */
struct notification_new {
	int64_t user_id;
	const char *type; /* "order_assigned", "callback_due", ... */
	const char *body; /* what somebody wrote: a reason, a name; NULL = "" */
	const char *data; /* a JSON object with what the words need; NULL = {} */
	const char *subject_type; /* "order", ...; NULL without a subject */
	int64_t subject_id;
	/*
	 * One of the type about the subject is enough: what the user has not read of
	 * it makes room for this one. For what comes again and again, as messages do.
	 */
	bool replaces;
};

/*
 * Store a notification for a user of the actor's company and tell it by the ways
 * that the user chose for its topic: pages (event notification:new), push messages,
 * e-mail; all in the unit's transaction; begins it.
 *
 * ERR_NOT_FOUND  no such user here
 */
MUST_USE enum err notification_send(struct cx *cx, const struct notification_new *wanted);

/* The actor has seen what they are about: unread ones are read, and its pages hear it. */
MUST_USE enum err notification_seen(struct cx *cx, const char *subject_type, int64_t subject_id);

/* A login was ended by its owner, or against them: its browser gets no push messages any more. */
MUST_USE enum err notification_forget_session(struct cx *cx, int64_t session_id);

#endif
