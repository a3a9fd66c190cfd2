/* escalation.c - raising an escalation, and what orders show of them. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/orders/order_hooks.h"

#include <inttypes.h>

const char *const escalation_level_words[] = {"supervisor", "manager", NULL};
const char *const escalation_status_words[] = {
	"raised", "assigned", "resolved", "escalated_further", NULL};

bool escalation_is_open(const struct escalation *escalation)
{
	return text_is(escalation->status, "raised") || text_is(escalation->status, "assigned");
}

const char *escalation_code(struct arena *arena, int64_t id)
{
	return arena_format(arena, "ESC-%06" PRId64, id);
}

const char *escalation_subject_code(struct arena *arena, const struct escalation *escalation)
{
	return text_is(escalation->subject_type, "order")
		? order_short_code(arena, escalation->subject_id)
		: complaint_code(arena, escalation->subject_id);
}

/* ---- Raising ------------------------------------------------------------------------------ */

static enum err add(struct cx *cx, struct escalation *escalation)
{
	const enum err err = escalation_store_add(cx, escalation);

	if (err == ERR_CONFLICT)
		return fail(cx, err, NULL, "This has been escalated already.");
	return err;
}

/* What hangs below shows it: the order and the complaint are new to whoever looks at them. */
static enum err tell_subject(struct cx *cx, const struct escalation *escalation)
{
	struct order order;

	if (text_is(escalation->subject_type, "complaint"))
		TRY(complaint_touch(cx, escalation->subject_id));
	return escalation->order_id ? order_touch(cx, escalation->order_id, "escalation", &order)
				    : OK;
}

enum err escalation_raise(
	struct cx *cx, const struct escalation_new *wanted, struct escalation *escalation)
{
	const struct actor *actor = cx->actor;
	const int64_t team_id = actor->team_id ? actor->team_id
		: wanted->order                ? wanted->order->agent_team_id
					       : 0;

	*escalation = (struct escalation){
		.subject_type = wanted->complaint ? "complaint" : "order",
		.subject_id = wanted->complaint ? wanted->complaint->id : wanted->order->id,
		.order_id = wanted->order ? wanted->order->id : 0,
		.level = wanted->level,
		.reason = wanted->reason,
		.status = "raised",
		.raised_by = actor->user_id,
		.origin_by = actor->user_id,
		.agent_id = actor->agent_id,
	};
	TRY(add(cx, escalation));
	TRY(escalation_store_get(cx, escalation->id, escalation)); /* with all names */
	TRY(tell_subject(cx, escalation));
	TRY(escalation_publish(cx, "escalation:raised", escalation));
	return escalation_notify_raised(cx, escalation, team_id);
}

enum err escalation_raise_order(struct cx *cx, const char *key, const char *level,
	const char *reason, struct escalation *escalation)
{
	struct order order;

	TRY(order_by_key(cx, key, &order));
	return escalation_raise(cx,
		&(struct escalation_new){.level = level, .reason = reason, .order = &order},
		escalation);
}

enum err escalation_raise_complaint(struct cx *cx, int64_t id, const char *level,
	const char *reason, struct escalation *escalation)
{
	static const char *const none[] = {NULL};
	struct complaint complaint;
	struct order order = {0};

	TRY(complaint_store_lock(cx, id, &complaint));
	if (text_is(complaint.status, "resolved"))
		return fail_state(cx, NULL, none, "The complaint is resolved.");
	order.id = complaint.order_id;
	order.agent_team_id = complaint.order_team_id;
	return escalation_raise(cx,
		&(struct escalation_new){.level = level,
			.reason = reason,
			.order = complaint.order_id ? &order : NULL,
			.complaint = &complaint},
		escalation);
}

enum err escalation_by_contact(struct cx *cx, const struct order *order, const char *reason)
{
	struct escalation escalation;

	TRY(escalation_store_open_of(cx, "order", order->id, &escalation));
	if (escalation.id)
		return OK;
	return escalation_raise(cx,
		&(struct escalation_new){.level = "supervisor", .reason = reason, .order = order},
		&escalation);
}

/* ---- For the order -------------------------------------------------------------------------- */

static enum err entries_of(struct cx *cx, int64_t order_id, struct order_entries *entries)
{
	struct escalation *rows;
	size_t count;

	TRY(escalation_store_of_order(cx, order_id, &rows, &count));
	entries->rows = arena_array(cx->arena, count, sizeof(*entries->rows));
	for (size_t i = 0; i < count; i++)
		entries->rows[entries->count++] = (struct order_entry){.id = rows[i].id,
			.at_us = rows[i].created_us,
			.kind = "escalation",
			.channel = rows[i].level,
			.outcome = rows[i].status,
			.text = rows[i].resolution ? arena_format(cx->arena, "%s\n%s",
							     rows[i].reason, rows[i].resolution)
						   : rows[i].reason,
			.agent_id = rows[i].agent_id,
			.agent_no = rows[i].agent_no,
			.agent_name = rows[i].agent_name};
	return OK;
}

static enum err open_of(struct cx *cx, int64_t order_id, struct order_escalation *open)
{
	struct escalation *rows;
	size_t count;

	TRY(escalation_store_of_order(cx, order_id, &rows, &count));
	for (size_t i = 0; i < count && !open->id; i++)
		if (escalation_is_open(&rows[i]))
			*open = (struct order_escalation){.id = rows[i].id,
				.level = rows[i].level,
				.status = rows[i].status,
				.reason = rows[i].reason,
				.raised_by = rows[i].raised_by_name,
				.assigned_to = rows[i].assigned_name,
				.raised_us = rows[i].created_us};
	return OK;
}

static enum err figures(struct cx *cx, int64_t since_us, struct order_figures *into)
{
	const bool handles = actor_may(cx->actor, PERM_ESCALATIONS_HANDLE);

	(void)since_us;
	return escalation_store_open(
		cx, handles ? ESCALATIONS_SCOPE : ESCALATIONS_OWN, &into->escalations);
}

const struct order_hooks escalation_order_hooks = {
	.entries = entries_of, .escalation = open_of, .figures = figures};
