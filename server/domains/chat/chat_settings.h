/* chat_settings.h - how a company gives out its chats, when it worries, what it says by itself. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CHAT_CHAT_SETTINGS_H
#define DOMAINS_CHAT_CHAT_SETTINGS_H

#include "base/cx.h"

struct json;

#define CHAT_OFFER_MAX_S 300
#define CHAT_CAPACITY_MAX 200
#define CHAT_ALERT_MAX_S 86400
#define CHAT_ABANDON_MAX_MIN 1440
#define CHAT_ANSWER_MAX 1000

/* What is answered by itself, in both languages; "" for nothing, never NULL. */
enum { CHAT_IN_ENGLISH, CHAT_IN_ARABIC, CHAT_LANGUAGES };
struct chat_answer {
	const char *text[CHAT_LANGUAGES];
};
/* Kept as JSON {situation: {language: text}}; answers as many as there are words, which end in NULL. */
MUST_USE enum err chat_answers_read(
	struct cx *cx, const char *kept, const char *const *words, struct chat_answer *answers);
/* That object. */
void chat_answers_write(
	struct json *json, const char *const *words, const struct chat_answer *answers);
/* In the language, else in the other one. */
const char *chat_answer_in(const struct chat_answer *answer, const char *language);

/* When a company answers. */
enum chat_situation { CHAT_GREETING, CHAT_BUSY, CHAT_AWAY, CHAT_CLOSED, CHAT_SITUATIONS };
extern const char *const chat_situation_words[]; /* greeting, busy, away, closed */

struct chat_settings {
	int64_t version; /* 0: nobody has set anything */
	const char *routing; /* manual, auto */
	int64_t offer_s, capacity;
	int64_t waiting_alert_s, unseen_alert_s, grace_s, abandon_min; /* 0: never */
	bool receipts;
	struct chat_answer answers[CHAT_SITUATIONS];
	int64_t updated_us;
};
extern const char *const chat_routing_words[];

MUST_USE enum err chat_settings_get(struct cx *cx, struct chat_settings *settings);
/* settings: as they are to be, of the version last seen. ERR_CONFLICT with `current`. */
MUST_USE enum err chat_settings_put(
	struct cx *cx, const struct chat_settings *settings, struct chat_settings *after);
/* Members of an open object. */
void chat_settings_write(struct json *json, const struct chat_settings *settings);

/* ---- chat_settings_store.c ---------------------------------------------------------------- */

/* Leaves *settings as it is without a row. answers is the stored JSON. */
MUST_USE enum err chat_settings_store_get(
	struct cx *cx, struct chat_settings *settings, const char **answers);
MUST_USE enum err chat_settings_store_put(
	struct cx *cx, const struct chat_settings *settings, const char *answers, bool *stored);

#endif
