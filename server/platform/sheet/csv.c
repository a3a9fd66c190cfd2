/* csv.c - the reader's state machine. Works on bytes; text is decoded a field at a time. */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/csv.h"

#include "base/utf8.h"

#include <assert.h>
#include <unicode/ucnv.h>

enum state {
	FIELD_START,
	PLAIN,
	QUOTED,
	QUOTE_SEEN, /* inside quotes: the end of the field, or the first of a doubled quote */
};

struct csv {
	struct arena *arena;
	enum csv_encoding encoding;
	char delimiter; /* 0 until it is known */
	csv_record_fn *record;
	void *arg;

	enum state state;
	bool after_cr; /* a following LF belongs to the same line end */
	bool any; /* the record has bytes */
	const char *fault;
	int64_t offset, line, record_at, record_line;

	char *bytes; /* fields of the record, each ending in NUL */
	size_t length, field_at, field_count;
	size_t starts[CSV_FIELDS];

	char *head; /* first line, until the delimiter is known */
	size_t head_length;
	bool head_quoted;
};

struct csv *csv_start(struct arena *arena, enum csv_encoding encoding, char delimiter,
	csv_record_fn *record, void *arg)
{
	struct csv *csv = arena_alloc(arena, sizeof(*csv));

	*csv = (struct csv){.arena = arena,
		.encoding = encoding,
		.delimiter = delimiter,
		.record = record,
		.arg = arg,
		.line = 1,
		.record_line = 1,
		.bytes = arena_alloc(arena, CSV_RECORD_BYTES + CSV_FIELDS + 1),
		.head = delimiter ? NULL : arena_alloc(arena, CSV_FIELD_BYTES)};
	return csv;
}

void csv_seek(struct csv *csv, int64_t offset, int64_t line)
{
	csv->offset = csv->record_at = offset;
	csv->line = csv->record_line = line;
}

char csv_delimiter(const struct csv *csv)
{
	return csv->delimiter;
}

/* ---- Handing over ------------------------------------------------------- */

static const char *decode(struct csv *csv, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	bool ascii = true;
	char *out;
	int32_t room, length;

	for (size_t i = 0; i < text.len; i++)
		ascii = ascii && (unsigned char)text.ptr[i] < 0x80;
	if (ascii || csv->encoding == CSV_UTF8) {
		if (!utf8_valid(text.ptr, text.len)) {
			csv->fault = WORDS("The line is not valid UTF-8.");
			return "";
		}
		return arena_text_n(csv->arena, text.ptr, text.len);
	}
	room = (int32_t)text.len * 3 + 1;
	out = arena_alloc(csv->arena, (size_t)room + 1);
	length = ucnv_convert(
		"UTF-8", "windows-1256", out, room, text.ptr, (int32_t)text.len, &status);
	assert(U_SUCCESS(status));
	out[length] = '\0';
	return out;
}

static void begin_record(struct csv *csv)
{
	csv->state = FIELD_START;
	csv->any = false;
	csv->fault = NULL;
	csv->length = csv->field_at = csv->field_count = 0;
	csv->record_line = csv->line;
	csv->record_at = csv->offset;
}

static void end_field(struct csv *csv)
{
	if (csv->field_count == CSV_FIELDS) {
		csv->fault = WORDS("The line has too many fields.");
		return;
	}
	csv->starts[csv->field_count++] = csv->field_at;
	csv->bytes[csv->length++] = '\0';
	csv->field_at = csv->length;
}

/* csv->offset and csv->line already stand behind the record. */
static enum err end_record(struct csv *csv)
{
	const struct arena_mark mark = arena_mark(csv->arena);
	struct csv_record record = {
		.line = csv->record_line, .end = csv->offset, .end_line = csv->line};

	if (csv->any) {
		const char **fields;
		enum err err;

		end_field(csv);
		fields = arena_array(csv->arena, csv->field_count, sizeof(*fields));
		for (size_t i = 0; i < csv->field_count && !csv->fault; i++) {
			size_t end = i + 1 < csv->field_count ? csv->starts[i + 1] : csv->field_at;
			struct str text = {csv->bytes + csv->starts[i], end - 1 - csv->starts[i]};

			fields[i] = decode(csv, str_trim(text));
		}
		record.fault = csv->fault;
		record.count = csv->fault ? 0 : csv->field_count;
		record.fields = fields;
		err = csv->record(&record, csv->arg);
		if (err != OK) /* why is told in the arena */
			return err;
		arena_rewind(csv->arena, mark);
	}
	begin_record(csv);
	return OK;
}

/* ---- Reading ------------------------------------------------------------ */

static void add(struct csv *csv, char c)
{
	csv->any = true;
	if (c == '\0')
		csv->fault = WORDS("The line contains a NUL byte.");
	else if (csv->length - csv->field_at >= CSV_FIELD_BYTES)
		csv->fault = WORDS(
			"The line has a field of more than 64 KB. Is a quote not closed?");
	else if (csv->length >= CSV_RECORD_BYTES)
		csv->fault = WORDS("The line is longer than 1 MB.");
	if (!csv->fault)
		csv->bytes[csv->length++] = c;
}

static void quote(struct csv *csv)
{
	switch (csv->state) {
	case FIELD_START:
		csv->state = QUOTED;
		csv->any = true;
		break;
	case QUOTED:
		csv->state = QUOTE_SEEN;
		break;
	case QUOTE_SEEN:
		csv->state = QUOTED;
		add(csv, '"');
		break;
	case PLAIN:
		add(csv, '"'); /* 5" pipe */
		break;
	}
}

static void separate(struct csv *csv)
{
	csv->any = true;
	csv->state = FIELD_START;
	if (!csv->fault)
		end_field(csv);
}

/* Behind a fault nothing is kept, but quotes still tell where the record ends. */
static enum err read_byte(struct csv *csv, char c)
{
	const bool second_of_pair = csv->after_cr && c == '\n';

	csv->offset++;
	csv->after_cr = c == '\r';
	if ((c == '\n' || c == '\r') && !second_of_pair)
		csv->line++;
	if (csv->state == QUOTED && c != '"') {
		/* A quote that is never closed may not swallow the rest of the file. */
		if (c == '\n' && csv->offset - csv->record_at > CSV_RECORD_BYTES)
			return end_record(csv);
		add(csv, c);
		return OK;
	}
	if (second_of_pair) {
		csv->record_line = csv->line; /* the record ended at the CR */
		return OK;
	}
	if (c == '\n' || c == '\r')
		return end_record(csv);
	if (c == '"') {
		quote(csv);
		return OK;
	}
	if (c == csv->delimiter) {
		separate(csv);
		return OK;
	}
	csv->state = PLAIN;
	add(csv, c);
	return OK;
}

/* ---- The first line ----------------------------------------------------- */

static char choose_delimiter(const char *head, size_t length)
{
	static const char offered[] = {',', ';', '\t'};
	size_t counts[sizeof(offered)] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		quoted ^= head[i] == '"';
		for (size_t k = 0; k < sizeof(offered) && !quoted; k++)
			counts[k] += head[i] == offered[k];
	}
	for (size_t k = 1; k < sizeof(offered); k++)
		if (counts[k] > counts[best])
			best = k;
	return offered[best];
}

/* The delimiter is known from here on: read what was held back. */
static enum err end_head(struct csv *csv)
{
	size_t at = 0;

	if (csv->head_length >= 3 && memcmp(csv->head, "\xEF\xBB\xBF", 3) == 0) {
		at = 3;
		csv->offset += 3;
	}
	if (csv->head_length - at >= 5 && memcmp(csv->head + at, "sep=", 4) == 0) {
		csv->delimiter = csv->head[at + 4];
		csv->offset += 5;
		at += 5;
	} else {
		csv->delimiter = choose_delimiter(csv->head + at, csv->head_length - at);
	}
	for (; at < csv->head_length; at++)
		TRY(read_byte(csv, csv->head[at]));
	return OK;
}

static bool add_head(struct csv *csv, char c)
{
	csv->head[csv->head_length++] = c;
	csv->head_quoted ^= c == '"';
	return csv->head_length == CSV_FIELD_BYTES ||
		(!csv->head_quoted && (c == '\n' || c == '\r'));
}

enum err csv_feed(struct csv *csv, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (csv->delimiter) {
			TRY(read_byte(csv, bytes[i]));
		} else if (add_head(csv, bytes[i])) {
			TRY(end_head(csv));
		}
	}
	return OK;
}

enum err csv_finish(struct csv *csv)
{
	if (!csv->delimiter)
		TRY(end_head(csv));
	if (csv->state == QUOTED && !csv->fault)
		csv->fault = WORDS("The line has a quote that is not closed.");
	return end_record(csv);
}
