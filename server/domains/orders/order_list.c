/* order_list.c - what a list is asked for: filters, pages and cursors. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

const char *const order_sort_words[] = {"-created_at", "created_at", "-status_since",
	"status_since", "-updated_at", "updated_at", "-expected_at", "expected_at", "-confirmed_at",
	"confirmed_at", NULL};
_Static_assert(COUNT(order_sort_words) == SORT_COUNT + 1, "a word for every sort");
const char *const order_date_of_words[] = {"created", "status", "confirmed", NULL};

/* The longest day, when clocks are set back; and the longest month. */
#define LONGEST_DAY_US (25 * US_PER_HOUR)
#define LONGEST_MONTH_US (31 * US_PER_DAY + US_PER_HOUR)

/* Neither an agent, nor what the counters call the pool and the company. */
#define NO_AGENT (-2)

int64_t order_own_agent(const struct actor *actor)
{
	return actor->agent_id ? actor->agent_id : NO_AGENT;
}

enum order_set order_scope_set(const struct actor *actor)
{
	switch (order_scope(actor)) {
	case SCOPE_COMPANY:
		return SET_COMPANY;
	case SCOPE_TEAM:
		return SET_TEAM;
	default:
		return SET_OWN;
	}
}

/* "new,closed" to bits; NULL to none. The words were checked on the way in. */
static unsigned word_bits(const char *const *words, const char *text)
{
	struct str rest = str_of(text ? text : "");
	unsigned bits = 0;

	while (rest.ptr && rest.len) {
		const struct str word = str_cut(rest, ',', &rest);

		for (unsigned i = 0; words[i]; i++)
			if (str_is(str_trim(word), words[i]))
				bits |= 1U << i;
	}
	return bits;
}

enum err order_agent_within(struct cx *cx, const char *key, struct assignee *agent)
{
	const struct actor *actor = cx->actor;
	const enum scope scope = order_scope(actor);

	TRY(assignment_agent(cx, key, agent));
	if (agent->agent_id == actor->agent_id || scope == SCOPE_COMPANY)
		return OK;
	return scope == SCOPE_TEAM && actor->team_id && agent->team_id == actor->team_id
		? OK
		: ERR_NOT_FOUND;
}

static enum err pick_set(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter)
{
	const struct actor *actor = cx->actor;
	const enum scope scope = order_scope(actor);
	const char *orders = query->orders;
	struct assignee agent;

	filter->agent_id = order_own_agent(actor);
	if (query->agent_id) {
		if (order_agent_within(cx, query->agent_id, &agent) != OK) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "agent_id",
				"There is no such agent within your reach.");
		}
		filter->set = SET_MINE;
		filter->agent_id = agent.agent_id;
	} else if (text_is(orders, "pool")) {
		filter->set = scope == SCOPE_COMPANY ? SET_POOL_ALL : SET_POOL;
	} else if (scope == SCOPE_OWN && !text_is(orders, "all")) {
		filter->set = SET_MINE;
	} else {
		filter->set = order_scope_set(actor);
	}
	return OK;
}

static bool is_of_status(enum order_sort sort)
{
	return sort == SORT_STATUS_SINCE || sort == SORT_STATUS_SINCE_DESC;
}

static bool is_of_confirmation(enum order_sort sort)
{
	return sort == SORT_CONFIRMED || sort == SORT_CONFIRMED_DESC;
}

bool order_sort_is_apart(enum order_sort sort)
{
	return sort >= SORT_UPDATED_DESC && sort <= SORT_EXPECTED;
}

/* What was worked or confirmed in a period is read along the time of that, and only that. */
static enum err check_sort(struct cx *cx, enum order_sort sort, bool by_status, bool by_confirmed)
{
	if (by_status != is_of_status(sort))
		return fail(cx, ERR_INVALID, "sort",
			by_status ? "With date_of=status only status_since or -status_since."
				  : "By status_since only with date_of=status.");
	if (by_confirmed != is_of_confirmation(sort))
		return fail(cx, ERR_INVALID, "sort",
			by_confirmed ? "With date_of=confirmed only confirmed_at or -confirmed_at."
				     : "By confirmed_at only with date_of=confirmed.");
	return OK;
}

static enum err pick_sort(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter)
{
	const bool by_status = text_is(query->date_of, "status");
	const bool by_confirmed = text_is(query->date_of, "confirmed");
	const ssize_t sort = query->sort ? word_index(order_sort_words, query->sort)
		: by_status              ? SORT_STATUS_SINCE_DESC
		: by_confirmed           ? SORT_CONFIRMED_DESC
					 : SORT_CREATED_DESC;

	if (sort < 0)
		return fail(cx, ERR_INVALID, "sort", "There is no such sort order.");
	TRY(check_sort(cx, (enum order_sort)sort, by_status, by_confirmed));
	if (query->sla && sort > SORT_CREATED)
		return fail(cx, ERR_INVALID, "sort", "With sla only created_at or -created_at.");
	filter->by_status = by_status;
	filter->sort = (enum order_sort)sort;
	return OK;
}

/* Work is counted row by row, by no counter: a month of it at most. */
static enum err check_period(
	struct cx *cx, const struct order_filter *filter, const struct period *period)
{
	if (filter->by_status &&
		(period->all || period->to_us - period->from_us > LONGEST_MONTH_US))
		return fail(cx, ERR_INVALID, "date", "With date_of=status a month at most.");
	return OK;
}

enum err order_filter_make(
	struct cx *cx, const struct order_list_query *query, struct order_filter *filter)
{
	struct period period;

	*filter = (struct order_filter){.from_us = TIME_MIN_US, .to_us = INT64_MAX};
	TRY(pick_sort(cx, query, filter));
	filter->statuses = word_bits(order_status_words, query->status);
	filter->priorities = word_bits(order_priority_words, query->priority);
	filter->search = text_empty(query->search) ? NULL : query->search;
	filter->sla = query->sla
		? (enum order_sla_state)(1 + word_index(order_sla_words, query->sla))
		: SLA_NONE;
	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	TRY(check_period(cx, filter, &period));
	/* The counters know days of creation. */
	filter->whole_days = !filter->sla &&
		(period.all || (period.whole_days && !filter->by_status));
	if (!period.all) {
		filter->from_us = period.from_us;
		filter->to_us = period.to_us;
		filter->from_day = filter->whole_days ? period.from_day : 0;
		filter->to_day = filter->whole_days ? period.to_day : 0;
	}
	TRY(pick_set(cx, query, filter));
	return order_narrow_make(cx, query, filter);
}

/* ---- Cursors -------------------------------------------------------------- */

/* What a cursor holds, byte by byte: sort, key, id, check. */
#define CURSOR_BYTES (1 + 8 + 8 + 8)

static void put_number(unsigned char *at, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		at[i] = (unsigned char)(value >> (56 - 8 * i));
}

static uint64_t get_number(const unsigned char *at)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | at[i];
	return value;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	for (int i = 0; i < 8; i++) {
		hash ^= value >> (8 * i) & 0xff;
		hash *= UINT64_C(1099511628211);
	}
	return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
	for (const char *at = text; at && *at; at++)
		hash = mix(hash, (unsigned char)*at);
	return hash;
}

static uint64_t mix_narrow(uint64_t hash, const struct order_narrow *narrow)
{
	if (!narrow->wanted)
		return hash;
	hash = mix(hash, narrow->by_confirmed);
	hash = mix(hash, (uint64_t)narrow->seller_id << 32 ^ (uint64_t)narrow->product_id);
	hash = mix(hash, (uint64_t)narrow->courier_id << 32 ^ (uint64_t)narrow->confirmed_by);
	hash = mix(hash, (uint64_t)narrow->flags);
	hash = mix_text(mix_text(mix(hash, narrow->area != NULL), narrow->area), "/");
	hash = mix_text(mix_text(hash, narrow->source), "/");
	return mix_text(hash, narrow->outcomes);
}

/*
 * Ties a place to the list it is a place in. It protects nobody's rows (each
 * statement does that): it keeps a cursor of one list out of another.
 */
static uint64_t cursor_check(
	const struct cx *cx, const struct order_filter *filter, uint64_t key, uint64_t id)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	hash = mix(hash, (uint64_t)cx->actor->company_id);
	hash = mix(hash, (uint64_t)filter->set << 32 | (uint64_t)filter->sort);
	hash = mix(hash, (uint64_t)filter->agent_id);
	hash = mix(hash, (uint64_t)filter->sla);
	hash = mix(hash, (uint64_t)filter->statuses << 32 | filter->priorities);
	hash = mix_text(hash, filter->search);
	hash = mix_narrow(hash, &filter->narrow);
	hash = mix(hash, key);
	return mix(hash, id);
}

static int64_t sort_key(const struct order_filter *filter, const struct order *order)
{
	if (filter->search)
		return 0;
	if (filter->narrow.by_confirmed)
		return order->confirmed_us.value;
	switch (filter->sort) {
	case SORT_STATUS_SINCE:
	case SORT_STATUS_SINCE_DESC:
		return order->status_since_us;
	case SORT_UPDATED:
	case SORT_UPDATED_DESC:
		return order->updated_us;
	case SORT_EXPECTED:
	case SORT_EXPECTED_DESC:
		return order->expected_us.given ? order->expected_us.value : INT64_MAX;
	default:
		return order->created_us;
	}
}

const char *order_cursor(struct cx *cx, const struct order_filter *filter, const struct order *last)
{
	const uint64_t key = (uint64_t)sort_key(filter, last), id = (uint64_t)last->id;
	unsigned char bytes[CURSOR_BYTES];

	bytes[0] = (unsigned char)filter->sort;
	put_number(bytes + 1, key);
	put_number(bytes + 9, id);
	put_number(bytes + 17, cursor_check(cx, filter, key, id));
	return crypto_hex(cx->arena, bytes, sizeof(bytes));
}

enum err order_page_make(struct cx *cx, const struct order_filter *filter, const char *cursor,
	int64_t page, int64_t size, struct order_page *out)
{
	unsigned char bytes[CURSOR_BYTES];

	*out = (struct order_page){.limit = size};
	if (!cursor) {
		if (page > ORDER_PAGES_MAX)
			return fail(cx, ERR_INVALID, "page",
				"Pages are numbered up to %d. Go on with the cursor `next`.",
				ORDER_PAGES_MAX);
		out->offset = page > 1 ? (page - 1) * size : 0;
		return OK;
	}
	if (strlen(cursor) != (size_t)CURSOR_BYTES * 2 ||
		!crypto_from_hex(str_of(cursor), bytes, sizeof(bytes)) ||
		bytes[0] != (unsigned char)filter->sort ||
		get_number(bytes + 17) !=
			cursor_check(cx, filter, get_number(bytes + 1), get_number(bytes + 9)))
		return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
	out->by_key = true;
	out->key = (int64_t)get_number(bytes + 1);
	out->id = (int64_t)get_number(bytes + 9);
	return OK;
}

/* ---- Rows and numbers ------------------------------------------------------ */

/*
 * Walking meets a row of the set every (company / matches) rows, sorting looks
 * once at all of the set that has a status asked for; both numbers are in the
 * counters. The dearest case, where both cost the same, is a page times the
 * root of the company's orders.
 */
static enum err choose_way(
	struct cx *cx, const struct order_page *page, struct order_filter *filter)
{
	const struct order_filter everything = {.set = SET_COMPANY, .whole_days = true};
	struct order_counts set, company;
	int64_t matches, rows;

	if (filter->set == SET_COMPANY || filter->sort < SORT_UPDATED_DESC || !filter->whole_days)
		return OK;
	TRY(order_list_counts(cx, filter, &set, NULL));
	TRY(order_list_counts(cx, &everything, &company, NULL));
	matches = order_counts_total(&set, filter->statuses, filter->priorities);
	rows = order_counts_total(&set, filter->statuses, 0);
	filter->walk = matches > 0 &&
		(page->limit + page->offset) * (order_counts_total(&company, 0, 0) / matches) <
			rows;
	return OK;
}

enum err order_list_rows(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, struct order_list *list)
{
	struct order_filter way = *filter;

	if (filter->narrow.wanted)
		return order_narrow_shown(cx, filter, page, list);
	if (filter->search)
		return order_list_found(cx, filter, page, list);
	TRY(choose_way(cx, page, &way));
	return order_list_plain(cx, &way, page, list);
}

/* More rows than these that were not written before: the whole list is read again. */
#define ONE_BY_ONE 4

/* ERR_NOT_FOUND: a row has gone since its head was read. */
static enum err read_missing(struct cx *cx, const struct order_list *list, size_t shown)
{
	for (size_t i = 0; i < shown; i++)
		if (!list->texts[i].len)
			TRY(order_store_get(cx, list->orders[i].id, 0, &list->orders[i]));
	return OK;
}

/* Complete the first of a list of heads; not *done when it has to be read as a whole. */
static enum err complete(struct cx *cx, struct order_list *list, int64_t most, bool *done)
{
	const size_t shown = list->count < (size_t)most ? list->count : (size_t)most;
	const size_t missing = order_row_find(cx, list, shown);
	enum err err;

	*done = false;
	if (missing > ONE_BY_ONE)
		return OK;
	err = read_missing(cx, list, shown);
	*done = err == OK;
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	return OK;
}

enum err order_list_shown(struct cx *cx, const struct order_filter *filter,
	const struct order_page *page, int64_t shown, struct order_list *list)
{
	bool done;

	if (filter->narrow.wanted || filter->search || filter->sort > SORT_STATUS_SINCE)
		return order_list_rows(cx, filter, page, list);
	TRY(order_list_heads(cx, filter, page, list));
	TRY(complete(cx, list, shown, &done));
	return done ? OK : order_list_plain(cx, filter, page, list);
}

enum err order_list_urgent_shown(
	struct cx *cx, enum order_set set, int64_t agent_id, struct order_list *list)
{
	bool done;

	TRY(order_list_urgent_heads(cx, set, agent_id, list));
	TRY(complete(cx, list, (int64_t)list->count, &done));
	return done ? OK : order_list_urgent(cx, set, agent_id, list);
}

enum err order_list_each(
	struct cx *cx, const struct order_filter *filter, order_row_fn *each, void *arg)
{
	if (filter->narrow.wanted)
		return order_narrow_each(cx, filter, each, arg);
	if (filter->search)
		return order_list_found_each(cx, filter, each, arg);
	return order_list_plain_each(cx, filter, each, arg);
}

int64_t order_counts_total(
	const struct order_counts *counts, unsigned statuses, unsigned priorities)
{
	int64_t total = 0;

	for (unsigned status = 0; status < ORDER_STATUS_COUNT; status++)
		for (unsigned high = 0; high < 2; high++)
			if ((!statuses || statuses >> status & 1U) &&
				(!priorities || priorities >> high & 1U))
				total += counts->n[status][high];
	return total;
}

int64_t order_counts_urgent(const struct order_counts *counts)
{
	int64_t urgent = 0;

	for (int status = 0; status < ORDER_STATUS_COUNT; status++)
		if (order_is_open((enum order_status)status))
			urgent += counts->n[status][1];
	return urgent;
}

bool order_filter_is_capped(const struct order_filter *filter)
{
	return !filter->whole_days && !filter->to_the_end &&
		!(filter->by_status && filter->to_us - LONGEST_DAY_US <= filter->from_us);
}

static void cap(struct order_totals *totals)
{
	totals->capped = totals->total > ORDER_COUNT_CAP;
	if (totals->capped)
		totals->total = ORDER_COUNT_CAP;
}

enum err order_list_totals(struct cx *cx, const struct order_filter *filter,
	const struct order_list *rows, struct order_totals *totals)
{
	struct order_counts all_time;

	*totals = (struct order_totals){0};
	TRY(order_list_counts(cx, filter, &totals->counts, &all_time));
	totals->urgent = order_counts_urgent(&all_time);
	if (filter->narrow.wanted)
		return order_narrow_totals(cx, filter, totals);
	if (!filter->whole_days)
		TRY(order_list_count_rows(cx, filter, &totals->counts));
	if (filter->search) {
		if (rows && rows->found.given)
			totals->total = rows->found.value;
		else
			TRY(order_list_count_found(cx, filter, &totals->total));
		cap(totals);
		return OK;
	}
	totals->total = order_counts_total(&totals->counts, filter->statuses, filter->priorities);
	if (order_filter_is_capped(filter))
		cap(totals);
	return OK;
}
