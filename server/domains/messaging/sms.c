/* sms.c - an SMS on its way out: the outbox asks, the provider's way is taken. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/outbox/outbox.h"

/* 20 attempts of growing pauses are about half a day; later an SMS says nothing new. */
#define ATTEMPTS 20

static const struct sms_way *way_of(const struct provider *provider)
{
	return provider->kind == PROVIDER_TWILIO ? &sms_twilio : &sms_http;
}

/* Written before the request leaves: after a crash it is not known whether it arrived. */
static enum err note_doubt(struct cx *cx, const struct sms_way *way, struct message_row *row)
{
	if (!way->asks_first || row->message.id == 0)
		return OK;
	row->doubt = row->doubt == DOUBT_NONE ? DOUBT_SENT : DOUBT_ASKED;
	return message_store_note(cx, row);
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct message_row row;
	struct provider provider;

	TRY(message_load(cx, item, &row, &provider));
	if (row.message.status != MESSAGE_QUEUED)
		return OK; /* reported in the meantime: there is nothing to send any more */
	TRY(note_doubt(cx, way_of(&provider), &row));
	return way_of(&provider)->ask(cx, &provider, &row, item, request);
}

static void taken(struct cx *cx, const struct provider *provider, const struct fetch_answer *answer,
	struct message_row *row, struct outbox_verdict *verdict)
{
	const char *ref = way_of(provider)->reference(cx, provider, row, answer);

	if (row->doubt == DOUBT_ASKED && !ref)
		outbox_later(verdict, WORDS("the provider did not have it yet"), 0);
	row->doubt = DOUBT_NONE;
	row->provider_ref = ref;
}

/* It stays in doubt unless the provider answered, or was never reached. */
static void not_taken(const struct fetch_answer *answer, struct message_row *row)
{
	const bool known = answer->result == FETCH_OK || !answer->sent;

	if (answer->result == FETCH_NOT_SENT) /* nothing was asked: what was in doubt still is */
		return;
	if (row->doubt == DOUBT_ASKED || (row->doubt == DOUBT_SENT && !known))
		row->doubt = DOUBT_SENT;
	else
		row->doubt = DOUBT_NONE;
}

static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	struct message_row row;
	struct provider provider;

	TRY(message_load(cx, item, &row, &provider));
	if (row.message.status != MESSAGE_QUEUED) {
		outbox_done(verdict);
		return OK;
	}
	if (verdict->outcome == OUTBOX_DONE)
		taken(cx, &provider, answer, &row, verdict);
	else
		not_taken(answer, &row);
	return message_note(cx, item, &provider, &row, verdict);
}

const struct outbox_kind sms_kinds[] = {
	{.name = SMS_KIND,
		.max_attempts = ATTEMPTS,
		.prepare = prepare,
		.finish = finish,
		.about = "An SMS to a customer"},
	{0},
};
