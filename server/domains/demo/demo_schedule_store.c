/* demo_schedule_store.c - two weeks of shifts behind, two ahead, and what took people from them. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define WEEKS 2
#define SALT 0x736869667473 /* so that these dice are no order's */

static const struct db_query add_schedule_sql = {"demo.add_schedule",
	"INSERT INTO agent_schedules (company_id, id, agent_id, kind, starts_at, ends_at, note,"
	" series_id, created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
	NULL, NULL};

static const struct db_query add_presence_sql = {"demo.add_presence",
	"INSERT INTO agent_presence_log (company_id, id, agent_id, status, source, started_us,"
	" ended_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};

/* Days from today; minutes of the day. */
struct absence {
	size_t agent;
	const char *kind, *note;
	int day, from_minute;
	int last_day, to_minute;
};
static const struct absence absences[] = {
	{2, "leave", "Sick leave", -9, 0, -8, 1440},
	{6, "leave", "Annual leave", 3, 0, 9, 1440},
	{3, "training", "New products", -5, 13 * 60, -5, 15 * 60},
	{4, "training", "New products", 2, 15 * 60, 2, 17 * 60},
	{0, "meeting", "Team meeting", -4, 10 * 60, -4, 10 * 60 + 30},
	{1, "meeting", "Team meeting", -4, 10 * 60, -4, 10 * 60 + 30},
	{3, "meeting", "Team meeting", -4, 10 * 60, -4, 10 * 60 + 30},
	{0, "meeting", "Team meeting", 4, 10 * 60, 4, 10 * 60 + 30},
	{1, "meeting", "Team meeting", 4, 10 * 60, 4, 10 * 60 + 30},
	{3, "meeting", "Team meeting", 4, 10 * 60, 4, 10 * 60 + 30},
	{5, "meeting", "Review of callbacks", 1, 16 * 60, 1, 17 * 60},
};

static int64_t at(const struct demo_world *world, int day, int minute)
{
	return intl_zone_to_utc(world->company->time_zone,
		(world->today + day) * US_PER_DAY + minute * US_PER_MINUTE);
}

static enum err add(struct cx *cx, const struct demo_world *world, const struct absence *entry,
	int64_t *series_id)
{
	int64_t id;

	TRY(db_next_id(cx, "agent_schedule", &id));
	if (series_id && !*series_id)
		*series_id = id;
	return db_exec(cx, &add_schedule_sql,
		DB_ARGS(db_int(world->company->id), db_int(id),
			db_int(world->agents[entry->agent].id), db_text(entry->kind),
			db_int(at(world, entry->day, entry->from_minute)),
			db_int(at(world, entry->last_day, entry->to_minute)), db_text(entry->note),
			db_id(series_id ? *series_id : 0),
			db_int(at(world, -7 * WEEKS - 1, 12 * 60))),
		NULL);
}

static bool on_leave(size_t agent, int day)
{
	for (size_t i = 0; i < COUNT(absences); i++)
		if (absences[i].agent == agent && text_is(absences[i].kind, "leave") &&
			absences[i].day <= day && day <= absences[i].last_day)
			return true;
	return false;
}

static enum err was(
	struct cx *cx, const struct demo_world *world, const struct absence *state, int64_t to_us)
{
	int64_t id;

	TRY(db_next_id(cx, "presence_log", &id));
	return db_exec(cx, &add_presence_sql,
		DB_ARGS(db_int(world->company->id), db_int(id),
			db_int(world->agents[state->agent].id), db_text(state->kind),
			db_text(state->note), db_int(at(world, state->day, state->from_minute)),
			db_int(to_us)),
		NULL);
}

/* Came a little early or late, had lunch, went home. */
static enum err add_presence(
	struct cx *cx, const struct demo_world *world, size_t agent, int day, int from)
{
	struct demo_dice dice = demo_dice_of(SALT, (int64_t)agent * 1000 + day + 500);
	const int came = from - 6 + (int)demo_roll(&dice, 15);
	const int lunch = from + 225 + (int)demo_roll(&dice, 40);
	const int back = lunch + 30 + (int)demo_roll(&dice, 12);
	const struct absence states[] = {
		{agent, "available", "login", day, came, day, lunch},
		{agent, "on_break", "agent", day, lunch, day, back},
		{agent, "available", "agent", day, back, day, from + 480},
	};

	for (size_t i = 0; i < COUNT(states); i++)
		TRY(was(cx, world, &states[i], at(world, day, states[i].to_minute)));
	return OK;
}

/* Team by team at its hours, each with its own two days off. */
static enum err add_shifts(struct cx *cx, const struct demo_world *world, size_t agent)
{
	const int from = agent < 4 ? 9 * 60 : 12 * 60;
	int64_t series[7] = {0};

	for (int day = -7 * WEEKS; day < 7 * WEEKS; day++) {
		const int64_t weekday = (world->today + day) % 7;

		if (weekday == (int64_t)(agent % 7) || weekday == (int64_t)((agent + 1) % 7))
			continue;
		if (on_leave(agent, day) && day < 0)
			continue;
		TRY(add(cx, world,
			&(struct absence){agent, "shift", "", day, from, day, from + 480},
			&series[weekday]));
		if (day < 0)
			TRY(add_presence(cx, world, agent, day, from));
	}
	return OK;
}

enum err demo_schedules_write(struct cx *cx, const struct demo_world *world)
{
	if (!world->demo->fixed_count) /* homes has one agent, who keeps no hours */
		return OK;
	for (size_t agent = 0; agent < world->agent_count; agent++)
		TRY(add_shifts(cx, world, agent));
	for (size_t i = 0; i < COUNT(absences); i++)
		TRY(add(cx, world, &absences[i], NULL));
	return db_commit(cx);
}

db_query_list demo_schedule_queries = {&add_schedule_sql, &add_presence_sql, NULL};
