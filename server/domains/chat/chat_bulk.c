/* chat_bulk.c - one change for many chats, each on its own. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_bulk.h"

#include "base/str.h"

const char *const chat_bulk_words[] = {"close", "tag", "assign", NULL};

/* Found while checking, before anything of it was written; all others end the whole unit. */
static bool is_of_one(enum err err)
{
	return err == ERR_NOT_FOUND || err == ERR_STATE || err == ERR_CONFLICT ||
		err == ERR_INVALID || err == ERR_DENIED;
}

static enum err do_one(
	struct cx *cx, const struct chat_bulk *bulk, const char *key, struct chat *chat)
{
	const struct chat_order order = {.key = key, .reason = bulk->reason};

	if (text_is(bulk->action, "close"))
		return chat_close(cx, &order, chat);
	if (text_is(bulk->action, "tag") && bulk->beside)
		return chat_tag_beside(cx, &order, bulk->tags, chat);
	if (text_is(bulk->action, "tag"))
		return chat_tag(cx, &order, bulk->tags, chat);
	return chat_hand_on(cx, &order, &bulk->to, chat);
}

enum err chat_bulk_do(
	struct cx *cx, const struct chat_bulk *bulk, struct chat_bulk_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		items[i].err = do_one(cx, bulk, items[i].key, &items[i].chat);
		if (items[i].err == OK)
			continue;
		if (!is_of_one(items[i].err))
			return items[i].err;
		items[i].error = cx->failure.message;
		items[i].code = cx->failure.code ? cx->failure.code : err_name(items[i].err);
		fail_clear(cx);
	}
	return OK;
}
