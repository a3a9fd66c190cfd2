/* messaging.h - SMS and e-mail to customers: templates, providers, and what became of a message. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_MESSAGING_MESSAGING_H
#define DOMAINS_MESSAGING_MESSAGING_H

#include "base/cx.h"
#include "base/str.h"

enum message_channel { MESSAGE_SMS, MESSAGE_EMAIL };
extern const char *const message_channel_words[]; /* "sms", "email", NULL */

/* queued -> sent -> delivered, or failed; received came from the customer. */
enum message_status {
	MESSAGE_QUEUED, /* in the outbox */
	MESSAGE_SENT, /* the provider has taken it */
	MESSAGE_DELIVERED, /* the provider says it arrived */
	MESSAGE_FAILED, /* refused, undeliverable or given up: `error` says why */
	MESSAGE_RECEIVED,
};
extern const char *const message_status_words[]; /* in that order, NULL at the end */

/* A row of `communications` that is no call. */
struct message {
	int64_t id, order_id, customer_id, agent_id; /* 0: none */
	int64_t history_id; /* the change of status that it tells of, or 0 */
	enum message_channel channel;
	enum message_status status;
	bool inbound;
	const char *to, *from; /* E.164 or e-mail address; from "" until sent */
	const char *subject, *template_code, *error; /* or NULL */
	const char *body;
	int64_t segments; /* of an SMS */
	int64_t at_us;
};

/* ---- Texts ---------------------------------------------------------------------- */

struct message_var {
	const char *name, *value; /* value NULL counts as "" */
};

/*
 * {{name}} becomes the variable's value, once: what a value holds is never
 * expanded again. Unknown names become nothing. Braces that are no variable stay.
 */
const char *message_expand(
	struct arena *arena, const char *text, const struct message_var *vars, size_t count);

/* Percent-encoded for an urlencoded form or a query. */
char *form_escape(struct arena *arena, const char *text);

/* How an SMS is counted (3GPP TS 23.038): 160/153 letters of GSM-7 or 70/67 of UCS-2 a part. */
struct sms_length {
	bool gsm7;
	int64_t units; /* septets, or UTF-16 units */
	int64_t segments;
	int64_t left; /* units that still fit into the last part */
};
struct sms_length sms_length(const char *text);

struct message_text {
	const char *subject; /* "" for SMS */
	const char *body;
	const char *code; /* of the template, or NULL */
};

/*
 * A template of the actor's company by code, in `language` or else in the
 * company's, else in English; expanded. ERR_INVALID on `template`: there is none.
 */
MUST_USE enum err message_template_fill(struct cx *cx, enum message_channel channel,
	const char *code, const char *language, const struct message_var *vars, size_t count,
	struct message_text *text);

/* ---- Sending -------------------------------------------------------------------- */

struct message_new {
	enum message_channel channel;
	int64_t order_id, customer_id, agent_id, history_id; /* 0: none; customer_id is needed */
	const char *to; /* E.164 or an e-mail address, checked */
	struct message_text text;
};

/* Does the actor's company have a provider for the channel? */
MUST_USE enum err message_configured(struct cx *cx, enum message_channel channel, bool *yes);

/*
 * Store the message and hand it to the outbox, in the unit's transaction.
 *
 * ERR_NOT_CONFIGURED  the company has no provider for the channel; nothing is stored
 * ERR_INVALID         names `message` (empty or too long), `to` or `subject`
 */
MUST_USE enum err message_send(
	struct cx *cx, const struct message_new *wanted, struct message *message);

/* Hand a failed message to the outbox again. ERR_NOT_FOUND, ERR_STATE, ERR_NOT_CONFIGURED. */
MUST_USE enum err message_resend(struct cx *cx, int64_t id, struct message *message);

/*
 * Told of every message that came in or changed its status, inside the
 * transaction of it, as the company's system actor. Set once at start: what
 * stands above this domain publishes events and marks what was told (app wires it).
 */
typedef enum err message_listener(struct cx *cx, const struct message *message);
void message_listen(message_listener *told);

/*
 * Whose order an incoming message is about: the sender's newest order that is
 * open, or was last touched. 0 when there is none. Set by the same hand.
 */
typedef enum err message_finder(struct cx *cx, int64_t customer_id, struct message *message);
void message_find_order(message_finder *found);

#endif
