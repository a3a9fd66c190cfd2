/*
 * order_row_cache.c - rows of lists as they were written before.
 *
 * Everybody looks at the same newest orders, again after every event. What a
 * row looks like follows from the order's row, whose version every change
 * raises, from its agent's name and number, and from the reader's rights; so
 * these say whether a text is still true, whichever node changed the row and
 * however. Only what was read outside of a transaction is kept: an id and a
 * version that are undone may come again with another content.
 */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include <pthread.h>

/* Rows of a company that were made together lie side by side; about 1.3 KB each. */
#define PLACES 4096
#define ROW_BYTES_MAX 4096

struct row {
	int64_t company_id, id, version, agent_no;
	uint64_t rights;
	size_t name_length, text_length;
	char bytes[]; /* the agent's name and the text */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct row *places[PLACES];

/* Readers of other rights find a page of theirs elsewhere. */
static struct row **place_of(int64_t company_id, int64_t id, uint64_t rights)
{
	return &places[((uint64_t)company_id * 997 + (uint64_t)id + rights % 61 * 64) % PLACES];
}

static const char *name_of(const struct order *order)
{
	return order->agent_name ? order->agent_name : "";
}

static bool is_true(
	const struct row *row, int64_t company_id, const struct order *order, uint64_t rights)
{
	return row && row->company_id == company_id && row->id == order->id &&
		row->version == order->version && row->rights == rights &&
		row->agent_no == order->agent_no &&
		str_is((struct str){row->bytes, row->name_length}, name_of(order));
}

size_t order_row_find(struct cx *cx, struct order_list *list, size_t shown)
{
	const uint64_t rights = order_move_rights(cx->actor->permissions);
	const int64_t company_id = cx->actor->company_id;
	struct str *texts = arena_array(cx->arena, list->count, sizeof(*texts));
	size_t missing = 0;

	(void)pthread_mutex_lock(&lock);
	for (size_t i = 0; i < shown; i++) {
		const struct order *order = &list->orders[i];
		const struct row *row = *place_of(company_id, order->id, rights);

		if (!is_true(row, company_id, order, rights)) {
			missing++;
			continue;
		}
		texts[i].len = row->text_length;
		texts[i].ptr = arena_copy(
			cx->arena, row->bytes + row->name_length, row->text_length);
	}
	(void)pthread_mutex_unlock(&lock);
	list->texts = texts;
	return missing;
}

void order_row_keep(const struct cx *cx, const struct order *order, struct str text)
{
	const uint64_t rights = order_move_rights(cx->actor->permissions);
	const struct str name = str_of(name_of(order));
	const size_t bytes = sizeof(struct row) + name.len + text.len;
	struct row **place = place_of(cx->actor->company_id, order->id, rights);
	struct row *row = bytes <= ROW_BYTES_MAX ? malloc(bytes) : NULL;

	if (!row)
		return;
	*row = (struct row){
		.company_id = cx->actor->company_id,
		.id = order->id,
		.version = order->version,
		.agent_no = order->agent_no,
		.rights = rights,
		.name_length = name.len,
		.text_length = text.len,
	};
	memcpy(row->bytes, name.ptr, name.len);
	memcpy(row->bytes + name.len, text.ptr, text.len);
	(void)pthread_mutex_lock(&lock);
	free(*place);
	*place = row;
	(void)pthread_mutex_unlock(&lock);
}
