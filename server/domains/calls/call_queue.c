/* call_queue.c - who waits for somebody to take their call. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_control_internal.h"

static bool is_waiting(const struct call_view *call)
{
	return call->queued_us.given || text_is(call->status, "queued");
}

int64_t call_waiting_s(const struct cx *cx, const struct call_view *call)
{
	const int64_t since_us = call->queued_us.given
		? cx->now_us - call->queued_us.value
		: call->queue_us + cx->now_us - call->as_of_us;

	return since_us > 0 ? since_us / US_PER_SECOND : 0;
}

static void insert(const struct cx *cx, struct call_views *views, const struct call_view *call)
{
	const int64_t waits_s = call_waiting_s(cx, call);
	size_t at = views->count++;

	while (at && call_waiting_s(cx, &views->rows[at - 1]) < waits_s) {
		views->rows[at] = views->rows[at - 1];
		at--;
	}
	views->rows[at] = *call;
}

enum err call_queue(struct cx *cx, const char *department, struct call_views *views)
{
	struct call_route route = {0};
	struct call_views live;

	if (!text_empty(department))
		TRY(call_route_of(cx, "department", department, &route));
	TRY(call_live(cx, NULL, &live));
	*views = (struct call_views){
		.rows = arena_array(cx->arena, live.count, sizeof(*live.rows))};
	/* The newest come first there: of two that waited as long, the older one was here before. */
	for (size_t i = live.count; i-- > 0;) {
		const bool meant = !route.department_id ||
			live.rows[i].department_id == route.department_id;

		if (meant && is_waiting(&live.rows[i]))
			insert(cx, views, &live.rows[i]);
	}
	return OK;
}
