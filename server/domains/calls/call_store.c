/* call_store.c - the SQL of calls. A batch travels as one JSON text a table. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_store.h"

#include "domains/calls/call_days.h"
#include "domains/calls/call_owner.h"
#include "domains/calls/call_store_internal.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

#define KNOWN(among) \
	"SELECT c.linkedid, c.id, c.status, c.is_active, c.agent_id, c.team_id, c.phone_number," \
	" c.customer_id, c.direction, c.callee, c.has_gap, c.department_id, c.call_code," \
	" c.started_us," \
	" (SELECT COUNT(*) FROM call_queue_visits v WHERE v.company_id = c.company_id" \
	" AND v.call_id = c.id)," \
	" (SELECT COUNT(*) FROM call_transfers t WHERE t.company_id = c.company_id" \
	" AND t.call_id = c.id)," \
	" (SELECT COUNT(*) FROM call_transfers t WHERE t.company_id = c.company_id" \
	" AND t.call_id = c.id AND t.result <> 'pending')" \
	" FROM calls c WHERE c.company_id = $1 AND c.linkedid " among
static const struct db_query known_sql = {"call.known", NULL, KNOWN(AMONG_LITE), KNOWN(AMONG_PG)};

#define CALL_INSERT \
	"INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active," \
	" caller, caller_name, callee, context, trunk, answered_by, conference, hangup_by," \
	" hangup_cause, has_gap, is_cut, by_system, started_us, answered_us, ended_us, setup_us," \
	" queue_us, ring_us, talk_us, hold_us, rang_us, as_of_us, phone_number, customer_name," \
	" customer_id, agent_id, team_id, department_id)" \
	" SELECT CAST($1 AS BIGINT)" INT(0) TEXT(1) TEXT(2) TEXT(3) TEXT(4) INT(5) TEXT(6) TEXT(7) \
		TEXT(8) TEXT(9) TEXT(10) TEXT(11) TEXT(12) TEXT(13) INT(14) INT(15) INT(16) \
			INT(17) INT(18) INT(19) INT(20) INT(21) INT(22) INT(23) INT(24) INT(25) \
				INT(26) INT(27) TEXT(28) TEXT(29) INT(30) INT(31) INT(32) INT(33)
/* What somebody said who asked for the call is better than what the PBX dialled. */
#define CALL_UPDATE \
	" ON CONFLICT (company_id, id) DO UPDATE SET version = calls.version + 1," \
	" status_source = 'pbx', phone_number = CASE WHEN excluded.phone_number = '' OR" \
	" calls.initiated_by IS NOT NULL AND calls.phone_number <> '' THEN calls.phone_number" \
	" ELSE excluded.phone_number END," \
	" customer_name = CASE WHEN calls.customer_name = '' OR calls.customer_id IS NULL" \
	" AND excluded.customer_id IS NOT NULL THEN excluded.customer_name" \
	" ELSE calls.customer_name END," \
	" customer_id = COALESCE(calls.customer_id, excluded.customer_id)," \
	" agent_id = COALESCE(excluded.agent_id, calls.agent_id)," \
	" team_id = COALESCE(excluded.team_id, calls.team_id)," \
	" department_id = COALESCE(excluded.department_id, calls.department_id)," \
	" " NEW(direction) ", " NEW(status) ", " NEW(is_active) ", " NEW(caller) ", " NEW(caller_name) ", " NEW(callee) ", " NEW(context) ", " NEW(trunk) ", " NEW(answered_by) ", " NEW(conference) ", " NEW(hangup_by) ", " NEW(hangup_cause) ", " NEW(has_gap) ", " NEW(is_cut) ", " NEW( \
		by_system) ", " NEW(started_us) ", " NEW(answered_us) ", " NEW(ended_us) ", " NEW(setup_us) ", " NEW(queue_us) ", " NEW(ring_us) ", " NEW(talk_us) ", " NEW(hold_us) ", " NEW(rang_us) ", " NEW(as_of_us)
static const struct db_query calls_sql = QUERY("call.write", CALL_INSERT, CALL_UPDATE);

/* Who asked for the call that is gone, and for what, goes over to the one that stays. */
static const struct db_query inherit_sql = {"call.inherit",
	"UPDATE calls SET initiated_by = COALESCE(calls.initiated_by, gone.initiated_by),"
	" order_id = COALESCE(calls.order_id, gone.order_id),"
	" customer_id = COALESCE(calls.customer_id, gone.customer_id)"
	" FROM calls gone WHERE gone.company_id = $1 AND gone.id = $2"
	" AND calls.company_id = $1 AND calls.id = $3",
	NULL, NULL};
static const struct db_query gone_sql = {
	"call.gone", "DELETE FROM calls WHERE company_id = $1 AND id = $2", NULL, NULL};

#define INTERRUPT(names) \
	"UPDATE calls SET status = 'interrupted', is_active = 0, has_gap = 1," \
	" ended_us = as_of_us, version = version + 1" \
	" WHERE company_id = $1 AND is_active = 1 AND source = 'pbx' AND linkedid IS NOT NULL" \
	" AND as_of_us < $3 AND linkedid NOT IN (" names ") RETURNING id, started_us"
static const struct db_query interrupt_sql = {
	"call.interrupt", NULL, INTERRUPT(NAMES_LITE), INTERRUPT(NAMES_PG)};

static const struct db_query trunks_sql = {"call.trunks",
	"SELECT endpoint FROM trunks WHERE company_id = $1 ORDER BY endpoint", NULL, NULL};
static const struct db_query booted_sql = {
	"call.booted", "SELECT booted_at FROM pbx_links WHERE company_id = $1", NULL, NULL};

/* ---- What is there already ------------------------------------------------------------- */

/* A row as it was before this write. */
struct known {
	const char *linkedid;
	int64_t id;
	const char *status, *phone, *direction, *callee, *code;
	bool active, gap;
	int64_t agent_id, team_id, department_id, customer_id;
	int64_t started_us, visits, transfers, transfers_ended;
};

struct batch {
	struct rows calls;
	struct part_rows parts;
	struct known *known; /* in the order of linkedids */
	size_t known_count;
	struct people people;
	const char **phones; /* two for each call: as people may have written its number */
	int64_t next_id;
	struct call_writes writes;
};

/* An engine's order may not be ours. */
static int by_linkedid(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->linkedid, ((const struct known *)b)->linkedid);
}

static const struct known *known_row(const struct batch *batch, const char *linkedid)
{
	const struct known wanted = {.linkedid = linkedid};

	if (!batch->known_count)
		return NULL;
	return bsearch(&wanted, batch->known, batch->known_count, sizeof(wanted), by_linkedid);
}

static void keep_known(struct cx *cx, const struct db_result *rows, struct batch *batch)
{
	batch->known = arena_array(cx->arena, rows->count, sizeof(*batch->known));
	batch->known_count = rows->count;
	for (size_t i = 0; i < rows->count; i++)
		batch->known[i] = (struct known){.linkedid = db_text_at(rows, i, 0),
			.id = db_int_at(rows, i, 1),
			.status = db_text_at(rows, i, 2),
			.active = db_int_at(rows, i, 3) != 0,
			.agent_id = db_int_at(rows, i, 4),
			.team_id = db_int_at(rows, i, 5),
			.phone = db_text_at(rows, i, 6),
			.customer_id = db_int_at(rows, i, 7),
			.direction = db_text_at(rows, i, 8),
			.callee = db_text_at(rows, i, 9),
			.gap = db_int_at(rows, i, 10) != 0,
			.department_id = db_int_at(rows, i, 11),
			.code = db_text_at(rows, i, 12),
			.started_us = db_int_at(rows, i, 13),
			.visits = db_int_at(rows, i, 14),
			.transfers = db_int_at(rows, i, 15),
			.transfers_ended = db_int_at(rows, i, 16)};
	qsort(batch->known, batch->known_count, sizeof(*batch->known), by_linkedid);
}

static enum err read_known(
	struct cx *cx, const struct call *const *calls, size_t count, struct batch *batch)
{
	struct db_result rows;
	struct json names;

	json_begin(&names, cx->arena, 64 * count + 16);
	json_open_array(&names);
	for (size_t i = 0; i < count; i++)
		for (const struct call_alias *at = calls[i]->aliases; at; at = at->next)
			json_text(&names, at->linkedid);
	json_close_array(&names);
	TRY(db_run(cx, &known_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr)), &rows));
	keep_known(cx, &rows, batch);
	return OK;
}

/* ---- With whom ---------------------------------------------------------------------------- */

/* NULL when it is none. */
static const char *read_phone(struct cx *cx, const char *text)
{
	const char *e164 = NULL;

	if (intl_phone(cx, cx->actor->company->country, NULL, text, &e164) == OK)
		return e164;
	fail_clear(cx);
	return NULL;
}

/* Does the row say already with whom the call is? */
static bool is_settled(const struct known *known, const struct call *call)
{
	return known && *known->phone && text_is(known->callee, call->callee) &&
		text_is(known->direction, call_direction_name(call->direction));
}

/* Lines bring numbers as at home, or with the country's code but without its sign. */
static enum err find_people(
	struct cx *cx, const struct call *const *calls, size_t count, struct batch *batch)
{
	batch->phones = arena_array(cx->arena, 2 * count, sizeof(*batch->phones));
	for (size_t i = 0; i < count; i++) {
		const char *number = calls[i]->outside;

		if (!*number || is_settled(known_row(batch, calls[i]->linkedid), calls[i]))
			continue;
		batch->phones[2 * i] = read_phone(cx, number);
		if (*number != '+')
			batch->phones[2 * i + 1] = read_phone(
				cx, arena_format(cx->arena, "+%s", number));
	}
	return people_find(cx, batch->phones, 2 * count, &batch->people);
}

/* A number as a customer has it, else as it may be written, else as the PBX has it. */
static struct person person_of(const struct batch *batch, size_t i, const struct call *call)
{
	const struct known *known = known_row(batch, call->linkedid);
	const char *const *phones = &batch->phones[2 * i];
	struct person person = {.name = call->direction == CALL_INCOMING ? call->caller_name : ""};

	for (size_t n = 0; n < 2; n++) {
		const struct person *found = people_with(&batch->people, phones[n]);

		if (found)
			return *found;
	}
	if (is_settled(known, call))
		person.phone = known->phone;
	else
		person.phone = phones[0] ? phones[0] : phones[1] ? phones[1] : call->outside;
	return person;
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static void add_times(struct json *json, const struct call *call)
{
	json_int(json, call->started_us);
	row_time(json, call->answered_us);
	row_time(json, call->ended_us);
	for (int phase = 0; phase < CALL_PHASES; phase++)
		json_int(json, call->phases_us[phase]);
	if (call->rang_us < 0)
		json_null(json);
	else
		json_int(json, call->rang_us);
	json_int(json, call->ended_us ? call->ended_us : call->as_of_us);
}

static void add_people(
	struct json *json, const struct batch *batch, size_t i, const struct call *call)
{
	const struct call_leg *owner = call_owner(call);
	const struct person person = person_of(batch, i, call);

	json_text(json, person.phone);
	json_text(json, person.name);
	row_id(json, person.customer_id);
	row_id(json, owner ? owner->agent_id : 0);
	row_id(json, owner ? owner->team_id : 0);
	row_id(json, owner ? owner->department_id : 0);
}

/* The code is taken only when the row is a new one. */
static void add_call(struct cx *cx, struct batch *batch, int64_t id, const struct call *call)
{
	struct json *json = rows_add(&batch->calls);
	uint32_t code;

	crypto_random(&code, sizeof(code));
	json_int(json, id);
	json_text(json, arena_format(cx->arena, "CALL-%08" PRIX32, code));
	json_text(json, call->linkedid);
	json_text(json, call_direction_name(call->direction));
	json_text(json, call_status_name(call->status));
	json_int(json, !call_has_ended(call->status));
	json_text(json, call->caller);
	json_text(json, call->caller_name);
	json_text(json, call->callee);
	json_text(json, call->context);
	json_text(json, call->trunk);
	json_text(json, call->answered_by);
	json_text(json, call->conference);
	json_text(json, call_end_name(call->hangup_by));
	json_int(json, call->cause);
	json_int(json, call->gap);
	json_int(json, call->truncated);
	json_int(json, call->by_system);
	add_times(json, call);
}

/* ---- What people see of it ---------------------------------------------------------------------- */

static struct known picture(const struct call *call)
{
	const struct call_leg *owner = call_owner(call);
	struct known now = {.status = call_status_name(call->status),
		.active = !call_has_ended(call->status),
		.gap = call->gap,
		.direction = call_direction_name(call->direction),
		.callee = call->callee,
		.agent_id = owner ? owner->agent_id : 0,
		.team_id = owner ? owner->team_id : 0,
		.department_id = owner ? owner->department_id : 0};

	for (const struct call_visit *one = call->visits; one; one = one->next)
		now.visits++;
	for (const struct call_transfer *one = call->transfers; one; one = one->next) {
		now.transfers++;
		now.transfers_ended += one->result != TRANSFER_PENDING;
	}
	return now;
}

static struct call_written compare(int64_t id, const struct known *before, const struct call *call)
{
	const struct known now = picture(call);
	struct call_written written = {.id = id, .is_new = !before};

	written.has_ended = !now.active && (!before || before->active);
	written.transferred = now.transfers > (before ? before->transfers : 0) ||
		now.transfers_ended > (before ? before->transfers_ended : 0);
	written.visible = !before || written.has_ended || written.transferred ||
		!text_is(now.status, before->status) || now.gap != before->gap ||
		!text_is(now.direction, before->direction) ||
		!text_is(now.callee, before->callee) ||
		(now.agent_id && now.agent_id != before->agent_id) ||
		(now.team_id && now.team_id != before->team_id) || now.visits != before->visits;
	return written;
}

static struct call_place place_of(const struct known *row)
{
	return (struct call_place){.call_id = row->id,
		.agent_id = row->agent_id,
		.team_id = row->team_id,
		.department_id = row->department_id,
		.waits = row->active && !row->agent_id && row->department_id,
		.code = row->code};
}

/* Somebody may not see it any more. */
static bool has_moved(const struct known *before, const struct call *call)
{
	const struct known now = picture(call);

	return (now.agent_id && now.agent_id != before->agent_id) ||
		(now.team_id && now.team_id != before->team_id) ||
		(now.department_id && now.department_id != before->department_id) ||
		(before->active && !now.active);
}

/* ---- A batch ---------------------------------------------------------------------------------- */

/* Rows of calls that have become part of this one. */
static enum err remove_absorbed(
	struct cx *cx, struct batch *batch, int64_t id, const struct call *call)
{
	const int64_t company_id = cx->actor->company_id;

	for (const struct call_alias *at = call->aliases; at; at = at->next) {
		const struct known *gone = known_row(batch, at->linkedid);

		if (!gone || gone->id == id)
			continue;
		batch->writes.left[batch->writes.left_count++] = place_of(gone);
		TRY(db_exec(cx, &inherit_sql,
			DB_ARGS(db_int(company_id), db_int(gone->id), db_int(id)), NULL));
		TRY(db_exec(cx, &gone_sql, DB_ARGS(db_int(company_id), db_int(gone->id)), NULL));
	}
	return OK;
}

static enum err take_ids(
	struct cx *cx, const struct call *const *calls, size_t count, struct batch *batch)
{
	int64_t fresh = 0;

	for (size_t i = 0; i < count; i++)
		fresh += !known_row(batch, calls[i]->linkedid);
	return fresh ? db_next_ids(cx, cx->actor->company_id, "call", fresh, &batch->next_id) : OK;
}

static void add_all(
	struct cx *cx, const struct call *const *calls, size_t count, struct batch *batch)
{
	struct call_writes *writes = &batch->writes;

	rows_open(cx, &batch->calls, 512 * count);
	part_rows_open(cx, &batch->parts);
	writes->rows = arena_array(cx->arena, count, sizeof(*writes->rows));
	writes->left = arena_array(cx->arena, batch->known_count, sizeof(*writes->left));
	for (size_t i = 0; i < count; i++) {
		const struct known *known = known_row(batch, calls[i]->linkedid);
		int64_t id = known ? known->id : batch->next_id++;

		writes->rows[i] = compare(id, known, calls[i]);
		if (known && has_moved(known, calls[i]))
			writes->left[writes->left_count++] = place_of(known);
		add_call(cx, batch, id, calls[i]);
		add_people(&batch->calls.json, batch, i, calls[i]);
		json_close_array(&batch->calls.json);
		part_rows_add(&batch->parts, id, calls[i]);
	}
}

/* Days of the calls, as they were and as they are. */
static enum err touch_days(
	struct cx *cx, const struct call *const *calls, size_t count, const struct batch *batch)
{
	int64_t *started_us = arena_array(
		cx->arena, count + batch->known_count, sizeof(*started_us));
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		started_us[n++] = calls[i]->started_us;
	for (size_t i = 0; i < batch->known_count; i++)
		started_us[n++] = batch->known[i].started_us;
	return call_days_touch(cx, started_us, n);
}

enum err call_store_write(
	struct cx *cx, const struct call *const *calls, size_t count, struct call_writes *writes)
{
	struct batch batch = {0};

	if (!count) {
		if (writes)
			*writes = batch.writes;
		return OK;
	}
	TRY(db_begin_write(cx));
	TRY(people_place(cx, calls, count));
	TRY(read_known(cx, calls, count, &batch));
	TRY(touch_days(cx, calls, count, &batch));
	TRY(find_people(cx, calls, count, &batch));
	TRY(take_ids(cx, calls, count, &batch));
	add_all(cx, calls, count, &batch);
	TRY(rows_write(cx, &batch.calls, &calls_sql));
	TRY(part_rows_write(cx, &batch.parts));
	for (size_t i = 0; i < count; i++)
		TRY(remove_absorbed(cx, &batch, batch.writes.rows[i].id, calls[i]));
	if (writes)
		*writes = batch.writes;
	return OK;
}

/* ---- Without a fold ----------------------------------------------------------------------------- */

enum err call_store_interrupt(struct cx *cx, const char *const *going_on, int64_t written_before_us,
	int64_t **ids, size_t *count)
{
	struct db_result rows;
	struct json names;
	int64_t *started_us;

	json_begin(&names, cx->arena, 256);
	json_open_array(&names);
	for (; *going_on; going_on++)
		json_text(&names, *going_on);
	json_close_array(&names);
	TRY(db_run(cx, &interrupt_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr),
			db_int(written_before_us)),
		&rows));
	*ids = arena_array(cx->arena, rows.count, sizeof(**ids));
	started_us = arena_array(cx->arena, rows.count, sizeof(*started_us));
	*count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		(*ids)[i] = db_int_at(&rows, i, 0);
		started_us[i] = db_int_at(&rows, i, 1);
	}
	return call_days_touch(cx, started_us, rows.count);
}

enum err call_store_trunks(struct cx *cx, const char *const **endpoints)
{
	struct db_result rows;
	const char **names;

	TRY(db_run(cx, &trunks_sql, DB_ARGS(db_int(cx->actor->company_id)), &rows));
	names = arena_array(cx->arena, rows.count + 1, sizeof(*names));
	for (size_t i = 0; i < rows.count; i++) {
		const char *name = db_text_at(&rows, i, 0);
		const char *slash = strchr(name, '/');

		names[i] = slash ? slash + 1 : name;
	}
	*endpoints = names;
	return OK;
}

enum err call_store_booted(struct cx *cx, const char **booted_at)
{
	struct db_result rows;

	TRY(db_run(cx, &booted_sql, DB_ARGS(db_int(cx->actor->company_id)), &rows));
	*booted_at = rows.count ? db_text_at(&rows, 0, 0) : NULL;
	return OK;
}

db_query_list call_queries = {&known_sql, &calls_sql, &inherit_sql, &gone_sql, &interrupt_sql,
	&trunks_sql, &booted_sql, NULL};
