/* pbx_call_test.c - what may stand in a dialplan and in a line that is sent (IMP-TEL-05). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/extensions/pbx_call.h"

static void names_mean_nothing_to_a_dialplan(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} cases[] = {{"from-internal", true}, {"600", true}, {"*72", true}, {"+971501112222", true},
		{"sales_queue.2", true}, {"", false}, {"a b", false}, {"600,1", false},
		{"600)", false}, {"${EXTEN}", false}, {"a&b", false}, {"a|b", false},
		{"a\r\nAction: Command", false}, {"a\nb", false}, {"١٢٣", false},
		{"0123456789012345678901234567890123456789", true},
		{"01234567890123456789012345678901234567890", false}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(pbx_name_good(cases[i].name, 40) == cases[i].good, cases[i].name);
}

static void lines_have_no_control_characters(void **state)
{
	(void)state;
	assert_true(pbx_line_good("Sales – المبيعات"));
	assert_false(pbx_line_good("sales\r"));
	assert_false(pbx_line_good("sales\nAction: Originate"));
	assert_false(pbx_line_good("sales\t"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_mean_nothing_to_a_dialplan),
		cmocka_unit_test(lines_have_no_control_characters),
	};

	return cmocka_run_group_tests_name("calls by a PBX", tests, NULL, NULL);
}
