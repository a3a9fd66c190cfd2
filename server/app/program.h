/* program.h - what every command that touches data begins and ends with. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_PROGRAM_H
#define APP_PROGRAM_H

#include "platform/auth/auth.h"
#include "platform/db/db.h"

/* How a command uses the database. */
enum program_use {
	PROGRAM_READ, /* the schema must be the newest */
	PROGRAM_WRITE, /* as READ, and this process alone may write a SQLite file */
	PROGRAM_UPGRADE, /* as WRITE, and an older or empty schema is brought up first */
	PROGRAM_LOAD, /* as UPGRADE, to write very much with nobody waiting */
};

/*
 * Open the database that the configuration names, load the installation key
 * and prepare every statement. False: told why on stderr.
 */
MUST_USE bool program_open(enum program_use use, struct db_pool **pool);
void program_close(struct db_pool **pool);

/* Folder of the SQLite file, or of nothing ("data") with PostgreSQL. Lives as long as the program. */
const char *program_data_folder(void);

/* "spool" beside the data unless configured; made when missing. NULL: told why. */
const char *program_spool_folder(void);

/* A unit of work for the command line: nobody acts at first. */
void program_begin(struct db_pool *pool, struct cx *cx);
/* From here on cx acts for the company with this code. ERR_NOT_FOUND. */
MUST_USE enum err program_act_for(struct cx *cx, const char *company_code);
/* Commit when err is OK, roll back otherwise; tells the failure on stderr. Exit code. */
int program_end(struct cx *cx, enum err err);

#endif
