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

/* What a company answers by itself; each in both languages, "" for nothing. */
enum chat_situation { CHAT_GREETING, CHAT_BUSY, CHAT_AWAY, CHAT_CLOSED, CHAT_SITUATIONS };
extern const char *const chat_situation_words[]; /* greeting, busy, away, closed */
enum { CHAT_IN_ENGLISH, CHAT_IN_ARABIC, CHAT_LANGUAGES };

struct chat_settings {
	int64_t version; /* 0: nobody has set anything */
	const char *routing; /* manual, auto */
	int64_t offer_s, capacity;
	int64_t waiting_alert_s, unseen_alert_s, grace_s, abandon_min; /* 0: never */
	bool receipts;
	const char *answers[CHAT_SITUATIONS][CHAT_LANGUAGES]; /* never NULL */
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
