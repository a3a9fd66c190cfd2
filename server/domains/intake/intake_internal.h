/* intake_internal.h - how files and webhooks become orders; shared inside the folder. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTAKE_INTAKE_INTERNAL_H
#define DOMAINS_INTAKE_INTAKE_INTERNAL_H

#include "domains/intake/intake.h"
#include "domains/orders/order.h"
#include "platform/sheet/csv.h"

#include "base/text_set.h"
#include "base/time.h"
#include "platform/auth/auth.h"

/* ---- Layouts (layout.c) --------------------------------------------------- */

/* What a column can mean. */
enum intake_field {
	FIELD_NUMBER,
	FIELD_NAME,
	FIELD_FIRST_NAME,
	FIELD_LAST_NAME,
	FIELD_PHONE,
	FIELD_EMAIL,
	FIELD_PRODUCT,
	FIELD_PRODUCT_CODE,
	FIELD_PRODUCT_URL,
	FIELD_QUANTITY,
	FIELD_ITEM_PRICE,
	FIELD_PRICE,
	FIELD_CURRENCY,
	FIELD_ADDRESS,
	FIELD_AREA,
	FIELD_LANDMARK,
	FIELD_SELLER,
	FIELD_PRIORITY,
	FIELD_EXPECTED,
	FIELD_DELIVERY,
	FIELD_NOTES,
	FIELD_CREATED,
	FIELD_CANCELLED,
	FIELD_STATUS,
	FIELD_COUNT
};

/* auto, shopify, woocommerce, plain; NULL-terminated. */
extern const char *const intake_format_words[];

#define LAYOUT_CHOICES 6 /* columns that can fill one field, best first */

/* A file's header, understood. */
struct layout {
	const char *format; /* shopify, woocommerce or plain */
	bool several_lines; /* an order may go on in the next line */
	int columns[FIELD_COUNT][LAYOUT_CHOICES]; /* -1 ends the choices */
};

/* ERR_MALFORMED: not a header of that format (auto: of any); says what is missing. */
MUST_USE enum err layout_read(struct cx *cx, const char *format, const char *const *header,
	size_t count, struct layout *layout);
/* First column of the field that has something in it; NULL when none has. */
const char *layout_get(const struct layout *layout, enum intake_field field,
	const char *const *cells, size_t count);

/* ---- One order (draft.c) --------------------------------------------------- */

/* Text of one order by field; NULL where nothing was sent. */
struct intake_cells {
	const char *text[FIELD_COUNT];
};

/* Why a field was refused. */
struct draft_fault {
	const char *field, *reason;
	struct draft_fault *next;
};

/* An order on its way in. Everything in the arena of its batch. */
struct draft {
	int64_t line;
	struct order_new order;
	struct order_item *items;
	size_t item_count;
	bool priced; /* the source said what the whole order costs */
	struct draft_fault *faults; /* any: the order is not stored */
	struct draft *next;
};

/* Who the order is for: what texts mean depends on it. */
struct draft_context {
	struct arena *arena;
	const struct company *company;
	const struct language *language; /* of the faults */
	const char *source; /* of the orders: "shopify", "webhook:3" */
};

void draft_fault(const struct draft_context *context, struct draft *draft, const char *field,
	const char *format, ...) PRINTF_LIKE(4, 5);
/* Begin with what an order has once, and its first item. */
struct draft *draft_new(
	const struct draft_context *context, int64_t line, const struct intake_cells *cells);
/* One more item. */
void draft_add_item(
	const struct draft_context *context, struct draft *draft, const struct intake_cells *cells);
/* No more items: prices and items are settled. */
void draft_end(const struct draft_context *context, struct draft *draft);

/* ---- JSON of shops (shop_json.c) -------------------------------------------- */

struct json_value;

/* A Shopify, WooCommerce or our own order object; never NULL, faults tell. */
struct draft *draft_of_json(const struct draft_context *context, const char *kind, int64_t line,
	const struct json_value *order);

/* ---- A whole file (read_file.c) ---------------------------------------------- */

/* Orders read from a file, ready to be stored together. */
struct batch {
	struct draft *first, *last;
	size_t count;
	int64_t lines; /* records they took */
	int64_t done_bytes; /* where the next batch begins; for JSON: orders done */
};
typedef enum err batch_fn(struct batch *batch, void *arg);

struct file_reading {
	FILE *file; /* open, at its beginning; the caller closes it */
	const char *format;
	int64_t from; /* done_bytes of an earlier run */
	batch_fn *batch; /* may not keep anything of it */
	void *arg;
	const char *found_format; /* out: the layout that was found */
};

/*
 * Read a file in batches of at most INTAKE_BATCH orders, in bounded memory.
 *
 * ERR_MALFORMED  not a file of orders; the sentence says why
 */
MUST_USE enum err intake_read_file(struct cx *cx, struct file_reading *reading);
#define INTAKE_BATCH 200
#define INTAKE_JSON_BYTES (16 * 1024 * 1024)

/* Is the file JSON? By its first byte that is no blank; goes back to its beginning. */
bool intake_file_is_json(FILE *file);

/* ---- Storing a batch (import.c) ------------------------------------------------ */

/* What became of a batch; in cx->arena. */
struct stored {
	struct intake_summary done;
	struct line_fault *faults;
	size_t fault_count;
};

/*
 * Store the batch's orders in the unit's transaction. Refused ones are told in
 * *stored; anything that is not an order's own fault fails the whole batch.
 * seen holds the numbers met so far when the transaction will be rolled back and nothing
 * in the database remembers them; NULL otherwise.
 */
MUST_USE enum err intake_store_batch(
	struct cx *cx, const struct batch *batch, struct text_set *seen, struct stored *stored);
void intake_add_summary(struct intake_summary *sum, const struct intake_summary *more);

/* ---- Imports (intake_store.c, import_api.c) -------------------------------------- */

#define IMPORT_ERRORS_KEPT 10000

struct import {
	int64_t id, user_id;
	const char *status, *format, *file_name;
	const char *stored_file, *error; /* or NULL */
	bool dry_run;
	int64_t size_bytes, done_bytes;
	struct intake_summary done;
	int64_t created_us, updated_us;
};

MUST_USE enum err import_store_add(struct cx *cx, struct import *import);
MUST_USE enum err import_store_get(struct cx *cx, int64_t id, struct import *import);
MUST_USE enum err import_store_list(
	struct cx *cx, int64_t limit, int64_t offset, struct import **imports, size_t *count);
/* From waiting or running; begins the transaction. False in *moved: it is over already. */
MUST_USE enum err import_store_move(
	struct cx *cx, int64_t id, const char *to, const char *error, bool *moved);
MUST_USE enum err import_store_progress(struct cx *cx, const struct import *import);
MUST_USE enum err import_store_add_error(
	struct cx *cx, int64_t id, int64_t line, const char *field, const char *reason);
MUST_USE enum err import_store_errors(struct cx *cx, int64_t id, int64_t after_line, int64_t limit,
	struct line_fault **faults, size_t *count);
/* The file is on its way: the job that reads it. */
MUST_USE enum err import_store_schedule(struct cx *cx, int64_t id);
MUST_USE enum err intake_store_commit(struct cx *cx);
void intake_store_rollback(struct cx *cx);

/* The members of an import object, without its brackets. */
void import_write(struct json *json, const struct import *import);
MUST_USE enum err import_publish(struct cx *cx, const struct import *import);
/* The job behind an import: runs until the file is through, the import cancelled, or it fails. */
MUST_USE enum err import_run(struct cx *cx, int64_t id, bool last_attempt);
/* Say that it failed: the program was killed each time it ran. */
MUST_USE enum err import_give_up(struct cx *cx, int64_t id);
/* Stop a waiting or running import; what is imported stays. ERR_STATE when it is over. */
MUST_USE enum err import_cancel(struct cx *cx, int64_t id, struct import *import);

/* ---- Sources of webhooks (source.c, source_store.c, source_api.c, webhook_api.c) ------------------ */

enum source_kind { SOURCE_HATIF, SOURCE_SHOPIFY, SOURCE_WOOCOMMERCE };
extern const char *const source_kind_words[]; /* NULL-terminated, in enum order */
extern const char *const source_status_words[]; /* active, paused; NULL-terminated */

/* What became of a delivery. */
enum source_outcome {
	DELIVERY_CREATED,
	DELIVERY_DUPLICATE, /* it or its order was here before */
	DELIVERY_IGNORED, /* not about a new order */
	DELIVERY_PING, /* a shop asked whether anybody listens */
	DELIVERY_REFUSED, /* signed, but no order could be made of it */
	DELIVERY_UNSIGNED, /* the signature is missing or wrong */
	DELIVERY_PAUSED
};
extern const char *const source_outcome_words[]; /* NULL-terminated, in enum order */

struct source_log {
	int64_t id; /* 0: none yet */
	int64_t at_us;
	enum source_outcome outcome;
	int64_t order_id, order_year; /* 0: no order */
	const char *reason; /* for people; "" or NULL */
};
#define SOURCE_LOG_KEPT 100 /* lines of each source */

struct source {
	int64_t id, company_id, version;
	enum source_kind kind;
	const char *name, *key, *secret_sealed;
	const char *seller_name; /* of orders that name none; "" */
	bool paused;
	int64_t created_us;
	struct opt_int last_used_us;
	struct source_log last;
};

MUST_USE enum err source_store_add(struct cx *cx, struct source *source);
MUST_USE enum err source_store_list(struct cx *cx, struct source **sources, size_t *count);
/* ERR_NOT_FOUND; revoked ones too. */
MUST_USE enum err source_store_get(struct cx *cx, int64_t id, struct source *source);
/* Name, seller, pause and secret, where the version still is source->version. ERR_CONFLICT. */
MUST_USE enum err source_store_set(struct cx *cx, struct source *source);
/* ERR_NOT_FOUND. */
MUST_USE enum err source_store_revoke(struct cx *cx, int64_t id);
/* One that was revoked since then. ERR_NOT_FOUND. */
MUST_USE enum err source_store_restore(struct cx *cx, int64_t id, int64_t since_us);
/* By the unguessable part of its address, of any company. ERR_NOT_FOUND. */
MUST_USE enum err source_store_by_key(struct cx *cx, const char *key, struct source *source);
/* False in *fresh: that delivery has been here; then *order_id is what came of it, or 0. */
MUST_USE enum err source_store_deliver(struct cx *cx, const struct source *source,
	const char *delivery_key, bool *fresh, int64_t *order_id);
MUST_USE enum err source_store_delivered(
	struct cx *cx, const struct source *source, const char *delivery_key, int64_t order_id);
/* The last SOURCE_LOG_KEPT deliveries are remembered. */
MUST_USE enum err source_store_log(
	struct cx *cx, const struct source *source, const struct source_log *log);
/* Newest first. */
MUST_USE enum err source_store_log_list(
	struct cx *cx, int64_t source_id, struct source_log **lines, size_t *count);

/* What came with a webhook; NULL where a header is missing. */
struct delivery {
	struct str body;
	const char *signature, *timestamp, *key, *topic;
};
/* Is the signature good? Constant time; false for anything missing, short or malformed. */
bool source_signed(struct arena *arena, enum source_kind kind, const char *secret, int64_t now_us,
	const struct delivery *delivery);
/* What is wrong with a signature that is not good: for the company, never for the sender. */
const char *source_why_unsigned(
	enum source_kind kind, int64_t now_us, const struct delivery *delivery);

#endif
