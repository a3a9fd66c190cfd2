/* chat_auto.c - what a company says by itself to a customer who waits. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer.h"
#include "domains/chat/chat_offer.h"

#include "base/str.h"
#include "domains/tenancy/tenancy.h"
#include "platform/auth/auth.h"

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
	const struct chat anywhere = {0};
	enum chat_situation situation;
	struct chat_settings settings;

	TRY(chat_settings_get(cx, &settings));
	TRY(situation_of(cx, &anywhere, &settings, &situation));
	*open = situation == CHAT_GREETING || situation == CHAT_BUSY;
	return OK;
}

static bool any_answers(const struct chat_settings *settings)
{
	for (size_t i = 0; i < CHAT_SITUATIONS; i++)
		for (size_t j = 0; j < CHAT_LANGUAGES; j++)
			if (*settings->answers[i][j])
				return true;
	return false;
}

/* In the customer's language, else in the other one. */
static const char *text_of(
	const struct chat_settings *settings, enum chat_situation situation, const char *language)
{
	const size_t first = text_is(language, "ar") ? CHAT_IN_ARABIC : CHAT_IN_ENGLISH;
	const char *text = settings->answers[situation][first];

	return *text ? text : settings->answers[situation][1 - first];
}

enum err chat_answer_alone(struct cx *cx, struct chat *chat)
{
	enum chat_situation situation;
	struct chat_settings settings;
	struct chat_message message;
	const char *text, *word;

	if (!chat_waits(chat))
		return OK;
	TRY(chat_settings_get(cx, &settings));
	if (!any_answers(&settings))
		return OK;
	TRY(situation_of(cx, chat, &settings, &situation));
	word = chat_situation_words[situation];
	text = text_of(&settings, situation, chat->language);
	if (!*text || strstr(chat->auto_answered, word))
		return OK;
	if (situation == CHAT_GREETING && chat->customer_count > 1)
		return OK;
	chat->auto_answered = arena_format(cx->arena, "%s%s,", chat->auto_answered, word);
	message = (struct chat_message){.speaker = "bot", .kind = "text", .content = text};
	return chat_add(cx, chat, &message);
}
