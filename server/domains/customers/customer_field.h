/* customer_field.h - what a company wants to know of its customers beside what everyone does. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CUSTOMERS_CUSTOMER_FIELD_H
#define DOMAINS_CUSTOMERS_CUSTOMER_FIELD_H

#include "base/cx.h"

struct json;
struct json_value;

#define CUSTOMER_FIELDS_MAX 40
#define CUSTOMER_FIELD_KEY_MAX 32
#define CUSTOMER_NAME_MAX 60 /* of a field, a choice, a tag */
#define CUSTOMER_OPTIONS_MAX 50
#define CUSTOMER_VALUE_MAX 500

enum customer_field_type {
	CUSTOMER_TEXT,
	CUSTOMER_NUMBER,
	CUSTOMER_DATE,
	CUSTOMER_CHOICE,
	CUSTOMER_BOOLEAN
};
extern const char *const customer_field_type_words[]; /* in that order */

struct customer_field {
	int64_t id, version, position;
	const char *key, *name_en, *name_ar;
	enum customer_field_type type;
	const char *options; /* JSON: {value, name_en, name_ar} of a choice, else [] */
	bool required, active;
	int64_t customers; /* that have a value, counted no further than 1000 */
};
/* In the order of their positions. */
MUST_USE enum err customer_fields_list(
	struct cx *cx, struct customer_field **fields, size_t *count);
/* The object `CustomerField`. */
void customer_field_write(struct json *json, const struct customer_field *field);

/* One of a choice. */
struct customer_option {
	const char *value, *name_en, *name_ar;
};
/* NULL or not given: as it is. */
struct customer_field_change {
	const char *key, *type; /* of a new one alone */
	const char *name_en, *name_ar;
	const struct customer_option *options; /* NULL: not given */
	size_t option_count;
	struct opt_int position, version;
	struct opt_bool required, active;
};
/* ERR_INVALID names the field; ERR_CONFLICT: the key is taken, or there are too many. */
MUST_USE enum err customer_field_create(
	struct cx *cx, const struct customer_field_change *wanted, struct customer_field *field);
/* Key and type stay. ERR_NOT_FOUND; ERR_CONFLICT for another version than the last. */
MUST_USE enum err customer_field_edit(struct cx *cx, const char *key,
	const struct customer_field_change *change, struct customer_field *field);
/* ERR_CONFLICT while customers have a value: it can be switched off. */
MUST_USE enum err customer_field_remove(struct cx *cx, const char *key);

/*
 * A value as it is kept, of what was sent; NULL for null, which takes it away.
 * ERR_INVALID names custom.KEY.
 */
MUST_USE enum err customer_field_read(struct cx *cx, const struct customer_field *field,
	const struct json_value *given, const char **kept);
/* And as answers show it. */
void customer_value_write(struct json *json, enum customer_field_type type, const char *kept);

/* What is told after every change of fields or tags: customer:choices {what}. */
MUST_USE enum err customer_choices_publish(struct cx *cx, const char *what);
/* What tags and fields are called: 1 to 32 of a-z, 0-9, - and _. */
bool customer_code_good(const char *code);
/* Both names, the one for the other where one is missing. ERR_INVALID names name_en. */
MUST_USE enum err customer_names_read(struct cx *cx, const char **name_en, const char **name_ar);

/* ---- customer_field_store.c ------------------------------------------------------------------ */

/* key NULL: all. */
MUST_USE enum err customer_field_store_list(
	struct cx *cx, const char *key, struct customer_field **fields, size_t *count);
MUST_USE enum err customer_field_store_add(struct cx *cx, struct customer_field *field);
MUST_USE enum err customer_field_store_update(
	struct cx *cx, const struct customer_field *field, bool *changed);
MUST_USE enum err customer_field_store_remove(struct cx *cx, int64_t id);

#endif
