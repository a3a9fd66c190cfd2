/* template.c - texts with variables: choosing, filling, changing. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "base/utf8.h"

#include <string.h>

/* ---- Variables --------------------------------------------------------------------- */

static bool is_name(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!((text.ptr[i] >= 'a' && text.ptr[i] <= 'z') || text.ptr[i] == '_'))
			return false;
	return text.len > 0 && text.len <= TEMPLATE_CODE_MAX;
}

/* The next {{name}} from *at on; *at moves behind it. False when there is none. */
static bool next_variable(const char **at, const char **begin, struct str *name)
{
	const char *open = *at;

	while ((open = strstr(open, "{{")) != NULL) {
		const char *close = strstr(open + 2, "}}");

		if (!close)
			return false;
		*name = str_trim((struct str){open + 2, (size_t)(close - open) - 2});
		if (is_name(*name)) {
			*begin = open;
			*at = close + 2;
			return true;
		}
		open += 2;
	}
	return false;
}

const char *message_expand(
	struct arena *arena, const char *text, const struct message_var *vars, size_t count)
{
	struct buf out = buf_in(arena, strlen(text) + 256);
	const char *at = text, *from = text, *begin;
	struct str name;

	while (next_variable(&at, &begin, &name)) {
		buf_add(&out, from, (size_t)(begin - from));
		for (size_t i = 0; i < count; i++)
			if (str_is(name, vars[i].name) && vars[i].value)
				buf_text(&out, vars[i].value);
		from = at;
	}
	buf_text(&out, from);
	return out.ptr;
}

static bool is_variable(struct str name)
{
	for (const char *const *known = template_variables; *known; known++)
		if (str_is(name, *known))
			return true;
	return false;
}

const char *template_unknown(struct arena *arena, const char *text)
{
	struct buf out = buf_in(arena, 64);
	const char *at = text, *begin;
	struct str name;

	while (next_variable(&at, &begin, &name)) {
		if (is_variable(name))
			continue;
		if (out.len)
			buf_text(&out, ", ");
		buf_add(&out, name.ptr, name.len);
	}
	return out.ptr;
}

/* ---- Choosing ------------------------------------------------------------------------ */

enum err template_find(struct cx *cx, const char *code, enum message_channel channel,
	const char *language, struct template *found)
{
	const struct template *built_in = template_built_in(code, channel, language);
	const enum err err = template_store_find(cx, code, channel, language, found);

	if (err == OK)
		found->built_in = built_in != NULL;
	if (err != ERR_NOT_FOUND || !built_in)
		return err;
	fail_clear(cx);
	*found = *built_in;
	return OK;
}

/* The languages in the order they are tried; repeats do no harm. */
static enum err find_any(struct cx *cx, const char *code, enum message_channel channel,
	const char *language, struct template *found)
{
	const char *const order[] = {language ? language : cx->actor->company->language,
		cx->actor->company->language, "en", "ar"};

	for (size_t i = 0; i < COUNT(order); i++) {
		const enum err err = template_find(cx, code, channel, order[i], found);

		if (err != ERR_NOT_FOUND)
			return err;
		fail_clear(cx);
	}
	return fail(cx, ERR_INVALID, "template", "There is no such template.");
}

enum err message_template_fill(struct cx *cx, enum message_channel channel, const char *code,
	const char *language, const struct message_var *vars, size_t count,
	struct message_text *text)
{
	struct template found;

	TRY(find_any(cx, code, channel, language, &found));
	text->subject = message_expand(cx->arena, found.subject, vars, count);
	text->body = message_expand(cx->arena, found.body, vars, count);
	text->code = found.code;
	return OK;
}

/* ---- The whole list -------------------------------------------------------------------- */

static bool same(const struct template *a, const struct template *b)
{
	return a->channel == b->channel && text_is(a->code, b->code) &&
		text_is(a->language, b->language);
}

enum err template_all(struct cx *cx, struct template_list *list)
{
	struct template_list own;
	size_t built_in = 0;

	TRY(template_store_list(cx, &own));
	while (template_table[built_in].code)
		built_in++;
	list->rows = arena_array(cx->arena, built_in + own.count, sizeof(*list->rows));
	memcpy(list->rows, template_table, built_in * sizeof(*list->rows));
	list->count = built_in;
	for (size_t i = 0; i < own.count; i++) {
		size_t place = 0;

		while (place < built_in && !same(&list->rows[place], &own.rows[i]))
			place++;
		own.rows[i].built_in = place < built_in;
		list->rows[place < built_in ? place : list->count++] = own.rows[i];
	}
	return OK;
}

/* ---- Changing ---------------------------------------------------------------------------- */

static bool code_is_plain(const char *code)
{
	for (const char *at = code; *at; at++)
		if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_'))
			return false;
	return *code != '\0' && strlen(code) <= TEMPLATE_CODE_MAX;
}

static enum err check(struct cx *cx, const struct template *wanted)
{
	const size_t most = wanted->channel == MESSAGE_SMS ? SMS_LETTERS_MAX : MAIL_LETTERS_MAX;
	const char *unknown;

	if (!code_is_plain(wanted->code))
		return fail(cx, ERR_INVALID, "code", "Use small letters, digits and _ only.");
	if (wanted->channel == MESSAGE_EMAIL && text_empty(wanted->subject))
		return fail(cx, ERR_INVALID, "subject", "An e-mail needs a subject.");
	if (utf8_count(wanted->body) > most)
		return fail(cx, ERR_INVALID, "body", "Use at most %d characters.", (int)most);
	unknown = template_unknown(cx->arena, wanted->body);
	if (!*unknown)
		unknown = template_unknown(cx->arena, wanted->subject);
	if (*unknown)
		return fail(cx, ERR_INVALID, "body", "There is no such variable: %s.", unknown);
	return OK;
}

enum err template_put(struct cx *cx, struct template *wanted, struct opt_int version)
{
	struct template present;
	enum err err;

	TRY(check(cx, wanted));
	err = template_store_find(cx, wanted->code, wanted->channel, wanted->language, &present);
	if (err == ERR_NOT_FOUND) {
		fail_clear(cx);
		if (version.given && version.value != 0)
			return fail(cx, ERR_CONFLICT, "version", "The template has changed since.");
		err = template_store_add(cx, wanted);
	} else if (err == OK) {
		if (version.given && version.value != present.version)
			return fail(cx, ERR_CONFLICT, "version", "The template has changed since.");
		wanted->id = present.id;
		wanted->version = present.version;
		err = template_store_change(cx, wanted);
	}
	wanted->built_in = template_built_in(wanted->code, wanted->channel, wanted->language) !=
		NULL;
	return err;
}

enum err template_remove(
	struct cx *cx, const char *code, enum message_channel channel, const char *language)
{
	struct template present;

	TRY(template_store_find(cx, code, channel, language, &present));
	return template_store_remove(cx, present.id);
}
