/* people_api_internal.h - shared by the *_api.c files that manage people. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_PEOPLE_API_INTERNAL_H
#define DOMAINS_ACCOUNTS_PEOPLE_API_INTERNAL_H

#include "domains/accounts/account_api.h"
#include "domains/accounts/people_internal.h"

extern const char *const person_language_words[]; /* en, ar, company */
extern const struct schema people_list_out, person_out;
extern const struct shape people_list_shape, person_change_shape;

/* The page of those of a kind that the request asks for; NULL for everyone. */
MUST_USE enum err people_answer(struct http_req *rq, const char *kind);
/* Make or change somebody, and answer how it is now. */
MUST_USE enum err person_answer_new(struct http_req *rq, const struct person_change *wanted);
MUST_USE enum err person_answer_changed(
	struct http_req *rq, int64_t id, const struct person_change *change);

/* What may be given of a person, new or not. */
#define CHANGE(member) .offset = offsetof(struct person_change, member)
#define CHANGE_FIELDS(need) \
	{.name = "name", .type = SHAPE_TEXT, .flags = (need), CHANGE(name), .min = 1, .max = 120}, \
		{.name = "roles", \
			.type = SHAPE_KEYS, \
			.flags = (need), \
			CHANGE(roles), \
			.max = 20, \
			.about = "Codes of roles; all of them"}, \
		{.name = "email", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(email), \
			.max = 254, \
			.about = "Empty for none"}, \
		{.name = "phone", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(phone), \
			.max = 40, \
			.about = "Empty for none"}, \
		{.name = "language", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(language), \
			.words = person_language_words}, \
		{.name = "agent", \
			.type = SHAPE_BOOL, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(agent), \
			.about = "Works as an agent"}, \
		{.name = "department", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(department), \
			.max = 64, \
			.about = "Code; empty for none"}, \
		{.name = "team_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(team_id), \
			.max = INT64_MAX, \
			.about = "0 for none"}, \
		{.name = "level", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(level), \
			.words = agent_level_words}, \
		{.name = "takes_orders", \
			.type = SHAPE_BOOL, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(takes_orders)}, \
		{.name = "order_capacity", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(order_capacity), \
			.max = 1000, \
			.about = "Open orders at most; 0: no limit"}, \
		{.name = "chat_capacity", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(chat_capacity), \
			.min = -1, \
			.max = 200, \
			.about = "Chats at a time; 0: none are given; -1: as the company says"}, \
		{.name = "skills", \
			.type = SHAPE_JSON, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(skills), \
			.about = \
				"All of an agent's, at most 30: words, or {skill, level 1 to 5}"}, \
	{ \
		.name = "badge_code", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE | SHAPE_SECRET, \
		CHANGE(badge_code), .max = 128, \
		.about = "As the scanner types it; empty takes the badge away; never shown again" \
	}

/* The four doings on people, for one kind of them (IMP-MGR-01, IMP-ADM-01). */
#define PEOPLE_ROUTES(path, who, get, post, new_in, put, remove) \
	{.method = HTTP_GET, \
		.pattern = path, \
		.handler = get, \
		.permission = PERM_AGENTS_MANAGE, \
		.access = HTTP_READ, \
		.summary = "Those of the " who " whom one stands above", \
		.in = &people_list_shape, \
		.out = &people_list_out}, \
		{.method = HTTP_POST, \
			.pattern = path, \
			.handler = post, \
			.permission = PERM_AGENTS_MANAGE, \
			.access = HTTP_WRITE, \
			.summary = "Add one of the " who ", with a temporary password", \
			.in = &(new_in), \
			.out = &person_out, \
			.status = 201}, \
		{.method = HTTP_PUT, \
			.pattern = path "/{id}", \
			.handler = put, \
			.permission = PERM_AGENTS_MANAGE, \
			.access = HTTP_WRITE, \
			.summary = "Change one of the " who, \
			.in = &person_change_shape, \
			.out = &person_out}, \
	{ \
		.method = HTTP_DELETE, .pattern = path "/{id}", .handler = remove, \
		.permission = PERM_AGENTS_MANAGE, .access = HTTP_WRITE, \
		.summary = "Take one of the " who " out of service; open orders go to the pool", \
		.out = &person_out \
	}

#endif
