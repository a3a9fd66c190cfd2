/* stock_api.c - HTTP: what agents look at: list, search, alerts, report. No rules and no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_api.h"

#include "domains/orders/order.h"
#include "platform/events/events.h"
#include "platform/http/http_export.h"

#define PAGE_SIZE 50
#define ALERTS_SHOWN 50
#define LOCATIONS_SHOWN 200

/* ---- Parameters ----------------------------------------------------------------------- */

static const char *const set_words[] = {"assigned", "all", NULL};
static const char *const include_words[] = {"all", "rows", NULL};

struct list_params {
	struct stock_query query;
	const char *include;
	struct http_export_params as;
	struct stock_filter filter; /* of the report: that the query comes to */
};

#define QUERY_FIELDS \
	{.name = "orders", \
		.type = SHAPE_WORD, \
		.flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, query.orders), \
		.words = set_words, \
		.about = "assigned: products of one's own current orders, of the whole scope for " \
			 "supervisors and managers; all: every product. assigned if not said"}, \
		{.name = "category", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, query.category), \
			.min = 1, \
			.max = 100}, \
		{.name = "stock_status", \
			.aliases = "status", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_QUERY | SHAPE_ALL_OK, \
			.offset = offsetof(struct list_params, query.stock_status), \
			.words = stock_state_words}, \
		{.name = "location", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, query.location), \
			.max = 40, \
			.about = "A location's code, or a warehouse: WH-A"}, \
	{ \
		.name = "search", .aliases = "q,query", .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, query.search), .max = 200, \
		.about = "Beginnings of words of name and code" \
	}

static const struct shape_field list_fields[] = {
	QUERY_FIELDS,
	{.name = "include",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, include),
		.words = include_words,
		.about = "rows: without summary, alerts, categories and locations"},
};
static const struct shape list_shape = {
	.name = "StockQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct shape_field report_fields[] = {
	QUERY_FIELDS,
	HTTP_EXPORT_FORMAT(struct list_params, as),
};
static const struct shape report_shape = {
	.name = "StockReportQuery", .fields = report_fields, .count = COUNT(report_fields)};

/* ---- How answers look ------------------------------------------------------------------- */

static const struct schema_field summary_fields[] = {
	{.name = "in_stock", .type = SCHEMA_INT},
	{.name = "low_stock", .type = SCHEMA_INT},
	{.name = "out_of_stock", .type = SCHEMA_INT},
	{.name = "total", .type = SCHEMA_INT, .about = "The three together"},
};
static const struct schema summary_schema = {
	.name = "StockSummary", .fields = summary_fields, .count = COUNT(summary_fields)};

static const struct schema_field category_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema category_schema = {
	.name = "StockCategory", .fields = category_fields, .count = COUNT(category_fields)};

static const struct schema_field alert_fields[] = {
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "order_code", .type = SCHEMA_TEXT, .about = "ORD-2026-001850"},
	{.name = "short_code", .type = SCHEMA_TEXT, .about = "ORD-001850"},
	{.name = "order_status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "product_id", .type = SCHEMA_INT},
	{.name = "product_code", .type = SCHEMA_TEXT},
	{.name = "product_name", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = stock_state_words},
	{.name = "left", .type = SCHEMA_INT, .about = "In all locations together"},
	{.name = "wanted", .type = SCHEMA_INT, .about = "By the order"},
};
static const struct schema alert_schema = {
	.name = "StockAlert", .fields = alert_fields, .count = COUNT(alert_fields)};

#define ROWS \
	{.name = "products", \
		.type = SCHEMA_OBJECT, \
		.flags = SCHEMA_ARRAY, \
		.ref = &stock_product_schema, \
		.about = "By name"}, \
	{ \
		.name = "data", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, \
		.ref = &stock_product_schema, .about = "The same rows" \
	}
#define PAGES_AND_SEQ \
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema}, \
	{ \
		.name = "seq", .type = SCHEMA_INT, \
		.about = "The event that the answer is true up to" \
	}

static const struct schema_field list_out_fields[] = {
	ROWS,
	{.name = "summary",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &summary_schema,
		.about = "Of every product of the company, whatever is asked for"},
	{.name = "alerts",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &alert_schema,
		.about = "The first 50; the rest at …/alerts"},
	{.name = "alert_count", .type = SCHEMA_INT, .flags = SCHEMA_OPTIONAL},
	{.name = "categories",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &category_schema},
	{.name = "locations",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL,
		.ref = &stock_location_schema,
		.about = "The first 200 by code; the rest at /api/inventory/locations"},
	{.name = "warehouses", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY | SCHEMA_OPTIONAL},
	PAGES_AND_SEQ,
};
static const struct schema list_out = {
	.name = "StockListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};

static const struct schema_field found_out_fields[] = {ROWS, PAGES_AND_SEQ};
static const struct schema found_out = {
	.name = "StockSearchAnswer", .fields = found_out_fields, .count = COUNT(found_out_fields)};

static const struct schema_field alerts_out_fields[] = {
	{.name = "alerts",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &alert_schema,
		.about = "What is out first, then by product, newest order first"},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &alert_schema,
		.about = "The same rows"},
	PAGES_AND_SEQ,
};
static const struct schema alerts_out = {.name = "StockAlertsAnswer",
	.fields = alerts_out_fields,
	.count = COUNT(alerts_out_fields)};

/* The rows of the key once more as `data`: copied, not made again. */
static void write_again(struct json *json, size_t begin)
{
	struct str rows = {json->out.ptr + begin, json->out.len - begin};

	buf_reserve(&json->out, rows.len + 64);
	rows.ptr = json->out.ptr + begin;
	json_key(json, "data");
	json_raw(json, rows.ptr, rows.len);
}

static void write_alert(struct json *json, const struct cx *cx, const struct stock_alert *alert)
{
	json_open(json);
	json_field_int(json, "order_id", alert->order_id);
	json_field_text(json, "order_code",
		arena_format(cx->arena, "ORD-%04lld-%06lld", (long long)alert->code_year,
			(long long)alert->order_id));
	json_field_text(json, "short_code", order_short_code(cx->arena, alert->order_id));
	json_field_text(json, "order_status", alert->order_status);
	json_field_text(json, "customer_name", alert->customer_name);
	json_field_int(json, "product_id", alert->product_id);
	json_field_text(json, "product_code", alert->product_code);
	json_field_text(json, "product_name", alert->product_name);
	json_field_text(json, "status", stock_state_words[alert->state]);
	json_field_int(json, "left", alert->left);
	json_field_int(json, "wanted", alert->wanted);
	json_close(json);
}

static void write_alerts(
	struct json *json, const struct cx *cx, const struct stock_alert *alerts, size_t count)
{
	json_open_array(json);
	for (size_t i = 0; i < count; i++)
		write_alert(json, cx, &alerts[i]);
	json_close_array(json);
}

static void write_pages(struct json *json, const struct http_page *page, int64_t total, bool capped,
	const char *next)
{
	http_write_pagination(json,
		&(struct http_pagination){.page = page->page,
			.per_page = page->size,
			.total = total,
			.total_capped = capped,
			.next = next});
}

/* ---- The list ------------------------------------------------------------------------------ */

struct answer {
	struct stock_filter filter;
	struct stock_product *products;
	size_t count;
	int64_t total, seq;
	const char *next;
	bool capped;
};

/* One row more than the page says whether there is a next one. */
static enum err load_rows(struct http_req *rq, struct http_page *page, struct answer *answer)
{
	struct cx *cx = &rq->cx;
	struct stock_page place;

	/* Read before the rows: what comes after it is sent, what came before is in them. */
	TRY(events_last_seq(cx, &answer->seq));
	TRY(http_page_read(rq, PAGE_SIZE, page));
	TRY(stock_page_make(cx, page->cursor, page->page, page->size, &place));
	place.limit = page->size + 1;
	TRY(stock_list_rows(cx, &answer->filter, &place, &answer->products, &answer->count));
	if (answer->count > (size_t)page->size) {
		answer->count = (size_t)page->size;
		answer->next = stock_cursor(cx, &answer->products[answer->count - 1]);
	}
	TRY(stock_store_load_levels(cx, answer->products, answer->count));
	return stock_list_total(cx, &answer->filter, &answer->total, &answer->capped);
}

static void write_rows(struct json *json, const struct cx *cx, const struct answer *answer)
{
	size_t begin;

	json_key(json, "products");
	begin = json->out.len;
	json_open_array(json);
	for (size_t i = 0; i < answer->count; i++)
		stock_product_write(json, cx, &answer->products[i]);
	json_close_array(json);
	write_again(json, begin);
}

static enum err write_categories(struct json *json, struct cx *cx)
{
	struct stock_category *categories;
	int64_t sums[STOCK_STATE_COUNT] = {0}, total = 0;
	size_t count;

	TRY(stock_categories(cx, &categories, &count));
	json_field_open_array(json, "categories");
	for (size_t i = 0; i < count; i++) {
		int64_t n = 0;

		for (int state = 0; state < STOCK_STATE_COUNT; state++) {
			n += categories[i].n[state];
			sums[state] += categories[i].n[state];
		}
		total += n;
		if (!*categories[i].name)
			continue;
		json_open(json);
		json_field_text(json, "name", categories[i].name);
		json_field_int(json, "count", n);
		json_close(json);
	}
	json_close_array(json);
	json_field_open(json, "summary");
	for (int state = 0; state < STOCK_STATE_COUNT; state++)
		json_field_int(json, stock_state_words[state], sums[state]);
	json_field_int(json, "total", total);
	json_close(json);
	return OK;
}

static enum err write_locations(struct json *json, struct cx *cx)
{
	struct stock_location *locations;
	const char *const *warehouses;
	size_t count;

	TRY(location_store_list(cx, NULL, LOCATIONS_SHOWN, &locations, &count));
	json_field_open_array(json, "locations");
	for (size_t i = 0; i < count; i++)
		stock_location_write(json, &locations[i]);
	json_close_array(json);
	TRY(location_store_warehouses(cx, &warehouses, &count));
	json_field_open_array(json, "warehouses");
	for (size_t i = 0; i < count; i++)
		json_text(json, warehouses[i]);
	json_close_array(json);
	return OK;
}

/* What stands around the rows. Alerts are of the actor's own orders, also beside the whole list. */
static enum err write_head(struct json *json, struct cx *cx)
{
	const enum stock_set set = stock_own_set(cx->actor);
	struct stock_alert *alerts;
	int64_t total;
	size_t count;

	TRY(stock_alerts(cx, set, ALERTS_SHOWN, 0, &alerts, &count));
	total = (int64_t)count;
	if (count == ALERTS_SHOWN)
		TRY(stock_alert_count(cx, set, &total));
	json_key(json, "alerts");
	write_alerts(json, cx, alerts, count);
	json_field_int(json, "alert_count", total);
	TRY(write_categories(json, cx));
	return write_locations(json, cx);
}

/* GET /api/agent/inventory */
static enum err get_list(struct http_req *rq)
{
	struct list_params params = {0};
	struct answer answer = {0};
	struct http_page page;
	struct json *json;

	TRY(http_read(rq, &params));
	stock_filter_make(&rq->cx, &params.query, &answer.filter);
	TRY(load_rows(rq, &page, &answer));
	json = http_reply(rq, 200);
	write_rows(json, &rq->cx, &answer);
	if (!text_is(params.include, "rows"))
		TRY(write_head(json, &rq->cx));
	write_pages(json, &page, answer.total, answer.capped, answer.next);
	json_field_int(json, "seq", answer.seq);
	return OK;
}

/* ---- Search ---------------------------------------------------------------------------------- */

struct search_params {
	const char *query;
	struct opt_bool order_filter;
};
static const struct shape_field search_fields[] = {
	{.name = "query",
		.aliases = "q,search",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY | SHAPE_REQUIRED,
		.offset = offsetof(struct search_params, query),
		.min = 1,
		.max = 200,
		.about = "Beginnings of words of name and code"},
	{.name = "order_filter",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct search_params, order_filter),
		.about = "false: among every product; true if not said: those of current orders"},
};
static const struct shape search_shape = {
	.name = "StockSearchQuery", .fields = search_fields, .count = COUNT(search_fields)};

/* GET /api/agent/inventory/search */
static enum err get_search(struct http_req *rq)
{
	struct search_params params = {0};
	struct answer answer = {0};
	struct stock_query query = {0};
	struct http_page page;
	struct json *json;

	TRY(http_read(rq, &params));
	query.search = params.query;
	query.orders = params.order_filter.given && !params.order_filter.value ? "all" : NULL;
	stock_filter_make(&rq->cx, &query, &answer.filter);
	if (!answer.filter.search)
		return fail(&rq->cx, ERR_INVALID, "query", "This has no letter and no digit.");
	TRY(load_rows(rq, &page, &answer));
	json = http_reply(rq, 200);
	write_rows(json, &rq->cx, &answer);
	write_pages(json, &page, answer.total, answer.capped, answer.next);
	json_field_int(json, "seq", answer.seq);
	return OK;
}

/* ---- Alerts ------------------------------------------------------------------------------------ */

/* GET /api/agent/inventory/alerts */
static enum err get_alerts(struct http_req *rq)
{
	struct cx *cx = &rq->cx;
	const enum stock_set set = stock_own_set(cx->actor);
	struct stock_alert *alerts;
	struct http_page page;
	struct json *json;
	int64_t total, seq;
	size_t count, begin;

	TRY(events_last_seq(cx, &seq));
	TRY(http_page_read(rq, PAGE_SIZE, &page));
	if (page.cursor)
		return fail(cx, ERR_INVALID, "cursor", "This list is paged by number.");
	if (page.page > STOCK_PAGES_MAX)
		return fail(
			cx, ERR_INVALID, "page", "Pages are numbered up to %d.", STOCK_PAGES_MAX);
	TRY(stock_alerts(cx, set, page.size, (page.page - 1) * page.size, &alerts, &count));
	TRY(stock_alert_count(cx, set, &total));
	json = http_reply(rq, 200);
	json_key(json, "alerts");
	begin = json->out.len;
	write_alerts(json, cx, alerts, count);
	write_again(json, begin);
	write_pages(json, &page, total > STOCK_COUNT_CAP ? STOCK_COUNT_CAP : total,
		total > STOCK_COUNT_CAP, NULL);
	json_field_int(json, "seq", seq);
	return OK;
}

/* ---- Report ------------------------------------------------------------------------------------ */

/* The first eight as an import reads them, so that a report can be corrected and sent back. */
static const char *const headings[] = {"code", "name", "category", "location", "quantity",
	"threshold", "url", "price", "currency", "status", "total quantity", "updated", NULL};

static enum err add_row(struct cx *cx, const struct stock_product *product,
	const struct stock_level *level, void *arg)
{
	struct sheet *sheet = arg;

	sheet_text(sheet, product->code);
	sheet_text(sheet, product->name);
	sheet_text(sheet, product->category);
	sheet_text(sheet, level->location_code);
	if (level->location_code)
		sheet_int(sheet, level->quantity);
	else
		sheet_empty(sheet);
	sheet_int(sheet, product->threshold);
	sheet_text(sheet, product->url);
	if (product->price_minor.given)
		sheet_decimal(
			sheet, product->price_minor.value, cx->actor->company->currency_digits);
	else
		sheet_empty(sheet);
	sheet_text(sheet, cx->actor->company->currency);
	sheet_text(sheet, stock_state_words[product->state]);
	sheet_int(sheet, product->quantity);
	sheet_time(sheet, (struct opt_int){product->updated_us, true});
	return sheet_row(sheet);
}

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct list_params *params = arg;

	return stock_list_each(cx, &params->filter, add_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct stock_query *query = &((const struct list_params *)arg)->query;

	json_field_text(json, "orders", query->orders);
	json_field_text(json, "category", query->category);
	json_field_text(json, "stock_status", query->stock_status);
	json_field_text(json, "location", query->location);
	json_field_text(json, "search", query->search);
}

/* GET /api/agent/inventory/report */
static enum err get_report(struct http_req *rq)
{
	struct list_params params = {0};

	TRY(http_read(rq, &params));
	stock_filter_make(&rq->cx, &params.query, &params.filter);
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "stock",
			.title = "Stock",
			.headings = headings,
			.rows = add_rows,
			.action = "stock.exported",
			.tell = tell_filter,
			.list = &params,
		});
}

const struct http_route stock_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/inventory",
		.handler = get_list,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "Stock of the products of current orders, or of every product",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/inventory/search",
		.handler = get_search,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "Products by words of their names and codes, with their stock",
		.in = &search_shape,
		.out = &found_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/inventory/alerts",
		.handler = get_alerts,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_READ,
		.summary = "Current orders of one's scope whose product is low or out",
		.out = &alerts_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/inventory/report",
		.handler = get_report,
		.permission = PERM_INVENTORY_READ,
		.access = HTTP_WRITE,
		.summary = "Stock of the filter as a file, a line for each place: CSV or XLSX",
		.in = &report_shape,
		.flags = HTTP_EXPENSIVE},
	{0},
};
