/* announcement_store.c - statements on announcements and who has read them. */
/* SPDX-License-Identifier: MIT */
#include "domains/announcements/announcement_internal.h"

#define MINE_MAX 50

#define COLUMNS \
	"SELECT a.id, a.version, a.title, a.body, a.priority, a.audience, a.audience_id," \
	" COALESCE(d.code, r.code), COALESCE(t.name, d.name, r.name), a.starts_us, a.ends_us," \
	" w.name, a.created_us, a.updated_us, "
#define PLACES \
	" FROM announcements a" \
	" LEFT JOIN teams t ON t.company_id = a.company_id AND t.id = a.audience_id" \
	" AND a.audience = 'team'" \
	" LEFT JOIN departments d ON d.company_id = a.company_id AND d.id = a.audience_id" \
	" AND a.audience = 'department'" \
	" LEFT JOIN roles r ON r.company_id = a.company_id AND r.id = a.audience_id" \
	" AND a.audience = 'role'" \
	" LEFT JOIN users w ON w.company_id = a.company_id AND w.id = a.created_by"

static const struct db_query list_sql = {
	.name = "announcement.list",
	.text = COLUMNS
	"(SELECT COUNT(*) FROM announcement_reads x WHERE x.company_id = $1"
	" AND x.announcement_id = a.id),"
	" (SELECT COUNT(*) FROM users u"
	" LEFT JOIN agents g ON g.company_id = u.company_id AND g.user_id = u.id"
	" AND g.is_active = 1"
	" WHERE u.company_id = $1 AND u.status = 'active' AND (a.audience = 'all'"
	" OR (a.audience = 'team' AND g.team_id = a.audience_id)"
	" OR (a.audience = 'department' AND g.department_id = a.audience_id)"
	" OR (a.audience = 'role' AND EXISTS (SELECT 1 FROM user_roles m"
	" WHERE m.company_id = $1 AND m.user_id = u.id AND m.role_id = a.audience_id)))),"
	" NULL" PLACES " WHERE a.company_id = $1 AND (a.id = $2 OR $2 = 0)"
	" ORDER BY a.starts_us DESC, a.id DESC LIMIT 500",
};

static const struct db_query mine_sql = {
	.name = "announcement.mine",
	.text = COLUMNS
	"0, 0, x.at_us" PLACES " LEFT JOIN announcement_reads x ON x.company_id = a.company_id"
	" AND x.announcement_id = a.id AND x.user_id = $3"
	" WHERE a.company_id = $1 AND (a.id = $2 OR $2 = 0) AND a.starts_us <= $4"
	" AND (a.ends_us IS NULL OR a.ends_us > $4) AND (a.audience = 'all'"
	" OR (a.audience = 'team' AND a.audience_id = $5)"
	" OR (a.audience = 'department' AND a.audience_id = $6)"
	" OR (a.audience = 'role' AND EXISTS (SELECT 1 FROM user_roles m"
	" WHERE m.company_id = $1 AND m.user_id = $3 AND m.role_id = a.audience_id)))"
	" ORDER BY CASE WHEN a.priority = 'high' THEN 0 ELSE 1 END, a.starts_us DESC, a.id DESC"
	" LIMIT $7",
};

static const struct db_query add_sql = {
	.name = "announcement.add",
	.text = "INSERT INTO announcements (company_id, id, title, body, priority, audience,"
		" audience_id, starts_us, ends_us, created_by, created_us, updated_us)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
};

static const struct db_query update_sql = {
	.name = "announcement.update",
	.text = "UPDATE announcements SET title = $4, body = $5, priority = $6, audience = $7,"
		" audience_id = $8, starts_us = $9, ends_us = $10, updated_us = $11,"
		" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
};

static const struct db_query forget_reads_sql = {
	.name = "announcement.forget_reads",
	.text = "DELETE FROM announcement_reads WHERE company_id = $1 AND announcement_id = $2",
};

static const struct db_query remove_sql = {
	.name = "announcement.remove",
	.text = "DELETE FROM announcements WHERE company_id = $1 AND id = $2",
};

static const struct db_query read_sql = {
	.name = "announcement.read",
	.text = "INSERT INTO announcement_reads (company_id, announcement_id, user_id, at_us)"
		" VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
};

static const struct db_query audiences_sql = {
	.name = "announcement.audiences",
	.text = "SELECT kind, id, code, name FROM ("
		"SELECT 1 AS place, 'team' AS kind, t.id, NULL AS code, t.name FROM teams t"
		" WHERE t.company_id = $1 AND t.is_active = 1"
		" UNION ALL SELECT 2, 'department', d.id, d.code, d.name FROM departments d"
		" WHERE d.company_id = $1 AND d.is_active = 1"
		" UNION ALL SELECT 3, 'role', r.id, r.code, r.name FROM roles r"
		" WHERE r.company_id = $1) audiences ORDER BY place, name, id",
};

db_query_list announcement_queries = {&list_sql, &mine_sql, &add_sql, &update_sql,
	&forget_reads_sql, &remove_sql, &read_sql, &audiences_sql, NULL};

static struct db_value own_company(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static void read_rows(
	struct cx *cx, const struct db_result *result, struct announcement **list, size_t *count)
{
	*count = result->count;
	*list = arena_array(cx->arena, result->count, sizeof(**list));
	for (size_t row = 0; row < result->count; row++)
		(*list)[row] = (struct announcement){
			.id = db_int_at(result, row, 0),
			.version = db_int_at(result, row, 1),
			.title = db_text_at(result, row, 2),
			.body = db_text_at(result, row, 3),
			.priority = db_text_at(result, row, 4),
			.audience = db_text_at(result, row, 5),
			.audience_id = db_int_at(result, row, 6),
			.audience_code = db_text_at(result, row, 7),
			.audience_name = db_text_at(result, row, 8),
			.starts_us = db_int_at(result, row, 9),
			.ends_us = db_opt_at(result, row, 10),
			.author = db_text_at(result, row, 11),
			.created_us = db_int_at(result, row, 12),
			.updated_us = db_int_at(result, row, 13),
			.reads = db_int_at(result, row, 14),
			.receivers = db_int_at(result, row, 15),
			.read_us = db_opt_at(result, row, 16),
		};
}

enum err announcement_store_list(
	struct cx *cx, int64_t id, struct announcement **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(own_company(cx), db_int(id)), &result));
	read_rows(cx, &result, list, count);
	return OK;
}

enum err announcement_store_mine(
	struct cx *cx, int64_t id, struct announcement **list, size_t *count)
{
	const struct actor *actor = cx->actor;
	struct db_result result;

	TRY(db_run(cx, &mine_sql,
		DB_ARGS(own_company(cx), db_int(id), db_int(actor->user_id), db_int(cx->now_us),
			db_int(actor->team_id), db_int(actor->department_id), db_int(MINE_MAX)),
		&result));
	read_rows(cx, &result, list, count);
	return OK;
}

enum err announcement_store_add(struct cx *cx, struct announcement *announcement)
{
	TRY(db_next_id(cx, "announcement", &announcement->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(own_company(cx), db_int(announcement->id), db_text(announcement->title),
			db_text(announcement->body), db_text(announcement->priority),
			db_text(announcement->audience), db_id(announcement->audience_id),
			db_int(announcement->starts_us), db_opt(announcement->ends_us),
			db_id(cx->actor->user_id), db_int(cx->now_us)),
		NULL);
}

enum err announcement_store_update(
	struct cx *cx, const struct announcement *announcement, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(own_company(cx), db_int(announcement->id), db_int(announcement->version),
			db_text(announcement->title), db_text(announcement->body),
			db_text(announcement->priority), db_text(announcement->audience),
			db_id(announcement->audience_id), db_int(announcement->starts_us),
			db_opt(announcement->ends_us), db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err announcement_store_remove(struct cx *cx, int64_t id)
{
	TRY(db_exec(cx, &forget_reads_sql, DB_ARGS(own_company(cx), db_int(id)), NULL));
	return db_exec(cx, &remove_sql, DB_ARGS(own_company(cx), db_int(id)), NULL);
}

enum err announcement_store_read(struct cx *cx, int64_t id)
{
	return db_exec(cx, &read_sql,
		DB_ARGS(own_company(cx), db_int(id), db_int(cx->actor->user_id),
			db_int(cx->now_us)),
		NULL);
}

/* All of them first. */
enum err announcement_store_audiences(
	struct cx *cx, struct announcement_audience **list, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &audiences_sql, DB_ARGS(own_company(cx)), &result));
	*count = result.count + 1;
	*list = arena_array(cx->arena, result.count + 1, sizeof(**list));
	(*list)[0].audience = announcement_audience_words[0];
	for (size_t row = 0; row < result.count; row++)
		(*list)[row + 1] = (struct announcement_audience){
			.audience = db_text_at(&result, row, 0),
			.id = db_int_at(&result, row, 1),
			.code = db_text_at(&result, row, 2),
			.name = db_text_at(&result, row, 3),
		};
	return OK;
}
