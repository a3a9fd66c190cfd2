/* main.c - the program's entry; what it can do is in cli.c. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "platform/http/assets.h"
#include "platform/media/media_child.h"

#include <string.h>

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], MEDIA_CHILD_WORD) == 0)
		return media_child_main(argc, argv);
	assets_set(assets);
	return cli_run(argc, argv);
}
