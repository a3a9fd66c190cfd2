/* customer_card_store.c - the SQL of a customer as a whole. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_card.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

static const struct db_query place_sql = {"customer_card.place",
	"SELECT o.address, o.area, o.landmark FROM orders o WHERE o.company_id = $1"
	" AND o.customer_id = $2 ORDER BY o.created_us DESC, o.id DESC LIMIT 1",
	NULL, NULL};
static const struct db_query page_sql = {"customer_card.page",
	"SELECT v.country, v.city FROM chats c JOIN widget_visitors v"
	" ON v.company_id = c.company_id AND v.id = c.visitor_id"
	" WHERE c.company_id = $1 AND c.customer_id = $2"
	" ORDER BY c.created_us DESC, c.id DESC LIMIT 1",
	NULL, NULL};

/* What became of a confirmed order that stands: its money came or is to come. */
#define STANDS "(f.outcome = 'delivered' OR f.outcome = 'on_the_way' OR f.outcome = 'no_parcel')"
#define CONFIRMATION \
	" LEFT JOIN order_confirmations f ON f.company_id = o.company_id AND f.order_id = o.id"
/* As far as the customer's own orders go, along their index. */
static const struct db_query worth_sql = {"customer_card.worth",
	"SELECT o.currency, COUNT(*), SUM(CASE WHEN " STANDS " THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN f.outcome = 'delivered' THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END),"
	" SUM(CASE WHEN " STANDS " THEN f.value_minor ELSE 0 END),"
	" MIN(o.created_us), MAX(o.created_us) FROM orders o" CONFIRMATION
	" WHERE o.company_id = $1 AND o.customer_id = $2 GROUP BY o.currency ORDER BY o.currency",
	NULL, NULL};
static const struct db_query counts_sql = {"customer_card.counts",
	"SELECT (SELECT COUNT(*) FROM chats c WHERE c.company_id = $1 AND c.customer_id = $2),"
	" (SELECT COUNT(*) FROM calls c WHERE c.company_id = $1 AND c.customer_id = $2)",
	NULL, NULL};

static const struct db_query values_sql = {"customer_card.values",
	"SELECT f.key, f.type, v.value FROM customer_values v JOIN custom_field_defs f"
	" ON f.company_id = v.company_id AND f.id = v.field_id"
	" WHERE v.company_id = $1 AND v.customer_id = $2 ORDER BY f.position, f.id",
	NULL, NULL};
static const struct db_query put_value_sql = {"customer_card.put_value",
	"INSERT INTO customer_values (company_id, customer_id, field_id, value)"
	" VALUES ($1, $2, $3, $4) ON CONFLICT (company_id, customer_id, field_id)"
	" DO UPDATE SET value = excluded.value",
	NULL, NULL};
static const struct db_query drop_value_sql = {"customer_card.drop_value",
	"DELETE FROM customer_values WHERE company_id = $1 AND customer_id = $2 AND field_id = $3",
	NULL, NULL};

#define ORDERS \
	"SELECT o.id, o.code_year, o.status, o.product_name, o.price_minor, o.currency," \
	" o.created_us, f.outcome, a.name FROM orders o LEFT JOIN agents a" \
	" ON a.company_id = o.company_id AND a.id = o.assigned_agent_id" CONFIRMATION \
	" WHERE o.company_id = $1 AND o.customer_id = $2 AND ($3 = 'all'" \
	" OR ($3 = 'confirmed' AND " STANDS ") OR ($3 = 'delivered' AND f.outcome = 'delivered')" \
	" OR ($3 = 'cancelled' AND o.status = 'cancelled'))"
#define NEWEST " ORDER BY o.created_us DESC, o.id DESC LIMIT 100"
static const struct db_query orders_own_sql = {"customer_card.orders_own",
	ORDERS " AND " ORDER_VISIBLE_OWN("$4", "$5") NEWEST, NULL, NULL};
static const struct db_query orders_team_sql = {"customer_card.orders_team",
	ORDERS " AND " ORDER_VISIBLE_TEAM("$4", "$5", "$6") NEWEST, NULL, NULL};
static const struct db_query orders_company_sql = {
	"customer_card.orders_company", ORDERS NEWEST, NULL, NULL};

db_query_list customer_card_queries = {&place_sql, &page_sql, &worth_sql, &counts_sql, &values_sql,
	&put_value_sql, &drop_value_sql, &orders_own_sql, &orders_team_sql, &orders_company_sql,
	NULL};

void customer_store_read_together(struct cx *cx)
{
	db_read_together(cx);
}

static enum err of_customer(
	struct cx *cx, const struct db_query *query, int64_t customer_id, struct db_result *result)
{
	return db_run(
		cx, query, DB_ARGS(db_int(cx->actor->company_id), db_int(customer_id)), result);
}

static bool says_something(const struct db_result *result)
{
	return result->count &&
		(*db_text_or_empty(result, 0, 0) || *db_text_or_empty(result, 0, 1));
}

enum err customer_store_place(struct cx *cx, struct customer_card *card)
{
	const struct customer *customer = &card->customer;
	struct db_result result;

	card->place = (struct customer_place){.address = customer->address,
		.area = customer->area,
		.landmark = customer->landmark};
	TRY(of_customer(cx, &place_sql, customer->id, &result));
	if (says_something(&result))
		card->place = (struct customer_place){.address = db_text_or_empty(&result, 0, 0),
			.area = db_text_or_empty(&result, 0, 1),
			.landmark = db_text_or_empty(&result, 0, 2)};
	TRY(of_customer(cx, &page_sql, customer->id, &result));
	if (result.count) {
		card->place.country = db_text_at(&result, 0, 0);
		card->place.city = db_text_at(&result, 0, 1);
	}
	return OK;
}

static void stretch(struct customer_worth *worth, int64_t first_us, int64_t last_us)
{
	if (!worth->first_us.given || first_us < worth->first_us.value)
		worth->first_us = (struct opt_int){first_us, true};
	if (!worth->last_us.given || last_us > worth->last_us.value)
		worth->last_us = (struct opt_int){last_us, true};
}

enum err customer_store_worth(struct cx *cx, struct customer_card *card)
{
	struct customer_worth *worth = &card->worth;
	struct db_result result;

	TRY(of_customer(cx, &worth_sql, card->customer.id, &result));
	*worth = (struct customer_worth){
		.amounts = arena_array(cx->arena, result.count, sizeof(*worth->amounts))};
	for (size_t i = 0; i < result.count; i++) {
		worth->orders += db_int_at(&result, i, 1);
		worth->confirmed += db_int_at(&result, i, 2);
		worth->delivered += db_int_at(&result, i, 3);
		worth->cancelled += db_int_at(&result, i, 4);
		worth->amounts[worth->amount_count++] = (struct customer_amount){
			db_text_at(&result, i, 0), db_int_at(&result, i, 5)};
		stretch(worth, db_int_at(&result, i, 6), db_int_at(&result, i, 7));
	}
	return OK;
}

enum err customer_store_counts(struct cx *cx, struct customer_card *card)
{
	struct db_result result;

	TRY(of_customer(cx, &counts_sql, card->customer.id, &result));
	card->chats = db_int_at(&result, 0, 0);
	card->calls = db_int_at(&result, 0, 1);
	return OK;
}

enum err customer_store_values(struct cx *cx, struct customer_card *card)
{
	struct db_result result;

	TRY(of_customer(cx, &values_sql, card->customer.id, &result));
	card->value_count = result.count;
	card->values = arena_array(cx->arena, result.count, sizeof(*card->values));
	for (size_t i = 0; i < result.count; i++)
		card->values[i] = (struct customer_value){.key = db_text_at(&result, i, 0),
			.type = (enum customer_field_type)word_index(
				customer_field_type_words, db_text_at(&result, i, 1)),
			.kept = db_text_at(&result, i, 2)};
	return OK;
}

enum err customer_store_put_value(
	struct cx *cx, int64_t customer_id, int64_t field_id, const char *kept)
{
	const struct db_value company = db_int(cx->actor->company_id);

	if (!kept)
		return db_exec(cx, &drop_value_sql,
			DB_ARGS(company, db_int(customer_id), db_int(field_id)), NULL);
	return db_exec(cx, &put_value_sql,
		DB_ARGS(company, db_int(customer_id), db_int(field_id), db_text(kept)), NULL);
}

enum err customer_store_orders(struct cx *cx, int64_t customer_id, const char *which,
	struct customer_order **orders, size_t *count)
{
	static const struct db_query *const queries[] = {
		&orders_own_sql, &orders_team_sql, &orders_company_sql};
	struct db_value args[6] = {
		db_int(cx->actor->company_id), db_int(customer_id), db_text(which)};
	const size_t n = 3 + order_store_scope_args(cx->actor, args + 3);
	struct db_result result;

	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	*count = result.count;
	*orders = arena_array(cx->arena, result.count, sizeof(**orders));
	for (size_t i = 0; i < result.count; i++)
		(*orders)[i] = (struct customer_order){.id = db_int_at(&result, i, 0),
			.code_year = db_int_at(&result, i, 1),
			.status = db_text_at(&result, i, 2),
			.product = db_text_at(&result, i, 3),
			.price_minor = db_int_at(&result, i, 4),
			.currency = db_text_at(&result, i, 5),
			.created_us = db_int_at(&result, i, 6),
			.outcome = db_text_at(&result, i, 7),
			.agent = db_text_at(&result, i, 8)};
	return OK;
}
