/* chat_customer.h - the customer's side of a chat: for the widget, which knows visitors and nothing of agents. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_CUSTOMER_H
#define DOMAINS_CHAT_CHAT_CUSTOMER_H

#include "domains/chat/chat_message.h"

struct schema;

/*
 * The actor of all these is the company's system; who writes is the visitor, and
 * a chat that is not the visitor's does not exist (ERR_NOT_FOUND).
 */

/* Texts are NULL when they were not given. */
struct chat_opening {
	int64_t visitor_id; /* 0: a program writes for the customer (source api) */
	const char *name, *email, *phone; /* phone as people write it */
	const char *department; /* its code */
	const char *language; /* en, ar; else as the message says */
	const char *subject;
	bool offline; /* nobody is there: it is a message to be answered later */
	struct chat_say say; /* the first message */
};
/*
 * A chat that waits; or the visitor's that goes on, to which the message is added.
 *
 * ERR_DENIED   code `blocked`
 * ERR_INVALID  names the field
 */
MUST_USE enum err chat_open(
	struct cx *cx, const struct chat_opening *opening, struct chat_said *said);

/* ERR_STATE: it is over, a new one is to be begun. ERR_DENIED: blocked. */
MUST_USE enum err chat_customer_says(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	const struct chat_say *say, struct chat_said *said);

/* What has reached the customer, and what was read. Marks only rise. */
MUST_USE enum err chat_customer_marks(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	int64_t delivered_seq, int64_t read_seq, struct chat *chat);

/* The customer types, or stopped; told to who sees the chat, kept nowhere. */
MUST_USE enum err chat_customer_types(
	struct cx *cx, int64_t visitor_id, int64_t chat_id, bool typing);

/* The customer ends it: one that waited is abandoned. OK when it was over. */
MUST_USE enum err chat_customer_ends(
	struct cx *cx, int64_t visitor_id, int64_t chat_id, struct chat *chat);

/* 1 to 5, once, of a chat that an agent had. ERR_STATE: rated before, or nobody answered. */
MUST_USE enum err chat_rate(struct cx *cx, int64_t visitor_id, int64_t chat_id, int64_t score,
	const char *comment, struct chat *chat);

/* Whether the visitor has a page open, and which; told with its chat that goes on. */
MUST_USE enum err chat_visitor_seen(struct cx *cx, int64_t visitor_id, bool online,
	const char *page_url, const char *page_title);
/* The last page that one node knows of closed then; who was heard of since, at any node, is here. */
MUST_USE enum err chat_visitor_gone(struct cx *cx, int64_t visitor_id, int64_t left_us);

/* The visitor's newest chat; id 0: none. */
MUST_USE enum err chat_of_visitor(struct cx *cx, int64_t visitor_id, struct chat *chat);
/* A chat of the visitor's. ERR_NOT_FOUND. */
MUST_USE enum err chat_own(struct cx *cx, int64_t visitor_id, int64_t chat_id, struct chat *chat);
/* A page of what the customer may see of it. */
MUST_USE enum err chat_customer_reads(struct cx *cx, int64_t visitor_id, int64_t chat_id,
	const struct chat_pages *pages, struct chat *chat, struct chat_messages *messages);

/* May nobody of this page, address, number or customer write? What chat_open() would say. */
MUST_USE enum err chat_visitor_blocked(
	struct cx *cx, const struct chat_opening *opening, int64_t customer_id, bool *blocked);

/* ERR_DENIED, code `blocked`. */
enum err chat_refuse_blocked(struct cx *cx);

/* The company's hours run, and an agent is there who takes chats. */
MUST_USE enum err chat_open_now(struct cx *cx, bool *open);

/* ---- Files of a visitor's chats ------------------------------------------------------------ */

/* A file of the visitor's chats, or one that it sent and that waits. ERR_NOT_FOUND. */
MUST_USE enum err chat_customer_file(
	struct cx *cx, int64_t visitor_id, const char *code, struct file *file);
/*
 * Who shows the pass may read those files: for addresses in a page, which bring no
 * header. Good for a day and an hour or two, as events that bear it are; the same text
 * for an hour, so that pictures stay
 * in the browser's cache.
 */
const char *chat_file_pass(const struct cx *cx, int64_t visitor_id);
MUST_USE bool chat_file_pass_read(
	const struct cx *cx, const char *pass, int64_t *company_id, int64_t *visitor_id);
/* How a visitor's files are addressed, with a pass. */
struct file_links chat_file_links(const struct cx *cx, int64_t visitor_id);

/* ---- As the customer sees it ------------------------------------------------------------- */

/* The object `WidgetMessage`: who wrote it by display name alone. */
void widget_message_write(struct json *json, const struct cx *cx, const struct chat *chat,
	const struct chat_message *message);
/* The object `WidgetChat`: waiting, active or closed, and so far the agent's side has read. */
/* receipts: the company lets customers see what reached an agent and was read. */
void widget_chat_write(
	struct json *json, const struct cx *cx, const struct chat *chat, bool receipts);
extern const struct schema widget_message_schema; /* chat_widget_schema_api.c */
extern const struct schema widget_chat_schema;

#endif
