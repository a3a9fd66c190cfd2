/*
 * call_days_test.c - figures that are kept of days are those of the rows, for everybody, in every
 * zone and after every change (S2-STAT-01…09, A-47), on both engines.
 */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/calls/call_after_internal.h"
#include "domains/calls/call_control_internal.h"
#include "domains/calls/call_days_internal.h"
#include "domains/calls/call_stats_internal.h"
#include "domains/calls/call_store.h"
#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

#define CALLS 900
#define FIRST_ID 1000
#define DAYS 45
/* 2026-09-28 to 2026-11-11: clocks change in Europe, America and Australia. */
#define FIRST_US (INT64_C(1790553600) * US_PER_SECOND)
#define NOW_US (FIRST_US + DAYS * US_PER_DAY + 12 * US_PER_HOUR)

static bool on_postgres;
static struct place place;
static const char *zone = "Asia/Dubai";
static uint64_t seed;

static int64_t draw(int64_t below)
{
	uint64_t drawn;

	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	drawn = seed >> 32 << 32;
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	drawn |= seed >> 32;
	return (int64_t)((drawn >> 1) % (uint64_t)below);
}

static struct cx *open_as(struct unit *unit, enum scope scope, int64_t agent_id, int64_t team_id)
{
	struct cx *cx = unit_open(unit, place.pool, 1);

	cx->now_us = NOW_US;
	unit->company.time_zone = zone;
	unit->company.country = "AE";
	unit->actor.user_id = 1;
	unit->actor.agent_id = agent_id;
	unit->actor.team_id = team_id;
	unit->actor.department_id = 1;
	unit->actor.scope = scope;
	unit->actor.permissions = (UINT64_C(1) << PERM_CALLS_READ) |
		(scope == SCOPE_COMPANY ? UINT64_C(1) << PERM_CALLS_READ_ALL : 0) |
		(scope == SCOPE_TEAM ? UINT64_C(1) << PERM_CALLS_READ_TEAM : 0);
	return cx;
}
static struct cx *open_company(struct unit *unit)
{
	return open_as(unit, SCOPE_COMPANY, 0, 0);
}

/* ---- A world -------------------------------------------------------------------------- */

static const struct db_query world_sql[] = {
	{"test.company",
		"INSERT INTO companies (id, code, name, created_us, updated_us)"
		" VALUES (1, 'a', 'A', 0, 0)",
		NULL, NULL},
	{"test.departments",
		"INSERT INTO departments (company_id, id, code, name, created_us, updated_us)"
		" VALUES (1, 1, 'sales', 'Sales', 0, 0), (1, 2, 'help', 'Help', 0, 0)",
		NULL, NULL},
	{"test.teams",
		"INSERT INTO teams (company_id, id, name, slug, department_id, created_us,"
		" updated_us) VALUES (1, 1, 'One', 'one', 1, 0, 0), (1, 2, 'Two', 'two', 2, 0, 0),"
		" (1, 3, 'Three', 'three', 1, 0, 0)",
		NULL, NULL},
	{"test.users",
		"INSERT INTO users (company_id, id, username, username_key, name, password_hash,"
		" created_us, updated_us) VALUES (1, 1, 'u1', 'u1', 'U', 'x', 0, 0),"
		" (1, 2, 'u2', 'u2', 'U', 'x', 0, 0), (1, 3, 'u3', 'u3', 'U', 'x', 0, 0),"
		" (1, 4, 'u4', 'u4', 'U', 'x', 0, 0)",
		NULL, NULL},
	{"test.agents",
		"INSERT INTO agents (company_id, id, user_id, agent_no, name, department_id,"
		" team_id, created_us, updated_us) SELECT 1, id, id, id, 'Agent ' || id, 1, 1, 0, 0"
		" FROM users WHERE company_id = 1",
		NULL, NULL},
};
static const struct db_query add_call_sql = {"test.add_call",
	"INSERT INTO calls (company_id, id, call_code, source, linkedid, direction, status,"
	" is_active, agent_id, team_id, department_id, by_system, started_us, answered_us,"
	" ended_us, queue_us, ring_us, talk_us, hold_us, wrap_us, as_of_us)"
	" VALUES (1, $1, $2, 'pbx', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
	" $16, $17, $18)",
	NULL, NULL};
static const struct db_query add_leg_sql = {"test.add_leg",
	"INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, role,"
	" is_trunk, number, name, connected_number, connected_name, exten, context, hangup_cause,"
	" agent_id, team_id, started_us, ringing_us, answered_us, ended_us, talk_us, hold_us,"
	" call_started_us) SELECT 1, CAST($1 AS BIGINT), CAST($2 AS BIGINT), 'x', '', '', 'callee',"
	" 0, '', '', '', '', '', '', 0, CAST($3 AS BIGINT), CAST($4 AS BIGINT), c.started_us,"
	" CAST($5 AS BIGINT), CAST($6 AS BIGINT), c.ended_us, CAST($7 AS BIGINT),"
	" CAST($8 AS BIGINT), c.started_us FROM calls c WHERE c.company_id = 1 AND c.id = $1",
	NULL, NULL};
static const struct db_query add_visit_sql = {"test.add_visit",
	"INSERT INTO call_queue_visits (company_id, call_id, visit, queue, result, position,"
	" missed, joined_us, left_us) VALUES (1, $1, $2, $3, $4, 0, 0, $5, $6)",
	NULL, NULL};

static void must(struct cx *cx, enum err err, const char *what)
{
	if (err != OK)
		fail_msg("%s: %s %s", what, err_name(err),
			cx->failure.message ? cx->failure.message : "");
}
#define MUST(step) must(cx, (step), #step)

static int64_t some_us(int64_t seconds)
{
	return draw(2) ? 0 : draw(seconds * US_PER_SECOND);
}

/* Whose it is need not be of the team that it is: people move. */
static void add_legs(struct cx *cx, int64_t id, int64_t started_us)
{
	const int64_t count = draw(4);

	for (int64_t leg = 0; leg < count; leg++) {
		const int64_t agent = draw(5), rings_us = started_us + draw(20 * US_PER_SECOND);
		const bool answered = draw(2) == 0;

		MUST(db_exec(cx, &add_leg_sql,
			DB_ARGS(db_int(id), db_int(leg), db_id(agent), db_id(agent ? draw(4) : 0),
				draw(3) ? db_int(rings_us) : db_null(),
				answered ? db_int(rings_us + draw(30 * US_PER_SECOND)) : db_null(),
				db_int(answered ? some_us(300) : 0),
				db_int(answered ? some_us(60) : 0)),
			NULL));
	}
}

static void add_visits(struct cx *cx, int64_t id, int64_t started_us, bool active)
{
	static const char *const queues[] = {"sales", "help", "dues"};
	static const char *const results[] = {"answered", "abandoned", "timeout"};
	const int64_t count = draw(3);

	for (int64_t visit = 0; visit < count; visit++) {
		const int64_t joined_us = started_us + draw(90 * US_PER_SECOND);
		const bool waits = active && visit + 1 == count;

		MUST(db_exec(cx, &add_visit_sql,
			DB_ARGS(db_int(id), db_int(visit), db_text(queues[draw(3)]),
				db_text(waits ? "waiting" : results[draw(3)]), db_int(joined_us),
				waits ? db_null() : db_int(joined_us + draw(200 * US_PER_SECOND))),
			NULL));
	}
}

static void add_call(struct cx *cx, int64_t id, int64_t started_us, bool active)
{
	static const char *const directions[] = {"incoming", "incoming", "outgoing", "internal"};
	static const char *const statuses[] = {"completed", "abandoned", "busy", "no_answer"};
	const bool answered = draw(3) > 0;
	const int64_t ended_us = started_us + draw(30 * US_PER_MINUTE);
	const int64_t agent = draw(5);

	MUST(db_exec(cx, &add_call_sql,
		DB_ARGS(db_int(id), db_text(arena_format(cx->arena, "CALL-%lld", (long long)id)),
			db_text(directions[draw(4)]),
			db_text(active ? "ringing" : statuses[draw(4)]), db_int(active),
			db_id(agent), db_id(draw(4)), db_id(draw(3)),
			db_int(!answered && draw(4) == 0), db_int(started_us),
			answered && !active ? db_int(started_us + US_PER_SECOND) : db_null(),
			active ? db_null() : db_int(ended_us), db_int(some_us(60)),
			db_int(draw(9) * 5 * US_PER_SECOND), db_int(answered ? some_us(400) : 0),
			db_int(some_us(50)), db_int(some_us(30)), db_int(ended_us)),
		NULL));
	add_legs(cx, id, started_us);
	add_visits(cx, id, started_us, active);
}

static int set_up(void **state)
{
	struct migrate_report report;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	(void)state;
	assert_true(crypto_init());
	zone = "Asia/Dubai";
	seed = 20261128;
	if (on_postgres)
		place_make_postgres(&place);
	else
		place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	cx = unit_open(&unit, place.pool, 0);
	for (size_t i = 0; i < COUNT(world_sql); i++)
		MUST(db_exec(cx, &world_sql[i], DB_NO_ARGS, NULL));
	MUST(db_commit(cx));
	unit_close(&unit);
	cx = open_company(&unit);
	/* New calls have the ids before. */
	for (int64_t id = FIRST_ID; id < FIRST_ID + CALLS; id++)
		add_call(cx, id, FIRST_US + draw(DAYS * US_PER_DAY + 11 * US_PER_HOUR),
			id % 300 == 0);
	MUST(db_commit(cx));
	unit_close(&unit);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

/* ---- Figures as a text ------------------------------------------------------------------- */

static void write_figures(struct buf *out, const char *key, const struct call_figures *of)
{
	buf_format(out,
		"%s %lld %lld | %lld %lld %lld %lld %lld | %lld %lld %lld | %lld %lld %lld %lld\n",
		key, (long long)of->total, (long long)of->active, (long long)of->answered,
		(long long)of->missed, (long long)of->not_reached, (long long)of->by_system,
		(long long)of->abandoned, (long long)of->waited, (long long)of->wait_us,
		(long long)of->in_time, (long long)of->talk_us, (long long)of->hold_us,
		(long long)of->ring_us, (long long)of->wrap_us);
}

static void write_all(struct cx *cx, const struct call_span *span, struct buf *out)
{
	struct call_groups groups;
	struct call_sums *sums;

	MUST(call_stats_sums(cx, span, &sums));
	write_figures(out, "all", &sums->all);
	for (size_t status = 0; status < CALL_STATUSES; status++)
		for (size_t way = 0; way < CALL_DIRECTIONS; way++)
			buf_format(out, "%lld ", (long long)sums->crossed[status][way]);
	for (int by = 0; by < CALL_GROUPINGS; by++) {
		MUST(call_stats_groups(cx, span, (enum call_grouping)by, &groups));
		for (size_t i = 0; i < groups.count; i++)
			write_figures(out,
				arena_format(cx->arena, "%s %s %s %lld", call_group_words[by],
					groups.rows[i].key,
					groups.rows[i].name ? groups.rows[i].name : "-",
					(long long)groups.rows[i].id),
				&groups.rows[i].figures);
	}
}

static const struct person {
	enum scope scope;
	int64_t agent_id, team_id;
} people[] = {{SCOPE_COMPANY, 0, 0}, {SCOPE_TEAM, 1, 1}, {SCOPE_TEAM, 0, 2}, {SCOPE_TEAM, 3, 0},
	{SCOPE_OWN, 2, 1}};
static const int64_t service_s[] = {20, 45, 25};

/* Everything that anybody sees, of the whole time and of a part that begins and ends in a day. */
static const char *everything(struct arena *arena)
{
	struct buf out = buf_in(arena, 65536);

	for (size_t i = 0; i < COUNT(people) * COUNT(service_s); i++) {
		const struct person *who = &people[i % COUNT(people)];
		struct unit unit;
		struct cx *cx = open_as(&unit, who->scope, who->agent_id, who->team_id);
		struct call_span span = {.from_us = FIRST_US - US_PER_DAY,
			.to_us = NOW_US,
			.service_us = service_s[i / COUNT(people)] * US_PER_SECOND};

		for (int part = 0; part < 2; part++) {
			buf_format(&out, "person %zu part %d\n", i, part);
			span.from_us += part * 200 * US_PER_HOUR;
			span.to_us -= part * 111 * US_PER_HOUR;
			span.from_day = intl_day_of(zone, span.from_us);
			span.to_day = intl_day_of(zone, span.to_us - 1);
			write_all(cx, &span, &out);
		}
		unit_close(&unit);
	}
	return out.ptr;
}

/* The first line that differs says more than both texts. */
static void same(const char *got, const char *wanted)
{
	struct str left = str_of(got), right = str_of(wanted);

	while (left.ptr || right.ptr) {
		const struct str line = str_cut(left, '\n', &left);
		const struct str other = str_cut(right, '\n', &right);

		if (line.len != other.len || memcmp(line.ptr, other.ptr, line.len) != 0)
			fail_msg("in %s:\nkept    %.*s\ncounted %.*s", zone, (int)line.len,
				line.ptr, (int)other.len, other.ptr);
	}
}

/* ---- Keeping -------------------------------------------------------------------------------- */

static const struct db_query forget_sql = {
	"test.forget", "DELETE FROM call_days WHERE company_id = 1", NULL, NULL};
static const struct db_query anew_sql = {
	"test.anew", "UPDATE call_day_states SET time_zone = '' WHERE company_id = 1", NULL, NULL};
static const struct db_query exact_sql = {"test.exact",
	"SELECT COUNT(*) FROM call_days WHERE company_id = 1 AND is_exact = 1", NULL, NULL};

static int64_t exact_days(void)
{
	struct db_result result;
	struct unit unit;
	struct cx *cx = open_company(&unit);
	int64_t count;

	MUST(db_run(cx, &exact_sql, DB_NO_ARGS, &result));
	count = db_int_at(&result, 0, 0);
	unit_close(&unit);
	return count;
}

/* As figures were before any were kept. */
static const char *counted(struct arena *arena)
{
	struct unit unit;
	struct cx *cx = open_company(&unit);

	MUST(db_exec(cx, &forget_sql, DB_NO_ARGS, NULL));
	MUST(db_exec(cx, &anew_sql, DB_NO_ARGS, NULL));
	MUST(db_commit(cx));
	unit_close(&unit);
	assert_int_equal(exact_days(), 0);
	return everything(arena);
}

static void keep_days(void)
{
	struct unit unit;
	struct cx *cx = open_company(&unit);
	int64_t days;

	MUST(call_days_rebuild(cx, 0, 0, &days));
	unit_close(&unit);
}

static void kept_figures_are_those_of_the_rows(void **state)
{
	static const char *const zones[] = {"Asia/Dubai", "Asia/Kathmandu", "America/New_York",
		"Australia/Lord_Howe", "Europe/Berlin"};

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct arena *arena = arena_new(0);
		const char *wanted;

		zone = zones[i];
		wanted = counted(arena);
		keep_days();
		/* Days with calls that go on are not kept, and neither is today. */
		assert_in_range(exact_days(), DAYS - 3, DAYS);
		same(everything(arena), wanted);
		arena_free(&arena);
	}
}

/* ---- Changes of past days --------------------------------------------------------------------- */

static int64_t id_of_day(int64_t day)
{
	static const struct db_query find_sql = {"test.find",
		"SELECT MIN(id) FROM calls WHERE company_id = 1 AND is_active = 0"
		" AND started_us >= $1 AND started_us < $2",
		NULL, NULL};
	struct db_result result;
	struct unit unit;
	struct cx *cx = open_company(&unit);
	int64_t id;

	MUST(db_run(cx, &find_sql,
		DB_ARGS(db_int(FIRST_US + day * US_PER_DAY + 6 * US_PER_HOUR),
			db_int(FIRST_US + day * US_PER_DAY + 18 * US_PER_HOUR)),
		&result));
	id = db_int_at(&result, 0, 0);
	assert_true(id > 0);
	unit_close(&unit);
	return id;
}

static void by_hand(struct cx *cx)
{
	struct live_call call;

	MUST(live_store_hold(cx, id_of_day(3), &call));
	call.status = CALL_ABANDONED;
	call.phases_us[CALL_PHASE_TALK] += 7 * US_PER_SECOND;
	call.team_id = 3;
	MUST(live_store_save(cx, &call, true));
}

static void by_work_after(struct cx *cx)
{
	struct wrap_up wrap_up = {.call_id = id_of_day(4),
		.agent_id = 1,
		.from_us = NOW_US - US_PER_HOUR,
		.due_us = NOW_US};

	MUST(wrap_up_store_add(cx, &wrap_up));
	MUST(wrap_up_store_end(cx, &wrap_up, NOW_US));
}

static struct call *fold_call(struct cx *cx, const char *linkedid, int64_t started_us)
{
	struct call *call = arena_alloc(cx->arena, sizeof(*call));
	struct call_alias *alias = arena_alloc(cx->arena, sizeof(*alias));

	alias->linkedid = linkedid;
	call->linkedid = linkedid;
	call->aliases = alias;
	call->status = CALL_COMPLETED;
	call->caller = call->caller_name = call->callee = call->context = call->outside = "";
	call->started_us = started_us;
	call->ended_us = started_us + US_PER_MINUTE;
	call->rang_us = -1;
	return call;
}

static void by_the_pbx(struct cx *cx)
{
	const struct call *const late[] = {fold_call(cx, "late", FIRST_US + 5 * US_PER_DAY),
		fold_call(cx, "late too", FIRST_US + 6 * US_PER_DAY)};

	MUST(call_store_write(cx, late, COUNT(late), NULL));
}

/* A call that goes on turns out to be part of another, of another day. */
static void by_becoming_one(struct cx *cx)
{
	struct call *call = fold_call(cx, "one", FIRST_US + 7 * US_PER_DAY);
	struct call_alias *other = arena_alloc(cx->arena, sizeof(*other));

	other->linkedid = arena_format(cx->arena, "CALL-%lld", (long long)id_of_day(9));
	call->aliases->next = other;
	MUST(call_store_write(cx, (const struct call *const[]){call}, 1, NULL));
}

static void by_interruption(struct cx *cx)
{
	static const char *const none[] = {NULL};
	int64_t *ids;
	size_t count;

	MUST(call_store_interrupt(cx, none, NOW_US + US_PER_DAY, &ids, &count));
	assert_true(count > 0);
}

static void what_changes_later_is_counted_at_once_and_kept_anew(void **state)
{
	static void (*const changes[])(struct cx * cx) = {
		by_hand, by_work_after, by_the_pbx, by_becoming_one, by_interruption};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct arena *arena = arena_new(0);
		const char *before, *after;
		int64_t kept;
		struct unit unit;
		struct cx *cx;

		keep_days();
		kept = exact_days();
		before = everything(arena);
		cx = open_company(&unit);
		changes[i](cx);
		MUST(db_commit(cx));
		unit_close(&unit);
		after = everything(arena);
		assert_string_not_equal(before, after);
		/* Only the days that were touched are read again; interrupted calls had kept theirs open. */
		assert_in_range(exact_days(), kept - 2, kept);
		keep_days();
		assert_true(exact_days() >= kept);
		same(everything(arena), after);
		same(counted(arena), after);
		arena_free(&arena);
	}
}

static void a_call_of_now_costs_nothing(void **state)
{
	struct unit unit;
	struct cx *cx = open_company(&unit);
	const int64_t now_us = NOW_US - 59 * US_PER_MINUTE;
	struct call_day_state before, after;

	(void)state;
	keep_days();
	MUST(days_store_state(cx, &before));
	MUST(call_days_touch(cx, &now_us, 1));
	MUST(db_commit(cx));
	MUST(days_store_state(cx, &after));
	assert_int_equal(after.touched, before.touched);
	unit_close(&unit);
}

/* Somebody changes a call between counting and keeping. */
static void what_was_counted_before_a_change_is_not_kept(void **state)
{
	const int64_t at_us = FIRST_US + 8 * US_PER_DAY;
	const struct call_day_clock clock = {0};
	struct call_day *days;
	struct day_figures *figures;
	struct call_day_state counted_at;
	struct unit unit;
	struct cx *cx;
	size_t count;
	bool kept = true;

	(void)state;
	keep_days();
	cx = open_company(&unit);
	MUST(days_store_exact(cx, at_us - US_PER_DAY, at_us + US_PER_DAY, &days, &count));
	assert_true(count > 0);
	MUST(days_store_state(cx, &counted_at));
	MUST(days_store_count(cx, &days[0], &clock, &figures));
	MUST(call_days_touch(cx, &at_us, 1));
	MUST(db_commit(cx));
	MUST(days_store_keep(cx, &days[0], counted_at.touched, figures, &kept));
	assert_false(kept);
	MUST(db_commit(cx));
	unit_close(&unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			kept_figures_are_those_of_the_rows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_changes_later_is_counted_at_once_and_kept_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_call_of_now_costs_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_counted_before_a_change_is_not_kept, set_up, tear_down),
	};
	int failed = cmocka_run_group_tests_name("days of calls on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed +
		cmocka_run_group_tests_name("days of calls on PostgreSQL", tests, NULL, NULL);
}
