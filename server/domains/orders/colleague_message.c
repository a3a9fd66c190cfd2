/* colleague_message.c - what colleagues write to each other, about an order or not. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "domains/notifications/notification.h"
#include "platform/events/events.h"

#include <inttypes.h>

/* To each of the two, on every screen of theirs. */
static enum err tell(
	struct cx *cx, const char *type, const struct communication *row, int64_t user_id)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	json_key(&json, "communication");
	communication_write(&json, cx, row);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = type,
			.subject_type = "communication",
			.subject_id = row->id,
			.audience = {.permission = PERM_SELF, .user_id = user_id},
			.data = json_end(&json).ptr});
}

static enum err notify(struct cx *cx, const struct communication *row, int64_t user_id)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "message_id", row->id);
	json_field_text(&json, "from", row->from);
	json_close(&json);
	return notification_send(cx,
		&(struct notification_new){
			.user_id = user_id,
			.type = "internal_message",
			.body = row->body,
			.data = json_end(&json).ptr,
			.subject_type = "communication",
			.subject_id = row->id,
		});
}

enum err colleague_message_send(
	struct cx *cx, const struct colleague_message *wanted, struct communication *sent)
{
	struct assignee to;
	struct order order = {0};
	int64_t id, to_user_id;
	const enum err err = assignment_agent(cx, wanted->agent_key, &to);

	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		return fail(
			cx, ERR_INVALID, "agent_id", "There is no such agent within your reach.");
	}
	TRY(err);
	if (to.user_id == cx->actor->user_id)
		return fail(cx, ERR_INVALID, "agent_id", "You cannot write to yourself.");
	if (wanted->order_key)
		TRY(order_by_key(cx, wanted->order_key, &order));
	TRY(colleague_message_store_add(cx, to.user_id, order.id, wanted->body, &id));
	TRY(colleague_message_store_get(cx, id, sent, &to_user_id));
	TRY(tell(cx, "communication:created", sent, to_user_id));
	TRY(tell(cx, "communication:created", sent, cx->actor->user_id));
	return notify(cx, sent, to_user_id);
}

enum err colleague_message_mark(struct cx *cx, int64_t id, bool read, struct communication *row)
{
	int64_t to_user_id;

	TRY(colleague_message_store_get(cx, id, row, &to_user_id));
	if (to_user_id != cx->actor->user_id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such message.");
	TRY(colleague_message_store_mark(cx, id, read));
	row->read_us = (struct opt_int){cx->now_us, read};
	return tell(cx, "communication:updated", row, to_user_id);
}
