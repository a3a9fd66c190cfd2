/* call_view.c - a call as answers and events show it. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_view.h"

#include "base/str.h"
#include "base/time.h"
#include "domains/accounts/account.h"
#include "domains/calls/recording.h"
#include "domains/orders/order.h"
#include "platform/json/json.h"

/* In the order of the enums of call.h; "unknown" is of imports alone. */
const char *const call_status_words[] = {"initiated", "ivr", "queued", "ringing", "answered",
	"in_progress", "on_hold", "transferred", "completed", "busy", "no_answer", "failed",
	"canceled", "rejected", "abandoned", "interrupted", "unknown", NULL};
const char *const call_direction_words[] = {"incoming", "outgoing", "internal", NULL};
const char *const call_source_words[] = {"pbx", "manual", NULL};

const struct call_view *call_views_find(const struct call_views *views, int64_t id)
{
	size_t low = 0, high = views->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (views->rows[middle].id == id)
			return &views->rows[middle];
		if (views->rows[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int64_t call_duration(const struct call_view *call)
{
	const int64_t to_us = call->ended_us.given ? call->ended_us.value : call->as_of_us;

	return to_us > call->started_us ? (to_us - call->started_us) / US_PER_SECOND : 0;
}

bool call_waits(const struct call_view *call)
{
	return call->active && !call->agent_id && call->department_id;
}

static const char *handled_by(const struct call_view *call)
{
	if (call->by_system)
		return "system";
	return call->answered_us.given ? "agent" : NULL;
}

static void write_people(struct json *json, const struct cx *cx, const struct call_view *call)
{
	const char *code = call->agent_no ? agent_code(cx->arena, call->agent_no) : NULL;

	json_field_text(json, "caller", call->caller);
	json_field_text(json, "caller_name", call->caller_name);
	json_field_text(json, "callee", call->callee);
	json_field_text(json, "phone_number", call->phone);
	json_field_text(json, "customer_name", call->customer_name);
	json_field_id(json, "customer_id", call->customer_id);
	json_field_id(json, "order_id", call->order_id);
	json_field_text(json, "order_code",
		call->order_year ? order_code(cx->arena,
					   &(struct order){.id = call->order_id,
						   .code_year = call->order_year})
				 : NULL);
	json_field_text(json, "agent_id", code);
	if (code) {
		json_field_open(json, "agent");
		json_field_int(json, "id", call->agent_id);
		json_field_text(json, "agent_id", code);
		json_field_text(json, "name", call->agent_name);
		json_close(json);
	} else {
		json_field_null(json, "agent");
	}
	json_field_text(json, "agent_exten", call->agent_exten);
	json_field_id(json, "team_id", call->team_id);
	json_field_text(json, "department", call->department);
	json_field_text(json, "department_name", call->department_name);
}

static void write_seconds(struct json *json, const char *key, int64_t us)
{
	json_key(json, key);
	json_double(json, (double)us / (double)US_PER_SECOND, 3);
}

static void write_times(struct json *json, const struct call_view *call)
{
	json_field_time(json, "started_at", call->started_us);
	json_field_opt_time(json, "answered_at", call->answered_us);
	json_field_opt_time(json, "ended_at", call->ended_us);
	json_field_int(json, "duration", call_duration(call));
	json_field_open(json, "times");
	write_seconds(json, "setup", call->setup_us);
	write_seconds(json, "queue", call->queue_us);
	write_seconds(json, "ring", call->ring_us);
	write_seconds(json, "talk", call->talk_us);
	write_seconds(json, "hold", call->hold_us);
	write_seconds(json, "wrap", call->wrap_us);
	json_close(json);
}

static void write_end(struct json *json, const struct call_view *call)
{
	json_field_text(json, "hangup_by", call->active ? NULL : call->hangup_by);
	if (call->active || !call->hangup_cause)
		json_field_null(json, "hangup_cause");
	else
		json_field_int(json, "hangup_cause", call->hangup_cause);
}

void call_write_json(struct json *json, const struct cx *cx, const struct call_view *call)
{
	json_open(json);
	json_field_int(json, "id", call->id);
	json_field_text(json, "call_id", call->code);
	json_field_text(json, "linkedid", call->linkedid);
	json_field_text(json, "source", call->source);
	json_field_text(json, "status", call->status);
	json_field_text(json, "status_source", call->status_source);
	json_field_text(json, "direction", call->direction);
	json_field_bool(json, "is_active", call->active);
	json_field_bool(json, "on_hold", text_is(call->status, "on_hold"));
	write_people(json, cx, call);
	json_field_text(json, "queue", call->queue);
	json_field_opt_int(json, "position", call->position);
	json_field_text(json, "handled_by", handled_by(call));
	json_field_text(json, "trunk", call->trunk);
	write_times(json, call);
	write_end(json, call);
	json_field_bool(json, "gap", call->gap);
	json_field_bool(json, "truncated", call->truncated);
	json_field_bool(json, "has_recording", recording_there(cx, call->recording));
	json_field_int(json, "transfers", call->transfers);
	json_field_int(json, "version", call->version);
	json_close(json);
}
