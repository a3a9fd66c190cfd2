/* call_moves.c - which status may follow which. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_moves.h"

#include "base/str.h"

#define BIT(status) (1U << CALL_##status)

/* Derived alone, and so in no row: interrupted. */
static const unsigned moves[] = {
	[CALL_INITIATED] = BIT(IVR) | BIT(QUEUED) | BIT(RINGING) | BIT(ANSWERED) |
		BIT(IN_PROGRESS) | BIT(BUSY) | BIT(NO_ANSWER) | BIT(FAILED) | BIT(CANCELED) |
		BIT(REJECTED),
	[CALL_IVR] = BIT(QUEUED) | BIT(RINGING) | BIT(IN_PROGRESS) | BIT(TRANSFERRED) |
		BIT(COMPLETED) | BIT(FAILED),
	[CALL_QUEUED] = BIT(IVR) | BIT(QUEUED) | BIT(RINGING) | BIT(IN_PROGRESS) |
		BIT(TRANSFERRED) | BIT(NO_ANSWER) | BIT(FAILED) | BIT(ABANDONED),
	[CALL_RINGING] = BIT(QUEUED) | BIT(ANSWERED) | BIT(IN_PROGRESS) | BIT(TRANSFERRED) |
		BIT(BUSY) | BIT(NO_ANSWER) | BIT(FAILED) | BIT(CANCELED) | BIT(REJECTED),
	[CALL_ANSWERED] = BIT(IVR) | BIT(QUEUED) | BIT(RINGING) | BIT(IN_PROGRESS) |
		BIT(TRANSFERRED) | BIT(COMPLETED) | BIT(FAILED),
	[CALL_IN_PROGRESS] = BIT(QUEUED) | BIT(ON_HOLD) | BIT(TRANSFERRED) | BIT(COMPLETED) |
		BIT(FAILED),
	[CALL_ON_HOLD] = BIT(QUEUED) | BIT(IN_PROGRESS) | BIT(TRANSFERRED) | BIT(COMPLETED) |
		BIT(FAILED),
	[CALL_TRANSFERRED] = BIT(QUEUED) | BIT(RINGING) | BIT(IN_PROGRESS) | BIT(TRANSFERRED) |
		BIT(COMPLETED) | BIT(FAILED),
	[CALL_INTERRUPTED] = 0,
};

bool call_may_become(enum call_status from, enum call_status to)
{
	return (moves[from] >> (unsigned)to & 1U) != 0;
}

const char *const *call_may_words(struct arena *arena, enum call_status from)
{
	const char **words = arena_array(arena, CALL_INTERRUPTED + 2, sizeof(*words));
	size_t count = 0;

	for (int to = 0; to <= CALL_INTERRUPTED; to++)
		if (call_may_become(from, (enum call_status)to))
			words[count++] = call_status_name((enum call_status)to);
	words[count] = NULL;
	return words;
}

bool call_status_read(const char *word, enum call_status *status)
{
	static const struct {
		const char *word;
		enum call_status status;
	} spellings[] = {{"no answer", CALL_NO_ANSWER}, {"no-answer", CALL_NO_ANSWER},
		{"noanswer", CALL_NO_ANSWER}, {"cancelled", CALL_CANCELED},
		{"in-progress", CALL_IN_PROGRESS}, {"in progress", CALL_IN_PROGRESS},
		{"hold", CALL_ON_HOLD}, {"on hold", CALL_ON_HOLD}};

	for (int one = 0; one <= CALL_INTERRUPTED; one++)
		if (strcasecmp(call_status_name((enum call_status)one), word) == 0) {
			*status = (enum call_status)one;
			return true;
		}
	for (size_t i = 0; i < COUNT(spellings); i++)
		if (strcasecmp(spellings[i].word, word) == 0) {
			*status = spellings[i].status;
			return true;
		}
	return false;
}

enum call_phase call_phase_of(enum call_status status, bool talked)
{
	switch (status) {
	case CALL_QUEUED:
		return CALL_PHASE_QUEUE;
	case CALL_RINGING:
		return talked ? CALL_PHASE_HOLD : CALL_PHASE_RING;
	case CALL_IN_PROGRESS:
		return CALL_PHASE_TALK;
	case CALL_ON_HOLD:
	case CALL_TRANSFERRED:
		return CALL_PHASE_HOLD;
	default:
		return talked ? CALL_PHASE_HOLD : CALL_PHASE_SETUP;
	}
}

enum call_status call_status_at_end(enum call_status status, bool talked)
{
	if (talked)
		return CALL_COMPLETED;
	switch (status) {
	case CALL_QUEUED:
		return CALL_ABANDONED;
	case CALL_INITIATED:
	case CALL_RINGING:
		return CALL_CANCELED;
	default:
		return CALL_COMPLETED;
	}
}
