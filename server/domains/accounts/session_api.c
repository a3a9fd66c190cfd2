/* session_api.c - login, refresh, logout and `me`, for the panels and the portal alike. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"

/* ---- Answers ------------------------------------------------------------------- */

static const struct schema_field login_out_fields[] = {
	{.name = "token", .type = SCHEMA_TEXT},
	{.name = "access_token", .type = SCHEMA_TEXT, .about = "The same as token"},
	{.name = "token_type", .type = SCHEMA_TEXT},
	{.name = "expires_in", .type = SCHEMA_INT, .about = "Seconds"},
	{.name = "refresh_token", .type = SCHEMA_TEXT},
	{.name = "user", .type = SCHEMA_OBJECT, .ref = &user_schema},
	{.name = "agent", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &agent_schema},
	{.name = "company", .type = SCHEMA_OBJECT, .ref = &own_company_schema},
};
static const struct schema login_out = {
	.name = "LoginAnswer", .fields = login_out_fields, .count = COUNT(login_out_fields)};

static const struct schema_field session_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "expires_at", .type = SCHEMA_TIME},
	{.name = "idle_expires_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema session_schema = {
	.name = "Session", .fields = session_fields, .count = COUNT(session_fields)};
static const struct schema_field me_out_fields[] = {
	{.name = "user", .type = SCHEMA_OBJECT, .ref = &user_schema},
	{.name = "agent", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &agent_schema},
	{.name = "company", .type = SCHEMA_OBJECT, .ref = &own_company_schema},
	{.name = "session", .type = SCHEMA_OBJECT, .ref = &session_schema},
};
static const struct schema me_out = {
	.name = "MeAnswer", .fields = me_out_fields, .count = COUNT(me_out_fields)};

/* "Desk.Example.com:8000" -> "desk.example.com" */
static const char *host_name(const struct http_req *rq)
{
	const char *host = http_header(rq, "Host");

	if (!host || *host == '[')
		return NULL;
	return account_key(rq->cx.arena, arena_text_n(rq->cx.arena, host, strcspn(host, ":")));
}

struct login_origin origin_of(const struct http_req *rq, const char *workstation_id)
{
	return (struct login_origin){.ip = http_client_ip(rq),
		.user_agent = arena_text_n(
			rq->cx.arena, http_user_agent(rq), strnlen(http_user_agent(rq), 400)),
		.host = host_name(rq),
		.refresh_token = http_cookie(rq, REFRESH_COOKIE),
		.workstation_id = text_empty(workstation_id) ? NULL : workstation_id};
}

/* Cookies that outlive the browser only where the person asked to be remembered. */
static void set_cookies(struct http_req *rq, const struct session_grant *grant)
{
	const int64_t age_s = (grant->expires_us - rq->cx.now_us) / US_PER_SECOND;
	const int64_t refresh_age_s = (grant->refresh_expires_us - rq->cx.now_us) / US_PER_SECOND;

	http_set_cookie(rq, auth_cookie_name(http_is_tls(rq)), grant->token, "/",
		grant->remembered ? age_s : 0, false);
	http_set_cookie(
		rq, AUTH_CSRF_COOKIE, grant->csrf, "/", grant->remembered ? age_s : 0, true);
	if (grant->remembered)
		http_set_cookie(
			rq, REFRESH_COOKIE, grant->refresh_token, "/api", refresh_age_s, false);
}

static void remove_cookies(struct http_req *rq)
{
	http_set_cookie(rq, auth_cookie_name(http_is_tls(rq)), "", "/", -1, false);
	http_set_cookie(rq, AUTH_CSRF_COOKIE, "", "/", -1, true);
	http_set_cookie(rq, REFRESH_COOKIE, "", "/api", -1, false);
}

static enum err reply_grant(struct http_req *rq, const struct session_grant *grant)
{
	struct identity identity;
	struct json *json;

	TRY(identity_read(&rq->cx, grant->company_id, grant->user_id, &identity));
	/* From here the request is nobody's again: it had no session of its own. */
	rq->cx.actor = actor_nobody();
	set_cookies(rq, grant);
	json = http_reply(rq, 200);
	json_field_text(json, "token", grant->token);
	json_field_text(json, "access_token", grant->token);
	json_field_text(json, "token_type", "Bearer");
	json_field_int(json, "expires_in", (grant->expires_us - rq->cx.now_us) / US_PER_SECOND);
	json_field_text(json, "refresh_token", grant->refresh_token);
	identity_write(json, rq->cx.arena, &identity);
	return OK;
}

/* ---- Login ------------------------------------------------------------------------- */

struct login_body {
	const char *login, *password, *company, *workstation_id;
	struct opt_bool remember;
};

#define LOGIN(member) .offset = offsetof(struct login_body, member)

static const struct shape_field login_fields[] = {
	{.name = "login",
		.aliases = "username,email,agent_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		LOGIN(login),
		.min = 1,
		.max = 254,
		.about = "User name, e-mail address or agent code in any spelling"},
	{.name = "password",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		LOGIN(password),
		.min = 1,
		.max = 1024},
	{.name = "company",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		LOGIN(company),
		.max = 64,
		.about = "Code of the company; needed when the name is in several"},
	{.name = "remember",
		.aliases = "remember_me",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		LOGIN(remember),
		.about = "Stay signed in on this device for 30 days"},
	{.name = "workstation_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		LOGIN(workstation_id),
		.max = 50},
};
static const struct shape login_shape = {
	.name = "LoginRequest", .fields = login_fields, .count = COUNT(login_fields)};

static enum err login_on(struct http_req *rq, const char *surface)
{
	struct login_body body = {0};
	struct session_grant grant;
	struct login_origin origin;
	struct login_attempt attempt;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, body.workstation_id);
	attempt = (struct login_attempt){.login = body.login,
		.password = body.password,
		.company = body.company,
		.surface = surface,
		.remember = body.remember.given && body.remember.value};
	TRY(login_by_password(&rq->cx, &attempt, &origin, &grant));
	return reply_grant(rq, &grant);
}

static enum err post_login(struct http_req *rq)
{
	return login_on(rq, "portal");
}

static enum err post_agent_login(struct http_req *rq)
{
	return login_on(rq, "panel");
}

struct badge_body {
	const char *badge_code, *company, *workstation_id;
};

static const struct shape_field badge_fields[] = {
	{.name = "badge_code",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED | SHAPE_SECRET,
		.offset = offsetof(struct badge_body, badge_code),
		.min = 1,
		.max = 128},
	{.name = "company",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct badge_body, company),
		.max = 64},
	{.name = "workstation_id",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct badge_body, workstation_id),
		.max = 50},
};
static const struct shape badge_shape = {
	.name = "BadgeRequest", .fields = badge_fields, .count = COUNT(badge_fields)};

static enum err post_badge(struct http_req *rq)
{
	struct badge_body body = {0};
	struct session_grant grant;
	struct login_origin origin;

	TRY(http_read(rq, &body));
	origin = origin_of(rq, body.workstation_id);
	TRY(login_by_badge(&rq->cx, body.badge_code, body.company, &origin, &grant));
	return reply_grant(rq, &grant);
}

/* ---- Refresh and logout ---------------------------------------------------------------- */

struct refresh_body {
	const char *refresh_token;
};

static const struct shape_field refresh_fields[] = {
	{.name = "refresh_token",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		.offset = offsetof(struct refresh_body, refresh_token),
		.max = 1024,
		.about = "Absent: the cookie of a remembered device"},
};
static const struct shape refresh_shape = {
	.name = "RefreshRequest", .fields = refresh_fields, .count = COUNT(refresh_fields)};

static enum err post_refresh(struct http_req *rq)
{
	struct refresh_body body = {0};
	struct session_grant grant;
	struct login_origin origin;

	TRY(http_read(rq, &body));
	/* Addresses are kept in logs and histories, and this one would be good for a month. */
	if (http_query(rq, "refresh_token"))
		return fail(&rq->cx, ERR_INVALID, "refresh_token",
			"A refresh token belongs in the body or the cookie.");
	origin = origin_of(rq, NULL);
	TRY(session_refresh(&rq->cx,
		text_empty(body.refresh_token) ? origin.refresh_token : body.refresh_token, &origin,
		&grant));
	return reply_grant(rq, &grant);
}

static enum err post_logout(struct http_req *rq)
{
	TRY(session_logout(&rq->cx));
	remove_cookies(rq);
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Me ------------------------------------------------------------------------------------ */

static enum err get_me(struct http_req *rq)
{
	const struct actor *actor = rq->cx.actor;
	struct identity identity;
	struct session session;
	struct json *json;
	bool found;

	TRY(identity_read(&rq->cx, actor->company_id, actor->user_id, &identity));
	TRY(session_store_by_id(&rq->cx, actor->company_id, actor->session_id, &session, &found));
	if (!found)
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	json = http_reply(rq, 200);
	identity_write(json, rq->cx.arena, &identity);
	json_field_open(json, "session");
	json_field_id(json, "id", session.id);
	json_field_time(json, "expires_at", session.expires_us);
	/* This very request was activity. */
	json_field_opt_time(json, "idle_expires_at",
		(struct opt_int){
			rq->cx.now_us + session.idle_timeout_us, session.idle_timeout_us != 0});
	json_close(json);
	return OK;
}

#define PUBLIC_WRITE .permission = PERM_PUBLIC, .access = HTTP_WRITE

const struct http_route session_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/auth/login",
		.handler = post_login,
		PUBLIC_WRITE,
		.summary = "Log in to the portal (public: this is where sessions come from)",
		.in = &login_shape,
		.out = &login_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/login",
		.handler = post_agent_login,
		PUBLIC_WRITE,
		.summary = "Log in to an agent panel, whose sessions end when idle "
			   "(public: this is where sessions come from)",
		.in = &login_shape,
		.out = &login_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/badge",
		.handler = post_badge,
		PUBLIC_WRITE,
		.summary = "Log in by badge (public: this is where sessions come from)",
		.in = &badge_shape,
		.out = &login_out,
		.flags = HTTP_LOGIN_RATE},
	{.method = HTTP_POST,
		.pattern = "/api/auth/refresh",
		.handler = post_refresh,
		PUBLIC_WRITE,
		.summary = "Renew a session (public: the refresh token is the credential)",
		.in = &refresh_shape,
		.out = &login_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/refresh",
		.handler = post_refresh,
		PUBLIC_WRITE,
		.summary = "Renew a session (public: the refresh token is the credential)",
		.in = &refresh_shape,
		.out = &login_out},
	{.method = HTTP_POST,
		.pattern = "/api/auth/logout",
		.handler = post_logout,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "End one's session",
		.out = &success_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_POST,
		.pattern = "/api/agent/auth/logout",
		.handler = post_logout,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "End one's session",
		.out = &success_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_GET,
		.pattern = "/api/auth/me",
		.handler = get_me,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Who one is, and until when",
		.out = &me_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{.method = HTTP_GET,
		.pattern = "/api/agent/auth/me",
		.handler = get_me,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Who one is, and until when",
		.out = &me_out,
		.flags = HTTP_WEAK_PASSWORD_OK},
	{0},
};
