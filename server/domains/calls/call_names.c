/* call_names.c - the words of a call, as rows and answers have them. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call.h"

#include <assert.h>

#define NAMES(function, type, ...) \
	const char *function(enum type value) \
	{ \
		static const char *const names[] = {__VA_ARGS__}; \
\
		assert((size_t)value < COUNT(names)); \
		return names[value]; \
	}

NAMES(call_direction_name, call_direction, "incoming", "outgoing", "internal")

NAMES(call_status_name, call_status, "initiated", "ivr", "queued", "ringing", "answered",
	"in_progress", "on_hold", "transferred", "completed", "busy", "no_answer", "failed",
	"canceled", "rejected", "abandoned", "interrupted")

NAMES(call_phase_name, call_phase, "setup", "queue", "ring", "talk", "hold")

NAMES(call_end_name, call_end, "system", "caller", "callee")

NAMES(call_role_name, call_role, "caller", "callee", "consult")

NAMES(segment_kind_name, segment_kind, "talk", "holding", "conference")

NAMES(transfer_kind_name, transfer_kind, "blind", "attended", "redirect")

NAMES(transfer_result_name, transfer_result, "pending", "completed", "failed", "cancelled")

NAMES(visit_result_name, visit_result, "waiting", "answered", "abandoned", "timeout")

NAMES(step_type_name, step_type, "started", "routed", "menu", "queued", "missed", "dialled",
	"forwarded", "answered", "handed_over", "held", "resumed", "transferred", "parked",
	"fetched", "conference", "recorded", "hung_up", "lost")
