/* call_list_api.h - the parameters that lists, exports and statistics of calls share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_LIST_API_H
#define DOMAINS_CALLS_CALL_LIST_API_H

#include "domains/calls/call_api.h"
#include "domains/calls/call_list_internal.h"

#define CALL_QUERY_AT(holder, member, part) .offset = offsetof(holder, member.part)
#define CALL_QUERY_WORD(title, words_of, holder, member, part, note) \
	{ \
		.name = (title), .type = SHAPE_WORD, .flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		CALL_QUERY_AT(holder, member, part), .words = (words_of), .about = (note) \
	}
#define CALL_QUERY_TEXT(title, holder, member, part, note) \
	{ \
		.name = (title), .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		CALL_QUERY_AT(holder, member, part), .max = 100, .about = (note) \
	}
#define CALL_QUERY_KEY(title, holder, member, part, note) \
	{ \
		.name = (title), .type = SHAPE_KEY, .flags = SHAPE_QUERY, \
		CALL_QUERY_AT(holder, member, part), .max = 64, .about = (note) \
	}
#define CALL_PERIOD_FIELDS(holder, member) \
	{.name = "date", \
		.aliases = "period", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_QUERY, \
		CALL_QUERY_AT(holder, member, date), \
		.max = 20, \
		.about = "today, yesterday, week, last_week, month, last_month, 7d, 24h, all, " \
			 "custom; of when calls began"}, \
		{.name = "date_from", \
			.aliases = "from", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			CALL_QUERY_AT(holder, member, date_from), \
			.max = 40}, \
	{ \
		.name = "date_to", .aliases = "to", .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		CALL_QUERY_AT(holder, member, date_to), .max = 40, \
		.about = "A day is included whole" \
	}

/* Fields of a shape for `member` of type struct call_query. */
#define CALL_QUERY_FIELDS(holder, member) \
	{.name = "status", \
		.type = SHAPE_WORDS, \
		.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		CALL_QUERY_AT(holder, member, status), \
		.words = call_status_input_words, \
		.about = "One or several"}, \
		CALL_QUERY_WORD("scope", call_scope_words, holder, member, scope, \
			"history: those that have ended"), \
		CALL_QUERY_WORD( \
			"direction", call_direction_words, holder, member, direction, NULL), \
		CALL_QUERY_WORD("source", call_source_words, holder, member, source, NULL), \
		CALL_QUERY_WORD("outcome", call_outcome_words, holder, member, outcome, \
			"answered, or missed: came in, and nobody answered. With agent_id, by " \
			"that agent"), \
		CALL_PERIOD_FIELDS(holder, member), \
		CALL_QUERY_TEXT("search", holder, member, search, \
			"In numbers, names and codes of the newest 20,000 calls of the period; a " \
			"whole number in all of them"), \
		CALL_QUERY_KEY("agent_exten", holder, member, agent_exten, "A phone's number"), \
		CALL_QUERY_TEXT("department", holder, member, department, "Its code"), \
		CALL_QUERY_TEXT("queue", holder, member, queue, "Its name in the PBX"), \
		CALL_QUERY_KEY("agent_id", holder, member, agent_id, \
			"Who has it or had a part in it: id or AGT-001"), \
		{.name = "team_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_QUERY, \
			CALL_QUERY_AT(holder, member, team_id), \
			.max = INT64_MAX, \
			.about = "Whose agents had a part in it"}, \
		CALL_QUERY_KEY("customer_id", holder, member, customer_id, NULL), \
		CALL_QUERY_KEY("order_id", holder, member, order_id, NULL)

#endif
