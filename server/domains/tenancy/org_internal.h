/* org_internal.h - shared inside domains/tenancy: departments and teams as they are managed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TENANCY_ORG_INTERNAL_H
#define DOMAINS_TENANCY_ORG_INTERNAL_H

#include "domains/tenancy/tenancy_internal.h"

enum unit_kind { UNIT_DEPARTMENT, UNIT_TEAM, UNIT_KIND_COUNT };

/* A department or a team. Text is never NULL unless said. */
struct unit {
	int64_t id, version;
	const char *code; /* of a team its slug */
	const char *name;
	bool active;
	int64_t agents; /* who belong to it, those out of service too */
	int64_t teams; /* of a department */
	int64_t department_id; /* of a team; 0 for none */
	const char *department_code, *department_name; /* or NULL */
	const char *description, *color; /* of a team; or NULL. "#0b6670" */
	int64_t created_us;
};

/* NULL or not given = as it is, for a new one the standard. */
struct unit_change {
	const char *code, *name;
	const char *department; /* of a team: code, "" for none */
	const char *description, *color; /* of a team; "" for none */
	struct opt_bool active;
	struct opt_int version;
};

/* org.c: by name; ERR_DENIED without company scope. */
MUST_USE enum err units_list(struct cx *cx, enum unit_kind kind, struct unit **list, size_t *count);
MUST_USE enum err unit_read(struct cx *cx, enum unit_kind kind, int64_t id, struct unit *unit);
MUST_USE enum err unit_create(
	struct cx *cx, enum unit_kind kind, const struct unit_change *wanted, struct unit *unit);
MUST_USE enum err unit_change(struct cx *cx, enum unit_kind kind, int64_t id,
	const struct unit_change *change, struct unit *after);
/*
 * Who was in a removed team is in none, and so are its phones (IMP-EXT-02).
 *
 * ERR_CONFLICT   of a department, while somebody or something belongs to it; the sentence says who
 */
MUST_USE enum err unit_remove(struct cx *cx, enum unit_kind kind, int64_t id);

/* org_store.c: no rules. id 0 = all. */
MUST_USE enum err org_store_list(
	struct cx *cx, enum unit_kind kind, int64_t id, struct unit **list, size_t *count);
MUST_USE enum err org_store_update(
	struct cx *cx, enum unit_kind kind, const struct unit *unit, bool *changed);
MUST_USE enum err org_store_remove(struct cx *cx, enum unit_kind kind, int64_t id);
/* Agents and phones of a team leave it. */
MUST_USE enum err org_store_empty_team(struct cx *cx, int64_t id);
/* Names of those who belong to a department, a few. */
MUST_USE enum err org_store_members(
	struct cx *cx, int64_t department_id, const char *const **names, size_t *count);

#endif
