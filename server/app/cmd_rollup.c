/* cmd_rollup.c - the command that counts days of agents and of calls anew. */
/* SPDX-License-Identifier: MIT */
#include "app/cli.h"
#include "app/program.h"
#include "base/time.h"
#include "domains/calls/call_days.h"
#include "domains/performance/performance.h"

static const struct cli_option rollup_options[] = {
	{"company", "CODE", "One company; standard: all that are active"},
	{"from", "DATE", "First day, such as 2026-11-01; standard: the first there is"},
	{"to", "DATE", "Last day; standard: today"},
	{0},
};

/* What was asked for; 0 where nothing was said. */
struct rollup {
	const char *company;
	int64_t from_day, to_day;
};

static bool read_day(const struct cli_args *args, const char *name, int64_t *day)
{
	const char *text = cli_value(args, name);

	if (!text)
		return true;
	return day_read(str_of(text), day);
}

static enum err count_company(struct cx *cx, const struct rollup *rollup, const char *code)
{
	int64_t days, call_days;

	TRY(program_act_for(cx, code));
	TRY(performance_rebuild(cx, rollup->from_day, rollup->to_day, &days));
	TRY(call_days_rebuild(cx, rollup->from_day, rollup->to_day, &call_days));
	(void)printf(
		"%s: %lld days, %lld days of calls\n", code, (long long)days, (long long)call_days);
	return OK;
}

/* A unit of work a company: the next one must not see this one's rows. */
static int count_one(struct db_pool *pool, const struct rollup *rollup, const char *code)
{
	struct cx cx;

	program_begin(pool, &cx);
	return program_end(&cx, count_company(&cx, rollup, code));
}

static int count_all(struct db_pool *pool, const struct rollup *rollup)
{
	const char **codes;
	struct cx cx;
	size_t count;
	enum err err;
	int code = 0;

	program_begin(pool, &cx);
	err = performance_companies(&cx, &codes, &count);
	for (size_t i = 0; err == OK && code == 0 && i < count; i++)
		code = count_one(pool, rollup, codes[i]);
	return program_end(&cx, err) || code;
}

static int run_rollup(const struct cli_args *args)
{
	struct rollup rollup = {.company = cli_value(args, "company")};
	struct db_pool *pool = NULL;
	int code;

	if (!read_day(args, "from", &rollup.from_day) || !read_day(args, "to", &rollup.to_day))
		return cli_complain("--from and --to are days such as 2026-11-01");
	if (rollup.from_day && rollup.to_day && rollup.from_day > rollup.to_day)
		return cli_complain("--from is after --to");
	if (!program_open(PROGRAM_WRITE, &pool))
		return 1;
	code = rollup.company ? count_one(pool, &rollup, rollup.company) : count_all(pool, &rollup);
	program_close(&pool);
	return code;
}

const struct cli_command rollup_command = {.name = "rollup",
	.words = "",
	.about = "Count days anew: of agents, from orders, calls, contacts and ratings; and of "
		 "calls.",
	.options = rollup_options,
	.run = run_rollup};
