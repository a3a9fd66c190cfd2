/* call_settings.h - how a company dials, where its departments are reached, what follows a call. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_SETTINGS_H
#define DOMAINS_CALLS_CALL_SETTINGS_H

#include "base/cx.h"

#define CALL_WRAP_UP_MAX_S 1800
#define CALL_OFFER_MAX_S 120
#define CALL_DIAL_BYTES_MAX 40
#define CALL_ROUTES_MAX 100

struct call_settings {
	int64_t version; /* 0: nobody has set anything */
	const char *dial_context, *dial_prefix; /* prefix may be "" */
	int64_t wrap_up_s; /* 0: an agent is free at once */
	int64_t offer_s; /* how long a waiting call is offered to an agent; 0: not at all */
	int64_t updated_us;
};

/* Where a department is reached. Texts NULL: nowhere, in the context of above, no queue. */
struct call_route {
	int64_t department_id;
	const char *department, *department_name;
	bool active; /* the department is */
	const char *exten, *context, *queue;
};

MUST_USE enum err call_settings_get(struct cx *cx, struct call_settings *settings);
/* Of every department, by name. */
MUST_USE enum err call_routes_list(struct cx *cx, struct call_route **rows, size_t *count);
/* Department by code or id, with its route. ERR_INVALID on field when there is no active one. */
MUST_USE enum err call_route_of(
	struct cx *cx, const char *field, const char *department, struct call_route *route);

/* NULL or not given: as it is. */
struct call_settings_change {
	const char *dial_context, *dial_prefix;
	struct opt_int wrap_up_s, offer_s, version;
	const struct call_route *routes; /* department by code or id; NULL: as they are */
	size_t route_count;
};
/*
 * ERR_INVALID   names the field
 * ERR_CONFLICT  somebody changed them since; or a queue of two departments
 */
MUST_USE enum err call_settings_put(
	struct cx *cx, const struct call_settings_change *change, struct call_settings *after);

MUST_USE enum err call_settings_store_get(struct cx *cx, struct call_settings *settings);
MUST_USE enum err call_settings_store_put(
	struct cx *cx, const struct call_settings *settings, bool *stored);
MUST_USE enum err call_routes_store_clear(struct cx *cx);
MUST_USE enum err call_routes_store_add(struct cx *cx, const struct call_route *route);

#endif
