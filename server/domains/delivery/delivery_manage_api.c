/* delivery_manage_api.c - HTTP: entering parcels and moving them on by hand. No rules, no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_api.h"
#include "domains/delivery/delivery_internal.h"
#include "domains/orders/order_api.h"

static const struct schema_field one_out_fields[] = {
	{.name = "delivery", .type = SCHEMA_OBJECT, .ref = &delivery_schema},
};
static const struct schema one_out = {
	.name = "DeliveryAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

static enum err answer(struct http_req *rq, int status, const struct delivery *delivery)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "delivery");
	delivery_write(json, &rq->cx, delivery);
	return OK;
}

/* ---- Entering ------------------------------------------------------------------------------ */

struct new_params {
	const char *order_id, *tracking_number;
	struct opt_int courier_id, ship_date, estimated;
};
static const struct shape_field new_fields[] = {
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, order_id)},
	{.name = "courier_id",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, courier_id),
		.min = 1,
		.max = INT64_MAX},
	{.name = "tracking_number",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct new_params, tracking_number),
		.min = 3,
		.max = TRACKING_MAX},
	{.name = "ship_date",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, ship_date)},
	{.name = "estimated_delivery",
		.aliases = "estimated_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct new_params, estimated)},
};
static const struct shape new_shape = {
	.name = "DeliveryNew", .fields = new_fields, .count = COUNT(new_fields)};

/* POST /api/deliveries */
static enum err post_delivery(struct http_req *rq)
{
	struct new_params params = {0};
	struct delivery delivery;

	TRY(http_read(rq, &params));
	TRY(delivery_create(&rq->cx,
		&(struct delivery_new){.order_key = params.order_id,
			.tracking_number = params.tracking_number,
			.courier_id = params.courier_id.value,
			.ship_us = params.ship_date,
			.estimated_us = params.estimated},
		&delivery));
	return answer(rq, 201, &delivery);
}

/* ---- Changing -------------------------------------------------------------------------------- */

struct change_params {
	const char *status, *description, *tracking_number;
	struct opt_int ship_date, estimated, version; /* version: read by http_version() */
};
static const struct shape_field change_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, status),
		.words = delivery_status_words},
	{.name = "description",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, description),
		.max = TRACKING_TEXT_MAX,
		.about = "Goes with the new status into the history"},
	{.name = "tracking_number",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, tracking_number),
		.min = 3,
		.max = TRACKING_MAX},
	{.name = "ship_date",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, ship_date)},
	{.name = "estimated_delivery",
		.aliases = "estimated_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, estimated)},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct change_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "DeliveryChange", .fields = change_fields, .count = COUNT(change_fields)};

/* PUT /api/deliveries/{id} */
static enum err put_delivery(struct http_req *rq)
{
	struct change_params params = {0};
	struct delivery_change change;
	struct delivery delivery;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	change = (struct delivery_change){.status = params.status,
		.description = params.description,
		.tracking_number = params.tracking_number,
		.ship_us = params.ship_date,
		.estimated_us = params.estimated};
	TRY(http_version(rq, &change.version));
	TRY(delivery_change(&rq->cx, id, &change, &delivery));
	return answer(rq, 200, &delivery);
}

/* ---- Events ------------------------------------------------------------------------------------ */

struct event_params {
	const char *description, *location;
	struct opt_int at;
};
static const struct shape_field event_fields[] = {
	{.name = "description",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct event_params, description),
		.min = 1,
		.max = TRACKING_TEXT_MAX},
	{.name = "location",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct event_params, location),
		.max = 200},
	{.name = "at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct event_params, at),
		.about = "Now if not said"},
};
static const struct shape event_shape = {
	.name = "TrackingEventNew", .fields = event_fields, .count = COUNT(event_fields)};
static const struct schema_field event_out_fields[] = {
	{.name = "event", .type = SCHEMA_OBJECT, .ref = &tracking_schema},
	{.name = "delivery", .type = SCHEMA_OBJECT, .ref = &delivery_schema},
};
static const struct schema event_out = {.name = "TrackingEventAnswer",
	.fields = event_out_fields,
	.count = COUNT(event_out_fields)};

/* POST /api/deliveries/{id}/events */
static enum err post_event(struct http_req *rq)
{
	struct event_params params = {0};
	struct tracking_event event;
	struct delivery delivery;
	struct json *json;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(order_path_id(rq, &id));
	event = (struct tracking_event){.at_us = params.at.given ? params.at.value : 0,
		.description = params.description,
		.location = params.location ? params.location : ""};
	TRY(tracking_note(&rq->cx, id, &event, &delivery));
	json = http_reply(rq, 201);
	json_key(json, "event");
	tracking_write(json, &event);
	json_key(json, "delivery");
	delivery_write(json, &rq->cx, &delivery);
	return OK;
}

const struct http_route delivery_manage_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/deliveries",
		.handler = post_delivery,
		.permission = PERM_DELIVERIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Enter the parcel of an order",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/deliveries/{id}",
		.handler = put_delivery,
		.permission = PERM_DELIVERIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Move a parcel on, or correct its number and times",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/deliveries/{id}/events",
		.handler = post_event,
		.permission = PERM_DELIVERIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Write down what happened to a parcel",
		.in = &event_shape,
		.out = &event_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{0},
};
