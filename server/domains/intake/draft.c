/* draft.c - the texts of one order, read and checked. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

#include <stdarg.h>

#define ITEMS_MAX 200
#define CODE_HASH_DIGITS 16

void draft_fault(const struct draft_context *context, struct draft *draft, const char *field,
	const char *format, ...)
{
	struct draft_fault *fault = arena_alloc(context->arena, sizeof(*fault));
	va_list args;

	va_start(args, format);
	fault->reason = arena_format_v(
		context->arena, language_say(context->language, format), args);
	va_end(args);
	fault->field = field;
	fault->next = draft->faults;
	draft->faults = fault;
}

/* ---- Numbers, amounts, times ------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "AED 750.00", "750 SAR": the amount alone; the code goes to *currency. */
static struct str without_currency(struct str text, const char **currency, struct arena *arena)
{
	text = str_trim(text);
	if (text.len > 3 && is_letter(text.ptr[0]) && is_letter(text.ptr[1]) &&
		is_letter(text.ptr[2])) {
		*currency = arena_text_n(arena, text.ptr, 3);
		text = (struct str){text.ptr + 3, text.len - 3};
	} else if (text.len > 3 && is_letter(text.ptr[text.len - 1]) &&
		is_letter(text.ptr[text.len - 2]) && is_letter(text.ptr[text.len - 3])) {
		*currency = arena_text_n(arena, text.ptr + text.len - 3, 3);
		text.len -= 3;
	}
	return str_trim(text);
}

/* Decimals beyond the currency's are fine when they are zeros after two: "750.000" is no 750,000. */
static bool read_amount(const struct draft_context *context, const char *text,
	const char **currency, int64_t *minor)
{
	const struct str amount = without_currency(
		str_of(intl_plain_digits(context->arena, text)), currency, context->arena);
	const int digits = intl_currency_digits(*currency ? *currency : context->company->currency);

	return digits >= 0 && intl_money_read(amount, digits, minor);
}

/* Shops write "2024-11-15 09:30:00 +0400"; the calendar reads "+04:00" without the blank. */
static const char *join_zone(struct arena *arena, const char *text)
{
	const size_t length = strlen(text);
	const char *sign = length > 6 ? text + length - 5 : NULL;

	if (!sign || (*sign != '+' && *sign != '-') || sign[-1] != ' ')
		return text;
	return arena_format(arena, "%.*s%.3s:%s", (int)(sign - 1 - text), text, sign, sign + 3);
}

static bool read_time(const struct draft_context *context, const char *text, struct opt_int *time)
{
	enum time_form form;

	text = join_zone(context->arena, intl_plain_digits(context->arena, text));
	if (!time_read(str_of(text), &time->value, &form))
		return false;
	if (form != TIME_ZONED)
		time->value = intl_zone_to_utc(context->company->time_zone, time->value);
	time->given = true;
	return true;
}

/* ---- The order ------------------------------------------------------------------ */

static const char *full_name(struct arena *arena, const struct intake_cells *cells)
{
	const char *first = cells->text[FIELD_FIRST_NAME], *last = cells->text[FIELD_LAST_NAME];

	if (cells->text[FIELD_NAME])
		return cells->text[FIELD_NAME];
	if (first && last)
		return arena_format(arena, "%s %s", first, last);
	return first ? first : last;
}

static void read_times(
	const struct draft_context *context, struct draft *draft, const struct intake_cells *cells)
{
	struct opt_int day_time = {0};

	if (cells->text[FIELD_CREATED] &&
		!read_time(context, cells->text[FIELD_CREATED], &draft->order.created_us))
		draft_fault(context, draft, "created_at", "This is not a date or time.");
	if (cells->text[FIELD_EXPECTED] &&
		!read_time(context, cells->text[FIELD_EXPECTED], &draft->order.expected_us))
		draft_fault(context, draft, "expected_at", "This is not a date or time.");
	if (!cells->text[FIELD_DELIVERY])
		return;
	if (read_time(context, cells->text[FIELD_DELIVERY], &day_time))
		draft->order.expected_delivery_day = (struct opt_int){
			intl_day_of(context->company->time_zone, day_time.value), true};
	else
		draft_fault(context, draft, "expected_delivery", "This is not a date.");
}

static void read_priority(
	const struct draft_context *context, struct draft *draft, const char *text)
{
	static const char *const high[] = {
		"high", "urgent", "عاليه", "عالي", "عاجل", "عاجله", NULL};
	static const char *const normal[] = {"normal", "medium", "low", "عاديه", "عادي", NULL};
	const char *fold = text ? intl_fold(context->arena, text) : "normal";

	draft->order.high = word_index(high, fold) >= 0;
	if (!draft->order.high && word_index(normal, fold) < 0)
		draft_fault(context, draft, "priority", "This is neither high nor normal.");
}

/* What the shop does not want any more is not called about. */
static void check_alive(
	const struct draft_context *context, struct draft *draft, const struct intake_cells *cells)
{
	static const char *const dead[] = {"cancelled", "canceled", "refunded", "voided", "failed",
		"trash", "wc cancelled", "wc refunded", "wc failed", "checkout draft", NULL};
	const char *status = cells->text[FIELD_STATUS];

	if (cells->text[FIELD_CANCELLED])
		draft_fault(context, draft, "status", "The shop has cancelled this order.");
	else if (status && word_index(dead, intl_fold(context->arena, status)) >= 0)
		draft_fault(
			context, draft, "status", "The shop says that this order is %s.", status);
}

static void read_price(
	const struct draft_context *context, struct draft *draft, const struct intake_cells *cells)
{
	const char *written = NULL;

	if (cells->text[FIELD_CURRENCY])
		draft->order.currency = cells->text[FIELD_CURRENCY];
	if (draft->order.currency && intl_currency_digits(draft->order.currency) < 0) {
		draft_fault(context, draft, "currency", "There is no such currency.");
		draft->priced = true; /* one complaint is enough */
		return;
	}
	if (!cells->text[FIELD_PRICE])
		return;
	written = draft->order.currency;
	if (!read_amount(context, cells->text[FIELD_PRICE], &written, &draft->order.price_minor))
		draft_fault(context, draft, "price", "This is not an amount of money.");
	else if (draft->order.currency && !text_is(written, draft->order.currency))
		draft_fault(context, draft, "price",
			"The price is in another currency than the order.");
	draft->order.currency = written;
	draft->priced = true;
}

struct draft *draft_new(
	const struct draft_context *context, int64_t line, const struct intake_cells *cells)
{
	struct draft *draft = arena_alloc(context->arena, sizeof(*draft));

	*draft = (struct draft){.line = line,
		.items = arena_array(context->arena, ITEMS_MAX, sizeof(*draft->items))};
	draft->order = (struct order_new){.customer_name = full_name(context->arena, cells),
		.customer_phone = cells->text[FIELD_PHONE],
		.customer_email = cells->text[FIELD_EMAIL],
		.address = cells->text[FIELD_ADDRESS],
		.area = cells->text[FIELD_AREA],
		.landmark = cells->text[FIELD_LANDMARK],
		.seller_name = cells->text[FIELD_SELLER],
		.product_url = cells->text[FIELD_PRODUCT_URL],
		.source = context->source,
		.external_code = cells->text[FIELD_NUMBER],
		.note = cells->text[FIELD_NOTES],
		.quiet = true};
	check_alive(context, draft, cells);
	read_price(context, draft, cells);
	read_times(context, draft, cells);
	read_priority(context, draft, cells->text[FIELD_PRIORITY]);
	draft_add_item(context, draft, cells);
	return draft;
}

void draft_add_item(
	const struct draft_context *context, struct draft *draft, const struct intake_cells *cells)
{
	struct order_item item = {.code = cells->text[FIELD_PRODUCT_CODE],
		.name = cells->text[FIELD_PRODUCT],
		.quantity = 1};
	const char *currency = draft->order.currency;

	if (!item.name && !item.code)
		return;
	if (draft->item_count == ITEMS_MAX) {
		draft_fault(context, draft, "items", "An order has at most %d items.", ITEMS_MAX);
		return;
	}
	if (cells->text[FIELD_QUANTITY] &&
		!intl_count_read(context->arena, cells->text[FIELD_QUANTITY], &item.quantity))
		draft_fault(context, draft, "quantity", "This is not a whole number.");
	else if (item.quantity < 1)
		draft_fault(context, draft, "quantity", "The quantity is less than one.");
	if (cells->text[FIELD_ITEM_PRICE] &&
		!read_amount(context, cells->text[FIELD_ITEM_PRICE], &currency, &item.price_minor))
		draft_fault(
			context, draft, "price", "The price of an item is not an amount of money.");
	draft->items[draft->item_count++] = item;
}

/* Items times their prices, when the source did not say what the whole costs. */
static bool sum_items(struct draft *draft)
{
	int64_t sum = 0, price;

	for (size_t i = 0; i < draft->item_count; i++)
		if (__builtin_mul_overflow(
			    draft->items[i].price_minor, draft->items[i].quantity, &price) ||
			__builtin_add_overflow(sum, price, &sum))
			return false;
	draft->order.price_minor = sum;
	return true;
}

/*
 * Lines without an order number get one from what they say, so that the same
 * file read twice adds nothing the second time.
 */
static const char *made_number(struct arena *arena, const struct order_new *order)
{
	const char *parts[] = {order->customer_name, order->customer_phone, order->customer_email,
		order->product_name, order->product_code, order->address, order->note,
		order->seller_name};
	struct buf all = buf_in(arena, 256);

	for (size_t i = 0; i < COUNT(parts); i++)
		buf_format(&all, "%s\n", parts[i] ? parts[i] : "");
	buf_format(&all, "%lld %lld %lld %lld", (long long)order->quantity,
		(long long)order->price_minor, (long long)order->created_us.value,
		(long long)order->expected_us.value);
	return arena_format(arena, "line-%.*s", CODE_HASH_DIGITS,
		crypto_sha256_hex(arena, (struct str){all.ptr, all.len}));
}

void draft_end(const struct draft_context *context, struct draft *draft)
{
	struct order_new *order = &draft->order;

	if (!draft->item_count) {
		draft_fault(context, draft, "product_name", "A product name or code is needed.");
	} else {
		order->product_name = draft->items[0].name;
		order->product_code = draft->items[0].code;
		order->quantity = draft->items[0].quantity;
	}
	if (!draft->priced && !sum_items(draft))
		draft_fault(context, draft, "price", "The amount is too large.");
	if (!draft->priced && !order->price_minor)
		draft_fault(context, draft, "price", "This is needed.");
	if (draft->item_count > 1) {
		order->items = draft->items;
		order->item_count = draft->item_count;
	}
	for (size_t i = 0; i < order->item_count; i++)
		if (text_empty(draft->items[i].name))
			draft->items[i].name = draft->items[i].code;
	if (!order->external_code)
		order->external_code = made_number(context->arena, order);
}
