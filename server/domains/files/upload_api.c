/* upload_api.c - HTTP: sending files, in pieces or in one go. */
/* SPDX-License-Identifier: MIT */
#include "domains/files/file_internal.h"

#include "domains/files/file_api.h"

#include <sys/stat.h>

static const struct schema_field upload_fields[] = {
	{.name = "id", .type = SCHEMA_TEXT},
	{.name = "offset", .type = SCHEMA_INT, .about = "Bytes that are here: where it goes on"},
	{.name = "size", .type = SCHEMA_INT},
	{.name = "piece_bytes", .type = SCHEMA_INT, .about = "The most that one piece may have"},
};
static const struct schema upload_schema = {
	.name = "Upload", .fields = upload_fields, .count = COUNT(upload_fields)};
static const struct schema_field upload_out_fields[] = {
	{.name = "upload",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &upload_schema,
		.about = "Of one that comes in pieces"},
	{.name = "file",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_OPTIONAL,
		.ref = &file_schema,
		.about = "Once it is whole"},
};
const struct schema upload_out = {
	.name = "UploadAnswer", .fields = upload_out_fields, .count = COUNT(upload_out_fields)};
const struct schema upload_gone_out = {.name = "UploadGone"};

static const struct shape_field upload_in_fields[] = {
	{.name = "purpose",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct upload_params, purpose),
		.words = file_purpose_words},
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct upload_params, name),
		.max = 500,
		.about = "As people call it; of a form the file's own"},
	{.name = "size",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct upload_params, size),
		.min = 1,
		.max = INT64_MAX,
		.about = "Bytes; of a form not needed"},
};
const struct shape upload_in = {
	.name = "UploadNew", .fields = upload_in_fields, .count = COUNT(upload_in_fields)};

static void write_file(struct json *json, const struct upload_for *whom, const struct file *file)
{
	json_key(json, "file");
	if (whom->links)
		file_write_json_at(json, file, whom->links);
	else
		file_write_json(json, file);
}

static enum err reply(
	struct http_req *rq, int status, const struct upload_for *whom, const struct upload *upload)
{
	struct file file = {0};
	struct json *json;

	if (upload->file_id)
		TRY(upload_file(&rq->cx, upload, &file));
	json = http_reply(rq, status);
	json_key(json, "upload");
	upload_write_json(json, upload);
	if (file.code)
		write_file(json, whom, &file);
	return OK;
}

/* Files are made by few threads: nobody takes more than one of them. */
static enum err make_alone(struct http_req *rq, const struct file_owner *owner)
{
	return http_one_at_a_time(rq, owner->user_id ? owner->user_id : -owner->visitor_id);
}

/* ---- In one go ------------------------------------------------------------------------------- */

enum err upload_form_make(struct http_req *rq, const struct file_new *wanted, struct file *file)
{
	struct file_new whole = *wanted;
	struct http_form_file form;

	if (!http_form_file(rq, &form))
		return fail(&rq->cx, ERR_INVALID, "file", "Send one file, in the field `file`.");
	whole.bytes = form.bytes;
	if (text_empty(whole.name))
		whole.name = form.name;
	TRY(file_check_waiting(&rq->cx, &whole.owner));
	TRY(make_alone(rq, &whole.owner));
	return file_make(&rq->cx, &whole, file);
}

static enum err post_form(
	struct http_req *rq, const struct upload_for *whom, const struct upload_params *params)
{
	const struct file_new wanted = {
		.purpose = params->purpose, .name = params->name, .owner = whom->owner};
	struct file file;

	TRY(upload_form_make(rq, &wanted, &file));
	write_file(http_reply(rq, 201), whom, &file);
	return OK;
}

/* ---- Handlers of an owner ---------------------------------------------------------------------- */

enum err upload_post(struct http_req *rq, const struct upload_for *whom)
{
	struct upload_params params = {0};
	struct upload upload = {.owner = whom->owner};
	struct http_form_file form;

	TRY(http_read(rq, &params));
	if (http_form_file(rq, &form))
		return post_form(rq, whom, &params);
	if (!params.size.given)
		return fail(&rq->cx, ERR_INVALID, "size", "Say how many bytes the file has.");
	upload.purpose = params.purpose;
	upload.name = params.name ? params.name : "";
	upload.size_bytes = params.size.value;
	TRY(upload_begin(&rq->cx, &upload));
	return reply(rq, 201, whom, &upload);
}

enum err upload_get_reply(struct http_req *rq, const struct upload_for *whom)
{
	struct upload upload;

	TRY(upload_get(&rq->cx, http_path(rq, "id"), &whom->owner, &upload));
	return reply(rq, 200, whom, &upload);
}

enum err upload_patch(struct http_req *rq, const struct upload_for *whom)
{
	struct upload upload;
	struct stat piece;
	int64_t offset;

	TRY(upload_get(&rq->cx, http_path(rq, "id"), &whom->owner, &upload));
	if (!text_int(http_header(rq, "Upload-Offset"), &offset) || offset < 0)
		return fail(&rq->cx, ERR_INVALID, "Upload-Offset",
			"Say in Upload-Offset where the piece begins.");
	if (stat(http_body_file(rq), &piece) != 0)
		return fail(&rq->cx, ERR_INTERNAL, NULL, "the body was not kept");
	if (offset + piece.st_size >= upload.size_bytes)
		TRY(make_alone(rq, &whom->owner));
	TRY(upload_take(&rq->cx, &upload, offset, http_body_file(rq), piece.st_size));
	return reply(rq, 200, whom, &upload);
}

enum err upload_delete(struct http_req *rq, const struct upload_for *whom)
{
	struct upload upload;

	TRY(upload_get(&rq->cx, http_path(rq, "id"), &whom->owner, &upload));
	TRY(upload_cancel(&rq->cx, &upload));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Of one's own -------------------------------------------------------------------------------- */

/* POST /api/uploads */
static enum err post_upload(struct http_req *rq)
{
	const struct upload_for self = {.owner = file_owner_self(&rq->cx)};

	return upload_post(rq, &self);
}

/* GET /api/uploads/{id} */
static enum err get_upload(struct http_req *rq)
{
	const struct upload_for self = {.owner = file_owner_self(&rq->cx)};

	return upload_get_reply(rq, &self);
}

/* PATCH /api/uploads/{id} */
static enum err patch_upload(struct http_req *rq)
{
	const struct upload_for self = {.owner = file_owner_self(&rq->cx)};

	return upload_patch(rq, &self);
}

/* DELETE /api/uploads/{id} */
static enum err delete_upload(struct http_req *rq)
{
	const struct upload_for self = {.owner = file_owner_self(&rq->cx)};

	return upload_delete(rq, &self);
}

const struct http_route upload_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/uploads",
		.handler = post_upload,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Begin to send a file in pieces; or send it in one go, as a form",
		.in = &upload_in,
		.out = &upload_out,
		.flags = HTTP_BODY_FORM | HTTP_SLOW,
		.body_max = UPLOAD_FORM_BYTES_MAX,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/uploads/{id}",
		.handler = get_upload,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "How far a file has come: where it goes on",
		.out = &upload_out},
	{.method = HTTP_PATCH,
		.pattern = "/api/uploads/{id}",
		.handler = patch_upload,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "The next piece, as the body; its place in the header Upload-Offset",
		.out = &upload_out,
		.flags = HTTP_BODY_FILE | HTTP_SLOW,
		.body_max = UPLOAD_PIECE_BYTES_MAX},
	{.method = HTTP_DELETE,
		.pattern = "/api/uploads/{id}",
		.handler = delete_upload,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Stop sending a file",
		.out = &upload_gone_out},
	{0},
};
