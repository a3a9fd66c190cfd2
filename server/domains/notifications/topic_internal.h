/* topic_internal.h - what notifications are about, and the ways they are told by. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_NOTIFICATIONS_TOPIC_INTERNAL_H
#define DOMAINS_NOTIFICATIONS_TOPIC_INTERNAL_H

#include "base/str.h"
#include "platform/auth/auth.h"

/* The ways a person is told by; bits, as they are stored. */
enum way {
	WAY_BELL = 1 << 0, /* counted at the bell; without it, it stands in the history as read */
	WAY_SOUND = 1 << 1,
	WAY_DESKTOP = 1 << 2, /* while a page is open somewhere */
	WAY_PUSH = 1 << 3, /* while none is */
	WAY_EMAIL = 1 << 4,
};
#define WAY_COUNT 5
/* What makes itself felt at once: not while muted, nor in "do not disturb". */
#define WAYS_LOUD (WAY_SOUND | WAY_DESKTOP | WAY_PUSH)

extern const char *const way_words[]; /* by bit */
extern const char *const sound_words[]; /* those that pages can make by themselves */

#define TOPIC_TYPES_MAX 5
struct topic {
	const char *code;
	const char
		*right; /* name of the permission without which nobody is told of it; NULL: all */
	const char *types[TOPIC_TYPES_MAX];
	int standard, always; /* ways */
	const char *sound;
	int64_t life_s; /* a push message that could not be delivered for so long is dropped */
	bool urgent; /* also to a device that saves its battery */
};

/* In the order in which they are shown; ends in {0}. */
extern const struct topic topics[];
/* NULL when there is none. */
const struct topic *topic_by_code(const char *code);
const struct topic *topic_of(const char *type);
/* Can the actor be told of it at all? */
bool topic_concerns(const struct topic *topic, const struct actor *actor);

#endif
