/* chat_control_api.c - HTTP: beginning, taking and closing chats. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_control.h"
#include "domains/chat/chat_message.h"
#include "domains/chat/chat_offer.h"
#include "domains/chat/chat_tag.h"

/* ---- Beginning ------------------------------------------------------------------------------ */

#define START_TEXT(title, member, most) \
	{ \
		.name = (title), .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct chat_start, member), .max = (most) \
	}
static const struct shape_field start_fields[] = {
	{.name = "customer_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_start, customer_key),
		.about = "Else whoever has the number or address"},
	START_TEXT("name", name, CHAT_NAME_MAX),
	{.name = "email",
		.type = SHAPE_EMAIL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_start, email)},
	{.name = "phone",
		.type = SHAPE_PHONE,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_start, phone)},
	START_TEXT("department", department, 40),
	START_TEXT("subject", subject, CHAT_SUBJECT_MAX),
	START_TEXT("message", message, CHAT_LETTERS_MAX),
	START_TEXT("client_message_id", client_id, CHAT_CLIENT_ID_MAX),
};
static const struct shape start_shape = {
	.name = "ChatStart", .fields = start_fields, .count = COUNT(start_fields)};

/* POST /api/chats */
static enum err post_chat(struct http_req *rq)
{
	struct chat_start wanted = {0};
	struct chat chat;

	TRY(http_read(rq, &wanted));
	TRY(chat_begin(&rq->cx, &wanted, &chat));
	chat_reply(rq, 201, &chat);
	return OK;
}

/* ---- One that is there ------------------------------------------------------------------------ */

#define VERSION(holder) \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(holder, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}
static const struct shape_field bare_fields[] = {VERSION(struct chat_order)};
static const struct shape bare_shape = {
	.name = "ChatOrder", .fields = bare_fields, .count = COUNT(bare_fields)};
static const struct shape_field close_fields[] = {
	VERSION(struct chat_order),
	{.name = "reason",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_order, reason),
		.max = CHAT_SUBJECT_MAX},
};
static const struct shape close_shape = {
	.name = "ChatClose", .fields = close_fields, .count = COUNT(close_fields)};

/* What they have in common: read, do, show. */
typedef enum err doing(struct cx *cx, const struct chat_order *order, struct chat *chat);
static enum err act(struct http_req *rq, doing *fn)
{
	struct chat_order order = {0};
	struct chat chat;

	TRY(http_read(rq, &order));
	TRY(http_version(rq, &order.version));
	order.key = http_path(rq, "id");
	TRY(fn(&rq->cx, &order, &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

/* POST /api/chats/{id}/claim */
static enum err post_claim(struct http_req *rq)
{
	return act(rq, chat_claim);
}

/* POST /api/chats/{id}/close */
static enum err post_close(struct http_req *rq)
{
	return act(rq, chat_close);
}

/* POST /api/chats/{id}/accept */
static enum err post_accept(struct http_req *rq)
{
	return act(rq, chat_accept);
}

/* POST /api/chats/{id}/decline */
static enum err post_decline(struct http_req *rq)
{
	return act(rq, chat_decline);
}

/* POST /api/chats/{id}/reopen */
static enum err post_reopen(struct http_req *rq)
{
	return act(rq, chat_reopen);
}

/* POST /api/chats/{id}/block */
static enum err post_block(struct http_req *rq)
{
	return act(rq, chat_block);
}

/* POST /api/chats/{id}/unblock */
static enum err post_unblock(struct http_req *rq)
{
	return act(rq, chat_unblock);
}

/* ---- Handed on, and marked ------------------------------------------------------------------------ */

struct transfer_params {
	struct opt_int version;
	struct chat_transfer to;
};
static const struct shape_field transfer_fields[] = {
	VERSION(struct transfer_params),
	{.name = "agent_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, to.agent),
		.about = "Id or code"},
	{.name = "department",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, to.department),
		.max = 40,
		.about = "Its code: the chat waits there"},
	{.name = "note",
		.aliases = "handoff_note",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct transfer_params, to.note),
		.max = CHAT_NOTE_MAX,
		.about = "What whoever gets it should know; not for the customer"},
};
static const struct shape transfer_shape = {
	.name = "ChatTransfer", .fields = transfer_fields, .count = COUNT(transfer_fields)};

/* POST /api/chats/{id}/transfer */
static enum err post_transfer(struct http_req *rq)
{
	struct transfer_params params = {0};
	struct chat_order order = {0};
	struct chat chat;

	TRY(http_read(rq, &params));
	order.version = params.version;
	TRY(http_version(rq, &order.version));
	order.key = http_path(rq, "id");
	TRY(chat_hand_on(&rq->cx, &order, &params.to, &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

struct tags_params {
	struct opt_int version;
	const char *const *tags;
};
static const struct shape_field tags_fields[] = {
	VERSION(struct tags_params),
	{.name = "tags",
		.type = SHAPE_KEYS,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct tags_params, tags),
		.max = CHAT_TAGS_MAX,
		.about = "Codes of all that it has"},
};
static const struct shape tags_shape = {
	.name = "ChatTagsChange", .fields = tags_fields, .count = COUNT(tags_fields)};

/* PUT /api/chats/{id}/tags */
static enum err put_tags(struct http_req *rq)
{
	struct tags_params params = {0};
	struct chat_order order = {0};
	struct chat chat;

	TRY(http_read(rq, &params));
	order.version = params.version;
	TRY(http_version(rq, &order.version));
	order.key = http_path(rq, "id");
	TRY(chat_tag(&rq->cx, &order, params.tags, &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

/* ---- What it says of itself --------------------------------------------------------------------- */

struct edit_params {
	struct opt_int version;
	struct chat_change change;
	const struct json_value *customer;
};
static const struct shape_field edit_fields[] = {
	VERSION(struct edit_params),
	{.name = "subject",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct edit_params, change.subject),
		.max = CHAT_SUBJECT_MAX},
	{.name = "priority",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct edit_params, change.priority),
		.words = chat_priority_words},
	{.name = "customer",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct edit_params, customer),
		.about = "{name, email, phone}: what is said of them"},
	{.name = "customer_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct edit_params, change.customer_key),
		.about = "Who it is: id or code"},
};
static const struct shape edit_shape = {
	.name = "ChatChange", .fields = edit_fields, .count = COUNT(edit_fields)};

static const struct shape_field customer_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_change, name),
		.min = 1,
		.max = CHAT_NAME_MAX},
	{.name = "email",
		.type = SHAPE_EMAIL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_change, email)},
	{.name = "phone",
		.type = SHAPE_PHONE,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_change, phone)},
};
static const struct shape customer_shape = {
	.name = "ChatCustomerChange", .fields = customer_fields, .count = COUNT(customer_fields)};

/* PATCH /api/chats/{id} */
static enum err patch_chat(struct http_req *rq)
{
	struct edit_params params = {0};
	struct chat_order order = {0};
	struct chat chat;

	TRY(http_read(rq, &params));
	order.version = params.version;
	TRY(http_version(rq, &order.version));
	order.key = http_path(rq, "id");
	if (params.customer)
		TRY(http_read_object(rq, &customer_shape, params.customer, &params.change));
	TRY(chat_edit(&rq->cx, &order, &params.change, &chat));
	chat_reply(rq, 200, &chat);
	return OK;
}

#define DOES(what, fn, about, shape) \
	{ \
		.method = HTTP_POST, .pattern = "/api/chats/{id}/" what, .handler = (fn), \
		.permission = PERM_CHATS_WRITE, .access = HTTP_WRITE, .summary = (about), \
		.in = &(shape), .out = &chat_answer_out \
	}

const struct http_route chat_control_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/chats",
		.handler = post_chat,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Begin a chat with a customer; one has it oneself",
		.in = &start_shape,
		.out = &chat_answer_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PATCH,
		.pattern = "/api/chats/{id}",
		.handler = patch_chat,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Change what a chat is about, how much it presses, and who it is with",
		.in = &edit_shape,
		.out = &chat_answer_out},
	DOES("claim", post_claim, "Take a chat that waits; of many who do, one has it", bare_shape),
	DOES("accept", post_accept, "Take a chat that is offered to oneself", bare_shape),
	DOES("decline", post_decline, "Let a chat that is offered to oneself go to the next",
		bare_shape),
	DOES("transfer", post_transfer, "Hand a chat on to an agent or a department",
		transfer_shape),
	DOES("close", post_close, "The chat is over", close_shape),
	DOES("reopen", post_reopen, "A chat that is over goes on", bare_shape),
	DOES("block", post_block, "Whom the chat is with may not write any more", close_shape),
	DOES("unblock", post_unblock, "Whom the chat is with may write again", bare_shape),
	{.method = HTTP_PUT,
		.pattern = "/api/chats/{id}/tags",
		.handler = put_tags,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Mark a chat with tags",
		.in = &tags_shape,
		.out = &chat_answer_out},
	{0},
};
