/* schedule_internal.h - shared inside domains/schedules. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_SCHEDULES_SCHEDULE_INTERNAL_H
#define DOMAINS_SCHEDULES_SCHEDULE_INTERNAL_H

#include "base/time.h"
#include "domains/accounts/account.h"
#include "domains/schedules/schedule.h"
#include "platform/db/db.h"

/* All but leave is at most so long, which keeps ranges of the index short. */
#define SCHEDULE_SHORT_US (24 * US_PER_HOUR)
#define SCHEDULE_SERIES_MAX 53 /* weeks */

/* ---- schedule.c ------------------------------------------------------------------ */

/* How much of the series of an entry is meant; an entry without one is meant alone. */
enum schedule_reach { REACH_ONE, REACH_FOLLOWING, REACH_ALL };
extern const char *const schedule_reach_words[]; /* NULL-terminated, in enum order */

/* What is not given stays as it is. */
struct schedule_change {
	const char *kind, *note;
	struct opt_int starts_us, ends_us, version;
	enum schedule_reach reach;
};
/*
 * Others of its series move by as much on the clock, and keep what was said of
 * them alone where the change says nothing new. *after is the entry itself,
 * *count how many changed.
 *
 * As schedule_add(); ERR_NOT_FOUND: none in the actor's scope; ERR_CONFLICT also for the version.
 */
MUST_USE enum err schedule_change(struct cx *cx, int64_t id, const struct schedule_change *change,
	struct schedule *after, int64_t *count);
MUST_USE enum err schedule_remove(struct cx *cx, int64_t id, struct opt_int version,
	enum schedule_reach reach, int64_t *count);

/* ---- Availability (availability.c) -------------------------------------------------- */

/* An agent, and what the schedule says of it at a moment. */
struct availability {
	int64_t agent_id, agent_no, user_id;
	const char *name, *team_name; /* team_name may be NULL */
	int64_t team_id;
	enum presence presence;
	const char *automatic; /* or NULL */
	struct opt_int since_us;
	const struct schedule *entry, *next; /* or NULL */
	bool available;
};
/* Now (at_us not given) by presence, else by the schedule. */
MUST_USE enum err availability_list(
	struct cx *cx, struct opt_int at_us, struct availability **list, size_t *count);
/* Choose the state of an agent of the actor's scope. ERR_INVALID on agent_id or status. */
MUST_USE enum err availability_set(struct cx *cx, const char *agent_key, const char *status,
	const char *note, struct availability *after);

/* ---- schedule_store.c ------------------------------------------------------------------ */

MUST_USE enum err schedule_store_own(
	struct cx *cx, int64_t from_us, int64_t to_us, struct schedule **list, size_t *count);
/* In the actor's scope, and held until the end of the unit, which begins to write. */
MUST_USE enum err schedule_store_lock(struct cx *cx, int64_t id, struct schedule *entry);
/* One agent's entries change one after the other. *found: in the actor's scope. */
MUST_USE enum err schedule_store_hold_agent(
	struct cx *cx, int64_t agent_id, struct schedule *of, bool *found);
/* The entry and what is meant with it, by time; held as the agent is. */
MUST_USE enum err schedule_store_series(struct cx *cx, const struct schedule *entry,
	enum schedule_reach reach, struct schedule **list, size_t *count);
/*
 * The first other entry of the agent that the entry may not overlap. Nobody has
 * two shifts at once, nor two absences. An absence may lie on a shift, which is
 * what it takes time from; a shift is not put into a leave. Entries of the
 * series that begin at from_us or later move with it and are not in its way.
 */
MUST_USE enum err schedule_store_in_the_way(struct cx *cx, const struct schedule *entry,
	struct opt_int from_us, struct schedule *other, bool *found);
MUST_USE enum err schedule_store_insert(struct cx *cx, struct schedule *entry);
MUST_USE enum err schedule_store_update(struct cx *cx, struct schedule *entry);
/* The entry, and what is meant with it. */
MUST_USE enum err schedule_store_delete(
	struct cx *cx, const struct schedule *entry, enum schedule_reach reach, int64_t *count);
/* Presence and place of the agents in scope; agent_id 0: all. */
MUST_USE enum err schedule_store_agents(
	struct cx *cx, int64_t agent_id, struct availability **list, size_t *count);

/* An agent whose presence does not know what the schedule says. */
struct schedule_due {
	int64_t company_id, agent_id, since_us;
	enum presence plan;
};
MUST_USE enum err schedule_store_due(struct cx *cx, struct schedule_due **list, size_t *count);

#endif
