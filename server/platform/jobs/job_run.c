/* job_run.c - one job from claim to end: its unit of work, its retry, its fence. */
/* SPDX-License-Identifier: MIT */
#include "platform/jobs/jobs_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

#include <inttypes.h>

#define RETRIES_OF_ENGINE 4
#define BACKOFF_FIRST_US (5 * US_PER_SECOND)
#define ERROR_BYTES_MAX 500

int64_t job_backoff_us(int attempt, uint32_t dice)
{
	int64_t pause = BACKOFF_FIRST_US;
	int64_t spread;

	for (int i = 1; i < attempt && pause < US_PER_HOUR; i++)
		pause *= 2;
	if (pause > US_PER_HOUR)
		pause = US_PER_HOUR;
	spread = pause / 5;
	return pause - spread + (int64_t)(dice % (uint32_t)(2 * spread / US_PER_MS)) * US_PER_MS;
}

int64_t jobs_pause_us(int attempt)
{
	uint32_t dice;

	crypto_random(&dice, sizeof(dice));
	return job_backoff_us(attempt, dice);
}

void job_unit_begin(
	const struct job_runner *runner, struct arena *arena, struct cx *cx, const char *request_id)
{
	*cx = (struct cx){.arena = arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = request_id};
	db_lend(runner->pool, cx);
}

void job_unit_end(struct cx *cx)
{
	db_return(cx);
	arena_reset(cx->arena);
}

/* What went wrong, for the row and the log. */
static const char *error_of(const struct cx *cx, enum err outcome)
{
	const char *message = cx->failure.message ? cx->failure.message : err_name(outcome);

	return arena_text_n(cx->arena, message, strnlen(message, ERROR_BYTES_MAX));
}

/* ---- A scheduled job ----------------------------------------------------- */

static enum err work(struct cx *cx, const struct job_runner *runner, const struct job_kind *kind,
	const struct claim *claim)
{
	const struct company *company;

	TRY(company_by_id(cx, claim->company_id, &company));
	cx->actor = actor_system(cx->arena, company);
	TRY(kind->run(cx, &claim->job));
	TRY(job_store_done(cx, claim, runner->owner));
	return db_commit(cx);
}

static void record_failure(struct cx *cx, const struct job_runner *runner,
	const struct job_kind *kind, const struct claim *claim, const char *error)
{
	struct opt_int again = {0};
	enum err outcome;

	cx->now_us = clock_now_us();
	if (claim->job.attempt < kind->max_attempts)
		again = (struct opt_int){cx->now_us + jobs_pause_us(claim->job.attempt), true};
	outcome = job_store_retry(cx, claim, runner->owner, again, error);
	if (outcome == OK)
		outcome = db_commit(cx);
	/* When even that fails the lease runs out, and somebody tries again. */
	log_warn("job.failed", LOG_TEXT("kind", kind->name), LOG_INT("company", claim->company_id),
		LOG_INT("job", claim->job.id), LOG_INT("attempt", claim->job.attempt),
		LOG_TEXT("error", error), LOG_TEXT("again", again.given ? "yes" : "no"),
		LOG_TEXT("recorded", err_name(outcome)));
}

/* Whatever comes of it, the job is over. */
static void give_up(struct cx *cx, const struct job_runner *runner, const struct job_kind *kind,
	const struct claim *claim)
{
	const struct company *company;
	enum err err = OK;

	if (kind->give_up) {
		err = company_by_id(cx, claim->company_id, &company);
		if (err == OK) {
			cx->actor = actor_system(cx->arena, company);
			err = kind->give_up(cx, &claim->job);
		}
	}
	if (err != OK)
		db_rollback(cx);
	record_failure(cx, runner, kind, claim, "the program stopped each time it worked on this");
}

void job_run_claim(const struct job_runner *runner, struct arena *arena,
	const struct job_kind *kind, const struct claim *claim)
{
	enum err outcome;
	struct cx cx;

	job_unit_begin(runner, arena, &cx,
		arena_format(arena, "job-%" PRId64 "-%" PRId64, claim->company_id, claim->job.id));
	if (claim->job.attempt > kind->max_attempts) {
		give_up(&cx, runner, kind, claim);
		job_unit_end(&cx);
		return;
	}
	outcome = work(&cx, runner, kind, claim);
	for (int i = 0; outcome != OK && db_should_retry(&cx) && i < RETRIES_OF_ENGINE; i++) {
		db_rollback(&cx);
		fail_clear(&cx);
		outcome = work(&cx, runner, kind, claim);
	}
	if (outcome != OK) {
		const char *error = error_of(&cx, outcome);

		db_rollback(&cx);
		record_failure(&cx, runner, kind, claim, error);
	}
	job_unit_end(&cx);
}

/* ---- Periodic work ------------------------------------------------------- */

/* The installation itself: of no company, so it publishes nothing and owns no rows. */
static const struct actor *system_of_all(struct arena *arena)
{
	struct actor *actor = arena_alloc(arena, sizeof(*actor));

	*actor = (struct actor){.company = actor_nobody()->company,
		.user_name = "system",
		.scope = SCOPE_COMPANY,
		.permissions = PERMISSIONS_ALL};
	return actor;
}

/* In one transaction with its due mark: whoever moves the mark does the work, all of it or none. */
static enum err work_once(struct cx *cx, const struct job_kind *kind, bool *ours)
{
	const struct job job = {.kind = kind->name, .payload = "{}", .attempt = 1};

	TRY(periodic_store_begin(cx, kind->name, cx->now_us + kind->every_us, ours));
	if (!*ours)
		return OK;
	TRY(kind->run(cx, &job));
	return db_commit(cx);
}

static enum err work_in_steps(
	struct cx *cx, const struct job_runner *runner, const struct job_kind *kind, bool *ours)
{
	const struct job job = {.kind = kind->name, .payload = "{}", .attempt = 1};

	TRY(periodic_store_lease(cx, kind->name, runner->owner, clock_now_us() + LEASE_US, ours));
	TRY(db_commit(cx));
	if (!*ours)
		return OK;
	TRY(kind->run(cx, &job));
	TRY(periodic_store_end(
		cx, kind->name, runner->owner, clock_now_us() + kind->every_us, NULL));
	return db_commit(cx);
}

static void record_periodic_failure(struct cx *cx, const struct job_runner *runner,
	const struct job_kind *kind, const char *error, int64_t again_us)
{
	enum err outcome = periodic_store_end(cx, kind->name, runner->owner, again_us, error);

	if (outcome == OK)
		outcome = db_commit(cx);
	log_warn("job.periodic", LOG_TEXT("kind", kind->name), LOG_TEXT("error", error),
		LOG_TEXT("recorded", err_name(outcome)));
}

int64_t job_run_periodic(
	const struct job_runner *runner, struct arena *arena, const struct job_kind *kind)
{
	int64_t again;
	bool ours = false;
	enum err outcome;
	struct cx cx;

	job_unit_begin(runner, arena, &cx, kind->name);
	cx.actor = system_of_all(arena);
	if (kind->own_transactions)
		outcome = work_in_steps(&cx, runner, kind, &ours);
	else
		outcome = work_once(&cx, kind, &ours);
	again = clock_now_us() + kind->every_us;
	if (outcome != OK) {
		const char *error = error_of(&cx, outcome);

		if (again > clock_now_us() + US_PER_MINUTE)
			again = clock_now_us() + US_PER_MINUTE;
		db_rollback(&cx);
		record_periodic_failure(&cx, runner, kind, error, again);
	} else if (!ours) {
		db_rollback(&cx);
		if (periodic_store_next(&cx, kind->name, &again) != OK || again <= clock_now_us())
			again = clock_now_us() + 5 * US_PER_SECOND;
	}
	job_unit_end(&cx);
	return again;
}
