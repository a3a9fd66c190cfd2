/* report_orders.c - the report of orders: their own domain reads them. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

static struct order_list_query list_query(const struct report *report)
{
	const struct report_query *query = report->query;

	return (struct order_list_query){
		.status = text_is(query->status, "all") ? NULL : query->status,
		.date = query->date,
		.date_of = query->date_of,
		.date_from = query->date_from,
		.date_to = query->date_to,
		.agent_id = query->agent_id,
		.seller_id = query->seller_id,
		.product_id = query->product_id,
		.area = query->area,
		.courier_id = query->courier_id,
		.outcome = query->outcome,
	};
}

static enum err check(struct cx *cx, const struct report *report)
{
	const struct order_list_query query = list_query(report);

	return order_report_check(cx, &query);
}

static enum err page_of(struct cx *cx, const struct report *report, const char *cursor,
	int64_t limit, struct report_page *page)
{
	const struct order_list_query query = list_query(report);
	struct order_report_page orders;

	TRY(order_report_rows(cx, &query, cursor, limit, &orders));
	*page = (struct report_page){
		.rows = orders.orders, .count = orders.count, .next = orders.next};
	return OK;
}

static enum err sum_of(struct cx *cx, const struct report *report, struct report_sum *sum)
{
	const struct order_list_query query = list_query(report);
	struct order_report_sum orders;

	TRY(order_report_sum(cx, &query, &orders));
	sum->capped = orders.capped;
	for (size_t i = 0; i < orders.count; i++) {
		const struct order_report_line *line = &orders.lines[i];

		sum->rows += line->n;
		report_add(&sum->statuses, order_status_words[line->status], line->n,
			line->value_minor);
		report_add(&sum->outcomes, line->outcome, line->n, line->value_minor);
		report_add(&sum->money, line->currency, line->n, line->value_minor);
	}
	return OK;
}

static const struct order *row_of(const struct report_page *page, size_t i)
{
	return (const struct order *)page->rows + i;
}

static enum err sheet_row_of(
	struct sheet *sheet, struct cx *cx, const struct report_page *page, size_t i)
{
	return order_report_sheet_row(sheet, cx, row_of(page, i));
}

static void write_row(
	struct json *json, const struct cx *cx, const struct report_page *page, size_t i)
{
	order_report_write(json, cx, row_of(page, i));
}

const struct report_type report_orders = {.word = "orders",
	.title = WORDS("Orders"),
	.headings = order_report_headings,
	.statuses = order_status_words,
	.check = check,
	.page = page_of,
	.sum = sum_of,
	.sheet_row = sheet_row_of,
	.write = write_row};
