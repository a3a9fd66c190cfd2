/* call_view_test.c - a call as answers and events show it. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "domains/calls/call_view.h"
#include "platform/json/json.h"

#define S US_PER_SECOND

static struct call_view plain(void)
{
	return (struct call_view){.id = 7,
		.version = 3,
		.code = "CALL-00000007",
		.source = "pbx",
		.status = "in_progress",
		.status_source = "pbx",
		.direction = "incoming",
		.active = true,
		.caller = "+971501112222",
		.caller_name = "",
		.callee = "600",
		.phone = "+971501112222",
		.customer_name = "",
		.hangup_by = "system",
		.started_us = 1000 * S,
		.as_of_us = 1030 * S};
}

static void a_row_is_found_by_its_id(void **state)
{
	struct call_view rows[] = {{.id = 2}, {.id = 3}, {.id = 5}, {.id = 8}, {.id = 13}};
	const struct call_views none = {0};

	(void)state;
	for (size_t count = 0; count <= COUNT(rows); count++) {
		const struct call_views views = {rows, count};

		for (int64_t id = 0; id <= 14; id++) {
			const struct call_view *found = call_views_find(&views, id);
			bool there = false;

			for (size_t i = 0; i < count; i++)
				there |= rows[i].id == id;
			assert_int_equal(found != NULL, there);
			assert_true(!found || found->id == id);
		}
	}
	assert_null(call_views_find(&none, 1));
}

static void its_length_goes_to_its_end_or_to_what_was_heard_last(void **state)
{
	struct call_view call = plain();

	(void)state;
	assert_int_equal(call_duration(&call), 30);
	call.ended_us = (struct opt_int){1012 * S + S - 1, true};
	assert_int_equal(call_duration(&call), 12);
	/* Of a clock that was set back. */
	call.ended_us.value = 999 * S;
	assert_int_equal(call_duration(&call), 0);
}

static void it_waits_while_nobody_has_it(void **state)
{
	struct call_view call = plain();

	(void)state;
	assert_false(call_waits(&call));
	call.department_id = 4;
	assert_true(call_waits(&call));
	call.agent_id = 9;
	assert_false(call_waits(&call));
	call.agent_id = 0;
	call.active = false;
	assert_false(call_waits(&call));
}

/* The member of the call as it is written. */
static const char *member(
	struct cx *cx, const struct call_view *call, const char *object, const char *name)
{
	const struct json_value *written, *value;
	struct json json;

	json_begin(&json, cx->arena, 1024);
	call_write_json(&json, cx, call);
	assert_int_equal(json_parse(cx, json_end(&json), &written), OK);
	value = json_get(object ? json_get(written, object) : written, name);
	assert_non_null(value);
	switch (json_kind_of(value)) {
	case JSON_TEXT:
		return json_text_of(value);
	case JSON_INT:
		return arena_format(cx->arena, "%lld", (long long)json_int_of(value));
	case JSON_BOOL:
		return json_bool_of(value) ? "true" : "false";
	case JSON_NULL:
		return "null";
	default:
		return "other";
	}
}

static void what_is_not_known_yet_is_null(void **state)
{
	struct cx cx = {.arena = arena_new(0)};
	struct call_view call = plain();
	static const char *const unknown[] = {"agent", "agent_id", "order_id", "order_code",
		"queue", "position", "handled_by", "answered_at", "ended_at", "hangup_by",
		"hangup_cause", "customer_id", "linkedid", "trunk"};

	(void)state;
	call.hangup_cause = 16;
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_case(text_is(member(&cx, &call, NULL, unknown[i]), "null"), unknown[i]);
	assert_string_equal(member(&cx, &call, NULL, "on_hold"), "false");
	assert_string_equal(member(&cx, &call, NULL, "has_recording"), "false");
	assert_string_equal(member(&cx, &call, NULL, "duration"), "30");

	call.active = false;
	assert_string_equal(member(&cx, &call, NULL, "hangup_by"), "system");
	assert_string_equal(member(&cx, &call, NULL, "hangup_cause"), "16");
	arena_free(&cx.arena);
}

static void who_had_it_is_an_agent_or_the_system(void **state)
{
	struct cx cx = {.arena = arena_new(0)};
	struct call_view call = plain();

	(void)state;
	call.answered_us = (struct opt_int){1003 * S, true};
	call.agent_id = 12;
	call.agent_no = 3;
	call.agent_name = "Sarah";
	call.order_id = 1847;
	call.order_year = 2024;
	call.status = "on_hold";
	assert_string_equal(member(&cx, &call, NULL, "handled_by"), "agent");
	assert_string_equal(member(&cx, &call, NULL, "agent_id"), "AGT-003");
	assert_string_equal(member(&cx, &call, "agent", "agent_id"), "AGT-003");
	assert_string_equal(member(&cx, &call, "agent", "id"), "12");
	assert_string_equal(member(&cx, &call, NULL, "order_code"), "ORD-2024-001847");
	assert_string_equal(member(&cx, &call, NULL, "on_hold"), "true");
	call.by_system = true;
	assert_string_equal(member(&cx, &call, NULL, "handled_by"), "system");
	arena_free(&cx.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_found_by_its_id),
		cmocka_unit_test(its_length_goes_to_its_end_or_to_what_was_heard_last),
		cmocka_unit_test(it_waits_while_nobody_has_it),
		cmocka_unit_test(what_is_not_known_yet_is_null),
		cmocka_unit_test(who_had_it_is_an_agent_or_the_system),
	};

	return cmocka_run_group_tests_name("calls as they are shown", tests, NULL, NULL);
}
