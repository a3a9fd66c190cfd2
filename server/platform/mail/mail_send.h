/* mail_send.h - messages through any SMTP server: for domains whose companies have one of their own. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MAIL_MAIL_SEND_H
#define PLATFORM_MAIL_MAIL_SEND_H

#include "platform/outbox/outbox.h"

/* One message, before it is text. */
struct mail_message {
	const char *from; /* "a@b" or "Name <a@b>" */
	const char *to; /* one plain address */
	const char *subject, *body; /* UTF-8 */
	const char *id; /* Message-ID without the angle brackets */
	int64_t date_us;
};

struct mail_server {
	const char *url, *user, *password; /* smtp:// or smtps://; user NULL: no login */
	const char *from;
	bool tls; /* required */
	bool operators; /* from the configuration of the installation: it may stand anywhere */
};

/* ERR_INVALID for anything that could become another header or recipient. */
MUST_USE enum err mail_check(struct cx *cx, const char *to, const char *subject, const char *body);

/* "a@b" and the name before it (NULL for none) of either form; false when there is no address. */
MUST_USE bool mail_address(
	struct arena *arena, const char *text, const char **address, const char **name);

/*
 * The message as a request to the server; texts live in the arena. ERR_INVALID
 * when the server's `from` is no address.
 */
MUST_USE enum err mail_request(struct cx *cx, const struct mail_server *server,
	const struct mail_message *message, struct fetch_request *request);

/* What the server said: taken, never (5xx about the message), or whatever somebody may mend. */
void mail_judge(const struct fetch_answer *answer, struct outbox_verdict *verdict);

#endif
