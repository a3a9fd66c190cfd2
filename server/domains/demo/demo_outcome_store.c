/* demo_outcome_store.c - what became of confirmed orders, and flags, as the rules would have left them. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define FLAG_DAYS 30

static const struct db_query add_sql = {"demo.add_confirmation",
	"INSERT INTO order_confirmations (company_id, order_id, confirmed_us, day, agent_id,"
	" product_id, area, source, currency, value_minor, outcome)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	NULL, NULL};

#define COUNTED(dimension, subject, who, grouped) \
	"INSERT INTO confirmation_counters (company_id, dimension, agent_id, day, subject," \
	" outcome, currency, n, value_minor) SELECT c.company_id, '" dimension "', " who \
	", c.day, " subject ", c.outcome, c.currency, COUNT(*), SUM(c.value_minor)" \
	" FROM order_confirmations c WHERE c.company_id = $1" \
	" GROUP BY c.company_id, c.day, " subject ", c.outcome, c.currency" grouped
#define COUNT_QUERIES(dimension, subject) \
	static const struct db_query count_##dimension##_company = {"demo.count_" #dimension \
								    "_company", \
		COUNTED(#dimension, subject, "-1", ""), NULL, NULL}; \
	static const struct db_query count_##dimension##_agents = {"demo.count_" #dimension \
								   "_agents", \
		COUNTED(#dimension, subject, "c.agent_id", ", c.agent_id"), NULL, NULL}
COUNT_QUERIES(agent, "CAST(c.agent_id AS TEXT)");
COUNT_QUERIES(product, "CAST(c.product_id AS TEXT)");
COUNT_QUERIES(area, "c.area");
COUNT_QUERIES(source, "c.source");

/* Only customers of several orders can have flagged ones. */
static const struct db_query customers_sql = {"demo.flag_customers",
	"SELECT DISTINCT o.customer_id FROM orders o JOIN customers c"
	" ON c.company_id = o.company_id AND c.id = o.customer_id"
	" WHERE o.company_id = $1 AND o.created_us >= $2"
	" AND o.status NOT IN ('cancelled', 'closed') AND c.orders_total > 1",
	NULL, NULL};

static struct order_parcels parcels_of(const struct demo_world *world, const struct demo_plan *plan)
{
	struct demo_parcel parcel;
	enum delivery_status status;

	if (!demo_parcel_make(world, plan, &parcel))
		return (struct order_parcels){0};
	status = parcel.count ? parcel.step[parcel.count - 1].status : DELIVERY_PENDING;
	return (struct order_parcels){
		.delivered = status == DELIVERY_DELIVERED,
		.returned = status == DELIVERY_RETURNED,
		.under_way = !delivery_is_ended(status),
		.lost = status == DELIVERY_LOST || status == DELIVERY_CANCELLED,
	};
}

enum err demo_confirmation_write(
	struct demo_load *load, const struct demo_plan *plan, const struct order *order)
{
	const struct demo_world *world = load->world;
	const struct order_parcels parcels = parcels_of(world, plan);
	int i = plan->step_count - 1;

	while (i >= 0 && plan->step[i].to != ORDER_CONFIRMED)
		i--;
	if (i < 0)
		return OK;
	return db_exec(load->cx, &add_sql,
		DB_ARGS(db_int(world->company->id), db_int(plan->id), db_int(plan->step[i].at_us),
			db_int(intl_day_of(world->company->time_zone, plan->step[i].at_us)),
			db_int(order->agent_id), db_int(order->product_id), db_text(order->area),
			db_text(order->source), db_text(order->currency),
			db_int(order->price_minor),
			db_text(order_outcome_words[order_outcome_of(order->status, &parcels)])),
		NULL);
}

static enum err set_flags(struct cx *cx, const struct demo_world *world)
{
	struct db_result customers;

	TRY(db_run(cx, &customers_sql,
		DB_ARGS(db_int(world->company->id), db_int(world->now_us - FLAG_DAYS * US_PER_DAY)),
		&customers));
	for (size_t i = 0; i < customers.count; i++) {
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(order_flags_load(cx, db_int_at(&customers, i, 0)));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

enum err demo_outcomes_finish(struct cx *cx, const struct demo_world *world)
{
	static const struct db_query *const counts[] = {&count_agent_company, &count_agent_agents,
		&count_product_company, &count_product_agents, &count_area_company,
		&count_area_agents, &count_source_company, &count_source_agents};

	TRY(db_begin_write(cx));
	for (size_t i = 0; i < COUNT(counts); i++)
		TRY(db_exec(cx, counts[i], DB_ARGS(db_int(world->company->id)), NULL));
	TRY(set_flags(cx, world));
	return db_commit(cx);
}

db_query_list demo_outcome_queries = {&add_sql, &count_agent_company, &count_agent_agents,
	&count_product_company, &count_product_agents, &count_area_company, &count_area_agents,
	&count_source_company, &count_source_agents, &customers_sql, NULL};
