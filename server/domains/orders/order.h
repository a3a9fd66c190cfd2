/* order.h - orders that agents confirm by phone: states, rules, and what others may ask of them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_H
#define DOMAINS_ORDERS_ORDER_H

#include "base/cx.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

/* Who moves it there: see order_moves in order.c (C.6). */
enum order_status {
	ORDER_NEW, /* came in; nobody has reached the customer yet */
	ORDER_CONFIRMED, /* the customer said yes */
	ORDER_NO_RESPONSE, /* an attempt failed; attempts counts, next_attempt_us says when again */
	ORDER_POSTPONED, /* the customer asked for later */
	ORDER_UNDER_REVIEW, /* someone has to look into it */
	ORDER_CANCELLED, /* with a reason */
	ORDER_CLOSED, /* done with */
	ORDER_STATUS_COUNT
};

extern const char *const order_status_words[]; /* NULL-terminated, in enum order */
extern const char *const order_reason_words[]; /* cancellation reasons, NULL-terminated */
extern const char *const order_priority_words[]; /* normal, high */

/* What became of an order that was confirmed (confirmation.c). */
enum order_outcome {
	OUTCOME_DELIVERED,
	OUTCOME_RETURNED, /* it came back */
	OUTCOME_FAILED, /* its parcel was lost or cancelled */
	OUTCOME_ON_THE_WAY, /* its parcel waits for the courier or is with it */
	OUTCOME_NO_PARCEL, /* none was entered */
	OUTCOME_CANCELLED, /* after it was confirmed */
	OUTCOME_REOPENED, /* somebody works on it again */
	ORDER_OUTCOME_COUNT
};
extern const char *const order_outcome_words[]; /* NULL-terminated, in enum order */
extern const char *const order_flag_words[]; /* refuser, duplicate; bit n of order.flags */
/* Its money will not come. */
bool order_outcome_is_loss(enum order_outcome outcome);

/* Whole rules of moving: what `from` may become, for an actor of these rights. */
bool order_move_allowed(enum order_status from, enum order_status to, uint64_t permissions);

/* How a service level stands; order_sla.c. */
enum order_sla_state {
	SLA_NONE, /* no policy fitted when the order came */
	SLA_RUNNING, /* a time is still to be kept, and none was missed */
	SLA_KEPT, /* all were kept */
	SLA_BREACHED, /* one was missed; stays */
	SLA_STATE_COUNT
};
extern const char *const order_sla_words[]; /* running, kept, breached; NULL-terminated */

struct order_sla {
	enum order_sla_state state;
	int64_t policy_id;
	struct opt_int response_due_us, responded_us, resolution_due_us, resolved_us;
	struct opt_int next_us; /* the next of the times that may be missed */
};

/* What waits for a supervisor's decision (modification.c). */
enum order_pending { PENDING_CHANGE = 1 << 0, PENDING_CANCELLATION = 1 << 1 };

/* One order as it is stored; text is never NULL unless said. */
struct order {
	int64_t id, code_year, version;
	enum order_status status;
	int64_t status_since_us;
	bool high;
	int64_t customer_id;
	const char *customer_name, *customer_phone;
	int64_t seller_id; /* 0 for none, as all ids here */
	const char *seller_name;
	int64_t product_id;
	const char *product_name;
	const char *product_code, *product_url; /* or NULL */
	int64_t quantity, price_minor;
	const char *currency;
	const char *address, *area, *landmark;
	struct opt_int expected_us, expected_delivery_day;
	int64_t department_id, agent_id;
	const char *agent_name; /* or NULL */
	int64_t agent_no, agent_team_id;
	struct opt_int assigned_us;
	int64_t attempts;
	struct opt_int next_attempt_us;
	const char *cancellation_reason, *cancellation_details; /* or NULL */
	const char *source;
	const char *external_code; /* or NULL */
	int64_t created_us, created_day, updated_us;
	unsigned pending; /* of enum order_pending */
	struct order_sla sla;
	int64_t flags; /* bit n: order_flag_words[n] */
	/* Of narrowed lists and reports only (order_narrow_store.c). */
	struct opt_int confirmed_us;
	const char *outcome; /* or NULL: never confirmed */
};

/* What an order needs to come into being, from a form, a file or a webhook. */
struct order_new {
	const char *customer_name, *customer_phone, *customer_email;
	const char *address, *area, *landmark; /* or NULL */
	const char *seller_name, *product_name, *product_code, *product_url; /* or NULL */
	int64_t quantity; /* 0 = 1 */
	int64_t price_minor; /* whole order */
	const char *currency; /* NULL = the company's */
	bool high;
	struct opt_int expected_us, expected_delivery_day;
	const char *source; /* "manual", "shopify", "webhook:3"...; NULL = "manual" */
	const char *external_code; /* the shop's number, or NULL; unique per source */
	const char *note; /* first note, or NULL */
	int64_t agent_id; /* 0 = automatically by load; -1 = leave in the pool */
	int64_t department_id; /* 0 = anyone's */
	struct opt_int created_us; /* when the shop took it; not given = now */
	const struct order_item *items; /* beyond one product */
	size_t item_count;
	bool quiet; /* no notification to the agent: imports of many */
};

struct order_item {
	const char *code, *name; /* code may be NULL */
	int64_t quantity, price_minor;
};

/*
 * Store a new order: customer, seller and product found or made, agent chosen
 * by load unless given, counters, history row (NULL -> new), event
 * order:created, search words. One transaction; begins it.
 *
 * ERR_INVALID   names the field
 * ERR_CONFLICT  source and external_code are already here; *order is that one
 */
MUST_USE enum err order_create(struct cx *cx, const struct order_new *wanted, struct order *order);

/* By 1847, 001847, ORD-001847 or ORD-2026-001847, if the actor may see it. ERR_NOT_FOUND. */
MUST_USE enum err order_by_key(struct cx *cx, const char *key, struct order *order);

/*
 * A call with a customer has ended: written into the log once, and whoever sums it
 * up afterwards completes that contact.
 */
struct order_call_ended {
	int64_t call_id, order_id, customer_id, agent_id; /* order and agent 0: none */
	bool outgoing;
	const char *phone;
	const char *outcome; /* of communication_outcome_words */
	int64_t duration_s, at_us;
};
MUST_USE enum err order_call_ended(struct cx *cx, const struct order_call_ended *ended);

/* How far this actor sees among orders: its scope, as far as its permissions carry it. */
enum scope order_scope(const struct actor *actor);
const char *order_short_code(struct arena *arena, int64_t id); /* ORD-001847 */

/* ORD-2026-001847, by id and code_year. */
const char *order_code(struct arena *arena, const struct order *order);
/* The row as lists show it, an object. */
void order_write(struct json *json, const struct cx *cx, const struct order *order);

/* ---- Who stops working (reassign.c); app/ hands it to domains/accounts ------- */

/* Gives all open orders of the agent to `to`: "pool", or an agent's id or code. */
MUST_USE enum err orders_leave_agent(
	struct cx *cx, int64_t agent_id, const char *to, int64_t *count);
/* "key":{id,code,name} or null. */
void order_agent_write(struct json *json, const struct cx *cx, const char *key, int64_t agent_id,
	int64_t agent_no, const char *name);

/* Is the customer on an order that the actor may see? Always, of the company's scope. */
MUST_USE enum err order_customer_visible(struct cx *cx, int64_t customer_id, bool *visible);

/* ---- What domains that hang on orders ask for ----------------------------------- */

/* A parcel of the order came, moved or ended: what became of its confirmation follows. */
MUST_USE enum err order_parcels_changed(struct cx *cx, int64_t order_id);

/*
 * Something that its details show has changed: its version is raised and
 * order:updated told, with `what` as the changed member. Whoever acts; the
 * caller has asked whether it may. Begins the transaction. ERR_NOT_FOUND.
 */
MUST_USE enum err order_touch(
	struct cx *cx, int64_t order_id, const char *what, struct order *order);

/*
 * Somebody has to come back to the order: its agent, or whoever takes it; due_us
 * 0: on the next working day. ERR_INVALID: past.
 */
MUST_USE enum err order_follow_up_add(
	struct cx *cx, const struct order *order, int64_t due_us, const char *reason);

/* A message to the customer by a template that knows more than the order does. */
#define ORDER_UPDATE_VALUES 4
struct message_var;
struct order_update {
	bool email; /* else an SMS */
	const char *template_code;
	const char *body; /* or NULL: the template's */
	const struct message_var *values; /* beside the order's own */
	size_t value_count; /* at most ORDER_UPDATE_VALUES */
};
/* The language such texts are in: the customer's, or NULL when that is not known. */
MUST_USE enum err order_update_language(
	struct cx *cx, const struct order *order, const char **language);
/* As it would be sent. */
MUST_USE enum err order_update_text(struct cx *cx, const struct order *order,
	const struct order_update *update, const char **text);
struct order_update_sent {
	int64_t communication_id;
	const char *json; /* the row as answers show it */
};
/* ERR_NOT_CONFIGURED, ERR_INVALID (`message`, `to`). */
MUST_USE enum err order_update_send(struct cx *cx, const struct order *order,
	const struct order_update *update, struct order_update_sent *sent);

/* ---- Parcels; app/ hands over what domains/delivery knows -------------------------- */

/* Has the courier a parcel of the order, or has it been delivered? */
typedef enum err order_shipped_fn(struct cx *cx, int64_t order_id, bool *shipped);
void order_ask_shipped(order_shipped_fn *fn);

/* ---- Messages (order_message.c); app/ hands them to domains/messaging -------- */

struct message;
/* Publishes what became of a message, and marks the change it told of as notified (S0-DB-06). */
MUST_USE enum err order_message_changed(struct cx *cx, const struct message *message);
/* The sender's newest open order, else the newest of all; fills order_id and agent_id. */
MUST_USE enum err order_message_find(struct cx *cx, int64_t customer_id, struct message *message);

#endif
