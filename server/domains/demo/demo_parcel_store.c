/* demo_parcel_store.c - couriers, parcels and their events in bulk, as the rules would have left them. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define STUCK_HOURS 72

static const struct db_query add_courier_sql = {"demo.add_courier",
	"INSERT INTO couriers (company_id, id, name, name_key, short_name, adapter, settings,"
	" callback_key, stuck_hours, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, 'json', $6, $7, $8, $9, $9)",
	NULL, NULL};
static const struct db_query add_parcel_sql = {"demo.add_parcel",
	"INSERT INTO deliveries (company_id, id, order_id, courier_id, tracking_number,"
	" tracking_key, status, status_since_us, ship_us, estimated_us, delivered_us, ended_us,"
	" last_event_us, stuck_us, stuck_due_us, version, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
	NULL, NULL};
static const struct db_query add_event_sql = {"demo.add_tracking",
	"INSERT INTO tracking_events (company_id, id, delivery_id, at_us, status, word,"
	" description, location, source, event_key, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $5, $6, '', 'webhook', $7, $4)",
	NULL, NULL};
static const struct db_query add_follow_up_sql = {"demo.add_stuck",
	"INSERT INTO follow_ups (company_id, id, order_id, customer_id, agent_id, due_us, reason,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
	NULL, NULL};

/* Told by webhook alone: nobody is asked, so nothing pretends to be connected. */
static const char settings[] = "{\"tracking_number\":\"tracking_number\",\"events\":\"events\","
			       "\"status\":\"status\",\"time\":\"time\","
			       "\"description\":\"description\",\"location\":\"location\"}";

static const struct demo_courier {
	const char *name, *short_name, *prefix;
} gulf_couriers[DEMO_COURIERS] =
	{
		{"FastDelivery LLC", "FastDel", "FD"},
		{"QuickShip", "QuickShip", "QS"},
		{"SpeedPost", "SpeedPost", "SP"},
},
  homes_couriers[] = {{"Documents by hand", "Documents", "DH"}};

static const char *const said[DELIVERY_STATUS_COUNT] = {
	[DELIVERY_PICKED_UP] = "Package picked up from warehouse",
	[DELIVERY_SHIPPED] = "Package departed from distribution center",
	[DELIVERY_IN_TRANSIT] = "Package in transit to delivery location",
	[DELIVERY_OUT_FOR_DELIVERY] = "Package out for delivery",
	[DELIVERY_DELIVERED] = "Package delivered to the customer",
	[DELIVERY_FAILED_ATTEMPT] = "Nobody was at the address",
	[DELIVERY_RETURNED] = "Package returned to the sender",
};

static bool is_gulf(const struct demo_world *world)
{
	return world->demo->fixed_count > 0;
}

enum err demo_couriers_write(struct cx *cx, const struct demo_world *world)
{
	const size_t count = is_gulf(world) ? COUNT(gulf_couriers) : COUNT(homes_couriers);
	const struct demo_courier *rows = is_gulf(world) ? gulf_couriers : homes_couriers;
	int64_t first;

	TRY(db_next_ids(cx, world->company->id, "courier", (int64_t)count, &first));
	for (size_t i = 0; i < count; i++)
		TRY(db_exec(cx, &add_courier_sql,
			DB_ARGS(db_int(world->company->id), db_int(first + (int64_t)i),
				db_text(rows[i].name), db_text(intl_fold(cx->arena, rows[i].name)),
				db_text(rows[i].short_name), db_text(settings),
				db_text(crypto_token(cx->arena, 18)), db_int(STUCK_HOURS),
				db_int(world->now_us)),
			NULL));
	return db_commit(cx);
}

static struct opt_int time_of(const struct demo_parcel *parcel, enum delivery_status status)
{
	for (int i = parcel->count - 1; i >= 0; i--)
		if (parcel->step[i].status == status)
			return (struct opt_int){parcel->step[i].at_us, true};
	return (struct opt_int){0};
}

static const char *number_of(const struct demo_load *load, const struct demo_plan *plan,
	const struct demo_parcel *parcel)
{
	const struct demo_courier *courier = is_gulf(load->world) ? gulf_couriers : homes_couriers;

	if (parcel->number)
		return parcel->number;
	return arena_format(load->cx->arena, "%s%06lld%03lld", courier[parcel->courier].prefix,
		(long long)plan->id, (long long)parcel->tail);
}

static enum err write_row(struct demo_load *load, const struct demo_plan *plan,
	const struct demo_parcel *parcel, const char *number)
{
	const bool begun = parcel->count > 0;
	const int64_t last_us = begun ? parcel->step[parcel->count - 1].at_us : parcel->created_us;
	const enum delivery_status status = begun ? parcel->step[parcel->count - 1].status
						  : DELIVERY_PENDING;
	const bool ended = delivery_is_ended(status);
	const struct opt_int stuck_due = {
		last_us + STUCK_HOURS * US_PER_HOUR, !ended && !parcel->stuck_us.given};

	return db_exec(load->cx, &add_parcel_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(++load->parcel_id),
			db_int(plan->id), db_int(1 + parcel->courier), db_text(number),
			db_text(delivery_status_words[status]), db_int(last_us),
			db_opt(time_of(parcel, DELIVERY_PICKED_UP)), db_opt(parcel->estimated_us),
			db_opt(time_of(parcel, DELIVERY_DELIVERED)),
			db_opt((struct opt_int){last_us, ended}),
			db_opt((struct opt_int){last_us, begun}), db_opt(parcel->stuck_us),
			db_opt(stuck_due), db_int(1 + parcel->count + parcel->stuck_us.given),
			db_int(parcel->created_us),
			db_int(parcel->stuck_us.given ? parcel->stuck_us.value : last_us)),
		NULL);
}

/* As the watch over parcels would have noted it. */
static enum err write_stuck(struct demo_load *load, const struct demo_plan *plan,
	const struct demo_parcel *parcel, const char *number)
{
	const struct demo_world *world = load->world;
	const struct demo_courier *courier = is_gulf(world) ? gulf_couriers : homes_couriers;
	int64_t id;

	TRY(db_next_ids(load->cx, world->company->id, "follow_up", 1, &id));
	return db_exec(load->cx, &add_follow_up_sql,
		DB_ARGS(db_int(world->company->id), db_int(id), db_int(plan->id),
			db_int(world->customer_ids[plan->customer]),
			db_id(plan->agent >= 0 ? world->agents[plan->agent].id : 0),
			db_int(parcel->stuck_us.value + US_PER_MINUTE),
			db_text(arena_format(load->cx->arena, "No news of parcel %s (%s)", number,
				courier[parcel->courier].short_name)),
			db_int(parcel->stuck_us.value)),
		NULL);
}

enum err demo_parcel_write(struct demo_load *load, const struct demo_plan *plan)
{
	struct demo_parcel parcel;
	const char *number;

	if (!demo_parcel_make(load->world, plan, &parcel))
		return OK;
	number = number_of(load, plan, &parcel);
	TRY(write_row(load, plan, &parcel, number));
	for (int i = 0; i < parcel.count; i++)
		TRY(db_exec(load->cx, &add_event_sql,
			DB_ARGS(db_int(load->world->company->id), db_int(++load->tracking_id),
				db_int(load->parcel_id), db_int(parcel.step[i].at_us),
				db_text(delivery_status_words[parcel.step[i].status]),
				db_text(said[parcel.step[i].status]),
				db_text(arena_format(load->cx->arena, "demo-%d", i))),
			NULL));
	return parcel.stuck_us.given ? write_stuck(load, plan, &parcel, number) : OK;
}

db_query_list demo_parcel_queries = {
	&add_courier_sql, &add_parcel_sql, &add_event_sql, &add_follow_up_sql, NULL};
