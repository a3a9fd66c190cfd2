/* sla_api.c - HTTP: service levels. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/http/http.h"

static const char *const priority_words[] = {"normal", "high", NULL};

static const struct schema_field department_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema department_schema = {
	.name = "SlaDepartment", .fields = department_fields, .count = COUNT(department_fields)};
static const struct schema_field policy_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "priority",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = priority_words,
		.about = "null: any"},
	{.name = "department",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &department_schema,
		.about = "null: any"},
	{.name = "response_minutes",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Until the status is first set"},
	{.name = "resolution_minutes",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Until it is confirmed, cancelled or closed"},
	{.name = "business_hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_NULLABLE,
		.ref = &work_hours_schema,
		.about = "The hours that count; null: all, or the company's"},
	{.name = "company_hours",
		.type = SCHEMA_BOOL,
		.about = "The company's hours count, as they are when an order arrives"},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
};
static const struct schema policy_schema = {
	.name = "SlaPolicy", .fields = policy_fields, .count = COUNT(policy_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "policies", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &policy_schema},
	{.name = "departments",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &department_schema,
		.about = "That a policy can be of"},
};
static const struct schema list_out = {
	.name = "SlaListAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "policy", .type = SCHEMA_OBJECT, .ref = &policy_schema},
};
static const struct schema one_out = {
	.name = "SlaAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "SlaGone"};

/* GET /api/manager/sla */
static enum err get_list(struct http_req *rq)
{
	struct sla_department *departments;
	struct sla_list list;
	struct json *json;
	size_t count;

	TRY(sla_store_list(&rq->cx, &list));
	TRY(sla_store_departments(&rq->cx, &departments, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "policies");
	for (size_t i = 0; i < list.count; i++)
		sla_policy_write(json, &list.rows[i]);
	json_close_array(json);
	json_field_open_array(json, "departments");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_int(json, "id", departments[i].id);
		json_field_text(json, "name", departments[i].name);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

struct params {
	const char *name, *priority;
	struct opt_int department_id, response_minutes, resolution_minutes, version;
	const struct json_value *business_hours;
	struct opt_bool company_hours, is_active;
};
#define FIELD(member, type_, flags_) \
	{ \
		.name = #member, .type = (type_), .flags = (flags_), \
		.offset = offsetof(struct params, member) \
	}
static const struct shape_field put_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct params, name),
		.min = 1,
		.max = 100},
	{.name = "priority",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, priority),
		.words = priority_words,
		.about = "null: any"},
	FIELD(department_id, SHAPE_INT, SHAPE_NULLABLE),
	FIELD(response_minutes, SHAPE_INT, SHAPE_NULLABLE),
	FIELD(resolution_minutes, SHAPE_INT, SHAPE_NULLABLE),
	{.name = "business_hours",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, business_hours),
		.about = "[{day, from, to}]: the hours that count; null: all"},
	{.name = "company_hours",
		.type = SHAPE_BOOL,
		.offset = offsetof(struct params, company_hours),
		.about = "The company's hours count; then there are no business_hours"},
	FIELD(is_active, SHAPE_BOOL, 0),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "SlaChange", .fields = put_fields, .count = COUNT(put_fields)};

/* Everything is said anew: what is not sent does not limit. */
static enum err take(struct cx *cx, const struct params *params, struct sla_policy *policy)
{
	policy->name = params->name;
	policy->priority = params->priority;
	policy->department_id = params->department_id.value;
	policy->response_minutes = params->response_minutes;
	policy->resolution_minutes = params->resolution_minutes;
	policy->active = !params->is_active.given || params->is_active.value;
	policy->company_hours = params->company_hours.value;
	TRY(work_week_read(cx, "business_hours", params->business_hours, &policy->week));
	if (policy->company_hours && policy->week.count > 0)
		return fail(cx, ERR_INVALID, "business_hours",
			"Hours of its own or the company's: choose one.");
	return OK;
}

static enum err answer(struct http_req *rq, int status, const struct sla_policy *policy)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "policy");
	sla_policy_write(json, policy);
	return OK;
}

/* POST /api/manager/sla */
static enum err post_policy(struct http_req *rq)
{
	struct sla_policy policy = {0};
	struct params params = {0};

	TRY(http_read(rq, &params));
	TRY(take(&rq->cx, &params, &policy));
	TRY(sla_create(&rq->cx, &policy));
	return answer(rq, 201, &policy);
}

static enum err find(struct http_req *rq, struct sla_policy *policy)
{
	int64_t id;

	if (!text_int(http_path(rq, "id"), &id) || id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such service level.");
	return sla_store_get(&rq->cx, id, policy);
}

/* PUT /api/manager/sla/{id} */
static enum err put_policy(struct http_req *rq)
{
	struct sla_policy policy;
	struct params params = {0};
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(find(rq, &policy));
	if (version.given)
		policy.version = version.value;
	TRY(take(&rq->cx, &params, &policy));
	TRY(sla_change(&rq->cx, &policy));
	return answer(rq, 200, &policy);
}

/* DELETE /api/manager/sla/{id} */
static enum err delete_policy(struct http_req *rq)
{
	struct sla_policy policy;
	struct opt_int version;

	TRY(http_version(rq, &version));
	TRY(find(rq, &policy));
	if (version.given)
		policy.version = version.value;
	TRY(sla_remove(&rq->cx, &policy));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route sla_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/manager/sla",
		.handler = get_list,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_READ,
		.summary = "Service levels: how soon orders are to be dealt with",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/manager/sla",
		.handler = post_policy,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "A new service level, for orders that come from now on",
		.in = &put_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/manager/sla/{id}",
		.handler = put_policy,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change a service level, for orders that come from now on",
		.in = &put_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/manager/sla/{id}",
		.handler = delete_policy,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove a service level; what runs by it runs on",
		.out = &gone_out},
	{0},
};
