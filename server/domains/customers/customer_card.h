/* customer_card.h - a customer as those who talk with them see them: who, where, what for, worth what. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_CARD_H
#define DOMAINS_CUSTOMERS_CUSTOMER_CARD_H

#include "domains/chat/chat_control.h"
#include "domains/contacts/contact.h"
#include "domains/customers/customer_field.h"
#include "domains/customers/customer_note.h"

struct json;
struct json_value;

/* Of the newest order, else as the customer was entered; country and city: of the last page they wrote from. */
struct customer_place {
	const char *address, *area, *landmark; /* never NULL */
	const char *country, *city; /* or NULL */
};

struct customer_amount {
	const char *currency;
	int64_t minor;
};
/* All the orders of a customer, whoever has them. */
struct customer_worth {
	int64_t orders;
	int64_t confirmed; /* and neither cancelled, returned nor lost since */
	int64_t delivered, cancelled;
	struct customer_amount *amounts; /* of the confirmed ones */
	size_t amount_count;
	struct opt_int first_us, last_us;
};

struct customer_value {
	const char *key;
	enum customer_field_type type;
	const char *kept;
};

struct customer_card {
	struct customer customer;
	struct customer_place place;
	const char *tags; /* codes with a comma around each, or "" */
	struct customer_value *values;
	size_t value_count;
	struct customer_worth worth; /* for who may read orders */
	int64_t chats, calls;
	struct chat_block_mark block;
	struct customer_notes notes; /* the newest */
};

/* Each: by id or CUST-code; ERR_NOT_FOUND where the actor sees nothing of the customer. */

MUST_USE enum err customer_card_read(struct cx *cx, const char *key, struct customer_card *card);
/* The object `CustomerCard`. */
void customer_card_write(struct json *json, const struct cx *cx, const struct customer_card *card);

/* custom: an object of values by key, null takes one away; or NULL. */
struct customer_edit {
	struct customer_change change;
	const struct json_value *custom;
};
/* ERR_INVALID names the field, of a value custom.KEY; ERR_CONFLICT as customer_change(). */
MUST_USE enum err customer_edit(struct cx *cx, const char *key, const struct customer_edit *edit,
	struct customer_card *card);
/* All tags of the customer from now on, codes ending in NULL. ERR_INVALID on tags, ERR_CONFLICT. */
MUST_USE enum err customer_tag(struct cx *cx, const char *key, const char *const *codes,
	struct opt_int version, struct customer_card *card);
/* May not write any more, or may again. */
MUST_USE enum err customer_block(
	struct cx *cx, const char *key, const char *reason, struct customer_card *card);
MUST_USE enum err customer_unblock(struct cx *cx, const char *key, struct customer_card *card);

struct customer_entry {
	struct customer customer;
	bool created;
	bool seen; /* else no more than the name and what was sent is shown */
};
/*
 * By phone, else by e-mail, else made. chat_key: one's own chat, whose customer
 * it is from now on; or NULL. ERR_INVALID names name, phone or email.
 */
MUST_USE enum err customer_enter(struct cx *cx, const struct customer_seek *seek,
	const char *chat_key, struct customer_entry *entry);

/* ---- The orders behind a figure ---------------------------------------------------------------- */

#define CUSTOMER_ORDERS_SHOWN 100

extern const char *const customer_which_words[]; /* all, confirmed, delivered, cancelled */

struct customer_order {
	int64_t id, code_year, price_minor, created_us;
	const char *status, *product, *currency;
	const char *outcome, *agent; /* or NULL */
};
/* Those that the actor sees, the newest first. which: one of the words, NULL for all. */
MUST_USE enum err customer_orders(struct cx *cx, const char *key, const char *which,
	struct customer_order **orders, size_t *count);

/* ---- customer_card_store.c --------------------------------------------------------------------- */

/* Of the same state, as db_read_together(). */
void customer_store_read_together(struct cx *cx);
MUST_USE enum err customer_store_place(struct cx *cx, struct customer_card *card);
MUST_USE enum err customer_store_worth(struct cx *cx, struct customer_card *card);
MUST_USE enum err customer_store_counts(struct cx *cx, struct customer_card *card);
MUST_USE enum err customer_store_values(struct cx *cx, struct customer_card *card);
/* kept NULL: none any more. */
MUST_USE enum err customer_store_put_value(
	struct cx *cx, int64_t customer_id, int64_t field_id, const char *kept);
MUST_USE enum err customer_store_orders(struct cx *cx, int64_t customer_id, const char *which,
	struct customer_order **orders, size_t *count);

#endif
