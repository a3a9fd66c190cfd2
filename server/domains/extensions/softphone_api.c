/* softphone_api.c - HTTP: the phone in the browser. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/softphone_internal.h"

#include "platform/auth/audit.h"
#include "platform/http/http.h"

/* ---- The company's settings -------------------------------------------------------- */

static const struct schema_field kept_ice_fields[] = {
	{.name = "url", .type = SCHEMA_TEXT},
	{.name = "username", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "has_credential",
		.type = SCHEMA_BOOL,
		.about = "The password itself is shown to nobody but phones"},
};
static const struct schema kept_ice_schema = {
	.name = "SoftphoneIceServer", .fields = kept_ice_fields, .count = COUNT(kept_ice_fields)};
static const struct schema_field settings_fields[] = {
	{.name = "configured", .type = SCHEMA_BOOL},
	{.name = "ws_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "domain", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "ice_servers",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &kept_ice_schema},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema settings_schema = {
	.name = "SoftphoneSettings", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field settings_out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
};
static const struct schema settings_out = {.name = "SoftphoneSettingsAnswer",
	.fields = settings_out_fields,
	.count = COUNT(settings_out_fields)};

static enum err answer_settings(struct http_req *rq, const struct softphone *softphone)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "settings");
	json_field_bool(json, "configured", softphone->configured);
	json_field_text(json, "ws_url", softphone->ws_url);
	json_field_text(json, "domain", softphone->domain);
	json_field_bool(json, "is_active", !softphone->configured || softphone->active);
	json_field_open_array(json, "ice_servers");
	for (size_t i = 0; i < softphone->ice_count; i++) {
		json_open(json);
		json_field_text(json, "url", softphone->ice[i].url);
		json_field_text(json, "username", softphone->ice[i].username);
		json_field_bool(json, "has_credential", softphone->ice[i].credential != NULL);
		json_close(json);
	}
	json_close_array(json);
	json_field_int(json, "version", softphone->version);
	json_field_opt_time(
		json, "updated_at", (struct opt_int){softphone->updated_us, softphone->configured});
	json_close(json);
	return OK;
}

/* GET /api/settings/softphone */
static enum err get_settings(struct http_req *rq)
{
	struct softphone softphone;

	TRY(softphone_get(&rq->cx, &softphone));
	return answer_settings(rq, &softphone);
}

struct settings_params {
	const char *ws_url, *domain;
	struct opt_bool is_active;
	struct opt_int version;
	const struct json_value *ice_servers;
};
#define SETTING(member) .offset = offsetof(struct settings_params, member)
static const struct shape_field put_fields[] = {
	{.name = "ws_url",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		SETTING(ws_url),
		.max = WS_URL_BYTES_MAX,
		.about = "Where the PBX takes phones in browsers: wss://pbx.example.com:8089/ws"},
	{.name = "domain",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		SETTING(domain),
		.max = SIP_DOMAIN_BYTES_MAX,
		.about = "What stands behind the @ of SIP addresses"},
	{.name = "is_active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, SETTING(is_active)},
	{.name = "ice_servers",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		SETTING(ice_servers),
		.about = "[{url, username, credential}]: all of them; as they are if not said. "
			 "Without a credential the one of before is kept"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		SETTING(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "SoftphoneSettingsChange", .fields = put_fields, .count = COUNT(put_fields)};

static const struct shape_field ice_fields[] = {
	{.name = "url",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct ice_server, url),
		.min = 1,
		.max = ICE_URL_BYTES_MAX},
	{.name = "username",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct ice_server, username),
		.max = 100},
	{.name = "credential",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		.offset = offsetof(struct ice_server, credential),
		.max = 200},
};
static const struct shape ice_shape = {
	.name = "SoftphoneIceServerChange", .fields = ice_fields, .count = COUNT(ice_fields)};

static enum err read_ice(
	struct http_req *rq, const struct json_value *given, struct softphone_change *change)
{
	struct ice_server *rows;

	if (!given)
		return OK;
	if (json_kind_of(given) != JSON_ARRAY)
		return fail(&rq->cx, ERR_INVALID, "ice_servers", "This is not a list.");
	change->ice_count = json_count(given);
	if (change->ice_count > ICE_SERVERS_MAX)
		return fail(&rq->cx, ERR_INVALID, "ice_servers", "A list has at most %d.",
			ICE_SERVERS_MAX);
	rows = arena_array(rq->cx.arena, change->ice_count + 1, sizeof(*rows));
	for (size_t i = 0; i < change->ice_count; i++) {
		rows[i] = (struct ice_server){0};
		if (json_kind_of(json_item(given, i)) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "ice_servers", "This is not an object.");
		TRY(http_read_object(rq, &ice_shape, json_item(given, i), &rows[i]));
	}
	change->ice = rows;
	return OK;
}

/* PUT /api/settings/softphone */
static enum err put_settings(struct http_req *rq)
{
	struct settings_params params = {0};
	struct softphone_change change = {0};
	struct softphone after;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &change.version));
	change.ws_url = params.ws_url;
	change.domain = params.domain;
	change.active = params.is_active;
	TRY(read_ice(rq, params.ice_servers, &change));
	TRY(softphone_change(&rq->cx, &change, &after));
	return answer_settings(rq, &after);
}

/* ---- The account of an extension ---------------------------------------------------- */

static const struct schema_field account_fields[] = {
	{.name = "sip_user", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "has_secret", .type = SCHEMA_BOOL, .about = "The secret itself is never shown"},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema account_schema = {
	.name = "SipAccount", .fields = account_fields, .count = COUNT(account_fields)};
static const struct schema_field account_out_fields[] = {
	{.name = "account", .type = SCHEMA_OBJECT, .ref = &account_schema},
};
static const struct schema account_out = {.name = "SipAccountAnswer",
	.fields = account_out_fields,
	.count = COUNT(account_out_fields)};
static const struct schema gone_out = {.name = "SipAccountGone"};

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such extension.");
	return OK;
}

static enum err answer_account(struct http_req *rq, const struct sip_account *account)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "account");
	json_field_text(json, "sip_user", account->user);
	json_field_bool(json, "has_secret", account->there);
	json_field_int(json, "version", account->version);
	json_field_opt_time(
		json, "updated_at", (struct opt_int){account->updated_us, account->there});
	json_close(json);
	return OK;
}

/* GET /api/extensions/{id}/sip */
static enum err get_account(struct http_req *rq)
{
	struct sip_account account;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(sip_account_get(&rq->cx, id, &account));
	return answer_account(rq, &account);
}

#define ACCOUNT(member) .offset = offsetof(struct sip_account_change, member)
static const struct shape_field account_in_fields[] = {
	{.name = "sip_user",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		ACCOUNT(user),
		.max = SIP_USER_BYTES_MAX,
		.about = "The extension's number if not said"},
	{.name = "secret",
		.type = SHAPE_RAW_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		ACCOUNT(secret),
		.max = SIP_SECRET_BYTES_MAX,
		.about = "Kept sealed; given to nobody but the extension's own agent"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		ACCOUNT(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape account_shape = {
	.name = "SipAccountChange", .fields = account_in_fields, .count = COUNT(account_in_fields)};

/* PUT /api/extensions/{id}/sip */
static enum err put_account(struct http_req *rq)
{
	struct sip_account_change change = {0};
	struct sip_account after;
	int64_t id;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(path_id(rq, &id));
	TRY(sip_account_change(&rq->cx, id, &change, &after));
	return answer_account(rq, &after);
}

/* DELETE /api/extensions/{id}/sip */
static enum err delete_account(struct http_req *rq)
{
	struct opt_int version;
	int64_t id;

	TRY(http_version(rq, &version));
	TRY(path_id(rq, &id));
	TRY(sip_account_remove(&rq->cx, id, version));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- The actor's own phone ------------------------------------------------------------ */

static const struct schema_field ice_out_fields[] = {
	{.name = "urls", .type = SCHEMA_TEXT},
	{.name = "username", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
	{.name = "credential", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
};
static const struct schema ice_out_schema = {
	.name = "SoftphoneIce", .fields = ice_out_fields, .count = COUNT(ice_out_fields)};
static const struct schema_field own_out_fields[] = {
	{.name = "configured", .type = SCHEMA_BOOL},
	{.name = "reason",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_NULLABLE,
		.words = softphone_reason_words,
		.about = "What is missing; null when it is configured"},
	{.name = "message",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The same in a sentence"},
	{.name = "extension_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "extension", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "ws_url", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "domain", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "user", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "password",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Each time it is asked for is in the audit log"},
	{.name = "display_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "ice_servers",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &ice_out_schema},
};
static const struct schema own_out = {
	.name = "SoftphoneAnswer", .fields = own_out_fields, .count = COUNT(own_out_fields)};

static const char *reason_text(const struct cx *cx, const char *reason)
{
	static const struct {
		const char *reason, *text;
	} texts[] = {
		{"no_agent", WORDS("You are not an agent: no phone belongs to you.")},
		{"no_settings", WORDS("The phone in the browser is not configured.")},
		{"no_extension", WORDS("You have no extension yet.")},
		{"no_account", WORDS("Your extension has no account for the browser yet.")},
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (text_is(texts[i].reason, reason))
			return cx_say(cx, texts[i].text);
	return NULL;
}

static void write_ice(struct json *json, const struct softphone *softphone)
{
	json_field_open_array(json, "ice_servers");
	for (size_t i = 0; i < softphone->ice_count; i++) {
		json_open(json);
		json_field_text(json, "urls", softphone->ice[i].url);
		if (softphone->ice[i].username) {
			json_field_text(json, "username", softphone->ice[i].username);
			json_field_text(json, "credential", softphone->ice[i].credential);
		}
		json_close(json);
	}
	json_close_array(json);
}

/* GET /api/agent/softphone: the secret goes to nobody but the extension's own agent. */
static enum err get_own(struct http_req *rq)
{
	const struct softphone none = {0};
	struct own_phone own;
	struct json *json;
	bool there;

	TRY(softphone_own(&rq->cx, &own));
	there = own.reason == NULL;
	if (there)
		TRY(audit_write(
			&rq->cx, "extension.sip_given", "extension", own.extension_id, NULL));
	http_set_header(rq, "Cache-Control", "no-store");
	json = http_reply(rq, 200);
	json_field_bool(json, "configured", there);
	json_field_text(json, "reason", own.reason);
	json_field_text(json, "message", reason_text(&rq->cx, own.reason));
	json_field_id(json, "extension_id", own.extension_id);
	json_field_text(json, "extension", own.number);
	json_field_text(json, "ws_url", there ? own.softphone.ws_url : NULL);
	json_field_text(json, "domain", there ? own.softphone.domain : NULL);
	json_field_text(json, "user", there ? own.user : NULL);
	json_field_text(json, "password", there ? own.secret : NULL);
	json_field_text(json, "display_name", there ? own.display_name : NULL);
	write_ice(json, there ? &own.softphone : &none);
	return OK;
}

/*
 * GET /api/agent/softphone/line.js: what the browser runs the line to the PBX in. A worker
 * goes by the policy of its own answer, so this alone may connect to that one address, and
 * pages, which are the same for every company, to none.
 */
static enum err get_line(struct http_req *rq)
{
	struct softphone softphone;
	const char *origin;

	TRY(softphone_get(&rq->cx, &softphone));
	origin = softphone_origin(rq->cx.arena, &softphone);
	http_set_header(rq, "Content-Security-Policy",
		arena_format(rq->cx.arena, "default-src 'none'; script-src 'self'; connect-src %s",
			origin ? origin : "'none'"));
	http_set_header(rq, "Cache-Control", "no-store");
	http_reply_bytes(rq, 200, "text/javascript; charset=utf-8",
		str_of("importScripts('/softphone-line.js');\n"));
	return OK;
}

const struct http_route softphone_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/softphone",
		.handler = get_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "Where the PBX takes phones in browsers",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/softphone",
		.handler = put_settings,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Set up the phone in the browser",
		.in = &put_shape,
		.out = &settings_out},
	{.method = HTTP_GET,
		.pattern = "/api/extensions/{id}/sip",
		.handler = get_account,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "The account that an extension's phone in the browser signs in with",
		.out = &account_out},
	{.method = HTTP_PUT,
		.pattern = "/api/extensions/{id}/sip",
		.handler = put_account,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Enter or change the account of an extension",
		.in = &account_shape,
		.out = &account_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/extensions/{id}/sip",
		.handler = delete_account,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove the account of an extension",
		.out = &gone_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/softphone",
		.handler = get_own,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_WRITE,
		.summary = "One's own phone in the browser, with its secret",
		.out = &own_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/softphone/line.js",
		.handler = get_line,
		.permission = PERM_CALLS_MAKE,
		.access = HTTP_READ,
		.summary =
			"The script that holds the line to the PBX, with leave to connect there"},
	{0},
};
