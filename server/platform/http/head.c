/* head.c - what is decided from the request line and the headers, before any body is read. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/intl/messages.h"

#include <strings.h>

#define HEADERS_MAX 100
#define HEADER_BYTES_MAX 8192

struct header_name {
	const char *name;
	size_t length;
};

/* clang-format off */
#define NAME(text) {(text), sizeof(text) - 1}
/* clang-format on */

static const struct header_name names[KNOWN_HEADERS] = {
	[HEADER_ACCEPT] = NAME("Accept"),
	[HEADER_ACCEPT_ENCODING] = NAME("Accept-Encoding"),
	[HEADER_ACCEPT_LANGUAGE] = NAME("Accept-Language"),
	[HEADER_AUTHORIZATION] = NAME("Authorization"),
	[HEADER_CONNECTION] = NAME("Connection"),
	[HEADER_CONTENT_ENCODING] = NAME("Content-Encoding"),
	[HEADER_CONTENT_LENGTH] = NAME("Content-Length"),
	[HEADER_CONTENT_TYPE] = NAME("Content-Type"),
	[HEADER_COOKIE] = NAME("Cookie"),
	[HEADER_FORWARDED_FOR] = NAME("X-Forwarded-For"),
	[HEADER_FORWARDED_PROTO] = NAME("X-Forwarded-Proto"),
	[HEADER_HOST] = NAME("Host"),
	[HEADER_IDEMPOTENCY_KEY] = NAME("Idempotency-Key"),
	[HEADER_IF_MATCH] = NAME("If-Match"),
	[HEADER_IF_NONE_MATCH] = NAME("If-None-Match"),
	[HEADER_ORIGIN] = NAME("Origin"),
	[HEADER_REQUEST_ID] = NAME("X-Request-Id"),
	[HEADER_SEC_FETCH_SITE] = NAME("Sec-Fetch-Site"),
	[HEADER_TRANSFER_ENCODING] = NAME("Transfer-Encoding"),
	[HEADER_UPGRADE] = NAME("Upgrade"),
	[HEADER_USER_AGENT] = NAME("User-Agent"),
	[HEADER_WS_KEY] = NAME("Sec-WebSocket-Key"),
	[HEADER_WS_VERSION] = NAME("Sec-WebSocket-Version"),
	[HEADER_XSRF] = NAME("X-XSRF-TOKEN"),
};

/* Headers of which two mean that two readers could disagree about the request. */
static bool once_only(enum known_header header)
{
	return header == HEADER_CONTENT_LENGTH || header == HEADER_HOST ||
		header == HEADER_TRANSFER_ENCODING || header == HEADER_AUTHORIZATION ||
		header == HEADER_ORIGIN || header == HEADER_CONTENT_TYPE ||
		header == HEADER_IDEMPOTENCY_KEY;
}

static bool name_is_clean(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (name[i] <= ' ' || name[i] == 0x7F || name[i] == ':')
			return false;
	return length > 0;
}

static enum MHD_Result see_header(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_length, const char *value, size_t value_length)
{
	struct http_exchange *exchange = cls;

	(void)kind;
	exchange->header_count++;
	exchange->header_bytes += name_length + value_length;
	if (!name_is_clean(name, name_length) || (value && strlen(value) != value_length)) {
		exchange->refusal = ERR_MALFORMED;
		return MHD_YES;
	}
	for (int i = 0; i < KNOWN_HEADERS; i++) {
		if (names[i].length != name_length ||
			strncasecmp(names[i].name, name, name_length) != 0)
			continue;
		if (exchange->known[i] && once_only((enum known_header)i))
			exchange->refusal = ERR_MALFORMED;
		exchange->known[i] = value ? value : "";
		break;
	}
	return MHD_YES;
}

static enum verb verb_of(const char *method)
{
	static const char *const verbs[] = {[VERB_GET] = "GET",
		[VERB_POST] = "POST",
		[VERB_PUT] = "PUT",
		[VERB_PATCH] = "PATCH",
		[VERB_DELETE] = "DELETE",
		[VERB_HEAD] = "HEAD",
		[VERB_OPTIONS] = "OPTIONS",
		[VERB_OTHER] = NULL};
	ssize_t at = word_index(verbs, method);

	return at < 0 ? VERB_OTHER : (enum verb)at;
}

/* "http://host/path" is legal in a request line; its host must be the Host header's. */
static bool strip_authority(struct http_exchange *exchange, char **path)
{
	const char *host = exchange->known[HEADER_HOST];
	char *at = strstr(exchange->target, "://");
	size_t length;

	if (!at || at - exchange->target > 5)
		return false;
	at += 3;
	length = strcspn(at, "/?");
	if (!host || strlen(host) != length || strncasecmp(host, at, length) != 0)
		return false;
	*path = at[length] == '/' ? at + length : NULL;
	return *path != NULL;
}

static enum err read_target(struct http_exchange *exchange, struct path_parts *parts)
{
	char *path = exchange->target;
	bool malformed = false;
	char *query;

	parts->count = 0;
	if (path[0] == '*' && !path[1] && exchange->verb == VERB_OPTIONS)
		return OK;
	if (path[0] != '/' && !strip_authority(exchange, &path))
		return ERR_MALFORMED;
	if (strchr(path, '#'))
		return ERR_MALFORMED;
	query = strchr(path, '?');
	if (query) {
		*query = '\0';
		exchange->query = query[1] ? query + 1 : NULL;
	}
	exchange->path = path;
	/* The web app's own addresses have no escapes; what has some can only be a route. */
	if (strchr(path, '%'))
		path = arena_text(exchange_arena(exchange), path);
	if (path_split(path, parts, &malformed))
		return OK;
	return malformed ? ERR_MALFORMED : ERR_NOT_FOUND;
}

static void read_client(struct http_exchange *exchange)
{
	struct http_server *server = exchange->server;
	const struct net_address *peer = &exchange->peer->address;
	const char *id = exchange->known[HEADER_REQUEST_ID];

	exchange->client = *peer;
	exchange->from_proxy = net_list_has(&server->proxies, peer);
	if (exchange->from_proxy) {
		exchange->client = net_client(
			&server->proxies, peer, exchange->known[HEADER_FORWARDED_FOR]);
		if (text_is(exchange->known[HEADER_FORWARDED_PROTO], "https"))
			exchange->tls = true;
		if (id && *id && strlen(id) < REQUEST_ID_BYTES &&
			strspn(id,
				"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789._-") == strlen(id))
			memcpy(exchange->request_id, id, strlen(id) + 1);
	}
	net_write(&exchange->client, exchange->client_text);
}

static bool framing_is_clear(const struct http_exchange *exchange)
{
	const char *length = exchange->known[HEADER_CONTENT_LENGTH];
	const char *coding = exchange->known[HEADER_TRANSFER_ENCODING];

	if (coding && (length || strcasecmp(coding, "chunked") != 0))
		return false;
	return !length || (*length && strspn(length, "0123456789") == strlen(length));
}

/* Where there is nothing else to get, the handshake says what is missing. */
static bool wants_upgrade(const struct http_exchange *exchange)
{
	const struct route_node *node = exchange->match.node;

	return node->upgrade && exchange->verb == VERB_GET &&
		(!node->routes[HTTP_GET] || exchange->known[HEADER_UPGRADE]);
}

static enum err choose_route(struct http_exchange *exchange, const struct path_parts *parts)
{
	struct route_match *match = &exchange->match;
	enum verb verb = exchange->verb == VERB_HEAD ? VERB_GET : exchange->verb;

	router_match(exchange->server->router, parts, match);
	if (verb == VERB_OTHER)
		return ERR_METHOD;
	if (!match->node || verb == VERB_OPTIONS)
		return OK;
	if (wants_upgrade(exchange)) {
		route_name_parameters(match, match->node->upgrade->path);
		return OK;
	}
	match->route = route_for(match->node, (enum http_method)verb);
	if (!match->route)
		return ERR_METHOD;
	route_name_parameters(match, match->route->pattern);
	return OK;
}

/* What has no route: files of the web app are read, nothing else is there. */
static enum err check_unrouted(const struct http_exchange *exchange)
{
	if (exchange->match.node || exchange->verb == VERB_GET || exchange->verb == VERB_HEAD)
		return OK;
	if (exchange->path && !static_exists(exchange))
		return ERR_NOT_FOUND;
	return exchange->verb == VERB_OPTIONS ? OK : ERR_METHOD;
}

static enum err check_rate(struct http_exchange *exchange)
{
	const struct http_options *options = &exchange->server->options;
	struct net_address group = net_group(&exchange->client);
	uint64_t who = rate_who(group.bytes, sizeof(group.bytes));
	const struct http_route *route = exchange->match.route;
	bool shows_token;

	if (!exchange->match.node || (route && route->flags & HTTP_OWN_RATE))
		return OK; /* pages come from memory */
	if (route && route->flags & HTTP_LOGIN_RATE)
		TRY(access_rate(exchange, RATE_LOGIN, who, options->rate_login_per_minute, false));
	/* Who shows a token pays from the user's bucket; a wrong one is charged when it fails. */
	shows_token = access_has_credentials(exchange) &&
		(!route || route->permission != PERM_PUBLIC);
	return access_rate(exchange, RATE_IP, who, options->rate_ip_per_minute, shows_token);
}

void head_read(struct http_exchange *exchange, const char *method)
{
	exchange->verb = verb_of(method);
	(void)MHD_get_connection_values_n(
		exchange->connection, MHD_HEADER_KIND, see_header, exchange);
	exchange->rq.cx.language = language_accepted(exchange->known[HEADER_ACCEPT_LANGUAGE]);
	read_client(exchange);
}

static enum err check_size(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;

	if (exchange->header_count > HEADERS_MAX || exchange->header_bytes > HEADER_BYTES_MAX) {
		exchange->refusal_status = 431;
		return fail(cx, ERR_TOO_LARGE, NULL, "The request's headers are too large.");
	}
	if (strlen(exchange->target) > TARGET_BYTES_MAX) {
		exchange->refusal_status = 414;
		return fail(cx, ERR_TOO_LARGE, NULL, "The address is too long.");
	}
	return OK;
}

enum err head_decide(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	struct path_parts parts;
	enum err err;

	(void)exchange_arena(exchange);
	if (exchange->refusal || !framing_is_clear(exchange))
		return fail(
			cx, ERR_MALFORMED, NULL, "The request's headers contradict each other.");
	TRY(check_size(exchange));
	err = read_target(exchange, &parts);
	if (err == ERR_MALFORMED)
		return fail(cx, err, NULL, "The address is not a valid one.");
	TRY(err);
	TRY(choose_route(exchange, &parts));
	TRY(check_unrouted(exchange));
	TRY(check_rate(exchange));
	return body_begin(exchange);
}
