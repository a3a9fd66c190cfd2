/* customer_card_api.c - HTTP: one customer, read, corrected, marked, blocked, entered. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_api.h"

#include "domains/customers/customer_tag.h"
#include "domains/orders/order.h"
#include "platform/intl/intl.h"

/* ---- Answers -------------------------------------------------------------------------------- */

static const char *const language_of_words[] = {"en", "ar", NULL};
#define TEXT(title) \
	{ \
		.name = (title), .type = SCHEMA_TEXT \
	}
#define TEXT_OR_NULL(title) \
	{ \
		.name = (title), .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE \
	}
#define NUMBER(title, note) \
	{ \
		.name = (title), .type = SCHEMA_INT, .about = (note) \
	}

static const struct schema_field place_fields[] = {
	TEXT("address"),
	TEXT("area"),
	TEXT("landmark"),
	TEXT_OR_NULL("city"),
	TEXT_OR_NULL("country"),
};
static const struct schema place_schema = {
	.name = "CustomerLocation", .fields = place_fields, .count = COUNT(place_fields)};
static const struct schema_field amount_fields[] = {
	TEXT("currency"),
	NUMBER("amount_minor", NULL),
	{.name = "amount", .type = SCHEMA_NUMBER},
};
static const struct schema amount_schema = {
	.name = "CustomerAmount", .fields = amount_fields, .count = COUNT(amount_fields)};
static const struct schema_field worth_fields[] = {
	NUMBER("orders", "All of them, whoever has them"),
	NUMBER("confirmed", "And neither cancelled, returned nor lost since"),
	NUMBER("delivered", NULL),
	NUMBER("cancelled", NULL),
	{.name = "amounts",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &amount_schema,
		.about = "What the confirmed ones are worth, by currency"},
	{.name = "first_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema worth_schema = {
	.name = "CustomerValue", .fields = worth_fields, .count = COUNT(worth_fields)};
static const struct schema_field block_fields[] = {
	{.name = "at", .type = SCHEMA_TIME},
	TEXT_OR_NULL("by"),
	TEXT("reason"),
};
static const struct schema block_schema = {
	.name = "CustomerBlock", .fields = block_fields, .count = COUNT(block_fields)};

static const struct schema_field card_fields[] = {
	NUMBER("id", NULL),
	TEXT("code"),
	TEXT("name"),
	TEXT_OR_NULL("phone"),
	TEXT_OR_NULL("email"),
	{.name = "language",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = language_of_words},
	{.name = "location",
		.type = SCHEMA_OBJECT,
		.ref = &place_schema,
		.about = "Of the newest order and the last page they wrote from"},
	{.name = "tags", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY, .about = "Codes"},
	{.name = "custom", .type = SCHEMA_ANY, .about = "Values by the key of their field"},
	{.name = "value",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &worth_schema,
		.about = "For who may read orders"},
	NUMBER("chats", NULL),
	NUMBER("calls", NULL),
	{.name = "blocked",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &block_schema,
		.about = "May not write to us"},
	{.name = "notes",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &customer_note_schema,
		.about = "The newest 20"},
	{.name = "more_notes", .type = SCHEMA_BOOL},
	{.name = "created_at", .type = SCHEMA_TIME},
	NUMBER("version", NULL),
};
static const struct schema card_schema = {
	.name = "CustomerCard", .fields = card_fields, .count = COUNT(card_fields)};
static const struct schema_field card_out_fields[] = {
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &card_schema},
};
static const struct schema card_out = {
	.name = "CustomerCardAnswer", .fields = card_out_fields, .count = COUNT(card_out_fields)};

static void answer(struct http_req *rq, const struct customer_card *card)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "customer");
	customer_card_write(json, &rq->cx, card);
}

/* GET /api/customers/{id} */
static enum err get_card(struct http_req *rq)
{
	struct customer_card card;

	TRY(customer_card_read(&rq->cx, http_path(rq, "id"), &card));
	answer(rq, &card);
	return OK;
}

/* ---- Correcting ------------------------------------------------------------------------------ */

#define CHANGES(title, kind, member, most) \
	{ \
		.name = (title), .type = (kind), .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct customer_edit, change.member), .max = (most) \
	}
static const struct shape_field edit_fields[] = {
	CHANGES("name", SHAPE_TEXT, name, 200),
	CHANGES("phone", SHAPE_TEXT, phone, 40),
	CHANGES("email", SHAPE_TEXT, email, 254),
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct customer_edit, change.language),
		.words = language_of_words},
	{.name = "custom",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct customer_edit, custom),
		.about = "Values by the key of their field; null takes one away"},
	CUSTOMER_VERSION(struct customer_edit, change.version),
};
static const struct shape edit_shape = {
	.name = "CustomerChange", .fields = edit_fields, .count = COUNT(edit_fields)};

/* PATCH /api/customers/{id} */
static enum err patch_card(struct http_req *rq)
{
	struct customer_edit edit = {0};
	struct customer_card card;

	TRY(http_read(rq, &edit));
	TRY(http_version(rq, &edit.change.version));
	TRY(customer_edit(&rq->cx, http_path(rq, "id"), &edit, &card));
	answer(rq, &card);
	return OK;
}

struct tags_params {
	const char *const *tags;
	struct opt_int version;
};
static const struct shape_field tags_fields[] = {
	{.name = "tags",
		.type = SHAPE_KEYS,
		.offset = offsetof(struct tags_params, tags),
		.max = CUSTOMER_TAGS_MAX,
		.about = "All codes that the customer is to have"},
	CUSTOMER_VERSION(struct tags_params, version),
};
static const struct shape tags_shape = {
	.name = "CustomerTags", .fields = tags_fields, .count = COUNT(tags_fields)};

/* PUT /api/customers/{id}/tags */
static enum err put_tags(struct http_req *rq)
{
	struct tags_params params = {0};
	struct customer_card card;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(customer_tag(&rq->cx, http_path(rq, "id"), params.tags, params.version, &card));
	answer(rq, &card);
	return OK;
}

struct block_params {
	const char *reason;
};
static const struct shape_field block_in_fields[] = {
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct block_params, reason),
		.max = 200},
};
static const struct shape block_shape = {
	.name = "CustomerBlockOrder", .fields = block_in_fields, .count = COUNT(block_in_fields)};

/* POST /api/customers/{id}/block */
static enum err post_block(struct http_req *rq)
{
	struct block_params params = {0};
	struct customer_card card;

	TRY(http_read(rq, &params));
	TRY(customer_block(&rq->cx, http_path(rq, "id"), params.reason, &card));
	answer(rq, &card);
	return OK;
}

/* POST /api/customers/{id}/unblock */
static enum err post_unblock(struct http_req *rq)
{
	struct customer_card card;

	TRY(customer_unblock(&rq->cx, http_path(rq, "id"), &card));
	answer(rq, &card);
	return OK;
}

/* ---- Entering -------------------------------------------------------------------------------- */

struct enter_params {
	struct customer_seek seek;
	const char *chat;
};
#define SEEKS(title, kind, member, most) \
	{ \
		.name = (title), .type = (kind), .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct enter_params, seek.member), .max = (most) \
	}
static const struct shape_field enter_fields[] = {
	SEEKS("name", SHAPE_TEXT, name, 200),
	SEEKS("phone", SHAPE_PHONE, phone, 40),
	SEEKS("email", SHAPE_TEXT, email, 254),
	{.name = "chat_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct enter_params, chat),
		.about = "One's own chat, whose customer it is from now on"},
};
static const struct shape enter_shape = {
	.name = "CustomerEntry", .fields = enter_fields, .count = COUNT(enter_fields)};
static const struct schema_field brief_fields[] = {
	NUMBER("id", NULL),
	TEXT("code"),
	TEXT("name"),
	TEXT_OR_NULL("phone"),
	TEXT_OR_NULL("email"),
};
static const struct schema brief_schema = {
	.name = "CustomerBrief", .fields = brief_fields, .count = COUNT(brief_fields)};
static const struct schema_field entered_fields[] = {
	{.name = "customer",
		.type = SCHEMA_OBJECT,
		.ref = &brief_schema,
		.about = "Of one that the caller does not see: no address but what was sent"},
	{.name = "created", .type = SCHEMA_BOOL},
};
static const struct schema entered_out = {
	.name = "CustomerEntryAnswer", .fields = entered_fields, .count = COUNT(entered_fields)};

/* Who guesses at numbers learns no address by it. */
static const char *shown(const struct customer_entry *entry, const char *sent, const char *known)
{
	return entry->seen || !text_empty(sent) ? known : NULL;
}

/* POST /api/customers/find-or-create */
static enum err post_enter(struct http_req *rq)
{
	struct enter_params params = {.seek.plain = true};
	struct customer_entry entry;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(customer_enter(&rq->cx, &params.seek, params.chat, &entry));
	json = http_reply(rq, entry.created ? 201 : 200);
	json_field_open(json, "customer");
	json_field_int(json, "id", entry.customer.id);
	json_field_text(json, "code", entry.customer.code);
	json_field_text(json, "name", entry.customer.name);
	json_field_text(json, "phone", shown(&entry, params.seek.phone, entry.customer.phone));
	json_field_text(json, "email", shown(&entry, params.seek.email, entry.customer.email));
	json_close(json);
	json_field_bool(json, "created", entry.created);
	return OK;
}

/* ---- The orders behind a figure ---------------------------------------------------------------- */

struct orders_params {
	const char *which;
};
static const struct shape_field orders_fields[] = {
	{.name = "which",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct orders_params, which),
		.words = customer_which_words,
		.about = "As the figures of the value; all if not said"},
};
static const struct shape orders_shape = {
	.name = "CustomerOrdersQuery", .fields = orders_fields, .count = COUNT(orders_fields)};
static const struct schema_field order_fields[] = {
	NUMBER("id", NULL),
	{.name = "order_id", .type = SCHEMA_TEXT, .about = "ORD-2026-001847"},
	{.name = "status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "outcome",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_outcome_words,
		.about = "What became of it since it was confirmed"},
	TEXT("product_name"),
	{.name = "price", .type = SCHEMA_NUMBER},
	NUMBER("price_minor", NULL),
	TEXT("currency"),
	{.name = "agent", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Name"},
	{.name = "created_at", .type = SCHEMA_TIME},
};
static const struct schema customer_order_schema = {
	.name = "CustomerOrder", .fields = order_fields, .count = COUNT(order_fields)};
static const struct schema_field orders_out_fields[] = {
	{.name = "orders",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &customer_order_schema,
		.about = "The newest 100 of those that one sees"},
};
static const struct schema orders_out = {.name = "CustomerOrdersAnswer",
	.fields = orders_out_fields,
	.count = COUNT(orders_out_fields)};

static void write_order(struct json *json, const struct cx *cx, const struct customer_order *row)
{
	const struct order order = {.id = row->id, .code_year = row->code_year};
	const int digits = intl_currency_digits(row->currency);

	json_open(json);
	json_field_int(json, "id", row->id);
	json_field_text(json, "order_id", order_code(cx->arena, &order));
	json_field_text(json, "status", row->status);
	json_field_text(json, "outcome", row->outcome);
	json_field_text(json, "product_name", row->product);
	json_key(json, "price");
	json_money(
		json, row->price_minor, digits < 0 ? cx->actor->company->currency_digits : digits);
	json_field_int(json, "price_minor", row->price_minor);
	json_field_text(json, "currency", row->currency);
	json_field_text(json, "agent", row->agent);
	json_field_time(json, "created_at", row->created_us);
	json_close(json);
}

/* GET /api/customers/{id}/orders */
static enum err get_orders(struct http_req *rq)
{
	struct orders_params params = {0};
	struct customer_order *orders;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &params));
	TRY(customer_orders(&rq->cx, http_path(rq, "id"), params.which, &orders, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "orders");
	for (size_t i = 0; i < count; i++)
		write_order(json, &rq->cx, &orders[i]);
	json_close_array(json);
	return OK;
}

const struct http_route customer_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/customers/{id}",
		.handler = get_card,
		.permission = PERM_CUSTOMERS_READ,
		.access = HTTP_READ,
		.summary = "A customer of an order, chat or call that one sees, by id or CUST-code",
		.out = &card_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/customers/{id}",
		.handler = patch_card,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Correct a customer",
		.in = &edit_shape,
		.out = &card_out},
	{.method = HTTP_PUT,
		.pattern = "/api/customers/{id}/tags",
		.handler = put_tags,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Which tags a customer has",
		.in = &tags_shape,
		.out = &card_out},
	{.method = HTTP_POST,
		.pattern = "/api/customers/{id}/block",
		.handler = post_block,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "A customer may not write to us any more",
		.in = &block_shape,
		.out = &card_out},
	{.method = HTTP_POST,
		.pattern = "/api/customers/{id}/unblock",
		.handler = post_unblock,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "A customer may write again",
		.out = &card_out},
	{.method = HTTP_POST,
		.pattern = "/api/customers/find-or-create",
		.handler = post_enter,
		.permission = PERM_CUSTOMERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "The customer with this phone, else with this e-mail address, else a "
			   "new one; 200 for one that is known",
		.in = &enter_shape,
		.out = &entered_out,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/customers/{id}/orders",
		.handler = get_orders,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "The orders behind a figure of a customer's value",
		.in = &orders_shape,
		.out = &orders_out},
	{0},
};
