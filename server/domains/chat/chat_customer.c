/* chat_customer.c - what customers do in their chats. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_customer_internal.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/chat/chat_live.h"
#include "domains/contacts/contact.h"
#include "platform/auth/auth.h"
#include "platform/intl/intl.h"
#include "platform/json/json.h"

enum err chat_refuse_blocked(struct cx *cx)
{
	cx->failure.code = "blocked";
	return fail(cx, ERR_DENIED, NULL, "You cannot write here any more.");
}

/* ---- A chat of the visitor's ------------------------------------------------------------------ */

static enum err take_up(struct cx *cx, int64_t visitor_id, int64_t chat_id, struct chat_hand *hand)
{
	TRY(chat_take_up_any(cx, chat_id, hand));
	if (!visitor_id || hand->chat.visitor.id != visitor_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such chat.");
	return OK;
}

/* ---- Opening ------------------------------------------------------------------------------------ */

/* Whoever has this number or address; agents see who it says it is. */
static enum err find_customer(struct cx *cx, struct chat *chat)
{
	struct customer customer = {0};

	if (chat->phone)
		TRY(customer_by_phone(cx, chat->phone, &customer));
	if (!customer.id && chat->email)
		TRY(customer_by_email(cx, chat->email, &customer));
	chat->customer_id = customer.id;
	return OK;
}

static enum err read_opening(struct cx *cx, const struct chat_opening *opening, struct chat *chat)
{
	const char *content = opening->say.content ? opening->say.content : "";

	*chat = (struct chat){.source = opening->visitor_id ? "widget" : "api",
		.visitor = {.id = opening->visitor_id},
		.name = opening->name ? opening->name : "",
		.email = opening->email,
		.subject = opening->subject,
		.language = opening->language ? opening->language : chat_language_of(content),
		.priority = "normal",
		.offline = opening->offline,
		.tags = "",
		.auto_answered = "",
		.created_us = cx->now_us,
		.touched_us = cx->now_us};
	if (!text_empty(opening->phone))
		TRY(intl_phone(
			cx, cx->actor->company->country, "phone", opening->phone, &chat->phone));
	if (!text_empty(opening->department))
		TRY(chat_find_department(cx, opening->department, &chat->department_id));
	return find_customer(cx, chat);
}

enum err chat_visitor_blocked(
	struct cx *cx, const struct chat_opening *opening, int64_t customer_id, bool *is_blocked)
{
	const struct chat chat = {.visitor = {.id = opening->visitor_id},
		.customer_id = customer_id,
		.email = opening->email,
		.phone = opening->phone};

	return chat_store_blocked(cx, &chat, is_blocked);
}

static enum err begin(struct cx *cx, const struct chat_opening *opening, struct chat *chat)
{
	struct chat_hand hand;
	struct json event;
	bool is_blocked;

	TRY(read_opening(cx, opening, &hand.chat));
	TRY(chat_store_blocked(cx, &hand.chat, &is_blocked));
	if (is_blocked)
		return chat_refuse_blocked(cx);
	if (opening->visitor_id)
		TRY(chat_store_wrote(cx, opening->visitor_id));
	TRY(chat_store_new(cx, &hand.chat));
	chat_queue(&hand.chat, cx->now_us);
	hand.before = hand.chat;
	TRY(chat_settle(cx, &hand, "chat:new", NULL));
	chat_event_begin(&event, cx, "opened");
	TRY(chat_add_event(cx, &hand.chat, &event, true));
	*chat = hand.chat;
	return OK;
}

/* ---- Saying ------------------------------------------------------------------------------------- */

static enum err add(struct cx *cx, int64_t visitor_id, struct chat *chat,
	const struct chat_say *say, struct chat_said *said)
{
	const struct file_owner owner = {.visitor_id = visitor_id};

	said->message = (struct chat_message){.speaker = "customer",
		.kind = "text",
		.content = say->content ? say->content : "",
		.client_id = say->client_id};
	TRY(chat_check_reply(cx, chat, say, &said->message));
	TRY(chat_attach(cx, chat, &owner, say, &said->message));
	TRY(chat_add(cx, chat, &said->message));
	TRY(chat_notify_message(cx, chat, &said->message));
	said->chat = *chat;
	return chat_answer_alone(cx, &said->chat);
}

enum err chat_customer_says(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	const struct chat_say *say, struct chat_said *said)
{
	static const char *const nothing[] = {NULL};
	struct chat_hand hand;

	TRY(take_up(cx, visitor_id, chat_id, &hand));
	TRY(chat_find_again(cx, chat_id, "customer", say->client_id, &said->message, &said->again));
	said->chat = hand.chat;
	if (said->again)
		return OK;
	if (hand.chat.blocked)
		return chat_refuse_blocked(cx);
	if (chat_over(&hand.chat))
		return fail_state(cx, NULL, nothing, "This chat is over. Begin another one.");
	return add(cx, visitor_id, &hand.chat, say, said);
}

enum err chat_open(struct cx *cx, const struct chat_opening *opening, struct chat_said *said)
{
	struct chat chat = {0};

	said->again = false;
	TRY(db_begin_write(cx));
	if (opening->visitor_id) {
		TRY(chat_store_hold_visitor(cx, opening->visitor_id));
		TRY(chat_of_visitor(cx, opening->visitor_id, &chat));
	}
	if (chat.id && !chat_over(&chat))
		return chat_customer_says(cx, opening->visitor_id, chat.id, &opening->say, said);
	if (chat.id && opening->say.client_id) { /* the same opening, sent again after its end */
		TRY(chat_find_again(cx, chat.id, "customer", opening->say.client_id, &said->message,
			&said->again));
		said->chat = chat;
		if (said->again)
			return OK;
	}
	TRY(begin(cx, opening, &chat));
	return add(cx, opening->visitor_id, &chat, &opening->say, said);
}

/* ---- Marks, typing, pages ------------------------------------------------------------------------- */

static int64_t raised(int64_t mark, int64_t seq, int64_t last_seq)
{
	if (seq > last_seq)
		seq = last_seq;
	return seq > mark ? seq : mark;
}

enum err chat_customer_marks(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	int64_t delivered_seq, int64_t read_seq, struct chat *chat)
{
	struct chat_hand hand;
	int64_t read, delivered;

	TRY(take_up(cx, visitor_id, chat_id, &hand));
	*chat = hand.chat;
	read = raised(chat->customer_read_seq, read_seq, chat->last_seq);
	delivered = raised(chat->customer_delivered_seq, delivered_seq, chat->last_seq);
	if (delivered < read)
		delivered = read;
	if (read == chat->customer_read_seq && delivered == chat->customer_delivered_seq)
		return OK;
	chat->customer_read_seq = read;
	chat->customer_delivered_seq = delivered;
	TRY(chat_store_said(cx, chat));
	return chat_tell_read(cx, chat, "customer");
}

enum err chat_own(struct cx *cx, int64_t visitor_id, int64_t chat_id, struct chat *chat)
{
	struct chats chats;

	*chat = (struct chat){0};
	TRY(chats_read(cx, &chat_id, 1, &chats));
	if (!visitor_id || !chats.count || chats.rows[0].visitor.id != visitor_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such chat.");
	*chat = chats.rows[0];
	return OK;
}

enum err chat_customer_types(struct cx *cx, int64_t visitor_id, int64_t chat_id, bool typing)
{
	struct chat chat;

	TRY(chat_own(cx, visitor_id, chat_id, &chat));
	if (!chat_over(&chat) && !chat.blocked)
		chat_tell_typing(cx, &chat, "customer", chat.name, typing);
	return OK;
}

/* Shorter than that, and nobody noticed. */
#define AWAY_US (2 * US_PER_MINUTE)

static enum err say_back(struct cx *cx, int64_t chat_id)
{
	struct chat_hand hand;
	struct json event;

	TRY(chat_take_up_any(cx, chat_id, &hand));
	if (chat_over(&hand.chat))
		return OK;
	chat_event_begin(&event, cx, "customer_back");
	return chat_add_event(cx, &hand.chat, &event, true);
}

enum err chat_visitor_seen(struct cx *cx, int64_t visitor_id, bool online, const char *page_url,
	const char *page_title)
{
	struct chat chat;
	struct opt_int left_us;

	TRY(db_begin_write(cx));
	TRY(chat_store_left(cx, visitor_id, &left_us));
	TRY(chat_store_seen(cx, visitor_id, online, page_url, page_title));
	TRY(chat_of_visitor(cx, visitor_id, &chat));
	if (!chat.id || chat_over(&chat))
		return OK;
	chat_tell_visitor(cx, &chat);
	if (!online || !left_us.given || left_us.value > cx->now_us - AWAY_US)
		return OK;
	return say_back(cx, chat.id);
}

enum err chat_visitor_gone(struct cx *cx, int64_t visitor_id, int64_t left_us)
{
	bool heard;

	TRY(db_begin_write(cx));
	TRY(chat_store_hold_visitor(cx, visitor_id));
	TRY(chat_store_heard(cx, visitor_id, left_us, &heard));
	return heard ? OK : chat_visitor_seen(cx, visitor_id, false, NULL, NULL);
}

/* ---- The end --------------------------------------------------------------------------------------- */

enum err chat_customer_ends(struct cx *cx, int64_t visitor_id, int64_t chat_id, struct chat *chat)
{
	struct chat_hand hand;
	struct json event;

	TRY(take_up(cx, visitor_id, chat_id, &hand));
	if (!chat_over(&hand.chat)) {
		const bool answered = chat_is(&hand.chat, "active");

		TRY(chat_store_turn_end(cx, chat_id, "offer", "withdrawn"));
		TRY(chat_store_turn_end(cx, chat_id, "agent", NULL));
		chat_end(&hand.chat, answered ? "closed" : "abandoned", cx->now_us);
		TRY(chat_settle(cx, &hand, "chat:closed", NULL));
		chat_event_begin(&event, cx, "customer_left");
		TRY(chat_add_event(cx, &hand.chat, &event, true));
	}
	*chat = hand.chat;
	return OK;
}

enum err chat_rate(struct cx *cx, int64_t visitor_id, int64_t chat_id, int64_t score,
	const char *comment, struct chat *chat)
{
	static const char *const changed[] = {"rating", NULL};
	static const char *const nothing[] = {NULL};
	struct chat_hand hand;
	struct json event;

	TRY(take_up(cx, visitor_id, chat_id, &hand));
	if (hand.chat.rating)
		return fail_state(cx, NULL, nothing, "This chat has been rated already.");
	if (!hand.chat.agent.id)
		return fail_state(cx, NULL, nothing, "Nobody has answered in this chat.");
	if (score < 1 || score > 5)
		return fail(cx, ERR_INVALID, "score", "Use a number from 1 to 5.");
	hand.chat.rating = score;
	hand.chat.rating_comment = text_empty(comment) ? NULL : comment;
	TRY(chat_settle(cx, &hand, "chat:updated", changed));
	chat_event_begin(&event, cx, "rated");
	json_field_int(&event, "score", score);
	TRY(chat_add_event(cx, &hand.chat, &event, true));
	*chat = hand.chat;
	return OK;
}

/* ---- Reading ---------------------------------------------------------------------------------------- */

enum err chat_of_visitor(struct cx *cx, int64_t visitor_id, struct chat *chat)
{
	struct chats chats;
	int64_t id;

	*chat = (struct chat){0};
	TRY(chat_store_newest_of(cx, visitor_id, &id));
	TRY(chats_read(cx, &id, id ? 1 : 0, &chats));
	if (chats.count)
		*chat = chats.rows[0];
	return OK;
}

enum err chat_customer_reads(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	const struct chat_pages *pages, struct chat *chat, struct chat_messages *messages)
{
	struct chat_pages open = *pages;

	*messages = (struct chat_messages){0};
	TRY(chat_own(cx, visitor_id, chat_id, chat));
	open.for_customer = true;
	TRY(chat_store_page(cx, chat_id, &open, messages));
	return chat_read_files(cx, chat_id, messages->rows, messages->count);
}
