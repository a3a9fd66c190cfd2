/* delivery_store.c - one parcel at a time: the SQL of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_store_internal.h"

#define ONE "SELECT " DELIVERY_COLUMNS DELIVERY_FROM " WHERE d.company_id = $1"
#define HELD " FOR UPDATE OF d"
#define BY_ID ONE " AND d.id = $2"
#define BY_TRACKING ONE " AND d.tracking_key = $2"
#define OWN(first, second) " AND " ORDER_VISIBLE_OWN(first, second)
#define TEAM(first, second, third) " AND " ORDER_VISIBLE_TEAM(first, second, third)

static const struct db_query lock_own_sql = {
	"delivery.lock_own", NULL, BY_ID OWN("$3", "$4"), BY_ID OWN("$3", "$4") HELD};
static const struct db_query lock_team_sql = {"delivery.lock_team", NULL,
	BY_ID TEAM("$3", "$4", "$5"), BY_ID TEAM("$3", "$4", "$5") HELD};
static const struct db_query lock_company_sql = {"delivery.lock_company", NULL, BY_ID, BY_ID HELD};
static const struct db_query lock_tracking_sql = {"delivery.lock_tracking", NULL,
	BY_TRACKING " AND d.courier_id = $3", BY_TRACKING " AND d.courier_id = $3" HELD};
static const struct db_query tracking_own_sql = {
	"delivery.tracking_own", BY_TRACKING OWN("$3", "$4"), NULL, NULL};
static const struct db_query tracking_team_sql = {
	"delivery.tracking_team", BY_TRACKING TEAM("$3", "$4", "$5"), NULL, NULL};
static const struct db_query tracking_company_sql = {
	"delivery.tracking_company", BY_TRACKING, NULL, NULL};
static const struct db_query of_order_sql = {
	"delivery.of_order", ONE " AND d.order_id = $2 ORDER BY d.id DESC LIMIT 50", NULL, NULL};
static const struct db_query shipped_sql = {"delivery.shipped",
	"SELECT 1 FROM deliveries WHERE company_id = $1 AND order_id = $2 AND status IN"
	" ('picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'failed_attempt', 'delivered')"
	" LIMIT 1",
	NULL, NULL};
static const struct db_query taken_sql = {"delivery.taken",
	"SELECT 1 FROM deliveries WHERE company_id = $1 AND tracking_key = $2 AND id <> $3", NULL,
	NULL};
static const struct db_query add_sql = {"delivery.add",
	"INSERT INTO deliveries (company_id, id, order_id, courier_id, tracking_number,"
	" tracking_key, status, status_since_us, ship_us, estimated_us, stuck_due_us, poll_due_us,"
	" created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
	NULL, NULL};
static const struct db_query update_sql = {"delivery.update",
	"UPDATE deliveries SET tracking_number = $4, tracking_key = $5, status = $6,"
	" status_since_us = $7, ship_us = $8, estimated_us = $9, delivered_us = $10,"
	" ended_us = $11, last_event_us = $12, stuck_us = $13, stuck_due_us = $14,"
	" poll_due_us = $15, unknown_word = $16, updated_us = $17, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static struct opt_int opt_of(const struct db_value *cell)
{
	return (struct opt_int){cell->integer, cell->type != DB_NULL};
}

static const char *text_of(const struct db_value *cell)
{
	return cell->type == DB_NULL ? NULL : cell->bytes;
}

static void read_order(const struct db_value *cells, struct delivery *out)
{
	out->code_year = cells[0].integer;
	out->customer_id = cells[1].integer;
	out->quantity = cells[2].integer;
	out->department_id = opt_of(&cells[3]).given ? cells[3].integer : 0;
	out->agent_id = opt_of(&cells[4]).given ? cells[4].integer : 0;
	out->agent_no = opt_of(&cells[5]).given ? cells[5].integer : 0;
	out->agent_team_id = opt_of(&cells[6]).given ? cells[6].integer : 0;
	out->customer_name = cells[7].bytes;
	out->customer_phone = cells[8].bytes;
	out->product_name = cells[9].bytes;
	out->agent_name = text_of(&cells[10]);
}

void delivery_read(const struct db_value *cells, struct delivery *out)
{
	*out = (struct delivery){
		.id = cells[0].integer,
		.version = cells[1].integer,
		.order_id = cells[2].integer,
		.courier_id = cells[3].integer,
		.courier_name = cells[4].bytes,
		.courier_short_name = cells[5].bytes,
		.track_url = text_of(&cells[6]),
		.stuck_hours = cells[7].integer,
		.poll_minutes = cells[8].integer,
		.tracking_number = cells[9].bytes,
		.tracking_key = cells[10].bytes,
		.status = (enum delivery_status)word_index(delivery_status_words, cells[11].bytes),
		.status_since_us = cells[12].integer,
		.ship_us = opt_of(&cells[13]),
		.estimated_us = opt_of(&cells[14]),
		.delivered_us = opt_of(&cells[15]),
		.ended_us = opt_of(&cells[16]),
		.last_event_us = opt_of(&cells[17]),
		.stuck_us = opt_of(&cells[18]),
		.stuck_due_us = opt_of(&cells[19]),
		.poll_due_us = opt_of(&cells[20]),
		.unknown_word = text_of(&cells[21]),
		.created_us = cells[22].integer,
		.updated_us = cells[23].integer,
	};
	read_order(cells + 24, out);
}

static enum err read_one(struct cx *cx, const struct db_result *result, struct delivery *delivery)
{
	if (result->count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such parcel.");
	delivery_read(result->cells, delivery);
	return OK;
}

static enum err read_visible(struct cx *cx, const struct db_query *const queries[3],
	struct db_value key, struct delivery *delivery)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), key};
	const size_t n = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	return read_one(cx, &result, delivery);
}

enum err delivery_store_lock(struct cx *cx, int64_t id, struct delivery *delivery)
{
	static const struct db_query *const queries[] = {
		&lock_own_sql, &lock_team_sql, &lock_company_sql};

	TRY(db_begin_write(cx));
	return read_visible(cx, queries, db_int(id), delivery);
}

enum err delivery_store_by_tracking(struct cx *cx, const char *number, struct delivery *delivery)
{
	static const struct db_query *const queries[] = {
		&tracking_own_sql, &tracking_team_sql, &tracking_company_sql};

	return read_visible(cx, queries, db_text(tracking_key(cx->arena, number)), delivery);
}

enum err delivery_store_lock_tracking(
	struct cx *cx, int64_t courier_id, const char *number, struct delivery *delivery)
{
	struct db_result result;

	TRY(db_begin_write(cx));
	TRY(db_run(cx, &lock_tracking_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(tracking_key(cx->arena, number)),
			db_int(courier_id)),
		&result));
	return read_one(cx, &result, delivery);
}

enum err delivery_store_of_order(
	struct cx *cx, int64_t order_id, struct delivery **rows, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, &of_order_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		delivery_read(db_at(&result, i, 0), &(*rows)[i]);
	return OK;
}

enum err delivery_store_taken(struct cx *cx, const char *key, int64_t but_id, bool *taken)
{
	struct db_result result;

	TRY(db_run(cx, &taken_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(key), db_int(but_id)), &result));
	*taken = result.count > 0;
	return OK;
}

enum err delivery_store_add(struct cx *cx, struct delivery *d)
{
	TRY(db_next_id(cx, "delivery", &d->id));
	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(d->id), db_int(d->order_id),
			db_int(d->courier_id), db_text(d->tracking_number),
			db_text(d->tracking_key), db_text(delivery_status_words[d->status]),
			db_int(d->status_since_us), db_opt(d->ship_us), db_opt(d->estimated_us),
			db_opt(d->stuck_due_us), db_opt(d->poll_due_us), db_int(cx->now_us)),
		NULL);
}

enum err delivery_store_update(struct cx *cx, struct delivery *d)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &update_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(d->id), db_int(d->version),
			db_text(d->tracking_number), db_text(d->tracking_key),
			db_text(delivery_status_words[d->status]), db_int(d->status_since_us),
			db_opt(d->ship_us), db_opt(d->estimated_us), db_opt(d->delivered_us),
			db_opt(d->ended_us), db_opt(d->last_event_us), db_opt(d->stuck_us),
			db_opt(d->stuck_due_us), db_opt(d->poll_due_us), db_text(d->unknown_word),
			db_int(cx->now_us)),
		&changed));
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The parcel has changed since.");
	d->version++;
	d->updated_us = cx->now_us;
	return OK;
}

enum err delivery_of_order_shipped(struct cx *cx, int64_t order_id, bool *shipped)
{
	struct db_result result;

	TRY(db_run(cx, &shipped_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)),
		&result));
	*shipped = result.count > 0;
	return OK;
}

db_query_list delivery_queries = {&lock_own_sql, &lock_team_sql, &lock_company_sql,
	&lock_tracking_sql, &tracking_own_sql, &tracking_team_sql, &tracking_company_sql,
	&of_order_sql, &shipped_sql, &taken_sql, &add_sql, &update_sql, NULL};
