/* order_report.h - orders as rows of reports: what a query of lists finds, page by page. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_REPORT_H
#define DOMAINS_ORDERS_ORDER_REPORT_H

#include "domains/orders/order.h"

/* What a list is asked for, as people write it; NULL for what is not. */
struct order_list_query {
	const char *status, *date, *date_of, *date_from, *date_to, *orders, *priority, *agent_id,
		*search, *sort, *sla;
	/* These narrow it: with them orders are not searched. */
	const char *seller_id, *product_id, *area, *source, *flag, *outcome, *courier_id,
		*confirmed_by, *without;
};

/* An agent of the actor's scope, by id or AGT-code. Another outcome than OK: none such. */
MUST_USE enum err order_agent_key(struct cx *cx, const char *key, int64_t *agent_id);

/* ERR_INVALID names what is wrong with it. */
MUST_USE enum err order_report_check(struct cx *cx, const struct order_list_query *query);

struct order_report_page {
	const struct order *orders; /* with confirmed_us and outcome */
	size_t count;
	const char *next; /* or NULL: the last page */
};
/* Rows of the actor's scope, newest first. cursor NULL: from the beginning. */
MUST_USE enum err order_report_rows(struct cx *cx, const struct order_list_query *query,
	const char *cursor, int64_t limit, struct order_report_page *page);

/* How many there are of each kind, and what they are worth. */
struct order_report_line {
	enum order_status status;
	bool high;
	const char *outcome; /* "": never confirmed */
	const char *currency;
	int64_t n, value_minor;
};
struct order_report_sum {
	struct order_report_line *lines;
	size_t count;
	bool capped; /* counting ended at ORDER_REPORT_CAP */
};
#define ORDER_REPORT_CAP 200000
MUST_USE enum err order_report_sum(
	struct cx *cx, const struct order_list_query *query, struct order_report_sum *sum);

struct sheet;
extern const char *const order_report_headings[]; /* NULL-terminated */
MUST_USE enum err order_report_sheet_row(
	struct sheet *sheet, struct cx *cx, const struct order *order);
/* The row of lists with confirmed_at and outcome: report_order_schema in order_api.h. */
void order_report_write(struct json *json, const struct cx *cx, const struct order *order);
/* Of money in an order's currency. */
int order_report_digits(const struct cx *cx, const char *currency);

#endif
