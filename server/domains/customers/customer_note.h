/* customer_note.h - what colleagues should know of a customer, whatever chat or order it is about. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_NOTE_H
#define DOMAINS_CUSTOMERS_CUSTOMER_NOTE_H

#include "base/cx.h"

struct json;

#define CUSTOMER_NOTE_LETTERS_MAX 4000
#define CUSTOMER_NOTES_SHOWN 20 /* with the customer */

struct customer_note {
	int64_t id, version, customer_id;
	int64_t user_id; /* 0: a program with a key of its own */
	const char *author, *body;
	int64_t created_us;
	struct opt_int edited_us;
};
struct customer_notes {
	struct customer_note *rows;
	size_t count;
	bool more; /* there are older ones */
};
/* The object `CustomerNote`; whether it is the reader's own stands in it. */
void customer_note_write(struct json *json, const struct cx *cx, const struct customer_note *note);

/* Each of a customer that the actor sees, by id or code; ERR_NOT_FOUND otherwise. */

/* The newest below an id; INT64_MAX: from the newest on. */
MUST_USE enum err customer_notes_list(
	struct cx *cx, const char *key, int64_t below, int64_t limit, struct customer_notes *notes);
MUST_USE enum err customer_note_add(
	struct cx *cx, const char *key, const char *body, struct customer_note *note);

/* Of one's own alone. ERR_NOT_FOUND, ERR_DENIED; ERR_CONFLICT for another version than the last. */
struct customer_note_key {
	const char *customer;
	int64_t note_id;
	struct opt_int version; /* the one last seen */
};
MUST_USE enum err customer_note_edit(struct cx *cx, const struct customer_note_key *key,
	const char *body, struct customer_note *note);
MUST_USE enum err customer_note_remove(struct cx *cx, const struct customer_note_key *key);

/* ---- customer_note_store.c ------------------------------------------------------------------- */

MUST_USE enum err customer_note_store_list(struct cx *cx, int64_t customer_id, int64_t below,
	int64_t limit, struct customer_notes *notes);
/* ERR_NOT_FOUND without a sentence. */
MUST_USE enum err customer_note_store_get(
	struct cx *cx, int64_t customer_id, int64_t id, struct customer_note *note);
MUST_USE enum err customer_note_store_add(struct cx *cx, struct customer_note *note);
MUST_USE enum err customer_note_store_update(
	struct cx *cx, const struct customer_note *note, bool *changed);
MUST_USE enum err customer_note_store_remove(struct cx *cx, const struct customer_note *note);

#endif
