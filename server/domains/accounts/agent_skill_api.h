/* agent_skill_api.h - skills in answers, for the *_api.c files that show agents. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_AGENT_SKILL_API_H
#define DOMAINS_ACCOUNTS_AGENT_SKILL_API_H

#include "domains/accounts/agent_skill.h"
#include "platform/http/http.h"

extern const struct schema agent_skill_schema; /* {skill, level} */

#endif
