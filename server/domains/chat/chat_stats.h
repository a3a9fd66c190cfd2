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

#define CHAT_STATS_DAYS 7
struct chat_day {
	int64_t day; /* since 1970-01-01 */
	struct chat_figures figures;
};
struct chat_stats {
	int64_t waiting, active, mine;
	struct chat_figures today, whole;
	struct chat_day days[CHAT_STATS_DAYS];
	size_t day_count;
};
extern const char *const chat_period_words[]; /* today, week */
/* period NULL: today. week: the last seven days. */
MUST_USE enum err chat_stats_read(struct cx *cx, const char *period, struct chat_stats *stats);

MUST_USE enum err chat_store_figures(
	struct cx *cx, int64_t from_us, int64_t to_us, struct chat_figures *figures);

#endif
