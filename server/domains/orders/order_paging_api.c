/* order_paging_api.c - what the smaller lists of this folder share: pages by number. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

enum err order_plain_page(struct cx *cx, const char *cursor, int64_t page)
{
	if (cursor)
		return fail(cx, ERR_INVALID, "cursor", "This list is paged by number.");
	if (page > ORDER_PAGES_MAX)
		return fail(
			cx, ERR_INVALID, "page", "Pages are numbered up to %d.", ORDER_PAGES_MAX);
	return OK;
}

void order_plain_pagination(struct json *json, const struct http_page *page, int64_t total)
{
	const bool capped = total > ORDER_COUNT_CAP;

	http_write_pagination(json,
		&(struct http_pagination){
			.page = page->page,
			.per_page = page->size,
			.total = capped ? ORDER_COUNT_CAP : total,
			.total_capped = capped,
		});
}

enum err order_path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such thing.");
	return OK;
}
