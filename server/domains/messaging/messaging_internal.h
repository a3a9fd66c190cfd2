/* messaging_internal.h - what the files of this folder share. No HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_MESSAGING_MESSAGING_INTERNAL_H
#define DOMAINS_MESSAGING_MESSAGING_INTERNAL_H

#include "domains/messaging/messaging.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

struct fetch_answer;
struct fetch_request;
struct outbox_item;
struct outbox_verdict;

/* ---- Templates: template_table.c, template.c, template_store.c --------------------- */

#define TEMPLATE_CODE_MAX 64
#define SMS_LETTERS_MAX 1600
#define MAIL_LETTERS_MAX 20000
#define SUBJECT_LETTERS_MAX 200

struct template
{
	int64_t id, version; /* 0: built in, unchanged */
	const char *code, *language, *subject, *body;
	enum message_channel channel;
	bool built_in; /* there is a text to go back to */
};

/* The built-in ones; ends in a row without a code. */
extern const struct template template_table[];
extern const char *const template_language_words[]; /* "en", "ar", NULL */
/* Variables a text may name; NULL at the end. */
extern const char *const template_variables[];

const struct template *template_built_in(
	const char *code, enum message_channel channel, const char *language);
/* Names in {{}} that are no variables, comma-separated; "" when all are known. */
const char *template_unknown(struct arena *arena, const char *text);

struct template_list {
	struct template *rows;
	size_t count;
};
/* The company's texts over the built-in ones, by code, channel and language. */
MUST_USE enum err template_all(struct cx *cx, struct template_list *list);
/* ERR_NOT_FOUND. */
MUST_USE enum err template_find(struct cx *cx, const char *code, enum message_channel channel,
	const char *language, struct template *found);
/*
 * Write a text, making or changing it. version: the one last seen, not given for
 * a new one. ERR_CONFLICT, ERR_INVALID (names the field).
 */
MUST_USE enum err template_put(struct cx *cx, struct template *wanted, struct opt_int version);
/* Back to the built-in text, or gone. ERR_NOT_FOUND when there is none of the company's own. */
MUST_USE enum err template_remove(
	struct cx *cx, const char *code, enum message_channel channel, const char *language);

MUST_USE enum err template_store_list(struct cx *cx, struct template_list *list);
MUST_USE enum err template_store_find(struct cx *cx, const char *code, enum message_channel channel,
	const char *language, struct template *found);
MUST_USE enum err template_store_add(struct cx *cx, struct template *wanted);
/* ERR_CONFLICT: not this version any more. */
MUST_USE enum err template_store_change(struct cx *cx, struct template *wanted);
MUST_USE enum err template_store_remove(struct cx *cx, int64_t id);

/* ---- Providers: provider.c, provider_store.c ------------------------------------------ */

enum provider_kind { PROVIDER_TWILIO, PROVIDER_HTTP, PROVIDER_SMTP };
extern const char *const provider_kind_words[];

struct provider {
	int64_t id, version;
	enum message_channel channel;
	enum provider_kind kind;
	const char *name;
	const char *settings; /* a JSON object: see provider.c */
	const char *secret_sealed; /* or NULL */
	const char *callback_key;
	bool active;
	struct opt_int sent_us, failed_us;
	const char *error;
	int64_t created_us;
	int64_t company_id; /* of provider_store_by_callback() only */
};

/* ERR_INVALID names `settings.url` and the like. */
MUST_USE enum err provider_check(struct cx *cx, const struct provider *provider);
/* A text of the settings, or "". */
const char *provider_setting(struct cx *cx, const struct provider *provider, const char *name);
/* NULL when there is none. In the unit's arena. */
const char *provider_secret(struct cx *cx, const struct provider *provider);

MUST_USE enum err provider_store_list(struct cx *cx, struct provider **rows, size_t *count);
MUST_USE enum err provider_store_get(struct cx *cx, int64_t id, struct provider *provider);
/* The one that messages of the channel go through. ERR_NOT_FOUND. */
MUST_USE enum err provider_store_active(
	struct cx *cx, enum message_channel channel, struct provider *provider);
/* Of any company: the key is the credential. ERR_NOT_FOUND. */
MUST_USE enum err provider_store_by_callback(
	struct cx *cx, const char *key, struct provider *provider);
/* A new active one puts the former one of its channel to rest. */
MUST_USE enum err provider_store_add(struct cx *cx, struct provider *provider);
MUST_USE enum err provider_store_change(struct cx *cx, struct provider *provider);
/* ERR_CONFLICT when messages are on their way through it. */
MUST_USE enum err provider_store_remove(struct cx *cx, int64_t id);
/* error NULL: it took a message. */
MUST_USE enum err provider_store_note(struct cx *cx, int64_t id, const char *error);

/* ---- Messages: message.c, message_store.c ----------------------------------------------- */

MUST_USE enum err message_store_next_id(struct cx *cx, struct message *message);
MUST_USE enum err message_store_add(
	struct cx *cx, const struct message *message, int64_t provider_id, const char *ref);
/*
 * What is known of a message that a provider without idempotency keys may have:
 * written before each request, so that not even a crash makes it go twice.
 */
enum message_doubt {
	DOUBT_NONE, /* it does not have it */
	DOUBT_SENT, /* it was sent, and nobody heard the end of that */
	DOUBT_ASKED, /* it is being asked whether it has it */
};
/* A row as its courier sees it. */
struct message_row {
	struct message message;
	int64_t provider_id;
	const char *provider_ref; /* or NULL */
	enum message_doubt doubt;
};
/* ERR_NOT_FOUND. */
MUST_USE enum err message_store_get(struct cx *cx, int64_t id, struct message_row *row);
MUST_USE enum err message_store_by_ref(
	struct cx *cx, int64_t provider_id, const char *ref, struct message_row *row);
/* Status, provider, reference, error and doubt as they stand in *row. */
MUST_USE enum err message_store_note(struct cx *cx, const struct message_row *row);

/* Tells the listener. */
MUST_USE enum err message_tell(struct cx *cx, const struct message *message);

/*
 * What a provider says of a message later. Words that come late or twice change
 * nothing: delivered and failed are final. ERR_NOT_FOUND: no such message.
 */
MUST_USE enum err message_report(struct cx *cx, const struct provider *provider, const char *ref,
	enum message_status status, const char *error);

/* A message from a customer; the same ref again changes nothing. */
struct message_incoming {
	enum message_channel channel;
	const char *from, *to, *subject, *body, *ref;
	const char *answers; /* the ref of the message it answers, or NULL */
};
MUST_USE enum err message_receive(struct cx *cx, const struct provider *provider,
	const struct message_incoming *incoming, struct message *message, bool *fresh);

/* ---- On the way out: sms.c, sms_http.c, email.c ------------------------------------------- */

#define SMS_KIND "sms"
#define EMAIL_KIND "message.email"

/* How one kind of provider is asked, and understood. */
struct sms_way {
	enum err (*ask)(struct cx *cx, const struct provider *provider,
		const struct message_row *row, const struct outbox_item *item,
		struct fetch_request *request);
	/* The provider's name for the message, or NULL; of a success. */
	const char *(*reference)(struct cx *cx, const struct provider *provider,
		const struct message_row *row, const struct fetch_answer *answer);
	bool asks_first; /* in doubt it can be asked whether it has the message */
};
extern const struct sms_way sms_twilio, sms_http;

/* Where a provider reports to; "" when the installation's public address is not known. */
const char *messaging_callback_url(
	struct arena *arena, enum message_channel channel, const struct provider *provider);

/*
 * Send a message through one provider, beside all others: *test names it in the
 * event provider:tested, which says how it went. One attempt.
 */
MUST_USE enum err provider_test(
	struct cx *cx, const struct provider *provider, const char *to, const char **test);
/* The message and the provider behind an outbox row; of a test they are made up. */
MUST_USE enum err message_load(struct cx *cx, const struct outbox_item *item,
	struct message_row *row, struct provider *provider);
/* Write down how an attempt ended, whichever channel. */
MUST_USE enum err message_note(struct cx *cx, const struct outbox_item *item,
	const struct provider *provider, struct message_row *row, struct outbox_verdict *verdict);

/* ---- Signatures: webhook.c ------------------------------------------------------------------ */

/* What a provider signs reports with; NULL where its own token does (Twilio). */
const char *webhook_secret(struct arena *arena, const struct provider *provider);
/* X-Twilio-Signature: base64 of HMAC-SHA1 over the address and the sorted form fields. */
MUST_USE bool webhook_twilio_signed(struct arena *arena, const char *token, const char *url,
	struct str form, const char *signature);
/* A field of an urlencoded form, or NULL; the first of equals. */
const char *webhook_form_field(struct arena *arena, struct str form, const char *name);

#endif
