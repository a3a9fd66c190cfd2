/* order_support.h - two companies with people in them, and units of work as any of these. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_ORDER_SUPPORT_H
#define TESTS_ORDER_SUPPORT_H

#include "../../platform/db/db_support.h"

#include "domains/orders/order_internal.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#include <sqlite3.h>

/*
 * Company 1: agents 1 and 2 in team 1 and department 1, agent 3 in team 2 and
 * department 2; users 1 to 3 are theirs, 4 is team 1's supervisor (agent 4, who
 * takes no orders), 5 the manager (no agent). Company 2: agent 1, user 1.
 */
enum who { AGENT_1 = 1, AGENT_2, AGENT_3, SUPERVISOR, MANAGER };

#define BIT(perm) (UINT64_C(1) << (perm))
#define AGENT_RIGHTS (BIT(PERM_SELF) | BIT(PERM_ORDERS_READ) | BIT(PERM_ORDERS_WRITE))
#define SUPERVISOR_RIGHTS \
	(AGENT_RIGHTS | BIT(PERM_ORDERS_READ_TEAM) | BIT(PERM_ORDERS_REASSIGN) | \
		BIT(PERM_ORDERS_REOPEN) | BIT(PERM_ORDERS_BULK))
#define MANAGER_RIGHTS \
	(SUPERVISOR_RIGHTS | BIT(PERM_ORDERS_READ_ALL) | BIT(PERM_ORDERS_REOPEN_CLOSED) | \
		BIT(PERM_ORDERS_CREATE))

static struct place place;
static int64_t test_clock_us; /* 0: the real one */

/*
 * One text on a connection of its own, for what the domain has no words for:
 * it sees what was committed. The first cell of the answer, -1 without rows.
 */
static inline int64_t ask_sql(const char *text)
{
	sqlite3_stmt *statement = NULL;
	sqlite3 *database = NULL;
	int64_t answer = -1;
	int outcome;

	assert_int_equal(sqlite3_open(place.file, &database), SQLITE_OK);
	(void)sqlite3_busy_timeout(database, 5000);
	outcome = sqlite3_prepare_v2(database, text, -1, &statement, NULL);
	if (outcome == SQLITE_OK)
		outcome = sqlite3_step(statement);
	if (outcome != SQLITE_ROW && outcome != SQLITE_DONE)
		fail_msg("%s: %s", text, sqlite3_errmsg(database));
	if (outcome == SQLITE_ROW)
		answer = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	(void)sqlite3_close(database);
	return answer;
}

static inline int64_t ask_format(const char *format, ...) PRINTF_LIKE(1, 2);
static inline int64_t ask_format(const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return ask_sql(text);
}

static inline struct cx *open_as(struct unit *unit, int64_t company_id, enum who who)
{
	struct cx *cx = unit_open(unit, place.pool, company_id);

	unit->company.time_zone = "Asia/Dubai";
	unit->company.currency = "AED";
	unit->company.currency_digits = 2;
	unit->company.country = "AE";
	unit->company.language = "en";
	unit->actor.user_id = who;
	unit->actor.user_name = "Somebody";
	unit->actor.agent_id = who == MANAGER ? 0 : who;
	unit->actor.agent_code = who == MANAGER ? NULL
						: arena_format(cx->arena, "AGT-%03d", (int)who);
	unit->actor.team_id = who == MANAGER ? 0 : who == AGENT_3 ? 2 : 1;
	unit->actor.department_id = unit->actor.team_id;
	unit->actor.scope = who == MANAGER ? SCOPE_COMPANY
		: who == SUPERVISOR        ? SCOPE_TEAM
					   : SCOPE_OWN;
	unit->actor.permissions = who == MANAGER ? MANAGER_RIGHTS
		: who == SUPERVISOR              ? SUPERVISOR_RIGHTS
						 : AGENT_RIGHTS;
	if (test_clock_us)
		cx->now_us = test_clock_us;
	return cx;
}

static inline void must(struct cx *cx, enum err err, const char *what)
{
	if (err != OK)
		fail_msg("%s: %s %s", what, err_name(err),
			cx->failure.message ? cx->failure.message : "");
}
#define MUST(step) must(cx, (step), #step)

static inline void commit(struct unit *unit)
{
	must(&unit->cx, db_commit(&unit->cx), "commit");
	unit_close(unit);
}

static inline void add_person(int64_t company_id, int64_t id, int64_t team_id, bool takes_orders)
{
	const long long company = company_id, user = id, team = team_id;

	ask_format(
		"INSERT INTO users (company_id, id, username, username_key, name, password_hash,"
		" created_us, updated_us) VALUES (%lld, %lld, 'u%lld', 'u%lld', 'User', 'x', 0, 0)",
		company, user, user, user);
	if (team_id == 0)
		return;
	ask_format("INSERT INTO agents (company_id, id, user_id, agent_no, name, department_id,"
		   " team_id, takes_orders, created_us, updated_us)"
		   " VALUES (%lld, %lld, %lld, %lld, 'Agent %lld', %lld, %lld, %d, 0, 0)",
		company, user, user, user, user, team, team, takes_orders);
	ask_format("INSERT INTO agent_presence (company_id, agent_id, status, since_us)"
		   " VALUES (%lld, %lld, 'available', 0)",
		company, user);
}

static inline void people_make(void)
{
	for (int company = 1; company <= 2; company++) {
		ask_format("INSERT INTO companies (id, code, name, created_us, updated_us)"
			   " VALUES (%d, 'c%d', 'Company', 0, 0)",
			company, company);
		for (int id = 1; id <= 2; id++) {
			ask_format(
				"INSERT INTO departments (company_id, id, code, name, created_us,"
				" updated_us) VALUES (%d, %d, 'd%d', 'D', 0, 0)",
				company, id, id);
			ask_format("INSERT INTO teams (company_id, id, name, slug, department_id,"
				   " created_us, updated_us) VALUES (%d, %d, 'T', 't%d', %d, 0, 0)",
				company, id, id, id);
		}
	}
	add_person(1, 1, 1, true);
	add_person(1, 2, 1, true);
	add_person(1, 3, 2, true);
	add_person(1, 4, 1, false);
	add_person(1, 5, 0, false);
	add_person(2, 1, 1, true);
}

static inline int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;

	(void)state;
	test_clock_us = 0;
	assert_true(crypto_init());
	place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	events_init(place.pool);
	people_make();
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static inline struct order_new wish(const char *customer, const char *phone)
{
	return (struct order_new){
		.customer_name = customer,
		.customer_phone = phone,
		.product_name = "Desk Lamp",
		.seller_name = "Light House",
		.price_minor = 12050,
		.area = "Dubai Marina",
		.address = "Marina Walk 5",
	};
}

/* A new order of company 1 for this agent (0: by load, -1: the pool); its id. */
static inline int64_t make_order(int64_t agent_id)
{
	static int number;
	struct order_new wanted = wish("Ahmed Karim", NULL);
	struct order order;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);

	wanted.customer_phone = arena_format(cx->arena, "050 200 %04d", ++number % 10000);
	wanted.agent_id = agent_id;
	MUST(order_create(cx, &wanted, &order));
	commit(&unit);
	return order.id;
}

static inline const char *key_of(struct cx *cx, int64_t id)
{
	return arena_format(cx->arena, "%lld", (long long)id);
}

/* Set a status as somebody, in a unit of its own. */
static inline enum err change_as(enum who who, int64_t id, const struct order_change *change)
{
	struct order_changed changed;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	const enum err err = order_change(cx, key_of(cx, id), change, &changed);

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

#endif
