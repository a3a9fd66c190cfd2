/* widget_internal.h - shared inside domains/widget: rows, visitors, tokens, who calls. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_WIDGET_WIDGET_INTERNAL_H
#define DOMAINS_WIDGET_WIDGET_INTERNAL_H

#include "base/clock.h"
#include "domains/chat/chat_customer.h"
#include "domains/widget/widget.h"
#include "platform/db/db.h"
#include "platform/http/http.h"

/* ---- Visitors (widget_visitor.c) -------------------------------------------------------------- */

/* Texts are NULL where nothing is known, but the name. */
struct widget_visitor {
	int64_t id;
	const char *name, *email, *phone, *language;
	const char *external_id; /* for whom the company's site vouches */
	const char *vouched_email, *vouched_phone; /* by it: the other two may be typed */
	int64_t customer_id; /* who has what is vouched for, never what was typed */
};

/* Who calls by a token, and for which widget. */
struct widget_caller {
	struct widget widget; /* company_id, id, active, origins and look */
	struct widget_visitor visitor;
	int64_t until_us; /* so long is the token good, if it is not used */
};

/* What a page says of itself; texts NULL: nothing. */
struct widget_page {
	const char *url, *title, *referrer;
	const char *browser, *system, *ip, *language;
};

/* Who the company's own site says it is, signed with the widget's secret. */
struct widget_identity {
	const char *sub, *name, *email, *phone; /* the latter three may be NULL */
};

/* ERR_UNAUTHENTICATED: nobody of any company has it. */
MUST_USE enum err widget_caller_of(struct cx *cx, struct str token, struct widget_caller *caller);
/*
 * The same caller once more, held against others until the unit ends: what was read
 * before it began to write may have changed meanwhile, and the token have ended.
 */
MUST_USE enum err widget_hold_caller(struct cx *cx, struct str token, struct widget_caller *caller);

/*
 * The visitor behind the token, else a new one; and whom the identity names, who may
 * be another. *token is a new one where the caller has to use another from now on.
 */
MUST_USE enum err widget_visitor_come(struct cx *cx, const struct widget *widget,
	const struct widget_identity *identity, const struct widget_page *page,
	struct widget_visitor *visitor, const char **token);
/* The caller was here: its token is good for as long again. */
MUST_USE enum err widget_visitor_stays(
	struct cx *cx, struct str token, const struct widget_caller *caller);
/* The token is good no more, nor a line that was opened with it. */
MUST_USE enum err widget_visitor_leaves(
	struct cx *cx, struct str token, const struct widget_caller *caller);
/* The widget's secret is another: whom the old one named has to be named again. */
MUST_USE enum err widget_end_named(struct cx *cx, int64_t widget_id);
/* As agents see one who did not say: by a number. language NULL: the company's. */
const char *widget_name_of(
	struct cx *cx, const struct widget_visitor *visitor, const char *language);
/* ERR_INVALID on phone. */
MUST_USE enum err widget_phone(struct cx *cx, const char *said, const char **phone);
/* What was asked before the chat: kept for the next one. */
MUST_USE enum err widget_visitor_told(struct cx *cx, const struct widget_visitor *visitor);

/* ---- Identity (widget_identity.c) --------------------------------------------------------------- */

#define WIDGET_IDENTITY_MAX 4096
#define WIDGET_IDENTITY_LIFE_US (24 * US_PER_HOUR)

/*
 * Read a JWT: HS256 and nothing else, signed with this secret, with `sub`, and an
 * `exp` that has not passed and is a day away at most. False for everything else.
 */
MUST_USE bool widget_identity_read(
	struct cx *cx, struct str secret, struct str token, struct widget_identity *identity);

/* ---- Requests (widget_call_api.c) ------------------------------------------------------------------- */

/* How a request is counted. */
enum widget_cost { WIDGET_CALLS, WIDGET_WRITES };

/*
 * Who calls, by the header X-Widget-Token, from a page that may show the widget. From
 * then on the company's system acts. ERR_RATE, ERR_UNAUTHENTICATED, ERR_DENIED.
 */
MUST_USE enum err widget_enter(
	struct http_req *rq, enum widget_cost cost, struct widget_caller *caller);
/* By which the caller came in. */
struct str widget_token_of(const struct http_req *rq);
/* The same by the key that stands in the page, for who has no token yet. ERR_NOT_FOUND. */
MUST_USE enum err widget_enter_by_key(struct http_req *rq, const char *key, struct widget *widget);
/* The page that asks may show the widget, and gets to read the answer. ERR_DENIED. */
MUST_USE enum err widget_check_page(struct http_req *rq, const struct widget *widget);

/* ---- widget_store.c -------------------------------------------------------------------------------- */

MUST_USE enum err widget_store_list(struct cx *cx, struct widgets *widgets);
MUST_USE enum err widget_store_get(struct cx *cx, int64_t id, struct widget *widget, bool *found);
/* Of any company that works here, by what stands in pages. */
MUST_USE enum err widget_store_by_key(
	struct cx *cx, const char *key, struct widget *widget, bool *found);
MUST_USE enum err widget_store_add(struct cx *cx, struct widget *widget);
MUST_USE enum err widget_store_set(struct cx *cx, const struct widget *widget, bool *stored);
MUST_USE enum err widget_store_remove(struct cx *cx, int64_t id, bool *found);
MUST_USE enum err widget_store_departments(struct cx *cx, struct widget *widget);
MUST_USE enum err widget_store_all_departments(struct cx *cx, struct widgets *widgets);
/* By their codes, NULL-terminated; what is none is passed over. */
MUST_USE enum err widget_store_set_departments(
	struct cx *cx, int64_t widget_id, const char *const *codes);
MUST_USE enum err widget_store_allows(struct cx *cx, const char *const *entries, bool *allowed);

/* ---- widget_visitor_store.c ------------------------------------------------------------------------- */

MUST_USE enum err widget_store_caller(
	struct cx *cx, const char *token_hash, struct widget_caller *caller, bool *found);
/* Nobody else writes to the visitor until the unit ends; it is to be read afterwards. */
MUST_USE enum err widget_store_hold(struct cx *cx, int64_t visitor_id);
/* Of two devices that come at once under one name the second finds what the first made. */
MUST_USE enum err widget_store_hold_name(struct cx *cx, const char *external_id);
/* A few of those who were last seen before then and never wrote. */
MUST_USE enum err widget_store_forget(struct cx *cx, int64_t before_us, int64_t *count);
MUST_USE enum err widget_store_by_external(
	struct cx *cx, const char *external_id, struct widget_visitor *visitor, bool *found);
MUST_USE enum err widget_store_new_visitor(struct cx *cx, struct widget_visitor *visitor);
/* What the company's site says of it. */
MUST_USE enum err widget_store_name_visitor(struct cx *cx, const struct widget_visitor *visitor);
/* What it says of itself: name, e-mail, phone. */
MUST_USE enum err widget_store_visitor_told(struct cx *cx, const struct widget_visitor *visitor);
MUST_USE enum err widget_store_page(
	struct cx *cx, int64_t visitor_id, const struct widget_page *page);
/* One more of the visitor's; of too many those end that were not used for longest. */
MUST_USE enum err widget_store_token(struct cx *cx, const struct widget *widget, int64_t visitor_id,
	const char *token_hash, int64_t until_us);
MUST_USE enum err widget_store_keep_token(struct cx *cx, const char *token_hash, int64_t until_us);
MUST_USE enum err widget_store_end_token(struct cx *cx, const char *token_hash);
MUST_USE enum err widget_store_end_tokens(struct cx *cx, int64_t visitor_id);
/* Those of the widget's named visitors; and who of these has a page open, up to a thousand. */
MUST_USE enum err widget_store_end_named(
	struct cx *cx, int64_t widget_id, int64_t **visitors, size_t *count);
/* Some of those that are good no more. */
MUST_USE enum err widget_store_forget_tokens(struct cx *cx, int64_t *count);

/* How the settings are kept: JSON. */
const char *widget_look_text(struct cx *cx, const struct widget_look *look);
MUST_USE enum err widget_look_of(struct cx *cx, const char *text, struct widget_look *look);
const char *widget_origins_text(struct cx *cx, const char *const *origins);
MUST_USE enum err widget_origins_of(struct cx *cx, const char *text, const char *const **origins);

#endif
