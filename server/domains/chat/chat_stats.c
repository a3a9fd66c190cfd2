/* chat_stats.c - figures of chats: what is now, and day by day. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_stats.h"

#include "base/str.h"
#include "domains/chat/chat_list.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"

const char *const chat_period_words[] = {"today", "week", NULL};

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

enum err chat_stats_read(struct cx *cx, const char *period, struct chat_stats *stats)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t today = intl_day_of(zone, cx->now_us);
	const size_t days = text_is(period, "week") ? CHAT_STATS_DAYS : 1;
	struct chat_counts counts;

	*stats = (struct chat_stats){.day_count = days};
	TRY(chat_count(cx, &counts));
	stats->waiting = counts.waiting;
	stats->active = counts.active;
	stats->mine = counts.mine;
	for (size_t i = 0; i < days; i++) {
		struct chat_day *day = &stats->days[i];

		day->day = today - (int64_t)(days - 1 - i);
		TRY(chat_store_figures(cx, intl_day_start(zone, day->day),
			intl_day_start(zone, day->day + 1), &day->figures));
		add(&stats->whole, &day->figures);
	}
	stats->today = stats->days[days - 1].figures;
	return OK;
}
