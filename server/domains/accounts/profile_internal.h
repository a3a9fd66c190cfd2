/* profile_internal.h - shared inside domains/accounts: what people say of themselves, and their breaks. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_PROFILE_INTERNAL_H
#define DOMAINS_ACCOUNTS_PROFILE_INTERNAL_H

#include "domains/accounts/account_internal.h"
#include "domains/tenancy/work_week.h"
#include "platform/intl/intl.h"

/* ---- Profile ------------------------------------------------------------------- */

struct profile {
	int64_t version;
	const char *username, *name;
	bool may_rename; /* as the company lets them */
	const char *email, *phone, *language, *time_zone; /* or NULL */
	const char *bio, *signature; /* "" for none */
	/* Agent: id 0 for users who are no agents. */
	int64_t agent_id, agent_no, order_capacity, open_orders;
	const char *level;
	struct identity_ref department, team;
	const char *working_hours; /* as work_week_pack() gives it, or NULL */
};

/* NULL: as it is; "" for none. */
struct login_origin;
struct profile_change {
	const char *name, *email, *phone, *language, *time_zone, *bio, *signature;
	const char *current_password; /* another e-mail address needs it */
	const struct login_origin *origin; /* where the request came from */
	struct opt_int version;
};

MUST_USE enum err profile_read(struct cx *cx, struct profile *profile);
/*
 * ERR_CONFLICT: another version, or an e-mail address that is taken. ERR_DENIED: another
 * name, where the company does not let people change it.
 */
MUST_USE enum err profile_change(
	struct cx *cx, const struct profile_change *change, struct profile *after);
/* ERR_DENIED: the actor is no agent. */
MUST_USE enum err profile_set_hours(struct cx *cx, const struct json_value *hours);

/* ---- Breaks ---------------------------------------------------------------------- */

struct agent_break {
	int64_t id, agent_id, started_us;
	struct opt_int ended_us; /* not given while it lasts */
	const char *note; /* or NULL */
};
struct break_day {
	int64_t day, count, us;
};
struct break_list {
	struct agent_break *breaks; /* newest first */
	size_t count;
	struct break_day *days; /* those with a break, newest first */
	size_t day_count;
	bool more; /* there were more than are shown */
};
#define BREAKS_MAX 500

/* ERR_STATE: on a break already. */
MUST_USE enum err break_start(struct cx *cx, const char *reason);
/* ERR_STATE: on none. */
MUST_USE enum err break_end(struct cx *cx);
/* An agent's, as far as they lie in the period; sums by the company's days. 0: nobody's. */
MUST_USE enum err breaks_read(
	struct cx *cx, int64_t agent_id, const struct period *period, struct break_list *list);

/* Of one agent within the actor's reach. */
struct break_sum {
	int64_t agent_id, agent_no, count, us, longest_us;
	const char *name;
	struct opt_int since_us; /* of the break that lasts */
	struct break_day *days; /* as in a list; none of a period beyond BREAK_DAYS_MAX */
	size_t day_count;
};
#define BREAK_DAYS_MAX 31
MUST_USE enum err break_sums(
	struct cx *cx, const struct period *period, struct break_sum **list, size_t *count);
/* Is the agent of that id or code within the actor's reach? ERR_NOT_FOUND for all others alike. */
MUST_USE enum err break_agent(struct cx *cx, const char *key, struct agent *agent);

/* ---- profile_store.c, break_store.c: no rules ---------------------------------------- */

MUST_USE enum err profile_store_get(struct cx *cx, struct profile *profile);
/* email_key as lookups spell it. *changed false: another version is there. */
MUST_USE enum err profile_store_put(
	struct cx *cx, const struct profile *profile, const char *email_key, bool *changed);
MUST_USE enum err profile_store_hours(struct cx *cx, const char *working_hours);

/* Breaks of an agent that touch the time, newest first. */
MUST_USE enum err break_store_list(struct cx *cx, int64_t agent_id, const struct period *period,
	int64_t limit, struct agent_break **list, size_t *count);
/* The same of all of the team, agent by agent. */
MUST_USE enum err break_store_rows(struct cx *cx, int64_t team_id, const struct period *period,
	struct agent_break **list, size_t *count);
/* team_id 0: everyone; -1: nobody. */
MUST_USE enum err break_store_sums(struct cx *cx, int64_t team_id, const struct period *period,
	struct break_sum **list, size_t *count);

#endif
