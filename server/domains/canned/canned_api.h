/* canned_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CANNED_CANNED_API_H
#define DOMAINS_CANNED_CANNED_API_H

#include "domains/canned/canned_internal.h"
#include "platform/http/http.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route canned_routes[]; /* single ones */
extern const struct http_route canned_list_routes[]; /* lists, and files of them */

/* The object `CannedResponse`. */
extern const struct schema canned_schema;

#endif
