/* contact_store.c - the only file of this domain that speaks SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/contacts/contact_internal.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/intl/intl.h"

/* ---- Customers ---------------------------------------------------------- */

#define CUSTOMER_SELECT \
	"SELECT id, version, name, phone, email, language, stage, address, area, landmark," \
	" orders_total, orders_completed, orders_cancelled, created_us, updated_us" \
	" FROM customers WHERE company_id = $1"

static const struct db_query by_id_sql = {
	"customer.by_id", CUSTOMER_SELECT " AND id = $2", NULL, NULL};
static const struct db_query by_phone_sql = {
	"customer.by_phone", CUSTOMER_SELECT " AND phone = $2", NULL, NULL};
static const struct db_query by_email_sql = {
	"customer.by_email", CUSTOMER_SELECT " AND email_key = $2 ORDER BY id LIMIT 1", NULL, NULL};

static const struct db_query add_sql = {"customer.add",
	"INSERT INTO customers (company_id, id, name, name_fold, phone, email, email_key, stage,"
	" address, area, landmark, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)"
	" ON CONFLICT (company_id, phone) WHERE phone IS NOT NULL DO NOTHING",
	NULL, NULL};

/* A phone that another customer has got meanwhile stays with that one. */
static const struct db_query fill_sql = {"customer.fill",
	"UPDATE customers SET phone = CASE WHEN EXISTS (SELECT 1 FROM customers other"
	" WHERE other.company_id = $1 AND other.phone = $3 AND other.id <> $2)"
	" THEN phone ELSE $3 END, email = $4, email_key = $5, address = $6, area = $7,"
	" landmark = $8, updated_us = $9, version = version + 1"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static const struct db_query change_sql = {"customer.change",
	"UPDATE customers SET name = $4, name_fold = $5, phone = $6, email = $7, email_key = $7,"
	" language = $8, updated_us = $9, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query count_orders_sql = {"customer.count_orders",
	"UPDATE customers SET orders_total = orders_total + $3,"
	" orders_completed = orders_completed + $4, orders_cancelled = orders_cancelled + $5"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static struct db_value company_of(const struct cx *cx)
{
	return db_int(cx->actor->company_id);
}

static enum err get_customer(
	struct cx *cx, const struct db_query *query, struct db_value key, struct customer *out)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(company_of(cx), key), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	*out = (struct customer){
		.id = db_int_at(&result, 0, 0),
		.version = db_int_at(&result, 0, 1),
		.name = db_text_at(&result, 0, 2),
		.phone = db_text_at(&result, 0, 3),
		.email = db_text_at(&result, 0, 4),
		.language = db_text_at(&result, 0, 5),
		.stage = db_text_at(&result, 0, 6),
		.address = db_text_or_empty(&result, 0, 7),
		.area = db_text_or_empty(&result, 0, 8),
		.landmark = db_text_or_empty(&result, 0, 9),
		.orders_total = db_int_at(&result, 0, 10),
		.orders_completed = db_int_at(&result, 0, 11),
		.orders_cancelled = db_int_at(&result, 0, 12),
		.created_us = db_int_at(&result, 0, 13),
		.updated_us = db_int_at(&result, 0, 14),
	};
	out->code = arena_format(cx->arena, "CUST-%03lld", (long long)out->id);
	return OK;
}

enum err customer_store_by_id(struct cx *cx, int64_t id, struct customer *customer)
{
	return get_customer(cx, &by_id_sql, db_int(id), customer);
}

enum err customer_store_by_phone(struct cx *cx, const char *phone, struct customer *customer)
{
	return get_customer(cx, &by_phone_sql, db_text(phone), customer);
}

enum err customer_store_by_email(struct cx *cx, const char *email_key, struct customer *customer)
{
	return get_customer(cx, &by_email_sql, db_text(email_key), customer);
}

enum err customer_store_begin(struct cx *cx)
{
	return db_begin_write(cx);
}

enum err customer_store_next_id(struct cx *cx, int64_t *id)
{
	return db_next_id(cx, "customer", id);
}

enum err customer_store_add(struct cx *cx, struct customer *customer, bool *added)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &add_sql,
		DB_ARGS(company_of(cx), db_int(customer->id), db_text(customer->name),
			db_text(intl_fold(cx->arena, customer->name)), db_text(customer->phone),
			db_text(customer->email), db_text(customer->email),
			db_text(customer->stage), db_text(customer->address),
			db_text(customer->area), db_text(customer->landmark), db_int(cx->now_us)),
		&changed));
	customer->version = 1;
	customer->created_us = customer->updated_us = cx->now_us;
	customer->code = arena_format(cx->arena, "CUST-%03lld", (long long)customer->id);
	*added = changed == 1;
	return OK;
}

enum err customer_store_fill(struct cx *cx, struct customer *customer)
{
	TRY(db_exec(cx, &fill_sql,
		DB_ARGS(company_of(cx), db_int(customer->id), db_text(customer->phone),
			db_text(customer->email), db_text(customer->email),
			db_text(customer->address), db_text(customer->area),
			db_text(customer->landmark), db_int(cx->now_us)),
		NULL));
	return customer_store_by_id(cx, customer->id, customer);
}

enum err customer_store_change(struct cx *cx, struct customer *customer, bool *changed)
{
	int64_t rows = 0;

	TRY(db_exec(cx, &change_sql,
		DB_ARGS(company_of(cx), db_int(customer->id), db_int(customer->version),
			db_text(customer->name), db_text(intl_fold(cx->arena, customer->name)),
			db_text(customer->phone), db_text(customer->email),
			db_text(customer->language), db_int(cx->now_us)),
		&rows));
	*changed = rows == 1;
	return customer_store_by_id(cx, customer->id, customer);
}

enum err customer_count_orders(
	struct cx *cx, int64_t customer_id, int64_t total, int64_t completed, int64_t cancelled)
{
	if (!total && !completed && !cancelled)
		return OK;
	return db_exec(cx, &count_orders_sql,
		DB_ARGS(company_of(cx), db_int(customer_id), db_int(total), db_int(completed),
			db_int(cancelled)),
		NULL);
}

/* ---- Sellers and products ------------------------------------------------ */

static const struct db_query seller_by_name_sql = {"seller.by_name",
	"SELECT id, name FROM sellers WHERE company_id = $1 AND name_fold = $2", NULL, NULL};

static const struct db_query seller_add_sql = {"seller.add",
	"INSERT INTO sellers (company_id, id, name, name_fold, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (company_id, name_fold) DO NOTHING",
	NULL, NULL};

#define PRODUCT_SELECT \
	"SELECT id, code, name, category, product_url, price_minor, seller_id" \
	" FROM products WHERE company_id = $1"

static const struct db_query product_by_id_sql = {
	"product.by_id", PRODUCT_SELECT " AND id = $2", NULL, NULL};
static const struct db_query product_by_code_sql = {
	"product.by_code", PRODUCT_SELECT " AND code = $2", NULL, NULL};
static const struct db_query product_by_name_sql = {
	"product.by_name", PRODUCT_SELECT " AND name_fold = $2 ORDER BY id LIMIT 1", NULL, NULL};

static const struct db_query product_add_sql = {"product.add",
	"INSERT INTO products (company_id, id, code, name, name_fold, search_text, category,"
	" product_url, price_minor, seller_id, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)"
	" ON CONFLICT (company_id, code) DO NOTHING",
	NULL, NULL};

/* A new product has nothing in stock; domains/inventory keeps the counters from there on. */
static const struct db_query product_count_sql = {"product.count",
	"INSERT INTO stock_counters (company_id, category, stock_state, n)"
	" VALUES ($1, $2, 'out_of_stock', 1) ON CONFLICT (company_id, category, stock_state)"
	" DO UPDATE SET n = stock_counters.n + 1",
	NULL, NULL};

enum err seller_store_by_name(struct cx *cx, const char *fold, struct seller *seller)
{
	struct db_result result;

	TRY(db_run(cx, &seller_by_name_sql, DB_ARGS(company_of(cx), db_text(fold)), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	seller->id = db_int_at(&result, 0, 0);
	seller->name = db_text_at(&result, 0, 1);
	return OK;
}

enum err seller_store_add(struct cx *cx, const char *fold, struct seller *seller, bool *added)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "seller", &seller->id));
	TRY(db_exec(cx, &seller_add_sql,
		DB_ARGS(company_of(cx), db_int(seller->id), db_text(seller->name), db_text(fold),
			db_int(cx->now_us)),
		&changed));
	*added = changed == 1;
	return OK;
}

static enum err get_product(
	struct cx *cx, const struct db_query *query, struct db_value key, struct product *out)
{
	struct db_result result;

	TRY(db_run(cx, query, DB_ARGS(company_of(cx), key), &result));
	if (!result.count)
		return ERR_NOT_FOUND;
	*out = (struct product){
		.id = db_int_at(&result, 0, 0),
		.code = db_text_at(&result, 0, 1),
		.name = db_text_at(&result, 0, 2),
		.category = db_text_at(&result, 0, 3),
		.url = db_text_at(&result, 0, 4),
		.price_minor = db_opt_at(&result, 0, 5),
		.seller_id = db_int_at(&result, 0, 6),
	};
	return OK;
}

enum err product_store_by_id(struct cx *cx, int64_t id, struct product *product)
{
	return get_product(cx, &product_by_id_sql, db_int(id), product);
}

enum err product_store_by_code(struct cx *cx, const char *code, struct product *product)
{
	return get_product(cx, &product_by_code_sql, db_text(code), product);
}

enum err product_store_by_name(struct cx *cx, const char *fold, struct product *product)
{
	return get_product(cx, &product_by_name_sql, db_text(fold), product);
}

enum err product_store_next_id(struct cx *cx, int64_t *id)
{
	return db_next_id(cx, "product", id);
}

enum err product_store_add(
	struct cx *cx, const char *fold, const struct product *product, bool *added)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &product_add_sql,
		DB_ARGS(company_of(cx), db_int(product->id), db_text(product->code),
			db_text(product->name), db_text(fold),
			db_text(product_search_text(cx->arena, fold, product->code)),
			db_text(product->category), db_text(product->url),
			db_opt(product->price_minor), db_id(product->seller_id),
			db_int(cx->now_us)),
		&changed));
	*added = changed == 1;
	if (!*added)
		return OK;
	return db_exec(
		cx, &product_count_sql, DB_ARGS(company_of(cx), db_text(product->category)), NULL);
}

db_query_list contact_queries = {&by_id_sql, &by_phone_sql, &by_email_sql, &add_sql, &fill_sql,
	&change_sql, &count_orders_sql, &seller_by_name_sql, &seller_add_sql, &product_by_id_sql,
	&product_by_code_sql, &product_by_name_sql, &product_add_sql, &product_count_sql, NULL};
