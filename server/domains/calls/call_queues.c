/* call_queues.c - waiting in queues: a visit for each time a caller joins one. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

static struct call_visit *visit_of(const struct call_leg *leg, struct str queue)
{
	struct call_visit *found = NULL;

	for (struct call_visit *visit = leg->call->visits; visit; visit = visit->next)
		if (visit->leg == leg && str_is(queue, visit->queue))
			found = visit;
	return found;
}

static void close_visit(struct call_fold *fold, struct call_visit *visit, enum visit_result result)
{
	if (visit->result == VISIT_WAITING)
		visit->result = result;
	if (!visit->left_us)
		visit->left_us = fold->now_us;
}

bool call_visit_open(const struct call *call)
{
	for (const struct call_visit *visit = call->visits; visit; visit = visit->next)
		if (!visit->left_us)
			return true;
	return false;
}

static bool join(struct call_fold *fold, const struct call_event *event, struct call_leg *leg)
{
	struct call_visit **last = &leg->call->visits;
	struct call_visit *visit = visit_of(leg, event->queue);
	int64_t joined_us = fold->now_us - event->duration_us;

	if (visit && !visit->left_us)
		return false;
	visit = call_part(fold, leg->call, sizeof(*visit));
	if (!visit)
		return true;
	*visit = (struct call_visit){.queue = call_text(leg->call, event->queue),
		.position = event->number,
		.joined_us = joined_us > leg->created_us ? joined_us : leg->created_us,
		.leg = leg};
	while (*last)
		last = &(*last)->next;
	*last = visit;
	call_step(fold, leg, STEP_QUEUED, STEP_TEXTS(NULL, visit->queue));
	return true;
}

CALL_HANDLER(call_on_queue_join)
{
	return join(fold, event, legs[0]);
}

/* Who waits already when the link comes. */
CALL_HANDLER(call_on_queue_seen)
{
	return join(fold, event, legs[0]);
}

CALL_HANDLER(call_on_queue_leave)
{
	struct call_visit *visit = visit_of(legs[0], event->queue);

	if (visit)
		close_visit(fold, visit, VISIT_TIMEOUT);
	return visit != NULL;
}

/* A PBX says "abandon" of time-outs too: it is one only when the caller hung up. */
static enum visit_result given_up(const struct call_leg *leg)
{
	return leg->hangup_request_us ? VISIT_ABANDONED : VISIT_TIMEOUT;
}

CALL_HANDLER(call_on_queue_abandon)
{
	struct call_visit *visit = visit_of(legs[0], event->queue);

	if (visit)
		close_visit(fold, visit, given_up(legs[0]));
	return visit != NULL;
}

/* The channel's last event leaves nothing open. */
void call_visits_end(struct call_fold *fold, struct call_leg *leg)
{
	for (struct call_visit *visit = leg->call->visits; visit; visit = visit->next)
		if (visit->leg == leg)
			close_visit(fold, visit, given_up(leg));
}

/* The leave comes just before: it did not know that an agent had answered. */
CALL_HANDLER(call_on_agent_connect)
{
	struct call *call = legs[0]->call;
	struct call_visit *visit = visit_of(legs[0], event->queue);
	struct str agent = call_endpoint_of(event->agent);

	if (!visit)
		return false;
	visit->result = VISIT_ANSWERED;
	visit->agent = call_text(call, agent.len ? agent : event->text);
	visit->member = call_text(call, event->text);
	if (!visit->left_us)
		visit->left_us = fold->now_us;
	return true;
}

CALL_HANDLER(call_on_agent_missed)
{
	struct call *call = legs[0]->call;
	struct call_visit *visit = visit_of(legs[0], event->queue);
	struct call_missed *missed = visit ? call_part(fold, call, sizeof(*missed)) : NULL;
	struct call_missed **last;

	if (!missed)
		return false;
	missed->agent = call_text(call, call_endpoint_of(event->agent));
	missed->rang_us = event->duration_us;
	last = &visit->missed;
	while (*last)
		last = &(*last)->next;
	*last = missed;
	call_step(fold, legs[0], STEP_MISSED, STEP_TEXTS(missed->agent, visit->queue));
	return true;
}
