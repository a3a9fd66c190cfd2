/* log_test.c - one line is one JSON object, whatever text it holds. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/log/log.h"

#include <unistd.h>

/* What log_write sends to standard error, up to 8 KiB. */
static size_t logged(char *text, size_t room, enum log_level level, const char *value)
{
	int ends[2];
	int kept = dup(STDERR_FILENO);
	ssize_t length;

	assert_int_equal(pipe(ends), 0);
	(void)dup2(ends[1], STDERR_FILENO);
	log_write(level, "test.event",
		(const struct log_field[]){LOG_TEXT("who", value), LOG_INT("n", -7), LOG_END});
	(void)dup2(kept, STDERR_FILENO);
	(void)close(ends[1]);
	(void)close(kept);
	length = read(ends[0], text, room - 1);
	(void)close(ends[0]);
	text[length > 0 ? length : 0] = '\0';
	return strlen(text);
}

static void line_breaks_and_quotes_cannot_forge_a_line(void **state)
{
	char line[8192];
	size_t length = logged(
		line, sizeof(line), LOG_WARN, "a\r\n{\"level\":\"error\"}\x1b[31m\"\\");

	(void)state;
	assert_true(length > 0);
	assert_ptr_equal(strchr(line, '\n'), line + length - 1);
	assert_non_null(strstr(line,
		"\"who\":\"a\\u000d\\u000a{\\\"level\\\":\\\"error\\\"}\\u001b[31m\\\"\\\\\""));
	assert_non_null(strstr(line, "\"n\":-7}"));
}

static void long_and_broken_text_stays_bounded(void **state)
{
	char value[100000];
	char line[8192];

	(void)state;
	memset(value, 0xFF, sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	assert_true(logged(line, sizeof(line), LOG_ERROR, value) < 4097);
	assert_int_equal(line[strlen(line) - 2], '}');
}

static void levels_below_the_least_are_silent(void **state)
{
	char line[8192];

	(void)state;
	assert_int_equal(logged(line, sizeof(line), LOG_DEBUG, "x"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_breaks_and_quotes_cannot_forge_a_line),
		cmocka_unit_test(long_and_broken_text_stays_bounded),
		cmocka_unit_test(levels_below_the_least_are_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
