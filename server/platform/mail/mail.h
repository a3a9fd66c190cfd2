/* mail.h - e-mail out: an effect of the outbox, carried by SMTP. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MAIL_MAIL_H
#define PLATFORM_MAIL_MAIL_H

#include "platform/outbox/outbox.h"

/* Is an SMTP server configured for this installation? */
bool mail_configured(void);

/*
 * Queue one message in the unit's transaction. Addresses and subject with
 * line breaks are refused (ERR_INVALID, fields `to`, `subject`, `body`). The
 * Message-ID is stable over retries: at least once, and a second copy can be
 * told by it. ERR_NOT_CONFIGURED without a server.
 */
MUST_USE enum err mail_queue(
	struct cx *cx, const char *to, const char *subject, const char *text_body);

/* For outbox_start. */
extern const struct outbox_kind mail_kinds[];

#endif
