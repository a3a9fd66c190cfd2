/* profile_api.c - one's own profile, working hours, status and breaks over HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/profile_internal.h"

#include "platform/intl/messages.h"

/* ---- Profile ------------------------------------------------------------------------ */

static const char *const language_choices[] = {"en", "ar", "company", NULL};

struct profile_body {
	struct opt_int version;
	const char *name, *email, *phone, *language, *time_zone, *bio, *signature;
	const char *current_password;
};
#define TEXT_FIELD(member, longest, says) \
	{ \
		.name = #member, .type = SHAPE_RAW_TEXT, \
		.offset = offsetof(struct profile_body, member), .max = (longest), .about = (says) \
	}
static const struct shape_field profile_fields[] = {
	{.name = "version",
		.type = SHAPE_INT,
		.offset = offsetof(struct profile_body, version),
		.max = INT64_MAX,
		.about = "The version last seen; without it the newest is changed"},
	{.name = "name",
		.type = SHAPE_TEXT,
		.offset = offsetof(struct profile_body, name),
		.max = 120,
		.about = "Where the company lets people change theirs"},
	TEXT_FIELD(email, 254, "Empty for none; another address needs current_password"),
	TEXT_FIELD(phone, 40, "Empty for none"),
	{.name = "language",
		.type = SHAPE_WORD,
		.offset = offsetof(struct profile_body, language),
		.words = language_choices},
	TEXT_FIELD(time_zone, 64, "Such as Asia/Dubai; empty for the company's"),
	TEXT_FIELD(bio, 500, "What colleagues may know"),
	TEXT_FIELD(signature, 500,
		"Stands below the e-mails one writes to customers, and below answers in "
		"chats if one wants it"),
	{.name = "current_password",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_SECRET,
		.offset = offsetof(struct profile_body, current_password),
		.max = 1024},
};
static const struct shape profile_shape = {
	.name = "ProfileRequest", .fields = profile_fields, .count = COUNT(profile_fields)};

#define NULLABLE .flags = SCHEMA_NULLABLE
static const struct schema_field hours_fields[] = {
	{.name = "day", .type = SCHEMA_WORD, .words = week_day_words},
	{.name = "from", .type = SCHEMA_TEXT},
	{.name = "to", .type = SCHEMA_TEXT},
};
static const struct schema hours_schema = {
	.name = "WorkingHours", .fields = hours_fields, .count = COUNT(hours_fields)};
static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "level", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "department", .type = SCHEMA_OBJECT, NULLABLE, .ref = &department_schema},
	{.name = "team", .type = SCHEMA_OBJECT, NULLABLE, .ref = &team_schema},
	{.name = "order_capacity", .type = SCHEMA_INT, .about = "0: as many as there are"},
	{.name = "open_orders", .type = SCHEMA_INT},
	{.name = "working_hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &hours_schema},
};
static const struct schema agent_part = {
	.name = "ProfileAgent", .fields = agent_fields, .count = COUNT(agent_fields)};
static const struct schema_field profile_out_fields[] = {
	{.name = "version", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "may_rename", .type = SCHEMA_BOOL, .about = "May change the name"},
	{.name = "email", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "phone", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "language", .type = SCHEMA_WORD, NULLABLE, .words = language_words},
	{.name = "time_zone", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "bio", .type = SCHEMA_TEXT},
	{.name = "signature", .type = SCHEMA_TEXT},
	{.name = "agent", .type = SCHEMA_OBJECT, NULLABLE, .ref = &agent_part},
};
static const struct schema profile_schema = {
	.name = "Profile", .fields = profile_out_fields, .count = COUNT(profile_out_fields)};
static const struct schema_field answer_fields[] = {
	{.name = "profile", .type = SCHEMA_OBJECT, .ref = &profile_schema},
};
static const struct schema answer_out = {
	.name = "ProfileAnswer", .fields = answer_fields, .count = COUNT(answer_fields)};

static void write_hours(struct json *json, const char *packed)
{
	struct work_week week;

	work_week_unpack(packed, &week);
	json_key(json, "working_hours");
	if (week.count) {
		work_week_write(json, &week);
		return;
	}
	json_open_array(json);
	json_close_array(json);
}

static void write_agent(struct json *json, struct arena *arena, const struct profile *profile)
{
	if (!profile->agent_id) {
		json_field_null(json, "agent");
		return;
	}
	json_field_open(json, "agent");
	json_field_id(json, "id", profile->agent_id);
	json_field_text(json, "code", agent_code(arena, profile->agent_no));
	json_field_text(json, "level", profile->level);
	identity_write_ref(json, "department", &profile->department);
	identity_write_ref(json, "team", &profile->team);
	json_field_int(json, "order_capacity", profile->order_capacity);
	json_field_int(json, "open_orders", profile->open_orders);
	write_hours(json, profile->working_hours);
	json_close(json);
}

static enum err reply(struct http_req *rq, const struct profile *profile)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "profile");
	json_field_int(json, "version", profile->version);
	json_field_text(json, "username", profile->username);
	json_field_text(json, "name", profile->name);
	json_field_bool(json, "may_rename", profile->may_rename);
	json_field_text(json, "email", profile->email);
	json_field_text(json, "phone", profile->phone);
	json_field_text(json, "language", profile->language);
	json_field_text(json, "time_zone", profile->time_zone);
	json_field_text(json, "bio", profile->bio);
	json_field_text(json, "signature", profile->signature);
	write_agent(json, rq->cx.arena, profile);
	json_close(json);
	return OK;
}

/* GET /api/agent/profile */
static enum err get_profile(struct http_req *rq)
{
	struct profile profile;

	TRY(profile_read(&rq->cx, &profile));
	return reply(rq, &profile);
}

/* PUT /api/agent/profile */
static enum err put_profile(struct http_req *rq)
{
	struct profile_change change = {0};
	const struct login_origin origin = origin_of(rq, NULL);
	struct profile_body body = {0};
	struct profile after;

	TRY(http_read(rq, &body));
	change = (struct profile_change){.name = body.name,
		.email = body.email,
		.phone = body.phone,
		.language = body.language,
		.time_zone = body.time_zone,
		.bio = body.bio,
		.signature = body.signature,
		.current_password = body.current_password,
		.origin = &origin};
	TRY(http_version(rq, &change.version));
	TRY(profile_change(&rq->cx, &change, &after));
	return reply(rq, &after);
}

/* ---- Working hours ---------------------------------------------------------------------- */

struct hours_body {
	const struct json_value *working_hours;
};
static const struct shape_field hours_body_fields[] = {
	{.name = "working_hours",
		.type = SHAPE_JSON,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct hours_body, working_hours),
		.about = "[{day, from, to}], all of them; empty for none"},
};
static const struct shape hours_shape = {.name = "WorkingHoursRequest",
	.fields = hours_body_fields,
	.count = COUNT(hours_body_fields)};
static const struct schema_field hours_out_fields[] = {
	{.name = "working_hours",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &hours_schema},
	{.name = "time_zone", .type = SCHEMA_TEXT, .about = "In which they are meant"},
};
static const struct schema hours_out = {
	.name = "WorkingHoursAnswer", .fields = hours_out_fields, .count = COUNT(hours_out_fields)};

/* GET /api/agent/working-hours */
static enum err get_hours(struct http_req *rq)
{
	struct profile profile;
	struct json *json;

	TRY(profile_read(&rq->cx, &profile));
	json = http_reply(rq, 200);
	write_hours(json, profile.working_hours);
	json_field_text(json, "time_zone", rq->cx.actor->company->time_zone);
	return OK;
}

/* PUT /api/agent/working-hours */
static enum err put_hours(struct http_req *rq)
{
	struct hours_body body = {0};

	TRY(http_read(rq, &body));
	TRY(profile_set_hours(&rq->cx, body.working_hours));
	return get_hours(rq);
}

const struct http_route profile_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/profile",
		.handler = get_profile,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own profile",
		.out = &answer_out},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/profile",
		.handler = put_profile,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Change one's own profile",
		.in = &profile_shape,
		.out = &answer_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/working-hours",
		.handler = get_hours,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "The hours of the week in which one works",
		.out = &hours_out},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/working-hours",
		.handler = put_hours,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Say in which hours of the week one works",
		.in = &hours_shape,
		.out = &hours_out},
	{0},
};
