/* main.c - the program's entry; what it can do is in cli.c. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "platform/http/assets.h"

int main(int argc, char **argv)
{
	assets_set(assets);
	return cli_run(argc, argv);
}
