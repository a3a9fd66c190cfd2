/* extension_store.c - extensions and the log of their states: the SQL of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define EXTENSION \
	"SELECT e.id, e.version, e.extension, e.endpoint, COALESCE(a.name, e.agent_name)," \
	" e.agent_name, e.team_id, t.name, e.agent_id, a.agent_no, p.status, p.since_us," \
	" e.is_active, e.registration, e.line_state, e.availability_status," \
	" e.status_changed_us, e.line_changed_us, e.last_seen_us, e.created_us, e.updated_us" \
	" FROM extensions e" \
	" LEFT JOIN teams t ON t.company_id = e.company_id AND t.id = e.team_id" \
	" LEFT JOIN agents a ON a.company_id = e.company_id AND a.id = e.agent_id" \
	" LEFT JOIN agent_presence p ON p.company_id = e.company_id AND p.agent_id = e.agent_id" \
	" WHERE e.company_id = $1"

static const struct db_query list_sql = {"extension.list",
	EXTENSION " AND ($2 = 0 OR e.team_id = $2) AND ($3 = 0 OR e.agent_id = $3)"
		  " AND ($4 = '' OR e.availability_status = $4) AND ($5 = -1 OR e.is_active = $5)"
		  " ORDER BY LENGTH(e.extension), e.extension",
	NULL, NULL};
static const struct db_query get_sql = {"extension.get", EXTENSION " AND e.id = $2", NULL, NULL};
static const struct db_query add_sql = {"extension.add",
	"INSERT INTO extensions (company_id, id, extension, endpoint, agent_name, team_id,"
	" agent_id, is_active, status_changed_us, line_changed_us, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $9)",
	NULL, NULL};
static const struct db_query update_sql = {"extension.update",
	"UPDATE extensions SET extension = $4, endpoint = $5, agent_name = $6, team_id = $7,"
	" agent_id = $8, is_active = $9, updated_us = $10, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};
static const struct db_query remove_sql = {
	"extension.remove", "DELETE FROM extensions WHERE company_id = $1 AND id = $2", NULL, NULL};
/* Whose number, phone or agent it is already. */
static const struct db_query taken_sql = {"extension.taken",
	"SELECT CASE WHEN extension = $3 THEN 0 WHEN endpoint = $4 THEN 1 ELSE 2 END, extension"
	" FROM extensions WHERE company_id = $1 AND id <> $2"
	" AND (extension = $3 OR endpoint = $4 OR agent_id = $5) ORDER BY 1 LIMIT 1",
	NULL, NULL};
static const struct db_query team_sql = {
	"extension.team", "SELECT 1 FROM teams WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query agent_sql = {
	"extension.agent", "SELECT 1 FROM agents WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query state_sql = {"extension.state",
	"UPDATE extensions SET registration = $3, line_state = $4, availability_status = $5,"
	" status_changed_us = $6, line_changed_us = $7, last_seen_us = $8"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
/* The PBX's clock may say that it ended before it began. */
static const struct db_query close_sql = {"extension.close_stay",
	"UPDATE extension_status_log SET ended_us = CASE WHEN started_us > $3 THEN started_us"
	" ELSE $3 END WHERE company_id = $1 AND extension_id = $2 AND ended_us IS NULL",
	NULL, NULL};
static const struct db_query open_sql = {"extension.open_stay",
	"INSERT INTO extension_status_log (company_id, id, extension_id, status, line_state,"
	" registration, started_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};
static const struct db_query history_sql = {"extension.history",
	"SELECT status, line_state, registration, started_us, ended_us FROM extension_status_log"
	" WHERE company_id = $1 AND extension_id = $2 AND started_us < $4"
	" AND (ended_us IS NULL OR ended_us > $3) ORDER BY started_us DESC, id DESC LIMIT $5",
	NULL, NULL};
static const struct db_query unsee_sql = {"extension.unsee",
	"UPDATE extensions SET seen = 0 WHERE company_id = $1 AND seen = 1", NULL, NULL};
static const struct db_query unsee_trunks_sql = {
	"trunk.unsee", "UPDATE trunks SET seen = 0 WHERE company_id = $1 AND seen = 1", NULL, NULL};
static const struct db_query see_sql = {"extension.see",
	"UPDATE extensions SET seen = 1 WHERE company_id = $1 AND endpoint = $2", NULL, NULL};
static const struct db_query see_trunk_sql = {"trunk.see",
	"UPDATE trunks SET seen = 1 WHERE company_id = $1 AND endpoint = $2", NULL, NULL};
static const struct db_query unseen_sql = {"extension.unseen",
	"SELECT endpoint FROM extensions WHERE company_id = $1 AND seen = 0"
	" UNION SELECT endpoint FROM trunks WHERE company_id = $1 AND seen = 0",
	NULL, NULL};
/* What each row of the log has of the time between $2 and $3. */
#define WITHIN \
	"(CASE WHEN COALESCE(ended_us, $3) < $3 THEN COALESCE(ended_us, $3) ELSE $3 END" \
	" - CASE WHEN started_us > $2 THEN started_us ELSE $2 END)"
#define TIME_OF(condition) "SUM(CASE WHEN " condition " THEN " WITHIN " ELSE 0 END)"
static const struct
	db_query
		figures_sql =
			{"extension.figures",
				"SELECT extension_id, " TIME_OF("status = 'online'") ", " TIME_OF("status = 'offline'") ", " TIME_OF("status = 'invalid'") ", " TIME_OF(
					"status = "
					"'unknow"
					"n'") ", " TIME_OF("line"
							   "_sta"
							   "te "
							   "IN "
							   "('"
							   "in_"
							   "use'"
							   ", "
							   "'on_"
							   "hold"
							   "', "
							   "'bus"
							   "y', "
							   "'rin"
							   "ging"
							   "_in_"
							   "use'"
							   ")") ", " TIME_OF("line_state = "
									     "'ringing'") ","
											  " SUM("
											  "CASE "
											  "WHEN "
											  "started_"
											  "us >= "
											  "$2 THEN "
											  "1 ELSE "
											  "0 END) "
											  "FROM "
											  "extensio"
											  "n_"
											  "status_"
											  "log"
											  " WHERE "
											  "company_"
											  "id = $1 "
											  "AND "
											  "started_"
											  "us < $3 "
											  "AND "
											  "(ended_"
											  "us IS "
											  "NULL OR "
											  "ended_"
											  "us > $2)"
											  " GROUP "
											  "BY "
											  "extensio"
											  "n_id "
											  "ORDER "
											  "BY "
											  "extensio"
											  "n_id",
				NULL, NULL};

static void read_row(const struct db_result *result, size_t row, struct extension *out)
{
	*out = (struct extension){
		.id = db_int_at(result, row, 0),
		.version = db_int_at(result, row, 1),
		.number = db_text_at(result, row, 2),
		.endpoint = db_text_at(result, row, 3),
		.agent_name = db_text_at(result, row, 4),
		.own_name = db_text_at(result, row, 5),
		.team_id = db_int_at(result, row, 6),
		.team_name = db_text_at(result, row, 7),
		.agent_id = db_int_at(result, row, 8),
		.agent_no = db_int_at(result, row, 9),
		.presence = db_text_at(result, row, 10),
		.presence_since_us = db_opt_at(result, row, 11),
		.active = db_int_at(result, row, 12) != 0,
		.phone = {.registration = (enum registration)word_index(
				  registration_words, db_text_at(result, row, 13)),
			.line = (enum line_state)word_index(
				line_state_words, db_text_at(result, row, 14)),
			.status = (enum phone_status)word_index(
				phone_status_words, db_text_at(result, row, 15)),
			.status_changed_us = db_int_at(result, row, 16),
			.line_changed_us = db_int_at(result, row, 17)},
		.last_seen_us = db_opt_at(result, row, 18),
		.created_us = db_int_at(result, row, 19),
		.updated_us = db_int_at(result, row, 20),
	};
}

static bool fits(struct cx *cx, const struct extension *extension, const char *search)
{
	const char *text;

	if (text_empty(search))
		return true;
	text = arena_format(cx->arena, "%s %s %s", extension->number,
		extension->agent_name ? extension->agent_name : "",
		extension->team_name ? extension->team_name : "");
	return strstr(intl_fold(cx->arena, text), intl_fold(cx->arena, search)) != NULL;
}

enum err extension_store_list(struct cx *cx, const struct extension_filter *filter,
	struct extension **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &list_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(filter->team_id),
			db_int(filter->agent_id), db_text(filter->status ? filter->status : ""),
			db_int(filter->active.given ? filter->active.value : -1)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = 0;
	for (size_t i = 0; i < result.count; i++) {
		read_row(&result, i, &(*rows)[*count]);
		*count += fits(cx, &(*rows)[*count], filter->search);
	}
	return OK;
}

enum err extension_store_get(struct cx *cx, int64_t id, struct extension *extension)
{
	struct db_result result;

	TRY(db_run(cx, &get_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such extension.");
	read_row(&result, 0, extension);
	return OK;
}

static enum err check_id(struct cx *cx, const struct db_query *query, int64_t id, bool *there)
{
	struct db_result result = {.count = 1};

	if (id)
		TRY(db_run(cx, query, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	*there = result.count > 0;
	return OK;
}

static enum err check_row(struct cx *cx, const struct extension *extension)
{
	struct db_result result;
	bool there;

	TRY(db_begin_write(cx));
	TRY(check_id(cx, &team_sql, extension->team_id, &there));
	if (!there)
		return fail(cx, ERR_INVALID, "team_id", "There is no such team.");
	TRY(check_id(cx, &agent_sql, extension->agent_id, &there));
	if (!there)
		return fail(cx, ERR_INVALID, "agent_id", "There is no such agent.");
	TRY(db_run(cx, &taken_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension->id),
			db_text(extension->number), db_text(extension->endpoint),
			db_id(extension->agent_id)),
		&result));
	if (result.count == 0)
		return OK;
	if (db_int_at(&result, 0, 0) == 0)
		return fail(cx, ERR_CONFLICT, "extension", "This extension exists already.");
	if (db_int_at(&result, 0, 0) == 1)
		return fail(cx, ERR_CONFLICT, "endpoint", "Extension %s is this phone already.",
			db_text_at(&result, 0, 1));
	return fail(cx, ERR_CONFLICT, "agent_id", "This agent has extension %s already.",
		db_text_at(&result, 0, 1));
}

static enum err open_stay(struct cx *cx, const struct extension *extension, int64_t at_us)
{
	int64_t id;

	TRY(db_next_id(cx, "extension_stay", &id));
	return db_exec(cx, &open_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(extension->id),
			db_text(phone_status_words[extension->phone.status]),
			db_text(line_state_words[extension->phone.line]),
			db_text(registration_words[extension->phone.registration]), db_int(at_us)),
		NULL);
}

enum err extension_store_add(struct cx *cx, struct extension *extension)
{
	TRY(check_row(cx, extension));
	TRY(db_next_id(cx, "extension", &extension->id));
	TRY(db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension->id),
			db_text(extension->number), db_text(extension->endpoint),
			db_text(extension->own_name), db_id(extension->team_id),
			db_id(extension->agent_id), db_int(extension->active), db_int(cx->now_us)),
		NULL));
	return open_stay(cx, extension, cx->now_us);
}

enum err extension_store_update(struct cx *cx, const struct extension *extension, bool *stored)
{
	int64_t changed;

	TRY(check_row(cx, extension));
	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension->id),
			db_int(extension->version), db_text(extension->number),
			db_text(extension->endpoint), db_text(extension->own_name),
			db_id(extension->team_id), db_id(extension->agent_id),
			db_int(extension->active), db_int(cx->now_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

enum err extension_store_remove(struct cx *cx, int64_t id)
{
	return db_exec(cx, &remove_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), NULL);
}

enum err extension_store_state(struct cx *cx, const struct extension *extension, int64_t at_us)
{
	const struct phone *phone = &extension->phone;

	TRY(db_exec(cx, &state_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension->id),
			db_text(registration_words[phone->registration]),
			db_text(line_state_words[phone->line]),
			db_text(phone_status_words[phone->status]),
			db_int(phone->status_changed_us), db_int(phone->line_changed_us),
			db_opt(extension->last_seen_us)),
		NULL));
	TRY(db_exec(cx, &close_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(extension->id), db_int(at_us)),
		NULL));
	return open_stay(cx, extension, at_us);
}

static enum err run_both(struct cx *cx, const struct db_query *extensions,
	const struct db_query *trunks, const struct db_value *args, size_t count)
{
	TRY(db_exec(cx, extensions, args, count, NULL));
	return db_exec(cx, trunks, args, count, NULL);
}

enum err phone_store_unsee(struct cx *cx)
{
	return run_both(cx, &unsee_sql, &unsee_trunks_sql, DB_ARGS(db_int(cx->actor->company_id)));
}

enum err phone_store_see(struct cx *cx, const char *endpoint)
{
	return run_both(cx, &see_sql, &see_trunk_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(endpoint)));
}

enum err phone_store_unseen(struct cx *cx, const char *const **endpoints)
{
	struct db_result result;
	const char **found;

	TRY(db_run(cx, &unseen_sql, DB_ARGS(db_int(cx->actor->company_id)), &result));
	found = arena_array(cx->arena, result.count + 1, sizeof(*found));
	for (size_t i = 0; i < result.count; i++)
		found[i] = db_text_at(&result, i, 0);
	*endpoints = found;
	return OK;
}

enum err extension_store_history(struct cx *cx, int64_t id, int64_t from_us, int64_t to_us,
	struct extension_stay **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &history_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id), db_int(from_us), db_int(to_us),
			db_int(HISTORY_ROWS)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct extension_stay){.status = db_text_at(&result, i, 0),
			.line_state = db_text_at(&result, i, 1),
			.registration = db_text_at(&result, i, 2),
			.started_us = db_int_at(&result, i, 3),
			.ended_us = db_opt_at(&result, i, 4)};
	return OK;
}

enum err extension_store_figures(struct cx *cx, int64_t from_us, int64_t to_us,
	struct extension_figures **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &figures_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(from_us), db_int(to_us)), &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		(*rows)[i] = (struct extension_figures){.id = db_int_at(&result, i, 0),
			.online_us = db_int_at(&result, i, 1),
			.offline_us = db_int_at(&result, i, 2),
			.invalid_us = db_int_at(&result, i, 3),
			.unknown_us = db_int_at(&result, i, 4),
			.in_call_us = db_int_at(&result, i, 5),
			.ringing_us = db_int_at(&result, i, 6),
			.changes = db_int_at(&result, i, 7)};
	return OK;
}

db_query_list extension_queries = {&list_sql, &get_sql, &add_sql, &update_sql, &remove_sql,
	&taken_sql, &team_sql, &agent_sql, &state_sql, &close_sql, &open_sql, &unsee_sql,
	&unsee_trunks_sql, &see_sql, &see_trunk_sql, &unseen_sql, &history_sql, &figures_sql, NULL};
