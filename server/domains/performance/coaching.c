/* coaching.c - what went well, by rules that are shown with it, and where the gaps are. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_internal.h"

#include <stdlib.h>

const char *const achievement_words[] = {
	"customer_champion", "quick_resolver", "communication_expert", "target_achiever", NULL};
const char *const improvement_reason_words[] = {
	"below_target", "below_goal", "below_team", "urgent_orders", NULL};

/* ---- Achievements ------------------------------------------------------------- */

/* A happy few say little: what a rate of a handful would prove. */
#define CHAMPION_STARS 450
#define EXPERT_CALLS 30
#define EXPERT_RESOLUTION 9000

static void add_condition(
	struct achieved *achieved, enum figure figure, enum comparison comparison, int64_t needed)
{
	achieved->conditions[achieved->count++] = (struct condition){
		.figure = figure, .comparison = comparison, .needed = needed};
}

static void add_kpi(struct achieved *achieved, enum kpi kpi, const struct targets *targets)
{
	add_condition(
		achieved, kpi_table[kpi].figure, kpi_table[kpi].comparison, targets->value[kpi]);
}

static void judge(const struct sums *sums, struct achieved *achieved)
{
	achieved->earned = true;
	for (size_t i = 0; i < achieved->count; i++) {
		struct condition *condition = &achieved->conditions[i];

		condition->value = figure_value(condition->figure, sums);
		condition->met = condition->value.given &&
			(condition->comparison == AT_LEAST
					? condition->value.value >= condition->needed
					: condition->comparison == MORE_THAN
					? condition->value.value > condition->needed
					: condition->value.value < condition->needed);
		achieved->earned = achieved->earned && condition->met;
	}
}

void achievements_find(
	const struct sums *sums, const struct targets *targets, struct achieved *achieved)
{
	for (size_t i = 0; i < ACHIEVEMENT_COUNT; i++)
		achieved[i] = (struct achieved){.which = (enum achievement)i};
	add_condition(&achieved[CUSTOMER_CHAMPION], FIGURE_RATING, AT_LEAST, CHAMPION_STARS);
	add_kpi(&achieved[QUICK_RESOLVER], KPI_FIRST_CALL, targets);
	add_kpi(&achieved[QUICK_RESOLVER], KPI_HANDLE_TIME, targets);
	add_condition(&achieved[COMMUNICATION_EXPERT], FIGURE_CALLS, AT_LEAST, EXPERT_CALLS);
	add_condition(
		&achieved[COMMUNICATION_EXPERT], FIGURE_RESOLUTION, AT_LEAST, EXPERT_RESOLUTION);
	for (size_t i = 0; i < KPI_COUNT; i++)
		add_kpi(&achieved[TARGET_ACHIEVER], (enum kpi)i, targets);
	for (size_t i = 0; i < ACHIEVEMENT_COUNT; i++)
		judge(sums, &achieved[i]);
}

/* ---- What to improve -------------------------------------------------------------- */

/* A colleague's average has to be this much better, in percent of it, to be worth a word. */
#define TEAM_GAP_PERCENT 5
/* Fewer orders of high priority prove nothing. */
#define URGENT_LEAST 5

struct finding {
	struct improvement *list;
	size_t count;
};

static bool is_named(const struct finding *finding, enum figure figure)
{
	for (size_t i = 0; i < finding->count; i++)
		if (finding->list[i].figure == figure)
			return true;
	return false;
}

static void name(struct finding *finding, const struct improvement *gap)
{
	if (finding->count < IMPROVEMENTS_MAX && !is_named(finding, gap->figure))
		finding->list[finding->count++] = *gap;
}

static void missed_targets(
	const struct sums *sums, const struct targets *targets, struct finding *finding)
{
	for (size_t i = 0; i < KPI_COUNT; i++) {
		const enum figure figure = kpi_table[i].figure;
		const struct opt_int value = figure_value(figure, sums);

		if (value.given && !kpi_met((enum kpi)i, value.value, targets->value[i]))
			name(finding,
				&(struct improvement){
					BELOW_TARGET, figure, value.value, targets->value[i]});
	}
}

static enum err missed_goals(struct cx *cx, int64_t agent_id, struct finding *finding)
{
	struct goal *goals;
	size_t count;

	TRY(goals_of(cx, agent_id, &goals, &count));
	for (size_t i = 0; i < count; i++)
		if (goals[i].value.given && !goals[i].reached)
			name(finding,
				&(struct improvement){BELOW_GOAL, goals[i].figure,
					goals[i].value.value, goals[i].target});
	return OK;
}

static bool is_behind(enum figure figure, int64_t own, int64_t average)
{
	const int64_t gap = figure_table[figure].less_is_better ? own - average : average - own;

	return gap * 100 > average * TEAM_GAP_PERCENT;
}

static enum err behind_team(
	struct cx *cx, const struct agent *agent, const struct span *span, struct finding *finding)
{
	static const enum figure compared[] = {
		FIGURE_CALL_TIME, FIGURE_RATING, FIGURE_RESOLUTION, FIGURE_CONFIRMATION};
	struct member *members;
	size_t count;

	TRY(metrics_store_members(cx, agent->team_id, span, &members, &count));
	for (size_t i = 0; i < COUNT(compared); i++) {
		struct standing at;

		standing_find(compared[i], members, count, agent->id, &at);
		if (at.own.given && at.average.given &&
			is_behind(compared[i], at.own.value, at.average.value))
			name(finding,
				&(struct improvement){
					BELOW_TEAM, compared[i], at.own.value, at.average.value});
	}
	return OK;
}

/*
 * Orders of high priority that are confirmed less often than the others, in the last days of the
 * span: no sum knows priorities, so the rows themselves are asked.
 */
static enum err urgent_orders(
	struct cx *cx, int64_t agent_id, const struct span *span, struct finding *finding)
{
	struct span last = span_week(span);
	int64_t confirmed = 0, handled = 0, own, others;
	struct sums sums;

	if (last.from_day < span->from_day)
		last.from_day = span->from_day;
	TRY(metrics_store_sum(cx, agent_id, &last, &sums));
	for (int64_t day = last.from_day; day <= last.to_day; day++) {
		const struct day_range range = day_range_of(cx, day);

		TRY(rows_store_urgent(cx, agent_id, &range, &confirmed, &handled));
	}
	if (handled < URGENT_LEAST || sums.n[SUM_HANDLED] <= handled)
		return OK;
	own = confirmed * 10000 / handled;
	others = (sums.n[SUM_CONFIRMED] - confirmed) * 10000 / (sums.n[SUM_HANDLED] - handled);
	if (own < others && finding->count < IMPROVEMENTS_MAX)
		finding->list[finding->count++] = (struct improvement){
			URGENT_ORDERS, FIGURE_CONFIRMATION, own, others};
	return OK;
}

enum err improvements_find(struct cx *cx, const struct agent *agent, const struct span *span,
	struct improvement *list, size_t *count)
{
	struct finding finding = {.list = list};
	struct targets targets;
	struct sums sums;

	TRY(targets_for(cx, agent->team_id, &targets));
	TRY(metrics_store_sum(cx, agent->id, span, &sums));
	missed_targets(&sums, &targets, &finding);
	TRY(missed_goals(cx, agent->id, &finding));
	TRY(behind_team(cx, agent, span, &finding));
	TRY(urgent_orders(cx, agent->id, span, &finding));
	*count = finding.count;
	return OK;
}
