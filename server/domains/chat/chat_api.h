/* chat_api.h - route tables of this folder, and the schemas that they share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_API_H
#define DOMAINS_CHAT_CHAT_API_H

#include "domains/chat/chat_message.h"
#include "domains/chat/chat_settings.h"
#include "platform/http/http.h"

/* For app/routes.c; each ends in a row of zeros. */
extern const struct http_route chat_routes[]; /* lists, and single ones */
extern const struct http_route chat_control_routes[]; /* begun, taken, handed on, closed */
extern const struct http_route chat_message_routes[];
extern const struct http_route chat_part_routes[]; /* notes, transcripts, what there was before */
extern const struct http_route chat_bulk_routes[]; /* many at once */
extern const struct http_route chat_tag_routes[];
extern const struct http_route chat_settings_routes[];
extern const struct http_route chat_self_routes[]; /* how one takes one's own chats */
extern const struct http_route chat_stats_routes[];

/* The objects `Chat` and `ChatMessage`. */
extern const struct schema chat_schema;
extern const struct schema chat_message_schema;

/*
 * Texts in both languages. What an object {situation: {language: text}} gives takes the place
 * of those of the same words; NULL gives nothing. ERR_INVALID on answers.
 */
extern const struct schema chat_answer_schema;
MUST_USE enum err chat_answers_take(struct http_req *rq, const struct json_value *given,
	const char *const *words, struct chat_answer *answers);

/* {"chat": Chat} */
extern const struct schema chat_answer_out;
void chat_reply(struct http_req *rq, int status, const struct chat *chat);

/* {"message": ChatMessage, "chat": Chat} */
extern const struct schema chat_said_out;
void chat_reply_said(struct http_req *rq, const struct chat_said *said);

#endif
