/* sms_http.c - any gateway with an HTTP API, told by its settings how to be asked. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/outbox/outbox.h"

#include <string.h>

enum escaping { ESCAPE_NONE, ESCAPE_FORM, ESCAPE_JSON };

static const char *escaped(struct arena *arena, enum escaping escaping, const char *text)
{
	struct json json;
	struct str quoted;

	switch (escaping) {
	case ESCAPE_FORM:
		return form_escape(arena, text);
	case ESCAPE_JSON:
		json_begin(&json, arena, strlen(text) + 16);
		json_text(&json, text);
		quoted = json_end(&json);
		return arena_text_n(arena, quoted.ptr + 1, quoted.len - 2);
	default:
		return text;
	}
}

static const char *fill(struct cx *cx, const struct provider *provider,
	const struct message_row *row, const struct outbox_item *item, const char *pattern,
	enum escaping escaping)
{
	struct message_var vars[] = {{"to", row->message.to},
		{"from", provider_setting(cx, provider, "from")}, {"text", row->message.body},
		{"id", item->send_key}, {"secret", provider_secret(cx, provider)},
		{"callback", messaging_callback_url(cx->arena, MESSAGE_SMS, provider)}};

	for (size_t i = 0; i < COUNT(vars); i++)
		vars[i].value = escaped(cx->arena, escaping, vars[i].value ? vars[i].value : "");
	return message_expand(cx->arena, pattern, vars, COUNT(vars));
}

static enum fetch_method method_of(const char *word)
{
	if (text_is(word, "GET"))
		return FETCH_GET;
	return text_is(word, "PUT") ? FETCH_PUT : FETCH_POST;
}

static const char *content_type(struct cx *cx, const struct provider *provider)
{
	const char *type = provider_setting(cx, provider, "content_type");

	return *type ? type : "application/json";
}

static enum err ask(struct cx *cx, const struct provider *provider, const struct message_row *row,
	const struct outbox_item *item, struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 3, sizeof(*headers));
	const char *type = content_type(cx, provider);
	const enum escaping escaping = strstr(type, "x-www-form-urlencoded") ? ESCAPE_FORM
									     : ESCAPE_JSON;
	const char *authorization = provider_setting(cx, provider, "authorization");
	const char *body = provider_setting(cx, provider, "body");

	request->method = method_of(provider_setting(cx, provider, "method"));
	request->url = fill(
		cx, provider, row, item, provider_setting(cx, provider, "url"), ESCAPE_FORM);
	headers[request->header_count++] = (struct fetch_header){"Idempotency-Key", item->send_key};
	if (*authorization)
		headers[request->header_count++] = (struct fetch_header){
			"Authorization", fill(cx, provider, row, item, authorization, ESCAPE_NONE)};
	if (request->method != FETCH_GET && *body) {
		headers[request->header_count++] = (struct fetch_header){"Content-Type", type};
		request->body = fill(cx, provider, row, item, body, escaping);
		request->body_bytes = strlen(request->body);
	}
	request->headers = headers;
	return OK;
}

static const char *reference(struct cx *cx, const struct provider *provider,
	const struct message_row *row, const struct fetch_answer *answer)
{
	const char *path = provider_setting(cx, provider, "reference");
	const struct json_value *value;

	(void)row;
	if (!*path)
		return NULL;
	if (json_parse(cx, (struct str){answer->body, answer->body_bytes}, &value) != OK) {
		fail_clear(cx);
		return NULL;
	}
	value = json_follow(value, path);
	if (value && json_kind_of(value) == JSON_TEXT)
		return json_text_of(value);
	return value && json_kind_of(value) == JSON_INT ? json_digits_of(cx->arena, value) : NULL;
}

const struct sms_way sms_http = {.ask = ask, .reference = reference};
