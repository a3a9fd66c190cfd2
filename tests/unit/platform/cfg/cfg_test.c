/* cfg_test.c - which source wins, and what is refused. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/cfg/cfg.h"

#include "base/str.h"

#include <unistd.h>

static bool load(const char *const *flags, const char **why)
{
	char *argv[8];
	const char *rest[8];
	int argc = 0;
	int rest_count;

	for (; flags[argc]; argc++)
		argv[argc] = strdup(flags[argc]);
	*why = "";
	bool loaded = cfg_load(argc, argv, rest, &rest_count, why);

	for (int i = 0; i < argc; i++)
		free(argv[i]);
	return loaded;
}

static void flags_beat_environment_beats_file_beats_standard(void **state)
{
	char file[] = "/tmp/hatif-cfg-XXXXXX";
	int fd = mkstemp(file);
	const char *why;

	(void)state;
	assert_true(fd >= 0);
	assert_true(
		dprintf(fd, "# a comment\n\nworkers = 3\nslow-ms = 7\nlisten = a:1, b:2\n") > 0);
	(void)close(fd);
	assert_true(load((const char *[]){NULL}, &why));
	assert_int_equal(cfg_int("workers"), 0);
	assert_string_equal(cfg_source("workers"), "default");
	assert_true(load((const char *[]){"--config", file, NULL}, &why));
	assert_int_equal(cfg_int("workers"), 3);
	assert_int_equal(cfg_count("listen"), 2);
	assert_string_equal(cfg_item("listen", 1), "b:2");
	(void)setenv("HATIF_WORKERS", "4", 1);
	assert_true(load((const char *[]){"--config", file, NULL}, &why));
	assert_int_equal(cfg_int("workers"), 4);
	assert_int_equal(cfg_int("slow-ms"), 7);
	assert_true(load((const char *[]){"--workers=5", "--config", file, NULL}, &why));
	assert_int_equal(cfg_int("workers"), 5);
	assert_string_equal(cfg_source("workers"), "flag");
	(void)unsetenv("HATIF_WORKERS");
	(void)unlink(file);
}

static void a_list_on_the_command_line_is_the_whole_list(void **state)
{
	const char *why;

	(void)state;
	assert_true(load((const char *[]){"--listen", "x:1", "--listen", "y:2", NULL}, &why));
	assert_int_equal(cfg_count("listen"), 2);
	assert_string_equal(cfg_item("listen", 0), "x:1");
}

static void refuses_with_a_sentence_that_names_the_key(void **state)
{
	static const struct {
		const char *flags[4];
		const char *word;
	} cases[] = {
		{{"--nonsense", "1", NULL}, "nonsense"},
		{{"--workers", "many", NULL}, "workers"},
		{{"--workers", "-1", NULL}, "workers"},
		{{"--workers", NULL}, "workers"},
		{{"--cors-any=perhaps", NULL}, "cors-any"},
		{{"--config", "/nonexistent/x", NULL}, "/nonexistent/x"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *why;

		assert_case(!load(cases[i].flags, &why), cases[i].word);
		assert_case(strstr(why, cases[i].word) != NULL, cases[i].word);
	}
}

static void every_key_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < cfg_key_count; i++) {
		assert_case(strlen(cfg_keys[i].about) > 10, cfg_keys[i].name);
		assert_case(strchr(cfg_keys[i].name, '_') == NULL, cfg_keys[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_beat_environment_beats_file_beats_standard),
		cmocka_unit_test(a_list_on_the_command_line_is_the_whole_list),
		cmocka_unit_test(refuses_with_a_sentence_that_names_the_key),
		cmocka_unit_test(every_key_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
