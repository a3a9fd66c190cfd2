/* pusher_names_test.c - channels, messages, signatures, ids and tickets of Pusher's lines (WS-3, WS-4, A-32). */
/* SPDX-License-Identifier: MIT */
#include "../http/http_support.h"

#include "platform/push/pusher_internal.h"

static struct world world;
static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	world_open(&world); /* ids and tickets are sealed by the installation's key */
	cx = (struct cx){.arena = arena_new(0), .actor = actor_nobody(), .request_id = "test"};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	world_close(&world);
	return 0;
}

static void channels_are_those_of_the_table(void **state)
{
	static const struct {
		const char *name;
		enum pusher_class class;
		enum perm permission;
		bool events; /* of the company come over it */
	} cases[] = {
		{"calls", PUSHER_PUBLIC, PERM_CALLS_READ, true},
		{"private-calls", PUSHER_PRIVATE, PERM_CALLS_READ, true},
		{"call-console", PUSHER_PUBLIC, PERM_CALLS_READ, true},
		{"live-calls", PUSHER_PUBLIC, PERM_CALLS_READ, true},
		{"private-call-history", PUSHER_PRIVATE, PERM_CALLS_READ, true},
		{"extensions", PUSHER_PUBLIC, PERM_AGENTS_READ, true},
		{"private-chats", PUSHER_PRIVATE, PERM_CHATS_READ, true},
		{"private-agents", PUSHER_PRIVATE, PERM_AGENTS_READ, true},
		{"presence-agents", PUSHER_PRESENCE, PERM_AGENTS_READ, true},
		{"private-updates", PUSHER_PRIVATE, PERM_SELF, true},
		{"private-user.7", PUSHER_PRIVATE, PERM_SELF, true},
		{"#server-to-user-7", PUSHER_PUBLIC, PERM_SELF, true},
		{"app.prices", PUSHER_PUBLIC, PERM_SELF, false},
		{"private-app.prices;v=2", PUSHER_PRIVATE, PERM_SELF, false},
		{"presence-app.room_7", PUSHER_PRESENCE, PERM_SELF, false},
	};
	struct pusher_name name;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(pusher_name_read(str_of(cases[i].name), &name), cases[i].name);
		assert_case(name.class == cases[i].class, cases[i].name);
		assert_case(name.permission == cases[i].permission, cases[i].name);
		assert_case((name.topic != 0) == cases[i].events, cases[i].name);
		if (name.topic)
			assert_string_equal(
				pusher_topic_name(cx.arena, name.topic, 7), cases[i].name);
	}
}

static void no_other_name_is_a_channel(void **state)
{
	static const char *const names[] = {"", "chats", "updates", "presence-calls",
		"private-company.2.calls", "private-calls/../chats", "private-*", "company.*",
		"private-calls,private-chats", "private-calls\n", "private-calls ", "private-",
		"presence-", "app.", "private-app.", "private-user.", "private-user.0",
		"private-user.07", "private-user.-7", "private-user.7.8", "presence-user.7",
		"#server-to-user-", "#calls", "calls#", "private-encrypted-calls", "Calls",
		"private-user.99999999999999999999", "private-\xd8\xb3"};
	char lengthy[PUSHER_NAME_MAX + 2];
	struct pusher_name name;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		assert_case(!pusher_name_read(str_of(names[i]), &name), names[i]);
	assert_false(pusher_name_read((struct str){"app.\0", 5}, &name));
	memset(lengthy, 'x', sizeof(lengthy));
	memcpy(lengthy, "app.", 4);
	assert_true(pusher_name_read((struct str){lengthy, PUSHER_NAME_MAX}, &name));
	assert_false(pusher_name_read((struct str){lengthy, PUSHER_NAME_MAX + 1}, &name));
}

static void what_is_for_one_is_for_one(void **state)
{
	const struct actor seven = {.user_id = 7, .permissions = UINT64_C(1) << PERM_SELF};
	const struct actor program = {.api_key_id = 1, .permissions = UINT64_MAX};
	struct pusher_name name;

	(void)state;
	assert_true(pusher_name_read(STR("private-user.7"), &name));
	assert_true(pusher_name_open_to(&name, &seven));
	assert_true(pusher_name_read(STR("private-user.8"), &name));
	assert_false(pusher_name_open_to(&name, &seven));
	assert_true(pusher_name_read(STR("private-calls"), &name));
	assert_false(pusher_name_open_to(&name, &seven));
	assert_false(pusher_name_open_to(&name, &program));
}

static unsigned topics_of(const char *type, struct audience audience)
{
	return pusher_topics_of(&(struct event_frame){.type = type, .audience = audience});
}

static unsigned topic(const char *channel)
{
	struct pusher_name name;

	assert_true(pusher_name_read(str_of(channel), &name));
	return name.topic;
}

static void events_come_over_their_channels(void **state)
{
	const struct audience own = {.permission = PERM_SELF, .user_id = 7};
	const struct audience all = {.permission = PERM_SELF, .everyone = true};
	const struct audience calls = {.permission = PERM_CALLS_READ, .agent_id = 3};

	(void)state;
	assert_true(topics_of("call:new", calls) & topic("live-calls"));
	assert_true(topics_of("call:new", calls) & topic("private-updates"));
	assert_false(topics_of("call:new", calls) & topic("extensions"));
	assert_false(topics_of("call:new", calls) & topic("private-user.7"));
	assert_true(topics_of("notification:new", own) & topic("private-user.7"));
	assert_true(topics_of("notification:new", own) & topic("#server-to-user-7"));
	assert_false(topics_of("announcement:changed", all) & topic("private-user.7"));
	assert_true(topics_of("agent:status_changed", all) & topic("presence-agents"));
}

static void names_of_laravel_are_in_the_table(void **state)
{
	const struct push_name *status = push_name_of("extension:status_changed");

	(void)state;
	assert_non_null(status);
	assert_string_equal(status->pusher[0], "extension.status.updated");
	assert_string_equal(status->pusher[1], "extension-status-updated");
	assert_true(pusher_topic_has_names(topic("extensions")));
	assert_false(pusher_topic_has_names(topic("private-updates")));
}

static void messages_are_taken_apart(void **state)
{
	static const char *const none[] = {"", "{", "7", "[]", "null", "{}", "{\"event\":7}"};
	struct pusher_message message;

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_case(!pusher_message_read(&cx, str_of(none[i]), &message), none[i]);
	assert_true(pusher_message_read(
		&cx, STR("{\"event\":\"x\",\"data\":{\"a\":\"b\"},\"channel\":\"c\"}"), &message));
	assert_string_equal(message.channel, "c");
	assert_string_equal(pusher_text_in(message.data, "a"), "b");
	assert_true(pusher_message_read(
		&cx, STR("{\"event\":\"x\",\"data\":\"{\\\"a\\\":\\\"b\\\"}\"}"), &message));
	assert_string_equal(pusher_text_in(message.data, "a"), "b");
	assert_null(message.channel);
	assert_true(pusher_message_read(&cx, STR("{\"event\":\"x\",\"data\":\"{\"}"), &message));
	assert_null(message.data);
	assert_non_null(message.sent);
}

/* The example of Pusher's documentation. */
static void signatures_are_those_of_the_makers(void **state)
{
	(void)state;
	assert_string_equal(
		pusher_sign(cx.arena, "7ad3773142a6692b25b8", STR("1234.1234:private-foobar")),
		"58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4");
}

static void ids_and_tickets_are_of_their_line_alone(void **state)
{
	const char *id = pusher_id_make(cx.arena, 1, 7), *other = pusher_id_make(cx.arena, 1, 7);
	const char *ticket = pusher_ticket_make(cx.arena, id, STR("token"));

	(void)state;
	assert_string_not_equal(id, other);
	assert_true(pusher_id_is_of(cx.arena, id, 1, 7));
	assert_false(pusher_id_is_of(cx.arena, id, 1, 8));
	assert_false(pusher_id_is_of(cx.arena, id, 1, 0));
	assert_false(pusher_id_is_of(cx.arena, id, 2, 7));
	assert_false(pusher_id_is_of(cx.arena, arena_format(cx.arena, "%s:x", id), 1, 7));
	assert_false(pusher_id_is_of(cx.arena, arena_format(cx.arena, "0%s", id), 1, 7));
	assert_false(pusher_id_is_of(cx.arena, "", 1, 7));
	assert_string_equal(pusher_ticket_token(cx.arena, ticket, id), "token");
	assert_null(pusher_ticket_token(cx.arena, ticket, other));
	assert_null(pusher_ticket_token(cx.arena, auth_seal(cx.arena, str_of(id)), id));
	assert_null(pusher_ticket_token(cx.arena, "nonsense", id));
	assert_null(pusher_ticket_token(cx.arena, NULL, id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(channels_are_those_of_the_table),
		cmocka_unit_test(no_other_name_is_a_channel),
		cmocka_unit_test(what_is_for_one_is_for_one),
		cmocka_unit_test(events_come_over_their_channels),
		cmocka_unit_test(names_of_laravel_are_in_the_table),
		cmocka_unit_test(messages_are_taken_apart),
		cmocka_unit_test(signatures_are_those_of_the_makers),
		cmocka_unit_test(ids_and_tickets_are_of_their_line_alone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
