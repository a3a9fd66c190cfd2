/* dashboard.c - one screen: the day so far, what is urgent, what just happened. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

#define PRIORITY_ROWS 10
#define ACTIVITY_ROWS 20
#define ACTIVITY_US (2 * US_PER_HOUR)

/* The figures are those of the list that a click on them opens: the same filter counts both. */
static enum err load_orders(struct cx *cx, struct dashboard *dashboard)
{
	const struct order_list_query today = {.date = "today", .date_of = "status"};
	struct order_filter filter;
	struct order_totals totals;

	TRY(order_filter_make(cx, &today, &filter));
	TRY(order_list_totals(cx, &filter, NULL, &totals));
	dashboard->today = totals.counts;
	dashboard->urgent = totals.urgent;
	TRY(dashboard_store_reasons(cx, &filter, dashboard));
	TRY(order_list_urgent(cx, filter.set, filter.agent_id, &dashboard->priority));
	if (dashboard->priority.count > PRIORITY_ROWS)
		dashboard->priority.count = PRIORITY_ROWS;
	return OK;
}

static enum err load_tasks(struct cx *cx, int64_t day_end_us, struct dashboard *dashboard)
{
	const struct follow_up_filter due = {
		.status = "pending", .from_us = TIME_MIN_US, .to_us = day_end_us};

	TRY(callback_count(cx, NULL, &dashboard->callbacks));
	TRY(follow_up_count(cx, &due, &dashboard->follow_ups));
	return reassign_count(cx, "pending", &dashboard->requests);
}

enum err dashboard_load(struct cx *cx, struct dashboard *dashboard)
{
	const char *zone = cx->actor->company->time_zone;
	const int64_t day = intl_day_of(zone, cx->now_us);
	const int64_t begin_us = intl_day_start(zone, day), end_us = intl_day_start(zone, day + 1);

	*dashboard = (struct dashboard){0};
	TRY(load_orders(cx, dashboard));
	TRY(dashboard_store_calls(cx, begin_us, dashboard));
	TRY(load_tasks(cx, end_us, dashboard));
	TRY(order_hooks_figures(cx, begin_us, &dashboard->figures));
	return order_activity(cx, cx->now_us - ACTIVITY_US, ACTIVITY_ROWS, &dashboard->activity,
		&dashboard->activity_count);
}
