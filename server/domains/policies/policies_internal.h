/* policies_internal.h - what the files of this folder share. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_POLICIES_POLICIES_INTERNAL_H
#define DOMAINS_POLICIES_POLICIES_INTERNAL_H

#include "domains/policies/policies.h"

#include "base/time.h"
#include "platform/json/json.h"

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
