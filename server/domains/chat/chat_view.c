/* chat_view.c - a chat as answers and events show it. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_view.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/accounts/account.h"
#include "platform/json/json.h"

#include <inttypes.h>

#define CODE_PREFIX "conv_"

const char *const chat_state_words[] = {
	"waiting", "offered", "active", "closed", "missed", "abandoned", NULL};
const char *const chat_source_words[] = {"widget", "agent", "api", NULL};
const char *const chat_priority_words[] = {"normal", "high", NULL};
const char *const chat_alert_words[] = {"waiting", "unseen", NULL};

bool chat_is(const struct chat *chat, const char *state)
{
	return text_is(chat->state, state);
}

bool chat_waits(const struct chat *chat)
{
	return chat->queue_key.given;
}

bool chat_over(const struct chat *chat)
{
	return chat->closed_us.given;
}

int64_t chat_key_read(const char *key)
{
	const size_t prefix = sizeof(CODE_PREFIX) - 1;
	int64_t id;

	if (str_starts(str_of(key), CODE_PREFIX))
		key += prefix;
	return text_int(key, &id) && id > 0 ? id : 0;
}

const char *chat_code(struct arena *arena, int64_t id)
{
	return arena_format(arena, CODE_PREFIX "%" PRId64, id);
}

const struct chat *chats_find(const struct chats *chats, int64_t id)
{
	size_t low = 0, high = chats->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (chats->rows[middle].id == id)
			return &chats->rows[middle];
		if (chats->rows[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- Parts --------------------------------------------------------------------------------- */

void chat_write_agent(struct json *json, const struct cx *cx, const struct chat_agent *agent)
{
	if (!agent->id) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "id", agent->id);
	json_field_text(json, "code", agent_code(cx->arena, agent->no));
	json_field_text(json, "name", agent->name);
	json_close(json);
}

void chat_write_last(struct json *json, const struct chat_last *last)
{
	if (!last->seq) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "seq", last->seq);
	json_field_text(json, "speaker", last->speaker);
	json_field_text(json, "kind", last->kind);
	json_field_text(json, "preview", last->preview);
	json_field_time(json, "at", last->at_us);
	json_close(json);
}

static void write_department(struct json *json, const struct chat *chat)
{
	json_key(json, "department");
	if (!chat->department_id) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "id", chat->department_id);
	json_field_text(json, "code", chat->department);
	json_field_text(json, "name", chat->department_name);
	json_close(json);
}

static void write_customer(struct json *json, const struct cx *cx, const struct chat *chat)
{
	json_field_open(json, "customer");
	json_field_id(json, "id", chat->customer_id);
	json_field_text(json, "code",
		chat->customer_id ? arena_format(cx->arena, "CUST-%03" PRId64, chat->customer_id)
				  : NULL);
	json_field_text(json, "name", chat->name);
	json_field_text(json, "email", chat->email);
	json_field_text(json, "phone", chat->phone);
	json_field_bool(json, "blocked", chat->blocked);
	json_field_bool(json, "verified", chat->verified);
	json_close(json);
}

void chat_write_tags(struct json *json, const char *tags)
{
	struct str rest = str_of(tags);

	json_field_open_array(json, "tags");
	while (rest.ptr && rest.len) {
		const struct str tag = str_cut(rest, ',', &rest);

		if (tag.len)
			json_text_n(json, tag.ptr, tag.len);
	}
	json_close_array(json);
}

static void write_visitor(struct json *json, const struct chat_visitor *visitor)
{
	json_key(json, "visitor");
	if (!visitor->id) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_bool(json, "online", visitor->online);
	json_field_text(json, "page_url", visitor->page_url);
	json_field_text(json, "page_title", visitor->page_title);
	json_field_text(json, "referrer", visitor->referrer);
	json_field_text(json, "browser", visitor->browser);
	json_field_text(json, "system", visitor->system);
	json_field_text(json, "ip", visitor->ip);
	json_field_text(json, "country", visitor->country);
	json_field_text(json, "city", visitor->city);
	json_close(json);
}

static void write_rating(struct json *json, const struct chat *chat)
{
	json_key(json, "rating");
	if (!chat->rating) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "score", chat->rating);
	json_field_text(json, "comment", chat->rating_comment);
	json_close(json);
}

/* How long the customer waits now; of one that nobody waits in, how long it took to be taken. */
static int64_t wait_seconds(const struct cx *cx, const struct chat *chat)
{
	int64_t us = 0;

	if (chat->waiting_since_us.given)
		us = cx->now_us - chat->waiting_since_us.value;
	else if (chat_over(chat) && chat->queued_us.given && chat->assigned_us.given)
		us = chat->assigned_us.value - chat->queued_us.value;
	return us > 0 ? us / US_PER_SECOND : 0;
}

static void write_times(struct json *json, const struct cx *cx, const struct chat *chat)
{
	json_field_time(json, "created_at", chat->created_us);
	json_field_time(json, "updated_at", chat->touched_us);
	json_field_opt_time(json, "queued_at", chat->queued_us);
	json_field_opt_time(json, "assigned_at", chat->assigned_us);
	json_field_opt_time(json, "first_response_at", chat->first_response_us);
	json_field_opt_time(json, "closed_at", chat->closed_us);
	json_field_opt_time(json, "waiting_since", chat->waiting_since_us);
	json_field_int(json, "wait_seconds", wait_seconds(cx, chat));
	json_field_opt_int(json, "position", chat->position);
}

static void write_marks(struct json *json, const struct chat *chat)
{
	json_key(json, "last_message");
	chat_write_last(json, &chat->last);
	json_field_int(json, "last_seq", chat->last_seq);
	json_field_int(json, "message_count", chat->message_count);
	json_field_int(json, "customer_delivered_seq", chat->customer_delivered_seq);
	json_field_int(json, "customer_read_seq", chat->customer_read_seq);
	json_field_int(json, "agent_read_seq", chat->agent_read_seq);
}

/* ---- The whole ------------------------------------------------------------------------------ */

static void write_chat(
	struct json *json, const struct cx *cx, const struct chat *chat, bool for_one)
{
	json_open(json);
	json_field_int(json, "id", chat->id);
	json_field_text(json, "code", chat_code(cx->arena, chat->id));
	json_field_text(json, "state", chat->state);
	json_field_int(json, "version", chat->version);
	write_department(json, chat);
	json_key(json, "agent");
	chat_write_agent(json, cx, &chat->agent);
	json_key(json, "offered_to");
	chat_write_agent(json, cx, &chat->offered);
	json_field_opt_time(json, "offer_until", chat->offer_until_us);
	write_customer(json, cx, chat);
	json_field_text(json, "subject", chat->subject);
	json_field_text(json, "language", chat->language);
	json_field_text(json, "source", chat->source);
	json_field_bool(json, "offline", chat->offline);
	chat_write_tags(json, chat->tags);
	json_field_text(json, "priority", chat->priority);
	write_marks(json, chat);
	if (for_one)
		json_field_int(json, "unread", chat->unread);
	write_times(json, cx, chat);
	json_field_text(json, "close_reason", chat->close_reason);
	json_field_text(json, "alert", chat->alert);
	write_visitor(json, &chat->visitor);
	write_rating(json, chat);
	json_close(json);
}

void chat_write_json(struct json *json, const struct cx *cx, const struct chat *chat)
{
	write_chat(json, cx, chat, true);
}

void chat_write_event_json(struct json *json, const struct cx *cx, const struct chat *chat)
{
	write_chat(json, cx, chat, false);
}
