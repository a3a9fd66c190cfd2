/* profile_file_api.c - HTTP: one's own picture and sounds. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"

#include "domains/accounts/profile_file.h"
#include "domains/files/file_api.h"

struct file_params {
	const char *file_id;
};
static const struct shape_field file_in_fields[] = {
	{.name = "file_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct file_params, file_id),
		.about = "Of a file that came in pieces; not of a form"},
};
static const struct shape file_in = {
	.name = "ProfileFile", .fields = file_in_fields, .count = COUNT(file_in_fields)};

static const struct schema_field avatar_out_fields[] = {AVATAR_SCHEMA};
static const struct schema avatar_out = {
	.name = "AvatarAnswer", .fields = avatar_out_fields, .count = COUNT(avatar_out_fields)};
static const struct schema_field sound_out_fields[] = {
	{.name = "sound", .type = SCHEMA_OBJECT, .ref = &file_schema},
};
static const struct schema sound_out = {
	.name = "SoundAnswer", .fields = sound_out_fields, .count = COUNT(sound_out_fields)};
static const struct schema_field sounds_out_fields[] = {
	{.name = "sounds", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &file_schema},
};
static const struct schema sounds_out = {
	.name = "SoundsAnswer", .fields = sounds_out_fields, .count = COUNT(sounds_out_fields)};
static const struct schema gone_out = {.name = "SoundGone"};

/* From the form, or the one that is named. */
static enum err take_file(struct http_req *rq, const char *purpose, const char **code)
{
	const struct file_new wanted = {
		.purpose = purpose, .name = "", .owner = file_owner_self(&rq->cx)};
	struct file_params params;
	struct http_form_file form;
	struct file file;

	TRY(http_read(rq, &params));
	*code = params.file_id;
	if (http_form_file(rq, &form)) {
		TRY(upload_form_make(rq, &wanted, &file));
		*code = file.code;
	}
	if (!*code)
		return fail(&rq->cx, ERR_INVALID, "file", "Send one file, in the field `file`.");
	return OK;
}

/* POST /api/agent/profile/avatar */
static enum err post_avatar(struct http_req *rq)
{
	const char *code;

	TRY(take_file(rq, "avatar", &code));
	TRY(avatar_set(&rq->cx, code));
	avatar_write_url(http_reply(rq, 200), code);
	return OK;
}

/* DELETE /api/agent/profile/avatar */
static enum err delete_avatar(struct http_req *rq)
{
	TRY(avatar_set(&rq->cx, NULL));
	avatar_write_url(http_reply(rq, 200), NULL);
	return OK;
}

/* GET /api/agent/profile/sounds */
static enum err get_sounds(struct http_req *rq)
{
	struct file_list sounds;
	struct json *json;

	TRY(sounds_list(&rq->cx, &sounds));
	json = http_reply(rq, 200);
	json_key(json, "sounds");
	file_write_list(json, &sounds);
	return OK;
}

/* POST /api/agent/profile/sounds */
static enum err post_sound(struct http_req *rq)
{
	struct file sound;
	struct json *json;
	const char *code;

	TRY(take_file(rq, "sound", &code));
	TRY(sound_add(&rq->cx, code, &sound));
	json = http_reply(rq, 201);
	json_key(json, "sound");
	file_write_json(json, &sound);
	return OK;
}

/* DELETE /api/agent/profile/sounds/{id} */
static enum err delete_sound(struct http_req *rq)
{
	TRY(sound_remove(&rq->cx, http_path(rq, "id")));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route profile_file_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/agent/profile/avatar",
		.handler = post_avatar,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "One's own picture: a form with the file, or the id of one that came "
			   "in pieces",
		.in = &file_in,
		.out = &avatar_out,
		.flags = HTTP_BODY_FORM | HTTP_SLOW,
		.body_max = UPLOAD_FORM_BYTES_MAX},
	{.method = HTTP_DELETE,
		.pattern = "/api/agent/profile/avatar",
		.handler = delete_avatar,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Take one's own picture away",
		.out = &avatar_out},
	{.method = HTTP_GET,
		.pattern = "/api/agent/profile/sounds",
		.handler = get_sounds,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "One's own sounds for notifications",
		.out = &sounds_out},
	{.method = HTTP_POST,
		.pattern = "/api/agent/profile/sounds",
		.handler = post_sound,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Add a sound of one's own: a form with the file, or the id of one that "
			   "came in pieces",
		.in = &file_in,
		.out = &sound_out,
		.flags = HTTP_BODY_FORM | HTTP_SLOW,
		.body_max = UPLOAD_FORM_BYTES_MAX,
		.status = 201},
	{.method = HTTP_DELETE,
		.pattern = "/api/agent/profile/sounds/{id}",
		.handler = delete_sound,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Remove a sound of one's own",
		.out = &gone_out},
	{0},
};
