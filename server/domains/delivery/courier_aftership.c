/* courier_aftership.c - couriers by way of AfterShip's tracking API and its webhooks. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "domains/messaging/messaging.h"
#include "platform/fetch/fetch.h"

static enum err ask(struct cx *cx, const struct courier *courier, const char *tracking_number,
	struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 2, sizeof(*headers));
	const char *slug = courier_setting(cx, courier, "slug");
	const char *key = courier_secret(cx, courier->secret_sealed);

	if (!*slug || !key)
		return OK;
	request->url = arena_format(cx->arena, "%s/v4/trackings/%s/%s",
		courier_setting(cx, courier, "base_url"), form_escape(cx->arena, slug),
		form_escape(cx->arena, tracking_number));
	headers[0] = (struct fetch_header){"aftership-api-key", key};
	headers[1] = (struct fetch_header){"Accept", "application/json"};
	request->headers = headers;
	request->header_count = 2;
	return OK;
}

static void read_checkpoint(
	struct cx *cx, const struct json_value *value, struct tracking_event *event)
{
	*event = (struct tracking_event){
		.word = parcel_text(cx, value, "tag"),
		.description = parcel_text(cx, value, "message"),
		.location = parcel_text(cx, value, "location"),
		.at_us = parcel_time(cx, value, "checkpoint_time").value,
	};
	if (!event->location)
		event->location = parcel_text(cx, value, "city");
	parcel_event_finish(cx, value, event);
}

/* Without checkpoints the tag of the whole is all that is said. */
static void read_tag(struct cx *cx, const struct json_value *tracking, struct parcel_report *report)
{
	struct tracking_event *event = arena_alloc(cx->arena, sizeof(*event));

	event->word = parcel_text(cx, tracking, "tag");
	if (!event->word)
		return;
	event->description = event->location = "";
	report->events = event;
	report->count = 1;
}

static enum err read(struct cx *cx, const struct courier *courier, const struct json_value *message,
	bool pushed, struct parcel_reports *reports)
{
	const struct json_value *tracking = json_follow(message, pushed ? "msg" : "data.tracking");
	struct parcel_report *report = arena_alloc(cx->arena, sizeof(*report));
	const struct json_value *checkpoints;

	(void)courier;
	if (tracking)
		report->tracking_number = parcel_text(cx, tracking, "tracking_number");
	if (!report->tracking_number)
		return fail(
			cx, ERR_INVALID, "tracking_number", "This is not a tracking of AfterShip.");
	report->estimated_us = parcel_time(cx, tracking, "expected_delivery");
	checkpoints = json_follow(tracking, "checkpoints");
	if (checkpoints && json_kind_of(checkpoints) == JSON_ARRAY)
		report->count = json_count(checkpoints);
	if (report->count > TRACKING_EVENTS_MAX)
		return fail(cx, ERR_INVALID, "checkpoints", "A report has at most %d events.",
			TRACKING_EVENTS_MAX);
	report->events = arena_array(cx->arena, report->count, sizeof(*report->events));
	for (size_t i = 0; i < report->count; i++)
		read_checkpoint(cx, json_item(checkpoints, i), &report->events[i]);
	if (report->count == 0)
		read_tag(cx, tracking, report);
	*reports = (struct parcel_reports){report, 1};
	return OK;
}

const struct courier_way courier_aftership = {.ask = ask, .read = read, .own_signature = true};
