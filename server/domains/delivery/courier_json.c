/* courier_json.c - any courier with a JSON API, told by its settings how to be asked and read. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "platform/fetch/fetch.h"

#include <string.h>

static enum err ask(struct cx *cx, const struct courier *courier, const char *tracking_number,
	struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 3, sizeof(*headers));
	const char *url = courier_setting(cx, courier, "url");
	const char *authorization = courier_setting(cx, courier, "authorization");
	const char *body = courier_setting(cx, courier, "body");

	if (!*url)
		return OK;
	request->url = courier_fill(cx, courier, url, tracking_number, true);
	headers[request->header_count++] = (struct fetch_header){"Accept", "application/json"};
	if (*authorization)
		headers[request->header_count++] = (struct fetch_header){"Authorization",
			courier_fill(cx, courier, authorization, tracking_number, false)};
	if (text_is(courier_setting(cx, courier, "method"), "POST")) {
		request->method = FETCH_POST;
		headers[request->header_count++] = (struct fetch_header){
			"Content-Type", "application/json"};
		request->body = courier_fill(cx, courier, body, tracking_number, false);
		request->body_bytes = strlen(request->body);
	}
	request->headers = headers;
	return OK;
}

/* Of an event; NULL for a path that is not configured. */
static const char *member(struct cx *cx, const struct courier *courier,
	const struct json_value *event, const char *setting)
{
	const char *path = courier_setting(cx, courier, setting);

	return *path ? parcel_text(cx, event, path) : NULL;
}

static void read_event(struct cx *cx, const struct courier *courier, const struct json_value *value,
	struct tracking_event *event)
{
	const char *time = courier_setting(cx, courier, "time");

	*event = (struct tracking_event){
		.word = member(cx, courier, value, "status"),
		.description = member(cx, courier, value, "description"),
		.location = member(cx, courier, value, "location"),
		.event_key = member(cx, courier, value, "event_id"),
		.at_us = *time ? parcel_time(cx, value, time).value : 0,
	};
	parcel_event_finish(cx, value, event);
}

static enum err read_events(struct cx *cx, const struct courier *courier,
	const struct json_value *message, struct parcel_report *report)
{
	const char *path = courier_setting(cx, courier, "events");
	const struct json_value *events = json_follow(message, path);
	const bool one = events && json_kind_of(events) == JSON_OBJECT;

	if (!events || (!one && json_kind_of(events) != JSON_ARRAY))
		return fail(cx, ERR_INVALID, "events", "There are no events at \"%s\".", path);
	report->count = one ? 1 : json_count(events);
	if (report->count > TRACKING_EVENTS_MAX)
		return fail(cx, ERR_INVALID, "events", "A report has at most %d events.",
			TRACKING_EVENTS_MAX);
	report->events = arena_array(cx->arena, report->count, sizeof(*report->events));
	for (size_t i = 0; i < report->count; i++)
		read_event(cx, courier, one ? events : json_item(events, i), &report->events[i]);
	return OK;
}

static enum err read(struct cx *cx, const struct courier *courier, const struct json_value *message,
	bool pushed, struct parcel_reports *reports)
{
	const char *path = courier_setting(cx, courier, "tracking_number");
	const char *estimated = courier_setting(cx, courier, "estimated");
	struct parcel_report *report = arena_alloc(cx->arena, sizeof(*report));

	(void)pushed;
	report->tracking_number = parcel_text(cx, message, path);
	if (!report->tracking_number)
		return fail(cx, ERR_INVALID, "tracking_number", "There is none at \"%s\".", path);
	if (*estimated)
		report->estimated_us = parcel_time(cx, message, estimated);
	TRY(read_events(cx, courier, message, report));
	*reports = (struct parcel_reports){report, 1};
	return OK;
}

const struct courier_way courier_json = {.ask = ask, .read = read};
