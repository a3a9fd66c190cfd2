/* demo_announce_store.c - what the demo's manager has announced. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/db/db.h"

static const struct db_query add_sql = {
	.name = "demo.announcement",
	.text = "INSERT INTO announcements (company_id, id, title, body, priority, audience,"
		" audience_id, starts_us, ends_us, created_by, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, 'normal', $5, $6, $7, $8, $9, $10, $10)",
};

static const struct db_query read_sql = {
	.name = "demo.announcement_read",
	.text = "INSERT INTO announcement_reads (company_id, announcement_id, user_id, at_us)"
		" VALUES ($1, $2, $3, $4)",
};

db_query_list demo_announce_queries = {&add_sql, &read_sql, NULL};

struct notice {
	const char *title, *body;
	bool support; /* else to everyone */
	int first_day, last_day; /* counted from today */
};

static const struct notice notices[] = {
	{"Stock-taking on Thursday", "Orders of that afternoon are sent on Friday.", false, -9, -2},
	{"مواعيد جديدة لاستلام المرتجعات",
		"يستلم مندوب QuickShip المرتجعات من الأحد إلى الخميس، بين العاشرة والثانية.", true,
		-3, 20},
	{"New headsets", "Fetch yours at IT support, extension 2200.", false, 6, 13},
};

/* Agents 5 and 6 are half of those in support. */
static enum err add_reads(struct cx *cx, const struct demo_world *world, int64_t id)
{
	for (size_t i = 0; i < world->agent_count; i++)
		if (world->agents[i].no == 5 || world->agents[i].no == 6)
			TRY(db_exec(cx, &read_sql,
				DB_ARGS(db_int(world->company->id), db_int(id),
					db_int(world->agents[i].user_id),
					db_int(world->today_us - US_PER_DAY)),
				NULL));
	return OK;
}

enum err demo_announce(struct cx *cx, const struct demo_world *world)
{
	int64_t support;

	TRY(department_by_code(cx, "support", &support));
	for (size_t i = 0; i < COUNT(notices); i++) {
		const struct notice *notice = &notices[i];
		int64_t id;

		TRY(db_next_id(cx, "announcement", &id));
		TRY(db_exec(cx, &add_sql,
			DB_ARGS(db_int(world->company->id), db_int(id), db_text(notice->title),
				db_text(notice->body),
				db_text(notice->support ? "department" : "all"),
				db_id(notice->support ? support : 0),
				db_int(world->today_us + notice->first_day * US_PER_DAY),
				db_int(world->today_us + notice->last_day * US_PER_DAY),
				db_int(world->keeper_id), db_int(cx->now_us)),
			NULL));
		if (notice->support)
			TRY(add_reads(cx, world, id));
	}
	return OK;
}
