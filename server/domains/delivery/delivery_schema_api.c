/* delivery_schema_api.c - how parcels and their events look in answers. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_api.h"
#include "domains/delivery/delivery_internal.h"
#include "domains/orders/order_api.h"

static const struct schema_field customer_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "phone", .type = SCHEMA_TEXT},
};
static const struct schema customer_schema = {
	.name = "DeliveryCustomer", .fields = customer_fields, .count = COUNT(customer_fields)};
static const struct schema_field courier_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "short_name", .type = SCHEMA_TEXT},
};
const struct schema delivery_courier_schema = {
	.name = "DeliveryCourier", .fields = courier_fields, .count = COUNT(courier_fields)};

static const struct schema_field delivery_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order_id", .type = SCHEMA_INT},
	{.name = "order_code", .type = SCHEMA_TEXT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
	{.name = "product", .type = SCHEMA_TEXT},
	{.name = "quantity", .type = SCHEMA_INT},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "courier", .type = SCHEMA_OBJECT, .ref = &delivery_courier_schema},
	{.name = "tracking_number", .type = SCHEMA_TEXT},
	{.name = "track_url",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The courier's own page of this parcel"},
	{.name = "status", .type = SCHEMA_WORD, .words = delivery_status_words},
	{.name = "status_since", .type = SCHEMA_TIME},
	{.name = "active", .type = SCHEMA_BOOL, .about = "With the courier"},
	{.name = "ship_date", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "estimated_delivery", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "delivered_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_event_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "late", .type = SCHEMA_BOOL, .about = "Expected before now"},
	{.name = "stuck_since",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When it had been without news for too long"},
	{.name = "unknown_status",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The courier's last word, when no table knows it"},
	{.name = "allowed_statuses",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = delivery_status_words},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema delivery_schema = {
	.name = "Delivery", .fields = delivery_fields, .count = COUNT(delivery_fields)};

static const struct schema_field tracking_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = delivery_status_words},
	{.name = "courier_status",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The courier's own word"},
	{.name = "description", .type = SCHEMA_TEXT},
	{.name = "location", .type = SCHEMA_TEXT},
	{.name = "source", .type = SCHEMA_WORD, .words = tracking_source_words},
	{.name = "by",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Who wrote it, if a person did"},
};
const struct schema tracking_schema = {
	.name = "TrackingEvent", .fields = tracking_fields, .count = COUNT(tracking_fields)};
