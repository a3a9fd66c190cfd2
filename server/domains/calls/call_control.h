/* call_control.h - calls in the hands of people: placed, moved, held, taken, ended. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_CONTROL_H
#define DOMAINS_CALLS_CALL_CONTROL_H

#include "domains/calls/call_events.h"
#include "platform/jobs/jobs.h"

struct agent;
struct pbx_ended;

/* What came of it. */
struct call_done {
	struct call_view call; /* as it is then */
	int64_t command; /* given to the PBX: named in pbx:command, which says how it went; 0: none */
};

/* Texts are NULL when they were not given. */
struct call_new {
	const char *phone; /* as people write it; else the order's or the customer's */
	const char *customer_name;
	const char *customer_key, *order_key;
	const char *direction; /* of call_direction_words; outgoing if not said */
	bool by_pbx; /* or not at all: ERR_NOT_CONFIGURED */
};
/*
 * By the PBX, when the link to it stands and the actor's agent has an extension:
 * that phone rings first. Else a call that people say everything of.
 *
 * ERR_INVALID    names the field
 * ERR_NOT_FOUND  no such order or customer that the actor may see
 */
MUST_USE enum err call_start(struct cx *cx, const struct call_new *wanted, struct call_done *done);

/* What somebody does with a call that they see. */
struct call_order {
	const char *key; /* id, code or linkedid */
	struct opt_int version; /* the one last seen */
	const char *status; /* as people write it */
	const char *department, *agent; /* to whom; agent NULL: to the department's queue */
	bool attended; /* talk to the agent first; of a PBX alone */
	struct opt_int
		talk_s; /* at its end: how long it was talked, as nobody said when it began */
};
/*
 * A call without a PBX is changed at once. Of a PBX's call this is a command, and
 * its row follows the events.
 *
 * ERR_NOT_FOUND  no call that the actor sees
 * ERR_INVALID    names the field
 * ERR_STATE      not from the present state, with what may follow; or the PBX cannot
 * ERR_CONFLICT   it has changed since the version
 * ERR_DENIED     only an agent can take a call
 */
MUST_USE enum err call_say_status(
	struct cx *cx, const struct call_order *order, struct call_done *done);
MUST_USE enum err call_end(struct cx *cx, const struct call_order *order, struct call_done *done);
MUST_USE enum err call_hold(
	struct cx *cx, const struct call_order *order, bool held, struct call_done *done);
MUST_USE enum err call_mute(
	struct cx *cx, const struct call_order *order, bool muted, struct call_done *done);
MUST_USE enum err call_route_to(
	struct cx *cx, const struct call_order *order, struct call_done *done);
MUST_USE enum err call_transfer(
	struct cx *cx, const struct call_order *order, struct call_done *done);
/* Of two who take the same call one has it; the other learns that by ERR_STATE. */
MUST_USE enum err call_accept(
	struct cx *cx, const struct call_order *order, struct call_done *done);

/*
 * Calls that wait and the actor sees, who waits longest first: for their department,
 * and in queues of the PBX. department (code or id) NULL: of all. ERR_INVALID.
 */
MUST_USE enum err call_queue(struct cx *cx, const char *department, struct call_views *views);
int64_t call_waiting_s(const struct cx *cx, const struct call_view *call);

/* ---- Supervision ------------------------------------------------------------------------ */

extern const char *const call_supervise_words[]; /* listen, whisper, barge */
/* The supervisor's own phone rings. Both are written into the audit log. */
MUST_USE enum err call_supervise(
	struct cx *cx, const struct call_order *order, const char *mode, struct call_done *done);
MUST_USE enum err call_take_over(
	struct cx *cx, const struct call_order *order, struct call_done *done);

/* ---- What follows ------------------------------------------------------------------------ */

/*
 * Calls have changed, whoever changed them: agents become busy or have what the
 * call left to do, and a call that has ended leaves its contact with the order
 * behind, once. A few statements, whatever the number.
 */
MUST_USE enum err call_after_change(struct cx *cx, const int64_t *ids, size_t count);

/* Calls that wait in a queue of the PBX wait for the department whose queue it is. */
MUST_USE enum err call_name_departments(struct cx *cx, const int64_t *ids, size_t count);

/* The actor's agent is done with what a call left; OK when there is nothing. */
MUST_USE enum err call_wrap_up_end(
	struct cx *cx, const struct call_order *order, struct call_done *done);
/* Until when an agent has time for the last call; not given: it has none. */
MUST_USE enum err call_wrap_up_until(struct cx *cx, int64_t agent_id, struct opt_int *until_us);

/* For pbx_on_command_end(): a call that was asked for and never came has failed. */
enum err call_command_ended(struct cx *cx, const struct pbx_ended *ended);

extern const struct job_kind call_jobs[];

#endif
