/* chat_person.c - customers as such, and not by one chat: who writes, and who may not any more. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_control_internal.h"

#include "domains/contacts/contact.h"

/* Pages and customers see by a chat whether it is blocked: those that go on say so anew. */
static enum err tell(struct cx *cx, const struct customer *customer)
{
	static const char *const changed[] = {"customer", NULL};
	int64_t *ids;
	size_t count;

	TRY(chat_store_live_of(cx, customer->id, &ids, &count));
	for (size_t i = 0; i < count; i++) {
		struct chat_hand hand;

		TRY(chat_take_up_any(cx, ids[i], &hand));
		TRY(chat_settle(cx, &hand, "chat:updated", changed));
	}
	return OK;
}

enum err chat_know_customer(
	struct cx *cx, const struct chat_order *order, const struct customer *customer)
{
	static const char *const changed[] = {"customer", NULL};
	struct chat_hand hand;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_own(cx, &hand.chat));
	hand.chat.customer_id = customer->id;
	if (text_empty(hand.chat.name))
		hand.chat.name = customer->name;
	if (!hand.chat.email)
		hand.chat.email = customer->email;
	if (!hand.chat.phone)
		hand.chat.phone = customer->phone;
	return chat_settle(cx, &hand, "chat:updated", changed);
}

enum err chat_block_customer(struct cx *cx, const struct customer *customer, const char *reason)
{
	TRY(chat_store_block_customer(cx, customer, reason));
	TRY(tell(cx, customer));
	return chat_tell_blocked(cx, &(struct chat){.customer_id = customer->id});
}

enum err chat_unblock_customer(struct cx *cx, const struct customer *customer)
{
	TRY(chat_store_unblock_customer(cx, customer));
	return tell(cx, customer);
}

enum err chat_block_of(struct cx *cx, const struct customer *customer, struct chat_block_mark *mark)
{
	return chat_store_block_of(cx, customer, mark);
}
