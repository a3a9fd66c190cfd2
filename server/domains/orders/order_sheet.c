/* order_sheet.c - orders as rows of a spreadsheet. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/sheet/sheet.h"

const char *const order_sheet_headings[] = {WORDS("Order"), WORDS("External code"), WORDS("Status"),
	WORDS("Priority"), WORDS("Created"), WORDS("Customer"), WORDS("Phone"), WORDS("Seller"),
	WORDS("Product"), WORDS("Quantity"), WORDS("Price"), WORDS("Currency"), WORDS("Address"),
	WORDS("Area"), WORDS("Landmark"), WORDS("Expected"), WORDS("Expected delivery"),
	WORDS("Agent"), WORDS("Attempts"), WORDS("Next attempt"), WORDS("Cancellation reason"),
	WORDS("Cancellation details"), WORDS("Source"), WORDS("Updated"), NULL};

/* As above, and what became of it. */
const char *const order_report_headings[] = {WORDS("Order"), WORDS("External code"),
	WORDS("Status"), WORDS("Priority"), WORDS("Created"), WORDS("Customer"), WORDS("Phone"),
	WORDS("Seller"), WORDS("Product"), WORDS("Quantity"), WORDS("Price"), WORDS("Currency"),
	WORDS("Address"), WORDS("Area"), WORDS("Landmark"), WORDS("Expected"),
	WORDS("Expected delivery"), WORDS("Agent"), WORDS("Attempts"), WORDS("Next attempt"),
	WORDS("Cancellation reason"), WORDS("Cancellation details"), WORDS("Source"),
	WORDS("Updated"), WORDS("Confirmed"), WORDS("Outcome"), NULL};

static void put_cells(struct sheet *sheet, struct cx *cx, const struct order *order)
{
	const struct opt_int created = {order->created_us, true},
			     updated = {order->updated_us, true};

	sheet_text(sheet, order_code(cx->arena, order));
	sheet_text(sheet, order->external_code);
	sheet_word(sheet, order_status_word(order->status));
	sheet_word(sheet, order_priority_words[order->high]);
	sheet_time(sheet, created);
	sheet_text(sheet, order->customer_name);
	sheet_text(sheet, order->customer_phone);
	sheet_text(sheet, order->seller_name);
	sheet_text(sheet, order->product_name);
	sheet_int(sheet, order->quantity);
	sheet_decimal(sheet, order->price_minor, order_currency_digits(cx, order->currency));
	sheet_text(sheet, order->currency);
	sheet_text(sheet, order->address);
	sheet_text(sheet, order->area);
	sheet_text(sheet, order->landmark);
	sheet_time(sheet, order->expected_us);
	sheet_day(sheet, order->expected_delivery_day);
	sheet_text(sheet, order->agent_name);
	sheet_int(sheet, order->attempts);
	sheet_time(sheet, order->next_attempt_us);
	sheet_word(sheet, order->cancellation_reason);
	sheet_text(sheet, order->cancellation_details);
	sheet_text(sheet, order->source);
	sheet_time(sheet, updated);
}

enum err order_sheet_row(struct sheet *sheet, struct cx *cx, const struct order *order)
{
	put_cells(sheet, cx, order);
	return sheet_row(sheet);
}

enum err order_report_sheet_row(struct sheet *sheet, struct cx *cx, const struct order *order)
{
	put_cells(sheet, cx, order);
	sheet_time(sheet, order->confirmed_us);
	sheet_word(sheet, order->outcome);
	return sheet_row(sheet);
}
