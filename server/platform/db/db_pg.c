/* db_pg.c - opening PostgreSQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_internal.h"

const struct db_engine db_pg_engine;

enum err db_pg_open(const struct db_options *options, struct db_pool *pool, const char **why)
{
	(void)options;
	(void)pool;
	*why = "PostgreSQL is not supported yet";
	return ERR_UNSUPPORTED;
}
