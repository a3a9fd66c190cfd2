/* stock_list.c - what a list of stock is asked for: filters, pages, cursors. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_internal.h"

#include "domains/orders/order.h"

enum stock_set stock_own_set(const struct actor *actor)
{
	switch (order_scope(actor)) {
	case SCOPE_COMPANY:
		return STOCK_COMPANY;
	case SCOPE_TEAM:
		return STOCK_TEAM;
	default:
		return STOCK_MINE;
	}
}

/* Every word has to begin a word of the name or the code; folded, so that no sign means anything. */
static void read_search(struct arena *arena, const char *typed, struct stock_filter *filter)
{
	struct str rest = str_of(typed ? intl_fold(arena, typed) : "");
	size_t count = 0;

	for (size_t i = 0; i < STOCK_SEARCH_WORDS; i++)
		filter->like[i] = "%";
	while (rest.ptr && rest.len && count < STOCK_SEARCH_WORDS) {
		const struct str word = str_cut(rest, ' ', &rest);

		if (word.len)
			filter->like[count++] = arena_format(
				arena, "%% %.*s%%", (int)word.len, word.ptr);
	}
	filter->search = count > 0;
}

void stock_filter_make(struct cx *cx, const struct stock_query *query, struct stock_filter *filter)
{
	*filter = (struct stock_filter){
		.set = text_is(query->orders, "all") ? STOCK_ALL : stock_own_set(cx->actor),
		.category = query->category,
		.state = query->stock_status,
		.location = text_empty(query->location) ? NULL : query->location};
	read_search(cx->arena, query->search, filter);
}

/* A product is its own place in the list: its name says where that is today. */
const char *stock_cursor(struct cx *cx, const struct stock_product *last)
{
	return arena_format(cx->arena, "p%lld", (long long)last->id);
}

enum err stock_page_make(
	struct cx *cx, const char *cursor, int64_t page, int64_t size, struct stock_page *out)
{
	struct stock_product last;
	enum err err;
	int64_t id;

	*out = (struct stock_page){.name_fold = "", .limit = size};
	if (!cursor) {
		if (page > STOCK_PAGES_MAX)
			return fail(cx, ERR_INVALID, "page",
				"Pages are numbered up to %d. Go on with the cursor `next`.",
				STOCK_PAGES_MAX);
		out->offset = page > 1 ? (page - 1) * size : 0;
		return OK;
	}
	if (*cursor != 'p' || !text_int(cursor + 1, &id) || id <= 0)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	err = stock_store_get(cx, id, &last);
	if (err == ERR_NOT_FOUND)
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	out->by_key = true;
	out->name_fold = last.name_fold;
	out->id = id;
	return err;
}

static int64_t count_known(
	const struct stock_filter *filter, const struct stock_category *categories, size_t count)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++)
		for (int state = 0; state < STOCK_STATE_COUNT; state++)
			if ((!filter->category || text_is(filter->category, categories[i].name)) &&
				(!filter->state ||
					text_is(filter->state, stock_state_words[state])))
				total += categories[i].n[state];
	return total;
}

enum err stock_list_total(
	struct cx *cx, const struct stock_filter *filter, int64_t *total, bool *capped)
{
	struct stock_category *categories;
	size_t count;

	*capped = false;
	if (filter->set == STOCK_ALL && !filter->search && !filter->location) {
		TRY(stock_categories(cx, &categories, &count));
		*total = count_known(filter, categories, count);
		return OK;
	}
	TRY(stock_list_count(cx, filter, total));
	*capped = *total > STOCK_COUNT_CAP;
	if (*capped)
		*total = STOCK_COUNT_CAP;
	return OK;
}
