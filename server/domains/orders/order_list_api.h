/* order_list_api.h - the filters of lists and exports, as parameters. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ORDERS_ORDER_LIST_API_H
#define DOMAINS_ORDERS_ORDER_LIST_API_H

#include "domains/orders/order_internal.h"
#include "platform/http/shape.h"

static const char *const order_set_words[] = {"assigned", "all", "pool", NULL};

#define ORDER_NARROW_TEXT(params, member, named, most, said) \
	{ \
		.name = #named, .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.named), .max = most, .about = said \
	}
#define ORDER_NARROW_KEY(params, member, named, said) \
	{ \
		.name = #named, .type = SHAPE_KEY, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.named), .about = said \
	}
/* What narrows a list, which is not searched then. */
#define ORDER_NARROW_FIELDS(params, member) \
	ORDER_NARROW_KEY(params, member, seller_id, "Of one seller"), \
		ORDER_NARROW_KEY(params, member, product_id, "An id or a code"), \
		{.name = "area", \
			.aliases = "city", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.area), \
			.max = 200, \
			.about = "As the order says it"}, \
		ORDER_NARROW_TEXT(params, member, source, 64, "manual, file, shopify..."), \
		{.name = "flag", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(params, member.flag), \
			.words = order_flag_words}, \
		{.name = "outcome", \
			.type = SHAPE_WORDS, \
			.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
			.offset = offsetof(params, member.outcome), \
			.words = order_outcome_words, \
			.about = "What became of confirmed orders"}, \
		ORDER_NARROW_KEY(params, member, courier_id, "With a parcel of this courier"), \
		ORDER_NARROW_KEY( \
			params, member, confirmed_by, "By the agent who confirmed it last"), \
	{ \
		.name = "without", .type = SHAPE_WORDS, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.without), .words = order_without_words, \
		.about = "Orders without a product or an area, or confirmed by nobody who is an " \
			 "agent" \
	}

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
				 "date=today with date_of=status. confirmed: when it was last " \
				 "confirmed; by confirmed_at"}, \
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
		ORDER_NARROW_FIELDS(params, member), \
	{ \
		.name = "sort", .type = SHAPE_WORD, .flags = SHAPE_QUERY, \
		.offset = offsetof(params, member.sort), .words = order_sort_words \
	}

#endif
