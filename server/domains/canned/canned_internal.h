/* canned_internal.h - shared inside domains/canned. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CANNED_CANNED_INTERNAL_H
#define DOMAINS_CANNED_CANNED_INTERNAL_H

#include "base/line_fault.h"
#include "base/str.h"
#include "domains/canned/canned.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

#define CANNED_TITLE_MAX 120
#define CANNED_SHORTCUT_MAX 32
#define CANNED_BODY_MAX 4000 /* as a message of a chat */
#define CANNED_CATEGORY_MAX 60
#define CANNED_TAG_MAX 32
#define CANNED_TAGS_MAX 10
#define CANNED_PERSONAL_MAX 1000 /* of one person */
#define CANNED_SHARED_MAX 20000 /* of a team, of a company */

extern const char *const canned_scope_words[]; /* personal, team, company */
extern const char *const canned_sort_words[]; /* used, title, newest */
extern const char *const canned_language_words[]; /* en, ar */

struct canned {
	int64_t id, version;
	const char *scope; /* a word */
	int64_t owner_id, team_id; /* 0 where the scope has none */
	const char *owner, *team; /* their names, or NULL */
	const char *title; /* never NULL */
	const char *shortcut, *body_en, *body_ar; /* or NULL; one body is there */
	const char *category, *tags; /* "", ",refund,vip,"; never NULL */
	int64_t use_count;
	struct opt_int used_us;
	int64_t created_us, updated_us;
	const char *updated_by; /* a name, or NULL */
};
struct canned_list {
	struct canned *rows;
	size_t count;
	int64_t total; /* of all pages */
};

/* ---- canned.c: who may what ------------------------------------------------------------ */

/* NULL or not given: as it is, for a new one the standard; "" takes away. */
struct canned_change {
	const char *title, *shortcut, *category, *scope;
	const char *body, *body_en, *body_ar; /* body: of the language of its letters */
	const char *const *tags; /* NULL-terminated */
	struct opt_int team_id, version;
};
bool canned_may_edit(const struct actor *actor, const struct canned *canned);
/* One that the actor sees. ERR_NOT_FOUND for all others alike. */
MUST_USE enum err canned_read(struct cx *cx, int64_t id, struct canned *canned);
/*
 * ERR_INVALID names the field; ERR_DENIED: for others than the actor writes for;
 * ERR_CONFLICT: `shortcut` is another's of the same holder, or `version` an older one.
 */
MUST_USE enum err canned_create(
	struct cx *cx, const struct canned_change *wanted, struct canned *canned);
MUST_USE enum err canned_edit(
	struct cx *cx, int64_t id, const struct canned_change *change, struct canned *canned);
/* It can be brought back for CANNED_KEPT_US. */
MUST_USE enum err canned_remove(struct cx *cx, int64_t id);
MUST_USE enum err canned_restore(struct cx *cx, int64_t id, struct canned *canned);

/* Take over, check and settle whose it is, without writing: for lines of files, too. */
MUST_USE enum err canned_apply(
	struct cx *cx, const struct canned_change *change, struct canned *canned);
/* How many more its holder may have; canned_full() says that there is no room. */
MUST_USE enum err canned_room(struct cx *cx, const struct canned *canned, int64_t *room);
enum err canned_full(struct cx *cx);
/* What canned_apply() left is written; before: NULL for a new one. */
MUST_USE enum err canned_write(struct cx *cx, const struct canned *before, struct canned *canned);
/* Pages hear of it and ask; id 0: of many. */
MUST_USE enum err canned_tell(struct cx *cx, int64_t id, const struct canned *canned, bool removed);

/* The body for a reader of the language, the other one where there is none in it. */
const char *canned_body(const struct canned *canned, const char *language);
void canned_write_json(struct json *json, struct cx *cx, const struct canned *canned);
/* "u12", "t3", "c". */
const char *canned_holder(struct arena *arena, const struct canned *canned);

/* ---- canned_render.c -------------------------------------------------------------------- */

/* Names in {{}} that are no variables: a JSON array. */
void canned_write_unknown(struct json *json, struct arena *arena, const struct canned *canned);

struct canned_text {
	const char *body;
	const char *language; /* of the body */
	bool fallback; /* another one was wanted, and there is none in it */
	const char *const *unknown; /* names of no variable; NULL-terminated */
	const char *const *missing; /* variables of which nothing is known here */
};
/*
 * Fill a response in, once: what a value brings is never looked through again.
 * subject NULL: for nobody, as a preview. text->language is the language that is
 * wanted, NULL: that of the subject; it becomes that of the body.
 */
MUST_USE enum err canned_render(struct cx *cx, const struct canned *canned,
	const struct canned_subject *subject, const char *key, struct canned_text *text);
/* NULL when there is none. */
const struct canned_subject *canned_subject_of(const char *type);

/* ---- canned_list.c ----------------------------------------------------------------------- */

struct canned_query {
	const char *search, *scope, *category, *tag, *sort;
	struct opt_int team_id;
	struct opt_bool at_hand; /* what one uses oneself, not what one manages */
};
#define CANNED_WORDS_MAX 4
struct canned_filter {
	const char *scope, *category, *tag, *sort; /* "" where nothing is asked for */
	int64_t team_id;
	const char *words[CANNED_WORDS_MAX]; /* patterns, "" beyond the last */
	const char *start; /* of a shortcut or title */
	bool every_team;
	int64_t offset, limit;
};
void canned_filter_make(
	struct cx *cx, const struct canned_query *query, struct canned_filter *filter);

struct canned_category {
	const char *name;
	int64_t count;
};
struct canned_team {
	int64_t id;
	const char *name;
};
struct canned_choices {
	struct canned_category *categories;
	size_t category_count;
	struct canned_team *teams; /* that one may write for */
	size_t team_count;
	int64_t personal, of_teams, of_company; /* how many one sees */
};
MUST_USE enum err canned_choose(struct cx *cx, struct canned_choices *choices);

/* ---- canned_import.c --------------------------------------------------------------------- */

#define CANNED_FILE_LINES 5000
#define CANNED_FILE_BYTES ((size_t)8 * 1024 * 1024)
#define CANNED_FAULTS_MAX 100

struct canned_import {
	int64_t lines, created, changed, unchanged, failed;
	struct line_fault faults[CANNED_FAULTS_MAX]; /* of the first lines that were refused */
	size_t fault_count;
	char texts[CANNED_FAULTS_MAX * 256]; /* of the faults: a line's memory ends with it */
	size_t text_bytes;
};
extern const char *const canned_headings[]; /* NULL-terminated: of files, either way */
struct sheet;
MUST_USE enum err canned_sheet_row(struct cx *cx, const struct canned *canned, struct sheet *sheet);
/* The file of that name; dry_run: everything is checked, nothing stays. */
MUST_USE enum err canned_import(
	struct cx *cx, const char *file_name, bool dry_run, struct canned_import *import);

/* ---- canned_store.c, canned_list_store.c: no rules ---------------------------------------- */

/* Whoever sees it; removed ones only where asked for. ERR_NOT_FOUND. */
MUST_USE enum err canned_store_get(struct cx *cx, int64_t id, bool removed, struct canned *canned);
/* One of the holder by its folded shortcut, or without one by its folded title; id 0: none. */
MUST_USE enum err canned_store_find(
	struct cx *cx, const char *holder, const struct canned *like, struct canned *found);
MUST_USE enum err canned_store_add(struct cx *cx, struct canned *canned);
MUST_USE enum err canned_store_update(struct cx *cx, const struct canned *canned, bool *changed);
MUST_USE enum err canned_store_remove(struct cx *cx, int64_t id, struct opt_int removed_us);
/* Those that were removed before then go for good. */
MUST_USE enum err canned_store_sweep(struct cx *cx, int64_t before_us);
MUST_USE enum err canned_store_count(struct cx *cx, const char *holder, int64_t *count);
MUST_USE enum err canned_store_use(struct cx *cx, int64_t id);
/* The team's name; ERR_NOT_FOUND. */
MUST_USE enum err canned_store_team(struct cx *cx, int64_t id, const char **name);
/* The active ones, by name. */
MUST_USE enum err canned_store_teams(struct cx *cx, struct canned_team **teams, size_t *count);
/* What the unit wrote is taken back. */
void canned_store_undo(struct cx *cx);

MUST_USE enum err canned_store_list(
	struct cx *cx, const struct canned_filter *filter, struct canned_list *list);
MUST_USE enum err canned_store_each(struct cx *cx, const struct canned_filter *filter,
	enum err (*each)(struct cx *cx, const struct canned *canned, void *arg), void *arg);
MUST_USE enum err canned_store_choices(struct cx *cx, struct canned_choices *choices);

#endif
