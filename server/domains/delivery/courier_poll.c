/* courier_poll.c - asking couriers about parcels: when, how, and what came of it. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/intl/messages.h"
#include "platform/outbox/outbox.h"

#include <inttypes.h>

/* The next time of asking is near; what fails longer than a few minutes waits for it. */
#define ATTEMPTS 4
#define TEST_BYTES 9
#define LOOK_EVERY_US (20 * US_PER_SECOND)

/* ---- When ------------------------------------------------------------------------------ */

/* As the company's system; false when it is suspended. */
static bool become(struct cx *cx, int64_t company_id)
{
	const struct company *company;

	if (company_by_id(cx, company_id, &company) != OK) {
		fail_clear(cx);
		return false;
	}
	cx->actor = actor_system(cx->arena, company);
	return true;
}

/* A delivery and a slot of time: the same question is never asked twice. */
static enum err add_effect(struct cx *cx, const struct delivery_due *due)
{
	TRY(outbox_add(cx,
		&(struct outbox_entry){
			.kind = POLL_KIND,
			.effect_key = arena_format(cx->arena, "delivery-%" PRId64 "-%" PRId64,
				due->id, cx->now_us / LOOK_EVERY_US),
			.subject_id = due->id,
		}));
	return poll_store_begin(cx, due->id);
}

static enum err schedule(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	struct delivery_due *rows;
	size_t count;

	(void)job;
	TRY(poll_store_due(cx, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		int64_t under_way;

		if (!become(cx, rows[i].company_id))
			continue;
		TRY(poll_store_under_way(cx, rows[i].courier_id, &under_way));
		if (under_way < POLLS_OF_COURIER)
			TRY(add_effect(cx, &rows[i]));
	}
	cx->actor = before;
	return OK;
}

static enum err watch(struct cx *cx, const struct job *job)
{
	const struct actor *before = cx->actor;
	struct delivery_due *rows;
	size_t count;

	(void)job;
	TRY(watch_store_due(cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (become(cx, rows[i].company_id))
			TRY(watch_one(cx, rows[i].id));
	cx->actor = before;
	return OK;
}

const struct job_kind delivery_jobs[] = {
	{.name = "courier.schedule",
		.run = schedule,
		.max_attempts = 1,
		.every_us = LOOK_EVERY_US,
		.about = "Asks couriers about the parcels whose time has come"},
	{.name = "delivery.stuck",
		.run = watch,
		.max_attempts = 1,
		.every_us = US_PER_MINUTE,
		.about = "Parcels without news become follow-ups"},
	{0},
};

/* ---- Tests -------------------------------------------------------------------------------- */

enum err courier_test(struct cx *cx, const struct courier *courier, const char *tracking_number,
	const char **test)
{
	struct json json;

	*test = crypto_token(cx->arena, TEST_BYTES);
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "courier", courier->id);
	json_field_text(&json, "tracking_number", tracking_number);
	json_field_int(&json, "user", cx->actor->user_id);
	json_field_text(&json, "language", language_code(cx->language));
	json_close(&json);
	return outbox_add(cx,
		&(struct outbox_entry){
			.kind = POLL_KIND, .effect_key = *test, .payload = json_end(&json).ptr});
}

/* What an effect asks for: a delivery, or what somebody tries out. */
struct question {
	struct courier courier;
	struct delivery delivery; /* id 0: a test */
	const char *tracking_number;
	int64_t user_id; /* of a test, and the language that it was asked for in */
	const struct language *language;
};

static enum err load_test(struct cx *cx, const struct outbox_item *item, struct question *question)
{
	const struct json_value *payload;

	TRY(json_parse(cx, str_of(item->payload), &payload));
	question->tracking_number = json_text_of(json_get(payload, "tracking_number"));
	question->user_id = json_int_of(json_get(payload, "user"));
	if (json_get(payload, "language")) /* rows of older versions have none */
		question->language = language_by_code(json_text_of(json_get(payload, "language")));
	return courier_store_get(cx, json_int_of(json_get(payload, "courier")), &question->courier);
}

static enum err load(struct cx *cx, const struct outbox_item *item, struct question *question)
{
	*question = (struct question){0};
	if (item->subject_id == 0)
		return load_test(cx, item, question);
	TRY(delivery_store_lock(cx, item->subject_id, &question->delivery));
	question->tracking_number = question->delivery.tracking_number;
	return courier_store_get(cx, question->delivery.courier_id, &question->courier);
}

/* To the user who asked for it. */
static enum err tell_tester(struct cx *cx, const struct outbox_item *item,
	const struct question *question, size_t events, const char *error)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "test", item->effect_key);
	json_field_int(&json, "courier_id", question->courier.id);
	json_field_bool(&json, "ok", error == NULL);
	json_field_int(&json, "events", (int64_t)events);
	json_field_text(&json, "error", outbox_error_say(cx, question->language, error));
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "courier:tested",
			.subject_type = "courier",
			.subject_id = question->courier.id,
			.audience = {.permission = PERM_SELF, .user_id = question->user_id},
			.data = json_end(&json).ptr});
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static struct opt_int next_time(const struct cx *cx, const struct delivery *delivery)
{
	return (struct opt_int){cx->now_us + delivery->poll_minutes * US_PER_MINUTE,
		delivery->poll_minutes > 0 && !delivery->ended_us.given};
}

static enum err prepare(
	struct cx *cx, const struct outbox_item *item, struct fetch_request *request)
{
	struct question question;
	const struct courier_way *way;

	TRY(load(cx, item, &question));
	way = courier_way(question.courier.adapter);
	if (way && (question.delivery.id == 0 || next_time(cx, &question.delivery).given))
		TRY(way->ask(cx, &question.courier, question.tracking_number, request));
	if (request->url)
		return OK;
	if (question.delivery.id == 0)
		return tell_tester(cx, item, &question, 0,
			"this courier cannot be asked: it is not configured for it");
	return poll_store_end(cx, question.delivery.id, (struct opt_int){0});
}

/* The parcel that was asked for; an answer may name it in another spelling. */
static const struct parcel_report *report_of(
	struct cx *cx, const struct question *question, const struct parcel_reports *reports)
{
	const char *wanted = tracking_key(cx->arena, question->tracking_number);

	for (size_t i = 0; i < reports->count; i++)
		if (text_is(tracking_key(cx->arena, reports->rows[i].tracking_number), wanted))
			return &reports->rows[i];
	return NULL;
}

/* *error NULL: understood. The report stays NULL when the courier does not know the parcel. */
static void understand(struct cx *cx, const struct question *question,
	const struct fetch_answer *answer, const struct parcel_report **report, const char **error)
{
	struct parcel_reports reports = {0};
	const struct json_value *message;
	enum err err = json_parse(cx, (struct str){answer->body, answer->body_bytes}, &message);

	*report = NULL;
	*error = NULL;
	if (err == OK)
		err = courier_way(question->courier.adapter)
			      ->read(cx, &question->courier, message, false, &reports);
	if (err != OK) {
		*error = arena_format(cx->arena, "%s: %s", WORDS("the answer is not understood"),
			cx->failure.fields ? cx->failure.fields->reason : cx->failure.message);
		fail_clear(cx);
		return;
	}
	*report = report_of(cx, question, &reports);
	if (!*report)
		*error = WORDS("the courier does not know this parcel");
}

static enum err note_answer(struct cx *cx, const struct outbox_item *item,
	struct question *question, const struct parcel_report *report, const char *error)
{
	size_t fresh;

	TRY(courier_store_note(cx, question->courier.id, error));
	if (question->delivery.id == 0)
		return tell_tester(cx, item, question, report ? report->count : 0, error);
	if (report)
		TRY(tracking_take(cx, &question->courier, &question->delivery, report,
			TRACKING_POLL, &fresh));
	return poll_store_end(cx, question->delivery.id, next_time(cx, &question->delivery));
}

static enum err finish(struct cx *cx, const struct outbox_item *item,
	const struct fetch_answer *answer, struct outbox_verdict *verdict)
{
	const struct parcel_report *report = NULL;
	struct question question;
	const char *error;

	TRY(load(cx, item, &question));
	if (question.delivery.id == 0 && verdict->outcome == OUTBOX_LATER)
		outbox_failed(verdict, verdict->error); /* somebody waits for the answer */
	if (verdict->outcome == OUTBOX_LATER)
		return courier_store_note(cx, question.courier.id, verdict->error);
	error = verdict->error;
	if (verdict->outcome == OUTBOX_DONE)
		understand(cx, &question, answer, &report, &error);
	/* The next time of asking follows anyhow: nothing is kept to be sent again. */
	outbox_done(verdict);
	return note_answer(cx, item, &question, report, error);
}

const struct outbox_kind courier_kinds[] = {
	{.name = POLL_KIND,
		.max_attempts = ATTEMPTS,
		.company_limit = 8,
		.prepare = prepare,
		.finish = finish,
		.about = "A question to a courier about a parcel"},
	{0},
};
