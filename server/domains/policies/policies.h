/* policies.h - how a company wants calls handled, and how soon orders are to be dealt with. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_POLICIES_POLICIES_H
#define DOMAINS_POLICIES_POLICIES_H

#include "base/cx.h"
#include "domains/tenancy/work_week.h"
#include "platform/auth/auth.h"

/* ---- Handling of calls (call_policy.c) --------------------------------------- */

/* What the company says; the standard, version 0, limits nothing. */
struct call_policy {
	int64_t version;
	bool manual; /* new orders wait in the pool; else the least loaded agent gets them */
	int64_t attempts; /* without an answer, then closing is proposed; 0 = never */
	int64_t pause_minutes; /* at least so long between two attempts */
	unsigned callback_days; /* bit n: the n-th day from Monday on */
	int64_t callback_from, callback_to; /* minutes of the day, in the company's zone */
	bool company_hours; /* callbacks go by the company's hours instead */
	struct work_week week; /* those, if so */
	int64_t postpone_hours; /* when nobody says until when; 0 = open */
};
MUST_USE enum err call_policy_get(struct cx *cx, struct call_policy *policy);
/* ERR_INVALID on the field when customers are not called back at that time; says when they are. */
MUST_USE enum err call_policy_check_callback(struct cx *cx, const char *field, int64_t at_us);

/* ---- Service levels (sla.c) ---------------------------------------------------- */

/* How soon something of a priority and department is to be dealt with. */
struct sla_policy {
	int64_t id, version;
	const char *name;
	const char *priority; /* normal, high; NULL = any */
	int64_t department_id; /* 0 = any */
	const char *department_name; /* or NULL */
	struct opt_int response_minutes, resolution_minutes; /* one of them at least */
	bool company_hours; /* the week is the company's, as it is now */
	struct work_week week;
	bool active;
	int64_t created_us, updated_us;
};

/*
 * The active policy that fits best, without its names: one of the priority before
 * one of the department before one of neither, the oldest of equals. id 0: there is none.
 */
MUST_USE enum err sla_policy_for(
	struct cx *cx, const char *priority, int64_t department_id, struct sla_policy *policy);
/* When something that came at since_us is due. Not given when there is no such limit. */
struct opt_int sla_due(const struct cx *cx, const struct sla_policy *policy, struct opt_int minutes,
	int64_t since_us);

/* A time that was not kept. */
struct sla_event {
	const char *subject_type; /* "order" */
	int64_t subject_id;
	const char *kind; /* response, resolution */
	int64_t policy_id, due_us;
};
/* Once for each subject and kind, whichever node notices first; *first says whether this was it. */
MUST_USE enum err sla_event_add(struct cx *cx, const struct sla_event *event, bool *first);

#endif
