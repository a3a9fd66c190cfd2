/* call_moves.h - which status may follow which, and what each one's time is. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_MOVES_H
#define DOMAINS_CALLS_CALL_MOVES_H

#include "base/arena.h"
#include "domains/calls/call.h"

/* Words as rows have them, and spellings of before: "no answer", "cancelled"; case aside. */
MUST_USE bool call_status_read(const char *word, enum call_status *status);

bool call_may_become(enum call_status from, enum call_status to);
/* What may follow, as words; NULL-terminated, empty for a call that has ended. */
const char *const *call_may_words(struct arena *arena, enum call_status from);

/* What a caller goes through while the call is so. talked: with a person, before. */
enum call_phase call_phase_of(enum call_status status, bool talked);

/* How a call ends that somebody ends now. */
enum call_status call_status_at_end(enum call_status status, bool talked);

#endif
