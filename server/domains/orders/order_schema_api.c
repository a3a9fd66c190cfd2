/* order_schema_api.c - how answers about orders look: what order_write.c writes. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging.h"
#include "domains/orders/modification_internal.h"
#include "domains/orders/order_api.h"

#define SCHEMA(symbol, title, table) \
	const struct schema symbol = {.name = title, .fields = table, .count = COUNT(table)}

static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .about = "AGT-001"},
	{.name = "name", .type = SCHEMA_TEXT},
};
SCHEMA(order_agent_schema, "OrderAgent", agent_fields);

static const struct schema_field seller_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static SCHEMA(seller_schema, "OrderSeller", seller_fields);

static const struct schema_field product_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "product_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static SCHEMA(product_schema, "OrderProduct", product_fields);

#define CUSTOMER_FIELDS \
	{.name = "id", .type = SCHEMA_INT}, \
		{.name = "code", .type = SCHEMA_TEXT, .about = "CUST-001"}, \
		{.name = "name", .type = SCHEMA_TEXT, .about = "As on the day of the order"}, \
	{ \
		.name = "phone", .type = SCHEMA_TEXT, .about = "E.164" \
	}

static const struct schema_field customer_fields[] = {CUSTOMER_FIELDS};
static SCHEMA(customer_schema, "OrderCustomer", customer_fields);

static const struct schema_field previous_fields[] = {
	{.name = "total", .type = SCHEMA_INT},
	{.name = "completed", .type = SCHEMA_INT, .about = "Closed"},
	{.name = "cancelled", .type = SCHEMA_INT},
	{.name = "open", .type = SCHEMA_INT, .about = "All others"},
};
static SCHEMA(previous_schema, "PreviousOrders", previous_fields);

static const struct schema_field customer_details_fields[] = {
	CUSTOMER_FIELDS,
	{.name = "email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "language", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "previous_orders", .type = SCHEMA_OBJECT, .ref = &previous_schema},
};
static SCHEMA(customer_details_schema, "OrderCustomerDetails", customer_details_fields);

static const struct schema_field sla_fields[] = {
	{.name = "state", .type = SCHEMA_WORD, .words = order_sla_words},
	{.name = "response_due_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "responded_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "resolution_due_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "resolved_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static SCHEMA(sla_schema, "OrderSla", sla_fields);

/* The members of a row beside `customer`, in the order of order_write_row(). */
#define ORDER_FIELDS \
	{.name = "id", .type = SCHEMA_INT}, \
		{.name = "order_id", .type = SCHEMA_TEXT, .about = "ORD-2026-001847"}, \
		{.name = "code", .type = SCHEMA_TEXT, .about = "The same"}, \
		{.name = "short_code", .type = SCHEMA_TEXT, .about = "ORD-001847"}, \
		{.name = "external_code", \
			.type = SCHEMA_TEXT, \
			.flags = SCHEMA_NULLABLE, \
			.about = "The shop's own number"}, \
		{.name = "source", .type = SCHEMA_TEXT}, {.name = "version", .type = SCHEMA_INT}, \
		{.name = "status", .type = SCHEMA_WORD, .words = order_status_words}, \
		{.name = "priority", .type = SCHEMA_WORD, .words = order_priority_words}, \
		{.name = "status_since", .type = SCHEMA_TIME}, \
		{.name = "customer_name", .type = SCHEMA_TEXT}, \
		{.name = "customer_phone", .type = SCHEMA_TEXT}, \
		{.name = "seller", \
			.type = SCHEMA_OBJECT, \
			.flags = SCHEMA_NULLABLE, \
			.ref = &seller_schema}, \
		{.name = "seller_name", .type = SCHEMA_TEXT}, \
		{.name = "product", \
			.type = SCHEMA_OBJECT, \
			.flags = SCHEMA_NULLABLE, \
			.ref = &product_schema}, \
		{.name = "product_name", .type = SCHEMA_TEXT}, \
		{.name = "product_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE}, \
		{.name = "quantity", .type = SCHEMA_INT}, \
		{.name = "price", \
			.type = SCHEMA_NUMBER, \
			.about = "Of the whole order, for display"}, \
		{.name = "price_minor", .type = SCHEMA_INT, .about = "The same in minor units"}, \
		{.name = "currency", .type = SCHEMA_TEXT, .about = "ISO 4217"}, \
		{.name = "address", .type = SCHEMA_TEXT}, {.name = "area", .type = SCHEMA_TEXT}, \
		{.name = "landmark", .type = SCHEMA_TEXT}, \
		{.name = "expected_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE}, \
		{.name = "expected_delivery", .type = SCHEMA_DAY, .flags = SCHEMA_NULLABLE}, \
		{.name = "created_at", .type = SCHEMA_TIME}, \
		{.name = "updated_at", .type = SCHEMA_TIME}, \
		{.name = "assigned_agent", \
			.type = SCHEMA_OBJECT, \
			.flags = SCHEMA_NULLABLE, \
			.ref = &order_agent_schema, \
			.about = "null: in the pool"}, \
		{.name = "assigned_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE}, \
		{.name = "attempts", \
			.type = SCHEMA_INT, \
			.about = "Calls in a row without an answer"}, \
		{.name = "next_attempt_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE}, \
		{.name = "cancellation_reason", \
			.type = SCHEMA_WORD, \
			.flags = SCHEMA_NULLABLE, \
			.words = order_reason_words}, \
		{.name = "cancellation_details", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE}, \
		{.name = "pending_changes", \
			.type = SCHEMA_WORD, \
			.flags = SCHEMA_ARRAY, \
			.words = modification_kind_words, \
			.about = "What waits for a supervisor's approval"}, \
		{.name = "sla", \
			.type = SCHEMA_OBJECT, \
			.flags = SCHEMA_NULLABLE, \
			.ref = &sla_schema, \
			.about = "How soon it is to be dealt with; null: nobody said"}, \
		{.name = "flags", \
			.type = SCHEMA_WORD, \
			.flags = SCHEMA_ARRAY, \
			.words = order_flag_words, \
			.about = "Why to look at it twice; the details say more"}, \
	{ \
		.name = "allowed_statuses", .type = SCHEMA_WORD, .flags = SCHEMA_ARRAY, \
		.words = order_status_words, .about = "What the reader may set now" \
	}

static const struct schema_field order_fields[] = {
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
	ORDER_FIELDS,
};
SCHEMA(order_schema, "Order", order_fields);

static const struct schema_field report_order_fields[] = {
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
	ORDER_FIELDS,
	{.name = "confirmed_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "outcome",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_outcome_words,
		.about = "null: it was never confirmed"},
};
SCHEMA(report_order_schema, "ReportOrder", report_order_fields);

static const struct schema_field item_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "quantity", .type = SCHEMA_INT},
	{.name = "price_minor", .type = SCHEMA_INT},
};
static SCHEMA(item_schema, "OrderItem", item_fields);

static const struct schema_field note_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "body", .type = SCHEMA_TEXT},
	{.name = "author", .type = SCHEMA_TEXT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
SCHEMA(order_note_schema, "OrderNote", note_fields);

static const char *const contact_kinds[] = {
	"call", "sms", "email", "status", "note", "interaction", "rating", "escalation", NULL};
static const struct schema_field contact_fields[] = {
	{.name = "id", .type = SCHEMA_INT, .about = "Unique within its kind"},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "kind", .type = SCHEMA_WORD, .words = contact_kinds},
	{.name = "direction",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = communication_direction_words},
	{.name = "outcome",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of a call or an interaction; the new status of a change"},
	{.name = "channel",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "How an interaction went, a rating came, or the level of an escalation"},
	{.name = "score",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "What the customer gave, 1 to 5"},
	{.name = "duration_seconds", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "text", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = message_status_words,
		.about = "Of SMS and e-mail"},
	{.name = "template", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "error",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Why a message failed, or why its last attempt did"},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
SCHEMA(order_contact_schema, "OrderContact", contact_fields);

static const struct schema_field task_order_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "customer_phone", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = order_status_words},
};
static SCHEMA(task_order_schema, "TaskOrder", task_order_fields);

static const struct schema_field callback_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &task_order_schema},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "callback_at", .type = SCHEMA_TIME},
	{.name = "phone_number", .type = SCHEMA_TEXT},
	{.name = "notes", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = callback_status_words},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
SCHEMA(callback_schema, "Callback", callback_fields);

static const struct schema_field follow_up_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &task_order_schema},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "due_at", .type = SCHEMA_TIME},
	{.name = "overdue", .type = SCHEMA_BOOL},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = follow_up_status_words},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
SCHEMA(follow_up_schema, "FollowUp", follow_up_fields);

static const struct schema_field history_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "previous_status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_status_words},
	{.name = "new_status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "author", .type = SCHEMA_TEXT},
	{.name = "status_change_reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "cancellation_reason",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_reason_words},
	{.name = "cancellation_details", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "change_timestamp", .type = SCHEMA_TIME},
	{.name = "customer_notified", .type = SCHEMA_BOOL},
	{.name = "created_at", .type = SCHEMA_TIME},
};
SCHEMA(order_history_schema, "OrderHistory", history_fields);

static const struct schema_field activity_fields[] = {
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "id", .type = SCHEMA_INT, .about = "Of the order"},
	{.name = "order_id", .type = SCHEMA_TEXT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "previous_status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = order_status_words},
	{.name = "new_status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "customer_name", .type = SCHEMA_TEXT, .about = "Short: Ahmed K."},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
SCHEMA(order_activity_schema, "OrderActivity", activity_fields);

static const char *const channel_words[] = {"call", "sms", "email", "internal", NULL};
static const struct schema_field communication_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "at", .type = SCHEMA_TIME},
	{.name = "kind", .type = SCHEMA_WORD, .words = channel_words},
	{.name = "direction", .type = SCHEMA_WORD, .words = communication_direction_words},
	{.name = "outcome",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = communication_outcome_words},
	{.name = "text", .type = SCHEMA_TEXT},
	{.name = "phone_number", .type = SCHEMA_TEXT},
	{.name = "duration_seconds", .type = SCHEMA_INT},
	{.name = "duration_minutes", .type = SCHEMA_INT, .about = "Rounded up"},
	{.name = "status",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = message_status_words,
		.about = "Of SMS and e-mail; null for calls"},
	{.name = "from", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "to", .type = SCHEMA_TEXT},
	{.name = "subject", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "template", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "error",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Why it failed, or why the last attempt did"},
	{.name = "segments", .type = SCHEMA_INT, .about = "What an SMS is paid by"},
	{.name = "read_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "order_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "short_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "customer_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "customer_name",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "In lists"},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
};
SCHEMA(communication_schema, "Communication", communication_fields);

static const char *const request_words[] = {"pending", "approved", "rejected", NULL};
static const struct schema_field request_order_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "customer_name", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = order_status_words},
};
static SCHEMA(request_order_schema, "ReassignOrder", request_order_fields);
static const struct schema_field request_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &request_order_schema},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Who asks"},
	{.name = "wanted_agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "null: whoever has room"},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = request_words},
	{.name = "decision_reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "decided_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
};
SCHEMA(reassign_request_schema, "ReassignRequest", request_fields);

static const char *const level_words[] = {"supervisor", "manager", NULL};
static const char *const open_words[] = {"raised", "assigned", NULL};
static const struct schema_field escalation_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "level", .type = SCHEMA_WORD, .words = level_words},
	{.name = "status", .type = SCHEMA_WORD, .words = open_words},
	{.name = "reason", .type = SCHEMA_TEXT},
	{.name = "raised_by", .type = SCHEMA_TEXT},
	{.name = "assigned_to", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "raised_at", .type = SCHEMA_TIME},
};
static SCHEMA(escalation_schema, "OrderEscalation", escalation_fields);
static const struct schema_field flag_order_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "short_code", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = order_status_words},
	{.name = "created_at", .type = SCHEMA_TIME},
};
static SCHEMA(flag_order_schema, "OrderFlagOrder", flag_order_fields);
static const struct schema_field flag_reason_fields[] = {
	{.name = "flag", .type = SCHEMA_WORD, .words = order_flag_words},
	{.name = "refused",
		.type = SCHEMA_INT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Of a refuser: orders that were cancelled or came back"},
	{.name = "of",
		.type = SCHEMA_INT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Of so many that were looked at"},
	{.name = "days",
		.type = SCHEMA_INT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Of duplicates: the same customer and product within so many"},
	{.name = "orders",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &flag_order_schema,
		.about = "The orders it is drawn from, as far as the reader sees them"},
	{.name = "hidden", .type = SCHEMA_INT, .about = "Those that the reader does not see"},
};
static SCHEMA(flag_reason_schema, "OrderFlagReason", flag_reason_fields);

static const struct schema_field details_fields[] = {
	ORDER_FIELDS,
	{.name = "flag_reasons",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &flag_reason_schema},
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_details_schema},
	{.name = "customer_email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "items",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &item_schema,
		.about = "Only of orders of several products"},
	{.name = "escalation",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &escalation_schema,
		.about = "Raised and not over"},
	{.name = "notes", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &order_note_schema},
	{.name = "communications",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_contact_schema,
		.about = "All that was said and done, newest first"},
	{.name = "callbacks",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &callback_schema,
		.about = "Still to be made"},
	{.name = "follow_ups",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &follow_up_schema,
		.about = "Still to be done"},
	{.name = "history",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &order_history_schema,
		.about = "The last 20 changes of status"},
	{.name = "modifications",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &modification_schema,
		.about = "What was asked for of it, newest first"},
};
SCHEMA(order_details_schema, "OrderDetails", details_fields);

static const struct schema_field answer_fields[] = {
	{.name = "order", .type = SCHEMA_OBJECT, .ref = &order_schema},
};
SCHEMA(order_answer, "OrderAnswer", answer_fields);
