/* call_truth.c - what is compared with accounts written by hand. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_truth.h"

#include "base/clock.h"

#define DECIMALS 3

static void field_seconds(struct json *json, const char *key, int64_t us)
{
	json_key(json, key);
	json_double(json, (double)us / (double)US_PER_SECOND, DECIMALS);
}

/* From the call's beginning; open things last until now. */
static int64_t at(const struct call *call, int64_t us)
{
	return (us ? us : call->as_of_us) - call->started_us;
}

/* Ends have their own words there; a call that only the PBX answered was answered. */
static const char *status_word(const struct call *call)
{
	switch (call->status) {
	case CALL_COMPLETED:
		return "answered";
	case CALL_REJECTED:
		return "no_answer";
	case CALL_CANCELED:
		return "cancelled";
	default:
		return call_status_name(call->status);
	}
}

static void write_legs(struct json *json, const struct call *call)
{
	json_field_open_array(json, "legs");
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		if (leg->helper)
			continue;
		json_open(json);
		json_field_text(json, "endpoint", leg->endpoint);
		json_field_text(json, "role", call_role_name(leg->role));
		json_field_bool(json, "answered", leg->up_us != 0);
		json_close(json);
	}
	json_close_array(json);
}

static void write_segments(struct json *json, const struct call *call)
{
	json_field_open_array(json, "segments");
	for (const struct call_leg *leg = call->legs; leg; leg = leg->next) {
		const struct call_segment *segment = leg->helper ? NULL : leg->segments;

		for (; segment; segment = segment->next) {
			json_open(json);
			json_field_text(json, "party", leg->endpoint);
			field_seconds(json, "enter", at(call, segment->entered_us));
			field_seconds(json, "leave", at(call, segment->left_us));
			json_field_text(json, "kind", segment_kind_name(segment->kind));
			json_close(json);
		}
	}
	json_close_array(json);
}

static void write_transfers(struct json *json, const struct call *call)
{
	json_field_open_array(json, "transfers");
	for (const struct call_transfer *one = call->transfers; one; one = one->next) {
		json_open(json);
		json_field_text(json, "type", transfer_kind_name(one->kind));
		json_field_text(json, "from", one->from);
		json_field_text(json, "to", one->to);
		json_field_text(json, "result", transfer_result_name(one->result));
		json_close(json);
	}
	json_close_array(json);
}

static void write_queues(struct json *json, const struct call *call)
{
	json_field_open_array(json, "queues");
	for (const struct call_visit *visit = call->visits; visit; visit = visit->next) {
		json_open(json);
		json_field_text(json, "queue", visit->queue);
		field_seconds(
			json, "wait_s", at(call, visit->left_us) - at(call, visit->joined_us));
		json_field_text(json, "result", visit_result_name(visit->result));
		json_field_text(json, "agent", visit->agent);
		json_close(json);
	}
	json_close_array(json);
}

static void write_missed(struct json *json, const struct call *call)
{
	bool any = false;

	for (const struct call_visit *visit = call->visits; visit; visit = visit->next)
		for (const struct call_missed *one = visit->missed; one; one = one->next) {
			if (!any)
				json_field_open_array(json, "rna");
			any = true;
			json_text(json, one->agent);
		}
	if (any)
		json_close_array(json);
}

static void write_stay(struct json *json, const struct call *call, int64_t from_us, int64_t to_us)
{
	field_seconds(json, "at", at(call, from_us));
	field_seconds(json, "for", at(call, to_us) - at(call, from_us));
}

static void write_holds(struct json *json, const struct call *call)
{
	if (!call->holds)
		return;
	json_field_open_array(json, "holds");
	for (const struct call_hold *hold = call->holds; hold; hold = hold->next) {
		json_open(json);
		json_field_text(json, "party", hold->leg->endpoint);
		write_stay(json, call, hold->from_us, hold->to_us);
		json_close(json);
	}
	json_close_array(json);
}

static void write_parkings(struct json *json, const struct call *call)
{
	if (!call->parkings)
		return;
	json_field_open_array(json, "parked");
	for (const struct call_parking *one = call->parkings; one; one = one->next) {
		json_open(json);
		json_field_text(json, "space", one->space);
		write_stay(json, call, one->from_us, one->to_us);
		json_field_text(json, "retrieved_by", one->fetched_by);
		json_close(json);
	}
	json_close_array(json);
}

static void write_forwards(struct json *json, const struct call *call)
{
	bool any = false;

	for (const struct call_step *step = call->steps; step; step = step->next) {
		if (step->type != STEP_FORWARDED)
			continue;
		if (!any)
			json_field_open_array(json, "forwarded");
		any = true;
		json_open(json);
		json_field_text(json, "from", step->from);
		json_field_text(json, "to", step->to);
		json_close(json);
	}
	if (any)
		json_close_array(json);
}

/* The first, as accounts have one. */
static void write_recording(struct json *json, const struct call *call)
{
	const struct call_recording *recording = call->recordings;

	json_field_text(json, "recording", recording ? recording->file : NULL);
	if (recording)
		field_seconds(json, "recording_s",
			at(call, recording->to_us) - at(call, recording->from_us));
}

static void write_outcome(struct json *json, const struct call *call)
{
	json_field_text(json, "status", status_word(call));
	if (call->status == CALL_REJECTED)
		json_field_text(json, "reason", "rejected");
	json_field_text(json, "answered_by", call->answered_by);
	if (call->rang_us < 0)
		json_field_null(json, "ring_s");
	else
		field_seconds(json, "ring_s", call->rang_us);
	field_seconds(json, "talk_s", call->answered_us ? call->bridged_us : 0);
	json_field_text(json, "hangup_by",
		call_has_ended(call->status) ? call_end_name(call->hangup_by) : NULL);
	if (call->gap)
		json_field_bool(json, "gap", true);
}

void call_write_truth(struct json *json, const struct call *call)
{
	json_open(json);
	json_field_text(json, "direction", call_direction_name(call->direction));
	json_field_text(json, "caller", call->caller);
	json_field_text(json, "callee", call->callee);
	write_outcome(json, call);
	write_legs(json, call);
	write_segments(json, call);
	write_transfers(json, call);
	write_queues(json, call);
	write_missed(json, call);
	write_recording(json, call);
	json_field_int(json, "linkedids", (int64_t)call->alias_count);
	write_holds(json, call);
	write_parkings(json, call);
	write_forwards(json, call);
	if (call->conference)
		json_field_text(json, "conference", call->conference);
	json_close(json);
}
