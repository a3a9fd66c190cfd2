/* canned.h - ready-made responses: what other domains do with them. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CANNED_CANNED_H
#define DOMAINS_CANNED_CANNED_H

#include "base/cx.h"

/* What a response may name: {{customer_name}}. In the order of canned_variable_words. */
enum canned_variable {
	CANNED_CUSTOMER_NAME,
	CANNED_AGENT_NAME,
	CANNED_COMPANY_NAME,
	CANNED_ORDER_CODE,
	CANNED_DEPARTMENT,
	CANNED_CHAT_ID,
	CANNED_DATE,
	CANNED_TIME,
	CANNED_VARIABLES
};
extern const char *const canned_variable_words[]; /* NULL-terminated */

/* What stands in a rendered response where nothing is known, for the writer to fill in. */
#define CANNED_GAP "____"

/* What is known where a response is to be sent. */
struct canned_values {
	const char *language; /* in which it is wanted: "en", "ar"; NULL: nobody said */
	const char *value[CANNED_VARIABLES]; /* NULL or "": not known */
};

/*
 * A kind of row that responses are sent from. fill() says what is known of it,
 * or ERR_NOT_FOUND where the actor does not see it; who writes, the company and
 * the time are known without it.
 */
struct canned_subject {
	const char *type; /* "chat" */
	enum err (*fill)(struct cx *cx, const char *key, struct canned_values *values);
};
/* Once for each type, at start (app wires it); the row lives as long as the program. */
void canned_subject_add(const struct canned_subject *subject);

/*
 * A message was sent that began as this response: counted, if it is one that the
 * actor sees. A message is no worse for a response that is gone, so all others
 * count for nothing and no failure comes of them.
 *
 * ERR_INVALID  on `content`: gaps are left in it
 */
MUST_USE enum err canned_used(struct cx *cx, int64_t id, const char *content);

#endif
