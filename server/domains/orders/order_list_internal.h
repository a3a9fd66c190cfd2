/* order_list_internal.h - lists of orders: their numbers, filters, pages and search. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_LIST_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_LIST_INTERNAL_H

/* A part of order_internal.h, which includes it after what it needs. */
#include "domains/orders/order_internal.h"
#include "domains/orders/order_report.h"

/* ---- Counters (order_counter_store.c) ----------------------------------- */

/* Take `before` out of the counters and put `after` in; either may be NULL. */
MUST_USE enum err order_counters_move(
	struct cx *cx, const struct order *before, const struct order *after);

struct order_counts {
	int64_t n[ORDER_STATUS_COUNT][2]; /* by status and (normal, high) */
};

/* ---- Lists (order_list.c, order_list_store.c) --------------------------- */

/* Whose orders; what an index can be asked for. */
enum order_set {
	SET_MINE, /* of one agent */
	SET_POOL, /* nobody's, of my department or anyone's */
	SET_POOL_ALL, /* nobody's */
	SET_OWN, /* SET_MINE and SET_POOL */
	SET_TEAM, /* of my team's agents, mine, and SET_POOL */
	SET_COMPANY,
	SET_COUNT
};

enum order_sort {
	SORT_CREATED_DESC,
	SORT_CREATED,
	SORT_STATUS_SINCE_DESC,
	SORT_STATUS_SINCE,
	SORT_UPDATED_DESC,
	SORT_UPDATED,
	SORT_EXPECTED_DESC,
	SORT_EXPECTED,
	SORT_CONFIRMED_DESC, /* of confirmed orders alone, as SORT_STATUS_SINCE of those worked */
	SORT_CONFIRMED,
	SORT_COUNT
};
extern const char *const order_sort_words[]; /* "-created_at", ... in enum order */
/* By something else than what a period is of. */
bool order_sort_is_apart(enum order_sort sort);

#define ORDER_NARROW_NONE (-1)

/* Beside set, period, status and priority (order_narrow.c, order_narrow_store.c). */
struct order_narrow {
	bool wanted; /* else the rest means nothing */
	bool by_confirmed; /* the period and the order are those of confirmation */
	bool elsewhere; /* say how many more the scope confirmed that others have now */
	/* 0 for all; product_id and confirmed_by ORDER_NARROW_NONE: who have none */
	int64_t seller_id, product_id, courier_id, confirmed_by;
	int64_t flags; /* any of these bits; 0 for all */
	const char *area, *source; /* or NULL; an area "": who have none */
	const char *outcomes; /* ",delivered,returned," or NULL */
};

struct order_filter {
	enum order_set set;
	int64_t agent_id; /* of SET_MINE */
	unsigned statuses; /* bit n: enum order_status n; 0 = all */
	unsigned priorities; /* bit 0 normal, bit 1 high; 0 = both */
	bool by_status; /* the period is of status_since: when it was worked, not when created */
	int64_t from_us, to_us; /* created (worked) in [from, to) */
	int64_t from_day, to_day; /* the same as whole days; 0, 0 = all time */
	bool whole_days; /* counters know the answer */
	enum order_sort sort;
	enum order_sla_state sla; /* SLA_NONE: all */
	bool to_the_end; /* counted without a cap */
	const char *search; /* as typed, NULL for none */
	bool walk; /* go along the index of the sort instead of sorting the set */
	struct order_narrow narrow;
};

/* Where a page begins and how long it is. */
struct order_page {
	bool by_key; /* after (key, id); else `offset` rows in */
	int64_t key, id;
	int64_t limit, offset;
};

struct order_list {
	struct order *orders;
	size_t count;
	/*
	 * Of order_list_shown(), else NULL: each row as it was written before, or empty.
	 * Of an order with a text no more is read than what order_row_find() asks for.
	 */
	const struct str *texts;
	struct opt_int found; /* by a search, on all pages; when known */
};

extern const char *const order_without_words[]; /* product_id, area, confirmed_by; likewise */
extern const char *const order_date_of_words[]; /* created, status, confirmed; NULL-terminated */
MUST_USE enum err order_filter_make(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter);

#define ORDER_PAGES_MAX 200 /* deeper goes by cursor */
MUST_USE enum err order_page_make(struct cx *cx, const struct order_filter *filter,
	const char *cursor, int64_t page, int64_t size, struct order_page *out);
/* Opaque text that order_page_make() takes back for the same filter. */
const char *order_cursor(
	struct cx *cx, const struct order_filter *filter, const struct order *last);

MUST_USE enum err order_list_rows(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
/*
 * The same rows for writing the first `shown` of them out: what was written before
 * is not read again, and of what follows id and the times that lists go by are enough.
 */
MUST_USE enum err order_list_shown(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, int64_t shown, struct order_list *list);
typedef enum err order_row_fn(struct cx *cx, const struct order *order, void *arg);
/* Every row of the filter, one at a time; the order is valid inside the call only. */
MUST_USE enum err order_list_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *each, void *arg);
/* Open orders of high priority, longest waiting first; at most 50. */
MUST_USE enum err order_list_urgent(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list);
MUST_USE enum err order_list_urgent_shown(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list);
/* Of the filter's set and days; `all_time` too, which may be NULL. */
MUST_USE enum err order_list_counts(struct cx *cx, const struct order_filter *filter,
	struct order_counts *counts, struct order_counts *all_time);
#define ORDER_COUNT_CAP 10000
/*
 * As order_list_counts() for other periods: row by row. One day of work is
 * counted to its end; of anything else ORDER_COUNT_CAP + 1 at most.
 */
MUST_USE enum err order_list_count_rows(
	struct cx *cx, const struct order_filter *filter, struct order_counts *counts);
bool order_filter_is_capped(const struct order_filter *filter);

/* Lists without words to look for (order_list_store.c) and with them (order_search_store.c). */
MUST_USE enum err order_list_plain(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
/* Which rows, in the order of their creation or of their last status: as much of each as order_row_find() needs. */
MUST_USE enum err order_list_heads(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_list_urgent_heads(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list);
MUST_USE enum err order_list_plain_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg);
MUST_USE enum err order_list_found(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_list_found_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg);
/* At most ORDER_COUNT_CAP + 1. */
MUST_USE enum err order_list_count_found(
	struct cx *cx, const struct order_filter *filter, int64_t *count);

/* ---- Rows written before (order_row_cache.c) ----------------------------- */

/*
 * Sets list->texts for the first `shown` of a list of heads, of which id, version
 * and the agent's name and number count; how many of them have no text.
 */
size_t order_row_find(struct cx *cx, struct order_list *list, size_t shown);
/* Keep what order_write() wrote for this actor of an order that is committed as it is here. */
void order_row_keep(const struct cx *cx, const struct order *order, struct str text);

/* What a list's head says beside its rows. */
struct order_totals {
	struct order_counts counts; /* of the set and period, by status and priority */
	int64_t urgent; /* open orders of high priority, of any day */
	int64_t total; /* of the filter; at most ORDER_COUNT_CAP when capped */
	bool capped;
	struct opt_int elsewhere; /* confirmed by the scope, with somebody beyond it now */
};
/* rows: the page, which may know already; or NULL. */
MUST_USE enum err order_list_totals(struct cx *cx, const struct order_filter *filter,
	const struct order_list *rows, struct order_totals *totals);

/* ---- Narrowed lists (order_narrow.c, order_narrow_store.c) ----------------- */

MUST_USE enum err order_narrow_make(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter);
/* A page, by whichever way costs less. */
MUST_USE enum err order_narrow_shown(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_narrow_rows(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_narrow_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg);
/* Of at most `limit` rows. */
MUST_USE enum err order_narrow_sum(struct cx *cx, const struct order_filter *filter, int64_t limit,
	struct order_report_line **lines, size_t *count);
/* Confirmations of the actor's scope, whoever has the orders now; of at most `limit` rows. */
MUST_USE enum err order_narrow_count_everywhere(
	struct cx *cx, const struct order_filter *filter, int64_t limit, int64_t *count);
/* Counts, total and elsewhere; urgent is the caller's. */
MUST_USE enum err order_narrow_totals(
	struct cx *cx, const struct order_filter *filter, struct order_totals *totals);
/* An agent of the actor's scope. ERR_INVALID or ERR_NOT_FOUND for all others. */
struct assignee;
MUST_USE enum err order_agent_within(struct cx *cx, const char *key, struct assignee *agent);

/* Rows that the filter's counts say it has; statuses and priorities of the filter apply. */
int64_t order_counts_total(
	const struct order_counts *counts, unsigned statuses, unsigned priorities);
int64_t order_counts_urgent(const struct order_counts *counts);

/* The actor's agent for SET_MINE; an agent that nobody is for users who are no agents. */
int64_t order_own_agent(const struct actor *actor);
/* The set that an actor's scope comes to when nothing narrower is asked for. */
enum order_set order_scope_set(const struct actor *actor);

/* ---- Search (order_search.c, order_search_store.c) ---------------------- */

#define ORDER_SEARCH_WORDS 6
/* What was typed, ready for both ways of looking. */
struct order_terms {
	const char *match; /* of the index: "word"* AND "word"* */
	const char *like[ORDER_SEARCH_WORDS + 1]; /* "% word%", or "%"; 0 and 1 are alternatives */
};

/* False when nothing that can be looked for was typed. */
MUST_USE bool order_search_terms(struct arena *arena, const char *typed, struct order_terms *terms);
MUST_USE enum err order_search_put(struct cx *cx, const struct order *order);
/* Move waiting words into the index and commit, at most `limit`. All companies. */
MUST_USE enum err order_search_index(struct cx *cx, int64_t limit, size_t *moved);

#endif
