/* routes.h - every route and job table of the program. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "platform/http/server.h"
#include "platform/jobs/jobs.h"

/* NULL-terminated lists of tables, each ending in a row of zeros. */
extern const struct http_route *const app_routes[];
extern const struct job_kind *const app_jobs[];

#endif
