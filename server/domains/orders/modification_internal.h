/* modification_internal.h - changes and cancellations that somebody has to approve. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_MODIFICATION_INTERNAL_H
#define DOMAINS_ORDERS_MODIFICATION_INTERNAL_H

#include "domains/orders/order_internal.h"

enum modification_kind { MODIFY_CHANGE, MODIFY_CANCELLATION };
extern const char *const modification_kind_words[]; /* change, cancellation */
extern const char *const modification_status_words[]; /* pending, approved, rejected, withdrawn */

/* What somebody wants of an order, and what became of it. */
struct modification {
	int64_t id, version, order_id;
	enum modification_kind kind;
	const char *changes; /* JSON: [{field, before, after}] */
	const char *reason, *status;
	int64_t user_id, agent_id, agent_no; /* who asks */
	const char *user_name, *agent_name; /* agent_name or NULL */
	int64_t order_version; /* what they were looking at */
	struct opt_int decided_us;
	const char *decided_name, *decision_reason; /* or NULL */
	int64_t created_us;
	/* Of its order: what is shown of it, and who sees it. */
	struct order order;
};

struct modification_wish {
	enum modification_kind kind;
	struct order_edit edit; /* of changes; its version too */
	const char *cancellation_reason, *cancellation_details;
	const char *reason;
};

/*
 * Applied at once by those who may (request->status is "approved"), else left
 * to a supervisor ("pending"). *order: as it is afterwards.
 *
 * ERR_INVALID   nothing would change; a field is wrong
 * ERR_CONFLICT  not the version any more; somebody has asked for such a change already
 * ERR_STATE     the order cannot be cancelled from where it is
 */
MUST_USE enum err modification_request(struct cx *cx, const char *key,
	const struct modification_wish *wish, struct order *order, struct modification *request);

struct modification_decision {
	bool approve;
	const char *reason; /* or NULL when approved */
	struct opt_int version;
	struct opt_int order_version; /* seen as it is now: what changed meanwhile is known */
};
/*
 * ERR_NOT_FOUND  of no order that the actor sees
 * ERR_STATE      decided already
 * ERR_CONFLICT   the fields have changed since it was asked for; carries both
 */
MUST_USE enum err modification_decide(struct cx *cx, int64_t id,
	const struct modification_decision *decision, struct modification *request);
/* By who asked for it. ERR_NOT_FOUND: somebody else's. */
MUST_USE enum err modification_withdraw(
	struct cx *cx, int64_t id, struct opt_int version, struct modification *request);
/* The order is over: what waited for it waits no more. The order is locked, and is written after. */
MUST_USE enum err modification_close_all(struct cx *cx, struct order *order);

/* ---- What would change (modification_changes.c) ----------------------------------- */

/* JSON of what the edit would change; "[]" when nothing. ERR_INVALID names a field. */
MUST_USE enum err modification_diff(struct cx *cx, const struct order *order,
	const struct order_edit *edit, const char **changes);
const char *modification_cancel_diff(
	struct cx *cx, const struct order *order, const struct modification_wish *wish);
/* Is what is concerned still as it was when it was asked for? */
MUST_USE enum err modification_is_fresh(
	struct cx *cx, const struct modification *request, const struct order *order, bool *fresh);
/* The edit, or the cancellation, that the changes mean. */
MUST_USE enum err modification_edit(
	struct cx *cx, const struct modification *request, struct order_edit *edit);
MUST_USE enum err modification_cancellation(
	struct cx *cx, const struct modification *request, struct order_change *change);

/* ---- Store ----------------------------------------------------------------------------- */

struct modification_list {
	struct modification *rows;
	size_t count;
};
/* Of orders that the actor sees, with ids below `below`, newest first. */
MUST_USE enum err modification_store_list(struct cx *cx, const char *status, int64_t below,
	int64_t limit, struct modification_list *list);
MUST_USE enum err modification_store_count(struct cx *cx, const char *status, int64_t *count);
/* The order is visible: the caller's business. */
MUST_USE enum err modification_store_of_order(
	struct cx *cx, int64_t order_id, struct modification_list *list);
MUST_USE enum err modification_store_get(
	struct cx *cx, int64_t id, bool hold, struct modification *request);
MUST_USE enum err modification_store_add(struct cx *cx, struct modification *request);
MUST_USE enum err modification_store_close(struct cx *cx, struct modification *request);

/* ---- JSON, events, notifications ------------------------------------------------------ */

void modification_write(struct json *json, const struct cx *cx, const struct modification *request);
MUST_USE enum err modification_publish(
	struct cx *cx, const char *type, const struct modification *request);
MUST_USE enum err modification_notify_requested(struct cx *cx, const struct modification *request);
MUST_USE enum err modification_notify_decided(struct cx *cx, const struct modification *request);

#endif
