/* interaction_api.c - HTTP: writing down contacts, and what an order and a customer have. */
/* SPDX-License-Identifier: MIT */
#include "domains/contacts/contact.h"
#include "domains/interactions/interaction_internal.h"
#include "domains/orders/order_api.h"

#define DURATION_MAX_S 86400

static const struct schema_field interaction_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer_id", .type = SCHEMA_INT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "interaction_type", .type = SCHEMA_WORD, .words = interaction_type_words},
	{.name = "interaction_time", .type = SCHEMA_TIME},
	{.name = "duration_seconds", .type = SCHEMA_INT},
	{.name = "duration_minutes", .type = SCHEMA_INT, .about = "Rounded up"},
	{.name = "resolution_status", .type = SCHEMA_WORD, .words = interaction_resolution_words},
	{.name = "notes", .type = SCHEMA_TEXT},
	{.name = "customer_satisfaction",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "1 to 5"},
	{.name = "follow_up_date", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "communication_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "The logged call or message that it sums up"},
	{.name = "automatic", .type = SCHEMA_BOOL, .about = "Written with a logged call"},
	{.name = "created_at", .type = SCHEMA_TIME},
};
static const struct schema interaction_schema = {
	.name = "Interaction", .fields = interaction_fields, .count = COUNT(interaction_fields)};

static const struct schema_field rating_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer_id", .type = SCHEMA_INT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Whose work is rated"},
	{.name = "interaction_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "score", .type = SCHEMA_INT, .about = "1 to 5"},
	{.name = "comment", .type = SCHEMA_TEXT},
	{.name = "channel", .type = SCHEMA_WORD, .words = rating_channel_words},
	{.name = "at", .type = SCHEMA_TIME},
};
static const struct schema rating_schema = {
	.name = "Rating", .fields = rating_fields, .count = COUNT(rating_fields)};

/* ---- Writing one down ------------------------------------------------------------------ */

struct new_params {
	const char *type, *resolution, *notes;
	struct opt_int duration_seconds, duration_minutes, satisfaction, follow_up_date;
	struct opt_int communication_id;
};
static const struct shape_field new_fields[] = {
	{.name = "interaction_type",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, type),
		.words = interaction_type_words},
	{.name = "duration_minutes",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, duration_minutes),
		.max = DURATION_MAX_S / 60},
	{.name = "duration_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, duration_seconds),
		.max = DURATION_MAX_S,
		.about = "Instead of duration_minutes"},
	{.name = "resolution_status",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, resolution),
		.words = interaction_resolution_words,
		.about = "escalated raises an escalation to the supervisor"},
	{.name = "notes",
		.aliases = "interaction_notes",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, notes),
		.max = INTERACTION_NOTES_MAX,
		.about = "Needed when it is escalated"},
	{.name = "customer_satisfaction",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, satisfaction),
		.min = RATING_LEAST,
		.max = RATING_MOST},
	{.name = "follow_up_date",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, follow_up_date),
		.about = "Makes a follow-up; the next working day when one is required without it"},
	{.name = "communication_id",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, communication_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "The logged call or message of the order that it sums up"},
};
static const struct shape new_shape = {
	.name = "InteractionNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "interaction", .type = SCHEMA_OBJECT, .ref = &interaction_schema},
};
static const struct schema one_out = {
	.name = "InteractionAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

/* POST /api/agent/orders/{id}/interaction */
static enum err post_interaction(struct http_req *rq)
{
	struct new_params params = {0};
	struct interaction interaction;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(interaction_add(&rq->cx,
		&(struct interaction_new){
			.order_key = http_path(rq, "id"),
			.type = params.type,
			.resolution = params.resolution,
			.notes = params.notes,
			.duration_s = params.duration_seconds.given
				? params.duration_seconds.value
				: params.duration_minutes.value * 60,
			.satisfaction = params.satisfaction,
			.follow_up_us = params.follow_up_date,
			.communication_id = params.communication_id,
		},
		&interaction));
	json = http_reply(rq, 201);
	json_key(json, "interaction");
	interaction_write(json, &rq->cx, &interaction);
	return OK;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static const struct schema_field list_out_fields[] = {
	{.name = "interactions",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &interaction_schema,
		.about = "Newest first, 200 at most"},
	{.name = "ratings",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &rating_schema,
		.about = "Newest first, 200 at most"},
};
static const struct schema list_out = {.name = "InteractionListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

struct found {
	struct interaction *interactions;
	struct rating *ratings;
	size_t interaction_count, rating_count;
};

static enum err answer(struct http_req *rq, const struct found *found)
{
	struct json *json = http_reply(rq, 200);

	json_field_open_array(json, "interactions");
	for (size_t i = 0; i < found->interaction_count; i++)
		interaction_write(json, &rq->cx, &found->interactions[i]);
	json_close_array(json);
	json_field_open_array(json, "ratings");
	for (size_t i = 0; i < found->rating_count; i++)
		rating_write(json, &rq->cx, &found->ratings[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/agent/orders/{id}/interactions */
static enum err get_of_order(struct http_req *rq)
{
	struct cx *cx = &rq->cx;
	struct found found;
	struct order order;

	TRY(order_by_key(cx, http_path(rq, "id"), &order));
	TRY(interaction_store_of_order(
		cx, order.id, &found.interactions, &found.interaction_count));
	TRY(rating_store_of_order(cx, order.id, &found.ratings, &found.rating_count));
	return answer(rq, &found);
}

/* GET /api/agent/customers/{id}/interactions */
static enum err get_of_customer(struct http_req *rq)
{
	struct cx *cx = &rq->cx;
	struct customer customer;
	struct found found;
	bool visible;

	TRY(customer_by_key(cx, http_path(rq, "id"), &customer));
	TRY(order_customer_visible(cx, customer.id, &visible));
	if (!visible)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such customer.");
	TRY(interaction_store_of_customer(
		cx, customer.id, &found.interactions, &found.interaction_count));
	TRY(rating_store_of_customer(cx, customer.id, &found.ratings, &found.rating_count));
	return answer(rq, &found);
}

const struct http_route interaction_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/orders/{id}/interaction",
		.handler = post_interaction,
		.permission = PERM_ORDERS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Write down a contact with the customer of an order",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/agent/orders/{id}/interactions",
		.handler = get_of_order,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "Contacts about an order, and what its customer said of the service",
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/customers/{id}/interactions",
		.handler = get_of_customer,
		.permission = PERM_CUSTOMERS_READ,
		.access = HTTP_READ,
		.summary = "Contacts and ratings of a customer, about orders that the reader sees",
		.out = &list_out},
	{0},
};
