/* call_events.h - what is told of calls. Each function publishes in the unit that made the change. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_EVENTS_H
#define DOMAINS_CALLS_CALL_EVENTS_H

#include "domains/calls/call_view.h"

/*
 * Call these after the rows are written: they read them as they are now, and who
 * hears is who has the call or a leg in it, their teams, and the department for
 * which it waits. Ids that are no calls are passed over.
 */

MUST_USE enum err call_publish_new(struct cx *cx, int64_t id);
MUST_USE enum err call_publish_updated(struct cx *cx, int64_t id);
/* To the department that the row says now. */
MUST_USE enum err call_publish_routed(struct cx *cx, int64_t id);
/* Codes of department and agent as they were asked for; NULL for none. */
MUST_USE enum err call_publish_transferred(
	struct cx *cx, int64_t id, const char *to_department, const char *to_agent);
MUST_USE enum err call_publish_ended(struct cx *cx, int64_t id);

enum call_news { CALL_NEW, CALL_UPDATED, CALL_ROUTED, CALL_MOVED, CALL_ENDED };

struct call_told {
	int64_t id;
	enum call_news news;
	const char *to_department, *to_agent; /* of CALL_MOVED */
};

/* The same for many calls, in the order given: two statements, whatever their number. */
MUST_USE enum err call_publish_all(struct cx *cx, const struct call_told *told, size_t count);

/* Where a call stood before a change, as far as it decides who sees it. */
struct call_place {
	int64_t call_id;
	int64_t agent_id, team_id, department_id;
	bool waits;
	const char *code;
};

/* Before the change; *count of those that there are. */
MUST_USE enum err call_places(struct cx *cx, const int64_t *ids, size_t id_count,
	struct call_place **places, size_t *count);
/*
 * After it, and before anything else is published of it: call:removed to those
 * who do not see it any more. Whoever sees it by a wider scope hears both, in
 * this order, and ends up with the row. Of rows that are gone, to all who saw it.
 */
MUST_USE enum err call_publish_removed(
	struct cx *cx, const struct call_place *before, size_t count);

/* Something else of the call, {type, data}: to whoever sees it. json: an open object. */
MUST_USE enum err call_publish_about(
	struct cx *cx, const struct call_view *call, const char *type, struct json *json);

#endif
