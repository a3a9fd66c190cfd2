/* widget_chat_api.c - HTTP: what a visitor does in its chat. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/chat/chat_control.h"
#include "domains/chat/chat_settings.h"

#define EMAIL_MAX 254
#define PHONE_MAX 40
#define COMMENT_MAX 2000

/* ---- How answers look ------------------------------------------------------------------ */

static const struct schema_field said_fields[] = {
	{.name = "message", .type = SCHEMA_OBJECT, .ref = &widget_message_schema},
	{.name = "chat", .type = SCHEMA_OBJECT, .ref = &widget_chat_schema},
};
static const struct schema said_out = {
	.name = "WidgetSaidAnswer", .fields = said_fields, .count = COUNT(said_fields)};
static const struct schema_field chat_fields[] = {
	{.name = "chat", .type = SCHEMA_OBJECT, .ref = &widget_chat_schema},
};
static const struct schema chat_out = {
	.name = "WidgetChatAnswer", .fields = chat_fields, .count = COUNT(chat_fields)};
static const struct schema_field conversation_fields[] = {
	{.name = "chat",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &widget_chat_schema},
	{.name = "messages",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &widget_message_schema,
		.about = "In their order"},
	{.name = "has_more", .type = SCHEMA_BOOL, .about = "Beyond the far end of what was asked"},
};
static const struct schema conversation_out = {.name = "WidgetConversationAnswer",
	.fields = conversation_fields,
	.count = COUNT(conversation_fields)};
static const struct schema nothing_out = {.name = "WidgetTold"};

static enum err write_chat(struct json *json, struct cx *cx, const struct chat *chat)
{
	struct chat_settings settings;

	TRY(chat_settings_get(cx, &settings));
	json_key(json, "chat");
	if (chat->id)
		widget_chat_write(json, cx, chat, settings.receipts);
	else
		json_null(json);
	return OK;
}

static enum err answer_chat(struct http_req *rq, const struct chat *chat)
{
	return write_chat(http_reply(rq, 200), &rq->cx, chat);
}

static enum err answer_said(struct http_req *rq, const struct chat_said *said)
{
	struct json *json = http_reply(rq, said->again ? 200 : 201);

	json_key(json, "message");
	widget_message_write(json, &rq->cx, &said->chat, &said->message);
	return write_chat(json, &rq->cx, &said->chat);
}

/* ---- Which chat --------------------------------------------------------------------------- */

/* The one that is named, or the one that goes on, else the last. id 0: there is none. */
static enum err find_chat(
	struct http_req *rq, const struct widget_caller *caller, const char *key, struct chat *chat)
{
	if (key)
		return chat_own(&rq->cx, caller->visitor.id, chat_key_read(key), chat);
	return chat_of_visitor(&rq->cx, caller->visitor.id, chat);
}

static enum err need_chat(
	struct http_req *rq, const struct widget_caller *caller, const char *key, struct chat *chat)
{
	TRY(find_chat(rq, caller, key, chat));
	return chat->id ? OK : fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such chat.");
}

#define CHAT_FIELD(params, flags_) \
	{ \
		.name = "chat", .type = SHAPE_KEY, .flags = (flags_), \
		.offset = offsetof(params, chat), \
		.about = "One of the visitor's own; else the one that goes on, or the last" \
	}

/* ---- Beginning ------------------------------------------------------------------------------ */

struct begin_params {
	const char *name, *email, *phone, *department, *language;
	const char *message, *client_id;
	const char *const *files;
};
#define BEGIN(title, member, kind, most) \
	{ \
		.name = (title), .type = (kind), .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct begin_params, member), .max = (most) \
	}
static const struct shape_field begin_fields[] = {
	BEGIN("name", name, SHAPE_TEXT, CHAT_NAME_MAX),
	BEGIN("email", email, SHAPE_EMAIL, EMAIL_MAX),
	BEGIN("phone", phone, SHAPE_PHONE, PHONE_MAX),
	BEGIN("department", department, SHAPE_KEY, 0),
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct begin_params, language),
		.words = widget_language_words},
	{.name = "message",
		.aliases = "content",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct begin_params, message),
		.max = CHAT_LETTERS_MAX},
	BEGIN("files", files, SHAPE_KEYS, FILES_AT_ONCE),
	{.name = "client_message_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct begin_params, client_id),
		.min = 1,
		.max = CHAT_CLIENT_ID_MAX,
		.about = "The same again is the same message"},
};
static const struct shape begin_shape = {
	.name = "WidgetChatNew", .fields = begin_fields, .count = COUNT(begin_fields)};

/* What the widget does not ask for is not taken, whoever sends it. */
static void drop_unasked(const struct widget *widget, struct begin_params *params)
{
	const char **told[] = {[WIDGET_NAME] = &params->name,
		[WIDGET_EMAIL] = &params->email,
		[WIDGET_PHONE] = &params->phone};

	for (size_t i = 0; i < COUNT(told); i++)
		if (text_is(widget->look.fields[i], "off"))
			*told[i] = NULL;
}

/* What the company's site vouches for is not the page's to say. */
static enum err take_told(
	struct http_req *rq, const struct begin_params *params, struct widget_visitor *visitor)
{
	if (params->name && !(visitor->external_id && !text_empty(visitor->name)))
		visitor->name = params->name;
	if (params->email && !visitor->vouched_email)
		visitor->email = params->email;
	if (params->phone && !visitor->vouched_phone)
		TRY(widget_phone(&rq->cx, params->phone, &visitor->phone));
	return widget_visitor_told(&rq->cx, visitor);
}

/* Every one that is missing at once. */
static enum err check_told(
	struct http_req *rq, const struct widget_caller *caller, const struct begin_params *params)
{
	const char *told[WIDGET_FIELDS] = {
		[WIDGET_NAME] = params->name ? params->name : caller->visitor.name,
		[WIDGET_EMAIL] = params->email ? params->email : caller->visitor.email,
		[WIDGET_PHONE] = params->phone ? params->phone : caller->visitor.phone,
		[WIDGET_DEPARTMENT] = params->department};
	enum err err = OK;

	for (size_t i = 0; i < WIDGET_FIELDS; i++) {
		if (!text_is(caller->widget.look.fields[i], "required") || !text_empty(told[i]))
			continue;
		fail_field(&rq->cx, widget_field_words[i], "This is needed.");
		err = ERR_INVALID;
	}
	return err;
}

/* Only those that the widget offers. */
static enum err check_department(struct http_req *rq, struct widget *widget, const char *department)
{
	TRY(widget_store_departments(&rq->cx, widget));
	for (size_t i = 0; department && i < widget->departments.count; i++)
		if (text_is(widget->departments.rows[i].code, department))
			return OK;
	return department ? fail(&rq->cx, ERR_INVALID, "department", "There is no such department.")
			  : OK;
}

/* A visitor with a chat that goes on adds to it: nothing is asked again. */
static enum err check_beginning(
	struct http_req *rq, struct widget_caller *caller, const struct begin_params *params)
{
	struct chat chat;

	TRY(chat_of_visitor(&rq->cx, caller->visitor.id, &chat));
	if (chat.id && !chat_over(&chat))
		return OK;
	TRY(check_told(rq, caller, params));
	return check_department(rq, &caller->widget, params->department);
}

static enum err begin(struct http_req *rq, bool offline)
{
	struct begin_params params = {0};
	struct widget_caller caller;
	struct chat_said said;

	TRY(widget_enter(rq, WIDGET_WRITES, &caller));
	TRY(http_read(rq, &params));
	TRY(http_charge_visit(rq));
	TRY(widget_hold_caller(&rq->cx, widget_token_of(rq), &caller));
	drop_unasked(&caller.widget, &params);
	TRY(check_beginning(rq, &caller, &params));
	TRY(take_told(rq, &params, &caller.visitor));
	TRY(chat_open(&rq->cx,
		&(struct chat_opening){.visitor_id = caller.visitor.id,
			.name = widget_name_of(&rq->cx, &caller.visitor, params.language),
			.email = caller.visitor.email,
			.phone = caller.visitor.phone,
			.department = params.department,
			.language = params.language,
			.offline = offline,
			.say = {.client_id = params.client_id,
				.content = params.message,
				.files = params.files}},
		&said));
	return answer_said(rq, &said);
}

/* POST /api/widget/chat */
static enum err post_chat(struct http_req *rq)
{
	return begin(rq, false);
}

/* POST /api/widget/offline */
static enum err post_offline(struct http_req *rq)
{
	return begin(rq, true);
}

/* ---- Going on -------------------------------------------------------------------------------- */

struct conversation_params {
	const char *chat;
	struct opt_int after, before, limit;
};
static const struct shape_field conversation_in_fields[] = {
	CHAT_FIELD(struct conversation_params, SHAPE_QUERY),
	{.name = "after",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct conversation_params, after),
		.max = INT64_MAX,
		.about = "What follows this number; with neither, the newest"},
	{.name = "before",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct conversation_params, before),
		.min = 1,
		.max = INT64_MAX},
	{.name = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct conversation_params, limit),
		.min = 1,
		.max = CHAT_PAGE_MAX},
};
static const struct shape conversation_shape = {.name = "WidgetConversationQuery",
	.fields = conversation_in_fields,
	.count = COUNT(conversation_in_fields)};

/* GET /api/widget/conversation */
static enum err get_conversation(struct http_req *rq)
{
	struct conversation_params params = {0};
	struct chat_messages messages = {0};
	struct widget_caller caller;
	struct json *json;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(http_read(rq, &params));
	TRY(find_chat(rq, &caller, params.chat, &chat));
	if (chat.id)
		TRY(chat_customer_reads(&rq->cx, caller.visitor.id, chat.id,
			&(struct chat_pages){.forwards = params.after.given,
				.after = params.after.value,
				.before = params.before.value,
				.limit = params.limit.given ? params.limit.value : CHAT_PAGE_MAX},
			&chat, &messages));
	json = http_reply(rq, 200);
	TRY(write_chat(json, &rq->cx, &chat));
	json_field_open_array(json, "messages");
	for (size_t i = 0; i < messages.count; i++)
		widget_message_write(json, &rq->cx, &chat, &messages.rows[i]);
	json_close_array(json);
	json_field_bool(json, "has_more", messages.more);
	return OK;
}

struct say_params {
	const char *chat, *content, *client_id;
	const char *const *files;
	struct opt_int reply_to;
};
static const struct shape_field say_fields[] = {
	CHAT_FIELD(struct say_params, SHAPE_NULLABLE),
	{.name = "content",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, content),
		.max = CHAT_LETTERS_MAX},
	{.name = "client_message_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct say_params, client_id),
		.min = 1,
		.max = CHAT_CLIENT_ID_MAX,
		.about = "The same again is the same message"},
	{.name = "files",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, files),
		.max = FILES_AT_ONCE,
		.about = "Codes of what the visitor has sent"},
	{.name = "reply_to",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct say_params, reply_to),
		.min = 1,
		.max = INT64_MAX},
};
static const struct shape say_shape = {
	.name = "WidgetMessageNew", .fields = say_fields, .count = COUNT(say_fields)};

/* POST /api/widget/messages */
static enum err post_message(struct http_req *rq)
{
	struct say_params params = {0};
	struct widget_caller caller;
	struct chat_said said;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_WRITES, &caller));
	TRY(http_read(rq, &params));
	TRY(need_chat(rq, &caller, params.chat, &chat));
	TRY(chat_customer_says(&rq->cx, caller.visitor.id, chat.id,
		&(struct chat_say){.client_id = params.client_id,
			.content = params.content,
			.files = params.files,
			.reply_to = params.reply_to.value},
		&said));
	return answer_said(rq, &said);
}

struct read_params {
	const char *chat;
	struct opt_int read, delivered;
};
static const struct shape_field read_fields[] = {
	CHAT_FIELD(struct read_params, SHAPE_NULLABLE),
	{.name = "seq",
		.aliases = "read_seq",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct read_params, read),
		.max = INT64_MAX,
		.about = "Read as far as that"},
	{.name = "delivered_seq",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct read_params, delivered),
		.max = INT64_MAX,
		.about = "It has come as far as that"},
};
static const struct shape read_shape = {
	.name = "WidgetRead", .fields = read_fields, .count = COUNT(read_fields)};

/* POST /api/widget/read */
static enum err post_read(struct http_req *rq)
{
	struct read_params params = {0};
	struct widget_caller caller;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(http_read(rq, &params));
	TRY(need_chat(rq, &caller, params.chat, &chat));
	TRY(chat_customer_marks(&rq->cx, caller.visitor.id, chat.id, params.delivered.value,
		params.read.value, &chat));
	return answer_chat(rq, &chat);
}

struct typing_params {
	const char *chat;
	struct opt_bool typing;
};
static const struct shape_field typing_fields[] = {
	CHAT_FIELD(struct typing_params, SHAPE_NULLABLE),
	{.name = "typing",
		.type = SHAPE_BOOL,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct typing_params, typing)},
};
static const struct shape typing_shape = {
	.name = "WidgetTyping", .fields = typing_fields, .count = COUNT(typing_fields)};

/* POST /api/widget/typing */
static enum err post_typing(struct http_req *rq)
{
	struct typing_params params = {0};
	struct widget_caller caller;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(http_read(rq, &params));
	TRY(need_chat(rq, &caller, params.chat, &chat));
	TRY(chat_customer_types(&rq->cx, caller.visitor.id, chat.id, params.typing.value));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- The end ------------------------------------------------------------------------------------ */

struct end_params {
	const char *chat;
};
static const struct shape_field end_fields[] = {CHAT_FIELD(struct end_params, SHAPE_NULLABLE)};
static const struct shape end_shape = {
	.name = "WidgetEnd", .fields = end_fields, .count = COUNT(end_fields)};

/* POST /api/widget/end */
static enum err post_end(struct http_req *rq)
{
	struct end_params params = {0};
	struct widget_caller caller;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(http_read(rq, &params));
	TRY(need_chat(rq, &caller, params.chat, &chat));
	TRY(chat_customer_ends(&rq->cx, caller.visitor.id, chat.id, &chat));
	return answer_chat(rq, &chat);
}

struct rating_params {
	const char *chat, *comment;
	struct opt_int score;
};
static const struct shape_field rating_fields[] = {
	CHAT_FIELD(struct rating_params, SHAPE_NULLABLE),
	{.name = "score",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct rating_params, score),
		.min = 1,
		.max = 5},
	{.name = "comment",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct rating_params, comment),
		.max = COMMENT_MAX},
};
static const struct shape rating_shape = {
	.name = "WidgetRating", .fields = rating_fields, .count = COUNT(rating_fields)};

/* POST /api/widget/rating */
static enum err post_rating(struct http_req *rq)
{
	struct rating_params params = {0};
	struct widget_caller caller;
	struct chat chat;

	TRY(widget_enter(rq, WIDGET_WRITES, &caller));
	TRY(http_read(rq, &params));
	TRY(need_chat(rq, &caller, params.chat, &chat));
	TRY(chat_rate(
		&rq->cx, caller.visitor.id, chat.id, params.score.value, params.comment, &chat));
	return answer_chat(rq, &chat);
}

#define OPEN .permission = PERM_PUBLIC, .flags = HTTP_OTHER_SITES | HTTP_OWN_RATE | HTTP_NO_CSRF
#define VISITORS " (public: the visitor's token)"
const struct http_route widget_chat_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/widget/chat",
		.handler = post_chat,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "Begin a chat, or go on with the one there is" VISITORS,
		.in = &begin_shape,
		.out = &said_out,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/widget/offline",
		.handler = post_offline,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "Leave a message while nobody is there" VISITORS,
		.in = &begin_shape,
		.out = &said_out,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/widget/conversation",
		.handler = get_conversation,
		OPEN,
		.access = HTTP_READ,
		.summary = "The chat, and what was said in it" VISITORS,
		.in = &conversation_shape,
		.out = &conversation_out},
	{.method = HTTP_POST,
		.pattern = "/api/widget/messages",
		.handler = post_message,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "Write in the chat" VISITORS,
		.in = &say_shape,
		.out = &said_out,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/widget/read",
		.handler = post_read,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "What has come, and what was read" VISITORS,
		.in = &read_shape,
		.out = &chat_out},
	{.method = HTTP_POST,
		.pattern = "/api/widget/typing",
		.handler = post_typing,
		OPEN,
		.access = HTTP_READ,
		.summary = "The visitor types, or stopped" VISITORS,
		.in = &typing_shape,
		.out = &nothing_out},
	{.method = HTTP_POST,
		.pattern = "/api/widget/end",
		.handler = post_end,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "End the chat" VISITORS,
		.in = &end_shape,
		.out = &chat_out},
	{.method = HTTP_POST,
		.pattern = "/api/widget/rating",
		.handler = post_rating,
		OPEN,
		.access = HTTP_WRITE,
		.summary = "Rate the chat, once" VISITORS,
		.in = &rating_shape,
		.out = &chat_out},
	{0},
};
