/* chat_canned.c - what a chat knows that ready-made responses name. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned.h"

#include "base/str.h"
#include "domains/chat/chat_message.h"
#include "domains/chat/chat_timeline.h"
#include "domains/orders/order.h"
#include "platform/auth/auth.h"

/* The newest order of the customer that the actor sees. */
static enum err last_order(struct cx *cx, const struct chat *chat, const char **code)
{
	struct chat_moments *orders;
	int64_t year;

	if (!chat->customer_id || !actor_may(cx->actor, PERM_ORDERS_READ))
		return OK;
	orders = arena_alloc(cx->arena, sizeof(*orders));
	TRY(chat_store_orders(cx, chat->customer_id, orders));
	if (orders->count && text_int(orders->rows[0].code, &year))
		*code = order_code(
			cx->arena, &(struct order){.id = orders->rows[0].id, .code_year = year});
	return OK;
}

static enum err fill(struct cx *cx, const char *key, struct canned_values *values)
{
	struct chat chat;

	TRY(chat_by_key(cx, key, &chat));
	values->language = chat.language;
	values->value[CANNED_CUSTOMER_NAME] = chat.name;
	values->value[CANNED_DEPARTMENT] = chat.department_name;
	values->value[CANNED_CHAT_ID] = chat_code(cx->arena, chat.id);
	return last_order(cx, &chat, &values->value[CANNED_ORDER_CODE]);
}

const struct canned_subject chat_canned_subject = {"chat", fill};
