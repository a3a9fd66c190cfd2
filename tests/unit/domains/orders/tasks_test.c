/* tasks_test.c - callbacks, follow-ups, logged calls and handing over (IMP-COMM-01, -08, -09, IMP-ORD-06). */
#include "order_support.h"

#include "platform/jobs/jobs.h"

static int64_t count_events(const char *type)
{
	return ask_format("SELECT COUNT(*) FROM events WHERE type = '%s'", type);
}

static int64_t make_callback(int64_t order_id, int64_t in_us)
{
	struct callback callback;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);

	MUST(callback_add(
		cx, key_of(cx, order_id), cx->now_us + in_us, NULL, "after lunch", &callback));
	commit(&unit);
	return callback.id;
}

static enum err change_callback(int64_t id, const char *status, int64_t in_us, struct callback *out)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	const struct callback_change change = {
		.status = status, .due_us = {cx->now_us + in_us, in_us != 0}};
	const enum err err = callback_change(cx, id, &change, out);

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

static enum err run_due(enum err (*run)(struct cx *cx, const struct job *job), int64_t id)
{
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, MANAGER);
	const enum err err = run(cx, &(struct job){.subject_id = id, .attempt = 1});

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

static void a_callback_is_made_moved_due_and_done_once(void **state)
{
	const int64_t id = make_callback(make_order(1), US_PER_HOUR);
	struct callback callback;

	(void)state;
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM jobs WHERE kind = 'callback.due'"), 1);
	assert_int_equal(change_callback(id, "missed", 0, &callback), ERR_STATE);
	assert_int_equal(change_callback(id, "rescheduled", 0, &callback), ERR_INVALID);
	assert_int_equal(change_callback(id, "rescheduled", -5, &callback), ERR_INVALID);
	assert_int_equal(change_callback(id, "rescheduled", 2 * US_PER_HOUR, &callback), OK);

	test_clock_us = clock_now_us() + US_PER_HOUR + US_PER_MINUTE;
	assert_int_equal(run_due(callback_run_due, id), OK); /* the old time: nothing */
	assert_int_equal(count_events("callback:due"), 0);
	test_clock_us += US_PER_HOUR;
	assert_int_equal(run_due(callback_run_due, id), OK);
	assert_int_equal(run_due(callback_run_due, id), OK); /* once more: nothing */
	assert_int_equal(count_events("callback:due"), 1);
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM notifications WHERE type = 'callback_due'"), 1);
	assert_int_equal(run_due(callback_run_due, 999), OK);

	assert_int_equal(change_callback(id, "done", 0, &callback), OK);
	assert_string_equal(callback.status, "done");
	assert_int_equal(change_callback(id, "missed", 0, &callback), ERR_STATE);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM callbacks WHERE closed_us IS NOT NULL"), 1);
}

static void a_callback_in_the_past_is_refused(void **state)
{
	const int64_t order = make_order(1);
	struct callback callback;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);

	(void)state;
	assert_int_equal(callback_add(cx, key_of(cx, order), cx->now_us - 1, NULL, NULL, &callback),
		ERR_INVALID);
	unit_close(&unit);
}

static void a_follow_up_is_moved_due_and_done(void **state)
{
	const int64_t order = make_order(1);
	struct follow_up follow_up;
	struct order_changed changed;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	int64_t id;

	(void)state;
	MUST(order_change(cx, key_of(cx, order),
		&(struct order_change){.to = ORDER_POSTPONED, .follow_up = true}, &changed));
	id = changed.follow_up.id;
	commit(&unit);

	cx = open_as(&unit, 1, AGENT_1);
	assert_int_equal(
		follow_up_change(cx, id, &(struct follow_up_change){0}, &follow_up), ERR_INVALID);
	fail_clear(cx);
	assert_int_equal(follow_up_change(cx, id,
				 &(struct follow_up_change){.status = "done", .version = {9, true}},
				 &follow_up),
		ERR_CONFLICT);
	fail_clear(cx);
	MUST(follow_up_change(cx, id,
		&(struct follow_up_change){.due_us = {cx->now_us + US_PER_HOUR, true}},
		&follow_up));
	assert_string_equal(follow_up.status, "pending");
	commit(&unit);

	test_clock_us = clock_now_us() + 2 * US_PER_HOUR;
	assert_int_equal(run_due(follow_up_run_due, id), OK);
	assert_int_equal(count_events("follow_up:due"), 1);
	cx = open_as(&unit, 1, AGENT_1);
	MUST(follow_up_change(cx, id, &(struct follow_up_change){.status = "done"}, &follow_up));
	commit(&unit);
	assert_int_equal(run_due(follow_up_run_due, id), OK);
	assert_int_equal(count_events("follow_up:due"), 1);
}

static void a_logged_call_shows_in_the_details_and_the_day(void **state)
{
	const int64_t order = make_order(1);
	struct communication call;
	struct order_details details;
	struct dashboard dashboard;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);

	(void)state;
	MUST(communication_log_call(cx,
		&(struct call_log){.order_key = key_of(cx, order),
			.direction = "outbound",
			.outcome = "callback_requested",
			.duration_s = 90,
			.notes = "later",
			.callback_us = {cx->now_us + US_PER_DAY, true}},
		&call));
	commit(&unit);
	cx = open_as(&unit, 1, AGENT_1);
	MUST(order_details_load(cx, key_of(cx, order), &details));
	assert_int_equal(details.contact_count, 1);
	assert_int_equal(details.callback_count, 1);
	MUST(dashboard_load(cx, &dashboard));
	assert_int_equal(dashboard.calls, 1);
	assert_int_equal(dashboard.talk_seconds, 90);
	assert_int_equal(dashboard.callbacks, 1);
	assert_int_equal(dashboard.today.n[ORDER_NEW][0], 1);
	unit_close(&unit);
}

static int64_t worked_today(enum order_status status)
{
	struct dashboard dashboard;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, AGENT_1);
	int64_t count;

	MUST(dashboard_load(cx, &dashboard));
	count = order_counts_total(&dashboard.today, 1U << status, 0);
	unit_close(&unit);
	return count;
}

static void the_day_turns_at_the_companys_midnight(void **state)
{
	/* 00:00 in Dubai is 20:00 of the day before in UTC. */
	const int64_t midnight_us = INT64_C(20786) * US_PER_DAY - 4 * US_PER_HOUR;
	int64_t order;

	(void)state;
	test_clock_us = midnight_us - US_PER_HOUR;
	order = make_order(1);
	test_clock_us = midnight_us - 1;
	assert_int_equal(
		change_as(AGENT_1, order, &(struct order_change){.to = ORDER_CONFIRMED}), OK);
	assert_int_equal(worked_today(ORDER_CONFIRMED), 1);
	test_clock_us = midnight_us;
	assert_int_equal(worked_today(ORDER_CONFIRMED), 0);
	assert_int_equal(
		change_as(AGENT_1, order, &(struct order_change){.to = ORDER_POSTPONED}), OK);
	assert_int_equal(worked_today(ORDER_POSTPONED), 1);
	test_clock_us = midnight_us + US_PER_DAY;
	assert_int_equal(worked_today(ORDER_POSTPONED), 0);
}

static enum err ask(
	enum who who, int64_t order, const char *agent, struct reassign_request *request)
{
	struct order out;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	const enum err err = reassign_order(cx, key_of(cx, order),
		&(struct reassign){.agent_key = agent, .reason = "speaks Urdu"}, &out, request);

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

static enum err decide(enum who who, int64_t id, bool yes, const char *agent)
{
	struct reassign_request request;
	struct unit unit;
	struct cx *cx = open_as(&unit, 1, who);
	const enum err err = reassign_decide(
		cx, id, yes, &(struct reassign){.agent_key = agent}, &request);

	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

static void an_agent_asks_and_a_supervisor_decides(void **state)
{
	const int64_t order = make_order(1);
	struct reassign_request request, second;

	(void)state;
	make_callback(order, US_PER_HOUR);
	assert_int_equal(ask(AGENT_1, order, "AGT-002", &request), OK);
	assert_true(request.id > 0);
	assert_int_equal(ask(AGENT_1, order, NULL, &second), ERR_CONFLICT);
	assert_int_equal(ask_sql("SELECT assigned_agent_id FROM orders"), 1);
	assert_int_equal(decide(SUPERVISOR, request.id, true, NULL), OK);
	assert_int_equal(decide(SUPERVISOR, request.id, false, NULL), ERR_STATE);
	assert_int_equal(ask_sql("SELECT assigned_agent_id FROM orders"), 2);
	assert_int_equal(ask_sql("SELECT agent_id FROM callbacks"), 2);
	assert_int_equal(
		ask_sql("SELECT open_orders FROM agents WHERE company_id = 1 AND id = 1"), 0);
	assert_int_equal(
		ask_sql("SELECT open_orders FROM agents WHERE company_id = 1 AND id = 2"), 1);
	assert_int_equal(count_events("order:removed"), 1);
	assert_int_equal(count_events("reassign:decided"), 1);
	assert_int_equal(
		ask_sql("SELECT COUNT(*) FROM notifications WHERE type = 'reassign_decided'"), 1);
	assert_int_equal(ask(AGENT_2, order, NULL, &request), OK);
	assert_int_equal(decide(SUPERVISOR, request.id, false, NULL), OK);
	assert_int_equal(ask_sql("SELECT assigned_agent_id FROM orders"), 2);
}

static void a_supervisor_gives_within_the_team(void **state)
{
	const int64_t order = make_order(1);
	struct reassign_request request;

	(void)state;
	assert_int_equal(ask(SUPERVISOR, order, "AGT-003", &request), ERR_INVALID);
	assert_int_equal(ask(SUPERVISOR, order, "AGT-001", &request), ERR_INVALID);
	assert_int_equal(ask(SUPERVISOR, order, NULL, &request), OK); /* by load */
	assert_int_equal(request.id, 0);
	assert_int_equal(ask_sql("SELECT assigned_agent_id FROM orders"), 2);
	assert_int_equal(ask(MANAGER, order, "3", &request), OK);
	assert_int_equal(ask_sql("SELECT assigned_agent_id FROM orders"), 3);
	assert_int_equal(ask_sql("SELECT COUNT(*) FROM order_assignments"), 2);
	assert_int_equal(ask(SUPERVISOR, order, "AGT-001", &request), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_callback_is_made_moved_due_and_done_once),
		TEST(a_callback_in_the_past_is_refused),
		TEST(a_follow_up_is_moved_due_and_done),
		TEST(a_logged_call_shows_in_the_details_and_the_day),
		TEST(the_day_turns_at_the_companys_midnight),
		TEST(an_agent_asks_and_a_supervisor_decides),
		TEST(a_supervisor_gives_within_the_team),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
