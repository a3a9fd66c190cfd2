/* chat_hand_on.c - chats handed on to agents and departments, opened again, closed to whom they are with. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/chat/chat_live.h"
#include "domains/notifications/notification.h"
#include "platform/auth/audit.h"
#include "platform/json/json.h"

enum err chat_find_agent(struct cx *cx, const char *key, struct agent *agent)
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

static const char *notified_data(struct cx *cx, const struct chat *chat)
{
	struct json data;

	json_begin(&data, cx->arena, 128);
	json_open(&data);
	json_field_int(&data, "chat_id", chat->id);
	json_field_text(&data, "customer_name", chat->name);
	json_field_text(&data, "by", cx->actor->user_id ? cx->actor->user_name : NULL);
	json_close(&data);
	return json_end(&data).ptr;
}

enum err chat_notify(
	struct cx *cx, const struct chat *chat, int64_t user_id, const char *type, const char *body)
{
	if (!user_id || user_id == cx->actor->user_id)
		return OK;
	return notification_send(cx,
		&(struct notification_new){.user_id = user_id,
			.type = type,
			.body = body,
			.data = notified_data(cx, chat),
			.subject_type = "chat",
			.subject_id = chat->id});
}

enum err chat_notify_message(
	struct cx *cx, const struct chat *chat, const struct chat_message *message)
{
	const char *said = text_empty(message->content) && message->files.count
		? message->files.at[0].name
		: message->content;
	bool looks;

	if (!chat_is(chat, "active") || !chat->agent.user_id)
		return OK;
	TRY(chat_store_looks(cx, chat->id, chat->agent.user_id, &looks));
	if (looks)
		return OK;
	return notification_send(cx,
		&(struct notification_new){.user_id = chat->agent.user_id,
			.type = "chat_message",
			.body = chat_preview(cx->arena, said),
			.data = notified_data(cx, chat),
			.subject_type = "chat",
			.subject_id = chat->id,
			.replaces = true});
}

/* ---- Handing on ------------------------------------------------------------------------------ */

/* Where it goes to; agent.id 0: to the department's queue. */
struct target {
	struct agent agent;
	int64_t department_id;
};

static enum err find_target(struct cx *cx, const struct chat_transfer *to, struct target *target)
{
	*target = (struct target){0};
	if (text_empty(to->agent) == text_empty(to->department))
		return fail(cx, ERR_INVALID, "agent_id", "Name an agent or a department.");
	if (text_empty(to->agent))
		return chat_find_department(cx, to->department, &target->department_id);
	return chat_find_agent(cx, to->agent, &target->agent);
}

static enum err check_target(struct cx *cx, const struct chat *chat, const struct target *target)
{
	if (target->agent.id && chat_is(chat, "active") && target->agent.id == chat->agent.id)
		return fail(cx, ERR_INVALID, "agent_id", "This agent has the chat already.");
	if (target->department_id && chat_waits(chat) &&
		target->department_id == chat->department_id)
		return fail(cx, ERR_INVALID, "department", "It waits for this department already.");
	return OK;
}

static enum err move(struct cx *cx, struct chat_hand *hand, const struct target *target)
{
	if (target->agent.id) {
		chat_give(&hand->chat, &target->agent, cx->now_us);
		if (target->agent.department_id)
			hand->chat.department_id = target->agent.department_id;
	} else {
		hand->chat.department_id = target->department_id;
		chat_queue(&hand->chat, cx->now_us);
	}
	return chat_settle(cx, hand, "chat:transferred", NULL);
}

static enum err note_transfer(
	struct cx *cx, struct chat_hand *hand, const struct target *target, const char *note)
{
	const struct chat_turn turn = {.kind = "transfer",
		.agent_id = target->agent.id,
		.department_id = hand->chat.department_id,
		.from_agent_id = hand->before.agent.id,
		.note = note};
	struct json event;

	TRY(chat_store_turn(cx, hand->chat.id, &turn));
	TRY(chat_store_turn_end(cx, hand->chat.id, "transfer", NULL));
	chat_event_begin(&event, cx, "transferred");
	json_key(&event, "from_agent");
	chat_write_agent(&event, cx, &hand->before.agent);
	json_key(&event, "to_agent");
	chat_write_agent(&event, cx, &hand->chat.agent);
	json_field_text(&event, "to_department", hand->chat.department);
	json_field_text(&event, "to_department_name", hand->chat.department_name);
	TRY(chat_add_event(cx, &hand->chat, &event, true));
	return text_empty(note) ? OK : chat_add_note(cx, &hand->chat, note);
}

enum err chat_hand_on(struct cx *cx, const struct chat_order *order, const struct chat_transfer *to,
	struct chat *chat)
{
	struct chat_hand hand;
	struct target target;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_going(cx, &hand.chat));
	TRY(chat_check_own(cx, &hand.chat));
	TRY(find_target(cx, to, &target));
	TRY(check_target(cx, &hand.chat, &target));
	TRY(chat_store_turn_end(cx, hand.chat.id, "offer", "withdrawn"));
	TRY(chat_store_turn_end(cx, hand.chat.id, "agent", NULL));
	TRY(move(cx, &hand, &target));
	TRY(note_transfer(cx, &hand, &target, to->note));
	if (target.agent.id) {
		TRY(chat_begin_turn(cx, &hand.chat, hand.before.agent.id));
		TRY(chat_greet(cx, &hand.chat));
		TRY(chat_notify(
			cx, &hand.chat, target.agent.user_id, "chat_transferred", to->note));
	}
	*chat = hand.chat;
	return OK;
}

/* ---- Opening again --------------------------------------------------------------------------- */

enum err chat_reopen(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	static const char *const close[] = {"close", NULL};
	const int64_t self_id = cx->actor->agent_id;
	struct chat_hand hand;
	struct agent self;
	struct json event;
	bool own;

	TRY(chat_take_up(cx, order, &hand));
	if (!chat_over(&hand.chat))
		return fail_state(cx, NULL, close, "This chat goes on.");
	TRY(chat_check_own(cx, &hand.chat));
	own = self_id && (hand.chat.agent.id == self_id || !hand.chat.agent.id);
	if (own) {
		TRY(agent_by_key(cx, cx->actor->agent_code, &self));
		chat_give(&hand.chat, &self, cx->now_us);
	} else {
		chat_queue(&hand.chat, cx->now_us);
	}
	TRY(chat_settle(cx, &hand, "chat:reopened", NULL));
	if (own)
		TRY(chat_begin_turn(cx, &hand.chat, hand.before.agent.id));
	chat_event_begin(&event, cx, "reopened");
	TRY(chat_add_event(cx, &hand.chat, &event, false));
	*chat = hand.chat;
	return OK;
}

/* ---- Blocking -------------------------------------------------------------------------------- */

static enum err record(
	struct cx *cx, const struct chat *chat, const char *action, const char *reason)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	json_field_text(&json, "reason", reason);
	json_close(&json);
	return audit_write(cx, action, "chat", chat->id, json_end(&json).ptr);
}

static enum err set_blocked(
	struct cx *cx, const struct chat_order *order, bool blocked, struct chat *chat)
{
	static const char *const changed[] = {"customer", NULL};
	struct chat_hand hand;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_own(cx, &hand.chat));
	TRY(blocked ? chat_store_block(cx, &hand.chat, order->reason)
		    : chat_store_unblock(cx, &hand.chat));
	TRY(record(cx, &hand.chat, blocked ? "chat.blocked" : "chat.unblocked", order->reason));
	TRY(chat_settle(cx, &hand, "chat:updated", changed));
	*chat = hand.chat;
	return blocked ? chat_tell_blocked(cx, chat) : OK;
}

enum err chat_block(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	return set_blocked(cx, order, true, chat);
}

enum err chat_unblock(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	return set_blocked(cx, order, false, chat);
}
