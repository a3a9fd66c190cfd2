/* email.c - an e-mail to a customer on its way out, through the company's own server. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/mail/mail_send.h"

#include <string.h>

#define ATTEMPTS 30 /* about a day */

static const char *server_url(struct cx *cx, const struct provider *provider)
{
	const char *port = provider_setting(cx, provider, "port");
	const bool tls = text_is(provider_setting(cx, provider, "tls"), "tls");

	return arena_format(cx->arena, "%s://%s:%s", tls ? "smtps" : "smtp",
		provider_setting(cx, provider, "host"),
		*port         ? port
			: tls ? "465"
			      : "587");
}

static struct mail_server server_of(struct cx *cx, const struct provider *provider)
{
	const char *user = provider_setting(cx, provider, "user");

	return (struct mail_server){.url = server_url(cx, provider),
		.user = *user ? user : NULL,
		.password = provider_secret(cx, provider),
		.from = provider_setting(cx, provider, "from"),
		.tls = !text_is(provider_setting(cx, provider, "tls"), "none")};
}

/* The reference is our Message-ID: an answer to the mail names it. */
static const char *message_id(struct cx *cx, const struct outbox_item *item, const char *from)
{
	const char *address, *name;

	if (!mail_address(cx->arena, from, &address, &name))
		address = "x@hatif.invalid";
	return arena_format(cx->arena, "%s@%s", item->send_key, strchr(address, '@') + 1);
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct message_row row;
	struct provider provider;
	struct mail_server server;
	struct mail_message mail;

	TRY(message_load(cx, item, &row, &provider));
	if (row.message.status != MESSAGE_QUEUED)
		return OK;
	server = server_of(cx, &provider);
	mail = (struct mail_message){.from = server.from,
		.to = row.message.to,
		.subject = row.message.subject,
		.body = row.message.body,
		.id = message_id(cx, item, server.from),
		.date_us = item->created_us};
	return mail_request(cx, &server, &mail, request);
}

static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	struct message_row row;
	struct provider provider;

	TRY(message_load(cx, item, &row, &provider));
	mail_judge(answer, verdict);
	if (row.message.status != MESSAGE_QUEUED)
		return OK;
	if (verdict->outcome == OUTBOX_DONE)
		row.provider_ref = message_id(cx, item, provider_setting(cx, &provider, "from"));
	return message_note(cx, item, &provider, &row, verdict);
}

const struct outbox_kind email_kinds[] = {
	{.name = EMAIL_KIND,
		.max_attempts = ATTEMPTS,
		.prepare = prepare,
		.finish = finish,
		.about = "An e-mail to a customer"},
	{0},
};
