/* sla.c - service levels: what a policy may say, and when something is due by it. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "base/utf8.h"
#include "platform/auth/audit.h"

#define NAME_MAX_LETTERS 100
#define MINUTES_MAX (14 * DAY_MINUTES)

struct opt_int sla_due(const struct cx *cx, const struct sla_policy *policy, struct opt_int minutes,
	int64_t since_us)
{
	if (minutes.given)
		minutes.value = work_week_after(
			&policy->week, cx->actor->company->time_zone, since_us, minutes.value);
	return minutes;
}

static void check_minutes(struct cx *cx, const char *field, struct opt_int minutes)
{
	if (minutes.given && (minutes.value < 1 || minutes.value > MINUTES_MAX))
		fail_field(cx, field, "Use a number between 1 and %d.", (int)MINUTES_MAX);
}

enum err sla_check(struct cx *cx, const struct sla_policy *policy)
{
	if (text_empty(policy->name) || utf8_count(policy->name) > NAME_MAX_LETTERS)
		fail_field(cx, "name", "The name has 1 to %d characters.", NAME_MAX_LETTERS);
	check_minutes(cx, "response_minutes", policy->response_minutes);
	check_minutes(cx, "resolution_minutes", policy->resolution_minutes);
	if (!policy->response_minutes.given && !policy->resolution_minutes.given)
		fail_field(cx, "response_minutes",
			"A service level limits the first response, the resolution or both.");
	if (policy->response_minutes.given && policy->resolution_minutes.given &&
		policy->resolution_minutes.value < policy->response_minutes.value)
		fail_field(cx, "resolution_minutes",
			"Nothing is resolved before the first response: use at least the minutes "
			"to the response.");
	return cx->failure.message ? ERR_INVALID : OK;
}

static const char *text_of(struct cx *cx, const struct sla_policy *policy)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	sla_policy_write(&json, policy);
	return json_end(&json).ptr;
}

static enum err conflict(struct cx *cx, int64_t id)
{
	struct sla_policy now;

	TRY(sla_store_get(cx, id, &now)); /* gone meanwhile: not found */
	cx->failure.current_json = text_of(cx, &now);
	return fail(cx, ERR_CONFLICT, "version", "The service level has changed since.");
}

/* NULL: there was none before, or there is none any more. */
static enum err record(struct cx *cx, const char *action, const struct sla_policy *before,
	const struct sla_policy *after)
{
	const struct audit_subject subject = {"sla_policy", before ? before->id : after->id};

	return audit_write_change(cx, action, &subject, before ? text_of(cx, before) : NULL,
		after ? text_of(cx, after) : NULL);
}

enum err sla_create(struct cx *cx, struct sla_policy *policy)
{
	TRY(sla_check(cx, policy));
	TRY(sla_store_name_free(cx, policy));
	TRY(sla_store_add(cx, policy));
	TRY(sla_store_get(cx, policy->id, policy));
	TRY(record(cx, "sla_policy.created", NULL, policy));
	return sla_publish(cx, policy->id, policy);
}

enum err sla_change(struct cx *cx, struct sla_policy *policy)
{
	struct sla_policy before;
	bool stored;

	TRY(sla_check(cx, policy));
	TRY(sla_store_name_free(cx, policy));
	TRY(sla_store_get(cx, policy->id, &before)); /* what is replaced, if the version says so */
	TRY(sla_store_update(cx, policy, &stored));
	if (!stored)
		return conflict(cx, policy->id);
	TRY(sla_store_get(cx, policy->id, policy));
	TRY(record(cx, "sla_policy.changed", &before, policy));
	return sla_publish(cx, policy->id, policy);
}

enum err sla_remove(struct cx *cx, const struct sla_policy *policy)
{
	bool gone;

	TRY(sla_store_remove(cx, policy->id, policy->version, &gone));
	if (!gone)
		return conflict(cx, policy->id);
	TRY(record(cx, "sla_policy.removed", policy, NULL));
	return sla_publish(cx, policy->id, NULL);
}

void sla_policy_write(struct json *json, const struct sla_policy *policy)
{
	json_open(json);
	json_field_int(json, "id", policy->id);
	json_field_text(json, "name", policy->name);
	json_field_text(json, "priority", policy->priority);
	if (policy->department_id) {
		json_field_open(json, "department");
		json_field_int(json, "id", policy->department_id);
		json_field_text(json, "name", policy->department_name);
		json_close(json);
	} else {
		json_field_null(json, "department");
	}
	json_field_opt_int(json, "response_minutes", policy->response_minutes);
	json_field_opt_int(json, "resolution_minutes", policy->resolution_minutes);
	json_key(json, "business_hours");
	if (policy->company_hours)
		json_null(json);
	else
		work_week_write(json, &policy->week);
	json_field_bool(json, "company_hours", policy->company_hours);
	json_field_bool(json, "is_active", policy->active);
	json_field_int(json, "version", policy->version);
	json_field_time(json, "created_at", policy->created_us);
	json_field_time(json, "updated_at", policy->updated_us);
	json_close(json);
}
