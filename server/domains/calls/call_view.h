/* call_view.h - a call as answers and events show it: its row, with the names that belong to it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_VIEW_H
#define DOMAINS_CALLS_CALL_VIEW_H

#include "base/cx.h"

struct json;

/* Ids are 0 and texts NULL where there is none, unless said. */
struct call_view {
	int64_t id, version;
	const char *code; /* CALL-A1B2C3D4 */
	const char *linkedid;
	const char *source, *status, *status_source, *direction; /* words; never NULL */
	bool active;
	const char *caller, *caller_name, *callee; /* never NULL */
	const char *phone, *customer_name; /* never NULL; "" when not known */
	int64_t customer_id, order_id, order_year;
	int64_t agent_id, agent_no;
	const char *agent_name, *agent_exten;
	int64_t team_id, department_id;
	const char *department, *department_name; /* its code and name */
	const char *queue; /* of the PBX, where it waits or waited last */
	struct opt_int position; /* while it waits */
	const char *trunk, *hangup_by;
	int64_t hangup_cause;
	bool gap, truncated, by_system;
	int64_t started_us, as_of_us;
	struct opt_int answered_us, ended_us;
	struct opt_int queued_us; /* since when it waits for its department, without a PBX */
	int64_t setup_us, queue_us, ring_us, talk_us, hold_us, wrap_us;
	int64_t transfers;
	const char *recording; /* file of the first recording whose name is known */
};

struct call_views {
	struct call_view *rows; /* by id, rising */
	size_t count;
};

/* Words of calls.status, NULL-terminated; the terminal ones begin with completed. */
extern const char *const call_status_words[];
extern const char *const call_direction_words[];
extern const char *const call_source_words[];

/*
 * By id, code or linkedid, if the actor may see it. In a unit that
 * writes it is the newest state. ERR_NOT_FOUND for all others alike.
 */
MUST_USE enum err call_by_key(struct cx *cx, const char *key, struct call_view *call);

/* Rows of the company's calls, whoever may see them, in one statement. Ids that are none are left out. */
MUST_USE enum err call_views_read(
	struct cx *cx, const int64_t *ids, size_t count, struct call_views *views);
/* The row of that id; NULL. */
const struct call_view *call_views_find(const struct call_views *views, int64_t id);

/* All active calls that the actor sees, newest first; status NULL: any. */
MUST_USE enum err call_live(struct cx *cx, const char *status, struct call_views *views);

/* The object `Call`; its schema is call_schema (call_api.h). */
void call_write_json(struct json *json, const struct cx *cx, const struct call_view *call);
/* Whole seconds from its beginning to its end, or to when it was last heard of. */
int64_t call_duration(const struct call_view *call);
/* Nobody has it, and a department is to take it. */
bool call_waits(const struct call_view *call);

#endif
