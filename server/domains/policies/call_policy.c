/* call_policy.c - how a company wants calls handled: what may be said, and what it means. */
/* SPDX-License-Identifier: MIT */
#include "domains/policies/policies_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/auth/audit.h"
#include "platform/intl/intl.h"

#define EVERY_DAY ((1U << WEEK_DAYS) - 1)
#define ATTEMPTS_MAX 20
#define POSTPONE_HOURS_MAX 720

const struct call_policy call_policy_standard = {
	.callback_days = EVERY_DAY,
	.callback_to = DAY_MINUTES,
};

enum err call_policy_get(struct cx *cx, struct call_policy *policy)
{
	*policy = call_policy_standard;
	return call_policy_store_get(cx, policy);
}

/* ---- Callbacks ------------------------------------------------------------------- */

static const char *days_text(struct cx *cx, unsigned days)
{
	static const char *const names[WEEK_DAYS] = {WORDS("Monday"), WORDS("Tuesday"),
		WORDS("Wednesday"), WORDS("Thursday"), WORDS("Friday"), WORDS("Saturday"),
		WORDS("Sunday")};
	struct buf text = buf_in(cx->arena, 96);

	for (int day = 0; day < WEEK_DAYS; day++) {
		if (!(days >> day & 1U))
			continue;
		if (text.len)
			buf_text(&text, cx_say(cx, ", "));
		buf_text(&text, cx_say(cx, names[day]));
	}
	return text.ptr;
}

/* When customers are called back. */
static void callback_week(const struct call_policy *policy, struct work_week *week)
{
	*week = policy->week;
	if (policy->company_hours)
		return;
	for (int day = 0; day < WEEK_DAYS; day++) {
		if (!(policy->callback_days >> day & 1U))
			continue;
		week->span[week->count].day = day;
		week->span[week->count].from = (int)policy->callback_from;
		week->span[week->count].to = (int)policy->callback_to;
		week->count++;
	}
}

/* "Monday 09:00-13:00, Monday 14:00-18:00" */
static const char *hours_text(struct cx *cx, const struct work_week *week)
{
	struct buf text = buf_in(cx->arena, 256);
	char from[CLOCK_TEXT_BYTES], to[CLOCK_TEXT_BYTES];

	for (size_t i = 0; i < week->count; i++)
		buf_format(&text, "%s%s %s-%s", i ? cx_say(cx, ", ") : "",
			days_text(cx, 1U << (unsigned)week->span[i].day),
			clock_write(from, week->span[i].from), clock_write(to, week->span[i].to));
	return text.ptr;
}

static enum err refuse_closed(
	struct cx *cx, const char *field, const struct work_week *week, int64_t day)
{
	char date[DAY_TEXT_BYTES];

	if (!work_week_closed_on(week, day))
		return fail(cx, ERR_INVALID, field,
			"Customers are called back in the company's business hours: %s.",
			hours_text(cx, week));
	(void)day_write(date, day);
	return fail(cx, ERR_INVALID, field, "The company is closed on %s.", date);
}

enum err call_policy_check_callback(struct cx *cx, const char *field, int64_t at_us)
{
	const char *zone = cx->actor->company->time_zone;
	char from[CLOCK_TEXT_BYTES], to[CLOCK_TEXT_BYTES];
	struct call_policy policy;
	struct work_week week;

	TRY(call_policy_get(cx, &policy));
	callback_week(&policy, &week);
	if (work_week_open_at(&week, zone, at_us))
		return OK;
	if (policy.company_hours)
		return refuse_closed(cx, field, &week, intl_day_of(zone, at_us));
	return fail(cx, ERR_INVALID, field, "Customers are called back between %s and %s, on: %s.",
		clock_write(from, policy.callback_from), clock_write(to, policy.callback_to),
		days_text(cx, policy.callback_days));
}

/* ---- Changing ------------------------------------------------------------------------ */

static enum err check(struct cx *cx, const struct call_policy *wanted)
{
	if (wanted->attempts < 0 || wanted->attempts > ATTEMPTS_MAX)
		fail_field(
			cx, "no_response_attempts", "Use a number between 0 and %d.", ATTEMPTS_MAX);
	if (wanted->pause_minutes < 0 || wanted->pause_minutes > DAY_MINUTES)
		fail_field(cx, "attempt_pause_minutes", "Use a number between 0 and %d.",
			(int)DAY_MINUTES);
	if (wanted->postpone_hours < 0 || wanted->postpone_hours > POSTPONE_HOURS_MAX)
		fail_field(
			cx, "postpone_hours", "Use a number between 0 and %d.", POSTPONE_HOURS_MAX);
	if (!(wanted->callback_days & EVERY_DAY))
		fail_field(cx, "callback_days", "At least one day is needed.");
	if (wanted->callback_from >= wanted->callback_to)
		fail_field(cx, "callback_to", "The hours of a day begin before they end.");
	return cx->failure.message ? ERR_INVALID : OK;
}

static const char *text_of(struct cx *cx, const struct call_policy *policy)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	call_policy_write(&json, policy);
	return json_end(&json).ptr;
}

static enum err conflict(struct cx *cx, const struct call_policy *now)
{
	cx->failure.current_json = text_of(cx, now);
	return fail(cx, ERR_CONFLICT, "version", "The policies have changed since.");
}

enum err call_policy_put(struct cx *cx, const struct call_policy *wanted, struct call_policy *after)
{
	const struct audit_subject subject = {"call_policies", cx->actor->company_id};
	struct call_policy before;
	bool stored;

	TRY(check(cx, wanted));
	TRY(call_policy_get(cx, &before)); /* what is replaced, if the version says so below */
	*after = *wanted;
	after->week = (struct work_week){0};
	if (after->company_hours)
		TRY(company_hours(cx, &after->week));
	TRY(call_policy_store_put(cx, wanted, &stored));
	if (!stored) {
		TRY(call_policy_get(cx, after));
		return conflict(cx, after);
	}
	after->version++;
	TRY(audit_write_change(
		cx, "call_policies.changed", &subject, text_of(cx, &before), text_of(cx, after)));
	return call_policy_publish(cx, after);
}

static void write_closed(struct json *json, const struct work_week *week)
{
	char date[DAY_TEXT_BYTES];

	json_field_open_array(json, "closed_days");
	for (size_t i = 0; i < week->closed_count; i++) {
		(void)day_write(date, week->closed[i]);
		json_text(json, date);
	}
	json_close_array(json);
}

void call_policy_write(struct json *json, const struct call_policy *policy)
{
	char text[CLOCK_TEXT_BYTES];

	json_open(json);
	json_field_text(json, "assignment", policy->manual ? "manual" : "load");
	json_field_int(json, "no_response_attempts", policy->attempts);
	json_field_int(json, "attempt_pause_minutes", policy->pause_minutes);
	json_field_open_array(json, "callback_days");
	for (int day = 0; day < WEEK_DAYS; day++)
		if (policy->callback_days >> day & 1U)
			json_text(json, week_day_words[day]);
	json_close_array(json);
	json_field_text(json, "callback_from", clock_write(text, policy->callback_from));
	json_field_text(json, "callback_to", clock_write(text, policy->callback_to));
	json_field_bool(json, "company_hours", policy->company_hours);
	json_key(json, "business_hours");
	work_week_write(json, &policy->week);
	write_closed(json, &policy->week);
	json_field_int(json, "postpone_hours", policy->postpone_hours);
	json_field_int(json, "version", policy->version);
	json_close(json);
}
