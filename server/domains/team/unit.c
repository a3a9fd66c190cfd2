/* unit.c - whose work is looked at: the company's, a department's or a team's. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

int64_t work_unit_of(const struct actor *actor)
{
	if (actor->scope == SCOPE_COMPANY)
		return 0;
	return actor->scope == SCOPE_TEAM && actor->team_id ? actor->team_id : WORK_NO_UNIT;
}

static bool is_there(const struct work_unit *units, size_t count, int64_t unit)
{
	for (size_t i = 0; i < count; i++)
		if (units[i].unit == unit)
			return true;
	return false;
}

enum err work_unit_find(struct cx *cx, int64_t department_id, int64_t team_id, int64_t *unit)
{
	const bool departments = department_id != 0;
	struct work_unit *units;
	size_t count;

	*unit = work_unit_of(cx->actor);
	if (!department_id && !team_id)
		return OK;
	TRY(work_units(cx, departments, &units, &count));
	*unit = departments ? -department_id : team_id;
	if (is_there(units, count, *unit))
		return OK;
	if (departments)
		return fail(cx, ERR_INVALID, "department_id",
			"There is no such department within your reach.");
	return fail(cx, ERR_INVALID, "team_id", "There is no such team within your reach.");
}
