/* chat_self.c - how agents take their own chats, within what they are allowed (S1-PROF-16, 18, 20, 21). */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_self.h"

#include "base/str.h"
#include "domains/tenancy/tenancy.h"
#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

const char *const chat_self_words[] = {"greeting", "away", NULL};
const char *const chat_accept_words[] = {"manual", "auto", NULL};
const char *const chat_signature_words[] = {"none", "first", "every", NULL};

enum err chat_self_get(struct cx *cx, struct chat_self *self)
{
	struct chat_settings settings;

	*self = (struct chat_self){0};
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents can have chats.");
	TRY(chat_settings_get(cx, &settings));
	return chat_self_store_get(cx, cx->actor->agent_id, settings.capacity, self);
}

void chat_self_write(struct json *json, const struct chat_self *self)
{
	const bool fewer = self->own.given && self->own.value < self->allowed;

	json_field_int(json, "capacity", fewer ? self->own.value : self->allowed);
	json_field_int(json, "capacity_allowed", self->allowed);
	json_field_text(json, "accept", self->accept);
	json_field_text(json, "signature", self->signature);
	json_key(json, "answers");
	chat_answers_write(json, chat_self_words, self->answers);
	json_field_int(json, "version", self->version);
}

static const char *picture(struct cx *cx, const struct chat_self *self)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	chat_self_write(&json, self);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err newer(struct cx *cx)
{
	struct chat_self now;

	TRY(chat_self_get(cx, &now));
	cx->failure.current_json = picture(cx, &now);
	return fail(cx, ERR_CONFLICT, "version", "This has been changed since.");
}

enum err chat_self_put(struct cx *cx, const struct chat_self *wanted, struct chat_self *after)
{
	const struct audit_subject subject = {"agent", cx->actor->agent_id};
	struct chat_self before, stored = *wanted;
	struct json answers;
	bool done;

	TRY(chat_self_get(cx, &before));
	if (stored.own.given && stored.own.value > before.allowed)
		return fail(cx, ERR_INVALID, "capacity", "You may have at most %d chats at a time.",
			(int)before.allowed);
	if (stored.own.value == before.allowed)
		stored.own.given = false; /* follows when more are allowed */
	json_begin(&answers, cx->arena, 256);
	chat_answers_write(&answers, chat_self_words, stored.answers);
	TRY(chat_self_store_put(cx, &stored, json_end(&answers).ptr, &done));
	if (!done)
		return newer(cx);
	TRY(chat_self_get(cx, after));
	TRY(audit_write_change(
		cx, "agent.chats_changed", &subject, picture(cx, &before), picture(cx, after)));
	return company_tell_changed(cx, cx->actor->user_id);
}
