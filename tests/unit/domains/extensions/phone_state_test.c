/* phone_state_test.c - Asterisk's spellings, and what follows from two facts. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/extensions/extensions_internal.h"

static void words_in_any_spelling(void **state)
{
	static const struct {
		const char *word;
		enum line_state line;
	} cases[] = {
		{"NOT_INUSE", LINE_NOT_IN_USE},
		{"Not in use", LINE_NOT_IN_USE},
		{"INUSE", LINE_IN_USE},
		{"In use", LINE_IN_USE},
		{"RINGING", LINE_RINGING},
		{"RINGINUSE", LINE_RINGING_IN_USE},
		{"Ring+Inuse", LINE_RINGING_IN_USE},
		{"On Hold", LINE_ON_HOLD},
		{"ONHOLD", LINE_ON_HOLD},
		{"BUSY", LINE_BUSY},
		{"Unavailable", LINE_UNAVAILABLE},
		{"INVALID", LINE_INVALID},
		{"UNKNOWN", LINE_UNKNOWN},
		{"", LINE_UNKNOWN},
		{"INUSEX", LINE_UNKNOWN},
		{"\xff\x01", LINE_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(line_state_read(str_of(cases[i].word)) == cases[i].line, cases[i].word);
	assert_int_equal(line_state_of_number(STR("1")), LINE_NOT_IN_USE);
	assert_int_equal(line_state_of_number(STR("5")), LINE_UNAVAILABLE);
	assert_int_equal(line_state_of_number(STR("8")), LINE_ON_HOLD);
	assert_int_equal(line_state_of_number(STR("9")), LINE_UNKNOWN);
	assert_int_equal(line_state_of_number(STR("-1")), LINE_UNKNOWN);
	assert_int_equal(line_state_of_number(STR("x")), LINE_UNKNOWN);
}

static void registrations(void **state)
{
	enum registration registration = REGISTRATION_UNKNOWN;

	(void)state;
	assert_true(registration_read(STR("Reachable"), &registration));
	assert_int_equal(registration, REGISTERED);
	assert_true(registration_read(STR("NonQualified"), &registration));
	assert_int_equal(registration, REGISTERED);
	assert_true(registration_read(STR("Unreachable"), &registration));
	assert_int_equal(registration, UNREGISTERED);
	assert_true(registration_read(STR("Removed"), &registration));
	assert_int_equal(registration, UNREGISTERED);
	assert_false(registration_read(STR("Updated"), &registration));
}

static void what_follows(void **state)
{
	(void)state;
	assert_int_equal(phone_status_of(REGISTERED, LINE_NOT_IN_USE), PHONE_ONLINE);
	assert_int_equal(phone_status_of(REGISTRATION_UNKNOWN, LINE_RINGING), PHONE_ONLINE);
	assert_int_equal(phone_status_of(REGISTERED, LINE_UNAVAILABLE), PHONE_OFFLINE);
	assert_int_equal(phone_status_of(UNREGISTERED, LINE_UNKNOWN), PHONE_OFFLINE);
	assert_int_equal(phone_status_of(REGISTERED, LINE_UNKNOWN), PHONE_ONLINE);
	assert_int_equal(phone_status_of(REGISTRATION_UNKNOWN, LINE_UNKNOWN), PHONE_UNKNOWN);
	assert_int_equal(phone_status_of(REGISTERED, LINE_INVALID), PHONE_INVALID);
}

static void only_changes_count(void **state)
{
	struct phone phone = {.registration = REGISTRATION_UNKNOWN,
		.line = LINE_UNKNOWN,
		.status = PHONE_UNKNOWN};

	(void)state;
	assert_true(phone_set_line(&phone, LINE_NOT_IN_USE, 100));
	assert_int_equal(phone.status_changed_us, 100);
	assert_false(phone_set_line(&phone, LINE_NOT_IN_USE, 200));
	assert_int_equal(phone.line_changed_us, 100);
	assert_true(phone_set_line(&phone, LINE_RINGING, 300));
	assert_int_equal(phone.line_changed_us, 300);
	assert_int_equal(phone.status_changed_us, 100); /* online all the while */
	assert_true(phone_set_registration(&phone, REGISTERED, 400));
	assert_int_equal(phone.status_changed_us, 100);
	assert_true(phone_set_line(&phone, LINE_UNAVAILABLE, 500));
	assert_int_equal(phone.status, PHONE_OFFLINE);
	assert_int_equal(phone.status_changed_us, 500);
}

static void interfaces(void **state)
{
	static const struct {
		const char *interface, *number;
	} cases[] = {
		{"PJSIP/1001", "1001"},
		{"Local/1002@from-queue/n", "1002"},
		{"hint:1003@default", "1003"},
		{"SIP/1004-000001", "1004"},
		{"1005", ""},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct str number = interface_number(str_of(cases[i].interface));

		assert_case(number.len == strlen(cases[i].number) &&
				(number.len == 0 ||
					memcmp(number.ptr, cases[i].number, number.len) == 0),
			cases[i].interface);
	}
}

static void endpoints(void **state)
{
	static const char *const good[] = {"PJSIP/1001", "SIP/a.b-c_d", "DAHDI/1"};
	static const char *const bad[] = {"", "1001", "/1001", "PJSIP/", "PJSIP/1&PJSIP/2",
		"Local/1@x", "PJSIP/a b", "PJSIP/1\r\nAction: x", "PJSIP/${X}", "PJSIP/1,2"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_case(endpoint_good(good[i]), good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(!endpoint_good(bad[i]), bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_in_any_spelling),
		cmocka_unit_test(registrations),
		cmocka_unit_test(what_follows),
		cmocka_unit_test(only_changes_count),
		cmocka_unit_test(interfaces),
		cmocka_unit_test(endpoints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
