/* routes.h - every table of routes, jobs and effects of the program. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "platform/http/server.h"
#include "platform/jobs/jobs.h"
#include "platform/outbox/outbox.h"

/* NULL-terminated lists of tables, each ending in a row of zeros. */
extern const struct http_route *const app_routes[];
extern const struct http_upgrade *const app_upgrades[];
extern const struct job_kind *const app_jobs[];
extern const struct outbox_kind *const app_effects[];

/*
 * Reactions between domains: who is told of what, inside the transaction of it.
 * Once, before anything is served or done.
 */
void app_wire(void);

#endif
