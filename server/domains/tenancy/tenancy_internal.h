/* tenancy_internal.h - shared inside domains/tenancy: company rows and their statements. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TENANCY_TENANCY_INTERNAL_H
#define DOMAINS_TENANCY_TENANCY_INTERNAL_H

#include "domains/tenancy/tenancy.h"
#include "platform/db/db.h"
#include "platform/http/http.h"

/* A company as its admin sees it. Text is never NULL unless said. */
struct company_row {
	int64_t id, version;
	const char *code, *name;
	const char *domain; /* or NULL */
	const char *status, *time_zone, *currency, *country, *language;
	const char *theme; /* system, light, dark: of whoever has not chosen */
	const char *password_recovery; /* it_support, email, both */
	bool badge_login, has_logo;
	const char *it_support_ext, *help_desk_ext;
	int64_t idle_timeout_s; /* of panel sessions; 0 = none */
	int64_t away_after_s; /* without input; 0 = never */
	int64_t temporary_password_hours; /* how long one works that was given */
	bool follow_schedule; /* agents are on leave and in meetings as scheduled */
	bool own_names; /* people change their own name */
	const char *settings; /* a JSON object */
	const char *business_hours; /* packed (work_week.h); NULL: all hours */
	const char *closed_days; /* a JSON list */
	int64_t created_us, updated_us;
};

/* What an admin changes: NULL or not given = as it is. */
struct company_change {
	const char *name, *domain, *time_zone, *currency, *country, *language, *theme;
	const char *password_recovery, *it_support_ext, *help_desk_ext;
	const char *logo_svg; /* "" takes the logo away */
	struct opt_bool badge_login, follow_schedule, own_names;
	struct opt_int idle_timeout_s, away_after_s, temporary_password_hours;
	const struct json_value *settings, *business_hours, *closed_days;
	struct opt_int version;
};

/* company.c */
MUST_USE enum err company_change(
	struct cx *cx, const struct company_change *change, struct company_row *after);
bool company_name_good(const char *text, size_t most);
/* `least` to `most` of a-z, 0-9 and -, with `under` also _. */
bool company_slug_good(const char *text, size_t least, size_t most, bool under);
void company_write(struct json *json, const struct company_row *company);
void company_write_logo_url(struct json *json, const struct company_row *company);

/* company_hours.c: what was sent, over the row. Notes every refused field. */
bool company_hours_take(
	struct cx *cx, const struct company_change *change, struct company_row *row);
void company_hours_write(struct json *json, const struct company_row *row);

/* company_store.c: no rules. *found says whether there is such a row. */
MUST_USE enum err company_store_insert(
	struct cx *cx, const struct company_new *wanted, int64_t *company_id);
MUST_USE enum err company_store_role(
	struct cx *cx, int64_t company_id, int64_t role_id, const struct role_row *role);
MUST_USE enum err company_store_department(struct cx *cx, int64_t company_id, int64_t department_id,
	const struct department_new *wanted);
struct chat_tag_new {
	const char *code, *name, *name_ar, *color;
};
MUST_USE enum err company_store_chat_tag(
	struct cx *cx, int64_t company_id, int64_t tag_id, const struct chat_tag_new *tag);
MUST_USE enum err company_store_team(
	struct cx *cx, int64_t team_id, const struct team_new *wanted, const char *slug);
MUST_USE enum err company_store_own(struct cx *cx, struct company_row *row);
/* Of branding: by code, by host name, or the only one there is. */
MUST_USE enum err company_store_public(
	struct cx *cx, const char *code, const char *domain, struct company_row *row, bool *found);
MUST_USE enum err company_store_update(struct cx *cx, const struct company_row *row,
	const char *logo_svg, int64_t version, bool *changed);
/* As they are stored. */
MUST_USE enum err company_store_hours(
	struct cx *cx, const char **business_hours, const char **closed_days);
MUST_USE enum err company_store_logo(struct cx *cx, const char *code, const char **logo_svg);

#endif
