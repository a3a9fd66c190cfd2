/* agent_skill.h - what an agent is good at, in words of the company's own. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_AGENT_SKILL_H
#define DOMAINS_ACCOUNTS_AGENT_SKILL_H

#include "base/cx.h"
#include "platform/json/json.h"

#define AGENT_SKILLS_MAX 30
#define AGENT_SKILL_LENGTH_MAX 40

/*
 * The column of a statement that reads agents as `a` of the company $1: its
 * skills as "billing:0,english:5", level 0 for none; NULL without any. They
 * are words of a-z, 0-9 and -, so nothing has to be escaped.
 */
#define AGENT_SKILLS_LITE \
	"(SELECT group_concat(word, ',') FROM (SELECT k.skill || ':' || COALESCE(k.level, 0)" \
	" AS word FROM agent_skills k WHERE k.company_id = $1 AND k.agent_id = a.id" \
	" ORDER BY k.skill))"
#define AGENT_SKILLS_PG \
	"(SELECT string_agg(k.skill || ':' || COALESCE(k.level, 0), ',' ORDER BY k.skill)" \
	" FROM agent_skills k WHERE k.company_id = $1 AND k.agent_id = a.id)"

/* An array of {skill, level}, from such a column. */
void agent_skills_write(struct json *json, const char *key, const char *packed);
/* Is that word, case and blanks aside, among them? */
bool agent_skills_have(struct arena *arena, const char *packed, const char *skill);

/* To an agent who has none yet, in such words: of a company that is made. At most AGENT_SKILLS_MAX. */
MUST_USE enum err agent_skills_add(struct cx *cx, int64_t agent_id, const char *packed);

#endif
