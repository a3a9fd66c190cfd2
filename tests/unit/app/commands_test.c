/* commands_test.c - every command of sockets leads to a route, and one that does not is named. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "app/commands.h"

static void every_command_has_its_route(void **state)
{
	(void)state;
	assert_null(commands_unknown());
}

static void one_without_is_named(void **state)
{
	static const struct {
		const char *name;
		struct ws_command command;
		bool known;
	} cases[] = {
		{"its own words for parameters",
			{"a", HTTP_POST, "/api/chats/{whatever}/claim", NULL}, true},
		{"another method", {"b", HTTP_DELETE, "/api/chats/{id}/claim", NULL}, false},
		{"a word for a parameter", {"c", HTTP_POST, "/api/chats/7/claim", NULL}, false},
		{"a path that ends early", {"d", HTTP_POST, "/api/chats/{id}/clai", NULL}, false},
		{"a path that goes on", {"e", HTTP_POST, "/api/chats/{id}/claim/now", NULL}, false},
		{"nothing of ours", {"f", HTTP_GET, "/api/nothing", NULL}, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct ws_command commands[] = {app_commands[0], cases[i].command, {0}};
		const char *unknown = command_without_route(commands);

		if (cases[i].known ? unknown != NULL : unknown != cases[i].command.name)
			fail_msg("%s: %s", cases[i].name, unknown ? unknown : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_has_its_route),
		cmocka_unit_test(one_without_is_named),
	};

	return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
