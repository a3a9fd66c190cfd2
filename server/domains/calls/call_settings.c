/* call_settings.c - what may be set of calls, and what it means. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_settings.h"

#include "domains/extensions/pbx_call.h"
#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

static const struct call_settings standard = {
	.dial_context = "from-internal", .dial_prefix = "", .wrap_up_s = 30};

enum err call_settings_get(struct cx *cx, struct call_settings *settings)
{
	*settings = standard;
	return call_settings_store_get(cx, settings);
}

enum err call_route_of(
	struct cx *cx, const char *field, const char *department, struct call_route *route)
{
	struct call_route *rows;
	size_t count;
	int64_t id;

	if (!text_int(department, &id))
		id = 0;
	TRY(call_routes_list(cx, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].active)
			continue;
		if (rows[i].department_id != id && strcasecmp(rows[i].department, department) != 0)
			continue;
		*route = rows[i];
		return OK;
	}
	return fail(cx, ERR_INVALID, field, "There is no such department.");
}

/* ---- Changing ------------------------------------------------------------------------ */

static void check_name(struct cx *cx, const char *field, const char *name)
{
	if (!text_empty(name) && !pbx_name_good(name, CALL_DIAL_BYTES_MAX))
		fail_field(cx, field, "Use letters, digits and _ - . + * # @ alone.");
}

static void check_number(struct cx *cx, const char *field, int64_t number, int max)
{
	if (number < 0 || number > max)
		fail_field(cx, field, "Use a number between 0 and %d.", max);
}

static enum err check(struct cx *cx, const struct call_settings *settings)
{
	if (text_empty(settings->dial_context))
		fail_field(cx, "dial_context", "This is needed.");
	check_name(cx, "dial_context", settings->dial_context);
	check_name(cx, "dial_prefix", settings->dial_prefix);
	check_number(cx, "wrap_up_seconds", settings->wrap_up_s, CALL_WRAP_UP_MAX_S);
	check_number(cx, "offer_seconds", settings->offer_s, CALL_OFFER_MAX_S);
	return cx->failure.fields ? ERR_INVALID : OK;
}

static const char *picture(struct cx *cx, const struct call_settings *settings)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "dial_context", settings->dial_context);
	json_field_text(&json, "dial_prefix", settings->dial_prefix);
	json_field_int(&json, "wrap_up_seconds", settings->wrap_up_s);
	json_field_int(&json, "offer_seconds", settings->offer_s);
	json_close(&json);
	return json_end(&json).ptr;
}

static const char *or_null(const char *text)
{
	return text_empty(text) ? NULL : text;
}

static enum err put_route(struct cx *cx, const struct call_route *wanted)
{
	struct call_route route;

	TRY(call_route_of(cx, "routes", wanted->department, &route));
	route.exten = or_null(wanted->exten);
	route.context = or_null(wanted->context);
	route.queue = or_null(wanted->queue);
	check_name(cx, "routes", route.exten);
	check_name(cx, "routes", route.context);
	if (route.queue && !pbx_line_good(route.queue))
		fail_field(cx, "routes", "This is not one line of text.");
	if (cx->failure.fields)
		return ERR_INVALID;
	return call_routes_store_add(cx, &route);
}

static enum err put_routes(struct cx *cx, const struct call_settings_change *change)
{
	if (!change->routes)
		return OK;
	TRY(call_routes_store_clear(cx));
	for (size_t i = 0; i < change->route_count; i++) {
		enum err err = put_route(cx, &change->routes[i]);

		if (err == ERR_CONFLICT)
			return fail(cx, ERR_CONFLICT, "routes",
				"A department and a queue can be named once only.");
		TRY(err);
	}
	return OK;
}

static void apply(const struct call_settings_change *change, struct call_settings *settings)
{
	if (change->dial_context)
		settings->dial_context = change->dial_context;
	if (change->dial_prefix)
		settings->dial_prefix = change->dial_prefix;
	if (change->wrap_up_s.given)
		settings->wrap_up_s = change->wrap_up_s.value;
	if (change->offer_s.given)
		settings->offer_s = change->offer_s.value;
}

enum err call_settings_put(
	struct cx *cx, const struct call_settings_change *change, struct call_settings *after)
{
	const struct audit_subject subject = {"call_settings", cx->actor->company_id};
	struct call_settings before;
	bool stored;

	TRY(call_settings_get(cx, &before));
	*after = before;
	apply(change, after);
	TRY(check(cx, after));
	if (change->version.given)
		after->version = change->version.value;
	TRY(call_settings_store_put(cx, after, &stored));
	if (!stored) {
		TRY(call_settings_get(cx, after));
		cx->failure.current_json = picture(cx, after);
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	}
	TRY(put_routes(cx, change));
	after->version++;
	after->updated_us = cx->now_us;
	return audit_write_change(
		cx, "call_settings.changed", &subject, picture(cx, &before), picture(cx, after));
}
