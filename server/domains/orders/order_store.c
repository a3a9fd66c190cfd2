/* order_store.c - one order: reading it within the actor's scope, and writing it. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_store_internal.h"

#define GET_ONE "SELECT " ORDER_COLUMNS ORDER_FROM " WHERE o.company_id = $1 AND o.id = $2"

#define GET_OWN GET_ONE " AND " ORDER_VISIBLE_OWN("$3", "$4")
#define GET_TEAM GET_ONE " AND " ORDER_VISIBLE_TEAM("$3", "$4", "$5")
#define GET_COMPANY GET_ONE

/* In the order of enum scope. */
static const struct db_query get_own_sql = {"order.get_own", GET_OWN, NULL, NULL};
static const struct db_query get_team_sql = {"order.get_team", GET_TEAM, NULL, NULL};
static const struct db_query get_company_sql = {"order.get_company", GET_COMPANY, NULL, NULL};
static const struct db_query *const get_sql[] = {&get_own_sql, &get_team_sql, &get_company_sql};

/* SQLite lets one unit write at a time; PostgreSQL holds the row. */
static const struct db_query lock_own_sql = {
	"order.lock_own", NULL, GET_OWN, GET_OWN " FOR UPDATE OF o"};
static const struct db_query lock_team_sql = {
	"order.lock_team", NULL, GET_TEAM, GET_TEAM " FOR UPDATE OF o"};
static const struct db_query lock_company_sql = {
	"order.lock_company", NULL, GET_COMPANY, GET_COMPANY " FOR UPDATE OF o"};
static const struct db_query *const lock_sql[] = {&lock_own_sql, &lock_team_sql, &lock_company_sql};

static const struct db_query by_external_sql = {"order.by_external",
	"SELECT " ORDER_COLUMNS ORDER_FROM
	" WHERE o.company_id = $1 AND o.source = $2 AND o.external_code = $3",
	NULL, NULL};

static const struct db_query insert_sql = {"order.insert",
	"INSERT INTO orders (company_id, id, code_year, version, status, status_since_us, priority,"
	" customer_id, customer_name, customer_phone, seller_id, seller_name, product_id,"
	" product_code, product_name, product_url, quantity, price_minor, currency, address, area,"
	" landmark, expected_us, expected_delivery_day, department_id, assigned_agent_id,"
	" assigned_us, source, external_code, created_us, created_day, updated_us, sla_state,"
	" sla_policy_id, sla_response_due_us, sla_resolution_due_us, sla_next_us)"
	" VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
	" $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,"
	" $35, $36)"
	" ON CONFLICT (company_id, source, external_code) WHERE external_code IS NOT NULL"
	" DO NOTHING",
	NULL, NULL};

static const struct db_query insert_item_sql = {"order.insert_item",
	"INSERT INTO order_items (company_id, order_id, line, code, name, quantity, price_minor)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};

static const struct db_query items_sql = {"order.items",
	"SELECT code, name, quantity, price_minor FROM order_items"
	" WHERE company_id = $1 AND order_id = $2 ORDER BY line",
	NULL, NULL};

static const struct db_query set_status_sql = {"order.set_status",
	"UPDATE orders SET status = $4, status_since_us = $5, attempts = $6, next_attempt_us = $7,"
	" cancellation_reason = $8, cancellation_details = $9, assigned_agent_id = $10,"
	" assigned_us = $11, sla_state = $12, sla_responded_us = $13, sla_resolved_us = $14,"
	" sla_next_us = $15, updated_us = $5, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query touch_sql = {"order.touch",
	"UPDATE orders SET updated_us = $4, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query set_fields_sql = {"order.set_fields",
	"UPDATE orders SET priority = $4, customer_id = $5, customer_name = $6,"
	" customer_phone = $7, seller_id = $8, seller_name = $9, product_id = $10,"
	" product_code = $11, product_name = $12, product_url = $13, quantity = $14,"
	" price_minor = $15, currency = $16, address = $17, area = $18, landmark = $19,"
	" expected_us = $20, expected_delivery_day = $21, updated_us = $22, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query set_sla_sql = {"order.set_sla",
	"UPDATE orders SET sla_state = $4, sla_policy_id = $5, sla_response_due_us = $6,"
	" sla_resolution_due_us = $7, sla_next_us = $8, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query set_pending_sql = {"order.set_pending",
	"UPDATE orders SET pending_changes = $4, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

static const struct db_query set_agent_sql = {"order.set_agent",
	"UPDATE orders SET assigned_agent_id = $4, assigned_us = $5, department_id = $6,"
	" updated_us = $7, version = version + 1"
	" WHERE company_id = $1 AND id = $2 AND version = $3",
	NULL, NULL};

enum column {
	ID,
	CODE_YEAR,
	VERSION,
	STATUS,
	STATUS_SINCE,
	PRIORITY,
	CUSTOMER_ID,
	CUSTOMER_NAME,
	CUSTOMER_PHONE,
	SELLER_ID,
	SELLER_NAME,
	PRODUCT_ID,
	PRODUCT_CODE,
	PRODUCT_NAME,
	PRODUCT_URL,
	QUANTITY,
	PRICE,
	CURRENCY,
	ADDRESS,
	AREA,
	LANDMARK,
	EXPECTED,
	EXPECTED_DAY,
	DEPARTMENT_ID,
	AGENT_ID,
	AGENT_NAME,
	AGENT_NO,
	AGENT_TEAM,
	ASSIGNED,
	ATTEMPTS,
	NEXT_ATTEMPT,
	REASON,
	DETAILS,
	SOURCE,
	EXTERNAL_CODE,
	CREATED,
	CREATED_DAY,
	UPDATED,
	PENDING,
	SLA_STATE,
	SLA_POLICY,
	RESPONSE_DUE,
	RESPONDED,
	RESOLUTION_DUE,
	RESOLVED,
	SLA_NEXT,
	FLAGS,
};
_Static_assert(FLAGS + 1 == ORDER_COLUMN_COUNT, "as many as ORDER_COLUMNS names");

static int64_t int_of(const struct db_value *cell)
{
	return cell->type == DB_INT ? cell->integer : 0;
}

static struct opt_int opt_of(const struct db_value *cell)
{
	return (struct opt_int){int_of(cell), cell->type == DB_INT};
}

static const char *text_of(const struct db_value *cell)
{
	return cell->type == DB_NULL ? NULL : cell->bytes;
}

/* The check constraint allows these words only. */
static enum order_status status_of(const char *word)
{
	return (enum order_status)word_index(order_status_words, word);
}

static struct order_sla sla_of(const struct db_value *cells)
{
	const char *state = text_of(&cells[SLA_STATE]);

	if (!state)
		return (struct order_sla){0};
	return (struct order_sla){
		.state = (enum order_sla_state)(1 + word_index(order_sla_words, state)),
		.policy_id = int_of(&cells[SLA_POLICY]),
		.response_due_us = opt_of(&cells[RESPONSE_DUE]),
		.responded_us = opt_of(&cells[RESPONDED]),
		.resolution_due_us = opt_of(&cells[RESOLUTION_DUE]),
		.resolved_us = opt_of(&cells[RESOLVED]),
		.next_us = opt_of(&cells[SLA_NEXT]),
	};
}

void order_store_read(const struct db_value *cells, struct order *out)
{
	*out = (struct order){
		.id = int_of(&cells[ID]),
		.code_year = int_of(&cells[CODE_YEAR]),
		.version = int_of(&cells[VERSION]),
		.status = status_of(cells[STATUS].bytes),
		.status_since_us = int_of(&cells[STATUS_SINCE]),
		.high = cells[PRIORITY].bytes[0] == 'h',
		.customer_id = int_of(&cells[CUSTOMER_ID]),
		.customer_name = text_of(&cells[CUSTOMER_NAME]),
		.customer_phone = text_of(&cells[CUSTOMER_PHONE]),
		.seller_id = int_of(&cells[SELLER_ID]),
		.seller_name = text_of(&cells[SELLER_NAME]),
		.product_id = int_of(&cells[PRODUCT_ID]),
		.product_code = text_of(&cells[PRODUCT_CODE]),
		.product_name = text_of(&cells[PRODUCT_NAME]),
		.product_url = text_of(&cells[PRODUCT_URL]),
		.quantity = int_of(&cells[QUANTITY]),
		.price_minor = int_of(&cells[PRICE]),
		.currency = text_of(&cells[CURRENCY]),
		.address = text_of(&cells[ADDRESS]),
		.area = text_of(&cells[AREA]),
		.landmark = text_of(&cells[LANDMARK]),
		.expected_us = opt_of(&cells[EXPECTED]),
		.expected_delivery_day = opt_of(&cells[EXPECTED_DAY]),
		.department_id = int_of(&cells[DEPARTMENT_ID]),
		.agent_id = int_of(&cells[AGENT_ID]),
		.agent_name = text_of(&cells[AGENT_NAME]),
		.agent_no = int_of(&cells[AGENT_NO]),
		.agent_team_id = int_of(&cells[AGENT_TEAM]),
		.assigned_us = opt_of(&cells[ASSIGNED]),
		.attempts = int_of(&cells[ATTEMPTS]),
		.next_attempt_us = opt_of(&cells[NEXT_ATTEMPT]),
		.cancellation_reason = text_of(&cells[REASON]),
		.cancellation_details = text_of(&cells[DETAILS]),
		.source = text_of(&cells[SOURCE]),
		.external_code = text_of(&cells[EXTERNAL_CODE]),
		.created_us = int_of(&cells[CREATED]),
		.created_day = int_of(&cells[CREATED_DAY]),
		.updated_us = int_of(&cells[UPDATED]),
		.pending = (unsigned)int_of(&cells[PENDING]),
		.sla = sla_of(cells),
		.flags = int_of(&cells[FLAGS]),
	};
}

void order_store_read_all(struct cx *cx, const struct db_result *result, struct order_list *list)
{
	*list = (struct order_list){.count = result->count};
	list->orders = arena_array(cx->arena, result->count, sizeof(*list->orders));
	for (size_t i = 0; i < result->count; i++)
		order_store_read(db_at(result, i, 0), &list->orders[i]);
}

void order_store_read_heads(struct cx *cx, const struct db_result *result, struct order_list *list)
{
	*list = (struct order_list){.count = result->count};
	list->orders = arena_array(cx->arena, result->count, sizeof(*list->orders));
	for (size_t i = 0; i < result->count; i++) {
		const struct db_value *cells = db_at(result, i, 0);

		list->orders[i].id = int_of(&cells[0]);
		list->orders[i].version = int_of(&cells[1]);
		list->orders[i].created_us = int_of(&cells[2]);
		list->orders[i].status_since_us = int_of(&cells[3]);
		list->orders[i].agent_name = text_of(&cells[4]);
		list->orders[i].agent_no = int_of(&cells[5]);
	}
}

size_t order_store_scope_args(const struct actor *actor, struct db_value *args)
{
	args[0] = db_int(actor->agent_id);
	args[1] = db_int(actor->department_id);
	args[2] = db_int(actor->team_id);
	return order_scope(actor) == SCOPE_COMPANY ? 0 : order_scope(actor) == SCOPE_TEAM ? 3 : 2;
}

size_t order_store_agent_args(const struct actor *actor, struct db_value args[2])
{
	args[0] = db_int(actor->agent_id);
	args[1] = db_int(actor->team_id);
	return order_scope(actor) == SCOPE_COMPANY ? 0 : order_scope(actor) == SCOPE_TEAM ? 2 : 1;
}

size_t order_store_set_args(
	const struct actor *actor, enum order_set set, int64_t agent_id, struct db_value args[3])
{
	switch (set) {
	case SET_MINE:
		args[0] = db_int(agent_id);
		return 1;
	case SET_POOL:
		args[0] = db_int(actor->department_id);
		return 1;
	case SET_OWN:
	case SET_TEAM:
		args[0] = db_int(actor->agent_id);
		args[1] = db_int(actor->department_id);
		args[2] = db_int(actor->team_id);
		return set == SET_OWN ? 2 : 3;
	default:
		return 0;
	}
}

static size_t add_words(struct db_value *args, const char *const *words, int count, unsigned wanted)
{
	const unsigned all = (1U << count) - 1;
	int last = 0;

	wanted = wanted & all ? wanted & all : all;
	while (!(wanted >> last & 1U))
		last++;
	for (int i = 0; i < count; i++) {
		if (wanted >> i & 1U)
			last = i;
		args[i] = db_text(words[last]);
	}
	return (size_t)count;
}

size_t order_store_filter_args(
	const struct order_filter *filter, struct db_value args[ORDER_FILTER_ARGS])
{
	size_t n = add_words(args, order_status_words, ORDER_STATUS_COUNT, filter->statuses);

	return n + add_words(args + n, order_priority_words, 2, filter->priorities);
}

static enum err get_visible(struct cx *cx, const struct db_query *const by_scope[3], int64_t id,
	int64_t year, struct order *order)
{
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(id)};
	const size_t count = 2 + order_store_scope_args(cx->actor, args + 2);
	struct db_result result;

	TRY(db_run(cx, by_scope[order_scope(cx->actor)], args, count, &result));
	if (result.count == 1)
		order_store_read(result.cells, order);
	if (result.count == 0 || (year && order->code_year != year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	return OK;
}

enum err order_store_begin(struct cx *cx)
{
	return db_begin_write(cx);
}

enum err order_store_get(struct cx *cx, int64_t id, int64_t year, struct order *order)
{
	return get_visible(cx, get_sql, id, year, order);
}

enum err order_store_get_any(struct cx *cx, int64_t id, struct order *order)
{
	struct db_result result;

	TRY(db_run(
		cx, &get_company_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(id)), &result));
	if (result.count == 0)
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	order_store_read(result.cells, order);
	return OK;
}

enum err order_store_lock(struct cx *cx, int64_t id, int64_t year, struct order *order)
{
	TRY(db_begin_write(cx));
	return get_visible(cx, lock_sql, id, year, order);
}

enum err order_store_by_external(
	struct cx *cx, const char *source, const char *external_code, struct order *order)
{
	struct db_result result;

	TRY(db_run(cx, &by_external_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(source), db_text(external_code)),
		&result));
	if (result.count == 0)
		return ERR_NOT_FOUND;
	order_store_read(result.cells, order);
	return OK;
}

static const char *priority_of(const struct order *order)
{
	return order_priority_words[order->high];
}

static struct db_value sla_word(const struct order *order)
{
	return order->sla.state == SLA_NONE ? db_null()
					    : db_text(order_sla_words[order->sla.state - 1]);
}

enum err order_store_insert(struct cx *cx, struct order *order, bool *stored)
{
	int64_t changed = 0;

	TRY(db_next_id(cx, "order", &order->id));
	order->version = 1;
	TRY(db_exec(cx, &insert_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->code_year),
			db_text(order_status_word(order->status)), db_int(order->status_since_us),
			db_text(priority_of(order)), db_int(order->customer_id),
			db_text(order->customer_name), db_text(order->customer_phone),
			db_id(order->seller_id), db_text(order->seller_name),
			db_id(order->product_id), db_text(order->product_code),
			db_text(order->product_name), db_text(order->product_url),
			db_int(order->quantity), db_int(order->price_minor),
			db_text(order->currency), db_text(order->address), db_text(order->area),
			db_text(order->landmark), db_opt(order->expected_us),
			db_opt(order->expected_delivery_day), db_id(order->department_id),
			db_id(order->agent_id), db_opt(order->assigned_us), db_text(order->source),
			db_text(order->external_code), db_int(order->created_us),
			db_int(order->created_day), db_int(order->updated_us), sla_word(order),
			db_id(order->sla.policy_id), db_opt(order->sla.response_due_us),
			db_opt(order->sla.resolution_due_us), db_opt(order->sla.next_us)),
		&changed));
	*stored = changed == 1;
	return OK;
}

enum err order_store_insert_items(
	struct cx *cx, int64_t order_id, const struct order_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		TRY(db_exec(cx, &insert_item_sql,
			DB_ARGS(db_int(cx->actor->company_id), db_int(order_id),
				db_int((int64_t)i + 1), db_text(items[i].code),
				db_text(items[i].name), db_int(items[i].quantity),
				db_int(items[i].price_minor)),
			NULL));
	return OK;
}

enum err order_store_items(
	struct cx *cx, int64_t order_id, const struct order_item **items, size_t *count)
{
	struct db_result result;
	struct order_item *read;

	TRY(db_run(
		cx, &items_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(order_id)), &result));
	read = arena_array(cx->arena, result.count, sizeof(*read));
	for (size_t i = 0; i < result.count; i++)
		read[i] = (struct order_item){
			.code = db_text_at(&result, i, 0),
			.name = db_text_at(&result, i, 1),
			.quantity = db_int_at(&result, i, 2),
			.price_minor = db_int_at(&result, i, 3),
		};
	*items = read;
	*count = result.count;
	return OK;
}

/* The rest of every write: was it still the version that the caller saw? */
static enum err raise_version(struct cx *cx, struct order *order, int64_t changed)
{
	if (changed != 1)
		return fail(cx, ERR_CONFLICT, "version", "The order has changed since.");
	order->version++;
	order->updated_us = cx->now_us;
	return OK;
}

enum err order_store_set_status(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_status_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			db_text(order_status_word(order->status)), db_int(cx->now_us),
			db_int(order->attempts), db_opt(order->next_attempt_us),
			db_text(order->cancellation_reason), db_text(order->cancellation_details),
			db_id(order->agent_id), db_opt(order->assigned_us), sla_word(order),
			db_opt(order->sla.responded_us), db_opt(order->sla.resolved_us),
			db_opt(order->sla.next_us)),
		&changed));
	order->status_since_us = cx->now_us;
	return raise_version(cx, order, changed);
}

enum err order_store_set_fields(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_fields_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			db_text(priority_of(order)), db_int(order->customer_id),
			db_text(order->customer_name), db_text(order->customer_phone),
			db_id(order->seller_id), db_text(order->seller_name),
			db_id(order->product_id), db_text(order->product_code),
			db_text(order->product_name), db_text(order->product_url),
			db_int(order->quantity), db_int(order->price_minor),
			db_text(order->currency), db_text(order->address), db_text(order->area),
			db_text(order->landmark), db_opt(order->expected_us),
			db_opt(order->expected_delivery_day), db_int(cx->now_us)),
		&changed));
	return raise_version(cx, order, changed);
}

/* What the clock or a colleague's wish does to an order is no work on it: updated_us stays. */
static enum err raise_quietly(struct cx *cx, struct order *order, int64_t changed)
{
	const int64_t updated_us = order->updated_us;
	const enum err err = raise_version(cx, order, changed);

	order->updated_us = updated_us;
	return err;
}

enum err order_store_set_sla(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_sla_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			sla_word(order), db_id(order->sla.policy_id),
			db_opt(order->sla.response_due_us), db_opt(order->sla.resolution_due_us),
			db_opt(order->sla.next_us)),
		&changed));
	return raise_quietly(cx, order, changed);
}

enum err order_store_set_pending(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_pending_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			db_int(order->pending)),
		&changed));
	return raise_quietly(cx, order, changed);
}

enum err order_store_set_agent(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &set_agent_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			db_id(order->agent_id), db_opt(order->assigned_us),
			db_id(order->department_id), db_int(cx->now_us)),
		&changed));
	return raise_version(cx, order, changed);
}

enum err order_store_touch(struct cx *cx, struct order *order)
{
	int64_t changed = 0;

	TRY(db_exec(cx, &touch_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(order->id), db_int(order->version),
			db_int(cx->now_us)),
		&changed));
	return raise_version(cx, order, changed);
}

db_query_list order_queries = {&get_own_sql, &get_team_sql, &get_company_sql, &lock_own_sql,
	&lock_team_sql, &lock_company_sql, &by_external_sql, &insert_sql, &insert_item_sql,
	&items_sql, &set_status_sql, &set_fields_sql, &set_agent_sql, &touch_sql, &set_sla_sql,
	&set_pending_sql, NULL};
