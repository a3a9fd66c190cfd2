/* message.c - one message: sending it, and what becomes of it. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "base/utf8.h"
#include "domains/contacts/contact.h"
#include "platform/cfg/cfg.h"
#include "platform/mail/mail_send.h"

const char *const message_channel_words[] = {"sms", "email", NULL};
const char *const message_status_words[] = {
	"queued", "sent", "delivered", "failed", "received", NULL};

static message_listener *listener;
static message_finder *finder;

void message_listen(message_listener *told)
{
	listener = told;
}

void message_find_order(message_finder *found)
{
	finder = found;
}

enum err message_tell(struct cx *cx, const struct message *message)
{
	return listener ? listener(cx, message) : OK;
}

const char *messaging_callback_url(
	struct arena *arena, enum message_channel channel, const struct provider *provider)
{
	const char *base = cfg_text("public-url");

	if (text_empty(base))
		return "";
	return arena_format(arena, "%s/api/webhooks/%s/%s", base, message_channel_words[channel],
		provider->callback_key);
}

/* ---- Sending -------------------------------------------------------------------------- */

enum err message_configured(struct cx *cx, enum message_channel channel, bool *yes)
{
	struct provider provider;
	const enum err err = provider_store_active(cx, channel, &provider);

	*yes = err == OK;
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	return OK;
}

static enum err active_provider(
	struct cx *cx, enum message_channel channel, struct provider *provider)
{
	const enum err err = provider_store_active(cx, channel, provider);

	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	if (channel == MESSAGE_SMS)
		return fail(cx, ERR_NOT_CONFIGURED, NULL,
			"No SMS provider is configured. Nothing was sent.");
	return fail(cx, ERR_NOT_CONFIGURED, NULL,
		"No e-mail provider is configured. Nothing was sent.");
}

static enum err check(struct cx *cx, const struct message_new *wanted)
{
	const bool sms = wanted->channel == MESSAGE_SMS;
	const size_t most = sms ? SMS_LETTERS_MAX : MAIL_LETTERS_MAX;

	if (text_empty(wanted->text.body))
		return fail(cx, ERR_INVALID, "message", "The message is empty.");
	if (utf8_count(wanted->text.body) > most)
		return fail(cx, ERR_INVALID, "message", "Use at most %d characters.", (int)most);
	if (text_empty(wanted->to))
		return fail(cx, ERR_INVALID, "to", "There is nobody to send it to.");
	if (sms)
		return OK;
	if (text_empty(wanted->text.subject))
		return fail(cx, ERR_INVALID, "subject", "An e-mail needs a subject.");
	return mail_check(cx, wanted->to, wanted->text.subject, wanted->text.body);
}

static enum err queue(struct cx *cx, const struct message *message)
{
	return outbox_add(cx,
		&(struct outbox_entry){
			.kind = message->channel == MESSAGE_SMS ? SMS_KIND : EMAIL_KIND,
			.effect_key = arena_format(
				cx->arena, "message-%lld", (long long)message->id),
			.subject_id = message->id,
		});
}

enum err message_send(struct cx *cx, const struct message_new *wanted, struct message *message)
{
	struct provider provider;

	TRY(check(cx, wanted));
	TRY(active_provider(cx, wanted->channel, &provider));
	*message = (struct message){
		.order_id = wanted->order_id,
		.customer_id = wanted->customer_id,
		.agent_id = wanted->agent_id,
		.history_id = wanted->history_id,
		.channel = wanted->channel,
		.status = MESSAGE_QUEUED,
		.to = wanted->to,
		.from = provider_setting(cx, &provider, "from"),
		.subject = wanted->channel == MESSAGE_EMAIL ? wanted->text.subject : NULL,
		.template_code = wanted->text.code,
		.body = wanted->text.body,
		.segments = wanted->channel == MESSAGE_SMS ? sms_length(wanted->text.body).segments
							   : 0,
		.at_us = cx->now_us,
	};
	TRY(message_store_next_id(cx, message));
	TRY(message_store_add(cx, message, provider.id, NULL));
	TRY(queue(cx, message));
	return message_tell(cx, message);
}

enum err message_resend(struct cx *cx, int64_t id, struct message *message)
{
	static const char *const only_failed[] = {"failed", NULL};
	struct message_row row;
	struct provider provider;

	TRY(message_store_get(cx, id, &row));
	if (row.message.inbound || row.message.status != MESSAGE_FAILED)
		return fail_state(
			cx, "status", only_failed, "Only a failed message is sent again.");
	TRY(active_provider(cx, row.message.channel, &provider));
	row.provider_id = provider.id;
	row.message.status = MESSAGE_QUEUED;
	row.message.error = NULL;
	TRY(message_store_note(cx, &row));
	TRY(outbox_retry(cx, row.message.channel == MESSAGE_SMS ? SMS_KIND : EMAIL_KIND,
		arena_format(cx->arena, "message-%lld", (long long)id)));
	*message = row.message;
	return message_tell(cx, message);
}

/* ---- Reports ----------------------------------------------------------------------------- */

static bool is_later(enum message_status from, enum message_status to)
{
	if (from == MESSAGE_QUEUED)
		return to == MESSAGE_SENT || to == MESSAGE_DELIVERED || to == MESSAGE_FAILED;
	return from == MESSAGE_SENT && (to == MESSAGE_DELIVERED || to == MESSAGE_FAILED);
}

enum err message_report(struct cx *cx, const struct provider *provider, const char *ref,
	enum message_status status, const char *error)
{
	struct message_row row;

	TRY(message_store_by_ref(cx, provider->id, ref, &row));
	if (row.message.inbound || !is_later(row.message.status, status))
		return OK;
	row.message.status = status;
	row.message.error = status == MESSAGE_FAILED ? error : NULL;
	TRY(message_store_note(cx, &row));
	return message_tell(cx, &row.message);
}

/* ---- Coming in ------------------------------------------------------------------------------ */

/* Who wrote, and about which order: that of the message it answers, else the sender's newest. */
static enum err find_customer(struct cx *cx, const struct provider *provider,
	const struct message_incoming *incoming, struct message *message)
{
	const bool sms = incoming->channel == MESSAGE_SMS;
	const struct customer_seek seek = {.name = incoming->from,
		.phone = sms ? incoming->from : NULL,
		.email = sms ? NULL : incoming->from};
	struct message_row answered;
	struct customer customer;

	if (incoming->answers) {
		const enum err err = message_store_by_ref(
			cx, provider->id, incoming->answers, &answered);

		if (err == OK) {
			message->customer_id = answered.message.customer_id;
			message->order_id = answered.message.order_id;
			message->agent_id = answered.message.agent_id;
			return OK;
		}
		if (err != ERR_NOT_FOUND)
			return err;
		fail_clear(cx);
	}
	TRY(customer_find_or_create(cx, &seek, &customer, NULL));
	message->customer_id = customer.id;
	return finder ? finder(cx, customer.id, message) : OK;
}

enum err message_receive(struct cx *cx, const struct provider *provider,
	const struct message_incoming *incoming, struct message *message, bool *fresh)
{
	struct message_row row;
	const enum err err = message_store_by_ref(cx, provider->id, incoming->ref, &row);

	*fresh = err == ERR_NOT_FOUND;
	if (err == OK)
		*message = row.message;
	if (!*fresh)
		return err;
	fail_clear(cx);
	*message = (struct message){
		.channel = incoming->channel,
		.status = MESSAGE_RECEIVED,
		.inbound = true,
		.to = incoming->to,
		.from = incoming->from,
		.subject = incoming->subject,
		.body = incoming->body,
		.at_us = cx->now_us,
	};
	TRY(find_customer(cx, provider, incoming, message));
	TRY(message_store_next_id(cx, message));
	TRY(message_store_add(cx, message, provider->id, incoming->ref));
	return message_tell(cx, message);
}
