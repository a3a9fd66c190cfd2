/* tenancy.h - companies, their departments and teams, and the built-in roles. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TENANCY_TENANCY_H
#define DOMAINS_TENANCY_TENANCY_H

#include "domains/tenancy/work_week.h"
#include "platform/auth/auth.h"

/* What a company needs to come into being. NULL members take the standard value. */
struct company_new {
	const char *code; /* required: 2..32 of a-z 0-9 -, begins with a letter; unique */
	const char *name; /* required */
	const char *domain; /* host name that chooses this company at login, or NULL */
	const char *time_zone; /* IANA; standard "Asia/Dubai" */
	const char *currency; /* ISO 4217; standard "AED" */
	const char *default_country; /* ISO 3166-1 alpha-2; standard "AE" */
	const char *language; /* "en" or "ar"; standard "en" */
	bool no_departments; /* leave out the standard departments "sales" and "support" */
};

/*
 * Store a company with its counters, event sequence, built-in roles and
 * standard departments. Needs no actor; begins the transaction. What follows
 * for that company (users, agents, orders) runs as actor_system() of it: get
 * the struct company by company_by_id() in the same unit.
 *
 * ERR_INVALID   names the field
 * ERR_CONFLICT  code or domain is taken
 */
MUST_USE enum err company_create(
	struct cx *cx, const struct company_new *wanted, int64_t *company_id);

/*
 * Rights of one user of the actor's company changed (0: of everybody, or the
 * settings): forget who asks on every node, and tell their pages. In the unit
 * that makes the change.
 */
MUST_USE enum err company_tell_changed(struct cx *cx, int64_t user_id);

/* {day, from, to}, as work_week_write writes it. */
struct schema;
extern const struct schema work_hours_schema;
/* What a company may set as its theme. */
extern const char *const company_theme_words[];
/* Business hours and closed days of the actor's company. */
MUST_USE enum err company_hours(struct cx *cx, struct work_week *week);

/* How many companies there are, suspended ones included. */
MUST_USE enum err company_count(struct cx *cx, int64_t *count);

struct department_new {
	const char *code; /* required: 1..32 of a-z 0-9 - _; unique in the company */
	const char *name; /* required */
};
/* ERR_CONFLICT: the code is taken. In the actor's company, as everything below. */
MUST_USE enum err department_create(
	struct cx *cx, const struct department_new *wanted, int64_t *department_id);
/* 0 when there is none of that code. */
MUST_USE enum err department_by_code(struct cx *cx, const char *code, int64_t *department_id);

struct team_new {
	const char *name; /* required */
	const char *slug; /* unique in the company; NULL = made from the name */
	int64_t department_id; /* 0 for none */
	const char *description; /* at most 500 characters; NULL for none */
	const char *color; /* "#0b6670"; NULL for none */
};
/* ERR_CONFLICT: the slug is taken; ERR_NOT_FOUND: no such department here. */
MUST_USE enum err team_create(struct cx *cx, const struct team_new *wanted, int64_t *team_id);

/* ---- Built-in roles (A-15, A-16) ---------------------------------------- */

/* Who may act on whom: an actor manages people of a lower rank only; admins manage everyone. */
enum role_rank { RANK_AGENT, RANK_SENIOR, RANK_SUPERVISOR, RANK_MANAGER, RANK_ADMIN };

struct role_row {
	const char *code; /* "senior_agent" */
	const char *name;
	enum scope scope;
	enum role_rank rank;
	const char *portal_role; /* one of the four words of user.role */
	const char *cc_role; /* agent, supervisor, manager, or NULL */
	const enum perm *permissions;
	size_t permission_count;
};

/* The one table; role_table_count rows, highest rank first. */
extern const struct role_row role_table[];
extern const size_t role_table_count;

/* NULL when no built-in role has that code. */
const struct role_row *role_by_code(const char *code);
bool role_has(const struct role_row *role, enum perm perm);
const char *scope_name(enum scope scope);

#endif
