/* delivery_write.c - parcels and their events as JSON and as words for customers. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "domains/messaging/messaging.h"

static struct order order_of(const struct delivery *delivery)
{
	return (struct order){.id = delivery->order_id, .code_year = delivery->code_year};
}

const char *delivery_track_url(struct cx *cx, const struct delivery *delivery)
{
	const struct message_var number = {
		"tracking_number", form_escape(cx->arena, delivery->tracking_number)};

	return text_empty(delivery->track_url)
		? NULL
		: message_expand(cx->arena, delivery->track_url, &number, 1);
}

static void write_parties(struct json *json, const struct cx *cx, const struct delivery *delivery)
{
	const struct order order = order_of(delivery);

	json_field_int(json, "order_id", delivery->order_id);
	json_field_text(json, "order_code", order_code(cx->arena, &order));
	json_field_text(json, "short_code", order_short_code(cx->arena, delivery->order_id));
	json_field_open(json, "customer");
	json_field_int(json, "id", delivery->customer_id);
	json_field_text(json, "name", delivery->customer_name);
	json_field_text(json, "phone", delivery->customer_phone);
	json_close(json);
	json_field_text(json, "product", delivery->product_name);
	json_field_int(json, "quantity", delivery->quantity);
	order_agent_write(
		json, cx, "agent", delivery->agent_id, delivery->agent_no, delivery->agent_name);
	json_field_open(json, "courier");
	json_field_int(json, "id", delivery->courier_id);
	json_field_text(json, "name", delivery->courier_name);
	json_field_text(json, "short_name", delivery->courier_short_name);
	json_close(json);
}

void delivery_write(struct json *json, const struct cx *cx, const struct delivery *delivery)
{
	struct cx within = *cx; /* memory is all that is asked of it */
	const char *const *allowed = delivery_allowed_words(cx->arena, delivery->status);
	const bool late = delivery->estimated_us.given && !delivery->ended_us.given &&
		delivery->estimated_us.value < cx->now_us;

	json_open(json);
	json_field_int(json, "id", delivery->id);
	write_parties(json, cx, delivery);
	json_field_text(json, "tracking_number", delivery->tracking_number);
	json_field_text(json, "track_url", delivery_track_url(&within, delivery));
	json_field_text(json, "status", delivery_status_words[delivery->status]);
	json_field_time(json, "status_since", delivery->status_since_us);
	json_field_bool(json, "active", delivery_is_active(delivery->status));
	json_field_opt_time(json, "ship_date", delivery->ship_us);
	json_field_opt_time(json, "estimated_delivery", delivery->estimated_us);
	json_field_opt_time(json, "delivered_at", delivery->delivered_us);
	json_field_opt_time(json, "last_event_at", delivery->last_event_us);
	json_field_bool(json, "late", late);
	json_field_opt_time(json, "stuck_since", delivery->stuck_us);
	json_field_text(json, "unknown_status", delivery->unknown_word);
	json_field_open_array(json, "allowed_statuses");
	for (; *allowed; allowed++)
		json_text(json, *allowed);
	json_close_array(json);
	json_field_time(json, "created_at", delivery->created_us);
	json_field_time(json, "updated_at", delivery->updated_us);
	json_field_int(json, "version", delivery->version);
	json_close(json);
}

const char *delivery_row_json(struct cx *cx, const struct delivery *delivery)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	delivery_write(&json, cx, delivery);
	return json_end(&json).ptr;
}

void tracking_write(struct json *json, const struct tracking_event *event)
{
	json_open(json);
	json_field_int(json, "id", event->id);
	json_field_time(json, "at", event->at_us);
	json_field_text(json, "status", event->status);
	json_field_text(json, "courier_status", event->word);
	json_field_text(json, "description", event->description);
	json_field_text(json, "location", event->location);
	json_field_text(json, "source", tracking_source_words[event->source]);
	json_field_text(json, "by", event->user_name);
	json_close(json);
}

const char *delivery_status_text(enum delivery_status status, const char *language)
{
	static const char *const english[] = {"waiting for the courier", "picked up", "shipped",
		"on its way", "out for delivery", "delivered", "delivery was tried",
		"returned to the sender", "lost", "cancelled"};
	static const char *const arabic[] = {"بانتظار شركة الشحن", "تم استلامه من المستودع",
		"تم شحنه", "في الطريق", "خرج للتوصيل", "تم التوصيل", "تعذّر التسليم وستعاد المحاولة",
		"أُعيد إلى المرسل", "مفقود", "أُلغي"};

	return text_is(language, "ar") ? arabic[status] : english[status];
}
