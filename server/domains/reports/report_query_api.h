/* report_query_api.h - the filters of reports as parameters of previews, files and exports. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_REPORTS_REPORT_QUERY_API_H
#define DOMAINS_REPORTS_REPORT_QUERY_API_H

#include "domains/orders/order.h"
#include "domains/reports/report_internal.h"
#include "platform/http/http.h"
#include "platform/intl/messages.h"

static const char *const report_date_of_words[] = {"created", "confirmed", NULL};

struct report_params {
	struct report_query query;
	const char *format, *language;
};
#define REPORT_TEXT(named, most, said) \
	{ \
		.name = #named, .type = SHAPE_TEXT, .flags = REPORT_WHERE, \
		.offset = offsetof(struct report_params, query.named), .max = most, .about = said \
	}
#define REPORT_KEY(named, said) \
	{ \
		.name = #named, .type = SHAPE_KEY, .flags = REPORT_WHERE, \
		.offset = offsetof(struct report_params, query.named), .about = said \
	}
/* REPORT_WHERE: SHAPE_QUERY for GET, SHAPE_NULLABLE for bodies. */
#define REPORT_FIELDS \
	{.name = "type", \
		.type = SHAPE_WORD, \
		.flags = SHAPE_REQUIRED | (REPORT_WHERE & SHAPE_QUERY), \
		.offset = offsetof(struct report_params, query.type), \
		.words = report_type_words}, \
		{.name = "date", \
			.aliases = "period", \
			.type = SHAPE_TEXT, \
			.flags = REPORT_WHERE, \
			.offset = offsetof(struct report_params, query.date), \
			.max = 16, \
			.about = "today, yesterday, week, last_week, month, last_month, 7d, all"}, \
		REPORT_TEXT(date_from, 40, "A day or a time"), \
		REPORT_TEXT(date_to, 40, "A day, inclusive, or a time"), \
		{.name = "date_of", \
			.type = SHAPE_WORD, \
			.flags = REPORT_WHERE, \
			.offset = offsetof(struct report_params, query.date_of), \
			.words = report_date_of_words, \
			.about = "Of orders: what the period is of"}, \
		REPORT_TEXT(status, 200, \
			"Of orders and deliveries their own words, of interactions the " \
			"resolution; " \
			"several with commas"), \
		REPORT_TEXT( \
			kind, 100, "Of interactions: call, sms, email, chat, follow_up, rating"), \
		{.name = "outcome", \
			.type = SHAPE_WORDS, \
			.flags = REPORT_WHERE | SHAPE_ALL_OK, \
			.offset = offsetof(struct report_params, query.outcome), \
			.words = order_outcome_words, \
			.about = "Of orders: what became of confirmed ones"}, \
		REPORT_KEY(agent_id, "Of one agent of the scope"), \
		REPORT_KEY(seller_id, "Of one seller"), REPORT_KEY(product_id, "An id or a code"), \
		{.name = "area", \
			.aliases = "city", \
			.type = SHAPE_TEXT, \
			.flags = REPORT_WHERE, \
			.offset = offsetof(struct report_params, query.area), \
			.max = 200, \
			.about = "As the order says it"}, \
		REPORT_KEY(courier_id, "Of orders and deliveries"), \
	{ \
		.name = "language", .type = SHAPE_WORD, .flags = REPORT_WHERE, \
		.offset = offsetof(struct report_params, language), .words = language_words, \
		.about = "Of the file's headings and words; the API's own if not said" \
	}

#endif
