/* contact_internal.h - what rules ask of the store. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CONTACTS_CONTACT_INTERNAL_H
#define DOMAINS_CONTACTS_CONTACT_INTERNAL_H

#include "domains/contacts/contact.h"

/* ---- Customers ---------------------------------------------------------- */

/* Of the actor's company; ERR_NOT_FOUND without a message when there is none. */
MUST_USE enum err customer_store_by_id(struct cx *cx, int64_t id, struct customer *customer);
MUST_USE enum err customer_store_by_phone(
	struct cx *cx, const char *phone, struct customer *customer);
/* The oldest with that address (lower case). */
MUST_USE enum err customer_store_by_email(
	struct cx *cx, const char *email_key, struct customer *customer);

/*
 * Take the next number; from here until the end of the transaction nobody else
 * adds a customer to the company, on either engine.
 */
MUST_USE enum err customer_store_next_id(struct cx *cx, int64_t *id);
/* False in *added: the phone has come in since. Times and version are set here. */
MUST_USE enum err customer_store_add(struct cx *cx, struct customer *customer, bool *added);
/* Write phone, email, address, area and landmark; raises the version. */
MUST_USE enum err customer_store_fill(struct cx *cx, struct customer *customer);
MUST_USE enum err customer_store_begin(struct cx *cx);
/*
 * Write name, phone, email and language where the version is still that of the
 * customer, which is read again. False in *changed: it is not. ERR_CONFLICT: the
 * phone is another's.
 */
MUST_USE enum err customer_store_change(struct cx *cx, struct customer *customer, bool *changed);

/* ---- Sellers and products ------------------------------------------------ */

MUST_USE enum err seller_store_by_name(struct cx *cx, const char *fold, struct seller *seller);
/* False in *added: the name has come in since. Sets seller->id. */
MUST_USE enum err seller_store_add(
	struct cx *cx, const char *fold, struct seller *seller, bool *added);

MUST_USE enum err product_store_by_id(struct cx *cx, int64_t id, struct product *product);
MUST_USE enum err product_store_by_code(struct cx *cx, const char *code, struct product *product);
/* The oldest of that folded name. */
MUST_USE enum err product_store_by_name(struct cx *cx, const char *fold, struct product *product);
MUST_USE enum err product_store_next_id(struct cx *cx, int64_t *id);
/* False in *added: the code is taken. */
MUST_USE enum err product_store_add(
	struct cx *cx, const char *fold, const struct product *product, bool *added);

#endif
