/* chat_timeline.c - what there was with a customer before, as far as the actor may see it. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_timeline.h"

#include "base/str.h"
#include "domains/chat/chat_view.h"
#include "domains/orders/order.h"
#include "platform/auth/auth.h"

#include <inttypes.h>
#include <stdlib.h>

const char *const chat_timeline_words[] = {"chat", "order", "call", "interaction", NULL};

static int newer_first(const void *a, const void *b)
{
	const struct chat_moment *one = a, *other = b;

	return (one->at_us < other->at_us) - (one->at_us > other->at_us);
}

/* As people know it. */
static void name(struct cx *cx, struct chat_moment *moment)
{
	int64_t year;

	if (text_is(moment->kind, "chat"))
		moment->code = chat_code(cx->arena, moment->id);
	else if (text_is(moment->kind, "order") && text_int(moment->code, &year))
		moment->code = order_code(
			cx->arena, &(struct order){.id = moment->id, .code_year = year});
	else if (!*moment->code)
		moment->code = arena_format(cx->arena, "%" PRId64, moment->id);
}

enum err chat_timeline(struct cx *cx, const char *key, struct chat_moment **moments, size_t *count)
{
	struct chat_moments *all = arena_alloc(cx->arena, sizeof(*all));
	struct chat chat;

	TRY(chat_by_key(cx, key, &chat));
	TRY(chat_store_earlier(cx, &chat, all));
	if (chat.customer_id && actor_may(cx->actor, PERM_ORDERS_READ)) {
		TRY(chat_store_orders(cx, chat.customer_id, all));
		TRY(chat_store_contacts(cx, chat.customer_id, all));
	}
	if (chat.customer_id && actor_may(cx->actor, PERM_CALLS_READ))
		TRY(chat_store_calls(cx, chat.customer_id, all));
	for (size_t i = 0; i < all->count; i++)
		name(cx, &all->rows[i]);
	qsort(all->rows, all->count, sizeof(all->rows[0]), newer_first);
	*moments = all->rows;
	*count = all->count < CHAT_TIMELINE_ROWS ? all->count : CHAT_TIMELINE_ROWS;
	return OK;
}
