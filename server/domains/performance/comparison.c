/* comparison.c - where an agent stands among colleagues, without saying who they are. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

/* Those who neither take orders nor had any are no measure. */
static bool takes_part(const struct member *member)
{
	return member->takes_orders || member->sums.n[SUM_HANDLED] || member->sums.n[SUM_CALLS];
}

static bool is_better(enum figure figure, int64_t a, int64_t b)
{
	return figure_table[figure].less_is_better ? a < b : a > b;
}

/* Rates of the whole team come from its sums, counts from its heads. */
static struct opt_int average_of(enum figure figure, const struct sums *all, int64_t heads)
{
	struct opt_int value = figure_value(figure, all);

	if (figure_table[figure].over == SUM_NONE && heads)
		value.value = (value.value + heads / 2) / heads;
	return value;
}

void standing_find(enum figure figure, const struct member *members, size_t count, int64_t agent_id,
	struct standing *standing)
{
	struct opt_int best = {0};
	struct sums all = {0};

	*standing = (struct standing){0};
	for (size_t i = 0; i < count; i++)
		if (members[i].id == agent_id)
			standing->own = figure_value(figure, &members[i].sums);
	standing->rank = standing->own.given ? 1 : 0;
	for (size_t i = 0; i < count; i++) {
		const struct opt_int value = figure_value(figure, &members[i].sums);

		if (!value.given || !takes_part(&members[i]))
			continue;
		standing->of++;
		sums_add(&all, &members[i].sums);
		if (!best.given || is_better(figure, value.value, best.value))
			best = value;
		if (standing->own.given && members[i].id != agent_id &&
			is_better(figure, value.value, standing->own.value))
			standing->rank++;
	}
	/* Where nobody has done anything yet, nobody is first. */
	if (figure_table[figure].over == SUM_NONE && best.given && best.value == 0)
		standing->rank = 0;
	if (standing->of < COMPARISON_LEAST)
		return;
	standing->best = best;
	standing->average = average_of(figure, &all, standing->of);
}
