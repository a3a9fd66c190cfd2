/* chat_widget_schema_api.c - how chats look to customers: what chat_customer_events.c writes. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer.h"

#include "domains/files/file_api.h"

static const char *const state_words[] = {"waiting", "active", "closed", NULL};

static const struct schema_field reply_fields[] = {
	{.name = "seq", .type = SCHEMA_INT},
	{.name = "speaker", .type = SCHEMA_WORD, .words = chat_speaker_words},
	{.name = "preview", .type = SCHEMA_TEXT},
};
static const struct schema reply_schema = {
	.name = "WidgetReplied", .fields = reply_fields, .count = COUNT(reply_fields)};

static const struct schema_field message_fields[] = {
	{.name = "seq", .type = SCHEMA_INT},
	{.name = "speaker", .type = SCHEMA_WORD, .words = chat_speaker_words},
	{.name = "name",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The agent's, as customers see it"},
	{.name = "content", .type = SCHEMA_TEXT},
	{.name = "kind", .type = SCHEMA_WORD, .words = chat_kind_words},
	{.name = "files", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &file_schema},
	{.name = "client_message_id",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of one's own alone"},
	{.name = "reply_to", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &reply_schema},
	{.name = "sent_at", .type = SCHEMA_TIME},
	{.name = "edited_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
const struct schema widget_message_schema = {
	.name = "WidgetMessage", .fields = message_fields, .count = COUNT(message_fields)};

static const struct schema_field chat_fields[] = {
	{.name = "id", .type = SCHEMA_TEXT, .about = "conv_123"},
	{.name = "state", .type = SCHEMA_WORD, .words = state_words},
	{.name = "agent_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "position", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "last_seq", .type = SCHEMA_INT},
	{.name = "delivered_seq", .type = SCHEMA_INT, .about = "What has reached the agent"},
	{.name = "read_seq", .type = SCHEMA_INT},
	{.name = "rating", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
};
const struct schema widget_chat_schema = {
	.name = "WidgetChat", .fields = chat_fields, .count = COUNT(chat_fields)};
