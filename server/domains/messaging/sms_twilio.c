/* sms_twilio.c - Twilio's Messages API (2010-04-01), or one that speaks it. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/outbox/outbox.h"

#include <string.h>

#define NEWEST "20" /* messages to the same number looked through in doubt */

static const char *authorization(struct cx *cx, const struct provider *provider)
{
	const char *secret = provider_secret(cx, provider);
	const char *pair = arena_format(cx->arena, "%s:%s",
		provider_setting(cx, provider, "account_sid"), secret ? secret : "");

	return arena_format(cx->arena, "Basic %s",
		crypto_base64(cx->arena, (const unsigned char *)pair, strlen(pair)));
}

static const char *messages_url(struct cx *cx, const struct provider *provider)
{
	const char *base = provider_setting(cx, provider, "base_url");
	const size_t length = strlen(base);

	return arena_format(cx->arena, "%.*s/2010-04-01/Accounts/%s/Messages.json",
		(int)(length && base[length - 1] == '/' ? length - 1 : length), base,
		form_escape(cx->arena, provider_setting(cx, provider, "account_sid")));
}

static const char *form_of(
	struct cx *cx, const struct provider *provider, const struct message_row *row)
{
	struct arena *arena = cx->arena;
	const char *callback = messaging_callback_url(arena, MESSAGE_SMS, provider);
	const char *form = arena_format(arena, "To=%s&From=%s&Body=%s",
		form_escape(arena, row->message.to),
		form_escape(arena, provider_setting(cx, provider, "from")),
		form_escape(arena, row->message.body));

	if (!*callback)
		return form;
	return arena_format(arena, "%s&StatusCallback=%s", form, form_escape(arena, callback));
}

static enum err ask(struct cx *cx, const struct provider *provider, const struct message_row *row,
	const struct outbox_item *item, struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 3, sizeof(*headers));
	const char *url = messages_url(cx, provider);

	headers[0] = (struct fetch_header){"Authorization", authorization(cx, provider)};
	request->headers = headers;
	request->header_count = 1;
	if (row->doubt == DOUBT_ASKED) {
		request->method = FETCH_GET;
		request->url = arena_format(cx->arena, "%s?To=%s&PageSize=" NEWEST, url,
			form_escape(cx->arena, row->message.to));
		return OK;
	}
	headers[1] = (struct fetch_header){"Content-Type", "application/x-www-form-urlencoded"};
	headers[2] = (struct fetch_header){"Idempotency-Key", item->send_key};
	request->header_count = 3;
	request->method = FETCH_POST;
	request->url = url;
	request->body = form_of(cx, provider, row);
	request->body_bytes = strlen(request->body);
	return OK;
}

static const char *text_member(const struct json_value *object, const char *name)
{
	const struct json_value *value = json_get(object, name);

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;
}

/* Among the newest to that number: the one with our text that no other row of ours is. */
static const char *find_ours(struct cx *cx, const struct provider *provider,
	const struct message_row *row, const struct json_value *list)
{
	for (size_t i = 0; list && i < json_count(list); i++) {
		const struct json_value *item = json_item(list, i);
		const char *sid = text_member(item, "sid");
		struct message_row known;

		if (!sid || !text_is(text_member(item, "body"), row->message.body))
			continue;
		if (message_store_by_ref(cx, provider->id, sid, &known) == OK)
			continue;
		fail_clear(cx);
		return sid;
	}
	return NULL;
}

static const char *reference(struct cx *cx, const struct provider *provider,
	const struct message_row *row, const struct fetch_answer *answer)
{
	const struct json_value *value;

	if (json_parse(cx, (struct str){answer->body, answer->body_bytes}, &value) != OK ||
		json_kind_of(value) != JSON_OBJECT) {
		fail_clear(cx);
		return NULL;
	}
	if (row->doubt != DOUBT_ASKED)
		return text_member(value, "sid");
	value = json_get(value, "messages");
	return find_ours(
		cx, provider, row, value && json_kind_of(value) == JSON_ARRAY ? value : NULL);
}

const struct sms_way sms_twilio = {.ask = ask, .reference = reference, .asks_first = true};
