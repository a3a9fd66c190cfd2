/* company_api.c - branding before the login, settings after it. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/tenancy_internal.h"

#include "platform/intl/messages.h"

const char *const company_theme_words[] = {"system", "light", "dark", NULL};
static const char *const recovery_words[] = {"it_support", "email", "both", NULL};

/* ---- Branding ------------------------------------------------------------ */

struct branding_query {
	const char *company;
};

static const struct shape_field branding_fields[] = {
	{.name = "company",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct branding_query, company),
		.max = 64,
		.about = "Code of a company; needed when there are several"},
};
static const struct shape branding_shape = {
	.name = "BrandingQuery", .fields = branding_fields, .count = COUNT(branding_fields)};

static const struct schema_field branding_company_fields[] = {
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "logo_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "it_support_ext", .type = SCHEMA_TEXT},
	{.name = "help_desk_ext", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, .words = language_words},
	{.name = "languages", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "theme", .type = SCHEMA_WORD, .words = company_theme_words},
	{.name = "password_recovery", .type = SCHEMA_WORD, .words = recovery_words},
	{.name = "badge_login", .type = SCHEMA_BOOL},
};
static const struct schema branding_company_schema = {.name = "Branding",
	.fields = branding_company_fields,
	.count = COUNT(branding_company_fields)};
static const struct schema_field branding_out_fields[] = {
	{.name = "company",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &branding_company_schema},
	{.name = "companies_count", .type = SCHEMA_INT},
	{.name = "version", .type = SCHEMA_TEXT, .about = "Of the program"},
};
static const struct schema branding_out = {.name = "BrandingAnswer",
	.fields = branding_out_fields,
	.count = COUNT(branding_out_fields)};

/* "Desk.Example.com:8000" -> "desk.example.com" */
static const char *host_name(const struct http_req *rq)
{
	const char *host = http_header(rq, "Host");
	char *name;
	size_t length;

	if (!host)
		return NULL;
	length = strcspn(host, ":");
	name = arena_text_n(rq->cx.arena, host, length);
	for (char *at = name; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return name;
}

static void write_branding(struct json *json, const struct company_row *company)
{
	json_field_open(json, "company");
	json_field_text(json, "code", company->code);
	json_field_text(json, "name", company->name);
	json_key(json, "logo_url");
	company_write_logo_url(json, company);
	json_field_text(json, "it_support_ext", company->it_support_ext);
	json_field_text(json, "help_desk_ext", company->help_desk_ext);
	json_field_text(json, "language", company->language);
	json_field_open_array(json, "languages");
	json_text(json, "en");
	json_text(json, "ar");
	json_close_array(json);
	json_field_text(json, "theme", company->theme);
	json_field_text(json, "password_recovery", company->password_recovery);
	json_field_bool(json, "badge_login", company->badge_login);
	json_close(json);
}

/* GET /api/branding: an unknown company is answered as if none was named. */
static enum err get_branding(struct http_req *rq)
{
	struct branding_query query = {0};
	struct company_row company;
	struct json *json;
	int64_t count;
	bool found;

	TRY(http_read(rq, &query));
	TRY(company_store_public(&rq->cx, query.company, host_name(rq), &company, &found));
	TRY(company_count(&rq->cx, &count));
	json = http_reply(rq, 200);
	if (found)
		write_branding(json, &company);
	else
		json_field_null(json, "company");
	json_field_int(json, "companies_count", count);
	json_field_text(json, "version", HATIF_VERSION);
	return OK;
}

/* GET /branding/{company}/logo */
static enum err get_logo(struct http_req *rq)
{
	const char *svg;

	TRY(company_store_logo(&rq->cx, http_path(rq, "company"), &svg));
	/* The file is an admin's; opened by itself it may neither run nor fetch anything. */
	http_set_header(rq, "Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; sandbox");
	http_set_header(rq, "Cache-Control", "public, max-age=300");
	http_reply_bytes(rq, 200, "image/svg+xml", str_of(svg));
	return OK;
}

/* ---- Settings ------------------------------------------------------------ */

#define CHANGE(member) .offset = offsetof(struct company_change, member)

static const struct shape_field change_fields[] = {
	{.name = "name", .type = SHAPE_TEXT, CHANGE(name), .min = 1, .max = 120},
	{.name = "domain",
		.type = SHAPE_TEXT,
		CHANGE(domain),
		.max = 253,
		.about = "Host name that chooses this company at login; empty for none"},
	{.name = "time_zone",
		.type = SHAPE_TEXT,
		CHANGE(time_zone),
		.min = 1,
		.max = 64,
		.about = "IANA name such as Asia/Dubai"},
	{.name = "currency", .type = SHAPE_TEXT, CHANGE(currency), .min = 3, .max = 3},
	{.name = "default_country",
		.aliases = "country",
		.type = SHAPE_TEXT,
		CHANGE(country),
		.min = 2,
		.max = 2},
	{.name = "language", .type = SHAPE_WORD, CHANGE(language), .words = language_words},
	{.name = "theme",
		.type = SHAPE_WORD,
		CHANGE(theme),
		.words = company_theme_words,
		.about = "Of whoever has not chosen one"},
	{.name = "password_recovery",
		.type = SHAPE_WORD,
		CHANGE(password_recovery),
		.words = recovery_words},
	{.name = "badge_login", .type = SHAPE_BOOL, CHANGE(badge_login)},
	{.name = "it_support_ext", .type = SHAPE_TEXT, CHANGE(it_support_ext), .max = 16},
	{.name = "help_desk_ext", .type = SHAPE_TEXT, CHANGE(help_desk_ext), .max = 16},
	{.name = "idle_timeout_s",
		.type = SHAPE_INT,
		CHANGE(idle_timeout_s),
		.max = 86400,
		.about = "Panel sessions end after so long without a request; 0 = never"},
	{.name = "away_after_s",
		.type = SHAPE_INT,
		CHANGE(away_after_s),
		.max = 86400,
		.about = "Agents are away after so long without input; 0 = never"},
	{.name = "temporary_password_hours",
		.type = SHAPE_INT,
		CHANGE(temporary_password_hours),
		.min = 1,
		.max = 720,
		.about = "A password that somebody else gave works for so long, unless it was "
			 "changed"},
	{.name = "follow_schedule",
		.type = SHAPE_BOOL,
		CHANGE(follow_schedule),
		.about = "Agents are on leave and in meetings when their schedule says so"},
	{.name = "own_names",
		.type = SHAPE_BOOL,
		CHANGE(own_names),
		.about = "People change their own name on their profile page"},
	{.name = "logo_svg",
		.type = SHAPE_RAW_TEXT,
		CHANGE(logo_svg),
		.max = 65536,
		.about = "The logo as SVG; empty takes it away"},
	{.name = "settings", .type = SHAPE_JSON, CHANGE(settings)},
	{.name = "business_hours",
		.type = SHAPE_JSON,
		CHANGE(business_hours),
		.about = "[{day, from, to}]: one or two for a day that is open, in the company's "
			 "time zone; []: all hours"},
	{.name = "closed_days",
		.type = SHAPE_JSON,
		CHANGE(closed_days),
		.about = "[{date, name}]: at most 60 dates; the name may be null"},
};
static const struct shape change_shape = {
	.name = "CompanyChange", .fields = change_fields, .count = COUNT(change_fields)};

static const struct schema_field work_hours_fields[] = {
	{.name = "day", .type = SCHEMA_WORD, .words = week_day_words},
	{.name = "from", .type = SCHEMA_TEXT, .about = "09:00, in the company's time zone"},
	{.name = "to", .type = SCHEMA_TEXT, .about = "24:00 is the end of the day"},
};
const struct schema work_hours_schema = {
	.name = "WorkHours", .fields = work_hours_fields, .count = COUNT(work_hours_fields)};
static const struct schema_field closed_fields[] = {
	{.name = "date", .type = SCHEMA_DAY},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema closed_schema = {
	.name = "ClosedDay", .fields = closed_fields, .count = COUNT(closed_fields)};
static const struct schema_field company_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "domain", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "time_zone", .type = SCHEMA_TEXT},
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "default_country", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, .words = language_words},
	{.name = "theme", .type = SCHEMA_WORD, .words = company_theme_words},
	{.name = "password_recovery", .type = SCHEMA_WORD, .words = recovery_words},
	{.name = "badge_login", .type = SCHEMA_BOOL},
	{.name = "it_support_ext", .type = SCHEMA_TEXT},
	{.name = "help_desk_ext", .type = SCHEMA_TEXT},
	{.name = "idle_timeout_s", .type = SCHEMA_INT},
	{.name = "away_after_s", .type = SCHEMA_INT},
	{.name = "temporary_password_hours", .type = SCHEMA_INT},
	{.name = "follow_schedule", .type = SCHEMA_BOOL},
	{.name = "own_names", .type = SCHEMA_BOOL},
	{.name = "logo_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "settings", .type = SCHEMA_ANY},
	{.name = "business_hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &work_hours_schema,
		.about = "When it is open; none: always"},
	{.name = "closed_days",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &closed_schema},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
};
static const struct schema company_schema = {
	.name = "CompanySettings", .fields = company_fields, .count = COUNT(company_fields)};
static const struct schema_field company_out_fields[] = {
	{.name = "company", .type = SCHEMA_OBJECT, .ref = &company_schema},
};
static const struct schema company_out = {.name = "CompanySettingsAnswer",
	.fields = company_out_fields,
	.count = COUNT(company_out_fields)};

static enum err reply_company(struct http_req *rq, const struct company_row *company)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "company");
	company_write(json, company);
	return OK;
}

static enum err get_company(struct http_req *rq)
{
	struct company_row company;

	TRY(company_store_own(&rq->cx, &company));
	return reply_company(rq, &company);
}

static enum err put_company(struct http_req *rq)
{
	struct company_change change = {0};
	struct company_row after;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(company_change(&rq->cx, &change, &after));
	return reply_company(rq, &after);
}

const struct http_route company_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/branding",
		.handler = get_branding,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary =
			"What the login page shows of a company (public: nobody has logged in yet)",
		.in = &branding_shape,
		.out = &branding_out},
	{.method = HTTP_GET,
		.pattern = "/branding/{company}/logo",
		.handler = get_logo,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary = "A company's logo (public: the login page shows it)"},
	{.method = HTTP_GET,
		.pattern = "/api/company",
		.handler = get_company,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Settings of one's own company",
		.out = &company_out},
	{.method = HTTP_PUT,
		.pattern = "/api/company",
		.handler = put_company,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change the company's settings",
		.in = &change_shape,
		.out = &company_out},
	/* The same under the name that consoles ask for (IMP-ADM-01). */
	{.method = HTTP_GET,
		.pattern = "/api/settings",
		.handler = get_company,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Settings of one's own company",
		.out = &company_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings",
		.handler = put_company,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change the settings of one's own company",
		.in = &change_shape,
		.out = &company_out},
	/* The same as managers ask for them (IMP-MGR-03). */
	{.method = HTTP_GET,
		.pattern = "/api/manager/settings",
		.handler = get_company,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "Settings of the company, for those who may change them",
		.out = &company_out},
	{.method = HTTP_PUT,
		.pattern = "/api/manager/settings",
		.handler = put_company,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change the settings of the company",
		.in = &change_shape,
		.out = &company_out},
	{0},
};
