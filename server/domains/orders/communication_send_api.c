/* communication_send_api.c - HTTP: writing to customers and colleagues. No rules, no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging.h"
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

#define LETTERS_MAX 20000
#define TEMPLATE_MAX 64
#define SUBJECT_MAX 200

static const char *const language_words[] = {"en", "ar", NULL};
static const char *const kind_words[] = {"sms", "email", "internal", NULL};

struct send_params {
	const char *order_id, *message, *template_code, *language, *subject, *to;
	const char *channel, *agent_id; /* of the common route only */
};
#define TEXT_FIELDS \
	{.name = "message", \
		.type = SHAPE_RAW_TEXT, \
		.flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct send_params, message), \
		.max = LETTERS_MAX, \
		.about = "Instead of the template's text"}, \
		{.name = "template", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct send_params, template_code), \
			.max = TEMPLATE_MAX}, \
	{ \
		.name = "language", .type = SHAPE_WORD, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct send_params, language), .words = language_words, \
		.about = "Else the customer's" \
	}
#define ORDER_FIELD(need) \
	{ \
		.name = "order_id", .type = SHAPE_KEY, .flags = (need), \
		.offset = offsetof(struct send_params, order_id) \
	}
#define MAIL_FIELDS \
	{.name = "subject", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct send_params, subject), \
		.max = SUBJECT_MAX, \
		.about = "Of an e-mail, instead of the template's"}, \
	{ \
		.name = "to", .type = SHAPE_EMAIL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct send_params, to), .about = "Else the customer's address" \
	}
static const struct shape_field sms_fields[] = {ORDER_FIELD(SHAPE_REQUIRED), TEXT_FIELDS};
static const struct shape sms_shape = {
	.name = "SmsNew", .fields = sms_fields, .count = COUNT(sms_fields)};
static const struct shape_field email_fields[] = {
	ORDER_FIELD(SHAPE_REQUIRED), TEXT_FIELDS, MAIL_FIELDS};
static const struct shape email_shape = {
	.name = "EmailNew", .fields = email_fields, .count = COUNT(email_fields)};
static const struct shape_field message_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct send_params, channel),
		.words = kind_words,
		.about = "internal: to a colleague"},
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct send_params, agent_id),
		.about = "The colleague"},
	ORDER_FIELD(SHAPE_NULLABLE),
	TEXT_FIELDS,
	MAIL_FIELDS,
};
static const struct shape message_shape = {
	.name = "MessageNew", .fields = message_fields, .count = COUNT(message_fields)};

static const struct schema_field sent_fields[] = {
	{.name = "communication", .type = SCHEMA_OBJECT, .ref = &communication_schema},
};
static const struct schema sent_out = {
	.name = "MessageSentAnswer", .fields = sent_fields, .count = COUNT(sent_fields)};

static enum err answer(struct http_req *rq, const struct communication *sent)
{
	struct json *json = http_reply(rq, 201);

	json_key(json, "communication");
	communication_write(json, &rq->cx, sent);
	return OK;
}

static enum err send(
	struct cx *cx, const struct send_params *params, bool email, struct communication *sent)
{
	const struct order_message wanted = {.order_key = params->order_id,
		.template_code = params->template_code,
		.language = params->language,
		.subject = params->subject,
		.body = params->message,
		.to = params->to};

	if (text_empty(params->message) && !params->template_code)
		return fail(cx, ERR_INVALID, "message", "A text or a template is needed.");
	return email ? order_message_email(cx, &wanted, sent)
		     : order_message_sms(cx, &wanted, sent);
}

/* POST /api/agent/communication/sms */
static enum err post_sms(struct http_req *rq)
{
	struct send_params params = {0};
	struct communication sent;

	TRY(http_read(rq, &params));
	TRY(send(&rq->cx, &params, false, &sent));
	return answer(rq, &sent);
}

/* POST /api/agent/communication/email */
static enum err post_email(struct http_req *rq)
{
	struct send_params params = {0};
	struct communication sent;

	TRY(http_read(rq, &params));
	TRY(send(&rq->cx, &params, true, &sent));
	return answer(rq, &sent);
}

static enum err send_to_colleague(
	struct cx *cx, const struct send_params *params, struct communication *sent)
{
	if (!params->agent_id)
		return fail(cx, ERR_INVALID, "agent_id", "Say who receives it.");
	if (text_empty(params->message))
		return fail(cx, ERR_INVALID, "message", "The message is empty.");
	return colleague_message_send(cx,
		&(struct colleague_message){.agent_key = params->agent_id,
			.order_key = params->order_id,
			.body = params->message},
		sent);
}

/* POST /api/agent/communication/messages */
static enum err post_message(struct http_req *rq)
{
	struct send_params params = {0};
	struct communication sent;

	TRY(http_read(rq, &params));
	if (text_is(params.channel, "internal")) {
		TRY(send_to_colleague(&rq->cx, &params, &sent));
		return answer(rq, &sent);
	}
	if (!params.order_id)
		return fail(&rq->cx, ERR_INVALID, "order_id", "Say which order it is about.");
	TRY(send(&rq->cx, &params, text_is(params.channel, "email"), &sent));
	return answer(rq, &sent);
}

/* POST /api/agent/communication/messages/{id}/resend */
static enum err post_resend(struct http_req *rq)
{
	struct communication row;
	struct message message;
	int64_t id;

	TRY(order_path_id(rq, &id));
	TRY(communication_get(&rq->cx, id, &row));
	TRY(message_resend(&rq->cx, id, &message));
	TRY(communication_get(&rq->cx, id, &row));
	return answer(rq, &row);
}

/* ---- How it will look ----------------------------------------------------------------------- */

struct preview_params {
	const char *channel, *order_id, *template_code, *language, *subject, *message;
};
static const struct shape_field preview_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct preview_params, channel),
		.words = message_channel_words},
	{.name = "order_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct preview_params, order_id),
		.about = "Whose values; else examples"},
	{.name = "template",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct preview_params, template_code),
		.max = TEMPLATE_MAX},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct preview_params, language),
		.words = language_words},
	{.name = "subject",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct preview_params, subject),
		.max = SUBJECT_MAX},
	{.name = "message",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct preview_params, message),
		.max = LETTERS_MAX,
		.about = "A text with variables, instead of the template's"},
};
static const struct shape preview_shape = {
	.name = "MessagePreviewQuery", .fields = preview_fields, .count = COUNT(preview_fields)};
static const char *const encoding_words[] = {"gsm7", "ucs2", NULL};
static const struct schema_field preview_out_fields[] = {
	{.name = "subject", .type = SCHEMA_TEXT},
	{.name = "text", .type = SCHEMA_TEXT},
	{.name = "encoding", .type = SCHEMA_WORD, .words = encoding_words},
	{.name = "units", .type = SCHEMA_INT, .about = "Letters as the network counts them"},
	{.name = "segments", .type = SCHEMA_INT, .about = "How many SMS are paid for"},
	{.name = "left", .type = SCHEMA_INT, .about = "Units left in the last one"},
};
static const struct schema preview_out = {.name = "MessagePreviewAnswer",
	.fields = preview_out_fields,
	.count = COUNT(preview_out_fields)};

static enum err preview_text(
	struct cx *cx, const struct preview_params *params, struct message_text *text)
{
	const enum message_channel channel = text_is(params->channel, "email") ? MESSAGE_EMAIL
									       : MESSAGE_SMS;
	struct message_var vars[ORDER_VARS];
	struct order order;
	const bool real = params->order_id != NULL;

	if (real)
		TRY(order_by_key(cx, params->order_id, &order));
	TRY(order_message_vars(cx, real ? &order : NULL, params->language, vars));
	*text = (struct message_text){.subject = "", .body = ""};
	if (params->template_code && !params->message)
		TRY(message_template_fill(cx, channel, params->template_code, params->language,
			vars, ORDER_VARS, text));
	if (params->message)
		text->body = message_expand(cx->arena, params->message, vars, ORDER_VARS);
	if (params->subject)
		text->subject = message_expand(cx->arena, params->subject, vars, ORDER_VARS);
	return channel == MESSAGE_EMAIL && !text_empty(params->message)
		? order_message_sign(cx, text)
		: OK;
}

/* POST /api/agent/communication/preview */
static enum err post_preview(struct http_req *rq)
{
	struct preview_params params = {0};
	struct message_text text;
	struct sms_length length;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(preview_text(&rq->cx, &params, &text));
	length = sms_length(text.body);
	json = http_reply(rq, 200);
	json_field_text(json, "subject", text.subject);
	json_field_text(json, "text", text.body);
	json_field_text(json, "encoding", encoding_words[!length.gsm7]);
	json_field_int(json, "units", length.units);
	json_field_int(json, "segments", length.segments);
	json_field_int(json, "left", length.left);
	return OK;
}

const struct http_route communication_send_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/sms",
		.handler = post_sms,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Send an SMS about an order; not_configured without a provider",
		.in = &sms_shape,
		.out = &sent_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/email",
		.handler = post_email,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Send an e-mail about an order; not_configured without a provider",
		.in = &email_shape,
		.out = &sent_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/messages",
		.handler = post_message,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Write to the customer of an order, or to a colleague",
		.in = &message_shape,
		.out = &sent_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/messages/{id}/resend",
		.handler = post_resend,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_WRITE,
		.summary = "Send a failed message again",
		.out = &sent_out,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/preview",
		.handler = post_preview,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_READ,
		.summary = "How a text will look, and how many SMS it is",
		.in = &preview_shape,
		.out = &preview_out},
	{0},
};
