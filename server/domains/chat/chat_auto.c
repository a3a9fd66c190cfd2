/* chat_auto.c - what is said by itself to customers: by the company while they wait, then for their agent. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer.h"
#include "domains/chat/chat_offer.h"
#include "domains/chat/chat_self.h"

#include "base/str.h"
#include "base/utf8.h"
#include "domains/accounts/account.h"
#include "domains/tenancy/tenancy.h"
#include "platform/auth/auth.h"

#include <inttypes.h>

/* What a chat remembers beside the company's situations, each with the agent it was done for. */
#define GREETED "met"
#define AWAY "gone"
#define SIGNED "signed"

/* What fits now, the most pressing first. */
static enum err situation_of(struct cx *cx, const struct chat *chat,
	const struct chat_settings *settings, enum chat_situation *situation)
{
	struct work_week week;
	int64_t there, free;

	*situation = CHAT_CLOSED;
	TRY(company_hours(cx, &week));
	if (!work_week_open_at(&week, cx->actor->company->time_zone, cx->now_us))
		return OK;
	TRY(chat_store_room(cx, chat, settings->capacity, &there, &free));
	*situation = !there ? CHAT_AWAY : !free ? CHAT_BUSY : CHAT_GREETING;
	return OK;
}

enum err chat_open_now(struct cx *cx, bool *open)
{
	struct work_week week;

	TRY(company_hours(cx, &week));
	*open = work_week_open_at(&week, cx->actor->company->time_zone, cx->now_us);
	return *open ? chat_store_anyone(cx, open) : OK;
}

static bool any_answers(const struct chat_settings *settings)
{
	for (size_t i = 0; i < CHAT_SITUATIONS; i++)
		for (size_t j = 0; j < CHAT_LANGUAGES; j++)
			if (*settings->answers[i].text[j])
				return true;
	return false;
}

/* ---- For its agent ------------------------------------------------------------------------------ */

/* That it was done for this agent, among what the chat remembers of such answers. */
static const char *mark_of(struct cx *cx, const struct chat *chat, const char *word)
{
	return arena_format(cx->arena, "%s:%" PRId64 ",", word, chat->agent.id);
}

static enum err self_of(struct cx *cx, const struct chat *chat, struct chat_self *self)
{
	return chat_self_store_get(cx, chat->agent.id, 0, self);
}

/* A program's words, under the agent's name: they are no answer that anybody waited for. */
static enum err say_for(struct cx *cx, struct chat *chat, const char *word, const char *text)
{
	const char *mark = mark_of(cx, chat, word);
	struct chat_message message = {.speaker = "bot",
		.kind = "text",
		.content = text,
		.user_id = chat->agent.user_id,
		.agent_id = chat->agent.id,
		.author = chat->agent.name};

	if (!*text || strstr(chat->auto_answered, mark))
		return OK;
	chat->auto_answered = arena_format(cx->arena, "%s%s", chat->auto_answered, mark);
	return chat_add(cx, chat, &message);
}

enum err chat_greet(struct cx *cx, struct chat *chat)
{
	struct chat_self self;

	TRY(self_of(cx, chat, &self));
	return say_for(cx, chat, GREETED,
		chat_answer_in(&self.answers[CHAT_SELF_GREETING], chat->language));
}

static enum err answer_for_agent(struct cx *cx, struct chat *chat)
{
	struct chat_self self;

	TRY(self_of(cx, chat, &self));
	if (self.here)
		return OK;
	return say_for(
		cx, chat, AWAY, chat_answer_in(&self.answers[CHAT_SELF_AWAY], chat->language));
}

void chat_answered_self(struct cx *cx, struct chat *chat)
{
	const char *mark = mark_of(cx, chat, AWAY);
	const char *at = strstr(chat->auto_answered, mark);

	if (at && chat->agent.id == cx->actor->agent_id)
		chat->auto_answered = arena_format(cx->arena, "%.*s%s",
			(int)(at - chat->auto_answered), chat->auto_answered, at + strlen(mark));
}

/* ---- The signature ------------------------------------------------------------------------------ */

enum err chat_sign(struct cx *cx, struct chat *chat, struct chat_message *message)
{
	const char *mark = arena_format(cx->arena, SIGNED ":%" PRId64 ",", cx->actor->agent_id);
	const char *signature, *text;
	struct chat_self self;

	if (!cx->actor->agent_id || text_empty(message->content))
		return OK;
	TRY(chat_self_store_get(cx, cx->actor->agent_id, 0, &self));
	if (text_is(self.signature, "none") ||
		(text_is(self.signature, "first") && strstr(chat->auto_answered, mark)))
		return OK;
	TRY(account_signature(cx, &signature));
	text = arena_format(cx->arena, "%s\n\n%s", message->content, signature);
	if (!*signature || utf8_count(text) > CHAT_LETTERS_MAX)
		return OK;
	message->content = text;
	if (!strstr(chat->auto_answered, mark))
		chat->auto_answered = arena_format(cx->arena, "%s%s", chat->auto_answered, mark);
	return OK;
}

/* ---- To a customer who has just written ----------------------------------------------------------- */

enum err chat_answer_alone(struct cx *cx, struct chat *chat)
{
	enum chat_situation situation;
	struct chat_settings settings;
	struct chat_message message;
	const char *text, *word;

	if (chat_is(chat, "active"))
		return answer_for_agent(cx, chat);
	if (!chat_waits(chat))
		return OK;
	TRY(chat_settings_get(cx, &settings));
	if (!any_answers(&settings))
		return OK;
	TRY(situation_of(cx, chat, &settings, &situation));
	word = chat_situation_words[situation];
	text = chat_answer_in(&settings.answers[situation], chat->language);
	if (!*text || strstr(chat->auto_answered, word))
		return OK;
	if (situation == CHAT_GREETING && chat->customer_count > 1)
		return OK;
	chat->auto_answered = arena_format(cx->arena, "%s%s,", chat->auto_answered, word);
	message = (struct chat_message){.speaker = "bot", .kind = "text", .content = text};
	return chat_add(cx, chat, &message);
}
