/* softphone.c - the phone in the browser: what may be set, and whom it is given to. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/softphone_internal.h"

#include "platform/auth/audit.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

const char *const softphone_reason_words[] = {
	"no_agent", "no_settings", "no_extension", "no_account", NULL};

/* ---- STUN and TURN servers: kept sealed as a whole, since they hold passwords ----------- */

static const char *ice_text(struct cx *cx, const struct ice_server *rows, size_t count)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open(&json);
		json_field_text(&json, "url", rows[i].url);
		json_field_text(&json, "username", rows[i].username);
		json_field_text(&json, "credential", rows[i].credential);
		json_close(&json);
	}
	json_close_array(&json);
	return json_end(&json).ptr;
}

static enum err ice_open(struct cx *cx, struct softphone *softphone)
{
	const struct json_value *list;
	struct ice_server *rows;
	const char *text;

	if (!softphone->ice_sealed)
		return OK;
	if (!auth_unseal(cx->arena, str_of(softphone->ice_sealed), &text))
		return fail(cx, ERR_INTERNAL, NULL, "What was sealed cannot be opened.");
	TRY(json_parse(cx, str_of(text), &list));
	softphone->ice_count = json_count(list);
	rows = arena_array(cx->arena, softphone->ice_count + 1, sizeof(*rows));
	for (size_t i = 0; i < softphone->ice_count; i++) {
		const struct json_value *row = json_item(list, i);

		rows[i].url = json_text_of(json_get(row, "url"));
		if (json_kind_of(json_get(row, "username")) == JSON_TEXT)
			rows[i].username = json_text_of(json_get(row, "username"));
		if (json_kind_of(json_get(row, "credential")) == JSON_TEXT)
			rows[i].credential = json_text_of(json_get(row, "credential"));
	}
	softphone->ice = rows;
	return OK;
}

/* The password of before, of the same server and user. */
static const char *known_credential(const struct softphone *before, const struct ice_server *wanted)
{
	for (size_t i = 0; i < before->ice_count; i++)
		if (text_is(before->ice[i].url, wanted->url) && before->ice[i].username &&
			text_is(before->ice[i].username, wanted->username))
			return before->ice[i].credential;
	return NULL;
}

static void apply_ice(
	struct cx *cx, const struct softphone_change *change, struct softphone *softphone)
{
	const struct softphone before = *softphone;
	struct ice_server *rows = arena_array(cx->arena, change->ice_count + 1, sizeof(*rows));

	for (size_t i = 0; i < change->ice_count; i++) {
		rows[i] = change->ice[i];
		if (text_empty(rows[i].username))
			rows[i].username = rows[i].credential = NULL;
		else if (text_empty(rows[i].credential))
			rows[i].credential = known_credential(&before, &rows[i]);
	}
	softphone->ice = rows;
	softphone->ice_count = change->ice_count;
	softphone->ice_sealed = change->ice_count
		? auth_seal(cx->arena, str_of(ice_text(cx, rows, change->ice_count)))
		: NULL;
}

/* ---- What may be set --------------------------------------------------------------------- */

static bool only(const char *text, const char *letters, size_t max)
{
	const size_t length = strlen(text);

	return length > 0 && length <= max && strspn(text, letters) == length;
}

/* wss://host[:port][/path]: nothing in it that would mean something in a header. */
static bool ws_url_good(const char *url)
{
	static const char start[] = "wss://";
	const char *host = url + strlen(start);
	size_t length;

	if (strncmp(url, start, strlen(start)) != 0 || strlen(url) > WS_URL_BYTES_MAX)
		return false;
	length = strspn(host, LETTERS DIGITS ".-");
	if (length == 0)
		return false;
	host += length;
	if (*host == ':') {
		length = strspn(++host, DIGITS);
		if (length == 0 || length > 5)
			return false;
		host += length;
	}
	return !*host || (*host == '/' && only(host, LETTERS DIGITS "./_~-", WS_URL_BYTES_MAX));
}

static bool ice_url_good(const char *url)
{
	static const char *const schemes[] = {"stun:", "stuns:", "turn:", "turns:"};

	for (size_t i = 0; i < COUNT(schemes); i++)
		if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
			return only(url + strlen(schemes[i]),
				LETTERS DIGITS ".-:?=", ICE_URL_BYTES_MAX);
	return false;
}

static enum err check(struct cx *cx, const struct softphone *softphone)
{
	if (!ws_url_good(softphone->ws_url))
		fail_field(cx, "ws_url", "Write it as wss://pbx.example.com:8089/ws.");
	if (!only(softphone->domain, LETTERS DIGITS ".-", SIP_DOMAIN_BYTES_MAX))
		fail_field(cx, "domain", "Use a host name or an address.");
	if (softphone->ice_count > ICE_SERVERS_MAX)
		fail_field(cx, "ice_servers", "A list has at most %d.", ICE_SERVERS_MAX);
	for (size_t i = 0; i < softphone->ice_count; i++) {
		const struct ice_server *server = &softphone->ice[i];

		if (!ice_url_good(server->url))
			fail_field(
				cx, "ice_servers", "Write it as stun:host:3478 or turn:host:3478.");
		else if (strncmp(server->url, "turn", 4) == 0 && !server->credential)
			fail_field(cx, "ice_servers", "A TURN server needs a user and a password.");
	}
	return cx->failure.fields ? ERR_INVALID : OK;
}

/* ---- Telling ------------------------------------------------------------------------------- */

/* Phones that are open ask again; extension 0: all of them. */
static enum err publish(struct cx *cx, int64_t extension_id)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_id(&json, "extension_id", extension_id);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "softphone:changed",
			.subject_type = "extension",
			.subject_id = extension_id,
			.audience = {.permission = PERM_CALLS_MAKE, .everyone = true},
			.data = json_end(&json).ptr});
}

static const char *picture(struct cx *cx, const struct softphone *softphone)
{
	struct json json;

	if (!softphone->configured)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "ws_url", softphone->ws_url);
	json_field_text(&json, "domain", softphone->domain);
	json_field_bool(&json, "is_active", softphone->active);
	json_field_int(&json, "ice_servers", (int64_t)softphone->ice_count);
	json_close(&json);
	return json_end(&json).ptr;
}

/* ---- The company's settings ------------------------------------------------------------------ */

enum err softphone_get(struct cx *cx, struct softphone *softphone)
{
	TRY(softphone_store_get(cx, softphone));
	return ice_open(cx, softphone);
}

enum err softphone_change(
	struct cx *cx, const struct softphone_change *change, struct softphone *after)
{
	const struct audit_subject subject = {"softphone", 0};
	struct softphone before, softphone;
	bool stored;

	TRY(softphone_get(cx, &before));
	softphone = before;
	if (!before.configured)
		softphone = (struct softphone){.ws_url = "", .domain = "", .active = true};
	if (change->ws_url)
		softphone.ws_url = change->ws_url;
	if (change->domain)
		softphone.domain = change->domain;
	if (change->active.given)
		softphone.active = change->active.value;
	if (change->ice)
		apply_ice(cx, change, &softphone);
	if (change->version.given)
		softphone.version = change->version.value;
	TRY(check(cx, &softphone));
	TRY(softphone_store_put(cx, &softphone, &stored));
	if (!stored)
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	TRY(softphone_get(cx, after));
	TRY(audit_write_change(cx, before.configured ? "softphone.changed" : "softphone.created",
		&subject, picture(cx, &before), picture(cx, after)));
	return publish(cx, 0);
}

const char *softphone_origin(struct arena *arena, const struct softphone *softphone)
{
	size_t length;

	if (!softphone->configured || !softphone->active)
		return NULL;
	length = strlen("wss://");
	length += strcspn(softphone->ws_url + length, "/");
	return arena_text_n(arena, softphone->ws_url, length);
}

/* ---- The account of an extension ---------------------------------------------------------------- */

enum err sip_account_get(struct cx *cx, int64_t extension_id, struct sip_account *account)
{
	struct extension extension;

	TRY(extension_store_get(cx, extension_id, &extension));
	return sip_store_get(cx, extension_id, account);
}

static enum err check_account(struct cx *cx, const struct sip_account *account, const char *secret)
{
	if (!only(account->user, LETTERS DIGITS "._+-", SIP_USER_BYTES_MAX))
		fail_field(cx, "sip_user", "Use letters, digits, dots, dashes and underscores.");
	if (!text_empty(secret) &&
		(strlen(secret) > SIP_SECRET_BYTES_MAX || !ami_value_good(secret)))
		fail_field(cx, "secret", "This is not one line of text.");
	if (!account->secret_sealed)
		fail_field(cx, "secret", "This is needed.");
	return cx->failure.fields ? ERR_INVALID : OK;
}

static enum err record_account(struct cx *cx, int64_t extension_id, const char *action,
	const struct sip_account *account, bool secret_changed)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "sip_user", account->user);
	json_field_bool(&json, "secret_changed", secret_changed);
	json_close(&json);
	TRY(audit_write(cx, action, "extension", extension_id, json_end(&json).ptr));
	return publish(cx, extension_id);
}

enum err sip_account_change(struct cx *cx, int64_t extension_id,
	const struct sip_account_change *change, struct sip_account *after)
{
	struct extension extension;
	struct sip_account account;
	bool stored;

	TRY(extension_store_get(cx, extension_id, &extension));
	TRY(sip_store_get(cx, extension_id, &account));
	if (!text_empty(change->user))
		account.user = change->user;
	else if (!account.there)
		account.user = extension.number;
	if (!text_empty(change->secret))
		account.secret_sealed = auth_seal(cx->arena, str_of(change->secret));
	if (change->version.given)
		account.version = change->version.value;
	TRY(check_account(cx, &account, change->secret));
	TRY(sip_store_put(cx, extension_id, &account, &stored));
	if (!stored)
		return fail(cx, ERR_CONFLICT, "version", "The account has changed since.");
	TRY(sip_store_get(cx, extension_id, after));
	return record_account(cx, extension_id,
		account.there ? "extension.sip_changed" : "extension.sip_created", after,
		!text_empty(change->secret));
}

enum err sip_account_remove(struct cx *cx, int64_t extension_id, struct opt_int version)
{
	struct sip_account account;

	TRY(sip_account_get(cx, extension_id, &account));
	if (!account.there)
		return fail(cx, ERR_NOT_FOUND, NULL, "This extension has no account.");
	if (version.given && version.value != account.version)
		return fail(cx, ERR_CONFLICT, "version", "The account has changed since.");
	TRY(sip_store_remove(cx, extension_id));
	return record_account(cx, extension_id, "extension.sip_removed", &account, false);
}

/* ---- The actor's own phone ------------------------------------------------------------------------ */

enum err softphone_own(struct cx *cx, struct own_phone *own)
{
	const char *secret_sealed = NULL;
	bool found = false;

	*own = (struct own_phone){0};
	if (cx->actor->agent_id == 0) {
		own->reason = "no_agent";
		return OK;
	}
	TRY(softphone_get(cx, &own->softphone));
	if (!own->softphone.configured || !own->softphone.active) {
		own->reason = "no_settings";
		return OK;
	}
	TRY(sip_store_own(cx, cx->actor->agent_id, own, &secret_sealed, &found));
	if (!found || !own->user) {
		own->reason = found ? "no_account" : "no_extension";
		return OK;
	}
	if (!auth_unseal(cx->arena, str_of(secret_sealed), &own->secret))
		return fail(cx, ERR_INTERNAL, NULL, "What was sealed cannot be opened.");
	return OK;
}
