/* coverage.c - hour by hour: who should be there, who was, and what came in (S0-ROLE-15). */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#define WEEKS_BEFORE 4

/* Half past each hour of the clock; on days that change it, an hour twice or none. */
static void moments_of(const struct cx *cx, int64_t day, int64_t moments_us[COVERAGE_HOURS])
{
	for (int64_t hour = 0; hour < COVERAGE_HOURS; hour++)
		moments_us[hour] = intl_zone_to_utc(cx->actor->company->time_zone,
			day * US_PER_DAY + hour * US_PER_HOUR + 30 * US_PER_MINUTE);
}

/* An agent counts once: entries are sorted by agent. */
static int64_t count_scheduled(const struct schedule *entries, size_t count, int64_t at_us)
{
	int64_t scheduled = 0, agent_id = 0;

	for (size_t i = 0; i < count; i++) {
		const struct schedule *entry;

		if (entries[i].agent_id == agent_id)
			continue;
		agent_id = entries[i].agent_id;
		entry = schedule_at(entries, count, agent_id, at_us);
		scheduled += entry && schedule_is_shift(entry);
	}
	return scheduled;
}

static enum err add_orders(struct cx *cx, int64_t day, int64_t hours[COVERAGE_HOURS])
{
	const struct work_query query = {
		.unit = work_unit_of(cx->actor), .from_day = day, .to_day = day};
	struct work_sum *sums;
	size_t count;

	TRY(work_sums(cx, &query, WORK_HOUR, &sums, &count));
	for (size_t i = 0; i < count; i++) {
		int64_t hour;

		if (text_is(sums[i].word, "in") && text_int(sums[i].subject, &hour))
			hours[hour] += sums[i].n;
	}
	return OK;
}

static enum err fill_orders(struct cx *cx, int64_t day, struct coverage_hour *hours)
{
	int64_t today[COVERAGE_HOURS] = {0}, before[COVERAGE_HOURS] = {0};

	TRY(add_orders(cx, day, today));
	for (int64_t week = 1; week <= WEEKS_BEFORE; week++)
		TRY(add_orders(cx, day - 7 * week, before));
	for (size_t i = 0; i < COVERAGE_HOURS; i++) {
		hours[i].orders = today[i];
		hours[i].usual = (before[i] + WEEKS_BEFORE - 1) / WEEKS_BEFORE;
	}
	return OK;
}

enum err coverage_load(struct cx *cx, int64_t day, struct coverage_hour *hours)
{
	int64_t moments_us[COVERAGE_HOURS], present[COVERAGE_HOURS] = {0};
	struct schedule *entries;
	size_t count;

	db_read_together(cx);
	moments_of(cx, day, moments_us);
	TRY(schedule_between(cx, moments_us[0] - US_PER_HOUR,
		moments_us[COVERAGE_HOURS - 1] + US_PER_HOUR, 0, &entries, &count));
	TRY(coverage_store_present(cx, moments_us, COVERAGE_HOURS, present));
	for (size_t i = 0; i < COVERAGE_HOURS; i++)
		hours[i] = (struct coverage_hour){
			.scheduled = count_scheduled(entries, count, moments_us[i]),
			.present = {present[i], moments_us[i] <= cx->now_us}};
	return fill_orders(cx, day, hours);
}
