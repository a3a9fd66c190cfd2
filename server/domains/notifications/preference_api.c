/* preference_api.c - HTTP: how one is told, muting, and browsers that take push messages. */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/preference_internal.h"
#include "domains/notifications/web_push_internal.h"

#include "platform/http/http.h"

/* ---- Shapes ---------------------------------------------------------------------- */

struct preference_body {
	struct opt_int version, volume;
	const struct json_value *topics;
};
static const struct shape_field preference_fields[] = {
	{.name = "version",
		.type = SHAPE_INT,
		.offset = offsetof(struct preference_body, version),
		.max = INT64_MAX,
		.about = "The version last seen; without it the newest is changed"},
	{.name = "volume",
		.type = SHAPE_INT,
		.offset = offsetof(struct preference_body, volume),
		.max = 100},
	{.name = "topics",
		.type = SHAPE_JSON,
		.offset = offsetof(struct preference_body, topics),
		.about =
			"By topic: ways (a list, or null for the standard), sound (or null); those "
			"that are not named stay as they are"},
};
static const struct shape preference_shape = {.name = "NotificationPreferencesRequest",
	.fields = preference_fields,
	.count = COUNT(preference_fields)};

struct mute_body {
	struct opt_int minutes;
};
static const struct shape_field mute_fields[] = {
	{.name = "minutes",
		.type = SHAPE_INT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct mute_body, minutes),
		.max = MUTE_MINUTES_MAX,
		.about = "From now on; 0 ends it"},
};
static const struct shape mute_shape = {
	.name = "MuteRequest", .fields = mute_fields, .count = COUNT(mute_fields)};

struct key_body {
	const char *p256dh, *auth;
};
static const struct shape_field key_fields[] = {
	{.name = "p256dh",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct key_body, p256dh),
		.min = 1,
		.max = 200},
	{.name = "auth",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct key_body, auth),
		.min = 1,
		.max = 100},
};
static const struct shape key_shape = {
	.name = "PushKeys", .fields = key_fields, .count = COUNT(key_fields)};

struct subscribe_body {
	const char *endpoint;
	const struct json_value *keys;
};
static const struct shape_field subscribe_fields[] = {
	{.name = "endpoint",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct subscribe_body, endpoint),
		.min = 1,
		.max = 2048},
	{.name = "keys",
		.type = SHAPE_JSON,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct subscribe_body, keys),
		.about = "p256dh and auth, as PushSubscription.toJSON() gives them"},
};
static const struct shape subscribe_shape = {.name = "PushSubscribeRequest",
	.fields = subscribe_fields,
	.count = COUNT(subscribe_fields)};

struct endpoint_body {
	const char *endpoint;
};
static const struct shape_field endpoint_fields[] = {
	{.name = "endpoint",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct endpoint_body, endpoint),
		.min = 1,
		.max = 2048},
};
static const struct shape endpoint_shape = {.name = "PushUnsubscribeRequest",
	.fields = endpoint_fields,
	.count = COUNT(endpoint_fields)};

/* ---- Answers ---------------------------------------------------------------------- */

static const char *const silence_words[] = {"dnd", "muted", NULL};
static const struct schema_field topic_fields[] = {
	{.name = "topic", .type = SCHEMA_TEXT},
	{.name = "ways", .type = SCHEMA_WORD, .flags = SCHEMA_ARRAY, .words = way_words},
	{.name = "standard", .type = SCHEMA_WORD, .flags = SCHEMA_ARRAY, .words = way_words},
	{.name = "always",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = way_words,
		.about = "Those that cannot be switched off"},
	{.name = "sound",
		.type = SCHEMA_TEXT,
		.about = "One of sounds, or file: and the id of one of /api/agent/profile/sounds"},
	{.name = "standard_sound", .type = SCHEMA_TEXT},
};
static const struct schema topic_schema = {
	.name = "NotificationTopic", .fields = topic_fields, .count = COUNT(topic_fields)};
static const struct schema_field preference_out_fields[] = {
	{.name = "version", .type = SCHEMA_INT, .about = "0 while nothing was chosen"},
	{.name = "volume", .type = SCHEMA_INT},
	{.name = "muted_until", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "silent",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = silence_words,
		.about = "Why nothing sounds, pops up or is pushed now"},
	{.name = "ways",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = way_words,
		.about = "Those there are for the person: e-mail needs a server and an address"},
	{.name = "sounds", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "topics", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &topic_schema},
	{.name = "push_key",
		.type = SCHEMA_TEXT,
		.about = "applicationServerKey of this installation (VAPID), base64url"},
	{.name = "push_browsers",
		.type = SCHEMA_INT,
		.about = "The person's browsers that take push messages"},
};
static const struct schema preference_schema = {.name = "NotificationPreferences",
	.fields = preference_out_fields,
	.count = COUNT(preference_out_fields)};
static const struct schema_field answer_fields[] = {
	{.name = "preferences", .type = SCHEMA_OBJECT, .ref = &preference_schema},
};
static const struct schema answer_out = {.name = "NotificationPreferencesAnswer",
	.fields = answer_fields,
	.count = COUNT(answer_fields)};
static const struct schema subscribed_out = {.name = "PushSubscribeAnswer"};

/* ---- Handlers ---------------------------------------------------------------------- */

static enum err reply(struct http_req *rq, const struct preference *preference)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "preferences");
	preference_write(json, &rq->cx, preference);
	return OK;
}

/* GET /api/agent/preferences */
static enum err get_preferences(struct http_req *rq)
{
	struct preference preference;

	TRY(preference_store_get(&rq->cx, &preference));
	return reply(rq, &preference);
}

/* PUT /api/agent/preferences */
static enum err put_preferences(struct http_req *rq)
{
	struct preference_change change = {0};
	struct preference_body body = {0};
	struct preference after;

	TRY(http_read(rq, &body));
	change.volume = body.volume;
	change.topics = body.topics;
	TRY(http_version(rq, &change.version));
	TRY(preference_set(&rq->cx, &change, &after));
	return reply(rq, &after);
}

/* PUT /api/notifications/mute */
static enum err put_mute(struct http_req *rq)
{
	struct mute_body body = {0};
	struct preference after;

	TRY(http_read(rq, &body));
	TRY(preference_mute(&rq->cx, body.minutes.value, &after));
	return reply(rq, &after);
}

/* POST /api/push/subscribe */
static enum err post_subscribe(struct http_req *rq)
{
	const struct actor *actor = rq->cx.actor;
	struct subscribe_body body = {0};
	struct key_body keys = {0};

	TRY(http_read(rq, &body));
	TRY(http_read_object(rq, &key_shape, body.keys, &keys));
	TRY(web_push_subscribe(&rq->cx,
		&(struct push_subscription){.user_id = actor->user_id,
			.session_id = actor->session_id,
			.endpoint = body.endpoint,
			.point = keys.p256dh,
			.auth = keys.auth,
			.user_agent = http_user_agent(rq)}));
	(void)http_reply(rq, 201);
	return OK;
}

/* DELETE /api/push/subscribe */
static enum err delete_subscribe(struct http_req *rq)
{
	struct endpoint_body body = {0};
	bool found;

	TRY(http_read(rq, &body));
	TRY(web_push_unsubscribe(&rq->cx, body.endpoint, &found));
	if (!found)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such subscription.");
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route notification_preference_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/preferences",
		.handler = get_preferences,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "By which ways one is told of what, and with which sounds",
		.out = &answer_out},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/preferences",
		.handler = put_preferences,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Choose by which ways one is told of what",
		.in = &preference_shape,
		.out = &answer_out},
	{.method = HTTP_PUT,
		.pattern = "/api/notifications/mute",
		.handler = put_mute,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "No sound, desktop or push notifications for a while",
		.in = &mute_shape,
		.out = &answer_out},
	{.method = HTTP_POST,
		.pattern = "/api/push/subscribe",
		.handler = post_subscribe,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "This browser takes push messages (Web Push)",
		.in = &subscribe_shape,
		.out = &subscribed_out,
		.status = 201},
	{.method = HTTP_DELETE,
		.pattern = "/api/push/subscribe",
		.handler = delete_subscribe,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "This browser takes no push messages any more",
		.in = &endpoint_shape,
		.out = &subscribed_out},
	{0},
};
