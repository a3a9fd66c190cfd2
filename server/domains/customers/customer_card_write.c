/* customer_card_write.c - a customer as answers show them. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_card.h"

#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"
#include "platform/json/json.h"

static void write_place(struct json *json, const struct customer_place *place)
{
	json_field_open(json, "location");
	json_field_text(json, "address", place->address);
	json_field_text(json, "area", place->area);
	json_field_text(json, "landmark", place->landmark);
	json_field_text(json, "city", place->city);
	json_field_text(json, "country", place->country);
	json_close(json);
}

static void write_tags(struct json *json, const char *codes)
{
	struct str rest = str_of(codes);

	json_field_open_array(json, "tags");
	while (rest.ptr && rest.len) {
		const struct str code = str_cut(rest, ',', &rest);

		if (code.len)
			json_text_n(json, code.ptr, code.len);
	}
	json_close_array(json);
}

static void write_values(struct json *json, const struct customer_card *card)
{
	json_field_open(json, "custom");
	for (size_t i = 0; i < card->value_count; i++) {
		json_key(json, card->values[i].key);
		customer_value_write(json, card->values[i].type, card->values[i].kept);
	}
	json_close(json);
}

static void write_amount(
	struct json *json, const struct cx *cx, const struct customer_amount *amount)
{
	const int digits = intl_currency_digits(amount->currency);

	json_open(json);
	json_field_text(json, "currency", amount->currency);
	json_field_int(json, "amount_minor", amount->minor);
	json_key(json, "amount");
	json_money(json, amount->minor, digits < 0 ? cx->actor->company->currency_digits : digits);
	json_close(json);
}

static void write_worth(struct json *json, const struct cx *cx, const struct customer_worth *worth)
{
	if (!actor_may(cx->actor, PERM_ORDERS_READ)) {
		json_field_null(json, "value");
		return;
	}
	json_field_open(json, "value");
	json_field_int(json, "orders", worth->orders);
	json_field_int(json, "confirmed", worth->confirmed);
	json_field_int(json, "delivered", worth->delivered);
	json_field_int(json, "cancelled", worth->cancelled);
	json_field_open_array(json, "amounts");
	for (size_t i = 0; i < worth->amount_count; i++)
		write_amount(json, cx, &worth->amounts[i]);
	json_close_array(json);
	json_field_opt_time(json, "first_at", worth->first_us);
	json_field_opt_time(json, "last_at", worth->last_us);
	json_close(json);
}

static void write_block(struct json *json, const struct chat_block_mark *block)
{
	if (!block->blocked) {
		json_field_null(json, "blocked");
		return;
	}
	json_field_open(json, "blocked");
	json_field_time(json, "at", block->at_us);
	json_field_text(json, "by", block->by);
	json_field_text(json, "reason", block->reason);
	json_close(json);
}

static void write_notes(struct json *json, const struct cx *cx, const struct customer_notes *notes)
{
	json_field_open_array(json, "notes");
	for (size_t i = 0; i < notes->count; i++)
		customer_note_write(json, cx, &notes->rows[i]);
	json_close_array(json);
	json_field_bool(json, "more_notes", notes->more);
}

void customer_card_write(struct json *json, const struct cx *cx, const struct customer_card *card)
{
	const struct customer *customer = &card->customer;

	json_open(json);
	json_field_int(json, "id", customer->id);
	json_field_text(json, "code", customer->code);
	json_field_text(json, "name", customer->name);
	json_field_text(json, "phone", customer->phone);
	json_field_text(json, "email", customer->email);
	json_field_text(json, "language", customer->language);
	write_place(json, &card->place);
	write_tags(json, card->tags);
	write_values(json, card);
	write_worth(json, cx, &card->worth);
	json_field_int(json, "chats", card->chats);
	json_field_int(json, "calls", card->calls);
	write_block(json, &card->block);
	write_notes(json, cx, &card->notes);
	json_field_time(json, "created_at", customer->created_us);
	json_field_int(json, "version", customer->version);
	json_close(json);
}
