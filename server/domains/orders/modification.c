/* modification.c - asking for a change of an order, and deciding it. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

#include "platform/auth/audit.h"

const char *const modification_kind_words[] = {"change", "cancellation", NULL};
const char *const modification_status_words[] = {
	"pending", "approved", "rejected", "withdrawn", NULL};

static unsigned bit_of(enum modification_kind kind)
{
	return kind == MODIFY_CHANGE ? PENDING_CHANGE : PENDING_CANCELLATION;
}

/* The order says that something waits for it, or that it waits no more. */
static enum err set_waiting(
	struct cx *cx, struct order *order, enum modification_kind kind, bool waiting)
{
	static const char *const changed[] = {"pending_changes", NULL};
	const unsigned before = order->pending;

	order->pending = waiting ? before | bit_of(kind) : before & ~bit_of(kind);
	if (order->pending == before)
		return OK;
	TRY(order_store_set_pending(cx, order));
	return order_publish_updated(cx, order, NULL, changed);
}

/* ---- Asking --------------------------------------------------------------------- */

static enum err lock_by_key(struct cx *cx, const char *key, struct order *order)
{
	int64_t id, year;

	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	return order_store_lock(cx, id, year, order);
}

static enum err check_cancellable(
	struct cx *cx, const struct order *order, const struct modification_wish *wish)
{
	const uint64_t permissions = cx->actor->permissions;

	if (!order_move_allowed(order->status, ORDER_CANCELLED, permissions))
		return fail_state(cx, "status",
			order_allowed_words(cx->arena, order->status, permissions),
			"An order cannot change from %s to %s.",
			cx_say(cx, order_status_word(order->status)), cx_say(cx, "cancelled"));
	return order_guard_check(
		cx, GUARD_REASON, wish->cancellation_reason, wish->cancellation_details);
}

static enum err changes_of(struct cx *cx, const struct order *order,
	const struct modification_wish *wish, const char **changes)
{
	if (wish->kind == MODIFY_CANCELLATION) {
		TRY(check_cancellable(cx, order, wish));
		*changes = modification_cancel_diff(cx, order, wish);
		return OK;
	}
	TRY(modification_diff(cx, order, &wish->edit, changes));
	if (text_is(*changes, "[]"))
		return fail(cx, ERR_INVALID, "changes", "The order says this already.");
	return OK;
}

/* Those who may do it themselves need nobody's approval. */
static enum err may_at_once(
	struct cx *cx, const struct order *order, enum modification_kind kind, bool *may)
{
	bool shipped;

	*may = actor_may(cx->actor, PERM_ORDERS_APPROVE) ||
		(kind == MODIFY_CHANGE && actor_may(cx->actor, PERM_ORDERS_CREATE));
	if (*may || kind == MODIFY_CHANGE)
		return OK;
	TRY(order_shipped(cx, order->id, &shipped));
	*may = !shipped;
	return OK;
}

static enum err apply(struct cx *cx, const struct modification *request, struct order *order)
{
	const char *key = arena_format(cx->arena, "%lld", (long long)request->order_id);
	struct order_changed changed;
	struct order_change change;
	struct order_edit edit;

	if (request->kind == MODIFY_CHANGE) {
		TRY(modification_edit(cx, request, &edit));
		return order_edit(cx, key, &edit, order);
	}
	TRY(modification_cancellation(cx, request, &change));
	TRY(order_change(cx, key, &change, &changed));
	*order = changed.order;
	return OK;
}

static void decided_by_actor(struct cx *cx, struct modification *request, const char *status)
{
	request->status = status;
	request->decided_us = (struct opt_int){cx->now_us, true};
	request->decided_name = cx->actor->user_name;
}

static struct modification request_of(
	struct cx *cx, const struct order *order, const struct modification_wish *wish)
{
	const struct actor *actor = cx->actor;

	return (struct modification){
		.order_id = order->id,
		.kind = wish->kind,
		.reason = wish->reason,
		.status = "pending",
		.user_id = actor->user_id,
		.user_name = actor->user_name,
		.agent_id = actor->agent_id,
		.agent_no = actor->agent_id ? order_agent_no(actor->agent_code) : 0,
		.agent_name = actor->agent_id ? actor->user_name : NULL,
		.order_version = order->version,
		.order = *order,
	};
}

static enum err record(struct cx *cx, const struct modification *request)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_field_int(&json, "request", request->id);
	json_field_text(&json, "kind", modification_kind_words[request->kind]);
	json_field_text(&json, "asked_by", request->user_name);
	json_field_raw(&json, "changes", request->changes);
	json_field_text(&json, "reason", request->reason);
	json_field_text(&json, "decision_reason", request->decision_reason);
	json_close(&json);
	return audit_write(cx,
		text_is(request->status, "approved") ? "modification.approved"
						     : "modification.rejected",
		"order", request->order_id, json_end(&json).ptr);
}

enum err modification_request(struct cx *cx, const char *key, const struct modification_wish *wish,
	struct order *order, struct modification *request)
{
	bool at_once;

	TRY(lock_by_key(cx, key, order));
	TRY(order_version_check(cx, order, wish->edit.version));
	*request = request_of(cx, order, wish);
	TRY(changes_of(cx, order, wish, &request->changes));
	TRY(may_at_once(cx, order, wish->kind, &at_once));
	if (at_once) {
		decided_by_actor(cx, request, "approved");
		TRY(modification_store_add(cx, request));
		TRY(apply(cx, request, order));
		TRY(record(cx, request));
		request->order = *order;
		return modification_publish(cx, "modification:decided", request);
	}
	TRY(modification_store_add(cx, request));
	TRY(set_waiting(cx, order, wish->kind, true));
	request->order = *order;
	TRY(modification_publish(cx, "modification:requested", request));
	return modification_notify_requested(cx, request);
}

/* ---- Deciding ---------------------------------------------------------------------- */

/*
 * The order first, as whoever changes its status does, so that two units never
 * wait for each other.
 */
static enum err hold(struct cx *cx, int64_t id, struct modification *request, struct order *order)
{
	TRY(modification_store_get(cx, id, false, request));
	TRY(order_store_lock(cx, request->order_id, 0, order));
	return modification_store_get(cx, id, true, request);
}

static const char *both(struct cx *cx, const struct modification *request)
{
	struct json json;

	json_begin(&json, cx->arena, 2048);
	json_open(&json);
	json_key(&json, "modification");
	modification_write(&json, cx, request);
	json_key(&json, "order");
	order_write(&json, cx, &request->order);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err check_open(
	struct cx *cx, const struct modification *request, struct opt_int version)
{
	static const char *const none[] = {NULL};

	if (!text_is(request->status, "pending"))
		return fail_state(cx, "decision", none, "The request has been decided: %s.",
			cx_say(cx, request->status));
	if (version.given && version.value != request->version) {
		cx->failure.current_json = both(cx, request);
		return fail(cx, ERR_CONFLICT, "version", "The request has changed since.");
	}
	return OK;
}

/* A decider who has seen the order as it is now may approve what was asked of it before. */
static enum err check_fresh(struct cx *cx, const struct modification *request,
	const struct modification_decision *decision)
{
	bool fresh;

	if (decision->order_version.given &&
		decision->order_version.value == request->order.version)
		return OK;
	TRY(modification_is_fresh(cx, request, &request->order, &fresh));
	if (fresh)
		return OK;
	cx->failure.current_json = both(cx, request);
	return fail(cx, ERR_CONFLICT, "order_version",
		"The order has changed in what the request is about.");
}

static enum err note_approval(struct cx *cx, const struct modification *request)
{
	const bool arabic = text_is(cx->actor->company->language, "ar");
	struct order_note note;

	TRY(order_note_put(cx, request->order_id,
		arena_format(cx->arena,
			arabic ? "تمت الموافقة على تعديل طلبه %s: %s"
			       : "A change that %s asked for was approved: %s",
			request->user_name, request->reason),
		&note));
	return order_publish_note(cx, &request->order, &note);
}

enum err modification_decide(struct cx *cx, int64_t id,
	const struct modification_decision *decision, struct modification *request)
{
	struct order order;

	TRY(hold(cx, id, request, &order));
	TRY(check_open(cx, request, decision->version));
	if (decision->approve)
		TRY(check_fresh(cx, request, decision));
	decided_by_actor(cx, request, decision->approve ? "approved" : "rejected");
	request->decision_reason = decision->reason;
	TRY(modification_store_close(cx, request));
	TRY(set_waiting(cx, &order, request->kind, false));
	if (decision->approve)
		TRY(apply(cx, request, &order));
	request->order = order;
	if (decision->approve && request->kind == MODIFY_CHANGE)
		TRY(note_approval(cx, request));
	TRY(record(cx, request));
	TRY(modification_publish(cx, "modification:decided", request));
	return modification_notify_decided(cx, request);
}

enum err modification_withdraw(
	struct cx *cx, int64_t id, struct opt_int version, struct modification *request)
{
	struct order order;

	TRY(hold(cx, id, request, &order));
	if (request->user_id != cx->actor->user_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such request.");
	TRY(check_open(cx, request, version));
	decided_by_actor(cx, request, "withdrawn");
	TRY(modification_store_close(cx, request));
	TRY(set_waiting(cx, &order, request->kind, false));
	request->order = order;
	return modification_publish(cx, "modification:decided", request);
}

enum err modification_close_all(struct cx *cx, struct order *order)
{
	struct modification_list list;

	if (!order->pending)
		return OK;
	TRY(modification_store_of_order(cx, order->id, &list));
	for (size_t i = 0; i < list.count; i++) {
		struct modification *request = &list.rows[i];

		if (!text_is(request->status, "pending"))
			continue;
		decided_by_actor(cx, request, "withdrawn");
		request->decision_reason = cx_say(cx, "The order is over.");
		TRY(modification_store_close(cx, request));
		TRY(modification_publish(cx, "modification:decided", request));
		TRY(modification_notify_decided(cx, request));
	}
	order->pending = 0;
	return order_store_set_pending(cx, order);
}
