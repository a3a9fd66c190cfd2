/* call_list.c - what a list of calls is asked for, and its rows. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_list_internal.h"

#include "domains/accounts/account.h"
#include "domains/contacts/contact.h"
#include "domains/orders/order.h"
#include "domains/tenancy/tenancy.h"

/* Canonical words, and as PBXes and people spell them. */
const char *const call_status_input_words[] = {"initiated", "ivr", "queued", "ringing", "answered",
	"in_progress", "on_hold", "transferred", "completed", "busy", "no_answer", "failed",
	"canceled", "rejected", "abandoned", "interrupted", "unknown", "no answer", "no-answer",
	"noanswer", "in-progress", "cancelled", NULL};
const char *const call_scope_words[] = {"active", "all", "history", NULL};
const char *const call_outcome_words[] = {"answered", "missed", NULL};

/* Fewer digits are part of many numbers. */
#define NUMBER_DIGITS 7
#define EACH_ROWS 500

static const char *canonical(struct str word)
{
	static const struct {
		const char *spelled, *word;
	} others[] = {{"no answer", "no_answer"}, {"no-answer", "no_answer"},
		{"noanswer", "no_answer"}, {"in-progress", "in_progress"},
		{"cancelled", "canceled"}};

	for (size_t i = 0; i < COUNT(others); i++)
		if (str_is(word, others[i].spelled))
			return others[i].word;
	for (size_t i = 0; call_status_words[i]; i++)
		if (str_is(word, call_status_words[i]))
			return call_status_words[i];
	return "";
}

/* "queued, no answer" to ",queued,no_answer,"; *count says how many. */
static const char *read_statuses(struct cx *cx, const char *text, size_t *count)
{
	struct str rest = str_of(text ? text : "");
	struct buf out = buf_in(cx->arena, 64);

	*count = 0;
	while (rest.ptr && rest.len) {
		const struct str word = str_cut(rest, ',', &rest);

		if (!*count)
			buf_byte(&out, ',');
		buf_text(&out, canonical(str_trim(word)));
		buf_byte(&out, ',');
		(*count)++;
	}
	return *count ? out.ptr : "";
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* ---- Names ------------------------------------------------------------------------------ */

static enum err find_department(struct cx *cx, const char *code, struct call_filter *filter)
{
	if (text_empty(code))
		return OK;
	TRY(department_by_code(cx, code, &filter->department_id));
	if (!filter->department_id)
		return fail(cx, ERR_INVALID, "department", "There is no such department.");
	return OK;
}

static enum err find_agent(struct cx *cx, const char *key, struct call_filter *filter)
{
	struct agent agent;
	enum err err;

	if (text_empty(key))
		return OK;
	err = agent_by_key(cx, key, &agent);
	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "agent_id", "There is no such agent.");
	}
	filter->agent_id = agent.id;
	return err;
}

/* What is not there, or not to be seen, has no calls. */
static enum err nothing_of(struct cx *cx, enum err err, struct call_filter *filter)
{
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	filter->none = true;
	return OK;
}

static enum err find_customer(struct cx *cx, const char *key, struct call_filter *filter)
{
	struct customer customer = {0};

	if (text_empty(key))
		return OK;
	TRY(nothing_of(cx, customer_by_key(cx, key, &customer), filter));
	filter->customer_id = customer.id;
	return OK;
}

static enum err find_order(struct cx *cx, const char *key, struct call_filter *filter)
{
	struct order order = {0};

	if (text_empty(key))
		return OK;
	TRY(nothing_of(cx, order_by_key(cx, key, &order), filter));
	filter->order_id = order.id;
	return OK;
}

/* ---- Search ------------------------------------------------------------------------------- */

/* Its digits without what differs between spellings of a number; NULL: it has other letters. */
static const char *digits_of(struct cx *cx, const char *search)
{
	struct buf digits = buf_in(cx->arena, 32);
	const char *at = intl_plain_digits(cx->arena, search);

	for (; *at; at++) {
		if (*at >= '0' && *at <= '9')
			buf_byte(&digits, *at);
		else if (!strchr("+-() ", *at))
			return NULL;
	}
	for (at = digits.ptr; *at == '0' && digits.len > 3; at++)
		digits.len--;
	return digits.len ? at : NULL;
}

static const char *pattern_of(struct cx *cx, const char *words)
{
	struct buf out = buf_in(cx->arena, 64);

	buf_byte(&out, '%');
	for (; *words; words++) {
		if (strchr("%_!", *words))
			buf_byte(&out, '!');
		buf_byte(&out, (char)(*words >= 'A' && *words <= 'Z' ? *words + 32 : *words));
	}
	buf_byte(&out, '%');
	return out.ptr;
}

/* A whole number is found by its index, in all of the period. */
static enum err find_number(struct cx *cx, const char *search, struct call_filter *filter)
{
	struct call_filter exact = *filter;
	const char *phone;
	int64_t count;
	enum err err = intl_phone(cx, cx->actor->company->country, "search", search, &phone);

	if (err != OK) {
		fail_clear(cx);
		return err == ERR_INVALID ? OK : err;
	}
	exact.way = CALL_BY_PHONE;
	exact.phone = phone;
	TRY(call_store_count(cx, &exact, &count));
	if (count)
		*filter = exact;
	return OK;
}

static enum err read_search(struct cx *cx, const char *search, struct call_filter *filter)
{
	const char *digits;

	if (text_empty(search))
		return OK;
	digits = digits_of(cx, search);
	if (digits && strlen(digits) >= NUMBER_DIGITS && filter->way == CALL_BY_TIME) {
		TRY(find_number(cx, search, filter));
		if (filter->phone)
			return OK;
	}
	filter->pattern = pattern_of(cx, digits ? digits : search);
	if (filter->wide)
		return call_store_reach(cx, filter->from_us, filter->to_us, &filter->from_us);
	return OK;
}

/* ---- The filter ---------------------------------------------------------------------------- */

/* The index that has the fewest rows beside those that are asked for. */
static void choose_way(const struct cx *cx, struct call_filter *filter)
{
	const bool company = call_scope(cx->actor) == SCOPE_COMPANY;

	if (filter->order_id)
		filter->way = CALL_BY_ORDER;
	else if (filter->customer_id)
		filter->way = CALL_BY_CUSTOMER;
	else if (*filter->exten)
		filter->way = CALL_BY_EXTEN;
	else if (filter->agent_id)
		filter->way = CALL_BY_AGENT;
	else if (company && filter->status)
		filter->way = CALL_BY_STATUS;
	else if (filter->team_id)
		filter->way = CALL_BY_TEAM;
	else if (company && filter->department_id)
		filter->way = CALL_BY_DEPARTMENT;
	filter->wide = filter->way == CALL_BY_TIME
		? call_scope(cx->actor) != SCOPE_OWN
		: filter->way <= CALL_BY_TEAM && filter->way != CALL_BY_AGENT;
}

static enum err find_names(
	struct cx *cx, const struct call_query *query, struct call_filter *filter)
{
	TRY(find_department(cx, query->department, filter));
	TRY(find_agent(cx, query->agent_id, filter));
	TRY(find_customer(cx, query->customer_id, filter));
	return find_order(cx, query->order_id, filter);
}

enum err call_filter_make(struct cx *cx, const struct call_query *query, struct call_filter *filter)
{
	struct period period;
	size_t statuses;

	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	*filter = (struct call_filter){
		.from_us = period.all ? TIME_MIN_US : period.from_us,
		.to_us = period.all ? INT64_MAX : period.to_us,
		.statuses = read_statuses(cx, query->status, &statuses),
		.direction = or_empty(query->direction),
		.source = or_empty(query->source),
		.outcome = or_empty(query->outcome),
		.queue = or_empty(query->queue),
		.exten = or_empty(query->agent_exten),
		.pattern = "",
		.active = text_is(query->scope, "active")  ? 1
			: text_is(query->scope, "history") ? 0
							   : -1,
		.team_id = query->team_id.value,
	};
	if (statuses == 1)
		filter->status = canonical(str_trim(str_of(query->status)));
	TRY(find_names(cx, query, filter));
	choose_way(cx, filter);
	if (filter->way == CALL_BY_TIME)
		TRY(call_store_rare(cx, filter));
	return filter->none ? OK : read_search(cx, query->search, filter);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static enum err rows_of(
	struct cx *cx, const struct call_head *heads, size_t count, struct call_views *views)
{
	int64_t *ids = arena_array(cx->arena, count, sizeof(*ids));
	struct call_views unordered;

	for (size_t i = 0; i < count; i++)
		ids[i] = heads[i].id;
	TRY(call_views_read(cx, ids, count, &unordered));
	views->count = 0;
	views->rows = arena_array(cx->arena, count, sizeof(*views->rows));
	for (size_t i = 0; i < count; i++) {
		const struct call_view *row = call_views_find(&unordered, ids[i]);

		if (row)
			views->rows[views->count++] = *row;
	}
	return OK;
}

enum err call_list_rows(struct cx *cx, const struct call_filter *filter,
	const struct call_page *page, struct call_views *views)
{
	struct call_head *heads;
	size_t count;

	*views = (struct call_views){0};
	if (filter->none)
		return OK;
	TRY(call_store_heads(cx, filter, page, &heads, &count));
	return rows_of(cx, heads, count, views);
}

enum err call_list_count(struct cx *cx, const struct call_filter *filter, int64_t *count)
{
	*count = 0;
	return filter->none ? OK : call_store_count(cx, filter, count);
}

enum err call_list_each(
	struct cx *cx, const struct call_filter *filter, call_row_fn *row, void *arg)
{
	const struct arena_mark mark = arena_mark(cx->arena);
	struct call_page page = {.limit = EACH_ROWS, .before_us = filter->to_us};
	size_t count = filter->none ? 0 : EACH_ROWS;

	while (count == EACH_ROWS) {
		struct call_head *heads;
		struct call_views views;

		TRY(call_store_heads(cx, filter, &page, &heads, &count));
		TRY(rows_of(cx, heads, count, &views));
		for (size_t i = 0; i < views.count; i++)
			TRY(row(cx, &views.rows[i], arg));
		if (count) {
			page.before_us = heads[count - 1].started_us;
			page.before_id = heads[count - 1].id;
		}
		arena_rewind(cx->arena, mark);
	}
	return OK;
}
