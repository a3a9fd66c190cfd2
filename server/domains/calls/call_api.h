/* call_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_API_H
#define DOMAINS_CALLS_CALL_API_H

#include "domains/calls/call_view.h"
#include "platform/http/http.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route call_routes[]; /* live ones, and single ones */
extern const struct http_route call_list_routes[]; /* pages and files */
extern const struct http_route call_details_routes[]; /* and recordings */
extern const struct http_route call_stats_routes[];
extern const struct http_route transcript_routes[];

/* The object `Call`, as call_write_json() writes it. */
extern const struct schema call_schema;

/* {"calls": [Call], ...}: an array of rows as a member. */
void call_write_array(
	struct json *json, const char *key, const struct cx *cx, const struct call_views *views);

#endif
