/* order_parts_write.c - as JSON: what belongs to an order. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/modification_internal.h"

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

void communication_write(
	struct json *json, const struct cx *cx, const struct communication *communication)
{
	json_open(json);
	json_field_int(json, "id", communication->id);
	json_field_time(json, "at", communication->at_us);
	json_field_text(json, "kind", communication->channel);
	json_field_text(json, "direction", communication->direction);
	json_field_text(json, "outcome", communication->outcome);
	json_field_text(json, "text", communication->body);
	json_field_text(json, "phone_number", communication->to);
	json_field_int(json, "duration_seconds", communication->duration_s);
	json_field_int(json, "duration_minutes", (communication->duration_s + 59) / 60);
	json_field_text(json, "status", communication->status);
	json_field_text(json, "from", communication->from);
	json_field_text(json, "to", communication->to);
	json_field_text(json, "subject", communication->subject);
	json_field_text(json, "template", communication->template_code);
	json_field_text(json, "error", communication->error);
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

static void write_entry_head(
	struct json *json, int64_t id, int64_t at_us, const char *kind, const char *direction)
{
	json_open(json);
	json_field_int(json, "id", id);
	json_field_time(json, "at", at_us);
	json_field_text(json, "kind", kind);
	json_field_text(json, "direction", direction);
}

static void write_status_entry(
	struct json *json, const struct cx *cx, const struct order_history *row)
{
	write_entry_head(json, row->id, row->at_us, "status", NULL);
	json_field_text(json, "outcome", row->new_status);
	json_field_text(json, "text", row->reason);
	order_agent_write(json, cx, "agent", row->agent_id, row->agent_no, row->agent_name);
	json_close(json);
}

static void write_note_entry(struct json *json, const struct order_note *note)
{
	write_entry_head(json, note->id, note->created_us, "note", NULL);
	json_field_null(json, "outcome");
	json_field_text(json, "text", note->body);
	json_field_null(json, "agent");
	json_close(json);
}

static void write_contact_entry(
	struct json *json, const struct cx *cx, const struct communication *contact)
{
	write_entry_head(json, contact->id, contact->at_us, contact->channel, contact->direction);
	json_field_text(json, "outcome", contact->outcome);
	json_field_text(json, "text", contact->body);
	order_agent_write(
		json, cx, "agent", contact->agent_id, contact->agent_no, contact->agent_name);
	json_close(json);
}

/* Three lists, each newest first, merged into one, newest first. */
void order_timeline_write(
	struct json *json, const struct cx *cx, const struct order_details *details)
{
	size_t h = 0, n = 0, c = 0;

	json_field_open_array(json, "communications");
	for (;;) {
		const int64_t history_us = h < details->history_count ? details->history[h].at_us
								      : INT64_MIN;
		const int64_t note_us = n < details->note_count ? details->notes[n].created_us
								: INT64_MIN;
		const int64_t contact_us = c < details->contact_count ? details->contacts[c].at_us
								      : INT64_MIN;

		if (history_us == INT64_MIN && note_us == INT64_MIN && contact_us == INT64_MIN)
			break;
		if (contact_us >= note_us && contact_us >= history_us)
			write_contact_entry(json, cx, &details->contacts[c++]);
		else if (note_us >= history_us)
			write_note_entry(json, &details->notes[n++]);
		else
			write_status_entry(json, cx, &details->history[h++]);
	}
	json_close_array(json);
}
