/* events.h - the event log: what changed, in one order per company. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_EVENTS_EVENTS_H
#define PLATFORM_EVENTS_EVENTS_H

#include "base/clock.h"
#include "base/cx.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"

/*
 * Who may receive an event. An actor does when it holds `permission` and any
 * of these is true: its scope is the company; user_id is its own; agent_id or
 * other_agent_id is its own; team scope and a team matches; `pool` is set and
 * the department is its own or 0. `everyone` needs only the permission.
 *
 * PERM_SELF means what is one's own: there the scope and the pool count for
 * nothing, so a manager does not get the notifications of others.
 *
 * With visitor_id set it is for that visitor of the company alone, and for no
 * actor, whatever else is set.
 */
struct audience {
	enum perm permission;
	int64_t user_id, agent_id, other_agent_id, team_id, other_team_id, department_id;
	int64_t visitor_id;
	bool pool, everyone;
};

struct event {
	const char *type; /* "order:updated" */
	const char *subject_type; /* "order" */
	int64_t subject_id;
	struct audience audience;
	const char *data; /* a JSON object */
};

/*
 * Append to the log in the unit's transaction; begins it when needed. The
 * sequence number is given at the very end of the transaction, so that
 * sequence order is commit order; the hub gets it after the commit.
 * type and data are copied.
 */
MUST_USE enum err events_publish(struct cx *cx, const struct event *event);

/*
 * Tell those of the audience who are connected now, here at once and on other
 * nodes soon, whatever becomes of the unit: for what passes (somebody types).
 * No row, no number, no replay, and lost is lost. Other nodes hear only what is
 * at most EVENTS_TELL_BYTES long.
 */
#define EVENTS_TELL_BYTES ((size_t)3500)
void events_tell(struct cx *cx, const struct event *event);

/* Hang the log into the finishing of units (db_set_hooks). Once at start. */
void events_init(struct db_pool *pool);

/* The company's last sequence number as this unit sees it. */
MUST_USE enum err events_last_seq(struct cx *cx, int64_t *seq);

bool events_may_receive(const struct actor *actor, const struct audience *audience);

/* An event on its way to receivers. Immutable, reference-counted. */
struct event_frame {
	int64_t company_id;
	int64_t seq; /* 0: told, not stored; then `json` has no number either */
	int64_t at_us;
	struct audience audience;
	const char *type;
	const char *subject_type;
	int64_t subject_id;
	struct str json; /* {"type":..,"data":..,"seq":..,"at":..} as /ws/updates sends it */
	struct str data; /* inside of it */
};
struct event_frame *event_frame_retain(struct event_frame *frame);
void event_frame_release(struct event_frame **frame);

/*
 * Receivers of committed events: the socket hub and reactions. Called after
 * the commit on some worker's thread, in sequence order per company; must not
 * block nor write.
 */
typedef void events_receiver_fn(struct event_frame *frame, void *arg);
void events_subscribe(events_receiver_fn *receiver, void *arg);

/* Receivers of what events_tell() says here or on another node, on any thread; the same rules. */
void events_listen(events_receiver_fn *receiver, void *arg);

/*
 * Events after `since` that the actor may see, at most `limit` rows looked
 * at, in order. ERR_NOT_FOUND when since is too old, negative or in the future.
 */
MUST_USE enum err events_since(struct cx *cx, int64_t since, size_t limit, events_receiver_fn *each,
	void *arg, int64_t *last_seq);

/*
 * The same for a visitor of the actor's company: its events
 * alone, and *last_seq is where the log stands.
 */
MUST_USE enum err events_since_of_visitor(struct cx *cx, int64_t visitor_id, int64_t since,
	size_t limit, events_receiver_fn *each, void *arg, int64_t *last_seq);

/* What a replay can reach back: both bounds hold, the nearer one wins. */
#define EVENTS_KEEP_US US_PER_DAY
#define EVENTS_KEEP_ROWS INT64_C(200000)

/*
 * Delete events that lie behind the replay window, in steps that commit by
 * themselves. The scheduler runs it (events_jobs in platform/jobs).
 */
MUST_USE enum err events_sweep(struct cx *cx);

/*
 * Follow what other processes commit: other nodes on PostgreSQL (NOTIFY is a
 * hint, reading by sequence each second the truth), the command line on
 * SQLite. Start it before the first socket is served: it reads where every
 * company's log stands.
 */
MUST_USE enum err events_follow_start(struct db_pool *pool);
void events_follow_stop(void);

/* Every statement of the log, for db_prepare_all. */
extern db_query_list events_queries;

/*
 * Every type of event there is: what the documentation, the TypeScript types
 * and the tests go by. Ends in a row without a type. Publishing a type that
 * is not here asserts.
 */
struct event_member {
	const char *name;
	const char *type; /* as in TypeScript: "number", "string", "Order", "string|null" */
};
#define EVENT_MEMBERS_MAX 12
struct event_kind {
	const char *type;
	const char *when; /* one sentence */
	struct event_member members[EVENT_MEMBERS_MAX]; /* of `data`; ends in {0} */
};
extern const struct event_kind events_catalogue[];
const struct event_kind *events_kind(const char *type); /* NULL when there is none */

#endif
