/* session_list_api.c - where one is logged in, where others are, and ending it. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/profile_file.h"

/* ---- Answers -------------------------------------------------------------------- */

static const struct schema_field person_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "agent_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	AVATAR_SCHEMA,
};
static const struct schema person_schema = {
	.name = "SessionUser", .fields = person_fields, .count = COUNT(person_fields)};

static const char *const surface_words[] = {"panel", "portal", "badge", NULL};

static const struct schema_field session_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "user", .type = SCHEMA_OBJECT, .ref = &person_schema},
	{.name = "current", .type = SCHEMA_BOOL, .about = "The one that asks"},
	{.name = "remembered", .type = SCHEMA_BOOL, .about = "On a device that stays logged in"},
	{.name = "surface", .type = SCHEMA_WORD, .words = surface_words},
	{.name = "browser", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "system", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "user_agent", .type = SCHEMA_TEXT},
	{.name = "ip", .type = SCHEMA_TEXT, .about = "Where it was begun"},
	{.name = "workstation_id", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "last_seen_at", .type = SCHEMA_TIME},
	{.name = "expires_at", .type = SCHEMA_TIME},
};
static const struct schema session_schema = {
	.name = "OpenSession", .fields = session_fields, .count = COUNT(session_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "sessions", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &session_schema},
};
static const struct schema list_out = {
	.name = "OpenSessionsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field ended_out_fields[] = {
	{.name = "ended", .type = SCHEMA_INT, .about = "How many there were"},
};
static const struct schema ended_out = {.name = "SessionsEndedAnswer",
	.fields = ended_out_fields,
	.count = COUNT(ended_out_fields)};

static void write_session(
	struct json *json, struct arena *arena, const struct open_session *session)
{
	const struct device_words words = device_words_of(session->user_agent);

	json_open(json);
	json_field_id(json, "id", session->id);
	json_field_open(json, "user");
	json_field_id(json, "id", session->user_id);
	json_field_text(json, "username", session->username);
	json_field_text(json, "name", session->name);
	json_field_text(json, "agent_code",
		session->agent_no ? agent_code(arena, session->agent_no) : NULL);
	avatar_write_url(json, session->avatar);
	json_close(json);
	json_field_bool(json, "current", session->current);
	json_field_bool(json, "remembered", session->remembered);
	json_field_text(json, "surface", session->surface);
	json_field_text(json, "browser", words.browser);
	json_field_text(json, "system", words.system);
	json_field_text(json, "user_agent", session->user_agent);
	json_field_text(json, "ip", session->ip);
	json_field_text(json, "workstation_id", session->workstation_id);
	json_field_time(json, "created_at", session->created_us);
	json_field_time(json, "last_seen_at", session->last_seen_us);
	json_field_time(json, "expires_at", session->expires_us);
	json_close(json);
}

static enum err reply_list(struct http_req *rq, const struct open_session *list, size_t count)
{
	struct json *json = http_reply(rq, 200);

	json_field_open_array(json, "sessions");
	for (size_t i = 0; i < count; i++)
		write_session(json, rq->cx.arena, &list[i]);
	json_close_array(json);
	return OK;
}

static enum err reply_ended(struct http_req *rq, int64_t ended)
{
	json_field_int(http_reply(rq, 200), "ended", ended);
	return OK;
}

/* -1 for what is no id, which then names nothing. */
static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

/* ---- One's own ------------------------------------------------------------------- */

/* GET /api/auth/sessions */
static enum err get_own(struct http_req *rq)
{
	struct open_session *list;
	size_t count;

	TRY(sessions_own(&rq->cx, &list, &count));
	return reply_list(rq, list, count);
}

/* DELETE /api/auth/sessions/{id} */
static enum err delete_own(struct http_req *rq)
{
	TRY(sessions_end_own(&rq->cx, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

/* DELETE /api/auth/sessions */
static enum err delete_others(struct http_req *rq)
{
	int64_t ended;

	TRY(sessions_end_others(&rq->cx, &ended));
	return reply_ended(rq, ended);
}

/* ---- Those of others --------------------------------------------------------------- */

struct managed_query {
	struct opt_int user_id;
};

static const struct shape_field managed_fields[] = {
	{.name = "user_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct managed_query, user_id),
		.min = 1,
		.max = INT64_MAX,
		.about = "Of this user alone"},
};
static const struct shape managed_shape = {
	.name = "ManagedSessionsQuery", .fields = managed_fields, .count = COUNT(managed_fields)};

/* GET /api/admin/sessions */
static enum err get_managed(struct http_req *rq)
{
	struct managed_query query = {0};
	struct open_session *list;
	size_t count;

	TRY(http_read(rq, &query));
	TRY(sessions_managed(&rq->cx, query.user_id.value, &list, &count));
	return reply_list(rq, list, count);
}

/* DELETE /api/admin/sessions/{id} */
static enum err delete_managed(struct http_req *rq)
{
	TRY(sessions_end_managed(&rq->cx, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

/* DELETE /api/admin/users/{id}/sessions */
static enum err delete_of_user(struct http_req *rq)
{
	int64_t ended;

	TRY(sessions_end_user(&rq->cx, id_of(rq), &ended));
	return reply_ended(rq, ended);
}

const struct http_route session_list_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/auth/sessions",
		.handler = get_own,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Where one is logged in",
		.out = &list_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/auth/sessions",
		.handler = delete_others,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "End all of one's sessions but the one that asks, and forget all "
			   "other devices",
		.out = &ended_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/auth/sessions/{id}",
		.handler = delete_own,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "End one of one's own sessions",
		.out = &success_out},
	{.method = HTTP_GET,
		.pattern = "/api/admin/sessions",
		.handler = get_managed,
		.permission = PERM_SESSIONS_MANAGE,
		.access = HTTP_READ,
		.summary = "Where people one stands above are logged in",
		.in = &managed_shape,
		.out = &list_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/sessions/{id}",
		.handler = delete_managed,
		.permission = PERM_SESSIONS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "End a session of somebody one stands above",
		.out = &success_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/users/{id}/sessions",
		.handler = delete_of_user,
		.permission = PERM_SESSIONS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "End all sessions of such a user, on remembered devices too",
		.out = &ended_out},
	{0},
};
