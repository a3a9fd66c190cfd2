/* chat_list.h - chats in pages, and how many there are. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_LIST_H
#define DOMAINS_CHAT_CHAT_LIST_H

#include "domains/chat/chat_view.h"

#define CHAT_PAGES_LAST 100 /* deeper goes by cursor */
/* Words are looked for in so many chats that are over, the newest. */
#define CHAT_SEARCH_REACH 20000

extern const char *const chat_view_words[]; /* waiting, active, history, all */
extern const char *const chat_sort_words[]; /* newest, oldest, wait_time */
/* What the averages of chat_stats.h are made of: answered (of those that customers began), rated. */
extern const char *const chat_with_words[];

/* As people ask; NULL for all. */
struct chat_query {
	const char *view, *sort, *department, *agent_id, *customer_id, *tag, *state, *search;
	const char *date, *date_from, *date_to; /* of those that are over: when they ended */
	const char *with; /* one of chat_with_words */
	struct opt_bool mine;
};

/* What is read, and along which index. */
struct chat_filter {
	bool live, over; /* those that go on, those that have ended */
	bool wait_time, oldest; /* the order; neither: newest first */
	const char *view, *state, *tag, *pattern; /* "" for all; tag as ",spam,"; pattern of LIKE */
	const char *with; /* "" for all */
	int64_t department_id, agent_id, customer_id, tag_id; /* 0 for all */
	bool none; /* what is asked for does not exist */
	bool by_tag; /* few have the tag: they are gathered */
	int64_t reach_us; /* no further back than this: of a search, or where the time begins */
	int64_t until_us; /* ended before */
};
/* ERR_INVALID names the field. */
MUST_USE enum err chat_filter_make(
	struct cx *cx, const struct chat_query *query, struct chat_filter *filter);

/* Where a row lies: its place in the order asked for rises from row to row. */
struct chat_place {
	int64_t key, rank; /* of equals the rank decides */
	int64_t id;
};
struct chat_page {
	int64_t limit, offset;
	bool behind; /* begin behind this one */
	struct chat_place from;
};
/* Rows of a page in their order; places[i] is where row i lies. */
MUST_USE enum err chat_list(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chats *chats, const struct chat_place **places);

struct chat_counts {
	int64_t waiting, mine, active; /* that the actor sees; active of all whom it sees */
	int64_t unread; /* messages in its own that go on */
};
MUST_USE enum err chat_count(struct cx *cx, struct chat_counts *counts);

/* ---- chat_list_store.c ---------------------------------------------------------------- */

/* At most page->limit places, from page->from on, of those that go on or are over. */
MUST_USE enum err chat_store_live(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count);
MUST_USE enum err chat_store_over(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count);
/* 0 when there is no tag of that code; *few: gathering them is cheap. */
MUST_USE enum err chat_store_tag(struct cx *cx, const char *code, int64_t *id, bool *few);
/* When the chat that is CHAT_SEARCH_REACH back ended; 0 when there are fewer. */
MUST_USE enum err chat_store_reach(struct cx *cx, int64_t *reach_us);
MUST_USE enum err chat_store_counts(struct cx *cx, struct chat_counts *counts);

#endif
