/* mail_internal.h - shared inside platform/mail. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MAIL_MAIL_INTERNAL_H
#define PLATFORM_MAIL_MAIL_INTERNAL_H

#include "base/clock.h"
#include "platform/mail/mail.h"

/* One message, before it is text. */
struct mail_message {
	const char *from; /* "a@b" or "Name <a@b>" */
	const char *to; /* one plain address */
	const char *subject, *body; /* UTF-8 */
	const char *id; /* Message-ID without the angle brackets */
	int64_t date_us;
};

/* ---- Text: mail_message.c ------------------------------------------------ */

/* ERR_INVALID for anything that could become another header or recipient. */
MUST_USE enum err mail_check(struct cx *cx, const char *to, const char *subject, const char *body);

/* "a@b" and the name before it (NULL for none) of either form; false when there is no address. */
MUST_USE bool mail_address(
	struct arena *arena, const char *text, const char **address, const char **name);

/* RFC 5322 with CRLF: headers, and the body as base64 UTF-8 text. */
struct str mail_write(struct arena *arena, const struct mail_message *message);

/* ---- Sending: mail_smtp.c -------------------------------------------------- */

struct mail_server {
	const char *url, *user, *password;
	const char *from;
	bool tls; /* required */
	long patience_s; /* for the whole message; 0 = a minute */
};

enum mail_result {
	MAIL_SENT,
	MAIL_LATER, /* the server is away, busy or misconfigured: try again */
	MAIL_REFUSED, /* it will never take this message */
};

/* Blocks for at most the server's patience_s. *why is set unless MAIL_SENT; in the arena. */
enum mail_result mail_send(struct arena *arena, const struct mail_server *server,
	const struct mail_message *message, const char **why);

/* ---- Storage: mail_store.c --------------------------------------------------- */

struct mail_row {
	int64_t id;
	const char *key, *payload;
	int64_t created_us;
	bool waiting;
};

MUST_USE enum err mail_store_add(struct cx *cx, const struct mail_row *row);
/* ERR_NOT_FOUND. */
MUST_USE enum err mail_store_get(struct cx *cx, int64_t id, struct mail_row *row);
/* state: "waiting", "done" or "failed"; error NULL for none. Counts an attempt. */
MUST_USE enum err mail_store_note(struct cx *cx, int64_t id, const char *state, const char *error);
/* Done rows older than before_us, at most `limit`. */
MUST_USE enum err mail_store_sweep(
	struct cx *cx, int64_t before_us, int64_t limit, int64_t *deleted);

#endif
