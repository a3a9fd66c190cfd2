/* order_events.c - what this domain tells the world, and who may hear it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

#include "platform/events/events.h"

#define EVENT_BYTES 2048

/* Everyone whose lists show the order. */
static struct audience audience_of(const struct order *order)
{
	return (struct audience){
		.permission = PERM_ORDERS_READ,
		.agent_id = order->agent_id,
		.team_id = order->agent_team_id,
		.department_id = order->department_id,
		.pool = order->agent_id == 0,
	};
}

static enum err publish(struct cx *cx, const char *type, const char *subject_type,
	int64_t subject_id, struct audience audience, struct json *json)
{
	json_close(json);
	return events_publish(cx,
		&(struct event){
			.type = type,
			.subject_type = subject_type,
			.subject_id = subject_id,
			.audience = audience,
			.data = json_end(json).ptr,
		});
}

static void begin(struct cx *cx, struct json *json)
{
	json_begin(json, cx->arena, EVENT_BYTES);
	json_open(json);
}

static void write_actor(struct json *json, const struct actor *actor)
{
	json_field_open(json, "actor");
	json_field_id(json, "user_id", actor->user_id);
	json_field_id(json, "agent_id", actor->agent_id);
	json_field_text(json, "name", actor->user_name);
	json_close(json);
}

static void write_order(struct json *json, const struct cx *cx, const struct order *order)
{
	json_key(json, "order");
	order_write_shared(json, cx, order);
}

enum err order_publish_created(struct cx *cx, const struct order *order)
{
	struct json json;

	begin(cx, &json);
	write_order(&json, cx, order);
	return publish(cx, "order:created", "order", order->id, audience_of(order), &json);
}

enum err order_publish_updated(
	struct cx *cx, const struct order *order, const char *previous, const char *const *changed)
{
	struct json json;

	begin(cx, &json);
	json_field_int(&json, "id", order->id);
	json_field_text(&json, "order_id", order_code(cx->arena, order));
	json_field_text(&json, "status", order_status_word(order->status));
	if (previous)
		json_field_text(&json, "previous_status", previous);
	json_field_int(&json, "version", order->version);
	json_field_open_array(&json, "changed");
	for (; *changed; changed++)
		json_text(&json, *changed);
	json_close_array(&json);
	write_order(&json, cx, order);
	write_actor(&json, cx->actor);
	return publish(cx, "order:updated", "order", order->id, audience_of(order), &json);
}

static enum err publish_gone(struct cx *cx, const struct order *order, struct audience audience)
{
	struct json json;

	begin(cx, &json);
	json_field_int(&json, "id", order->id);
	return publish(cx, "order:removed", "order", order->id, audience, &json);
}

/*
 * Published before order:updated: whoever sees the order by a wider scope hears
 * both, in this order, and ends up with the row.
 */
enum err order_publish_removed(struct cx *cx, const struct order *before, const struct order *after)
{
	if (before->agent_id == after->agent_id)
		return OK;
	if (before->agent_id == 0)
		return publish_gone(cx, before, audience_of(before));
	TRY(publish_gone(cx, before,
		(struct audience){.permission = PERM_SELF, .agent_id = before->agent_id}));
	if (before->agent_team_id == 0 || before->agent_team_id == after->agent_team_id)
		return OK;
	return publish_gone(cx, before,
		(struct audience){
			.permission = PERM_ORDERS_READ_TEAM, .team_id = before->agent_team_id});
}

enum err order_publish_note(struct cx *cx, const struct order *order, const struct order_note *note)
{
	struct json json;

	begin(cx, &json);
	json_field_int(&json, "id", order->id);
	json_key(&json, "note");
	order_note_write(&json, note);
	return publish(cx, "order:note", "order", order->id, audience_of(order), &json);
}

static enum err publish_callback(struct cx *cx, const char *type, const struct callback *callback,
	const struct callback *before)
{
	const struct audience audience = {.permission = PERM_ORDERS_READ,
		.agent_id = callback->agent_id,
		.other_agent_id = before->agent_id,
		.team_id = callback->agent_team_id,
		.other_team_id = before->agent_team_id};
	struct json json;

	begin(cx, &json);
	json_key(&json, "callback");
	callback_write(&json, cx, callback);
	return publish(cx, type, "callback", callback->id, audience, &json);
}

enum err callback_publish(struct cx *cx, const char *type, const struct callback *callback)
{
	return publish_callback(cx, type, callback, callback);
}

enum err callback_publish_given(
	struct cx *cx, const struct callback *callback, const struct callback *before)
{
	return publish_callback(cx, "callback:updated", callback, before);
}

static enum err publish_follow_up(struct cx *cx, const char *type,
	const struct follow_up *follow_up, const struct follow_up *before)
{
	const struct audience audience = {.permission = PERM_ORDERS_READ,
		.agent_id = follow_up->agent_id,
		.other_agent_id = before->agent_id,
		.team_id = follow_up->agent_team_id,
		.other_team_id = before->agent_team_id};
	struct json json;

	begin(cx, &json);
	json_key(&json, "follow_up");
	follow_up_write(&json, cx, follow_up);
	return publish(cx, type, "follow_up", follow_up->id, audience, &json);
}

enum err follow_up_publish(struct cx *cx, const char *type, const struct follow_up *follow_up)
{
	return publish_follow_up(cx, type, follow_up, follow_up);
}

enum err follow_up_publish_given(
	struct cx *cx, const struct follow_up *follow_up, const struct follow_up *before)
{
	return publish_follow_up(cx, "follow_up:updated", follow_up, before);
}

enum err reassign_publish(struct cx *cx, const char *type, const struct reassign_request *request)
{
	const struct audience audience = {.permission = PERM_ORDERS_READ,
		.agent_id = request->agent_id,
		.team_id = request->agent_team_id};
	struct json json;

	begin(cx, &json);
	json_key(&json, "request");
	reassign_write(&json, cx, request);
	return publish(cx, type, "reassign_request", request->id, audience, &json);
}

/* To whoever sees the order, and to who asks even when the order has gone to somebody else. */
enum err modification_publish(struct cx *cx, const char *type, const struct modification *request)
{
	struct audience audience = audience_of(&request->order);
	struct json json;

	audience.other_agent_id = request->agent_id;
	begin(cx, &json);
	json_key(&json, "modification");
	modification_write(&json, cx, request);
	return publish(cx, type, "order_modification", request->id, audience, &json);
}

/* To whoever sees its order; one without an order to the whole company's scope and the pool. */
enum err communication_publish(
	struct cx *cx, const char *type, const struct communication *communication)
{
	struct audience audience = {.permission = PERM_ORDERS_READ, .pool = true};
	struct order order;
	struct json json;

	if (communication->order_id) {
		TRY(order_by_key(cx,
			arena_format(cx->arena, "%lld", (long long)communication->order_id),
			&order));
		audience = audience_of(&order);
	}
	begin(cx, &json);
	json_key(&json, "communication");
	communication_write(&json, cx, communication);
	return publish(cx, type, "communication", communication->id, audience, &json);
}
