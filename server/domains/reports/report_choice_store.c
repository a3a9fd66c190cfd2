/* report_choice_store.c - names for the filters of reports. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define FIRST " LIMIT 500"
#define AREA_DAYS 90

static const struct db_query agents_own_sql = {"report.agents_own",
	"SELECT id, name FROM agents WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query agents_team_sql = {"report.agents_team",
	"SELECT id, name FROM agents WHERE company_id = $1 AND (team_id = $3 OR id = $2)"
	" ORDER BY name, id" FIRST,
	NULL, NULL};
static const struct db_query agents_company_sql = {"report.agents_company",
	"SELECT id, name FROM agents WHERE company_id = $1 ORDER BY name, id" FIRST, NULL, NULL};
static const struct db_query sellers_sql = {"report.sellers",
	"SELECT id, name FROM sellers WHERE company_id = $1 ORDER BY name_fold" FIRST, NULL, NULL};
static const struct db_query products_sql = {"report.products",
	"SELECT id, name FROM products WHERE company_id = $1 ORDER BY name_fold, id" FIRST, NULL,
	NULL};
static const struct db_query couriers_sql = {"report.couriers",
	"SELECT id, name FROM couriers WHERE company_id = $1 ORDER BY name_key" FIRST, NULL, NULL};
static const struct db_query areas_sql = {"report.areas",
	"SELECT DISTINCT 0, subject FROM confirmation_counters WHERE company_id = $1"
	" AND dimension = 'area' AND agent_id = -1 AND day >= $2 AND subject <> ''"
	" ORDER BY subject" FIRST,
	NULL, NULL};

static enum err run(struct cx *cx, enum report_choice_kind kind, struct db_result *result)
{
	static const struct db_query *const agents[] = {
		&agents_own_sql, &agents_team_sql, &agents_company_sql};
	static const struct db_query *const others[] = {[CHOICE_SELLERS] = &sellers_sql,
		[CHOICE_PRODUCTS] = &products_sql,
		[CHOICE_COURIERS] = &couriers_sql};
	const struct actor *actor = cx->actor;
	const struct db_value args[] = {
		db_int(actor->company_id), db_int(actor->agent_id), db_int(actor->team_id)};
	const enum scope scope = order_scope(actor);
	const size_t count = scope == SCOPE_COMPANY ? 1 : scope == SCOPE_TEAM ? 3 : 2;

	if (kind == CHOICE_AGENTS)
		return db_run(cx, agents[scope], args, count, result);
	if (kind == CHOICE_AREAS)
		return db_run(cx, &areas_sql,
			DB_ARGS(args[0],
				db_int(intl_day_of(actor->company->time_zone, cx->now_us) -
					AREA_DAYS)),
			result);
	return db_run(cx, others[kind], args, 1, result);
}

enum err report_choice_list(
	struct cx *cx, enum report_choice_kind kind, struct report_choice **rows, size_t *count)
{
	struct db_result result;

	TRY(run(cx, kind, &result));
	*count = result.count;
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct report_choice){
			db_int_at(&result, i, 0), db_text_at(&result, i, 1)};
	return OK;
}

db_query_list report_choice_queries = {&agents_own_sql, &agents_team_sql, &agents_company_sql,
	&sellers_sql, &products_sql, &couriers_sql, &areas_sql, NULL};
