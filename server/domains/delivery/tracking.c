/* tracking.c - what couriers and people say of parcels becomes events and states. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "base/time.h"
#include "base/utf8.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define KEY_LETTERS 40
/* Clocks of couriers: what is said to happen later than this happened now. */
#define AHEAD_US (10 * US_PER_MINUTE)

const char *const tracking_source_words[] = {"webhook", "poll", "manual", NULL};

/* ---- Reading ------------------------------------------------------------------------------- */

const char *parcel_text(struct cx *cx, const struct json_value *value, const char *path)
{
	value = json_follow(value, path);
	if (!value)
		return NULL;
	if (json_kind_of(value) == JSON_TEXT)
		return *json_text_of(value) ? json_text_of(value) : NULL;
	return json_kind_of(value) == JSON_INT ? json_digits_of(cx->arena, value) : NULL;
}

struct opt_int parcel_time(struct cx *cx, const struct json_value *value, const char *path)
{
	const char *text = parcel_text(cx, value, path);
	enum time_form form;
	int64_t us;

	if (!text)
		return (struct opt_int){0};
	if (text_int(text, &us)) { /* Unix seconds, or milliseconds when it would be far away */
		us *= us < INT64_C(100000000000) ? US_PER_SECOND : US_PER_MS;
		return (struct opt_int){us, us > 0 && us < TIME_MAX_US};
	}
	if (!time_read(str_of(text), &us, &form))
		return (struct opt_int){0};
	if (form != TIME_ZONED)
		us = intl_zone_to_utc(cx->actor->company->time_zone, us);
	return (struct opt_int){us, true};
}

static const char *cut(struct cx *cx, const char *text, size_t bytes)
{
	return text && strlen(text) > bytes
		? arena_text_n(cx->arena, text, utf8_prefix(text, bytes))
		: text;
}

void parcel_event_finish(
	struct cx *cx, const struct json_value *value, struct tracking_event *event)
{
	event->word = cut(cx, event->word, 100);
	event->description = event->description ? cut(cx, event->description, TRACKING_TEXT_MAX)
						: "";
	event->location = event->location ? cut(cx, event->location, 200) : "";
	event->raw = cut(cx, json_print(cx, value), TRACKING_RAW_MAX);
}

/* ---- Taking a report -------------------------------------------------------------------------- */

/* The same event has the same key, whether it was pushed or asked for. */
static const char *key_of(struct cx *cx, const struct tracking_event *event)
{
	const char *said = event->event_key;

	if (!said)
		said = arena_format(cx->arena, "%" PRId64 "|%s|%s|%s", event->at_us,
			event->word ? event->word : "", event->description, event->location);
	return arena_text_n(cx->arena, crypto_sha256_hex(cx->arena, str_of(said)), KEY_LETTERS);
}

static int by_time(const void *a, const void *b)
{
	const int64_t left = ((const struct tracking_event *)a)->at_us;
	const int64_t right = ((const struct tracking_event *)b)->at_us;

	return left < right ? -1 : left > right;
}

/* A word without a time says what is so now; said before, it is no news. */
static bool is_news(const struct delivery *delivery, const struct tracking_event *event, bool known,
	enum delivery_status status)
{
	if (event->at_us || event->event_key)
		return true;
	return known ? status != delivery->status : !text_is(event->word, delivery->unknown_word);
}

/* A later station is news however late it is told; anything else has to follow the status in time. */
static bool in_time(const struct delivery *delivery, enum delivery_status status, int64_t at_us)
{
	const bool onward = delivery->status < DELIVERY_DELIVERED && status > delivery->status &&
		status <= DELIVERY_DELIVERED;

	return onward || at_us >= delivery->status_since_us;
}

static void apply(struct delivery *delivery, const struct tracking_event *event, bool known,
	enum delivery_status status)
{
	if (!delivery->last_event_us.given || event->at_us >= delivery->last_event_us.value) {
		delivery->last_event_us = (struct opt_int){event->at_us, true};
		if (event->word)
			delivery->unknown_word = known ? NULL : event->word;
	}
	if (known && delivery_report_allowed(delivery->status, status) &&
		in_time(delivery, status, event->at_us))
		delivery_set_status(delivery, status, event->at_us);
}

static enum err take_event(struct cx *cx, const struct courier *courier, struct delivery *delivery,
	const struct tracking_event *said, enum tracking_source source, bool *fresh)
{
	struct tracking_event event = *said;
	enum delivery_status status = DELIVERY_PENDING;
	const bool known = event.word && courier_status(cx, courier, event.word, &status);

	*fresh = false;
	if (!is_news(delivery, &event, known, status))
		return OK;
	if (event.at_us == 0 || event.at_us > cx->now_us + AHEAD_US)
		event.at_us = cx->now_us;
	event.event_key = key_of(cx, &event);
	event.delivery_id = delivery->id;
	event.source = source;
	event.status = known ? delivery_status_words[status] : NULL;
	TRY(tracking_store_add(cx, &event, fresh));
	if (*fresh)
		apply(delivery, &event, known, status);
	return OK;
}

enum err tracking_take(struct cx *cx, const struct courier *courier, struct delivery *delivery,
	const struct parcel_report *report, enum tracking_source source, size_t *fresh)
{
	const bool estimated = report->estimated_us.given &&
		(!delivery->estimated_us.given ||
			report->estimated_us.value != delivery->estimated_us.value);
	const enum delivery_status before = delivery->status;
	bool one;

	*fresh = 0;
	if (report->count)
		qsort(report->events, report->count, sizeof(report->events[0]), by_time);
	for (size_t i = 0; i < report->count; i++) {
		TRY(take_event(cx, courier, delivery, &report->events[i], source, &one));
		*fresh += one;
	}
	if (*fresh == 0 && !estimated)
		return OK;
	if (estimated)
		delivery->estimated_us = report->estimated_us;
	if (*fresh)
		delivery_heard(cx, delivery);
	if (delivery->ended_us.given)
		delivery->poll_due_us = (struct opt_int){0};
	TRY(delivery_store_update(cx, delivery));
	if (*fresh)
		TRY(order_parcels_changed(cx, delivery->order_id));
	return delivery_publish_moved(cx, delivery, before);
}

enum err tracking_take_all(struct cx *cx, const struct courier *courier,
	const struct parcel_reports *reports, enum tracking_source source, size_t *known,
	size_t *fresh)
{
	*known = *fresh = 0;
	for (size_t i = 0; i < reports->count; i++) {
		struct delivery delivery;
		enum err err = delivery_store_lock_tracking(
			cx, courier->id, reports->rows[i].tracking_number, &delivery);
		size_t some;

		if (err == ERR_NOT_FOUND) { /* a parcel of somebody else's books */
			fail_clear(cx);
			continue;
		}
		TRY(err);
		TRY(tracking_take(cx, courier, &delivery, &reports->rows[i], source, &some));
		++*known;
		*fresh += some;
	}
	return OK;
}

/* ---- By a person ------------------------------------------------------------------------------- */

enum err tracking_note(
	struct cx *cx, int64_t delivery_id, struct tracking_event *event, struct delivery *delivery)
{
	bool fresh;

	TRY(delivery_store_lock(cx, delivery_id, delivery));
	if (event->at_us == 0)
		event->at_us = cx->now_us;
	if (event->at_us > cx->now_us)
		return fail(cx, ERR_INVALID, "at", "This cannot have happened yet.");
	event->delivery_id = delivery_id;
	event->source = TRACKING_MANUAL;
	event->user_id = cx->actor->user_id;
	event->user_name = cx->actor->user_name;
	event->event_key = crypto_token(cx->arena, 12);
	TRY(tracking_store_add(cx, event, &fresh));
	if (!delivery->last_event_us.given || event->at_us > delivery->last_event_us.value)
		delivery->last_event_us = (struct opt_int){event->at_us, true};
	delivery_heard(cx, delivery);
	TRY(delivery_store_update(cx, delivery));
	return delivery_publish(cx, "delivery:updated", delivery);
}
