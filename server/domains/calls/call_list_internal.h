/* call_list_internal.h - lists of calls: what is asked for, and where its rows lie. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_LIST_INTERNAL_H
#define DOMAINS_CALLS_CALL_LIST_INTERNAL_H

#include "domains/calls/call_view_internal.h"
#include "platform/intl/intl.h"

#define CALL_PAGES_MAX 200 /* deeper goes by cursor */
#define CALL_COUNT_CAP 10000
/* Words are looked for in so many calls of the period, the newest; more of them would take seconds. */
#define CALL_SEARCH_REACH 20000

/* As people ask; NULL and 0 for all. */
struct call_query {
	const char *status, *scope, *direction, *source, *outcome, *queue, *search;
	const char *date, *date_from, *date_to;
	const char *department; /* code */
	const char *agent_id, *agent_exten; /* id or code; number of a phone */
	struct opt_int team_id;
	const char *customer_id, *order_id;
};
/* Fields of a shape for a member `query` of type struct call_query; in call_list_api.c. */
extern const char *const call_status_input_words[]; /* call_status_words, and other spellings */
extern const char *const call_scope_words[]; /* active, all, history */
extern const char *const call_outcome_words[]; /* answered, missed */

/* Which index the rows are walked by. */
enum call_way {
	CALL_BY_TIME, /* the actor's own set */
	CALL_BY_STATUS,
	CALL_BY_DIRECTION,
	CALL_BY_QUEUE,
	CALL_BY_DEPARTMENT,
	CALL_BY_AGENT,
	CALL_BY_TEAM,
	CALL_BY_CUSTOMER,
	CALL_BY_ORDER,
	CALL_BY_EXTEN,
	CALL_BY_PHONE,
	CALL_WAYS,
};

struct call_filter {
	enum call_way way;
	int64_t from_us, to_us;
	const char *statuses; /* ",queued,ringing,"; "" for all, as all texts here */
	const char *status; /* the only one of them; NULL */
	const char *direction, *source, *outcome, *queue;
	const char *pattern; /* of LIKE */
	int64_t active; /* 1, 0; -1 for both */
	int64_t department_id, agent_id, team_id, customer_id, order_id;
	const char *exten, *phone;
	bool none; /* what is asked for does not exist, or is not the actor's */
	bool wide; /* more than the actor's own set may have to be looked through */
};

struct call_page {
	int64_t limit, offset;
	int64_t before_us, before_id; /* begin behind this one; to_us and 0 at first */
};

/* ERR_INVALID names the field. Reads what names stand for. */
MUST_USE enum err call_filter_make(
	struct cx *cx, const struct call_query *query, struct call_filter *filter);
/* Rows of a page, newest first. */
MUST_USE enum err call_list_rows(struct cx *cx, const struct call_filter *filter,
	const struct call_page *page, struct call_views *views);
/* At most CALL_COUNT_CAP + 1. */
MUST_USE enum err call_list_count(struct cx *cx, const struct call_filter *filter, int64_t *count);
/* Every row, newest first, without keeping them. */
typedef enum err call_row_fn(struct cx *cx, const struct call_view *call, void *arg);
MUST_USE enum err call_list_each(
	struct cx *cx, const struct call_filter *filter, call_row_fn *row, void *arg);

/* Ids of a page, newest first, and when they began (call_list_store.c). */
struct call_head {
	int64_t id, started_us;
};
MUST_USE enum err call_store_heads(struct cx *cx, const struct call_filter *filter,
	const struct call_page *page, struct call_head **heads, size_t *count);
MUST_USE enum err call_store_count(struct cx *cx, const struct call_filter *filter, int64_t *count);
/* Of a state, direction or queue that few of the company's calls have, those are walked. */
MUST_USE enum err call_store_rare(struct cx *cx, struct call_filter *filter);
/* When the call that is CALL_SEARCH_REACH behind began; from_us when there is none. */
MUST_USE enum err call_store_reach(
	struct cx *cx, int64_t from_us, int64_t to_us, int64_t *reach_us);

/* Of the period $2 to the place ($3, $4), newest first. */
#define CALL_PERIOD_C " AND c.started_us >= $2 AND (c.started_us, c.id) < ($3, $4)"
#define CALL_PERIOD_L " AND l.call_started_us >= $2 AND (l.call_started_us, l.call_id) < ($3, $4)"

#endif
