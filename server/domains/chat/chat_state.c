/* chat_state.c - the states of a chat: waiting, in an agent's hands, over; and a change written and told. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/accounts/account.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

/* Nobody waits so long: whoever has priority comes before all others. */
#define AHEAD_US (INT64_C(36525) * US_PER_DAY)

static const struct opt_int none;

/* ---- Taking up ----------------------------------------------------------------------------- */

static enum err conflict(struct cx *cx, const struct chat *chat)
{
	struct json json;

	json_begin(&json, cx->arena, 2048);
	chat_write_json(&json, cx, chat);
	cx->failure.current_json = json_end(&json).ptr;
	return fail(cx, ERR_CONFLICT, "version", "The chat has changed since.");
}

enum err chat_take_up(struct cx *cx, const struct chat_order *order, struct chat_hand *hand)
{
	TRY(chat_store_hold(cx, order->key, &hand->chat));
	if (order->version.given && order->version.value != hand->chat.version)
		return conflict(cx, &hand->chat);
	hand->before = hand->chat;
	return OK;
}

enum err chat_take_up_any(struct cx *cx, int64_t id, struct chat_hand *hand)
{
	TRY(chat_store_hold_any(cx, id, &hand->chat));
	hand->before = hand->chat;
	return OK;
}

enum err chat_settle(
	struct cx *cx, struct chat_hand *hand, const char *type, const char *const *changed)
{
	struct chats now;

	hand->chat.touched_us = cx->now_us;
	TRY(chat_store_save(cx, &hand->chat));
	TRY(chats_read(cx, &hand->chat.id, 1, &now));
	hand->chat = now.rows[0];
	TRY(chat_publish_removed(cx, &hand->before, &hand->chat));
	TRY(chat_publish(cx, type, &hand->chat, changed));
	return chat_tell_customer_chat(cx, &hand->chat);
}

enum err chat_check_own(struct cx *cx, const struct chat *chat)
{
	if (actor_may(cx->actor, PERM_CHATS_ASSIGN))
		return OK;
	if (cx->actor->agent_id && chat->agent.id == cx->actor->agent_id)
		return OK;
	return fail(cx, ERR_DENIED, NULL,
		chat->agent.id ? WORDS("Another agent has this chat.")
			       : WORDS("Take this chat first."));
}

enum err chat_check_going(struct cx *cx, const struct chat *chat)
{
	static const char *const reopen[] = {"reopen", NULL};

	return chat_over(chat) ? fail_state(cx, NULL, reopen, "This chat is over.") : OK;
}

/* ---- States -------------------------------------------------------------------------------- */

static void leave_queue(struct chat *chat)
{
	chat->queue_key = none;
	chat->offered = (struct chat_agent){0};
	chat->offer_until_us = none;
}

void chat_queue_again(struct chat *chat)
{
	const int64_t since_us = chat->queued_us.value;

	chat->queue_key = (struct opt_int){
		text_is(chat->priority, "high") ? since_us - AHEAD_US : since_us, true};
}

void chat_queue(struct chat *chat, int64_t now_us)
{
	leave_queue(chat);
	chat->state = "waiting";
	chat->agent = (struct chat_agent){0};
	chat->team_id = 0;
	chat->queued_us = (struct opt_int){now_us, true};
	chat_queue_again(chat);
	chat->closed_us = none;
	chat->close_reason = NULL;
	chat->alert = NULL; /* whoever should know now is somebody else */
	if (!chat->waiting_since_us.given)
		chat->waiting_since_us = chat->queued_us;
}

void chat_give(struct chat *chat, const struct agent *agent, int64_t now_us)
{
	leave_queue(chat);
	chat->state = "active";
	chat->agent = (struct chat_agent){.id = agent->id,
		.no = agent->agent_no,
		.user_id = agent->user_id,
		.name = agent->name};
	chat->team_id = agent->team_id;
	chat->assigned_us = (struct opt_int){now_us, true};
	chat->closed_us = none;
	chat->close_reason = NULL;
	chat->alert = NULL;
}

void chat_end(struct chat *chat, const char *state, int64_t now_us)
{
	leave_queue(chat);
	chat->state = state;
	chat->closed_us = (struct opt_int){now_us, true};
	chat->waiting_since_us = none;
	chat->alert = NULL;
}
