/* performance_api.h - schemas, parameters and writers that the *_api.c of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_PERFORMANCE_API_H
#define DOMAINS_PERFORMANCE_PERFORMANCE_API_H

#include "domains/performance/performance_internal.h"
#include "platform/http/http_export.h"

extern const struct schema performance_span_schema;
extern const struct schema performance_agent_schema;
extern const struct schema performance_figure_schema;
extern const struct schema performance_kpi_schema;
extern const struct schema performance_day_schema;
extern const struct schema performance_values_schema;

/* What most routes of this domain are asked by. */
struct performance_params {
	const char *period, *date_from, *date_to, *agent_id, *month, *figure, *team_id;
	struct http_export_params as;
};
#define PERFORMANCE_TEXT(field, most, words_about) \
	{ \
		.name = #field, .type = SHAPE_TEXT, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct performance_params, field), .max = (most), \
		.about = (words_about) \
	}
#define PERFORMANCE_PERIOD \
	PERFORMANCE_TEXT( \
		period, 20, "today if not said; yesterday, week, last_week, month, 7d..."), \
		{.name = "date_from", \
			.aliases = "start_date", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct performance_params, date_from), \
			.max = 40}, \
	{ \
		.name = "date_to", .aliases = "end_date", .type = SHAPE_TEXT, \
		.flags = SHAPE_QUERY, .offset = offsetof(struct performance_params, date_to), \
		.max = 40 \
	}
#define PERFORMANCE_AGENT \
	{ \
		.name = "agent_id", .type = SHAPE_KEY, .flags = SHAPE_QUERY, \
		.offset = offsetof(struct performance_params, agent_id), \
		.about = "Oneself if not said; others within one's reach" \
	}
#define PERFORMANCE_MONTH PERFORMANCE_TEXT(month, 7, "2026-11; this month if not said")

/* The agent, and the period or month, that were asked for. */
MUST_USE enum err performance_asked(struct cx *cx, const struct performance_params *params,
	struct agent *agent, struct span *span);

void performance_write_span(struct json *json, const char *key, const struct span *span);
void performance_write_agent(struct json *json, struct cx *cx, const struct agent *agent);
/* A value of a unit, or null. */
void performance_write_value(
	struct json *json, const char *key, enum unit_of unit, struct opt_int value);
void performance_write_figures(
	struct json *json, const struct sums *now, const struct sums *before);
void performance_write_kpis(
	struct json *json, const struct sums *sums, const struct targets *targets);
/* Every day of the span, those without a row too. */
void performance_write_days(struct json *json, const char *key, const struct span *span,
	const struct metrics *rows, size_t count);
/* The members of performance_values_schema, into an open object. */
void performance_write_values(struct json *json, const struct sums *sums);

#endif
