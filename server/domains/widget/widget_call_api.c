/* widget_call_api.c - HTTP: who calls from a page, whose page it is, and how often. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/widget/widget_api.h"

enum err widget_check_page(struct http_req *rq, const struct widget *widget)
{
	const char *origin = http_header(rq, "Origin");

	/* Only pages name one; programs, and sockets that were let in, do not. */
	if (!origin || http_from_own_page(rq) || widget_origin_in(widget->origins, origin)) {
		if (origin)
			http_open_to_page(rq);
		return OK;
	}
	rq->cx.failure.code = "origin";
	return fail(&rq->cx, ERR_DENIED, NULL, "This page may not show the widget.");
}

/*
 * Before the widget is known, or the token: a page that any widget allows may read that
 * it should ask no more, or when. What it is refused stays as it is.
 */
static enum err refuse_readably(struct http_req *rq, enum err err)
{
	const struct failure why = rq->cx.failure;
	const char *origin = http_header(rq, "Origin");
	bool known = origin && http_from_own_page(rq);

	if (err != ERR_UNAUTHENTICATED && err != ERR_NOT_FOUND && err != ERR_RATE)
		return err;
	if (origin && !known && widget_allows_somewhere(&rq->cx, origin, &known) != OK)
		known = false;
	if (known)
		http_open_to_page(rq);
	rq->cx.failure = why;
	return err;
}

static enum err inactive(struct cx *cx)
{
	cx->failure.code = "inactive";
	return fail(cx, ERR_DENIED, NULL, "The widget is switched off.");
}

/* The company's system acts from here on; the language stays that of who asks. */
static enum err act(struct http_req *rq, int64_t company_id)
{
	const struct company *company;

	TRY(company_by_id(&rq->cx, company_id, &company));
	rq->cx.actor = actor_system(rq->cx.arena, company);
	return OK;
}

static enum err let_in(struct http_req *rq, struct str token, struct widget_caller *caller)
{
	enum err err;

	err = widget_caller_of(&rq->cx, token, caller);
	if (err != OK)
		return refuse_readably(rq, err);
	TRY(widget_check_page(rq, &caller->widget));
	err = act(rq, caller->widget.company_id);
	if (err == ERR_NOT_FOUND || (err == OK && !caller->widget.active)) {
		fail_clear(&rq->cx);
		return inactive(&rq->cx);
	}
	return err;
}

static enum err charge(struct http_req *rq)
{
	const enum err err = http_charge_address(rq);

	return err == OK ? OK : refuse_readably(rq, err);
}

struct str widget_token_of(const struct http_req *rq)
{
	return str_of(http_header(rq, "X-Widget-Token"));
}

enum err widget_enter(struct http_req *rq, enum widget_cost cost, struct widget_caller *caller)
{
	TRY(charge(rq));
	TRY(let_in(rq, widget_token_of(rq), caller));
	return http_charge_visitor(rq, caller->visitor.id, cost == WIDGET_WRITES);
}

enum err widget_enter_by_key(struct http_req *rq, const char *key, struct widget *widget)
{
	bool found;
	enum err err;

	TRY(charge(rq));
	TRY(widget_store_by_key(&rq->cx, key, widget, &found));
	if (!found)
		return refuse_readably(
			rq, fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such widget."));
	TRY(widget_check_page(rq, widget));
	err = act(rq, widget->company_id);
	if (err == ERR_NOT_FOUND || (err == OK && !widget->active)) {
		fail_clear(&rq->cx);
		return inactive(&rq->cx);
	}
	return err;
}

enum err widget_find_guest(struct http_req *rq, struct str token, struct widget_guest *guest)
{
	struct widget_caller caller;
	bool blocked;

	TRY(http_charge_address(rq));
	TRY(let_in(rq, token, &caller));
	TRY(chat_visitor_blocked(&rq->cx,
		&(struct chat_opening){.visitor_id = caller.visitor.id,
			.email = caller.visitor.email,
			.phone = caller.visitor.phone},
		caller.visitor.customer_id, &blocked));
	if (blocked)
		return chat_refuse_blocked(&rq->cx);
	*guest = (struct widget_guest){caller.widget.company_id, caller.visitor.id};
	return OK;
}
