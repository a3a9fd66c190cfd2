/* pusher_presence.c - members of presence channels: the users on them, on whichever node. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#include "base/clock.h"

#include <inttypes.h>

#define MENTION_S 30 /* how often a node says who is on its channels */
#define STAY_S 100 /* a node that has said nothing for so long is gone, and its users with it */
#define MEMBERS_A_TELLING 20 /* fewer bytes than reach other nodes */
#define INFO_BYTES 100 /* of a name, as far as others are told */

/* Another node's word that the user is there. */
struct stay {
	struct stay *next;
	uint32_t until_s;
	char node[];
};

/* A user, once, however many lines. */
struct pusher_member {
	struct pusher_member *next;
	int64_t user_id;
	char *info; /* JSON */
	unsigned lines; /* of this node */
	struct stay *stays;
};

static uint32_t now_s(void)
{
	return (uint32_t)(clock_steady_us() / US_PER_SECOND);
}

/* ---- The list ------------------------------------------------------------------------------ */

static struct pusher_member **member_at(struct pusher_channel *channel, int64_t user_id)
{
	struct pusher_member **at = &channel->members;

	while (*at && (*at)->user_id != user_id)
		at = &(*at)->next;
	return at;
}

static void member_free(struct pusher_member *member)
{
	while (member->stays) {
		struct stay *stay = member->stays;

		member->stays = stay->next;
		free(stay);
	}
	free(member->info);
	free(member);
}

void pusher_members_free(struct pusher_channel *channel)
{
	while (channel->members) {
		struct pusher_member *member = channel->members;

		channel->members = member->next;
		member_free(member);
	}
}

static struct pusher_member *member_add(
	struct pusher_channel *channel, int64_t user_id, const char *info)
{
	struct pusher_member *made = calloc(1, sizeof(*made));
	struct pusher_member **end = &channel->members;

	if (!made)
		return NULL;
	made->user_id = user_id;
	made->info = strdup(info);
	if (!made->info) {
		free(made);
		return NULL;
	}
	while (*end)
		end = &(*end)->next;
	*end = made;
	return made;
}

static const char *id_text(struct arena *arena, int64_t id)
{
	return arena_format(arena, "%" PRId64, id);
}

struct str pusher_members_write(struct arena *arena, const struct pusher_channel *channel)
{
	struct json json;
	int64_t count = 0;

	json_begin(&json, arena, 1000);
	json_open(&json);
	json_field_open(&json, "presence");
	json_field_open_array(&json, "ids");
	for (const struct pusher_member *at = channel->members; at; at = at->next, count++)
		json_text(&json, id_text(arena, at->user_id));
	json_close_array(&json);
	json_field_int(&json, "count", count);
	json_field_open(&json, "hash");
	for (const struct pusher_member *at = channel->members; at; at = at->next)
		json_field_raw(&json, id_text(arena, at->user_id), at->info);
	json_close(&json);
	json_close(&json);
	json_close(&json);
	return json_end(&json);
}

static void say_added(
	const struct pusher_channel *channel, const struct pusher_member *member, const char *but)
{
	struct json json;

	json_begin(&json, ws_arena(), 200);
	json_open(&json);
	json_field_text(&json, "user_id", id_text(ws_arena(), member->user_id));
	json_field_raw(&json, "user_info", member->info);
	json_close(&json);
	pusher_channel_say(channel,
		pusher_line(
			ws_arena(), "pusher_internal:member_added", channel->name, json_end(&json)),
		but);
}

/* Nobody speaks of the member any more: it is gone. True: it was, and *at is the next. */
static bool end_if_gone(struct pusher_channel *channel, struct pusher_member **at)
{
	struct pusher_member *member = *at;
	const char *data;

	if (member->lines || member->stays)
		return false;
	*at = member->next;
	data = arena_format(ws_arena(), "{\"user_id\":\"%" PRId64 "\"}", member->user_id);
	member_free(member);
	pusher_channel_say(channel,
		pusher_line(
			ws_arena(), "pusher_internal:member_removed", channel->name, str_of(data)),
		NULL);
	return true;
}

/* ---- What nodes tell each other --------------------------------------------------------------- */

static void begin_telling(struct json *json, const struct pusher_channel *channel)
{
	json_begin(json, ws_arena(), 500);
	json_open(json);
	json_field_text(json, "channel", channel->name);
	json_field_text(json, "node", pusher_node());
}

static void end_telling(struct json *json, const struct pusher_channel *channel, const char *type)
{
	json_close_array(json);
	json_close(json);
	pusher_tell(channel->company_id, type, json_end(json));
}

static void write_member(struct json *json, const struct pusher_member *member)
{
	json_open(json);
	json_field_int(json, "user_id", member->user_id);
	json_field_raw(json, "user_info", member->info);
	json_close(json);
}

static void tell_one(
	const struct pusher_channel *channel, const struct pusher_member *member, const char *type)
{
	struct json json;

	begin_telling(&json, channel);
	json_field_open_array(&json, "members");
	write_member(&json, member);
	end_telling(&json, channel, type);
}

static void tell_all(struct pusher_channel *channel, void *arg)
{
	struct json json;
	unsigned count = 0;

	(void)arg;
	for (const struct pusher_member *at = channel->members; at; at = at->next) {
		if (!at->lines)
			continue;
		if (count == 0) {
			begin_telling(&json, channel);
			json_field_open_array(&json, "members");
		}
		write_member(&json, at);
		if (++count == MEMBERS_A_TELLING) {
			end_telling(&json, channel, "channel:joined");
			count = 0;
		}
	}
	if (count)
		end_telling(&json, channel, "channel:joined");
}

void pusher_members_ask(const struct pusher_channel *channel)
{
	struct json json;

	begin_telling(&json, channel);
	json_field_open_array(&json, "members");
	end_telling(&json, channel, "channel:asked");
}

/* ---- Lines of this node --------------------------------------------------------------------------- */

/* A name is cut between letters: its bytes are told to other nodes, of which few fit. */
static const char *info_of(const struct actor *actor)
{
	struct actor shown = *actor;
	size_t length = strlen(actor->user_name);
	struct json json;

	while (length > INFO_BYTES || (length && (actor->user_name[length] & 0xC0) == 0x80))
		length--;
	shown.user_name = arena_text_n(ws_arena(), actor->user_name, length);
	json_begin(&json, ws_arena(), 200);
	json_open(&json);
	pusher_info_write(&json, &shown);
	json_close(&json);
	return json_end(&json).ptr;
}

void pusher_member_came(struct pusher_sub *sub)
{
	const struct actor *actor = ws_who_of(sub->socket)->actor;
	struct pusher_channel *channel = sub->channel;
	const bool first_here = !channel->members;
	struct pusher_member *member = *member_at(channel, actor->user_id);
	const bool is_new = !member;

	if (!member)
		member = member_add(channel, actor->user_id, info_of(actor));
	if (!member) {
		ws_close(sub->socket, WS_CLOSE_LATER, "");
		return;
	}
	member->lines++;
	if (is_new)
		say_added(channel, member, pusher_of(sub->socket)->id);
	if (member->lines == 1)
		tell_one(channel, member, "channel:joined");
	if (first_here)
		pusher_members_ask(channel);
}

void pusher_member_left(struct pusher_sub *sub)
{
	struct pusher_channel *channel = sub->channel;
	struct pusher_member **at = sub->confirmed ? member_at(channel, sub->member_id) : NULL;

	if (!at || !*at || !(*at)->lines || --(*at)->lines)
		return;
	tell_one(channel, *at, "channel:left");
	(void)end_if_gone(channel, at);
}

/* ---- Of other nodes ---------------------------------------------------------------------------------- */

static struct stay **stay_at(struct pusher_member *member, const char *node)
{
	struct stay **at = &member->stays;

	while (*at && !text_is((*at)->node, node))
		at = &(*at)->next;
	return at;
}

static void mention(struct pusher_member *member, const char *node)
{
	struct stay **at = stay_at(member, node);

	if (!*at) {
		*at = calloc(1, sizeof(**at) + strlen(node) + 1);
		if (!*at)
			return;
		memcpy((*at)->node, node, strlen(node) + 1);
	}
	(*at)->until_s = now_s() + STAY_S;
}

static void heard_joined(struct cx *cx, struct pusher_channel *channel, const char *node,
	const struct json_value *one)
{
	const struct json_value *info = json_get(one, "user_info");
	const int64_t user_id = json_int_of(json_get(one, "user_id"));
	struct pusher_member *member = *member_at(channel, user_id);
	const bool is_new = !member;

	if (!member && info && json_kind_of(info) == JSON_OBJECT)
		member = member_add(channel, user_id, json_print(cx, info));
	if (!member)
		return;
	mention(member, node);
	if (is_new)
		say_added(channel, member, NULL);
}

static void heard_left(struct pusher_channel *channel, const char *node, int64_t user_id)
{
	struct pusher_member **at = member_at(channel, user_id);
	struct stay **stay = *at ? stay_at(*at, node) : NULL;
	struct stay *ended = stay ? *stay : NULL;

	if (!ended)
		return;
	*stay = ended->next;
	free(ended);
	(void)end_if_gone(channel, at);
}

static bool is_member(const struct json_value *one)
{
	const struct json_value *id = json_kind_of(one) == JSON_OBJECT ? json_get(one, "user_id")
								       : NULL;

	return id && json_kind_of(id) == JSON_INT;
}

void pusher_members_heard(
	struct cx *cx, int64_t company_id, const char *type, const struct json_value *data)
{
	const char *name = pusher_text_in(data, "channel"), *node = pusher_text_in(data, "node");
	const struct json_value *list = json_get(data, "members");
	struct pusher_channel *channel = name ? pusher_channel_find(company_id, name) : NULL;
	struct pusher_name read;

	if (!channel || !node || text_is(node, pusher_node()) || !list ||
		json_kind_of(list) != JSON_ARRAY || !pusher_name_read(str_of(name), &read) ||
		read.class != PUSHER_PRESENCE)
		return;
	if (text_is(type, "channel:asked"))
		tell_all(channel, NULL);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value *one = json_item(list, i);

		if (!is_member(one))
			continue;
		if (text_is(type, "channel:joined"))
			heard_joined(cx, channel, node, one);
		else
			heard_left(channel, node, json_int_of(json_get(one, "user_id")));
	}
}

/* ---- Clock ------------------------------------------------------------------------------------------------ */

static void forget_old(struct pusher_channel *channel, void *arg)
{
	const uint32_t now = *(const uint32_t *)arg;
	struct pusher_member **at = &channel->members;

	while (*at) {
		struct pusher_member *member = *at;
		struct stay **stay = &member->stays;

		while (*stay) {
			struct stay *old = *stay;

			if ((int32_t)(now - old->until_s) < 0) {
				stay = &old->next;
				continue;
			}
			*stay = old->next;
			free(old);
		}
		if (!end_if_gone(channel, at))
			at = &member->next;
	}
}

void pusher_members_tick(uint32_t now)
{
	static uint32_t mentioned_s;

	if (mentioned_s && now - mentioned_s < MENTION_S)
		return;
	mentioned_s = now;
	pusher_channels_each(tell_all, NULL);
	pusher_channels_each(forget_old, &now);
}
