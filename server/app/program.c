/* program.c - opening and closing what commands work on. */
/* SPDX-License-Identifier: MIT */
#include "app/program.h"

#include "app/cli.h"
#include "app/queries.h"
#include "platform/cfg/cfg.h"
#include "platform/crypto/crypto.h"
#include "platform/db/migrate.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"
#include "platform/log/log.h"

#include <errno.h>
#include <sys/stat.h>

static struct arena *program_memory(void)
{
	static struct arena *memory;

	if (!memory)
		memory = arena_new(0);
	return memory;
}

static const char *sqlite_file(void)
{
	const char *url = cfg_text("db");

	return strncmp(url, "sqlite:", 7) == 0 ? url + 7 : NULL;
}

const char *program_data_folder(void)
{
	const char *file = sqlite_file();
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (!file)
		return "data";
	return slash ? arena_text_n(program_memory(), file, (size_t)(slash - file)) : ".";
}

static bool make_folder(const char *folder)
{
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		return true;
	(void)cli_complain("cannot make the folder %s: %s", folder, strerror(errno));
	return false;
}

const char *program_spool_folder(void)
{
	const char *folder = cfg_text("spool");

	if (!folder) {
		folder = arena_format(program_memory(), "%s/spool", program_data_folder());
		if (!make_folder(program_data_folder()))
			return NULL;
	}
	return make_folder(folder) ? folder : NULL;
}

static bool check_schema(struct db_pool *pool, enum program_use use)
{
	const struct migration *newest = &migrations[migration_count - 1];
	struct migrate_report report = {0};
	const char *why = NULL;
	int number = 0;

	if (use >= PROGRAM_UPGRADE) {
		if (migrate_run(pool, &report, &why) != OK) {
			(void)cli_complain("%s", why);
			return false;
		}
		if (report.copy)
			log_info("schema.upgraded", LOG_INT("from", report.from),
				LOG_INT("to", report.to), LOG_TEXT("copy", report.copy));
		return true;
	}
	if (migrate_current(pool, &number, &why) != OK) {
		(void)cli_complain("%s", why);
		return false;
	}
	if (number != newest->number) {
		(void)cli_complain(
			"the database has schema %d, this program needs %d: run `hatif migrate`",
			number, newest->number);
		return false;
	}
	return true;
}

bool program_open(enum program_use use, struct db_pool **pool)
{
	struct db_options options = {.url = cfg_text("db"),
		.readers = (int)cfg_int("readers"),
		.read_only = use == PROGRAM_READ,
		.loading = use == PROGRAM_LOAD};
	enum log_level level;
	const char *why = NULL;

	if (!log_level_by_name(cfg_text("log-level"), &level)) {
		(void)cli_complain("log-level: debug, info, warn or error");
		return false;
	}
	log_set_level(level);
	if (!crypto_init()) {
		(void)cli_complain("this system has no usable source of random numbers");
		return false;
	}
	if (!intl_open()) {
		(void)cli_complain("there is no memory for the tables of Unicode");
		return false;
	}
	if (use >= PROGRAM_UPGRADE && sqlite_file() && !make_folder(program_data_folder()))
		return false;
	if (db_open(&options, pool, &why) != OK) {
		(void)cli_complain("%s", why);
		return false;
	}
	events_init(*pool);
	if (check_schema(*pool, use) && db_prepare_all(*pool, app_queries, &why) &&
		auth_open(*pool, sqlite_file(), &why) == OK)
		return true;
	if (why)
		(void)cli_complain("%s", why);
	program_close(pool);
	return false;
}

void program_close(struct db_pool **pool)
{
	db_close(pool);
}

void program_begin(struct db_pool *pool, struct cx *cx)
{
	*cx = (struct cx){.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "command"};
	db_lend(pool, cx);
}

enum err program_act_for(struct cx *cx, const char *company_code)
{
	const struct company *company;

	TRY(company_by_code(cx, company_code, &company));
	cx->actor = actor_system(cx->arena, company);
	return OK;
}

int program_end(struct cx *cx, enum err err)
{
	if (err == OK)
		err = db_commit(cx);
	else
		db_rollback(cx);
	if (err != OK)
		(void)cli_complain("%s%s%s", cx->failure.fields ? cx->failure.fields->field : "",
			cx->failure.fields ? ": " : "",
			cx->failure.message ? cx->failure.message : err_name(err));
	db_return(cx);
	arena_free(&cx->arena);
	return err == OK ? 0 : 1;
}
