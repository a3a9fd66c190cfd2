/* password_api.c - forgotten, changed and requested passwords. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/profile_file.h"

/* ---- Forgotten ------------------------------------------------------------------ */

struct forgot_body {
	const char *who, *company;
};

#define FORGOT(member) .offset = offsetof(struct forgot_body, member)
#define FORGOT_COMPANY \
	{ \
		.name = "company", .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, FORGOT(company), \
		.max = 64 \
	}

static const struct shape_field ask_fields[] = {
	{.name = "agent_id",
		.aliases = "login,username,email",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		FORGOT(who),
		.min = 1,
		.max = 254},
	FORGOT_COMPANY,
};
static const struct shape ask_shape = {
	.name = "AskSupportRequest", .fields = ask_fields, .count = COUNT(ask_fields)};

static const struct shape_field link_fields[] = {
	{.name = "email", .type = SHAPE_EMAIL, .flags = SHAPE_REQUIRED, FORGOT(who), .max = 254},
	FORGOT_COMPANY,
};
static const struct shape link_shape = {
	.name = "ResetLinkRequest", .fields = link_fields, .count = COUNT(link_fields)};

static enum err reply_sent(struct http_req *rq)
{
	json_field_text(http_reply(rq, 200), "message",
		cx_say(&rq->cx, "If the account exists, what was asked for is on its way."));
	return OK;
}

/* POST /api/agent/auth/forgot-password: the same answer whoever is meant. */
static enum err post_ask_support(struct http_req *rq)
{
	struct forgot_body body = {0};
	struct login_origin origin;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, NULL);
	TRY(recovery_ask_support(&rq->cx, body.who, body.company, &origin));
	return reply_sent(rq);
}

/* POST /api/auth/forgot-password: the same answer whoever is meant, mail or no mail. */
static enum err post_send_link(struct http_req *rq)
{
	struct forgot_body body = {0};
	struct login_origin origin;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, NULL);
	TRY(recovery_send_link(&rq->cx, body.who, body.company, &origin, http_public_url(rq)));
	return reply_sent(rq);
}

struct reset_body {
	const char *token, *password;
};

#define NEW_PASSWORD(body) \
	{ \
		.name = "password", .aliases = "new_password", .type = SHAPE_RAW_TEXT, \
		.flags = SHAPE_REQUIRED | SHAPE_SECRET, .offset = offsetof(struct body, password), \
		.min = 1, .max = 1024, .about = "8 to 128 characters" \
	}

static const struct shape_field reset_fields[] = {
	{.name = "token",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct reset_body, token),
		.min = 1,
		.max = 256},
	NEW_PASSWORD(reset_body),
};
static const struct shape reset_shape = {
	.name = "ResetPasswordRequest", .fields = reset_fields, .count = COUNT(reset_fields)};

/* POST /api/auth/reset-password */
static enum err post_reset(struct http_req *rq)
{
	struct reset_body body = {0};
	struct login_origin origin;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, NULL);
	TRY(recovery_use_link(&rq->cx, body.token, body.password, &origin));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Changed ---------------------------------------------------------------------- */

struct change_body {
	const char *current_password, *password;
};

static const struct shape_field change_fields[] = {
	{.name = "current_password",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct change_body, current_password),
		.min = 1,
		.max = 1024},
	NEW_PASSWORD(change_body),
};
static const struct shape change_shape = {
	.name = "ChangePasswordRequest", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/auth/change-password */
static enum err post_change(struct http_req *rq)
{
	struct change_body body = {0};
	struct login_origin origin;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, NULL);
	TRY(password_change(&rq->cx, body.current_password, body.password, &origin));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Requests -------------------------------------------------------------------------- */

static const char *const request_words[] = {"open", "resolved", "refused", NULL};

struct requests_query {
	const char *status;
};

static const struct shape_field requests_fields[] = {
	{.name = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct requests_query, status),
		.words = request_words},
};
static const struct shape requests_shape = {.name = "PasswordRequestsQuery",
	.fields = requests_fields,
	.count = COUNT(requests_fields)};

static const struct schema_field person_fields[] = {
	{.name = "id",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the agent; null for a user who is none"},
	{.name = "code", .type = SCHEMA_TEXT, .about = "AGT-001, else the user name"},
	{.name = "name", .type = SCHEMA_TEXT},
	AVATAR_SCHEMA,
};
static const struct schema person_schema = {
	.name = "RequestingPerson", .fields = person_fields, .count = COUNT(person_fields)};
static const struct schema_field request_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent", .type = SCHEMA_OBJECT, .ref = &person_schema},
	{.name = "note", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = request_words},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "resolved_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema request_schema = {
	.name = "PasswordRequest", .fields = request_fields, .count = COUNT(request_fields)};
static const struct schema_field requests_out_fields[] = {
	{.name = "password_requests",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &request_schema},
};
static const struct schema requests_out = {.name = "PasswordRequestsAnswer",
	.fields = requests_out_fields,
	.count = COUNT(requests_out_fields)};

static void write_request(
	struct json *json, struct arena *arena, const struct password_request *request)
{
	json_open(json);
	json_field_id(json, "id", request->id);
	json_field_open(json, "agent");
	json_field_id(json, "id", request->agent_id);
	json_field_text(json, "code",
		request->agent_id ? agent_code(arena, request->agent_no) : request->username);
	json_field_text(json, "name", request->name);
	avatar_write_url(json, request->avatar);
	json_close(json);
	json_field_text(json, "note", request->note);
	json_field_text(json, "status", request->status);
	json_field_int(json, "version", request->version);
	json_field_time(json, "created_at", request->created_us);
	json_field_opt_time(json, "resolved_at", request->resolved_us);
	json_close(json);
}

/* GET /api/admin/password-requests */
static enum err get_requests(struct http_req *rq)
{
	struct requests_query query = {0};
	struct password_request *list;
	struct json *json;
	size_t count;

	TRY(http_read(rq, &query));
	TRY(password_requests_list(&rq->cx, query.status, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "password_requests");
	for (size_t i = 0; i < count; i++)
		write_request(json, rq->cx.arena, &list[i]);
	json_close_array(json);
	return OK;
}

static const char *const action_words[] = {"resolved", "refused", NULL};

struct resolve_body {
	const char *action;
};

static const struct shape_field resolve_fields[] = {
	{.name = "action",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct resolve_body, action),
		.words = action_words},
};
static const struct shape resolve_shape = {
	.name = "ResolvePasswordRequest", .fields = resolve_fields, .count = COUNT(resolve_fields)};
static const struct schema_field resolve_out_fields[] = {
	{.name = "temporary_password",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Shown this once; it has to be changed at the first login"},
};
static const struct schema resolve_out = {.name = "ResolvePasswordAnswer",
	.fields = resolve_out_fields,
	.count = COUNT(resolve_out_fields)};

/* POST /api/admin/password-requests/{id}/resolve */
static enum err post_resolve(struct http_req *rq)
{
	struct resolve_body body = {0};
	const char *temporary;
	int64_t id;

	TRY(http_read(rq, &body));
	if (!text_int(http_path(rq, "id"), &id) || id < 1)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such request.");
	TRY(password_request_resolve(&rq->cx, id, text_is(body.action, "resolved"), &temporary));
	json_field_text(http_reply(rq, 200), "temporary_password", temporary);
	return OK;
}

const struct http_route password_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/profile/password",
		.handler = post_change,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Change one's own password; ends one's other sessions",
		.in = &change_shape,
		.out = &success_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/forgot-password",
		.handler = post_ask_support,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Ask the IT support for a new password "
			   "(public: whoever forgot it cannot log in)",
		.in = &ask_shape,
		.out = &message_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/auth/forgot-password",
		.handler = post_send_link,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Have a link sent that sets a new password "
			   "(public: whoever forgot it cannot log in)",
		.in = &link_shape,
		.out = &message_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/auth/reset-password",
		.handler = post_reset,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Set a new password by such a link "
			   "(public: the link is the credential)",
		.in = &reset_shape,
		.out = &success_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/auth/change-password",
		.handler = post_change,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Change one's own password; ends one's other sessions",
		.in = &change_shape,
		.out = &success_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_GET,
		.pattern = "/api/admin/password-requests",
		.handler = get_requests,
		.permission = PERM_PASSWORD_REQUESTS,
		.access = HTTP_READ,
		.summary = "Password requests of people one may help",
		.in = &requests_shape,
		.out = &requests_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/password-requests/{id}/resolve",
		.handler = post_resolve,
		.permission = PERM_PASSWORD_REQUESTS,
		.access = HTTP_WRITE,
		.summary = "Give a temporary password, or refuse",
		.in = &resolve_shape,
		.out = &resolve_out},
	{0},
};
