/* pusher_internal.h - shared by the files of Pusher's protocol: lines, channels, members, requests. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_PUSH_PUSHER_INTERNAL_H
#define PLATFORM_PUSH_PUSHER_INTERNAL_H

#include "platform/json/json.h"
#include "platform/push/push_internal.h"
#include "platform/ws/ws_dialect.h"

#define PUSHER_KEY_MAX 63
#define PUSHER_CHANNELS_MAX 100 /* of one line */
#define PUSHER_NAME_MAX 164 /* bytes of a channel's name, and of an event's */

/* What the protocol says when it refuses. 4000-4099: do not come again; 4200-4299: at once. */
enum pusher_code {
	PUSHER_FAILED = 4000,
	PUSHER_UNKNOWN_APP = 4001,
	PUSHER_DISABLED = 4003,
	PUSHER_UNSUPPORTED = 4007,
	PUSHER_NO_PROTOCOL = 4008,
	PUSHER_UNAUTHORIZED = 4009,
	PUSHER_OVER_CAPACITY = 4100,
	PUSHER_COME_AGAIN = 4200,
	PUSHER_NO_PONG = 4201,
	PUSHER_CLIENT_EVENT = 4301,
};

/* ---- Names and numbers: pusher_names.c ------------------------------------------- */

enum pusher_class { PUSHER_PUBLIC, PUSHER_PRIVATE, PUSHER_PRESENCE };

struct pusher_name {
	struct str text;
	enum pusher_class class;
	bool own; /* of the user alone, and needs no signature: #server-to-user-{id} */
	enum perm permission; /* that a subscriber has to have */
	int64_t user_id; /* whose alone it is; 0: not one user's */
	unsigned
		topic; /* bit of the company's events that come over it; 0: what is published there */
};

/* False: no channel is called so. */
MUST_USE bool pusher_name_read(struct str text, struct pusher_name *name);
/* May the actor listen? */
bool pusher_name_open_to(const struct pusher_name *name, const struct actor *actor);
/* Bits of all channels an event comes over, as far as somebody may have it. */
unsigned pusher_topics_of(const struct event_frame *frame);
/* The channel of one bit; user_id: whom the event is for. */
const char *pusher_topic_name(struct arena *arena, unsigned topic, int64_t user_id);
/* Has the channel the other names of an event too? The one that carries everything has not. */
bool pusher_topic_has_names(unsigned topic);

/*
 * "123.456", which names a line for the time it stands. The second number seals the
 * first for company and user (0: nobody knows yet), so any node can tell whose it is.
 */
const char *pusher_id_make(struct arena *arena, int64_t company_id, int64_t user_id);
bool pusher_id_is_of(struct arena *arena, const char *id, int64_t company_id, int64_t user_id);

/* A message of a client. */
struct pusher_message {
	const char *event;
	const char *channel; /* NULL: none */
	const struct json_value *data; /* an object, also if it came as text; NULL: none */
	const struct json_value *sent; /* data as it came; NULL: none */
};
MUST_USE bool pusher_message_read(struct cx *cx, struct str bytes, struct pusher_message *message);
/* A member of an object that is text, else NULL. */
const char *pusher_text_in(const struct json_value *object, const char *key);

/* HMAC-SHA256 in hex. */
const char *pusher_sign(struct arena *arena, const char *secret, struct str text);

/*
 * Who a line is, as its user's own request said, sealed: "user and token of line ID".
 * The client carries it and cannot read it.
 */
const char *pusher_ticket_make(struct arena *arena, const char *id, struct str token);
/* NULL: no ticket, or of another line. */
const char *pusher_ticket_token(struct arena *arena, const char *ticket, const char *id);

/* Name and agent's code as members of an open object: what others see of a member. */
void pusher_info_write(struct json *json, const struct actor *actor);

/* ---- Lines: pusher.c ---------------------------------------------------------------- */

struct pusher_sub;

struct pusher {
	int64_t company_id; /* of the app */
	char key[PUSHER_KEY_MAX + 1], secret[PUSHER_KEY_MAX + 1];
	char id[44];
	unsigned fault; /* enum pusher_code: closed as soon as it stands; 0: none */
	bool client_events;
	bool greeted; /* events follow */
	bool asked; /* who it is is being looked up */
	bool pinged;
	uint8_t refusals;
	uint8_t said; /* client events in said_s */
	uint32_t said_s, heard_s, pinged_s;
	int64_t signing_id; /* whom pusher:signin named, to be confirmed when it is known; 0: none */
	struct pusher_sub *subs;
	unsigned sub_count;
	unsigned topics; /* of its confirmed subscriptions */
	struct ws_socket *socket;
	struct pusher *next, **link; /* among all lines */
};

extern const struct ws_dialect pusher_dialect;

static inline struct pusher *pusher_of(const struct ws_socket *socket)
{
	return ws_state(socket);
}

/* {"event":..,"channel":..,"data":".."}: data is JSON in a text, as the protocol has it. */
struct str pusher_line(
	struct arena *arena, const char *event, const char *channel, struct str data);
void pusher_error(struct ws_socket *socket, unsigned code, const char *message);
/* Every line of the company is closed, to come again: what it may has changed. */
void pusher_close_company(int64_t company_id);

/* ---- Who listens where: pusher_channel.c ------------------------------------------------ */

struct pusher_channel;
struct pusher_member;

struct pusher_sub {
	struct ws_socket *socket;
	struct pusher_channel *channel;
	int64_t member_id; /* whom a signature for a presence channel names */
	bool confirmed;
	struct pusher_sub *next; /* of the same line */
	struct pusher_sub *peer, **link; /* of the same channel */
};

struct pusher_channel {
	int64_t company_id;
	char *name;
	struct pusher_sub *subs;
	struct pusher_member *members; /* of a presence channel */
	struct pusher_channel *next; /* in its bucket */
};

void pusher_hear_subscribe(struct ws_socket *socket, struct cx *cx, const struct json_value *data);
void pusher_hear_unsubscribe(struct ws_socket *socket, const struct json_value *data);
void pusher_hear_signin(struct ws_socket *socket, struct cx *cx, const struct json_value *data);
void pusher_hear_client(
	struct ws_socket *socket, struct cx *cx, const struct pusher_message *message);
/* It is known who it is: what waited for that. */
void pusher_confirm_all(struct ws_socket *socket);
/* Nobody may come in so: what waited for that. */
void pusher_refuse_all(struct ws_socket *socket);
void pusher_forget_subs(struct ws_socket *socket);

struct pusher_channel *pusher_channel_find(int64_t company_id, const char *name);
/* Text to who listens, but for the line of that id (NULL: to all). */
void pusher_channel_say(const struct pusher_channel *channel, struct str text, const char *but);
/* Each presence channel with somebody on it. */
void pusher_channels_each(void (*fn)(struct pusher_channel *channel, void *arg), void *arg);

/* ---- Members of presence channels: pusher_presence.c -------------------------------------- */

/* {"presence":{count, ids, hash}} */
struct str pusher_members_write(struct arena *arena, const struct pusher_channel *channel);
void pusher_member_came(struct pusher_sub *sub);
void pusher_member_left(struct pusher_sub *sub);
void pusher_members_free(struct pusher_channel *channel);
/* The first of this node on the channel: who is there already? */
void pusher_members_ask(const struct pusher_channel *channel);
/* Often: says who is here, forgets whom no node has mentioned for a while. */
void pusher_members_tick(uint32_t now_s);

/* ---- Between nodes: pusher_between.c -------------------------------------------------------- */

const char *pusher_node(void);
/* What passes on channels; every node hears it, this one too. */
void pusher_tell(int64_t company_id, const char *type, struct str data);
/* On the hub's thread: {channel, node, ...} of that type came. */
void pusher_members_heard(
	struct cx *cx, int64_t company_id, const char *type, const struct json_value *data);

/* ---- Programs that publish: pusher_publish.c -------------------------------------------------- */

enum err pusher_post_events(struct http_req *rq);

#endif
