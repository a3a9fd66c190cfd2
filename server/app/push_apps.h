/* push_apps.h - whose key it is, for Pusher's protocol. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_PUSH_APPS_H
#define APP_PUSH_APPS_H

#include "platform/push/push.h"

/* For push_options. */
MUST_USE enum err app_find_push(struct cx *cx, struct str key, struct push_app *app);
MUST_USE enum err app_own_push(struct cx *cx, struct push_app *app);

#endif
