/* report_export.c - large reports as files that a job makes. No SQL and no HTTP here. */
/* SPDX-License-Identifier: MIT */
#include "domains/reports/report_internal.h"

#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/files/files.h"
#include "platform/intl/messages.h"

#include <errno.h>
#include <unistd.h>

#define PROGRESS_EVERY_US (500 * US_PER_MS)
#define ATTEMPTS 5
#define SWEEP_ROWS 500

const char *const report_export_status_words[] = {
	"waiting", "running", "done", "failed", "cancelled", "expired", NULL};

/* ---- Filters kept as JSON ------------------------------------------------------------ */

#define MEMBER(name) \
	{ \
#name, offsetof(struct report_query, name) \
	}
static const struct {
	const char *name;
	size_t offset;
} members[] = {MEMBER(status), MEMBER(date), MEMBER(date_from), MEMBER(date_to), MEMBER(date_of),
	MEMBER(agent_id), MEMBER(seller_id), MEMBER(product_id), MEMBER(area), MEMBER(courier_id),
	MEMBER(kind), MEMBER(outcome)};

static const char **member_of(struct report_query *query, size_t i)
{
	return (const char **)(void *)((char *)query + members[i].offset);
}

static const char *write_filters(struct cx *cx, const struct report_query *query)
{
	struct report_query copy = *query;
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	for (size_t i = 0; i < COUNT(members); i++)
		if (*member_of(&copy, i))
			json_field_text(&json, members[i].name, *member_of(&copy, i));
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err read_filters(
	struct cx *cx, const struct report_export *export, struct report_query *query)
{
	const struct json_value *filters;

	*query = (struct report_query){.type = export->type};
	TRY(json_parse(cx, str_of(export->filters), &filters));
	for (size_t i = 0; i < COUNT(members); i++) {
		const struct json_value *value = json_get(filters, members[i].name);

		if (value && json_kind_of(value) == JSON_TEXT)
			*member_of(query, i) = json_text_of(value);
	}
	return OK;
}

/* ---- Telling --------------------------------------------------------------------------- */

void report_export_write(struct json *json, const struct report_export *export)
{
	const bool done = text_is(export->status, "done");

	json_open(json);
	json_field_int(json, "id", export->id);
	json_field_text(json, "type", export->type);
	json_field_text(json, "format", export->format);
	json_field_text(json, "status", export->status);
	json_field_raw(json, "filters", export->filters);
	json_field_int(json, "rows_done", export->rows_done);
	json_field_opt_int(json, "rows_total", export->rows_total);
	json_field_int(json, "size_bytes", export->size_bytes);
	json_field_text(json, "error", export->error);
	json_field_time(json, "created_at", export->created_us);
	json_field_opt_time(json, "finished_at", export->finished_us);
	json_field_opt_time(json, "expires_at",
		(struct opt_int){export->finished_us.value + EXPORT_KEPT_US, done});
	json_field_int(json, "version", export->version);
	json_close(json);
}

static enum err tell(struct cx *cx, const struct report_export *export)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_key(&json, "export");
	report_export_write(&json, export);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "report:progress",
			.subject_type = "report_export",
			.subject_id = export->id,
			.audience = {.permission = PERM_SELF, .user_id = export->user_id},
			.data = json_end(&json).ptr});
}

/* ---- Asking ------------------------------------------------------------------------------ */

enum err report_export_begin(
	struct cx *cx, const struct report_query *query, struct report_export *export)
{
	static const char *const none[] = {NULL};
	struct report report;
	int64_t unfinished;

	TRY(report_make(cx, query, &report));
	export->filters = write_filters(cx, query);
	TRY(export_store_unfinished(cx, &unfinished));
	if (unfinished >= EXPORTS_AT_ONCE)
		return fail_state(cx, "status", none,
			"Exports that are under way: %d. Wait for one, or cancel it.",
			EXPORTS_AT_ONCE);
	export->user_id = cx->actor->user_id;
	TRY(export_store_add(cx, export));
	TRY(export_store_schedule(cx, export->id));
	return audit_write(cx, "report.export_requested", "report_export", export->id,
		arena_format(cx->arena, "{\"type\":\"%s\",\"format\":\"%s\",\"filters\":%s}",
			export->type, export->format, export->filters));
}

enum err report_export_get(struct cx *cx, int64_t id, struct report_export *export)
{
	return export_store_get(cx, id, export);
}

enum err report_export_cancel(struct cx *cx, int64_t id, struct report_export *export)
{
	static const char *const none[] = {NULL};
	bool moved;

	TRY(export_store_get(cx, id, export));
	export->status = "cancelled";
	export->finished_us = (struct opt_int){cx->now_us, true};
	TRY(export_store_move(cx, export, &moved));
	if (!moved) {
		TRY(export_store_get(cx, id, export));
		return fail_state(
			cx, "status", none, "The export is over: %s.", cx_say(cx, export->status));
	}
	TRY(export_store_get(cx, id, export));
	TRY(audit_write(cx, "report.export_cancelled", "report_export", id, NULL));
	return tell(cx, export);
}

enum err report_export_open(struct cx *cx, int64_t id, struct report_export *export, FILE **file)
{
	static const char *const done[] = {"done", NULL};

	TRY(export_store_get(cx, id, export));
	if (!text_is(export->status, "done"))
		return fail_state(
			cx, "status", done, "There is no file: %s.", cx_say(cx, export->status));
	return files_open(cx, export->stored_file, file);
}

/* ---- The job ------------------------------------------------------------------------------ */

struct export_job {
	struct cx *cx;
	struct report_export export;
	const char *draft;
	FILE *file;
	int64_t written, told_us;
	bool cancelled;
};

static enum err take_bytes(const char *bytes, size_t length, void *arg)
{
	struct export_job *job = arg;

	job->written += (int64_t)length;
	if (job->written > EXPORT_BYTES_MAX)
		return fail(job->cx, ERR_TOO_LARGE, NULL,
			"The file would be larger than %d MB. Choose a shorter period.",
			(int)(EXPORT_BYTES_MAX / 1024 / 1024));
	if (length && fwrite(bytes, 1, length, job->file) != length)
		return fail(job->cx, ERR_FULL, NULL, "There is no room for the file.");
	return OK;
}

static enum err note_progress(struct cx *cx, int64_t rows, void *arg)
{
	struct export_job *job = arg;
	bool moved;

	if (jobs_stopping())
		return fail(cx, ERR_BUSY, NULL, "the program stops");
	cx->now_us = clock_now_us();
	if (cx->now_us - job->told_us < PROGRESS_EVERY_US)
		return OK;
	job->told_us = cx->now_us;
	job->export.rows_done = rows;
	TRY(export_store_move(cx, &job->export, &moved));
	if (!moved) {
		job->cancelled = true;
		return ERR_STATE;
	}
	TRY(tell(cx, &job->export));
	return export_store_commit(cx);
}

static enum err fill_sheet(struct export_job *job, const struct report *report)
{
	const struct company *company = job->cx->actor->company;
	const struct language *language = language_by_code(job->export.language);
	const struct sheet_options options = {
		.format = sheet_format_of(job->export.format),
		.title = language_say(language, report->type->title),
		.language = language,
		.time_zone = company->time_zone,
		.folder = files_folder(),
		.right_to_left = text_is(language ? language->code : company->language, "ar"),
		.sink = take_bytes,
		.arg = job,
	};
	struct sheet *sheet;
	enum err err;

	TRY(sheet_begin(job->cx, &options, report->type->headings, &sheet));
	err = report_fill(job->cx, report, sheet, note_progress, job);
	job->export.rows_done = sheet_rows(sheet);
	return sheet_end(&sheet, err);
}

/* Whole or not at all: the file is kept once it is finished. */
static enum err make_file(struct export_job *job, const struct report *report)
{
	enum err err;

	job->written = 0;
	job->file = fopen(job->draft, "wbe");
	if (!job->file)
		return fail(job->cx, ERR_FULL, NULL, "There is no room for the file.");
	err = fill_sheet(job, report);
	if (fclose(job->file) != 0 && err == OK)
		err = fail(job->cx, ERR_FULL, NULL, "There is no room for the file.");
	return err;
}

/* As the user who asked, with the rights that user has now. */
static enum err run_as_owner(struct export_job *job)
{
	struct cx *cx = job->cx;
	const struct actor *owner;
	struct report_query query;
	struct report_sum sum = {0};
	struct report report;

	TRY(actor_of_user(cx, job->export.user_id, &owner));
	cx->actor = owner;
	if (!actor_may(owner, PERM_REPORTS_READ))
		return fail(cx, ERR_DENIED, NULL, "You may not read reports any more.");
	TRY(read_filters(cx, &job->export, &query));
	TRY(report_make(cx, &query, &report));
	TRY(report.type->sum(cx, &report, &sum));
	job->export.rows_total = (struct opt_int){sum.rows, !sum.capped};
	return make_file(job, &report);
}

static enum err finish(struct export_job *job, const char *status, const char *error)
{
	struct cx *cx = job->cx;
	bool moved;

	cx->now_us = clock_now_us();
	job->export.status = status;
	job->export.error = error;
	job->export.size_bytes = error ? 0 : job->written;
	job->export.finished_us = (struct opt_int){cx->now_us, true};
	TRY(export_store_move(cx, &job->export, &moved));
	if (!moved) /* cancelled at the last moment */
		TRY(files_remove(cx, cx->actor->company_id, job->export.stored_file));
	else
		TRY(tell(cx, &job->export));
	if (moved && !error)
		TRY(audit_write(cx, "report.exported", "report_export", job->export.id,
			arena_format(
				cx->arena, "{\"rows\":%lld}", (long long)job->export.rows_done)));
	return export_store_commit(cx);
}

/* Nothing that comes right by trying again. */
static bool is_final(enum err err, int attempt)
{
	return attempt >= ATTEMPTS || err == ERR_TOO_LARGE || err == ERR_INVALID ||
		err == ERR_DENIED || err == ERR_NOT_FOUND;
}

static enum err run_export(struct cx *cx, const struct job *row)
{
	const struct actor *system = cx->actor;
	struct export_job job = {.cx = cx};
	const char *error;
	enum err err;
	bool moved;

	TRY(export_store_get(cx, row->subject_id, &job.export));
	job.export.status = "running";
	job.export.rows_done = 0;
	TRY(export_store_move(cx, &job.export, &moved));
	TRY(export_store_commit(cx));
	if (!moved)
		return OK;
	cx->language = language_by_code(job.export.language);
	job.draft = files_draft(cx, job.export.stored_file);
	err = run_as_owner(&job);
	cx->actor = system;
	if (err == OK)
		err = files_keep(cx, job.export.stored_file, job.draft);
	(void)unlink(job.draft);
	if (err == OK)
		return finish(&job, "done", NULL);
	error = cx->failure.message ? cx->failure.message
				    : cx_say(cx, "The export could not go on.");
	if (!job.cancelled && !is_final(err, row->attempt))
		return err;
	export_store_rollback(cx);
	fail_clear(cx);
	return job.cancelled ? OK : finish(&job, "failed", error);
}

static enum err give_up_export(struct cx *cx, const struct job *row)
{
	struct export_job job = {.cx = cx};

	TRY(export_store_get(cx, row->subject_id, &job.export));
	cx->language = language_by_code(job.export.language);
	return finish(&job, "failed", cx_say(cx, "The export could not go on."));
}

/* ---- Forgetting ------------------------------------------------------------------------------ */

static enum err sweep(struct cx *cx, const struct job *job)
{
	struct export_old *rows;
	size_t count;

	(void)job;
	TRY(export_store_old(cx, cx->now_us - EXPORT_KEPT_US, SWEEP_ROWS, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(files_remove(cx, rows[i].company_id, rows[i].stored_file));
		TRY(export_store_expire(cx, &rows[i]));
	}
	return export_store_forget(cx, cx->now_us - EXPORT_FORGOTTEN_US);
}

const struct job_kind report_jobs[] = {
	{.name = "report.export",
		.run = run_export,
		.give_up = give_up_export,
		.max_attempts = ATTEMPTS,
		.own_transactions = true,
		.about = "Write a report into a file; begins anew when it was interrupted."},
	{.name = "report.sweep",
		.run = sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.about = "Removes files of reports after a day."},
	{0},
};
