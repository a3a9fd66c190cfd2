/* order_csv.c - orders as lines of CSV that a spreadsheet opens without running anything. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* without it spreadsheets take UTF-8 for something else */

static const char *const headings[] = {"Order", "External code", "Status", "Priority", "Created",
	"Customer", "Phone", "Seller", "Product", "Quantity", "Price", "Currency", "Address",
	"Area", "Landmark", "Expected", "Expected delivery", "Agent", "Attempts", "Next attempt",
	"Cancellation reason", "Cancellation details", "Source", "Updated"};

/* What a spreadsheet would take for a formula, in both widths (RFC 4180 says nothing of it). */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
		"\xEF\xBC\xA0"}; /* = + - @, full width */

	if (*text && strchr("=+-@\t\r\n", *text))
		return true;
	for (size_t i = 0; i < COUNT(wide); i++)
		if (strncmp(text, wide[i], 3) == 0)
			return true;
	return false;
}

/* Blanks do not stop a spreadsheet from seeing what follows them. */
static bool needs_apostrophe(const char *text)
{
	return is_formula(text) || is_formula(text + strspn(text, " "));
}

void order_csv_text(struct buf *out, const char *text)
{
	const bool apostrophe = text && needs_apostrophe(text);

	if (!text)
		return;
	if (!strpbrk(text, ",\"\r\n;\t")) {
		if (apostrophe)
			buf_byte(out, '\'');
		buf_text(out, text);
		return;
	}
	buf_byte(out, '"');
	if (apostrophe)
		buf_byte(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_byte(out, '"');
		buf_byte(out, *text);
	}
	buf_byte(out, '"');
}

static void cell(struct buf *out, const char *text)
{
	order_csv_text(out, text);
	buf_byte(out, ',');
}

static void cell_int(struct buf *out, int64_t value)
{
	buf_int(out, value);
	buf_byte(out, ',');
}

/* "2026-11-21 10:12" on the company's clocks. */
static void add_time(struct buf *out, const struct company *company, struct opt_int us)
{
	struct civil at;

	if (!us.given)
		return;
	at = civil_of_us(intl_zone_from_utc(company->time_zone, us.value));
	buf_format(out, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
}

static void cell_time(struct buf *out, const struct company *company, struct opt_int us)
{
	add_time(out, company, us);
	buf_byte(out, ',');
}

static void cell_money(struct buf *out, int64_t minor, int digits)
{
	int64_t unit = 1;

	for (int i = 0; i < digits; i++)
		unit *= 10;
	buf_int(out, minor / unit);
	if (digits > 0)
		buf_format(out, ".%0*lld", digits, (long long)(minor % unit));
	buf_byte(out, ',');
}

static void cell_day(struct buf *out, struct opt_int day)
{
	char text[DAY_TEXT_BYTES];

	if (day.given) {
		day_write(text, day.value);
		buf_text(out, text);
	}
	buf_byte(out, ',');
}

void order_csv_head(struct buf *out)
{
	buf_text(out, BYTE_ORDER_MARK);
	for (size_t i = 0; i < COUNT(headings); i++) {
		if (i > 0)
			buf_byte(out, ',');
		buf_text(out, headings[i]);
	}
	buf_text(out, "\r\n");
}

void order_csv_row(struct buf *out, const struct cx *cx, const struct order *order)
{
	const struct company *company = cx->actor->company;
	const struct opt_int created = {order->created_us, true},
			     updated = {order->updated_us, true};

	cell(out, order_code(out->arena, order));
	cell(out, order->external_code);
	cell(out, order_status_word(order->status));
	cell(out, order_priority_words[order->high]);
	cell_time(out, company, created);
	cell(out, order->customer_name);
	cell(out, order->customer_phone);
	cell(out, order->seller_name);
	cell(out, order->product_name);
	cell_int(out, order->quantity);
	cell_money(out, order->price_minor, order_currency_digits(cx, order->currency));
	cell(out, order->currency);
	cell(out, order->address);
	cell(out, order->area);
	cell(out, order->landmark);
	cell_time(out, company, order->expected_us);
	cell_day(out, order->expected_delivery_day);
	cell(out, order->agent_name);
	cell_int(out, order->attempts);
	cell_time(out, company, order->next_attempt_us);
	cell(out, order->cancellation_reason);
	cell(out, order->cancellation_details);
	cell(out, order->source);
	add_time(out, company, updated);
	buf_text(out, "\r\n");
}
