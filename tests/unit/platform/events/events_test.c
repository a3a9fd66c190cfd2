/* events_test.c - one order per company, exactly once, for those who may (IMP-RT-03, A-32, A-33). */
/* SPDX-License-Identifier: MIT */
#include "live_support.h"

#include "platform/events/events_internal.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- Who may ------------------------------------------------------------------- */

#define SELF (UINT64_C(1) << PERM_SELF)
#define READ (UINT64_C(1) << PERM_ORDERS_READ)
#define TEAM (UINT64_C(1) << PERM_ORDERS_READ_TEAM)
#define WIDE (READ | TEAM | UINT64_C(1) << PERM_ORDERS_READ_ALL)

static void audience_decides(void **state)
{
	static const struct {
		const char *name;
		struct actor actor;
		struct audience audience;
		bool may;
	} cases[] = {
		{"no permission, though everyone", {.permissions = SELF},
			{.permission = PERM_ORDERS_READ, .everyone = true}, false},
		{"everyone with the permission", {.permissions = READ},
			{.permission = PERM_ORDERS_READ, .everyone = true}, true},
		{"own user", {.permissions = READ, .user_id = 7},
			{.permission = PERM_ORDERS_READ, .user_id = 7}, true},
		{"another user", {.permissions = READ, .user_id = 7},
			{.permission = PERM_ORDERS_READ, .user_id = 8}, false},
		{"no user on either side", {.permissions = READ}, {.permission = PERM_ORDERS_READ},
			false},
		{"own agent", {.permissions = READ, .agent_id = 3},
			{.permission = PERM_ORDERS_READ, .agent_id = 3}, true},
		{"agent it came from", {.permissions = READ, .agent_id = 3},
			{.permission = PERM_ORDERS_READ, .agent_id = 4, .other_agent_id = 3}, true},
		{"another agent", {.permissions = READ, .agent_id = 3},
			{.permission = PERM_ORDERS_READ, .agent_id = 4}, false},
		{"no agent, event of nobody", {.permissions = READ, .user_id = 1},
			{.permission = PERM_ORDERS_READ}, false},
		{"own team in team scope", {.permissions = WIDE, .team_id = 2, .scope = SCOPE_TEAM},
			{.permission = PERM_ORDERS_READ, .team_id = 2}, true},
		{"team it came from", {.permissions = WIDE, .team_id = 2, .scope = SCOPE_TEAM},
			{.permission = PERM_ORDERS_READ, .team_id = 1, .other_team_id = 2}, true},
		{"own team in own scope", {.permissions = READ, .team_id = 2, .scope = SCOPE_OWN},
			{.permission = PERM_ORDERS_READ, .team_id = 2}, false},
		{"another team", {.permissions = READ, .team_id = 2, .scope = SCOPE_TEAM},
			{.permission = PERM_ORDERS_READ, .team_id = 3}, false},
		{"team scope without a team", {.permissions = READ, .scope = SCOPE_TEAM},
			{.permission = PERM_ORDERS_READ}, false},
		{"pool of own department", {.permissions = READ, .department_id = 5},
			{.permission = PERM_ORDERS_READ, .pool = true, .department_id = 5}, true},
		{"pool of another department", {.permissions = READ, .department_id = 5},
			{.permission = PERM_ORDERS_READ, .pool = true, .department_id = 6}, false},
		{"pool of every department", {.permissions = READ, .department_id = 5},
			{.permission = PERM_ORDERS_READ, .pool = true}, true},
		{"department without the pool", {.permissions = READ, .department_id = 5},
			{.permission = PERM_ORDERS_READ, .department_id = 5}, false},
		{"company scope", {.permissions = WIDE, .scope = SCOPE_COMPANY},
			{.permission = PERM_ORDERS_READ, .agent_id = 9}, true},
		{"company scope with the team's permission is the team's",
			{.permissions = READ | TEAM, .scope = SCOPE_COMPANY, .team_id = 2},
			{.permission = PERM_ORDERS_READ, .agent_id = 9, .team_id = 2}, true},
		{"company scope with the team's permission sees no other team",
			{.permissions = READ | TEAM, .scope = SCOPE_COMPANY, .team_id = 2},
			{.permission = PERM_ORDERS_READ, .agent_id = 9, .team_id = 3}, false},
		{"company scope with one's own permission alone",
			{.permissions = READ, .scope = SCOPE_COMPANY},
			{.permission = PERM_ORDERS_READ, .agent_id = 9}, false},
		{"company scope without the permission", {.scope = SCOPE_COMPANY},
			{.permission = PERM_ORDERS_READ, .agent_id = 9}, false},
		{"company scope sees nothing that is another's own",
			{.permissions = SELF, .scope = SCOPE_COMPANY, .user_id = 1},
			{.permission = PERM_SELF, .user_id = 2}, false},
		{"what is one's own", {.permissions = SELF, .user_id = 2},
			{.permission = PERM_SELF, .user_id = 2}, true},
		{"a permission this version does not know", {.permissions = SELF | READ},
			{.permission = PERM_COUNT, .everyone = true}, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(events_may_receive(&cases[i].actor, &cases[i].audience) == cases[i].may,
			cases[i].name);
}

static void catalogue_is_well_formed(void **state)
{
	(void)state;
	for (const struct event_kind *kind = events_catalogue; kind->type; kind++) {
		assert_case(strchr(kind->type, ':'), kind->type);
		assert_case(kind->when && kind->when[0], kind->type);
		assert_case(!kind->members[EVENT_MEMBERS_MAX - 1].name, kind->type);
		assert_case(events_kind(kind->type) == kind, kind->type); /* no type twice */
	}
	assert_null(events_kind("order:exploded"));
}

/* ---- What receivers hear ------------------------------------------------------------ */

#define HEARD_MAX 20000

struct heard {
	pthread_mutex_t lock;
	size_t count;
	int64_t company[HEARD_MAX], seq[HEARD_MAX], subject[HEARD_MAX];
	char last[300];
};

static struct heard heard = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void listen_to(struct event_frame *frame, void *arg)
{
	struct heard *to = arg;

	pthread_mutex_lock(&to->lock);
	assert_true(to->count < HEARD_MAX);
	to->company[to->count] = frame->company_id;
	to->seq[to->count] = frame->seq;
	to->subject[to->count] = frame->subject_id;
	(void)snprintf(to->last, sizeof(to->last), "%s", frame->json.ptr);
	to->count++;
	pthread_mutex_unlock(&to->lock);
}

static size_t heard_count(void)
{
	size_t count;

	pthread_mutex_lock(&heard.lock);
	count = heard.count;
	pthread_mutex_unlock(&heard.lock);
	return count;
}

static void wait_until_heard(size_t count)
{
	for (int i = 0; i < 3000 && heard_count() < count; i++)
		usleep(10000);
	usleep(20000); /* and nothing more */
	assert_int_equal(heard_count(), count);
}

/* Company's events were heard as first..first+n-1, in that order and nothing else. */
static void assert_in_order(int64_t company_id, int64_t first, int64_t n)
{
	int64_t next = first;

	for (size_t i = 0; i < heard.count; i++)
		if (heard.company[i] == company_id)
			assert_int_equal(heard.seq[i], next++);
	assert_int_equal(next, first + n);
}

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	live_make(place);
	heard.count = 0;
	events_subscribe(listen_to, &heard);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	events_follow_stop();
	place_remove(*state);
	free(*state);
	return 0;
}

static void numbers_follow_the_commits(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx;
	int64_t seq;

	live_publish_one(place->pool, 1, 10);
	live_publish_one(place->pool, 2, 20);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(live_publish(cx, 11), OK);
	assert_int_equal(live_publish(cx, 12), OK);
	assert_int_equal(heard_count(), 2); /* nothing before the commit */
	live_commit(&unit);
	assert_int_equal(events_last_seq(cx, &seq), OK);
	assert_int_equal(seq, 3);
	unit_close(&unit);
	assert_int_equal(heard_count(), 4);
	assert_in_order(1, 1, 3);
	assert_in_order(2, 1, 1);
}

static void a_frame_reads_as_the_contract_says(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	cx->now_us = INT64_C(1795241566123456);
	assert_int_equal(live_publish(cx, 5), OK);
	live_commit(&unit);
	unit_close(&unit);
	assert_string_equal(heard.last,
		"{\"type\":\"order:created\",\"data\":{\"n\":5},\"seq\":1,"
		"\"at\":\"2026-11-21T06:12:46.123Z\"}");
}

static void what_is_rolled_back_was_never_said(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);

	assert_int_equal(live_publish(cx, 1), OK);
	db_rollback(cx);
	assert_int_equal(live_publish(cx, 2), OK);
	live_commit(&unit);
	unit_close(&unit);
	assert_int_equal(heard_count(), 1);
	assert_int_equal(heard.subject[0], 2);
	assert_int_equal(heard.seq[0], 1);
}

/* ---- Many at once --------------------------------------------------------------------- */

#define WRITERS 8
#define UNITS 150

static atomic_int published[3];

static void *publish_many(void *arg)
{
	struct place *place = arg;
	unsigned dice = (unsigned)(uintptr_t)&dice;

	for (int i = 0; i < UNITS; i++) {
		int64_t company = 1 + rand_r(&dice) % 2;
		int events = 1 + rand_r(&dice) % 3;
		bool undo = rand_r(&dice) % 5 == 0;
		struct unit unit;
		struct cx *cx = unit_open(&unit, place->pool, company);

		for (int n = 0; n < events; n++)
			if (live_publish(cx, n) != OK)
				abort();
		if (undo)
			db_rollback(cx);
		else if (db_commit(cx) != OK)
			abort();
		else
			atomic_fetch_add(&published[company], events);
		unit_close(&unit);
	}
	return NULL;
}

static void order_holds_under_concurrency(void **state)
{
	struct place *place = *state;
	pthread_t threads[WRITERS];

	published[1] = published[2] = 0;
	assert_int_equal(events_follow_start(place->pool), OK);
	for (size_t i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, publish_many, place), 0);
	for (size_t i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	wait_until_heard((size_t)(published[1] + published[2]));
	assert_in_order(1, 1, published[1]);
	assert_in_order(2, 1, published[2]);
}

/* ---- The one way out -------------------------------------------------------------------- */

static struct event_frame *frame_of(int64_t company_id, int64_t seq)
{
	const struct event event = {.type = "order:created",
		.subject_type = "order",
		.subject_id = seq,
		.audience = {.permission = PERM_SELF, .everyone = true},
		.data = "{}"};

	return event_frame_new(company_id, seq, 0, &event);
}

static void offer(int64_t seq, bool stored)
{
	struct event_frame *frame = frame_of(1, seq);

	if (stored)
		event_stream_offer_stored(frame);
	else
		event_stream_offer(frame);
	event_frame_release(&frame);
}

static void early_and_double_frames_wait_and_go(void **state)
{
	(void)state;
	event_stream_baseline(NULL, 0);
	offer(3, false);
	offer(2, false);
	offer(2, false);
	assert_int_equal(heard_count(), 0);
	offer(1, false);
	assert_int_equal(heard_count(), 3);
	offer(2, false);
	offer(3, true);
	assert_int_equal(heard_count(), 3);
	offer(5, false);
	offer(7, true); /* the database has no 4 and no 6: they are gone for good */
	offer(6, false);
	offer(8, false);
	assert_int_equal(heard_count(), 6);
	assert_int_equal(heard.seq[3], 5);
	assert_int_equal(heard.seq[4], 7);
	assert_int_equal(heard.seq[5], 8);
}

/* Rows as another process would have committed them. */
static void commit_elsewhere(struct db_pool *pool, int64_t company_id, int64_t from, int64_t to)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, pool, company_id);
	int64_t last;

	assert_int_equal(event_store_take(cx, company_id, to - from + 1, &last), OK);
	assert_int_equal(last, to);
	for (int64_t seq = from; seq <= to; seq++) {
		struct pending_event pending = {.seq = seq,
			.event = {.type = "order:created",
				.subject_type = "order",
				.subject_id = seq,
				.audience = {.permission = PERM_SELF, .everyone = true},
				.data = "{}"}};
		const struct pending_company company = {
			.company_id = company_id, .count = 1, .first = &pending, .last = &pending};

		assert_int_equal(event_store_insert(cx, &company), OK);
	}
	live_commit(&unit);
	unit_close(&unit);
}

static void other_processes_are_followed(void **state)
{
	struct place *place = *state;

	live_publish_one(place->pool, 1, 1);
	assert_int_equal(events_follow_start(place->pool), OK);
	commit_elsewhere(place->pool, 1, 2, 1300);
	wait_until_heard(1300);
	assert_in_order(1, 1, 1300);
}

static void a_gap_before_ones_own_event_is_filled_first(void **state)
{
	struct place *place = *state;

	assert_int_equal(events_follow_start(place->pool), OK);
	commit_elsewhere(place->pool, 1, 1, 4);
	live_publish_one(place->pool, 1, 5);
	live_publish_one(place->pool, 1, 6);
	wait_until_heard(6);
	assert_in_order(1, 1, 6);
}

/* ---- Replay and sweep -------------------------------------------------------------------- */

static enum err since(
	struct place *place, struct actor actor, int64_t from, size_t limit, int64_t *reached)
{
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, actor.company_id);
	enum err outcome;

	actor.company = &unit.company;
	cx->actor = &actor;
	heard.count = 0;
	outcome = events_since(cx, from, limit, listen_to, &heard, reached);
	unit_close(&unit);
	return outcome;
}

static void replay_gives_exactly_the_gap(void **state)
{
	struct place *place = *state;
	const struct actor reader = {.company_id = 1, .permissions = SELF, .user_id = 4};
	int64_t reached = -1;

	for (int64_t n = 1; n <= 10; n++)
		live_publish_one(place->pool, 1, n);
	live_publish_one(place->pool, 2, 1);
	assert_int_equal(since(place, reader, 4, 100, &reached), OK);
	assert_in_order(1, 5, 6);
	assert_int_equal(reached, 10);
	assert_int_equal(since(place, reader, 10, 100, &reached), OK);
	assert_int_equal(heard.count, 0);
	assert_int_equal(reached, 10);
	assert_int_equal(since(place, reader, 0, 3, &reached), OK);
	assert_in_order(1, 1, 3);
	assert_int_equal(reached, 3);
	assert_int_equal(since(place, reader, 11, 100, &reached), ERR_NOT_FOUND);
	assert_int_equal(since(place, reader, -1, 100, &reached), ERR_NOT_FOUND);
	assert_int_equal(since(place, reader, INT64_MAX, 100, &reached), ERR_NOT_FOUND);
	assert_int_equal(since(place, (struct actor){.company_id = 1}, 0, 100, &reached), OK);
	assert_int_equal(heard.count, 0); /* looked at, but not for this actor */
	assert_int_equal(reached, 10);
}

static void a_visitor_replays_its_own(void **state)
{
	struct place *place = *state;
	const struct actor reader = {.company_id = 1, .permissions = SELF, .scope = SCOPE_COMPANY};
	int64_t reached = -1;
	struct unit unit;
	struct cx *cx;

	for (int64_t n = 1; n <= 9; n++) {
		struct event event = {.type = "order:created",
			.subject_type = "order",
			.subject_id = n,
			.audience = {.permission = PERM_SELF,
				.everyone = true,
				.visitor_id = n % 3},
			.data = "{}"};

		cx = unit_open(&unit, place->pool, 1);
		assert_int_equal(events_publish(cx, &event), OK);
		if (n == 9) /* many of one unit go another way into the log */
			assert_int_equal(events_publish(cx, &event), OK);
		live_commit(&unit);
		unit_close(&unit);
	}
	cx = unit_open(&unit, place->pool, 1);
	heard.count = 0;
	assert_int_equal(events_since_of_visitor(cx, 2, 2, 100, listen_to, &heard, &reached), OK);
	assert_int_equal(heard.count, 2);
	assert_int_equal(heard.seq[0], 5);
	assert_int_equal(heard.seq[1], 8);
	assert_int_equal(reached, 10);
	heard.count = 0;
	assert_int_equal(events_since_of_visitor(cx, 1, 0, 2, listen_to, &heard, &reached), OK);
	assert_int_equal(heard.count, 2);
	assert_int_equal(reached, 4); /* there may be more */
	assert_int_equal(
		events_since_of_visitor(cx, 1, 11, 2, listen_to, &heard, &reached), ERR_NOT_FOUND);
	assert_int_equal(
		events_since_of_visitor(cx, 1, -1, 2, listen_to, &heard, &reached), ERR_NOT_FOUND);
	unit_close(&unit);
	assert_int_equal(since(place, reader, 0, 100, &reached), OK);
	assert_int_equal(heard.count, 4); /* those without a visitor: 3, 6, 9 and 10 */
}

static void sweep_keeps_the_window(void **state)
{
	struct place *place = *state;
	const struct actor reader = {.company_id = 1, .permissions = SELF};
	struct unit unit;
	struct cx *cx;
	int64_t reached;

	for (int64_t n = 1; n <= 6; n++) {
		cx = unit_open(&unit, place->pool, 1);
		if (n <= 4)
			cx->now_us -= EVENTS_KEEP_US + US_PER_MINUTE;
		assert_int_equal(live_publish(cx, n), OK);
		live_commit(&unit);
		unit_close(&unit);
	}
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(events_sweep(cx), OK);
	assert_int_equal(events_sweep(cx), OK);
	unit_close(&unit);
	assert_int_equal(since(place, reader, 3, 100, &reached), ERR_NOT_FOUND);
	assert_int_equal(since(place, reader, 4, 100, &reached), OK);
	assert_in_order(1, 5, 2);
}

static void sweep_of_a_quiet_company_keeps_its_number(void **state)
{
	struct place *place = *state;
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 1);
	int64_t seq;

	cx->now_us -= 3 * EVENTS_KEEP_US;
	assert_int_equal(live_publish(cx, 1), OK);
	live_commit(&unit);
	unit_close(&unit);
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(events_sweep(cx), OK);
	unit_close(&unit);
	cx = unit_open(&unit, place->pool, 1);
	assert_int_equal(events_last_seq(cx, &seq), OK);
	assert_int_equal(seq, 1);
	unit_close(&unit);
	assert_int_equal(
		since(place, (struct actor){.company_id = 1, .permissions = SELF}, 1, 10, &seq),
		OK);
	live_publish_one(place->pool, 1, 2);
	assert_int_equal(
		since(place, (struct actor){.company_id = 1, .permissions = SELF}, 1, 10, &seq),
		OK);
	assert_in_order(1, 2, 1);
}

static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(audience_decides),
		cmocka_unit_test(catalogue_is_well_formed),
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(numbers_follow_the_commits),
		TEST(a_frame_reads_as_the_contract_says),
		TEST(what_is_rolled_back_was_never_said),
		TEST(order_holds_under_concurrency),
		TEST(early_and_double_frames_wait_and_go),
		TEST(other_processes_are_followed),
		TEST(a_gap_before_ones_own_event_is_filled_first),
		TEST(replay_gives_exactly_the_gap),
		TEST(a_visitor_replays_its_own),
		TEST(sweep_keeps_the_window),
		TEST(sweep_of_a_quiet_company_keeps_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	int failed = run_group();

	if (!postgres_url())
		return failed;
	live_on_postgres = true;
	return failed + run_group();
}
