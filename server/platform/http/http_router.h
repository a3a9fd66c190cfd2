/* http_router.h - from a path to its row; literals before parameters by construction. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_ROUTER_H
#define PLATFORM_HTTP_HTTP_ROUTER_H

#include "platform/http/server.h"

#include <stdatomic.h>

#define ROUTE_PARAMS_MAX 6
#define ROUTE_SEGMENTS_MAX 16
#define HTTP_METHODS 5

/* A place in the tree where routes end. */
struct route_node {
	const char *literal; /* NULL: a parameter */
	size_t literal_length;
	const char *pattern;
	const struct http_route *routes[HTTP_METHODS];
	const struct http_upgrade *upgrade;
	struct route_node *children; /* literals */
	struct route_node *parameter;
	struct route_node *next;
	_Atomic size_t reply_bytes; /* of the last answer: how much room the next one takes first */
};

struct router;

/* Parameters of a match, as pointers into the decoded path. */
struct route_match {
	struct route_node *node; /* NULL: no such path */
	const struct http_route *route;
	const char *names[ROUTE_PARAMS_MAX]; /* each ends at its '}' */
	struct str values[ROUTE_PARAMS_MAX];
	size_t count;
};

/* NULL and *why when two rows claim the same path and method, or a pattern is malformed. */
struct router *router_new(struct arena *arena, const struct http_route *const *routes,
	const struct http_upgrade *const *upgrades, const char **why);
/* Add further rows (of the platform itself). */
MUST_USE bool router_add(struct router *router, const struct http_route *routes, const char **why);

/*
 * Split a raw path into segments and decode each in place (a path without
 * escapes stays as it is). False when it is no path that could name anything:
 * empty or dot segments, an escaped slash, NUL. One slash at the end is
 * ignored. *malformed: escapes or UTF-8 are broken.
 */
struct path_parts {
	struct str at[ROUTE_SEGMENTS_MAX];
	size_t count;
};
MUST_USE bool path_split(char *path, struct path_parts *parts, bool *malformed);

void router_match(struct router *router, const struct path_parts *parts, struct route_match *match);

/* Rows of one path may call a parameter differently: names come from the row that was chosen. */
void route_name_parameters(struct route_match *match, const char *pattern);

/* The row for a method; PATCH stands in for PUT and the reverse. */
const struct http_route *route_for(const struct route_node *node, enum http_method method);

/* "GET, HEAD, OPTIONS, PUT" */
const char *route_allow(struct arena *arena, const struct route_node *node);
const char *method_name(enum http_method method);

#endif
