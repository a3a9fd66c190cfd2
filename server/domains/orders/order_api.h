/* order_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_API_H
#define DOMAINS_ORDERS_ORDER_API_H

#include "platform/http/http.h"
#include "platform/jobs/jobs.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route order_routes[]; /* list, details, status, bulk */
extern const struct http_route order_part_routes[]; /* notes, history */
extern const struct http_route order_entry_routes[]; /* entering and correcting */
extern const struct http_route order_export_routes[];
extern const struct http_route order_flag_routes[];
extern const struct http_route order_view_routes[]; /* customers and products of orders */
extern const struct http_route reassign_routes[];
extern const struct http_route modification_routes[];
extern const struct http_route order_sla_routes[];
extern const struct http_route callback_routes[];
extern const struct http_route follow_up_routes[];
extern const struct http_route communication_routes[];
extern const struct http_route dashboard_routes[];

/* For app/routes.c: callback.due, follow_up.due, order.index, order.sla; ends in a row of zeros. */
extern const struct job_kind order_jobs[];

/* For app/queries.c; each ends in NULL. */
extern const struct db_query *const order_queries[];
extern const struct db_query *const order_counter_queries[];
extern const struct db_query *const order_list_queries[];
extern const struct db_query *const order_count_queries[];
extern const struct db_query *const order_search_queries[];
extern const struct db_query *const order_sort_queries[];
extern const struct db_query *const order_history_queries[];
extern const struct db_query *const order_view_queries[];
extern const struct db_query *const confirmation_queries[];
extern const struct db_query *const order_flag_queries[];
extern const struct db_query *const order_narrow_queries[];
extern const struct db_query *const order_recheck_queries[];
extern const struct db_query *const assignment_queries[];
extern const struct db_query *const reassign_queries[];
extern const struct db_query *const modification_queries[];
extern const struct db_query *const order_sla_queries[];
extern const struct db_query *const callback_queries[];
extern const struct db_query *const follow_up_queries[];
extern const struct db_query *const communication_queries[];
extern const struct db_query *const dashboard_queries[];

/* ---- Schemas (order_schema_api.c) -------------------------------------------- */

extern const struct schema order_schema; /* the row of lists */
extern const struct schema report_order_schema; /* as order_report_write() writes it */
extern const struct schema order_details_schema; /* one order with all that belongs to it */
extern const struct schema order_agent_schema;
extern const struct schema order_history_schema;
extern const struct schema order_note_schema;
extern const struct schema order_activity_schema;
extern const struct schema order_contact_schema;
extern const struct schema callback_schema;
extern const struct schema follow_up_schema;
extern const struct schema communication_schema;
extern const struct schema reassign_request_schema;
extern const struct schema order_answer; /* {order} */
extern const struct schema modification_schema; /* modification_api.c */

/* ---- Corrections (order_entry_api.c) -------------------------------------------- */

struct order;
struct order_edit;
/* Of the order as it is now, from the members that PUT /api/orders/{id} takes. */
MUST_USE enum err order_entry_read_edit(struct http_req *rq, const struct json_value *changes,
	const struct order *now, struct order_edit *edit);

/* ---- Pages by number (order_paging_api.c) -------------------------------------- */

/* ERR_INVALID for cursors, which only the list of orders has, and for pages too deep. */
MUST_USE enum err order_plain_page(struct cx *cx, const char *cursor, int64_t page);
void order_plain_pagination(struct json *json, const struct http_page *page, int64_t total);
/* The path's {id} as a number; ERR_NOT_FOUND for anything else. */
MUST_USE enum err order_path_id(struct http_req *rq, int64_t *id);

#endif
