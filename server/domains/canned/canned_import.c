/* canned_import.c - responses as a table: lines of a file become responses, and responses lines. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_internal.h"

#include "platform/auth/audit.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"
#include "platform/sheet/csv.h"
#include "platform/sheet/sheet.h"

#include <stdio.h>

enum column {
	TITLE,
	SHORTCUT,
	BODY_EN,
	BODY_AR,
	CATEGORY,
	TAGS,
	SCOPE,
	TEAM,
	USED, /* goes out only */
	COLUMNS
};

const char *const canned_headings[] = {WORDS("Title"), WORDS("Shortcut"),
	WORDS("Response in English"), WORDS("Response in Arabic"), WORDS("Category"), WORDS("Tags"),
	WORDS("For whom"), WORDS("Team"), WORDS("Times used"), NULL};
_Static_assert(COUNT(canned_headings) == COLUMNS + 1, "a heading for each column");

/* As the interface calls them; those of files are taken in either language, too. */
static const char *const names[] = {"title", "shortcut", "body_en", "body_ar", "category", "tags",
	"scope", "team", "use_count", NULL};

/* ---- Out ------------------------------------------------------------------------------------ */

static const char *listed(struct arena *arena, const char *tags)
{
	char *text;
	size_t length = strlen(tags);

	if (length < 2)
		return "";
	text = arena_text_n(arena, tags + 1, length - 2);
	return text;
}

enum err canned_sheet_row(struct cx *cx, const struct canned *canned, struct sheet *sheet)
{
	sheet_text(sheet, canned->title);
	sheet_text(sheet, canned->shortcut);
	sheet_text(sheet, canned->body_en);
	sheet_text(sheet, canned->body_ar);
	sheet_text(sheet, canned->category);
	sheet_text(sheet, listed(cx->arena, canned->tags));
	sheet_word(sheet, canned->scope);
	sheet_text(sheet, canned->team);
	sheet_int(sheet, canned->use_count);
	return sheet_row(sheet);
}

/* ---- The header ------------------------------------------------------------------------------- */

struct reading {
	struct cx *cx;
	struct canned_import *import;
	int at[COLUMNS]; /* -1: the file has no such column */
	bool header_read;
	char holder[32]; /* for whom the last line was, and how many more of them fit */
	int64_t room;
	struct canned_team *teams;
	size_t team_count;
};

static bool means(struct arena *arena, const char *fold, int column)
{
	const char *heading = canned_headings[column];
	const char *arabic = language_say(language_by_code("ar"), heading);

	return text_is(fold, intl_fold(arena, names[column])) ||
		text_is(fold, intl_fold(arena, heading)) || text_is(fold, intl_fold(arena, arabic));
}

static enum err read_header(struct reading *reading, const struct csv_record *record)
{
	struct cx *cx = reading->cx;

	for (int column = 0; column < COLUMNS; column++) {
		reading->at[column] = -1;
		for (size_t i = 0; i < record->count && reading->at[column] < 0; i++)
			if (means(cx->arena, intl_fold(cx->arena, record->fields[i]), column))
				reading->at[column] = (int)i;
	}
	reading->header_read = true;
	if (reading->at[TITLE] < 0)
		return fail(cx, ERR_INVALID, "file", "The first line has no column \"%s\".",
			names[TITLE]);
	if (reading->at[BODY_EN] < 0 && reading->at[BODY_AR] < 0)
		return fail(cx, ERR_INVALID, "file", "The first line has no column \"%s\".",
			names[BODY_EN]);
	return OK;
}

/* ---- A line ------------------------------------------------------------------------------------- */

/* NULL where the file has no such column. What files of ours guard from spreadsheets is bare again. */
static const char *cell(
	const struct reading *reading, const struct csv_record *record, enum column column)
{
	const int at = reading->at[column];
	const char *text;

	if (at < 0)
		return NULL;
	text = (size_t)at < record->count ? record->fields[at] : "";
	return *text == '\'' && text[1] && strchr("=+-@", text[1]) ? text + 1 : text;
}

static const char *const *split(struct arena *arena, const char *text)
{
	const char **tags = arena_array(arena, strlen(text) / 2 + 2, sizeof(*tags));
	struct str rest = str_of(text);
	size_t count = 0;

	while (rest.ptr) {
		const struct str tag = str_trim(str_cut(rest, ',', &rest));

		if (tag.len)
			tags[count++] = arena_text_n(arena, tag.ptr, tag.len);
	}
	return tags;
}

static enum err read_scope(struct reading *reading, const char *text, struct canned_change *change)
{
	struct cx *cx = reading->cx;
	const char *fold = intl_fold(cx->arena, text ? text : "");
	const struct language *arabic = language_by_code("ar");

	if (!*fold) {
		change->scope = cx->actor->team_id ? "team" : "company";
		return OK;
	}
	for (const char *const *word = canned_scope_words; *word && !change->scope; word++)
		if (text_is(fold, *word) ||
			text_is(fold, intl_fold(cx->arena, language_say(arabic, *word))))
			change->scope = *word;
	return change->scope
		? OK
		: fail(cx, ERR_INVALID, "scope", "It is none of personal, team, company.");
}

static enum err read_team(struct reading *reading, const char *text, struct canned_change *change)
{
	struct cx *cx = reading->cx;
	const char *fold = intl_fold(cx->arena, text ? text : "");

	if (!*fold || !text_is(change->scope, "team"))
		return OK;
	for (size_t i = 0; i < reading->team_count; i++)
		if (text_is(fold, intl_fold(cx->arena, reading->teams[i].name))) {
			change->team_id = (struct opt_int){reading->teams[i].id, true};
			return OK;
		}
	return fail(cx, ERR_INVALID, "team", "There is no such team.");
}

static enum err read_line(
	struct reading *reading, const struct csv_record *record, struct canned_change *change)
{
	const char *tags = cell(reading, record, TAGS);

	if (record->fault)
		return fail(
			reading->cx, ERR_INVALID, "line", "%s", cx_say(reading->cx, record->fault));
	*change = (struct canned_change){.title = cell(reading, record, TITLE),
		.shortcut = cell(reading, record, SHORTCUT),
		.body_en = cell(reading, record, BODY_EN),
		.body_ar = cell(reading, record, BODY_AR),
		.category = cell(reading, record, CATEGORY),
		.tags = tags ? split(reading->cx->arena, tags) : NULL};
	TRY(read_scope(reading, cell(reading, record, SCOPE), change));
	return read_team(reading, cell(reading, record, TEAM), change);
}

static bool same(const struct canned *a, const struct canned *b)
{
	return text_is(a->title, b->title) && text_is(a->shortcut, b->shortcut) &&
		text_is(a->body_en, b->body_en) && text_is(a->body_ar, b->body_ar) &&
		text_is(a->category, b->category) && text_is(a->tags, b->tags);
}

/* Counted once for each run of lines for the same holder: counting looks through all of them. */
static enum err check_room(struct reading *reading, const struct canned *wanted)
{
	struct cx *cx = reading->cx;
	const char *holder = canned_holder(cx->arena, wanted);

	if (!text_is(holder, reading->holder)) {
		TRY(canned_room(cx, wanted, &reading->room));
		(void)snprintf(reading->holder, sizeof(reading->holder), "%s", holder);
	}
	if (reading->room < 1)
		return canned_full(cx);
	reading->room--;
	return OK;
}

static enum err change_present(
	struct reading *reading, const struct canned_change *change, const struct canned *present)
{
	struct canned wanted = *present;

	TRY(canned_apply(reading->cx, change, &wanted));
	if (same(&wanted, present)) {
		reading->import->unchanged++;
		return OK;
	}
	TRY(canned_write(reading->cx, present, &wanted));
	reading->import->changed++;
	return OK;
}

/* The same shortcut of the same holder, or without one the same title, is the same response. */
static enum err put(struct reading *reading, const struct canned_change *change)
{
	struct canned wanted = {.title = "", .category = "", .tags = ""}, present;
	struct cx *cx = reading->cx;

	TRY(canned_apply(cx, change, &wanted));
	TRY(canned_store_find(cx, canned_holder(cx->arena, &wanted), &wanted, &present));
	if (present.id)
		return change_present(reading, change, &present);
	TRY(check_room(reading, &wanted));
	TRY(canned_write(cx, NULL, &wanted));
	reading->import->created++;
	return OK;
}

/* ---- The file ------------------------------------------------------------------------------------ */

/* NULL where there is no room left. */
static const char *keep(struct canned_import *import, const char *text)
{
	const size_t bytes = strlen(text) + 1;
	char *at = import->texts + import->text_bytes;

	if (bytes > sizeof(import->texts) - import->text_bytes)
		return NULL;
	memcpy(at, text, bytes);
	import->text_bytes += bytes;
	return at;
}

static void keep_fault(
	struct canned_import *import, int64_t line, const char *field, const char *reason)
{
	const char *kept_field = keep(import, field), *kept_reason = keep(import, reason);

	if (import->fault_count < CANNED_FAULTS_MAX && kept_field && kept_reason)
		import->faults[import->fault_count++] = (struct line_fault){
			line, kept_field, kept_reason};
}

static void refuse(struct reading *reading, int64_t line)
{
	const struct failure *failure = &reading->cx->failure;

	reading->import->failed++;
	if (!failure->fields)
		keep_fault(reading->import, line, "line", failure->message);
	for (const struct field_fault *at = failure->fields; at; at = at->next)
		keep_fault(reading->import, line, at->field, at->reason);
	fail_clear(reading->cx);
}

static enum err take_record(const struct csv_record *record, void *arg)
{
	struct reading *reading = arg;
	struct canned_change change;
	enum err err;

	if (csv_is_blank(record))
		return OK;
	if (!reading->header_read)
		return read_header(reading, record);
	if (++reading->import->lines > CANNED_FILE_LINES)
		return fail(reading->cx, ERR_TOO_LARGE, "file", "A file has at most %d responses.",
			CANNED_FILE_LINES);
	err = read_line(reading, record, &change);
	if (err == OK)
		err = put(reading, &change);
	/* Of what was refused nothing was written; anything else ends the whole. */
	if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_STATE) {
		refuse(reading, record->line);
		return OK;
	}
	return err;
}

static enum err record_import(struct cx *cx, const struct canned_import *import)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "created", import->created);
	json_field_int(&json, "changed", import->changed);
	json_field_int(&json, "failed", import->failed);
	json_close(&json);
	TRY(audit_write(
		cx, "canned_responses.imported", "canned_response", 0, json_end(&json).ptr));
	return canned_tell(cx, 0, NULL, false);
}

enum err canned_import(
	struct cx *cx, const char *file_name, bool dry_run, struct canned_import *import)
{
	struct reading reading = {.cx = cx, .import = import};
	FILE *file = fopen(file_name, "rbe");
	enum err err;

	if (!file)
		return fail(cx, ERR_INTERNAL, NULL, "the body was not kept");
	err = db_begin_write(cx);
	if (err == OK)
		err = canned_store_teams(cx, &reading.teams, &reading.team_count);
	if (err == OK)
		err = csv_read_file(cx, file, take_record, &reading);
	(void)fclose(file);
	TRY(err);
	if (!reading.header_read)
		return fail(cx, ERR_INVALID, "file", "The file is empty.");
	if (dry_run)
		canned_store_undo(cx);
	else if (import->created + import->changed)
		TRY(record_import(cx, import));
	return OK;
}
