/* chat_offer.c - chats offered to whose turn it is, and looked after: who waits too long, who was left alone. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_offer.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/chat/chat_live.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

#include <inttypes.h>

static const char *const offer_changed[] = {"offer", "state", NULL};

static bool offered(const struct chat *chat)
{
	return chat_is(chat, "offered");
}

/* Back to its place in the queue. */
static void withdraw(struct chat *chat)
{
	chat->state = "waiting";
	chat->offered = (struct chat_agent){0};
	chat->offer_until_us = (struct opt_int){0};
	chat->team_id = 0;
}

/* ---- Taken and declined ------------------------------------------------------------------------ */

static enum err not_offered(struct cx *cx)
{
	static const char *const claim[] = {"claim", NULL};

	return fail_state(cx, NULL, claim, "This chat is not offered to you now.");
}

enum err chat_accept(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	struct chat_hand hand;

	TRY(chat_take_up(cx, order, &hand));
	if (!offered(&hand.chat) || hand.chat.offered.id != cx->actor->agent_id)
		return not_offered(cx);
	return chat_claim(cx, &(struct chat_order){.key = order->key}, chat);
}

static enum err let_go(struct cx *cx, struct chat_hand *hand, const char *outcome)
{
	struct json event;

	TRY(chat_store_turn_end(cx, hand->chat.id, "offer", outcome));
	withdraw(&hand->chat);
	TRY(chat_settle(cx, hand, "chat:updated", offer_changed));
	chat_event_begin(&event, cx, "declined");
	json_key(&event, "agent");
	chat_write_agent(&event, cx, &hand->before.offered);
	json_field_text(&event, "outcome", outcome);
	return chat_add_event(cx, &hand->chat, &event, true);
}

enum err chat_decline(struct cx *cx, const struct chat_order *order, struct chat *chat)
{
	struct chat_hand hand;

	TRY(chat_take_up(cx, order, &hand));
	if (!offered(&hand.chat) || hand.chat.offered.id != cx->actor->agent_id)
		return not_offered(cx);
	TRY(let_go(cx, &hand, "declined"));
	*chat = hand.chat;
	return OK;
}

/* ---- Giving out --------------------------------------------------------------------------------- */

static enum err offer_to(struct cx *cx, struct chat_hand *hand, const struct agent *agent,
	const struct chat_settings *settings)
{
	struct json event;

	hand->chat.state = "offered";
	hand->chat.offered = (struct chat_agent){.id = agent->id};
	hand->chat.team_id = agent->team_id;
	hand->chat.offer_until_us = (struct opt_int){
		cx->now_us + settings->offer_s * US_PER_SECOND, true};
	TRY(chat_settle(cx, hand, "chat:updated", offer_changed));
	TRY(chat_store_turn(
		cx, hand->chat.id, &(struct chat_turn){.kind = "offer", .agent_id = agent->id}));
	chat_event_begin(&event, cx, "offered");
	json_key(&event, "agent");
	chat_write_agent(&event, cx, &hand->chat.offered);
	TRY(chat_add_event(cx, &hand->chat, &event, true));
	return chat_notify(cx, &hand->chat, agent->user_id, "chat_offered", NULL);
}

static enum err give_to(struct cx *cx, struct chat_hand *hand, const struct agent *agent)
{
	struct json event;

	chat_give(&hand->chat, agent, cx->now_us);
	TRY(chat_settle(cx, hand, "chat:assigned", NULL));
	TRY(chat_begin_turn(cx, &hand->chat, 0));
	chat_event_begin(&event, cx, "assigned");
	json_key(&event, "agent");
	chat_write_agent(&event, cx, &hand->chat.agent);
	TRY(chat_add_event(cx, &hand->chat, &event, false));
	TRY(chat_greet(cx, &hand->chat));
	return chat_notify(cx, &hand->chat, agent->user_id, "chat_assigned", NULL);
}

/* Whose turn it is gets it offered, or has it at once if that is how they take chats. */
static enum err look_at_waiting(struct cx *cx, struct chat_hand *hand)
{
	struct chat_settings settings;
	struct chat_taker taker;
	struct agent agent;

	if (!chat_waits(&hand->chat))
		return OK;
	TRY(chat_settings_get(cx, &settings));
	if (offered(&hand->chat)) {
		if (hand->chat.offer_until_us.value > cx->now_us)
			return OK;
		TRY(let_go(cx, hand, "timeout"));
		hand->before = hand->chat;
	}
	if (!text_is(settings.routing, "auto"))
		return OK;
	TRY(chat_store_taker(cx, &hand->chat, settings.capacity, &taker));
	if (!taker.id)
		return OK;
	TRY(agent_by_key(cx, arena_format(cx->arena, "%" PRId64, taker.id), &agent));
	return taker.auto_accept ? give_to(cx, hand, &agent)
				 : offer_to(cx, hand, &agent, &settings);
}

/* ---- Worries -------------------------------------------------------------------------------------- */

static enum err alert(struct cx *cx, struct chat_hand *hand, const char *word, const char *type)
{
	static const char *const changed[] = {"alert", NULL};
	int64_t *users;
	size_t count;

	if (hand->chat.alert)
		return OK;
	hand->chat.alert = word;
	TRY(chat_settle(cx, hand, "chat:updated", changed));
	TRY(chat_notify(cx, &hand->chat, hand->chat.agent.user_id, type, NULL));
	TRY(chat_store_leads(cx, &hand->chat, &users, &count));
	for (size_t i = 0; i < count; i++)
		if (users[i] != hand->chat.agent.user_id)
			TRY(chat_notify(cx, &hand->chat, users[i], type, NULL));
	return OK;
}

static enum err look_at_long(struct cx *cx, struct chat_hand *hand)
{
	return chat_waits(&hand->chat) ? alert(cx, hand, "waiting", "chat_waiting") : OK;
}

static enum err look_at_unseen(struct cx *cx, struct chat_hand *hand)
{
	return chat_is(&hand->chat, "active") ? alert(cx, hand, "unseen", "chat_unseen") : OK;
}

/* Its agent is gone: it waits again, before those who came later. */
static enum err look_at_alone(struct cx *cx, struct chat_hand *hand)
{
	static const char *const changed[] = {"state", "agent", NULL};
	struct json event;
	bool alone;

	TRY(chat_store_is_alone(cx, &hand->chat, &alone));
	if (!alone)
		return OK;
	TRY(chat_store_turn_end(cx, hand->chat.id, "agent", NULL));
	chat_queue(&hand->chat,
		hand->chat.waiting_since_us.given ? hand->chat.waiting_since_us.value : cx->now_us);
	TRY(chat_settle(cx, hand, "chat:updated", changed));
	chat_event_begin(&event, cx, "requeued");
	json_key(&event, "from_agent");
	chat_write_agent(&event, cx, &hand->before.agent);
	return chat_add_event(cx, &hand->chat, &event, true);
}

static enum err look_at_given_up(struct cx *cx, struct chat_hand *hand)
{
	struct json event;

	if (!chat_waits(&hand->chat))
		return OK;
	TRY(chat_store_turn_end(cx, hand->chat.id, "offer", "withdrawn"));
	chat_end(&hand->chat, "abandoned", cx->now_us);
	TRY(chat_settle(cx, hand, "chat:closed", NULL));
	chat_event_begin(&event, cx, "customer_left");
	return chat_add_event(cx, &hand->chat, &event, true);
}

static enum err look_at_unheard(struct cx *cx, struct chat_hand *hand)
{
	chat_tell_visitor(cx, &hand->chat);
	return OK;
}

/* ---- Each as its company's system ------------------------------------------------------------------ */

typedef enum err looking(struct cx *cx, struct chat_hand *hand);

static enum err look_at_all(struct cx *cx, const struct chats_of *rows, looking *look)
{
	const struct actor *before = cx->actor;
	enum err err = OK;

	for (size_t i = 0; i < rows->count && err == OK; i++) {
		const struct company *company;
		struct chat_hand hand;

		if (company_by_id(cx, rows->rows[i].company_id, &company) != OK) {
			fail_clear(cx); /* suspended: nobody works there */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		err = chat_take_up_any(cx, rows->rows[i].chat_id, &hand);
		if (err == ERR_NOT_FOUND) {
			fail_clear(cx); /* gone since it was found */
			err = OK;
			continue;
		}
		if (err == OK)
			err = look(cx, &hand);
	}
	cx->actor = before;
	return err;
}

static enum err run_offers(struct cx *cx, const struct job *job)
{
	struct chats_of rows;

	(void)job;
	TRY(chat_store_waiting(cx, &rows));
	return look_at_all(cx, &rows, look_at_waiting);
}

static enum err run_watch(struct cx *cx, const struct job *job)
{
	static const struct {
		enum err (*find)(struct cx *cx, struct chats_of *rows);
		looking *look;
	} duties[] = {
		{chat_store_given_up, look_at_given_up},
		{chat_store_left_alone, look_at_alone},
		{chat_store_wait_long, look_at_long},
		{chat_store_unseen, look_at_unseen},
	};
	struct chats_of rows;

	(void)job;
	TRY(chat_store_unheard(cx, &rows));
	TRY(look_at_all(cx, &rows, look_at_unheard));
	for (size_t i = 0; i < COUNT(duties); i++) {
		TRY(duties[i].find(cx, &rows));
		TRY(look_at_all(cx, &rows, duties[i].look));
	}
	return chat_store_forget_viewers(cx);
}

const struct job_kind chat_jobs[] = {
	{.name = "chat.offer",
		.run = run_offers,
		.max_attempts = 1,
		.every_us = US_PER_SECOND,
		.about = "Offers chats that wait to whose turn it is."},
	{.name = "chat.watch",
		.run = run_watch,
		.max_attempts = 1,
		.every_us = 5 * US_PER_SECOND,
		.about = "Finds chats that wait too long, were left alone or given up."},
	{0},
};
