/* courier.c - what every message on its way out shares, and tests of providers. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/intl/messages.h"
#include "platform/outbox/outbox.h"

#define TEST_BYTES 9

/* ---- Tests --------------------------------------------------------------------------- */

enum err provider_test(
	struct cx *cx, const struct provider *provider, const char *to, const char **test)
{
	struct json json;

	*test = crypto_token(cx->arena, TEST_BYTES);
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "provider", provider->id);
	json_field_text(&json, "to", to);
	json_field_int(&json, "user", cx->actor->user_id);
	json_field_text(&json, "language", language_code(cx->language));
	json_close(&json);
	return outbox_add(cx,
		&(struct outbox_entry){
			.kind = provider->channel == MESSAGE_SMS ? SMS_KIND : EMAIL_KIND,
			.effect_key = *test,
			.payload = json_end(&json).ptr,
		});
}

static enum err load_test(struct cx *cx, const struct outbox_item *item, struct message_row *row,
	struct provider *provider)
{
	const struct json_value *payload;

	TRY(json_parse(cx, str_of(item->payload), &payload));
	TRY(provider_store_get(cx, json_int_of(json_get(payload, "provider")), provider));
	*row = (struct message_row){
		.message = {.channel = provider->channel,
			.status = MESSAGE_QUEUED,
			.to = json_text_of(json_get(payload, "to")),
			.subject = "Hatif",
			.body = arena_format(cx->arena, "%s: this is a test. هذه رسالة تجريبية.",
				cx->actor->company->name)},
		.provider_id = provider->id,
	};
	return OK;
}

/* To the user who asked for it. */
static enum err tell_tester(struct cx *cx, const struct outbox_item *item,
	const struct provider *provider, const char *error)
{
	const struct language *language = NULL; /* that it was asked for in */
	const struct json_value *payload;
	struct json json;

	TRY(json_parse(cx, str_of(item->payload), &payload));
	if (json_get(payload, "language")) /* rows of older versions have none */
		language = language_by_code(json_text_of(json_get(payload, "language")));
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "test", item->effect_key);
	json_field_int(&json, "provider_id", provider->id);
	json_field_bool(&json, "ok", error == NULL);
	json_field_text(&json, "error", outbox_error_say(cx, language, error));
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "provider:tested",
			.subject_type = "message_provider",
			.subject_id = provider->id,
			.audience = {.permission = PERM_SELF,
				.user_id = json_int_of(json_get(payload, "user"))},
			.data = json_end(&json).ptr});
}

/* ---- Both channels --------------------------------------------------------------------- */

enum err message_load(struct cx *cx, const struct outbox_item *item, struct message_row *row,
	struct provider *provider)
{
	if (item->subject_id == 0)
		return load_test(cx, item, row, provider);
	TRY(message_store_get(cx, item->subject_id, row));
	return provider_store_get(cx, row->provider_id, provider);
}

enum err message_note(struct cx *cx, const struct outbox_item *item,
	const struct provider *provider, struct message_row *row, struct outbox_verdict *verdict)
{
	const bool test = item->subject_id == 0;

	if (test && verdict->outcome == OUTBOX_LATER) /* somebody waits for the answer */
		outbox_failed(verdict, verdict->error);
	row->message.error = verdict->outcome == OUTBOX_DONE ? NULL : verdict->error;
	TRY(provider_store_note(cx, provider->id, row->message.error));
	if (test)
		return tell_tester(cx, item, provider, row->message.error);
	if (verdict->outcome == OUTBOX_DONE)
		row->message.status = MESSAGE_SENT;
	else if (verdict->outcome == OUTBOX_FAILED)
		row->message.status = MESSAGE_FAILED;
	TRY(message_store_note(cx, row));
	return row->message.status == MESSAGE_QUEUED ? OK : message_tell(cx, &row->message);
}
