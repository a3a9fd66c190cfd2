/* setup.h - the first company and its administrator, by a one-time link. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_SETUP_H
#define DOMAINS_ACCOUNTS_SETUP_H

#include "base/cx.h"

/*
 * Make a new one-time setup token, good for an hour; older ones stop working.
 * Only its hash is kept. The page is /setup of the web app, with the token
 * behind '#', where no log sees it. NULL when there is a company already.
 */
MUST_USE enum err setup_token_make(struct cx *cx, const char **token);

/* The whole address: public_url when configured (may be NULL), else of this machine. */
MUST_USE enum err setup_link(struct cx *cx, const char *public_url, int port, const char **link);

#endif
