/* mail_test.c - what becomes a message, and what a server may do to it (E-1, fault 26). */
/* SPDX-License-Identifier: MIT */
#include "../events/live_support.h"

#include "platform/cfg/cfg.h"
#include "platform/jobs/jobs_internal.h"
#include "platform/mail/mail_internal.h"

#include <arpa/inet.h>
#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

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

enum manner { ACCEPTS, REFUSES, IS_BUSY, STALLS, BUSY_AFTER_DATA };

struct smtp {
	pthread_t thread;
	int listener, port;
	enum manner manner;
	char said[65536]; /* all that clients said */
	size_t said_length;
	int messages;
	volatile bool stop;
};

static void say(int fd, const char *text)
{
	assert_true(send(fd, text, strlen(text), MSG_NOSIGNAL) >= 0);
}

/* Next line of the client; false when it is gone. */
static bool hear(struct smtp *smtp, int fd, char *line, size_t room)
{
	size_t length = 0;
	char c;

	while (!smtp->stop && length + 1 < room) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

		if (poll(&poll_fd, 1, 50) == 0)
			continue;
		if (recv(fd, &c, 1, 0) != 1)
			return false;
		if (smtp->said_length + 1 < sizeof(smtp->said))
			smtp->said[smtp->said_length++] = c;
		line[length++] = c;
		if (c == '\n')
			break;
	}
	line[length] = '\0';
	return length > 0 && !smtp->stop;
}

static void take_data(struct smtp *smtp, int fd, char *line, size_t room)
{
	say(fd, "354 go on\r\n");
	while (hear(smtp, fd, line, room) && strcmp(line, ".\r\n") != 0)
		;
	smtp->messages++;
	say(fd, smtp->manner == BUSY_AFTER_DATA ? "451 not now\r\n" : "250 taken\r\n");
}

static void serve(struct smtp *smtp, int fd)
{
	char line[2000];

	say(fd, smtp->manner == IS_BUSY ? "421 too busy\r\n" : "220 test ESMTP\r\n");
	while (hear(smtp, fd, line, sizeof(line))) {
		if (smtp->manner == STALLS)
			continue;
		if (strncmp(line, "EHLO", 4) == 0)
			say(fd, "250-test\r\n250 8BITMIME\r\n");
		else if (strncmp(line, "RCPT", 4) == 0)
			say(fd, smtp->manner == REFUSES ? "550 nobody here\r\n" : "250 ok\r\n");
		else if (strncmp(line, "DATA", 4) == 0)
			take_data(smtp, fd, line, sizeof(line));
		else if (strncmp(line, "QUIT", 4) == 0)
			break;
		else
			say(fd, "250 ok\r\n");
	}
}

static void *smtp_run(void *arg)
{
	struct smtp *smtp = arg;

	while (!smtp->stop) {
		struct pollfd poll_fd = {.fd = smtp->listener, .events = POLLIN};
		int fd;

		if (poll(&poll_fd, 1, 50) == 0)
			continue;
		fd = accept(smtp->listener, NULL, NULL);
		serve(smtp, fd);
		close(fd);
	}
	return NULL;
}

static void smtp_start(struct smtp *smtp, enum manner manner)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(address);

	memset(smtp, 0, sizeof(*smtp));
	smtp->manner = manner;
	smtp->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(smtp->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(smtp->listener, 5), 0);
	assert_int_equal(getsockname(smtp->listener, (struct sockaddr *)&address, &length), 0);
	smtp->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&smtp->thread, NULL, smtp_run, smtp), 0);
}

static void smtp_stop(struct smtp *smtp)
{
	smtp->stop = true;
	pthread_join(smtp->thread, NULL);
	close(smtp->listener);
}

static void what_the_server_says_decides(void **state)
{
	static const struct {
		const char *name;
		enum manner manner;
		bool tls;
		enum mail_result result;
		int messages;
	} cases[] = {
		{"accepts", ACCEPTS, false, MAIL_SENT, 1},
		{"refuses the recipient", REFUSES, false, MAIL_REFUSED, 0},
		{"is busy", IS_BUSY, false, MAIL_LATER, 0},
		{"is busy after the data", BUSY_AFTER_DATA, false, MAIL_LATER, 1},
		{"stalls", STALLS, false, MAIL_LATER, 0},
		{"cannot encrypt", ACCEPTS, true, MAIL_LATER, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new(0);
		struct smtp *smtp = calloc(1, sizeof(*smtp));
		struct mail_server server = {.tls = cases[i].tls, .patience_s = 2};
		const char *why = NULL;
		enum mail_result result;

		smtp_start(smtp, cases[i].manner);
		server.url = arena_format(arena, "smtp://127.0.0.1:%d", smtp->port);
		result = mail_send(arena, &server, &arabic, &why);
		smtp_stop(smtp);
		assert_case(result == cases[i].result, cases[i].name);
		assert_case(result == MAIL_SENT || !text_empty(why), cases[i].name);
		assert_case(smtp->messages == cases[i].messages, cases[i].name);
		if (cases[i].tls)
			assert_case(!strstr(smtp->said, "MAIL FROM"), cases[i].name);
		if (cases[i].result == MAIL_SENT) {
			assert_non_null(strstr(smtp->said, "MAIL FROM:<desk@gulf.example>"));
			assert_non_null(strstr(smtp->said, "RCPT TO:<omar@example.com>"));
			assert_non_null(strstr(smtp->said, "Message-ID: <1.2.abc@gulf.example>"));
		}
		free(smtp);
		arena_free(&arena);
	}
}

static void a_server_that_is_away_is_asked_again_later(void **state)
{
	struct arena *arena = arena_new(0);
	const struct mail_server server = {.url = "smtp://127.0.0.1:9", .patience_s = 2};
	const char *why = NULL;

	(void)state;
	assert_int_equal(mail_send(arena, &server, &arabic, &why), MAIL_LATER);
	assert_false(text_empty(why));
	arena_free(&arena);
}

/* ---- The outbox --------------------------------------------------------------------- */

static const struct db_query outbox_sql = {.name = "test.outbox",
	.text = "SELECT state, attempts, effect_key, payload FROM outbox WHERE company_id = $1"};

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

static void carry(struct db_pool *pool, int64_t later_us)
{
	struct job_runner runner = {.pool = pool, .owner = "test"};
	struct arena *claim_arena = arena_new(0), *arena = arena_new(0);
	struct claim *claims;
	struct cx cx;

	job_unit_begin(&runner, claim_arena, &cx, "test");
	cx.now_us += later_us;
	assert_int_equal(
		job_store_claim(&cx, "mail.send", "test", cx.now_us + LEASE_US, 5, &claims), OK);
	assert_int_equal(db_commit(&cx), OK);
	assert_non_null(claims);
	assert_null(claims->next);
	job_run_claim(&runner, arena, &mail_jobs[0], claims);
	db_return(&cx);
	arena_free(&arena);
	arena_free(&claim_arena);
}

static int count_of(const char *text, const char *what)
{
	int count = 0;

	while ((text = strstr(text, what))) {
		text++;
		count++;
	}
	return count;
}

static void a_retry_carries_the_same_message_id(void **state)
{
	struct place place;
	struct arena *arena = arena_new(0);
	struct smtp *smtp = calloc(1, sizeof(*smtp));
	struct db_result result;
	struct unit unit;
	struct cx *cx;
	const char *key;

	(void)state;
	live_make(&place);
	cx = unit_open(&unit, place.pool, 1);
	assert_int_equal(mail_queue(cx, "omar@example.com", "Hi", "text"), ERR_NOT_CONFIGURED);
	smtp_start(smtp, BUSY_AFTER_DATA);
	configure(arena, smtp->port);
	assert_int_equal(mail_queue(cx, "a@b\r\nX: y", "Hi", "text"), ERR_INVALID);
	assert_int_equal(mail_queue(cx, "omar@example.com", "Hi", "a secret link"), OK);
	live_commit(&unit);
	carry(place.pool, 1000);
	smtp->manner = ACCEPTS;
	carry(place.pool, US_PER_HOUR);
	smtp_stop(smtp);
	assert_int_equal(db_run(cx, &outbox_sql, DB_ARGS(db_int(1)), &result), OK);
	assert_int_equal(result.count, 1);
	assert_string_equal(db_text_at(&result, 0, 0), "done");
	assert_int_equal(db_int_at(&result, 0, 1), 2);
	key = db_text_at(&result, 0, 2);
	assert_int_equal(count_of(smtp->said, key), 2);
	assert_null(strstr(db_text_at(&result, 0, 3), "secret"));
	unit_close(&unit);
	free(smtp);
	arena_free(&arena);
	place_remove(&place);
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
		cmocka_unit_test(a_retry_carries_the_same_message_id),
	};

	assert(crypto_init());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
