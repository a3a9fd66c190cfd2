/* fetch_url.c - URLs that people type: what they may look like, and where they plainly lead. */
/* SPDX-License-Identifier: MIT */
#include "platform/fetch/fetch_internal.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>

#define URL_BYTES_MAX 2000

/* Taken apart by the parser that will carry the request out, so that both see the same host. */
struct parts {
	CURLU *url;
	char *scheme, *host, *port;
};

static void parts_free(struct parts *parts)
{
	curl_free(parts->scheme);
	curl_free(parts->host);
	curl_free(parts->port);
	curl_url_cleanup(parts->url);
}

static bool take_apart(const char *url, struct parts *parts, const char **why)
{
	CURLUcode code;

	*why = WORDS("This is not a web address.");
	*parts = (struct parts){.url = curl_url()};
	if (!parts->url)
		return false;
	code = curl_url_set(parts->url, CURLUPART_URL, url, CURLU_DISALLOW_USER);
	if (code == CURLUE_USER_NOT_ALLOWED)
		*why = WORDS("A web address must not hold a user name or a password.");
	if (code == CURLUE_OK)
		code = curl_url_get(parts->url, CURLUPART_SCHEME, &parts->scheme, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(parts->url, CURLUPART_HOST, &parts->host, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(parts->url, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT);
	return code == CURLUE_OK;
}

/* ---- Hosts ------------------------------------------------------------------------- */

static bool ends_in(struct str name, const char *suffix)
{
	size_t length = strlen(suffix);

	if (name.len < length || strncasecmp(name.ptr + name.len - length, suffix, length) != 0)
		return false;
	return name.len == length || name.ptr[name.len - length - 1] == '.';
}

static bool allowed_v4(const char *text)
{
	struct sockaddr_in address = {.sin_family = AF_INET};

	return inet_pton(AF_INET, text, &address.sin_addr) == 1 &&
		fetch_address_allowed((const struct sockaddr *)&address);
}

static bool allowed_v6(const char *text)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6};

	return inet_pton(AF_INET6, text, &address.sin6_addr) == 1 &&
		fetch_address_allowed((const struct sockaddr *)&address);
}

static bool plain_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!isalnum((unsigned char)name.ptr[i]) && !strchr("-._", name.ptr[i]))
			return false;
	return name.len > 0;
}

/* "1", "0x7f", "255": systems read such a name as an address, each in its own way. */
static bool last_label_is_number(struct str name)
{
	struct str label = name;

	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '.') {
			label = (struct str){name.ptr + i, name.len - i};
			break;
		}
	if (label.len >= 2 && label.ptr[0] == '0' && (label.ptr[1] | 32) == 'x')
		return true;
	for (size_t i = 0; i < label.len; i++)
		if (!isdigit((unsigned char)label.ptr[i]))
			return false;
	return label.len > 0;
}

/*
 * Names that stand for this machine or the network around it, and the public
 * services that turn any address into a name. More of them exist than can be
 * listed: this spares people a late surprise, the check at connect is the guard.
 */
static enum url_fault name_fault(struct str name)
{
	static const char *const inside[] = {
		"local", "internal", "intranet", "lan", "home.arpa", "localdomain"};
	static const char *const any[] = {
		"nip.io", "sslip.io", "xip.io", "lvh.me", "localtest.me", "vcap.me"};

	if (last_label_is_number(name))
		return URL_INSIDE;
	if (ends_in(name, "localhost"))
		return allowed_v4("127.0.0.1") || allowed_v6("::1") ? URL_GOOD : URL_INSIDE;
	if (fetch_allows_inside())
		return URL_GOOD;
	for (size_t i = 0; i < COUNT(any); i++)
		if (ends_in(name, any[i]))
			return URL_INSIDE;
	for (size_t i = 0; i < COUNT(inside); i++)
		if (ends_in(name, inside[i]))
			return URL_INSIDE;
	return memchr(name.ptr, '.', name.len) ? URL_GOOD : URL_INSIDE;
}

static enum url_fault host_fault(const char *host)
{
	struct str name = str_of(host);
	struct in_addr v4;
	char inner[INET6_ADDRSTRLEN];

	if (host[0] == '[') {
		if (name.len < 3 || name.len - 2 >= sizeof(inner))
			return URL_BAD;
		memcpy(inner, host + 1, name.len - 2);
		inner[name.len - 2] = '\0';
		return allowed_v6(inner) ? URL_GOOD : URL_INSIDE;
	}
	if (inet_pton(AF_INET, host, &v4) == 1)
		return allowed_v4(host) ? URL_GOOD : URL_INSIDE;
	while (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	return plain_name(name) ? name_fault(name) : URL_BAD;
}

/* ---- URLs ---------------------------------------------------------------------------- */

static bool plain_text(const char *url)
{
	for (const unsigned char *at = (const unsigned char *)url; *at; at++)
		if (*at <= 32 || *at >= 127 || *at == '\\')
			return false;
	return true;
}

static enum url_fault parts_fault(const struct parts *parts, bool mail, const char **why)
{
	const char *scheme = mail ? "smtp" : "http", *safe = mail ? "smtps" : "https";
	enum url_fault fault;

	if (!text_is(parts->scheme, scheme) && !text_is(parts->scheme, safe)) {
		*why = mail ? WORDS("The address must begin with smtps:// or smtp://.")
			    : WORDS("The address must begin with https:// or http://.");
		return URL_BAD;
	}
	fault = host_fault(parts->host);
	*why = fault == URL_BAD ? WORDS("The address does not name a server.")
				: WORDS("The address leads into the network of this installation, "
					"which is not allowed.");
	return fault;
}

enum url_fault fetch_url_fault(const char *url, bool mail, const char **why)
{
	enum url_fault fault = URL_BAD;
	struct parts parts;

	*why = WORDS("This is not a web address.");
	if (text_empty(url) || strlen(url) > URL_BYTES_MAX)
		return URL_BAD;
	if (!plain_text(url)) {
		*why = WORDS(
			"Use plain letters only. A name in another script is written as xn--….");
		return URL_BAD;
	}
	if (take_apart(url, &parts, why))
		fault = parts_fault(&parts, mail, why);
	parts_free(&parts);
	return fault;
}

enum err fetch_url_check(struct cx *cx, const char *field, const char *url)
{
	const char *why;

	if (fetch_url_fault(url, false, &why) != URL_GOOD)
		return fail(cx, ERR_INVALID, field, "%s", cx_say(cx, why));
	return OK;
}

const char *fetch_url_host(struct arena *arena, const char *url)
{
	struct parts parts;
	const char *why;
	char *name = NULL;

	if (url && take_apart(url, &parts, &why)) {
		name = arena_format(arena, "%s:%s", parts.host, parts.port);
		for (char *at = name; *at; at++)
			*at = (char)tolower((unsigned char)*at);
	}
	if (url)
		parts_free(&parts);
	return name;
}
