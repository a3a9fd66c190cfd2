/* widget_visitor.c - who comes: by the token of a browser, by the word of the company's own site, or new. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/contacts/contact.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"

#define TOKEN_BYTES 32
/* Without a visit. Whom the site names is named again by its next page. */
#define UNNAMED_LIFE_US (30 * US_PER_DAY)
#define NAMED_LIFE_US (7 * US_PER_DAY)
#define KEEP_EVERY_US US_PER_HOUR
#define TOKEN_LETTERS_MAX 100

static const char *token_hash(struct cx *cx, struct str token)
{
	return auth_hash(cx->arena, "widget", token);
}

enum err widget_caller_of(struct cx *cx, struct str token, struct widget_caller *caller)
{
	bool found = false;

	if (token.len && token.len <= TOKEN_LETTERS_MAX)
		TRY(widget_store_caller(cx, token_hash(cx, token), caller, &found));
	if (found)
		return OK;
	cx->failure.code = "token";
	return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please begin again: this visit is over.");
}

enum err widget_hold_caller(struct cx *cx, struct str token, struct widget_caller *caller)
{
	TRY(db_begin_write(cx));
	TRY(widget_store_hold(cx, caller->visitor.id));
	return widget_caller_of(cx, token, caller);
}

/* ---- Whom the company's site names ----------------------------------------------------------- */

/* As addresses that people type are kept: who is blocked by one is so however it is written. */
static const char *lowered(struct cx *cx, const char *email)
{
	char *copy = arena_text(cx->arena, email);

	for (char *at = copy; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

/* Whose customer it is hangs on what the site vouches for: anybody can type an address. */
static enum err find_customer(struct cx *cx, struct widget_visitor *visitor)
{
	struct customer customer = {0};

	if (visitor->vouched_email)
		TRY(customer_by_email(cx, visitor->vouched_email, &customer));
	if (!customer.id && visitor->vouched_phone)
		TRY(customer_by_phone(cx, visitor->vouched_phone, &customer));
	visitor->customer_id = customer.id;
	return OK;
}

/*
 * What the site says counts; what it left out of what it said before stays. A number
 * that is none is left out. Addresses that were typed before are not taken along.
 */
static enum err take_identity(
	struct cx *cx, const struct widget_identity *identity, struct widget_visitor *visitor)
{
	const char *phone;

	if (!visitor->external_id)
		visitor->email = visitor->phone = NULL;
	visitor->external_id = identity->sub;
	if (!text_empty(identity->name))
		visitor->name = identity->name;
	if (!text_empty(identity->email))
		visitor->email = visitor->vouched_email = lowered(cx, identity->email);
	if (!text_empty(identity->phone)) {
		if (intl_phone(cx, cx->actor->company->country, "phone", identity->phone, &phone) ==
			OK)
			visitor->phone = visitor->vouched_phone = phone;
		fail_clear(cx);
	}
	return find_customer(cx, visitor);
}

static enum err find_named(
	struct cx *cx, const char *external_id, struct widget_visitor *named, bool *found)
{
	TRY(widget_store_hold_name(cx, external_id));
	TRY(widget_store_by_external(cx, external_id, named, found));
	if (!*found)
		return OK;
	TRY(widget_store_hold(cx, named->id));
	return widget_store_by_external(cx, external_id, named, found);
}

/*
 * The visitor of that name. Who came unnamed becomes it, unless there is one already;
 * what was written unnamed stays with the browser that wrote it.
 */
static enum err name_visitor(
	struct cx *cx, const struct widget_identity *identity, struct widget_visitor *visitor)
{
	struct widget_visitor named;
	bool found;

	if (!text_is(visitor->external_id, identity->sub)) {
		TRY(find_named(cx, identity->sub, &named, &found));
		if (found)
			*visitor = named;
		else if (visitor->external_id)
			*visitor = (struct widget_visitor){.name = ""};
	}
	TRY(take_identity(cx, identity, visitor));
	return visitor->id ? widget_store_name_visitor(cx, visitor)
			   : widget_store_new_visitor(cx, visitor);
}

/* ---- Tokens ------------------------------------------------------------------------------------- */

/* Its lines were opened with tokens that may be good no more: those that are come back. */
static enum err end_lines(struct cx *cx, int64_t visitor_id)
{
	return events_publish(cx,
		&(struct event){.type = "widget:ended",
			.subject_type = "widget_visitor",
			.subject_id = visitor_id,
			.audience = {.permission = PERM_SELF, .visitor_id = visitor_id},
			.data = "{}"});
}

static int64_t good_until(const struct cx *cx, const struct widget_visitor *visitor)
{
	return cx->now_us + (visitor->external_id ? NAMED_LIFE_US : UNNAMED_LIFE_US);
}

static enum err give_token(struct cx *cx, const struct widget *widget,
	const struct widget_visitor *visitor, const char **token)
{
	*token = crypto_token(cx->arena, TOKEN_BYTES);
	return widget_store_token(
		cx, widget, visitor->id, token_hash(cx, str_of(*token)), good_until(cx, visitor));
}

static enum err keep_token(struct cx *cx, struct str token, const struct widget_visitor *visitor)
{
	return widget_store_keep_token(cx, token_hash(cx, token), good_until(cx, visitor));
}

enum err widget_visitor_stays(struct cx *cx, struct str token, const struct widget_caller *caller)
{
	if (caller->until_us > good_until(cx, &caller->visitor) - KEEP_EVERY_US)
		return OK;
	return keep_token(cx, token, &caller->visitor);
}

enum err widget_visitor_leaves(struct cx *cx, struct str token, const struct widget_caller *caller)
{
	TRY(widget_store_end_token(cx, token_hash(cx, token)));
	return end_lines(cx, caller->visitor.id);
}

enum err widget_end_named(struct cx *cx, int64_t widget_id)
{
	int64_t *visitors;
	size_t count;

	TRY(widget_store_end_named(cx, widget_id, &visitors, &count));
	for (size_t i = 0; i < count; i++)
		TRY(end_lines(cx, visitors[i]));
	return OK;
}

/* Whoever had put a token of theirs into this browser would be let into the account with it. */
static enum err end_tokens(struct cx *cx, int64_t visitor_id)
{
	TRY(widget_store_end_tokens(cx, visitor_id));
	return end_lines(cx, visitor_id);
}

/* ---- Coming ------------------------------------------------------------------------------------- */

/* As the unit that writes finds it; a token that ended meanwhile is as none. */
static enum err hold(struct cx *cx, const char *token, struct widget_visitor *visitor)
{
	struct widget_caller caller = {.visitor = *visitor};
	const enum err err = widget_hold_caller(cx, str_of(token), &caller);

	if (err != OK && err != ERR_UNAUTHENTICATED)
		return err;
	fail_clear(cx);
	*visitor = err == OK ? caller.visitor : (struct widget_visitor){.name = ""};
	return OK;
}

enum err widget_visitor_come(struct cx *cx, const struct widget *widget,
	const struct widget_identity *identity, const struct widget_page *page,
	struct widget_visitor *visitor, const char **token)
{
	int64_t before;
	bool unnamed, becomes;

	TRY(db_begin_write(cx));
	if (visitor->id)
		TRY(hold(cx, *token, visitor));
	before = visitor->id;
	unnamed = !visitor->external_id;
	if (identity)
		TRY(name_visitor(cx, identity, visitor));
	else if (!visitor->id)
		TRY(widget_store_new_visitor(cx, visitor));
	becomes = visitor->id == before && identity && unnamed;
	if (becomes)
		TRY(end_tokens(cx, before));
	if (becomes || visitor->id != before)
		TRY(give_token(cx, widget, visitor, token));
	else
		TRY(keep_token(cx, str_of(*token), visitor));
	return widget_store_page(cx, visitor->id, page);
}

const char *widget_name_of(
	struct cx *cx, const struct widget_visitor *visitor, const char *language)
{
	const char *words = language ? language : cx->actor->company->language;

	if (!text_empty(visitor->name))
		return visitor->name;
	return arena_format(cx->arena, language_say(language_by_code(words), "Visitor %lld"),
		(long long)visitor->id);
}

enum err widget_phone(struct cx *cx, const char *said, const char **phone)
{
	return intl_phone(cx, cx->actor->company->country, "phone", said, phone);
}

enum err widget_visitor_told(struct cx *cx, const struct widget_visitor *visitor)
{
	return widget_store_visitor_told(cx, visitor);
}
