/* demo_call_internal.h - a month of the demo's calls. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DEMO_DEMO_CALL_INTERNAL_H
#define DOMAINS_DEMO_DEMO_CALL_INTERNAL_H

#include "domains/demo/demo_internal.h"

#define DEMO_CALL_DAYS 30 /* before today, whatever the scale */

/* Those of a queue come first. */
enum demo_call_kind {
	DEMO_CALL_TAKEN,
	DEMO_CALL_ABANDONED,
	DEMO_CALL_TIMED_OUT,
	DEMO_CALL_VOICEMAIL,
	DEMO_CALL_OUT,
	DEMO_CALL_OUT_UNANSWERED,
	DEMO_CALL_OUT_BUSY,
	DEMO_CALL_OUT_FAILED,
	DEMO_CALL_INSIDE,
};

/* What happened, in the order of its times. */
struct demo_call {
	int64_t index;
	enum demo_call_kind kind;
	int64_t started_us, ended_us;
	int agent; /* whose phone takes it or makes it */
	int second; /* who gets it from there; -1: nobody */
	bool attended; /* asked first */
	bool missed; /* another phone rang before, 15 seconds long */
	bool by_caller; /* who hung up */
	int64_t person; /* to choose who is outside */
	int64_t setup_us, queue_us, ring_us;
	int64_t talk_us, hold_us; /* with the first agent */
	int64_t second_ring_us, second_talk_us; /* meanwhile the caller is on hold */
	int64_t wrap_us;
};

/* At most so many; those that are over by now are made. */
int64_t demo_calls_count(const struct demo_world *world);
size_t demo_calls_make(
	struct arena *arena, const struct demo_world *world, struct demo_call **calls);

/* What was said in the last calls that were taken. */
#define DEMO_TALKS 3
#define DEMO_LINES 6
struct demo_talk {
	const char *summary, *sentiment;
	struct {
		const char *speaker, *language, *content;
	} lines[DEMO_LINES];
};
extern const struct demo_talk demo_talks[DEMO_TALKS];

#endif
