/* call_details_test.c - what a call adds up to: its parts, and each agent's share (S2-UI-12). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "domains/calls/call_details_internal.h"
#include "platform/json/json.h"

#define S US_PER_SECOND
#define AT(s) ((struct opt_int){(s)*S, true})

/* The customer, Sarah who talked twice, and Omar who did not pick up. */
static struct call_leg_row legs[] = {
	{.leg = 0, .role = "caller", .trunk = true, .started_us = 100 * S, .talk_us = 50 * S},
	{.leg = 1,
		.role = "callee",
		.agent_id = 5,
		.agent_no = 1,
		.agent_name = "Sarah",
		.started_us = 104 * S,
		.ringing_us = {105 * S, true},
		.answered_us = {108 * S, true},
		.ended_us = {128 * S, true},
		.talk_us = 15 * S,
		.hold_us = 5 * S},
	{.leg = 2,
		.role = "callee",
		.agent_id = 6,
		.agent_no = 2,
		.agent_name = "Omar",
		.started_us = 128 * S,
		.ringing_us = {129 * S, true},
		.ended_us = {133 * S, true}},
	{.leg = 3,
		.role = "callee",
		.agent_id = 5,
		.agent_no = 1,
		.agent_name = "Sarah",
		.started_us = 133 * S,
		.ringing_us = {134 * S, true},
		.answered_us = {136 * S, true},
		.talk_us = 14 * S},
};
static struct call_segment_row segments[] = {
	{.leg = 0,
		.bridge = "b",
		.kind = "talk",
		.entered_us = 108 * S,
		.left_us = {128 * S, true}},
	{.leg = 0, .segment = 1, .bridge = "c", .kind = "talk", .entered_us = 136 * S},
};
static struct call_visit_row visits[] = {
	{.queue = "sales", .result = "waiting", .joined_us = 101 * S},
};
static struct call_hold_row holds[] = {
	{.kind = "hold", .from_us = 120 * S, .to_us = {125 * S, true}},
	{.kind = "hold", .from_us = 148 * S}};

static struct call_details whole(void)
{
	struct call_details details = {.call = {.id = 1,
					       .active = true,
					       .agent_id = 5,
					       .started_us = 100 * S,
					       .as_of_us = 150 * S,
					       .answered_us = AT(108),
					       .setup_us = 4 * S,
					       .ring_us = 8 * S,
					       .queue_us = 4 * S,
					       .talk_us = 29 * S,
					       .hold_us = 5 * S,
					       .wrap_us = 9 * S},
		.legs = legs,
		.segments = segments,
		.visits = visits,
		.holds = holds,
		.leg_count = COUNT(legs),
		.segment_count = COUNT(segments),
		.visit_count = COUNT(visits),
		.hold_count = COUNT(holds)};

	for (size_t i = 0; i < COUNT(legs); i++)
		legs[i].uniqueid = legs[i].channel = legs[i].endpoint = legs[i].number =
			legs[i].name = legs[i].connected_number = legs[i].connected_name =
				legs[i].exten = legs[i].context = "";
	return details;
}

static const struct json_value *written(struct cx *cx, const struct call_details *details)
{
	const struct json_value *value;
	struct json json;

	json_begin(&json, cx->arena, 4096);
	json_open(&json);
	call_details_write(&json, cx, details);
	json_close(&json);
	assert_int_equal(json_parse(cx, json_end(&json), &value), OK);
	return value;
}

static double number(const struct json_value *object, const char *name)
{
	const struct json_value *value = json_get(object, name);

	assert_non_null(value);
	return json_double_of(value);
}

static void the_parts_are_the_whole(void **state)
{
	static const char *const parts[] = {"setup", "queue", "ring", "talk", "hold"};
	struct cx cx = {.arena = arena_new(0)};
	struct call_details details = whole();
	const struct json_value *sums = json_get(written(&cx, &details), "arithmetic");
	double sum = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++)
		sum += number(sums, parts[i]);
	assert_float_equal(sum, number(sums, "total"), 0.001);
	assert_float_equal(number(sums, "total"), 50, 0.001);
	/* What it left to do is no part of it. */
	assert_null(json_get(sums, "wrap"));
	details.call.ended_us = AT(160);
	assert_float_equal(
		number(json_get(written(&cx, &details), "arithmetic"), "total"), 60, 0.001);
	arena_free(&cx.arena);
}

static void each_agent_has_the_sum_of_its_legs(void **state)
{
	struct cx cx = {.arena = arena_new(0)};
	const struct call_details details = whole();
	const struct json_value *agents = json_get(written(&cx, &details), "agents");
	const struct json_value *sarah = json_item(agents, 0), *omar = json_item(agents, 1);

	(void)state;
	assert_int_equal(json_count(agents), 2);
	assert_string_equal(json_text_of(json_get(sarah, "agent_id")), "AGT-001");
	assert_float_equal(number(sarah, "ring"), 3 + 2, 0.001);
	assert_float_equal(number(sarah, "talk"), 15 + 14, 0.001);
	assert_float_equal(number(sarah, "hold"), 5, 0.001);
	assert_float_equal(number(sarah, "wrap"), 9, 0.001);
	assert_string_equal(json_text_of(json_get(omar, "agent_id")), "AGT-002");
	assert_float_equal(number(omar, "ring"), 4, 0.001);
	assert_float_equal(number(omar, "talk"), 0, 0.001);
	assert_float_equal(number(omar, "wrap"), 0, 0.001);
	arena_free(&cx.arena);
}

static void what_goes_on_has_lasted_until_it_was_last_heard_of(void **state)
{
	struct cx cx = {.arena = arena_new(0)};
	struct call_details details = whole();
	const struct json_value *all = written(&cx, &details);

	(void)state;
	assert_float_equal(number(json_item(json_get(all, "bridges"), 0), "seconds"), 20, 0.001);
	assert_float_equal(
		number(json_item(json_get(all, "bridges"), 1), "seconds"), 150 - 136, 0.001);
	assert_float_equal(
		number(json_item(json_get(all, "queue_visits"), 0), "seconds"), 150 - 101, 0.001);
	assert_float_equal(number(json_item(json_get(all, "holds"), 0), "seconds"), 5, 0.001);
	assert_float_equal(number(json_item(json_get(all, "holds"), 1), "seconds"), 2, 0.001);
	/* Heard of before a part of it began: never less than nothing. */
	details.call.as_of_us = 140 * S;
	all = written(&cx, &details);
	assert_float_equal(number(json_item(json_get(all, "holds"), 1), "seconds"), 0, 0.001);
	arena_free(&cx.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_the_whole),
		cmocka_unit_test(each_agent_has_the_sum_of_its_legs),
		cmocka_unit_test(what_goes_on_has_lasted_until_it_was_last_heard_of),
	};

	return cmocka_run_group_tests_name("details of calls", tests, NULL, NULL);
}
