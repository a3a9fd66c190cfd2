/* customer_card.c - a customer as a whole: read, corrected, marked, blocked, entered. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_card.h"

#include "domains/customers/customer_reach.h"
#include "domains/customers/customer_tag.h"
#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

#define CARD_BYTES 2048

const char *const customer_which_words[] = {"all", "confirmed", "delivered", "cancelled", NULL};

/* ---- Reading ------------------------------------------------------------------------------- */

/* Everything beside the row itself. */
static enum err complete(struct cx *cx, struct customer_card *card)
{
	TRY(customer_store_place(cx, card));
	TRY(customer_tag_store_of(cx, card->customer.id, &card->tags));
	TRY(customer_store_values(cx, card));
	if (actor_may(cx->actor, PERM_ORDERS_READ))
		TRY(customer_store_worth(cx, card));
	TRY(customer_store_counts(cx, card));
	TRY(chat_block_of(cx, &card->customer, &card->block));
	return customer_note_store_list(
		cx, card->customer.id, INT64_MAX, CUSTOMER_NOTES_SHOWN, &card->notes);
}

enum err customer_card_read(struct cx *cx, const char *key, struct customer_card *card)
{
	*card = (struct customer_card){0};
	customer_store_read_together(cx);
	TRY(customer_seen(cx, key, &card->customer));
	return complete(cx, card);
}

enum err customer_orders(struct cx *cx, const char *key, const char *which,
	struct customer_order **orders, size_t *count)
{
	struct customer customer;

	TRY(customer_seen(cx, key, &customer));
	return customer_store_orders(
		cx, customer.id, which ? which : customer_which_words[0], orders, count);
}

/* ---- The record of changes ------------------------------------------------------------------- */

/* What can be changed of a customer. */
static const char *picture(struct cx *cx, const struct customer_card *card)
{
	struct json json;

	json_begin(&json, cx->arena, CARD_BYTES);
	json_open(&json);
	json_field_text(&json, "name", card->customer.name);
	json_field_text(&json, "phone", card->customer.phone);
	json_field_text(&json, "email", card->customer.email);
	json_field_text(&json, "language", card->customer.language);
	json_field_text(&json, "tags", card->tags);
	json_field_open(&json, "custom");
	for (size_t i = 0; i < card->value_count; i++) {
		json_key(&json, card->values[i].key);
		customer_value_write(&json, card->values[i].type, card->values[i].kept);
	}
	json_close(&json);
	json_close(&json);
	return json_end(&json).ptr;
}

/* Read again as it is now, written down and told. */
static enum err settle(struct cx *cx, const char *action, const char *const *changed,
	const struct customer_card *before, struct customer_card *card)
{
	const struct audit_subject subject = {"customer", before->customer.id};
	const struct customer customer = card->customer;

	*card = (struct customer_card){.customer = customer};
	TRY(complete(cx, card));
	TRY(audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, card)));
	return customer_publish(cx, &card->customer, changed);
}

/* ---- Correcting ------------------------------------------------------------------------------ */

/* Refused, with the customer as it is now. */
static enum err show_now(struct cx *cx, struct customer_card *card, enum err err)
{
	const struct failure failure = cx->failure;
	struct json json;

	TRY(customer_by_key(cx, card->customer.code, &card->customer));
	TRY(complete(cx, card));
	json_begin(&json, cx->arena, CARD_BYTES);
	customer_card_write(&json, cx, card);
	cx->failure = failure;
	cx->failure.current_json = json_end(&json).ptr;
	return err;
}

static enum err change_row(
	struct cx *cx, const struct customer_change *change, struct customer_card *card)
{
	const enum err err = customer_change(cx, change, &card->customer);

	return err == ERR_CONFLICT ? show_now(cx, card, err) : err;
}

static const struct customer_field *field_named(
	const struct customer_field *fields, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].active && text_is(fields[i].key, key))
			return &fields[i];
	return NULL;
}

static enum err put_values(struct cx *cx, int64_t customer_id, const struct json_value *custom)
{
	struct customer_field *fields;
	size_t count;

	TRY(customer_fields_list(cx, &fields, &count));
	for (size_t i = 0; i < json_members(custom); i++) {
		const char *key, *kept;
		const struct json_value *given = json_member(custom, i, &key);
		const struct customer_field *field = field_named(fields, count, key);

		if (!field)
			return fail(cx, ERR_INVALID, arena_format(cx->arena, "custom.%s", key),
				"There is no such field.");
		TRY(customer_field_read(cx, field, given, &kept));
		TRY(customer_store_put_value(cx, customer_id, field->id, kept));
	}
	return OK;
}

enum err customer_edit(struct cx *cx, const char *key, const struct customer_edit *edit,
	struct customer_card *card)
{
	static const char *const changed[] = {"customer", NULL};
	struct customer_card before;

	TRY(customer_card_read(cx, key, card));
	before = *card;
	if (edit->custom && json_kind_of(edit->custom) != JSON_OBJECT)
		return fail(cx, ERR_INVALID, "custom", "This is not an object.");
	TRY(change_row(cx, &edit->change, card));
	if (edit->custom)
		TRY(put_values(cx, card->customer.id, edit->custom));
	return settle(cx, "customer.changed", changed, &before, card);
}

enum err customer_tag(struct cx *cx, const char *key, const char *const *codes,
	struct opt_int version, struct customer_card *card)
{
	static const char *const changed[] = {"tags", NULL};
	struct customer_card before;
	struct customer_tag_set set;

	TRY(customer_card_read(cx, key, card));
	before = *card;
	TRY(customer_tags_read(cx, codes, card->tags, &set));
	TRY(change_row(cx, &(struct customer_change){.version = version}, card));
	TRY(customer_tag_store_mark(cx, card->customer.id, &set));
	return settle(cx, "customer.tagged", changed, &before, card);
}

/* ---- Blocking -------------------------------------------------------------------------------- */

static enum err set_blocked(struct cx *cx, const char *key, bool blocked, const char *reason,
	struct customer_card *card)
{
	static const char *const changed[] = {"blocked", NULL};
	struct json json;

	TRY(customer_card_read(cx, key, card));
	if (card->block.blocked != blocked) {
		TRY(blocked ? chat_block_customer(cx, &card->customer, reason)
			    : chat_unblock_customer(cx, &card->customer));
		json_begin(&json, cx->arena, 128);
		json_open(&json);
		json_field_text(&json, "reason", reason);
		json_close(&json);
		TRY(audit_write(cx, blocked ? "customer.blocked" : "customer.unblocked", "customer",
			card->customer.id, json_end(&json).ptr));
		TRY(customer_publish(cx, &card->customer, changed));
	}
	return chat_block_of(cx, &card->customer, &card->block);
}

enum err customer_block(
	struct cx *cx, const char *key, const char *reason, struct customer_card *card)
{
	return set_blocked(cx, key, true, reason, card);
}

enum err customer_unblock(struct cx *cx, const char *key, struct customer_card *card)
{
	return set_blocked(cx, key, false, NULL, card);
}

/* ---- Entering -------------------------------------------------------------------------------- */

enum err customer_enter(struct cx *cx, const struct customer_seek *seek, const char *chat_key,
	struct customer_entry *entry)
{
	*entry = (struct customer_entry){0};
	TRY(customer_find_or_create(cx, seek, &entry->customer, &entry->created));
	if (chat_key)
		TRY(chat_know_customer(
			cx, &(struct chat_order){.key = chat_key}, &entry->customer));
	entry->seen = entry->created;
	return entry->seen ? OK : customer_is_seen(cx, entry->customer.id, &entry->seen);
}
