/* live_support.h - a whole database with companies and the event log hung in. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_LIVE_SUPPORT_H
#define TESTS_LIVE_SUPPORT_H

#include "../db/db_support.h"

#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

static const struct db_query live_company_sql = {.name = "test.company",
	.text = "INSERT INTO companies (id, code, name, created_us, updated_us)"
		" VALUES ($1, $2, $2, 0, 0)"};

/* Whether the running group is the one on PostgreSQL. */
static bool live_on_postgres;

static inline void live_commit(struct unit *unit)
{
	enum err outcome = db_commit(&unit->cx);

	if (outcome != OK)
		fail_msg("commit: %s %s", err_name(outcome),
			unit->cx.failure.message ? unit->cx.failure.message : "");
}

static inline void live_make(struct place *place)
{
	struct migrate_report report;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	assert_true(crypto_init());
	if (live_on_postgres)
		place_make_postgres(place);
	else
		place_make(place);
	place_open(place, (struct db_options){0});
	if (migrate_run(place->pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	events_init(place->pool);
	cx = unit_open(&unit, place->pool, 0);
	for (int64_t id = 1; id <= 2; id++)
		assert_int_equal(
			db_exec(cx, &live_company_sql,
				DB_ARGS(db_int(id), db_text(id == 1 ? "one" : "two")), NULL),
			OK);
	live_commit(&unit);
	unit_close(&unit);
}

/* Publish one event of the company for everyone with PERM_SELF; its data is {"n":n}. */
static inline enum err live_publish(struct cx *cx, int64_t n)
{
	char data[40];
	const struct event event = {.type = "order:created",
		.subject_type = "order",
		.subject_id = n,
		.audience = {.permission = PERM_SELF, .everyone = true},
		.data = data};

	(void)snprintf(data, sizeof(data), "{\"n\":%lld}", (long long)n);
	return events_publish(cx, &event);
}

static inline void live_publish_one(struct db_pool *pool, int64_t company_id, int64_t n)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);

	assert_int_equal(live_publish(cx, n), OK);
	live_commit(&unit);
	unit_close(&unit);
}

#endif
