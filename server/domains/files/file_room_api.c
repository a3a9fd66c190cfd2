/* file_room_api.c - HTTP: how much a company keeps, and for how long. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "platform/http/http.h"

static const struct schema_field room_fields[] = {
	{.name = "quota_mb", .type = SCHEMA_INT, .about = "What all files together may have"},
	{.name = "retention_days",
		.type = SCHEMA_INT,
		.about = "So long files of conversations are kept; 0: for ever"},
	{.name = "used_bytes", .type = SCHEMA_INT},
	{.name = "file_count", .type = SCHEMA_INT},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema room_schema = {
	.name = "FileSettings", .fields = room_fields, .count = COUNT(room_fields)};
static const struct schema_field room_out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &room_schema},
};
static const struct schema room_out = {
	.name = "FileSettingsAnswer", .fields = room_out_fields, .count = COUNT(room_out_fields)};

static const struct shape_field room_in_fields[] = {
	{.name = "quota_mb",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct file_room_change, quota_mb),
		.min = 1,
		.max = 10 * 1024 * 1024},
	{.name = "retention_days",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct file_room_change, retention_days),
		.max = 3650},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct file_room_change, version),
		.max = INT64_MAX,
		.about = "That was seen; or If-Match"},
};
static const struct shape room_in = {
	.name = "FileSettingsChange", .fields = room_in_fields, .count = COUNT(room_in_fields)};

static enum err reply(struct http_req *rq, const struct file_room *room)
{
	struct json *json = http_reply(rq, 200);

	json_key(json, "settings");
	file_room_write(json, room);
	return OK;
}

/* GET /api/settings/files */
static enum err get_room(struct http_req *rq)
{
	struct file_room room;

	TRY(file_store_room(&rq->cx, &room));
	return reply(rq, &room);
}

/* PUT /api/settings/files */
static enum err put_room(struct http_req *rq)
{
	struct file_room_change change = {0};
	struct file_room room;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(file_room_change(&rq->cx, &change, &room));
	return reply(rq, &room);
}

const struct http_route file_room_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/files",
		.handler = get_room,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_READ,
		.summary = "How much the company keeps, and for how long",
		.out = &room_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/files",
		.handler = put_room,
		.permission = PERM_SETTINGS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Say how much the company may keep, and for how long",
		.in = &room_in,
		.out = &room_out},
	{0},
};
