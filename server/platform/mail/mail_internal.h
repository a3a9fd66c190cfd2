/* mail_internal.h - shared inside platform/mail. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_MAIL_MAIL_INTERNAL_H
#define PLATFORM_MAIL_MAIL_INTERNAL_H

#include "base/clock.h"
#include "platform/mail/mail.h"
#include "platform/mail/mail_send.h"

/* RFC 5322 with CRLF: headers, and the body as base64 UTF-8 text (mail_message.c). */
struct str mail_write(struct arena *arena, const struct mail_message *message);

#endif
