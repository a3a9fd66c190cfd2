/* outbox_run.c - one attempt at an effect: prepared, judged, finished, each in a unit of its own. */
/* SPDX-License-Identifier: MIT */
#include "platform/outbox/outbox_internal.h"

#include "platform/log/log.h"

#include <inttypes.h>

#define RETRIES_OF_ENGINE 4
#define ERROR_BYTES_MAX 500

/* ---- Verdicts -------------------------------------------------------------------------- */

void outbox_done(struct outbox_verdict *verdict)
{
	verdict->outcome = OUTBOX_DONE;
	verdict->error = NULL;
	verdict->after_s = 0;
}

void outbox_later(struct outbox_verdict *verdict, const char *error, int64_t after_s)
{
	verdict->outcome = verdict->last ? OUTBOX_FAILED : OUTBOX_LATER;
	verdict->error = error;
	verdict->after_s = after_s;
}

void outbox_failed(struct outbox_verdict *verdict, const char *error)
{
	verdict->outcome = OUTBOX_FAILED;
	verdict->error = error;
	verdict->after_s = 0;
}

const char *outbox_error_say(
	const struct cx *cx, const struct language *language, const char *error)
{
	const char *said = error ? language_say(language, error) : NULL;
	const char *colon = error ? strstr(error, ": ") : NULL;
	const char *head;

	if (said != error || !colon)
		return said;
	head = arena_text_n(cx->arena, error, (size_t)(colon - error));
	return arena_format(cx->arena, "%s: %s", language_say(language, head),
		language_say(language, colon + 2));
}

static bool may_pass(int status)
{
	return status == 408 || status == 425 || status == 429 || status >= 500;
}

void outbox_judge(const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	if (fetch_succeeded(answer))
		outbox_done(verdict);
	else if (answer->result == FETCH_BAD_REQUEST ||
		(answer->result == FETCH_OK && !may_pass(answer->status)))
		outbox_failed(verdict, answer->sentence);
	else
		outbox_later(verdict, answer->sentence, answer->retry_after_s);
}

/* ---- Units -------------------------------------------------------------------------------- */

void outbox_unit_begin(struct db_pool *pool, struct arena *arena, struct cx *cx)
{
	*cx = (struct cx){.arena = arena,
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "outbox"};
	db_lend(pool, cx);
}

void outbox_unit_end(struct cx *cx)
{
	db_return(cx);
	arena_reset(cx->arena);
}

static enum err act_for_company(struct cx *cx, const struct outbox_claim *claim)
{
	const struct company *company;

	cx->now_us = clock_now_us();
	cx->request_id = arena_format(
		cx->arena, "outbox-%" PRId64 "-%" PRId64, claim->company_id, claim->item.id);
	TRY(company_by_id(cx, claim->company_id, &company));
	cx->actor = actor_system(cx->arena, company);
	return OK;
}

typedef enum err step_fn(struct cx *cx, const struct outbox_work *work, void *arg);

/* Again when the engine asks for it. What failed is rolled back. */
static enum err in_unit(struct cx *cx, const struct outbox_work *work, step_fn *step, void *arg)
{
	enum err outcome = OK;

	for (int i = 0; i <= RETRIES_OF_ENGINE; i++) {
		outcome = act_for_company(cx, work->claim);
		if (outcome == OK)
			outcome = step(cx, work, arg);
		if (outcome == OK)
			outcome = db_commit(cx);
		if (outcome == OK || !db_should_retry(cx))
			break;
		db_rollback(cx);
		fail_clear(cx);
	}
	if (outcome != OK)
		db_rollback(cx);
	return outcome;
}

static const char *error_of(const struct cx *cx, enum err outcome)
{
	const char *message = cx->failure.message ? cx->failure.message : err_name(outcome);

	return arena_text_n(cx->arena, message, strnlen(message, ERROR_BYTES_MAX));
}

/* ---- The end of an attempt ----------------------------------------------------------------- */

static enum err end_row(
	struct cx *cx, const struct outbox_work *work, const struct outbox_verdict *verdict)
{
	int64_t pause_us = jobs_pause_us(work->claim->item.attempt);

	if (pause_us < verdict->after_s * US_PER_SECOND)
		pause_us = verdict->after_s * US_PER_SECOND;
	return outbox_store_end(cx, work->claim, verdict, clock_now_us() + pause_us);
}

static void note(const struct outbox_work *work, const struct outbox_verdict *verdict)
{
	if (verdict->outcome == OUTBOX_DONE)
		return;
	log_warn("outbox.failed", LOG_TEXT("kind", work->kind->name),
		LOG_INT("company", work->claim->company_id), LOG_INT("id", work->claim->item.id),
		LOG_INT("attempt", work->claim->item.attempt), LOG_TEXT("error", verdict->error),
		LOG_TEXT("again", verdict->outcome == OUTBOX_LATER ? "yes" : "no"));
}

/* The kind could not write down what came of it; the row still shows that something is wrong. */
static enum err end_unfinished(struct cx *cx, const struct outbox_work *work, void *arg)
{
	return end_row(cx, work, arg);
}

struct finishing {
	const struct fetch_answer *answer;
	struct outbox_verdict verdict;
};

static enum err finish_row(struct cx *cx, const struct outbox_work *work, void *arg)
{
	struct finishing *finishing = arg;
	struct outbox_verdict *verdict = &finishing->verdict;

	*verdict = (struct outbox_verdict){.last = work->claim->item.last};
	outbox_judge(finishing->answer, verdict);
	TRY(work->kind->finish(cx, &work->claim->item, finishing->answer, verdict));
	if (verdict->last && verdict->outcome == OUTBOX_LATER)
		verdict->outcome = OUTBOX_FAILED;
	return end_row(cx, work, verdict);
}

static enum outbox_outcome finish_in(
	struct cx *cx, const struct outbox_work *work, const struct fetch_answer *answer)
{
	struct finishing finishing = {.answer = answer};
	struct outbox_verdict *verdict = &finishing.verdict;
	enum err outcome = in_unit(cx, work, finish_row, &finishing);

	if (outcome != OK) {
		*verdict = (struct outbox_verdict){.last = work->claim->item.last};
		outbox_later(verdict, error_of(cx, outcome), 0);
		fail_clear(cx);
		/* When even that fails the lease runs out, and somebody tries again. */
		outcome = in_unit(cx, work, end_unfinished, verdict);
		if (outcome != OK)
			log_warn("outbox.unrecorded", LOG_TEXT("kind", work->kind->name),
				LOG_TEXT("outcome", err_name(outcome)));
	}
	note(work, verdict);
	return verdict->outcome;
}

enum outbox_outcome outbox_run_finish(
	const struct outbox_work *work, const struct fetch_answer *answer)
{
	enum outbox_outcome outcome;
	struct cx cx;

	outbox_unit_begin(work->pool, work->arena, &cx);
	outcome = finish_in(&cx, work, answer);
	outbox_unit_end(&cx);
	return outcome;
}

/* ---- Its beginning ---------------------------------------------------------------------------- */

static enum err prepare_row(struct cx *cx, const struct outbox_work *work, void *arg)
{
	const struct outbox_verdict nothing_to_send = {.outcome = OUTBOX_DONE};
	struct fetch_request *request = arg;

	*request = (struct fetch_request){0};
	TRY(work->kind->prepare(cx, &work->claim->item, request));
	if (!request->url)
		return end_row(cx, work, &nothing_to_send);
	return OK;
}

static enum outbox_outcome end_unsent(
	struct cx *cx, const struct outbox_work *work, const char *sentence)
{
	const struct fetch_answer answer = {
		.result = FETCH_NOT_SENT, .sentence = sentence, .detail = sentence, .body = ""};

	fail_clear(cx);
	return finish_in(cx, work, &answer);
}

static enum outbox_step prepare_in(struct cx *cx, const struct outbox_work *work,
	struct fetch_request *request, enum outbox_outcome *outcome)
{
	enum err err;

	if (work->claim->item.attempt > work->kind->max_attempts) {
		*outcome = end_unsent(
			cx, work, WORDS("the program stopped each time it worked on this"));
		return OUTBOX_ENDED;
	}
	err = in_unit(cx, work, prepare_row, request);
	if (err != OK) {
		*outcome = end_unsent(cx, work, error_of(cx, err));
		return OUTBOX_ENDED;
	}
	*outcome = OUTBOX_DONE;
	return request->url ? OUTBOX_SENT_OUT : OUTBOX_ENDED;
}

enum outbox_step outbox_run_prepare(const struct outbox_work *work, fetch_done_fn *done, void *arg,
	enum outbox_outcome *outcome)
{
	struct fetch_request request = {0};
	enum outbox_step step;
	struct cx cx;

	outbox_unit_begin(work->pool, work->arena, &cx);
	step = prepare_in(&cx, work, &request, outcome);
	if (step == OUTBOX_SENT_OUT)
		fetch_send(&request, done, arg);
	outbox_unit_end(&cx);
	return step;
}
