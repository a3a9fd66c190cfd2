/* notification_words.c - what each type of notification says, in the reader's language. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#define PLACES_MAX 3

/* One type, or one outcome of it. */
struct wording {
	const char *type;
	const char *member, *value; /* what data says in this outcome; NULL: any */
	const char *title; /* each %s is a member of data, in this order */
	const char *places[PLACES_MAX];
	const char *body; /* instead of the body that was sent; NULL: that one */
};

/* Pages have the same sentences (web: lib/notifications/text.ts): they turn with the page. */
static const struct wording wordings[] = {
	{.type = "order_assigned", .title = WORDS("Order %s is yours"), .places = {"short_code"}},
	{.type = "callback_due", .title = WORDS("Call %s now"), .places = {"customer_name"}},
	{.type = "follow_up_due",
		.title = WORDS("Follow up on order %s"),
		.places = {"short_code"}},
	{.type = "work_given",
		.title = WORDS("%s gave you work: %s orders, %s callbacks and follow-ups"),
		.places = {"by", "orders", "tasks"}},
	{.type = "reassign_request",
		.title = WORDS("%s asks to hand over order %s"),
		.places = {"agent_name", "short_code"}},
	{.type = "reassign_decided",
		.member = "status",
		.value = "approved",
		.title = WORDS("Order %s was handed over as you asked"),
		.places = {"short_code"}},
	{.type = "reassign_decided",
		.title = WORDS("Your request to hand over order %s was refused"),
		.places = {"short_code"}},
	{.type = "modification_request",
		.title = WORDS("%s asks for a change of order %s"),
		.places = {"agent_name", "short_code"}},
	{.type = "modification_decided",
		.member = "status",
		.value = "approved",
		.title = WORDS("The change of order %s that you asked for was approved"),
		.places = {"short_code"}},
	{.type = "modification_decided",
		.member = "status",
		.value = "withdrawn",
		.title = WORDS("Your request about order %s ended: the order is over"),
		.places = {"short_code"}},
	{.type = "modification_decided",
		.title = WORDS("The change of order %s that you asked for was rejected"),
		.places = {"short_code"}},
	{.type = "sla_breached",
		.member = "count",
		.value = "1",
		.title = WORDS("Order %s was not dealt with in time"),
		.places = {"short_code"}},
	{.type = "sla_breached",
		.title = WORDS("%s orders were not dealt with in time, %s among them"),
		.places = {"count", "short_code"}},
	{.type = "password_request",
		.title = WORDS("%s asks for a new password"),
		.places = {"name"}},
	{.type = "agent_lost", .title = WORDS("%s lost the connection"), .places = {"agent_name"}},
	{.type = "chat_assigned",
		.title = WORDS("The chat with %s is yours"),
		.places = {"customer_name"}},
	{.type = "chat_transferred",
		.title = WORDS("%s handed the chat with %s on to you"),
		.places = {"by", "customer_name"}},
	{.type = "mention",
		.title = WORDS("%s mentioned you in the chat with %s"),
		.places = {"by", "customer_name"}},
	{.type = "chat_waiting",
		.title = WORDS("%s waits too long in the chat"),
		.places = {"customer_name"}},
	{.type = "chat_unseen",
		.title = WORDS("Nobody has read what %s wrote"),
		.places = {"customer_name"}},
	{.type = "chat_offered",
		.title = WORDS("A chat is offered to you: %s"),
		.places = {"customer_name"}},
	{.type = "chat_message",
		.title = WORDS("%s wrote to you in a chat"),
		.places = {"customer_name"}},
	{.type = "agent_away",
		.title = WORDS("%s is away: there was no input for a while"),
		.places = {"agent_name"}},
	{.type = "internal_message", .title = WORDS("%s wrote to you"), .places = {"from"}},
	{.type = "session_reused",
		.title = WORDS("A login of yours was used twice"),
		.body = WORDS("Somebody tried to go on with a login that had already been "
			      "renewed, so all sides were logged out. Change your password if you "
			      "do not know why.")},
	{.type = "rating_received",
		.title = WORDS("%s rated order %s: %s of 5"),
		.places = {"customer_name", "short_code", "score"}},
	{.type = "escalation_raised", .title = WORDS("%s escalated %s"), .places = {"by", "code"}},
	{.type = "escalation_assigned",
		.title = WORDS("The escalation of %s is yours"),
		.places = {"code"}},
	{.type = "escalation_resolved",
		.title = WORDS("The escalation of %s is resolved"),
		.places = {"code"}},
	{.type = "escalation_further",
		.title = WORDS("The escalation of %s went to the manager"),
		.places = {"code"}},
	{.type = "schedule_changed", .title = WORDS("Your schedule has changed")},
	{.type = "webhook_disabled",
		.title = WORDS("The webhook %s was switched off: nothing was taken for days"),
		.places = {"name"}},
};

/* "" for what is not there. */
static const char *member_text(struct cx *cx, const struct json_value *data, const char *member)
{
	const struct json_value *value = data && member ? json_get(data, member) : NULL;

	if (value && json_kind_of(value) == JSON_TEXT)
		return json_text_of(value);
	if (value && json_kind_of(value) == JSON_INT)
		return json_digits_of(cx->arena, value);
	return "";
}

static const struct wording *wording_of(
	struct cx *cx, const char *type, const struct json_value *data)
{
	for (size_t i = 0; i < COUNT(wordings); i++) {
		const struct wording *wording = &wordings[i];

		if (!text_is(wording->type, type))
			continue;
		if (!wording->member ||
			text_is(member_text(cx, data, wording->member), wording->value))
			return wording;
	}
	return NULL;
}

static const char *fill(struct cx *cx, const char *title, const struct json_value *data,
	const char *const places[PLACES_MAX])
{
	struct buf text = buf_in(cx->arena, strlen(title) + 64);
	const char *place = strstr(title, "%s");

	for (size_t i = 0; place && i < PLACES_MAX; i++) {
		buf_add(&text, title, (size_t)(place - title));
		buf_text(&text, member_text(cx, data, places[i]));
		title = place + strlen("%s");
		place = strstr(title, "%s");
	}
	buf_text(&text, title);
	return text.ptr;
}

static const struct json_value *data_of(struct cx *cx, const char *data)
{
	const struct json_value *value;

	if (json_parse(cx, str_of(data), &value) == OK)
		return value;
	fail_clear(cx); /* ours always parse */
	return NULL;
}

bool notification_known(struct cx *cx, const struct notification *notification)
{
	return wording_of(cx, notification->type, data_of(cx, notification->data)) != NULL;
}

void notification_word(
	struct cx *cx, const struct language *language, struct notification *notification)
{
	const struct json_value *data;
	const struct wording *wording;

	if (*notification->title) /* of an older version, which stored it */
		return;
	data = data_of(cx, notification->data);
	wording = wording_of(cx, notification->type, data);
	if (!wording)
		return;
	notification->title = fill(
		cx, language_say(language, wording->title), data, wording->places);
	if (wording->body)
		notification->body = language_say(language, wording->body);
}
