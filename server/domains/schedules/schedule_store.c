/* schedule_store.c - the only file of this domain that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/schedules/schedule_internal.h"

#define ENTRY \
	"SELECT s.id, s.version, s.agent_id, a.agent_no, a.name, s.kind, s.starts_at, s.ends_at," \
	" s.note, s.series_id, s.created_us, a.team_id, a.user_id FROM agent_schedules s" \
	" JOIN agents a ON a.company_id = s.company_id AND a.id = s.agent_id" \
	" WHERE s.company_id = $1"

/* The whole company ($2 = 1), the own team, or oneself. */
#define SCOPE " AND (CAST($2 AS BIGINT) = 1 OR a.team_id = $3 OR a.id = $4)"

/*
 * Whatever touches the range $5..$6: it begins in it or, being short, at most a
 * day before ($7); or it is a long leave that began earlier.
 */
#define BEGINS " AND s.starts_at > $7 AND s.starts_at < $6 AND s.ends_at > $5"
#define LASTS " AND s.kind = 'leave' AND s.starts_at <= $7 AND s.ends_at > $5"
#define LISTED " ORDER BY 3, 7, 1 LIMIT 5000"

static const struct db_query between_sql = {
	.name = "schedule.between",
	.text = ENTRY SCOPE BEGINS " UNION ALL " ENTRY SCOPE LASTS LISTED,
};

#define OF_AGENT " AND s.agent_id = $8"
static const struct db_query between_agent_sql = {
	.name = "schedule.between_agent",
	.text = ENTRY SCOPE OF_AGENT BEGINS " UNION ALL " ENTRY SCOPE OF_AGENT LASTS LISTED,
};

#define OWN_AGENT " AND s.agent_id = $2"
static const struct db_query own_sql = {
	.name = "schedule.own",
	.text = ENTRY OWN_AGENT " AND s.starts_at > $5 AND s.starts_at < $4 AND s.ends_at > $3"
				" UNION ALL " ENTRY OWN_AGENT " AND s.kind = 'leave'"
				" AND s.starts_at <= $5 AND s.ends_at > $3" LISTED,
};

#define ONE ENTRY SCOPE " AND s.id = $5"
static const struct db_query lock_sql = {
	.name = "schedule.lock", .lite = ONE, .postgres = ONE " FOR UPDATE OF s"};

#define AGENT \
	"SELECT a.agent_no, a.name, a.team_id, a.user_id FROM agents a" \
	" WHERE a.company_id = $1 AND a.id = $5 AND a.is_active = 1" SCOPE
static const struct db_query hold_agent_sql = {
	.name = "schedule.hold_agent", .lite = AGENT, .postgres = AGENT " FOR UPDATE OF a"};

static const struct db_query series_sql = {
	.name = "schedule.series",
	.text = ENTRY " AND s.series_id = $2 AND s.starts_at >= $3 ORDER BY s.starts_at, s.id",
};

static const struct db_query in_the_way_sql = {
	.name = "schedule.in_the_way",
	.text = ENTRY " AND s.agent_id = $2 AND s.id <> $3 AND s.starts_at < $5 AND s.ends_at > $4"
		      " AND (s.kind = 'leave' OR (s.kind = 'shift') = (CAST($6 AS BIGINT) = 1))"
		      " AND (s.series_id IS NULL OR s.series_id <> $7 OR s.starts_at < $8)"
		      " ORDER BY s.starts_at LIMIT 1",
};

static const struct db_query insert_sql = {
	.name = "schedule.insert",
	.text = "INSERT INTO agent_schedules (company_id, id, agent_id, kind, starts_at, ends_at,"
		" note, series_id, created_by, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
};

static const struct db_query update_sql = {
	.name = "schedule.update",
	.text = "UPDATE agent_schedules SET kind = $4, starts_at = $5, ends_at = $6, note = $7,"
		" updated_us = $8, version = version + 1"
		" WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query delete_sql = {
	.name = "schedule.delete",
	.text = "DELETE FROM agent_schedules WHERE company_id = $1 AND id = $2",
};

static const struct db_query delete_series_sql = {
	.name = "schedule.delete_series",
	.text = "DELETE FROM agent_schedules WHERE company_id = $1 AND series_id = $2"
		" AND starts_at >= $3",
};

static const struct db_query agents_sql = {
	.name = "schedule.agents",
	.text = "SELECT a.id, a.agent_no, a.name, a.team_id, t.name, p.status, p.source,"
		" p.since_us, a.user_id FROM agents a"
		" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.team_id"
		" LEFT JOIN agent_presence p ON p.company_id = a.company_id AND p.agent_id = a.id"
		" WHERE a.company_id = $1 AND a.is_active = 1" SCOPE
		" AND (CAST($5 AS BIGINT) = 0 OR a.id = $5) ORDER BY a.name, a.id LIMIT 500",
};

/* tenancy: all companies, schedules come into force in every one */
static const struct db_query due_sql = {
	.name = "schedule.due",
	.text = "SELECT p.company_id, p.agent_id, s.kind, s.starts_at FROM agent_presence p"
		" JOIN companies c ON c.company_id = p.company_id AND c.id = p.company_id"
		" AND c.status = 'active'"
		" LEFT JOIN agent_schedules s ON s.company_id = p.company_id"
		" AND s.agent_id = p.agent_id AND s.kind <> 'shift' AND s.starts_at <= $1"
		" AND s.ends_at > $1 AND c.follow_schedule = 1"
		" WHERE COALESCE(p.planned_us, 0) <> COALESCE(s.starts_at, 0)"
		" OR COALESCE(p.planned_status, '') <> CASE WHEN s.kind IS NULL THEN ''"
		" WHEN s.kind = 'leave' THEN 'on_leave' ELSE 'in_meeting' END LIMIT 500",
};

db_query_list schedule_queries = {&between_sql, &between_agent_sql, &own_sql, &lock_sql,
	&hold_agent_sql, &series_sql, &in_the_way_sql, &insert_sql, &update_sql, &delete_sql,
	&delete_series_sql, &agents_sql, &due_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

#define SCOPE_ARGS(cx) \
	own_company(cx), db_int((cx)->actor->scope == SCOPE_COMPANY), \
		db_id((cx)->actor->scope == SCOPE_TEAM ? (cx)->actor->team_id : 0), \
		db_id((cx)->actor->agent_id)

static struct schedule read_entry(const struct db_result *result, size_t row)
{
	return (struct schedule){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.agent_id = db_int_at(result, row, 2),
		.agent_no = db_int_at(result, row, 3),
		.agent_name = db_text_at(result, row, 4),
		.kind = db_text_at(result, row, 5),
		.starts_us = db_int_at(result, row, 6),
		.ends_us = db_int_at(result, row, 7),
		.note = db_text_or_empty(result, row, 8),
		.series_id = db_int_at(result, row, 9),
		.created_us = db_int_at(result, row, 10),
		.team_id = db_int_at(result, row, 11),
		.user_id = db_int_at(result, row, 12),
	};
}

static void read_all(
	struct cx *cx, const struct db_result *result, struct schedule **list, size_t *count)
{
	*count = result->count;
	*list = arena_array(cx->arena, result->count, sizeof(**list));
	for (size_t row = 0; row < result->count; row++)
		(*list)[row] = read_entry(result, row);
}

enum err schedule_between(struct cx *cx, int64_t from_us, int64_t to_us, int64_t agent_id,
	struct schedule **list, size_t *count)
{
	const struct db_value args[8] = {SCOPE_ARGS(cx), db_int(from_us), db_int(to_us),
		db_int(from_us - SCHEDULE_SHORT_US), db_int(agent_id)};
	struct db_result result;

	TRY(db_run(
		cx, agent_id ? &between_agent_sql : &between_sql, args, agent_id ? 8 : 7, &result));
	read_all(cx, &result, list, count);
	return OK;
}

enum err schedule_store_own(
	struct cx *cx, int64_t from_us, int64_t to_us, struct schedule **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &own_sql,
		DB_ARGS(own_company(cx), db_int(cx->actor->agent_id), db_int(from_us),
			db_int(to_us), db_int(from_us - SCHEDULE_SHORT_US)),
		&result));
	read_all(cx, &result, list, count);
	return OK;
}

enum err schedule_store_lock(struct cx *cx, int64_t id, struct schedule *entry)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &lock_sql, DB_ARGS(SCOPE_ARGS(cx), db_int(id)), &result));
	if (!result.count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such entry.");
	*entry = read_entry(&result, 0);
	return OK;
}

enum err schedule_store_hold_agent(
	struct cx *cx, int64_t agent_id, struct schedule *of, bool *found)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &hold_agent_sql, DB_ARGS(SCOPE_ARGS(cx), db_int(agent_id)), &result));
	*found = result.count == 1;
	if (!*found)
		return OK;
	of->agent_id = agent_id;
	of->agent_no = db_int_at(&result, 0, 0);
	of->agent_name = db_text_at(&result, 0, 1);
	of->team_id = db_int_at(&result, 0, 2);
	of->user_id = db_int_at(&result, 0, 3);
	return OK;
}

/* From when on entries of its series are meant. */
static struct db_value meant_from(const struct schedule *entry, enum schedule_reach reach)
{
	return db_int(reach == REACH_ALL ? INT64_MIN : entry->starts_us);
}

enum err schedule_store_series(struct cx *cx, const struct schedule *entry,
	enum schedule_reach reach, struct schedule **list, size_t *count)
{
	struct db_result result;

	if (reach == REACH_ONE || !entry->series_id) {
		*list = arena_array(cx->arena, 1, sizeof(**list));
		(*list)[0] = *entry;
		*count = 1;
		return OK;
	}
	TRY(db_run(cx, &series_sql,
		DB_ARGS(own_company(cx), db_int(entry->series_id), meant_from(entry, reach)),
		&result));
	read_all(cx, &result, list, count);
	return OK;
}

enum err schedule_store_in_the_way(struct cx *cx, const struct schedule *entry,
	struct opt_int from_us, struct schedule *other, bool *found)
{
	struct db_result result;

	TRY(db_run(cx, &in_the_way_sql,
		DB_ARGS(own_company(cx), db_int(entry->agent_id), db_int(entry->id),
			db_int(entry->starts_us), db_int(entry->ends_us),
			db_int(schedule_is_shift(entry)),
			db_int(from_us.given ? entry->series_id : 0), db_int(from_us.value)),
		&result));
	*found = result.count == 1;
	if (*found)
		*other = read_entry(&result, 0);
	return OK;
}

enum err schedule_store_insert(struct cx *cx, struct schedule *entry)
{
	entry->version = 1;
	entry->created_us = cx->now_us;
	return db_exec(cx, &insert_sql,
		DB_ARGS(own_company(cx), db_int(entry->id), db_int(entry->agent_id),
			db_text(entry->kind), db_int(entry->starts_us), db_int(entry->ends_us),
			db_text(entry->note), db_id(entry->series_id), db_id(cx->actor->user_id),
			db_int(cx->now_us)),
		NULL);
}

enum err schedule_store_update(struct cx *cx, struct schedule *entry)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(own_company(cx), db_int(entry->id), db_int(entry->version),
			db_text(entry->kind), db_int(entry->starts_us), db_int(entry->ends_us),
			db_text(entry->note), db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The entry has changed since.");
	entry->version++;
	return OK;
}

enum err schedule_store_delete(
	struct cx *cx, const struct schedule *entry, enum schedule_reach reach, int64_t *count)
{
	if (reach != REACH_ONE && entry->series_id)
		return db_exec(cx, &delete_series_sql,
			DB_ARGS(own_company(cx), db_int(entry->series_id),
				meant_from(entry, reach)),
			count);
	return db_exec(cx, &delete_sql, DB_ARGS(own_company(cx), db_int(entry->id)), count);
}

enum err schedule_store_agents(
	struct cx *cx, int64_t agent_id, struct availability **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &agents_sql, DB_ARGS(SCOPE_ARGS(cx), db_int(agent_id)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++) {
		struct availability *to = *list + row;

		*to = (struct availability){.agent_id = db_int_at(&result, row, 0),
			.agent_no = db_int_at(&result, row, 1),
			.name = db_text_at(&result, row, 2),
			.team_id = db_int_at(&result, row, 3),
			.team_name = db_text_at(&result, row, 4),
			.presence = PRESENCE_OFFLINE,
			.automatic = presence_automatic(
				presence_source_read(db_text_at(&result, row, 6))),
			.since_us = db_opt_at(&result, row, 7),
			.user_id = db_int_at(&result, row, 8)};
		(void)!presence_read(db_text_at(&result, row, 5), &to->presence);
	}
	return OK;
}

enum err schedule_store_due(struct cx *cx, struct schedule_due **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &due_sql, DB_ARGS(db_int(cx->now_us)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++) {
		const char *kind = db_text_at(&result, row, 2);

		(*list)[row] = (struct schedule_due){.company_id = db_int_at(&result, row, 0),
			.agent_id = db_int_at(&result, row, 1),
			.since_us = db_int_at(&result, row, 3),
			.plan = !kind                    ? PRESENCE_COUNT
				: text_is(kind, "leave") ? PRESENCE_ON_LEAVE
							 : PRESENCE_IN_MEETING};
	}
	return OK;
}
