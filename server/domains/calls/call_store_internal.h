/* call_store_internal.h - what the files that write rows of calls share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_STORE_INTERNAL_H
#define DOMAINS_CALLS_CALL_STORE_INTERNAL_H

#include "domains/calls/call.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

/* A row is an array; r.value ->> n is the n-th of it on both engines. */
#define ROWS_LITE " FROM json_each($2) r WHERE 1 = 1"
#define ROWS_PG " FROM jsonb_array_elements(CAST($2 AS JSONB)) r (value) WHERE 1 = 1"
#define TEXT(n) ", r.value ->> " #n
#define INT(n) ", CAST(r.value ->> " #n " AS BIGINT)"
#define NEW(column) #column " = excluded." #column
#define QUERY(name, insert, update) \
	{ \
		name, NULL, insert ROWS_LITE update, insert ROWS_PG update \
	}
/* What a JSON array of texts holds, as rows; and behind a column, whether it is among them. */
#define NAMES_LITE "SELECT r.value FROM json_each($2) r"
#define NAMES_PG "SELECT r.value FROM jsonb_array_elements_text(CAST($2 AS JSONB)) r (value)"
#define AMONG_LITE "IN (" NAMES_LITE ")"
#define AMONG_PG "= ANY (ARRAY(" NAMES_PG "))"

/* Rows of one table on their way. */
struct rows {
	struct json json; /* an array of arrays */
	struct json row; /* of a part, on its way */
	struct arena *arena;
	bool any;
};

void rows_open(struct cx *cx, struct rows *rows, size_t first_bytes);
/* Begin a row; it ends with json_close_array(). */
struct json *rows_add(struct rows *rows);
/* Nothing when there are none. */
MUST_USE enum err rows_write(struct cx *cx, struct rows *rows, const struct db_query *query);
/* 0 is a time that has not come. */
void row_time(struct json *json, int64_t us);
void row_id(struct json *json, int64_t id);

/* ---- What a call is made of: call_parts_store.c ------------------------------------- */

enum call_table { LEGS, SEGMENTS, STEPS, TRANSFERS, VISITS, HOLDS, RECORDINGS, CALL_TABLES };
struct part_rows {
	struct rows tables[CALL_TABLES];
};
void part_rows_open(struct cx *cx, struct part_rows *rows);
void part_rows_add(struct part_rows *rows, int64_t call_id, const struct call *call);
MUST_USE enum err part_rows_write(struct cx *cx, struct part_rows *rows);

/* ---- Whose call it is: call_people_store.c -------------------------------------------- */

/* Whose phones the legs are that were not written yet; one statement for all calls. */
MUST_USE enum err people_place(struct cx *cx, const struct call *const *calls, size_t count);

struct person {
	const char *phone; /* E.164 */
	int64_t customer_id;
	const char *name;
};
struct people {
	struct person *rows; /* in the order of phones */
	size_t count;
};
/* Customers with these numbers (E.164, NULL where there is none); one statement. */
MUST_USE enum err people_find(
	struct cx *cx, const char *const *phones, size_t count, struct people *people);
const struct person *people_with(const struct people *people, const char *phone);

#endif
