/* modification_changes.c - what a wish would change, kept as JSON, and read back from it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

#include "platform/intl/intl.h"

/* What a change can be of; `status` and below are of cancellations. */
enum part {
	CUSTOMER_NAME,
	CUSTOMER_PHONE,
	ADDRESS,
	AREA,
	LANDMARK,
	SELLER,
	PRODUCT,
	PRODUCT_URL,
	QUANTITY,
	PRICE,
	PRIORITY,
	EXPECTED_AT,
	EXPECTED_DELIVERY,
	PARTS_OF_EDIT,
	STATUS = PARTS_OF_EDIT,
	CANCELLATION_REASON,
	CANCELLATION_DETAILS,
	PART_COUNT
};
static const char *const part_words[] = {"customer_name", "customer_phone", "address", "area",
	"landmark", "seller_name", "product", "product_url", "quantity", "price", "priority",
	"expected_at", "expected_delivery", "status", "cancellation_reason", "cancellation_details",
	NULL};
_Static_assert(COUNT(part_words) == PART_COUNT + 1, "a word for every part");

/* ---- As JSON ------------------------------------------------------------------- */

static void write_product(struct json *json, const struct order *order)
{
	json_open(json);
	json_field_text(json, "name", order->product_name);
	json_field_text(json, "code", order->product_code);
	json_close(json);
}

static void write_price(struct json *json, const struct order *order)
{
	json_open(json);
	json_field_int(json, "price_minor", order->price_minor);
	json_field_text(json, "currency", order->currency);
	json_close(json);
}

static void write_time(struct json *json, struct opt_int us)
{
	if (us.given)
		json_time(json, us.value);
	else
		json_null(json);
}

static void write_day(struct json *json, struct opt_int day)
{
	if (day.given)
		json_day(json, day.value);
	else
		json_null(json);
}

static const char *text_part(const struct order *order, enum part part)
{
	switch (part) {
	case CUSTOMER_NAME:
		return order->customer_name;
	case CUSTOMER_PHONE:
		return order->customer_phone;
	case ADDRESS:
		return order->address;
	case AREA:
		return order->area;
	case LANDMARK:
		return order->landmark;
	case SELLER:
		return order->seller_name;
	case PRODUCT_URL:
		return order->product_url;
	case PRIORITY:
		return order_priority_words[order->high];
	case STATUS:
		return order_status_word(order->status);
	case CANCELLATION_REASON:
		return order->cancellation_reason;
	default:
		return order->cancellation_details;
	}
}

static void write_part(struct json *json, const struct order *order, enum part part)
{
	switch (part) {
	case PRODUCT:
		write_product(json, order);
		break;
	case QUANTITY:
		json_int(json, order->quantity);
		break;
	case PRICE:
		write_price(json, order);
		break;
	case EXPECTED_AT:
		write_time(json, order->expected_us);
		break;
	case EXPECTED_DELIVERY:
		write_day(json, order->expected_delivery_day);
		break;
	default:
		json_text(json, text_part(order, part));
	}
}

static const char *part_text(struct cx *cx, const struct order *order, enum part part)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	write_part(&json, order, part);
	return json_end(&json).ptr;
}

/* The parts that differ between the order and what it would become. */
static const char *diff(struct cx *cx, const struct order *before, const struct order *after,
	enum part first, enum part end)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open_array(&json);
	for (enum part part = first; part < end; part++) {
		const char *was = part_text(cx, before, part), *is = part_text(cx, after, part);

		if (text_is(was, is))
			continue;
		json_open(&json);
		json_field_text(&json, "field", part_words[part]);
		json_field_raw(&json, "before", was);
		json_field_raw(&json, "after", is);
		json_close(&json);
	}
	json_close_array(&json);
	return json_end(&json).ptr;
}

/* ---- Making it ----------------------------------------------------------------------- */

static void put_text(const char *given, const char **member)
{
	if (given)
		*member = given;
}

static enum err put_product(struct cx *cx, const struct order_edit *edit, struct order *order)
{
	struct product product;

	if (!edit->product_name && !edit->product_code)
		return OK;
	order->product_code = edit->product_code;
	if (edit->product_name) {
		order->product_name = edit->product_name;
		return OK;
	}
	if (product_by_key(cx, edit->product_code, &product) != OK) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "product_code", "There is no such product.");
	}
	order->product_name = product.name;
	order->product_code = product.code;
	return OK;
}

/* The order as it would read; nothing of what it hangs on is looked for or made yet. */
static enum err put_edit(struct cx *cx, const struct order_edit *edit, struct order *order)
{
	put_text(edit->customer_name, &order->customer_name);
	put_text(edit->address, &order->address);
	put_text(edit->area, &order->area);
	put_text(edit->landmark, &order->landmark);
	put_text(edit->seller_name, &order->seller_name);
	put_text(edit->product_url, &order->product_url);
	put_text(edit->currency, &order->currency);
	if (text_empty(order->customer_name))
		return fail(cx, ERR_INVALID, "customer_name", "This is needed.");
	if (!text_empty(edit->customer_phone))
		TRY(intl_phone(cx, cx->actor->company->country, "customer_phone",
			edit->customer_phone, &order->customer_phone));
	TRY(put_product(cx, edit, order));
	if (edit->quantity.given)
		order->quantity = edit->quantity.value;
	if (edit->price_minor.given)
		order->price_minor = edit->price_minor.value;
	if (edit->priority)
		order->high = text_is(edit->priority, "high");
	if (edit->expected_us.given)
		order->expected_us = edit->expected_us;
	if (edit->expected_delivery_day.given)
		order->expected_delivery_day = edit->expected_delivery_day;
	return order_amounts_check(cx, order->quantity, order->price_minor, order->currency);
}

enum err modification_diff(struct cx *cx, const struct order *order, const struct order_edit *edit,
	const char **changes)
{
	struct order after = *order;

	TRY(put_edit(cx, edit, &after));
	*changes = diff(cx, order, &after, 0, PARTS_OF_EDIT);
	return OK;
}

const char *modification_cancel_diff(
	struct cx *cx, const struct order *order, const struct modification_wish *wish)
{
	struct order after = *order;

	after.status = ORDER_CANCELLED;
	after.cancellation_reason = wish->cancellation_reason;
	after.cancellation_details = text_empty(wish->cancellation_details)
		? NULL
		: wish->cancellation_details;
	return diff(cx, order, &after, STATUS, PART_COUNT);
}

/* ---- Reading it back --------------------------------------------------------------------- */

struct change {
	enum part part;
	const struct json_value *before, *after;
};

static enum err read_changes(
	struct cx *cx, const struct modification *request, struct change **changes, size_t *count)
{
	const struct json_value *list;

	TRY(json_parse(cx, str_of(request->changes), &list));
	*count = json_count(list);
	*changes = arena_array(cx->arena, *count, sizeof(**changes));
	for (size_t i = 0; i < *count; i++) {
		const struct json_value *item = json_item(list, i);
		const char *word = json_text_of(json_get(item, "field"));

		(*changes)[i] = (struct change){(enum part)word_index(part_words, word),
			json_get(item, "before"), json_get(item, "after")};
	}
	return OK;
}

/* Both ways through the same printer, so that only what they say counts. */
enum err modification_is_fresh(
	struct cx *cx, const struct modification *request, const struct order *order, bool *fresh)
{
	struct change *changes;
	size_t count;

	*fresh = true;
	TRY(read_changes(cx, request, &changes, &count));
	for (size_t i = 0; i < count && *fresh; i++) {
		const char *now = part_text(cx, order, changes[i].part);
		const struct json_value *value;
		struct json json;

		json_begin(&json, cx->arena, 128);
		json_open_array(&json);
		json_raw(&json, now, strlen(now));
		json_close_array(&json);
		TRY(json_parse(cx, json_end(&json), &value));
		*fresh = text_is(
			json_print(cx, json_item(value, 0)), json_print(cx, changes[i].before));
	}
	return OK;
}

static const char *text_of(const struct json_value *value)
{
	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

static struct opt_int int_of(const struct json_value *value)
{
	if (!value || json_kind_of(value) != JSON_INT)
		return (struct opt_int){0};
	return (struct opt_int){json_int_of(value), true};
}

static struct opt_int time_of(const struct json_value *value)
{
	struct opt_int us = {.given = true};
	enum time_form form;

	if (!text_of(value) || !time_read(str_of(text_of(value)), &us.value, &form))
		return (struct opt_int){0};
	return us;
}

static struct opt_int day_of(const struct json_value *value)
{
	struct opt_int day = {.given = true};

	if (!text_of(value) || !day_read(str_of(text_of(value)), &day.value))
		return (struct opt_int){0};
	return day;
}

static const char **edit_text(struct order_edit *edit, enum part part)
{
	switch (part) {
	case CUSTOMER_NAME:
		return &edit->customer_name;
	case CUSTOMER_PHONE:
		return &edit->customer_phone;
	case ADDRESS:
		return &edit->address;
	case AREA:
		return &edit->area;
	case LANDMARK:
		return &edit->landmark;
	case SELLER:
		return &edit->seller_name;
	case PRODUCT_URL:
		return &edit->product_url;
	default:
		return &edit->priority;
	}
}

static void read_edit(const struct change *change, struct order_edit *edit)
{
	const struct json_value *after = change->after;

	switch (change->part) {
	case PRODUCT:
		edit->product_name = text_of(json_get(after, "name"));
		edit->product_code = text_of(json_get(after, "code"));
		break;
	case QUANTITY:
		edit->quantity = int_of(after);
		break;
	case PRICE:
		edit->price_minor = int_of(json_get(after, "price_minor"));
		edit->currency = text_of(json_get(after, "currency"));
		break;
	case EXPECTED_AT:
		edit->expected_us = time_of(after);
		break;
	case EXPECTED_DELIVERY:
		edit->expected_delivery_day = day_of(after);
		break;
	default:
		*edit_text(edit, change->part) = text_of(after);
	}
}

enum err modification_edit(
	struct cx *cx, const struct modification *request, struct order_edit *edit)
{
	struct change *changes;
	size_t count;

	*edit = (struct order_edit){0};
	TRY(read_changes(cx, request, &changes, &count));
	for (size_t i = 0; i < count; i++)
		read_edit(&changes[i], edit);
	return OK;
}

enum err modification_cancellation(
	struct cx *cx, const struct modification *request, struct order_change *change)
{
	struct change *changes;
	size_t count;

	*change = (struct order_change){.to = ORDER_CANCELLED, .note = request->reason};
	TRY(read_changes(cx, request, &changes, &count));
	for (size_t i = 0; i < count; i++) {
		if (changes[i].part == CANCELLATION_REASON)
			change->cancellation_reason = text_of(changes[i].after);
		if (changes[i].part == CANCELLATION_DETAILS)
			change->cancellation_details = text_of(changes[i].after);
	}
	return OK;
}
