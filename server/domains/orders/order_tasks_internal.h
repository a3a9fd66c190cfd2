/* order_tasks_internal.h - who works on orders and what is still to be done about them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_TASKS_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_TASKS_INTERNAL_H

/* The second half of order_internal.h, which includes it after what it needs. */
#include "domains/orders/order_internal.h"

struct message_text;

/* ---- Assignment (assignment.c, assignment_store.c) ----------------------- */

struct assignee {
	int64_t agent_id, agent_no, team_id, department_id, user_id;
	const char *name;
};

/* Whom an order may go to by load: of the team, else of the department, unless it is 0. */
struct assignment_wish {
	int64_t department_id, team_id;
	int64_t except_id; /* who has it already, or 0 */
	bool open; /* count the order on whoever is chosen */
};
/*
 * The least loaded active agent who takes orders, present before absent.
 * agent_id 0: nobody has room.
 */
MUST_USE enum err assignment_choose(
	struct cx *cx, const struct assignment_wish *wish, struct assignee *chosen);
/* Active, of the company; by id or AGT-code. ERR_NOT_FOUND. */
MUST_USE enum err assignment_agent(struct cx *cx, const char *key, struct assignee *agent);
MUST_USE enum err assignment_by_id(struct cx *cx, int64_t agent_id, struct assignee *agent);
MUST_USE enum err assignment_store_least_loaded(
	struct cx *cx, const struct assignment_wish *wish, bool present, struct assignee *chosen);
/* Loads count open orders: what the change of one order does to them. */
MUST_USE enum err assignment_move_load(
	struct cx *cx, const struct order *before, const struct order *after);
/* Count open orders on or off an agent, who is busy while it has all it may have. */
MUST_USE enum err assignment_load(struct cx *cx, int64_t agent_id, int64_t by);
/* *turned: the agent has become full, or has room again. */
MUST_USE enum err assignment_store_load(struct cx *cx, int64_t agent_id, int64_t by, bool *turned);
MUST_USE enum err assignment_record(struct cx *cx, int64_t order_id, int64_t from_agent_id,
	int64_t to_agent_id, const char *reason);
void assignment_set(struct order *order, const struct assignee *agent, int64_t now_us);

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
MUST_USE enum err callback_change(
	struct cx *cx, int64_t id, const struct callback_change *change, struct callback *callback);
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
MUST_USE enum err follow_up_change(struct cx *cx, int64_t id, const struct follow_up_change *change,
	struct follow_up *follow_up);
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
	/* Of SMS and e-mail; NULL and 0 for calls. */
	const char *status, *from, *subject, *template_code, *error;
	int64_t segments;
	struct opt_int read_us;
	/* Of lists only. */
	const char *customer_name;
};
extern const char *const communication_direction_words[];
extern const char *const communication_outcome_words[];
struct call_log {
	const char *order_key, *phone, *direction, *outcome, *notes;
	const char *call_id; /* CALL-A1B2C3D4 of the call that this sums up; NULL: of none */
	int64_t duration_s;
	struct opt_int callback_us;
};
/*
 * ERR_INVALID   call_id: the order has no such call
 * ERR_CONFLICT  that call has been summed up already
 */
MUST_USE enum err communication_log_call(
	struct cx *cx, const struct call_log *call, struct communication *communication);
MUST_USE enum err communication_of_order(
	struct cx *cx, int64_t order_id, struct communication **rows, size_t *count);
/* With this customer about orders the actor may see, newest first. */
MUST_USE enum err communication_of_customer(struct cx *cx, int64_t customer_id, int64_t limit,
	struct communication **rows, size_t *count);
struct communication_filter {
	bool calls; /* else SMS and e-mail */
	const char *channel, *direction, *outcome; /* or NULL for all */
	bool unread;
	int64_t unit; /* the team it counts for, or the department below zero; 0 for all */
	int64_t agent_id; /* 0 for all */
	int64_t from_us, to_us;
	int64_t before_us, before_id; /* the place to go on from: begins as to_us, 0 */
	int64_t limit;
};
/* What the actor's orders are about, newest first. */
MUST_USE enum err communication_list(struct cx *cx, const struct communication_filter *filter,
	struct communication **rows, size_t *count);
/* ERR_NOT_FOUND: none of an order that the actor may see. */
MUST_USE enum err communication_get(struct cx *cx, int64_t id, struct communication *row);
MUST_USE enum err communication_mark_read(struct cx *cx, int64_t id, bool read);
/* Messages that came in and nobody read, of the actor's own orders. */
MUST_USE enum err communication_unread(struct cx *cx, int64_t *count);
MUST_USE enum err communication_store_insert(struct cx *cx, struct communication *communication);
/* Whoever may see it. ERR_NOT_FOUND. */
MUST_USE enum err communication_store_read(struct cx *cx, int64_t id, struct communication *row);
/* The contact of a call that has ended; *added false: it is written already. */
struct order_call_ended;
MUST_USE enum err communication_store_insert_call(struct cx *cx,
	const struct order_call_ended *ended, struct communication *communication, bool *added);
struct communication_call {
	int64_t call_id; /* 0: the order has no such call */
	int64_t communication_id; /* 0: none is written yet */
	int64_t agent_id, at_us;
	bool summed;
};
MUST_USE enum err communication_store_of_call(
	struct cx *cx, const char *call_code, int64_t order_id, struct communication_call *call);
MUST_USE enum err communication_store_sum_up(
	struct cx *cx, const struct communication *communication);
MUST_USE enum err communication_store_name_call(struct cx *cx, int64_t id, int64_t call_id);

/* ---- Messages to customers (order_message.c) ------------------------------------ */

struct message;
struct order_message {
	const char *order_key;
	const char *template_code, *language; /* or NULL */
	const char *subject, *body; /* or NULL: the template's */
	const char *to; /* e-mail; NULL: the customer's */
};
/*
 * Send it about an order that the actor may see. ERR_NOT_CONFIGURED, ERR_INVALID
 * (`message`, `to`, `subject`, `template`), ERR_NOT_FOUND.
 */
MUST_USE enum err order_message_sms(
	struct cx *cx, const struct order_message *wanted, struct communication *sent);
MUST_USE enum err order_message_email(
	struct cx *cx, const struct order_message *wanted, struct communication *sent);
/* Puts the actor's signature below its own words. */
MUST_USE enum err order_message_sign(struct cx *cx, struct message_text *text);

/* ---- Messages between colleagues (colleague_message.c and _store.c) -------------- */

struct colleague_message {
	const char *agent_key; /* to whom */
	const char *order_key; /* or NULL */
	const char *body;
};
/* ERR_INVALID names agent_id, order_id or message. */
MUST_USE enum err colleague_message_send(
	struct cx *cx, const struct colleague_message *wanted, struct communication *sent);
/* The actor's own, both ways, newest first; filter's outcome and unread as of messages. */
MUST_USE enum err colleague_message_list(struct cx *cx, const struct communication_filter *filter,
	struct communication **rows, size_t *count);
/* ERR_NOT_FOUND: none that came to the actor. */
MUST_USE enum err colleague_message_mark(
	struct cx *cx, int64_t id, bool read, struct communication *row);
MUST_USE enum err colleague_message_unread(struct cx *cx, int64_t *count);
MUST_USE enum err colleague_message_store_add(
	struct cx *cx, int64_t to_user_id, int64_t order_id, const char *body, int64_t *id);
MUST_USE enum err colleague_message_store_mark(struct cx *cx, int64_t id, bool read);
MUST_USE enum err colleague_message_store_get(
	struct cx *cx, int64_t id, struct communication *row, int64_t *to_user_id);

/* What an order's values are in a text; with order NULL, examples. */
#define ORDER_VARS 10 /* as many as *vars has room for */
struct message_var;

MUST_USE enum err order_message_vars(
	struct cx *cx, const struct order *order, const char *language, struct message_var *vars);

/* How telling the customer of a change went. */
enum order_notice { NOTICE_NONE, NOTICE_QUEUED, NOTICE_NOT_CONFIGURED, NOTICE_NO_PHONE };
MUST_USE enum err order_message_change(
	struct cx *cx, const struct order *order, int64_t history_id, enum order_notice *notice);

/* ---- Files (order_sheet.c) --------------------------------------------------- */

struct sheet;
extern const char *const order_sheet_headings[]; /* NULL-terminated */
MUST_USE enum err order_sheet_row(struct sheet *sheet, struct cx *cx, const struct order *order);

/* ---- Details (order_details.c) -------------------------------------------- */

struct modification;
struct order_details {
	struct order order;
	struct customer customer;
	const struct order_item *items;
	struct order_note *notes; /* newest first, as all of these */
	struct communication *contacts;
	struct callback *callbacks; /* still to be done */
	struct follow_up *follow_ups; /* still to be done */
	struct order_history *history;
	struct order_entries entries; /* of domains that hang on orders */
	struct order_escalation escalation;
	struct modification *modifications;
	size_t modification_count;
	struct order_flag_reason reasons[FLAG_COUNT];
	size_t reason_count;
	size_t item_count, note_count, contact_count, callback_count, follow_up_count,
		history_count;
};
MUST_USE enum err order_details_load(struct cx *cx, const char *key, struct order_details *details);

/* ---- Dashboard (dashboard.c, dashboard_store.c) -------------------------- */

struct dashboard {
	struct order_counts today; /* of the orders whose status was set today */
	int64_t cancelled_by_reason[8];
	int64_t calls, talked_calls, talk_seconds;
	int64_t urgent, callbacks, follow_ups, requests;
	struct order_figures figures;
	struct order_list priority;
	struct order_history *activity;
	size_t activity_count;
};
MUST_USE enum err dashboard_load(struct cx *cx, struct dashboard *dashboard);
/* Why the filter's cancelled orders were; for the sets that dashboards are about. */
MUST_USE enum err dashboard_store_reasons(
	struct cx *cx, const struct order_filter *filter, struct dashboard *dashboard);
MUST_USE enum err dashboard_store_calls(
	struct cx *cx, int64_t day_start_us, struct dashboard *dashboard);

/* ---- Jobs (order_jobs.c) ---------------------------------------------------- */

struct job;
MUST_USE enum err callback_run_due(struct cx *cx, const struct job *job);
MUST_USE enum err follow_up_run_due(struct cx *cx, const struct job *job);
MUST_USE enum err order_search_run(struct cx *cx, const struct job *job);
MUST_USE enum err order_sla_run(struct cx *cx, const struct job *job);

/* ---- What the views of customers and products need (order_views_store.c) -- */

/* Newest orders of the customer that the actor may see. */
MUST_USE enum err order_of_customer(
	struct cx *cx, int64_t customer_id, int64_t limit, struct order_list *list);
/* Is the product on an order that the actor may see? */
MUST_USE enum err order_product_visible(struct cx *cx, int64_t product_id, bool *visible);

#include "domains/orders/reassign_internal.h"

#endif
