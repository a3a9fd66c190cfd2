/* chat_stats_api.c - HTTP: figures of chats. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_stats.h"

struct params {
	const char *period;
	struct opt_bool mine;
};
static const struct shape_field query_fields[] = {
	{.name = "period",
		.aliases = "date",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct params, period),
		.words = chat_period_words,
		.about = "today if not said; week: the last seven days; weeks: eight times seven"},
	{.name = "mine",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct params, mine),
		.about = "Of what ended, one's own alone"},
};
static const struct shape query_shape = {
	.name = "ChatStatsQuery", .fields = query_fields, .count = COUNT(query_fields)};

static const struct schema_field csat_fields[] = {
	{.name = "average", .type = SCHEMA_NUMBER, .flags = SCHEMA_NULLABLE, .about = "1 to 5"},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema csat_schema = {
	.name = "ChatCsat", .fields = csat_fields, .count = COUNT(csat_fields)};
#define FIGURE_FIELDS \
	{.name = "closed", .type = SCHEMA_INT}, \
		{.name = "lost", .type = SCHEMA_INT, .about = "Abandoned or missed"}, \
		{.name = "average_first_response_seconds", \
			.type = SCHEMA_NUMBER, \
			.flags = SCHEMA_NULLABLE, \
			.about = "null: there was none"}, \
		{.name = "average_resolution_seconds", \
			.type = SCHEMA_NUMBER, \
			.flags = SCHEMA_NULLABLE}, \
	{ \
		.name = "csat", .type = SCHEMA_OBJECT, .ref = &csat_schema \
	}
static const struct schema_field day_fields[] = {
	{.name = "date", .type = SCHEMA_DAY},
	{.name = "date_to", .type = SCHEMA_DAY, .about = "The last one: of a week another"},
	FIGURE_FIELDS,
};
static const struct schema day_schema = {
	.name = "ChatStatsDay", .fields = day_fields, .count = COUNT(day_fields)};
static const struct schema_field out_fields[] = {
	{.name = "waiting", .type = SCHEMA_INT, .about = "Now, that one sees"},
	{.name = "active", .type = SCHEMA_INT},
	{.name = "mine", .type = SCHEMA_INT},
	{.name = "closed_today", .type = SCHEMA_INT},
	FIGURE_FIELDS,
	{.name = "series", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &day_schema},
};
static const struct schema stats_out = {
	.name = "ChatStatsAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static void write_average(
	struct json *json, const char *key, int64_t sum, int64_t count, double unit, int decimals)
{
	json_key(json, key);
	if (count)
		json_double(json, (double)sum / (double)count / unit, decimals);
	else
		json_null(json);
}

static void write_figures(struct json *json, const struct chat_figures *figures)
{
	json_field_int(json, "closed", figures->closed);
	json_field_int(json, "lost", figures->lost);
	write_average(json, "average_first_response_seconds", figures->answer_us, figures->answered,
		(double)US_PER_SECOND, 1);
	write_average(json, "average_resolution_seconds", figures->resolve_us, figures->resolved,
		(double)US_PER_SECOND, 1);
	json_field_open(json, "csat");
	write_average(json, "average", figures->scores, figures->rated, 1, 2);
	json_field_int(json, "count", figures->rated);
	json_close(json);
}

/* GET /api/chats/stats */
static enum err get_stats(struct http_req *rq)
{
	struct params params = {0};
	struct chat_stats stats;
	struct json *json;

	TRY(http_read(rq, &params));
	TRY(chat_stats_read(
		&rq->cx, params.period, params.mine.given && params.mine.value, &stats));
	json = http_reply(rq, 200);
	json_field_int(json, "waiting", stats.waiting);
	json_field_int(json, "active", stats.active);
	json_field_int(json, "mine", stats.mine);
	json_field_int(json, "closed_today", stats.today.closed);
	write_figures(json, &stats.whole);
	json_field_open_array(json, "series");
	for (size_t i = 0; i < stats.part_count; i++) {
		json_open(json);
		json_key(json, "date");
		json_day(json, stats.parts[i].day);
		json_key(json, "date_to");
		json_day(json, stats.parts[i].day + stats.parts[i].days - 1);
		write_figures(json, &stats.parts[i].figures);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

const struct http_route chat_stats_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/chats/stats",
		.handler = get_stats,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "Figures of chats that one sees: now, today, and day by day",
		.in = &query_shape,
		.out = &stats_out},
	{0},
};
