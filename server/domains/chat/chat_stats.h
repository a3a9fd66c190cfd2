/* chat_stats.h - figures of chats: now, and of days that have ended ones. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_STATS_H
#define DOMAINS_CHAT_CHAT_STATS_H

#include "base/cx.h"

/* Of chats that ended in a time, as far as the actor sees them. Sums are in microseconds. */
struct chat_figures {
	int64_t closed, lost; /* answered and closed; abandoned or missed */
	int64_t answered, answer_us; /* of those that customers began: until the first answer */
	int64_t resolved, resolve_us; /* from its beginning to its end */
	int64_t rated, scores;
};

#define CHAT_STATS_PARTS 8
/* A day, or a week by its first. */
struct chat_part {
	int64_t day, days; /* since 1970-01-01; and so many of them */
	struct chat_figures figures;
};
struct chat_stats {
	int64_t waiting, active, mine;
	struct chat_figures today, whole;
	struct chat_part parts[CHAT_STATS_PARTS]; /* the last one ends today */
	size_t part_count;
};
extern const char *const chat_period_words[]; /* today, week, weeks */
/* period NULL: today. week: the last seven days; weeks: eight times seven. mine: of what ended, the actor's own alone. */
MUST_USE enum err chat_stats_read(
	struct cx *cx, const char *period, bool mine, struct chat_stats *stats);

MUST_USE enum err chat_store_figures(
	struct cx *cx, int64_t from_us, int64_t to_us, bool mine, struct chat_figures *figures);

#endif
