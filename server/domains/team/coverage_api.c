/* coverage_api.c - HTTP: whether enough agents are there, hour by hour. */
/* SPDX-License-Identifier: MIT */
#include "domains/team/team_internal.h"

#include "platform/http/http.h"

struct coverage_params {
	struct opt_int date;
};
static const struct shape_field coverage_fields[] = {
	{.name = "date",
		.type = SHAPE_DAY,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct coverage_params, date),
		.about = "Today if not said"},
};
static const struct shape coverage_shape = {
	.name = "CoverageQuery", .fields = coverage_fields, .count = COUNT(coverage_fields)};
static const struct schema_field coverage_hour_fields[] = {
	{.name = "hour", .type = SCHEMA_INT},
	{.name = "scheduled",
		.type = SCHEMA_INT,
		.about = "Agents on a shift at half past, absences taken off"},
	{.name = "present",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Agents who were there at half past; null: it is to come"},
	{.name = "orders", .type = SCHEMA_INT, .about = "That came in"},
	{.name = "usual_orders",
		.type = SCHEMA_INT,
		.about = "Mean of the same weekday in the four weeks before, rounded up"},
};
static const struct schema coverage_hour_schema = {.name = "CoverageHour",
	.fields = coverage_hour_fields,
	.count = COUNT(coverage_hour_fields)};
static const struct schema_field coverage_out_fields[] = {
	{.name = "date", .type = SCHEMA_DAY},
	{.name = "hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &coverage_hour_schema},
};
static const struct schema coverage_out = {.name = "CoverageAnswer",
	.fields = coverage_out_fields,
	.count = COUNT(coverage_out_fields)};

/* GET /api/supervisor/coverage */
static enum err get_coverage(struct http_req *rq)
{
	struct coverage_hour hours[COVERAGE_HOURS];
	struct coverage_params params = {0};
	struct json *json;
	int64_t day;

	TRY(http_read(rq, &params));
	day = params.date.given ? params.date.value
				: intl_day_of(rq->cx.actor->company->time_zone, rq->cx.now_us);
	TRY(coverage_load(&rq->cx, day, hours));
	json = http_reply(rq, 200);
	json_key(json, "date");
	json_day(json, day);
	json_field_open_array(json, "hours");
	for (int i = 0; i < COVERAGE_HOURS; i++) {
		json_open(json);
		json_field_int(json, "hour", i);
		json_field_int(json, "scheduled", hours[i].scheduled);
		json_field_opt_int(json, "present", hours[i].present);
		json_field_int(json, "orders", hours[i].orders);
		json_field_int(json, "usual_orders", hours[i].usual);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

const struct http_route coverage_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/supervisor/coverage",
		.handler = get_coverage,
		.permission = PERM_SCHEDULES_MANAGE,
		.access = HTTP_READ,
		.summary = "Hour by hour: who should be there, who was, and what came in",
		.in = &coverage_shape,
		.out = &coverage_out},
	{0},
};
