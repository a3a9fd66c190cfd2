/* target_api.c - HTTP: what agents are measured by. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/performance/performance_api.h"

#include "platform/auth/audit.h"

static const struct schema_field target_fields[] = {
	{.name = "kpi", .type = SCHEMA_WORD, .words = kpi_words},
	{.name = "unit", .type = SCHEMA_WORD, .words = unit_words},
	{.name = "comparison", .type = SCHEMA_WORD, .words = comparison_words},
	{.name = "value", .type = SCHEMA_NUMBER, .about = "What counts"},
	{.name = "source", .type = SCHEMA_WORD, .words = target_source_words},
	{.name = "own",
		.type = SCHEMA_NUMBER,
		.flags = SCHEMA_NULLABLE,
		.about = "Set here; null: what stands above counts"},
	{.name = "standard", .type = SCHEMA_NUMBER, .about = "Where nobody said otherwise"},
};
static const struct schema target_schema = {
	.name = "KpiTarget", .fields = target_fields, .count = COUNT(target_fields)};
static const struct schema_field team_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "has_own", .type = SCHEMA_BOOL},
};
static const struct schema team_schema = {
	.name = "KpiTargetTeam", .fields = team_fields, .count = COUNT(team_fields)};
static const struct schema_field out_fields[] = {
	{.name = "team_id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "null: of the company"},
	{.name = "version", .type = SCHEMA_INT, .about = "0: nobody has set any here"},
	{.name = "targets", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &target_schema},
	{.name = "teams", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &team_schema},
};
static const struct schema targets_out = {
	.name = "KpiTargetsAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static void write_targets(struct json *json, const struct targets *targets)
{
	json_field_open_array(json, "targets");
	for (size_t i = 0; i < KPI_COUNT; i++) {
		const enum unit_of unit = figure_table[kpi_table[i].figure].unit;

		json_open(json);
		json_field_text(json, "kpi", kpi_words[i]);
		json_field_text(json, "unit", unit_words[unit]);
		json_field_text(json, "comparison", comparison_words[kpi_table[i].comparison]);
		performance_write_value(
			json, "value", unit, (struct opt_int){targets->value[i], true});
		json_field_text(json, "source", target_source_words[targets->source[i]]);
		performance_write_value(json, "own", unit, targets->own[i]);
		performance_write_value(
			json, "standard", unit, (struct opt_int){kpi_table[i].standard, true});
		json_close(json);
	}
	json_close_array(json);
}

static enum err answer(struct http_req *rq, const struct targets *targets)
{
	struct team_name *teams;
	struct json *json;
	size_t count;

	TRY(targets_teams(&rq->cx, &teams, &count));
	json = http_reply(rq, 200);
	json_field_id(json, "team_id", targets->team_id);
	json_field_int(json, "version", targets->version);
	write_targets(json, targets);
	json_field_open_array(json, "teams");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "id", teams[i].id);
		json_field_text(json, "name", teams[i].name);
		json_field_bool(json, "has_own", teams[i].version != 0);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

struct target_params {
	struct opt_int team_id, version; /* version: read by http_version() */
	const char *targets[KPI_COUNT];
};
static const struct shape_field get_fields[] = {
	{.name = "team_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct target_params, team_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "The company's if not said"},
};
static const struct shape get_shape = {
	.name = "KpiTargetsQuery", .fields = get_fields, .count = COUNT(get_fields)};

/* GET /api/manager/kpi-targets */
static enum err get_targets(struct http_req *rq)
{
	struct target_params params = {0};
	struct targets targets;
	bool exists = true;

	TRY(http_read(rq, &params));
	if (params.team_id.given)
		TRY(target_store_team_exists(&rq->cx, params.team_id.value, &exists));
	if (!exists)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such team.");
	TRY(targets_for(&rq->cx, params.team_id.value, &targets));
	return answer(rq, &targets);
}

#define TARGET(index, word, words_about) \
	{ \
		.name = (word), .type = SHAPE_MONEY, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct target_params, targets[index]), .about = (words_about) \
	}
static const struct shape_field put_fields[] = {
	{.name = "team_id",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct target_params, team_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "The company's if not said"},
	TARGET(KPI_FIRST_CALL, "first_call_resolution",
		"Percent at least; of each target null or nothing: what stands above counts"),
	TARGET(KPI_HANDLE_TIME, "average_handle_seconds", "Whole seconds, to stay below"),
	TARGET(KPI_SATISFACTION, "customer_satisfaction", "Stars of 5, to be above"),
	TARGET(KPI_CONFIRMATION, "confirmation_rate", "Percent at least"),
	TARGET(KPI_CANCELLATION, "cancellation_rate", "Percent, to stay below"),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct target_params, version),
		.max = INT64_MAX,
		.about = "The version last seen, 0 for none; or If-Match"},
};
static const struct shape put_shape = {
	.name = "KpiTargetsChange", .fields = put_fields, .count = COUNT(put_fields)};

static enum err read_targets(
	struct cx *cx, const struct target_params *params, struct targets *wanted)
{
	bool fine = true;

	*wanted = (struct targets){.team_id = params->team_id.value};
	for (size_t i = 0; i < KPI_COUNT; i++) {
		const enum unit_of unit = figure_table[kpi_table[i].figure].unit;

		if (text_empty(params->targets[i]))
			continue;
		wanted->own[i].given = intl_money_read(
			str_of(params->targets[i]), unit_digits(unit), &wanted->own[i].value);
		if (wanted->own[i].given)
			continue;
		fail_field(cx, kpi_words[i], "This is out of range.");
		fine = false;
	}
	return fine ? OK : ERR_INVALID;
}

static const char *own_text(struct cx *cx, const struct targets *targets)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	for (size_t i = 0; i < KPI_COUNT; i++)
		performance_write_value(&json, kpi_words[i], figure_table[kpi_table[i].figure].unit,
			targets->own[i]);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const struct targets *before, const struct targets *after)
{
	const struct audit_subject subject = {after->team_id ? "team" : "company",
		after->team_id ? after->team_id : cx->actor->company_id};

	return audit_write_change(
		cx, "kpi_targets.changed", &subject, own_text(cx, before), own_text(cx, after));
}

/* PUT /api/manager/kpi-targets */
static enum err put_targets(struct http_req *rq)
{
	struct target_params params = {0};
	struct targets wanted, before;
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(read_targets(&rq->cx, &params, &wanted));
	TRY(targets_put(&rq->cx, &wanted, version, &before));
	TRY(record(&rq->cx, &before, &wanted));
	return answer(rq, &wanted);
}

const struct http_route kpi_target_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/manager/kpi-targets",
		.handler = get_targets,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_READ,
		.summary = "What agents are measured by, in the company or in a team",
		.in = &get_shape,
		.out = &targets_out},
	{.method = HTTP_PUT,
		.pattern = "/api/manager/kpi-targets",
		.handler = put_targets,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Set what agents are measured by, in the company or in a team",
		.in = &put_shape,
		.out = &targets_out},
	{0},
};
