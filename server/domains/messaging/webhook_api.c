/* webhook_api.c - HTTP: what providers report of messages, and messages from customers. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/http/http.h"
#include "platform/intl/intl.h"

#define TEXT_MAX 20000

static const struct schema_field report_out_fields[] = {
	{.name = "known", .type = SCHEMA_BOOL, .about = "It was about a message of ours"},
	{.name = "duplicate", .type = SCHEMA_BOOL, .about = "It had come before"},
};
static const struct schema report_out = {.name = "MessageReportAnswer",
	.fields = report_out_fields,
	.count = COUNT(report_out_fields)};

/* What any provider says, in one form. Members that were not sent are NULL. */
struct report {
	const char *ref, *status, *error; /* of a message of ours */
	const char *from, *to, *subject, *text, *in_reply_to; /* of one that came in */
};

static enum err answer(struct http_req *rq, bool known, bool duplicate)
{
	struct json *json = http_reply(rq, 200);

	json_field_bool(json, "known", known);
	json_field_bool(json, "duplicate", duplicate);
	return OK;
}

static enum err find_provider(
	struct http_req *rq, enum message_channel channel, struct provider *provider)
{
	const struct company *company;
	enum err err = provider_store_by_callback(&rq->cx, http_path(rq, "provider_key"), provider);

	if (err == OK && provider->channel != channel)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = company_by_id(&rq->cx, provider->company_id, &company);
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such provider.");
	}
	TRY(err);
	rq->cx.actor = actor_system(rq->cx.arena, company);
	return OK;
}

static enum err check_signature(struct http_req *rq, const struct provider *provider)
{
	struct arena *arena = rq->cx.arena;
	bool good;

	if (provider->kind == PROVIDER_TWILIO)
		good = webhook_twilio_signed(arena, provider_secret(&rq->cx, provider),
			arena_format(arena, "%s/api/webhooks/sms/%s", http_public_url(rq),
				provider->callback_key),
			http_body_raw(rq), http_header(rq, "X-Twilio-Signature"));
	else
		good = crypto_request_signed(arena, str_of(webhook_secret(arena, provider)),
			rq->cx.now_us, http_header(rq, "X-Hatif-Timestamp"),
			http_header(rq, "X-Hatif-Signature"), http_body_raw(rq));
	if (!good)
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL,
			"The signature is missing, too old or not of this body.");
	return OK;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static void read_form(struct http_req *rq, struct report *report)
{
	const struct str form = http_body_raw(rq);
	struct arena *arena = rq->cx.arena;

	*report = (struct report){
		.ref = webhook_form_field(arena, form, "MessageSid"),
		.status = webhook_form_field(arena, form, "MessageStatus"),
		.error = webhook_form_field(arena, form, "ErrorCode"),
		.from = webhook_form_field(arena, form, "From"),
		.to = webhook_form_field(arena, form, "To"),
		.text = webhook_form_field(arena, form, "Body"),
	};
	if (text_is(webhook_form_field(arena, form, "SmsStatus"), "received"))
		report->status = NULL;
	if (!text_empty(report->error))
		report->error = arena_format(arena, "error %s of the provider", report->error);
}

static const char *text_member(const struct json_value *object, const char *name)
{
	const struct json_value *value = json_get(object, name);

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

static enum err read_json(struct http_req *rq, struct report *report)
{
	const struct json_value *value;

	TRY(json_parse(&rq->cx, http_body_raw(rq), &value));
	if (json_kind_of(value) != JSON_OBJECT)
		return fail(&rq->cx, ERR_MALFORMED, NULL, "This is not an object.");
	*report = (struct report){
		.ref = text_member(value, "id"),
		.status = text_member(value, "status"),
		.error = text_member(value, "error"),
		.from = text_member(value, "from"),
		.to = text_member(value, "to"),
		.subject = text_member(value, "subject"),
		.text = text_member(value, "text"),
		.in_reply_to = text_member(value, "in_reply_to"),
	};
	return OK;
}

/* ---- Acting --------------------------------------------------------------------------------- */

/* Words of providers for one thing. */
static bool status_of(const char *word, enum message_status *status)
{
	static const struct {
		const char *word;
		enum message_status status;
	} words[] = {
		{"sent", MESSAGE_SENT},
		{"delivered", MESSAGE_DELIVERED},
		{"read", MESSAGE_DELIVERED},
		{"failed", MESSAGE_FAILED},
		{"undelivered", MESSAGE_FAILED},
		{"rejected", MESSAGE_FAILED},
		{"expired", MESSAGE_FAILED},
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (text_is(words[i].word, word)) {
			*status = words[i].status;
			return true;
		}
	return false;
}

static enum err take_status(
	struct http_req *rq, const struct provider *provider, const struct report *report)
{
	enum message_status status;
	enum err err;

	if (!status_of(report->status, &status))
		return answer(rq, false, false); /* queued, accepted, sending...: nothing new */
	err = message_report(&rq->cx, provider, report->ref, status,
		text_empty(report->error) ? "not delivered" : report->error);
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return answer(rq, false, false);
	}
	TRY(err);
	return answer(rq, true, false);
}

static enum err take_message(
	struct http_req *rq, const struct provider *provider, const struct report *report)
{
	struct message_incoming incoming = {.channel = provider->channel,
		.from = report->from,
		.to = report->to ? report->to : "",
		.subject = report->subject,
		.body = report->text,
		.ref = report->ref,
		.answers = report->in_reply_to};
	struct message message;
	bool fresh;

	if (provider->channel == MESSAGE_SMS)
		TRY(intl_phone(&rq->cx, rq->cx.actor->company->country, "from", report->from,
			&incoming.from));
	TRY(message_receive(&rq->cx, provider, &incoming, &message, &fresh));
	return answer(rq, true, !fresh);
}

static enum err take(
	struct http_req *rq, const struct provider *provider, const struct report *report)
{
	if (text_empty(report->ref) || strlen(report->ref) > 200)
		return fail(
			&rq->cx, ERR_INVALID, "id", "The provider's id of the message is needed.");
	if (!text_empty(report->status))
		return take_status(rq, provider, report);
	if (text_empty(report->from))
		return fail(&rq->cx, ERR_INVALID, "from", "The sender's number is needed.");
	if (text_empty(report->text) || strlen(report->text) > TEXT_MAX)
		return fail(&rq->cx, ERR_INVALID, "text",
			"The text is needed, at most %d bytes of it.", TEXT_MAX);
	return take_message(rq, provider, report);
}

static enum err post_report(struct http_req *rq, enum message_channel channel)
{
	struct provider provider;
	struct report report = {0};

	TRY(find_provider(rq, channel, &provider));
	TRY(check_signature(rq, &provider));
	if (provider.kind == PROVIDER_TWILIO)
		read_form(rq, &report);
	else
		TRY(read_json(rq, &report));
	return take(rq, &provider, &report);
}

/* POST /api/webhooks/sms/{provider_key} */
static enum err post_sms(struct http_req *rq)
{
	return post_report(rq, MESSAGE_SMS);
}

/* POST /api/webhooks/email/{provider_key} */
static enum err post_email(struct http_req *rq)
{
	return post_report(rq, MESSAGE_EMAIL);
}

const struct http_route message_webhook_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/webhooks/sms/{provider_key}",
		.handler = post_sms,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "What became of an SMS, or one from a customer (public: the signature "
			   "says who sends it)",
		.out = &report_out,
		.flags = HTTP_BODY_RAW | HTTP_NO_CSRF},
	{.method = HTTP_POST,
		.pattern = "/api/webhooks/email/{provider_key}",
		.handler = post_email,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "An e-mail from a customer, or what became of one (public: the "
			   "signature says who sends it)",
		.out = &report_out,
		.flags = HTTP_BODY_RAW | HTTP_NO_CSRF},
	{0},
};
