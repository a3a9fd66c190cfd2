/* request.c - what handlers may look at beside their parameters. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <strings.h>
#include <sys/stat.h>

#define WIDGET_TOKEN_HEADER "X-Widget-Token"

/* A header is anybody's bytes: what is not UTF-8 must not reach the database or an answer. */
static const char *clean(const struct http_exchange *exchange, const char *value)
{
	char *copy;

	if (!value || utf8_valid(value, strlen(value)))
		return value;
	copy = arena_text(exchange->rq.cx.arena, value);
	for (char *at = copy; *at; at++)
		if ((unsigned char)*at >= 0x80)
			*at = '?';
	return copy;
}

const char *http_header(const struct http_req *rq, const char *name)
{
	const struct http_exchange *exchange = rq->exchange;

	assert(!exchange->streaming);
	if (exchange->call_done)
		return strcasecmp(name, WIDGET_TOKEN_HEADER) == 0
			? clean(exchange, exchange->widget_token)
			: NULL;
	return clean(
		exchange, MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name));
}

const char *http_user_agent(const struct http_req *rq)
{
	const char *value = clean(rq->exchange, rq->exchange->known[HEADER_USER_AGENT]);

	assert(!rq->exchange->streaming);
	return value ? value : "";
}

const char *http_client_ip(const struct http_req *rq)
{
	return rq->exchange->client_text;
}

bool http_is_tls(const struct http_req *rq)
{
	const char *url = rq->exchange->server->options.public_url;

	return rq->exchange->tls || (url && strncmp(url, "https://", 8) == 0);
}

const char *http_public_url(const struct http_req *rq)
{
	return rq->exchange->server->public_url;
}

struct http_place http_public_place(const struct http_req *rq)
{
	const char *url = http_public_url(rq), *after = strstr(url, "://");
	const char *host = after ? after + 3 : url;
	const size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
	struct http_place place = {.host = arena_text_n(rq->cx.arena, host, length),
		.tls = str_starts(str_of(url), "https:")};

	place.port = place.tls ? 443 : 80;
	if (host[length] == ':') {
		const char *digits = host + length + 1;

		/* As configured: what was no number has stopped the program. */
		if (!str_int((struct str){digits, strcspn(digits, "/")}, &place.port))
			place.port = 0;
	}
	return place;
}

struct str http_body_raw(const struct http_req *rq)
{
	const struct buf *body = &rq->exchange->body;

	return (struct str){body->ptr ? body->ptr : "", body->len};
}

const char *http_body_file(const struct http_req *rq)
{
	assert(rq->exchange->spool_file);
	return rq->exchange->spool_file;
}

enum err http_upload_size(struct http_req *rq, int64_t *size_bytes)
{
	struct stat stat_of;

	if (str_starts(str_of(http_content_type(rq)), "multipart/"))
		return fail(&rq->cx, ERR_UNSUPPORTED, NULL,
			"Send the file itself as the body, not a form around it.");
	if (stat(http_body_file(rq), &stat_of) != 0)
		return fail(&rq->cx, ERR_INTERNAL, NULL, "the file was not kept");
	if (stat_of.st_size == 0)
		return fail(&rq->cx, ERR_INVALID, "file", "The file is empty.");
	*size_bytes = stat_of.st_size;
	return OK;
}

bool http_form_file(struct http_req *rq, struct http_form_file *file)
{
	*file = rq->exchange->form_file;
	return file->bytes.ptr != NULL;
}

const char *http_content_type(const struct http_req *rq)
{
	const char *value = rq->exchange->known[HEADER_CONTENT_TYPE];
	struct str rest;
	struct str type;
	char *copy;

	if (!value)
		return "";
	type = str_trim(str_cut(str_of(value), ';', &rest));
	copy = arena_text_n(rq->cx.arena, type.ptr, type.len);
	for (char *at = copy; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

const char *http_cookie(const struct http_req *rq, const char *name)
{
	const char *header = rq->exchange->known[HEADER_COOKIE];
	struct str rest = str_of(header);

	while (rest.len) {
		struct str value;
		struct str part = str_trim(str_cut(rest, ';', &rest));
		struct str key = str_cut(part, '=', &value);

		if (!str_is(key, name))
			continue;
		if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
			value = (struct str){value.ptr + 1, value.len - 2};
		if (!utf8_valid(value.ptr, value.len))
			return NULL;
		return arena_text_n(rq->cx.arena, value.ptr ? value.ptr : "", value.len);
	}
	return NULL;
}

const char *http_path(const struct http_req *rq, const char *name)
{
	const struct route_match *match = &rq->exchange->match;
	size_t length = strlen(name);

	for (size_t i = 0; i < match->count; i++)
		if (strncmp(match->names[i], name, length) == 0 && match->names[i][length] == '}')
			return arena_text_n(
				rq->cx.arena, match->values[i].ptr, match->values[i].len);
	assert(false && "a path parameter that the pattern does not have");
	return "";
}
