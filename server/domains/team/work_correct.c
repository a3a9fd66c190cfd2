/* work_correct.c - sums follow an order whose area or product was put right. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#include "domains/orders/order_hooks.h"

/* For the company, and for the team and department the work belongs to, as work_fold.c has it. */
static enum err count(struct cx *cx, const struct work_fact *fact, struct work_key *key, int64_t by)
{
	const int64_t units[] = {0, fact->team_id, -fact->department_id};

	for (size_t i = 0; i < COUNT(units); i++) {
		if (i && !units[i])
			continue;
		key->unit = units[i];
		TRY(work_fold_store_add(cx, key, by));
	}
	return OK;
}

static enum err move(struct cx *cx, const struct work_fact *fact, struct work_key *key,
	const char *from, const char *to)
{
	if (text_is(from, to))
		return OK;
	key->subject = from;
	TRY(count(cx, fact, key, -1));
	key->subject = to;
	return count(cx, fact, key, 1);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static enum err follow(struct cx *cx, const char *zone, const struct work_fact *fact,
	const struct order *before, const struct order *after)
{
	struct work_key key = {
		.day = intl_zone_from_utc(zone, fact->at_us) / US_PER_DAY,
		.word = fact->from ? fact->to : "in",
		.dimension = WORK_AREA,
	};

	TRY(move(cx, fact, &key, or_empty(before->area), or_empty(after->area)));
	key.dimension = WORK_PRODUCT;
	return move(cx, fact, &key, or_empty(before->product_name), or_empty(after->product_name));
}

/*
 * Rows behind a sum are found by what the order says now, and so are changes
 * that are summed up later. The lock is the job's: it either has a change
 * summed up before this looks, or reads the order as it is corrected.
 */
static enum err corrected(struct cx *cx, const struct order *before, const struct order *after)
{
	struct work_fact *facts;
	struct work_fold fold;
	size_t fact_count;

	if (text_is(or_empty(before->area), or_empty(after->area)) &&
		text_is(or_empty(before->product_name), or_empty(after->product_name)))
		return OK;
	TRY(work_fold_store_lock(cx, &fold));
	TRY(work_fold_store_folded(cx, after->id, fold.history_id, &facts, &fact_count));
	for (size_t i = 0; i < fact_count; i++)
		TRY(follow(cx, fold.time_zone, &facts[i], before, after));
	return OK;
}

const struct order_hooks work_order_hooks = {.corrected = corrected};
