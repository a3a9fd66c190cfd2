/* policies_internal.h - what the files of this folder share. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_POLICIES_POLICIES_INTERNAL_H
#define DOMAINS_POLICIES_POLICIES_INTERNAL_H

#include "domains/policies/policies.h"

#include "base/time.h"
#include "platform/json/json.h"

#define DAY_MINUTES INT64_C(1440)

/* mon, tue, ... sun; NULL-terminated. */
extern const char *const week_day_words[];
/* The weekday of a day since 1970-01-01, 0 being Monday. */
int week_day_of(int64_t day);
/* "09:30"; "24:00" is the end of a day. False on anything else. */
MUST_USE bool clock_read(const char *text, int64_t *minutes);
#define CLOCK_TEXT_BYTES 6
const char *clock_write(char at[CLOCK_TEXT_BYTES], int64_t minutes);

/* [{"day","from","to"}]; NULL: no hours. ERR_INVALID names the field. */
MUST_USE enum err work_week_read(
	struct cx *cx, const char *field, const struct json_value *value, struct work_week *week);
/* The same again; null for all hours. */
void work_week_write(struct json *json, const struct work_week *week);
/* "0:540-1080 1:540-1080", as it is stored: orders that come read it. NULL for all hours. */
const char *work_week_pack(struct arena *arena, const struct work_week *week);
void work_week_unpack(const char *text, struct work_week *week);

/* ---- Handling of calls (call_policy.c, call_policy_store.c) ---------------------- */

extern const struct call_policy call_policy_standard;
/* Whole; ERR_INVALID names every field that is wrong. ERR_CONFLICT: not the version any more. */
MUST_USE enum err call_policy_put(
	struct cx *cx, const struct call_policy *wanted, struct call_policy *after);
/* Leaves *policy as it is when the company has none. */
MUST_USE enum err call_policy_store_get(struct cx *cx, struct call_policy *policy);
/* False in *stored: version is not the stored one. */
MUST_USE enum err call_policy_store_put(
	struct cx *cx, const struct call_policy *policy, bool *stored);
void call_policy_write(struct json *json, const struct call_policy *policy);
MUST_USE enum err call_policy_publish(struct cx *cx, const struct call_policy *policy);

/* ---- Service levels (sla.c, sla_store.c) ------------------------------------------- */

struct sla_list {
	struct sla_policy *rows;
	size_t count;
};
struct sla_department {
	int64_t id;
	const char *name;
};

/* ERR_INVALID names the field. */
MUST_USE enum err sla_check(struct cx *cx, const struct sla_policy *policy);
MUST_USE enum err sla_create(struct cx *cx, struct sla_policy *policy);
/* ERR_CONFLICT: policy->version is not the stored one. */
MUST_USE enum err sla_change(struct cx *cx, struct sla_policy *policy);
MUST_USE enum err sla_remove(struct cx *cx, const struct sla_policy *policy);
void sla_policy_write(struct json *json, const struct sla_policy *policy);
/* NULL: it is gone. */
MUST_USE enum err sla_publish(struct cx *cx, int64_t id, const struct sla_policy *policy);

MUST_USE enum err sla_store_list(struct cx *cx, struct sla_list *list);
MUST_USE enum err sla_store_get(struct cx *cx, int64_t id, struct sla_policy *policy);
MUST_USE enum err sla_store_departments(struct cx *cx, struct sla_department **rows, size_t *count);
MUST_USE enum err sla_store_add(struct cx *cx, struct sla_policy *policy);
MUST_USE enum err sla_store_update(struct cx *cx, struct sla_policy *policy, bool *stored);
MUST_USE enum err sla_store_remove(struct cx *cx, int64_t id, int64_t version, bool *gone);
/* ERR_CONFLICT: another policy has the name. */
MUST_USE enum err sla_store_name_free(struct cx *cx, const struct sla_policy *policy);

#endif
