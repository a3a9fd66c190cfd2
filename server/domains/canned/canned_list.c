/* canned_list.c - what a list of responses is asked for. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_internal.h"

#include "platform/intl/intl.h"

const char *const canned_sort_words[] = {"used", "title", "newest", NULL};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* Signs of LIKE cannot be in them: folding leaves letters, digits and blanks. */
static void read_search(struct cx *cx, const char *search, struct canned_filter *filter)
{
	const char *folded = intl_fold(cx->arena, or_empty(search));
	struct str rest = str_of(folded);
	size_t count = 0;

	filter->start = *folded ? arena_format(cx->arena, "%s%%", folded) : "";
	for (size_t i = 0; i < CANNED_WORDS_MAX; i++)
		filter->words[i] = "";
	while (*folded && rest.ptr && count < CANNED_WORDS_MAX) {
		const struct str word = str_cut(rest, ' ', &rest);

		filter->words[count++] = arena_format(
			cx->arena, "%%%.*s%%", (int)word.len, word.ptr);
	}
}

void canned_filter_make(
	struct cx *cx, const struct canned_query *query, struct canned_filter *filter)
{
	const struct actor *actor = cx->actor;

	*filter = (struct canned_filter){.scope = or_empty(query->scope),
		.category = intl_fold(cx->arena, or_empty(query->category)),
		.tag = text_empty(query->tag) ? "" : arena_format(cx->arena, ",%s,", query->tag),
		.sort = query->sort ? query->sort : canned_sort_words[0],
		.team_id = query->team_id.value,
		.every_team = !query->at_hand.value && actor->scope == SCOPE_COMPANY &&
			actor_may(actor, PERM_CANNED_MANAGE)};
	read_search(cx, query->search, filter);
}

enum err canned_choose(struct cx *cx, struct canned_choices *choices)
{
	const struct actor *actor = cx->actor;
	size_t kept = 0;

	TRY(canned_store_choices(cx, choices));
	for (size_t i = 0; i < choices->team_count; i++) {
		const struct canned of = {.scope = "team", .team_id = choices->teams[i].id};

		if (canned_may_edit(actor, &of))
			choices->teams[kept++] = choices->teams[i];
	}
	choices->team_count = kept;
	return OK;
}
