/* reassign_many_api.c - HTTP: handing many orders, callbacks and follow-ups over at once. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_api.h"
#include "domains/orders/order_internal.h"

struct many_params {
	const char *const *order_ids, *const *callback_ids, *const *follow_up_ids;
	const char *to_agent_id, *reason;
};
#define IN(member) .offset = offsetof(struct many_params, member)
#define HOW \
	{.name = "to_agent_id", \
		.aliases = "agent_id", \
		.type = SHAPE_KEY, \
		.flags = SHAPE_NULLABLE, \
		IN(to_agent_id), \
		.about = "To whom; null: each to the least loaded"}, \
	{ \
		.name = "reason", .type = SHAPE_TEXT, .flags = SHAPE_REQUIRED, IN(reason), \
		.min = 1, .max = 1000 \
	}
static const struct shape_field orders_fields[] = {
	{.name = "order_ids",
		.type = SHAPE_KEYS,
		.flags = SHAPE_REQUIRED,
		IN(order_ids),
		.min = 1,
		.max = REASSIGN_MANY_MAX},
	HOW,
};
static const struct shape orders_shape = {
	.name = "OrdersReassign", .fields = orders_fields, .count = COUNT(orders_fields)};
static const struct shape_field inquiries_fields[] = {
	{.name = "callback_ids",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		IN(callback_ids),
		.max = REASSIGN_MANY_MAX},
	{.name = "follow_up_ids",
		.type = SHAPE_KEYS,
		.flags = SHAPE_NULLABLE,
		IN(follow_up_ids),
		.max = REASSIGN_MANY_MAX},
	HOW,
};
static const struct shape inquiries_shape = {
	.name = "InquiriesReassign", .fields = inquiries_fields, .count = COUNT(inquiries_fields)};

static const char *const what_words[] = {"order", "callback", "follow_up", NULL};

static const struct schema_field result_fields[] = {
	{.name = "type", .type = SCHEMA_WORD, .words = what_words},
	{.name = "id", .type = SCHEMA_TEXT, .about = "As it was sent"},
	{.name = "success", .type = SCHEMA_BOOL},
	{.name = "agent",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &order_agent_schema,
		.about = "Who has it now"},
	{.name = "order_moved", .type = SCHEMA_BOOL, .about = "Its order went along"},
	{.name = "version",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the order, when it was handed over"},
	{.name = "error", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_OPTIONAL},
};
static const struct schema result_schema = {
	.name = "ReassignResult", .fields = result_fields, .count = COUNT(result_fields)};
static const struct schema_field many_out_fields[] = {
	{.name = "results", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &result_schema},
	{.name = "reassigned", .type = SCHEMA_INT},
	{.name = "failed", .type = SCHEMA_INT},
};
static const struct schema many_out = {
	.name = "ReassignManyAnswer", .fields = many_out_fields, .count = COUNT(many_out_fields)};

static void write_result(struct json *json, const struct cx *cx, const struct reassign_item *item)
{
	const bool done = item->err == OK;

	json_open(json);
	json_field_text(json, "type", what_words[item->what]);
	json_field_text(json, "id", item->key);
	json_field_bool(json, "success", done);
	order_agent_write(json, cx, "agent", done ? item->agent.agent_id : 0, item->agent.agent_no,
		item->agent.name);
	json_field_bool(json, "order_moved", done && item->order_moved);
	json_field_opt_int(
		json, "version", (struct opt_int){item->order.version, done && item->order_moved});
	if (!done) {
		json_field_text(json, "error", item->error);
		json_field_text(json, "code", item->code);
	}
	json_close(json);
}

static size_t count_keys(const char *const *keys)
{
	size_t count = 0;

	while (keys && keys[count])
		count++;
	return count;
}

static struct reassign_item *add_keys(
	struct reassign_item *at, enum reassign_what what, const char *const *keys)
{
	for (; keys && *keys; keys++)
		*at++ = (struct reassign_item){.what = what, .key = *keys};
	return at;
}

static enum err reassign(struct http_req *rq, const struct many_params *params)
{
	const size_t count = count_keys(params->order_ids) + count_keys(params->callback_ids) +
		count_keys(params->follow_up_ids);
	struct reassign_item *items = arena_array(rq->cx.arena, count, sizeof(*items));
	struct reassign_item *at = add_keys(items, REASSIGN_ORDER, params->order_ids);
	struct json *json;
	size_t done = 0;

	at = add_keys(at, REASSIGN_CALLBACK, params->callback_ids);
	(void)add_keys(at, REASSIGN_FOLLOW_UP, params->follow_up_ids);
	TRY(reassign_many(&rq->cx,
		&(struct reassign){.agent_key = params->to_agent_id, .reason = params->reason},
		items, count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "results");
	for (size_t i = 0; i < count; i++) {
		done += items[i].err == OK;
		write_result(json, &rq->cx, &items[i]);
	}
	json_close_array(json);
	json_field_int(json, "reassigned", (int64_t)done);
	json_field_int(json, "failed", (int64_t)(count - done));
	return OK;
}

/* POST /api/supervisor/orders/reassign */
static enum err post_orders(struct http_req *rq)
{
	struct many_params params = {0};

	TRY(http_read(rq, &params));
	return reassign(rq, &params);
}

/* POST /api/supervisor/inquiries/reassign */
static enum err post_inquiries(struct http_req *rq)
{
	struct many_params params = {0};
	size_t count;

	TRY(http_read(rq, &params));
	count = count_keys(params.callback_ids) + count_keys(params.follow_up_ids);
	if (!count || count > REASSIGN_MANY_MAX)
		return fail(&rq->cx, ERR_INVALID, "callback_ids",
			"This is a list with 1 to %d entries.", REASSIGN_MANY_MAX);
	return reassign(rq, &params);
}

const struct http_route reassign_many_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/supervisor/orders/reassign",
		.handler = post_orders,
		.permission = PERM_ORDERS_REASSIGN,
		.access = HTTP_WRITE,
		.summary = "Hand up to 200 orders over, each with a result of its own",
		.in = &orders_shape,
		.out = &many_out},
	{.method = HTTP_POST,
		.pattern = "/api/supervisor/inquiries/reassign",
		.handler = post_inquiries,
		.permission = PERM_ORDERS_REASSIGN,
		.access = HTTP_WRITE,
		.summary = "Hand callbacks and follow-ups over, each with a result of its own",
		.in = &inquiries_shape,
		.out = &many_out},
	{0},
};
