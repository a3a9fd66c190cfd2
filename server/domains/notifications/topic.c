/* topic.c - what notifications are about, as people choose among them: the one table. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/topic_internal.h"

#define LOUD (WAY_BELL | WAY_SOUND | WAY_DESKTOP | WAY_PUSH)

const char *const way_words[] = {"bell", "sound", "desktop", "push", "email", NULL};
_Static_assert(COUNT(way_words) == WAY_COUNT + 1, "a word for every way");

const char *const sound_words[] = {
	"chime", "bell", "drop", "knock", "marimba", "alert", "ring", NULL};

const struct topic topics[] = {
	{.code = "chat_offered",
		.right = "chats.read",
		.types = {"chat_offered"},
		.standard = LOUD,
		.sound = "ring",
		.life_s = 60,
		.urgent = true},
	{.code = "chat_assigned",
		.right = "chats.read",
		.types = {"chat_assigned", "chat_transferred"},
		.standard = LOUD,
		.sound = "marimba",
		.life_s = 3600,
		.urgent = true},
	/* Each message in the bell would bury all else there. */
	{.code = "chat_message",
		.right = "chats.read",
		.types = {"chat_message"},
		.standard = WAY_SOUND | WAY_DESKTOP | WAY_PUSH,
		.sound = "drop",
		.life_s = 3600,
		.urgent = true},
	{.code = "chat_waiting",
		.right = "chats.read",
		.types = {"chat_waiting", "chat_unseen"},
		.standard = LOUD,
		.sound = "alert",
		.life_s = 900,
		.urgent = true},
	{.code = "mention",
		.right = "chats.read",
		.types = {"mention"},
		.standard = LOUD,
		.sound = "chime",
		.life_s = 86400},
	{.code = "order_assigned",
		.right = "orders.read",
		.types = {"order_assigned", "work_given"},
		.standard = LOUD,
		.sound = "chime",
		.life_s = 86400},
	{.code = "reminder",
		.right = "orders.read",
		.types = {"callback_due", "follow_up_due"},
		.standard = LOUD,
		.sound = "bell",
		.life_s = 3600,
		.urgent = true},
	{.code = "sla",
		.right = "orders.read",
		.types = {"sla_breached"},
		.standard = LOUD,
		.sound = "alert",
		.life_s = 86400,
		.urgent = true},
	{.code = "request",
		.right = "orders.approve",
		.types = {"reassign_request", "modification_request"},
		.standard = LOUD,
		.sound = "knock",
		.life_s = 86400},
	{.code = "decision",
		.right = "orders.read",
		.types = {"reassign_decided", "modification_decided"},
		.standard = WAY_BELL | WAY_SOUND | WAY_PUSH,
		.sound = "chime",
		.life_s = 86400},
	{.code = "escalation",
		.right = "orders.read",
		.types = {"escalation_raised", "escalation_assigned", "escalation_resolved",
			"escalation_further"},
		.standard = LOUD,
		.sound = "knock",
		.life_s = 86400},
	{.code = "message",
		.right = "orders.read",
		.types = {"internal_message"},
		.standard = LOUD,
		.sound = "drop",
		.life_s = 86400},
	{.code = "rating",
		.right = "orders.read",
		.types = {"rating_received"},
		.standard = WAY_BELL,
		.sound = "chime",
		.life_s = 86400},
	{.code = "schedule",
		.right = "orders.read",
		.types = {"schedule_changed"},
		.standard = WAY_BELL | WAY_PUSH,
		.sound = "chime",
		.life_s = 86400},
	{.code = "agent_lost",
		.right = "presence.others",
		.types = {"agent_lost"},
		.standard = LOUD,
		.sound = "alert",
		.life_s = 1800,
		.urgent = true},
	{.code = "agent_away",
		.right = "presence.others",
		.types = {"agent_away"},
		.standard = WAY_BELL,
		.sound = "knock",
		.life_s = 1800},
	{.code = "administration",
		.right = "password_requests.resolve",
		.types = {"password_request", "webhook_disabled"},
		.standard = LOUD,
		.sound = "knock",
		.life_s = 86400},
	/* Somebody else may be in one's account: that is said in any case. */
	{.code = "security",
		.types = {"session_reused"},
		.standard = LOUD | WAY_EMAIL,
		.always = WAY_BELL,
		.sound = "alert",
		.life_s = 86400,
		.urgent = true},
	{0},
};

const struct topic *topic_by_code(const char *code)
{
	for (const struct topic *topic = topics; topic->code; topic++)
		if (text_is(topic->code, code))
			return topic;
	return NULL;
}

const struct topic *topic_of(const char *type)
{
	for (const struct topic *topic = topics; topic->code; topic++)
		for (size_t i = 0; i < TOPIC_TYPES_MAX && topic->types[i]; i++)
			if (text_is(topic->types[i], type))
				return topic;
	return NULL;
}

/* What nobody can be told of here, because the program or the person has no part in it, is no choice. */
bool topic_concerns(const struct topic *topic, const struct actor *actor)
{
	enum perm right;

	if (!topic->right)
		return true;
	right = perm_by_name(topic->right);
	return right < PERM_COUNT && actor_may(actor, right);
}
