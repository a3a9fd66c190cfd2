/* mail.c - queueing in the unit's transaction, carrying by the scheduler. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

#include "platform/cfg/cfg.h"
#include "platform/crypto/crypto.h"
#include "platform/json/json.h"
#include "platform/log/log.h"

#include <inttypes.h>

#define SEND_KIND "mail.send"
#define ATTEMPTS_MAX 30 /* with pauses growing to an hour: about a day */
#define KEEP_US (7 * US_PER_DAY)
#define SWEEP_ROWS 1000

bool mail_configured(void)
{
	return !text_empty(cfg_text("mail-url")) && !text_empty(cfg_text("mail-from"));
}

static struct mail_server server_of_cfg(void)
{
	return (struct mail_server){.url = cfg_text("mail-url"),
		.user = cfg_text("mail-user"),
		.password = cfg_text("mail-password"),
		.from = cfg_text("mail-from"),
		.tls = !text_is(cfg_text("mail-tls"), "off")};
}

/* Part after the '@' of the sender: the right side of a Message-ID has to be ours. */
static const char *own_domain(struct arena *arena)
{
	const char *address, *name;

	if (!mail_address(arena, cfg_text("mail-from"), &address, &name))
		return "hatif.invalid";
	return strchr(address, '@') + 1;
}

enum err mail_queue(struct cx *cx, const char *to, const char *subject, const char *text_body)
{
	struct mail_row row = {.created_us = cx->now_us};
	struct json json;

	if (!mail_configured())
		return fail(cx, ERR_NOT_CONFIGURED, NULL, "no e-mail server is configured");
	TRY(mail_check(cx, to, subject, text_body));
	json_begin(&json, cx->arena, strlen(text_body) + 256);
	json_open(&json);
	json_field_text(&json, "to", to);
	json_field_text(&json, "subject", subject);
	json_field_text(&json, "body", text_body);
	json_close(&json);
	row.payload = json_end(&json).ptr;
	TRY(db_next_id(cx, "outbox", &row.id));
	row.key = arena_format(cx->arena, "%" PRId64 ".%" PRId64 ".%s@%s", cx->actor->company_id,
		row.id, crypto_token(cx->arena, 12), own_domain(cx->arena));
	TRY(mail_store_add(cx, &row));
	return jobs_schedule(cx, SEND_KIND, NULL, row.id, "{}", cx->now_us);
}

/* ---- Carrying ------------------------------------------------------------------ */

static const char *member(const struct json_value *object, const char *key)
{
	const struct json_value *value = json_get(object, key);

	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : "";
}

static enum err message_of(struct cx *cx, const struct mail_row *row, struct mail_message *message)
{
	const struct json_value *payload;

	TRY(json_parse(cx, str_of(row->payload), &payload));
	*message = (struct mail_message){.from = cfg_text("mail-from"),
		.to = member(payload, "to"),
		.subject = member(payload, "subject"),
		.body = member(payload, "body"),
		.id = row->key,
		.date_us = row->created_us};
	return mail_check(cx, message->to, message->subject, message->body);
}

/*
 * What came of it goes into the outbox row. Sent, or refused for good, the row
 * ends in the transaction that ends the job; else the job comes again.
 */
static enum err note_result(struct cx *cx, const struct job *job, const struct mail_row *row,
	enum mail_result result, const char *why)
{
	bool last = job->attempt >= ATTEMPTS_MAX;

	if (result == MAIL_SENT)
		return mail_store_note(cx, row->id, "done", NULL);
	log_warn("mail.failed", LOG_INT("company", cx->actor->company_id), LOG_INT("mail", row->id),
		LOG_INT("attempt", job->attempt), LOG_TEXT("why", why));
	if (result == MAIL_REFUSED || last)
		return mail_store_note(cx, row->id, "failed", why);
	TRY(mail_store_note(cx, row->id, "waiting", why));
	TRY(db_commit(cx));
	return fail(cx, ERR_BUSY, NULL, "%s", why);
}

static enum err run_send(struct cx *cx, const struct job *job)
{
	const struct mail_server server = server_of_cfg();
	struct mail_message message;
	enum mail_result result;
	struct mail_row row;
	const char *why;

	TRY(mail_store_get(cx, job->subject_id, &row));
	if (!row.waiting)
		return OK;
	if (!mail_configured())
		return note_result(cx, job, &row, MAIL_LATER, "no e-mail server is configured");
	TRY(message_of(cx, &row, &message));
	result = mail_send(cx->arena, &server, &message, &why);
	return note_result(cx, job, &row, result, why);
}

static enum err run_sweep(struct cx *cx, const struct job *job)
{
	int64_t deleted = SWEEP_ROWS;

	(void)job;
	while (deleted == SWEEP_ROWS && !jobs_stopping()) {
		TRY(mail_store_sweep(cx, cx->now_us - KEEP_US, SWEEP_ROWS, &deleted));
		TRY(db_commit(cx));
	}
	return OK;
}

const struct job_kind mail_jobs[] = {
	{.name = SEND_KIND,
		.run = run_send,
		.max_attempts = ATTEMPTS_MAX,
		.own_transactions = true,
		.about = "Hands one message of the outbox to the SMTP server."},
	{.name = "mail.sweep",
		.run = run_sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.own_transactions = true,
		.about = "Forgets messages that were sent more than a week ago."},
	{0},
};
