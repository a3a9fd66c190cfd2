/* announcement.h - what people who lead say to many at once. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ANNOUNCEMENTS_ANNOUNCEMENT_H
#define DOMAINS_ANNOUNCEMENTS_ANNOUNCEMENT_H

#include "base/cx.h"

struct announcement_new {
	const char *title; /* required */
	const char *body; /* NULL: none */
	bool high; /* shown before others, and as urgent */
	int64_t starts_us; /* 0: now */
	int64_t ends_us; /* 0: until it is taken back */
};

/* To everyone of the actor's company, in the unit's transaction; begins it. ERR_INVALID. */
MUST_USE enum err announcement_publish(struct cx *cx, const struct announcement_new *wanted);

#endif
