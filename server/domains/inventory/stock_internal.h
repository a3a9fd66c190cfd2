/* stock_internal.h - what the files of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INVENTORY_STOCK_INTERNAL_H
#define DOMAINS_INVENTORY_STOCK_INTERNAL_H

#include "base/line_fault.h"
#include "domains/inventory/stock.h"

#include "base/text_set.h"
#include "base/time.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"

/* ---- One product (stock_store.c) ------------------------------------------------ */

MUST_USE enum err stock_store_begin(struct cx *cx);
/* With its levels. ERR_NOT_FOUND without a sentence. */
MUST_USE enum err stock_store_get(struct cx *cx, int64_t id, struct stock_product *product);
/* As stock_store_get, in a transaction; nobody else changes the product until its end. */
MUST_USE enum err stock_store_lock(struct cx *cx, int64_t id, struct stock_product *product);
/* Code, name, category and all that hangs on them, of a locked product; raises the version. */
MUST_USE enum err stock_store_set(struct cx *cx, struct stock_product *product);
MUST_USE enum err stock_store_set_level(struct cx *cx, const struct stock_level *level);
/* The levels of these products, which have none yet. */
MUST_USE enum err stock_store_load_levels(
	struct cx *cx, struct stock_product *products, size_t count);

/* One line of the ledger. */
struct stock_entry {
	int64_t id, product_id, location_id;
	const char *location_code;
	int64_t delta, quantity;
	const char *kind, *reason;
	int64_t import_id, user_id; /* 0 for none */
	const char *user_name;
	int64_t at_us;
};
extern const char *const stock_kind_words[]; /* adjustment, count, import, NULL */

/* Sets the time, and id and user unless they are set. */
MUST_USE enum err stock_ledger_add(struct cx *cx, struct stock_entry *entry);
/* Numbers for so many entries; those that are not used are left out. */
MUST_USE enum err stock_ledger_take(struct cx *cx, int64_t count, int64_t *first);
/* Newest first, those with a smaller id than `before`. */
MUST_USE enum err stock_ledger_list(struct cx *cx, int64_t product_id, int64_t before,
	int64_t limit, struct stock_entry **entries, size_t *count);

/* ---- Counters (stock_counter_store.c) --------------------------------------------- */

/* What changes by the unit, collected so that rows are touched once and in one order. */
struct stock_tally {
	struct stock_tally_row {
		const char *category;
		enum stock_state state;
		int64_t n;
	} * rows;
	size_t count, room;
};
void stock_tally_add(struct arena *arena, struct stock_tally *tally, const char *category,
	enum stock_state state, int64_t n);
/* At the very end of the transaction: these rows are shared by all who change stock. */
MUST_USE enum err stock_tally_write(struct cx *cx, struct stock_tally *tally);

struct stock_category {
	const char *name; /* "" for products without one */
	int64_t n[STOCK_STATE_COUNT];
};
MUST_USE enum err stock_categories(
	struct cx *cx, struct stock_category **categories, size_t *count);

/* ---- Rules (stock.c) ---------------------------------------------------------------- */

/* Lay down what a locked product's level is from now on, at a held place, and write the ledger. */
MUST_USE enum err stock_put_level(struct cx *cx, struct stock_product *product,
	struct stock_level *level, struct stock_entry *entry);
/* Write the locked product after its quantity, threshold or category changed. */
MUST_USE enum err stock_put_product(struct cx *cx, const struct stock_product *before,
	struct stock_product *product, struct stock_tally *tally);
/* An object. */
void stock_product_write(
	struct json *json, const struct cx *cx, const struct stock_product *product);
void stock_entry_write(struct json *json, const struct stock_entry *entry);
MUST_USE enum err stock_publish_changed(struct cx *cx, const struct stock_product *product);
struct stock_import;
MUST_USE enum err stock_publish_progress(struct cx *cx, const struct stock_import *import);
/* The one event that stands for all products of a file. */
MUST_USE enum err stock_publish_imported(struct cx *cx, const struct stock_import *import);
/* By id or code. ERR_NOT_FOUND. */
MUST_USE enum err stock_by_key(struct cx *cx, const char *key, struct stock_product *product);

/* ---- Lists (stock_list.c, stock_list_store.c) ----------------------------------------- */

/* Whose products; what an index can be asked for. */
enum stock_set {
	STOCK_ALL, /* every product of the company */
	STOCK_MINE, /* of the agent's current orders */
	STOCK_TEAM, /* of those of the team's agents */
	STOCK_COMPANY, /* of all current orders */
	STOCK_SET_COUNT
};

#define STOCK_SEARCH_WORDS 4
struct stock_filter {
	enum stock_set set;
	const char *category, *state, *location; /* NULL: any */
	const char *like[STOCK_SEARCH_WORDS]; /* "% word%" or "%" */
	bool search; /* something was typed that can be looked for */
};

/* As people write it; NULL for what is not said. */
struct stock_query {
	const char *orders, *category, *stock_status, *location, *search;
};
void stock_filter_make(struct cx *cx, const struct stock_query *query, struct stock_filter *filter);

struct stock_page {
	bool by_key; /* after (name_fold, id); else `offset` rows in */
	const char *name_fold;
	int64_t id, limit, offset;
};
#define STOCK_PAGES_MAX 200 /* deeper goes by cursor */
MUST_USE enum err stock_page_make(
	struct cx *cx, const char *cursor, int64_t page, int64_t size, struct stock_page *out);
const char *stock_cursor(struct cx *cx, const struct stock_product *last);

/* By name; without levels. */
MUST_USE enum err stock_list_rows(struct cx *cx, const struct stock_filter *filter,
	const struct stock_page *page, struct stock_product **products, size_t *count);
#define STOCK_COUNT_CAP 10000
/* Rows of the filter: from the counters where they know, else counted as far as the cap. */
MUST_USE enum err stock_list_total(
	struct cx *cx, const struct stock_filter *filter, int64_t *total, bool *capped);
/* At most STOCK_COUNT_CAP + 1. */
MUST_USE enum err stock_list_count(
	struct cx *cx, const struct stock_filter *filter, int64_t *count);

/* A line of the report: one level of a product; location_code NULL for a product without any. */
typedef enum err stock_row_fn(struct cx *cx, const struct stock_product *product,
	const struct stock_level *level, void *arg);
/* Every row, one at a time; valid inside the call only. */
MUST_USE enum err stock_list_each(
	struct cx *cx, const struct stock_filter *filter, stock_row_fn *each, void *arg);

/* A current order whose product is short. */
struct stock_alert {
	int64_t order_id, code_year, product_id, left, wanted;
	const char *product_code, *product_name, *customer_name, *order_status;
	enum stock_state state;
};
/* What is out comes first, then by product, newest order first. The filter's set alone counts. */
MUST_USE enum err stock_alerts(struct cx *cx, enum stock_set set, int64_t limit, int64_t offset,
	struct stock_alert **alerts, size_t *count);
/* At most STOCK_COUNT_CAP + 1. */
MUST_USE enum err stock_alert_count(struct cx *cx, enum stock_set set, int64_t *count);
/* The set that "assigned" means for this actor. */
enum stock_set stock_own_set(const struct actor *actor);

/* ---- Locations (location.c, location_store.c) ------------------------------------------- */

MUST_USE enum err location_store_add(struct cx *cx, struct stock_location *location, bool *added);
MUST_USE enum err location_store_get(struct cx *cx, int64_t id, struct stock_location *location);
MUST_USE enum err location_store_by_code(
	struct cx *cx, const char *code, struct stock_location *location);
/* Where the version is still location->version, which it raises. ERR_CONFLICT otherwise. */
MUST_USE enum err location_store_set(struct cx *cx, struct stock_location *location, bool *taken);
/* Nobody closes the place until the end of the transaction. ERR_NOT_FOUND. */
MUST_USE enum err location_store_hold(struct cx *cx, int64_t id);
/* False in *done: something lies there. */
MUST_USE enum err location_store_retire(struct cx *cx, int64_t id, bool *done);
MUST_USE enum err location_store_list(struct cx *cx, const char *after, int64_t limit,
	struct stock_location **locations, size_t *count);
MUST_USE enum err location_store_warehouses(
	struct cx *cx, const char *const **names, size_t *count);

/* As kept: in capitals. ERR_INVALID on `code`. */
MUST_USE enum err location_code_read(struct cx *cx, const char *text, const char **code);
/* By id or code. ERR_NOT_FOUND. */
MUST_USE enum err location_by_key(struct cx *cx, const char *key, struct stock_location *location);
/* By code; made when missing. */
MUST_USE enum err location_find_or_create(
	struct cx *cx, const char *code, struct stock_location *location);

struct stock_location_edit {
	struct opt_int version;
	const char *code, *name; /* or NULL */
};
MUST_USE enum err stock_location_edit(struct cx *cx, const char *key,
	const struct stock_location_edit *edit, struct stock_location *location);
/* ERR_STATE while something lies there. */
MUST_USE enum err stock_location_remove(
	struct cx *cx, const char *key, struct stock_location *location);
void stock_location_write(struct json *json, const struct stock_location *location);

/* ---- Imports (stock_import.c, stock_import_store.c) --------------------------------------- */

#define STOCK_IMPORT_ERRORS_KEPT 10000

struct stock_import_done {
	int64_t lines, created, changed, unchanged, failed;
};

struct stock_import {
	int64_t id, user_id;
	const char *status, *file_name;
	const char *user_name; /* of who sent it */
	const char *stored_file, *error; /* or NULL */
	bool dry_run;
	int64_t size_bytes, done_bytes;
	struct stock_import_done done;
	int64_t created_us, updated_us;
};
extern const char *const stock_import_words[]; /* of status, NULL-terminated */

MUST_USE enum err stock_import_store_add(struct cx *cx, struct stock_import *import);
MUST_USE enum err stock_import_store_get(struct cx *cx, int64_t id, struct stock_import *import);
MUST_USE enum err stock_import_store_list(
	struct cx *cx, int64_t limit, struct stock_import **imports, size_t *count);
/* From waiting or running; begins the transaction. False in *moved: it is over already. */
MUST_USE enum err stock_import_store_move(
	struct cx *cx, int64_t id, const char *to, const char *error, bool *moved);
MUST_USE enum err stock_import_store_progress(struct cx *cx, const struct stock_import *import);
MUST_USE enum err stock_import_store_add_error(
	struct cx *cx, int64_t id, const struct line_fault *fault);
MUST_USE enum err stock_import_store_errors(
	struct cx *cx, int64_t id, int64_t limit, struct line_fault **faults, size_t *count);
MUST_USE enum err stock_import_store_schedule(struct cx *cx, int64_t id);
MUST_USE enum err stock_import_store_commit(struct cx *cx);
void stock_import_store_rollback(struct cx *cx);

/* The job behind an import: runs until the file is through, it is cancelled, or it fails. */
MUST_USE enum err stock_import_run(struct cx *cx, int64_t id, bool last_attempt);
/* Say that it failed: the program was killed each time it ran. */
MUST_USE enum err stock_import_give_up(struct cx *cx, int64_t id);
/* Stop a waiting or running import; what is done stays. ERR_STATE when it is over. */
MUST_USE enum err stock_import_cancel(struct cx *cx, int64_t id, struct stock_import *import);
/* The members of the object, without its brackets. */
void stock_import_write(struct json *json, const struct stock_import *import);

/* ---- Columns of a file (stock_layout.c) ----------------------------------------------------- */

enum stock_field {
	STOCK_CODE,
	STOCK_NAME,
	STOCK_CATEGORY,
	STOCK_LOCATION,
	STOCK_QUANTITY,
	STOCK_THRESHOLD,
	STOCK_URL,
	STOCK_PRICE,
	STOCK_FIELD_COUNT
};
extern const char *const stock_field_words[]; /* as our own files name them, NULL-terminated */

struct stock_layout {
	int columns[STOCK_FIELD_COUNT]; /* -1: not in the file */
};
/* ERR_MALFORMED: says which column is missing. */
MUST_USE enum err stock_layout_read(
	struct cx *cx, const char *const *header, size_t count, struct stock_layout *layout);
/* NULL where the file has nothing. */
const char *stock_layout_get(const struct stock_layout *layout, enum stock_field field,
	const char *const *cells, size_t count);

#endif
