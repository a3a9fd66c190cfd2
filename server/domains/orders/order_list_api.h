/* order_list_api.h - the filters of lists and exports, as parameters. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_LIST_API_H
#define DOMAINS_ORDERS_ORDER_LIST_API_H

#include "domains/orders/order_internal.h"
#include "platform/http/shape.h"

static const char *const order_set_words[] = {"assigned", "all", "pool", NULL};

/* For a struct `params` with a struct order_list_query `member`. */
#define ORDER_LIST_FIELDS(params, member) \
	{.name = "status", \
		.type = SHAPE_WORDS, \
		.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		.offset = offsetof(params, member.status), \
		.words = order_status_words, \
		.about = "all, or one or several statuses"}, \
		{.name = "date", \
			.aliases = "period", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.date), \
			.min = 1, \
			.max = 16, \
			.about = "today, yesterday, week, last_week, month, last_month, 7d, " \
				 "24h, all"}, \
		{.name = "date_of", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.date_of), \
			.words = order_date_of_words, \
			.about = "What the period is of: creation if not said; status: when the " \
				 "status was last set, which at first is when the order was " \
				 "created. A month at most. The figures of the dashboard are " \
				 "date=today with date_of=status"}, \
		{.name = "date_from", \
			.aliases = "start_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.date_from), \
			.min = 1, \
			.max = 40, \
			.about = "A day or a time"}, \
		{.name = "date_to", \
			.aliases = "end_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.date_to), \
			.min = 1, \
			.max = 40, \
			.about = "A day, inclusive, or a time"}, \
		{.name = "orders", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.orders), \
			.words = order_set_words, \
			.about = "assigned (to oneself; the whole scope for supervisors and " \
				 "managers), " \
				 "all or pool"}, \
		{.name = "priority", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
			.offset = offsetof(params, member.priority), \
			.words = order_priority_words}, \
		{.name = "agent_id", \
			.type = SHAPE_KEY, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.agent_id), \
			.about = "Of one agent of the scope"}, \
		{.name = "search", \
			.aliases = "q", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.search), \
			.max = 200, \
			.about = "Words, a code or a phone number; what is found comes newest " \
				 "first"}, \
		{.name = "sla", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
			.offset = offsetof(params, member.sla), \
			.words = order_sla_words, \
			.about = "Of service levels: running, kept or breached; by created_at"}, \
	{ \
		.name = "sort", .type = SHAPE_WORD, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.sort), .words = order_sort_words \
	}

#endif
