/* schedule.h - when agents work: shifts, and what keeps them from orders meanwhile. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_SCHEDULES_SCHEDULE_H
#define DOMAINS_SCHEDULES_SCHEDULE_H

#include "platform/auth/auth.h"
#include "platform/json/json.h"

/* One entry: a shift, or an absence that may lie inside one. */
struct schedule {
	int64_t id, version, agent_id, agent_no;
	const char *agent_name;
	const char *kind; /* shift, leave, meeting, training */
	int64_t starts_us, ends_us;
	const char *note;
	int64_t series_id; /* 0: it is not repeated */
	int64_t created_us;
	/* Who hears of changes. */
	int64_t team_id, user_id;
};

extern const char *const schedule_kind_words[]; /* NULL-terminated */
bool schedule_is_shift(const struct schedule *entry);

/*
 * Entries of agents in the actor's scope (agent_id 0) or of one of them that
 * touch the half-open range, by agent and time. At most SCHEDULE_LIST_MAX.
 */
#define SCHEDULE_LIST_MAX 5000
MUST_USE enum err schedule_between(struct cx *cx, int64_t from_us, int64_t to_us, int64_t agent_id,
	struct schedule **list, size_t *count);

/* The entry in force at a moment (an absence before its shift), and the first one after it. */
const struct schedule *schedule_at(
	const struct schedule *list, size_t count, int64_t agent_id, int64_t at_us);
const struct schedule *schedule_next(
	const struct schedule *list, size_t count, int64_t agent_id, int64_t at_us);
/* How far ahead "next" looks. */
#define SCHEDULE_AHEAD_US (7 * US_PER_DAY)

void schedule_write(struct json *json, struct arena *arena, const struct schedule *entry);

struct schedule_new {
	const char *agent_key;
	const char *kind, *note; /* note may be NULL */
	int64_t starts_us, ends_us;
	struct opt_int repeat_until_day; /* each week at the same time of the clock until then */
};
/*
 * Enter it, for each week when it is repeated; begins the transaction.
 *
 * ERR_INVALID   names the field; so does an agent outside the actor's scope
 * ERR_CONFLICT  another entry of the agent is in the way, which current_json shows; none is entered
 */
MUST_USE enum err schedule_add(
	struct cx *cx, const struct schedule_new *wanted, struct schedule **list, size_t *count);

#endif
