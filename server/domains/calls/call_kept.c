/* call_kept.c - a period in days whose figures are kept, and the rest that is counted. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_days_internal.h"
#include "domains/calls/call_stats_internal.h"
#include "platform/json/json.h"

struct splitter {
	struct cx *cx;
	const struct call_span *span;
	struct call_day *exact;
	size_t exact_count, next;
	struct json days;
	struct call_split *split;
};

/* A day counts as kept only as the company's clocks have it now. */
static bool is_kept(struct splitter *at, int64_t from_us, int64_t to_us)
{
	while (at->next < at->exact_count && at->exact[at->next].from_us < from_us)
		at->next++;
	return at->next < at->exact_count && at->exact[at->next].from_us == from_us &&
		at->exact[at->next].to_us == to_us;
}

/* One more day of the same kind, or the beginning of another stretch. */
static void stretch(struct splitter *at, int64_t from_us, int64_t to_us, bool apart)
{
	struct call_split *split = at->split;
	struct call_span *spans = split->counted;
	const size_t n = split->counted_count;

	if (n && spans[n - 1].apart == apart && spans[n - 1].to_us == from_us) {
		spans[n - 1].to_us = to_us;
		return;
	}
	spans[n] = *at->span;
	spans[n].from_us = from_us;
	spans[n].to_us = to_us;
	spans[n].apart = apart;
	split->counted_count = n + 1;
}

static void add_day(struct splitter *at, int64_t day)
{
	const struct call_span *span = at->span;
	const struct actor *actor = at->cx->actor;
	const char *zone = actor->company->time_zone;
	int64_t from_us = intl_day_start(zone, day), to_us = intl_day_start(zone, day + 1);

	if (is_kept(at, from_us, to_us)) {
		json_int(&at->days, from_us);
		at->split->kept.count++;
		if (call_scope(actor) == SCOPE_TEAM && actor->agent_id)
			stretch(at, from_us, to_us, true);
		return;
	}
	from_us = from_us > span->from_us ? from_us : span->from_us;
	to_us = to_us < span->to_us ? to_us : span->to_us;
	if (from_us < to_us)
		stretch(at, from_us, to_us, false);
}

/* What one person had a part in is read as it is: it is not much, and no day of a person is kept. */
enum err call_split(struct cx *cx, const struct call_span *span, struct call_split *split)
{
	struct splitter at = {.cx = cx, .span = span, .split = split};
	const size_t day_count = (size_t)(span->to_day - span->from_day + 1);

	*split = (struct call_split){.kept.service_us = span->service_us};
	split->counted = arena_array(cx->arena, day_count + 1, sizeof(*split->counted));
	if (call_scope(cx->actor) == SCOPE_OWN || !call_kept_within(span->service_us)) {
		split->counted[split->counted_count++] = *span;
		return OK;
	}
	TRY(days_store_exact(cx, span->from_us, span->to_us, &at.exact, &at.exact_count));
	json_begin(&at.days, cx->arena, 24 * at.exact_count + 16);
	json_open_array(&at.days);
	for (int64_t day = span->from_day; day <= span->to_day; day++)
		add_day(&at, day);
	json_close_array(&at.days);
	split->kept.days = json_end(&at.days).ptr;
	return OK;
}
