/* pusher_channel.c - who listens where: subscribing, signing in, what clients tell each other. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"

#include <inttypes.h>

#define BUCKETS 1024
#define REFUSALS_MAX 3 /* then the line ends: each costs a look into the database */
#define CLIENT_EVENTS_PER_SECOND 10

/* ---- Channels ---------------------------------------------------------------------------- */

static struct pusher_channel *buckets[BUCKETS];

static struct pusher_channel **channel_at(int64_t company_id, const char *name)
{
	uint64_t hash = (uint64_t)company_id * 31;
	struct pusher_channel **at;

	for (const char *c = name; *c; c++)
		hash = hash * 31 + (unsigned char)*c;
	at = &buckets[hash % BUCKETS];
	while (*at && ((*at)->company_id != company_id || !text_is((*at)->name, name)))
		at = &(*at)->next;
	return at;
}

struct pusher_channel *pusher_channel_find(int64_t company_id, const char *name)
{
	return *channel_at(company_id, name);
}

static struct pusher_channel *channel_of(int64_t company_id, const char *name)
{
	struct pusher_channel **at = channel_at(company_id, name);
	struct pusher_channel *made;

	if (*at)
		return *at;
	made = calloc(1, sizeof(*made));
	if (!made)
		return NULL;
	made->company_id = company_id;
	made->name = strdup(name);
	if (!made->name) {
		free(made);
		return NULL;
	}
	*at = made;
	return made;
}

static void channel_end(struct pusher_channel *channel)
{
	struct pusher_channel **at = channel_at(channel->company_id, channel->name);

	if (channel->subs)
		return;
	*at = channel->next;
	pusher_members_free(channel);
	free(channel->name);
	free(channel);
}

void pusher_channels_each(void (*fn)(struct pusher_channel *channel, void *arg), void *arg)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct pusher_channel *at = buckets[i]; at; at = at->next)
			if (at->members)
				fn(at, arg);
}

void pusher_channel_say(const struct pusher_channel *channel, struct str text, const char *but)
{
	struct ws_out *out;

	/* Sending may close a line, but takes none off the channel. */
	for (const struct pusher_sub *sub = channel->subs; sub; sub = sub->peer) {
		if (!sub->confirmed || !ws_is_open(sub->socket) ||
			text_is(pusher_of(sub->socket)->id, but))
			continue;
		out = ws_out_text(text);
		ws_send(sub->socket, out);
	}
}

/* ---- Subscriptions --------------------------------------------------------------------------- */

static struct pusher_sub *sub_of(const struct pusher *pusher, const char *name)
{
	struct pusher_sub *sub = pusher->subs;

	while (sub && !text_is(sub->channel->name, name))
		sub = sub->next;
	return sub;
}

static struct pusher_sub *sub_add(struct ws_socket *socket, const char *name)
{
	struct pusher *pusher = pusher_of(socket);
	struct pusher_sub *sub = calloc(1, sizeof(*sub));
	struct pusher_channel *channel = sub ? channel_of(pusher->company_id, name) : NULL;

	if (!channel) {
		free(sub);
		ws_close(socket, WS_CLOSE_LATER, "");
		return NULL;
	}
	sub->socket = socket;
	sub->channel = channel;
	sub->next = pusher->subs;
	pusher->subs = sub;
	pusher->sub_count++;
	sub->peer = channel->subs;
	sub->link = &channel->subs;
	if (sub->peer)
		sub->peer->link = &sub->peer;
	channel->subs = sub;
	return sub;
}

static void count_topics(struct pusher *pusher)
{
	struct pusher_name name;

	pusher->topics = 0;
	for (const struct pusher_sub *sub = pusher->subs; sub; sub = sub->next)
		if (sub->confirmed && pusher_name_read(str_of(sub->channel->name), &name))
			pusher->topics |= name.topic;
}

static void sub_drop(struct pusher_sub *sub)
{
	struct pusher *pusher = pusher_of(sub->socket);
	struct pusher_sub **at = &pusher->subs;

	while (*at != sub)
		at = &(*at)->next;
	*at = sub->next;
	pusher->sub_count--;
	*sub->link = sub->peer;
	if (sub->peer)
		sub->peer->link = sub->link;
	pusher_member_left(sub);
	channel_end(sub->channel);
	free(sub);
	count_topics(pusher);
}

void pusher_forget_subs(struct ws_socket *socket)
{
	while (pusher_of(socket)->subs)
		sub_drop(pusher_of(socket)->subs);
}

static void refuse_channel(
	struct ws_socket *socket, const char *channel, int status, const char *why)
{
	struct json json;

	json_begin(&json, ws_arena(), 200);
	json_open(&json);
	json_field_text(&json, "type", "AuthError");
	json_field_text(&json, "error", why);
	json_field_int(&json, "status", status);
	json_close(&json);
	ws_send(socket,
		ws_out_text(pusher_line(
			ws_arena(), "pusher:subscription_error", channel, json_end(&json))));
}

static void succeed(const struct pusher_sub *sub)
{
	const bool presence = sub->channel->members != NULL;

	ws_send(sub->socket,
		ws_out_text(pusher_line(ws_arena(), "pusher_internal:subscription_succeeded",
			sub->channel->name,
			presence ? pusher_members_write(ws_arena(), sub->channel) : STR("{}"))));
}

/* It is known who it is: may they? */
static void confirm(struct pusher_sub *sub)
{
	const struct actor *actor = ws_who_of(sub->socket)->actor;
	struct pusher *pusher = pusher_of(sub->socket);
	struct pusher_name name;

	if (!pusher_name_read(str_of(sub->channel->name), &name) ||
		!pusher_name_open_to(&name, actor)) {
		refuse_channel(sub->socket, sub->channel->name, 403,
			"You are not allowed to listen here.");
		sub_drop(sub);
		return;
	}
	if (name.class == PUSHER_PRESENCE && sub->member_id != actor->user_id) {
		pusher_error(sub->socket, PUSHER_UNAUTHORIZED, "The signature is somebody else's.");
		sub_drop(sub);
		return;
	}
	sub->confirmed = true;
	pusher->topics |= name.topic;
	if (name.class == PUSHER_PRESENCE)
		pusher_member_came(sub);
	succeed(sub);
}

/* ---- Signatures ------------------------------------------------------------------------------------ */

static bool is_signed(const struct pusher *pusher, const char *auth, struct str text)
{
	return auth &&
		crypto_same(str_of(auth),
			str_of(arena_format(ws_arena(), "%s:%s", pusher->key,
				pusher_sign(ws_arena(), pusher->secret, text))));
}

static int64_t id_in(const struct json_value *object, const char *key)
{
	int64_t id = 0;

	return text_int(pusher_text_in(object, key), &id) && id > 0 ? id : 0;
}

/* The line says by a ticket who it is, where the request that opened it did not. */
static void identify(struct ws_socket *socket, const struct json_value *claim)
{
	const struct ws_since none = {0};
	struct pusher *pusher = pusher_of(socket);
	const char *token = pusher_ticket_token(
		ws_arena(), pusher_text_in(claim, "ticket"), pusher->id);

	if (!token || pusher->asked || ws_who_of(socket)->company_id)
		return;
	pusher->asked = true;
	ws_identify(socket, str_of(token), &none);
}

static bool check_signature(struct ws_socket *socket, const struct json_value *data,
	const char *channel, const char *claim)
{
	const struct pusher *pusher = pusher_of(socket);
	const char *text = claim ? arena_format(ws_arena(), "%s:%s:%s", pusher->id, channel, claim)
				 : arena_format(ws_arena(), "%s:%s", pusher->id, channel);

	if (is_signed(pusher, pusher_text_in(data, "auth"), str_of(text)))
		return true;
	pusher_error(socket, PUSHER_UNAUTHORIZED, "The signature is not good for this channel.");
	return false;
}

static const struct json_value *object_of(struct cx *cx, const char *text)
{
	const struct json_value *value = NULL;

	if (!text || json_parse(cx, str_of(text), &value) != OK ||
		json_kind_of(value) != JSON_OBJECT)
		return NULL;
	return value;
}

static void subscribe(struct ws_socket *socket, const struct pusher_name *name, const char *channel,
	const struct json_value *claim)
{
	struct pusher *pusher = pusher_of(socket);
	struct pusher_sub *sub = sub_add(socket, channel);

	if (!sub)
		return;
	if (name->class == PUSHER_PRESENCE)
		sub->member_id = id_in(claim, "user_id");
	if (pusher->greeted)
		confirm(sub);
	else if (claim)
		identify(socket, claim);
}

void pusher_hear_subscribe(struct ws_socket *socket, struct cx *cx, const struct json_value *data)
{
	const char *channel = pusher_text_in(data, "channel");
	const char *claim = pusher_text_in(data, "channel_data");
	const struct pusher *pusher = pusher_of(socket);
	const struct pusher_sub *sub = channel ? sub_of(pusher, channel) : NULL;
	struct pusher_name name;

	if (sub && sub->confirmed)
		succeed(sub);
	if (sub)
		return;
	if (!channel || !pusher_name_read(str_of(channel), &name))
		refuse_channel(socket, channel, 404, "There is no such channel.");
	else if (pusher->sub_count >= PUSHER_CHANNELS_MAX)
		refuse_channel(socket, channel, 429, "Too many channels on one line.");
	else if (name.class == PUSHER_PUBLIC || check_signature(socket, data, channel, claim))
		subscribe(socket, &name, channel,
			name.class == PUSHER_PUBLIC ? NULL : object_of(cx, claim));
}

void pusher_hear_unsubscribe(struct ws_socket *socket, const struct json_value *data)
{
	const char *channel = pusher_text_in(data, "channel");
	struct pusher_sub *sub = channel ? sub_of(pusher_of(socket), channel) : NULL;

	if (sub)
		sub_drop(sub);
}

/* ---- pusher:signin ------------------------------------------------------------------------------------ */

static void confirm_signin(struct ws_socket *socket)
{
	const struct actor *actor = ws_who_of(socket)->actor;
	struct pusher *pusher = pusher_of(socket);
	struct json user, json;

	if (pusher->signing_id != actor->user_id) {
		pusher_error(socket, PUSHER_UNAUTHORIZED, "The signature is somebody else's.");
		return;
	}
	json_begin(&user, ws_arena(), 200);
	json_open(&user);
	json_field_text(&user, "id", arena_format(ws_arena(), "%" PRId64, actor->user_id));
	json_field_open(&user, "user_info");
	pusher_info_write(&user, actor);
	json_close(&user);
	json_close(&user);
	json_begin(&json, ws_arena(), 300);
	json_open(&json);
	json_field_text(&json, "user_data", json_end(&user).ptr);
	json_close(&json);
	ws_send(socket,
		ws_out_text(
			pusher_line(ws_arena(), "pusher:signin_success", NULL, json_end(&json))));
}

void pusher_hear_signin(struct ws_socket *socket, struct cx *cx, const struct json_value *data)
{
	const char *claim = pusher_text_in(data, "user_data");
	const struct json_value *object = object_of(cx, claim);
	struct pusher *pusher = pusher_of(socket);

	if (!object ||
		!is_signed(pusher, pusher_text_in(data, "auth"),
			str_of(arena_format(ws_arena(), "%s::user::%s", pusher->id, claim)))) {
		pusher_error(
			socket, PUSHER_UNAUTHORIZED, "The signature is not good for this user.");
		return;
	}
	pusher->signing_id = id_in(object, "id");
	if (pusher->greeted)
		confirm_signin(socket);
	else
		identify(socket, object);
}

void pusher_confirm_all(struct ws_socket *socket)
{
	struct pusher *pusher = pusher_of(socket);
	struct pusher_sub *next;

	if (pusher->signing_id)
		confirm_signin(socket);
	for (struct pusher_sub *sub = pusher->subs; sub; sub = next) {
		next = sub->next;
		confirm(sub);
	}
}

void pusher_refuse_all(struct ws_socket *socket)
{
	struct pusher *pusher = pusher_of(socket);

	pusher->asked = false;
	pusher_forget_subs(socket);
	pusher_error(socket, PUSHER_UNAUTHORIZED, "The session has ended.");
	if (++pusher->refusals >= REFUSALS_MAX)
		ws_close(socket, PUSHER_UNAUTHORIZED, "");
}

/* ---- What clients tell each other ------------------------------------------------------------------------ */

static bool within_rate(struct pusher *pusher)
{
	const uint32_t now_s = (uint32_t)(clock_steady_us() / US_PER_SECOND);

	if (pusher->said_s != now_s) {
		pusher->said_s = now_s;
		pusher->said = 0;
	}
	if (pusher->said >= CLIENT_EVENTS_PER_SECOND)
		return false;
	pusher->said++;
	return true;
}

/* Why it may not be said; NULL: it may. */
static const char *fault_of(
	struct pusher *pusher, const struct pusher_message *message, struct pusher_name *name)
{
	const struct pusher_sub *sub = message->channel ? sub_of(pusher, message->channel) : NULL;

	if (!pusher->client_events)
		return "Events of clients are switched off.";
	if (!sub || !sub->confirmed || !pusher_name_read(str_of(message->channel), name))
		return "Only who listens to a channel may speak on it.";
	if (name->class == PUSHER_PUBLIC)
		return "Nobody speaks on a public channel.";
	if (strlen(message->event) > PUSHER_NAME_MAX)
		return "The event's name is too long.";
	return within_rate(pusher) ? NULL : "Too many events in one second.";
}

void pusher_hear_client(
	struct ws_socket *socket, struct cx *cx, const struct pusher_message *message)
{
	struct pusher *pusher = pusher_of(socket);
	const char *data = "";
	struct pusher_name name;
	const char *fault = fault_of(pusher, message, &name);
	struct json json;
	struct str text;

	if (fault) {
		pusher_error(socket, PUSHER_CLIENT_EVENT, fault);
		return;
	}
	if (message->sent)
		data = json_kind_of(message->sent) == JSON_TEXT ? json_text_of(message->sent)
								: json_print(cx, message->sent);
	json_begin(&json, ws_arena(), strlen(data) + 400);
	json_open(&json);
	json_field_text(&json, "channel", message->channel);
	json_field_text(&json, "event", message->event);
	json_field_text(&json, "data", data);
	json_field_text(&json, "socket_id", pusher->id);
	json_field_id(&json, "user_id",
		name.class == PUSHER_PRESENCE ? ws_who_of(socket)->actor->user_id : 0);
	json_close(&json);
	text = json_end(&json);
	if (text.len > EVENTS_TELL_BYTES)
		pusher_error(socket, PUSHER_CLIENT_EVENT, "The event is too long.");
	else
		pusher_tell(pusher->company_id, "channel:said", text);
}
