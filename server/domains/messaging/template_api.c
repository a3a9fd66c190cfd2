/* template_api.c - HTTP: templates of messages. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/auth/audit.h"
#include "platform/http/http.h"

static const struct schema_field template_fields[] = {
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "channel", .type = SCHEMA_WORD, .words = message_channel_words},
	{.name = "language", .type = SCHEMA_WORD, .words = template_language_words},
	{.name = "subject", .type = SCHEMA_TEXT, .about = "Empty for SMS"},
	{.name = "body", .type = SCHEMA_TEXT},
	{.name = "built_in", .type = SCHEMA_BOOL, .about = "DELETE brings back the program's text"},
	{.name = "changed", .type = SCHEMA_BOOL, .about = "The company has a text of its own"},
	{.name = "version", .type = SCHEMA_INT, .about = "0 of a built-in text"},
};
static const struct schema template_schema = {
	.name = "MessageTemplate", .fields = template_fields, .count = COUNT(template_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "templates",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &template_schema},
	{.name = "variables",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "What {{…}} may name"},
};
static const struct schema list_out = {.name = "MessageTemplateListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "template", .type = SCHEMA_OBJECT, .ref = &template_schema},
};
static const struct schema one_out = {
	.name = "MessageTemplateAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "MessageTemplateGone"};

static void write_template(struct json *json, const struct template *row)
{
	json_open(json);
	json_field_text(json, "code", row->code);
	json_field_text(json, "channel", message_channel_words[row->channel]);
	json_field_text(json, "language", row->language);
	json_field_text(json, "subject", row->subject);
	json_field_text(json, "body", row->body);
	json_field_bool(json, "built_in", row->built_in);
	json_field_bool(json, "changed", row->version > 0);
	json_field_int(json, "version", row->version);
	json_close(json);
}

/* ---- The list -------------------------------------------------------------------- */

struct list_params {
	const char *channel;
};
static const struct shape_field list_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, channel),
		.words = message_channel_words},
};
static const struct shape list_shape = {
	.name = "MessageTemplateQuery", .fields = list_fields, .count = COUNT(list_fields)};

/* GET /api/agent/communication/templates */
static enum err get_templates(struct http_req *rq)
{
	struct list_params params = {0};
	struct template_list list;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(template_all(&rq->cx, &list));
	json = http_reply(rq, 200);
	json_field_open_array(json, "templates");
	for (size_t i = 0; i < list.count; i++)
		if (!params.channel ||
			text_is(params.channel, message_channel_words[list.rows[i].channel]))
			write_template(json, &list.rows[i]);
	json_close_array(json);
	json_field_open_array(json, "variables");
	for (const char *const *name = template_variables; *name; name++)
		json_text(json, *name);
	json_close_array(json);
	return OK;
}

/* ---- Changing ----------------------------------------------------------------------- */

struct put_params {
	const char *code, *channel, *language, *subject, *body;
	struct opt_int version; /* read by http_version() */
};
#define PUT_FIELDS \
	{.name = "channel", \
		.type = SHAPE_WORD, \
		.flags = SHAPE_REQUIRED, \
		.offset = offsetof(struct put_params, channel), \
		.words = message_channel_words}, \
		{.name = "language", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_REQUIRED, \
			.offset = offsetof(struct put_params, language), \
			.words = template_language_words}, \
		{.name = "subject", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct put_params, subject), \
			.max = SUBJECT_LETTERS_MAX}, \
		{.name = "body", \
			.type = SHAPE_RAW_TEXT, \
			.flags = SHAPE_REQUIRED, \
			.offset = offsetof(struct put_params, body), \
			.min = 1, \
			.max = MAIL_LETTERS_MAX}, \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct put_params, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}
static const struct shape_field put_fields[] = {PUT_FIELDS};
static const struct shape put_shape = {
	.name = "MessageTemplateChange", .fields = put_fields, .count = COUNT(put_fields)};
static const struct shape_field post_fields[] = {
	{.name = "code",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct put_params, code),
		.min = 1,
		.max = TEMPLATE_CODE_MAX,
		.about = "Small letters, digits and _"},
	PUT_FIELDS,
};
static const struct shape post_shape = {
	.name = "MessageTemplateNew", .fields = post_fields, .count = COUNT(post_fields)};

static enum message_channel channel_of(const char *word)
{
	return (enum message_channel)word_index(message_channel_words, word);
}

static const char *picture(struct cx *cx, const struct template *template)
{
	struct json json;

	if (!template)
		return NULL;
	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_text(&json, "code", template->code);
	json_field_text(&json, "channel", message_channel_words[template->channel]);
	json_field_text(&json, "language", template->language);
	json_field_text(&json, "subject", template->subject);
	json_field_text(&json, "body", template->body);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct template *before,
	const struct template *after)
{
	const struct audit_subject subject = {"message_template", after ? after->id : before->id};

	return audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, after));
}

/* present: what is there now, or NULL. */
static enum err put(struct http_req *rq, const struct template *present,
	const struct put_params *params, struct opt_int version)
{
	struct template wanted = {.code = present ? present->code : params->code,
		.channel = channel_of(params->channel),
		.language = params->language,
		.subject = params->subject ? params->subject : "",
		.body = params->body};
	struct json *json;

	TRY(template_put(&rq->cx, &wanted, version));
	TRY(record(&rq->cx, present ? "message_template.changed" : "message_template.created",
		present, &wanted));
	json = http_reply(rq, present ? 200 : 201);
	json_key(json, "template");
	write_template(json, &wanted);
	return OK;
}

/* POST /api/agent/communication/templates */
static enum err post_template(struct http_req *rq)
{
	struct put_params params = {0};
	struct template present;
	enum err err;

	TRY(http_read(rq, &params));
	err = template_find(
		&rq->cx, params.code, channel_of(params.channel), params.language, &present);
	if (err == OK)
		return fail(&rq->cx, ERR_CONFLICT, "code",
			"There is such a template in this language already.");
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(&rq->cx);
	return put(rq, NULL, &params, (struct opt_int){0});
}

/* PUT /api/agent/communication/templates/{code} */
static enum err put_template(struct http_req *rq)
{
	struct put_params params = {0};
	struct template present;
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(template_find(&rq->cx, http_path(rq, "code"), channel_of(params.channel),
		params.language, &present));
	return put(rq, &present, &params, version);
}

struct remove_params {
	const char *channel, *language;
};
static const struct shape_field remove_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED | SHAPE_QUERY,
		.offset = offsetof(struct remove_params, channel),
		.words = message_channel_words},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED | SHAPE_QUERY,
		.offset = offsetof(struct remove_params, language),
		.words = template_language_words},
};
static const struct shape remove_shape = {
	.name = "MessageTemplateRemoval", .fields = remove_fields, .count = COUNT(remove_fields)};

/* DELETE /api/agent/communication/templates/{code} */
static enum err delete_template(struct http_req *rq)
{
	struct remove_params params = {0};
	struct template present;
	enum message_channel channel;
	const char *code = http_path(rq, "code");

	TRY(http_read(rq, &params));
	channel = channel_of(params.channel);
	TRY(template_find(&rq->cx, code, channel, params.language, &present));
	TRY(template_remove(&rq->cx, code, channel, params.language));
	TRY(record(&rq->cx, "message_template.removed", &present, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route message_template_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/communication/templates",
		.handler = get_templates,
		.permission = PERM_MESSAGES_SEND,
		.access = HTTP_READ,
		.summary = "Texts of messages, the company's own and the built-in ones",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/communication/templates",
		.handler = post_template,
		.permission = PERM_TEMPLATES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "A text of the company's own",
		.in = &post_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/communication/templates/{code}",
		.handler = put_template,
		.permission = PERM_TEMPLATES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change a text; a built-in one becomes the company's own",
		.in = &put_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/agent/communication/templates/{code}",
		.handler = delete_template,
		.permission = PERM_TEMPLATES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove the company's own text; a built-in one comes back",
		.in = &remove_shape,
		.out = &gone_out},
	{0},
};
