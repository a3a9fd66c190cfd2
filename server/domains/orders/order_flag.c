/*
 * order_flag.c - orders to look at twice before calling or shipping.
 *
 * A flag never stops anybody: it is a reason to look, it says what it is
 * drawn from, and whoever looked may take it away. Judged anew whenever the
 * customer's orders change, so that it goes when its reason goes.
 */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/auth/audit.h"

#define REFUSED_LEAST_STANDARD 3
#define REFUSED_OF_STANDARD 10
#define DUPLICATE_DAYS_STANDARD 7
#define REFUSED_OF_MAX 30
#define DUPLICATE_DAYS_MAX 90

const char *const order_flag_words[] = {"refuser", "duplicate", NULL};
_Static_assert(COUNT(order_flag_words) == FLAG_COUNT + 1, "a word for each flag");

/* ---- Judging -------------------------------------------------------------------- */

/* Nothing can be done about it any more: it is flagged no longer, and makes no other a second one. */
static bool is_over(const struct flag_order *order)
{
	return order->status == ORDER_CANCELLED || order->status == ORDER_CLOSED ||
		order->outcome == OUTCOME_DELIVERED || order->outcome == OUTCOME_RETURNED;
}

static bool is_refused(const struct flag_order *order)
{
	return order->status == ORDER_CANCELLED || order->outcome == OUTCOME_RETURNED;
}

static bool is_dismissed(const struct flag_history *history, int64_t order_id, enum order_flag flag,
	int64_t other_id)
{
	for (size_t i = 0; i < history->dismissal_count; i++) {
		const struct flag_dismissal *at = &history->dismissals[i];

		if (at->order_id == order_id && at->flag == flag && at->other_id == other_id)
			return true;
	}
	return false;
}

/* Of the last others: how many were refused. */
static int64_t count_refused(const struct flag_history *history,
	const struct order_flag_rules *rules, size_t i, int64_t *of)
{
	int64_t refused = 0;

	*of = 0;
	for (size_t k = 0; k < history->count && *of < rules->refused_of; k++) {
		if (k == i)
			continue;
		++*of;
		refused += is_refused(&history->orders[k]);
	}
	return refused;
}

static bool is_pair(const struct flag_history *history, const struct order_flag_rules *rules,
	size_t i, size_t k)
{
	const struct flag_order *a = &history->orders[i], *b = &history->orders[k];
	const int64_t apart_us = a->created_us > b->created_us ? a->created_us - b->created_us
							       : b->created_us - a->created_us;

	return i != k && a->product_id && a->product_id == b->product_id && !is_over(b) &&
		apart_us <= rules->duplicate_days * US_PER_DAY &&
		!is_dismissed(history, a->id, FLAG_DUPLICATE, b->id);
}

int64_t order_flags_judge(
	const struct flag_history *history, const struct order_flag_rules *rules, size_t i)
{
	const struct flag_order *order = &history->orders[i];
	int64_t flags = 0, of;

	if (is_over(order))
		return 0;
	if (rules->refused_least > 0 &&
		count_refused(history, rules, i, &of) >= rules->refused_least &&
		!is_dismissed(history, order->id, FLAG_REFUSER, 0))
		flags |= FLAG_BIT(FLAG_REFUSER);
	for (size_t k = 0; rules->duplicate_days > 0 && k < history->count; k++)
		if (is_pair(history, rules, i, k))
			flags |= FLAG_BIT(FLAG_DUPLICATE);
	return flags;
}

static enum err load(struct cx *cx, int64_t customer_id, struct flag_history *history,
	struct order_flag_rules *rules)
{
	*history = (struct flag_history){0};
	TRY(order_flag_store_history(cx, customer_id, history));
	if (history->count < 2)
		return OK;
	TRY(order_flag_rules_get(cx, rules));
	return order_flag_store_dismissals(cx, customer_id, history);
}

static enum err set_and_tell(struct cx *cx, int64_t order_id, int64_t flags)
{
	static const char *const changed[] = {"flags", NULL};
	struct order order;

	TRY(order_flag_store_set(cx, order_id, flags, true));
	TRY(order_store_get_any(cx, order_id, &order));
	return order_publish_updated(cx, &order, NULL, changed);
}

enum err order_flags_refresh(struct cx *cx, int64_t customer_id, struct order *self)
{
	struct order_flag_rules rules = {0};
	struct flag_history history;

	TRY(load(cx, customer_id, &history, &rules));
	for (size_t i = 0; i < history.count; i++) {
		const struct flag_order *order = &history.orders[i];
		const int64_t flags = order_flags_judge(&history, &rules, i);

		if (flags == order->flags)
			continue;
		if (!self || self->id != order->id) {
			TRY(set_and_tell(cx, order->id, flags));
			continue;
		}
		TRY(order_flag_store_set(cx, order->id, flags, false));
		self->flags = flags;
	}
	return OK;
}

enum err order_flags_load(struct cx *cx, int64_t customer_id)
{
	struct order_flag_rules rules = {0};
	struct flag_history history;

	TRY(load(cx, customer_id, &history, &rules));
	for (size_t i = 0; i < history.count; i++) {
		const int64_t flags = order_flags_judge(&history, &rules, i);

		if (flags != history.orders[i].flags)
			TRY(order_flag_store_set(cx, history.orders[i].id, flags, false));
	}
	return OK;
}

/* ---- Explaining ------------------------------------------------------------------ */

/* Which of the customer's orders speak for the flag of orders[i]. */
static bool speaks_for(const struct flag_history *history, const struct order_flag_rules *rules,
	size_t i, size_t k, enum order_flag flag)
{
	if (flag == FLAG_DUPLICATE)
		return is_pair(history, rules, i, k);
	return k != i && is_refused(&history->orders[k]) &&
		(int64_t)(k - (k > i)) < rules->refused_of;
}

static const struct order *seen(const struct order_list *visible, int64_t id)
{
	for (size_t i = 0; i < visible->count; i++)
		if (visible->orders[i].id == id)
			return &visible->orders[i];
	return NULL;
}

static void explain(struct cx *cx, const struct flag_history *history,
	const struct order_flag_rules *rules, size_t i, const struct order_list *visible,
	struct order_flag_reason *reason)
{
	reason->orders = arena_array(cx->arena, history->count, sizeof(*reason->orders));
	reason->days = rules->duplicate_days;
	reason->refused = count_refused(history, rules, i, &reason->of);
	for (size_t k = 0; k < history->count; k++) {
		const struct order *order;

		if (!speaks_for(history, rules, i, k, reason->flag))
			continue;
		order = seen(visible, history->orders[k].id);
		if (order)
			reason->orders[reason->order_count++] = *order;
		else
			reason->hidden++;
	}
}

enum err order_flag_reasons(struct cx *cx, const struct order *order,
	struct order_flag_reason reasons[FLAG_COUNT], size_t *count)
{
	struct order_flag_rules rules = {0};
	struct flag_history history;
	struct order_list visible;
	size_t i = 0;

	*count = 0;
	if (!order->flags)
		return OK;
	TRY(load(cx, order->customer_id, &history, &rules));
	TRY(order_of_customer(cx, order->customer_id, FLAG_ORDERS_MAX, &visible));
	while (i < history.count && history.orders[i].id != order->id)
		i++;
	for (int flag = 0; i < history.count && flag < FLAG_COUNT; flag++) {
		if (!(order->flags & FLAG_BIT(flag)))
			continue;
		reasons[*count] = (struct order_flag_reason){.flag = (enum order_flag)flag};
		explain(cx, &history, &rules, i, &visible, &reasons[*count]);
		++*count;
	}
	return OK;
}

/* ---- Dismissing ------------------------------------------------------------------- */

/* "These are two" is said of both. */
static enum err dismiss_pairs(struct cx *cx, const struct order *order)
{
	struct order_flag_rules rules = {0};
	struct flag_history history;
	size_t i = 0;

	TRY(load(cx, order->customer_id, &history, &rules));
	while (i < history.count && history.orders[i].id != order->id)
		i++;
	for (size_t k = 0; i < history.count && k < history.count; k++) {
		if (!is_pair(&history, &rules, i, k))
			continue;
		TRY(order_flag_store_dismiss(cx, order->id, FLAG_DUPLICATE, history.orders[k].id));
		TRY(order_flag_store_dismiss(cx, history.orders[k].id, FLAG_DUPLICATE, order->id));
	}
	return OK;
}

enum err order_flag_dismiss(struct cx *cx, const char *key, enum order_flag flag,
	struct opt_int version, struct order *order)
{
	static const char *const none[] = {NULL};
	int64_t id, year;

	if (!order_key_read(key, &id, &year))
		return fail(cx, ERR_NOT_FOUND, NULL,
			"This order does not exist, or is not visible to you.");
	TRY(order_store_lock(cx, id, year, order));
	TRY(order_version_check(cx, order, version));
	if (!(order->flags & FLAG_BIT(flag)))
		return fail_state(cx, "flag", none, "The order does not have this flag any more.");
	if (flag == FLAG_DUPLICATE)
		TRY(dismiss_pairs(cx, order));
	else
		TRY(order_flag_store_dismiss(cx, order->id, flag, 0));
	TRY(audit_write(cx, "order.flag_dismissed", "order", order->id,
		flag == FLAG_DUPLICATE ? "{\"flag\":\"duplicate\"}" : "{\"flag\":\"refuser\"}"));
	TRY(order_flags_refresh(cx, order->customer_id, NULL));
	return order_store_get(cx, order->id, 0, order);
}

/* ---- Rules ------------------------------------------------------------------------- */

enum err order_flag_rules_get(struct cx *cx, struct order_flag_rules *rules)
{
	bool found;

	*rules = (struct order_flag_rules){
		REFUSED_LEAST_STANDARD, REFUSED_OF_STANDARD, DUPLICATE_DAYS_STANDARD, 0};
	return order_flag_store_rules(cx, rules, &found);
}

static const char *rules_text(struct cx *cx, const struct order_flag_rules *rules)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "refused_least", rules->refused_least);
	json_field_int(&json, "refused_of", rules->refused_of);
	json_field_int(&json, "duplicate_days", rules->duplicate_days);
	json_close(&json);
	return json_end(&json).ptr;
}

enum err order_flag_rules_put(struct cx *cx, struct order_flag_rules *rules)
{
	const struct audit_subject company = {"company", cx->actor->company_id};
	struct order_flag_rules before;

	if (rules->refused_of < 1 || rules->refused_of > REFUSED_OF_MAX)
		fail_field(cx, "refused_of", "Use a number between 1 and %d.", REFUSED_OF_MAX);
	if (rules->refused_least < 0 || rules->refused_least > rules->refused_of)
		fail_field(cx, "refused_least",
			"Use at most the number of orders that are looked at; 0 for never.");
	if (rules->duplicate_days < 0 || rules->duplicate_days > DUPLICATE_DAYS_MAX)
		fail_field(
			cx, "duplicate_days", "Use a number between 0 and %d.", DUPLICATE_DAYS_MAX);
	if (cx->failure.message)
		return ERR_INVALID;
	TRY(order_flag_rules_get(cx, &before));
	TRY(order_flag_store_put_rules(cx, rules));
	TRY(audit_write_change(cx, "order_flags.changed", &company, rules_text(cx, &before),
		rules_text(cx, rules)));
	return order_recheck_request(cx);
}
