/* truth_store.c - the numbers of confirmations, added up over days. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

/* $2 the dimension, $3 to $4 the days; then the actor's agent and team. */
#define ADDED_UP(who) \
	"SELECT s.subject AS subject, s.outcome AS outcome, s.currency AS currency," \
	" SUM(s.n) AS n, SUM(s.value_minor) AS minor FROM confirmation_counters s" \
	" WHERE s.company_id = $1 AND s.dimension = $2 AND s.agent_id " who \
	" AND s.day >= $3 AND s.day <= $4 GROUP BY s.subject, s.outcome, s.currency"
#define OWN "= $5"
#define TEAM \
	"IN (SELECT t.id FROM agents t WHERE t.company_id = $1 AND (t.team_id = $6 OR t.id = $5))"
#define COMPANY "= -1"

#define LINES(name, who) \
	"SELECT x.subject, x.outcome, x.currency, x.n, x.minor, " name " FROM (" ADDED_UP(who) ")" \
											       " " \
											       "x"
#define BY_SUBJECT " ORDER BY x.subject"
#define PLAIN(who) LINES("x.subject", who) BY_SUBJECT
#define NAMED(table, who) \
	LINES("l.name", who) \
	" LEFT JOIN " table " l ON l.company_id = $1" \
	" AND l.id = CAST(x.subject AS BIGINT)" BY_SUBJECT

#define QUERIES(scope, who) \
	static const struct db_query plain_##scope = { \
		"truth.plain_" #scope, PLAIN(who), NULL, NULL}; \
	static const struct db_query agents_##scope = { \
		"truth.agents_" #scope, NAMED("agents", who), NULL, NULL}; \
	static const struct db_query products_##scope = { \
		"truth.products_" #scope, NAMED("products", who), NULL, NULL}

QUERIES(own, OWN);
QUERIES(team, TEAM);
QUERIES(company, COMPANY);

#define SCOPES(kind) \
	{ \
		&kind##_own, &kind##_team, &kind##_company \
	}
static const struct db_query *const lines_sql[][3] = {
	[TRUTH_AGENT] = SCOPES(agents),
	[TRUTH_PRODUCT] = SCOPES(products),
	[TRUTH_AREA] = SCOPES(plain),
	[TRUTH_SOURCE] = SCOPES(plain),
};
static const char *const dimensions[] = {"agent", "product", "area", "source"};

enum err truth_store_lines(struct cx *cx, enum truth_by by, int64_t from_day, int64_t to_day,
	struct truth_line **lines, size_t *count)
{
	const enum scope scope = order_scope(cx->actor);
	const struct db_value args[] = {db_int(cx->actor->company_id), db_text(dimensions[by]),
		db_int(from_day), db_int(to_day),
		db_int(cx->actor->agent_id ? cx->actor->agent_id : -2), db_int(cx->actor->team_id)};
	const size_t n = scope == SCOPE_COMPANY ? 4 : scope == SCOPE_TEAM ? 6 : 5;
	struct db_result result;

	TRY(db_run(cx, lines_sql[by][scope], args, n, &result));
	*count = result.count;
	*lines = arena_array(cx->arena, result.count, sizeof(**lines));
	for (size_t i = 0; i < result.count; i++)
		(*lines)[i] = (struct truth_line){
			.subject = db_text_at(&result, i, 0),
			.outcome = db_text_at(&result, i, 1),
			.currency = db_text_at(&result, i, 2),
			.n = db_int_at(&result, i, 3),
			.minor = db_int_at(&result, i, 4),
			.label = db_text_at(&result, i, 5),
		};
	return OK;
}

db_query_list truth_queries = {&plain_own, &agents_own, &products_own, &plain_team, &agents_team,
	&products_team, &plain_company, &agents_company, &products_company, NULL};
