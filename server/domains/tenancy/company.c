/* company.c - rules of companies, departments and teams: no SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/tenancy_internal.h"

#include "base/time.h"
#include "base/utf8.h"
#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"

#define SETTINGS_BYTES_MAX ((size_t)16 * 1024)
#define LOGO_BYTES_MAX ((size_t)64 * 1024)
#define AWAY_AFTER_S_MIN 120 /* pages report input once a minute */

static bool is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static char lower(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A word for addresses: a-z, 0-9, '-', and '_' where `under` says so. */
bool company_slug_good(const char *text, size_t least, size_t most, bool under)
{
	const size_t length = text ? strlen(text) : 0;

	if (length < least || length > most || !(is_lower(text[0]) || is_digit(text[0])))
		return false;
	for (const char *at = text; *at; at++)
		if (!is_lower(*at) && !is_digit(*at) && *at != '-' && !(under && *at == '_'))
			return false;
	return true;
}

static bool is_host(const char *text)
{
	const size_t length = strlen(text);

	if (length < 1 || length > 253 || text[0] == '.' || text[length - 1] == '.')
		return false;
	for (const char *at = text; *at; at++)
		if (!is_lower(*at) && !is_digit(*at) && *at != '-' && *at != '.')
			return false;
	return true;
}

bool company_name_good(const char *text, size_t most)
{
	return !text_empty(text) && utf8_count(text) <= most;
}

/* Notes every refused field; the caller gives ERR_INVALID at the end. */
static bool check_place(struct cx *cx, const char *zone, const char *currency, const char *country,
	const char *language)
{
	bool good = true;

	if (!intl_zone_valid(zone)) {
		fail_field(cx, "time_zone", "\"%s\" is not a time zone such as Asia/Dubai.", zone);
		good = false;
	}
	if (intl_currency_digits(currency) < 0) {
		fail_field(cx, "currency", "\"%s\" is not a currency such as AED.", currency);
		good = false;
	}
	if (!intl_country_valid(country)) {
		fail_field(cx, "default_country", "\"%s\" is not a country such as AE.", country);
		good = false;
	}
	if (!text_is(language, "en") && !text_is(language, "ar")) {
		fail_field(cx, "language", "The language is en or ar.");
		good = false;
	}
	return good;
}

static bool check_names(struct cx *cx, const char *name, const char *domain)
{
	bool good = true;

	if (!company_name_good(name, 120)) {
		fail_field(cx, "name", "The name has 1 to 120 characters.");
		good = false;
	}
	if (domain && !is_host(domain)) {
		fail_field(
			cx, "domain", "Use a host name such as desk.example.com, in lower case.");
		good = false;
	}
	return good;
}

static const char * or (const char *given, const char *standard)
{
	return given ? given : standard;
}

static enum err taken(struct cx *cx, enum err err)
{
	if (err != ERR_CONFLICT)
		return err;
	if (db_violated(cx, "domain"))
		return fail(cx, err, "domain", "Another company has this host name.");
	return fail(cx, err, "code", "Another company has this short name.");
}

static enum err add_roles(struct cx *cx, int64_t company_id)
{
	int64_t id;

	TRY(db_next_ids(cx, company_id, "role", (int64_t)role_table_count, &id));
	for (size_t i = 0; i < role_table_count; i++)
		TRY(company_store_role(cx, company_id, id + (int64_t)i, &role_table[i]));
	return OK;
}

/* Those that the programs of S4-TEL-11 name are among them: they send calls there. */
static enum err add_departments(struct cx *cx, int64_t company_id)
{
	static const struct department_new standard[] = {
		{.code = "sales", .name = "Sales"},
		{.code = "support", .name = "Support"},
		{.code = "complaints", .name = "Complaints"},
	};
	int64_t id;

	TRY(db_next_ids(cx, company_id, "department", COUNT(standard), &id));
	for (size_t i = 0; i < COUNT(standard); i++)
		TRY(company_store_department(cx, company_id, id + (int64_t)i, &standard[i]));
	return OK;
}

/* A few that every company wants; the rest is its own business. */
static enum err add_tags(struct cx *cx, int64_t company_id)
{
	static const struct chat_tag_new standard[] = {
		{"resolved", "Resolved", "تم الحل", "green"},
		{"escalated", "Escalated", "تم التصعيد", "amber"},
		{"spam", "Spam", "رسائل مزعجة", "red"},
	};
	int64_t id;

	TRY(db_next_ids(cx, company_id, "chat_tag", COUNT(standard), &id));
	for (size_t i = 0; i < COUNT(standard); i++)
		TRY(company_store_chat_tag(cx, company_id, id + (int64_t)i, &standard[i]));
	return OK;
}

enum err company_create(struct cx *cx, const struct company_new *wanted, int64_t *company_id)
{
	const struct company_new full = {
		.code = wanted->code,
		.name = wanted->name,
		.domain = text_empty(wanted->domain) ? NULL : wanted->domain,
		.time_zone = or (wanted->time_zone, "Asia/Dubai"),
		.currency = or (wanted->currency, "AED"),
		.default_country = or (wanted->default_country, "AE"),
		.language = or (wanted->language, "en"),
	};
	bool good = check_names(cx, full.name, full.domain);

	good = check_place(
		       cx, full.time_zone, full.currency, full.default_country, full.language) &&
		good;
	if (!company_slug_good(full.code, 2, 32, false) || !is_lower(full.code[0])) {
		fail_field(cx, "code", "Use 2 to 32 of a-z, 0-9 and -, beginning with a letter.");
		good = false;
	}
	if (!good)
		return ERR_INVALID;
	TRY(taken(cx, company_store_insert(cx, &full, company_id)));
	TRY(add_roles(cx, *company_id));
	TRY(add_tags(cx, *company_id));
	return wanted->no_departments ? OK : add_departments(cx, *company_id);
}

enum err department_create(
	struct cx *cx, const struct department_new *wanted, int64_t *department_id)
{
	enum err err;

	if (!company_slug_good(wanted->code, 1, 32, true))
		return fail(cx, ERR_INVALID, "code", "Use 1 to 32 of a-z, 0-9, - and _.");
	if (!company_name_good(wanted->name, 120))
		return fail(cx, ERR_INVALID, "name", "The name has 1 to 120 characters.");
	TRY(db_next_id(cx, "department", department_id));
	err = company_store_department(cx, cx->actor->company_id, *department_id, wanted);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "code", "Another department has this code.");
	return err;
}

/* "Morning team" -> "morning-team"; a name without Latin letters gives "team-7". */
static const char *slug_of(struct cx *cx, const char *name, int64_t id)
{
	struct buf slug = buf_in(cx->arena, 64);

	for (const char *at = name; *at && slug.len < 60; at++) {
		char byte = lower(*at);

		if (is_lower(byte) || is_digit(byte))
			buf_byte(&slug, byte);
		else if (slug.len && slug.ptr[slug.len - 1] != '-')
			buf_byte(&slug, '-');
	}
	while (slug.len && slug.ptr[slug.len - 1] == '-')
		slug.ptr[--slug.len] = '\0';
	return slug.len ? slug.ptr : arena_format(cx->arena, "team-%lld", (long long)id);
}

enum err team_create(struct cx *cx, const struct team_new *wanted, int64_t *team_id)
{
	const char *slug = wanted->slug;
	enum err err;

	if (!company_name_good(wanted->name, 120))
		return fail(cx, ERR_INVALID, "name", "The name has 1 to 120 characters.");
	if (slug && !company_slug_good(slug, 1, 64, true))
		return fail(cx, ERR_INVALID, "slug", "Use 1 to 64 of a-z, 0-9, - and _.");
	TRY(db_next_id(cx, "team", team_id));
	if (!slug)
		slug = slug_of(cx, wanted->name, *team_id);
	err = company_store_team(cx, *team_id, wanted, slug);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "slug", "Another team has this short name.");
	if (err == ERR_NOT_FOUND)
		return fail(cx, err, "department_id", "There is no such department.");
	return err;
}

/* ---- Settings ------------------------------------------------------------ */

static void take_over(struct cx *cx, const struct company_change *change, struct company_row *row)
{
	row->name = or (change->name, row->name);
	row->time_zone = or (change->time_zone, row->time_zone);
	row->currency = or (change->currency, row->currency);
	row->country = or (change->country, row->country);
	row->language = or (change->language, row->language);
	row->theme = or (change->theme, row->theme);
	row->password_recovery = or (change->password_recovery, row->password_recovery);
	row->it_support_ext = or (change->it_support_ext, row->it_support_ext);
	row->help_desk_ext = or (change->help_desk_ext, row->help_desk_ext);
	if (change->domain)
		row->domain = *change->domain ? change->domain : NULL;
	if (change->badge_login.given)
		row->badge_login = change->badge_login.value;
	if (change->idle_timeout_s.given)
		row->idle_timeout_s = change->idle_timeout_s.value;
	if (change->away_after_s.given)
		row->away_after_s = change->away_after_s.value;
	if (change->temporary_password_hours.given)
		row->temporary_password_hours = change->temporary_password_hours.value;
	if (change->follow_schedule.given)
		row->follow_schedule = change->follow_schedule.value;
	if (change->own_names.given)
		row->own_names = change->own_names.value;
	if (change->settings)
		row->settings = json_print(cx, change->settings);
}

/* It is only ever shown as an image under a policy that lets nothing run; entities still cost. */
static bool is_logo(const char *svg)
{
	return strlen(svg) <= LOGO_BYTES_MAX && strstr(svg, "<svg") && !strstr(svg, "<!ENTITY") &&
		!strstr(svg, "<!DOCTYPE");
}

static enum err check_change(
	struct cx *cx, const struct company_change *change, const struct company_row *row)
{
	bool good = check_names(cx, row->name, row->domain);

	good = check_place(cx, row->time_zone, row->currency, row->country, row->language) && good;
	if (row->idle_timeout_s && row->idle_timeout_s < 60) {
		fail_field(cx, "idle_timeout_s", "Use at least 60 seconds, or 0 for none.");
		good = false;
	}
	if (row->away_after_s && row->away_after_s < AWAY_AFTER_S_MIN) {
		fail_field(cx, "away_after_s", "Use at least 120 seconds, or 0 for never.");
		good = false;
	}
	if (!text_empty(change->logo_svg) && !is_logo(change->logo_svg)) {
		fail_field(cx, "logo_svg", "Use an SVG image of at most 64 KB without a DOCTYPE.");
		good = false;
	}
	if (change->settings &&
		(json_kind_of(change->settings) != JSON_OBJECT ||
			strlen(row->settings) > SETTINGS_BYTES_MAX)) {
		fail_field(cx, "settings", "Use an object of at most 16 KB.");
		good = false;
	}
	return good ? OK : ERR_INVALID;
}

static const char *picture(struct cx *cx, const struct company_row *row)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	company_write(&json, row);
	return json_end(&json).ptr;
}

static enum err newer(struct cx *cx, const struct company_row *current)
{
	cx->failure.current_json = picture(cx, current);
	return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
}

enum err company_tell_changed(struct cx *cx, int64_t user_id)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_id(&json, "user_id", user_id);
	json_close(&json);
	auth_forget(cx->actor->company_id, user_id, 0);
	return events_publish(cx,
		&(struct event){.type = "account:changed",
			.subject_type = user_id ? "user" : "company",
			.subject_id = user_id ? user_id : cx->actor->company_id,
			.audience = {.permission = PERM_SELF,
				.user_id = user_id,
				.everyone = user_id == 0},
			.data = json_end(&json).ptr});
}

enum err company_change(
	struct cx *cx, const struct company_change *change, struct company_row *after)
{
	const struct audit_subject subject = {"company", cx->actor->company_id};
	struct company_row row;
	const char *before;
	int64_t version, idle_s;
	bool changed, good;

	TRY(db_begin_write(cx));
	TRY(company_store_own(cx, &row));
	idle_s = row.idle_timeout_s;
	version = change->version.given ? change->version.value : row.version;
	if (version != row.version)
		return newer(cx, &row);
	before = picture(cx, &row);
	take_over(cx, change, &row);
	good = company_hours_take(cx, change, &row);
	TRY(check_change(cx, change, &row));
	if (!good)
		return ERR_INVALID;
	TRY(taken(cx, company_store_update(cx, &row, change->logo_svg, version, &changed)));
	if (!changed) {
		TRY(company_store_own(cx, &row));
		return newer(cx, &row);
	}
	TRY(company_store_own(cx, after));
	if (after->idle_timeout_s != idle_s)
		TRY(auth_limit_idle(cx, after->idle_timeout_s * US_PER_SECOND));
	TRY(audit_write_change(cx, "company.changed", &subject, before, picture(cx, after)));
	return company_tell_changed(cx, 0);
}

void company_write(struct json *json, const struct company_row *company)
{
	json_open(json);
	json_field_id(json, "id", company->id);
	json_field_text(json, "code", company->code);
	json_field_text(json, "name", company->name);
	json_field_text(json, "domain", company->domain);
	json_field_text(json, "time_zone", company->time_zone);
	json_field_text(json, "currency", company->currency);
	json_field_text(json, "default_country", company->country);
	json_field_text(json, "language", company->language);
	json_field_text(json, "theme", company->theme);
	json_field_text(json, "password_recovery", company->password_recovery);
	json_field_bool(json, "badge_login", company->badge_login);
	json_field_text(json, "it_support_ext", company->it_support_ext);
	json_field_text(json, "help_desk_ext", company->help_desk_ext);
	json_field_int(json, "idle_timeout_s", company->idle_timeout_s);
	json_field_int(json, "away_after_s", company->away_after_s);
	json_field_int(json, "temporary_password_hours", company->temporary_password_hours);
	json_field_bool(json, "follow_schedule", company->follow_schedule);
	json_field_bool(json, "own_names", company->own_names);
	json_key(json, "logo_url");
	company_write_logo_url(json, company);
	json_field_raw(json, "settings", company->settings);
	company_hours_write(json, company);
	json_field_int(json, "version", company->version);
	json_field_time(json, "created_at", company->created_us);
	json_field_time(json, "updated_at", company->updated_us);
	json_close(json);
}

void company_write_logo_url(struct json *json, const struct company_row *company)
{
	char url[64];

	(void)snprintf(url, sizeof(url), "/branding/%s/logo", company->code);
	json_text(json, company->has_logo ? url : NULL);
}
