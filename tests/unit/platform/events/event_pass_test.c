/* event_pass_test.c - what passes, from node to node: read as it was said, and nothing else (WS-16). */
/* SPDX-License-Identifier: MIT */
#include "live_support.h"

#include "platform/db/listen.h"
#include "platform/events/events_internal.h"

#include <stdatomic.h>

static atomic_int heard;
static char last[1000];

static void hear(struct event_frame *frame, void *arg)
{
	(void)arg;
	assert_int_equal(frame->seq, 0);
	(void)snprintf(
		last, sizeof(last), "%lld %s", (long long)frame->company_id, frame->json.ptr);
	atomic_fetch_add(&heard, 1);
}

static const struct audience audience = {.permission = PERM_ORDERS_READ,
	.user_id = 1,
	.agent_id = 2,
	.other_agent_id = 3,
	.team_id = 4,
	.other_team_id = 5,
	.department_id = 6,
	.visitor_id = 7,
	.pool = true};

static struct event event_with(const char *data)
{
	return (struct event){.type = "order:created",
		.subject_type = "order",
		.subject_id = 9,
		.audience = audience,
		.data = data};
}

static struct cx unit_without_database(void)
{
	return (struct cx){.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = INT64_C(1795241566123456),
		.request_id = "test"};
}

static void what_was_said_is_read(void **state)
{
	const struct event event = event_with("{\"name\":\"سارة \\\"x\\\"\",\"n\":[1,null]}");
	struct cx cx = unit_without_database();
	struct str text = event_pass_write(cx.arena, 12, &event);
	struct event_frame *frame = event_pass_read(&cx, text);

	(void)state;
	assert_non_null(frame);
	assert_int_equal(frame->company_id, 12);
	assert_int_equal(frame->seq, 0);
	assert_int_equal(frame->subject_id, 9);
	assert_string_equal(frame->subject_type, "order");
	assert_memory_equal(&frame->audience, &audience, sizeof(audience));
	assert_string_equal(frame->json.ptr,
		"{\"type\":\"order:created\",\"data\":{\"name\":\"سارة \\\"x\\\"\",\"n\":[1,null]},"
		"\"at\":\"2026-11-21T06:12:46.123Z\"}");
	event_frame_release(&frame);
	arena_free(&cx.arena);
}

static void what_is_too_long_stays_here(void **state)
{
	struct cx cx = unit_without_database();
	char data[5000];
	struct event event = event_with(data);

	(void)state;
	(void)snprintf(data, sizeof(data), "{\"x\":\"%0*d\"}", (int)EVENTS_TELL_BYTES - 8, 0);
	assert_true(event_pass_write(cx.arena, 1, &event).len > 0);
	(void)snprintf(data, sizeof(data), "{\"x\":\"%0*d\"}", (int)EVENTS_TELL_BYTES - 7, 0);
	assert_int_equal(event_pass_write(cx.arena, 1, &event).len, 0);
	arena_free(&cx.arena);
}

#define GOOD \
	"{\"company\":1,\"permission\":\"self\",\"pool\":false,\"everyone\":true," \
	"\"ids\":[0,0,0,0,0,0,0],\"type\":\"order:created\",\"subject\":\"order\",\"id\":1," \
	"\"data\":{}}"

/* Every piece of a good text is taken out or replaced by something else. */
static void nonsense_is_nothing(void **state)
{
	static const char *const parts[][2] = {
		{"\"company\":1", "\"company\":\"1\""},
		{"\"company\":1", "\"company\":-1"},
		{"\"company\":1", "\"company\":1e30"},
		{"\"company\":1,", ""},
		{"\"self\"", "\"everything\""},
		{"\"self\"", "7"},
		{"\"pool\":false", "\"pool\":0"},
		{"\"everyone\":true", "\"everyone\":\"yes\""},
		{"[0,0,0,0,0,0,0]", "[0,0,0,0,0,0]"},
		{"[0,0,0,0,0,0,0]", "[0,0,0,0,0,0,0,0]"},
		{"[0,0,0,0,0,0,0]", "[0,0,0,0,0,0,-1]"},
		{"[0,0,0,0,0,0,0]", "{\"0\":0}"},
		{"\"order:created\"", "\"order:stolen\""},
		{"\"order:created\"", "null"},
		{"\"order\"", "[]"},
		{"\"id\":1", "\"id\":null"},
		{"\"data\":{}", "\"data\":[]"},
		{"\"data\":{}", "\"data\":\"{}\""},
		{"\"data\":{}", "\"data\":{"},
		{GOOD, ""},
		{GOOD, "null"},
		{GOOD, "[" GOOD "]"},
		{GOOD, GOOD GOOD},
		{GOOD, "\xff\xfe"},
	};
	struct cx cx = unit_without_database();
	struct event_frame *frame = event_pass_read(&cx, STR(GOOD));
	static char huge[DB_LISTENER_TEXT_BYTES + 2];

	(void)state;
	assert_non_null(frame);
	event_frame_release(&frame);
	for (size_t i = 0; i < COUNT(parts); i++) {
		const char *at = strstr(GOOD, parts[i][0]);
		const char *text = arena_format(cx.arena, "%.*s%s%s", (int)(at - GOOD), GOOD,
			parts[i][1], at + strlen(parts[i][0]));

		if (event_pass_read(&cx, str_of(text)))
			fail_msg("taken: %s", text);
	}
	memset(huge, ' ', sizeof(huge));
	memcpy(huge, GOOD, sizeof(GOOD) - 1);
	assert_null(event_pass_read(&cx, (struct str){huge, sizeof(huge) - 1}));
	arena_free(&cx.arena);
}

/* ---- Between processes ------------------------------------------------------------- */

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	live_make(place);
	atomic_store(&heard, 0);
	events_listen(hear, NULL);
	assert_int_equal(events_follow_start(place->pool), OK);
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

static void tell(struct place *place)
{
	const struct event event = event_with("{\"n\":1}");
	struct unit unit;
	struct cx *cx = unit_open(&unit, place->pool, 2);

	events_tell(cx, &event);
	unit_close(&unit);
}

static void it_is_told_here_at_once(void **state)
{
	tell(*state);
	assert_int_equal(atomic_load(&heard), 1);
	assert_non_null(strstr(last, "2 {\"type\":\"order:created\",\"data\":{\"n\":1},\"at\""));
}

static int texts;
static char said[1000];

static void on_text(struct str text, void *arg)
{
	(void)arg;
	(void)snprintf(said, sizeof(said), "%.*s", (int)text.len, text.ptr);
	texts++;
}

static void other_nodes_hear_it(void **state)
{
	struct place *place = *state;
	struct db_listener *other = db_listener_new(place->pool, "hatif_events");

	if (!live_on_postgres) {
		assert_null(other);
		return;
	}
	db_listener_on_text(other, on_text, NULL);
	texts = 0;
	for (int i = 0; i < 200 && !texts; i++) {
		tell(place);
		(void)db_listener_wait(other, -1, 50);
	}
	assert_true(texts > 0);
	assert_non_null(strstr(said, "\"company\":2"));
	/* And the other way round; what is no text of ours harms nobody. */
	atomic_store(&heard, 0);
	db_listener_say(other, "{\"company\":");
	db_listener_say(other, GOOD);
	for (int i = 0; i < 500 && !atomic_load(&heard); i++)
		(void)usleep(10000);
	assert_int_equal(atomic_load(&heard), 1);
	assert_non_null(strstr(last, "1 {\"type\":\"order:created\",\"data\":{},\"at\""));
	db_listener_free(&other);
}

static int run_group(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_is_read),
		cmocka_unit_test(what_is_too_long_stays_here),
		cmocka_unit_test(nonsense_is_nothing),
		cmocka_unit_test_setup_teardown(it_is_told_here_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_nodes_hear_it, set_up, tear_down),
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
