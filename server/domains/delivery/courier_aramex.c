/* courier_aramex.c - Aramex's shipment tracking (its JSON service), asked or passed on to us. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "base/time.h"
#include "platform/fetch/fetch.h"

#include <string.h>

#define TRACK_PATH "/ShippingAPI.V2/Tracking/Service_1_0.svc/json/TrackShipments"

static void write_client(struct cx *cx, const struct courier *courier, struct json *json)
{
	const char *pin = courier_secret(cx, courier->second_secret_sealed);

	json_field_open(json, "ClientInfo");
	json_field_text(json, "UserName", courier_setting(cx, courier, "user"));
	json_field_text(json, "Password", courier_secret(cx, courier->secret_sealed));
	json_field_text(json, "Version", "v1.0");
	json_field_text(json, "AccountNumber", courier_setting(cx, courier, "account_number"));
	json_field_text(json, "AccountPin", pin ? pin : "");
	json_field_text(json, "AccountEntity", courier_setting(cx, courier, "account_entity"));
	json_field_text(
		json, "AccountCountryCode", courier_setting(cx, courier, "account_country"));
	json_field_int(json, "Source", 24);
	json_close(json);
}

static enum err ask(struct cx *cx, const struct courier *courier, const char *tracking_number,
	struct fetch_request *request)
{
	struct fetch_header *headers = arena_array(cx->arena, 2, sizeof(*headers));
	struct json json;
	struct str body;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	write_client(cx, courier, &json);
	json_field_bool(&json, "GetLastTrackingUpdateOnly", false);
	json_field_open_array(&json, "Shipments");
	json_text(&json, tracking_number);
	json_close_array(&json);
	json_close(&json);
	body = json_end(&json);
	headers[0] = (struct fetch_header){"Content-Type", "application/json"};
	headers[1] = (struct fetch_header){"Accept", "application/json"};
	request->method = FETCH_POST;
	request->url = arena_format(
		cx->arena, "%s" TRACK_PATH, courier_setting(cx, courier, "base_url"));
	request->headers = headers;
	request->header_count = 2;
	request->body = body.ptr;
	request->body_bytes = body.len;
	return OK;
}

/* "/Date(1700000000000+0300)/": the number is UTC, the zone says where it was. */
static int64_t read_date(struct cx *cx, const struct json_value *value)
{
	const char *text = parcel_text(cx, value, "UpdateDateTime");
	int64_t ms;

	if (text && strncmp(text, "/Date(", strlen("/Date(")) == 0) {
		const char *digits = text + strlen("/Date(");

		if (str_int((struct str){digits, strspn(digits, "0123456789")}, &ms) &&
			ms < TIME_MAX_US / US_PER_MS)
			return ms * US_PER_MS;
		return 0;
	}
	return parcel_time(cx, value, "UpdateDateTime").value;
}

static void read_update(struct cx *cx, const struct json_value *value, struct tracking_event *event)
{
	*event = (struct tracking_event){
		.word = parcel_text(cx, value, "UpdateCode"),
		.description = parcel_text(cx, value, "UpdateDescription"),
		.location = parcel_text(cx, value, "UpdateLocation"),
		.at_us = read_date(cx, value),
	};
	parcel_event_finish(cx, value, event);
}

/* {"Key": waybill, "Value": [updates]} */
static enum err read_result(
	struct cx *cx, const struct json_value *value, struct parcel_report *report)
{
	const struct json_value *updates = json_follow(value, "Value");

	*report = (struct parcel_report){.tracking_number = parcel_text(cx, value, "Key")};
	if (!report->tracking_number || !updates || json_kind_of(updates) != JSON_ARRAY)
		return fail(cx, ERR_INVALID, "TrackingResults", "This is not a result of Aramex.");
	report->count = json_count(updates);
	if (report->count > TRACKING_EVENTS_MAX)
		return fail(cx, ERR_INVALID, "TrackingResults", "A report has at most %d events.",
			TRACKING_EVENTS_MAX);
	report->events = arena_array(cx->arena, report->count, sizeof(*report->events));
	for (size_t i = 0; i < report->count; i++)
		read_update(cx, json_item(updates, i), &report->events[i]);
	return OK;
}

static enum err read(struct cx *cx, const struct courier *courier, const struct json_value *message,
	bool pushed, struct parcel_reports *reports)
{
	const struct json_value *results = json_follow(message, "TrackingResults");
	const struct json_value *errors = json_follow(message, "HasErrors");
	const char *said = parcel_text(cx, message, "Notifications.0.Message");

	(void)courier;
	(void)pushed;
	if (errors && json_kind_of(errors) == JSON_BOOL && json_bool_of(errors))
		return fail(cx, ERR_INVALID, "HasErrors", "Aramex says: %s",
			said ? said : cx_say(cx, "an error without words"));
	if (!results || json_kind_of(results) != JSON_ARRAY)
		return fail(cx, ERR_INVALID, "TrackingResults", "This is not an answer of Aramex.");
	reports->count = json_count(results);
	if (reports->count > TRACKING_EVENTS_MAX)
		return fail(cx, ERR_INVALID, "TrackingResults", "A report has at most %d parcels.",
			TRACKING_EVENTS_MAX);
	reports->rows = arena_array(cx->arena, reports->count, sizeof(*reports->rows));
	for (size_t i = 0; i < reports->count; i++)
		TRY(read_result(cx, json_item(results, i), &reports->rows[i]));
	return OK;
}

const struct courier_way courier_aramex = {.ask = ask, .read = read};
