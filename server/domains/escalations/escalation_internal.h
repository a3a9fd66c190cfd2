/* escalation_internal.h - what the files of this folder share. No HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ESCALATIONS_ESCALATION_INTERNAL_H
#define DOMAINS_ESCALATIONS_ESCALATION_INTERNAL_H

#include "domains/escalations/escalation.h"

#include "base/str.h"
#include "domains/orders/order.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

struct db_value;
struct order_entries;
struct order_escalation;

#define ESCALATION_TEXT_MAX 2000

/* ---- Steps: escalation.c, escalation_store.c ------------------------------------------- */

struct escalation {
	int64_t id, version;
	const char *subject_type; /* "order", "complaint" */
	int64_t subject_id, order_id; /* order_id 0: a complaint without one */
	const char *level, *reason, *status;
	int64_t raised_by, agent_id, agent_no, agent_team_id; /* agent: who raised the first step */
	const char *raised_by_name, *agent_name; /* agent_name or NULL */
	int64_t origin_by; /* the user who raised the first step */
	int64_t assigned_to, assigned_agent_id;
	const char *assigned_name, *resolution, *resolved_by_name; /* or NULL */
	struct opt_int assigned_us, resolved_us;
	int64_t from_id; /* the step below, or 0 */
	int64_t created_us, updated_us;
	/* Of the subject. */
	const char *customer_name, *complaint_subject; /* or NULL */
	const char *order_status; /* or NULL */
	int64_t order_agent_id, order_team_id, order_department_id;
};

struct complaint;
struct escalation_new {
	const char *level, *reason;
	const struct order *order; /* or NULL for a complaint without one */
	const struct complaint *complaint; /* NULL: the order itself */
};
/* ERR_CONFLICT: it is on its way already. Tells whom it concerns. */
MUST_USE enum err escalation_raise(
	struct cx *cx, const struct escalation_new *wanted, struct escalation *escalation);
/* By an order's key, or a complaint's id, if the actor may see it. */
MUST_USE enum err escalation_raise_order(struct cx *cx, const char *key, const char *level,
	const char *reason, struct escalation *escalation);
MUST_USE enum err escalation_raise_complaint(struct cx *cx, int64_t id, const char *level,
	const char *reason, struct escalation *escalation);

bool escalation_is_open(const struct escalation *escalation);
const char *escalation_code(struct arena *arena, int64_t id); /* ESC-000007 */
/* ORD-001847 or CMP-000012. */
const char *escalation_subject_code(struct arena *arena, const struct escalation *escalation);

/* Which of them: one's own, of one's scope, or those that reached the manager. */
enum escalation_list { ESCALATIONS_OWN, ESCALATIONS_SCOPE, ESCALATIONS_EXECUTIVE };
struct escalation_filter {
	enum escalation_list list;
	const char *status; /* "open", a status, or NULL for all */
	int64_t before_id, limit; /* newest first */
};
MUST_USE enum err escalation_store_list(struct cx *cx, const struct escalation_filter *filter,
	struct escalation **rows, size_t *count);
MUST_USE enum err escalation_store_open(struct cx *cx, enum escalation_list list, int64_t *count);
/* Within the list of the actor; held until the unit's end. ERR_NOT_FOUND. */
MUST_USE enum err escalation_store_lock(
	struct cx *cx, enum escalation_list list, int64_t id, struct escalation *escalation);
/* Whoever asks. ERR_NOT_FOUND. */
MUST_USE enum err escalation_store_get(struct cx *cx, int64_t id, struct escalation *escalation);
/* Not over; id 0: there is none. */
MUST_USE enum err escalation_store_open_of(
	struct cx *cx, const char *subject_type, int64_t subject_id, struct escalation *escalation);
MUST_USE enum err escalation_store_of_order(
	struct cx *cx, int64_t order_id, struct escalation **rows, size_t *count);
/* ERR_CONFLICT: there is an open one of the subject. */
MUST_USE enum err escalation_store_add(struct cx *cx, struct escalation *escalation);
/* ERR_CONFLICT: not this version any more. */
MUST_USE enum err escalation_store_update(struct cx *cx, struct escalation *escalation);

/* ---- Who handles them: escalation_people_store.c -------------------------------------------- */

/* Users who may handle this level: the team's, else the company's. */
MUST_USE enum err escalation_handlers(
	struct cx *cx, const char *level, int64_t team_id, int64_t **user_ids, size_t *count);
struct escalation_handler {
	int64_t agent_id, agent_no;
	const char *name;
};
/* Agents within the actor's reach who may handle this level, by name. */
MUST_USE enum err escalation_reachable(
	struct cx *cx, const char *level, struct escalation_handler **rows, size_t *count);
/* May that user handle this level at all? */
MUST_USE enum err escalation_may_handle(
	struct cx *cx, int64_t user_id, const char *level, bool *yes);

/* ---- Deciding: escalation_decide.c -------------------------------------------------------- */

extern const char *const escalation_action_words[]; /* assign, resolve, escalate_to_manager */

struct escalation_decision {
	const char *action;
	const char *agent_key; /* of assign; NULL: oneself */
	const char *reason, *resolution; /* or NULL */
	struct opt_int version;
};
/*
 * ERR_STATE says which actions are possible; ERR_CONFLICT carries the row as it
 * is. After escalate_to_manager *escalation is the step of the manager.
 */
MUST_USE enum err escalation_decide(struct cx *cx, enum escalation_list list, int64_t id,
	const struct escalation_decision *decision, struct escalation *escalation);
/* What the actor may do with it now, NULL-terminated. */
const char *const *escalation_actions(const struct cx *cx, const struct escalation *escalation);

/* ---- Complaints: complaint.c, complaint_store.c ---------------------------------------------- */

#define COMPLAINT_SUBJECT_MAX 200
#define COMPLAINT_TEXT_MAX 4000
extern const char *const complaint_priority_words[]; /* normal, high */

struct complaint {
	int64_t id, version, customer_id, order_id; /* order_id 0: none */
	int64_t created_by, agent_id, agent_no, agent_team_id;
	const char *created_by_name, *agent_name; /* agent_name or NULL */
	const char *subject, *description, *priority, *status;
	const char *resolution; /* or NULL */
	struct opt_int resolved_us;
	int64_t created_us, updated_us;
	const char *customer_name, *customer_phone; /* phone or NULL */
	int64_t order_agent_id, order_team_id, order_department_id;
	int64_t escalation_id; /* the open one, or 0 */
	const char *escalation_level, *escalation_status; /* or NULL */
};
struct complaint_new {
	const char *order_key, *customer_key; /* one of them */
	const char *subject, *description, *priority; /* description and priority or NULL */
};
/* ERR_INVALID names the field; ERR_NOT_FOUND: no such order or customer for the actor. */
MUST_USE enum err complaint_add(
	struct cx *cx, const struct complaint_new *wanted, struct complaint *complaint);
struct complaint_change {
	const char *status, *priority, *resolution; /* or NULL */
	struct opt_int version;
};
/* ERR_STATE says what is allowed; ERR_CONFLICT carries the row as it is. */
MUST_USE enum err complaint_change(struct cx *cx, int64_t id, const struct complaint_change *change,
	struct complaint *complaint);
/* Its escalation was resolved. */
MUST_USE enum err complaint_settle(struct cx *cx, int64_t id, const char *resolution);
/* Its escalation came into being or went on: pages show it with the complaint. */
MUST_USE enum err complaint_touch(struct cx *cx, int64_t id);
const char *complaint_code(struct arena *arena, int64_t id); /* CMP-000012 */
const char *const *complaint_allowed(const struct complaint *complaint);

struct complaint_filter {
	const char *status; /* "unresolved", a status, or NULL for all */
	int64_t before_id, limit;
};
MUST_USE enum err complaint_store_list(struct cx *cx, const struct complaint_filter *filter,
	struct complaint **rows, size_t *count);
MUST_USE enum err complaint_store_open(struct cx *cx, int64_t *count);
/* If the actor may see it; held until the unit's end. ERR_NOT_FOUND. */
MUST_USE enum err complaint_store_lock(struct cx *cx, int64_t id, struct complaint *complaint);
/* Whoever asks; held too. */
MUST_USE enum err complaint_store_hold(struct cx *cx, int64_t id, struct complaint *complaint);
MUST_USE enum err complaint_store_add(struct cx *cx, struct complaint *complaint);
MUST_USE enum err complaint_store_update(struct cx *cx, struct complaint *complaint);

/* ---- Events and JSON: escalation_events.c, escalation_write.c ------------------------------------- */

MUST_USE enum err escalation_publish(
	struct cx *cx, const char *type, const struct escalation *escalation);
MUST_USE enum err complaint_publish(
	struct cx *cx, const char *type, const struct complaint *complaint);
/* To those who may handle it. */
MUST_USE enum err escalation_notify_raised(
	struct cx *cx, const struct escalation *escalation, int64_t team_id);
MUST_USE enum err escalation_notify_assigned(struct cx *cx, const struct escalation *escalation);
/* To whoever raised it first, and whoever handed it up. */
MUST_USE enum err escalation_notify_over(struct cx *cx, const struct escalation *escalation);
void escalation_write(struct json *json, const struct cx *cx, const struct escalation *escalation);
void complaint_write(struct json *json, const struct cx *cx, const struct complaint *complaint);

#endif
