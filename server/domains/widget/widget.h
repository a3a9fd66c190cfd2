/* widget.h - what a company shows on its own pages for writing to it: settings, who may show it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_WIDGET_WIDGET_H
#define DOMAINS_WIDGET_WIDGET_H

#include "base/cx.h"
#include "base/str.h"

struct http_req;
struct json;

#define WIDGETS_MAX 20 /* of one company */
#define WIDGET_ORIGINS_MAX 50
#define WIDGET_DEPARTMENTS_MAX 100
#define WIDGET_ORIGIN_LETTERS 260
#define WIDGET_NAME_MAX 100
#define WIDGET_TITLE_MAX 80
#define WIDGET_TEXT_MAX 500

enum { WIDGET_IN_ENGLISH, WIDGET_IN_ARABIC, WIDGET_LANGUAGES };
enum widget_text { WIDGET_TITLE, WIDGET_GREETING, WIDGET_OFFLINE, WIDGET_TEXTS };
/* What is asked before a chat begins. */
enum widget_field { WIDGET_NAME, WIDGET_EMAIL, WIDGET_PHONE, WIDGET_DEPARTMENT, WIDGET_FIELDS };

/* NULL-terminated, in the order of the enums. */
extern const char *const widget_language_words[]; /* en, ar */
extern const char *const widget_text_words[]; /* title, greeting, offline */
extern const char *const widget_field_words[]; /* name, email, phone, department */
extern const char *const widget_ask_words[]; /* off, optional, required */
extern const char *const widget_position_words[]; /* start, end */
extern const char *const widget_dark_words[]; /* auto, light, dark */

/* How it looks and what it asks; words of the lists above, texts never NULL. */
struct widget_look {
	const char *accent; /* "#1d4ed8" */
	const char *position, *dark;
	const char *texts[WIDGET_LANGUAGES][WIDGET_TEXTS]; /* "": the widget's own */
	const char *fields[WIDGET_FIELDS];
};

struct widget_department {
	int64_t id;
	const char *code, *name;
};
struct widget_departments {
	struct widget_department *rows;
	size_t count;
};

struct widget {
	int64_t id, company_id, version;
	const char *name, *key, *secret_sealed;
	bool active;
	struct widget_look look;
	const char *const *origins; /* NULL-terminated */
	struct widget_departments departments;
	int64_t created_us, updated_us;
};
struct widgets {
	struct widget *rows;
	size_t count;
};

/* ---- Settings: of the actor's company ------------------------------------------------------ */

MUST_USE enum err widgets_list(struct cx *cx, struct widgets *widgets);
/* ERR_NOT_FOUND. */
MUST_USE enum err widget_get(struct cx *cx, int64_t id, struct widget *widget);

/* How a widget begins: nobody's pages may show it yet. */
struct widget widget_standard(void);

/* departments: codes, NULL-terminated. ERR_INVALID names the field. ERR_STATE: there are too many. */
MUST_USE enum err widget_add(
	struct cx *cx, struct widget *widget, const char *const *departments, const char **secret);
/*
 * As it is to be, of the version last seen; departments NULL: as they are.
 * ERR_CONFLICT with `current`.
 */
MUST_USE enum err widget_change(
	struct cx *cx, struct widget *widget, const char *const *departments);
/* What was signed with the old one is good for nothing from now on, nor are tokens got by it. */
MUST_USE enum err widget_new_secret(struct cx *cx, struct widget *widget, const char **secret);
/* With the tokens of its visitors; what they wrote stays. ERR_NOT_FOUND. */
MUST_USE enum err widget_remove(struct cx *cx, int64_t id);

/* The members of the object `Widget`, without its brackets. */
void widget_write(struct json *json, const struct widget *widget);
/* "theme", "texts", "fields": what visitors get too. */
void widget_write_look(struct json *json, const struct widget_look *look);
/* "departments": [{id, code, name}]; for visitors without the id. */
void widget_write_departments(
	struct json *json, const struct widget_departments *departments, bool with_ids);

/* ---- Where it may be shown ------------------------------------------------------------------ */

/*
 * An entry of the list, made regular: scheme://host[:port], *.host, or * for any
 * page. ERR_INVALID on `origins`.
 */
MUST_USE enum err widget_origin_read(struct cx *cx, const char *text, const char **origin);
/* Does an entry allow the Origin that a browser names? */
bool widget_origin_fits(const char *entry, const char *origin);
bool widget_origin_in(const char *const *entries, const char *origin);
/* The entries that could allow it: of few letters each, NULL-terminated; NULL: it is no origin. */
const char *const *widget_origin_entries(struct arena *arena, const char *origin);

/* Does any company's widget allow it? For a browser's question before a request. */
MUST_USE enum err widget_allows_somewhere(struct cx *cx, const char *origin, bool *allowed);

#endif
