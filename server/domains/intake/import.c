/* import.c - from a file to orders, batch after batch, and going on after an interruption. */
/* SPDX-License-Identifier: MIT */
#include "domains/intake/intake_internal.h"

#include "platform/events/events.h"
#include "platform/files/files.h"
#include "platform/json/json.h"

#define PROGRESS_EVERY_US (500 * US_PER_MS)

/* ---- One batch ----------------------------------------------------------------- */

void intake_add_summary(struct intake_summary *sum, const struct intake_summary *more)
{
	sum->lines += more->lines;
	sum->imported += more->imported;
	sum->duplicates += more->duplicates;
	sum->failed += more->failed;
}

static void add_fault(struct cx *cx, struct stored *stored, size_t *room, int64_t line,
	const char *field, const char *reason)
{
	if (stored->fault_count == *room) {
		struct line_fault *larger;

		*room = *room ? *room * 2 : 16;
		larger = arena_array(cx->arena, *room, sizeof(*larger));
		if (stored->fault_count)
			memcpy(larger, stored->faults, stored->fault_count * sizeof(*larger));
		stored->faults = larger;
	}
	stored->faults[stored->fault_count++] = (struct line_fault){line, field ? field : "order",
		reason ? reason : cx_say(cx, "The line was refused.")};
}

/* What the rules of orders said. */
static void add_refusal(struct cx *cx, struct stored *stored, size_t *room, int64_t line)
{
	const struct field_fault *at = cx->failure.fields;

	if (!at)
		add_fault(cx, stored, room, line, NULL, cx->failure.message);
	for (; at; at = at->next)
		add_fault(cx, stored, room, line, at->field, at->reason);
}

static enum err store_draft(struct cx *cx, const struct draft *draft, struct text_set *seen,
	struct stored *stored, size_t *room)
{
	struct order order;
	enum err err;

	if (draft->faults) {
		for (const struct draft_fault *at = draft->faults; at; at = at->next)
			add_fault(cx, stored, room, draft->line, at->field, at->reason);
		stored->done.failed++;
		return OK;
	}
	if (seen && !text_set_add(seen, draft->order.external_code)) {
		stored->done.duplicates++;
		return OK;
	}
	err = order_create(cx, &draft->order, &order);
	if (err == OK) {
		stored->done.imported++;
	} else if (err == ERR_CONFLICT) {
		stored->done.duplicates++;
	} else if (err == ERR_INVALID || err == ERR_NOT_FOUND) {
		add_refusal(cx, stored, room, draft->line);
		stored->done.failed++;
	} else {
		return err;
	}
	fail_clear(cx);
	return OK;
}

enum err intake_store_batch(
	struct cx *cx, const struct batch *batch, struct text_set *seen, struct stored *stored)
{
	size_t room = 0;

	*stored = (struct stored){.done = {.lines = batch->lines}};
	for (const struct draft *draft = batch->first; draft; draft = draft->next)
		TRY(store_draft(cx, draft, seen, stored, &room));
	return OK;
}

/* ---- Telling --------------------------------------------------------------------- */

void import_write(struct json *json, const struct import *import)
{
	json_field_int(json, "id", import->id);
	json_field_text(json, "status", import->status);
	json_field_text(json, "format", import->format);
	json_field_text(json, "file_name", import->file_name);
	json_field_bool(json, "dry_run", import->dry_run);
	json_field_int(json, "size_bytes", import->size_bytes);
	json_field_int(json, "done_bytes", import->done_bytes);
	json_field_int(json, "total_lines", import->done.lines);
	json_field_int(json, "imported", import->done.imported);
	json_field_int(json, "duplicates", import->done.duplicates);
	json_field_int(json, "failed", import->done.failed);
	json_field_text(json, "error", import->error);
	json_field_time(json, "created_at", import->created_us);
	json_field_time(json, "updated_at", import->updated_us);
}

enum err import_publish(struct cx *cx, const struct import *import)
{
	struct event event = {.type = "import:progress",
		.subject_type = "order_import",
		.subject_id = import->id,
		.audience = {.permission = PERM_ORDERS_IMPORT, .everyone = true}};
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_field_open(&json, "import");
	import_write(&json, import);
	json_close(&json);
	json_close(&json);
	event.data = json_end(&json).ptr;
	return events_publish(cx, &event);
}

/* ---- The job ----------------------------------------------------------------------- */

struct import_job {
	struct cx *cx;
	struct import import;
	struct file_reading reading;
	struct text_set seen;
	int64_t told_us;
	bool cancelled;
};

static enum err keep_faults(struct cx *cx, const struct import *import, const struct stored *stored)
{
	/* A refused order has a fault or two; all are counted, the first ones kept. */
	for (size_t i = 0; i < stored->fault_count; i++)
		if (import->done.failed + (int64_t)i < IMPORT_ERRORS_KEPT)
			TRY(import_store_add_error(cx, import->id, stored->faults[i].line,
				stored->faults[i].field, stored->faults[i].reason));
	return OK;
}

/* Both in the batch's own transaction: neither can be true without the other. */
static enum err note_progress(
	struct import_job *job, struct import *after, const struct stored *stored)
{
	struct cx *cx = job->cx;

	TRY(keep_faults(cx, &job->import, stored));
	TRY(import_store_progress(cx, after));
	if (cx->now_us - job->told_us < PROGRESS_EVERY_US)
		return OK;
	job->told_us = cx->now_us;
	return import_publish(cx, after);
}

static enum err run_batch(struct batch *batch, void *arg)
{
	struct import_job *job = arg;
	struct cx *cx = job->cx;
	struct import after = job->import;
	struct stored stored;
	bool running;

	cx->now_us = clock_now_us();
	TRY(import_store_move(cx, after.id, "running", NULL, &running));
	if (!running) {
		job->cancelled = true;
		return ERR_STATE;
	}
	TRY(intake_store_batch(cx, batch, after.dry_run ? &job->seen : NULL, &stored));
	if (after.dry_run)
		intake_store_rollback(cx);
	intake_add_summary(&after.done, &stored.done);
	after.done_bytes = batch->done_bytes;
	after.format = job->reading.found_format;
	after.updated_us = cx->now_us;
	TRY(note_progress(job, &after, &stored));
	TRY(intake_store_commit(cx));
	job->import = after;
	return OK;
}

static enum err finish(struct import_job *job, const char *status, const char *error)
{
	struct cx *cx = job->cx;
	bool moved;

	cx->now_us = clock_now_us();
	TRY(import_store_move(cx, job->import.id, status, error, &moved));
	if (moved && text_is(status, "done")) {
		job->import.done_bytes = job->import.size_bytes;
		TRY(import_store_progress(cx, &job->import));
	}
	if (moved) {
		job->import.status = status;
		job->import.error = error;
		job->import.updated_us = cx->now_us;
		TRY(import_publish(cx, &job->import));
	}
	TRY(intake_store_commit(cx));
	TRY(files_remove(cx, cx->actor->company_id, job->import.stored_file));
	return intake_store_commit(cx);
}

static enum err read_through(struct import_job *job)
{
	enum err err;

	job->reading = (struct file_reading){.format = job->import.format,
		/* A check that was interrupted begins again: it has nothing to go on from. */
		.from = job->import.dry_run ? 0 : job->import.done_bytes,
		.batch = run_batch,
		.arg = job};

	if (job->import.dry_run)
		job->import.done = (struct intake_summary){0};
	TRY(files_open(job->cx, job->import.stored_file, &job->reading.file));
	err = intake_read_file(job->cx, &job->reading);
	(void)fclose(job->reading.file);
	return err;
}

/* The file's own fault ends the import; anything else is tried again. */
static bool is_final(enum err err, bool last_attempt)
{
	return err == ERR_MALFORMED || err == ERR_TOO_LARGE || err == ERR_INVALID || last_attempt;
}

enum err import_run(struct cx *cx, int64_t id, bool last_attempt)
{
	struct import_job job = {.cx = cx};
	const char *error;
	bool running;
	enum err err;

	TRY(import_store_get(cx, id, &job.import));
	TRY(import_store_move(cx, id, "running", NULL, &running));
	TRY(intake_store_commit(cx));
	if (!running)
		return finish(&job, "cancelled", NULL);
	job.import.status = "running";
	job.seen.arena = arena_new(0);
	err = read_through(&job);
	arena_free(&job.seen.arena);
	if (err == OK)
		return finish(&job, "done", NULL);
	if (job.cancelled || is_final(err, last_attempt)) {
		error = cx->failure.message ? cx->failure.message
					    : cx_say(cx, "The import could not go on.");
		intake_store_rollback(cx);
		fail_clear(cx);
		return finish(&job, job.cancelled ? "cancelled" : "failed", error);
	}
	return err;
}

enum err import_give_up(struct cx *cx, int64_t id)
{
	struct import_job job = {.cx = cx};

	TRY(import_store_get(cx, id, &job.import));
	return finish(&job, "failed", cx_say(cx, "The import could not go on."));
}

enum err import_cancel(struct cx *cx, int64_t id, struct import *import)
{
	static const char *const none[] = {NULL};
	bool moved;

	TRY(import_store_get(cx, id, import));
	TRY(import_store_move(cx, id, "cancelled", NULL, &moved));
	if (!moved)
		return fail_state(
			cx, "status", none, "The import is over: %s.", cx_say(cx, import->status));
	TRY(import_store_get(cx, id, import));
	return import_publish(cx, import);
}
