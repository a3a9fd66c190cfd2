/* call_names.c - the words of a call, as rows and answers have them. In the order of the enums. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call.h"

#include <assert.h>

static const char *word(const char *const *words, size_t count, unsigned index)
{
	assert(index < count);
	return words[index];
}

const char *call_direction_name(enum call_direction direction)
{
	static const char *const words[] = {"incoming", "outgoing", "internal"};

	return word(words, COUNT(words), (unsigned)direction);
}

const char *call_status_name(enum call_status status)
{
	static const char *const words[] = {"initiated", "ivr", "queued", "ringing", "answered",
		"in_progress", "on_hold", "transferred", "completed", "busy", "no_answer", "failed",
		"canceled", "rejected", "abandoned", "interrupted"};

	return word(words, COUNT(words), (unsigned)status);
}

const char *call_phase_name(enum call_phase phase)
{
	static const char *const words[] = {"setup", "queue", "ring", "talk", "hold"};

	return word(words, COUNT(words), (unsigned)phase);
}

const char *call_end_name(enum call_end end)
{
	static const char *const words[] = {"system", "caller", "callee"};

	return word(words, COUNT(words), (unsigned)end);
}

const char *call_role_name(enum call_role role)
{
	static const char *const words[] = {"caller", "callee", "consult"};

	return word(words, COUNT(words), (unsigned)role);
}

const char *segment_kind_name(enum segment_kind kind)
{
	static const char *const words[] = {"talk", "holding", "conference"};

	return word(words, COUNT(words), (unsigned)kind);
}

const char *transfer_kind_name(enum transfer_kind kind)
{
	static const char *const words[] = {"blind", "attended", "redirect"};

	return word(words, COUNT(words), (unsigned)kind);
}

const char *transfer_result_name(enum transfer_result result)
{
	static const char *const words[] = {"pending", "completed", "failed", "cancelled"};

	return word(words, COUNT(words), (unsigned)result);
}

const char *visit_result_name(enum visit_result result)
{
	static const char *const words[] = {"waiting", "answered", "abandoned", "timeout"};

	return word(words, COUNT(words), (unsigned)result);
}

const char *step_type_name(enum step_type type)
{
	static const char *const words[] = {"started", "routed", "menu", "queued", "missed",
		"dialled", "forwarded", "answered", "handed_over", "held", "resumed", "transferred",
		"parked", "fetched", "conference", "recorded", "hung_up", "lost"};

	return word(words, COUNT(words), (unsigned)type);
}
