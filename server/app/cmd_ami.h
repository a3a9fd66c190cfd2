/* cmd_ami.h - the two halves of `hatif ami`. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_CMD_AMI_H
#define APP_CMD_AMI_H

#include "app/cli.h"

/* `hatif ami record HOST[:PORT] FILE`; the exit code. */
int cmd_ami_record(const struct cli_args *args);

#endif
