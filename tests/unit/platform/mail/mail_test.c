/* mail_test.c - what becomes a message, and what a server may do to it (E-1, fault 26). */
/* SPDX-License-Identifier: MIT */
#include "../events/live_support.h"
#include "../fetch/fetch_support.h"

#include "platform/cfg/cfg.h"
#include "platform/mail/mail_internal.h"

#include <assert.h>

/* ---- Checks --------------------------------------------------------------------- */

static void only_plain_text_passes(void **state)
{
	static const struct {
		const char *name, *to, *subject, *body, *field;
	} cases[] = {
		{"plain", "a@b.example", "Hello", "text\nmore", NULL},
		{"Arabic subject and body", "a@b.example", "مرحبا", "أهلاً\n", NULL},
		{"no address", "nobody", "s", "b", "to"},
		{"empty address", "", "s", "b", "to"},
		{"line break in the address", "a@b.example\r\nBcc: c@d.example", "s", "b", "to"},
		{"two addresses", "a@b.example,c@d.example", "s", "b", "to"},
		{"address with a name", "A <a@b.example>", "s", "b", "to"},
		{"blank in the address", "a b@c.example", "s", "b", "to"},
		{"two at signs", "a@b@c.example", "s", "b", "to"},
		{"angle bracket", "a@b.example>", "s", "b", "to"},
		{"not ASCII", "ä@b.example", "s", "b", "to"},
		{"line break in the subject", "a@b.example", "s\r\nBcc: c@d.example", "b",
			"subject"},
		{"bare line feed in the subject", "a@b.example", "s\nX: y", "b", "subject"},
		{"bare return in the subject", "a@b.example", "s\rX: y", "b", "subject"},
		{"empty subject", "a@b.example", "", "b", "subject"},
		{"broken UTF-8 in the subject", "a@b.example", "\xff", "b", "subject"},
		{"control letter in the body", "a@b.example", "s", "b\x01", "body"},
		{"broken UTF-8 in the body", "a@b.example", "s", "\xc3", "body"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cx cx = {.arena = arena_new(0), .actor = actor_nobody()};
		enum err outcome = mail_check(&cx, cases[i].to, cases[i].subject, cases[i].body);

		assert_case(outcome == (cases[i].field ? ERR_INVALID : OK), cases[i].name);
		if (cases[i].field)
			assert_case(
				text_is(cx.failure.fields->field, cases[i].field), cases[i].name);
		arena_free(&cx.arena);
	}
}

static void senders_are_read(void **state)
{
	static const struct {
		const char *text, *address, *name;
	} cases[] = {
		{"a@b.example", "a@b.example", NULL},
		{"Gulf Desk <a@b.example>", "a@b.example", "Gulf Desk"},
		{"\"Gulf, Desk\" <a@b.example>", "a@b.example", "Gulf, Desk"},
		{"<a@b.example>", "a@b.example", NULL},
		{"Gulf Desk", NULL, NULL},
		{"Gulf <a@b.example> x", NULL, NULL},
		{"A\r\nBcc: x@y.example <a@b.example>", NULL, NULL},
		{NULL, NULL, NULL},
	};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *address, *name;
		bool good = mail_address(arena, cases[i].text, &address, &name);

		assert_case(
			good == (cases[i].address != NULL), cases[i].text ? cases[i].text : "-");
		if (good)
			assert_case(
				text_is(address, cases[i].address) && text_is(name, cases[i].name),
				cases[i].text);
	}
	arena_free(&arena);
}

/* ---- Text ------------------------------------------------------------------------- */

static const struct mail_message arabic = {.from = "مكتب الخليج <desk@gulf.example>",
	.to = "omar@example.com",
	.subject = "إعادة تعيين كلمة المرور لحسابك في مكتب الخليج للطلبات والشكاوى",
	.body = "أهلاً بك،\nاضغط الرابط.\r\n.\nEnd",
	.id = "1.2.abc@gulf.example",
	.date_us = INT64_C(1795241566123456)};

static const char *decoded(struct arena *arena, const char *text, size_t length)
{
	const unsigned char *bytes;
	size_t count;

	assert_true(crypto_from_base64(arena, (struct str){text, length}, &bytes, &count));
	return arena_text_n(arena, (const char *)bytes, count);
}

/* The words of an encoded header, put together. */
static const char *header_text(struct arena *arena, const char *message, const char *name)
{
	const char *at = strstr(message, arena_format(arena, "\r\n%s: ", name));
	struct buf out = buf_in(arena, 100);

	assert_non_null(at);
	at += 2;
	for (const char *end; (end = strstr(at, "\r\n")); at = end + 3) {
		for (const char *word = at; (word = strstr(word, "=?UTF-8?B?")) && word < end;) {
			const char *last = strstr(word + 10, "?=");

			buf_text(&out, decoded(arena, word + 10, (size_t)(last - word - 10)));
			word = last;
		}
		if (end[2] != ' ')
			break;
	}
	return out.ptr;
}

static void a_message_is_well_formed(void **state)
{
	struct arena *arena = arena_new(0);
	struct str text = mail_write(arena, &arabic);
	const char *body = strstr(text.ptr, "\r\n\r\n");
	struct buf whole = buf_in(arena, 100);

	(void)state;
	assert_non_null(strstr(text.ptr, "Date: Sat, 21 Nov 2026 06:12:46 +0000\r\n"));
	assert_non_null(strstr(text.ptr, "\r\nTo: <omar@example.com>\r\n"));
	assert_non_null(strstr(text.ptr, "\r\nMessage-ID: <1.2.abc@gulf.example>\r\n"));
	assert_non_null(strstr(text.ptr, " <desk@gulf.example>\r\n"));
	assert_string_equal(header_text(arena, text.ptr, "Subject"), arabic.subject);
	assert_string_equal(header_text(arena, text.ptr, "From"), "مكتب الخليج");
	for (const char *line = text.ptr; *line;) {
		size_t length = strcspn(line, "\n");

		assert_true(length <= 79 && length > 0 && line[length - 1] == '\r');
		for (size_t i = 0; i + 1 < length; i++)
			assert_true((unsigned char)line[i] < 127 && line[i] >= 32);
		line += length + 1;
	}
	for (const char *line = body + 4; *line; line += strcspn(line, "\n") + 1)
		buf_text(&whole, decoded(arena, line, strcspn(line, "\r")));
	assert_string_equal(whole.ptr, "أهلاً بك،\r\nاضغط الرابط.\r\n.\r\nEnd");
	arena_free(&arena);
}

static void plain_subjects_stay_readable(void **state)
{
	struct mail_message message = arabic;
	struct arena *arena = arena_new(0);

	(void)state;
	message.subject = "Your new password";
	assert_non_null(
		strstr(mail_write(arena, &message).ptr, "\r\nSubject: Your new password\r\n"));
	message.subject = "=?UTF-8?Q?looks_encoded?=";
	assert_string_equal(header_text(arena, mail_write(arena, &message).ptr, "Subject"),
		"=?UTF-8?Q?looks_encoded?=");
	arena_free(&arena);
}

/* ---- A server --------------------------------------------------------------------- */

enum manner { ACCEPTS, REFUSES, IS_BUSY, STALLS, BUSY_AFTER_DATA, ASKS_WHO_WE_ARE };

static _Atomic enum manner manner;
static atomic_int messages;

/* Next line of the client; false when it is gone. */
static bool hear(struct provider *provider, int fd, char *line, size_t room)
{
	size_t length = 0;

	while (length + 1 < room && (!length || line[length - 1] != '\n')) {
		if (provider_receive(provider, fd, line + length, 1) != 1)
			return false;
		length++;
	}
	line[length] = '\0';
	return true;
}

static void take_data(struct provider *provider, int fd, char *line, size_t room)
{
	provider_say(fd, "354 go on\r\n");
	while (hear(provider, fd, line, room) && strcmp(line, ".\r\n") != 0)
		;
	messages++;
	provider_say(fd, manner == BUSY_AFTER_DATA ? "451 not now\r\n" : "250 taken\r\n");
}

static void is_smtp(struct provider *provider, int fd)
{
	char line[2000];

	provider_say(fd, manner == IS_BUSY ? "421 too busy\r\n" : "220 test ESMTP\r\n");
	while (hear(provider, fd, line, sizeof(line))) {
		if (manner == STALLS)
			continue;
		if (strncmp(line, "EHLO", 4) == 0)
			provider_say(fd, "250-test\r\n250 8BITMIME\r\n");
		else if (strncmp(line, "MAIL", 4) == 0)
			provider_say(fd,
				manner == ASKS_WHO_WE_ARE ? "530 who are you\r\n" : "250 ok\r\n");
		else if (strncmp(line, "RCPT", 4) == 0)
			provider_say(fd, manner == REFUSES ? "550 nobody here\r\n" : "250 ok\r\n");
		else if (strncmp(line, "DATA", 4) == 0)
			take_data(provider, fd, line, sizeof(line));
		else if (strncmp(line, "QUIT", 4) == 0)
			break;
		else
			provider_say(fd, "250 ok\r\n");
	}
}

/* Hand a message to a server and judge what it says. The verdict's texts live in cx. */
static struct outbox_verdict send_to(struct cx *cx, int port, bool encrypted)
{
	const struct mail_server server = {
		.url = arena_format(cx->arena, "smtp://127.0.0.1:%d", port),
		.tls = encrypted,
		.operators = true};
	struct outbox_verdict verdict = {0};
	struct fetch_request request;
	struct fetch_answer *answer;

	assert_int_equal(mail_request(cx, &server, &arabic, &request), OK);
	request.timeout_ms = 800;
	answer = ask(&request);
	mail_judge(answer, &verdict);
	verdict.error = arena_text(cx->arena, verdict.error);
	fetch_answer_free(&answer);
	return verdict;
}

static void what_the_server_says_decides(void **state)
{
	static const struct {
		const char *name;
		enum manner manner;
		bool tls;
		enum outbox_outcome outcome;
		int messages;
		const char *says; /* in the error, for whoever runs the server */
	} cases[] = {
		{"accepts", ACCEPTS, false, OUTBOX_DONE, 1, NULL},
		{"refuses the recipient", REFUSES, false, OUTBOX_FAILED, 0, "550"},
		{"is busy", IS_BUSY, false, OUTBOX_LATER, 0, "421"},
		{"is busy after the data", BUSY_AFTER_DATA, false, OUTBOX_LATER, 1, "451"},
		{"asks who we are", ASKS_WHO_WE_ARE, false, OUTBOX_LATER, 0, "530"},
		{"stalls", STALLS, false, OUTBOX_LATER, 0, "timed out"},
		{"cannot encrypt", ACCEPTS, true, OUTBOX_LATER, 0, "STARTTLS"},
	};

	(void)state;
	fetch_open_for_test(NULL, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cx cx = {.arena = arena_new(0), .actor = actor_nobody()};
		struct provider *provider = provider_new(is_smtp);
		struct outbox_verdict verdict;

		manner = cases[i].manner;
		messages = 0;
		verdict = send_to(&cx, provider->port, cases[i].tls);
		assert_case(verdict.outcome == cases[i].outcome, cases[i].name);
		if (cases[i].says && !strstr(verdict.error, cases[i].says))
			fail_msg("case \"%s\": %s", cases[i].name, verdict.error);
		assert_case(messages == cases[i].messages, cases[i].name);
		if (cases[i].tls)
			assert_case(provider_heard(provider, "MAIL FROM") == 0, cases[i].name);
		if (cases[i].outcome == OUTBOX_DONE) {
			assert_true(provider_heard(provider, "MAIL FROM:<desk@gulf.example>"));
			assert_true(provider_heard(provider, "RCPT TO:<omar@example.com>"));
			assert_true(provider_heard(provider, "Message-ID: <1.2.abc@gulf.example>"));
		}
		provider_free(&provider);
		arena_free(&cx.arena);
	}
	fetch_close();
}

static void a_server_that_is_away_is_asked_again_later(void **state)
{
	struct cx cx = {.arena = arena_new(0), .actor = actor_nobody()};
	struct outbox_verdict verdict;

	(void)state;
	fetch_open_for_test(NULL, 0);
	verdict = send_to(&cx, 9, false);
	assert_int_equal(verdict.outcome, OUTBOX_LATER);
	assert_false(text_empty(verdict.error));
	fetch_close();
	arena_free(&cx.arena);
}

/* ---- The outbox --------------------------------------------------------------------- */

static const struct db_query outbox_sql = {.name = "test.outbox",
	.text = "SELECT state, attempts, effect_key, payload FROM outbox WHERE company_id = $1"};
static const struct db_query hasten_sql = {.name = "test.hasten",
	.text = "UPDATE outbox SET run_at_us = 0 WHERE company_id = $1 AND state = 'waiting'"};

#define OLD_SCHEMA 6 /* migrations before the one that made the outbox general */

static const struct outbox_kind *const lists[] = {mail_kinds, NULL};

static void configure_nothing(void)
{
	const char *rest[8], *why = NULL;
	int rest_count;

	assert_true(cfg_load(0, NULL, rest, &rest_count, &why));
}

static void configure(struct arena *arena, int port)
{
	char *flags[] = {arena_format(arena, "--mail-url=smtp://127.0.0.1:%d", port),
		arena_text(arena, "--mail-from=desk@gulf.example"),
		arena_text(arena, "--mail-tls=off")};
	const char *rest[8], *why = NULL;
	int rest_count;

	if (!cfg_load(COUNT(flags), flags, rest, &rest_count, &why))
		fail_msg("cfg_load: %s", why);
}

/* The one row, once it is in the state; its texts live as long as the unit. */
static struct db_result await(struct cx *cx, const char *state, int64_t attempts)
{
	struct db_result result;

	for (int i = 0; i < 3000; i++) {
		assert_int_equal(db_run(cx, &outbox_sql, DB_ARGS(db_int(1)), &result), OK);
		assert_int_equal(result.count, 1);
		if (text_is(db_text_at(&result, 0, 0), state) &&
			db_int_at(&result, 0, 1) == attempts)
			return result;
		(void)usleep(10000);
	}
	fail_msg("the row is still %s", db_text_at(&result, 0, 0));
	return result;
}

static void a_retry_carries_the_same_message_id(void **state)
{
	struct place place;
	struct arena *arena = arena_new(0);
	struct provider *provider = provider_new(is_smtp);
	struct db_result result;
	struct unit unit;
	struct cx *cx;

	(void)state;
	live_make(&place);
	configure_nothing();
	fetch_open_for_test(NULL, 0);
	outbox_start(place.pool, lists);
	cx = unit_open(&unit, place.pool, 1);
	assert_int_equal(mail_queue(cx, "omar@example.com", "Hi", "text"), ERR_NOT_CONFIGURED);
	manner = BUSY_AFTER_DATA;
	configure(arena, provider->port);
	assert_int_equal(mail_queue(cx, "a@b\r\nX: y", "Hi", "text"), ERR_INVALID);
	assert_int_equal(mail_queue(cx, "omar@example.com", "Hi", "a secret link"), OK);
	live_commit(&unit);
	result = await(cx, "waiting", 1);
	assert_non_null(strstr(db_text_at(&result, 0, 3), "secret"));
	manner = ACCEPTS;
	assert_int_equal(db_exec(cx, &hasten_sql, DB_ARGS(db_int(1)), NULL), OK);
	live_commit(&unit);
	result = await(cx, "done", 2);
	assert_int_equal(provider_heard(provider, db_text_at(&result, 0, 2)), 2);
	assert_null(strstr(db_text_at(&result, 0, 3), "secret"));
	outbox_stop();
	fetch_close();
	unit_close(&unit);
	provider_free(&provider);
	arena_free(&arena);
	place_remove(&place);
}

static const struct db_query old_company_sql = {.name = "test.old_company",
	.text = "INSERT INTO companies (id, code, name, created_us, updated_us)"
		" VALUES ($1, 'one', 'One', 0, 0)"};
static const struct db_query old_row_sql = {.name = "test.old_row",
	.text = "INSERT INTO outbox (company_id, id, kind, effect_key, payload, attempts, "
		"run_at_us,"
		" created_us, updated_us) VALUES ($1, 5, 'mail', '1.5.old@gulf.example', $2, 3, 1,"
		" 1, 1)"};
static const struct db_query old_job_sql = {.name = "test.old_job",
	.text = "INSERT INTO jobs (company_id, id, kind, subject_id, run_at_us, created_us,"
		" updated_us) VALUES ($1, 9, 'mail.send', 5, 1, 1, 1)"};
static const struct db_query jobs_sql = {
	.name = "test.jobs", .text = "SELECT id FROM jobs WHERE company_id = $1"};

/* A message that waited when the program was upgraded leaves under its old Message-ID. */
static void what_waited_before_the_upgrade_is_carried(void **state)
{
	struct place place;
	struct arena *arena = arena_new(0);
	struct provider *provider = provider_new(is_smtp);
	struct migrate_report report;
	struct db_result result;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	(void)state;
	if (live_on_postgres)
		place_make_postgres(&place);
	else
		place_make(&place);
	place_open(&place, (struct db_options){0});
	assert_int_equal(migrate_list(place.pool, (struct migration_list){migrations, OLD_SCHEMA},
				 &report, &why),
		OK);
	cx = unit_open(&unit, place.pool, 0);
	assert_int_equal(db_exec(cx, &old_company_sql, DB_ARGS(db_int(1)), NULL), OK);
	assert_int_equal(db_exec(cx, &old_row_sql,
				 DB_ARGS(db_int(1),
					 db_text("{\"to\":\"a@b.example\",\"subject\":\"s\","
						 "\"body\":\"b\"}")),
				 NULL),
		OK);
	assert_int_equal(db_exec(cx, &old_job_sql, DB_ARGS(db_int(1)), NULL), OK);
	live_commit(&unit);
	unit_close(&unit);
	assert_int_equal(migrate_run(place.pool, &report, &why), OK);
	manner = ACCEPTS;
	configure(arena, provider->port);
	fetch_open_for_test(NULL, 0);
	outbox_start(place.pool, lists);
	cx = unit_open(&unit, place.pool, 1);
	(void)await(cx, "done", 4);
	assert_int_equal(provider_heard(provider, "Message-ID: <1.5.old@gulf.example>"), 1);
	assert_int_equal(db_run(cx, &jobs_sql, DB_ARGS(db_int(1)), &result), OK);
	assert_int_equal(result.count, 0);
	unit_close(&unit);
	outbox_stop();
	fetch_close();
	provider_free(&provider);
	arena_free(&arena);
	place_remove(&place);
}

static int run_on_engine(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_retry_carries_the_same_message_id),
		cmocka_unit_test(what_waited_before_the_upgrade_is_carried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_plain_text_passes),
		cmocka_unit_test(senders_are_read),
		cmocka_unit_test(a_message_is_well_formed),
		cmocka_unit_test(plain_subjects_stay_readable),
		cmocka_unit_test(what_the_server_says_decides),
		cmocka_unit_test(a_server_that_is_away_is_asked_again_later),
	};
	int failed;

	assert(crypto_init());
	failed = cmocka_run_group_tests(tests, NULL, NULL) + run_on_engine();
	if (!postgres_url())
		return failed;
	live_on_postgres = true;
	return failed + run_on_engine();
}
