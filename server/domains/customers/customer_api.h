/* customer_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_API_H
#define DOMAINS_CUSTOMERS_CUSTOMER_API_H

#include "domains/customers/customer_card.h"
#include "platform/http/http.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route customer_routes[]; /* one customer: read, corrected, entered */
extern const struct http_route customer_note_routes[];
extern const struct http_route customer_field_routes[]; /* fields and tags of the company */

/* The object `CustomerNote`. */
extern const struct schema customer_note_schema;

/* "version", which If-Match can say, too. */
#define CUSTOMER_VERSION(params, member) \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params, member), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}

#endif
