/* chat_control.c - what people do with chats: who may, to which chat, and what the world hears. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/contacts/contact.h"
#include "domains/orders/order.h"
#include "domains/tenancy/tenancy.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"
#include "platform/json/json.h"

/* ---- Whom it is with ------------------------------------------------------------------------ */

static enum err of_customer(struct cx *cx, const char *key, struct chat *chat)
{
	struct customer customer;
	bool visible;

	TRY(customer_by_key(cx, key, &customer));
	TRY(order_customer_visible(cx, customer.id, &visible));
	if (!visible)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	chat->customer_id = customer.id;
	if (text_empty(chat->name))
		chat->name = customer.name;
	if (!chat->email)
		chat->email = customer.email;
	if (!chat->phone)
		chat->phone = customer.phone;
	if (customer.language)
		chat->language = customer.language;
	return OK;
}

/* Whoever has this number or address. */
static enum err by_address(struct cx *cx, struct chat *chat)
{
	struct customer customer = {0};

	if (chat->customer_id)
		return OK;
	if (chat->phone)
		TRY(customer_by_phone(cx, chat->phone, &customer));
	if (!customer.id && chat->email)
		TRY(customer_by_email(cx, chat->email, &customer));
	chat->customer_id = customer.id;
	return OK;
}

static enum err read_phone(struct cx *cx, const char *phone, const char **out)
{
	return intl_phone(cx, cx->actor->company->country, "phone", phone, out);
}

enum err chat_find_department(struct cx *cx, const char *code, int64_t *id)
{
	TRY(department_by_code(cx, code, id));
	return *id ? OK : fail(cx, ERR_INVALID, "department", "There is no such department.");
}

/* ---- Beginning ------------------------------------------------------------------------------ */

static enum err read_start(struct cx *cx, const struct chat_start *wanted, struct chat *chat)
{
	*chat = (struct chat){.source = "agent",
		.language = cx->actor->company->language,
		.priority = "normal",
		.name = wanted->name ? wanted->name : "",
		.email = wanted->email,
		.subject = wanted->subject,
		.department_id = cx->actor->department_id,
		.tags = "",
		.auto_answered = "",
		.created_us = cx->now_us,
		.touched_us = cx->now_us};
	if (!text_empty(wanted->phone))
		TRY(read_phone(cx, wanted->phone, &chat->phone));
	if (!text_empty(wanted->customer_key))
		TRY(of_customer(cx, wanted->customer_key, chat));
	if (text_empty(chat->name))
		return fail(cx, ERR_INVALID, "name", "Say who the chat is with.");
	if (!text_empty(wanted->department))
		TRY(chat_find_department(cx, wanted->department, &chat->department_id));
	return by_address(cx, chat);
}

static enum err first_message(struct cx *cx, const struct chat_start *wanted, struct chat *chat)
{
	struct chat_message message = {.speaker = "agent",
		.kind = "text",
		.content = wanted->message,
		.client_id = wanted->client_id,
		.user_id = cx->actor->user_id,
		.agent_id = cx->actor->agent_id,
		.author = cx->actor->user_name};

	if (text_empty(wanted->message))
		return OK;
	TRY(chat_sign(cx, chat, &message));
	return chat_add(cx, chat, &message);
}

static enum err own_agent(struct cx *cx, struct agent *agent)
{
	*agent = (struct agent){0};
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents can have chats.");
	return agent_by_key(cx, cx->actor->agent_code, agent);
}

enum err chat_begin_turn(struct cx *cx, const struct chat *chat, int64_t from_agent_id)
{
	return chat_store_turn(cx, chat->id,
		&(struct chat_turn){.kind = "agent",
			.agent_id = chat->agent.id,
			.department_id = chat->department_id,
			.from_agent_id = from_agent_id});
}

enum err chat_begin(struct cx *cx, const struct chat_start *wanted, struct chat *chat)
{
	struct chat_hand hand;
	struct agent self;
	struct json event;

	TRY(own_agent(cx, &self));
	TRY(read_start(cx, wanted, &hand.chat));
	if (hand.chat.customer_id)
		TRY(chat_store_visitor_of(cx, hand.chat.customer_id, &hand.chat.visitor.id));
	TRY(chat_store_new(cx, &hand.chat));
	chat_give(&hand.chat, &self, cx->now_us);
	hand.before = hand.chat;
	TRY(chat_settle(cx, &hand, "chat:new", NULL));
	TRY(chat_begin_turn(cx, &hand.chat, 0));
	chat_event_begin(&event, cx, "opened");
	TRY(chat_add_event(cx, &hand.chat, &event, true));
	TRY(first_message(cx, wanted, &hand.chat));
	*chat = hand.chat;
	return OK;
}

/* ---- Taking ----------------------------------------------------------------------------------- */

static enum err taken(struct cx *cx, const struct chat *chat)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	json_field_text(&json, "state", chat->state);
	json_key(&json, "agent");
	chat_write_agent(&json, cx, &chat->agent);
	json_close(&json);
	cx->failure.current_json = json_end(&json).ptr;
	cx->failure.code = "taken";
	return fail(cx, ERR_CONFLICT, NULL, "%s has taken this chat.", chat->agent.name);
}

/*
 * A chat that somebody else took is out of sight for who is a moment late. Whoever
 * might have taken it is told so; to others it does not exist.
 */
static enum err late(struct cx *cx, const char *key)
{
	const int64_t id = chat_key_read(key);
	struct chats chats;
	const struct chat *chat;

	TRY(chats_read(cx, &id, 1, &chats));
	chat = chats.count ? &chats.rows[0] : NULL;
	if (!chat || !chat_is(chat, "active") || !chat->queued_us.given)
		return ERR_NOT_FOUND;
	if (chat->department_id && chat->department_id != cx->actor->department_id)
		return ERR_NOT_FOUND;
	fail_clear(cx);
	return taken(cx, chat);
}

static enum err check_claim(struct cx *cx, const struct chat *chat)
{
	static const char *const nothing[] = {NULL};

	TRY(chat_check_going(cx, chat));
	if (chat_is(chat, "active"))
		return taken(cx, chat);
	if (chat->offered.id && chat->offered.id != cx->actor->agent_id)
		return fail_state(
			cx, NULL, nothing, "This chat is offered to %s now.", chat->offered.name);
	return OK;
}

enum err chat_claim(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	struct chat_hand hand;
	struct agent self;
	struct json event;
	enum err err = chat_take_up(cx, order, &hand);

	if (err == ERR_NOT_FOUND)
		return late(cx, order->key);
	if (err == ERR_CONFLICT && chat_is(&hand.chat, "active")) {
		fail_clear(cx);
		err = OK; /* what has changed is that somebody has it */
	}
	TRY(err);
	TRY(own_agent(cx, &self));
	if (chat_is(&hand.chat, "active") && hand.chat.agent.id == self.id) {
		*chat = hand.chat;
		return OK;
	}
	TRY(check_claim(cx, &hand.chat));
	TRY(chat_store_turn_end(cx, hand.chat.id, "offer", "accepted"));
	chat_give(&hand.chat, &self, cx->now_us);
	TRY(chat_settle(cx, &hand, "chat:assigned", NULL));
	TRY(chat_begin_turn(cx, &hand.chat, 0));
	chat_event_begin(&event, cx, "accepted");
	TRY(chat_add_event(cx, &hand.chat, &event, false));
	TRY(chat_greet(cx, &hand.chat));
	*chat = hand.chat;
	return OK;
}

/* ---- Closing ---------------------------------------------------------------------------------- */

enum err chat_close(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	struct chat_hand hand;
	struct json event;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_going(cx, &hand.chat));
	TRY(chat_check_own(cx, &hand.chat));
	TRY(chat_store_turn_end(cx, hand.chat.id, "offer", "withdrawn"));
	TRY(chat_store_turn_end(cx, hand.chat.id, "agent", NULL));
	chat_end(&hand.chat, "closed", cx->now_us);
	hand.chat.close_reason = order->reason;
	TRY(chat_settle(cx, &hand, "chat:closed", NULL));
	chat_event_begin(&event, cx, "closed");
	json_field_text(&event, "reason", order->reason);
	TRY(chat_add_event(cx, &hand.chat, &event, false));
	*chat = hand.chat;
	return OK;
}

/* ---- What it says of itself --------------------------------------------------------------------- */

static enum err apply(struct cx *cx, const struct chat_change *change, struct chat *chat)
{
	if (change->subject)
		chat->subject = text_empty(change->subject) ? NULL : change->subject;
	if (change->priority && !text_is(change->priority, chat->priority)) {
		chat->priority = change->priority;
		if (chat->queue_key.given)
			chat_queue_again(chat);
	}
	if (change->name)
		chat->name = change->name;
	if (change->email)
		chat->email = text_empty(change->email) ? NULL : change->email;
	if (change->phone && text_empty(change->phone))
		chat->phone = NULL;
	else if (change->phone)
		TRY(read_phone(cx, change->phone, &chat->phone));
	if (change->customer_key)
		TRY(of_customer(cx, change->customer_key, chat));
	else if (change->email || change->phone)
		TRY(by_address(cx, chat));
	return OK;
}

enum err chat_edit(struct cx *cx, const struct chat_order *order, const struct chat_change *change,
	struct chat *chat)
{
	static const char *const changed[] = {"subject", "priority", "customer", NULL};
	struct chat_hand hand;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_own(cx, &hand.chat));
	TRY(apply(cx, change, &hand.chat));
	TRY(chat_settle(cx, &hand, "chat:updated", changed));
	*chat = hand.chat;
	return OK;
}
