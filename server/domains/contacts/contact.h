/* contact.h - customers, and the sellers and products that orders name. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CONTACTS_CONTACT_H
#define DOMAINS_CONTACTS_CONTACT_H

#include "base/cx.h"

/* A person who buys. */
struct customer {
	int64_t id, version;
	const char *code; /* "CUST-001" */
	const char *name;
	const char *phone; /* E.164 or NULL */
	const char *email; /* or NULL */
	const char *language; /* "en", "ar" or NULL: not known */
	const char *stage;
	const char *address, *area, *landmark; /* never NULL */
	int64_t orders_total, orders_completed, orders_cancelled;
	int64_t created_us, updated_us;
};

struct customer_seek {
	const char *name; /* required */
	const char *phone; /* as people write it, or NULL */
	const char *email; /* or NULL */
	const char *address, *area, *landmark; /* or NULL; fill blanks, never overwrite */
	bool plain; /* refused fields are called name, phone and email, not customer_name ... */
};

/*
 * The customer with this phone, else with this e-mail, else a new one; in the
 * actor's company only and safe against two at once (unique index and retry).
 * Begins the transaction. *created may be NULL.
 *
 * ERR_INVALID  customer_phone / customer_email / customer_name is none
 */
MUST_USE enum err customer_find_or_create(
	struct cx *cx, const struct customer_seek *seek, struct customer *customer, bool *created);

/* By id or CUST-code. ERR_NOT_FOUND. Visibility is the caller's business. */
MUST_USE enum err customer_by_key(struct cx *cx, const char *key, struct customer *customer);

/* Whose number this is; E.164. id 0: nobody's who is known. */
MUST_USE enum err customer_by_phone(struct cx *cx, const char *phone, struct customer *customer);

/* The first with this address; id 0: nobody's who is known. */
MUST_USE enum err customer_by_email(struct cx *cx, const char *email, struct customer *customer);

/* NULL: as it is; "" takes it away, but not the name. */
struct customer_change {
	const char *name, *phone, *email;
	const char *language; /* "en" or "ar" */
	struct opt_int version; /* the one last seen */
};
/*
 * What people know better; the version goes up whatever is in it. Begins the
 * transaction. *customer: as it was read, and as it is afterwards. Visibility is
 * the caller's business.
 *
 * ERR_INVALID   names name, phone or email
 * ERR_CONFLICT  on version: it has changed since; on phone: another customer's
 */
MUST_USE enum err customer_change(
	struct cx *cx, const struct customer_change *change, struct customer *customer);

/* Move the maintained order counts of a customer. */
MUST_USE enum err customer_count_orders(
	struct cx *cx, int64_t customer_id, int64_t total, int64_t completed, int64_t cancelled);

struct seller {
	int64_t id;
	const char *name;
};

struct product {
	int64_t id;
	const char *code, *name, *category;
	const char *url; /* http(s) address of the shop's page, or NULL */
	struct opt_int price_minor;
	int64_t seller_id; /* 0 for none */
};

/* By folded name; made when missing. */
MUST_USE enum err seller_find_or_create(struct cx *cx, const char *name, struct seller *seller);

struct product_seek {
	const char *code; /* or NULL: found by folded name, and a code is made */
	const char *name;
	const char *url; /* or NULL; kept when new */
	struct opt_int price_minor;
	int64_t seller_id; /* 0 for none */
	const char *category; /* or NULL; kept when new */
	bool *created; /* or NULL: told whether it is new */
};
MUST_USE enum err product_find_or_create(
	struct cx *cx, const struct product_seek *seek, struct product *product);
/* Words that a product is found by: folded name and code, one blank before each. */
const char *product_search_text(struct arena *arena, const char *name_fold, const char *code);
/* OK for NULL and for what a browser may open. ERR_INVALID names product_url. */
MUST_USE enum err product_url_check(struct cx *cx, const char *url);
/* The name trimmed and its fold. ERR_INVALID names the field. */
MUST_USE enum err product_name_read(
	struct cx *cx, const char *field, const char *text, const char **name, const char **fold);
/* ERR_NOT_FOUND without a sentence. */
MUST_USE enum err product_by_code(struct cx *cx, const char *code, struct product *product);
MUST_USE enum err product_by_key(struct cx *cx, const char *key, struct product *product);

#endif
