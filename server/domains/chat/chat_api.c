/* chat_api.c - HTTP: lists of chats and single ones. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"

#include "domains/chat/chat_list.h"

#include <inttypes.h>

#define PAGE_ROWS 50
#define PAGE_ROWS_MAX 100

#define ASKS(title, kind, member, note) \
	{ \
		.name = (title), .type = (kind), .flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		.offset = offsetof(struct chat_query, member), .max = 100, .about = (note) \
	}
static const struct shape_field list_fields[] = {
	{.name = "view",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct chat_query, view),
		.words = chat_view_words,
		.about = "all if not said"},
	{.name = "mine",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct chat_query, mine),
		.about = "One's own alone"},
	ASKS("department", SHAPE_TEXT, department, "Its code"),
	ASKS("agent_id", SHAPE_KEY, agent_id, "Who has it or had it last: id or code"),
	ASKS("customer_id", SHAPE_KEY, customer_id, NULL),
	ASKS("tag", SHAPE_TEXT, tag, "Its code"),
	{.name = "state",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct chat_query, state),
		.words = chat_state_words},
	ASKS("search", SHAPE_TEXT, search,
		"In name, e-mail and phone of those that go on and of the newest 20,000 that are "
		"over"),
	ASKS("date", SHAPE_TEXT, date,
		"Those that ended then, as the next: today, yesterday, week, last_week, month, "
		"7d..."),
	ASKS("date_from", SHAPE_TEXT, date_from, "A day or an instant"),
	ASKS("date_to", SHAPE_TEXT, date_to, "A day, which is included, or an instant"),
	{.name = "with",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct chat_query, with),
		.words = chat_with_words,
		.about = "answered: a customer began it and somebody answered; rated: the customer "
			 "rated it"},
	{.name = "sort",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct chat_query, sort),
		.words = chat_sort_words,
		.about = "newest if not said: what last happened comes first; wait_time: who waits "
			 "longest, of those that wait or go on"},
};
static const struct shape list_shape = {
	.name = "ChatListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field counts_fields[] = {
	{.name = "waiting", .type = SCHEMA_INT, .about = "That one sees, as the next but one"},
	{.name = "mine", .type = SCHEMA_INT},
	{.name = "active", .type = SCHEMA_INT},
	{.name = "unread", .type = SCHEMA_INT, .about = "Messages in one's own chats"},
};
static const struct schema counts_schema = {
	.name = "ChatCounts", .fields = counts_fields, .count = COUNT(counts_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "chats", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &chat_schema},
	{.name = "counts", .type = SCHEMA_OBJECT, .ref = &counts_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
};
static const struct schema list_out = {
	.name = "ChatsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

/* ---- Pages ----------------------------------------------------------------------------------- */

/* The place of the last row shown: "h" and its three numbers. */
static const char *write_cursor(struct arena *arena, const struct chat_place *place)
{
	return arena_format(
		arena, "h%" PRId64 "_%" PRId64 "_%" PRId64, place->key, place->rank, place->id);
}

static bool read_cursor(struct arena *arena, const char *cursor, struct chat_place *place)
{
	struct str rest = str_of(cursor + 1);
	int64_t *const parts[] = {&place->key, &place->rank, &place->id};

	if (*cursor != 'h')
		return false;
	for (size_t i = 0; i < COUNT(parts); i++) {
		const struct str part = str_cut(rest, '_', &rest);

		if (!part.ptr || !text_int(arena_text_n(arena, part.ptr, part.len), parts[i]))
			return false;
	}
	return true;
}

static enum err find_page(struct http_req *rq, struct chat_page *page, struct http_page *asked)
{
	TRY(http_page_read(rq, PAGE_ROWS, asked));
	if (!asked->paged)
		asked->size = PAGE_ROWS;
	if (asked->size > PAGE_ROWS_MAX)
		asked->size = PAGE_ROWS_MAX;
	*page = (struct chat_page){.limit = asked->size + 1};
	if (asked->cursor) {
		page->behind = read_cursor(rq->cx.arena, asked->cursor, &page->from);
		return page->behind ? OK
				    : fail(&rq->cx, ERR_INVALID, "cursor",
					      "This is not a cursor of this list.");
	}
	if (asked->page > CHAT_PAGES_LAST)
		return fail(&rq->cx, ERR_INVALID, "page",
			"Pages are numbered up to %d. Go on with the cursor `next`.",
			CHAT_PAGES_LAST);
	page->offset = asked->page > 1 ? (asked->page - 1) * asked->size : 0;
	return OK;
}

static void write_counts(struct json *json, const struct chat_counts *counts)
{
	json_field_open(json, "counts");
	json_field_int(json, "waiting", counts->waiting);
	json_field_int(json, "mine", counts->mine);
	json_field_int(json, "active", counts->active);
	json_field_int(json, "unread", counts->unread);
	json_close(json);
}

/* GET /api/chats */
static enum err get_list(struct http_req *rq)
{
	struct http_pagination pagination = {.total = -1};
	const struct chat_place *places = NULL;
	struct chat_query query = {0};
	struct chat_filter filter;
	struct chat_counts counts;
	struct http_page asked;
	struct chat_page page;
	struct chats chats;
	struct json *json;

	TRY(http_read(rq, &query));
	TRY(find_page(rq, &page, &asked));
	TRY(chat_filter_make(&rq->cx, &query, &filter));
	TRY(chat_list(&rq->cx, &filter, &page, &chats, &places));
	TRY(chat_count(&rq->cx, &counts));
	pagination.page = asked.page;
	pagination.per_page = asked.size;
	if ((int64_t)chats.count > asked.size) { /* one more says that there is another page */
		chats.count = (size_t)asked.size;
		pagination.next = write_cursor(rq->cx.arena, &places[chats.count - 1]);
	}
	json = http_reply(rq, 200);
	json_field_open_array(json, "chats");
	for (size_t i = 0; i < chats.count; i++)
		chat_write_json(json, &rq->cx, &chats.rows[i]);
	json_close_array(json);
	write_counts(json, &counts);
	http_write_pagination(json, &pagination);
	return OK;
}

/* GET /api/chats/{id} */
static enum err get_one(struct http_req *rq)
{
	struct chat chat;

	TRY(chat_by_key(&rq->cx, http_path(rq, "id"), &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

const struct http_route chat_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/chats",
		.handler = get_list,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "Chats that one sees, a page at a time, and how many there are",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/chats/{id}",
		.handler = get_one,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "One chat, by its id or conv_N",
		.out = &chat_answer_out},
	{0},
};
