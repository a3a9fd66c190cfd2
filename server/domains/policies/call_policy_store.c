/* call_policy_store.c - the one row of a company's call-handling policies. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/db/db.h"

static const struct db_query get_sql = {"call_policy.get",
	"SELECT version, assignment, no_response_attempts, attempt_pause_minutes, callback_days,"
	" callback_from, callback_to, postpone_hours, company_hours FROM call_policies WHERE "
	"company_id = $1",
	NULL, NULL};
static const struct db_query add_sql = {"call_policy.add",
	"INSERT INTO call_policies (company_id, version, assignment, no_response_attempts,"
	" attempt_pause_minutes, callback_days, callback_from, callback_to, postpone_hours,"
	" updated_us, company_hours)"
	" VALUES ($1, CAST($2 AS BIGINT) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
	" ON CONFLICT (company_id) DO NOTHING",
	NULL, NULL};
static const struct db_query change_sql = {"call_policy.change",
	"UPDATE call_policies SET assignment = $3, no_response_attempts = $4,"
	" attempt_pause_minutes = $5, callback_days = $6, callback_from = $7, callback_to = $8,"
	" postpone_hours = $9, updated_us = $10, company_hours = $11, version = version + 1"
	" WHERE company_id = $1 AND version = $2",
	NULL, NULL};

enum err call_policy_store_get(struct cx *cx, struct call_policy *policy)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	if (result.count == 0)
		return OK;
	*policy = (struct call_policy){
		.version = db_int_at(&result, 0, 0),
		.manual = text_is(db_text_at(&result, 0, 1), "manual"),
		.attempts = db_int_at(&result, 0, 2),
		.pause_minutes = db_int_at(&result, 0, 3),
		.callback_days = (unsigned)db_int_at(&result, 0, 4),
		.callback_from = db_int_at(&result, 0, 5),
		.callback_to = db_int_at(&result, 0, 6),
		.postpone_hours = db_int_at(&result, 0, 7),
		.company_hours = db_int_at(&result, 0, 8) == 1,
	};
	return policy->company_hours ? company_hours(cx, &policy->week) : OK;
}

enum err call_policy_store_put(struct cx *cx, const struct call_policy *policy, bool *stored)
{
	int64_t changed = 0;

	TRY(db_exec(cx, policy->version ? &change_sql : &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(policy->version),
			db_text(policy->manual ? "manual" : "load"), db_int(policy->attempts),
			db_int(policy->pause_minutes), db_int(policy->callback_days),
			db_int(policy->callback_from), db_int(policy->callback_to),
			db_int(policy->postpone_hours), db_int(cx->now_us),
			db_int(policy->company_hours)),
		&changed));
	*stored = changed == 1;
	return OK;
}

db_query_list call_policy_queries = {&get_sql, &add_sql, &change_sql, NULL};
