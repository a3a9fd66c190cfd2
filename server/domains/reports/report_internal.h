/* report_internal.h - what the files of this folder share. No HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_REPORTS_REPORT_INTERNAL_H
#define DOMAINS_REPORTS_REPORT_INTERNAL_H

#include "base/clock.h"
#include "base/str.h"
#include "domains/orders/order.h"
#include "domains/orders/order_report.h"
#include "platform/auth/auth.h"
#include "platform/jobs/jobs.h"
#include "platform/json/json.h"
#include "platform/sheet/sheet.h"

#include <stdio.h>

/* ---- What is asked for (report.c) --------------------------------------------- */

/* As people write it; NULL for what is not given. Words of statuses go by the type. */
struct report_query {
	const char *type; /* one of report_type_words */
	const char *status, *date, *date_from, *date_to, *date_of, *agent_id, *seller_id,
		*product_id, *area, *courier_id, *kind, *outcome;
};
extern const char *const report_type_words[]; /* orders, interactions, deliveries */

/* The same, read. Of orders their own domain reads it. */
struct report_filter {
	int64_t from_us, to_us;
	int64_t agent_id, seller_id, product_id, courier_id; /* 0 for all */
	const char *area; /* "" for all */
	const char *statuses, *kinds; /* ",a,b,", or "" for all */
};

struct report_type;
struct report {
	const struct report_type *type;
	const struct report_query *query;
	struct report_filter filter;
};

/* A page: rows of the type's own kind, newest first. */
struct report_page {
	const void *rows;
	size_t count;
	const char *next; /* or NULL: the last page */
};

#define REPORT_CAP ORDER_REPORT_CAP /* rows that are counted */
#define REPORT_LINES 40
/* The figures above the rows. */
struct report_line {
	const char *word; /* a status, an outcome or a currency */
	int64_t n, minor;
};
struct report_lines {
	struct report_line line[REPORT_LINES];
	size_t count;
};
struct report_sum {
	int64_t rows;
	bool capped;
	struct report_lines statuses, outcomes, money;
	struct opt_int duration_s, ratings, rating_sum;
};
void report_add(struct report_lines *lines, const char *word, int64_t n, int64_t minor);

/* One kind of report: everything that differs. */
struct report_type {
	const char *word, *title; /* title of the worksheet */
	const char *const *headings;
	const char *const *statuses; /* words that `status` may name */
	const char *const *kinds; /* words that `kind` may name, or NULL */
	enum err (*check)(struct cx *cx, const struct report *report); /* or NULL */
	enum err (*page)(struct cx *cx, const struct report *report, const char *cursor,
		int64_t limit, struct report_page *page);
	enum err (*sum)(struct cx *cx, const struct report *report, struct report_sum *sum);
	enum err (*sheet_row)(
		struct sheet *sheet, struct cx *cx, const struct report_page *page, size_t i);
	void (*write)(
		struct json *json, const struct cx *cx, const struct report_page *page, size_t i);
};
extern const struct report_type report_orders, report_contacts, report_parcels;

/* ERR_INVALID names the field. */
MUST_USE enum err report_make(
	struct cx *cx, const struct report_query *query, struct report *report);

/*
 * Every row of the report into a sheet, page by page, so that no reading
 * statement lasts longer than a page. After each page `between` may commit,
 * look around, and stop it by an outcome.
 */
typedef enum err report_between_fn(struct cx *cx, int64_t rows, void *arg);
MUST_USE enum err report_fill(struct cx *cx, const struct report *report, struct sheet *sheet,
	report_between_fn *between, void *arg);

/* Where a page goes on: "TIME-PLACE"; begins at the period's end. ERR_INVALID. */
struct report_place {
	int64_t key, id;
};
MUST_USE enum err report_place_read(struct cx *cx, const char *cursor,
	const struct report_filter *filter, struct report_place *place);
const char *report_place_write(struct arena *arena, int64_t key, int64_t id);

/* ---- What filters can be set to (report_choice_store.c) -------------------------- */

enum report_choice_kind {
	CHOICE_AGENTS,
	CHOICE_SELLERS,
	CHOICE_PRODUCTS,
	CHOICE_COURIERS,
	CHOICE_AREAS
};
struct report_choice {
	int64_t id; /* 0 of areas */
	const char *name;
};
MUST_USE enum err report_choice_list(
	struct cx *cx, enum report_choice_kind kind, struct report_choice **rows, size_t *count);

/* ---- Interactions (report_contacts.c, report_contact_store.c) ------------------- */

struct report_contact {
	int64_t at_us, place;
	const char *kind; /* call, sms, email, chat, follow_up, rating */
	const char *direction, *outcome, *resolution; /* or NULL */
	int64_t duration_s;
	struct opt_int score;
	int64_t order_id, code_year; /* 0 for none */
	const char *customer_name; /* or NULL */
	int64_t agent_id, agent_no;
	const char *agent_name; /* or NULL */
	const char *body;
};
MUST_USE enum err report_contact_rows(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct report_contact **rows,
	size_t *count);
/* One of each kind and resolution. */
struct report_contact_line {
	const char *kind, *resolution; /* resolution "" for none */
	int64_t n, duration_s, scores, score_sum;
};
MUST_USE enum err report_contact_sum(struct cx *cx, const struct report_filter *filter,
	struct report_contact_line **lines, size_t *count);

/* ---- Deliveries (report_parcels.c, report_parcel_store.c) ----------------------- */

struct report_parcel {
	int64_t id, created_us;
	const char *tracking_number, *status;
	int64_t status_since_us;
	struct opt_int ship_us, estimated_us, delivered_us;
	const char *courier_name;
	int64_t order_id, code_year;
	const char *customer_name, *customer_phone, *product_name, *seller_name, *area;
	int64_t price_minor;
	const char *currency;
	int64_t agent_id, agent_no;
	const char *agent_name; /* or NULL */
};
MUST_USE enum err report_parcel_rows(struct cx *cx, const struct report_filter *filter,
	const struct report_place *after, int64_t limit, struct report_parcel **rows,
	size_t *count);
struct report_parcel_line {
	const char *status, *currency;
	int64_t n, minor;
};
MUST_USE enum err report_parcel_sum(struct cx *cx, const struct report_filter *filter,
	struct report_parcel_line **lines, size_t *count);

/* ---- Large files (report_export.c, report_export_store.c) ------------------------ */

#define EXPORT_KEPT_US US_PER_DAY
#define EXPORT_FORGOTTEN_US (30 * US_PER_DAY)
#define EXPORT_BYTES_MAX (INT64_C(1) << 30)
#define EXPORTS_AT_ONCE 2 /* unfinished ones of a user */

struct report_export {
	int64_t id, user_id, version;
	const char *type, *format, *status;
	const char *language; /* or NULL */
	const char *filters; /* a JSON object */
	int64_t rows_done, size_bytes;
	struct opt_int rows_total;
	const char *stored_file;
	const char *error; /* or NULL */
	int64_t created_us, updated_us;
	struct opt_int finished_us;
};
extern const char *const report_export_status_words[];

/* Of the actor's own. ERR_STATE: too many under way. */
MUST_USE enum err report_export_begin(
	struct cx *cx, const struct report_query *query, struct report_export *export);
MUST_USE enum err report_export_get(struct cx *cx, int64_t id, struct report_export *export);
/* ERR_STATE when it is over. */
MUST_USE enum err report_export_cancel(struct cx *cx, int64_t id, struct report_export *export);
/* The open file of a finished export. ERR_STATE. */
MUST_USE enum err report_export_open(
	struct cx *cx, int64_t id, struct report_export *export, FILE **file);
void report_export_write(struct json *json, const struct report_export *export);

MUST_USE enum err export_store_add(struct cx *cx, struct report_export *export);
/* The actor's own; whoever runs as the company's system may read every one. ERR_NOT_FOUND. */
MUST_USE enum err export_store_get(struct cx *cx, int64_t id, struct report_export *export);
MUST_USE enum err export_store_list(
	struct cx *cx, int64_t limit, struct report_export **rows, size_t *count);
MUST_USE enum err export_store_unfinished(struct cx *cx, int64_t *count);
/* Only while it is waiting or running; *moved says whether it was. Raises the version. */
MUST_USE enum err export_store_move(struct cx *cx, struct report_export *export, bool *moved);
MUST_USE enum err export_store_commit(struct cx *cx);
void export_store_rollback(struct cx *cx);
/* Finished before this: at most `limit`, of all companies. */
struct export_old {
	int64_t company_id, id;
	const char *stored_file;
};
MUST_USE enum err export_store_old(
	struct cx *cx, int64_t before_us, int64_t limit, struct export_old **rows, size_t *count);
MUST_USE enum err export_store_expire(struct cx *cx, const struct export_old *old);
MUST_USE enum err export_store_forget(struct cx *cx, int64_t before_us);
extern const struct job_kind report_jobs[]; /* report.export, report.sweep; ends in zeros */
MUST_USE enum err export_store_schedule(struct cx *cx, int64_t id);

/* ---- Confirmation truth (truth.c, truth_store.c) ---------------------------------- */

extern const char *const truth_by_words[]; /* agent, product, city, source */
enum truth_by { TRUTH_AGENT, TRUTH_PRODUCT, TRUTH_AREA, TRUTH_SOURCE };

/* What was confirmed of one currency, and what came of it. */
struct truth_money {
	const char *currency;
	int64_t confirmed_minor, delivered_minor, lost_minor;
};
#define TRUTH_CURRENCIES 8
struct truth_row {
	const char *subject; /* as lists are asked for it: an id, an area, a source */
	const char *label; /* or NULL: no such row any more */
	int64_t confirmed;
	int64_t n[ORDER_OUTCOME_COUNT];
	struct truth_money money[TRUTH_CURRENCIES];
	size_t money_count;
};
#define TRUTH_ROWS_MAX 200
struct truth {
	int64_t from_day, to_day;
	struct truth_row total, *rows; /* most confirmed first */
	size_t count;
	size_t left_out; /* rows beyond TRUTH_ROWS_MAX; the total has them */
};
MUST_USE enum err truth_load(
	struct cx *cx, enum truth_by by, int64_t from_day, int64_t to_day, struct truth *truth);

struct truth_line {
	const char *subject, *label, *outcome, *currency;
	int64_t n, minor;
};
/* Of the actor's scope; lines of one subject follow each other. */
MUST_USE enum err truth_store_lines(struct cx *cx, enum truth_by by, int64_t from_day,
	int64_t to_day, struct truth_line **lines, size_t *count);

#endif
