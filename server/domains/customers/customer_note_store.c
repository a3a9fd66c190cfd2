/* customer_note_store.c - the SQL of notes on customers. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_note.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

#define NOTES \
	"SELECT n.id, n.version, n.customer_id, n.user_id, n.author, n.body, n.created_us," \
	" n.edited_us FROM customer_notes n WHERE n.company_id = $1 AND n.customer_id = $2"
static const struct db_query list_sql = {
	"customer_note.list", NOTES " AND n.id < $3 ORDER BY n.id DESC LIMIT $4", NULL, NULL};
static const struct db_query get_sql = {"customer_note.get", NOTES " AND n.id = $3", NULL, NULL};
static const struct db_query add_sql = {"customer_note.add",
	"INSERT INTO customer_notes (company_id, id, customer_id, user_id, author, body,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};
static const struct db_query update_sql = {"customer_note.update",
	"UPDATE customer_notes SET body = $4, edited_us = $5, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {"customer_note.remove",
	"DELETE FROM customer_notes WHERE company_id = $1 AND id = $2", NULL, NULL};

db_query_list customer_note_queries = {
	&list_sql, &get_sql, &add_sql, &update_sql, &remove_sql, NULL};

static struct customer_note read_row(const struct db_result *result, size_t row)
{
	return (struct customer_note){.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.customer_id = db_int_at(result, row, 2),
		.user_id = db_int_at(result, row, 3),
		.author = db_text_at(result, row, 4),
		.body = db_text_at(result, row, 5),
		.created_us = db_int_at(result, row, 6),
		.edited_us = db_opt_at(result, row, 7)};
}

/* One more than is wanted says that there are older ones. */
enum err customer_note_store_list(struct cx *cx, int64_t customer_id, int64_t below, int64_t limit,
	struct customer_notes *notes)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id), db_int(below),
			db_int(limit + 1)),
		&result));
	notes->more = (int64_t)result.count > limit;
	notes->count = notes->more ? (size_t)limit : result.count;
	notes->rows = arena_array(cx->arena, notes->count, sizeof(*notes->rows));
	for (size_t i = 0; i < notes->count; i++)
		notes->rows[i] = read_row(&result, i);
	return OK;
}

enum err customer_note_store_get(
	struct cx *cx, int64_t customer_id, int64_t id, struct customer_note *note)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id), db_int(id)), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	*note = read_row(&result, 0);
	return OK;
}

enum err customer_note_store_add(struct cx *cx, struct customer_note *note)
{
	TRY(db_next_id(cx, "customer_note", &note->id));
	note->version = 1;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(note->id), db_int(note->customer_id),
			db_id(note->user_id), db_text(note->author), db_text(note->body),
			db_int(note->created_us)),
		NULL);
}

enum err customer_note_store_update(struct cx *cx, const struct customer_note *note, bool *changed)
{
	int64_t rows;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(note->id), db_int(note->version),
			db_text(note->body), db_opt(note->edited_us)),
		&rows));
	*changed = rows == 1;
	return OK;
}

enum err customer_note_store_remove(struct cx *cx, const struct customer_note *note)
{
	return db_exec(
		cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(note->id)), NULL);
}
