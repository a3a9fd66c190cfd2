/* provider.c - through whom messages leave: what the settings of each kind must say. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/fetch/fetch.h"
#include "platform/mail/mail_send.h"

#include <string.h>

const char *const provider_kind_words[] = {"twilio", "http", "smtp", NULL};

/* A member of the settings. */
struct setting {
	const char *name;
	bool required;
	size_t max;
};

/* Twilio's API, or one that speaks it: its address, the account, and who sends. */
static const struct setting twilio[] = {
	{"base_url", true, 300}, {"account_sid", true, 64}, {"from", true, 32}, {0}};

/*
 * Any gateway with an HTTP API. `body` and `url` may hold {{to}}, {{from}}, {{text}}, {{id}} and
 * {{secret}}, each escaped for its place; `reference` is the path of the gateway's
 * own id in its JSON answer ("data.message_id").
 */
static const struct setting http[] = {{"url", true, 1000}, {"method", false, 8},
	{"content_type", false, 100}, {"body", false, 4000}, {"authorization", false, 400},
	{"from", false, 32}, {"reference", false, 100}, {0}};

/* tls: "starttls", "tls" or "none". */
static const struct setting smtp[] = {{"host", true, 253}, {"port", false, 5}, {"tls", false, 8},
	{"user", false, 320}, {"from", true, 320}, {0}};

static const struct setting *const settings_of[] = {
	[PROVIDER_TWILIO] = twilio, [PROVIDER_HTTP] = http, [PROVIDER_SMTP] = smtp};

static const char *member_name(struct cx *cx, const char *name)
{
	return arena_format(cx->arena, "settings.%s", name);
}

static const struct setting *find(const struct setting *settings, const char *name)
{
	for (; settings->name; settings++)
		if (text_is(settings->name, name))
			return settings;
	return NULL;
}

static enum err check_members(
	struct cx *cx, const struct setting *known, const struct json_value *object)
{
	for (size_t i = 0; i < json_members(object); i++) {
		const char *name;
		const struct json_value *value = json_member(object, i, &name);
		const struct setting *setting = find(known, name);

		if (!setting)
			return fail(cx, ERR_INVALID, member_name(cx, name),
				"There is no such setting.");
		if (json_kind_of(value) != JSON_TEXT)
			return fail(cx, ERR_INVALID, member_name(cx, name), "This must be text.");
		if (strlen(json_text_of(value)) > setting->max)
			return fail(cx, ERR_INVALID, member_name(cx, name), "This is too long.");
		if (strpbrk(json_text_of(value), "\r\n") && !text_is(name, "body"))
			return fail(cx, ERR_INVALID, member_name(cx, name),
				"This is not one line of text.");
	}
	return OK;
}

static enum err check_required(
	struct cx *cx, const struct setting *known, const struct provider *provider)
{
	for (; known->name; known++)
		if (known->required && !*provider_setting(cx, provider, known->name))
			return fail(
				cx, ERR_INVALID, member_name(cx, known->name), "This is needed.");
	return OK;
}

static enum err check_twilio(struct cx *cx, const struct provider *provider)
{
	if (!provider->secret_sealed)
		return fail(cx, ERR_INVALID, "secret", "The account's auth token is needed.");
	return fetch_url_check(cx, "settings.base_url", provider_setting(cx, provider, "base_url"));
}

static enum err check_http(struct cx *cx, const struct provider *provider)
{
	static const char *const methods[] = {"", "POST", "GET", "PUT", NULL};

	if (word_index(methods, provider_setting(cx, provider, "method")) < 0)
		return fail(cx, ERR_INVALID, "settings.method", "Use POST, GET or PUT.");
	return fetch_url_check(cx, "settings.url", provider_setting(cx, provider, "url"));
}

static enum err check_smtp(struct cx *cx, const struct provider *provider)
{
	static const char *const ways[] = {"", "starttls", "tls", "none", NULL};
	const char *port = provider_setting(cx, provider, "port");
	const char *url = arena_format(
		cx->arena, "http://%s/", provider_setting(cx, provider, "host"));
	const char *address, *name;
	int64_t number = 587;

	if (word_index(ways, provider_setting(cx, provider, "tls")) < 0)
		return fail(cx, ERR_INVALID, "settings.tls", "Use starttls, tls or none.");
	if (*port && (!text_int(port, &number) || number < 1 || number > 65535))
		return fail(cx, ERR_INVALID, "settings.port", "Use a number from 1 to 65535.");
	if (!mail_address(cx->arena, provider_setting(cx, provider, "from"), &address, &name))
		return fail(cx, ERR_INVALID, "settings.from", "This is not an e-mail address.");
	return fetch_url_check(cx, "settings.host", url);
}

enum err provider_check(struct cx *cx, const struct provider *provider)
{
	const struct setting *known = settings_of[provider->kind];
	const struct json_value *settings;

	if ((provider->kind == PROVIDER_SMTP) != (provider->channel == MESSAGE_EMAIL))
		return fail(cx, ERR_INVALID, "kind", "This is not a provider of this channel.");
	if (json_parse(cx, str_of(provider->settings), &settings) != OK ||
		json_kind_of(settings) != JSON_OBJECT) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, "settings", "This is not an object.");
	}
	TRY(check_members(cx, known, settings));
	TRY(check_required(cx, known, provider));
	switch (provider->kind) {
	case PROVIDER_TWILIO:
		return check_twilio(cx, provider);
	case PROVIDER_HTTP:
		return check_http(cx, provider);
	default:
		return check_smtp(cx, provider);
	}
}

const char *provider_setting(struct cx *cx, const struct provider *provider, const char *name)
{
	const struct json_value *settings, *value;

	if (json_parse(cx, str_of(provider->settings), &settings) != OK) {
		fail_clear(cx);
		return "";
	}
	value = json_kind_of(settings) == JSON_OBJECT ? json_get(settings, name) : NULL;
	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : "";
}

const char *provider_secret(struct cx *cx, const struct provider *provider)
{
	const char *secret;

	if (!provider->secret_sealed ||
		!auth_unseal(cx->arena, str_of(provider->secret_sealed), &secret))
		return NULL;
	return secret;
}
