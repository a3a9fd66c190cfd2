/* chat_tag.c - tags: what a company has of them, and which of them a chat has. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_tag.h"

#include "base/str.h"
#include "domains/chat/chat_control_internal.h"
#include "platform/auth/audit.h"
#include "platform/json/json.h"

const char *const chat_color_words[] = {
	"gray", "red", "amber", "green", "teal", "blue", "violet", "pink", NULL};

enum err chat_tags_list(struct cx *cx, struct chat_tag_row **rows, size_t *count)
{
	return chat_tag_store_list(cx, NULL, rows, count);
}

static enum err find(struct cx *cx, const char *code, struct chat_tag_row *row)
{
	struct chat_tag_row *rows;
	size_t count;

	*row = (struct chat_tag_row){0};
	TRY(chat_tag_store_list(cx, code, &rows, &count));
	if (text_empty(code) || !count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such tag.");
	*row = rows[0];
	return OK;
}

/* ---- The company's --------------------------------------------------------------------------- */

static bool code_good(const char *code)
{
	const size_t length = strlen(code);

	if (length < 1 || length > CHAT_TAG_CODE_MAX)
		return false;
	for (; *code; code++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", *code))
			return false;
	return true;
}

static enum err record(struct cx *cx, const char *action, const struct chat_tag_row *row)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "code", row->code);
	json_field_text(&json, "name", row->name);
	json_field_text(&json, "name_ar", row->name_ar);
	json_field_text(&json, "color", row->color);
	json_field_bool(&json, "active", row->active);
	json_close(&json);
	return audit_write(cx, action, "chat_tag", row->id, json_end(&json).ptr);
}

enum err chat_tag_create(
	struct cx *cx, const struct chat_tag_change *wanted, struct chat_tag_row *row)
{
	enum err err;

	if (text_empty(wanted->code) || !code_good(wanted->code))
		return fail(cx, ERR_INVALID, "code", "Use 1 to 32 of a-z, 0-9, - and _.");
	*row = (struct chat_tag_row){.code = wanted->code,
		.name = text_empty(wanted->name) ? wanted->code : wanted->name,
		.name_ar = wanted->name_ar ? wanted->name_ar : "",
		.color = wanted->color ? wanted->color : chat_color_words[0],
		.active = wanted->active.given ? wanted->active.value : true};
	err = chat_tag_store_add(cx, row);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "code", "Another tag has this code.");
	TRY(err);
	return record(cx, "chat_tag.created", row);
}

enum err chat_tag_edit(struct cx *cx, const char *code, const struct chat_tag_change *change,
	struct chat_tag_row *row)
{
	bool changed;

	TRY(find(cx, code, row));
	if (change->name)
		row->name = change->name;
	if (change->name_ar)
		row->name_ar = change->name_ar;
	if (change->color)
		row->color = change->color;
	if (change->active.given)
		row->active = change->active.value;
	if (change->version.given)
		row->version = change->version.value;
	TRY(chat_tag_store_update(cx, row, &changed));
	if (!changed)
		return fail(cx, ERR_CONFLICT, "version", "The tag has changed since.");
	row->version++;
	return record(cx, "chat_tag.changed", row);
}

enum err chat_tag_remove(struct cx *cx, const char *code)
{
	struct chat_tag_row row;

	TRY(find(cx, code, &row));
	if (row.chats)
		return fail(cx, ERR_CONFLICT, NULL,
			"Chats have this tag; it can be switched off, but not removed.");
	TRY(chat_tag_store_remove(cx, row.id));
	return record(cx, "chat_tag.removed", &row);
}

/* ---- A chat's ---------------------------------------------------------------------------------- */

static bool has(const char *tags, const char *code, struct arena *arena)
{
	return strstr(tags, arena_format(arena, ",%s,", code)) != NULL;
}

/* Tags that the chat has already may be switched off. */
static enum err read_tags(struct cx *cx, const char *const *codes, const struct chat *chat,
	int64_t ids[CHAT_TAGS_MAX], size_t *count, const char **joined)
{
	struct buf out = buf_in(cx->arena, 64);

	*count = 0;
	buf_byte(&out, ',');
	for (; codes && *codes && *count < CHAT_TAGS_MAX; codes++) {
		struct chat_tag_row row;
		const enum err err = find(cx, *codes, &row);

		if (err == ERR_NOT_FOUND ||
			(err == OK && !row.active && !has(chat->tags, row.code, cx->arena))) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "tags", "There is no such tag: %s", *codes);
		}
		TRY(err);
		if (has(out.ptr, row.code, cx->arena))
			continue;
		ids[(*count)++] = row.id;
		buf_text(&out, row.code);
		buf_byte(&out, ',');
	}
	*joined = *count ? out.ptr : "";
	return OK;
}

/* The codes that the chat has and those beside, each once. */
static enum err join_tags(
	struct cx *cx, const char *had, const char *const *more, const char *const **joined)
{
	const char **codes = arena_array(cx->arena, 2 * CHAT_TAGS_MAX + 1, sizeof(*codes));
	struct str rest = str_of(had), code;
	size_t count = 0;

	while (rest.ptr && count < CHAT_TAGS_MAX) {
		code = str_cut(rest, ',', &rest);
		if (code.ptr && code.len)
			codes[count++] = arena_text_n(cx->arena, code.ptr, code.len);
	}
	for (; more && *more && count < 2 * CHAT_TAGS_MAX; more++)
		if (!has(had, *more, cx->arena))
			codes[count++] = *more;
	*joined = codes;
	if (count <= CHAT_TAGS_MAX)
		return OK;
	return fail(cx, ERR_INVALID, "tags", "A chat has at most %d tags.", CHAT_TAGS_MAX);
}

static enum err mark(struct cx *cx, const struct chat_order *order, const char *const *tags,
	bool beside, struct chat *chat)
{
	static const char *const changed[] = {"tags", NULL};
	int64_t ids[CHAT_TAGS_MAX];
	struct chat_hand hand;
	struct json event;
	size_t count;

	TRY(chat_take_up(cx, order, &hand));
	TRY(chat_check_own(cx, &hand.chat));
	if (beside)
		TRY(join_tags(cx, hand.chat.tags, tags, &tags));
	TRY(read_tags(cx, tags, &hand.chat, ids, &count, &hand.chat.tags));
	if (!text_is(hand.chat.tags, hand.before.tags)) {
		TRY(chat_tag_store_mark(cx, hand.chat.id, ids, count));
		TRY(chat_settle(cx, &hand, "chat:updated", changed));
		chat_event_begin(&event, cx, "tagged");
		chat_write_tags(&event, hand.chat.tags);
		TRY(chat_add_event(cx, &hand.chat, &event, true));
	}
	*chat = hand.chat;
	return OK;
}

enum err chat_tag(
	struct cx *cx, const struct chat_order *order, const char *const *tags, struct chat *chat)
{
	return mark(cx, order, tags, false, chat);
}

enum err chat_tag_beside(
	struct cx *cx, const struct chat_order *order, const char *const *tags, struct chat *chat)
{
	return mark(cx, order, tags, true, chat);
}
