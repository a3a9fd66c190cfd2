/* pbx_command.c - what people ask of the PBX, on its way to whoever keeps the link. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "domains/extensions/pbx_call.h"
#include "platform/intl/messages.h"

#define KEPT_US US_PER_DAY

static pbx_command_ended *told_end;

void pbx_on_command_end(pbx_command_ended *told)
{
	told_end = told;
}

/* What stands above hears of it too: a call that was asked for will not come. */
static enum err tell_above(struct cx *cx, const struct pbx_command *command)
{
	struct pbx_ended ended = {
		.command = command->id, .kind = command->kind, .failed = command->error != NULL};
	const struct json_value *payload, *channel;

	if (!told_end)
		return OK;
	TRY(json_parse(cx, str_of(command->payload), &payload));
	channel = json_get(payload, "channel_id");
	if (channel && json_kind_of(channel) == JSON_TEXT)
		ended.channel_id = json_text_of(channel);
	return told_end(cx, &ended);
}

static enum err tell(struct cx *cx, const struct pbx_command *command)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "id", command->id);
	json_field_text(&json, "kind", command->kind);
	json_field_text(&json, "state", command->state);
	json_field_text(&json, "error", command->error);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "pbx:command",
			.subject_type = "pbx_command",
			.subject_id = command->id,
			.audience = {.permission = PERM_SELF, .user_id = command->user_id},
			.data = json_end(&json).ptr});
}

static enum err give(
	struct cx *cx, const char *kind, const char *payload, int64_t user_id, int64_t *id)
{
	struct pbx_command command = {.kind = kind,
		.payload = payload,
		.user_id = user_id,
		.state = "waiting",
		.language = language_code(cx->language)};

	TRY(command_store_add(cx, &command));
	*id = command.id;
	return tell(cx, &command);
}

enum err pbx_command_give(struct cx *cx, const char *kind, const char *payload, int64_t *id)
{
	static const char *const standing[] = {"connected", NULL};
	struct pbx pbx;

	TRY(pbx_store_get(cx, &pbx));
	if (!pbx.configured || !pbx.active)
		return fail(cx, ERR_NOT_CONFIGURED, NULL, "No PBX is set up.");
	if (!text_is(pbx.state, "connected"))
		return fail_state(
			cx, NULL, standing, "The link to the PBX does not stand at the moment.");
	return give(cx, kind, payload, cx->actor->user_id, id);
}

enum err pbx_command_refresh(struct cx *cx)
{
	struct pbx pbx;
	int64_t id;

	TRY(pbx_store_get(cx, &pbx));
	if (!pbx.active || !text_is(pbx.state, "connected"))
		return OK;
	return give(cx, "refresh", "{}", 0, &id);
}

/* The sentence with the detail in the place of its %s, whatever the detail holds. */
static const char *say(struct cx *cx, const char *sentence, const char *detail)
{
	const char *gap = strstr(sentence, "%s");

	if (!gap)
		return sentence;
	return arena_format(cx->arena, "%.*s%s%s", (int)(gap - sentence), sentence,
		detail ? detail : "", gap + strlen("%s"));
}

enum err pbx_command_end(struct cx *cx, int64_t id, const char *error, const char *detail)
{
	const struct language *language;
	struct pbx_command command;

	TRY(command_store_get(cx, id, &command));
	if (!command.id)
		return OK;
	command.state = error ? "failed" : "done";
	language = language_by_code(command.language);
	if (error)
		command.error = say(cx, language_say(language, error), detail);
	TRY(command_store_set(cx, id, command.state, command.error));
	TRY(command_store_forget(cx, cx->now_us - KEPT_US));
	TRY(tell(cx, &command));
	return tell_above(cx, &command);
}
