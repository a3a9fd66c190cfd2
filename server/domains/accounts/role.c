/* role.c - what a company's roles may do, and who may say so. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/role_internal.h"

#include "base/utf8.h"
#include "platform/auth/audit.h"

#define NAME_MAX_LETTERS 60
#define CODE_MAX 32

const char *const role_scope_words[] = {"own", "team", "company", NULL};

static uint64_t bit(enum perm perm)
{
	return UINT64_C(1) << (unsigned)perm;
}

/* ---- Who may -------------------------------------------------------------------------- */

static enum err check_actor(struct cx *cx)
{
	if (cx->actor->scope == SCOPE_COMPANY)
		return OK;
	return fail(cx, ERR_DENIED, NULL, "Only who sees the whole company manages its roles.");
}

/* Administrators keep everything, so that nobody locks everybody out. */
bool role_editable(const struct actor *actor, const struct role *role)
{
	return !text_is(role->code, "admin") && rights_below(actor, role->rights);
}

uint64_t role_least_rights(const struct role *role)
{
	const struct role_row *standard = role->built_in ? role_by_code(role->code) : NULL;
	uint64_t rights = bit(PERM_SELF);

	for (size_t i = 0; standard && i < standard->permission_count; i++)
		rights |= bit(standard->permissions[i]);
	return rights;
}

enum err roles_list(struct cx *cx, struct role **list, size_t *count)
{
	TRY(check_actor(cx));
	return role_store_list(cx, 0, list, count);
}

enum err role_read(struct cx *cx, int64_t id, struct role *role)
{
	struct role *list;
	size_t count = 0;

	TRY(check_actor(cx));
	if (id > 0)
		TRY(role_store_list(cx, id, &list, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such role.");
	*role = list[0];
	return OK;
}

/* ---- What is wanted ---------------------------------------------------------------------- */

static enum err read_rights(struct cx *cx, const char *const *names, uint64_t *rights)
{
	*rights = bit(PERM_SELF);
	for (; *names; names++) {
		const enum perm perm = perm_by_name(*names);

		if (perm == PERM_COUNT)
			return fail(cx, ERR_INVALID, "permissions", "There is no permission %s.",
				*names);
		*rights |= bit(perm);
	}
	return OK;
}

/* A built-in role may be widened, but keeps what everybody knows it by. */
static enum err check_standard(struct cx *cx, const struct role *role)
{
	const struct role_row *standard = role->built_in ? role_by_code(role->code) : NULL;
	const uint64_t missing = role_least_rights(role) & ~role->rights;

	if (!standard)
		return OK;
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (missing & bit((enum perm)perm))
			return fail(cx, ERR_INVALID, "permissions",
				"A built-in role keeps %s. Make a role of your own for less.",
				perm_name((enum perm)perm));
	if (word_index(role_scope_words, role->scope) < (ssize_t)standard->scope)
		return fail(cx, ERR_INVALID, "scope",
			"A built-in role sees no less than it does at first.");
	return OK;
}

static enum err check_below(struct cx *cx, const struct role *role)
{
	const uint64_t lacking = rights_lacking(cx->actor, role->rights);

	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (lacking & bit((enum perm)perm))
			return fail(cx, ERR_DENIED, "permissions",
				"You cannot give %s, which you do not have.",
				perm_name((enum perm)perm));
	if (!rights_below(cx->actor, role->rights))
		return fail(cx, ERR_DENIED, "permissions", "The role would not be below your own.");
	return OK;
}

static enum err check_name(struct cx *cx, const char *name)
{
	if (!text_empty(name) && utf8_count(name) <= NAME_MAX_LETTERS)
		return OK;
	return fail(cx, ERR_INVALID, "name", "The name has 1 to %d characters.", NAME_MAX_LETTERS);
}

static bool is_code(const char *code)
{
	const size_t length = strlen(code);

	return length >= 1 && length <= CODE_MAX &&
		strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

static enum err check_role(struct cx *cx, const struct role *role)
{
	TRY(check_name(cx, role->name));
	TRY(check_standard(cx, role));
	return check_below(cx, role);
}

/* ---- Audit and those who must hear of it ---------------------------------------------------- */

void role_write(struct json *json, const struct actor *actor, const struct role *role)
{
	const uint64_t least = role_least_rights(role);

	json_open(json);
	json_field_id(json, "id", role->id);
	json_field_text(json, "code", role->code);
	json_field_text(json, "name", role->name);
	json_field_bool(json, "built_in", role->built_in);
	json_field_text(json, "scope", role->scope);
	json_field_open_array(json, "permissions");
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (role->rights & bit((enum perm)perm))
			json_text(json, perm_name((enum perm)perm));
	json_close_array(json);
	json_field_open_array(json, "standard");
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (least & bit((enum perm)perm))
			json_text(json, perm_name((enum perm)perm));
	json_close_array(json);
	json_field_int(json, "users_count", role->users);
	json_field_bool(json, "editable", role_editable(actor, role));
	json_field_time(json, "created_at", role->created_us);
	json_field_time(json, "updated_at", role->updated_us);
	json_field_int(json, "version", role->version);
	json_close(json);
}

static const char *picture(struct cx *cx, const struct role *role)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	role_write(&json, cx->actor, role);
	return json_end(&json).ptr;
}

/* Everybody's pages: lists of roles change too, not only what the role's holders may do. */
static enum err record(
	struct cx *cx, const char *action, const struct role *before, const struct role *after)
{
	const struct audit_subject subject = {"role", after ? after->id : before->id};

	TRY(audit_write_change(cx, action, &subject, before ? picture(cx, before) : NULL,
		after ? picture(cx, after) : NULL));
	return company_tell_changed(cx, 0);
}

static enum err newer(struct cx *cx, const struct role *current)
{
	cx->failure.current_json = picture(cx, current);
	return fail(cx, ERR_CONFLICT, "version", "The role has changed since.");
}

/* ---- Making, changing, removing ------------------------------------------------------------- */

enum err role_create(struct cx *cx, const struct role_change *wanted, struct role *role)
{
	enum err err;

	*role = (struct role){.name = wanted->name,
		.code = wanted->code,
		.scope = wanted->scope ? wanted->scope : role_scope_words[SCOPE_OWN],
		.created_us = cx->now_us};
	TRY(check_actor(cx));
	TRY(read_rights(cx, wanted->permissions, &role->rights));
	TRY(check_role(cx, role));
	TRY(db_next_id(cx, "role", &role->id));
	if (text_empty(role->code))
		role->code = arena_format(cx->arena, "role-%lld", (long long)role->id);
	if (!is_code(role->code))
		return fail(cx, ERR_INVALID, "code", "Use 1 to 32 of a-z, 0-9, - and _.");
	err = role_store_add(cx, role);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "code", "Another role has this short name.");
	TRY(err);
	TRY(role_read(cx, role->id, role));
	return record(cx, "role.created", NULL, role);
}

static enum err take_over(struct cx *cx, const struct role_change *change, struct role *role)
{
	if (change->name && !text_is(change->name, role->name)) {
		if (role->built_in)
			return fail(cx, ERR_INVALID, "name", "A built-in role keeps its name.");
		role->name = change->name;
	}
	if (change->scope)
		role->scope = change->scope;
	if (change->permissions)
		return read_rights(cx, change->permissions, &role->rights);
	return OK;
}

static enum err find_editable(struct cx *cx, int64_t id, struct role *role)
{
	TRY(db_begin_write(cx));
	TRY(role_read(cx, id, role));
	if (role_editable(cx->actor, role))
		return OK;
	if (text_is(role->code, "admin"))
		return fail(cx, ERR_DENIED, NULL, "Administrators keep every right.");
	return fail(cx, ERR_DENIED, NULL, "This role is not below your own.");
}

enum err role_change(
	struct cx *cx, int64_t id, const struct role_change *change, struct role *after)
{
	struct role before = {0}, wanted = {0};
	bool changed;

	TRY(find_editable(cx, id, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx, &before);
	wanted = before;
	TRY(take_over(cx, change, &wanted));
	TRY(check_role(cx, &wanted));
	TRY(role_store_update(cx, &wanted, &changed));
	if (!changed)
		return newer(cx, &before);
	TRY(role_read(cx, id, after));
	return record(cx, "role.changed", &before, after);
}

enum err role_remove(struct cx *cx, int64_t id)
{
	struct role role = {0};

	TRY(find_editable(cx, id, &role));
	if (role.built_in)
		return fail(cx, ERR_CONFLICT, NULL, "A built-in role stays.");
	if (role.users)
		return fail(cx, ERR_CONFLICT, NULL,
			"People hold this role: %lld. Give them another one first.",
			(long long)role.users);
	TRY(role_store_remove(cx, id));
	return record(cx, "role.removed", &role, NULL);
}
