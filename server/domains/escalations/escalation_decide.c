/* escalation_decide.c - what becomes of an escalation: assigned, resolved, handed up. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/escalations/escalation_internal.h"

#include "domains/accounts/account.h"
#include "platform/auth/audit.h"

const char *const escalation_action_words[] = {"assign", "resolve", "escalate_to_manager", NULL};

static bool is_of_manager(const struct escalation *escalation)
{
	return text_is(escalation->level, "manager");
}

const char *const *escalation_actions(const struct cx *cx, const struct escalation *escalation)
{
	static const char *const none[] = {NULL};
	static const char *const settle[] = {"assign", "resolve", NULL};
	const bool manager = is_of_manager(escalation);

	if (!escalation_is_open(escalation) ||
		!actor_may(
			cx->actor, manager ? PERM_ESCALATIONS_EXECUTIVE : PERM_ESCALATIONS_HANDLE))
		return none;
	return manager ? settle : escalation_action_words;
}

static enum err check(struct cx *cx, const struct escalation_decision *decision,
	const struct escalation *escalation)
{
	const char *const *actions = escalation_actions(cx, escalation);
	struct json json;

	if (decision->version.given && decision->version.value != escalation->version) {
		json_begin(&json, cx->arena, 1024);
		escalation_write(&json, cx, escalation);
		cx->failure.current_json = json_end(&json).ptr;
		return fail(cx, ERR_CONFLICT, "version", "The escalation has changed since.");
	}
	if (!escalation_is_open(escalation))
		return fail_state(cx, "action", actions, "The escalation is over: %s.",
			cx_say(cx, escalation->status));
	if (word_index(actions, decision->action) >= 0)
		return OK;
	return fail_state(cx, "action", actions, "The escalation is with the manager.");
}

/* ---- Assigning ---------------------------------------------------------------------------- */

/* Colleagues of the own team, anyone of the company for those who see all of it. */
static bool in_reach(const struct actor *actor, const struct agent *agent)
{
	return agent->id == actor->agent_id || order_scope(actor) == SCOPE_COMPANY ||
		(actor->team_id && agent->team_id == actor->team_id);
}

static enum err find_assignee(
	struct cx *cx, const char *key, const struct escalation *escalation, struct agent *agent)
{
	enum err err = agent_by_key(cx, key, agent);
	bool may = false;

	if (err == OK && (!agent->is_active || !agent->user_id || !in_reach(cx->actor, agent)))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
	}
	TRY(err);
	TRY(escalation_may_handle(cx, agent->user_id, escalation->level, &may));
	if (!may)
		return fail(
			cx, ERR_INVALID, "agent_id", "This colleague does not handle escalations.");
	return OK;
}

static enum err assign(
	struct cx *cx, const struct escalation_decision *decision, struct escalation *escalation)
{
	struct agent agent = {.id = cx->actor->agent_id, .user_id = cx->actor->user_id};

	if (decision->agent_key)
		TRY(find_assignee(cx, decision->agent_key, escalation, &agent));
	escalation->status = "assigned";
	escalation->assigned_to = agent.user_id;
	escalation->assigned_agent_id = agent.id;
	escalation->assigned_us = (struct opt_int){cx->now_us, true};
	TRY(escalation_store_update(cx, escalation));
	TRY(escalation_store_get(cx, escalation->id, escalation));
	return escalation_notify_assigned(cx, escalation);
}

/* ---- Ending --------------------------------------------------------------------------------- */

static enum err resolve(
	struct cx *cx, const struct escalation_decision *decision, struct escalation *escalation)
{
	if (text_empty(decision->resolution))
		return fail(cx, ERR_INVALID, "resolution", "Say how it was resolved.");
	escalation->status = "resolved";
	escalation->resolution = decision->resolution;
	escalation->resolved_us = (struct opt_int){cx->now_us, true};
	TRY(escalation_store_update(cx, escalation));
	TRY(escalation_store_get(cx, escalation->id, escalation));
	if (text_is(escalation->subject_type, "complaint"))
		TRY(complaint_settle(cx, escalation->subject_id, decision->resolution));
	return escalation_notify_over(cx, escalation);
}

/* The supervisor's step ends; the manager's begins, and remembers who raised the first. */
static enum err hand_up(
	struct cx *cx, const struct escalation_decision *decision, struct escalation *escalation)
{
	struct escalation step = *escalation;

	escalation->status = "escalated_further";
	escalation->resolution = decision->reason;
	escalation->resolved_us = (struct opt_int){cx->now_us, true};
	TRY(escalation_store_update(cx, escalation));
	TRY(escalation_store_get(cx, escalation->id, escalation));
	TRY(escalation_publish(cx, "escalation:updated", escalation));

	step.level = "manager";
	step.status = "raised";
	step.reason = text_empty(decision->reason) ? step.reason : decision->reason;
	step.raised_by = cx->actor->user_id;
	step.from_id = escalation->id;
	TRY(escalation_store_add(cx, &step));
	TRY(escalation_store_get(cx, step.id, &step));
	TRY(escalation_publish(cx, "escalation:raised", &step));
	TRY(escalation_notify_over(cx, escalation));
	TRY(escalation_notify_raised(cx, &step, escalation->agent_team_id));
	*escalation = step;
	return OK;
}

static enum err act(
	struct cx *cx, const struct escalation_decision *decision, struct escalation *escalation)
{
	if (text_is(decision->action, "escalate_to_manager"))
		return hand_up(cx, decision, escalation);
	if (text_is(decision->action, "resolve"))
		TRY(resolve(cx, decision, escalation));
	else
		TRY(assign(cx, decision, escalation));
	return escalation_publish(cx, "escalation:updated", escalation);
}

static void write_standing(struct json *json, const char *key, const struct escalation *escalation)
{
	json_field_open(json, key);
	json_field_text(json, "level", escalation->level);
	json_field_text(json, "status", escalation->status);
	json_field_id(json, "assigned_to", escalation->assigned_to);
	json_close(json);
}

static enum err record(struct cx *cx, const struct escalation_decision *decision,
	const struct escalation *before, const struct escalation *after)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "action", decision->action);
	write_standing(&json, "before", before);
	write_standing(&json, "after", after);
	json_close(&json);
	return audit_write(cx, "escalation.decided", "escalation", before->id, json_end(&json).ptr);
}

enum err escalation_decide(struct cx *cx, enum escalation_list list, int64_t id,
	const struct escalation_decision *decision, struct escalation *escalation)
{
	struct escalation before;
	struct order order;

	TRY(escalation_store_lock(cx, list, id, escalation));
	TRY(check(cx, decision, escalation));
	before = *escalation;
	TRY(act(cx, decision, escalation));
	TRY(record(cx, decision, &before, escalation));
	if (text_is(escalation->subject_type, "complaint") && !text_is(decision->action, "resolve"))
		TRY(complaint_touch(cx, escalation->subject_id));
	if (!escalation->order_id)
		return OK;
	return order_touch(cx, escalation->order_id, "escalation", &order);
}
