/* pusher_publish.c - POST /apps/{app_id}/events: what the company's own programs publish. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/pusher_internal.h"

#include "base/clock.h"
#include "platform/http/http_rate.h"

#include <inttypes.h>

#define AGE_US (600 * US_PER_SECOND)
#define CHANNELS_MAX 100

/* ---- Is it signed? ------------------------------------------------------------------------ */

/* What the signature is over: every parameter of the address but itself, by name. */
static const char *signed_text(struct http_req *rq)
{
	static const char *const names[] = {
		"auth_key", "auth_timestamp", "auth_version", "body_md5"};
	struct buf text = buf_in(rq->cx.arena, 300);

	buf_format(&text, "POST\n/apps/%s/events\n", http_path(rq, "app_id"));
	for (size_t i = 0; i < COUNT(names); i++)
		buf_format(&text, "%s%s=%s", i ? "&" : "", names[i], http_query(rq, names[i]));
	return text.ptr;
}

static bool is_recent(const struct http_req *rq)
{
	int64_t at_s = 0;

	if (!text_int(http_query(rq, "auth_timestamp"), &at_s) || at_s < 0 ||
		at_s > INT64_MAX / US_PER_SECOND)
		return false;
	return at_s * US_PER_SECOND > rq->cx.now_us - AGE_US &&
		at_s * US_PER_SECOND < rq->cx.now_us + AGE_US;
}

static bool is_whole(struct http_req *rq)
{
	const char *md5 = http_query(rq, "body_md5");

	return md5 && text_is(http_query(rq, "auth_version"), "1.0") &&
		crypto_same(str_of(md5), str_of(crypto_md5_hex(rq->cx.arena, http_body_raw(rq))));
}

static bool is_signed(struct http_req *rq, const struct push_app *app)
{
	const char *signature = http_query(rq, "auth_signature");

	return signature && is_recent(rq) && is_whole(rq) &&
		crypto_same(str_of(signature),
			str_of(pusher_sign(rq->cx.arena, app->secret, str_of(signed_text(rq)))));
}

static enum err check_app(struct http_req *rq, struct push_app *app)
{
	struct cx *cx = &rq->cx;
	const char *key = http_query(rq, "auth_key");
	enum err err = key ? push_options.find_app(cx, str_of(key), app) : ERR_NOT_FOUND;
	int64_t app_id;

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	if (err == ERR_NOT_FOUND || !text_int(http_path(rq, "app_id"), &app_id) ||
		app_id != app->company_id || !is_signed(rq, app)) {
		TRY(http_charge_address(rq));
		return fail(cx, ERR_UNAUTHENTICATED, NULL, "The signature is not good.");
	}
	if (!app->enabled || !app->server_events)
		return fail(cx, ERR_DENIED, NULL, "Publishing by programs is switched off.");
	return http_charge_session(rq, rate_who(app->key, strlen(app->key)), push_options.rate);
}

/* ---- What it says ----------------------------------------------------------------------------- */

struct publication {
	const char *event, *data, *but;
	const char *channels[CHANNELS_MAX];
	size_t count;
};

static enum err add_channel(struct cx *cx, struct publication *what, const char *channel)
{
	struct pusher_name name;

	/* The company's own events are said by the company's own doings alone. */
	if (!channel || !pusher_name_read(str_of(channel), &name) || name.topic)
		return fail(cx, ERR_INVALID, "channels",
			"Programs publish on channels named app.…, private-app.… or "
			"presence-app.… alone.");
	if (what->count == CHANNELS_MAX)
		return fail(
			cx, ERR_INVALID, "channels", "At most %d channels at once.", CHANNELS_MAX);
	what->channels[what->count++] = channel;
	return OK;
}

static enum err read_channels(
	struct cx *cx, const struct json_value *body, struct publication *what)
{
	const struct json_value *list = json_get(body, "channels");

	if (!list)
		return add_channel(cx, what, pusher_text_in(body, "channel"));
	if (json_kind_of(list) != JSON_ARRAY || !json_count(list))
		return add_channel(cx, what, NULL);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value *one = json_item(list, i);

		TRY(add_channel(
			cx, what, json_kind_of(one) == JSON_TEXT ? json_text_of(one) : NULL));
	}
	return OK;
}

static bool is_event_name(const char *name)
{
	return !text_empty(name) && strlen(name) <= PUSHER_NAME_MAX &&
		!str_starts(str_of(name), "pusher:") &&
		!str_starts(str_of(name), "pusher_internal:");
}

static enum err read_publication(struct http_req *rq, struct publication *what)
{
	struct cx *cx = &rq->cx;
	const struct json_value *body, *data;

	TRY(json_parse(cx, http_body_raw(rq), &body));
	if (json_kind_of(body) != JSON_OBJECT)
		return fail(cx, ERR_MALFORMED, NULL, "The JSON body is not an object.");
	what->event = pusher_text_in(body, "name");
	if (!is_event_name(what->event))
		return fail(cx, ERR_INVALID, "name", "This is no name of an event.");
	data = json_get(body, "data");
	if (!data)
		return fail(cx, ERR_INVALID, "data", "Say what the event tells.");
	what->data = json_kind_of(data) == JSON_TEXT ? json_text_of(data) : json_print(cx, data);
	what->but = pusher_text_in(body, "socket_id");
	return read_channels(cx, body, what);
}

static struct str telling(struct cx *cx, const struct publication *what, const char *channel)
{
	struct json json;

	json_begin(&json, cx->arena, strlen(what->data) + 400);
	json_open(&json);
	json_field_text(&json, "channel", channel);
	json_field_text(&json, "event", what->event);
	json_field_text(&json, "data", what->data);
	json_field_text(&json, "socket_id", what->but);
	json_field_null(&json, "user_id");
	json_close(&json);
	return json_end(&json);
}

enum err pusher_post_events(struct http_req *rq)
{
	struct push_app app = {0};
	struct publication what = {0};
	struct str texts[CHANNELS_MAX];

	TRY(check_app(rq, &app));
	TRY(read_publication(rq, &what));
	for (size_t i = 0; i < what.count; i++) {
		texts[i] = telling(&rq->cx, &what, what.channels[i]);
		if (texts[i].len > EVENTS_TELL_BYTES)
			return fail(&rq->cx, ERR_TOO_LARGE, "data", "An event may hold %d bytes.",
				(int)EVENTS_TELL_BYTES);
	}
	for (size_t i = 0; i < what.count; i++)
		pusher_tell(app.company_id, "channel:said", texts[i]);
	http_reply_bytes(rq, 200, "application/json", STR("{}"));
	return OK;
}
