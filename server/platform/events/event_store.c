/* event_store.c - the log's tables: the only file here that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/json/json.h"

#include <assert.h>

#define TAKE \
	"INSERT INTO company_sequences (company_id, event_seq) VALUES ($1, $2)" \
	" ON CONFLICT (company_id) DO UPDATE" \
	" SET event_seq = company_sequences.event_seq + excluded.event_seq"

/* SQLite, where one unit writes at a time, reads the number faster than it returns it. */
static const struct db_query take_sql = {
	.name = "event.take",
	.lite = TAKE,
	.postgres = TAKE " RETURNING event_seq",
};

static const struct db_query insert_sql = {
	.name = "event.insert",
	.text = "INSERT INTO events (company_id, seq, at_us, type, subject_type, subject_id,"
		" permission, audience_flags, user_id, agent_id, other_agent_id, team_id,"
		" other_team_id, department_id, visitor_id, data)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
};

/* The same of many, as one text: an array of arrays of the values above from seq on. */
#define CELL(n) ", r.value ->> " #n
#define NUMBER(n) ", CAST(r.value ->> " #n " AS BIGINT)"
#define INSERT_MANY(rows) \
	"INSERT INTO events (company_id, seq, at_us, type, subject_type, subject_id," \
	" permission, audience_flags, user_id, agent_id, other_agent_id, team_id," \
	" other_team_id, department_id, visitor_id, data)" \
	" SELECT CAST($1 AS BIGINT)" NUMBER(0) NUMBER(1) CELL(2) CELL(3) NUMBER(4) CELL(5) \
		NUMBER(6) NUMBER(7) NUMBER(8) NUMBER(9) NUMBER(10) NUMBER(11) NUMBER(12) \
			NUMBER(13) CELL(14) " FROM " rows
static const struct db_query insert_many_sql = {
	.name = "event.insert_many",
	.lite = INSERT_MANY("json_each($2) r"),
	.postgres = INSERT_MANY("jsonb_array_elements(CAST($2 AS JSONB)) r (value)"),
};

static const struct db_query position_sql = {
	.name = "event.position",
	.text = "SELECT event_seq, oldest_seq FROM company_sequences WHERE company_id = $1",
};

#define ROWS \
	"SELECT seq, at_us, type, subject_type, subject_id, permission, audience_flags," \
	" user_id, agent_id, other_agent_id, team_id, other_team_id, department_id, data," \
	" visitor_id FROM events WHERE company_id = $1"
static const struct db_query since_sql = {
	.name = "event.since",
	.text = ROWS " AND seq > $2 ORDER BY seq LIMIT $3",
};

static const struct db_query since_of_visitor_sql = {
	.name = "event.since_of_visitor",
	.text = ROWS " AND visitor_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
};

/* tenancy: all companies, the follower hands every company's events to that company's sockets */
static const struct db_query all_last_sql = {
	.name = "event.all_last",
	.text = "SELECT company_id, event_seq FROM company_sequences",
};

/* tenancy: all companies, the sweep keeps the replay window of each */
static const struct db_query sweep_list_sql = {
	.name = "event.sweep_list",
	.text = "SELECT company_id, event_seq, oldest_seq FROM company_sequences"
		" WHERE event_seq >= oldest_seq",
};

static const struct db_query time_of_sql = {
	.name = "event.time_of",
	.text = "SELECT at_us FROM events WHERE company_id = $1 AND seq >= $2"
		" ORDER BY seq LIMIT 1",
};

static const struct db_query delete_below_sql = {
	.name = "event.delete_below",
	.text = "DELETE FROM events WHERE company_id = $1 AND seq < $2",
};

static const struct db_query set_oldest_sql = {
	.name = "event.set_oldest",
	.text = "UPDATE company_sequences SET oldest_seq = $2"
		" WHERE company_id = $1 AND oldest_seq < $2",
};

db_query_list events_queries = {&take_sql, &insert_sql, &insert_many_sql, &position_sql, &since_sql,
	&since_of_visitor_sql, &all_last_sql, &sweep_list_sql, &time_of_sql, &delete_below_sql,
	&set_oldest_sql, NULL};

enum err event_store_take(struct cx *cx, int64_t company_id, int64_t count, int64_t *last)
{
	struct db_result result;

	TRY(db_run(cx, &take_sql, DB_ARGS(db_int(company_id), db_int(count)), &result));
	if (!result.count)
		TRY(db_run(cx, &position_sql, DB_ARGS(db_int(company_id)), &result));
	*last = db_int_at(&result, 0, 0);
	return OK;
}

static int64_t flags_of(const struct audience *audience)
{
	return (audience->pool ? AUDIENCE_POOL : 0) | (audience->everyone ? AUDIENCE_EVERYONE : 0);
}

static enum err insert_one(
	struct cx *cx, int64_t company_id, int64_t seq, const struct event *event)
{
	const struct audience *audience = &event->audience;

	return db_exec(cx, &insert_sql,
		DB_ARGS(db_int(company_id), db_int(seq), db_int(cx->now_us), db_text(event->type),
			db_text(event->subject_type), db_int(event->subject_id),
			db_text(perm_name(audience->permission)), db_int(flags_of(audience)),
			db_id(audience->user_id), db_id(audience->agent_id),
			db_id(audience->other_agent_id), db_id(audience->team_id),
			db_id(audience->other_team_id), db_id(audience->department_id),
			db_id(audience->visitor_id), db_text(event->data)),
		NULL);
}

static void id_or_null(struct json *json, int64_t id)
{
	if (id)
		json_int(json, id);
	else
		json_null(json);
}

static void add_row(struct cx *cx, struct json *json, const struct pending_event *pending)
{
	const struct event *event = &pending->event;
	const struct audience *audience = &event->audience;

	json_open_array(json);
	json_int(json, pending->seq);
	json_int(json, cx->now_us);
	json_text(json, event->type);
	json_text(json, event->subject_type);
	json_int(json, event->subject_id);
	json_text(json, perm_name(audience->permission));
	json_int(json, flags_of(audience));
	id_or_null(json, audience->user_id);
	id_or_null(json, audience->agent_id);
	id_or_null(json, audience->other_agent_id);
	id_or_null(json, audience->team_id);
	id_or_null(json, audience->other_team_id);
	id_or_null(json, audience->department_id);
	id_or_null(json, audience->visitor_id);
	json_text(json, event->data);
	json_close_array(json);
}

enum err event_store_insert(struct cx *cx, const struct pending_company *company)
{
	struct json rows;

	if (company->count == 1)
		return insert_one(
			cx, company->company_id, company->first->seq, &company->first->event);
	json_begin(&rows, cx->arena, 1024);
	json_open_array(&rows);
	for (const struct pending_event *at = company->first; at; at = at->next)
		add_row(cx, &rows, at);
	json_close_array(&rows);
	return db_exec(cx, &insert_many_sql,
		DB_ARGS(db_int(company->company_id), db_text(json_end(&rows).ptr)), NULL);
}

enum err event_store_position(struct cx *cx, int64_t company_id, struct event_position *position)
{
	struct db_result result;

	TRY(db_run(cx, &position_sql, DB_ARGS(db_int(company_id)), &result));
	/* A company that never published has no counter yet. */
	*position = (struct event_position){.last = 0, .oldest = 1};
	if (result.count) {
		position->last = db_int_at(&result, 0, 0);
		position->oldest = db_int_at(&result, 0, 1);
	}
	return OK;
}

/* ---- Rows as frames ------------------------------------------------------ */

struct row_reader {
	int64_t company_id;
	event_row_fn *each;
	void *arg;
};

static int64_t id_of(const struct db_value *cell)
{
	return cell->type == DB_INT ? cell->integer : 0;
}

/* Text of a cell ends in NUL (db.h). A permission unknown here belongs to a newer version. */
static struct event event_of(const struct db_value *cells)
{
	return (struct event){
		.type = cells[2].bytes,
		.subject_type = cells[3].bytes,
		.subject_id = cells[4].integer,
		.audience =
			{
				.permission = perm_by_name(cells[5].bytes),
				.pool = (cells[6].integer & AUDIENCE_POOL) != 0,
				.everyone = (cells[6].integer & AUDIENCE_EVERYONE) != 0,
				.user_id = id_of(&cells[7]),
				.agent_id = id_of(&cells[8]),
				.other_agent_id = id_of(&cells[9]),
				.team_id = id_of(&cells[10]),
				.other_team_id = id_of(&cells[11]),
				.department_id = id_of(&cells[12]),
				.visitor_id = id_of(&cells[14]),
			},
		.data = cells[13].bytes,
	};
}

static enum err read_row(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct row_reader *reader = arg;
	const struct event event = event_of(cells);
	struct event_frame *frame = event_frame_new(
		reader->company_id, cells[0].integer, cells[1].integer, &event);
	enum err outcome;

	if (!frame)
		return fail(cx, ERR_BUSY, NULL, "The server is out of memory.");
	outcome = reader->each(frame, reader->arg);
	event_frame_release(&frame);
	return outcome;
}

enum err event_store_each(struct cx *cx, int64_t company_id, int64_t since, int64_t limit,
	event_row_fn *each, void *arg)
{
	struct row_reader reader = {company_id, each, arg};

	return db_each(cx, &since_sql, DB_ARGS(db_int(company_id), db_int(since), db_int(limit)),
		read_row, &reader);
}

enum err event_store_each_of_visitor(struct cx *cx, int64_t visitor_id, int64_t since,
	int64_t limit, event_row_fn *each, void *arg)
{
	const int64_t company_id = cx->actor->company_id;
	struct row_reader reader = {company_id, each, arg};

	return db_each(cx, &since_of_visitor_sql,
		DB_ARGS(db_int(company_id), db_int(visitor_id), db_int(since), db_int(limit)),
		read_row, &reader);
}

enum err event_store_all_last(struct cx *cx, struct company_last **companies, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &all_last_sql, DB_NO_ARGS, &result));
	*count = result.count;
	*companies = arena_array(cx->arena, result.count, sizeof(**companies));
	for (size_t i = 0; i < result.count; i++)
		(*companies)[i] = (struct company_last){
			db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

/* ---- Sweep --------------------------------------------------------------- */

enum err event_store_sweep_list(struct cx *cx, struct sweep_company **companies, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &sweep_list_sql, DB_NO_ARGS, &result));
	*count = result.count;
	*companies = arena_array(cx->arena, result.count, sizeof(**companies));
	for (size_t i = 0; i < result.count; i++)
		(*companies)[i] = (struct sweep_company){db_int_at(&result, i, 0),
			db_int_at(&result, i, 1), db_int_at(&result, i, 2)};
	return OK;
}

enum err event_store_time_of(struct cx *cx, int64_t company_id, int64_t seq, int64_t *at_us)
{
	struct db_result result;

	TRY(db_run(cx, &time_of_sql, DB_ARGS(db_int(company_id), db_int(seq)), &result));
	*at_us = result.count ? db_int_at(&result, 0, 0) : INT64_MAX;
	return OK;
}

enum err event_store_delete_below(struct cx *cx, int64_t company_id, int64_t seq)
{
	const struct db_value company = db_int(company_id);

	TRY(db_exec(cx, &delete_below_sql, DB_ARGS(company, db_int(seq)), NULL));
	return db_exec(cx, &set_oldest_sql, DB_ARGS(company, db_int(seq)), NULL);
}
