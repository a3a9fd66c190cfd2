/* mail.c - queueing in the unit's transaction, carrying by the outbox. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

#include "platform/cfg/cfg.h"
#include "platform/crypto/crypto.h"
#include "platform/json/json.h"

#include <inttypes.h>

#define KIND "mail"
#define ATTEMPTS_MAX 30 /* with pauses growing to an hour: about a day */

bool mail_configured(void)
{
	return !text_empty(cfg_text("mail-url")) && !text_empty(cfg_text("mail-from"));
}

static struct mail_server server_of_cfg(void)
{
	return (struct mail_server){.url = cfg_text("mail-url"),
		.user = cfg_text("mail-user"),
		.password = cfg_text("mail-password"),
		.from = cfg_text("mail-from"),
		.tls = !text_is(cfg_text("mail-tls"), "off"),
		.operators = true};
}

/* Part after the '@' of the sender: the right side of a Message-ID has to be ours. */
static const char *own_domain(struct arena *arena)
{
	const char *address, *name;

	if (!mail_address(arena, cfg_text("mail-from"), &address, &name))
		return "hatif.invalid";
	return strchr(address, '@') + 1;
}

static struct str payload_of(
	struct arena *arena, const char *to, const char *subject, const char *text_body)
{
	struct json json;

	json_begin(&json, arena, strlen(text_body) + 256);
	json_open(&json);
	json_field_text(&json, "to", to);
	json_field_text(&json, "subject", subject);
	json_field_text(&json, "body", text_body);
	json_close(&json);
	return json_end(&json);
}

/* What is queued twice is sent twice: the key of the effect is the Message-ID, new each time. */
enum err mail_queue(struct cx *cx, const char *to, const char *subject, const char *text_body)
{
	if (!mail_configured())
		return fail(cx, ERR_NOT_CONFIGURED, NULL, "No e-mail server is configured.");
	TRY(mail_check(cx, to, subject, text_body));
	return outbox_add(cx,
		&(struct outbox_entry){.kind = KIND,
			.effect_key = arena_format(cx->arena, "%" PRId64 ".%s@%s",
				cx->actor->company_id, crypto_token(cx->arena, 16),
				own_domain(cx->arena)),
			.payload = payload_of(cx->arena, to, subject, text_body).ptr});
}

/* ---- Carrying ------------------------------------------------------------------ */

static const char *member(const struct json_value *object, const char *key)
{
	const struct json_value *value = json_get(object, key);

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : "";
}

static enum err message_of(
	struct cx *cx, const struct outbox_item *item, struct mail_message *message)
{
	const struct json_value *payload;

	TRY(json_parse(cx, str_of(item->payload), &payload));
	*message = (struct mail_message){.from = cfg_text("mail-from"),
		.to = member(payload, "to"),
		.subject = member(payload, "subject"),
		.body = member(payload, "body"),
		.id = item->effect_key,
		.date_us = item->created_us};
	return mail_check(cx, message->to, message->subject, message->body);
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	const struct mail_server server = server_of_cfg();
	struct mail_message message;

	if (!mail_configured())
		return fail(cx, ERR_NOT_CONFIGURED, NULL, "No e-mail server is configured.");
	TRY(message_of(cx, item, &message));
	return mail_request(cx, &server, &message, request);
}

static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	(void)cx;
	(void)item;
	mail_judge(answer, verdict);
	return OK;
}

const struct outbox_kind mail_kinds[] = {
	{.name = KIND,
		.max_attempts = ATTEMPTS_MAX,
		.prepare = prepare,
		.finish = finish,
		.about = "Hands one message to the SMTP server."},
	{0},
};
