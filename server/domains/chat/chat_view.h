/* chat_view.h - a chat as answers and events show it: its row, with the names that belong to it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_VIEW_H
#define DOMAINS_CHAT_CHAT_VIEW_H

#include "base/cx.h"

struct json;

struct chat_agent {
	int64_t id, no, user_id; /* id 0: nobody */
	const char *name;
};

/* The page that the customer writes from; texts NULL where nothing is known. */
struct chat_visitor {
	int64_t id; /* 0: there is none */
	bool online;
	const char *page_url, *page_title, *referrer, *browser, *system, *ip, *country, *city;
};

/* The last message that lists show. */
struct chat_last {
	int64_t seq; /* 0: there is none */
	const char *speaker, *kind, *preview;
	int64_t at_us;
};

/* Ids are 0 and texts NULL where there is none, unless said. */
struct chat {
	int64_t id, version;
	const char *state; /* one of chat_state_words */
	int64_t department_id;
	const char *department, *department_name; /* its code and name */
	struct chat_agent agent, offered;
	int64_t team_id;
	struct opt_int offer_until_us;
	struct chat_visitor visitor;
	int64_t customer_id;
	const char *name; /* never NULL */
	const char *email, *phone;
	bool blocked;
	bool verified; /* of a visitor: the company's site vouches for this customer */
	const char *subject;
	const char *language, *source, *priority; /* words; never NULL */
	bool offline;
	int64_t created_us, touched_us;
	struct opt_int queued_us, queue_key; /* the key while it waits */
	struct opt_int assigned_us, first_response_us, closed_us;
	struct opt_int waiting_since_us; /* since when the customer waits for an answer */
	struct opt_int position; /* while it waits */
	int64_t last_seq, message_count, customer_count;
	int64_t customer_delivered_seq, customer_read_seq, agent_delivered_seq, agent_read_seq;
	struct chat_last last;
	const char *tags; /* ",resolved,spam,"; never NULL */
	const char *alert, *auto_answered; /* the latter is never NULL */
	const char *close_reason;
	int64_t rating;
	const char *rating_comment;
	int64_t unread; /* messages of the customer that the actor has not read */
};

struct chats {
	struct chat *rows; /* by id, rising */
	size_t count;
};

/* NULL-terminated; closed, missed and abandoned are the ends. */
extern const char *const chat_state_words[];
extern const char *const chat_source_words[];
extern const char *const chat_priority_words[];
extern const char *const chat_alert_words[];

bool chat_is(const struct chat *chat, const char *state);
bool chat_waits(const struct chat *chat); /* nobody has it, and somebody is to take it */
bool chat_over(const struct chat *chat);

/* By id or conv_N, if the actor may see it. ERR_NOT_FOUND for all others alike. */
MUST_USE enum err chat_by_key(struct cx *cx, const char *key, struct chat *chat);
/* "123" and "conv_123" to 123; 0 for what is none. */
int64_t chat_key_read(const char *key);
/* "conv_123" */
const char *chat_code(struct arena *arena, int64_t id);

/* Rows of the company's chats, whoever may see them, in one statement. Ids that are none are left out. */
MUST_USE enum err chats_read(struct cx *cx, const int64_t *ids, size_t count, struct chats *chats);
const struct chat *chats_find(const struct chats *chats, int64_t id); /* or NULL */

/*
 * The object `Chat`; its schema is chat_schema (chat_api.h). In events, which go
 * to many, `unread` is left out.
 */
void chat_write_json(struct json *json, const struct cx *cx, const struct chat *chat);
void chat_write_event_json(struct json *json, const struct cx *cx, const struct chat *chat);
/* "tags": an array of their codes. */
void chat_write_tags(struct json *json, const char *tags);
/* {seq, speaker, kind, preview, at} or null. */
void chat_write_last(struct json *json, const struct chat_last *last);
/* {id, code, name} or null. */
void chat_write_agent(struct json *json, const struct cx *cx, const struct chat_agent *agent);

#endif
