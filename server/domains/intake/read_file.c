/* read_file.c - a file of orders in batches, whatever its size. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/json/json.h"

#include <sys/stat.h>

#define BATCH_ARENA_BYTES ((size_t)512 * 1024 * 1024)
#define BATCH_BYTES ((size_t)8 * 1024 * 1024) /* a batch of very long orders ends early */

struct reader {
	struct cx *cx;
	struct file_reading *reading;
	struct draft_context context; /* its arena is the batch's */
	struct layout layout;
	bool header_read;
	int64_t from; /* records that end here or before are done */
	struct draft *open;
	const char *open_number;
	struct batch batch;
};

/* ---- Batches ------------------------------------------------------------------ */

static enum err hand_over(struct reader *reader)
{
	const enum err err = reader->batch.lines
		? reader->reading->batch(&reader->batch, reader->reading->arg)
		: OK;

	reader->batch = (struct batch){.done_bytes = reader->batch.done_bytes};
	arena_reset(reader->context.arena);
	return err;
}

static void add_draft(struct reader *reader, struct draft *draft)
{
	if (reader->batch.last)
		reader->batch.last->next = draft;
	else
		reader->batch.first = draft;
	reader->batch.last = draft;
	reader->batch.count++;
}

/* The open order has all its lines; what comes next begins at done_bytes. */
static enum err close_draft(struct reader *reader, int64_t done_bytes)
{
	if (reader->open) {
		draft_end(&reader->context, reader->open);
		add_draft(reader, reader->open);
		reader->open = NULL;
	}
	reader->batch.done_bytes = done_bytes;
	if (reader->batch.count >= INTAKE_BATCH || arena_used(reader->context.arena) > BATCH_BYTES)
		return hand_over(reader);
	return OK;
}

/* ---- CSV ------------------------------------------------------------------------ */

struct csv_reader {
	struct reader reader;
	int64_t begun; /* offset where the open order begins */
	int64_t last_end;
};

/* The apostrophe that keeps spreadsheets from running a cell, as in our own export, is not its text. */
static const char *without_guard(const char *text)
{
	return text && text[0] == '\'' && text[1] && strchr("=+-@", text[1]) ? text + 1 : text;
}

static void copy_cells(
	struct reader *reader, const struct csv_record *record, struct intake_cells *cells)
{
	for (int field = 0; field < FIELD_COUNT; field++)
		cells->text[field] = arena_text(reader->context.arena,
			without_guard(layout_get(&reader->layout, (enum intake_field)field,
				record->fields, record->count)));
}

static enum err read_header(struct reader *reader, const struct csv_record *record)
{
	if (record->fault)
		return fail(
			reader->cx, ERR_MALFORMED, "file", "%s", cx_say(reader->cx, record->fault));
	TRY(layout_read(reader->cx, reader->reading->format, record->fields, record->count,
		&reader->layout));
	reader->header_read = true;
	reader->reading->found_format = reader->layout.format;
	reader->context.source = text_is(reader->layout.format, "plain") ? "file"
									 : reader->layout.format;
	return OK;
}

/* A line that cannot be read is an order that was refused. */
static enum err refuse_record(struct csv_reader *csv, const struct csv_record *record)
{
	const struct intake_cells nothing = {0};
	struct reader *reader = &csv->reader;
	struct draft *draft;

	TRY(close_draft(reader, csv->last_end));
	draft = draft_new(&reader->context, record->line, &nothing);
	draft->faults = NULL;
	draft_fault(&reader->context, draft, "line", "%s",
		language_say(reader->context.language, record->fault));
	add_draft(reader, draft);
	reader->batch.lines++;
	csv->last_end = record->end;
	return OK;
}

static enum err read_record(const struct csv_record *record, void *arg)
{
	struct csv_reader *csv = arg;
	struct reader *reader = &csv->reader;
	struct intake_cells cells;
	const char *number;

	if (csv_is_blank(record))
		return OK;
	if (!reader->header_read)
		return read_header(reader, record);
	if (record->end <= reader->from)
		return OK;
	if (record->fault)
		return refuse_record(csv, record);
	number = layout_get(&reader->layout, FIELD_NUMBER, record->fields, record->count);
	if (reader->open && reader->layout.several_lines &&
		(!number || text_is(number, reader->open_number))) {
		copy_cells(reader, record, &cells);
		draft_add_item(&reader->context, reader->open, &cells);
	} else {
		TRY(close_draft(reader, csv->last_end));
		copy_cells(reader, record, &cells);
		reader->open = draft_new(&reader->context, record->line, &cells);
		reader->open_number = cells.text[FIELD_NUMBER];
	}
	reader->batch.lines++;
	csv->last_end = record->end;
	return OK;
}

/*
 * A run that goes on reads the file from its beginning too and passes over
 * what is done: reading is many times faster than storing, and the line
 * numbers are right.
 */
static enum err read_csv(struct reader *reader, FILE *file)
{
	struct csv_reader csv = {.reader = *reader};

	csv.last_end = csv.reader.from;
	TRY(csv_read_file(reader->cx, file, read_record, &csv));
	if (!csv.reader.header_read)
		return fail(reader->cx, ERR_MALFORMED, "file", "The file is empty.");
	TRY(close_draft(&csv.reader, csv.last_end));
	return hand_over(&csv.reader);
}

/* ---- JSON ----------------------------------------------------------------------- */

static enum err load_text(struct reader *reader, FILE *file, struct str *text)
{
	struct stat stat;
	char *bytes;

	if (fstat(fileno(file), &stat) != 0)
		return fail(reader->cx, ERR_INTERNAL, "file", "could not be read");
	if (stat.st_size > INTAKE_JSON_BYTES)
		return fail(reader->cx, ERR_TOO_LARGE, "file",
			"JSON is read up to %d MB. Send larger files as CSV.",
			INTAKE_JSON_BYTES / 1024 / 1024);
	bytes = arena_alloc(reader->cx->arena, (size_t)stat.st_size + 1);
	*text = (struct str){bytes, fread(bytes, 1, (size_t)stat.st_size, file)};
	return OK;
}

static enum err read_json(struct reader *reader, FILE *file)
{
	const struct json_value *root, *orders;
	const char *format = reader->reading->format;
	struct str text = {0};

	TRY(load_text(reader, file, &text));
	TRY(json_parse(reader->cx, text, &root));
	orders = json_kind_of(root) == JSON_OBJECT ? json_get(root, "orders") : root;
	if (!orders || json_kind_of(orders) != JSON_ARRAY)
		return fail(reader->cx, ERR_MALFORMED, "orders", "This is not a list of orders.");
	reader->reading->found_format = text_empty(format) || text_is(format, "auto") ? "plain"
										      : format;
	reader->context.source = text_is(reader->reading->found_format, "plain")
		? "file"
		: reader->reading->found_format;
	for (size_t i = (size_t)reader->from; i < json_count(orders); i++) {
		reader->open = draft_of_json(
			&reader->context, format, (int64_t)i + 1, json_item(orders, i));
		add_draft(reader, reader->open);
		reader->open = NULL;
		reader->batch.lines++;
		TRY(close_draft(reader, (int64_t)i + 1));
	}
	return hand_over(reader);
}

/* ---- Either ---------------------------------------------------------------------- */

bool intake_file_is_json(FILE *file)
{
	int c = ' ';

	for (int i = 0; i < 1000 && (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c > 0x7F);
		i++)
		c = getc(file); /* a byte order mark is passed over */
	rewind(file);
	return c == '{' || c == '[';
}

enum err intake_read_file(struct cx *cx, struct file_reading *reading)
{
	struct reader reader = {.cx = cx,
		.reading = reading,
		.from = reading->from,
		.batch = {.done_bytes = reading->from}};
	enum err err;

	reader.context = (struct draft_context){.arena = arena_new(BATCH_ARENA_BYTES),
		.company = cx->actor->company,
		.language = cx->language};
	err = intake_file_is_json(reading->file) ? read_json(&reader, reading->file)
						 : read_csv(&reader, reading->file);
	arena_free(&reader.context.arena);
	return err;
}
