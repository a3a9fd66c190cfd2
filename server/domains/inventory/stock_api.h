/* stock_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INVENTORY_STOCK_API_H
#define DOMAINS_INVENTORY_STOCK_API_H

#include "domains/inventory/stock_internal.h"

#include "platform/http/http.h"
#include "platform/jobs/jobs.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route stock_routes[]; /* what agents look at */
extern const struct http_route stock_manage_routes[]; /* one product: ledger, adjusting */
extern const struct http_route stock_import_routes[];
extern const struct http_route stock_location_routes[];
extern const struct job_kind inventory_jobs[];

/* For app/queries.c; each ends in NULL. */
extern const struct db_query *const stock_queries[];
extern const struct db_query *const stock_counter_queries[];
extern const struct db_query *const stock_list_queries[];
extern const struct db_query *const stock_alert_queries[];
extern const struct db_query *const stock_import_queries[];
extern const struct db_query *const location_queries[];

extern const struct schema stock_product_schema;
extern const struct schema stock_location_schema;

#endif
