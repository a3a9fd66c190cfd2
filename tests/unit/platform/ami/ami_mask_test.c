/* ami_mask_test.c - numbers of people are covered, the same ones alike, and nothing else. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/ami/ami_mask.h"
#include "platform/crypto/crypto.h"

static const char text[] = "Event: Newchannel\r\n"
			   "Timestamp: 1795233424.123456\r\n"
			   "Channel: PJSIP/trunk-0000002a\r\n"
			   "CallerIDNum: 447700900123\r\n"
			   "CallerIDName: Jane Doe 7\r\n"
			   "ConnectedLineName: <unknown>\r\n"
			   "Exten: 9447700900123\r\n"
			   "Uniqueid: pbx1-1795233424.42\r\n"
			   "Value: PJSIP/447700900123@trunk,30\r\n"
			   "AppData: pbx1-1795233424.42,1001\r\n"
			   "\r\n";

/* The text in slices of that many bytes, in `out`. */
static void mask_all(struct ami_mask *mask, size_t slice, struct buf *out)
{
	for (size_t at = 0; at < sizeof(text) - 1; at += slice) {
		const size_t left = sizeof(text) - 1 - at;
		const struct str masked = ami_mask_take(
			mask, (struct str){text + at, left < slice ? left : slice}, false);

		buf_add(out, masked.ptr, masked.len);
	}
	buf_add(out, "", 0);
}

static struct str value_of(struct buf *all, const char *name)
{
	struct str rest = {all->ptr, all->len}, value, line;

	while (rest.ptr) {
		line = str_cut(rest, '\n', &rest);
		if (str_is(str_cut(line, ':', &value), name))
			return str_trim(value);
	}
	fail_msg("%s is gone", name);
	return rest;
}

static void numbers_and_names_are_covered(void **state)
{
	static const size_t slices[] = {1, 3, 17, sizeof(text)};
	struct arena *arena = arena_new(0);
	struct ami_mask *mask = ami_mask_new();

	(void)state;
	for (size_t i = 0; i < COUNT(slices); i++) {
		struct buf out = buf_in(arena, 1024);
		struct str number, dialled, sent;

		mask_all(mask, slices[i], &out);
		assert_int_equal(out.len, sizeof(text) - 1);
		number = value_of(&out, "CallerIDNum");
		dialled = value_of(&out, "Exten");
		sent = value_of(&out, "Value");
		assert_false(str_is(number, "447700900123"));
		assert_true(str_starts(number, "447700"));
		/* With and without a prefix, and inside of other text, it is the same one. */
		assert_memory_equal(dialled.ptr + 1, number.ptr, number.len);
		assert_memory_equal(sent.ptr + strlen("PJSIP/"), number.ptr, number.len);
		assert_true(str_is(value_of(&out, "CallerIDName"), "xxxx xxx 7"));
		assert_true(str_is(value_of(&out, "ConnectedLineName"), "<unknown>"));
		assert_true(str_is(value_of(&out, "Timestamp"), "1795233424.123456"));
		assert_true(str_is(value_of(&out, "Uniqueid"), "pbx1-1795233424.42"));
		assert_true(str_is(value_of(&out, "AppData"), "pbx1-1795233424.42,1001"));
		assert_true(str_is(value_of(&out, "Channel"), "PJSIP/trunk-0000002a"));
	}
	ami_mask_free(&mask);
	arena_free(&arena);
}

static void the_last_line_comes_at_the_end(void **state)
{
	struct ami_mask *mask = ami_mask_new();

	(void)state;
	assert_int_equal(ami_mask_take(mask, STR("CallerIDNum: 4477009"), false).len, 0);
	assert_int_equal(ami_mask_take(mask, STR("00123"), true).len, 25);
	assert_int_equal(ami_mask_take(mask, STR(""), true).len, 0);
	ami_mask_free(&mask);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_names_are_covered),
		cmocka_unit_test(the_last_line_comes_at_the_end),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
