/* order_narrow.c - what narrows a list down, and lists as reports. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/orders/order_report.h"

/* "delivered,returned" to ",delivered,returned,", which one statement serves all choices by. */
static const char *word_set(struct arena *arena, const char *words)
{
	return text_empty(words) ? NULL : arena_format(arena, ",%s,", words);
}

static enum err read_id(struct cx *cx, const char *field, const char *text, int64_t *id)
{
	if (text && (!text_int(text, id) || *id <= 0))
		return fail(cx, ERR_INVALID, field, "This is not a number of one.");
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
	struct assignee agent;

	if (!key)
		return OK;
	if (order_agent_within(cx, key, &agent) != OK) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "confirmed_by",
			"There is no such agent within your reach.");
	}
	*id = agent.agent_id;
	return OK;
}

const char *const order_without_words[] = {"product_id", "area", "confirmed_by", NULL};

/* What has none of it cannot have a certain one. */
static enum err without(struct cx *cx, const char *words, const char *word, bool given, bool *none)
{
	*none = words && strstr(words, word);
	if (*none && given)
		return fail(cx, ERR_INVALID, "without",
			"Ask for a certain one or for none, not for both.");
	return OK;
}

static enum err read_without(
	struct cx *cx, const struct order_list_query *query, struct order_narrow *narrow)
{
	const char *words = word_set(cx->arena, query->without);
	bool none;

	TRY(without(cx, words, ",product_id,", narrow->product_id != 0, &none));
	if (none)
		narrow->product_id = ORDER_NARROW_NONE;
	TRY(without(cx, words, ",area,", narrow->area != NULL, &none));
	if (none)
		narrow->area = "";
	TRY(without(cx, words, ",confirmed_by,", query->confirmed_by != NULL, &none));
	if (none)
		narrow->confirmed_by = ORDER_NARROW_NONE;
	return OK;
}

/* Words and service levels have indexes of their own, which know nothing of these. */
static enum err check_way(
	struct cx *cx, const struct order_list_query *query, const struct order_filter *filter)
{
	if (!text_empty(query->search))
		return fail(cx, ERR_INVALID, "search", "With this filter orders are not searched.");
	if (filter->sla != SLA_NONE)
		return fail(cx, ERR_INVALID, "sla",
			"With this filter service levels are not asked for.");
	return OK;
}

/* Is everything asked for that the actor's scope confirmed, whoever has it now? */
static bool is_of_scope(const struct cx *cx, const struct order_list_query *query)
{
	return order_scope(cx->actor) != SCOPE_COMPANY && !query->agent_id &&
		!text_is(query->orders, "pool");
}

enum err order_narrow_make(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter)
{
	struct order_narrow *narrow = &filter->narrow;
	const ssize_t flag = query->flag ? word_index(order_flag_words, query->flag) : -1;

	narrow->by_confirmed = text_is(query->date_of, "confirmed");
	narrow->area = text_empty(query->area) ? NULL : query->area;
	narrow->source = text_empty(query->source) ? NULL : query->source;
	narrow->outcomes = word_set(cx->arena, query->outcome);
	narrow->flags = flag >= 0 ? FLAG_BIT(flag) : 0;
	TRY(read_id(cx, "seller_id", query->seller_id, &narrow->seller_id));
	TRY(read_id(cx, "courier_id", query->courier_id, &narrow->courier_id));
	TRY(read_product(cx, query->product_id, &narrow->product_id));
	TRY(read_agent(cx, query->confirmed_by, &narrow->confirmed_by));
	/* What one confirmed oneself: the numbers of an agent are that agent's. */
	if (narrow->by_confirmed && order_scope(cx->actor) == SCOPE_OWN)
		narrow->confirmed_by = order_own_agent(cx->actor);
	TRY(read_without(cx, query, narrow));
	narrow->elsewhere = narrow->by_confirmed && is_of_scope(cx, query) &&
		narrow->confirmed_by != ORDER_NARROW_NONE;
	narrow->wanted = narrow->by_confirmed || narrow->area || narrow->source ||
		narrow->outcomes || narrow->flags || narrow->seller_id || narrow->courier_id ||
		narrow->product_id || narrow->confirmed_by;
	return narrow->wanted ? check_way(cx, query, filter) : OK;
}

/* More orders of the period than these are not put in order: the order's index is walked. */
#define GATHERED_MOST 20000

enum err order_narrow_shown(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct order_filter way = *filter;
	struct order_counts counts;

	if (order_sort_is_apart(filter->sort) && filter->whole_days && !filter->narrow.flags) {
		TRY(order_list_counts(cx, filter, &counts, NULL));
		way.walk = order_counts_total(&counts, filter->statuses, 0) > GATHERED_MOST;
	}
	return order_narrow_rows(cx, &way, page, list);
}

/* Never less than nothing: rows may be counted a moment apart, or not to their end. */
static enum err count_elsewhere(
	struct cx *cx, const struct order_filter *filter, int64_t here, struct opt_int *elsewhere)
{
	int64_t everywhere;

	TRY(order_narrow_count_everywhere(cx, filter, ORDER_COUNT_CAP + 1, &everywhere));
	*elsewhere = (struct opt_int){everywhere > here ? everywhere - here : 0, true};
	return OK;
}

enum err order_narrow_totals(
	struct cx *cx, const struct order_filter *filter, struct order_totals *totals)
{
	struct order_filter whatever = *filter;
	struct order_report_line *lines;
	int64_t all = 0;
	size_t count;

	whatever.statuses = whatever.priorities = 0;
	totals->counts = (struct order_counts){0};
	TRY(order_narrow_sum(cx, &whatever, ORDER_COUNT_CAP + 1, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		totals->counts.n[lines[i].status][lines[i].high] += lines[i].n;
		all += lines[i].n;
	}
	totals->total = order_counts_total(&totals->counts, filter->statuses, filter->priorities);
	totals->capped = all > ORDER_COUNT_CAP;
	if (totals->total > ORDER_COUNT_CAP)
		totals->total = ORDER_COUNT_CAP;
	if (filter->narrow.elsewhere && !totals->capped)
		TRY(count_elsewhere(cx, filter, totals->total, &totals->elsewhere));
	return OK;
}

/* ---- Reports ---------------------------------------------------------------------- */

/* Every report goes the narrowed way, which alone reads outcomes. */
static enum err make(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter)
{
	TRY(order_filter_make(cx, query, filter));
	filter->narrow.wanted = true;
	return check_way(cx, query, filter);
}

enum err order_report_check(struct cx *cx, const struct order_list_query *query)
{
	struct order_filter filter;

	return make(cx, query, &filter);
}

enum err order_report_rows(struct cx *cx, const struct order_list_query *query, const char *cursor,
	int64_t limit, struct order_report_page *page)
{
	struct order_filter filter;
	struct order_page place;
	struct order_list list;

	TRY(make(cx, query, &filter));
	TRY(order_page_make(cx, &filter, cursor, 1, limit, &place));
	place.limit = limit + 1;
	TRY(order_narrow_rows(cx, &filter, &place, &list));
	*page = (struct order_report_page){.orders = list.orders, .count = list.count};
	if (list.count > (size_t)limit) {
		page->count = (size_t)limit;
		page->next = order_cursor(cx, &filter, &list.orders[limit - 1]);
	}
	return OK;
}

enum err order_report_sum(
	struct cx *cx, const struct order_list_query *query, struct order_report_sum *sum)
{
	struct order_filter filter;
	int64_t all = 0;

	TRY(make(cx, query, &filter));
	*sum = (struct order_report_sum){0};
	TRY(order_narrow_sum(cx, &filter, ORDER_REPORT_CAP + 1, &sum->lines, &sum->count));
	for (size_t i = 0; i < sum->count; i++)
		all += sum->lines[i].n;
	sum->capped = all > ORDER_REPORT_CAP;
	return OK;
}

enum err order_agent_key(struct cx *cx, const char *key, int64_t *agent_id)
{
	struct assignee agent;

	TRY(order_agent_within(cx, key, &agent));
	*agent_id = agent.agent_id;
	return OK;
}

int order_report_digits(const struct cx *cx, const char *currency)
{
	return order_currency_digits(cx, currency);
}
