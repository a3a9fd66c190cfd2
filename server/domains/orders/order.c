/* order.c - the words and the state machine of orders. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

const char *const order_status_words[] = {"new", "confirmed", "no_response", "postponed",
	"under_review", "cancelled", "closed", NULL};
_Static_assert(COUNT(order_status_words) == ORDER_STATUS_COUNT + 1, "a word for every status");

const char *const order_reason_words[] = {"customer_changed_mind", "price_concerns", "better_offer",
	"financial_constraints", "not_as_described", "delivery_issues", "other", NULL};

const char *const order_priority_words[] = {"normal", "high", NULL};

#define MOVE(from, to) \
	{ \
		ORDER_##from, ORDER_##to, PERM_ORDERS_WRITE, GUARD_NONE \
	}
#define CANCEL(from) \
	{ \
		ORDER_##from, ORDER_CANCELLED, PERM_ORDERS_WRITE, GUARD_REASON \
	}

/* `new` is nowhere a target: orders are born with it and never get it back. */
const struct order_move order_moves[] = {
	MOVE(NEW, CONFIRMED),
	MOVE(NEW, NO_RESPONSE),
	MOVE(NEW, POSTPONED),
	MOVE(NEW, UNDER_REVIEW),
	CANCEL(NEW),

	MOVE(CONFIRMED, POSTPONED),
	MOVE(CONFIRMED, UNDER_REVIEW),
	CANCEL(CONFIRMED),
	MOVE(CONFIRMED, CLOSED),

	MOVE(NO_RESPONSE, CONFIRMED),
	MOVE(NO_RESPONSE, NO_RESPONSE), /* one more attempt */
	MOVE(NO_RESPONSE, POSTPONED),
	MOVE(NO_RESPONSE, UNDER_REVIEW),
	CANCEL(NO_RESPONSE),
	MOVE(NO_RESPONSE, CLOSED),

	MOVE(POSTPONED, CONFIRMED),
	MOVE(POSTPONED, NO_RESPONSE),
	MOVE(POSTPONED, UNDER_REVIEW),
	CANCEL(POSTPONED),
	MOVE(POSTPONED, CLOSED),

	MOVE(UNDER_REVIEW, CONFIRMED),
	MOVE(UNDER_REVIEW, NO_RESPONSE),
	MOVE(UNDER_REVIEW, POSTPONED),
	CANCEL(UNDER_REVIEW),
	MOVE(UNDER_REVIEW, CLOSED),

	{ORDER_CANCELLED, ORDER_UNDER_REVIEW, PERM_ORDERS_REOPEN, GUARD_NONE},
	{ORDER_CLOSED, ORDER_UNDER_REVIEW, PERM_ORDERS_REOPEN_CLOSED, GUARD_NONE},

	{ORDER_STATUS_COUNT, ORDER_STATUS_COUNT, PERM_COUNT, GUARD_NONE},
};

const struct order_move *order_move_find(enum order_status from, enum order_status to)
{
	for (const struct order_move *move = order_moves; move->from != ORDER_STATUS_COUNT; move++)
		if (move->from == from && move->to == to)
			return move;
	return NULL;
}

static bool has(uint64_t permissions, enum perm perm)
{
	return permissions >> (unsigned)perm & 1U;
}

bool order_move_allowed(enum order_status from, enum order_status to, uint64_t permissions)
{
	const struct order_move *move = order_move_find(from, to);

	return move && has(permissions, PERM_ORDERS_WRITE) && has(permissions, move->permission);
}

uint64_t order_move_rights(uint64_t permissions)
{
	uint64_t rights = 0;

	for (const struct order_move *move = order_moves; move->from != ORDER_STATUS_COUNT; move++)
		rights |= UINT64_C(1) << (unsigned)move->permission;
	return permissions & rights;
}

const char *const *order_allowed_words(
	struct arena *arena, enum order_status from, uint64_t permissions)
{
	const char **words = arena_array(arena, ORDER_STATUS_COUNT + 1, sizeof(*words));
	size_t count = 0;

	for (int to = 0; to < ORDER_STATUS_COUNT; to++)
		if (order_move_allowed(from, (enum order_status)to, permissions))
			words[count++] = order_status_words[to];
	return words;
}

const char *order_status_word(enum order_status status)
{
	return order_status_words[status];
}

enum err order_status_parse(
	struct cx *cx, const char *field, const char *word, enum order_status *status)
{
	const ssize_t at = word ? word_index(order_status_words, word) : -1;

	if (at < 0)
		return fail(cx, ERR_INVALID, field, "There is no such order status.");
	*status = (enum order_status)at;
	return OK;
}

bool order_is_open(enum order_status status)
{
	return status == ORDER_NEW || status == ORDER_NO_RESPONSE || status == ORDER_POSTPONED ||
		status == ORDER_UNDER_REVIEW;
}

enum err order_guard_check(
	struct cx *cx, enum order_guard guard, const char *reason, const char *details)
{
	if (guard != GUARD_REASON)
		return OK;
	if (text_empty(reason))
		return fail(
			cx, ERR_INVALID, "cancellation_reason", "A cancellation needs a reason.");
	if (word_index(order_reason_words, reason) < 0)
		return fail(cx, ERR_INVALID, "cancellation_reason",
			"There is no such cancellation reason.");
	if (text_is(reason, "other") && text_empty(details))
		return fail(
			cx, ERR_INVALID, "cancellation_details", "Say what the other reason is.");
	return OK;
}

static bool read_number(struct str text, int64_t *value)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len <= 18 && str_int(text, value);
}

bool order_key_read(const char *key, int64_t *id, int64_t *year)
{
	struct str text = str_of(key), first, rest;

	*year = 0;
	if (text.len > 4 && str_is_nocase((struct str){text.ptr, 4}, "ORD-")) {
		text = (struct str){text.ptr + 4, text.len - 4};
		first = str_cut(text, '-', &rest);
		if (rest.ptr) {
			if (first.len != 4 || !read_number(first, year) || *year == 0)
				return false;
			text = rest;
		}
	}
	return read_number(text, id) && *id > 0;
}

const char *order_code(struct arena *arena, const struct order *order)
{
	return arena_format(
		arena, "ORD-%04lld-%06lld", (long long)order->code_year, (long long)order->id);
}

const char *order_short_code(struct arena *arena, int64_t id)
{
	return arena_format(arena, "ORD-%06lld", (long long)id);
}

const char *order_agent_code(struct arena *arena, int64_t agent_no)
{
	return arena_format(arena, "AGT-%03lld", (long long)agent_no);
}

int64_t order_agent_no(const char *agent_code)
{
	const char *dash = strrchr(agent_code, '-');
	int64_t number;

	return dash && text_int(dash + 1, &number) ? number : 0;
}

const char *order_customer_code(struct arena *arena, int64_t customer_id)
{
	return arena_format(arena, "CUST-%03lld", (long long)customer_id);
}

/* One code point of valid UTF-8. */
static size_t first_letter(const char *text)
{
	size_t length = 1;

	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* Half of all families begin with the article: "Al-Rashid" is told by its R. */
static const char *after_article(struct str word)
{
	static const char *const articles[] = {"Al-", "al-", "El-", "el-", "ال"};

	for (size_t i = 0; i < COUNT(articles); i++)
		if (str_starts(word, articles[i]) && word.len > strlen(articles[i]))
			return word.ptr + strlen(articles[i]);
	return word.ptr;
}

const char *order_short_name(struct arena *arena, const char *customer_name)
{
	struct str rest, first = str_cut(str_trim(str_of(customer_name)), ' ', &rest);
	const char *last = NULL;

	while (rest.ptr && rest.len) {
		struct str word = str_cut(rest, ' ', &rest);

		if (word.len)
			last = after_article(word);
	}
	if (!last)
		return arena_text_n(arena, first.ptr ? first.ptr : "", first.len);
	return arena_format(
		arena, "%.*s %.*s.", (int)first.len, first.ptr, (int)first_letter(last), last);
}

int order_currency_digits(const struct cx *cx, const char *currency)
{
	const struct company *company = cx->actor->company;
	int digits;

	if (text_is(currency, company->currency))
		return company->currency_digits;
	digits = intl_currency_digits(currency);
	return digits < 0 ? 2 : digits;
}

enum scope order_scope(const struct actor *actor)
{
	if (actor->scope == SCOPE_COMPANY && actor_may(actor, PERM_ORDERS_READ_ALL))
		return SCOPE_COMPANY;
	if (actor->scope != SCOPE_OWN &&
		(actor_may(actor, PERM_ORDERS_READ_TEAM) || actor_may(actor, PERM_ORDERS_READ_ALL)))
		return SCOPE_TEAM;
	return SCOPE_OWN;
}
