/* call_policy_api.c - HTTP: how calls are handled. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/http/http.h"

static const char *const assignment_words[] = {"load", "manual", NULL};

static const struct schema_field policies_fields[] = {
	{.name = "assignment",
		.type = SCHEMA_WORD,
		.words = assignment_words,
		.about = "Who gets a new order: the least loaded agent, or nobody yet"},
	{.name = "no_response_attempts",
		.type = SCHEMA_INT,
		.about = "Calls in a row without an answer, then closing is proposed; 0: never"},
	{.name = "attempt_pause_minutes",
		.type = SCHEMA_INT,
		.about = "At least so long between two attempts"},
	{.name = "callback_days",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = week_day_words},
	{.name = "callback_from",
		.type = SCHEMA_TEXT,
		.about = "09:00, in the company's time zone"},
	{.name = "callback_to", .type = SCHEMA_TEXT, .about = "24:00 is the end of the day"},
	{.name = "company_hours",
		.type = SCHEMA_BOOL,
		.about = "Callbacks go by the company's hours, not by the days and hours here"},
	{.name = "business_hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY | SCHEMA_NULLABLE,
		.ref = &work_hours_schema,
		.about = "The company's, where callbacks go by them; null: all hours"},
	{.name = "closed_days",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "2026-12-02: days on which no hour counts, where callbacks go by the "
			 "company's hours"},
	{.name = "postpone_hours",
		.type = SCHEMA_INT,
		.about = "How long an order is postponed when nobody says; 0: without a time"},
	{.name = "version", .type = SCHEMA_INT, .about = "0: the company has not changed them yet"},
};
static const struct schema policies_schema = {
	.name = "CallPolicies", .fields = policies_fields, .count = COUNT(policies_fields)};
static const struct schema_field policies_out_fields[] = {
	{.name = "policies", .type = SCHEMA_OBJECT, .ref = &policies_schema},
};
static const struct schema policies_out = {.name = "CallPoliciesAnswer",
	.fields = policies_out_fields,
	.count = COUNT(policies_out_fields)};

static void write_answer(struct http_req *rq, const struct call_policy *policy)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "policies");
	call_policy_write(json, policy);
}

/* GET /api/manager/policies, GET /api/agent/policies */
static enum err get_policies(struct http_req *rq)
{
	struct call_policy policy;

	TRY(call_policy_get(&rq->cx, &policy));
	write_answer(rq, &policy);
	return OK;
}

struct put_params {
	const char *assignment, *callback_from, *callback_to;
	const char *const *callback_days;
	struct opt_int attempts, pause_minutes, postpone_hours, version;
	struct opt_bool company_hours;
};
#define FIELD(name_, type_, member, says) \
	{ \
		.name = (name_), .type = (type_), .offset = offsetof(struct put_params, member), \
		.about = (says) \
	}
static const struct shape_field put_fields[] = {
	{.name = "assignment",
		.type = SHAPE_WORD,
		.offset = offsetof(struct put_params, assignment),
		.words = assignment_words},
	FIELD("no_response_attempts", SHAPE_INT, attempts, "0 to 20"),
	FIELD("attempt_pause_minutes", SHAPE_INT, pause_minutes, "0 to 1440"),
	{.name = "callback_days",
		.type = SHAPE_KEYS,
		.offset = offsetof(struct put_params, callback_days),
		.min = 1,
		.max = WEEK_DAYS,
		.about = "mon, tue, wed, thu, fri, sat, sun"},
	FIELD("callback_from", SHAPE_TEXT, callback_from, "09:00"),
	FIELD("callback_to", SHAPE_TEXT, callback_to, "21:00"),
	FIELD("company_hours", SHAPE_BOOL, company_hours, "Callbacks go by the company's hours"),
	FIELD("postpone_hours", SHAPE_INT, postpone_hours, "0 to 720"),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct put_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "CallPoliciesChange", .fields = put_fields, .count = COUNT(put_fields)};

static enum err read_days(struct cx *cx, const char *const *words, unsigned *days)
{
	*days = 0;
	for (; *words; words++) {
		const ssize_t day = word_index(week_day_words, *words);

		if (day < 0)
			return fail(cx, ERR_INVALID, "callback_days",
				"A day is one of mon, tue, wed, thu, fri, sat, sun.");
		*days |= 1U << (unsigned)day;
	}
	return OK;
}

static enum err read_clock(struct cx *cx, const char *field, const char *text, int64_t *minutes)
{
	if (text && !clock_read(text, minutes))
		return fail(cx, ERR_INVALID, field, "A time is written as 09:30.");
	return OK;
}

/* What was sent over what is there. */
static enum err apply(struct cx *cx, const struct put_params *params, struct call_policy *policy)
{
	if (params->assignment)
		policy->manual = text_is(params->assignment, "manual");
	if (params->attempts.given)
		policy->attempts = params->attempts.value;
	if (params->pause_minutes.given)
		policy->pause_minutes = params->pause_minutes.value;
	if (params->postpone_hours.given)
		policy->postpone_hours = params->postpone_hours.value;
	if (params->company_hours.given)
		policy->company_hours = params->company_hours.value;
	if (params->callback_days)
		TRY(read_days(cx, params->callback_days, &policy->callback_days));
	TRY(read_clock(cx, "callback_from", params->callback_from, &policy->callback_from));
	return read_clock(cx, "callback_to", params->callback_to, &policy->callback_to);
}

/* PUT /api/manager/policies */
static enum err put_policies(struct http_req *rq)
{
	struct put_params params = {0};
	struct call_policy policy, after;
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(call_policy_get(&rq->cx, &policy));
	if (version.given)
		policy.version = version.value;
	TRY(apply(&rq->cx, &params, &policy));
	TRY(call_policy_put(&rq->cx, &policy, &after));
	write_answer(rq, &after);
	return OK;
}

const struct http_route call_policy_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/manager/policies",
		.handler = get_policies,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_READ,
		.summary = "How calls are handled",
		.out = &policies_out},
	{.method = HTTP_PUT,
		.pattern = "/api/manager/policies",
		.handler = put_policies,
		.permission = PERM_POLICIES_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change how calls are handled",
		.in = &put_shape,
		.out = &policies_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/policies",
		.handler = get_policies,
		.permission = PERM_ORDERS_READ,
		.access = HTTP_READ,
		.summary = "The same, for those who make the calls",
		.out = &policies_out},
	{0},
};
