/* presence_api.c - setting one's status, and seeing one's colleagues. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/directory_internal.h"
#include "domains/accounts/presence_internal.h"

/* ---- Status ----------------------------------------------------------------- */

struct status_body {
	const char *status, *note;
	struct opt_int concurrent_orders;
};

static const struct shape_field status_fields[] = {
	{.name = "status",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct status_body, status),
		.min = 1,
		.max = 32,
		.about = "available, busy, break, offline, or away, on_break, dnd, in_meeting, "
			 "on_leave, online, do_not_disturb"},
	{.name = "concurrent_orders",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct status_body, concurrent_orders),
		.max = 1000,
		.about = "Orders being worked on now"},
	{.name = "note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct status_body, note),
		.max = 200},
};
static const struct shape status_shape = {
	.name = "StatusRequest", .fields = status_fields, .count = COUNT(status_fields)};

static const struct schema_field status_out_fields[] = {
	{.name = "status", .type = SCHEMA_WORD, .words = agent_status_words},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	AUTOMATIC("automatic"),
	{.name = "since", .type = SCHEMA_TIME},
	{.name = "concurrent_orders", .type = SCHEMA_INT},
	{.name = "note", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema status_out = {
	.name = "StatusAnswer", .fields = status_out_fields, .count = COUNT(status_out_fields)};

static enum err set_status(struct http_req *rq, struct presence_state *after)
{
	struct presence_change change = {
		.agent_id = rq->cx.actor->agent_id, .source = PRESENCE_BY_AGENT};
	struct status_body body = {0};

	TRY(http_read(rq, &body));
	if (!presence_read(body.status, &change.to))
		return fail(&rq->cx, ERR_INVALID, "status",
			"There is no status \"%s\": use available, busy, break or offline.",
			body.status);
	if (!change.agent_id)
		return fail(&rq->cx, ERR_DENIED, NULL, "Only agents have a status.");
	change.note = text_empty(body.note) ? NULL : body.note;
	change.concurrent_orders = body.concurrent_orders;
	return presence_set(&rq->cx, &change, after);
}

static enum err reply_status(
	struct http_req *rq, const struct presence_state *after, enum presence_surface surface)
{
	struct json *json = http_reply(rq, 200);

	json_field_text(json, "status", presence_word(after->presence, surface));
	json_field_text(json, "presence", presence_words[after->presence]);
	json_field_text(json, "automatic", presence_automatic(after->source));
	json_field_time(json, "since", after->since_us);
	json_field_int(json, "concurrent_orders", after->concurrent_orders);
	json_field_text(json, "note", after->note);
	return OK;
}

/* PUT /api/agent/auth/status */
static enum err put_status(struct http_req *rq)
{
	struct presence_state after = {0};

	TRY(set_status(rq, &after));
	return reply_status(rq, &after, SURFACE_AGENT);
}

/* PATCH /api/agent/presence */
static enum err patch_presence(struct http_req *rq)
{
	struct presence_state after = {0};

	TRY(set_status(rq, &after));
	return reply_status(rq, &after, SURFACE_FULL);
}

static const char *const full_words[] = {
	"online", "busy", "away", "on_break", "dnd", "in_meeting", "on_leave", "offline", NULL};
static const struct schema_field presence_out_fields[] = {
	{.name = "status",
		.type = SCHEMA_WORD,
		.words = full_words,
		.about = "All states, with online for available"},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	AUTOMATIC("automatic"),
	{.name = "since", .type = SCHEMA_TIME},
	{.name = "concurrent_orders", .type = SCHEMA_INT},
	{.name = "note", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema presence_out = {.name = "PresenceAnswer",
	.fields = presence_out_fields,
	.count = COUNT(presence_out_fields)};

/* ---- Activity --------------------------------------------------------------- */

struct activity_body {
	struct opt_int idle_s;
};

static const struct shape_field activity_fields[] = {
	{.name = "idle_s",
		.type = SHAPE_INT,
		.offset = offsetof(struct activity_body, idle_s),
		.max = 86400,
		.about = "Seconds since the person's last input; 0 if not said"},
};
static const struct shape activity_shape = {
	.name = "ActivityReport", .fields = activity_fields, .count = COUNT(activity_fields)};

/* POST /api/agent/auth/activity */
static enum err post_activity(struct http_req *rq)
{
	struct activity_body body = {0};

	TRY(http_read(rq, &body));
	TRY(presence_input(&rq->cx, body.idle_s.value * US_PER_SECOND));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Colleagues ---------------------------------------------------------------- */

static const struct schema_field member_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "team", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &team_schema},
	{.name = "department",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &department_schema},
	{.name = "status", .type = SCHEMA_WORD, .words = agent_status_words},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	AUTOMATIC("presence_automatic"),
	{.name = "presence_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "active_orders", .type = SCHEMA_INT},
	{.name = "is_active", .type = SCHEMA_BOOL},
};
static const struct schema member_schema = {
	.name = "TeamMember", .fields = member_fields, .count = COUNT(member_fields)};
static const struct schema_field members_out_fields[] = {
	{.name = "agents", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &member_schema},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &member_schema,
		.about = "The same rows"},
};
static const struct schema members_out = {.name = "TeamMembersAnswer",
	.fields = members_out_fields,
	.count = COUNT(members_out_fields)};

static void write_member(struct json *json, struct arena *arena, const struct member *member)
{
	json_open(json);
	json_field_id(json, "id", member->id);
	json_field_text(json, "code", agent_code(arena, member->agent_no));
	json_field_text(json, "name", member->name);
	if (member->team.id) {
		json_field_open(json, "team");
		json_field_id(json, "id", member->team.id);
		json_field_text(json, "name", member->team.name);
		json_close(json);
	} else {
		json_field_null(json, "team");
	}
	if (member->department.id) {
		json_field_open(json, "department");
		json_field_id(json, "id", member->department.id);
		json_field_text(json, "code", member->department.code);
		json_field_text(json, "name", member->department.name);
		json_close(json);
	} else {
		json_field_null(json, "department");
	}
	json_field_text(json, "status", presence_word(member->presence, SURFACE_AGENT));
	json_field_text(json, "presence", presence_words[member->presence]);
	json_field_text(json, "presence_automatic", presence_automatic(member->presence_source));
	json_field_opt_time(json, "presence_since", member->presence_since_us);
	json_field_int(json, "active_orders", member->open_orders);
	json_field_bool(json, "is_active", member->is_active);
	json_close(json);
}

static void write_members(struct http_req *rq, struct json *json, const char *key,
	const struct member *list, size_t count)
{
	json_field_open_array(json, key);
	for (size_t i = 0; i < count; i++)
		write_member(json, rq->cx.arena, &list[i]);
	json_close_array(json);
}

static enum err reply_members(struct http_req *rq, const struct member *list, size_t count)
{
	struct json *json = http_reply(rq, 200);

	write_members(rq, json, "agents", list, count);
	write_members(rq, json, "data", list, count);
	return OK;
}

/* GET /api/team/members */
static enum err get_members(struct http_req *rq)
{
	struct member *list;
	size_t count;

	TRY(directory_members(&rq->cx, &list, &count));
	return reply_members(rq, list, count);
}

/* GET /api/teams/{id}/members */
static enum err get_team_members(struct http_req *rq)
{
	struct member *list;
	int64_t id;
	size_t count;

	if (!text_int(http_path(rq, "id"), &id) || id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such team.");
	TRY(directory_team(&rq->cx, id, &list, &count));
	return reply_members(rq, list, count);
}

const struct http_route presence_routes[] = {
	{.method = HTTP_PUT,
		.pattern = "/api/agent/auth/status",
		.handler = put_status,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Say whether one is available",
		.in = &status_shape,
		.out = &status_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/agent/presence",
		.handler = patch_presence,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Set one's status, in all its words, with a note",
		.in = &status_shape,
		.out = &presence_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/activity",
		.handler = post_activity,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Report when the person last did something; from the first report on "
			   "only reports keep an agent from being away, not requests",
		.in = &activity_shape,
		.out = &success_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_GET,
		.pattern = "/api/team/members",
		.handler = get_members,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_READ,
		.summary = "Agents of one's scope with presence and load: the team, the company's "
			   "all for managers",
		.out = &members_out},
	{.method = HTTP_GET,
		.pattern = "/api/teams/{id}/members",
		.handler = get_team_members,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_READ,
		.summary = "Agents of a team with presence and load",
		.out = &members_out},
	{0},
};
