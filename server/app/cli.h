/* cli.h - the command line: hatif serve | init | migrate | demo | user | import | ... */
/* SPDX-License-Identifier: MIT */
#ifndef APP_CLI_H
#define APP_CLI_H

/* Run the command that argv names; the process's exit code. */
int cli_run(int argc, char **argv);

#endif
