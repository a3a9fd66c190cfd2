/* account_api.h - shared by the *_api.c files of domains/accounts. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_ACCOUNT_API_H
#define DOMAINS_ACCOUNTS_ACCOUNT_API_H

#include "domains/accounts/recovery_internal.h"
#include "platform/http/http.h"

extern const struct schema user_schema, agent_schema, own_company_schema;
extern const struct schema department_schema, team_schema;
extern const struct schema message_out; /* one sentence for people */
extern const struct schema success_out; /* `success` alone */
extern const char *const agent_status_words[];

/* Why a state came about by itself. */
#define AUTOMATIC(member) \
	{ \
		.name = (member), .type = SCHEMA_WORD, .flags = SCHEMA_NULLABLE, \
		.words = presence_automatic_words, \
		.about = "Why the state came about by itself; null where somebody chose it" \
	}

#define REFRESH_COOKIE "hatif_refresh"

/* Where the request came from; workstation_id is the shape's, or NULL. */
struct login_origin origin_of(const struct http_req *rq, const char *workstation_id);

#endif
