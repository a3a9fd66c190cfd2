/* call_feed.c - which events follow from what a write has changed. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_feed.h"

#include "domains/accounts/account.h"
#include "domains/calls/call_control.h"

#define NEWS_MAX 3 /* of one call in one write: new, transferred, ended */

/* Of an agent who is at the other end of the last transfer; NULL. */
static const char *transferred_to(struct cx *cx, const struct call *call)
{
	const struct call_transfer *last = call->transfers;

	while (last && last->next)
		last = last->next;
	for (const struct call_leg *leg = call->legs; leg && last; leg = leg->next)
		if (leg->agent_no && text_is(leg->endpoint, last->to))
			return agent_code(cx->arena, leg->agent_no);
	return NULL;
}

static size_t news_of(struct cx *cx, const struct call *call, const struct call_written *row,
	struct call_told *told)
{
	size_t count = 0;

	if (row->is_new)
		told[count++] = (struct call_told){.id = row->id, .news = CALL_NEW};
	if (row->transferred)
		told[count++] = (struct call_told){
			.id = row->id, .news = CALL_MOVED, .to_agent = transferred_to(cx, call)};
	if (row->has_ended)
		told[count++] = (struct call_told){.id = row->id, .news = CALL_ENDED};
	if (!count && row->visible)
		told[count++] = (struct call_told){.id = row->id, .news = CALL_UPDATED};
	return count;
}

enum err call_feed_tell(struct cx *cx, const struct call *const *calls, size_t count,
	const struct call_writes *writes)
{
	struct call_told *told = arena_array(cx->arena, NEWS_MAX * count, sizeof(*told));
	int64_t *changed = arena_array(cx->arena, count, sizeof(*changed));
	int64_t *queued = arena_array(cx->arena, count, sizeof(*queued));
	size_t told_count = 0, changed_count = 0, queued_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (!writes->rows[i].visible)
			continue;
		changed[changed_count++] = writes->rows[i].id;
		if (calls[i]->visits)
			queued[queued_count++] = writes->rows[i].id;
	}
	TRY(call_name_departments(cx, queued, queued_count));
	TRY(call_publish_removed(cx, writes->left, writes->left_count));
	for (size_t i = 0; i < count; i++)
		told_count += news_of(cx, calls[i], &writes->rows[i], &told[told_count]);
	TRY(call_publish_all(cx, told, told_count));
	return call_after_change(cx, changed, changed_count);
}

enum err call_feed_tell_interrupted(struct cx *cx, const int64_t *ids, size_t count)
{
	struct call_told *told = arena_array(cx->arena, count, sizeof(*told));

	for (size_t i = 0; i < count; i++)
		told[i] = (struct call_told){.id = ids[i], .news = CALL_ENDED};
	TRY(call_publish_all(cx, told, count));
	return call_after_change(cx, ids, count);
}
