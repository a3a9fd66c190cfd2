/* canned.c - ready-made responses: whose they are, who may change them. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_internal.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"

#include <inttypes.h>

#define CANNED_KEPT_US (30 * US_PER_DAY)

const char *const canned_scope_words[] = {WORDS("personal"), WORDS("team"), WORDS("company"), NULL};
const char *const canned_language_words[] = {"en", "ar", NULL};

static bool is_personal(const struct canned *canned)
{
	return text_is(canned->scope, "personal");
}

/* ---- Who may what ---------------------------------------------------------------------- */

static bool manages_all(const struct actor *actor)
{
	return actor_may(actor, PERM_CANNED_MANAGE) && actor->scope == SCOPE_COMPANY;
}

bool canned_may_edit(const struct actor *actor, const struct canned *canned)
{
	if (is_personal(canned))
		return actor->user_id && canned->owner_id == actor->user_id;
	if (manages_all(actor))
		return true;
	return text_is(canned->scope, "team") && actor_may(actor, PERM_CANNED_MANAGE) &&
		actor->team_id && canned->team_id == actor->team_id;
}

static enum err check_edit(struct cx *cx, const struct canned *canned)
{
	const bool team = text_is(canned->scope, "team");

	if (canned_may_edit(cx->actor, canned))
		return OK;
	if (team)
		return fail(
			cx, ERR_DENIED, "scope", "Responses of a team are kept by who leads it.");
	return fail(cx, ERR_DENIED, "scope", "Responses of the company are kept by its managers.");
}

enum err canned_read(struct cx *cx, int64_t id, struct canned *canned)
{
	return canned_store_get(cx, id, false, canned);
}

const char *canned_holder(struct arena *arena, const struct canned *canned)
{
	if (is_personal(canned))
		return arena_format(arena, "u%" PRId64, canned->owner_id);
	if (text_is(canned->scope, "team"))
		return arena_format(arena, "t%" PRId64, canned->team_id);
	return "c";
}

/* ---- How it looks, and who hears of it ---------------------------------------------------- */

const char *canned_body(const struct canned *canned, const char *language)
{
	const char *first = text_is(language, "ar") ? canned->body_ar : canned->body_en;

	if (first)
		return first;
	return canned->body_en ? canned->body_en : canned->body_ar;
}

static void write_tags(struct json *json, const char *tags)
{
	struct str rest = str_of(tags), tag;

	json_field_open_array(json, "tags");
	while (rest.ptr) {
		tag = str_cut(rest, ',', &rest);
		if (tag.len)
			json_text_n(json, tag.ptr, tag.len);
	}
	json_close_array(json);
}

static void write_named(struct json *json, const char *member, int64_t id, const char *name)
{
	json_key(json, member);
	if (!id) {
		json_null(json);
		return;
	}
	json_open(json);
	json_field_int(json, "id", id);
	json_field_text(json, "name", name);
	json_close(json);
}

static void write_members(struct json *json, const struct canned *canned)
{
	json_field_int(json, "id", canned->id);
	json_field_text(json, "title", canned->title);
	json_field_text(json, "shortcut", canned->shortcut);
	json_field_text(json, "body_en", canned->body_en);
	json_field_text(json, "body_ar", canned->body_ar);
	json_field_text(json, "category", canned->category);
	write_tags(json, canned->tags);
	json_field_text(json, "scope", canned->scope);
	write_named(json, "team", canned->team_id, canned->team);
	json_field_int(json, "version", canned->version);
}

void canned_write_json(struct json *json, struct cx *cx, const struct canned *canned)
{
	json_open(json);
	write_members(json, canned);
	json_field_text(
		json, "body", canned_body(canned, cx->language ? cx->language->code : NULL));
	write_named(json, "owner", canned->owner_id, canned->owner);
	json_field_int(json, "use_count", canned->use_count);
	json_field_opt_time(json, "last_used_at", canned->used_us);
	json_key(json, "unknown");
	canned_write_unknown(json, cx->arena, canned);
	json_field_bool(json, "editable", canned_may_edit(cx->actor, canned));
	json_field_time(json, "created_at", canned->created_us);
	json_field_time(json, "updated_at", canned->updated_us);
	json_field_text(json, "updated_by", canned->updated_by);
	json_close(json);
}

/* What somebody keeps for themselves is nobody's business, the record's neither. */
static const char *picture(struct cx *cx, const struct canned *canned)
{
	struct json json;

	if (!canned || is_personal(canned))
		return NULL;
	json_begin(&json, cx->arena, 512);
	json_open(&json);
	write_members(&json, canned);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(
	struct cx *cx, const char *action, const struct canned *before, const struct canned *after)
{
	const char *was = picture(cx, before), *is = picture(cx, after);

	if (!was && !is)
		return OK;
	return audit_write_change(cx, action,
		&(struct audit_subject){"canned_response", after ? after->id : before->id}, was,
		is);
}

/* The text goes to nobody who may not read it: pages ask for it. */
enum err canned_tell(struct cx *cx, int64_t id, const struct canned *canned, bool removed)
{
	const bool own = canned && is_personal(canned);
	struct audience audience = {.permission = PERM_CHATS_READ, .everyone = true};
	struct json json;

	if (own)
		audience = (struct audience){.permission = PERM_SELF, .user_id = canned->owner_id};
	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_id(&json, "id", id);
	json_field_bool(&json, "removed", removed);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "canned:changed",
			.subject_type = "canned_response",
			.subject_id = id,
			.audience = audience,
			.data = json_end(&json).ptr});
}

/* ---- What a change says --------------------------------------------------------------------- */

/* As a reader sees its direction: the first letter says it, those of variables aside. */
static bool is_arabic(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		const char *close = NULL;

		if (at[0] == '{' && at[1] == '{')
			close = strstr((const char *)at, "}}");
		if (close)
			at = (const unsigned char *)close + 1;
		else if (*at >= 0xD8 && *at <= 0xDB) /* Arabic letters begin so */
			return true;
		else if ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z')
			return false;
	}
	return false;
}

static const char *or_null(const char *text)
{
	return text_empty(text) ? NULL : text;
}

static enum err take_tags(struct cx *cx, const char *const *wanted, struct canned *canned)
{
	struct buf out = buf_in(cx->arena, 64);
	size_t count = 0;

	if (!wanted)
		return OK;
	buf_byte(&out, ',');
	for (; *wanted; wanted++) {
		const char *tag = arena_text_n(cx->arena, *wanted, strlen(*wanted));

		if (text_empty(tag) || strchr(tag, ',') || utf8_count(tag) > CANNED_TAG_MAX)
			return fail(cx, ERR_INVALID, "tags",
				"A tag has 1 to %d characters and no comma.", CANNED_TAG_MAX);
		if (strstr(out.ptr, arena_format(cx->arena, ",%s,", tag)))
			continue;
		if (++count > CANNED_TAGS_MAX)
			return fail(
				cx, ERR_INVALID, "tags", "Use at most %d tags.", CANNED_TAGS_MAX);
		buf_text(&out, tag);
		buf_byte(&out, ',');
	}
	canned->tags = count ? out.ptr : "";
	return OK;
}

static void take_bodies(const struct canned_change *change, struct canned *canned)
{
	if (change->body && is_arabic(change->body))
		canned->body_ar = or_null(change->body);
	else if (change->body)
		canned->body_en = or_null(change->body);
	if (change->body_en)
		canned->body_en = or_null(change->body_en);
	if (change->body_ar)
		canned->body_ar = or_null(change->body_ar);
}

static enum err take_over(struct cx *cx, const struct canned_change *change, struct canned *canned)
{
	if (change->title)
		canned->title = change->title;
	if (change->shortcut)
		canned->shortcut = or_null(
			*change->shortcut == '/' ? change->shortcut + 1 : change->shortcut);
	if (change->category)
		canned->category = change->category;
	if (change->scope)
		canned->scope = change->scope;
	if (change->team_id.given)
		canned->team_id = change->team_id.value;
	take_bodies(change, canned);
	return take_tags(cx, change->tags, canned);
}

/* ---- Whether it is good ------------------------------------------------------------------------ */

/* Letters and digits of any script, so that Arabic ones are as good; blanks end what is typed. */
static bool shortcut_good(struct arena *arena, const char *shortcut)
{
	return !strpbrk(shortcut, " \t\r\n/\\,;:{}\"'") &&
		utf8_count(shortcut) <= CANNED_SHORTCUT_MAX && *intl_fold(arena, shortcut);
}

static bool blank(const char *text)
{
	return !text || !text[strspn(text, " \t\r\n")];
}

static enum err check_texts(struct cx *cx, const struct canned *canned)
{
	if (blank(canned->title) || utf8_count(canned->title) > CANNED_TITLE_MAX)
		return fail(cx, ERR_INVALID, "title", "The title has 1 to %d characters.",
			CANNED_TITLE_MAX);
	if (canned->shortcut && !shortcut_good(cx->arena, canned->shortcut))
		return fail(cx, ERR_INVALID, "shortcut",
			"A shortcut has 1 to %d letters and digits, without blanks.",
			CANNED_SHORTCUT_MAX);
	if (utf8_count(canned->category) > CANNED_CATEGORY_MAX)
		return fail(cx, ERR_INVALID, "category", "Use at most %d characters.",
			CANNED_CATEGORY_MAX);
	if (blank(canned->body_en) && blank(canned->body_ar))
		return fail(
			cx, ERR_INVALID, "body", "Write the response in one language at least.");
	if (canned->body_en && utf8_count(canned->body_en) > CANNED_BODY_MAX)
		return fail(
			cx, ERR_INVALID, "body_en", "Use at most %d characters.", CANNED_BODY_MAX);
	if (canned->body_ar && utf8_count(canned->body_ar) > CANNED_BODY_MAX)
		return fail(
			cx, ERR_INVALID, "body_ar", "Use at most %d characters.", CANNED_BODY_MAX);
	return OK;
}

static enum err settle_team(struct cx *cx, struct canned *canned)
{
	enum err err;

	if (!canned->team_id)
		canned->team_id = cx->actor->team_id;
	if (!canned->team_id)
		return fail(cx, ERR_INVALID, "team_id", "Say which team it is for.");
	/* Another team looks like none to who does not write for it. */
	err = canned_may_edit(cx->actor, canned)
		? canned_store_team(cx, canned->team_id, &canned->team)
		: OK;
	if (err != ERR_NOT_FOUND)
		return err;
	fail_clear(cx);
	return fail(cx, ERR_INVALID, "team_id", "There is no such team.");
}

/* Whose it is follows from the scope. */
static enum err settle_holder(struct cx *cx, struct canned *canned)
{
	const bool team = text_is(canned->scope, "team");

	canned->owner_id = is_personal(canned) ? cx->actor->user_id : 0;
	canned->owner = is_personal(canned) ? cx->actor->user_name : NULL;
	if (!team) {
		canned->team_id = 0;
		canned->team = NULL;
	}
	if (is_personal(canned) && !cx->actor->user_id)
		return fail(cx, ERR_INVALID, "scope", "A program has no responses of its own.");
	if (team)
		TRY(settle_team(cx, canned));
	return check_edit(cx, canned);
}

enum err canned_apply(struct cx *cx, const struct canned_change *change, struct canned *canned)
{
	TRY(take_over(cx, change, canned));
	TRY(check_texts(cx, canned));
	return settle_holder(cx, canned);
}

enum err canned_room(struct cx *cx, const struct canned *canned, int64_t *room)
{
	int64_t count;

	TRY(canned_store_count(cx, canned_holder(cx->arena, canned), &count));
	*room = (is_personal(canned) ? CANNED_PERSONAL_MAX : CANNED_SHARED_MAX) - count;
	return OK;
}

enum err canned_full(struct cx *cx)
{
	return fail(cx, ERR_STATE, NULL,
		"There is no room for another response. Remove some that nobody uses.");
}

static enum err check_room(struct cx *cx, const struct canned *canned)
{
	int64_t room;

	TRY(canned_room(cx, canned, &room));
	return room > 0 ? OK : canned_full(cx);
}

/* ---- Writing -------------------------------------------------------------------------------------- */

static enum err newer(struct cx *cx, const struct canned *current)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	canned_write_json(&json, cx, current);
	cx->failure.current_json = json_end(&json).ptr;
	return fail(cx, ERR_CONFLICT, "version", "The response has changed since.");
}

static enum err check_shortcut(struct cx *cx, const struct canned *canned)
{
	struct canned found = {0};

	if (canned->shortcut)
		TRY(canned_store_find(cx, canned_holder(cx->arena, canned), canned, &found));
	if (!found.id || found.id == canned->id)
		return OK;
	return fail(cx, ERR_CONFLICT, "shortcut", "Another response has this shortcut: %s",
		found.title);
}

enum err canned_write(struct cx *cx, const struct canned *before, struct canned *canned)
{
	bool changed = true;

	TRY(check_shortcut(cx, canned));
	if (!before)
		return canned_store_add(cx, canned);
	TRY(canned_store_update(cx, canned, &changed));
	return changed ? OK : newer(cx, before);
}

enum err canned_create(struct cx *cx, const struct canned_change *wanted, struct canned *canned)
{
	*canned = (struct canned){
		.scope = canned_scope_words[0], .title = "", .category = "", .tags = ""};
	TRY(db_begin_write(cx));
	TRY(canned_apply(cx, wanted, canned));
	TRY(check_room(cx, canned));
	TRY(canned_write(cx, NULL, canned));
	TRY(canned_read(cx, canned->id, canned));
	TRY(record(cx, "canned_response.created", NULL, canned));
	return canned_tell(cx, canned->id, canned, false);
}

enum err canned_edit(
	struct cx *cx, int64_t id, const struct canned_change *change, struct canned *canned)
{
	struct canned before;

	TRY(db_begin_write(cx));
	TRY(canned_read(cx, id, &before));
	TRY(check_edit(cx, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx, &before);
	*canned = before;
	TRY(canned_apply(cx, change, canned));
	if (!text_is(canned_holder(cx->arena, &before), canned_holder(cx->arena, canned)))
		TRY(check_room(cx, canned));
	TRY(canned_write(cx, &before, canned));
	TRY(canned_read(cx, id, canned));
	TRY(record(cx, "canned_response.changed", &before, canned));
	/* Who loses sight of it hears that it changed, asks, and is told that there is none. */
	return canned_tell(cx, id, is_personal(&before) ? canned : &before, false);
}

enum err canned_remove(struct cx *cx, int64_t id)
{
	struct canned canned;

	TRY(db_begin_write(cx));
	TRY(canned_read(cx, id, &canned));
	TRY(check_edit(cx, &canned));
	TRY(canned_store_sweep(cx, cx->now_us - CANNED_KEPT_US));
	TRY(canned_store_remove(cx, id, (struct opt_int){cx->now_us, true}));
	TRY(record(cx, "canned_response.removed", &canned, NULL));
	return canned_tell(cx, id, &canned, true);
}

enum err canned_restore(struct cx *cx, int64_t id, struct canned *canned)
{
	TRY(db_begin_write(cx));
	TRY(canned_store_get(cx, id, true, canned));
	TRY(check_edit(cx, canned));
	TRY(check_room(cx, canned));
	TRY(check_shortcut(cx, canned));
	TRY(canned_store_remove(cx, id, (struct opt_int){0}));
	TRY(record(cx, "canned_response.restored", NULL, canned));
	return canned_tell(cx, id, canned, false);
}
