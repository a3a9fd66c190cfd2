/* performance_schema_api.c - how figures, targets and days look in answers. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_api.h"

static const struct schema_field span_fields[] = {
	{.name = "from", .type = SCHEMA_DAY},
	{.name = "to", .type = SCHEMA_DAY},
};
const struct schema performance_span_schema = {
	.name = "PerformanceSpan", .fields = span_fields, .count = COUNT(span_fields)};

static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_TEXT, .about = "AGT-001"},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
};
const struct schema performance_agent_schema = {
	.name = "PerformanceAgent", .fields = agent_fields, .count = COUNT(agent_fields)};

#define VALUE(field) \
	{ \
		.name = field, .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE \
	}
static const struct schema_field figure_fields[] = {
	{.name = "figure", .type = SCHEMA_WORD, .words = figure_words},
	{.name = "unit", .type = SCHEMA_WORD, .words = unit_words},
	VALUE("value"),
	VALUE("previous"),
	VALUE("delta"),
	{.name = "better",
		.type = SCHEMA_BOOL,
		.flags = SCHEMA_NULLABLE,
		.about = "Is the change a good one? null: there is none"},
	{.name = "above", .type = SCHEMA_INT, .about = "Of the division"},
	{.name = "below", .type = SCHEMA_INT, .about = "1 of a count"},
};
const struct schema performance_figure_schema = {
	.name = "PerformanceFigure", .fields = figure_fields, .count = COUNT(figure_fields)};

static const struct schema_field kpi_fields[] = {
	{.name = "kpi", .type = SCHEMA_WORD, .words = kpi_words},
	{.name = "figure", .type = SCHEMA_WORD, .words = figure_words},
	{.name = "unit", .type = SCHEMA_WORD, .words = unit_words},
	{.name = "comparison", .type = SCHEMA_WORD, .words = comparison_words},
	VALUE("value"),
	{.name = "target", .type = SCHEMA_NUMBER},
	{.name = "source", .type = SCHEMA_WORD, .words = target_source_words},
	{.name = "met",
		.type = SCHEMA_BOOL,
		.flags = SCHEMA_NULLABLE,
		.about = "null: nothing to measure yet"},
	{.name = "above", .type = SCHEMA_INT},
	{.name = "below", .type = SCHEMA_INT},
};
const struct schema performance_kpi_schema = {
	.name = "PerformanceKpi", .fields = kpi_fields, .count = COUNT(kpi_fields)};

/* The columns of the first source document, and what they were made from. */
static const struct schema_field day_fields[] = {
	{.name = "id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: a day without work, or of several agents"},
	{.name = "agent_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "date", .type = SCHEMA_DAY},
	{.name = "total_orders_handled", .type = SCHEMA_INT},
	{.name = "orders_confirmed", .type = SCHEMA_INT},
	{.name = "orders_cancelled", .type = SCHEMA_INT},
	{.name = "orders_postponed", .type = SCHEMA_INT},
	{.name = "average_call_duration",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "Minutes"},
	{.name = "average_call_seconds", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	VALUE("customer_satisfaction_avg"),
	VALUE("resolution_rate"),
	VALUE("first_call_resolution_rate"),
	VALUE("success_rate"),
	VALUE("confirmation_rate"),
	VALUE("cancellation_rate"),
	{.name = "calls", .type = SCHEMA_INT},
	{.name = "calls_answered", .type = SCHEMA_INT},
	{.name = "ratings", .type = SCHEMA_INT},
	{.name = "contacts", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
const struct schema performance_day_schema = {
	.name = "PerformanceDay", .fields = day_fields, .count = COUNT(day_fields)};

static const struct schema_field values_fields[] = {
	{.name = "orders_handled", .type = SCHEMA_INT},
	VALUE("success_rate"),
	{.name = "average_call_seconds", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	VALUE("customer_rating"),
	VALUE("resolution_rate"),
	VALUE("first_call_resolution"),
	{.name = "average_handle_seconds", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	VALUE("confirmation_rate"),
	VALUE("cancellation_rate"),
	VALUE("good_ratings"),
	{.name = "orders_confirmed", .type = SCHEMA_INT},
	{.name = "orders_cancelled", .type = SCHEMA_INT},
	{.name = "orders_postponed", .type = SCHEMA_INT},
	{.name = "calls", .type = SCHEMA_INT},
};
const struct schema performance_values_schema = {
	.name = "PerformanceValues", .fields = values_fields, .count = COUNT(values_fields)};

/* ---- Asking -------------------------------------------------------------------- */

enum err performance_asked(struct cx *cx, const struct performance_params *params,
	struct agent *agent, struct span *span)
{
	TRY(performance_span(cx, params->period, params->date_from, params->date_to, span));
	return performance_agent(cx, params->agent_id, agent);
}

/* ---- Writing ------------------------------------------------------------------- */

void performance_write_span(struct json *json, const char *key, const struct span *span)
{
	json_field_open(json, key);
	json_key(json, "from");
	json_day(json, span->from_day);
	json_key(json, "to");
	json_day(json, span->to_day);
	json_close(json);
}

void performance_write_agent(struct json *json, struct cx *cx, const struct agent *agent)
{
	json_field_open(json, "agent");
	json_field_int(json, "id", agent->id);
	json_field_text(json, "agent_id", agent_code(cx->arena, agent->agent_no));
	json_field_text(json, "name", agent->name);
	json_field_id(json, "team_id", agent->team_id);
	json_close(json);
}

void performance_write_value(
	struct json *json, const char *key, enum unit_of unit, struct opt_int value)
{
	json_key(json, key);
	if (value.given)
		json_money(json, value.value, unit_digits(unit));
	else
		json_null(json);
}

static void write_change(
	struct json *json, enum figure figure, struct opt_int now, struct opt_int before)
{
	const struct figure_row *row = &figure_table[figure];
	const struct opt_int delta = {now.value - before.value, now.given && before.given};

	performance_write_value(json, "value", row->unit, now);
	performance_write_value(json, "previous", row->unit, before);
	performance_write_value(json, "delta", row->unit, delta);
	json_key(json, "better");
	if (!delta.given || delta.value == 0)
		json_null(json);
	else
		json_bool(json, (delta.value < 0) == row->less_is_better);
}

void performance_write_figures(struct json *json, const struct sums *now, const struct sums *before)
{
	json_field_open_array(json, "figures");
	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		const enum figure figure = (enum figure)i;

		json_open(json);
		json_field_text(json, "figure", figure_words[i]);
		json_field_text(json, "unit", unit_words[figure_table[i].unit]);
		write_change(json, figure, figure_value(figure, now), figure_value(figure, before));
		json_field_int(json, "above", figure_above(figure, now));
		json_field_int(json, "below", figure_below(figure, now));
		json_close(json);
	}
	json_close_array(json);
}

void performance_write_kpis(
	struct json *json, const struct sums *sums, const struct targets *targets)
{
	json_field_open_array(json, "kpis");
	for (size_t i = 0; i < KPI_COUNT; i++) {
		const enum figure figure = kpi_table[i].figure;
		const enum unit_of unit = figure_table[figure].unit;
		const struct opt_int value = figure_value(figure, sums);

		json_open(json);
		json_field_text(json, "kpi", kpi_words[i]);
		json_field_text(json, "figure", figure_words[figure]);
		json_field_text(json, "unit", unit_words[unit]);
		json_field_text(json, "comparison", comparison_words[kpi_table[i].comparison]);
		performance_write_value(json, "value", unit, value);
		performance_write_value(
			json, "target", unit, (struct opt_int){targets->value[i], true});
		json_field_text(json, "source", target_source_words[targets->source[i]]);
		json_key(json, "met");
		if (value.given)
			json_bool(json, kpi_met((enum kpi)i, value.value, targets->value[i]));
		else
			json_null(json);
		json_field_int(json, "above", figure_above(figure, sums));
		json_field_int(json, "below", figure_below(figure, sums));
		json_close(json);
	}
	json_close_array(json);
}

/* Hundredths of minutes, rounded. */
static struct opt_int minutes_of(const struct sums *sums)
{
	const int64_t calls = sums->n[SUM_ANSWERED];

	if (calls == 0)
		return (struct opt_int){0};
	return (struct opt_int){(sums->n[SUM_TALK_SECONDS] * 10 + calls * 3) / (calls * 6), true};
}

static void write_rate(
	struct json *json, const char *key, enum figure figure, const struct sums *sums)
{
	performance_write_value(json, key, figure_table[figure].unit, figure_value(figure, sums));
}

static void write_day(struct json *json, int64_t day, const struct metrics *row)
{
	const struct sums *sums = &row->sums;

	json_open(json);
	json_field_id(json, "id", row->id);
	json_field_id(json, "agent_id", row->agent_id);
	json_key(json, "date");
	json_day(json, day);
	json_field_int(json, "total_orders_handled", sums->n[SUM_HANDLED]);
	json_field_int(json, "orders_confirmed", sums->n[SUM_CONFIRMED]);
	json_field_int(json, "orders_cancelled", sums->n[SUM_CANCELLED]);
	json_field_int(json, "orders_postponed", sums->n[SUM_POSTPONED]);
	performance_write_value(json, "average_call_duration", UNIT_STARS, minutes_of(sums));
	write_rate(json, "average_call_seconds", FIGURE_CALL_TIME, sums);
	write_rate(json, "customer_satisfaction_avg", FIGURE_RATING, sums);
	write_rate(json, "resolution_rate", FIGURE_RESOLUTION, sums);
	write_rate(json, "first_call_resolution_rate", FIGURE_FIRST_CALL, sums);
	write_rate(json, "success_rate", FIGURE_SUCCESS, sums);
	write_rate(json, "confirmation_rate", FIGURE_CONFIRMATION, sums);
	write_rate(json, "cancellation_rate", FIGURE_CANCELLATION, sums);
	json_field_int(json, "calls", sums->n[SUM_CALLS]);
	json_field_int(json, "calls_answered", sums->n[SUM_ANSWERED]);
	json_field_int(json, "ratings", sums->n[SUM_RATINGS]);
	json_field_int(json, "contacts", sums->n[SUM_CONTACTS]);
	json_field_opt_time(json, "created_at", (struct opt_int){row->created_us, row->id != 0});
	json_close(json);
}

void performance_write_days(struct json *json, const char *key, const struct span *span,
	const struct metrics *rows, size_t count)
{
	static const struct metrics nothing;
	size_t at = 0;

	json_field_open_array(json, key);
	for (int64_t day = span->from_day; day <= span->to_day; day++) {
		while (at < count && rows[at].day < day)
			at++;
		write_day(json, day, at < count && rows[at].day == day ? &rows[at] : &nothing);
	}
	json_close_array(json);
}

void performance_write_values(struct json *json, const struct sums *sums)
{
	for (size_t i = 0; i < FIGURE_COUNT; i++)
		write_rate(json, figure_words[i], (enum figure)i, sums);
}
