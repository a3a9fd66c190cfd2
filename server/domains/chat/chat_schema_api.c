/* chat_schema_api.c - how answers about chats look: what chat_view.c and chat_message.c write. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"

#include "domains/chat/chat_message.h"
#include "domains/files/file_api.h"
#include "domains/orders/order_api.h"

static const char *const language_words[] = {"en", "ar", NULL};
static const char *const shown_kind_words[] = {"text", "file", NULL};

#define NAMED(id, title, of) \
	static const struct schema id = {.name = (title), .fields = (of), .count = COUNT(of)}

static const struct schema_field department_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
NAMED(department_schema, "ChatDepartment", department_fields);

static const struct schema_field customer_fields[] = {
	{.name = "id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: not known yet"},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "phone", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "blocked", .type = SCHEMA_BOOL, .about = "May not write any more"},
	{.name = "verified",
		.type = SCHEMA_BOOL,
		.about = "false: a visitor typed who it is; the customer is a possible match"},
};
NAMED(customer_schema, "ChatCustomer", customer_fields);

static const struct schema_field last_fields[] = {
	{.name = "seq", .type = SCHEMA_INT},
	{.name = "speaker", .type = SCHEMA_WORD, .words = chat_speaker_words},
	{.name = "kind", .type = SCHEMA_WORD, .words = shown_kind_words},
	{.name = "preview", .type = SCHEMA_TEXT, .about = "One line"},
	{.name = "at", .type = SCHEMA_TIME},
};
NAMED(last_schema, "ChatLastMessage", last_fields);

static const struct schema_field visitor_fields[] = {
	{.name = "online", .type = SCHEMA_BOOL},
	{.name = "page_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "page_title", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "referrer", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "browser", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "system", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "ip", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "country", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "city", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
NAMED(visitor_schema, "ChatVisitor", visitor_fields);

static const struct schema_field rating_fields[] = {
	{.name = "score", .type = SCHEMA_INT, .about = "1 to 5"},
	{.name = "comment", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
NAMED(rating_schema, "ChatRating", rating_fields);

static const struct schema_field chat_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT, .about = "conv_123: its conversation"},
	{.name = "state", .type = SCHEMA_WORD, .words = chat_state_words},
	{.name = "version",
		.type = SCHEMA_INT,
		.about = "Of the chat itself; what is said in it has numbers of its own"},
	{.name = "department",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &department_schema,
		.about = "null: anyone's"},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Who has it, or had it last"},
	{.name = "offered_to",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema},
	{.name = "offer_until", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "customer", .type = SCHEMA_OBJECT, .ref = &customer_schema},
	{.name = "subject", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "language", .type = SCHEMA_WORD, .words = language_words},
	{.name = "source", .type = SCHEMA_WORD, .words = chat_source_words},
	{.name = "offline",
		.type = SCHEMA_BOOL,
		.about = "Left as a message while nobody was there"},
	{.name = "tags", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY, .about = "Their codes"},
	{.name = "priority", .type = SCHEMA_WORD, .words = chat_priority_words},
	{.name = "last_message",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &last_schema,
		.about = "Of those that the customer sees, too"},
	{.name = "last_seq", .type = SCHEMA_INT, .about = "Number of the last message of any kind"},
	{.name = "message_count", .type = SCHEMA_INT, .about = "Without events"},
	{.name = "customer_delivered_seq", .type = SCHEMA_INT},
	{.name = "customer_read_seq", .type = SCHEMA_INT, .about = "So far the customer has read"},
	{.name = "agent_read_seq", .type = SCHEMA_INT, .about = "So far its agent has read"},
	{.name = "unread",
		.type = SCHEMA_INT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Messages of the customer that one has not read; 0 of one that is over"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME, .about = "When something last happened in it"},
	{.name = "queued_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "assigned_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "first_response_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "closed_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "waiting_since",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "Since when the customer waits for an answer"},
	{.name = "wait_seconds",
		.type = SCHEMA_INT,
		.about = "Since waiting_since; of one that is over, until it was taken"},
	{.name = "position",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "In the queue of its department, while it waits"},
	{.name = "close_reason", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "alert",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = chat_alert_words,
		.about = "Waits too long; nobody has looked at what the customer wrote"},
	{.name = "visitor",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &visitor_schema,
		.about = "The page that the customer writes from"},
	{.name = "rating", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &rating_schema},
};
const struct schema chat_schema = {
	.name = "Chat", .fields = chat_fields, .count = COUNT(chat_fields)};

static const struct schema_field author_fields[] = {
	{.name = "user_id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT},
};
NAMED(author_schema, "ChatAuthor", author_fields);

static const struct schema_field reply_fields[] = {
	{.name = "seq", .type = SCHEMA_INT},
	{.name = "speaker", .type = SCHEMA_WORD, .words = chat_speaker_words},
	{.name = "preview", .type = SCHEMA_TEXT},
};
NAMED(reply_schema, "ChatReplied", reply_fields);

static const struct schema_field message_fields[] = {
	{.name = "seq", .type = SCHEMA_INT, .about = "Its number in the chat"},
	{.name = "chat_id", .type = SCHEMA_INT},
	{.name = "conversation_id", .type = SCHEMA_TEXT, .about = "conv_123"},
	{.name = "speaker", .type = SCHEMA_WORD, .words = chat_speaker_words},
	{.name = "kind", .type = SCHEMA_WORD, .words = chat_kind_words},
	{.name = "content", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, .words = language_words},
	{.name = "internal", .type = SCHEMA_BOOL, .about = "Never shown to the customer"},
	{.name = "author",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &author_schema,
		.about = "null: the customer, or a program"},
	{.name = "client_message_id", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "reply_to", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &reply_schema},
	{.name = "files", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &file_schema},
	{.name = "mentions", .type = SCHEMA_INT, .flags = SCHEMA_ARRAY, .about = "Ids of users"},
	{.name = "sent_at", .type = SCHEMA_TIME},
	{.name = "edited_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "event",
		.type = SCHEMA_ANY,
		.flags = SCHEMA_NULLABLE,
		.about = "Of kind event: {type, …}"},
};
const struct schema chat_message_schema = {
	.name = "ChatMessage", .fields = message_fields, .count = COUNT(message_fields)};

static const struct schema_field answer_fields[] = {
	{.name = "chat", .type = SCHEMA_OBJECT, .ref = &chat_schema},
};
const struct schema chat_answer_out = {
	.name = "ChatAnswer", .fields = answer_fields, .count = COUNT(answer_fields)};

void chat_reply(struct http_req *rq, int status, const struct chat *chat)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "chat");
	chat_write_json(json, &rq->cx, chat);
}

static const struct schema_field said_fields[] = {
	{.name = "message", .type = SCHEMA_OBJECT, .ref = &chat_message_schema},
	{.name = "chat", .type = SCHEMA_OBJECT, .ref = &chat_schema},
};
const struct schema chat_said_out = {
	.name = "ChatMessageAnswer", .fields = said_fields, .count = COUNT(said_fields)};

void chat_reply_said(struct http_req *rq, const struct chat_said *said)
{
	struct json *json = http_reply(rq, said->again ? 200 : 201);

	json_key(json, "message");
	chat_message_write(json, &rq->cx, said->chat.id, &said->message);
	json_key(json, "chat");
	chat_write_json(json, &rq->cx, &said->chat);
}
