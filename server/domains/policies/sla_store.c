/* sla_store.c - service levels and the times that were not kept: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define POLICY \
	"SELECT p.id, p.version, p.name, p.priority, p.department_id, d.name, p.response_minutes," \
	" p.resolution_minutes, p.hours, p.is_active, p.created_us, p.updated_us, p.company_hours" \
	" FROM sla_policies p LEFT JOIN departments d" \
	" ON d.company_id = p.company_id AND d.id = p.department_id WHERE p.company_id = $1"

static const struct db_query list_sql = {"sla.list", POLICY " ORDER BY p.id", NULL, NULL};
static const struct db_query get_sql = {"sla.get", POLICY " AND p.id = $2", NULL, NULL};
/* A company has a few; which of them fits best is not sorted out here, as each order asks. */
static const struct db_query fitting_sql = {"sla.fitting",
	"SELECT p.id, p.priority, p.department_id, p.response_minutes, p.resolution_minutes,"
	" p.hours, p.company_hours FROM sla_policies p WHERE p.company_id = $1 AND p.is_active = 1"
	" AND p.subject_type = 'order' AND (p.priority IS NULL OR p.priority = $2)"
	" AND (p.department_id IS NULL OR p.department_id = $3)",
	NULL, NULL};
static const struct db_query named_sql = {"sla.named",
	"SELECT 1 FROM sla_policies WHERE company_id = $1 AND name_key = $2 AND id <> $3", NULL,
	NULL};
static const struct db_query departments_sql = {"sla.departments",
	"SELECT id, name FROM departments WHERE company_id = $1 ORDER BY name, id", NULL, NULL};
static const struct db_query add_sql = {"sla.add",
	"INSERT INTO sla_policies (company_id, id, name, name_key, subject_type, priority,"
	" department_id, response_minutes, resolution_minutes, hours, is_active, created_us,"
	" updated_us, company_hours)"
	" VALUES ($1, $2, $3, $4, 'order', $5, $6, $7, $8, $9, $10, $11, $11, $12)",
	NULL, NULL};
static const struct db_query update_sql = {"sla.update",
	"UPDATE sla_policies SET name = $3, name_key = $4, priority = $5, department_id = $6,"
	" response_minutes = $7, resolution_minutes = $8, hours = $9, is_active = $10,"
	" updated_us = $11, company_hours = $13, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $12",
	NULL, NULL};
static const struct db_query remove_sql = {"sla.remove",
	"DELETE FROM sla_policies WHERE company_id = $1 AND id = $2 AND version = $3", NULL, NULL};
static const struct db_query note_sql = {"sla.note",
	"INSERT INTO sla_events (company_id, subject_type, subject_id, kind, policy_id, due_us,"
	" at_us) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	" ON CONFLICT (company_id, subject_type, subject_id, kind) DO NOTHING",
	NULL, NULL};

static void read_row(const struct db_result *result, size_t row, struct sla_policy *out)
{
	*out = (struct sla_policy){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.name = db_text_at(result, row, 2),
		.priority = db_text_at(result, row, 3),
		.department_id = db_int_at(result, row, 4),
		.department_name = db_text_at(result, row, 5),
		.response_minutes = db_opt_at(result, row, 6),
		.resolution_minutes = db_opt_at(result, row, 7),
		.company_hours = db_int_at(result, row, 12) == 1,
		.active = db_int_at(result, row, 9) == 1,
		.created_us = db_int_at(result, row, 10),
		.updated_us = db_int_at(result, row, 11),
	};
	work_week_unpack(db_text_at(result, row, 8), &out->week);
}

enum err sla_store_list(struct cx *cx, struct sla_list *list)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	list->rows = arena_array(cx->arena, result.count, sizeof(*list->rows));
	list->count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &list->rows[i]);
	return OK;
}

enum err sla_store_get(struct cx *cx, int64_t id, struct sla_policy *policy)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such service level.");
	read_row(&result, 0, policy);
	return OK;
}

/* One for a priority before one for all, then one for a department, then the older. */
static bool fits_better(const struct db_result *result, size_t a, size_t b)
{
	for (size_t column = 1; column <= 2; column++)
		if (db_null_at(result, a, column) != db_null_at(result, b, column))
			return !db_null_at(result, a, column);
	return db_int_at(result, a, 0) < db_int_at(result, b, 0);
}

enum err sla_policy_for(
	struct cx *cx, const char *priority, int64_t department_id, struct sla_policy *policy)
{
	struct db_result result;
	size_t best = 0;

	*policy = (struct sla_policy){0};
	TRY(db_run(cx, &fitting_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(priority), db_int(department_id)),
		&result));
	if (result.count == 0)
		return OK;
	for (size_t row = 1; row < result.count; row++)
		if (fits_better(&result, row, best))
			best = row;
	*policy = (struct sla_policy){
		.id = db_int_at(&result, best, 0),
		.priority = db_text_at(&result, best, 1),
		.department_id = db_int_at(&result, best, 2),
		.response_minutes = db_opt_at(&result, best, 3),
		.resolution_minutes = db_opt_at(&result, best, 4),
		.company_hours = db_int_at(&result, best, 6) == 1,
		.active = true,
	};
	if (policy->company_hours)
		return company_hours(cx, &policy->week);
	work_week_unpack(db_text_at(&result, best, 5), &policy->week);
	return OK;
}

enum err sla_store_departments(struct cx *cx, struct sla_department **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &departments_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct sla_department){
			db_int_at(&result, i, 0), db_text_at(&result, i, 1)};
	return OK;
}

static const char *name_key(struct cx *cx, const struct sla_policy *policy)
{
	return intl_fold(cx->arena, policy->name);
}

enum err sla_store_name_free(struct cx *cx, const struct sla_policy *policy)
{
	struct db_result result;

	TRY(db_run(cx, &named_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(name_key(cx, policy)),
			db_int(policy->id)),
		&result));
	if (result.count > 0)
		return fail(
			cx, ERR_CONFLICT, "name", "Another service level has this name already.");
	return OK;
}

/* Only departments of the company; the foreign key says so. */
static enum err department_found(struct cx *cx, enum err err)
{
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	return fail(cx, ERR_INVALID, "department_id", "There is no such department.");
}

enum err sla_store_add(struct cx *cx, struct sla_policy *policy)
{
	TRY(db_next_id(cx, "sla_policy", &policy->id));
	return department_found(cx,
		db_exec(cx, &add_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(policy->id),
				db_text(policy->name), db_text(name_key(cx, policy)),
				db_text(policy->priority), db_id(policy->department_id),
				db_opt(policy->response_minutes),
				db_opt(policy->resolution_minutes),
				db_text(work_week_pack(cx->arena, &policy->week)),
				db_int(policy->active), db_int(cx->now_us),
				db_int(policy->company_hours)),
			NULL));
}

enum err sla_store_update(struct cx *cx, struct sla_policy *policy, bool *stored)
{
	int64_t changed = 0;

	TRY(department_found(cx,
		db_exec(cx, &update_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(policy->id),
				db_text(policy->name), db_text(name_key(cx, policy)),
				db_text(policy->priority), db_id(policy->department_id),
				db_opt(policy->response_minutes),
				db_opt(policy->resolution_minutes),
				db_text(work_week_pack(cx->arena, &policy->week)),
				db_int(policy->active), db_int(cx->now_us), db_int(policy->version),
				db_int(policy->company_hours)),
			&changed)));
	*stored = changed == 1;
	return OK;
}

enum err sla_store_remove(struct cx *cx, int64_t id, int64_t version, bool *gone)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &remove_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(version)), &changed));
	*gone = changed == 1;
	return OK;
}

enum err sla_event_add(struct cx *cx, const struct sla_event *event, bool *first)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &note_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(event->subject_type),
			db_int(event->subject_id), db_text(event->kind), db_int(event->policy_id),
			db_int(event->due_us), db_int(cx->now_us)),
		&changed));
	*first = changed == 1;
	return OK;
}

db_query_list sla_queries = {&list_sql, &get_sql, &fitting_sql, &named_sql, &departments_sql,
	&add_sql, &update_sql, &remove_sql, &note_sql, NULL};
