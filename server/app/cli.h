/* cli.h - the command line: hatif serve | init | migrate | demo | user | import | ... */
/* SPDX-License-Identifier: MIT */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "base/base.h"

/* An option of one command, beside the configuration keys that all commands know. */
struct cli_option {
	const char *name; /* "scale": --scale N */
	const char *value; /* "N" in the usage; NULL for a switch */
	const char *about;
};

struct cli_given {
	const char *name, *value;
};

/* What stood behind the command: words and options. */
struct cli_args {
	const char *const *words;
	int word_count;
	const struct cli_option *options;
	const char *const *given; /* one per option; NULL when absent, "yes" for a switch */
	const struct cli_given *all; /* every option that was given, repeated ones too */
	int all_count;
};

struct cli_command {
	const char *name;
	const char *words; /* "orders FILE.csv", or "" */
	const char *about;
	const struct cli_option *options; /* ends with a row without name; NULL for none */
	int (*run)(const struct cli_args *args); /* exit code */
};

/* Run the command that argv names; the process's exit code. */
int cli_run(int argc, char **argv);

/* Value of an option of the running command; NULL when absent. */
const char *cli_value(const struct cli_args *args, const char *name);

/* Values of an option that may be given several times, one after another (*at begins as 0); NULL. */
const char *cli_next_value(const struct cli_args *args, const char *name, int *at);

/* Tell what went wrong in one sentence on stderr; always 1. */
int cli_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* A password from the option, the environment, or standard input ("-"). NULL: told why. */
const char *cli_password(const struct cli_args *args);

extern const struct cli_command serve_command;
extern const struct cli_command init_command;
extern const struct cli_command migrate_command;
extern const struct cli_command demo_command;
extern const struct cli_command user_command;
extern const struct cli_command import_command;
extern const struct cli_command rollup_command;
extern const struct cli_command backup_command;
extern const struct cli_command restore_command;
extern const struct cli_command openapi_command;
extern const struct cli_command config_command;
extern const struct cli_command doctor_command;
extern const struct cli_command ami_command;

#endif
