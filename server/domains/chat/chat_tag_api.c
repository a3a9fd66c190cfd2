/* chat_tag_api.c - HTTP: tags of the company. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_tag.h"

#include "domains/accounts/account_api.h"
#include "platform/http/http.h"

static const struct schema_field tag_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "name_ar",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "In Arabic, where it has a name of its own there"},
	{.name = "color", .type = SCHEMA_WORD, .words = chat_color_words},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "chats", .type = SCHEMA_INT, .about = "That have it; 1000: or more"},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema tag_schema = {
	.name = "ChatTag", .fields = tag_fields, .count = COUNT(tag_fields)};
static const struct schema_field list_fields[] = {
	{.name = "tags", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &tag_schema},
};
static const struct schema list_out = {
	.name = "ChatTagsAnswer", .fields = list_fields, .count = COUNT(list_fields)};
static const struct schema_field one_fields[] = {
	{.name = "tag", .type = SCHEMA_OBJECT, .ref = &tag_schema},
};
static const struct schema one_out = {
	.name = "ChatTagAnswer", .fields = one_fields, .count = COUNT(one_fields)};

static void write_tag(struct json *json, const struct chat_tag_row *row)
{
	json_open(json);
	json_field_int(json, "id", row->id);
	json_field_text(json, "code", row->code);
	json_field_text(json, "name", row->name);
	json_field_text(json, "name_ar", *row->name_ar ? row->name_ar : NULL);
	json_field_text(json, "color", row->color);
	json_field_bool(json, "active", row->active);
	json_field_int(json, "chats", row->chats);
	json_field_int(json, "version", row->version);
	json_close(json);
}

/* GET /api/chats/tags */
static enum err get_tags(struct http_req *rq)
{
	struct chat_tag_row *rows;
	struct json *json;
	size_t count;

	TRY(chat_tags_list(&rq->cx, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "tags");
	for (size_t i = 0; i < count; i++)
		write_tag(json, &rows[i]);
	json_close_array(json);
	return OK;
}

static void answer(struct http_req *rq, int status, const struct chat_tag_row *row)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "tag");
	write_tag(json, row);
}

#define NAME_COLOR_ACTIVE \
	{.name = "name", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct chat_tag_change, name), \
		.min = 1, \
		.max = CHAT_TAG_NAME_MAX}, \
		{.name = "name_ar", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct chat_tag_change, name_ar), \
			.max = CHAT_TAG_NAME_MAX, \
			.about = "In Arabic; empty: as the name"}, \
		{.name = "color", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct chat_tag_change, color), \
			.words = chat_color_words}, \
	{ \
		.name = "active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct chat_tag_change, active) \
	}
static const struct shape_field new_fields[] = {
	{.name = "code",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct chat_tag_change, code),
		.min = 1,
		.max = CHAT_TAG_CODE_MAX},
	NAME_COLOR_ACTIVE,
};
static const struct shape new_shape = {
	.name = "ChatTagNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	NAME_COLOR_ACTIVE,
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct chat_tag_change, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "ChatTagChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/chats/tags */
static enum err post_tag(struct http_req *rq)
{
	struct chat_tag_change wanted = {0};
	struct chat_tag_row row;

	TRY(http_read(rq, &wanted));
	TRY(chat_tag_create(&rq->cx, &wanted, &row));
	answer(rq, 201, &row);
	return OK;
}

/* PUT /api/chats/tags/{tag} */
static enum err put_tag(struct http_req *rq)
{
	struct chat_tag_change change = {0};
	struct chat_tag_row row;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(chat_tag_edit(&rq->cx, http_path(rq, "tag"), &change, &row));
	answer(rq, 200, &row);
	return OK;
}

/* DELETE /api/chats/tags/{tag} */
static enum err delete_tag(struct http_req *rq)
{
	TRY(chat_tag_remove(&rq->cx, http_path(rq, "tag")));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route chat_tag_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/chats/tags",
		.handler = get_tags,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "Tags that chats can have",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/chats/tags",
		.handler = post_tag,
		.permission = PERM_CHATS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Make a tag",
		.in = &new_shape,
		.out = &one_out,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/chats/tags/{tag}",
		.handler = put_tag,
		.permission = PERM_CHATS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change a tag, by its code, or switch it off",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/chats/tags/{tag}",
		.handler = delete_tag,
		.permission = PERM_CHATS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove a tag that no chat has",
		.out = &success_out},
	{0},
};
