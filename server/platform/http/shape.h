/* shape.h - declared parameters and answers: one table reads, checks and documents. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_SHAPE_H
#define PLATFORM_HTTP_SHAPE_H

#include "base/base.h"

struct json_value;

/* ---- Parameters in ------------------------------------------------------ */

/* What a parameter is, and the member type it fills. */
enum shape_type {
	SHAPE_TEXT, /* const char *: trimmed, UTF-8, min..max code points; NULL when absent */
	SHAPE_RAW_TEXT, /* const char *: as TEXT but not trimmed (passwords, messages) */
	SHAPE_INT, /* struct opt_int: min..max */
	SHAPE_BOOL, /* struct opt_bool: true/false, also "1"/"0"/"true"/"false" outside JSON */
	SHAPE_WORD, /* const char *: one of words */
	SHAPE_WORDS, /* const char *: comma-separated, each one of words */
	SHAPE_KEY, /* const char *: an id or a public code; JSON integers are turned into text */
	SHAPE_KEYS, /* const char *const *: JSON array, or comma-separated; NULL-terminated; max entries */
	SHAPE_TIME, /* struct opt_int: microseconds; without a zone the company's zone counts */
	SHAPE_DAY, /* struct opt_int: days since 1970-01-01 */
	SHAPE_MONEY, /* const char *: digits as sent ("750.00"); the domain knows the currency */
	SHAPE_PHONE, /* const char *: as sent, a lost '+' put back; the domain normalises */
	SHAPE_EMAIL, /* const char *: one plausible address, lower case */
	SHAPE_JSON, /* const struct json_value *: an object or array, JSON bodies only */
};

enum shape_flag {
	SHAPE_REQUIRED = 1 << 0,
	SHAPE_NULLABLE = 1 << 1, /* JSON null counts as absent */
	SHAPE_SECRET = 1 << 2, /* never logged, never in examples */
	SHAPE_QUERY = 1 << 3, /* documented as a query parameter (GET lists) */
	SHAPE_ALL_OK = 1 << 4, /* WORD/WORDS: "all" is also accepted and given as NULL */
	SHAPE_NAMES = 1 << 5, /* KEYS: of permissions and events, with . : and * in them */
};

struct shape_field {
	const char *name; /* as on the wire */
	const char *aliases; /* "username,email": other names for it; NULL for none */
	enum shape_type type;
	unsigned flags;
	size_t offset; /* of the member */
	int64_t min, max;
	const char *const *words; /* NULL-terminated */
	const char *about;
};

struct shape {
	const char *name; /* unique; names the schema in openapi.json */
	const struct shape_field *fields;
	size_t count;
};

/* ---- Answers out -------------------------------------------------------- */

enum schema_type {
	SCHEMA_TEXT,
	SCHEMA_INT,
	SCHEMA_NUMBER,
	SCHEMA_BOOL,
	SCHEMA_TIME,
	SCHEMA_DAY,
	SCHEMA_WORD, /* one of words */
	SCHEMA_OBJECT, /* ref */
	SCHEMA_MAP, /* object with free keys and values of ref, or integers when ref is NULL */
	SCHEMA_ANY, /* any JSON */
};

enum schema_flag {
	SCHEMA_NULLABLE = 1 << 0,
	SCHEMA_OPTIONAL = 1 << 1, /* may be left out */
	SCHEMA_ARRAY = 1 << 2,
};

struct schema_field {
	const char *name;
	enum schema_type type;
	unsigned flags;
	const struct schema *ref;
	const char *const *words;
	const char *about;
};

/* The members of an answer or of an object in it. Referenced by pointer, named once. */
struct schema {
	const char *name; /* unique: "Order" */
	const struct schema_field *fields;
	size_t count;
};

#endif
