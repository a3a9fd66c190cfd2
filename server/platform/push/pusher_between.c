/* pusher_between.c - what passes on channels, from node to node, and what was set anew. */
/* SPDX-License-Identifier: MIT */
#include "platform/push/pusher_internal.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"

#include <pthread.h>

#define NODE_BYTES 9
#define SILENCE_MS 30000
#define PONG_MS 30000

static char node[NODE_BYTES * 2];
static pthread_once_t node_once = PTHREAD_ONCE_INIT;

static void make_node(void)
{
	struct arena *arena = arena_new(0);

	(void)snprintf(node, sizeof(node), "%s", crypto_token(arena, NODE_BYTES));
	arena_free(&arena);
}

const char *pusher_node(void)
{
	(void)pthread_once(&node_once, make_node);
	return node;
}

void pusher_tell(int64_t company_id, const char *type, struct str data)
{
	const struct actor actor = {.company_id = company_id};
	struct arena *arena = arena_new(0);
	struct cx cx = {
		.arena = arena, .actor = &actor, .now_us = clock_now_us(), .request_id = "pusher"};

	events_tell(&cx,
		&(struct event){.type = type,
			.subject_type = WS_CHANNEL,
			.audience = {.permission = PERM_SELF, .everyone = true},
			.data = data.ptr});
	arena_free(&arena);
}

/* ---- Heard, on the hub's thread ------------------------------------------------------------ */

static void heard_said(int64_t company_id, const struct json_value *data)
{
	const char *name = pusher_text_in(data, "channel");
	const char *event = pusher_text_in(data, "event");
	const char *text = pusher_text_in(data, "data");
	const struct json_value *user = json_get(data, "user_id");
	const struct pusher_channel *channel = name ? pusher_channel_find(company_id, name) : NULL;
	struct json json;

	if (!channel || !event || !text)
		return;
	json_begin(&json, ws_arena(), strlen(text) + 300);
	json_open(&json);
	json_field_text(&json, "event", event);
	json_field_text(&json, "channel", name);
	json_field_text(&json, "data", text);
	if (user && json_kind_of(user) == JSON_INT)
		json_field_text(&json, "user_id", json_digits_of(ws_arena(), user));
	json_close(&json);
	pusher_channel_say(channel, json_end(&json), pusher_text_in(data, "socket_id"));
}

static void hear(const struct event_frame *frame)
{
	struct cx cx = {.arena = ws_arena(), .actor = actor_nobody(), .request_id = "pusher"};
	const struct json_value *data;

	if (text_is(frame->type, "push:changed"))
		pusher_close_company(frame->company_id);
	else if (json_parse(&cx, frame->data, &data) != OK)
		return;
	else if (text_is(frame->type, "channel:said"))
		heard_said(frame->company_id, data);
	else
		pusher_members_heard(&cx, frame->company_id, frame->type, data);
}

static void run(void *arg)
{
	struct event_frame *frame = arg;

	if (!ws_is_stopping())
		hear(frame);
	event_frame_release(&frame);
}

/* ---- On whichever thread ------------------------------------------------------------------------ */

static void take(struct event_frame *frame)
{
	struct event_frame *kept = event_frame_retain(frame);

	if (!ws_run(run, kept))
		event_frame_release(&kept);
}

static void on_told(struct event_frame *frame, void *arg)
{
	(void)arg;
	if (text_is(frame->subject_type, WS_CHANNEL))
		take(frame);
}

static void on_committed(struct event_frame *frame, void *arg)
{
	(void)arg;
	if (text_is(frame->type, "push:changed"))
		take(frame);
}

void pusher_start(void)
{
	if (!push_options.silence_ms)
		push_options.silence_ms = SILENCE_MS;
	if (!push_options.pong_ms)
		push_options.pong_ms = PONG_MS;
	events_listen(on_told, NULL);
	events_subscribe(on_committed, NULL);
}
