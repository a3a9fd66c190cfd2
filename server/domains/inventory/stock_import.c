/* stock_import.c - from a file to stock, batch after batch, going on after an interruption. */
/* SPDX-License-Identifier: MIT */
#include "domains/inventory/stock_import_internal.h"

#include "base/clock.h"
#include "platform/files/files.h"
#include "platform/jobs/jobs.h"
#include "platform/sheet/csv.h"

#include <stdio.h>

#define BATCH_LINES 500
#define BATCH_ARENA_BYTES ((size_t)256 * 1024 * 1024)
#define PROGRESS_EVERY_US (500 * US_PER_MS)

const char *const stock_import_words[] = {
	"waiting", "running", "done", "failed", "cancelled", NULL};

struct reading {
	struct cx *cx;
	struct stock_import import;
	struct stock_layout layout;
	bool header_read;
	int64_t from; /* records that end here or before are done */
	struct text_set pairs; /* product and place of every line so far */
	struct stock_places places;
	struct arena *arena; /* of the batch */
	struct stock_line lines[BATCH_LINES];
	size_t count;
	int64_t end; /* of the last record */
	int64_t told_us;
	bool cancelled;
};

/* ---- One batch ------------------------------------------------------------------------- */

static enum err keep_fault(struct reading *reading, int64_t failed, int64_t line, const char *field,
	const char *reason)
{
	const struct line_fault fault = {line, field ? field : "line",
		reason ? reason : cx_say(reading->cx, "The line was refused.")};

	if (failed > STOCK_IMPORT_ERRORS_KEPT)
		return OK;
	return stock_import_store_add_error(reading->cx, reading->import.id, &fault);
}

static enum err refuse(
	struct reading *reading, const struct stock_line *line, struct stock_import_done *done)
{
	const struct field_fault *said = reading->cx->failure.fields;
	const char *message = reading->cx->failure.message;

	done->failed++;
	for (const struct stock_line_fault *at = line->faults; at; at = at->next)
		TRY(keep_fault(reading, done->failed, line->line, at->field, at->reason));
	if (line->faults)
		return OK;
	if (!said)
		TRY(keep_fault(reading, done->failed, line->line, NULL, message));
	for (; said; said = said->next)
		TRY(keep_fault(reading, done->failed, line->line, said->field, said->reason));
	fail_clear(reading->cx);
	return OK;
}

static enum err put_line(struct reading *reading, struct stock_batch *batch,
	const struct stock_line *line, struct stock_import_done *done)
{
	enum stock_line_result result;
	enum err err;

	done->lines++;
	if (line->faults)
		return refuse(reading, line, done);
	err = stock_line_put(reading->cx, batch, line, &result);
	if (err == ERR_INVALID)
		return refuse(reading, line, done);
	if (err != OK)
		return err;
	done->created += result == STOCK_LINE_CREATED;
	done->changed += result == STOCK_LINE_CHANGED;
	done->unchanged += result == STOCK_LINE_UNCHANGED;
	return OK;
}

static enum err put_lines(struct reading *reading, struct stock_import_done *done)
{
	struct stock_batch batch = {.import = &reading->import, .places = &reading->places};
	struct cx *cx = reading->cx;

	reading->places.batch++;
	TRY(stock_ledger_take(cx, (int64_t)reading->count, &batch.ledger_id));
	for (size_t i = 0; i < reading->count; i++)
		TRY(put_line(reading, &batch, &reading->lines[i], done));
	return stock_tally_write(cx, &batch.tally);
}

/* Kept lines and progress are one transaction: neither can be true without the other. */
static enum err store_batch(struct reading *reading)
{
	struct stock_import after = reading->import;
	struct cx *cx = reading->cx;
	bool running;

	cx->now_us = clock_now_us();
	TRY(stock_import_store_move(cx, after.id, "running", NULL, &running));
	if (!running) {
		reading->cancelled = true;
		return ERR_STATE;
	}
	TRY(put_lines(reading, &after.done));
	after.done_bytes = reading->end;
	after.updated_us = cx->now_us;
	TRY(stock_import_store_progress(cx, &after));
	if (cx->now_us - reading->told_us >= PROGRESS_EVERY_US) {
		reading->told_us = cx->now_us;
		TRY(stock_publish_progress(cx, &after));
	}
	TRY(stock_import_store_commit(cx));
	reading->import = after;
	return OK;
}

/*
 * A check writes what an import would, and takes it back at the end of each
 * batch; what it found out is written afterwards.
 */
static enum err try_batch(struct reading *reading)
{
	struct stock_import after = reading->import;
	struct cx *cx = reading->cx;
	struct line_fault *faults;
	size_t count;
	bool running;

	cx->now_us = clock_now_us();
	TRY(put_lines(reading, &after.done));
	TRY(stock_import_store_errors(cx, after.id, STOCK_IMPORT_ERRORS_KEPT, &faults, &count));
	stock_import_store_rollback(cx);
	reading->places.count = 0;
	TRY(stock_import_store_move(cx, after.id, "running", NULL, &running));
	if (!running) {
		reading->cancelled = true;
		return ERR_STATE;
	}
	for (size_t i = 0; i < count; i++)
		TRY(stock_import_store_add_error(cx, after.id, &faults[i]));
	after.done_bytes = reading->end;
	TRY(stock_import_store_progress(cx, &after));
	TRY(stock_import_store_commit(cx));
	reading->import = after;
	return OK;
}

static enum err hand_over(struct reading *reading)
{
	enum err err = OK;

	if (jobs_stopping())
		return fail(reading->cx, ERR_BUSY, NULL, "The server is stopping.");
	if (reading->count)
		err = reading->import.dry_run ? try_batch(reading) : store_batch(reading);
	reading->count = 0;
	arena_reset(reading->arena);
	return err;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static enum err read_header(struct reading *reading, const struct csv_record *record)
{
	if (record->fault)
		return fail(reading->cx, ERR_MALFORMED, "file", "%s",
			cx_say(reading->cx, record->fault));
	reading->header_read = true;
	return stock_layout_read(reading->cx, record->fields, record->count, &reading->layout);
}

/* The same place twice in one file would make the outcome depend on the order of lines. */
static bool is_repeated(struct reading *reading, const char *code, const char *location)
{
	const char *fold = arena_format(reading->arena, "%s\n%s", code ? code : "",
		location ? intl_fold(reading->arena, location) : "");

	return code && !text_set_add(&reading->pairs, fold);
}

static enum err read_record(const struct csv_record *record, void *arg)
{
	struct reading *reading = arg;
	const char *text[STOCK_FIELD_COUNT];
	struct stock_line *line = &reading->lines[reading->count];
	bool repeated;

	if (csv_is_blank(record))
		return OK;
	if (!reading->header_read)
		return read_header(reading, record);
	for (int field = 0; field < STOCK_FIELD_COUNT; field++)
		text[field] = stock_layout_get(
			&reading->layout, (enum stock_field)field, record->fields, record->count);
	repeated = is_repeated(reading, text[STOCK_CODE], text[STOCK_LOCATION]);
	if (record->end <= reading->from)
		return OK;
	*line = (struct stock_line){.line = record->line};
	stock_line_read(reading->cx, reading->arena, text, line);
	if (record->fault || repeated) {
		line->faults = arena_alloc(reading->arena, sizeof(*line->faults));
		*line->faults = (struct stock_line_fault){record->fault ? "line" : "code",
			cx_say(reading->cx,
				record->fault ? record->fault
					      : WORDS("The same product and place are in an "
						      "earlier line of this file.")),
			NULL};
	}
	reading->end = record->end;
	return ++reading->count == BATCH_LINES ? hand_over(reading) : OK;
}

static enum err read_through(struct reading *reading)
{
	FILE *file;
	enum err err;

	TRY(files_open(reading->cx, reading->import.stored_file, &file));
	/* A check that was interrupted begins again: it has nothing to go on from. */
	reading->from = reading->import.dry_run ? 0 : reading->import.done_bytes;
	if (reading->import.dry_run)
		reading->import.done = (struct stock_import_done){0};
	err = csv_read_file(reading->cx, file, read_record, reading);
	(void)fclose(file);
	if (err == OK && !reading->header_read)
		err = fail(reading->cx, ERR_MALFORMED, "file", "The file is empty.");
	return err == OK ? hand_over(reading) : err;
}

/* ---- The job ------------------------------------------------------------------------------- */

static enum err finish(struct reading *reading, const char *status, const char *error)
{
	struct stock_import *import = &reading->import;
	struct cx *cx = reading->cx;
	bool moved;

	cx->now_us = clock_now_us();
	TRY(stock_import_store_move(cx, import->id, status, error, &moved));
	if (moved && text_is(status, "done")) {
		import->done_bytes = import->size_bytes;
		TRY(stock_import_store_progress(cx, import));
	}
	import->status = status;
	import->error = error;
	import->updated_us = cx->now_us;
	TRY(stock_publish_progress(cx, import));
	if (!import->dry_run && import->done.created + import->done.changed > 0)
		TRY(stock_publish_imported(cx, import));
	TRY(stock_import_store_commit(cx));
	TRY(files_remove(cx, cx->actor->company_id, import->stored_file));
	return stock_import_store_commit(cx);
}

/* The file's own fault ends the import; anything else is tried again. */
static bool is_final(enum err err, bool last_attempt)
{
	return err == ERR_MALFORMED || err == ERR_INVALID || last_attempt;
}

static enum err run(struct reading *reading, bool last_attempt)
{
	struct cx *cx = reading->cx;
	const char *error;
	enum err err = read_through(reading);

	if (err == OK)
		return finish(reading, "done", NULL);
	if (!reading->cancelled && !is_final(err, last_attempt))
		return err;
	error = cx->failure.message ? cx->failure.message
				    : cx_say(cx, "The import could not go on.");
	stock_import_store_rollback(cx);
	fail_clear(cx);
	return finish(reading, reading->cancelled ? "cancelled" : "failed",
		reading->cancelled ? NULL : error);
}

enum err stock_import_run(struct cx *cx, int64_t id, bool last_attempt)
{
	struct reading *reading = arena_alloc(cx->arena, sizeof(*reading));
	bool running;
	enum err err;

	reading->cx = cx;
	TRY(stock_import_store_get(cx, id, &reading->import));
	TRY(stock_import_store_move(cx, id, "running", NULL, &running));
	TRY(stock_import_store_commit(cx));
	if (!running)
		return finish(reading, "cancelled", NULL);
	reading->import.status = "running";
	reading->arena = arena_new(BATCH_ARENA_BYTES);
	reading->pairs.arena = arena_new(0);
	reading->places.arena = reading->pairs.arena;
	err = run(reading, last_attempt);
	arena_free(&reading->pairs.arena);
	arena_free(&reading->arena);
	return err;
}

enum err stock_import_give_up(struct cx *cx, int64_t id)
{
	struct reading *reading = arena_alloc(cx->arena, sizeof(*reading));

	reading->cx = cx;
	TRY(stock_import_store_get(cx, id, &reading->import));
	return finish(reading, "failed", cx_say(cx, "The import could not go on."));
}

enum err stock_import_cancel(struct cx *cx, int64_t id, struct stock_import *import)
{
	static const char *const none[] = {NULL};
	bool moved;

	TRY(stock_import_store_get(cx, id, import));
	TRY(stock_import_store_move(cx, id, "cancelled", NULL, &moved));
	if (!moved)
		return fail_state(
			cx, "status", none, "The import is over: %s.", cx_say(cx, import->status));
	TRY(stock_import_store_get(cx, id, import));
	return stock_publish_progress(cx, import);
}
