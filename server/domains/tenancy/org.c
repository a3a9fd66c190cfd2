/* org.c - how a company is divided: departments, and teams inside them. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/org_internal.h"

#include "platform/auth/audit.h"

static const char *const kind_words[UNIT_KIND_COUNT] = {"department", "team"};
static const char *const code_fields[UNIT_KIND_COUNT] = {"code", "slug"};

static enum err check_actor(struct cx *cx)
{
	if (cx->actor->scope == SCOPE_COMPANY)
		return OK;
	return fail(cx, ERR_DENIED, NULL, "Only who sees the whole company divides it.");
}

static enum err missing(struct cx *cx, enum unit_kind kind)
{
	if (kind == UNIT_TEAM)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such team.");
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such department.");
}

static const char *picture(struct cx *cx, enum unit_kind kind, const struct unit *unit)
{
	struct json json;

	if (!unit)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, code_fields[kind], unit->code);
	json_field_text(&json, "name", unit->name);
	json_field_bool(&json, "is_active", unit->active);
	if (kind == UNIT_TEAM) {
		json_field_text(&json, "department", unit->department_code);
		json_field_text(&json, "description", unit->description);
		json_field_text(&json, "color", unit->color);
	}
	json_close(&json);
	return json_end(&json).ptr;
}

/* before NULL: made; after NULL: removed. */
static enum err record(
	struct cx *cx, enum unit_kind kind, const struct unit *before, const struct unit *after)
{
	const int64_t id = after ? after->id : before ? before->id : 0;
	const struct audit_subject subject = {kind_words[kind], id};
	const char *what = !before ? "created" : !after ? "removed" : "changed";

	return audit_write_change(cx, arena_format(cx->arena, "%s.%s", kind_words[kind], what),
		&subject, picture(cx, kind, before), picture(cx, kind, after));
}

enum err units_list(struct cx *cx, enum unit_kind kind, struct unit **list, size_t *count)
{
	return org_store_list(cx, kind, 0, list, count);
}

enum err unit_read(struct cx *cx, enum unit_kind kind, int64_t id, struct unit *unit)
{
	struct unit *list;
	size_t count = 0;

	if (id > 0)
		TRY(org_store_list(cx, kind, id, &list, &count));
	if (!count)
		return missing(cx, kind);
	*unit = list[0];
	return OK;
}

/* Unknown departments are refused by name. */
static enum err find_department(struct cx *cx, const char *code, int64_t *id)
{
	*id = 0;
	if (text_empty(code))
		return OK;
	TRY(department_by_code(cx, code, id));
	return *id ? OK : fail(cx, ERR_INVALID, "department", "There is no such department.");
}

static bool color_good(const char *color)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	return *color == '#' && strlen(color) == 7 && strspn(color + 1, hex) == 6;
}

/* What is empty is none. */
static enum err take_over_looks(struct cx *cx, const struct unit_change *change, struct unit *unit)
{
	if (change->description)
		unit->description = text_empty(change->description) ? NULL : change->description;
	if (change->color)
		unit->color = text_empty(change->color) ? NULL : change->color;
	if (unit->color && !color_good(unit->color))
		return fail(cx, ERR_INVALID, "color", "A colour is written #rrggbb.");
	return OK;
}

enum err unit_create(
	struct cx *cx, enum unit_kind kind, const struct unit_change *wanted, struct unit *unit)
{
	struct unit looks = {0};
	int64_t id, department_id;

	TRY(check_actor(cx));
	TRY(take_over_looks(cx, wanted, &looks));
	if (kind == UNIT_TEAM) {
		TRY(find_department(cx, wanted->department, &department_id));
		TRY(team_create(cx,
			&(struct team_new){.name = wanted->name,
				.slug = text_empty(wanted->code) ? NULL : wanted->code,
				.department_id = department_id,
				.description = looks.description,
				.color = looks.color},
			&id));
	} else {
		TRY(department_create(cx,
			&(struct department_new){.code = wanted->code, .name = wanted->name}, &id));
	}
	TRY(unit_read(cx, kind, id, unit));
	return record(cx, kind, NULL, unit);
}

static enum err take_over(
	struct cx *cx, enum unit_kind kind, const struct unit_change *change, struct unit *unit)
{
	if (change->code)
		unit->code = change->code;
	if (change->name)
		unit->name = change->name;
	if (change->active.given)
		unit->active = change->active.value;
	if (kind == UNIT_TEAM && change->department)
		TRY(find_department(cx, change->department, &unit->department_id));
	TRY(take_over_looks(cx, change, unit));
	if (!company_name_good(unit->name, 120))
		return fail(cx, ERR_INVALID, "name", "The name has 1 to 120 characters.");
	if (!company_slug_good(unit->code, 1, kind == UNIT_TEAM ? 64 : 32, true))
		return fail(cx, ERR_INVALID, code_fields[kind], "Use a-z, 0-9, - and _.");
	return OK;
}

static enum err newer(struct cx *cx, enum unit_kind kind)
{
	if (kind == UNIT_TEAM)
		return fail(cx, ERR_CONFLICT, "version", "The team has changed since.");
	return fail(cx, ERR_CONFLICT, "version", "The department has changed since.");
}

enum err unit_change(struct cx *cx, enum unit_kind kind, int64_t id,
	const struct unit_change *change, struct unit *after)
{
	struct unit before = {0}, unit = {0};
	bool changed;
	enum err err;

	TRY(check_actor(cx));
	TRY(db_begin_write(cx));
	TRY(unit_read(cx, kind, id, &before));
	unit = before;
	if (change->version.given && change->version.value != unit.version)
		return newer(cx, kind);
	TRY(take_over(cx, kind, change, &unit));
	err = org_store_update(cx, kind, &unit, &changed);
	if (err == ERR_CONFLICT && kind == UNIT_TEAM)
		return fail(cx, err, "slug", "Another team has this short name.");
	if (err == ERR_CONFLICT)
		return fail(cx, err, "code", "Another department has this code.");
	TRY(err);
	if (!changed)
		return newer(cx, kind);
	TRY(unit_read(cx, kind, id, after));
	return record(cx, kind, &before, after);
}

/* "Sara, Omar, +3": without words, for it stands in a sentence of either language. */
static const char *say_members(
	struct cx *cx, const struct unit *unit, const char *const *names, size_t count)
{
	const int64_t more = unit->agents + unit->teams - (int64_t)count;
	struct buf text = buf_in(cx->arena, 128);

	for (size_t i = 0; i < count; i++)
		buf_format(&text, "%s%s", i ? ", " : "", names[i]);
	if (more > 0)
		buf_format(&text, ", +%lld", (long long)more);
	return text.ptr;
}

static enum err check_empty(struct cx *cx, const struct unit *department)
{
	const char *const *names;
	size_t count;

	TRY(org_store_members(cx, department->id, &names, &count));
	if (!count)
		return OK;
	return fail(cx, ERR_CONFLICT, NULL, "Still in it: %s. Move them first.",
		say_members(cx, department, names, count));
}

/* Whoever was in it sees other rows from now on. */
static enum err empty_team(struct cx *cx, int64_t id)
{
	TRY(org_store_empty_team(cx, id));
	return company_tell_changed(cx, 0);
}

enum err unit_remove(struct cx *cx, enum unit_kind kind, int64_t id)
{
	struct unit unit = {0};
	enum err err;

	TRY(check_actor(cx));
	TRY(db_begin_write(cx));
	TRY(unit_read(cx, kind, id, &unit));
	TRY(kind == UNIT_TEAM ? empty_team(cx, id) : check_empty(cx, &unit));
	err = org_store_remove(cx, kind, id);
	if (err == ERR_NOT_FOUND || err == ERR_CONFLICT)
		return fail(cx, ERR_CONFLICT, NULL,
			"Orders belong to it; it can be closed, but not removed.");
	TRY(err);
	return record(cx, kind, &unit, NULL);
}
