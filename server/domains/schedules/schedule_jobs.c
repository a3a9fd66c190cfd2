/* schedule_jobs.c - leave and meetings come into force, and end. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_jobs.h"

#include "domains/schedules/schedule_internal.h"

enum err schedule_follow(struct cx *cx)
{
	const struct actor *before = cx->actor;
	struct schedule_due *list;
	size_t count;

	TRY(schedule_store_due(cx, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct company *company;

		TRY(company_by_id(cx, list[i].company_id, &company));
		cx->actor = actor_system(cx->arena, company);
		TRY(presence_plan(cx, list[i].agent_id, list[i].plan, list[i].since_us));
	}
	cx->actor = before;
	return OK;
}

static enum err follow(struct cx *cx, const struct job *job)
{
	(void)job;
	return schedule_follow(cx);
}

const struct job_kind schedule_jobs[] = {
	{.name = "schedules.presence",
		.run = follow,
		.max_attempts = 1,
		.every_us = 10 * US_PER_SECOND,
		.about = "Sets agents on leave and in meetings as scheduled, and back"},
	{0},
};
