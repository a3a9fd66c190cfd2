/* api_key_api.c - HTTP: keys for programs. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/api_key_internal.h"

#include "platform/http/http.h"

static const struct schema_field creator_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema creator_schema = {
	.name = "ApiKeyCreator", .fields = creator_fields, .count = COUNT(creator_fields)};
static const struct schema_field key_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "hint", .type = SCHEMA_TEXT, .about = "The last letters of the key"},
	{.name = "state",
		.type = SCHEMA_WORD,
		.words = api_key_state_words,
		.about = "owner_disabled: whoever made it is out of service, and so is the key"},
	{.name = "permissions", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "created_by", .type = SCHEMA_OBJECT, .ref = &creator_schema},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "expires_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_used_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "To the minute"},
	{.name = "last_ip", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "revoked_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema key_schema = {
	.name = "ApiKey", .fields = key_fields, .count = COUNT(key_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "api_keys", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &key_schema},
};
static const struct schema list_out = {
	.name = "ApiKeysAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field made_out_fields[] = {
	{.name = "api_key", .type = SCHEMA_OBJECT, .ref = &key_schema},
	{.name = "key", .type = SCHEMA_TEXT, .about = "The key itself; shown this once"},
};
static const struct schema made_out = {
	.name = "ApiKeyMadeAnswer", .fields = made_out_fields, .count = COUNT(made_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "api_key", .type = SCHEMA_OBJECT, .ref = &key_schema},
};
static const struct schema one_out = {
	.name = "ApiKeyAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};

/* GET /api/admin/api-keys */
static enum err get_keys(struct http_req *rq)
{
	struct api_key *list;
	struct json *json;
	size_t count;

	TRY(api_key_store_list(&rq->cx, 0, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "api_keys");
	for (size_t i = 0; i < count; i++)
		api_key_write(json, rq->cx.now_us, &list[i]);
	json_close_array(json);
	return OK;
}

static const struct shape_field new_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct api_key_new, name),
		.min = 1,
		.max = 100},
	{.name = "permissions",
		.aliases = "scopes",
		.type = SHAPE_KEYS,
		.flags = SHAPE_REQUIRED | SHAPE_NAMES,
		.offset = offsetof(struct api_key_new, permissions),
		.max = 64,
		.about = "What the key may; none that one lacks"},
	{.name = "expires_at",
		.type = SHAPE_TIME,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct api_key_new, expires_us),
		.about = "Never, if not said"},
};
static const struct shape new_shape = {
	.name = "ApiKeyNew", .fields = new_fields, .count = COUNT(new_fields)};

/* POST /api/admin/api-keys: no Idempotency-Key, which would keep the answer, and the key in it. */
static enum err post_key(struct http_req *rq)
{
	struct api_key_new wanted = {0};
	struct api_key key;
	const char *secret;
	struct json *json;

	TRY(http_read(rq, &wanted));
	TRY(api_key_create(&rq->cx, &wanted, &key, &secret));
	json = http_reply(rq, 201);
	json_key(json, "api_key");
	api_key_write(json, rq->cx.now_us, &key);
	json_field_text(json, "key", secret);
	return OK;
}

/* DELETE /api/admin/api-keys/{id} */
static enum err delete_key(struct http_req *rq)
{
	struct api_key after;
	struct json *json;
	int64_t id;

	if (!text_int(http_path(rq, "id"), &id))
		id = -1;
	TRY(api_key_revoke(&rq->cx, id, &after));
	json = http_reply(rq, 200);
	json_key(json, "api_key");
	api_key_write(json, rq->cx.now_us, &after);
	return OK;
}

const struct http_route api_key_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/api-keys",
		.handler = get_keys,
		.permission = PERM_API_KEYS_MANAGE,
		.access = HTTP_READ,
		.summary = "Keys for programs, newest first",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/api-keys",
		.handler = post_key,
		.permission = PERM_API_KEYS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Make a key for a program, which is shown this once",
		.in = &new_shape,
		.out = &made_out,
		.status = 201},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/api-keys/{id}",
		.handler = delete_key,
		.permission = PERM_API_KEYS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Revoke a key: it is good for nothing from now on",
		.out = &one_out},
	{0},
};
