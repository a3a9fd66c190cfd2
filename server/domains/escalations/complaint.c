/* complaint.c - complaints of customers: written down, worked on, resolved. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/contacts/contact.h"

#include <inttypes.h>

const char *const complaint_status_words[] = {"open", "in_progress", "resolved", NULL};
const char *const complaint_priority_words[] = {"normal", "high", NULL};

const char *complaint_code(struct arena *arena, int64_t id)
{
	return arena_format(arena, "CMP-%06" PRId64, id);
}

const char *const *complaint_allowed(const struct complaint *complaint)
{
	static const char *const from_open[] = {"in_progress", "resolved", NULL};
	static const char *const from_progress[] = {"open", "resolved", NULL};
	static const char *const from_resolved[] = {"in_progress", NULL};
	static const char *const none[] = {NULL};

	if (complaint->escalation_id) /* whoever it was handed to settles it */
		return none;
	if (text_is(complaint->status, "open"))
		return from_open;
	return text_is(complaint->status, "resolved") ? from_resolved : from_progress;
}

/* ---- Writing one down ------------------------------------------------------------------------ */

static enum err find_subject(
	struct cx *cx, const struct complaint_new *wanted, struct complaint *complaint)
{
	struct customer customer;
	struct order order;
	bool visible;

	if (wanted->order_key) {
		TRY(order_by_key(cx, wanted->order_key, &order));
		complaint->order_id = order.id;
		complaint->customer_id = order.customer_id;
		return OK;
	}
	if (!wanted->customer_key)
		return fail(cx, ERR_INVALID, "order_id", "Say whose complaint it is.");
	TRY(customer_by_key(cx, wanted->customer_key, &customer));
	TRY(order_customer_visible(cx, customer.id, &visible));
	if (!visible)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	complaint->customer_id = customer.id;
	return OK;
}

enum err complaint_add(
	struct cx *cx, const struct complaint_new *wanted, struct complaint *complaint)
{
	*complaint = (struct complaint){
		.created_by = cx->actor->user_id,
		.agent_id = cx->actor->agent_id,
		.subject = wanted->subject,
		.description = wanted->description ? wanted->description : "",
		.priority = wanted->priority ? wanted->priority : "normal",
		.status = "open",
	};
	TRY(find_subject(cx, wanted, complaint));
	TRY(complaint_store_add(cx, complaint));
	TRY(complaint_store_hold(cx, complaint->id, complaint)); /* with all names */
	return complaint_publish(cx, "complaint:created", complaint);
}

/* ---- Changing ---------------------------------------------------------------------------------- */

static enum err check(
	struct cx *cx, const struct complaint_change *change, const struct complaint *complaint)
{
	const char *const *allowed = complaint_allowed(complaint);
	struct json json;

	if (change->version.given && change->version.value != complaint->version) {
		json_begin(&json, cx->arena, 1024);
		complaint_write(&json, cx, complaint);
		cx->failure.current_json = json_end(&json).ptr;
		return fail(cx, ERR_CONFLICT, "version", "The complaint has changed since.");
	}
	if (!change->status && !change->priority)
		return fail(cx, ERR_INVALID, "status", "Say what is to change.");
	if (!change->status)
		return OK;
	if (complaint->escalation_id)
		return fail_state(cx, "status", allowed,
			"The complaint is escalated: its escalation has to be resolved first.");
	if (word_index(allowed, change->status) < 0)
		return fail_state(cx, "status", allowed, "A complaint cannot change from %s to %s.",
			cx_say(cx, complaint->status), cx_say(cx, change->status));
	if (text_is(change->status, "resolved") && text_empty(change->resolution))
		return fail(cx, ERR_INVALID, "resolution", "Say how it was resolved.");
	return OK;
}

static void set_status(
	struct cx *cx, struct complaint *complaint, const char *status, const char *resolution)
{
	const bool over = text_is(status, "resolved");

	complaint->status = status;
	complaint->resolution = over ? resolution : NULL;
	complaint->resolved_us = (struct opt_int){cx->now_us, over};
}

static enum err save(struct cx *cx, struct complaint *complaint)
{
	TRY(complaint_store_update(cx, complaint));
	TRY(complaint_store_hold(cx, complaint->id, complaint));
	return complaint_publish(cx, "complaint:updated", complaint);
}

enum err complaint_change(struct cx *cx, int64_t id, const struct complaint_change *change,
	struct complaint *complaint)
{
	TRY(complaint_store_lock(cx, id, complaint));
	TRY(check(cx, change, complaint));
	if (change->status)
		set_status(cx, complaint, change->status, change->resolution);
	if (change->priority)
		complaint->priority = change->priority;
	return save(cx, complaint);
}

enum err complaint_settle(struct cx *cx, int64_t id, const char *resolution)
{
	struct complaint complaint;

	TRY(complaint_store_hold(cx, id, &complaint));
	set_status(cx, &complaint, "resolved", resolution);
	return save(cx, &complaint);
}

enum err complaint_touch(struct cx *cx, int64_t id)
{
	struct complaint complaint;

	TRY(complaint_store_hold(cx, id, &complaint));
	return save(cx, &complaint);
}
