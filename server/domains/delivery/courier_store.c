/* courier_store.c - couriers: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_store_internal.h"

#include "platform/intl/intl.h"

#define COURIER \
	"SELECT id, version, company_id, name, short_name, adapter, settings, secret_sealed," \
	" second_secret_sealed, status_map, track_url, callback_key, is_active, poll_minutes," \
	" stuck_hours, heard_us, failed_us, error, created_us FROM couriers"

static const struct db_query list_sql = {
	"courier.list", COURIER " WHERE company_id = $1 ORDER BY id", NULL, NULL};
static const struct db_query get_sql = {
	"courier.get", COURIER " WHERE company_id = $1 AND id = $2", NULL, NULL};
/* tenancy: all companies, the unguessable key in the address says which company is meant */
static const struct db_query by_callback_sql = {
	"courier.by_callback", COURIER " WHERE callback_key = $1", NULL, NULL};
static const struct db_query named_sql = {"courier.named",
	"SELECT 1 FROM couriers WHERE company_id = $1 AND name_key = $2 AND id <> $3", NULL, NULL};
static const struct db_query add_sql = {"courier.add",
	"INSERT INTO couriers (company_id, id, name, name_key, short_name, adapter, settings,"
	" secret_sealed, second_secret_sealed, status_map, track_url, callback_key, is_active,"
	" poll_minutes, stuck_hours, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)",
	NULL, NULL};
static const struct db_query change_sql = {"courier.change",
	"UPDATE couriers SET name = $4, name_key = $5, short_name = $6, settings = $7,"
	" secret_sealed = $8, second_secret_sealed = $9, status_map = $10, track_url = $11,"
	" is_active = $12, poll_minutes = $13, stuck_hours = $14, updated_us = $15,"
	" version = version + 1 WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query used_sql = {"courier.used",
	"SELECT 1 FROM deliveries WHERE company_id = $1 AND courier_id = $2 LIMIT 1", NULL, NULL};
static const struct db_query remove_sql = {
	"courier.remove", "DELETE FROM couriers WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query heard_sql = {"courier.heard",
	"UPDATE couriers SET heard_us = $3, error = NULL WHERE company_id = $1 AND id = $2", NULL,
	NULL};
static const struct db_query failed_sql = {"courier.failed",
	"UPDATE couriers SET failed_us = $3, error = $4 WHERE company_id = $1 AND id = $2", NULL,
	NULL};
static const struct db_query unknown_sql = {"courier.unknown",
	"SELECT DISTINCT unknown_word FROM deliveries WHERE company_id = $1 AND courier_id = $2"
	" AND unknown_word IS NOT NULL ORDER BY unknown_word LIMIT 20",
	NULL, NULL};

static void read_row(const struct db_result *result, size_t row, struct courier *out)
{
	*out = (struct courier){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.company_id = db_int_at(result, row, 2),
		.name = db_text_at(result, row, 3),
		.short_name = db_text_at(result, row, 4),
		.adapter = (enum courier_adapter)word_index(
			courier_adapter_words, db_text_at(result, row, 5)),
		.settings = db_text_at(result, row, 6),
		.secret_sealed = db_text_at(result, row, 7),
		.second_secret_sealed = db_text_at(result, row, 8),
		.status_map = db_text_at(result, row, 9),
		.track_url = db_text_at(result, row, 10),
		.callback_key = db_text_at(result, row, 11),
		.active = db_int_at(result, row, 12) != 0,
		.poll_minutes = db_int_at(result, row, 13),
		.stuck_hours = db_int_at(result, row, 14),
		.heard_us = db_opt_at(result, row, 15),
		.failed_us = db_opt_at(result, row, 16),
		.error = db_text_at(result, row, 17),
		.created_us = db_int_at(result, row, 18),
	};
}

static enum err read_one(struct cx *cx, const struct db_result *result, struct courier *courier)
{
	if (result->count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such courier.");
	read_row(result, 0, courier);
	return OK;
}

enum err courier_store_list(struct cx *cx, struct courier **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		read_row(&result, i, &(*rows)[i]);
	return OK;
}

enum err courier_store_get(struct cx *cx, int64_t id, struct courier *courier)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	return read_one(cx, &result, courier);
}

enum err courier_store_by_callback(struct cx *cx, const char *key, struct courier *courier)
{
	struct db_result result;

	TRY(db_run(cx, &by_callback_sql, DB_ARGS(db_text(key)), &result));
	return read_one(cx, &result, courier);
}

static enum err check_name(struct cx *cx, const struct courier *courier)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &named_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(intl_fold(cx->arena, courier->name)),
			db_int(courier->id)),
		&result));
	return result.count ? fail(cx, ERR_CONFLICT, "name", "Another courier has this name.") : OK;
}

enum err courier_store_add(struct cx *cx, struct courier *courier)
{
	TRY(check_name(cx, courier));
	TRY(db_next_id(cx, "courier", &courier->id));
	courier->version = 1;
	courier->created_us = cx->now_us;
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(courier->id), db_text(courier->name),
			db_text(intl_fold(cx->arena, courier->name)), db_text(courier->short_name),
			db_text(courier_adapter_words[courier->adapter]),
			db_text(courier->settings), db_text(courier->secret_sealed),
			db_text(courier->second_secret_sealed), db_text(courier->status_map),
			db_text(courier->track_url), db_text(courier->callback_key),
			db_int(courier->active), db_int(courier->poll_minutes),
			db_int(courier->stuck_hours), db_int(cx->now_us)),
		NULL);
}

enum err courier_store_change(struct cx *cx, struct courier *courier)
{
	int64_t changed;

	TRY(check_name(cx, courier));
	TRY(db_exec(cx, &change_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(courier->id),
			db_int(courier->version), db_text(courier->name),
			db_text(intl_fold(cx->arena, courier->name)), db_text(courier->short_name),
			db_text(courier->settings), db_text(courier->secret_sealed),
			db_text(courier->second_secret_sealed), db_text(courier->status_map),
			db_text(courier->track_url), db_int(courier->active),
			db_int(courier->poll_minutes), db_int(courier->stuck_hours),
			db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The courier has changed since.");
	courier->version++;
	return OK;
}

enum err courier_store_remove(struct cx *cx, int64_t id)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &used_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count)
		return fail(cx, ERR_CONFLICT, NULL,
			"It has carried parcels. Put it to rest instead of removing it.");
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err courier_store_note(struct cx *cx, int64_t id, const char *error)
{
	if (!error)
		return db_exec(cx, &heard_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->now_us)),
			NULL);
	return db_exec(cx, &failed_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(cx->now_us),
			db_text(error)),
		NULL);
}

enum err courier_store_unknown(struct cx *cx, int64_t id, const char *const **words)
{
	const char **found;
	struct db_result result;

	TRY(db_run(cx, &unknown_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	found = arena_array(cx->arena, result.count + 1, sizeof(*found));
	for (size_t i = 0; i < result.count; i++)
		found[i] = db_text_at(&result, i, 0);
	*words = found;
	return OK;
}

db_query_list courier_queries = {&list_sql, &get_sql, &by_callback_sql, &named_sql, &add_sql,
	&change_sql, &used_sql, &remove_sql, &heard_sql, &failed_sql, &unknown_sql, NULL};
