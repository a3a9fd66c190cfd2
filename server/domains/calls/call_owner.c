/* call_owner.c - who has a call. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_owner.h"

#include "base/clock.h"

/* Phones of one conversation are hung up one after the other. */
#define TOGETHER_US US_PER_SECOND

/* Until when it was with others; INT64_MAX: it still is. 0: never. */
static int64_t talked_until(const struct call_leg *leg)
{
	int64_t until = 0;

	for (const struct call_segment *one = leg->segments; one; one = one->next)
		if (one->kind != SEGMENT_HOLDING)
			until = one->left_us ? one->left_us : INT64_MAX;
	return until;
}

/* Of those who left together the first: it called, or it asked the others in. */
static const struct call_leg *last_to_talk(const struct call *call)
{
	const struct call_leg *best = NULL;
	int64_t best_us = 0;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		int64_t until_us = leg->agent_id ? talked_until(leg) : 0;

		if (!until_us || (best && until_us - TOGETHER_US <= best_us))
			continue;
		best = leg;
		best_us = until_us;
	}
	return best;
}

/* NULL when several ring, or none. */
static const struct call_leg *only_one_called(const struct call *call)
{
	const struct call_leg *found = NULL;

	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg == call->first || leg->helper || !leg->dialled_us)
			continue;
		if (found)
			return NULL;
		found = leg;
	}
	return found && found->agent_id ? found : NULL;
}

const struct call_leg *call_owner(const struct call *call)
{
	const struct call_leg *talks = last_to_talk(call);

	if (talks)
		return talks;
	if (call->first && call->first->agent_id)
		return call->first;
	return only_one_called(call);
}
