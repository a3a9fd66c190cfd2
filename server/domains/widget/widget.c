/* widget.c - what may be set of a widget, and how it is kept. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/tenancy/tenancy.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#define KEY_BYTES 15
#define SECRET_BYTES 32

const char *const widget_language_words[] = {"en", "ar", NULL};
const char *const widget_text_words[] = {"title", "greeting", "offline", NULL};
const char *const widget_field_words[] = {"name", "email", "phone", "department", NULL};
const char *const widget_ask_words[] = {"off", "optional", "required", NULL};
const char *const widget_position_words[] = {"start", "end", NULL};
const char *const widget_dark_words[] = {"auto", "light", "dark", NULL};

static const struct widget_look standard_look = {.accent = "#1d4ed8",
	.position = "end",
	.dark = "auto",
	.texts = {{"", "", ""}, {"", "", ""}},
	.fields = {"required", "required", "off", "off"}};

/* ---- How it is kept ---------------------------------------------------------------------- */

static void write_words(
	struct json *json, const char *const *keys, const char *const *values, size_t count)
{
	json_open(json);
	for (size_t i = 0; i < count; i++)
		json_field_text(json, keys[i], values[i]);
	json_close(json);
}

void widget_write_look(struct json *json, const struct widget_look *look)
{
	json_field_open(json, "theme");
	json_field_text(json, "accent", look->accent);
	json_field_text(json, "position", look->position);
	json_field_text(json, "dark", look->dark);
	json_close(json);
	json_field_open(json, "texts");
	for (size_t i = 0; i < WIDGET_LANGUAGES; i++) {
		json_key(json, widget_language_words[i]);
		write_words(json, widget_text_words, look->texts[i], WIDGET_TEXTS);
	}
	json_close(json);
	json_key(json, "fields");
	write_words(json, widget_field_words, look->fields, WIDGET_FIELDS);
}

const char *widget_look_text(struct cx *cx, const struct widget_look *look)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	widget_write_look(&json, look);
	json_close(&json);
	return json_end(&json).ptr;
}

/* What is not there stays as it is. */
static void take_text(const struct json_value *object, const char *key, const char **text)
{
	const struct json_value *value = object ? json_get(object, key) : NULL;

	if (value && json_kind_of(value) == JSON_TEXT)
		*text = json_text_of(value);
}

enum err widget_look_of(struct cx *cx, const char *text, struct widget_look *look)
{
	const struct json_value *kept, *theme, *texts, *fields;

	*look = standard_look;
	TRY(json_parse(cx, str_of(text), &kept));
	theme = json_get(kept, "theme");
	texts = json_get(kept, "texts");
	fields = json_get(kept, "fields");
	take_text(theme, "accent", &look->accent);
	take_text(theme, "position", &look->position);
	take_text(theme, "dark", &look->dark);
	for (size_t i = 0; texts && i < WIDGET_LANGUAGES; i++)
		for (size_t j = 0; j < WIDGET_TEXTS; j++)
			take_text(json_get(texts, widget_language_words[i]), widget_text_words[j],
				&look->texts[i][j]);
	for (size_t i = 0; i < WIDGET_FIELDS; i++)
		take_text(fields, widget_field_words[i], &look->fields[i]);
	return OK;
}

static void write_origins(struct json *json, const char *const *origins)
{
	json_open_array(json);
	for (; *origins; origins++)
		json_text(json, *origins);
	json_close_array(json);
}

const char *widget_origins_text(struct cx *cx, const char *const *origins)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	write_origins(&json, origins);
	return json_end(&json).ptr;
}

enum err widget_origins_of(struct cx *cx, const char *text, const char *const **origins)
{
	const struct json_value *kept;
	const char **list;

	TRY(json_parse(cx, str_of(text), &kept));
	list = arena_array(cx->arena, json_count(kept) + 1, sizeof(*list));
	for (size_t i = 0; i < json_count(kept); i++)
		list[i] = json_text_of(json_item(kept, i));
	*origins = list;
	return OK;
}

/* ---- As answers show it --------------------------------------------------------------------- */

void widget_write_departments(
	struct json *json, const struct widget_departments *departments, bool with_ids)
{
	json_field_open_array(json, "departments");
	for (size_t i = 0; i < departments->count; i++) {
		const struct widget_department *one = &departments->rows[i];

		json_open(json);
		if (with_ids)
			json_field_int(json, "id", one->id);
		json_field_text(json, "code", one->code);
		json_field_text(json, "name", one->name);
		json_close(json);
	}
	json_close_array(json);
}

void widget_write(struct json *json, const struct widget *widget)
{
	json_field_int(json, "id", widget->id);
	json_field_int(json, "version", widget->version);
	json_field_text(json, "name", widget->name);
	json_field_text(json, "key", widget->key);
	json_field_bool(json, "active", widget->active);
	json_key(json, "origins");
	write_origins(json, widget->origins);
	widget_write_look(json, &widget->look);
	widget_write_departments(json, &widget->departments, true);
	json_field_time(json, "created_at", widget->created_us);
	json_field_time(json, "updated_at", widget->updated_us);
}

static const char *picture(struct cx *cx, const struct widget *widget)
{
	struct json json;

	json_begin(&json, cx->arena, 1024);
	json_open(&json);
	widget_write(&json, widget);
	json_close(&json);
	return json_end(&json).ptr;
}

/* ---- Reading ---------------------------------------------------------------------------------- */

enum err widgets_list(struct cx *cx, struct widgets *widgets)
{
	TRY(widget_store_list(cx, widgets));
	return widget_store_all_departments(cx, widgets);
}

static enum err missing(struct cx *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, "There is no such widget.");
}

enum err widget_get(struct cx *cx, int64_t id, struct widget *widget)
{
	bool found;

	TRY(widget_store_get(cx, id, widget, &found));
	return found ? widget_store_departments(cx, widget) : missing(cx);
}

enum err widget_allows_somewhere(struct cx *cx, const char *origin, bool *allowed)
{
	const char *const *entries = widget_origin_entries(cx->arena, origin);

	*allowed = false;
	return entries ? widget_store_allows(cx, entries, allowed) : OK;
}

/* ---- Making and changing ------------------------------------------------------------------------ */

struct widget widget_standard(void)
{
	static const char *const nowhere[] = {NULL};

	return (struct widget){
		.name = "", .active = true, .look = standard_look, .origins = nowhere};
}

static enum err check_accent(struct cx *cx, const char *accent)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	if (accent[0] == '#' && strlen(accent) == 7 && strspn(accent + 1, hex) == 6)
		return OK;
	return fail(cx, ERR_INVALID, "accent", "Write a colour such as #1d4ed8.");
}

static enum err check_origins(struct cx *cx, struct widget *widget)
{
	const char **regular;
	size_t count = 0, kept = 0;

	while (widget->origins[count])
		count++;
	if (count > WIDGET_ORIGINS_MAX)
		return fail(cx, ERR_INVALID, "origins", "Use at most %d.", WIDGET_ORIGINS_MAX);
	regular = arena_array(cx->arena, count + 1, sizeof(*regular));
	for (size_t i = 0; i < count; i++) {
		TRY(widget_origin_read(cx, widget->origins[i], &regular[kept]));
		if (word_index(regular, regular[kept]) == (ssize_t)kept)
			kept++;
		else
			regular[kept] = NULL;
	}
	widget->origins = regular;
	return OK;
}

static enum err check(struct cx *cx, struct widget *widget)
{
	TRY(check_accent(cx, widget->look.accent));
	return check_origins(cx, widget);
}

static bool has_department(const struct widget *widget, const char *code)
{
	for (size_t i = 0; i < widget->departments.count; i++)
		if (text_is(widget->departments.rows[i].code, code))
			return true;
	return false;
}

static enum err set_departments(struct cx *cx, struct widget *widget, const char *const *codes)
{
	size_t count = 0;

	while (codes[count])
		count++;
	if (count > WIDGET_DEPARTMENTS_MAX)
		return fail(
			cx, ERR_INVALID, "departments", "Use at most %d.", WIDGET_DEPARTMENTS_MAX);
	TRY(widget_store_set_departments(cx, widget->id, codes));
	TRY(widget_store_departments(cx, widget));
	for (size_t i = 0; i < count; i++)
		if (!has_department(widget, codes[i]))
			return fail(cx, ERR_INVALID, "departments", "There is no such department.");
	return OK;
}

/* To the pages that show these settings. */
static enum err tell(struct cx *cx, int64_t id)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_int(&json, "widget_id", id);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "chat_widget:changed",
			.subject_type = "widget",
			.subject_id = id,
			.audience = {.permission = PERM_CHATS_MANAGE, .everyone = true},
			.data = json_end(&json).ptr});
}

/* before or after NULL: it was made, or removed. */
static enum err record(
	struct cx *cx, const char *action, const struct widget *before, const struct widget *after)
{
	const struct audit_subject subject = {"widget", after ? after->id : before->id};

	TRY(audit_write_change(cx, action, &subject, before ? picture(cx, before) : NULL,
		after ? picture(cx, after) : NULL));
	return tell(cx, subject.id);
}

static void make_secret(struct cx *cx, struct widget *widget, const char **secret)
{
	*secret = crypto_token(cx->arena, SECRET_BYTES);
	widget->secret_sealed = auth_seal(cx->arena, str_of(*secret));
}

enum err widget_add(
	struct cx *cx, struct widget *widget, const char *const *departments, const char **secret)
{
	static const char *const remove[] = {"remove", NULL};
	struct widgets there;

	TRY(check(cx, widget));
	TRY(db_begin_write(cx));
	TRY(widget_store_list(cx, &there));
	if (there.count >= WIDGETS_MAX)
		return fail_state(
			cx, NULL, remove, "A company has at most %d widgets.", WIDGETS_MAX);
	widget->key = crypto_token(cx->arena, KEY_BYTES);
	make_secret(cx, widget, secret);
	TRY(widget_store_add(cx, widget));
	if (departments)
		TRY(set_departments(cx, widget, departments));
	return record(cx, "widget.created", NULL, widget);
}

/* ERR_CONFLICT with the row as it is now. */
static enum err conflict(struct cx *cx, int64_t id)
{
	struct widget now;

	TRY(widget_get(cx, id, &now));
	cx->failure.current_json = picture(cx, &now);
	return fail(cx, ERR_CONFLICT, "version", "The widget has changed since.");
}

static enum err store(struct cx *cx, struct widget *widget)
{
	bool stored;

	widget->updated_us = cx->now_us;
	TRY(widget_store_set(cx, widget, &stored));
	if (!stored)
		return conflict(cx, widget->id);
	widget->version++;
	return OK;
}

enum err widget_change(struct cx *cx, struct widget *widget, const char *const *departments)
{
	struct widget before;

	TRY(check(cx, widget));
	TRY(db_begin_write(cx));
	TRY(widget_get(cx, widget->id, &before));
	TRY(store(cx, widget));
	if (departments)
		TRY(set_departments(cx, widget, departments));
	return record(cx, "widget.changed", &before, widget);
}

enum err widget_new_secret(struct cx *cx, struct widget *widget, const char **secret)
{
	make_secret(cx, widget, secret);
	TRY(store(cx, widget));
	TRY(widget_end_named(cx, widget->id));
	TRY(audit_write(cx, "widget.secret_changed", "widget", widget->id, NULL));
	return tell(cx, widget->id);
}

enum err widget_remove(struct cx *cx, int64_t id)
{
	struct widget before;
	bool found;

	TRY(db_begin_write(cx));
	TRY(widget_get(cx, id, &before));
	TRY(widget_store_remove(cx, id, &found));
	return record(cx, "widget.removed", &before, NULL);
}
