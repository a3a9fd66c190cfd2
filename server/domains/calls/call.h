/* call.h - one call of a PBX as it happened: what the fold makes, and a store keeps. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_H
#define DOMAINS_CALLS_CALL_H

#include "base/base.h"

enum call_direction { CALL_INCOMING, CALL_OUTGOING, CALL_INTERNAL };

/* Derived from events, never set. */
enum call_status {
	CALL_INITIATED,
	CALL_IVR, /* a menu of the dialplan has said so */
	CALL_QUEUED,
	CALL_RINGING,
	CALL_ANSWERED, /* picked up by the PBX, not yet with a person */
	CALL_IN_PROGRESS,
	CALL_ON_HOLD,
	CALL_TRANSFERRED, /* talked before, on the way to another person */
	CALL_COMPLETED, /* this one and those below have ended */
	CALL_BUSY,
	CALL_NO_ANSWER,
	CALL_FAILED,
	CALL_CANCELED, /* the caller gave up while it rang */
	CALL_REJECTED, /* everybody who was rung declined */
	CALL_ABANDONED, /* the caller gave up in a queue */
	CALL_INTERRUPTED, /* the PBX or its link went away before the end was seen */
};

/* What a caller is going through: each moment of a call belongs to one of them. */
enum call_phase {
	CALL_PHASE_SETUP, /* dialplan, menus, announcements */
	CALL_PHASE_QUEUE,
	CALL_PHASE_RING,
	CALL_PHASE_TALK,
	CALL_PHASE_HOLD, /* held, parked, or left alone after an answer */
	CALL_PHASES,
};

enum call_end { CALL_BY_SYSTEM, CALL_BY_CALLER, CALL_BY_CALLEE };

enum call_role { CALL_ROLE_CALLER, CALL_ROLE_CALLEE, CALL_ROLE_CONSULT };

enum segment_kind { SEGMENT_TALK, SEGMENT_HOLDING, SEGMENT_CONFERENCE };

enum transfer_kind { TRANSFER_BLIND, TRANSFER_ATTENDED, TRANSFER_REDIRECT };

enum transfer_result {
	TRANSFER_PENDING,
	TRANSFER_COMPLETED,
	TRANSFER_FAILED,
	TRANSFER_CANCELED, /* the consulted person answered, the caller was taken back */
};

enum visit_result { VISIT_WAITING, VISIT_ANSWERED, VISIT_ABANDONED, VISIT_TIMEOUT };

enum step_type {
	STEP_STARTED,
	STEP_ROUTED, /* to: exten, detail: context */
	STEP_MENU, /* to: what the dialplan tells, detail: the event's name */
	STEP_QUEUED, /* to: the queue */
	STEP_MISSED, /* from: the agent, to: the queue */
	STEP_DIALLED, /* to: the endpoint */
	STEP_FORWARDED, /* from: the endpoint, to: where */
	STEP_ANSWERED, /* to: who */
	STEP_HANDED_OVER, /* from, to: who talks with the caller */
	STEP_HELD, /* from: who */
	STEP_RESUMED, /* from: who */
	STEP_TRANSFERRED, /* from, to; detail: the kind */
	STEP_PARKED, /* to: the space */
	STEP_FETCHED, /* from: the space, to: who */
	STEP_CONFERENCE, /* to: its name */
	STEP_RECORDED, /* detail: the file */
	STEP_HUNG_UP, /* from: who */
	STEP_LOST, /* the link or the PBX went away */
};

struct call_leg;

/* A place in an index of the fold's own. */
struct call_node {
	const char *key;
	uint64_t hash;
	struct call_node *next;
	void *of;
};

/*
 * What a store wrote of a part last is known by a number with it, so that what has not
 * changed is not written again.
 */

/* Stay of a leg in a bridge. Times are microseconds since 1970; 0: not yet. */
struct call_segment {
	uint64_t written; /* the store's */
	struct call_segment *next, *previous;
	const char *bridge;
	enum segment_kind kind;
	int64_t entered_us, left_us;
};

/* One channel. Texts are never NULL unless that is said. */
struct call_leg {
	uint64_t written; /* the store's */
	struct call_leg *next; /* in the order they were seen */
	const char *uniqueid, *channel;
	const char *technology, *endpoint; /* "PJSIP", "1001" */
	const char *number, *person; /* caller id as it was in the beginning */
	const char *connected_number, *connected_person;
	const char *exten, *context; /* as dialled: they change later, these do not */
	const char *dial_string, *dial_status; /* of the dialling that made it; NULL */
	bool helper; /* half of a Local channel, an announcer: never shown */
	bool trunk;
	bool originated; /* made by an order to the PBX, dialled by nobody */
	enum call_role role;
	int64_t created_us, ringing_us, up_us, dialled_us, dial_ended_us, ended_us;
	int64_t hangup_request_us; /* its far end hung up */
	int64_t cause;
	int64_t talk_us, hold_us; /* with another person; hold is not part of talk */
	struct call_segment *segments, *last_segment;

	/* Whose phone it was when it was first written, and where that agent belonged: the store's. */
	bool placed;
	int64_t agent_id, agent_no, team_id, department_id; /* 0: none */

	/* What follows is the fold's own. */
	struct call *call;
	struct call_leg *dialled_by, *pair, *peer;
	bool dialled_by_helper;
	bool consults; /* it has become part of this call by the transfer that it asked about */
	struct call_bridge *bridge;
	struct call_leg *bridge_next;
	const char *routed_exten, *routed_context;
	const char *dial_result; /* of its last dialling, as the dialplan sees it; NULL */
	enum call_phase tally; /* TALK, HOLD, or SETUP for neither */
	int64_t tally_since_us;
	bool holds; /* has put the others on hold */
	uint64_t seen_in; /* the snapshot that showed it last */
	struct call_node node;
};

struct call_transfer {
	uint64_t written; /* the store's */
	struct call_transfer *next;
	enum transfer_kind kind;
	enum transfer_result result;
	const char *from, *to;
	int64_t at_us;
	struct call_leg *leg; /* who is moved, or who is consulted; NULL */
};

struct call_missed {
	struct call_missed *next;
	const char *agent;
	int64_t rang_us;
};

struct call_visit {
	uint64_t written; /* the store's */
	struct call_visit *next;
	const char *queue;
	const char *agent, *member; /* who took it: extension, name; NULL */
	enum visit_result result;
	int64_t position; /* on joining; 0: not known */
	int64_t joined_us, left_us;
	struct call_missed *missed;
	struct call_leg *leg;
};

struct call_hold {
	uint64_t written; /* the store's */
	struct call_hold *next;
	struct call_leg *leg; /* who put the others on hold */
	int64_t from_us, to_us;
};

struct call_parking {
	uint64_t written; /* the store's */
	struct call_parking *next;
	const char *space;
	const char *fetched_by; /* NULL: nobody */
	int64_t from_us, to_us;
	struct call_leg *leg;
};

struct call_recording {
	uint64_t written; /* the store's */
	struct call_recording *next;
	const char *file; /* "" while it is not known */
	int64_t from_us, to_us;
	struct call_leg *leg;
};

struct call_step {
	uint64_t written; /* the store's */
	struct call_step *next;
	enum step_type type;
	int64_t at_us;
	const struct call_leg *leg; /* NULL: of the call */
	const char *from, *to, *detail;
};

/* A name by which the PBX knows the call; after a merge there are several. */
struct call_alias {
	struct call_alias *next;
	const char *linkedid;
	struct call_node node; /* of its call */
};

/*
 * A call and all that belongs to it. The sum of phases_us is what passed from
 * started_us to ended_us (or to as_of_us while it lives).
 */
struct call {
	const char *linkedid; /* of the oldest leg; unique in one life of a PBX */
	struct call_alias *aliases; /* linkedid too; the others' calls became part of this one */
	size_t alias_count;
	enum call_direction direction;
	enum call_status status;
	bool gap; /* part of it was not seen */
	bool truncated; /* it went over a bound: later parts are missing */
	bool by_system; /* picked up by the PBX, never with a person */
	const char *caller, *caller_name; /* number from outside, or the endpoint */
	const char *callee; /* what was dialled */
	const char *context;
	const char *trunk; /* NULL */
	const char *outside; /* number of the person outside; "" when both are inside */
	const char *answered_by; /* endpoint, number behind a trunk, "conf:NAME"; NULL */
	const char *conference; /* NULL */
	enum call_end hangup_by;
	int64_t cause;
	int64_t started_us, answered_us, ended_us, as_of_us;
	int64_t phases_us[CALL_PHASES];
	int64_t bridged_us; /* talk, and hold in a bridge */
	int64_t rang_us; /* from the first dialling to the answer, in queues too; -1: nobody was rung */
	struct call_leg *first, *answered_leg; /* NULL: none */
	struct call_leg *legs;
	struct call_transfer *transfers;
	struct call_visit *visits;
	struct call_hold *holds;
	struct call_parking *parkings;
	struct call_recording *recordings;
	struct call_step *steps;

	/* What follows is the fold's own. */
	struct call_memory *memory;
	size_t leg_count, alive_count, part_count, text_bytes;
	enum call_phase phase;
	int64_t phase_since_us;
	bool bridged;
	int64_t bridged_since_us;
	int64_t optimised_us;
	const char *dialled_out; /* as it was given to the trunk; NULL */
	bool has_menu, lingers;
	bool changed; /* since it was taken */
	bool stale; /* changed since it was derived anew */
	int64_t lingers_until_us;
	uint64_t made_in, counted_in; /* snapshots */
	struct call *all_next, *all_previous; /* every call there is */
	struct call *changed_next;
	struct call *linger_next;
};

/* The word of a row or an answer: "in_progress", "incoming" … */
const char *call_status_name(enum call_status status);
const char *call_direction_name(enum call_direction direction);
const char *call_phase_name(enum call_phase phase);
const char *call_end_name(enum call_end end);
const char *call_role_name(enum call_role role);
const char *segment_kind_name(enum segment_kind kind);
const char *transfer_kind_name(enum transfer_kind kind);
const char *transfer_result_name(enum transfer_result result);
const char *visit_result_name(enum visit_result result);
const char *step_type_name(enum step_type type);

static inline bool call_has_ended(enum call_status status)
{
	return status >= CALL_COMPLETED;
}

#endif
