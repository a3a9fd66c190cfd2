/* call_fold_internal.h - what the fold's files share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_FOLD_INTERNAL_H
#define DOMAINS_CALLS_CALL_FOLD_INTERNAL_H

#include "base/clock.h"
#include "domains/calls/call_fold.h"

/* ---- call_index.c: texts to what they name ---------------------------------------- */

struct call_index {
	struct call_node **buckets;
	size_t room, count;
};

/* node->key and node->of are set; the key lives as long as the node. */
void call_index_add(struct call_index *index, struct call_node *node);
void *call_index_find(const struct call_index *index, struct str key);
void call_index_remove(struct call_index *index, struct call_node *node);
void call_index_free(struct call_index *index);

/* ---- call_fold.c --------------------------------------------------------------------- */

/* There while somebody is in it. */
struct call_bridge {
	char *id, *name;
	bool holding, conference;
	struct call_leg *legs;
	uint64_t mark; /* the walk that came by last */
	struct call_node node;
};

/* Memory of one call. After a merge a call has several. It lies in its own arena. */
struct call_memory {
	struct arena *arena;
	struct call_memory *next;
};

#define CALL_SPARE_ARENAS 64

struct call_fold {
	struct arena *arena; /* the rules */
	struct call_fold_rules rules;
	int64_t now_us; /* never goes back */
	int64_t skew_us; /* what the PBX's clock was set back by while calls went on */
	struct call_index legs, aliases, bridges;
	struct call *all;
	struct call *changed, *changed_last;
	struct call *lingering, *lingering_last;
	uint64_t snapshot; /* counts; legs seen in an older one were not seen in this */
	int64_t lost_us; /* the last event before it */
	uint64_t mark; /* counts walks over bridges */
	struct arena *spare[CALL_SPARE_ARENAS];
	size_t spare_count;
	struct call_fold_counts counts;
};

/* The call will be taken. */
void call_changed(struct call_fold *fold, struct call *call);
/* It has ended: kept for a while for what comes late. */
void call_linger(struct call_fold *fold, struct call *call);

/* ---- call_parts.c: a call's memory ------------------------------------------------------ */

/* NULL when there are too many. */
struct call *call_new(struct call_fold *fold, struct str linkedid);
void call_discard(struct call_fold *fold, struct call *call);

/* Zeroed memory that lives as long as the call; NULL over the bound of parts. */
void *call_part(struct call_fold *fold, struct call *call, size_t bytes);
/* A clean copy, cut to CALL_LINE_BYTES_MAX; "" when the call has no room for more. */
const char *call_text(struct call *call, struct str text);
/* Change a text; true when it is another one now. Empty values do not count. */
bool call_text_set(struct call *call, const char **text, struct str value);
void call_step(struct call_fold *fold, struct call_leg *leg, enum step_type type,
	const char *const texts[3]); /* from, to, detail; NULL: none */
#define STEP_TEXTS(...) ((const char *const[3]){__VA_ARGS__})

/* The call goes by this name too. */
void call_alias_add(struct call_fold *fold, struct call *call, struct str linkedid);
/* Two calls have turned out to be one: the older stays and is returned. */
struct call *call_merge(struct call_fold *fold, struct call *a, struct call *b);

/* ---- call_legs.c ---------------------------------------------------------------------- */

/* The leg of a channel, created when it is unknown; NULL over a bound. */
struct call_leg *call_leg_upsert(struct call_fold *fold, const struct channel_view *view);
/* The leg of a call that is restored, in its place behind the others; NULL: it is known already. */
struct call_leg *call_leg_restore(
	struct call_fold *fold, struct call *call, const struct call_leg *saved);
/* The leg if it is known; it may have ended. */
struct call_leg *call_leg_follow(struct call_fold *fold, const struct channel_view *view);
void call_pick_first(struct call *call);
void call_leg_up(struct call_fold *fold, struct call_leg *leg);
/* Close all that is open of it. The cause is set before. */
void call_leg_end(struct call_fold *fold, struct call_leg *leg, int64_t at_us);
static inline bool call_leg_rings(const struct call_leg *leg)
{
	return leg->dialled_us && !leg->dial_ended_us && !leg->up_us && !leg->ended_us &&
		!leg->originated;
}
/* "1001" of "PJSIP/1001", "Local/1001@from-queue/n", "Agent/1001". */
struct str call_endpoint_of(struct str interface);

/* ---- Handlers, one a type of event. True: a call changed. --------------------------------- */

#define CALL_HANDLER(name) \
	bool name(struct call_fold *fold, const struct call_event *event, \
		struct call_leg *const legs[CALL_EVENT_CHANNELS])

CALL_HANDLER(call_on_channel_new);
CALL_HANDLER(call_on_channel_state);
CALL_HANDLER(call_on_channel_party);
CALL_HANDLER(call_on_channel_seen);
CALL_HANDLER(call_on_routed);
CALL_HANDLER(call_on_dial_begin);
CALL_HANDLER(call_on_dial_end);
CALL_HANDLER(call_on_dial_result);
CALL_HANDLER(call_on_bridge_enter);
CALL_HANDLER(call_on_bridge_leave);
CALL_HANDLER(call_on_bridge_seen);
CALL_HANDLER(call_on_local_pair);
CALL_HANDLER(call_on_local_goes);
CALL_HANDLER(call_on_transfer_blind);
CALL_HANDLER(call_on_transfer_attended);
CALL_HANDLER(call_on_hold);
CALL_HANDLER(call_on_unhold);
CALL_HANDLER(call_on_queue_join);
CALL_HANDLER(call_on_queue_seen);
CALL_HANDLER(call_on_queue_leave);
CALL_HANDLER(call_on_queue_abandon);
CALL_HANDLER(call_on_agent_connect);
CALL_HANDLER(call_on_agent_missed);
CALL_HANDLER(call_on_parked);
CALL_HANDLER(call_on_unparked);
CALL_HANDLER(call_on_parking_ended);
CALL_HANDLER(call_on_recording_file);
CALL_HANDLER(call_on_recording_begin);
CALL_HANDLER(call_on_recording_end);
CALL_HANDLER(call_on_user);
CALL_HANDLER(call_on_originated);
CALL_HANDLER(call_on_hangup_request);
CALL_HANDLER(call_on_hangup);

/* ---- call_bridges.c ---------------------------------------------------------------------- */

/* Whom a leg can hear: over its bridge, and through Local channels over others. */
struct call_reach {
	size_t others; /* people beside itself */
	bool others_hold;
	struct call_leg *other; /* of any call */
	struct call_leg *peer; /* of its own call; the one it had before, if that is still there */
};

/* Nobody in a bridge where nobody talks. */
struct call_reach call_reach(struct call_fold *fold, const struct call_leg *leg);
bool call_bridge_enter(
	struct call_fold *fold, struct call_leg *leg, const struct bridge_view *view);
void call_bridge_leave(struct call_fold *fold, struct call_leg *leg);
/* Half of a Local channel that a snapshot showed: the other one is known by its name. */
void call_pair_by_name(struct call_leg *half);
/* It is where its last segment says, which is open. */
void call_bridge_restore(struct call_fold *fold, struct call_leg *leg);

/* ---- call_transfers.c, call_queues.c, call_holding.c ---------------------------------------- */

/* A leg has come into a bridge, or has begun to dial: what that says about transfers. */
void call_transfers_bridged(struct call_fold *fold, struct call_leg *leg);
void call_transfers_dialled(struct call_fold *fold, struct call_leg *from, struct call_leg *to);
void call_transfers_finish(struct call *call);
bool call_transfer_pending(const struct call *call);
bool call_visit_open(const struct call *call);
void call_visits_end(struct call_fold *fold, struct call_leg *leg);
void call_holding_end(struct call_leg *leg, int64_t at_us);

/* ---- call_status.c -------------------------------------------------------------------------- */

/* Derive everything from the legs again, and put the time that has passed where it belongs. */
void call_refresh(struct call_fold *fold, struct call *call);
/* Only the time. */
void call_settle(struct call_fold *fold, struct call *call);

#endif
