/* announcement_internal.h - shared inside domains/announcements. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ANNOUNCEMENTS_ANNOUNCEMENT_INTERNAL_H
#define DOMAINS_ANNOUNCEMENTS_ANNOUNCEMENT_INTERNAL_H

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

extern const char *const announcement_audience_words[]; /* all, team, department, role, NULL */
extern const char *const announcement_priority_words[]; /* normal, high, NULL */

struct announcement {
	int64_t id, version;
	const char *title, *body, *priority, *audience; /* words */
	int64_t audience_id; /* team, department or role; 0 of all */
	const char *audience_code, *audience_name; /* or NULL */
	int64_t starts_us;
	struct opt_int ends_us;
	const char *author; /* or NULL */
	int64_t created_us, updated_us;
	int64_t reads, receivers; /* of those who manage: how many read it, and of how many */
	struct opt_int read_us; /* of a reader: when */
};

/* NULL or not given = as it is, for a new one the standard. */
struct announcement_change {
	const char *title, *body, *priority, *audience;
	struct opt_int audience_id, starts_us, ends_us;
	struct opt_bool endless; /* takes the end away */
	struct opt_int version;
};

/* Whom one may write to. */
struct announcement_audience {
	const char *audience, *code, *name; /* code and name NULL of all */
	int64_t id;
};

/* ---- announcement.c ---- */

void announcement_write(struct json *json, const struct announcement *announcement);
/* ERR_DENIED: to others than the actor's scope covers; ERR_INVALID names the field. */
MUST_USE enum err announcement_create(
	struct cx *cx, const struct announcement_change *wanted, struct announcement *announcement);
MUST_USE enum err announcement_change(struct cx *cx, int64_t id,
	const struct announcement_change *change, struct announcement *after);
MUST_USE enum err announcement_remove(struct cx *cx, int64_t id);
/* Those that the actor's scope covers. */
MUST_USE enum err announcements_managed(struct cx *cx, struct announcement **list, size_t *count);
MUST_USE enum err announcement_audiences(
	struct cx *cx, struct announcement_audience **list, size_t *count);
/* ERR_NOT_FOUND: it is not there for the actor, now. */
MUST_USE enum err announcement_mark_read(struct cx *cx, int64_t id);

/* ---- announcement_store.c: no rules; newest first, id 0 = all ---- */

MUST_USE enum err announcement_store_list(
	struct cx *cx, int64_t id, struct announcement **list, size_t *count);
/* Those for the actor that have begun and not ended; the urgent first. */
MUST_USE enum err announcement_store_mine(
	struct cx *cx, int64_t id, struct announcement **list, size_t *count);
MUST_USE enum err announcement_store_add(struct cx *cx, struct announcement *announcement);
MUST_USE enum err announcement_store_update(
	struct cx *cx, const struct announcement *announcement, bool *changed);
MUST_USE enum err announcement_store_remove(struct cx *cx, int64_t id);
MUST_USE enum err announcement_store_read(struct cx *cx, int64_t id);
MUST_USE enum err announcement_store_audiences(
	struct cx *cx, struct announcement_audience **list, size_t *count);

#endif
