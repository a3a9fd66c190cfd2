/* call_control.c - what people do with calls: who may, to which call, and what the world hears. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_control_internal.h"

#include "domains/contacts/contact.h"
#include "domains/orders/order.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

#define NAME_MAX_LETTERS 200

const char *const call_supervise_words[] = {"listen", "whisper", "barge", NULL};

static const char *const nothing[] = {NULL};

/* ---- Beginning ------------------------------------------------------------------------ */

/* The order that it is about; its customer. */
static enum err of_order(struct cx *cx, const struct call_new *wanted, struct live_call *call)
{
	struct order order;

	if (text_empty(wanted->order_key))
		return OK;
	TRY(order_by_key(cx, wanted->order_key, &order));
	call->order_id = order.id;
	call->customer_id = order.customer_id;
	if (text_empty(call->phone))
		call->phone = order.customer_phone;
	if (text_empty(call->customer_name))
		call->customer_name = order.customer_name;
	return OK;
}

static enum err of_customer(struct cx *cx, const struct call_new *wanted, struct live_call *call)
{
	struct customer customer;
	bool visible;

	if (call->customer_id || text_empty(wanted->customer_key))
		return OK;
	TRY(customer_by_key(cx, wanted->customer_key, &customer));
	TRY(order_customer_visible(cx, customer.id, &visible));
	if (!visible)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	call->customer_id = customer.id;
	if (text_empty(call->phone))
		call->phone = customer.phone;
	if (text_empty(call->customer_name))
		call->customer_name = customer.name;
	return OK;
}

/* Whoever has this number. */
static enum err by_phone(struct cx *cx, struct live_call *call)
{
	struct customer customer;

	if (call->customer_id)
		return OK;
	TRY(customer_by_phone(cx, call->phone, &customer));
	call->customer_id = customer.id;
	if (customer.id && text_empty(call->customer_name))
		call->customer_name = customer.name;
	return OK;
}

static enum err read_new(struct cx *cx, const struct call_new *wanted, struct live_call *call)
{
	const struct actor *actor = cx->actor;

	*call = (struct live_call){.manual = true,
		.direction = text_is(wanted->direction, "incoming") ? CALL_INCOMING : CALL_OUTGOING,
		.status = CALL_INITIATED,
		.active = true,
		.phone = wanted->phone,
		.customer_name = wanted->customer_name,
		.agent_id = actor->agent_id,
		.agent_name = actor->agent_id ? actor->user_name : NULL,
		.team_id = actor->team_id,
		.department_id = actor->department_id,
		.initiated_by = actor->user_id,
		.started_us = cx->now_us,
		.as_of_us = cx->now_us};
	TRY(of_order(cx, wanted, call));
	TRY(of_customer(cx, wanted, call));
	if (text_empty(call->phone))
		return fail(cx, ERR_INVALID, "phone_number", "Say which number to call.");
	TRY(intl_phone(cx, actor->company->country, "phone_number", call->phone, &call->phone));
	TRY(by_phone(cx, call));
	if (!call->customer_name)
		call->customer_name = "";
	call->caller = call->direction == CALL_INCOMING ? call->phone : "";
	call->callee = call->direction == CALL_INCOMING ? "" : call->phone;
	return OK;
}

/* Our own name for the first channel: it is the call's from the first event on. */
static const char *channel_id(struct cx *cx)
{
	uint64_t number;

	crypto_random(&number, sizeof(number));
	return arena_format(cx->arena, "hatif-%016" PRIx64, number);
}

static enum err dial(
	struct cx *cx, struct live_call *call, const struct agent_phone *phone, int64_t *command)
{
	struct call_settings settings;
	struct pbx_dial dial;

	TRY(call_settings_get(cx, &settings));
	call->manual = false;
	call->linkedid = channel_id(cx);
	call->caller = phone->number;
	/* The prefix says how the PBX wants numbers of the world: +, 00, 9. */
	call->callee = arena_format(
		cx->arena, "%s%s", settings.dial_prefix, call->phone + (*call->phone == '+'));
	dial = (struct pbx_dial){.endpoint = phone->endpoint,
		.context = settings.dial_context,
		.exten = call->callee,
		.number = call->phone,
		.name = call->customer_name,
		.channel_id = call->linkedid};
	TRY(live_store_add(cx, call));
	return pbx_dial(cx, &dial, command);
}

enum err call_start(struct cx *cx, const struct call_new *wanted, struct call_done *done)
{
	struct agent_phone phone = {0};
	struct live_call call;
	bool configured, stands;

	*done = (struct call_done){0};
	TRY(read_new(cx, wanted, &call));
	TRY(pbx_stands(cx, &configured, &stands));
	if (stands && call.direction == CALL_OUTGOING)
		TRY(agent_phone_of(cx, cx->actor->agent_id, &phone));
	if (wanted->by_pbx && !phone.id)
		return fail(cx, ERR_NOT_CONFIGURED, NULL,
			"No telephone system is connected. Dial by hand and log the call.");
	if (phone.id)
		TRY(dial(cx, &call, &phone, &done->command));
	else
		TRY(manual_start(cx, &call));
	TRY(call_publish_new(cx, call.id));
	return call_by_key(cx, call.code, &done->call);
}

/* ---- One that goes on ------------------------------------------------------------------- */

/* A call in hand, and who saw it before. */
struct hand {
	struct live_call call;
	struct call_place *before;
	size_t before_count;
	int64_t command; /* given to the PBX */
};

static enum err hold_id(
	struct cx *cx, int64_t id, const struct call_order *order, struct hand *hand)
{
	TRY(live_store_hold(cx, id, &hand->call));
	if (order->version.given && order->version.value != hand->call.version)
		return fail(cx, ERR_CONFLICT, "version", "The call has changed since.");
	return call_places(cx, &id, 1, &hand->before, &hand->before_count);
}

static enum err hold(struct cx *cx, const struct call_order *order, struct hand *hand)
{
	struct call_view view;

	TRY(call_by_key(cx, order->key, &view));
	return hold_id(cx, view.id, order, hand);
}

/* It may have gone out of the actor's sight by what the actor did. */
static enum err show(struct cx *cx, const struct hand *hand, struct call_done *done)
{
	struct call_views views;

	TRY(call_views_read(cx, &hand->call.id, 1, &views));
	if (!views.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such call.");
	*done = (struct call_done){views.rows[0], hand->command};
	return OK;
}

/* What was done to a call without a PBX, to everyone. */
static enum err tell(struct cx *cx, const struct hand *hand, const struct call_told *told,
	struct call_done *done)
{
	const int64_t id = hand->call.id;

	if (hand->call.manual) {
		TRY(call_publish_removed(cx, hand->before, hand->before_count));
		TRY(call_publish_all(cx, told, 1));
		TRY(call_after_change(cx, &id, 1));
	}
	return show(cx, hand, done);
}

static enum err told(
	struct cx *cx, const struct hand *hand, enum call_news news, struct call_done *done)
{
	return tell(cx, hand,
		&(struct call_told){
			.id = hand->call.id, .news = hand->call.active ? news : CALL_ENDED},
		done);
}

enum err call_end(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	struct hand hand;

	TRY(hold(cx, order, &hand));
	if (order->talk_s.given && (!hand.call.manual || hand.call.answered_us.given))
		return fail(cx, ERR_INVALID, "talk_seconds",
			"The seconds of this call are counted already.");
	if (order->talk_s.given)
		TRY(manual_end_after(cx, &hand.call, order->talk_s.value * US_PER_SECOND));
	else
		TRY(hand.call.manual ? manual_end(cx, &hand.call)
				     : pbx_call_end(cx, &hand.call, &hand.command));
	return told(cx, &hand, CALL_ENDED, done);
}

enum err call_hold(struct cx *cx, const struct call_order *order, bool held, struct call_done *done)
{
	struct hand hand;

	TRY(hold(cx, order, &hand));
	if (!hand.call.active)
		return call_not_from_here(cx, &hand.call);
	if (!hand.call.manual)
		return fail_state(cx, NULL, nothing,
			"A call of the PBX is held at the phone itself: the PBX takes no such "
			"order.");
	TRY(manual_hold(cx, &hand.call, held));
	return told(cx, &hand, CALL_UPDATED, done);
}

enum err call_mute(
	struct cx *cx, const struct call_order *order, bool muted, struct call_done *done)
{
	struct hand hand;

	TRY(hold(cx, order, &hand));
	TRY(hand.call.manual ? manual_mute(cx, &hand.call, muted)
			     : pbx_call_mute(cx, &hand.call, muted, &hand.command));
	return told(cx, &hand, CALL_UPDATED, done);
}

/* ---- Statuses that people say -------------------------------------------------------------- */

/* Who says that a call nobody has goes on is in it. */
static enum err say_manual(struct cx *cx, struct live_call *call, enum call_status to)
{
	struct agent self;

	if (to != CALL_IN_PROGRESS || call->agent_id || !cx->actor->agent_id)
		return manual_move(cx, call, to);
	TRY(agent_by_key(cx, cx->actor->agent_code, &self));
	return manual_take(cx, call, &self);
}

/* It stands until the PBX says something else; an end is an order to the PBX. */
static enum err say_pbx(
	struct cx *cx, struct live_call *call, enum call_status to, int64_t *command)
{
	if (!call->active || !call_may_become(call->status, to))
		return call_not_from_here(cx, call);
	if (call_has_ended(to))
		return pbx_call_end(cx, call, command);
	call->status = to;
	TRY(live_store_save(cx, call, true));
	return call_publish_updated(cx, call->id);
}

enum err call_say_status(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	enum call_status to;
	struct hand hand;

	TRY(hold(cx, order, &hand));
	if (!call_status_read(order->status, &to) || to == CALL_INTERRUPTED)
		return fail(cx, ERR_INVALID, "status", "There is no such status of calls.");
	if (hand.call.active && to == CALL_QUEUED && hand.call.status != CALL_QUEUED)
		return fail(cx, ERR_INVALID, "status",
			"Say to which department: route the call there.");
	if (hand.call.active && to == CALL_TRANSFERRED)
		return fail(cx, ERR_INVALID, "status", "Say to whom: transfer the call.");
	TRY(hand.call.manual ? say_manual(cx, &hand.call, to)
			     : say_pbx(cx, &hand.call, to, &hand.command));
	return told(cx, &hand, CALL_UPDATED, done);
}

/* ---- To somebody else ------------------------------------------------------------------------ */

enum err call_route_to(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	struct call_route route;
	struct hand hand;

	TRY(hold(cx, order, &hand));
	TRY(call_route_of(cx, "department", order->department, &route));
	TRY(hand.call.manual ? manual_queue(cx, &hand.call, &route)
			     : pbx_call_route(cx, &hand.call, &route, &hand.command));
	return told(cx, &hand, CALL_ROUTED, done);
}

static enum err find_agent(struct cx *cx, const char *key, struct agent *agent)
{
	const enum err err = agent_by_key(cx, key, agent);

	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "agent_id", "There is no such agent.");
	}
	TRY(err);
	if (!agent->is_active)
		return fail(cx, ERR_INVALID, "agent_id", "This agent does not work here any more.");
	return OK;
}

static enum err find_target(struct cx *cx, const struct call_order *order, struct agent *agent,
	struct call_target *target)
{
	*target = (struct call_target){0};
	if (text_empty(order->department) && text_empty(order->agent))
		return fail(cx, ERR_INVALID, "target_department", "Name a department or an agent.");
	if (!text_empty(order->department))
		TRY(call_route_of(cx, "target_department", order->department, &target->route));
	if (text_empty(order->agent))
		return OK;
	TRY(find_agent(cx, order->agent, agent));
	target->agent = agent;
	/* The agent is the target; the department is what the call is for. */
	if (!target->route.department_id)
		target->route.department_id = agent->department_id;
	return OK;
}

enum err call_transfer(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	struct call_target target;
	struct agent agent;
	struct hand hand;

	TRY(hold(cx, order, &hand));
	TRY(find_target(cx, order, &agent, &target));
	if (target.agent && target.agent->id == hand.call.agent_id && hand.call.active)
		return fail(cx, ERR_INVALID, "agent_id", "This agent has the call already.");
	TRY(hand.call.manual ? manual_transfer(cx, &hand.call, &target)
			     : pbx_call_transfer(
				       cx, &hand.call, &target, order->attended, &hand.command));
	return tell(cx, &hand,
		&(struct call_told){.id = hand.call.id,
			.news = CALL_MOVED,
			.to_department = target.route.department,
			.to_agent = target.agent ? target.agent->code : NULL},
		done);
}

/* ---- Taking ----------------------------------------------------------------------------------- */

static enum err taken(struct cx *cx)
{
	return fail_state(cx, NULL, nothing, "Somebody else has taken this call.");
}

/*
 * A call that somebody else took is out of sight for who is a moment late. Whoever
 * might have taken it is told so; to others it does not exist.
 */
static enum err hold_waiting(struct cx *cx, const struct call_order *order, struct hand *hand)
{
	const enum err err = hold(cx, order, hand);
	int64_t department_id;

	if (err != ERR_NOT_FOUND || !cx->actor->department_id)
		return err;
	TRY(live_store_department(cx, order->key, &department_id));
	if (department_id != cx->actor->department_id)
		return err;
	fail_clear(cx);
	return taken(cx);
}

/* May this agent take it now: it waits, it was given to it, or nobody has it. */
static enum err check_takeable(
	struct cx *cx, const struct live_call *call, const struct agent *agent)
{
	if (call->active && call->agent_id && call->agent_id != agent->id)
		return taken(cx);
	if (!call->active || call->status == CALL_ON_HOLD ||
		!call_may_become(call->status, CALL_IN_PROGRESS))
		return call_not_from_here(cx, call);
	if (!call->manual && call->status != CALL_QUEUED)
		return fail_state(cx, NULL, nothing, "Answer a call of the PBX at the phone.");
	return OK;
}

enum err call_accept(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	struct agent self;
	struct hand hand = {0};

	TRY(hold_waiting(cx, order, &hand));
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents can take calls.");
	TRY(agent_by_key(cx, cx->actor->agent_code, &self));
	TRY(check_takeable(cx, &hand.call, &self));
	TRY(hand.call.manual ? manual_take(cx, &hand.call, &self)
			     : pbx_call_take(cx, &hand.call, &self, &hand.command));
	return told(cx, &hand, CALL_UPDATED, done);
}

/* ---- Supervision --------------------------------------------------------------------------------- */

static enum err record(
	struct cx *cx, const struct live_call *call, const char *action, const char *mode)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "call_id", call->code);
	json_field_id(&json, "agent_id", call->agent_id);
	if (mode)
		json_field_text(&json, "mode", mode);
	json_close(&json);
	return audit_write(cx, action, "call", call->id, json_end(&json).ptr);
}

enum err call_supervise(
	struct cx *cx, const struct call_order *order, const char *mode, struct call_done *done)
{
	struct hand hand;

	TRY(hold(cx, order, &hand));
	if (!hand.call.active)
		return call_not_from_here(cx, &hand.call);
	if (hand.call.manual)
		return fail_state(cx, NULL, nothing,
			"This call does not go through a PBX: nobody can listen to it.");
	TRY(pbx_call_spy(cx, &hand.call, (enum pbx_spy)word_index(call_supervise_words, mode),
		&hand.command));
	TRY(record(cx, &hand.call, "call.supervised", mode));
	return show(cx, &hand, done);
}

enum err call_take_over(struct cx *cx, const struct call_order *order, struct call_done *done)
{
	struct agent self;
	struct hand hand;

	TRY(hold(cx, order, &hand));
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents can take calls.");
	TRY(agent_by_key(cx, cx->actor->agent_code, &self));
	if (!hand.call.active || !call_may_become(hand.call.status, CALL_COMPLETED) ||
		!hand.call.answered_us.given)
		return call_not_from_here(cx, &hand.call);
	if (hand.call.agent_id == self.id)
		return fail_state(cx, NULL, nothing, "You are in this call yourself.");
	TRY(record(cx, &hand.call, "call.taken_over", NULL));
	TRY(hand.call.manual ? manual_take(cx, &hand.call, &self)
			     : pbx_call_take(cx, &hand.call, &self, &hand.command));
	return tell(cx, &hand,
		&(struct call_told){.id = hand.call.id, .news = CALL_MOVED, .to_agent = self.code},
		done);
}
