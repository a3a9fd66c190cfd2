/* cmd_data.c - commands that make data: init, migrate, demo, user, import. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "app/program.h"
#include "domains/accounts/account.h"
#include "domains/demo/demo.h"
#include "domains/intake/intake.h"
#include "domains/tenancy/tenancy.h"
#include "platform/cfg/cfg.h"
#include "platform/db/migrate.h"

#include <unistd.h>

/* ---- init --------------------------------------------------------------- */

static const struct cli_option init_options[] = {
	{"company", "CODE", "Short name of the company: a-z, 0-9, -"},
	{"name", "NAME", "Full name of the company"},
	{"admin", "USERNAME", "User name of its first administrator; standard: admin"},
	{"password", "P", "The administrator's password; - reads it from standard input"},
	{"time-zone", "ZONE", "IANA name; standard: Asia/Dubai"},
	{"currency", "CODE", "ISO 4217; standard: AED"},
	{"country", "CODE", "Country of phone numbers written without one; standard: AE"},
	{"language", "en|ar", "Language of the company's pages; standard: en"},
	{0},
};

static enum err make_company(struct cx *cx, const struct cli_args *args, const char *password)
{
	const char *const roles[] = {"admin", NULL};
	struct company_new company = {.code = cli_value(args, "company"),
		.name = cli_value(args, "name"),
		.time_zone = cli_value(args, "time-zone"),
		.currency = cli_value(args, "currency"),
		.default_country = cli_value(args, "country"),
		.language = cli_value(args, "language")};
	struct user_new admin = {
		.username = cli_value(args, "admin"), .password = password, .roles = roles};
	int64_t id;

	TRY(company_create(cx, &company, &id));
	TRY(program_act_for(cx, company.code));
	if (!admin.username)
		admin.username = "admin";
	admin.name = admin.username;
	return user_create(cx, &admin, &id);
}

static int run_init(const struct cli_args *args)
{
	struct db_pool *pool = NULL;
	const char *password;
	struct cx cx;
	int code;

	if (!cli_value(args, "company") || !cli_value(args, "name"))
		return cli_complain("give --company CODE and --name NAME");
	password = cli_password(args);
	if (!password || !program_open(PROGRAM_UPGRADE, &pool))
		return 1;
	program_begin(pool, &cx);
	code = program_end(&cx, make_company(&cx, args, password));
	program_close(&pool);
	return code;
}

const struct cli_command init_command = {.name = "init",
	.words = "",
	.about = "Make the database if needed, a company and its administrator.",
	.options = init_options,
	.run = run_init};

/* ---- migrate ------------------------------------------------------------ */

static int run_migrate(const struct cli_args *args)
{
	struct db_pool *pool = NULL;

	(void)args;
	if (!program_open(PROGRAM_UPGRADE, &pool))
		return 1;
	(void)printf("schema %d\n", migrations[migration_count - 1].number);
	program_close(&pool);
	return 0;
}

const struct cli_command migrate_command = {.name = "migrate",
	.words = "",
	.about = "Bring the database to this program's schema, after an automatic copy.",
	.run = run_migrate};

/* ---- demo --------------------------------------------------------------- */

static const struct cli_option demo_options[] = {
	{"password", "P", "Password of every demo user; - reads it from standard input"},
	{"scale", "N", "Multiply customers and orders; 1 is about 400 orders"},
	{0},
};

/* A line that overwrites itself on a terminal, and stays silent elsewhere. */
static void show_progress(const char *what, int64_t done, int64_t all, void *arg)
{
	(void)arg;
	if (!isatty(STDERR_FILENO))
		return;
	(void)fprintf(stderr, "\r%s %lld of %lld (%lld %%)   ", what, (long long)done,
		(long long)all, (long long)(all ? done * 100 / all : 100));
	if (done >= all)
		(void)fputc('\n', stderr);
}

static int run_demo(const struct cli_args *args)
{
	struct demo_options options = {.scale = 1, .progress = show_progress};
	const char *scale = cli_value(args, "scale");
	struct db_pool *pool = NULL;
	const char *why = NULL;
	enum err err;

	if (scale &&
		(!text_int(scale, &options.scale) || options.scale < 1 || options.scale > 100000))
		return cli_complain("--scale is a whole number from 1 to 100000");
	options.password = cli_password(args);
	if (!options.password || !program_open(PROGRAM_LOAD, &pool))
		return 1;
	err = demo_fill(pool, &options, &why);
	program_close(&pool);
	if (err != OK)
		return cli_complain("%s", why ? why : err_name(err));
	(void)puts("companies gulf (admin, manager, supervisor, AG001 to AG008) and"
		   " homes (admin, sales, support, agent)");
	return 0;
}

const struct cli_command demo_command = {.name = "demo",
	.words = "",
	.about = "Make two demo companies, gulf and homes, with people, customers and orders.",
	.options = demo_options,
	.run = run_demo};

/* ---- user --------------------------------------------------------------- */

static const struct cli_option user_options[] = {
	{"company", "CODE", "The company"},
	{"username", "NAME", "The user"},
	{"name", "NAME", "Display name of a new user"},
	{"email", "ADDRESS", "E-mail address of a new user"},
	{"role", "CODE",
		"Role of a new user: admin, manager, supervisor, senior_agent, agent, ..."},
	{"password", "P", "The password; - reads it from standard input"},
	{"must-change", NULL, "Ask for a new password at the next login"},
	{0},
};

static enum err add_user(struct cx *cx, const struct cli_args *args, const char *password)
{
	const char *roles[] = {cli_value(args, "role"), NULL};
	struct user_new user = {.username = cli_value(args, "username"),
		.name = cli_value(args, "name"),
		.email = cli_value(args, "email"),
		.password = password,
		.roles = roles,
		.must_change_password = cli_value(args, "must-change") != NULL};
	struct agent_new agent = {0};
	int64_t agent_id;

	if (!roles[0])
		return fail(cx, ERR_INVALID, "role", "a new user needs --role CODE");
	if (!user.name)
		user.name = user.username;
	TRY(user_create(cx, &user, &agent.user_id));
	if (!text_is(roles[0], "agent") && !text_is(roles[0], "senior_agent") &&
		!text_is(roles[0], "supervisor"))
		return OK;
	agent.level = text_is(roles[0], "senior_agent") ? "senior" : roles[0];
	agent.takes_no_orders = text_is(roles[0], "supervisor");
	return agent_create(cx, &agent, &agent_id);
}

static enum err change_users(struct cx *cx, const struct cli_args *args, const char *password)
{
	TRY(program_act_for(cx, cli_value(args, "company")));
	if (text_is(args->words[0], "add"))
		return add_user(cx, args, password);
	return user_set_password(
		cx, cli_value(args, "username"), password, cli_value(args, "must-change") != NULL);
}

static int run_user(const struct cli_args *args)
{
	struct db_pool *pool = NULL;
	const char *password;
	struct cx cx;
	int code;

	if (args->word_count != 1 ||
		(!text_is(args->words[0], "add") && !text_is(args->words[0], "password")))
		return cli_complain(
			"usage: hatif user add|password --company CODE --username NAME ...");
	if (!cli_value(args, "company") || !cli_value(args, "username"))
		return cli_complain("give --company CODE and --username NAME");
	password = cli_password(args);
	if (!password || !program_open(PROGRAM_WRITE, &pool))
		return 1;
	program_begin(pool, &cx);
	code = program_end(&cx, change_users(&cx, args, password));
	program_close(&pool);
	return code;
}

const struct cli_command user_command = {.name = "user",
	.words = "add|password",
	.about = "Add a user, or give one a new password.",
	.options = user_options,
	.run = run_user};

/* ---- import ------------------------------------------------------------- */

static const struct cli_option import_options[] = {
	{"company", "CODE", "The company that the orders belong to"},
	{"format", "NAME", "auto, shopify, woocommerce or plain; standard: auto"},
	{"dry-run", NULL, "Check every line and store nothing"},
	{0},
};

static void print_fault(const struct line_fault *fault, void *arg)
{
	(void)arg;
	(void)printf("line %lld: %s: %s\n", (long long)fault->line, fault->field, fault->reason);
}

static int run_import(const struct cli_args *args)
{
	struct intake_file_options options = {.company = cli_value(args, "company"),
		.format = cli_value(args, "format"),
		.dry_run = cli_value(args, "dry-run") != NULL,
		.progress = show_progress,
		.fault = print_fault};
	struct intake_summary summary = {0};
	struct db_pool *pool = NULL;
	const char *why = NULL;
	enum err err;

	if (args->word_count != 2 || !text_is(args->words[0], "orders") || !options.company)
		return cli_complain("usage: hatif import orders FILE.csv --company CODE");
	options.file = args->words[1];
	if (!program_open(PROGRAM_WRITE, &pool))
		return 1;
	err = intake_import_file(pool, &options, &summary, &why);
	program_close(&pool);
	if (err != OK)
		return cli_complain("%s", why ? why : err_name(err));
	(void)printf(options.dry_run
			? "nothing was stored: %lld would be imported, %lld are already "
			  "here, %lld would be refused\n"
			: "%lld imported, %lld already here, %lld refused\n",
		(long long)summary.imported, (long long)summary.duplicates,
		(long long)summary.failed);
	return summary.failed ? 2 : 0;
}

const struct cli_command import_command = {.name = "import",
	.words = "orders FILE",
	.about = "Import a shop's order export (CSV); each refused line is printed.",
	.options = import_options,
	.run = run_import};
