/* order_internal.h - what the files of this folder share. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_INTERNAL_H

#include "domains/orders/order.h"
#include "domains/orders/order_load.h"

#include "base/time.h"
#include "domains/contacts/contact.h"
#include "platform/auth/auth.h"

struct callback;
struct follow_up;
struct reassign_request;

/* ---- Rules (order.c) ---------------------------------------------------- */

/* What a move asks for beside the right to make it. */
enum order_guard { GUARD_NONE, GUARD_REASON };

struct order_move {
	enum order_status from, to;
	enum perm permission;
	enum order_guard guard;
};

/* The state machine; ends in a row whose from is ORDER_STATUS_COUNT. */
extern const struct order_move order_moves[];

/* The row of the table, or NULL when there is no such move for anybody. */
const struct order_move *order_move_find(enum order_status from, enum order_status to);

const char *order_status_word(enum order_status status);
MUST_USE enum err order_status_parse(
	struct cx *cx, const char *field, const char *word, enum order_status *status);

/* Words an actor of these rights may set from here, NULL-terminated, in enum order. */
const char *const *order_allowed_words(
	struct arena *arena, enum order_status from, uint64_t permissions);

/* The cancellation's reason and details, or why they do not do. */
MUST_USE enum err order_guard_check(
	struct cx *cx, enum order_guard guard, const char *reason, const char *details);

/* 1847, 001847, ORD-001847, ORD-2026-001847; *year is 0 when not given. */
MUST_USE bool order_key_read(const char *key, int64_t *id, int64_t *year);
const char *order_code(struct arena *arena, const struct order *order);       /* ORD-2026-001847 */
const char *order_short_code(struct arena *arena, int64_t id);                /* ORD-001847 */
const char *order_agent_code(struct arena *arena, int64_t agent_no);          /* AGT-001 */
int64_t order_agent_no(const char *agent_code);                              /* 1 of AGT-001 */
const char *order_customer_code(struct arena *arena, int64_t customer_id);    /* CUST-001 */
const char *order_short_name(struct arena *arena, const char *customer_name); /* Ahmed K. */

/* Decimals of a price, most often of the company's own currency. */
int order_currency_digits(const struct cx *cx, const char *currency);

/* How far this actor sees among orders: its scope, as far as its permissions carry it. */
enum scope order_scope(const struct actor *actor);

/* ---- When to try again (order_schedule.c) ------------------------------- */

/* 10:00 of the company's next working day. */
int64_t order_next_working_day(const struct company *company, int64_t now_us);

/* ---- One order (order_store.c) ------------------------------------------ */

/* Begins the transaction; what is read from here on stays true until its end. */
MUST_USE enum err order_store_begin(struct cx *cx);

/* If the actor may see it. year 0: any. ERR_NOT_FOUND. */
MUST_USE enum err order_store_get(
	struct cx *cx, int64_t id, int64_t year, struct order *order);

/* As order_store_get within a transaction that it begins; nobody else changes the row until its end. */
MUST_USE enum err order_store_lock(
	struct cx *cx, int64_t id, int64_t year, struct order *order);

/* ERR_NOT_FOUND when the source has sent no such order. Whole company: for order_create(). */
MUST_USE enum err order_store_by_external(
	struct cx *cx, const char *source, const char *external_code, struct order *order);

/* False in *stored: source and external_code are taken. Sets order->id. */
MUST_USE enum err order_store_insert(struct cx *cx, struct order *order, bool *stored);
MUST_USE enum err order_store_insert_items(
	struct cx *cx, int64_t order_id, const struct order_item *items, size_t count);
MUST_USE enum err order_store_items(
	struct cx *cx, int64_t order_id, const struct order_item **items, size_t *count);

/*
 * Write the members that changes touch, where the version is still
 * order->version, which it then raises. ERR_CONFLICT otherwise.
 */
MUST_USE enum err order_store_set_status(struct cx *cx, struct order *order);
MUST_USE enum err order_store_set_fields(struct cx *cx, struct order *order);
MUST_USE enum err order_store_set_agent(struct cx *cx, struct order *order);

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
	SET_MINE,     /* of one agent */
	SET_POOL,     /* nobody's, of my department or anyone's */
	SET_POOL_ALL, /* nobody's */
	SET_OWN,      /* SET_MINE and SET_POOL */
	SET_TEAM,     /* of my team's agents, mine, and SET_POOL */
	SET_COMPANY,
	SET_COUNT
};

enum order_sort {
	SORT_CREATED_DESC,
	SORT_CREATED,
	SORT_UPDATED_DESC,
	SORT_UPDATED,
	SORT_EXPECTED_DESC,
	SORT_EXPECTED,
	SORT_COUNT
};
extern const char *const order_sort_words[]; /* "-created_at", ... in enum order */

struct order_filter {
	enum order_set set;
	int64_t agent_id;  /* of SET_MINE */
	unsigned statuses; /* bit n: enum order_status n; 0 = all */
	unsigned priorities; /* bit 0 normal, bit 1 high; 0 = both */
	int64_t from_us, to_us;   /* created in [from, to) */
	int64_t from_day, to_day; /* the same as whole days; 0, 0 = all time */
	bool whole_days;          /* counters know the answer */
	enum order_sort sort;
	const char *search; /* as typed, NULL for none */
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
};

/* What a list is asked for, as people write it. */
struct order_list_query {
	const char *status, *date, *date_from, *date_to, *orders, *priority, *agent_id, *search, *sort;
};
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
typedef enum err order_row_fn(struct cx *cx, const struct order *order, void *arg);
/* Every row of the filter, one at a time; the order is valid inside the call only. */
MUST_USE enum err order_list_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *each, void *arg);
/* Open orders of high priority, longest waiting first; at most 50. */
MUST_USE enum err order_list_urgent(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list);
/* Of the filter's set and days; `all_time` too, which may be NULL. */
MUST_USE enum err order_list_counts(struct cx *cx, const struct order_filter *filter,
	struct order_counts *counts, struct order_counts *all_time);
#define ORDER_COUNT_CAP 10000
/* As order_list_counts() for periods that are no whole days: row by row, ORDER_COUNT_CAP + 1 at most. */
MUST_USE enum err order_list_count_rows(
	struct cx *cx, const struct order_filter *filter, struct order_counts *counts);

/* Lists without words to look for (order_list_store.c) and with them (order_search_store.c). */
MUST_USE enum err order_list_plain(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_list_plain_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg);
MUST_USE enum err order_list_found(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list);
MUST_USE enum err order_list_found_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *row, void *arg);
/* At most ORDER_COUNT_CAP + 1. */
MUST_USE enum err order_list_count_found(
	struct cx *cx, const struct order_filter *filter, int64_t *count);

/* What a list's head says beside its rows. */
struct order_totals {
	struct order_counts counts; /* of the set and period, by status and priority */
	int64_t urgent;             /* open orders of high priority, of any day */
	int64_t total;              /* of the filter; at most ORDER_COUNT_CAP when capped */
	bool capped;
};
MUST_USE enum err order_list_totals(
	struct cx *cx, const struct order_filter *filter, struct order_totals *totals);

/* Rows that the filter's counts say it has; statuses and priorities of the filter apply. */
int64_t order_counts_total(const struct order_counts *counts, unsigned statuses, unsigned priorities);
int64_t order_counts_urgent(const struct order_counts *counts);

/* The actor's agent for SET_MINE; an agent that nobody is for users who are no agents. */
int64_t order_own_agent(const struct actor *actor);
/* The set that an actor's scope comes to when nothing narrower is asked for. */
enum order_set order_scope_set(const struct actor *actor);

/* ---- Search (order_search.c, order_search_store.c) ---------------------- */

#define ORDER_SEARCH_WORDS 6
/* What was typed, ready for both ways of looking. */
struct order_terms {
	const char *match;                        /* of the index: "word"* AND "word"* */
	const char *like[ORDER_SEARCH_WORDS + 1]; /* "% word%", or "%"; 0 and 1 are alternatives */
};

/* False when nothing that can be looked for was typed. */
MUST_USE bool order_search_terms(struct arena *arena, const char *typed, struct order_terms *terms);
MUST_USE enum err order_search_put(struct cx *cx, const struct order *order);
/* Move waiting words into the index and commit, at most `limit`. All companies. */
MUST_USE enum err order_search_index(struct cx *cx, int64_t limit, size_t *moved);

/* ---- Changing status (order_change.c) ----------------------------------- */

/* One line of order_status_history. */
struct order_history {
	int64_t id, order_id, agent_id, user_id;
	int64_t agent_no;
	const char *agent_name; /* or NULL */
	const char *user_name;
	const char *previous_status; /* NULL for the first */
	const char *new_status;
	const char *reason, *cancellation_reason, *cancellation_details; /* or NULL */
	int64_t at_us;
	bool customer_notified;
	const char *customer_name;
	int64_t code_year; /* of the order; activity lists only */
};

struct order_note {
	int64_t id, order_id, agent_id, user_id;
	const char *author, *body;
	int64_t created_us;
};

struct follow_up {
	int64_t id, version, order_id, customer_id, agent_id, agent_no;
	const char *agent_name;
	int64_t due_us;
	const char *reason, *status;
	int64_t created_us;
	const char *customer_name, *customer_phone, *order_status;
	int64_t agent_team_id;
};

struct order_change {
	enum order_status to;
	struct opt_int version; /* the version the caller last saw */
	const char *note, *cancellation_reason, *cancellation_details; /* or NULL */
	bool notify_customer, follow_up;
	struct opt_int follow_up_us, postponed_until_us, next_attempt_us;
};

struct order_changed {
	struct order order;
	struct order_history history;
	struct follow_up follow_up; /* id 0 when none */
};

/*
 * Set an order's status: everything that belongs to it, in one transaction.
 *
 * ERR_NOT_FOUND  no such order that the actor may see
 * ERR_CONFLICT   it has changed since change->version; carries the row as it is
 * ERR_STATE      not from the present status, or not by this actor; says what is allowed
 * ERR_INVALID    a reason is missing; names the field
 */
MUST_USE enum err order_change(struct cx *cx, const char *key, const struct order_change *change,
	struct order_changed *changed);

/* Could any order be changed like this? ERR_INVALID names the field. */
MUST_USE enum err order_change_check(struct cx *cx, const struct order_change *change);

/* The row as JSON, for failure.current_json. */
const char *order_row_json(struct cx *cx, const struct order *order);
/* ERR_CONFLICT that carries the order as it is now. */
enum err order_conflict(struct cx *cx, const struct order *order);
/* OK when no version was given or it is the order's. */
MUST_USE enum err order_version_check(
	struct cx *cx, const struct order *order, struct opt_int version);

/* ---- History, notes, items (order_history.c, order_notes.c and stores) --- */

MUST_USE enum err order_history_add(
	struct cx *cx, const struct order *order, struct order_history *history);
MUST_USE enum err order_history_list(struct cx *cx, int64_t order_id, int64_t limit,
	struct order_history **rows, size_t *count);
/* Changes of orders that the actor may see, newest first. */
MUST_USE enum err order_activity(
	struct cx *cx, int64_t since_us, int64_t limit, struct order_history **rows, size_t *count);

MUST_USE enum err order_note_add(
	struct cx *cx, const char *key, const char *body, struct order_note *note);
/* For orders that the caller has already locked. */
MUST_USE enum err order_note_put(
	struct cx *cx, int64_t order_id, const char *body, struct order_note *note);
MUST_USE enum err order_note_list(
	struct cx *cx, int64_t order_id, struct order_note **notes, size_t *count);

/* ---- What creating and correcting share (order_create.c) ------------------ */

/* What is sold and by whom, as people write it; NULL for what is not said. */
struct order_wares {
	const char *seller_name, *product_name, *product_code, *product_url;
};
/* Seller and product of the order, found or made. ERR_INVALID names the field. */
MUST_USE enum err order_find_wares(
	struct cx *cx, const struct order_wares *wares, struct order *order);
MUST_USE enum err order_amounts_check(
	struct cx *cx, int64_t quantity, int64_t price_minor, const char *currency);

/* ---- Notifications (order_notify.c) ---------------------------------------- */

/* To the user behind the order's agent, unless that is who acts. */
MUST_USE enum err order_notify_assigned(
	struct cx *cx, const struct order *order, int64_t user_id);
MUST_USE enum err callback_notify_due(struct cx *cx, const struct callback *callback);
MUST_USE enum err follow_up_notify_due(struct cx *cx, const struct follow_up *follow_up);
MUST_USE enum err reassign_notify_requested(
	struct cx *cx, const struct reassign_request *request);
MUST_USE enum err reassign_notify_decided(struct cx *cx, const struct reassign_request *request);

/* ---- Bulk (order_bulk.c) ------------------------------------------------- */

#define ORDER_BULK_MAX 500
struct order_bulk_item {
	const char *key;
	struct opt_int version;
	/* outcome */
	enum err err;
	const char *error, *code;
	struct order order; /* when err is OK */
};
/* Each on its own: a refused one leaves the others. Only outcomes of the platform fail the whole. */
MUST_USE enum err order_bulk_change(struct cx *cx, const struct order_change *change,
	struct order_bulk_item *items, size_t count);

/* ---- Correcting an order (order_edit.c) ---------------------------------- */

/* Members that are NULL or not given stay as they are. */
struct order_edit {
	struct opt_int version;
	const char *customer_name, *customer_phone, *customer_email, *address, *area, *landmark;
	const char *seller_name, *product_name, *product_code, *product_url;
	struct opt_int quantity, price_minor, expected_us, expected_delivery_day;
	const char *currency;
	const char *priority;
};
MUST_USE enum err order_edit(
	struct cx *cx, const char *key, const struct order_edit *edit, struct order *order);

/* ---- Assignment (assignment.c, assignment_store.c) ----------------------- */

struct assignee {
	int64_t agent_id, agent_no, team_id, department_id, user_id;
	const char *name;
};

/*
 * The least loaded active agent who takes orders, present before absent, of
 * the department unless it is 0; counts the order on it when `open`.
 * agent_id 0: nobody has room.
 */
MUST_USE enum err assignment_choose(
	struct cx *cx, int64_t department_id, int64_t team_id, bool open, struct assignee *chosen);
/* Active, of the company; by id or AGT-code. ERR_NOT_FOUND. */
MUST_USE enum err assignment_agent(struct cx *cx, const char *key, struct assignee *agent);
MUST_USE enum err assignment_by_id(struct cx *cx, int64_t agent_id, struct assignee *agent);
MUST_USE enum err assignment_store_least_loaded(struct cx *cx, int64_t department_id,
	int64_t team_id, bool present, struct assignee *chosen);
/* Loads count open orders: what the change of one order does to them. */
MUST_USE enum err assignment_move_load(
	struct cx *cx, const struct order *before, const struct order *after);
MUST_USE enum err assignment_load(struct cx *cx, int64_t agent_id, int64_t by);
MUST_USE enum err assignment_record(struct cx *cx, int64_t order_id, int64_t from_agent_id,
	int64_t to_agent_id, const char *reason);
void assignment_set(struct order *order, const struct assignee *agent, int64_t now_us);

/* ---- Reassigning (reassign.c, reassign_store.c) -------------------------- */

struct reassign_request {
	int64_t id, version, order_id, agent_id, agent_no, wanted_agent_id, wanted_agent_no;
	const char *agent_name, *wanted_agent_name; /* or NULL */
	int64_t agent_team_id;
	const char *reason, *status, *decision_reason; /* decision_reason or NULL */
	struct opt_int decided_us;
	int64_t created_us;
	const char *customer_name, *order_status;
};

struct reassign {
	const char *agent_key; /* NULL: automatically by load, or anyone when asked for */
	const char *reason;
	struct opt_int version;
};

/* At once for those who may; *request.id stays 0. Others leave a request. */
MUST_USE enum err reassign_order(struct cx *cx, const char *key, const struct reassign *wanted,
	struct order *order, struct reassign_request *request);
MUST_USE enum err reassign_decide(struct cx *cx, int64_t request_id, bool approve,
	const struct reassign *how, struct reassign_request *request);
MUST_USE enum err reassign_list(struct cx *cx, const char *status, int64_t limit, int64_t offset,
	struct reassign_request **rows, size_t *count);
MUST_USE enum err reassign_count(struct cx *cx, const char *status, int64_t *count);
MUST_USE enum err reassign_insert(struct cx *cx, struct reassign_request *request);
MUST_USE enum err reassign_lock(struct cx *cx, int64_t id, struct reassign_request *request);
MUST_USE enum err reassign_close(struct cx *cx, struct reassign_request *request);
/* Users who may decide about this team's requests. */
MUST_USE enum err reassign_deciders(
	struct cx *cx, int64_t team_id, int64_t **user_ids, size_t *count);
/* What still has to be done about the order goes with it to another agent. */
MUST_USE enum err reassign_move_tasks(struct cx *cx, int64_t order_id, int64_t agent_id);

/* ---- Callbacks, follow-ups, contacts ------------------------------------- */

struct callback {
	int64_t id, version, order_id, customer_id, agent_id, agent_no, agent_team_id;
	const char *agent_name; /* or NULL */
	int64_t due_us;
	const char *phone, *notes, *status;
	int64_t created_us;
	const char *customer_name, *customer_phone, *order_status;
};

/* phone NULL: the order's. The order must be visible (caller's business for _put). */
MUST_USE enum err callback_add(struct cx *cx, const char *order_key, int64_t due_us,
	const char *phone, const char *notes, struct callback *callback);
MUST_USE enum err callback_put(struct cx *cx, const struct order *order, int64_t due_us,
	const char *phone, const char *notes, struct callback *callback);
struct callback_change {
	const char *status; /* done, missed, cancelled, rescheduled */
	struct opt_int due_us, version;
};
MUST_USE enum err callback_change(struct cx *cx, int64_t id, const struct callback_change *change,
	struct callback *callback);
/* status NULL: pending and due; "all" for all. */
MUST_USE enum err callback_list(struct cx *cx, const char *status, int64_t limit, int64_t offset,
	struct callback **rows, size_t *count);
MUST_USE enum err callback_count(struct cx *cx, const char *status, int64_t *count);
MUST_USE enum err callback_of_order(
	struct cx *cx, int64_t order_id, struct callback **rows, size_t *count);
MUST_USE enum err callback_store_insert(struct cx *cx, struct callback *callback);
MUST_USE enum err callback_store_lock(struct cx *cx, int64_t id, struct callback *callback);
MUST_USE enum err callback_store_update(struct cx *cx, struct callback *callback);
extern const char *const callback_status_words[]; /* pending, due, done, missed, cancelled */

MUST_USE enum err follow_up_put(struct cx *cx, const struct order *order, int64_t due_us,
	const char *reason, struct follow_up *follow_up);
struct follow_up_change {
	const char *status; /* done, cancelled, or NULL */
	struct opt_int due_us, version;
};
MUST_USE enum err follow_up_change(struct cx *cx, int64_t id,
	const struct follow_up_change *change, struct follow_up *follow_up);
struct follow_up_filter {
	const char *status; /* or NULL for all */
	int64_t from_us, to_us;
};
MUST_USE enum err follow_up_list(struct cx *cx, const struct follow_up_filter *filter,
	int64_t limit, int64_t offset, struct follow_up **rows, size_t *count);
MUST_USE enum err follow_up_count(
	struct cx *cx, const struct follow_up_filter *filter, int64_t *count);
MUST_USE enum err follow_up_of_order(
	struct cx *cx, int64_t order_id, struct follow_up **rows, size_t *count);
MUST_USE enum err follow_up_store_insert(struct cx *cx, struct follow_up *follow_up);
MUST_USE enum err follow_up_store_lock(struct cx *cx, int64_t id, struct follow_up *follow_up);
MUST_USE enum err follow_up_store_update(struct cx *cx, struct follow_up *follow_up);
extern const char *const follow_up_status_words[]; /* pending, done, cancelled */

struct communication {
	int64_t id, order_id, customer_id, agent_id, agent_no;
	const char *agent_name; /* or NULL */
	const char *channel, *direction, *to, *outcome, *body; /* outcome or NULL */
	int64_t duration_s, at_us;
};
extern const char *const communication_direction_words[];
extern const char *const communication_outcome_words[];
struct call_log {
	const char *order_key, *phone, *direction, *outcome, *notes;
	int64_t duration_s;
	struct opt_int callback_us;
};
MUST_USE enum err communication_log_call(
	struct cx *cx, const struct call_log *call, struct communication *communication);
MUST_USE enum err communication_of_order(
	struct cx *cx, int64_t order_id, struct communication **rows, size_t *count);
/* With this customer about orders the actor may see, newest first. */
MUST_USE enum err communication_of_customer(struct cx *cx, int64_t customer_id, int64_t limit,
	struct communication **rows, size_t *count);
MUST_USE enum err communication_store_insert(
	struct cx *cx, struct communication *communication);

/* ---- CSV (order_csv.c) ------------------------------------------------------ */

void order_csv_head(struct buf *out);
void order_csv_row(struct buf *out, const struct cx *cx, const struct order *order);
/* One cell: quoted where needed, and never a formula. NULL writes nothing. */
void order_csv_text(struct buf *out, const char *text);

/* ---- Details (order_details.c) -------------------------------------------- */

struct order_details {
	struct order order;
	struct customer customer;
	const struct order_item *items;
	struct order_note *notes;           /* newest first, as all of these */
	struct communication *contacts;
	struct callback *callbacks;         /* still to be done */
	struct follow_up *follow_ups;       /* still to be done */
	struct order_history *history;
	size_t item_count, note_count, contact_count, callback_count, follow_up_count,
		history_count;
};
MUST_USE enum err order_details_load(
	struct cx *cx, const char *key, struct order_details *details);

/* ---- Dashboard (dashboard.c, dashboard_store.c) -------------------------- */

struct dashboard {
	int64_t today[ORDER_STATUS_COUNT];
	int64_t cancelled_by_reason[8];
	int64_t calls, talked_calls, talk_seconds;
	int64_t urgent, callbacks, follow_ups, escalations;
	struct order_list priority;
	struct order_history *activity;
	size_t activity_count;
};
MUST_USE enum err dashboard_load(struct cx *cx, struct dashboard *dashboard);
MUST_USE enum err dashboard_store_today(
	struct cx *cx, int64_t day_start_us, int64_t day, struct dashboard *dashboard);
MUST_USE enum err dashboard_store_calls(
	struct cx *cx, int64_t day_start_us, struct dashboard *dashboard);

/* ---- Jobs (order_jobs.c) ---------------------------------------------------- */

struct job;
MUST_USE enum err callback_run_due(struct cx *cx, const struct job *job);
MUST_USE enum err follow_up_run_due(struct cx *cx, const struct job *job);
MUST_USE enum err order_search_run(struct cx *cx, const struct job *job);

/* ---- What the views of customers and products need (order_views_store.c) -- */

/* Newest orders of the customer that the actor may see. */
MUST_USE enum err order_of_customer(
	struct cx *cx, int64_t customer_id, int64_t limit, struct order_list *list);
/* Is the product on an order that the actor may see? */
MUST_USE enum err order_product_visible(struct cx *cx, int64_t product_id, bool *visible);

/* ---- Events (order_events.c) --------------------------------------------- */

MUST_USE enum err order_publish_created(struct cx *cx, const struct order *order);
/* previous NULL: not the status. changed: NULL-terminated member names. */
MUST_USE enum err order_publish_updated(struct cx *cx, const struct order *order,
	const char *previous, const char *const *changed);
/* To those who saw it as it was before and do not any more. */
MUST_USE enum err order_publish_removed(
	struct cx *cx, const struct order *before, const struct order *after);
MUST_USE enum err order_publish_note(
	struct cx *cx, const struct order *order, const struct order_note *note);
MUST_USE enum err callback_publish(
	struct cx *cx, const char *type, const struct callback *callback);
MUST_USE enum err follow_up_publish(
	struct cx *cx, const char *type, const struct follow_up *follow_up);
MUST_USE enum err reassign_publish(
	struct cx *cx, const char *type, const struct reassign_request *request);

/* ---- JSON (order_write.c, order_parts_write.c) ---------------------------- */

/* The row as everybody may see it: allowed_statuses are those of a plain agent. */
void order_write_shared(struct json *json, const struct cx *cx, const struct order *order);
/* The members beside `customer`, without the brackets: more follow. */
void order_write_row(
	struct json *json, const struct cx *cx, const struct order *order, uint64_t permissions);
void order_timeline_write(
	struct json *json, const struct cx *cx, const struct order_details *details);
void order_details_write(
	struct json *json, const struct cx *cx, const struct order_details *details);
void order_history_write(struct json *json, const struct cx *cx, const struct order_history *row);
void order_activity_write(struct json *json, const struct cx *cx, const struct order_history *row);
void order_note_write(struct json *json, const struct order_note *note);
void callback_write(struct json *json, const struct cx *cx, const struct callback *callback);
void follow_up_write(struct json *json, const struct cx *cx, const struct follow_up *follow_up);
void communication_write(
	struct json *json, const struct cx *cx, const struct communication *communication);
void reassign_write(
	struct json *json, const struct cx *cx, const struct reassign_request *request);
/* "key":{id,code,name} or null. */
void order_agent_write(struct json *json, const struct cx *cx, const char *key, int64_t agent_id,
	int64_t agent_no, const char *name);

#endif
