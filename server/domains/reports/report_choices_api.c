/* report_choices_api.c - HTTP: what the filters of reports can be set to. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "platform/http/http.h"

static const struct schema_field choice_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema choice_schema = {
	.name = "ReportChoice", .fields = choice_fields, .count = COUNT(choice_fields)};
#define CHOICES(named, said) \
	{ \
		.name = named, .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, \
		.ref = &choice_schema, .about = said \
	}
static const struct schema_field choices_out_fields[] = {
	CHOICES("agents", "Of one's scope"),
	CHOICES("sellers", "By name, 500 at most"),
	CHOICES("products", "By name, 500 at most"),
	CHOICES("couriers", NULL),
	{.name = "areas",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Of confirmed orders of the last 90 days, 500 at most"},
};
static const struct schema choices_out = {.name = "ReportChoicesAnswer",
	.fields = choices_out_fields,
	.count = COUNT(choices_out_fields)};

static enum err write_choices(
	struct cx *cx, struct json *json, const char *key, enum report_choice_kind kind)
{
	struct report_choice *rows;
	size_t count;

	TRY(report_choice_list(cx, kind, &rows, &count));
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++) {
		if (kind == CHOICE_AREAS) {
			json_text(json, rows[i].name);
			continue;
		}
		json_open(json);
		json_field_int(json, "id", rows[i].id);
		json_field_text(json, "name", rows[i].name);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* GET /api/agent/reports/choices */
static enum err get_choices(struct http_req *rq)
{
	struct json *json = http_reply(rq, 200);

	TRY(write_choices(&rq->cx, json, "agents", CHOICE_AGENTS));
	TRY(write_choices(&rq->cx, json, "sellers", CHOICE_SELLERS));
	TRY(write_choices(&rq->cx, json, "products", CHOICE_PRODUCTS));
	TRY(write_choices(&rq->cx, json, "couriers", CHOICE_COURIERS));
	return write_choices(&rq->cx, json, "areas", CHOICE_AREAS);
}

const struct http_route report_choices_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/reports/choices",
		.handler = get_choices,
		.permission = PERM_REPORTS_READ,
		.access = HTTP_READ,
		.summary = "Agents of one's scope, sellers, products, couriers and areas",
		.out = &choices_out},
	{0},
};
