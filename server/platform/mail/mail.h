/* mail.h - e-mail out: a row in the outbox, carried by SMTP (libcurl). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MAIL_MAIL_H
#define PLATFORM_MAIL_MAIL_H

#include "platform/jobs/jobs.h"

/* Is an SMTP server configured for this installation? */
bool mail_configured(void);

/*
 * Queue one message in the unit's transaction. Addresses and subject with
 * line breaks are refused (ERR_INVALID). The Message-ID is stable over
 * retries. ERR_NOT_CONFIGURED without a server.
 */
MUST_USE enum err mail_queue(struct cx *cx, const char *to, const char *subject,
	const char *text_body);

extern const struct job_kind mail_jobs[];

#endif
