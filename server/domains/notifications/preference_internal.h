/* preference_internal.h - what a person chose to be told, and how. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_PREFERENCE_INTERNAL_H
#define DOMAINS_NOTIFICATIONS_PREFERENCE_INTERNAL_H

#include "domains/notifications/notification_internal.h"

#define MUTE_MINUTES_MAX 10080 /* a week */

struct preference {
	int64_t version; /* 0: nothing was chosen yet */
	const char *choices, *sounds; /* JSON by topic */
	int64_t volume; /* 0 to 100 */
	struct opt_int muted_until_us; /* not given when it has passed */
	bool dnd; /* an agent who is not to be disturbed */
	const char *email; /* or NULL */
	int64_t subscriptions; /* browsers that take push messages */
};

/* ---- preference.c: rules -------------------------------------------------------------- */

struct preference_change {
	struct opt_int version, volume;
	/* {"order_assigned": {"ways": ["bell"], "sound": "chime"}}; null for the standard; NULL: as it is. */
	const struct json_value *topics;
};
/* ERR_CONFLICT shows the present ones. */
MUST_USE enum err preference_set(
	struct cx *cx, const struct preference_change *change, struct preference *after);
/* For so many minutes from now on; 0 ends it. */
MUST_USE enum err preference_mute(struct cx *cx, int64_t minutes, struct preference *after);
/* An object, with all topics that concern the actor. */
void preference_write(struct json *json, struct cx *cx, const struct preference *preference);

/* ---- preference_store.c: the actor's own ------------------------------------------------- */

MUST_USE enum err preference_store_get(struct cx *cx, struct preference *preference);
/* *changed false: another version is there. */
MUST_USE enum err preference_store_put(
	struct cx *cx, const struct preference *preference, bool *changed);
MUST_USE enum err preference_store_mute(struct cx *cx, struct opt_int until_us);

#endif
