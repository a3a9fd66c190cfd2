/* profile_file.c - rules of pictures and sounds of users. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_file.h"

#include "domains/accounts/account_internal.h"
#include "platform/auth/audit.h"

void avatar_write_url(struct json *json, const char *avatar)
{
	json_key(json, "avatar_url");
	json_text(json,
		avatar ? arena_format(json->out.arena, "/api/files/%s/thumbnail", avatar) : NULL);
}

/* ---- Who may read --------------------------------------------------------------------------- */

static enum err read_avatar(struct cx *cx, const struct file_place *place)
{
	(void)cx;
	(void)place;
	return OK;
}

static enum err read_sound(struct cx *cx, const struct file_place *place)
{
	return place->id == cx->actor->user_id ? OK : ERR_NOT_FOUND;
}

const struct file_access avatar_file_access = {"avatar", read_avatar};
const struct file_access sound_file_access = {"sound", read_sound};

/* ---- Pictures --------------------------------------------------------------------------------- */

static enum err bind(struct cx *cx, const char *type, const char *code, struct file_list *files)
{
	const struct file_owner self = file_owner_self(cx);
	const struct file_place place = {.type = type, .id = cx->actor->user_id};

	return file_bind(cx, &self, (const char *const[]){code, NULL}, &place, files);
}

enum err avatar_set(struct cx *cx, const char *code)
{
	const int64_t user_id = cx->actor->user_id;
	struct file_list files;
	const char *before;

	TRY(avatar_store_begin(cx, &before));
	if (code)
		TRY(bind(cx, "avatar", code, &files));
	TRY(avatar_store_set(cx, code));
	if (before)
		TRY(file_remove(cx, before));
	TRY(audit_write(
		cx, code ? "user.avatar_changed" : "user.avatar_removed", "user", user_id, NULL));
	return company_tell_changed(cx, user_id);
}

/* ---- Sounds ------------------------------------------------------------------------------------ */

enum err sounds_list(struct cx *cx, struct file_list *sounds)
{
	const struct file_place own = {.type = "sound", .id = cx->actor->user_id};

	return files_at(cx, &own, 0, sounds);
}

enum err sound_add(struct cx *cx, const char *code, struct file *sound)
{
	static const char *const none[] = {NULL};
	struct file_list sounds;
	const char *unused;

	TRY(avatar_store_begin(cx, &unused));
	TRY(sounds_list(cx, &sounds));
	if (sounds.count >= SOUNDS_MAX)
		return fail_state(cx, "file", none,
			"Own sounds that there may be: %d. Remove one first.", SOUNDS_MAX);
	TRY(bind(cx, "sound", code, &sounds));
	*sound = sounds.at[0];
	return OK;
}

enum err sound_remove(struct cx *cx, const char *code)
{
	struct file file;

	TRY(file_read(cx, code, &file));
	if (!text_is(file.place.type, "sound"))
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such file.");
	return file_remove(cx, code);
}
