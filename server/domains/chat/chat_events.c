/* chat_events.c - what is told of chats, and who may hear it. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_events.h"

#include "domains/chat/chat_view_internal.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

#define EVENT_BYTES 2048

static enum err tell(struct cx *cx, const char *type, int64_t chat_id, struct audience audience,
	const char *data)
{
	return events_publish(cx,
		&(struct event){.type = type,
			.subject_type = "chat",
			.subject_id = chat_id,
			.audience = audience,
			.data = data});
}

static struct audience audience_of(const struct chat *chat)
{
	return (struct audience){.permission = PERM_CHATS_READ,
		.agent_id = chat->agent.id,
		.other_agent_id = chat->offered.id,
		.team_id = chat->team_id,
		.department_id = chat->department_id,
		.pool = chat_waits(chat)};
}

/* Guests beyond the audience's own agents get it by themselves, two at a time. */
static enum err tell_guests(
	struct cx *cx, const char *type, const struct chat *chat, const char *data)
{
	int64_t *guests;
	size_t count;

	TRY(chat_store_guests(cx, chat->id, &guests, &count));
	for (size_t i = 0; i < count; i += 2)
		TRY(tell(cx, type, chat->id,
			(struct audience){.permission = PERM_SELF,
				.agent_id = guests[i],
				.other_agent_id = i + 1 < count ? guests[i + 1] : 0},
			data));
	return OK;
}

static enum err tell_all(struct cx *cx, const char *type, const struct chat *chat, const char *data)
{
	TRY(tell(cx, type, chat->id, audience_of(chat), data));
	return tell_guests(cx, type, chat, data);
}

enum err chat_publish_about(
	struct cx *cx, const struct chat *chat, const char *type, struct json *json)
{
	json_close(json);
	return tell_all(cx, type, chat, json_end(json).ptr);
}

void chat_tell_about(struct cx *cx, const struct chat *chat, const char *type, struct json *json)
{
	json_close(json);
	events_tell(cx,
		&(struct event){.type = type,
			.subject_type = "chat",
			.subject_id = chat->id,
			.audience = audience_of(chat),
			.data = json_end(json).ptr});
}

enum err chat_publish(
	struct cx *cx, const char *type, const struct chat *chat, const char *const *changed)
{
	struct json json;

	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_field_int(&json, "chat_id", chat->id);
	if (changed) {
		json_field_text(&json, "state", chat->state);
		json_field_open_array(&json, "changed");
		for (; *changed; changed++)
			json_text(&json, *changed);
		json_close_array(&json);
	}
	json_key(&json, "chat");
	chat_write_event_json(&json, cx, chat);
	return chat_publish_about(cx, chat, type, &json);
}

/* ---- Out of sight --------------------------------------------------------------------------- */

static enum err tell_gone(struct cx *cx, int64_t chat_id, struct audience audience)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_int(&json, "chat_id", chat_id);
	json_field_int(&json, "id", chat_id);
	json_close(&json);
	return tell(cx, "chat:removed", chat_id, audience, json_end(&json).ptr);
}

static bool agent_sees(const struct chat *chat, int64_t agent_id)
{
	return chat->agent.id == agent_id || chat->offered.id == agent_id;
}

static enum err tell_agent_gone(struct cx *cx, const struct chat *after, int64_t agent_id)
{
	if (!agent_id || agent_sees(after, agent_id))
		return OK;
	return tell_gone(
		cx, after->id, (struct audience){.permission = PERM_SELF, .agent_id = agent_id});
}

enum err chat_publish_removed(struct cx *cx, const struct chat *before, const struct chat *after)
{
	const bool waits_on = chat_waits(after) && after->department_id == before->department_id;

	if (chat_waits(before) && !waits_on)
		TRY(tell_gone(cx, after->id,
			(struct audience){.permission = PERM_CHATS_READ,
				.department_id = before->department_id,
				.pool = true}));
	TRY(tell_agent_gone(cx, after, before->agent.id));
	TRY(tell_agent_gone(cx, after, before->offered.id));
	if (before->team_id && before->team_id != after->team_id)
		TRY(tell_gone(cx, after->id,
			(struct audience){
				.permission = PERM_CHATS_READ_TEAM, .team_id = before->team_id}));
	return OK;
}
