/* report.c - what a report is asked for, and all of its rows. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "domains/contacts/contact.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

#define FILL_ROWS 1000

const char *const report_type_words[] = {"orders", "interactions", "deliveries", NULL};
static const struct report_type *const types[] = {
	&report_orders, &report_contacts, &report_parcels};
_Static_assert(COUNT(types) + 1 == COUNT(report_type_words), "a type for each word");

void report_add(struct report_lines *lines, const char *word, int64_t n, int64_t minor)
{
	size_t i = 0;

	if (text_empty(word))
		return;
	while (i < lines->count && !text_is(lines->line[i].word, word))
		i++;
	if (i == REPORT_LINES)
		return;
	if (i == lines->count)
		lines->line[lines->count++] = (struct report_line){.word = word};
	lines->line[i].n += n;
	lines->line[i].minor += minor;
}

/* ---- Reading what was asked ---------------------------------------------------------- */

static enum err read_id(struct cx *cx, const char *field, const char *text, int64_t *id)
{
	if (text && (!text_int(text, id) || *id <= 0))
		return fail(cx, ERR_INVALID, field, "This is not a number of one.");
	return OK;
}

/* "a,b" of these words as ",a,b,"; "" for all. */
static enum err read_words(struct cx *cx, const char *field, const char *text,
	const char *const *words, const char **set)
{
	struct str rest = str_of(text ? text : "");

	*set = "";
	if (text_empty(text) || text_is(text, "all"))
		return OK;
	while (rest.ptr && rest.len) {
		const struct str word = str_cut(rest, ',', &rest);
		bool known = false;

		for (size_t i = 0; words && words[i]; i++)
			known |= str_is(word, words[i]);
		if (!known)
			return fail(cx, ERR_INVALID, field, "This report has no such word.");
	}
	*set = arena_format(cx->arena, ",%s,", text);
	return OK;
}

static enum err read_product(struct cx *cx, const char *key, int64_t *id)
{
	struct product product;

	if (!key)
		return OK;
	if (product_by_key(cx, key, &product) != OK) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "product_id", "There is no such product.");
	}
	*id = product.id;
	return OK;
}

static enum err read_agent(struct cx *cx, const char *key, int64_t *id)
{
	if (!key)
		return OK;
	if (order_agent_key(cx, key, id) != OK) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
	}
	return OK;
}

static enum err read_period(
	struct cx *cx, const struct report_query *query, struct report_filter *filter)
{
	struct period period;

	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	filter->from_us = period.all ? TIME_MIN_US : period.from_us;
	filter->to_us = period.all ? TIME_MAX_US : period.to_us;
	return OK;
}

enum err report_make(struct cx *cx, const struct report_query *query, struct report *report)
{
	struct report_filter *filter = &report->filter;
	const ssize_t type = word_index(report_type_words, query->type);

	if (type < 0)
		return fail(cx, ERR_INVALID, "type", "There is no such report.");
	*report = (struct report){.type = types[type],
		.query = query,
		.filter = {.area = query->area ? query->area : ""}};
	TRY(read_period(cx, query, filter));
	TRY(read_id(cx, "seller_id", query->seller_id, &filter->seller_id));
	TRY(read_id(cx, "courier_id", query->courier_id, &filter->courier_id));
	TRY(read_product(cx, query->product_id, &filter->product_id));
	TRY(read_agent(cx, query->agent_id, &filter->agent_id));
	TRY(read_words(cx, "status", query->status, report->type->statuses, &filter->statuses));
	TRY(read_words(cx, "kind", query->kind, report->type->kinds, &filter->kinds));
	return report->type->check ? report->type->check(cx, report) : OK;
}

/* ---- Places ---------------------------------------------------------------------------- */

enum err report_place_read(struct cx *cx, const char *cursor, const struct report_filter *filter,
	struct report_place *place)
{
	struct str rest, key;

	*place = (struct report_place){filter->to_us, 0};
	if (!cursor)
		return OK;
	key = str_cut(str_of(cursor), '-', &rest);
	if (!rest.ptr || !str_int(key, &place->key) || !str_int(rest, &place->id) || place->id <= 0)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	return OK;
}

const char *report_place_write(struct arena *arena, int64_t key, int64_t id)
{
	return arena_format(arena, "%" PRId64 "-%" PRId64, key, id);
}

/* ---- All rows ------------------------------------------------------------------------- */

/* Cursors are short; the arena is rewound beneath them. */
#define CURSOR_BYTES 128

static enum err fill_page(struct cx *cx, const struct report *report, struct sheet *sheet,
	char cursor[CURSOR_BYTES], bool *more)
{
	struct report_page page;

	TRY(report->type->page(cx, report, *cursor ? cursor : NULL, FILL_ROWS, &page));
	for (size_t i = 0; i < page.count; i++)
		TRY(report->type->sheet_row(sheet, cx, &page, i));
	*more = page.next != NULL;
	if (*more)
		(void)snprintf(cursor, CURSOR_BYTES, "%s", page.next);
	return OK;
}

enum err report_fill(struct cx *cx, const struct report *report, struct sheet *sheet,
	report_between_fn *between, void *arg)
{
	char cursor[CURSOR_BYTES] = "";
	bool more = true;

	while (more) {
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(fill_page(cx, report, sheet, cursor, &more));
		arena_rewind(cx->arena, mark);
		if (between)
			TRY(between(cx, sheet_rows(sheet), arg));
	}
	return OK;
}
