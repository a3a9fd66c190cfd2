/* team_internal.h - shared inside domains/team: the live board, and what was done in a period. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TEAM_TEAM_INTERNAL_H
#define DOMAINS_TEAM_TEAM_INTERNAL_H

#include "base/time.h"
#include "domains/accounts/account.h"
#include "domains/orders/order.h"
#include "domains/schedules/schedule.h"
#include "domains/team/team.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

/* ---- The board (board.c, board_store.c) -------------------------------------------- */

struct board_place {
	int64_t id; /* 0 for none */
	const char *code, *name; /* code of departments only */
};

struct tasks {
	int64_t open, due; /* due: their time has come */
};

struct board_agent {
	int64_t id, agent_no;
	const char *name, *level;
	struct board_place team, department;
	bool takes_orders;
	int64_t order_capacity, open_orders;
	enum presence presence;
	const char *automatic, *note; /* or NULL */
	struct opt_int since_us;
	const struct schedule *entry, *next; /* or NULL */
	/* Live only. */
	int64_t in_hand[ORDER_STATUS_COUNT];
	struct opt_int oldest_us; /* when the longest waiting new order came in */
	struct tasks callbacks, follow_ups;
	int64_t done[ORDER_STATUS_COUNT]; /* changes of today, by the status set */
	struct opt_int last_us, last_order_id;
	const char *last_status; /* or NULL */
	const char *workstation; /* or NULL */
	struct opt_int login_us;
};

/* Active agents of the actor's scope by id; with `live` what they have in hand and did today. */
MUST_USE enum err board_load(struct cx *cx, bool live, struct board_agent **agents, size_t *count);
MUST_USE enum err board_store_agents(struct cx *cx, struct board_agent **agents, size_t *count);
/* Fill in the live members of agents sorted by id. */
MUST_USE enum err board_store_live(
	struct cx *cx, int64_t today_us, struct board_agent *agents, size_t count);

/* ---- Work done (work.c, work_store.c) ------------------------------------------------- */

enum work_dimension {
	WORK_DAY,
	WORK_HOUR,
	WORK_FLOW,
	WORK_REASON,
	WORK_CONTACT,
	WORK_AGENT,
	WORK_AREA,
	WORK_PRODUCT,
	WORK_DIMENSION_COUNT
};
extern const char *const work_dimension_words[];

/* Sums of one dimension: how often `word` with `subject`. */
struct work_sum {
	int64_t day; /* of WORK_DAY only */
	const char *subject, *word;
	int64_t n;
};

/* unit: 0 the company, n a team, -n a department. */
struct work_query {
	int64_t unit, from_day, to_day;
};
MUST_USE enum err work_sums(struct cx *cx, const struct work_query *query,
	enum work_dimension dimension, struct work_sum **sums, size_t *count);
/* By day of several units at once: subject is the unit. */
MUST_USE enum err work_unit_sums(struct cx *cx, const struct work_query *query, bool departments,
	struct work_sum **sums, size_t *count);
/* Who the agents are, those who left included, by id. */
struct work_agent {
	int64_t id, agent_no;
	const char *name;
};
MUST_USE enum err work_agents(struct cx *cx, struct work_agent **agents, size_t *count);

/* What came in and was done, of a day, an agent, an area, ... */
struct work_line {
	int64_t number; /* the day, hour, agent or unit */
	const char *name; /* or of what else it is */
	int64_t came_in, done[ORDER_STATUS_COUNT], calls, answered;
};
int64_t work_handled(const struct work_line *line);
/*
 * The sums of a dimension as one line a day or subject, in their order; the
 * busiest first, at most `most`, when it is not 0.
 */
MUST_USE enum err work_lines(struct cx *cx, const struct work_query *query,
	enum work_dimension dimension, size_t most, struct work_line **lines, size_t *count);
MUST_USE enum err work_unit_lines(struct cx *cx, const struct work_query *query, bool departments,
	struct work_line **lines, size_t *count);

/* Up to when work is summed up: now, unless there is more than a moment's to do; 0: not at all yet. */
MUST_USE enum err work_as_of(struct cx *cx, int64_t *as_of_us);

/* ---- Summing up (work_fold.c, work_correct.c, work_fold_store.c) -------------------------------------- */

/* How far a company's sums go. */
struct work_fold {
	const char *time_zone;
	int64_t history_id, communication_id;
};

/* One change of status, or one call, as the sums see it. */
struct work_fact {
	int64_t id, at_us, agent_id, team_id, department_id;
	const char *from, *to, *reason, *area, *product; /* of a change; from NULL: it came in */
	const char *outcome; /* of a call */
};
/* Those with work that is not summed up, or sums that stand for nothing any more. */
MUST_USE enum err work_fold_store_companies(struct cx *cx, int64_t **ids, size_t *count);
/* Held until the end of the unit; made when there is none. */
MUST_USE enum err work_fold_store_lock(struct cx *cx, struct work_fold *fold);
MUST_USE enum err work_fold_store_last(
	struct cx *cx, int64_t *history_id, int64_t *communication_id);
MUST_USE enum err work_fold_store_changes(
	struct cx *cx, int64_t after_id, int64_t limit, struct work_fact **facts, size_t *count);
MUST_USE enum err work_fold_store_calls(
	struct cx *cx, int64_t after_id, int64_t limit, struct work_fact **facts, size_t *count);
struct work_key {
	int64_t unit, day;
	enum work_dimension dimension;
	const char *subject, *word;
};
MUST_USE enum err work_fold_store_add(struct cx *cx, const struct work_key *key, int64_t n);
/* Changes of an order that are summed up already, up to that number of them. */
MUST_USE enum err work_fold_store_folded(struct cx *cx, int64_t order_id, int64_t history_id,
	struct work_fact **facts, size_t *count);
MUST_USE enum err work_fold_store_clear(struct cx *cx);
MUST_USE enum err work_fold_store_save(struct cx *cx, const struct work_fold *fold);

/* ---- The rows behind a figure (work_rows_store.c) ------------------------------------- */

struct work_filter {
	int64_t from_us, to_us, unit;
	const char *status, *previous, *reason, *area, *product; /* or NULL for all */
	bool came_in; /* orders that came in, instead of changes */
	int64_t agent_id; /* 0 for all */
	struct opt_int hour; /* of the local day */
	int64_t before_us, before_id; /* the place to go on from */
	int64_t limit;
};
struct work_row {
	int64_t id, at_us, order_id, agent_no;
	const char *from, *to, *reason, *user_name, *customer_name, *area, *product;
};
MUST_USE enum err work_rows(
	struct cx *cx, const struct work_filter *filter, struct work_row **rows, size_t *count);

/* ---- Coverage (coverage.c, coverage_store.c) ------------------------------------------- */

struct coverage_hour {
	int64_t scheduled; /* agents on a shift at half past, without absences */
	struct opt_int present; /* agents who were there at half past; not given: it is to come */
	int64_t orders; /* that came in then */
	int64_t usual; /* mean of the same weekday in the four weeks before, rounded up */
};
#define COVERAGE_HOURS 24
MUST_USE enum err coverage_load(struct cx *cx, int64_t day, struct coverage_hour *hours);
/* Agents of the scope who were present at each of the moments. */
MUST_USE enum err coverage_store_present(
	struct cx *cx, const int64_t *moments_us, size_t count, int64_t *present);

/* ---- Whose work (unit.c) ------------------------------------------------------------------ */

#define WORK_NO_UNIT INT64_MAX /* of a supervisor without a team: nothing */
int64_t work_unit_of(const struct actor *actor);
/*
 * The unit asked for by id of a department or of a team (0: not asked for),
 * which the actor's scope has to cover. ERR_INVALID names department_id or team_id.
 */
MUST_USE enum err work_unit_find(
	struct cx *cx, int64_t department_id, int64_t team_id, int64_t *unit);
struct work_unit {
	int64_t unit, department_id; /* department_id of teams; 0 for none */
	const char *name;
};
/* Teams, or departments, of the actor's scope. */
MUST_USE enum err work_units(
	struct cx *cx, bool departments, struct work_unit **units, size_t *count);

#endif
