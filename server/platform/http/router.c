/* router.c - a tree of path segments, built once, walked without memory. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_router.h"

#include "base/utf8.h"
#include "platform/http/http_internal.h"

#include <assert.h>

struct router {
	struct arena *arena;
	struct route_node root;
};

const char *method_name(enum http_method method)
{
	static const char *const names[HTTP_METHODS] = {
		[HTTP_GET] = "GET",
		[HTTP_POST] = "POST",
		[HTTP_PUT] = "PUT",
		[HTTP_PATCH] = "PATCH",
		[HTTP_DELETE] = "DELETE",
	};

	return names[method];
}

/* ---- Building ----------------------------------------------------------- */

static bool is_parameter(struct str segment)
{
	return segment.len > 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
}

static struct route_node *node_new(struct router *router, struct str segment)
{
	struct route_node *node = arena_alloc(router->arena, sizeof(*node));

	node->literal = arena_text_n(router->arena, segment.ptr, segment.len);
	node->literal_length = segment.len;
	return node;
}

/* The child for a segment, made when it is not there yet. */
static struct route_node *child_for(
	struct router *router, struct route_node *parent, struct str segment)
{
	struct route_node *node;

	if (is_parameter(segment)) {
		if (!parent->parameter)
			parent->parameter = node_new(router, segment);
		return parent->parameter;
	}
	for (node = parent->children; node; node = node->next)
		if (node->literal_length == segment.len &&
			memcmp(node->literal, segment.ptr, segment.len) == 0)
			return node;
	node = node_new(router, segment);
	node->next = parent->children;
	parent->children = node;
	return node;
}

/* The node where a pattern ends; NULL when the pattern is malformed. */
static struct route_node *node_for(struct router *router, const char *pattern)
{
	struct route_node *node = &router->root;
	struct str rest = str_of(pattern + 1);
	size_t segments = 0;
	size_t parameters = 0;

	if (pattern[0] != '/' || !pattern[1])
		return NULL;
	while (rest.len) {
		struct str segment = str_cut(rest, '/', &rest);

		parameters += is_parameter(segment);
		if (!segment.len || ++segments > ROUTE_SEGMENTS_MAX ||
			parameters > ROUTE_PARAMS_MAX)
			return NULL;
		node = child_for(router, node, segment);
	}
	return node;
}

bool router_add(struct router *router, const struct http_route *routes, const char **why)
{
	for (; routes->pattern; routes++) {
		struct route_node *node = node_for(router, routes->pattern);

		if (!node) {
			*why = arena_format(
				router->arena, "not a route pattern: %s", routes->pattern);
			return false;
		}
		if (node->routes[routes->method]) {
			*why = arena_format(router->arena, "two rows claim %s %s",
				method_name(routes->method), routes->pattern);
			return false;
		}
		node->routes[routes->method] = routes;
		node->pattern = routes->pattern;
	}
	return true;
}

static bool add_upgrades(
	struct router *router, const struct http_upgrade *upgrades, const char **why)
{
	for (; upgrades->path; upgrades++) {
		struct route_node *node = node_for(router, upgrades->path);

		if (!node || node->upgrade) {
			*why = arena_format(
				router->arena, "no free place for the socket %s", upgrades->path);
			return false;
		}
		node->upgrade = upgrades;
		node->pattern = upgrades->path;
	}
	return true;
}

struct router *router_new(struct arena *arena, const struct http_route *const *routes,
	const struct http_upgrade *const *upgrades, const char **why)
{
	struct router *router = arena_alloc(arena, sizeof(*router));

	router->arena = arena;
	for (; routes && *routes; routes++)
		if (!router_add(router, *routes, why))
			return NULL;
	for (; upgrades && *upgrades; upgrades++)
		if (!add_upgrades(router, *upgrades, why))
			return NULL;
	return router;
}

/* ---- Walking ------------------------------------------------------------ */

static bool split_one(char *text, size_t length, struct str *part, bool *malformed)
{
	if (memchr(text, '%', length) && !percent_decode(text, &length, false)) {
		*malformed = true;
		return false;
	}
	*part = (struct str){text, length};
	if (length == 0 || str_is(*part, ".") || str_is(*part, "..") || memchr(text, '/', length) ||
		memchr(text, '\\', length) || memchr(text, '\0', length))
		return false;
	if (!utf8_valid(text, length)) {
		*malformed = true;
		return false;
	}
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			return false;
	return true;
}

bool path_split(char *path, struct path_parts *parts, bool *malformed)
{
	char *at = path;

	*malformed = path[0] != '/';
	parts->count = 0;
	if (*malformed)
		return false;
	while (at[0] == '/' && at[1]) {
		size_t length = strcspn(++at, "/");
		char *end = at + length;

		if (parts->count == ROUTE_SEGMENTS_MAX)
			return false;
		if (!split_one(at, length, &parts->at[parts->count++], malformed))
			return false;
		at = end;
	}
	return true;
}

static bool walk(struct route_node *node, const struct path_parts *parts, size_t depth,
	struct route_match *match)
{
	struct str part;

	if (depth == parts->count) {
		match->node = node;
		return node->pattern;
	}
	part = parts->at[depth];
	for (struct route_node *child = node->children; child; child = child->next)
		if (child->literal_length == part.len &&
			memcmp(child->literal, part.ptr, part.len) == 0) {
			if (walk(child, parts, depth + 1, match))
				return true;
			break;
		}
	/* Where the literal leads nowhere, the parameter still may. */
	if (!node->parameter)
		return false;
	match->values[match->count++] = part;
	if (walk(node->parameter, parts, depth + 1, match))
		return true;
	match->count--;
	return false;
}

void route_name_parameters(struct route_match *match, const char *pattern)
{
	size_t count = 0;

	for (const char *at = strchr(pattern, '{'); at; at = strchr(at + 1, '{'))
		match->names[count++] = at + 1;
	assert(count == match->count);
}

void router_match(struct router *router, const struct path_parts *parts, struct route_match *match)
{
	*match = (struct route_match){0};
	if (!parts->count || !walk(&router->root, parts, 0, match))
		*match = (struct route_match){0};
}

const struct http_route *route_for(const struct route_node *node, enum http_method method)
{
	if (node->routes[method])
		return node->routes[method];
	if (method == HTTP_PATCH)
		return node->routes[HTTP_PUT];
	if (method == HTTP_PUT)
		return node->routes[HTTP_PATCH];
	return NULL;
}

const char *route_allow(struct arena *arena, const struct route_node *node)
{
	struct buf text = buf_in(arena, 64);

	for (int method = 0; method < HTTP_METHODS; method++) {
		if (!route_for(node, (enum http_method)method) &&
			!(method == HTTP_GET && node->upgrade))
			continue;
		buf_text(&text, method_name((enum http_method)method));
		buf_text(&text, ", ");
		if (method == HTTP_GET)
			buf_text(&text, "HEAD, ");
	}
	buf_text(&text, "OPTIONS");
	return text.ptr;
}
