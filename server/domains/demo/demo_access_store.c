/* demo_access_store.c - a month of logins, and forgotten passwords, of the demo's agents. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

#define SALT UINT64_C(0x6c6f67696e) /* "login" */
#define DAYS 30
#define REQUESTS 3

static const struct db_query login_sql = {
	.name = "demo.login",
	.text = "INSERT INTO login_log (company_id, id, at_us, user_id, way, outcome, ip,"
		" user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
};

static const struct db_query last_login_sql = {
	.name = "demo.last_login",
	.text = "UPDATE users SET last_login_us = (SELECT MAX(l.at_us) FROM login_log l"
		" WHERE l.company_id = $1 AND l.user_id = users.id AND l.outcome = 'ok')"
		" WHERE company_id = $1",
};

static const struct db_query request_sql = {
	.name = "demo.password_request",
	.text = "INSERT INTO password_requests (company_id, id, user_id, status, resolved_by,"
		" resolved_us, version, created_us) VALUES ($1, $2, $3, $4, $5, $6, 2, $7)",
};

db_query_list demo_access_queries = {&login_sql, &last_login_sql, &request_sql, NULL};

static const char *const browsers[] = {
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0",
	"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Edg/130.0",
};

static enum err add_login(struct cx *cx, const struct demo_world *world,
	const struct demo_agent *agent, int64_t at_us, const char *const words[2])
{
	int64_t id;

	TRY(db_next_id(cx, "login_log", &id));
	return db_exec(cx, &login_sql,
		DB_ARGS(db_int(world->company->id), db_int(id), db_int(at_us),
			db_int(agent->user_id), db_text(words[0]), db_text(words[1]),
			db_text(arena_format(cx->arena, "10.20.0.%lld", 10 + (long long)agent->no)),
			db_text(browsers[agent->no % (int64_t)COUNT(browsers)])),
		NULL);
}

/* How one agent's day went: one after the other they come, and go. */
struct day {
	bool off, slip, badge, idles;
	int64_t comes_us;
};

static struct day day_of(
	const struct demo_world *world, const struct demo_agent *agent, int64_t day)
{
	struct demo_dice dice = demo_dice_of(
		world->demo->seed ^ SALT, day * DEMO_AGENTS + agent->no);
	const int64_t nine_us = world->today_us - day * US_PER_DAY + 9 * US_PER_HOUR;

	return (struct day){.off = demo_chance(&dice, 28),
		.slip = demo_chance(&dice, 8),
		.badge = demo_chance(&dice, 30),
		.idles = demo_chance(&dice, 15),
		.comes_us = nine_us + (2 * agent->no + demo_roll(&dice, 2)) * US_PER_MINUTE};
}

static enum err add_arrivals(struct cx *cx, const struct demo_world *world, int64_t day)
{
	static const char *const slip[] = {"password", "wrong"}, *const badge[] = {"badge", "ok"},
				 *const password[] = {"password", "ok"};

	for (size_t i = 0; i < world->agent_count; i++) {
		const struct demo_agent *agent = &world->agents[i];
		const struct day its = day_of(world, agent, day);

		if (its.off)
			continue;
		if (its.slip)
			TRY(add_login(cx, world, agent, its.comes_us - US_PER_MINUTE, slip));
		TRY(add_login(cx, world, agent, its.comes_us, its.badge ? badge : password));
	}
	return OK;
}

static enum err add_departures(struct cx *cx, const struct demo_world *world, int64_t day)
{
	static const char *const leaves[] = {"logout", "logout"},
				 *const idles[] = {"timeout", "idle"};

	for (size_t i = 0; i < world->agent_count; i++) {
		const struct demo_agent *agent = &world->agents[i];
		const struct day its = day_of(world, agent, day);

		if (!its.off)
			TRY(add_login(cx, world, agent, its.comes_us + 8 * US_PER_HOUR,
				its.idles ? idles : leaves));
	}
	return OK;
}

static enum err add_requests(struct cx *cx, const struct demo_world *world)
{
	static const int days_ago[REQUESTS] = {24, 15, 4};

	for (size_t i = 0; i < REQUESTS && i * 2 < world->agent_count; i++) {
		const int64_t asked_us = world->today_us - days_ago[i] * US_PER_DAY +
			9 * US_PER_HOUR;
		int64_t id;

		TRY(db_next_id(cx, "password_request", &id));
		TRY(db_exec(cx, &request_sql,
			DB_ARGS(db_int(world->company->id), db_int(id),
				db_int(world->agents[i * 2].user_id),
				db_text(i == 1 ? "refused" : "resolved"), db_int(world->keeper_id),
				db_int(asked_us + 7 * US_PER_MINUTE), db_int(asked_us)),
			NULL));
	}
	return OK;
}

enum err demo_access_write(struct cx *cx, const struct demo_world *world)
{
	for (int64_t day = DAYS; day > 0; day--) {
		TRY(add_arrivals(cx, world, day));
		TRY(add_departures(cx, world, day));
	}
	TRY(db_exec(cx, &last_login_sql, DB_ARGS(db_int(world->company->id)), NULL));
	return add_requests(cx, world);
}
