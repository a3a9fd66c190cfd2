/* role_store.c - statements on roles and what they may do. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/role_internal.h"

#define HOLDERS_MAX 200

static const struct db_query list_sql = {
	.name = "role.list",
	.text = "SELECT r.id, r.version, r.code, r.name, r.scope, r.built_in, r.created_us,"
		" r.updated_us,"
		" (SELECT COUNT(*) FROM user_roles m WHERE m.company_id = $1 AND m.role_id = r.id)"
		" FROM roles r WHERE r.company_id = $1 AND (r.id = $2 OR $2 = 0) ORDER BY r.id",
};

static const struct db_query rights_sql = {
	.name = "role.rights",
	.text = "SELECT role_id, permission FROM role_permissions"
		" WHERE company_id = $1 AND (role_id = $2 OR $2 = 0)",
};

static const struct db_query holders_sql = {
	.name = "role.holders",
	.text = "SELECT u.id, u.username, u.name, u.status FROM user_roles m"
		" JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
		" WHERE m.company_id = $1 AND m.role_id = $2 ORDER BY u.name, u.id LIMIT $3",
};

static const struct db_query add_sql = {
	.name = "role.add",
	.text = "INSERT INTO roles (company_id, id, code, name, scope, built_in, created_us,"
		" updated_us) VALUES ($1, $2, $3, $4, $5, 0, $6, $6)",
};

static const struct db_query update_sql = {
	.name = "role.update",
	.text = "UPDATE roles SET name = $4, scope = $5, updated_us = $6, version = version + 1"
		" WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query clear_sql = {
	.name = "role.clear",
	.text = "DELETE FROM role_permissions WHERE company_id = $1 AND role_id = $2",
};

static const struct db_query give_sql = {
	.name = "role.give",
	.text = "INSERT INTO role_permissions (company_id, role_id, permission)"
		" VALUES ($1, $2, $3)",
};

static const struct db_query remove_sql = {
	.name = "role.remove",
	.text = "DELETE FROM roles WHERE company_id = $1 AND id = $2 AND built_in = 0",
};

db_query_list role_queries = {&list_sql, &rights_sql, &holders_sql, &add_sql, &update_sql,
	&clear_sql, &give_sql, &remove_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static struct role *of_id(struct role *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

static enum err add_rights(struct cx *cx, int64_t id, struct role *list, size_t count)
{
	struct db_result result;

	TRY(db_run(cx, &rights_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	for (size_t row = 0; row < result.count; row++) {
		struct role *role = of_id(list, count, db_int_at(&result, row, 0));
		const enum perm perm = perm_by_name(db_text_at(&result, row, 1));

		if (role && perm != PERM_COUNT)
			role->rights |= UINT64_C(1) << (unsigned)perm;
	}
	return OK;
}

enum err role_store_list(struct cx *cx, int64_t id, struct role **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct role){
			.id = db_int_at(&result, row, 0),
			.version = db_int_at(&result, row, 1),
			.code = db_text_at(&result, row, 2),
			.name = db_text_at(&result, row, 3),
			.scope = db_text_at(&result, row, 4),
			.built_in = db_int_at(&result, row, 5) != 0,
			.created_us = db_int_at(&result, row, 6),
			.updated_us = db_int_at(&result, row, 7),
			.users = db_int_at(&result, row, 8),
		};
	return add_rights(cx, id, *list, *count);
}

enum err role_store_holders(struct cx *cx, int64_t id, struct role_holder **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &holders_sql, DB_ARGS(own_company(cx), db_int(id), db_int(HOLDERS_MAX)),
		&result));
	*count = result.count;
	*list = arena_array(cx->arena, result.count, sizeof(**list));
	for (size_t row = 0; row < result.count; row++)
		(*list)[row] = (struct role_holder){
			.id = db_int_at(&result, row, 0),
			.username = db_text_at(&result, row, 1),
			.name = db_text_at(&result, row, 2),
			.active = text_is(db_text_at(&result, row, 3), "active"),
		};
	return OK;
}

static enum err give_rights(struct cx *cx, const struct role *role)
{
	TRY(db_exec(cx, &clear_sql, DB_ARGS(own_company(cx), db_int(role->id)), NULL));
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (role->rights >> (unsigned)perm & 1U)
			TRY(db_exec(cx, &give_sql,
				DB_ARGS(own_company(cx), db_int(role->id),
					db_text(perm_name((enum perm)perm))),
				NULL));
	return OK;
}

enum err role_store_add(struct cx *cx, const struct role *role)
{
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(role->id), db_text(role->code), db_text(role->name),
			db_text(role->scope), db_int(cx->now_us)),
		NULL));
	return give_rights(cx, role);
}

enum err role_store_update(struct cx *cx, const struct role *role, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(own_company(cx), db_int(role->id), db_int(role->version),
			db_text(role->name), db_text(role->scope), db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return *changed ? give_rights(cx, role) : OK;
}

enum err role_store_remove(struct cx *cx, int64_t id)
{
	TRY(db_exec(cx, &clear_sql, DB_ARGS(own_company(cx), db_int(id)), NULL));
	return db_exec(cx, &remove_sql, DB_ARGS(own_company(cx), db_int(id)), NULL);
}
