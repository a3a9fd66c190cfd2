/* cmd_care.c - commands that look after an installation: backup, restore, openapi, config, doctor. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "app/program.h"
#include "app/routes.h"
#include "base/clock.h"
#include "platform/cfg/cfg.h"
#include "platform/db/migrate.h"
#include "platform/files/files.h"
#include "platform/json/json.h"
#include "platform/outbox/outbox.h"
#include "platform/ws/ws.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- backup and restore ------------------------------------------------- */

static void show_pages(int64_t done, int64_t all, void *arg)
{
	(void)arg;
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r%lld of %lld pages%s", (long long)done, (long long)all,
			done >= all ? "\n" : "   ");
}

/* The files that people sent stand beside the copy of the database. */
static const char *files_beside(struct arena *arena, const char *file)
{
	return arena_format(arena, "%s.files", file);
}

static int complain_of_files(const char *folder)
{
	return cli_complain("the files cannot be copied to %s: %s", folder, strerror(errno));
}

/*
 * Files are copied before the database and once more after it: what it knows was there before
 * its copy was taken, or came since. The copy gets its name last.
 */
static int backup_all(struct db_pool *pool, struct arena *arena, const char *file)
{
	const char *taken = arena_format(arena, "%s.taken", file);
	const char *folder = files_beside(arena, file), *spool = program_spool_folder();
	const char *why = NULL;
	size_t before = 0, after = 0;
	enum err err;

	if (access(file, F_OK) == 0)
		return cli_complain("%s exists already: name another file", file);
	if (!spool)
		return 1;
	if (!files_copy(spool, folder, &before))
		return complain_of_files(folder);
	(void)unlink(taken);
	err = backup_run(pool, taken, show_pages, NULL, &why);
	if (err != OK)
		return cli_complain("%s", why ? why : err_name(err));
	if (!files_copy(spool, folder, &after))
		return complain_of_files(folder);
	if (rename(taken, file) != 0)
		return cli_complain("%s cannot be written: %s", file, strerror(errno));
	(void)printf("%s\n%s: %zu\n", file, folder, before + after);
	return 0;
}

static int run_backup(const struct cli_args *args)
{
	struct db_pool *pool = NULL;
	const char *why = NULL;
	int code;

	if (args->word_count != 1)
		return cli_complain("usage: hatif backup FILE");
	if (!program_open(PROGRAM_READ, &pool))
		return 1;
	if (db_is_postgres(pool) && backup_run(pool, args->words[0], NULL, NULL, &why) != OK) {
		code = cli_complain("%s", why); /* how it is done there */
	} else {
		struct arena *arena = arena_new(0);

		code = backup_all(pool, arena, args->words[0]);
		arena_free(&arena);
	}
	program_close(&pool);
	return code;
}

const struct cli_command backup_command = {.name = "backup",
	.words = "FILE",
	.about = "Copy the database, and what people sent, while they are in use; the copy is "
		 "checked before it gets its name.",
	.run = run_backup};

/* A backup of a version that left them to the operator has none. */
static int restore_files(const char *file)
{
	const char *spool = program_spool_folder();
	struct arena *arena = arena_new(0);
	size_t copied;
	bool good;

	good = spool && files_copy(files_beside(arena, file), spool, &copied);
	arena_free(&arena);
	if (!spool)
		return 1;
	if (!good)
		return complain_of_files(spool);
	(void)printf("%s: %zu\n", spool, copied);
	return 0;
}

static int run_restore(const struct cli_args *args)
{
	const char *url = cfg_text("db");
	const char *why = NULL;

	if (args->word_count != 1)
		return cli_complain("usage: hatif restore FILE");
	if (strncmp(url, "sqlite:", 7) != 0)
		return cli_complain("restore is for SQLite; use pg_restore for PostgreSQL");
	if (restore_run(args->words[0], url + 7, &why) != OK)
		return cli_complain("%s", why);
	(void)printf("%s\n", url + 7);
	return restore_files(args->words[0]);
}

const struct cli_command restore_command = {.name = "restore",
	.words = "FILE",
	.about = "Put a checked backup in the place of the database, and what people sent into the "
		 "spool folder; the old database is kept beside it.",
	.run = run_restore};

/* ---- openapi ------------------------------------------------------------ */

static int run_openapi(const struct cli_args *args)
{
	struct arena *arena = arena_new(0);
	struct str text = http_openapi(arena, app_routes, app_upgrades, HATIF_VERSION);

	(void)args;
	(void)printf("%.*s\n", (int)text.len, text.ptr);
	arena_free(&arena);
	return 0;
}

const struct cli_command openapi_command = {.name = "openapi",
	.words = "",
	.about = "Print the description of the HTTP API (OpenAPI 3.1).",
	.run = run_openapi};

/* ---- config ------------------------------------------------------------- */

static const struct cli_option config_options[] = {
	{"json", NULL, "As a JSON array"},
	{0},
};

static const char *shown_value(const struct cfg_key *key)
{
	if (key->kind == CFG_SECRET)
		return cfg_count(key->name) ? "(set)" : "";
	return cfg_count(key->name) ? cfg_text(key->name) : "";
}

static void print_config_json(void)
{
	struct arena *arena = arena_new(0);
	struct json json;

	json_begin(&json, arena, 4096);
	json_open_array(&json);
	for (size_t i = 0; i < cfg_key_count; i++) {
		json_open(&json);
		json_field_text(&json, "key", cfg_keys[i].name);
		json_field_text(&json, "value", shown_value(&cfg_keys[i]));
		json_field_text(&json, "source", cfg_source(cfg_keys[i].name));
		json_field_text(&json, "standard", cfg_keys[i].standard);
		json_field_text(&json, "about", cfg_keys[i].about);
		json_close(&json);
	}
	json_close_array(&json);
	(void)printf("%s\n", json_end(&json).ptr);
	arena_free(&arena);
}

static int run_config(const struct cli_args *args)
{
	if (cli_value(args, "json")) {
		print_config_json();
		return 0;
	}
	for (size_t i = 0; i < cfg_key_count; i++)
		(void)printf("# %s\n%s = %s    # %s\n\n", cfg_keys[i].about, cfg_keys[i].name,
			shown_value(&cfg_keys[i]), cfg_source(cfg_keys[i].name));
	return 0;
}

const struct cli_command config_command = {.name = "config",
	.words = "",
	.about = "List every configuration key, its value, and where the value came from.",
	.options = config_options,
	.run = run_config};

/* ---- doctor ------------------------------------------------------------- */

static void tell(bool good, const char *what, const char *detail)
{
	(void)printf("%-5s %s%s%s\n", good ? "ok" : "look", what, *detail ? ": " : "", detail);
}

static bool check_space(const char *folder)
{
	struct statvfs disk;
	char text[64];

	/* A folder that is not there yet is made in this one, when something needs it. */
	if (statvfs(folder, &disk) != 0 && (errno != ENOENT || statvfs(".", &disk) != 0)) {
		tell(false, "disk space", "cannot be read");
		return false;
	}
	(void)snprintf(text, sizeof(text), "%llu MiB free",
		(unsigned long long)disk.f_bavail * disk.f_frsize / (1024 * 1024));
	tell(disk.f_bavail * disk.f_frsize > 512ULL * 1024 * 1024, "disk space", text);
	return true;
}

static void check_addresses(void)
{
	bool tls = cfg_text("tls-certificate") != NULL;
	const char *url = cfg_text("public-url");

	tell(url != NULL, "public-url", url ? url : "not set; links in e-mail name this machine");
	tell(tls || (url && strncmp(url, "https://", 8) == 0), "TLS",
		tls ? "by this program" : "not by this program; put a reverse proxy before it");
	tell(cfg_text("mail-url") != NULL, "e-mail",
		cfg_text("mail-url") ? cfg_text("mail-url") : "not configured");
}

/* What waits is only told when it should have left by now. */
static void tell_effects(const struct outbox_count *count, int64_t now_us)
{
	bool good = !count->failed &&
		(!count->waiting || count->oldest_us > now_us - 15 * US_PER_MINUTE);
	char text[100];

	(void)snprintf(text, sizeof(text), "%s: %" PRId64 " waiting, %" PRId64 " failed",
		count->kind, count->waiting, count->failed);
	tell(good, "outbox", text);
}

static void check_outbox(struct db_pool *pool)
{
	struct outbox_count *counts;
	size_t count = 0;
	struct cx cx;
	enum err err;

	program_begin(pool, &cx);
	err = outbox_counts(&cx, &counts, &count);
	for (size_t i = 0; i < count; i++)
		tell_effects(&counts[i], cx.now_us);
	if (err == OK && !count)
		tell(true, "outbox", "nothing waits");
	(void)program_end(&cx, err);
}

static int run_doctor(const struct cli_args *args)
{
	struct db_pool *pool = NULL;

	(void)args;
	if (!program_open(PROGRAM_READ, &pool)) {
		tell(false, "database", "see above");
		return 1;
	}
	tell(true, "database", db_is_postgres(pool) ? "PostgreSQL" : cfg_text("db"));
	tell(true, "schema", "the newest; every statement fits it");
	check_outbox(pool);
	program_close(&pool);
	check_addresses();
	return check_space(program_data_folder()) ? 0 : 1;
}

const struct cli_command doctor_command = {.name = "doctor",
	.words = "",
	.about = "Look at configuration, database and disk, and say what deserves a look.",
	.run = run_doctor};
