/* order_internal.h - what the files of this folder share. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_INTERNAL_H
#define DOMAINS_ORDERS_ORDER_INTERNAL_H

#include "domains/orders/order.h"
#include "domains/orders/order_hooks.h"
#include "domains/orders/order_load.h"
#include "domains/orders/order_visible.h"

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

/* Those of the permissions that the state machine asks for. */
uint64_t order_move_rights(uint64_t permissions);

/* Words an actor of these rights may set from here, NULL-terminated, in enum order. */
const char *const *order_allowed_words(
	struct arena *arena, enum order_status from, uint64_t permissions);

/* The cancellation's reason and details, or why they do not do. */
MUST_USE enum err order_guard_check(
	struct cx *cx, enum order_guard guard, const char *reason, const char *details);

/* 1847, 001847, ORD-001847, ORD-2026-001847; *year is 0 when not given. */
MUST_USE bool order_key_read(const char *key, int64_t *id, int64_t *year);
const char *order_agent_code(struct arena *arena, int64_t agent_no); /* AGT-001 */
int64_t order_agent_no(const char *agent_code); /* 1 of AGT-001 */
const char *order_customer_code(struct arena *arena, int64_t customer_id); /* CUST-001 */
const char *order_short_name(struct arena *arena, const char *customer_name); /* Ahmed K. */

/* Decimals of a price, most often of the company's own currency. */
int order_currency_digits(const struct cx *cx, const char *currency);

/* ---- When to try again (order_schedule.c) ------------------------------- */

/* 10:00 of the company's next working day. */
int64_t order_next_working_day(const struct company *company, int64_t now_us);

/* ---- One order (order_store.c) ------------------------------------------ */

/* Begins the transaction; what is read from here on stays true until its end. */
MUST_USE enum err order_store_begin(struct cx *cx);

/* If the actor may see it. year 0: any. ERR_NOT_FOUND. */
MUST_USE enum err order_store_get(struct cx *cx, int64_t id, int64_t year, struct order *order);

/* As order_store_get in a transaction that it begins; nobody else changes the row until its end. */
MUST_USE enum err order_store_lock(struct cx *cx, int64_t id, int64_t year, struct order *order);

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
/* Nothing but the version. */
MUST_USE enum err order_store_touch(struct cx *cx, struct order *order);
MUST_USE enum err order_store_set_sla(
	struct cx *cx, struct order *order); /* all but what was met */
MUST_USE enum err order_store_set_pending(struct cx *cx, struct order *order);

#include "domains/orders/order_list_internal.h"

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
	const char
		*follow_up_reason; /* NULL: the status. This and give_up: by order_policy_meet() */
	bool give_up; /* nobody is to try again by itself */
	struct opt_int follow_up_us, postponed_until_us, next_attempt_us;
};

struct order_changed {
	struct order order;
	struct order_history history;
	struct follow_up follow_up; /* id 0 when none */
	int notice; /* enum order_notice: how telling the customer went */
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
MUST_USE enum err order_history_list(
	struct cx *cx, int64_t order_id, int64_t limit, struct order_history **rows, size_t *count);
/* The customer was told of this change. */
MUST_USE enum err order_history_notified(struct cx *cx, int64_t history_id);
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
MUST_USE enum err order_notify_assigned(struct cx *cx, const struct order *order, int64_t user_id);
/* Many at once: counts what was given, of whichever kind. */
MUST_USE enum err order_notify_given(struct cx *cx, int64_t user_id, int64_t orders, int64_t tasks);
MUST_USE enum err callback_notify_due(struct cx *cx, const struct callback *callback);
MUST_USE enum err follow_up_notify_due(struct cx *cx, const struct follow_up *follow_up);
MUST_USE enum err reassign_notify_requested(struct cx *cx, const struct reassign_request *request);
MUST_USE enum err reassign_notify_decided(struct cx *cx, const struct reassign_request *request);

/* ---- Domains that hang on orders (order_hooks.c) ----------------------------- */

/* Of all of them, newest first. */
MUST_USE enum err order_hooks_entries(struct cx *cx, int64_t order_id, struct order_entries *all);
MUST_USE enum err order_hooks_escalation(
	struct cx *cx, int64_t order_id, struct order_escalation *open);
MUST_USE enum err order_hooks_figures(
	struct cx *cx, int64_t since_us, struct order_figures *figures);
MUST_USE enum err order_hooks_call(
	struct cx *cx, const struct order *order, const struct order_call *call);
MUST_USE enum err order_hooks_closed(struct cx *cx, const struct order *order);
MUST_USE enum err order_hooks_corrected(
	struct cx *cx, const struct order *before, const struct order *after);
/* To supervisors of the order's team: `count` orders, of which this is one, were not dealt with in time. */
MUST_USE enum err order_notify_overdue(struct cx *cx, const struct order *order, int64_t count);

/* ---- Policies (order_policy.c) --------------------------------------------------- */

/*
 * The change of an order that is locked, completed by what the company's
 * policies say. ERR_STATE: too soon after the last attempt ("too_soon"), or a
 * cancellation that a supervisor has to approve ("approval_required").
 */
MUST_USE enum err order_policy_meet(
	struct cx *cx, const struct order *order, struct order_change *change);
/* Do new orders wait in the pool until somebody is chosen? */
MUST_USE enum err order_policy_in_pool(struct cx *cx, bool *pool);
MUST_USE enum err order_shipped(struct cx *cx, int64_t order_id, bool *shipped);

/* ---- Service levels (order_sla.c, order_sla_store.c) ------------------------------ */

/* The policy that fits an order which comes now, and its times; nothing is written. */
MUST_USE enum err order_sla_begin(struct cx *cx, int64_t department_id, struct order *order);
/* Another priority may be another policy; written. */
MUST_USE enum err order_sla_choose_again(struct cx *cx, struct order *order);
/* The status has been set: what is met by that, and whether in time. */
MUST_USE enum err order_sla_follow(struct cx *cx, struct order *order);
struct order_sla_due {
	int64_t company_id, order_id;
};
/* Of all companies, the longest due first. */
MUST_USE enum err order_sla_store_due(
	struct cx *cx, int64_t limit, struct order_sla_due **due, size_t *count);
/* "sla": how it stands, or null. */
void order_sla_write(struct json *json, const struct order_sla *sla);

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
/* Was one order refused before anything of it was written? Other outcomes fail the whole. */
bool order_bulk_is_of_one(enum err err);
/* Each on its own: a refused one leaves the others. Only the platform's outcomes fail the whole. */
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

#include "domains/orders/order_outcome_internal.h"
#include "domains/orders/order_tasks_internal.h"

/* ---- Events (order_events.c) --------------------------------------------- */

MUST_USE enum err order_publish_created(struct cx *cx, const struct order *order);
/* previous NULL: not the status. changed: NULL-terminated member names. */
MUST_USE enum err order_publish_updated(
	struct cx *cx, const struct order *order, const char *previous, const char *const *changed);
/* To those who saw it as it was before and do not any more. */
MUST_USE enum err order_publish_removed(
	struct cx *cx, const struct order *before, const struct order *after);
MUST_USE enum err order_publish_note(
	struct cx *cx, const struct order *order, const struct order_note *note);
MUST_USE enum err communication_publish(
	struct cx *cx, const char *type, const struct communication *communication);
MUST_USE enum err callback_publish(
	struct cx *cx, const char *type, const struct callback *callback);
/* As updated, to who had it before too. */
MUST_USE enum err callback_publish_given(
	struct cx *cx, const struct callback *callback, const struct callback *before);
MUST_USE enum err follow_up_publish_given(
	struct cx *cx, const struct follow_up *follow_up, const struct follow_up *before);
MUST_USE enum err follow_up_publish(
	struct cx *cx, const char *type, const struct follow_up *follow_up);
MUST_USE enum err reassign_publish(
	struct cx *cx, const char *type, const struct reassign_request *request);

/* ---- JSON (order_write.c, order_parts_write.c) ---------------------------- */

/* The row as everybody may see it: allowed_statuses are those of a plain agent. */
void order_write_shared(struct json *json, const struct cx *cx, const struct order *order);
/* As order_write(), of an order that was read outside of a transaction; lists take it from there. */
void order_write_listed(struct json *json, const struct cx *cx, const struct order *order);
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
/* What was said, without what is for the customer alone. */
const char *communication_text(struct arena *arena, const struct communication *communication);
void communication_write(
	struct json *json, const struct cx *cx, const struct communication *communication);
void reassign_write(struct json *json, const struct cx *cx, const struct reassign_request *request);

#endif
