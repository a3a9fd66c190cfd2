/* chat_stats.c - figures of chats: what is now, and day by day. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_stats.h"

#include "base/str.h"
#include "domains/chat/chat_list.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"

const char *const chat_period_words[] = {"today", "week", "weeks", NULL};

static void add(struct chat_figures *sum, const struct chat_figures *one)
{
	sum->closed += one->closed;
	sum->lost += one->lost;
	sum->answered += one->answered;
	sum->answer_us += one->answer_us;
	sum->resolved += one->resolved;
	sum->resolve_us += one->resolve_us;
	sum->rated += one->rated;
	sum->scores += one->scores;
}

/* How many parts, of how many days. */
static void divide(const char *period, size_t *parts, int64_t *days)
{
	const bool weeks = text_is(period, "weeks");

	*parts = weeks ? CHAT_STATS_PARTS : text_is(period, "week") ? 7 : 1;
	*days = weeks ? 7 : 1;
}

enum err chat_stats_read(struct cx *cx, const char *period, bool mine, struct chat_stats *stats)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t today = intl_day_of(zone, cx->now_us);
	struct chat_counts counts;
	int64_t days;

	*stats = (struct chat_stats){0};
	divide(period, &stats->part_count, &days);
	TRY(chat_count(cx, &counts));
	stats->waiting = counts.waiting;
	stats->active = counts.active;
	stats->mine = counts.mine;
	for (size_t i = 0; i < stats->part_count; i++) {
		struct chat_part *part = &stats->parts[i];

		part->days = days;
		part->day = today + 1 - (int64_t)(stats->part_count - i) * days;
		TRY(chat_store_figures(cx, intl_day_start(zone, part->day),
			intl_day_start(zone, part->day + days), mine, &part->figures));
		add(&stats->whole, &part->figures);
	}
	return chat_store_figures(cx, intl_day_start(zone, today), intl_day_start(zone, today + 1),
		mine, &stats->today);
}
