/* customer_tag.h - the words that a company marks its customers with. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_TAG_H
#define DOMAINS_CUSTOMERS_CUSTOMER_TAG_H

#include "base/cx.h"

struct json;

#define CUSTOMER_TAGS_MAX 20 /* of one customer */
#define CUSTOMER_TAG_DEFS_MAX 100

extern const char *const customer_tone_words[];

struct customer_tag {
	int64_t id, version;
	const char *code, *name_en, *name_ar, *tone;
	bool active;
	int64_t customers; /* that have it, counted no further than 1000 */
};
/* By name. */
MUST_USE enum err customer_tags_list(struct cx *cx, struct customer_tag **tags, size_t *count);
/* The object `CustomerTag`. */
void customer_tag_write(struct json *json, const struct customer_tag *tag);

/* NULL or not given: as it is. */
struct customer_tag_change {
	const char *code, *name_en, *name_ar, *tone;
	struct opt_bool active;
	struct opt_int version;
};
/* ERR_INVALID names the field; ERR_CONFLICT: the code is taken, or there are too many. */
MUST_USE enum err customer_tag_create(
	struct cx *cx, const struct customer_tag_change *wanted, struct customer_tag *tag);
/* The code stays. ERR_NOT_FOUND; ERR_CONFLICT for another version than the last. */
MUST_USE enum err customer_tag_edit(struct cx *cx, const char *code,
	const struct customer_tag_change *change, struct customer_tag *tag);
/* ERR_CONFLICT while customers have it: it can be switched off. */
MUST_USE enum err customer_tag_remove(struct cx *cx, const char *code);

/*
 * What a customer is to be marked with, each once. One that is switched off stays
 * with whoever has it (had: codes with commas around). ERR_INVALID names tags.
 */
struct customer_tag_set {
	int64_t ids[CUSTOMER_TAGS_MAX];
	size_t count;
};
MUST_USE enum err customer_tags_read(
	struct cx *cx, const char *const *codes, const char *had, struct customer_tag_set *set);

/* ---- customer_tag_store.c ------------------------------------------------------------------ */

/* code NULL: all. */
MUST_USE enum err customer_tag_store_list(
	struct cx *cx, const char *code, struct customer_tag **tags, size_t *count);
MUST_USE enum err customer_tag_store_add(struct cx *cx, struct customer_tag *tag);
MUST_USE enum err customer_tag_store_update(
	struct cx *cx, const struct customer_tag *tag, bool *changed);
MUST_USE enum err customer_tag_store_remove(struct cx *cx, int64_t id);
/* All that a customer has from now on. */
MUST_USE enum err customer_tag_store_mark(
	struct cx *cx, int64_t customer_id, const struct customer_tag_set *set);
/* The codes of a customer with commas around each, or "". */
MUST_USE enum err customer_tag_store_of(struct cx *cx, int64_t customer_id, const char **codes);

#endif
