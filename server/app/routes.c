/* routes.c - every route and job table, listed by name. */
/* SPDX-License-Identifier: MIT */
#include "app/routes.h"

#include "platform/ws/ws.h"

extern const struct http_route company_routes[];

extern const struct job_kind events_jobs[];

const struct http_route *const app_routes[] = {
	company_routes,
	NULL,
};

const struct job_kind *const app_jobs[] = {
	events_jobs,
	NULL,
};
