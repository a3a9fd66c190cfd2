/* mail_smtp.c - one message as a request to the SMTP server, and what its answer means. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

#define WHOLE_MS 60000

enum err mail_request(struct cx *cx, const struct mail_server *server,
	const struct mail_message *message, struct fetch_request *request)
{
	const struct str text = mail_write(cx->arena, message);
	struct fetch_mail *mail = arena_alloc(cx->arena, sizeof(*mail));
	const char *name;

	if (!mail_address(cx->arena, message->from, &mail->from, &name))
		return fail(
			cx, ERR_INVALID, NULL, "The sender's address is not an e-mail address.");
	mail->to = message->to;
	mail->user = server->user;
	mail->password = server->password;
	mail->tls = server->tls;
	*request = (struct fetch_request){.url = server->url,
		.body = text.ptr,
		.body_bytes = text.len,
		.timeout_ms = WHOLE_MS,
		.operators_url = server->operators,
		.mail = mail};
	return OK;
}

/*
 * 5xx about this message is final. About who we are, or that we should
 * encrypt (530..538), it is our configuration, which somebody may mend.
 */
static bool is_final(int status)
{
	return status >= 500 && status < 600 && (status < 530 || status > 538);
}

void mail_judge(const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	if (fetch_succeeded(answer))
		outbox_done(verdict);
	else if (answer->result == FETCH_OK && is_final(answer->status))
		outbox_failed(verdict, answer->detail);
	else
		outbox_later(verdict, answer->detail, 0);
}
