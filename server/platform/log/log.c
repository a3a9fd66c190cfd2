/* log.c - JSON lines on stderr, one write(2) each so that threads do not mix. */
/* SPDX-License-Identifier: MIT */
#include "platform/log/log.h"

#include "base/time.h"
#include "base/utf8.h"

#include <stdatomic.h>
#include <unistd.h>

#define LINE_BYTES 4096
#define VALUE_BYTES_MAX 512

static _Atomic int least_level = LOG_INFO;

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

void log_set_level(enum log_level level)
{
	atomic_store(&least_level, (int)level);
}

bool log_level_by_name(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < COUNT(level_names); i++)
		if (text_is(name, level_names[i])) {
			*level = (enum log_level)i;
			return true;
		}
	return false;
}

/* A line being built; what does not fit is left out, never the closing brace. */
struct line {
	char bytes[LINE_BYTES];
	size_t length;
};

static void add(struct line *line, const char *bytes, size_t length)
{
	if (length > sizeof(line->bytes) - line->length - 3)
		return;
	memcpy(line->bytes + line->length, bytes, length);
	line->length += length;
}

static void add_escaped(struct line *line, const char *text)
{
	size_t length = utf8_prefix(text, VALUE_BYTES_MAX);
	bool valid = utf8_valid(text, length);

	add(line, "\"", 1);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		char escaped[7];

		if (c == '"' || c == '\\') {
			escaped[0] = '\\';
			escaped[1] = (char)c;
			add(line, escaped, 2);
		} else if (c < 0x20 || c == 0x7F || (c >= 0x80 && !valid)) {
			(void)snprintf(escaped, sizeof(escaped), "\\u%04x", c);
			add(line, escaped, 6);
		} else {
			add(line, text + i, 1);
		}
	}
	add(line, "\"", 1);
}

static void add_key(struct line *line, const char *key)
{
	add(line, line->length > 1 ? "," : "", line->length > 1);
	add_escaped(line, key);
	add(line, ":", 1);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
	struct line line = {.bytes = "{", .length = 1};
	char number[24];
	char at[TIME_TEXT_BYTES];

	if ((int)level < atomic_load_explicit(&least_level, memory_order_relaxed))
		return;
	(void)time_write(at, clock_now_us());
	add_key(&line, "at");
	add_escaped(&line, at);
	add_key(&line, "level");
	add_escaped(&line, level_names[level]);
	add_key(&line, "event");
	add_escaped(&line, event);
	for (const struct log_field *field = fields; field->key; field++) {
		add_key(&line, field->key);
		if (field->text)
			add_escaped(&line, field->text);
		else
			add(&line, number, write_int(number, field->integer));
	}
	line.bytes[line.length++] = '}';
	line.bytes[line.length++] = '\n';
	/* Nowhere to report that the log itself cannot be written. */
	if (write(STDERR_FILENO, line.bytes, line.length) < 0)
		return;
}
