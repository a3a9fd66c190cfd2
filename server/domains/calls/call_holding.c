/* call_holding.c - hold, parking and recording: what begins and ends on one leg. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_fold_internal.h"

/* ---- Hold -------------------------------------------------------------------------- */

static struct call_hold *open_hold(const struct call_leg *leg)
{
	for (struct call_hold *hold = leg->call->holds; hold; hold = hold->next)
		if (hold->leg == leg && !hold->to_us)
			return hold;
	return NULL;
}

CALL_HANDLER(call_on_hold)
{
	struct call_leg *leg = legs[0];
	struct call_hold **last = &leg->call->holds;
	struct call_hold *hold;

	(void)event;
	if (leg->holds)
		return false;
	hold = call_part(fold, leg->call, sizeof(*hold));
	if (!hold)
		return true;
	*hold = (struct call_hold){.leg = leg, .from_us = fold->now_us};
	while (*last)
		last = &(*last)->next;
	*last = hold;
	leg->holds = true;
	call_step(fold, leg, STEP_HELD, STEP_TEXTS(leg->endpoint));
	return true;
}

/* A transfer resumes without a hold: nothing was open. */
CALL_HANDLER(call_on_unhold)
{
	struct call_leg *leg = legs[0];
	struct call_hold *hold = open_hold(leg);

	(void)event;
	if (!hold)
		return false;
	hold->to_us = fold->now_us;
	leg->holds = false;
	call_step(fold, leg, STEP_RESUMED, STEP_TEXTS(leg->endpoint));
	return true;
}

/* ---- Parking -------------------------------------------------------------------------- */

static struct call_parking *open_parking(const struct call_leg *leg)
{
	for (struct call_parking *parking = leg->call->parkings; parking; parking = parking->next)
		if (parking->leg == leg && !parking->to_us)
			return parking;
	return NULL;
}

CALL_HANDLER(call_on_parked)
{
	struct call_leg *leg = legs[0];
	struct call_parking **last = &leg->call->parkings;
	struct call_parking *parking = open_parking(leg);

	if (parking)
		parking->to_us = fold->now_us;
	parking = call_part(fold, leg->call, sizeof(*parking));
	if (!parking)
		return true;
	*parking = (struct call_parking){
		.space = call_text(leg->call, event->text), .from_us = fold->now_us, .leg = leg};
	while (*last)
		last = &(*last)->next;
	*last = parking;
	call_step(fold, leg, STEP_PARKED, STEP_TEXTS(leg->endpoint, parking->space));
	return true;
}

CALL_HANDLER(call_on_unparked)
{
	struct call_leg *leg = legs[0];
	struct call_parking *parking = open_parking(leg);

	(void)event;
	if (!parking)
		return false;
	parking->to_us = fold->now_us;
	if (legs[1])
		parking->fetched_by = call_text(leg->call, str_of(legs[1]->endpoint));
	call_step(fold, leg, STEP_FETCHED, STEP_TEXTS(parking->space, parking->fetched_by));
	return true;
}

CALL_HANDLER(call_on_parking_ended)
{
	struct call_parking *parking = open_parking(legs[0]);

	(void)event;
	if (!parking)
		return false;
	parking->to_us = fold->now_us;
	return true;
}

/* ---- Recording --------------------------------------------------------------------------- */

static struct call_recording *open_recording(const struct call_leg *leg)
{
	struct call_recording *found = NULL;

	for (struct call_recording *one = leg->call->recordings; one; one = one->next)
		if (one->leg == leg && !one->to_us)
			found = one;
	return found;
}

static struct call_recording *begin_recording(struct call_fold *fold, struct call_leg *leg)
{
	struct call_recording **last = &leg->call->recordings;
	struct call_recording *recording = call_part(fold, leg->call, sizeof(*recording));

	if (!recording)
		return NULL;
	*recording = (struct call_recording){.file = "", .from_us = fold->now_us, .leg = leg};
	while (*last)
		last = &(*last)->next;
	*last = recording;
	return recording;
}

/* The name and the start come as two events, in either order. */
CALL_HANDLER(call_on_recording_file)
{
	struct call_leg *leg = legs[0];
	struct call_recording *recording = open_recording(leg);

	if (!event->text.len)
		return false;
	if (!recording || *recording->file)
		recording = begin_recording(fold, leg);
	if (!recording)
		return true;
	recording->file = call_text(leg->call, event->text);
	call_step(fold, leg, STEP_RECORDED, STEP_TEXTS(leg->endpoint, NULL, recording->file));
	return true;
}

CALL_HANDLER(call_on_recording_begin)
{
	struct call_recording *recording = open_recording(legs[0]);

	(void)event;
	if (!recording)
		return begin_recording(fold, legs[0]) != NULL;
	recording->from_us = fold->now_us;
	return true;
}

CALL_HANDLER(call_on_recording_end)
{
	struct call_recording *recording = open_recording(legs[0]);

	(void)event;
	if (!recording)
		return false;
	recording->to_us = fold->now_us;
	return true;
}

/* ---- A leg ends ----------------------------------------------------------------------------- */

void call_holding_end(struct call_leg *leg, int64_t at_us)
{
	struct call_hold *hold = open_hold(leg);
	struct call_parking *parking = open_parking(leg);
	struct call_recording *recording;

	leg->holds = false;
	if (hold)
		hold->to_us = at_us;
	if (parking)
		parking->to_us = at_us;
	while ((recording = open_recording(leg)))
		recording->to_us = at_us;
}
