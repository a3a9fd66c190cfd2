/* api_key.c - keys for programs: what one may get, and how long it is good. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/api_key_internal.h"
#include "domains/integrations/names_internal.h"

#include "platform/auth/audit.h"
#include "platform/events/events.h"

#define HINT_LETTERS 4

const char *const api_key_state_words[] = {"active", "expired", "revoked", "owner_disabled", NULL};

enum api_key_state api_key_state(const struct api_key *key, int64_t now_us)
{
	if (key->revoked_us.given)
		return API_KEY_REVOKED;
	if (key->expires_us.given && key->expires_us.value <= now_us)
		return API_KEY_EXPIRED;
	return key->creator_active ? API_KEY_ACTIVE : API_KEY_ORPHANED;
}

void api_key_write(struct json *json, int64_t now_us, const struct api_key *key)
{
	json_open(json);
	json_field_id(json, "id", key->id);
	json_field_text(json, "name", key->name);
	json_field_text(json, "hint", key->hint);
	json_field_text(json, "state", api_key_state_words[api_key_state(key, now_us)]);
	names_write(json, "permissions", key->permissions);
	json_field_open(json, "created_by");
	json_field_id(json, "id", key->created_by);
	json_field_text(json, "name", key->creator_name);
	json_close(json);
	json_field_time(json, "created_at", key->created_us);
	json_field_opt_time(json, "expires_at", key->expires_us);
	json_field_opt_time(json, "last_used_at", key->last_used_us);
	json_field_text(json, "last_ip", key->last_ip);
	json_field_opt_time(json, "revoked_at", key->revoked_us);
	json_close(json);
}

/* ---- Making one ------------------------------------------------------------------------ */

static enum err check_permission(struct cx *cx, const char *name)
{
	const enum perm perm = perm_by_name(name);

	if (perm == PERM_COUNT)
		return fail(cx, ERR_INVALID, "permissions", "There is no permission %s.", name);
	if (perm == PERM_SELF || perm == PERM_API_KEYS_MANAGE)
		return fail(cx, ERR_INVALID, "permissions", "No key gets %s.", name);
	if (!actor_may(cx->actor, perm))
		return fail(cx, ERR_DENIED, "permissions",
			"You cannot give %s, which you do not have.", name);
	return OK;
}

static enum err join_permissions(struct cx *cx, const char *const *names, const char **joined)
{
	struct buf text = buf_in(cx->arena, 256);
	uint64_t seen = 0;

	for (; *names; names++) {
		uint64_t bit;

		TRY(check_permission(cx, *names));
		bit = UINT64_C(1) << (unsigned)perm_by_name(*names);
		if (!(seen & bit))
			buf_format(&text, "%s%s", text.len ? "," : "", *names);
		seen |= bit;
	}
	if (!seen)
		return fail(cx, ERR_INVALID, "permissions", "Choose at least one permission.");
	*joined = text.ptr;
	return OK;
}

static enum err tell(struct cx *cx, int64_t id)
{
	return events_publish(cx,
		&(struct event){.type = "api_key:changed",
			.subject_type = "api_key",
			.subject_id = id,
			.audience = {.permission = PERM_API_KEYS_MANAGE, .everyone = true},
			.data = arena_format(cx->arena, "{\"api_key_id\":%lld}", (long long)id)});
}

static const char *picture(struct cx *cx, const struct api_key *key)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	api_key_write(&json, cx->now_us, key);
	return json_end(&json).ptr;
}

static enum err read_one(struct cx *cx, int64_t id, struct api_key *key)
{
	struct api_key *list;
	size_t count = 0;

	if (id > 0)
		TRY(api_key_store_list(cx, id, &list, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such key.");
	*key = list[0];
	return OK;
}

enum err api_key_create(
	struct cx *cx, const struct api_key_new *wanted, struct api_key *key, const char **secret)
{
	const char *made = auth_api_key_make(cx->arena);

	*key = (struct api_key){.name = wanted->name,
		.hint = made + strlen(made) - HINT_LETTERS,
		.created_by = cx->actor->user_id,
		.created_us = cx->now_us,
		.expires_us = wanted->expires_us};
	TRY(join_permissions(cx, wanted->permissions, &key->permissions));
	if (wanted->expires_us.given && wanted->expires_us.value <= cx->now_us)
		return fail(cx, ERR_INVALID, "expires_at", "This time has passed.");
	TRY(db_next_id(cx, "api_key", &key->id));
	TRY(api_key_store_add(cx, key, auth_api_key_hash(cx->arena, str_of(made))));
	TRY(read_one(cx, key->id, key));
	TRY(audit_write_change(cx, "api_key.created", &(struct audit_subject){"api_key", key->id},
		NULL, picture(cx, key)));
	*secret = made;
	return tell(cx, key->id);
}

enum err api_key_revoke(struct cx *cx, int64_t id, struct api_key *after)
{
	static const char *const allowed[] = {NULL};
	const struct audit_subject subject = {"api_key", id};
	struct api_key before = {0};

	TRY(db_begin_write(cx));
	TRY(read_one(cx, id, &before));
	if (before.revoked_us.given)
		return fail_state(cx, NULL, allowed, "This key is revoked already.");
	TRY(api_key_store_revoke(cx, id));
	TRY(read_one(cx, id, after));
	TRY(audit_write_change(
		cx, "api_key.revoked", &subject, picture(cx, &before), picture(cx, after)));
	return tell(cx, id);
}
