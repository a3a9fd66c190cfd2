/* call_agent.c - who could take a call, and who may say that somebody could. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_agent.h"

#include "base/str.h"
#include "domains/accounts/agent_skill.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"

static int64_t day_began(const struct cx *cx)
{
	const char *zone = cx->actor->company->time_zone;

	return intl_day_start(zone, intl_day_of(zone, cx->now_us));
}

bool call_agent_routable(const struct call_agent *agent)
{
	return agent->presence == PRESENCE_AVAILABLE && agent->has_room && !agent->current_call &&
		(!agent->extension || text_is(agent->extension_status, "online"));
}

/* A word of the centre means all states that it stands for: on_break those who are away too. */
static bool fits(const struct call_agent *agent, const char *status)
{
	enum presence presence;

	if (text_empty(status))
		return true;
	if (strcasecmp(presence_word(agent->presence, SURFACE_CENTRE), status) == 0)
		return true;
	return presence_read(status, &presence) && agent->presence == presence;
}

enum err call_agents(struct cx *cx, const struct call_agent_filter *filter,
	struct call_agent **rows, size_t *count)
{
	enum presence presence;
	size_t kept = 0;

	if (!text_empty(filter->status) && !presence_read(filter->status, &presence))
		return fail(cx, ERR_INVALID, "status", "There is no such status.");
	TRY(call_agent_store(cx, 0, day_began(cx), rows, count));
	for (size_t i = 0; i < *count; i++) {
		const struct call_agent *one = &(*rows)[i];

		if (!fits(one, filter->status) ||
			(filter->department && !text_is(filter->department, one->department)) ||
			(filter->skill &&
				!agent_skills_have(cx->arena, one->skills, filter->skill)))
			continue;
		(*rows)[kept++] = *one;
	}
	*count = kept;
	return OK;
}

enum err call_agent_by_key(struct cx *cx, const char *key, struct call_agent *agent)
{
	struct call_agent *rows;
	struct agent found;
	size_t count;

	TRY(agent_by_key(cx, key, &found));
	TRY(call_agent_store(cx, found.id, day_began(cx), &rows, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
	*agent = rows[0];
	return OK;
}

/* Those of one's scope; the company's for a company-wide role. */
static bool leads(const struct actor *actor, const struct call_agent *agent)
{
	if (!actor_may(actor, PERM_PRESENCE_OTHERS))
		return false;
	if (actor->scope == SCOPE_COMPANY)
		return true;
	return actor->scope == SCOPE_TEAM && agent->team_id && agent->team_id == actor->team_id;
}

enum err call_agent_set(struct cx *cx, const char *key, const char *status, const char *note,
	struct call_agent *after)
{
	enum presence to;

	TRY(call_agent_by_key(cx, key, after));
	if (!presence_read(status, &to))
		return fail(cx, ERR_INVALID, "status", "There is no such status.");
	if (after->id == cx->actor->agent_id)
		TRY(presence_say(cx, to, note));
	else if (leads(cx->actor, after))
		TRY(presence_choose(cx, after->id, to, note));
	else
		return fail(cx, ERR_DENIED, NULL, "You may set your own status only.");
	return call_agent_by_key(cx, key, after);
}
