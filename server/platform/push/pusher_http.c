/* pusher_http.c - the requests of Pusher's clients: a line, and signatures for channels and users. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#include <inttypes.h>

/* ---- A line --------------------------------------------------------------------------------- */

/* Why it is closed as soon as it stands; 0: it is fine. */
static unsigned fault_of_version(const struct http_req *rq)
{
	const char *version = http_query(rq, "protocol");

	if (text_empty(version))
		return PUSHER_NO_PROTOCOL;
	return text_is(version, "7") ? 0 : PUSHER_UNSUPPORTED;
}

static enum err find_app(struct http_req *rq, struct push_app *app, unsigned *fault)
{
	enum err err = push_options.find_app(&rq->cx, str_of(http_path(rq, "key")), app);

	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		*fault = PUSHER_UNKNOWN_APP;
		return OK;
	}
	TRY(err);
	if (!app->enabled)
		*fault = PUSHER_DISABLED;
	return OK;
}

/* Nobody is fine too: a signature may say it later. A token that is no good is not. */
static enum err find_who(
	struct http_req *rq, const struct push_app *app, struct ws_who *who, unsigned *fault)
{
	enum err err = ws_find_user(rq, who);

	if (err == ERR_UNAUTHENTICATED || err == ERR_DENIED) {
		if (err == ERR_DENIED || http_query(rq, "token"))
			*fault = PUSHER_UNAUTHORIZED;
		fail_clear(&rq->cx);
		return OK;
	}
	TRY(err);
	/* Another company's key looks like none. */
	if (who->company_id != app->company_id)
		*fault = PUSHER_UNKNOWN_APP;
	return OK;
}

static void fill(struct http_req *rq, struct pusher *pusher, const struct push_app *app,
	const struct ws_who *who)
{
	pusher->company_id = app->company_id;
	pusher->client_events = app->client_events;
	(void)snprintf(pusher->key, sizeof(pusher->key), "%s", app->key);
	(void)snprintf(pusher->secret, sizeof(pusher->secret), "%s", app->secret);
	(void)snprintf(pusher->id, sizeof(pusher->id), "%s",
		pusher_id_make(rq->cx.arena, app->company_id, who->id));
}

static enum err check_line(struct http_req *rq, void **state)
{
	unsigned fault = fault_of_version(rq);
	struct push_app app = {0};
	struct ws_who who = {0};
	struct pusher *pusher;

	TRY(ws_check_origin(rq));
	TRY(http_charge_address(rq));
	if (!fault)
		TRY(find_app(rq, &app, &fault));
	if (!fault)
		TRY(find_who(rq, &app, &who, &fault));
	pusher = calloc(1, sizeof(*pusher));
	if (!pusher) {
		ws_who_free(&who);
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	}
	pusher->fault = fault;
	if (fault) {
		ws_who_free(&who);
		who = (struct ws_who){0};
	} else {
		fill(rq, pusher, &app, &who);
	}
	return ws_let_in(rq, &pusher_dialect, &who, pusher, state);
}

/* ---- Signatures ------------------------------------------------------------------------------- */

struct auth_in {
	const char *socket_id, *channel;
};

/* The app of whoever asks, who has to be the line's user, or the line nobody's yet. */
static enum err check_asker(
	struct http_req *rq, const char *socket_id, struct push_app *app, bool *known)
{
	struct cx *cx = &rq->cx;
	enum err err = push_options.own_app(cx, app);

	if (err == ERR_NOT_FOUND || (err == OK && !app->enabled)) {
		fail_clear(cx);
		return fail(cx, ERR_DENIED, NULL,
			"Live connections of other programs are switched off.");
	}
	TRY(err);
	*known = pusher_id_is_of(cx->arena, socket_id, app->company_id, cx->actor->user_id);
	if (*known || pusher_id_is_of(cx->arena, socket_id, app->company_id, 0))
		return OK;
	return fail(cx, ERR_DENIED, NULL, "This connection is not yours.");
}

static struct str token_of(struct http_req *rq)
{
	const char *header = http_header(rq, "Authorization");

	if (header)
		return str_trim((struct str){
			header + strlen("Bearer "), strlen(header) - strlen("Bearer ")});
	return str_of(http_cookie(rq, auth_cookie_name(http_is_tls(rq))));
}

/* Who it is, as an open object: `key` holds the user's id; a ticket where the line does not know. */
static void write_claim(
	struct http_req *rq, struct json *json, const char *key, const char *ticket_of)
{
	const struct actor *actor = rq->cx.actor;

	json_field_text(json, key, arena_format(rq->cx.arena, "%" PRId64, actor->user_id));
	json_field_open(json, "user_info");
	pusher_info_write(json, actor);
	json_close(json);
	if (ticket_of)
		json_field_text(
			json, "ticket", pusher_ticket_make(rq->cx.arena, ticket_of, token_of(rq)));
}

static const char *claim_of(struct http_req *rq, const char *key, const char *ticket_of)
{
	struct json json;

	json_begin(&json, rq->cx.arena, 500);
	json_open(&json);
	write_claim(rq, &json, key, ticket_of);
	json_close(&json);
	return json_end(&json).ptr;
}

static struct json *reply_signed(
	struct http_req *rq, const struct push_app *app, const char *text, const char *claim)
{
	struct arena *arena = rq->cx.arena;
	struct json *json = http_reply(rq, 200);

	if (claim)
		text = arena_format(arena, "%s:%s", text, claim);
	json_field_text(json, "auth",
		arena_format(
			arena, "%s:%s", app->key, pusher_sign(arena, app->secret, str_of(text))));
	return json;
}

static enum err check_channel(struct http_req *rq, const char *channel, struct pusher_name *name)
{
	if (pusher_name_read(str_of(channel), name) && name->class != PUSHER_PUBLIC &&
		pusher_name_open_to(name, rq->cx.actor))
		return OK;
	return fail(&rq->cx, ERR_DENIED, NULL, "You may not listen to this channel.");
}

/* POST /broadcasting/auth */
static enum err post_auth(struct http_req *rq)
{
	struct auth_in in = {0};
	struct push_app app = {0};
	struct pusher_name name;
	const char *claim = NULL, *text;
	struct json *json;
	bool known = false;

	TRY(http_read(rq, &in));
	TRY(check_asker(rq, in.socket_id, &app, &known));
	TRY(check_channel(rq, in.channel, &name));
	if (name.class == PUSHER_PRESENCE || !known)
		claim = claim_of(rq, "user_id", known ? NULL : in.socket_id);
	text = arena_format(rq->cx.arena, "%s:%s", in.socket_id, in.channel);
	json = reply_signed(rq, &app, text, claim);
	if (claim)
		json_field_text(json, "channel_data", claim);
	return OK;
}

/* POST /broadcasting/user-auth: pusher:signin */
static enum err post_user_auth(struct http_req *rq)
{
	struct auth_in in = {0};
	struct push_app app = {0};
	const char *claim;
	bool known = false;

	TRY(http_read(rq, &in));
	TRY(check_asker(rq, in.socket_id, &app, &known));
	claim = claim_of(rq, "id", known ? NULL : in.socket_id);
	json_field_text(reply_signed(rq, &app,
				arena_format(rq->cx.arena, "%s::user:", in.socket_id), claim),
		"user_data", claim);
	return OK;
}

/* ---- What pages of others ask for ----------------------------------------------------------------- */

/* GET /sanctum/csrf-cookie: the cookie of one's session once more; nobody's needs none. */
static enum err get_csrf_cookie(struct http_req *rq)
{
	const char *cookie = http_cookie(rq, auth_cookie_name(http_is_tls(rq)));
	const struct actor *actor = NULL;
	enum err err = OK;

	TRY(http_charge_address(rq));
	if (cookie)
		err = auth_actor_of_token(&rq->cx, str_of(cookie), true, &actor);
	if (err == ERR_UNAUTHENTICATED)
		fail_clear(&rq->cx);
	else
		TRY(err);
	if (actor && actor->csrf)
		http_set_cookie(rq, AUTH_CSRF_COOKIE, actor->csrf, "/", 0, true);
	auth_release(&actor);
	http_reply_bytes(rq, 204, "text/plain", STR(""));
	return OK;
}

/* GET /broadcasting/settings */
static enum err get_settings(struct http_req *rq)
{
	struct push_app app = {0};
	const struct http_place place = http_public_place(rq);
	enum err err = push_options.own_app(&rq->cx, &app);
	struct json *json;

	if (err == ERR_NOT_FOUND)
		fail_clear(&rq->cx);
	else
		TRY(err);
	json = http_reply(rq, 200);
	json_field_bool(json, "enabled", app.enabled);
	json_field_text(json, "key", app.enabled ? app.key : NULL);
	json_field_text(json, "host", place.host);
	json_field_int(json, "port", place.port);
	json_field_text(json, "scheme", place.tls ? "https" : "http");
	json_field_text(json, "auth_endpoint", "/broadcasting/auth");
	json_field_text(json, "user_auth_endpoint", "/broadcasting/user-auth");
	return OK;
}

/* ---- The tables ---------------------------------------------------------------------------------------- */

static const struct shape_field auth_fields[] = {
	{.name = "socket_id",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct auth_in, socket_id),
		.min = 1,
		.max = 60},
	{.name = "channel_name",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct auth_in, channel),
		.min = 1,
		.max = 200},
};
static const struct shape auth_shape = {
	.name = "PusherAuth", .fields = auth_fields, .count = COUNT(auth_fields)};
static const struct shape user_auth_shape = {
	.name = "PusherUserAuth", .fields = auth_fields, .count = 1};
static const struct schema_field auth_out_fields[] = {
	{.name = "auth", .type = SCHEMA_TEXT},
	{.name = "channel_data",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_OPTIONAL,
		.about = "To be sent as it is: the signature is over it"},
};
static const struct schema auth_out = {
	.name = "PusherAuthAnswer", .fields = auth_out_fields, .count = COUNT(auth_out_fields)};
static const struct schema_field user_auth_out_fields[] = {
	{.name = "auth", .type = SCHEMA_TEXT},
	{.name = "user_data", .type = SCHEMA_TEXT},
};
static const struct schema user_auth_out = {.name = "PusherUserAuthAnswer",
	.fields = user_auth_out_fields,
	.count = COUNT(user_auth_out_fields)};
static const struct schema_field settings_out_fields[] = {
	{.name = "enabled", .type = SCHEMA_BOOL},
	{.name = "key", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "host", .type = SCHEMA_TEXT},
	{.name = "port", .type = SCHEMA_INT},
	{.name = "scheme", .type = SCHEMA_TEXT},
	{.name = "auth_endpoint", .type = SCHEMA_TEXT},
	{.name = "user_auth_endpoint", .type = SCHEMA_TEXT},
};
static const struct schema settings_out = {.name = "PusherSettingsAnswer",
	.fields = settings_out_fields,
	.count = COUNT(settings_out_fields)};

/*
 * A signature changes nothing and no page of another site can read it, so the CSRF header,
 * which clients of other makers do not send, is not asked for.
 */
#define AUTH_ROW(path, fn, what, shape_, schema_) \
	{ \
		.method = HTTP_POST, .pattern = (path), .handler = (fn), .permission = PERM_SELF, \
		.access = HTTP_READ, .summary = (what), .in = &(shape_), .out = &(schema_), \
		.flags = HTTP_NO_CSRF \
	}
#define SIGNS_CHANNEL "A signature with which a line of Pusher's protocol may listen to a channel"
#define SIGNS_USER "A signature with which a line of Pusher's protocol says whose it is"

const struct http_route pusher_routes[] = {
	AUTH_ROW("/broadcasting/auth", post_auth, SIGNS_CHANNEL, auth_shape, auth_out),
	AUTH_ROW("/api/broadcasting/auth", post_auth, SIGNS_CHANNEL, auth_shape, auth_out),
	AUTH_ROW("/broadcasting/user-auth", post_user_auth, SIGNS_USER, user_auth_shape,
		user_auth_out),
	AUTH_ROW("/api/broadcasting/user-auth", post_user_auth, SIGNS_USER, user_auth_shape,
		user_auth_out),
	{.method = HTTP_GET,
		.pattern = "/broadcasting/settings",
		.handler = get_settings,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "How clients of Pusher's protocol are configured",
		.out = &settings_out},
	{.method = HTTP_GET,
		.pattern = "/sanctum/csrf-cookie",
		.handler = get_csrf_cookie,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary =
			"Sets the session's XSRF-TOKEN cookie once more; public, since pages ask "
			"before they log in",
		.flags = HTTP_OWN_RATE,
		.status = 204},
	{.method = HTTP_POST,
		.pattern = "/apps/{app_id}/events",
		.handler = pusher_post_events,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary =
			"Publish an event on channels of the company's own programs; public, since "
			"it is signed with the app's secret",
		.flags = HTTP_OWN_RATE | HTTP_BODY_RAW | HTTP_NO_CSRF},
	{0},
};

const struct http_upgrade pusher_upgrades[] = {
	{.path = "/app/{key}",
		.summary = "Live events in Pusher's protocol, version 7, over a WebSocket",
		.anyone = true,
		.check = check_line,
		.take = ws_take},
	{0},
};
