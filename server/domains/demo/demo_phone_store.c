/* demo_phone_store.c - the agents' phones, and when they were there; no PBX is pretended now. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

static const struct db_query add_phone_sql = {"demo.add_phone",
	"INSERT INTO extensions (company_id, id, extension, endpoint, team_id, agent_id,"
	" status_changed_us, line_changed_us, last_seen_us, created_us, updated_us)"
	" SELECT $1, $2, $3, $4, a.team_id, a.id, $6, $6, $7, $6, $6"
	" FROM agents a WHERE a.company_id = $1 AND a.id = $5",
	NULL, NULL};
static const struct db_query there_sql = {"demo.phone_there",
	"SELECT started_us, ended_us FROM agent_presence_log WHERE company_id = $1"
	" AND agent_id = $2 AND ended_us IS NOT NULL AND ended_us > started_us"
	" AND status <> 'offline' AND ended_us <= $3 ORDER BY started_us",
	NULL, NULL};
static const struct db_query add_stay_sql = {"demo.add_phone_stay",
	"INSERT INTO extension_status_log (company_id, id, extension_id, status, line_state,"
	" registration, started_us, ended_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

static enum err add_stay(struct cx *cx, const struct demo_world *world, int64_t extension_id,
	int64_t from_us, struct opt_int to_us)
{
	const bool there = to_us.given;
	int64_t id;

	TRY(db_next_id(cx, "extension_stay", &id));
	return db_exec(cx, &add_stay_sql,
		DB_ARGS(db_int(world->company->id), db_int(id), db_int(extension_id),
			db_text(there ? "online" : "unknown"),
			db_text(there ? "not_in_use" : "unknown"),
			db_text(there ? "registered" : "unknown"), db_int(from_us), db_opt(to_us)),
		NULL);
}

static enum err add_phone(struct cx *cx, const struct demo_world *world, size_t agent)
{
	const char *number = arena_format(cx->arena, "%d", DEMO_FIRST_PHONE + (int)agent);
	struct db_result there;
	struct opt_int last = {0};
	int64_t id;

	TRY(db_run(cx, &there_sql,
		DB_ARGS(db_int(world->company->id), db_int(world->agents[agent].id),
			db_int(world->now_us)),
		&there));
	if (there.count)
		last = db_opt_at(&there, there.count - 1, 1);
	TRY(db_next_id(cx, "extension", &id));
	TRY(db_exec(cx, &add_phone_sql,
		DB_ARGS(db_int(world->company->id), db_int(id), db_text(number),
			db_text(arena_format(cx->arena, "PJSIP/%s", number)),
			db_int(world->agents[agent].id), db_int(world->now_us), db_opt(last)),
		NULL));
	for (size_t i = 0; i < there.count; i++)
		TRY(add_stay(cx, world, id, db_int_at(&there, i, 0), db_opt_at(&there, i, 1)));
	return add_stay(cx, world, id, world->now_us, (struct opt_int){0});
}

enum err demo_phones_write(struct cx *cx, const struct demo_world *world)
{
	if (!world->demo->fixed_count) /* homes calls by other means */
		return OK;
	for (size_t agent = 0; agent < world->agent_count; agent++)
		TRY(add_phone(cx, world, agent));
	return db_commit(cx);
}

db_query_list demo_phone_queries = {&add_phone_sql, &there_sql, &add_stay_sql, NULL};
