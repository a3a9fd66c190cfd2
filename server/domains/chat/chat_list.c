/* chat_list.c - what a list of chats is asked for, and its rows. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_list.h"

#include "base/str.h"
#include "domains/accounts/account.h"
#include "domains/chat/chat_visible.h"
#include "domains/contacts/contact.h"
#include "domains/tenancy/tenancy.h"
#include "platform/intl/intl.h"

const char *const chat_view_words[] = {"waiting", "active", "history", "all", NULL};
const char *const chat_sort_words[] = {"newest", "oldest", "wait_time", NULL};
const char *const chat_with_words[] = {"answered", "rated", NULL};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* ---- The filter ------------------------------------------------------------------------------ */

static enum err find_people(
	struct cx *cx, const struct chat_query *query, struct chat_filter *filter)
{
	struct customer customer;
	struct agent agent;
	enum err err = OK;

	if (query->mine.given && query->mine.value)
		filter->agent_id = cx->actor->agent_id ? cx->actor->agent_id : -1;
	else if (!text_empty(query->agent_id)) {
		err = agent_by_key(cx, query->agent_id, &agent);
		filter->agent_id = agent.id;
	}
	if (err == OK && !text_empty(query->customer_id)) {
		err = customer_by_key(cx, query->customer_id, &customer);
		filter->customer_id = customer.id;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	filter->none = true;
	return OK;
}

static enum err find_names(
	struct cx *cx, const struct chat_query *query, struct chat_filter *filter)
{
	if (!text_empty(query->department)) {
		TRY(department_by_code(cx, query->department, &filter->department_id));
		filter->none = filter->none || !filter->department_id;
	}
	if (!text_empty(query->tag)) {
		TRY(chat_store_tag(cx, query->tag, &filter->tag_id, &filter->by_tag));
		filter->tag = arena_format(cx->arena, ",%s,", query->tag);
		filter->none = filter->none || !filter->tag_id;
	}
	return OK;
}

/* Signs of LIKE in the words themselves cannot be: folding leaves letters and digits. */
static enum err read_search(struct cx *cx, const char *search, struct chat_filter *filter)
{
	const char *folded = intl_fold(cx->arena, or_empty(search));

	if (!*folded)
		return OK;
	filter->pattern = arena_format(cx->arena, "%%%s%%", folded);
	/* A time that was asked for is a reach of its own. */
	return filter->over && !filter->reach_us ? chat_store_reach(cx, &filter->reach_us) : OK;
}

static enum err read_time(struct cx *cx, const struct chat_query *query, struct chat_filter *filter)
{
	struct period period;

	if (!query->date && !query->date_from && !query->date_to)
		return OK;
	TRY(intl_period(cx, cx->actor->company->time_zone, query->date, query->date_from,
		query->date_to, &period));
	if (period.all)
		return OK;
	filter->reach_us = period.from_us;
	filter->until_us = period.to_us;
	filter->live = false;
	return OK;
}

static bool over_word(const char *state)
{
	return text_is(state, "closed") || text_is(state, "missed") || text_is(state, "abandoned");
}

static void read_view(const struct chat_query *query, struct chat_filter *filter)
{
	const bool all = !query->view || text_is(query->view, "all");

	filter->live = all || !text_is(query->view, "history");
	filter->over = all || text_is(query->view, "history");
	filter->view = all ? "" : query->view;
	if (*filter->state && over_word(filter->state))
		filter->live = false;
	else if (*filter->state)
		filter->over = false;
}

enum err chat_filter_make(struct cx *cx, const struct chat_query *query, struct chat_filter *filter)
{
	*filter = (struct chat_filter){.state = or_empty(query->state),
		.tag = "",
		.pattern = "",
		.with = or_empty(query->with),
		.until_us = INT64_MAX,
		.oldest = text_is(query->sort, "oldest"),
		.wait_time = text_is(query->sort, "wait_time")};
	read_view(query, filter);
	TRY(read_time(cx, query, filter));
	if (filter->wait_time && filter->over)
		return fail(cx, ERR_INVALID, "sort",
			"By waiting time go only chats that wait or go on.");
	TRY(find_people(cx, query, filter));
	TRY(find_names(cx, query, filter));
	return read_search(cx, query->search, filter);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static bool before(const struct chat_place *a, const struct chat_place *b)
{
	return a->key != b->key ? a->key < b->key : a->rank < b->rank;
}

/* Two lists in their order become one, as far as the page goes. */
static size_t merge(const struct chat_place *live, size_t live_count, const struct chat_place *over,
	size_t over_count, struct chat_place *out, size_t most)
{
	size_t count = 0;

	while (count < most && (live_count || over_count)) {
		if (live_count && (!over_count || before(live, over))) {
			out[count++] = *live++;
			live_count--;
		} else {
			out[count++] = *over++;
			over_count--;
		}
	}
	return count;
}

static enum err find_places(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count)
{
	struct chat_place *live = NULL, *over = NULL;
	size_t live_count = 0, over_count = 0;

	if (filter->live)
		TRY(chat_store_live(cx, filter, page, &live, &live_count));
	if (filter->over)
		TRY(chat_store_over(cx, filter, page, &over, &over_count));
	*places = arena_array(cx->arena, live_count + over_count, sizeof(**places));
	*count = merge(live, live_count, over, over_count, *places, (size_t)page->limit);
	return OK;
}

static enum err read_rows(
	struct cx *cx, const struct chat_place *places, size_t count, struct chats *chats)
{
	int64_t *ids = arena_array(cx->arena, count, sizeof(*ids));
	struct chats unordered;

	for (size_t i = 0; i < count; i++)
		ids[i] = places[i].id;
	TRY(chats_read(cx, ids, count, &unordered));
	chats->count = 0;
	chats->rows = arena_array(cx->arena, count, sizeof(*chats->rows));
	for (size_t i = 0; i < count; i++) {
		const struct chat *row = chats_find(&unordered, ids[i]);

		if (row)
			chats->rows[chats->count++] = *row;
	}
	return OK;
}

enum err chat_list(struct cx *cx, const struct chat_filter *filter, const struct chat_page *page,
	struct chats *chats, const struct chat_place **places)
{
	const struct chat_page whole = {
		.limit = page->offset + page->limit, .behind = page->behind, .from = page->from};
	struct chat_place *found;
	size_t count;

	*chats = (struct chats){0};
	if (filter->none)
		return OK;
	TRY(find_places(cx, filter, &whole, &found, &count));
	if ((int64_t)count <= page->offset)
		return OK;
	*places = found + page->offset;
	return read_rows(cx, *places, count - (size_t)page->offset, chats);
}

enum err chat_count(struct cx *cx, struct chat_counts *counts)
{
	return chat_store_counts(cx, counts);
}
