/* order_parts_write.c - as JSON: what belongs to an order. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

#include "platform/outbox/outbox.h"

#include <string.h>

void order_history_write(struct json *json, const struct cx *cx, const struct order_history *row)
{
	json_open(json);
	json_field_int(json, "id", row->id);
	json_field_text(json, "previous_status", row->previous_status);
	json_field_text(json, "new_status", row->new_status);
	order_agent_write(json, cx, "agent", row->agent_id, row->agent_no, row->agent_name);
	json_field_text(json, "author", row->user_name);
	json_field_text(json, "status_change_reason", row->reason);
	json_field_text(json, "cancellation_reason", row->cancellation_reason);
	json_field_text(json, "cancellation_details", row->cancellation_details);
	json_field_time(json, "change_timestamp", row->at_us);
	json_field_bool(json, "customer_notified", row->customer_notified);
	json_field_time(json, "created_at", row->at_us);
	json_close(json);
}

void order_activity_write(struct json *json, const struct cx *cx, const struct order_history *row)
{
	const struct order order = {.id = row->order_id, .code_year = row->code_year};

	json_open(json);
	json_field_time(json, "at", row->at_us);
	json_field_int(json, "id", row->order_id);
	json_field_text(json, "order_id", order_code(cx->arena, &order));
	json_field_text(json, "short_code", order_short_code(cx->arena, row->order_id));
	json_field_text(json, "previous_status", row->previous_status);
	json_field_text(json, "new_status", row->new_status);
	json_field_text(json, "customer_name", order_short_name(cx->arena, row->customer_name));
	order_agent_write(json, cx, "agent", row->agent_id, row->agent_no, row->agent_name);
	json_close(json);
}

void order_note_write(struct json *json, const struct order_note *note)
{
	json_open(json);
	json_field_int(json, "id", note->id);
	json_field_text(json, "body", note->body);
	json_field_text(json, "author", note->author);
	json_field_time(json, "created_at", note->created_us);
	json_close(json);
}

/* The order that a task is about: enough to show and to call. */
static void write_task_order(struct json *json, const struct cx *cx, int64_t order_id,
	const char *customer_name, const char *customer_phone, const char *status)
{
	json_field_open(json, "order");
	json_field_int(json, "id", order_id);
	json_field_text(json, "short_code", order_short_code(cx->arena, order_id));
	json_field_text(json, "customer_name", customer_name);
	json_field_text(json, "customer_phone", customer_phone);
	json_field_text(json, "status", status);
	json_close(json);
}

void callback_write(struct json *json, const struct cx *cx, const struct callback *callback)
{
	json_open(json);
	json_field_int(json, "id", callback->id);
	write_task_order(json, cx, callback->order_id, callback->customer_name,
		callback->customer_phone, callback->order_status);
	order_agent_write(
		json, cx, "agent", callback->agent_id, callback->agent_no, callback->agent_name);
	json_field_time(json, "callback_at", callback->due_us);
	json_field_text(json, "phone_number", callback->phone);
	json_field_text(json, "notes", callback->notes);
	json_field_text(json, "status", callback->status);
	json_field_int(json, "version", callback->version);
	json_field_time(json, "created_at", callback->created_us);
	json_close(json);
}

void follow_up_write(struct json *json, const struct cx *cx, const struct follow_up *follow_up)
{
	json_open(json);
	json_field_int(json, "id", follow_up->id);
	write_task_order(json, cx, follow_up->order_id, follow_up->customer_name,
		follow_up->customer_phone, follow_up->order_status);
	order_agent_write(
		json, cx, "agent", follow_up->agent_id, follow_up->agent_no, follow_up->agent_name);
	json_field_time(json, "due_at", follow_up->due_us);
	json_field_bool(json, "overdue",
		text_is(follow_up->status, "pending") && follow_up->due_us <= cx->now_us);
	json_field_text(json, "reason", follow_up->reason);
	json_field_text(json, "status", follow_up->status);
	json_field_int(json, "version", follow_up->version);
	json_field_time(json, "created_at", follow_up->created_us);
	json_close(json);
}

/*
 * A rating's link opens the rating to whoever knows it: it is for the customer
 * alone, and nobody else reads it here.
 */
const char *communication_text(struct arena *arena, const struct communication *communication)
{
	static const char way[] = "/rate/";
	const char *found = strstr(communication->body, way);
	const char *rest;

	if (!found)
		return communication->body;
	found += sizeof(way) - 1;
	rest = found +
		strspn(found,
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			"0123456789-_");
	return arena_format(
		arena, "%.*s…%s", (int)(found - communication->body), communication->body, rest);
}

void communication_write(
	struct json *json, const struct cx *cx, const struct communication *communication)
{
	json_open(json);
	json_field_int(json, "id", communication->id);
	json_field_time(json, "at", communication->at_us);
	json_field_text(json, "kind", communication->channel);
	json_field_text(json, "direction", communication->direction);
	json_field_text(json, "outcome", communication->outcome);
	json_field_text(json, "text", communication_text(json->out.arena, communication));
	json_field_text(json, "phone_number", communication->to);
	json_field_int(json, "duration_seconds", communication->duration_s);
	json_field_int(json, "duration_minutes", (communication->duration_s + 59) / 60);
	json_field_text(json, "status", communication->status);
	json_field_text(json, "from", communication->from);
	json_field_text(json, "to", communication->to);
	json_field_text(json, "subject", communication->subject);
	json_field_text(json, "template", communication->template_code);
	json_field_text(json, "error", outbox_error_say(cx, cx->language, communication->error));
	json_field_int(json, "segments", communication->segments);
	json_field_opt_time(json, "read_at", communication->read_us);
	json_field_id(json, "order_id", communication->order_id);
	json_field_text(json, "short_code",
		communication->order_id ? order_short_code(json->out.arena, communication->order_id)
					: NULL);
	json_field_id(json, "customer_id", communication->customer_id);
	json_field_text(json, "customer_name", communication->customer_name);
	order_agent_write(json, cx, "agent", communication->agent_id, communication->agent_no,
		communication->agent_name);
	json_close(json);
}

void reassign_write(struct json *json, const struct cx *cx, const struct reassign_request *request)
{
	json_open(json);
	json_field_int(json, "id", request->id);
	json_field_open(json, "order");
	json_field_int(json, "id", request->order_id);
	json_field_text(json, "short_code", order_short_code(cx->arena, request->order_id));
	json_field_text(json, "customer_name", request->customer_name);
	json_field_text(json, "status", request->order_status);
	json_close(json);
	order_agent_write(
		json, cx, "agent", request->agent_id, request->agent_no, request->agent_name);
	order_agent_write(json, cx, "wanted_agent", request->wanted_agent_id,
		request->wanted_agent_no, request->wanted_agent_name);
	json_field_text(json, "reason", request->reason);
	json_field_text(json, "status", request->status);
	json_field_text(json, "decision_reason", request->decision_reason);
	json_field_opt_time(json, "decided_at", request->decided_us);
	json_field_int(json, "version", request->version);
	json_field_time(json, "created_at", request->created_us);
	json_close(json);
}

static void write_requester(
	struct json *json, const struct cx *cx, const struct modification *request)
{
	json_field_open(json, "requested_by");
	json_field_int(json, "user_id", request->user_id);
	json_field_text(json, "name", request->user_name);
	order_agent_write(
		json, cx, "agent", request->agent_id, request->agent_no, request->agent_name);
	json_close(json);
}

void modification_write(struct json *json, const struct cx *cx, const struct modification *request)
{
	const struct order *order = &request->order;

	json_open(json);
	json_field_int(json, "id", request->id);
	json_field_text(json, "kind", modification_kind_words[request->kind]);
	json_field_open(json, "order");
	json_field_int(json, "id", request->order_id);
	json_field_text(json, "short_code", order_short_code(cx->arena, request->order_id));
	json_field_text(json, "customer_name", order->customer_name);
	json_field_text(json, "status", order_status_word(order->status));
	json_field_int(json, "version", order->version);
	order_agent_write(
		json, cx, "assigned_agent", order->agent_id, order->agent_no, order->agent_name);
	json_close(json);
	json_field_raw(json, "changes", request->changes);
	json_field_text(json, "reason", request->reason);
	json_field_text(json, "status", request->status);
	write_requester(json, cx, request);
	json_field_int(json, "order_version", request->order_version);
	json_field_text(json, "decided_by", request->decided_name);
	json_field_opt_time(json, "decided_at", request->decided_us);
	json_field_text(json, "decision_reason", request->decision_reason);
	json_field_int(json, "version", request->version);
	json_field_time(json, "created_at", request->created_us);
	json_close(json);
}

/* ---- Everything that was said and done, in one row of times ---------------- */

static struct order_entry of_status(const struct order_history *row)
{
	return (struct order_entry){.id = row->id,
		.at_us = row->at_us,
		.kind = "status",
		.outcome = row->new_status,
		.text = row->reason,
		.agent_id = row->agent_id,
		.agent_no = row->agent_no,
		.agent_name = row->agent_name};
}

static struct order_entry of_note(const struct order_note *note)
{
	return (struct order_entry){
		.id = note->id, .at_us = note->created_us, .kind = "note", .text = note->body};
}

static struct order_entry of_contact(struct arena *arena, const struct communication *contact)
{
	return (struct order_entry){.id = contact->id,
		.at_us = contact->at_us,
		.kind = contact->channel,
		.outcome = contact->outcome,
		.text = communication_text(arena, contact),
		.status = contact->status,
		.template_code = contact->template_code,
		.error = contact->error,
		.duration_s = contact->duration_s,
		.agent_id = contact->agent_id,
		.agent_no = contact->agent_no,
		.agent_name = contact->agent_name};
}

static void write_entry(struct json *json, const struct cx *cx, const struct order_entry *entry,
	const char *direction)
{
	json_open(json);
	json_field_int(json, "id", entry->id);
	json_field_time(json, "at", entry->at_us);
	json_field_text(json, "kind", entry->kind);
	json_field_text(json, "direction", direction);
	json_field_text(json, "outcome", entry->outcome);
	json_field_text(json, "channel", entry->channel);
	json_field_id(json, "score", entry->score);
	json_field_id(json, "duration_seconds", entry->duration_s);
	json_field_text(json, "text", entry->text);
	json_field_text(json, "status", entry->status);
	json_field_text(json, "template", entry->template_code);
	json_field_text(json, "error", entry->error);
	order_agent_write(json, cx, "agent", entry->agent_id, entry->agent_no, entry->agent_name);
	json_close(json);
}

/* Four lists, each newest first, merged into one, newest first. */
void order_timeline_write(
	struct json *json, const struct cx *cx, const struct order_details *details)
{
	size_t h = 0, n = 0, c = 0, e = 0;

	json_field_open_array(json, "communications");
	while (h < details->history_count || n < details->note_count ||
		c < details->contact_count || e < details->entries.count) {
		const int64_t history_us = h < details->history_count ? details->history[h].at_us
								      : INT64_MIN;
		const int64_t note_us = n < details->note_count ? details->notes[n].created_us
								: INT64_MIN;
		const int64_t contact_us = c < details->contact_count ? details->contacts[c].at_us
								      : INT64_MIN;
		const int64_t entry_us = e < details->entries.count ? details->entries.rows[e].at_us
								    : INT64_MIN;
		struct order_entry entry;
		const char *direction = NULL;

		if (entry_us >= contact_us && entry_us >= note_us && entry_us >= history_us) {
			entry = details->entries.rows[e++];
		} else if (contact_us >= note_us && contact_us >= history_us) {
			direction = details->contacts[c].direction;
			entry = of_contact(cx->arena, &details->contacts[c++]);
		} else if (note_us >= history_us) {
			entry = of_note(&details->notes[n++]);
		} else {
			entry = of_status(&details->history[h++]);
		}
		write_entry(json, cx, &entry, direction);
	}
	json_close_array(json);
}
