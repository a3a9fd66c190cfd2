/* cli.c - finding the command, parting its options from the configuration, help. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"

#include "base/str.h"
#include "platform/cfg/cfg.h"

#include <assert.h>
#include <stdarg.h>
#include <unistd.h>

#define OPTIONS_MAX 16
#define WORDS_MAX 64

static const struct cli_command *const commands[] = {&serve_command, &init_command,
	&migrate_command, &demo_command, &user_command, &import_command, &rollup_command,
	&backup_command, &restore_command, &openapi_command, &config_command, &doctor_command,
	&ami_command};

int cli_complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)fputs("hatif: ", stderr);
	(void)vfprintf(stderr, format, args);
	(void)fputc('\n', stderr);
	va_end(args);
	return 1;
}

const char *cli_value(const struct cli_args *args, const char *name)
{
	for (size_t i = 0; args->options && args->options[i].name; i++)
		if (text_is(args->options[i].name, name))
			return args->given[i];
	assert(0 && "an option the command does not declare");
	return NULL;
}

const char *cli_password(const struct cli_args *args)
{
	static char line[1024];
	const char *given = cli_value(args, "password");

	if (!given)
		given = getenv("HATIF_PASSWORD");
	if (!given) {
		(void)cli_complain(
			"give --password P, or --password - to read it from standard input");
		return NULL;
	}
	if (!text_is(given, "-"))
		return given;
	if (!fgets(line, sizeof(line), stdin)) {
		(void)cli_complain("no password on standard input");
		return NULL;
	}
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

const char *cli_next_value(const struct cli_args *args, const char *name, int *at)
{
	while (*at < args->all_count) {
		const struct cli_given *option = &args->all[(*at)++];

		if (text_is(option->name, name))
			return option->value;
	}
	return NULL;
}

static void print_options(const struct cli_option *options)
{
	for (; options && options->name; options++)
		(void)printf("      --%s%s%s\n          %s\n", options->name,
			options->value ? " " : "", options->value ? options->value : "",
			options->about);
}

static int help(void)
{
	(void)printf("Hatif %s - a contact centre in one program\n\n"
		     "usage: hatif COMMAND [WORDS] [--KEY VALUE ...]\n\n",
		HATIF_VERSION);
	for (size_t i = 0; i < COUNT(commands); i++) {
		(void)printf("  %s%s%s\n      %s\n", commands[i]->name,
			*commands[i]->words ? " " : "", commands[i]->words, commands[i]->about);
		print_options(commands[i]->options);
	}
	(void)puts(
		"\nEvery command also takes the configuration keys that `hatif config` lists,\n"
		"as --KEY VALUE, as HATIF_KEY in the environment, or in a file (--config FILE).");
	return 0;
}

static ssize_t option_index(const struct cli_option *options, struct str name)
{
	for (ssize_t i = 0; options && options[i].name; i++)
		if (str_is(name, options[i].name))
			return i;
	return -1;
}

/* Is word an option of the command? Then note its value; *used counts words eaten. */
static bool take_option(
	const struct cli_command *command, const char **given, int left, char **words, int *used)
{
	struct str value;
	struct str name;
	ssize_t index;

	if (strncmp(words[0], "--", 2) != 0)
		return false;
	name = str_cut(str_of(words[0] + 2), '=', &value);
	index = option_index(command->options, name);
	if (index < 0)
		return false;
	*used = 1;
	if (!command->options[index].value) {
		given[index] = "yes";
	} else if (value.ptr) {
		given[index] = value.ptr;
	} else if (left > 1) {
		given[index] = words[1];
		*used = 2;
	} else {
		given[index] = NULL;
	}
	return true;
}

/* The option that has just been taken, by its name and value. */
static void note_option(const struct cli_command *command, const char *const *given,
	const char *word, struct cli_given *noted)
{
	struct str value;
	ssize_t index = option_index(command->options, str_cut(str_of(word + 2), '=', &value));

	noted->name = command->options[index].name;
	noted->value = given[index];
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	const char *given[OPTIONS_MAX] = {NULL};
	char *left[WORDS_MAX];
	const char *words[WORDS_MAX];
	struct cli_given all[WORDS_MAX];
	struct cli_args args = {
		.words = words, .options = command->options, .given = given, .all = all};
	int left_count = 0;
	const char *why = NULL;

	if (argc > WORDS_MAX)
		return cli_complain("too many words");
	for (int i = 0; i < argc;) {
		int used = 1;

		if (take_option(command, given, argc - i, argv + i, &used))
			note_option(command, given, argv[i], &all[args.all_count++]);
		else
			left[left_count++] = argv[i];
		i += used;
	}
	if (!cfg_load(left_count, left, words, &args.word_count, &why))
		return cli_complain("%s", why);
	return command->run(&args);
}

int cli_run(int argc, char **argv)
{
	if (argc < 2 || text_is(argv[1], "help") || text_is(argv[1], "--help") ||
		text_is(argv[1], "-h"))
		return help();
	if (text_is(argv[1], "version") || text_is(argv[1], "--version")) {
		(void)printf("hatif %s\n", HATIF_VERSION);
		return 0;
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		if (text_is(argv[1], commands[i]->name))
			return run(commands[i], argc - 2, argv + 2);
	return cli_complain(
		"there is no command \"%s\"; `hatif help` lists what there is", argv[1]);
}
