/* demo_load_store.c - customers and orders in bulk, as the rules would have written them. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "domains/orders/order_visible.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"

#define ORDERS_A_TRANSACTION 10000
#define CUSTOMERS_A_TRANSACTION 20000

static const struct db_query add_customer_sql = {"demo.add_customer",
	"INSERT INTO customers (company_id, id, name, name_fold, phone, email, email_key, stage,"
	" address, area, landmark, orders_total, orders_completed, orders_cancelled, created_us,"
	" updated_us) VALUES ($1, $2, $3, $4, $5, $6, $6, 'lead', $7, $8, $9, $10, $11, $12, $13,"
	" $13)",
	NULL, NULL};

static const struct db_query add_order_sql = {"demo.add_order",
	"INSERT INTO orders (company_id, id, code_year, version, status, status_since_us, priority,"
	" customer_id, customer_name, customer_phone, seller_id, seller_name, product_id,"
	" product_code, product_name, product_url, quantity, price_minor, currency, address, area,"
	" landmark, expected_us, expected_delivery_day, assigned_agent_id, assigned_us, attempts,"
	" next_attempt_us, cancellation_reason, cancellation_details, source, external_code,"
	" created_us, created_day, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
	" $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)",
	NULL, NULL};

static const struct db_query add_history_sql = {"demo.add_history",
	"INSERT INTO order_status_history (company_id, id, order_id, agent_id, user_id, user_name,"
	" previous_status, new_status, status_change_reason, cancellation_reason,"
	" cancellation_details, change_timestamp, customer_notified, customer_name, created_at,"
	" team_id, department_id)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $12,"
	" " ORDER_WORK_PLACE("$3", "$4", "$7") ")",
	NULL, NULL};

static const struct db_query add_note_sql = {"demo.add_note",
	"INSERT INTO order_notes (company_id, id, order_id, agent_id, user_id, user_name, body,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

static const struct db_query add_call_sql = {"demo.add_call",
	"INSERT INTO communications (company_id, id, order_id, customer_id, agent_id, channel,"
	" direction, to_addr, outcome, duration_seconds, body, at_us, created_us, team_id,"
	" department_id) VALUES ($1, $2, $3, $4, $5, 'call', 'outbound', $6, $7, $8, '', $9, $9,"
	" " AGENT_WORK_PLACE("$5") ")",
	NULL, NULL};

static const struct db_query add_words_sql = {"demo.add_words", NULL,
	"INSERT INTO order_search (rowid, body) VALUES (($1 << 40) | $2, $3)",
	"INSERT INTO order_search (company_id, order_id, body)"
	" VALUES ($1, $2, array_to_tsvector(string_to_array(btrim($3), ' ')))"};

static const struct db_query add_counter_sql = {"demo.add_counter",
	"INSERT INTO order_counters (company_id, day, agent_id, department_id, status, priority, n)"
	" VALUES ($1, $2, $3, 0, $4, $5, $6)",
	NULL, NULL};

static const struct db_query set_load_sql = {"demo.set_load",
	"UPDATE agents SET open_orders = $3 WHERE company_id = $1 AND id = $2", NULL, NULL};

static struct db_value company_of(const struct demo_load *load)
{
	return db_int(load->world->company->id);
}

static void report(struct demo_load *load, const char *what)
{
	if (load->options->progress)
		load->options->progress(what, load->done, load->all, load->options->arg);
}

/* ---- Counting before writing ------------------------------------------------ */

/* Counter rows: all time and each day of the span with today; agents, the pool, the company. */
#define WHOS (DEMO_AGENTS + 2)
#define POOL DEMO_AGENTS
#define EVERYONE (DEMO_AGENTS + 1)

static size_t days_of(const struct demo_world *world)
{
	return (size_t)world->span_days + 2; /* row 0 is all time; the last is today */
}

static int32_t *counter(const struct demo_load *load, size_t day, size_t who, int status, bool high)
{
	return &load->counters[((day * WHOS + who) * ORDER_STATUS_COUNT + (size_t)status) * 2 +
		high];
}

static void count_plan(struct demo_load *load, const struct demo_plan *plan)
{
	struct demo_world *world = load->world;
	const enum order_status status = demo_plan_status(plan);
	const size_t day = (size_t)(plan->day - (world->today - world->span_days)) + 1;
	const size_t who = plan->agent < 0 ? POOL : (size_t)plan->agent;
	struct demo_tally *tally;

	if (!world->customer_ids[plan->customer]) {
		world->customer_ids[plan->customer] = (int32_t)++world->customer_count;
		world->tallies[world->customer_count - 1] = (struct demo_tally){
			.index = plan->customer, .first_us = plan->created_us};
	}
	tally = &world->tallies[world->customer_ids[plan->customer] - 1];
	tally->total++;
	tally->completed += status == ORDER_CLOSED;
	tally->cancelled += status == ORDER_CANCELLED;
	++*counter(load, 0, who, status, plan->high);
	++*counter(load, 0, EVERYONE, status, plan->high);
	++*counter(load, day, who, status, plan->high);
	++*counter(load, day, EVERYONE, status, plan->high);
	if (plan->agent >= 0 && order_is_open(status))
		load->open_orders[plan->agent]++;
}

static void count_all(struct demo_load *load)
{
	struct demo_plan plan;

	load->counters = arena_array(load->cx->arena,
		days_of(load->world) * WHOS * ORDER_STATUS_COUNT * 2, sizeof(*load->counters));
	for (int64_t i = 0; i < demo_plan_count(load->world); i++) {
		demo_plan_make(load->world, i, &plan);
		count_plan(load, &plan);
	}
}

/* The inverse of counter(). */
static enum err write_counter(struct demo_load *load, size_t at)
{
	const struct demo_world *world = load->world;
	const size_t high = at % 2, status = at / 2 % ORDER_STATUS_COUNT;
	const size_t who = at / 2 / ORDER_STATUS_COUNT % WHOS;
	const int64_t row = (int64_t)(at / 2 / ORDER_STATUS_COUNT / WHOS);
	const int64_t agent_id = who == EVERYONE ? -1 : who == POOL ? 0 : world->agents[who].id;
	const int64_t day = row ? world->today - world->span_days + row - 1 : 0;

	return db_exec(load->cx, &add_counter_sql,
		DB_ARGS(company_of(load), db_int(day), db_int(agent_id),
			db_text(order_status_words[status]), db_text(order_priority_words[high]),
			db_int(load->counters[at])),
		NULL);
}

static enum err write_counters(struct demo_load *load)
{
	const struct demo_world *world = load->world;
	const size_t count = days_of(world) * WHOS * ORDER_STATUS_COUNT * 2;

	for (size_t at = 0; at < count; at++)
		if (load->counters[at])
			TRY(write_counter(load, at));
	for (size_t i = 0; i < world->agent_count; i++)
		TRY(db_exec(load->cx, &set_load_sql,
			DB_ARGS(company_of(load), db_int(world->agents[i].id),
				db_int(load->open_orders[i])),
			NULL));
	return db_commit(load->cx);
}

/* ---- Customers ---------------------------------------------------------------- */

static enum err write_customer(struct demo_load *load, int64_t id)
{
	const struct demo_tally *tally = &load->world->tallies[id - 1];
	struct demo_customer customer;

	demo_customer_make(load->cx->arena, load->world->demo, tally->index, &customer);
	return db_exec(load->cx, &add_customer_sql,
		DB_ARGS(company_of(load), db_int(id), db_text(customer.name),
			db_text(intl_fold(load->cx->arena, customer.name)), db_text(customer.phone),
			db_text(customer.email), db_text(customer.address), db_text(customer.area),
			db_text(customer.landmark), db_int(tally->total), db_int(tally->completed),
			db_int(tally->cancelled), db_int(tally->first_us)),
		NULL);
}

static enum err write_customers(struct demo_load *load)
{
	const int64_t count = load->world->customer_count;
	int64_t first;

	TRY(db_next_ids(load->cx, load->world->company->id, "customer", count, &first));
	load->done = 0;
	load->all = count;
	for (int64_t id = first; id < first + count; id++) {
		TRY(db_begin_write(load->cx)); /* before the mark: the unit's own memory stays */
		const struct arena_mark mark = arena_mark(load->cx->arena);

		TRY(write_customer(load, id));
		arena_rewind(load->cx->arena, mark);
		if (++load->done % CUSTOMERS_A_TRANSACTION == 0) {
			TRY(db_commit(load->cx));
			report(load, "customers");
		}
	}
	report(load, "customers");
	return db_commit(load->cx);
}

/* ---- Orders --------------------------------------------------------------------- */

/* The row as it stands after all steps. */
static void fill_order(const struct demo_load *load, const struct demo_plan *plan,
	const struct demo_customer *customer, struct order *order)
{
	const struct demo_world *world = load->world;
	const struct demo_product *product = &world->demo->products[plan->product];
	struct arena *arena = load->cx->arena;

	*order = (struct order){.id = plan->id,
		.code_year = plan->year,
		.version = 1 + plan->step_count,
		.status = demo_plan_status(plan),
		.status_since_us = plan->step_count ? plan->step[plan->step_count - 1].at_us
						    : plan->created_us,
		.high = plan->high,
		.customer_id = world->customer_ids[plan->customer],
		.customer_name = customer->name,
		.customer_phone = customer->phone,
		.seller_id = world->seller_ids[plan->product],
		.seller_name = product->seller,
		.product_id = world->product_ids[plan->product],
		.product_code = product->code,
		.product_name = product->name,
		.product_url = arena_format(
			arena, "https://shop.example.com/%s/%s", world->demo->code, product->code),
		.quantity = plan->quantity,
		.price_minor = plan->price_minor,
		.currency = world->demo->currency,
		.address = customer->address,
		.area = customer->area,
		.landmark = customer->landmark,
		.expected_us = plan->expected_us,
		.expected_delivery_day = plan->delivery_day,
		.source = plan->shop ? "shopify" : "manual",
		.external_code = plan->shop
			? arena_format(arena, "#%lld", (long long)plan->id + 8000)
			: NULL,
		.created_us = plan->created_us,
		.created_day = plan->day};
	order->updated_us = order->status_since_us;
	if (plan->agent >= 0) {
		order->agent_id = world->agents[plan->agent].id;
		order->agent_no = world->agents[plan->agent].no;
		order->agent_name = world->agents[plan->agent].name;
		order->assigned_us = (struct opt_int){plan->created_us, true};
	}
}

static const char *details_of(const struct demo_plan *plan, const struct demo_step *step)
{
	if (step->reason < 0 || !text_is(order_reason_words[step->reason], "other"))
		return NULL;
	return demo_cancel_details[(size_t)plan->id % demo_cancel_details_count];
}

/* What the last steps leave on the row. */
static void fill_outcome(
	const struct demo_load *load, const struct demo_plan *plan, struct order *order)
{
	const struct demo_step *last;

	for (int i = plan->step_count - 1; i >= 0 && plan->step[i].to == ORDER_NO_RESPONSE; i--)
		order->attempts++;
	if (order->status == ORDER_NO_RESPONSE)
		order->next_attempt_us = (struct opt_int){
			order_next_attempt(
				load->world->company, order->attempts, order->status_since_us),
			true};
	if (order->status == ORDER_POSTPONED)
		order->next_attempt_us = plan->postponed_us;
	if (order->status != ORDER_CANCELLED)
		return;
	last = &plan->step[plan->step_count - 1];
	order->cancellation_reason = order_reason_words[last->reason];
	order->cancellation_details = details_of(plan, last);
}

static enum err write_order(struct demo_load *load, const struct order *o)
{
	TRY(db_exec(load->cx, &add_order_sql,
		DB_ARGS(company_of(load), db_int(o->id), db_int(o->code_year), db_int(o->version),
			db_text(order_status_words[o->status]), db_int(o->status_since_us),
			db_text(order_priority_words[o->high]), db_int(o->customer_id),
			db_text(o->customer_name), db_text(o->customer_phone), db_id(o->seller_id),
			db_text(o->seller_name), db_id(o->product_id), db_text(o->product_code),
			db_text(o->product_name), db_text(o->product_url), db_int(o->quantity),
			db_int(o->price_minor), db_text(o->currency), db_text(o->address),
			db_text(o->area), db_text(o->landmark), db_opt(o->expected_us),
			db_opt(o->expected_delivery_day), db_id(o->agent_id),
			db_opt(o->assigned_us), db_int(o->attempts), db_opt(o->next_attempt_us),
			db_text(o->cancellation_reason), db_text(o->cancellation_details),
			db_text(o->source), db_text(o->external_code), db_int(o->created_us),
			db_int(o->created_day), db_int(o->updated_us)),
		NULL));
	return db_exec(load->cx, &add_words_sql,
		DB_ARGS(company_of(load), db_int(o->id),
			db_text(order_search_body(load->cx->arena, o))),
		NULL);
}

static enum err write_history(
	struct demo_load *load, const struct demo_plan *plan, int step, const char *customer_name)
{
	const struct demo_agent *agent = step >= 0 && plan->agent >= 0
		? &load->world->agents[plan->agent]
		: NULL;
	const struct demo_step *now = step >= 0 ? &plan->step[step] : NULL;
	const char *before = step < 0 ? NULL
		: step == 0           ? order_status_words[ORDER_NEW]
				      : order_status_words[plan->step[step - 1].to];

	return db_exec(load->cx, &add_history_sql,
		DB_ARGS(company_of(load), db_int(++load->history_id), db_int(plan->id),
			db_id(agent ? agent->id : 0), db_id(agent ? agent->user_id : 0),
			db_text(agent ? agent->name : "system"), db_text(before),
			db_text(order_status_words[now ? now->to : ORDER_NEW]),
			db_text(now && now->note >= 0 ? demo_notes[now->to][now->note] : NULL),
			db_text(now && now->reason >= 0 ? order_reason_words[now->reason] : NULL),
			db_text(now ? details_of(plan, now) : NULL),
			db_int(now ? now->at_us : plan->created_us), db_text(customer_name)),
		NULL);
}

static enum err write_note(
	struct demo_load *load, const struct demo_plan *plan, const char *body, int64_t at_us)
{
	const struct demo_agent *agent = &load->world->agents[plan->agent];

	return db_exec(load->cx, &add_note_sql,
		DB_ARGS(company_of(load), db_int(++load->note_id), db_int(plan->id),
			db_int(agent->id), db_int(agent->user_id), db_text(agent->name),
			db_text(body), db_int(at_us)),
		NULL);
}

static enum err write_call(struct demo_load *load, const struct demo_plan *plan,
	const struct order *order, const char *outcome, const struct demo_step *step)
{
	TRY(db_exec(load->cx, &add_call_sql,
		DB_ARGS(company_of(load), db_int(++load->communication_id), db_int(order->id),
			db_int(order->customer_id), db_int(load->world->agents[plan->agent].id),
			db_text(order->customer_phone), db_text(outcome), db_int(step->talk_s),
			db_int(step->at_us)),
		NULL));
	return demo_service_call(load, order, outcome, step->talk_s, step->at_us);
}

/* Calls, notes and history of one step. */
static enum err write_step(
	struct demo_load *load, const struct demo_plan *plan, int i, const struct order *order)
{
	static const char *const missed[] = {"no_answer", "busy", "voicemail", "no_answer"};
	const struct demo_step *step = &plan->step[i];

	for (int more = 0; i == 0 && more < plan->more_calls; more++) {
		const struct demo_step earlier = {
			.at_us = plan->created_us + (step->at_us - plan->created_us) / 3};

		TRY(write_call(load, plan, order, "no_answer", &earlier));
	}
	if (step->call)
		TRY(write_call(load, plan, order,
			step->to == ORDER_NO_RESPONSE ? missed[(plan->id + i) % 4] : "answered",
			step));
	if (step->note >= 0)
		TRY(write_note(load, plan, demo_notes[step->to][step->note], step->at_us));
	return write_history(load, plan, i, order->customer_name);
}

/* Notes of the documents, spread over the time before the last step. */
static enum err write_notes(struct demo_load *load, const struct demo_plan *plan, int64_t until_us)
{
	int64_t count = 0;

	if (!plan->written_notes)
		return OK;
	while (plan->written_notes[count])
		count++;
	for (int64_t i = 0; i < count; i++)
		TRY(write_note(load, plan, plan->written_notes[i],
			plan->created_us + (until_us - plan->created_us) / (count + 1) * (i + 1)));
	return OK;
}

static enum err write_plan(struct demo_load *load, const struct demo_plan *plan)
{
	struct demo_customer customer;
	struct order order;

	demo_customer_make(load->cx->arena, load->world->demo, plan->customer, &customer);
	fill_order(load, plan, &customer, &order);
	fill_outcome(load, plan, &order);
	TRY(write_order(load, &order));
	TRY(write_history(load, plan, -1, order.customer_name));
	TRY(write_notes(load, plan, order.status_since_us));
	for (int i = 0; i < plan->step_count; i++)
		TRY(write_step(load, plan, i, &order));
	TRY(demo_service_closed(load, &order));
	TRY(demo_sla_of_order(load, plan));
	TRY(demo_parcel_write(load, plan));
	TRY(demo_confirmation_write(load, plan, &order));
	return demo_messages_write(load, plan, &order, &customer);
}

/* Numbers taken in memory become the company's own, in the transaction that used them. */
static enum err take_ids(struct demo_load *load, const char *kind, int64_t used)
{
	int64_t first;

	if (used == 0)
		return OK;
	return db_next_ids(load->cx, load->world->company->id, kind, used, &first);
}

static enum err end_step(struct demo_load *load, struct demo_load *before)
{
	TRY(take_ids(load, "order_status_history", load->history_id - before->history_id));
	TRY(take_ids(load, "order_note", load->note_id - before->note_id));
	TRY(take_ids(load, "communication", load->communication_id - before->communication_id));
	TRY(take_ids(load, "interaction", load->interaction_id - before->interaction_id));
	TRY(take_ids(load, "rating", load->rating_id - before->rating_id));
	TRY(take_ids(load, "delivery", load->parcel_id - before->parcel_id));
	TRY(take_ids(load, "tracking_event", load->tracking_id - before->tracking_id));
	TRY(db_commit(load->cx));
	*before = *load;
	report(load, "orders");
	return OK;
}

static enum err write_orders(struct demo_load *load)
{
	const int64_t count = demo_plan_count(load->world);
	struct demo_load before = *load;
	int64_t last = 0;

	load->done = 0;
	load->all = count;
	for (int64_t i = 0; i < count; i++) {
		struct demo_plan plan;

		TRY(db_begin_write(load->cx));
		const struct arena_mark mark = arena_mark(load->cx->arena);

		demo_plan_make(load->world, i, &plan);
		TRY(write_plan(load, &plan));
		last = plan.id > last ? plan.id : last;
		arena_rewind(load->cx->arena, mark);
		if (++load->done % ORDERS_A_TRANSACTION == 0)
			TRY(end_step(load, &before));
	}
	TRY(take_ids(load, "order", last));
	return end_step(load, &before);
}

enum err demo_load_orders(struct demo_load *load)
{
	count_all(load);
	TRY(write_customers(load));
	TRY(write_orders(load));
	return write_counters(load);
}

db_query_list demo_load_queries = {&add_customer_sql, &add_order_sql, &add_history_sql,
	&add_note_sql, &add_call_sql, &add_words_sql, &add_counter_sql, &set_load_sql, NULL};
