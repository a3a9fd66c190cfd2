/* report_parcels.c - the report of deliveries. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "domains/delivery/delivery.h"

static const char *const headings[] = {WORDS("Created"), WORDS("Order"), WORDS("Tracking number"),
	WORDS("Courier"), WORDS("Status"), WORDS("Since"), WORDS("Shipped"),
	WORDS("Expected delivery"), WORDS("Delivered"), WORDS("Customer"), WORDS("Phone"),
	WORDS("Product"), WORDS("Seller"), WORDS("Area"), WORDS("Price"), WORDS("Currency"),
	WORDS("Agent"), NULL};

static enum err page_of(struct cx *cx, const struct report *report, const char *cursor,
	int64_t limit, struct report_page *page)
{
	struct report_parcel *rows;
	struct report_place after;
	size_t count;

	TRY(report_place_read(cx, cursor, &report->filter, &after));
	TRY(report_parcel_rows(cx, &report->filter, &after, limit + 1, &rows, &count));
	*page = (struct report_page){.rows = rows, .count = count};
	if (count <= (size_t)limit)
		return OK;
	page->count = (size_t)limit;
	page->next = report_place_write(cx->arena, rows[limit - 1].created_us, rows[limit - 1].id);
	return OK;
}

static enum err sum_of(struct cx *cx, const struct report *report, struct report_sum *sum)
{
	struct report_parcel_line *lines;
	size_t count;

	TRY(report_parcel_sum(cx, &report->filter, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		sum->rows += lines[i].n;
		report_add(&sum->statuses, lines[i].status, lines[i].n, lines[i].minor);
		report_add(&sum->money, lines[i].currency, lines[i].n, lines[i].minor);
	}
	sum->capped = sum->rows > REPORT_CAP;
	return OK;
}

static const struct report_parcel *row_of(const struct report_page *page, size_t i)
{
	return (const struct report_parcel *)page->rows + i;
}

static enum err sheet_row_of(
	struct sheet *sheet, struct cx *cx, const struct report_page *page, size_t i)
{
	const struct report_parcel *row = row_of(page, i);
	const struct order order = {.id = row->order_id, .code_year = row->code_year};

	sheet_time(sheet, (struct opt_int){row->created_us, true});
	sheet_text(sheet, order_code(cx->arena, &order));
	sheet_text(sheet, row->tracking_number);
	sheet_text(sheet, row->courier_name);
	sheet_word(sheet, row->status);
	sheet_time(sheet, (struct opt_int){row->status_since_us, true});
	sheet_time(sheet, row->ship_us);
	sheet_time(sheet, row->estimated_us);
	sheet_time(sheet, row->delivered_us);
	sheet_text(sheet, row->customer_name);
	sheet_text(sheet, row->customer_phone);
	sheet_text(sheet, row->product_name);
	sheet_text(sheet, row->seller_name);
	sheet_text(sheet, row->area);
	sheet_decimal(sheet, row->price_minor, order_report_digits(cx, row->currency));
	sheet_text(sheet, row->currency);
	sheet_text(sheet, row->agent_name);
	return sheet_row(sheet);
}

static void write_row(
	struct json *json, const struct cx *cx, const struct report_page *page, size_t i)
{
	const struct report_parcel *row = row_of(page, i);

	json_open(json);
	json_field_int(json, "id", row->id);
	json_field_time(json, "created_at", row->created_us);
	json_field_int(json, "order_id", row->order_id);
	json_field_text(json, "short_code", order_short_code(cx->arena, row->order_id));
	json_field_text(json, "tracking_number", row->tracking_number);
	json_field_text(json, "courier", row->courier_name);
	json_field_text(json, "status", row->status);
	json_field_time(json, "status_since", row->status_since_us);
	json_field_opt_time(json, "ship_date", row->ship_us);
	json_field_opt_time(json, "estimated_delivery", row->estimated_us);
	json_field_opt_time(json, "delivered_at", row->delivered_us);
	json_field_text(json, "customer_name", row->customer_name);
	json_field_text(json, "product_name", row->product_name);
	json_field_text(json, "seller_name", row->seller_name);
	json_field_text(json, "area", row->area);
	json_field_int(json, "price_minor", row->price_minor);
	json_key(json, "price");
	json_money(json, row->price_minor, order_report_digits(cx, row->currency));
	json_field_text(json, "currency", row->currency);
	order_agent_write(json, cx, "agent", row->agent_id, row->agent_no, row->agent_name);
	json_close(json);
}

const struct report_type report_parcels = {.word = "deliveries",
	.title = WORDS("Deliveries"),
	.headings = headings,
	.statuses = delivery_status_words,
	.page = page_of,
	.sum = sum_of,
	.sheet_row = sheet_row_of,
	.write = write_row};
