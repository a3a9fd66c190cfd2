/* cx.c - recording failures on a unit of work. */
/* SPDX-License-Identifier: MIT */
#include "base/cx.h"

static void add_field(struct cx *cx, const char *field, const char *reason)
{
	struct field_fault **end = &cx->failure.fields;
	struct field_fault *fault = arena_alloc(cx->arena, sizeof(*fault));

	fault->field = arena_text(cx->arena, field);
	fault->reason = reason;
	while (*end)
		end = &(*end)->next;
	*end = fault;
}

const char *language_say(const struct language *language, const char *english)
{
	return language && language->translate ? language->translate(english) : english;
}

const char *cx_say(const struct cx *cx, const char *english)
{
	return language_say(cx->language, english);
}

static void record(struct cx *cx, enum err err, const char *field, const char *format, va_list args)
{
	const char *said = err == ERR_INTERNAL ? format : cx_say(cx, format);
	const char *message = arena_format_v(cx->arena, said, args);

	if (!cx->failure.message)
		cx->failure.message = message;
	if (field)
		add_field(cx, field, message);
}

enum err fail(struct cx *cx, enum err err, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(cx, err, field, format, args);
	va_end(args);
	return err;
}

void fail_field(struct cx *cx, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(cx, ERR_INVALID, field, format, args);
	va_end(args);
}

enum err fail_state(
	struct cx *cx, const char *field, const char *const *allowed, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(cx, ERR_STATE, field, format, args);
	va_end(args);
	cx->failure.allowed = allowed;
	return ERR_STATE;
}

void fail_clear(struct cx *cx)
{
	cx->failure = (struct failure){0};
}
