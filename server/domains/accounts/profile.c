/* profile.c - what people change of themselves (S1-PROF-01…08, 14, 20). */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_internal.h"

#include "base/utf8.h"
#include "domains/accounts/recovery_internal.h"
#include "platform/auth/audit.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"

#define BIO_MAX 500
#define SIGNATURE_MAX 500

enum err profile_read(struct cx *cx, struct profile *profile)
{
	return profile_store_get(cx, profile);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void take_over(const struct profile_change *change, struct profile *profile)
{
	if (change->name)
		profile->name = change->name;
	if (change->email)
		profile->email = or_null(change->email);
	if (change->language)
		profile->language = text_is(change->language, "company") ? NULL : change->language;
	if (change->time_zone)
		profile->time_zone = or_null(change->time_zone);
	if (change->bio)
		profile->bio = change->bio;
	if (change->signature)
		profile->signature = change->signature;
}

/*
 * A link for a new password goes to the address: whoever finds a page open must not be
 * able to turn it to a place of their own.
 */
static enum err check_email(
	struct cx *cx, const struct profile_change *change, const struct profile *before)
{
	struct identity identity;

	if (!change->email || text_is(or_null(change->email), before->email) ||
		(!*change->email && !before->email))
		return OK;
	if (*change->email && !account_email_good(change->email))
		return fail(cx, ERR_INVALID, "email", "Use an address such as sara@example.com.");
	if (text_empty(change->current_password))
		return fail(cx, ERR_INVALID, "current_password",
			"Another e-mail address needs your password.");
	return password_confirm(cx, change->current_password, change->origin, &identity);
}

static enum err check_name(
	struct cx *cx, const struct profile *before, const struct profile *wanted)
{
	if (text_is(before->name, wanted->name))
		return OK;
	if (!before->may_rename)
		return fail(cx, ERR_DENIED, "name",
			"Your company's administrators change names. Ask one of them.");
	if (!account_name_good(wanted->name))
		return fail(cx, ERR_INVALID, "name", "The name has 1 to 120 characters.");
	return OK;
}

static enum err check(struct cx *cx, const struct profile *wanted)
{
	bool good = true;

	if (wanted->time_zone && !intl_zone_valid(wanted->time_zone)) {
		fail_field(cx, "time_zone", "Use a time zone such as Asia/Dubai.");
		good = false;
	}
	if (utf8_count(wanted->bio) > BIO_MAX) {
		fail_field(cx, "bio", "Use at most %d characters.", BIO_MAX);
		good = false;
	}
	if (utf8_count(wanted->signature) > SIGNATURE_MAX) {
		fail_field(cx, "signature", "Use at most %d characters.", SIGNATURE_MAX);
		good = false;
	}
	return good ? OK : ERR_INVALID;
}

static enum err take_phone(struct cx *cx, const char *phone, struct profile *profile)
{
	if (!phone)
		return OK;
	profile->phone = NULL;
	if (!*phone)
		return OK;
	return intl_phone(cx, cx->actor->company->country, "phone", phone, &profile->phone);
}

static const char *picture(struct cx *cx, const struct profile *profile)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_text(&json, "name", profile->name);
	json_field_text(&json, "email", profile->email);
	json_field_text(&json, "phone", profile->phone);
	json_field_text(&json, "language", profile->language);
	json_field_text(&json, "time_zone", profile->time_zone);
	json_field_text(&json, "bio", profile->bio);
	json_field_text(&json, "signature", profile->signature);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err newer(struct cx *cx)
{
	return fail(cx, ERR_CONFLICT, "version", "Your profile has been changed since.");
}

static enum err store(struct cx *cx, const struct profile *wanted)
{
	bool changed;
	const enum err err = profile_store_put(
		cx, wanted, account_key(cx->arena, wanted->email), &changed);

	if (err == ERR_CONFLICT)
		return fail(cx, err, "email", "Another user has this e-mail address.");
	TRY(err);
	if (!changed)
		return newer(cx);
	return account_store_rename(cx, cx->actor->user_id, wanted->name);
}

enum err profile_change(struct cx *cx, const struct profile_change *change, struct profile *after)
{
	const struct audit_subject subject = {"user", cx->actor->user_id};
	struct profile before, wanted;

	TRY(profile_store_get(cx, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx);
	TRY(check_email(cx, change, &before));
	wanted = before;
	take_over(change, &wanted);
	TRY(check_name(cx, &before, &wanted));
	TRY(check(cx, &wanted));
	TRY(take_phone(cx, change->phone, &wanted));
	TRY(store(cx, &wanted));
	TRY(audit_write_change(
		cx, "profile.changed", &subject, picture(cx, &before), picture(cx, &wanted)));
	TRY(company_tell_changed(cx, cx->actor->user_id));
	return profile_store_get(cx, after);
}

enum err account_signature(struct cx *cx, const char **signature)
{
	struct profile profile;

	*signature = "";
	if (!cx->actor->user_id)
		return OK;
	TRY(profile_store_get(cx, &profile));
	*signature = profile.signature;
	return OK;
}

enum err profile_set_hours(struct cx *cx, const struct json_value *hours)
{
	struct work_week week;

	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents have working hours.");
	TRY(work_week_read(cx, "working_hours", hours, &week));
	return profile_store_hours(cx, work_week_pack(cx->arena, &week));
}
