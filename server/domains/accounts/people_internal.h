/* people_internal.h - shared inside domains/accounts: people as who manages them sees them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_PEOPLE_INTERNAL_H
#define DOMAINS_ACCOUNTS_PEOPLE_INTERNAL_H

#include "domains/accounts/session_internal.h"
#include "platform/json/json.h"

/* A user with roles and agent side. Text is never NULL unless said. */
struct person {
	int64_t id, version;
	const char *username, *name, *status;
	const char *email, *phone, *language; /* or NULL */
	bool must_change_password;
	bool above; /* stands too high for the actor */
	const char *const *roles; /* NULL-terminated codes */
	struct opt_int last_login_us;
	int64_t created_us;
	/* Agent: id 0 for people who never were one. */
	int64_t agent_id, agent_no, order_capacity, open_orders;
	struct opt_int chat_capacity; /* not given: as the company says */
	bool agent_active, takes_orders, has_badge;
	const char *level;
	struct identity_ref department, team;
	const char *presence; /* canonical word */
	const char *skills; /* packed as agent_skill.h says, or NULL */
};

struct agent_skill {
	const char *skill;
	int64_t level; /* 0: none was given */
};

struct person_filter {
	const char *search, *role, *status, *department; /* or NULL */
	const char *after; /* user name as lookups spell it that the page begins behind, or NULL */
	const char *kind; /* agents, supervisors: by the level of their agent side; or NULL */
	int64_t id; /* 0 for all */
	int64_t limit;
};

/* What is wanted: NULL or not given = as it is, for a new person the standard. */
struct person_change {
	const char *username; /* of a new one only */
	const char *name, *email, *phone, *language, *status;
	const char *const *roles;
	struct opt_bool agent, takes_orders;
	const char *department; /* code; "" for none */
	struct opt_int team_id; /* 0 for none */
	const char *level, *badge_code; /* "" takes the badge away */
	struct opt_int order_capacity;
	struct opt_int chat_capacity; /* -1: as the company says */
	const struct json_value *skills; /* all of them: words, or {skill, level} */
	const char *orders_to; /* "pool" or an agent: who gets the open orders of who leaves */
	struct opt_int version;
};

/* Columns of the agent's row after a change. */
struct agent_row {
	int64_t id, department_id, team_id, order_capacity;
	struct opt_int chat_capacity;
	const char *level;
	bool takes_orders, is_active;
	const char *badge_hash; /* NULL with badge_given: taken away */
	bool badge_given;
};

struct role_choice {
	const char *code, *name;
	bool built_in;
};
struct place_choice {
	int64_t id, department_id;
	const char *code, *name;
};
/* What a form offers: roles that the actor may give, active departments and teams. */
struct people_choices {
	struct role_choice *roles;
	struct place_choice *departments, *teams;
	const char **skills; /* that somebody has */
	size_t role_count, department_count, team_count, skill_count;
};

/* ---- people.c: the actor has company scope and stands above, else ERR_DENIED ------------- */

/* One more than the limit is never answered; *more says whether there is more. */
MUST_USE enum err people_list(struct cx *cx, const struct person_filter *filter,
	struct person **list, size_t *count, bool *more);
MUST_USE enum err person_read(struct cx *cx, int64_t id, struct person *person);
/* By AGT-001, its aliases, or id of the agent. */
MUST_USE enum err person_of_agent(struct cx *cx, const char *key, struct person *person);
/* By user id or agent code; somebody of another kind is not there. */
MUST_USE enum err person_of_kind(
	struct cx *cx, const char *kind, const char *key, struct person *person);
/* With a temporary password, to be changed at the first login. */
MUST_USE enum err person_create(struct cx *cx, const struct person_change *wanted,
	struct person *person, const char **password);
/*
 * Disabling ends sessions and hands open orders back. ERR_CONFLICT: another
 * version, or the last administrator.
 */
MUST_USE enum err person_change(struct cx *cx, int64_t id, const struct person_change *change,
	struct person *after, int64_t *orders);
MUST_USE enum err person_new_password(struct cx *cx, int64_t id, const char **password);
MUST_USE enum err people_choices(struct cx *cx, struct people_choices *choices);

/* agent_skill.c: what was given takes the place of all, NULL leaves them. ERR_INVALID: skills. */
MUST_USE enum err agent_skills_give(
	struct cx *cx, int64_t agent_id, const struct json_value *given);

/* recovery.c: "k7mq-x3vd-9htr", and how one is given. */
const char *temporary_password_new(struct arena *arena);
MUST_USE enum err give_password(struct cx *cx, int64_t user_id, const char *hash, bool temporary);

/* ---- agent_skill_store.c: no rules -------------------------------------------------------- */

MUST_USE enum err agent_skill_store(
	struct cx *cx, int64_t agent_id, const struct agent_skill *skills, size_t count);
MUST_USE enum err agent_skill_store_known(struct cx *cx, const char ***skills, size_t *count);

/* ---- people_store.c: no rules ------------------------------------------------------------- */

MUST_USE enum err people_store_list(
	struct cx *cx, const struct person_filter *filter, struct person **list, size_t *count);
/* Nobody else takes the last administrator away until the transaction ends. */
MUST_USE enum err people_store_hold_admins(struct cx *cx);
MUST_USE enum err people_store_admins(struct cx *cx, int64_t *count);
MUST_USE enum err people_store_update(
	struct cx *cx, const struct person *person, const char *email_key, bool *changed);
MUST_USE enum err people_store_clear_roles(struct cx *cx, int64_t user_id);
MUST_USE enum err people_store_agent(struct cx *cx, const struct agent_row *row);
/* *department_id: of the team, 0 for none. */
MUST_USE enum err people_store_team(
	struct cx *cx, int64_t team_id, int64_t *department_id, bool *found);
MUST_USE enum err people_store_choices(struct cx *cx, struct people_choices *choices);

#endif
