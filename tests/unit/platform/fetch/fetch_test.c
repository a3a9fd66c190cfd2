/* fetch_test.c - what servers do to a client, and what becomes of the request (S-2..S-5). */
/* SPDX-License-Identifier: MIT */
#include "fetch_servers.h"

#include "base/str.h"
#include "platform/crypto/crypto.h"

#include <assert.h>
#include <zlib.h>

/* ---- Manners -------------------------------------------------------------------------- */

static void stalls_in_its_head(struct provider *provider, int fd)
{
	if (!provider_hear(provider, fd))
		return;
	provider_say(fd, "HTTP/1.1 200 OK\r\nContent-Le");
	(void)provider_wait(provider, fd, 10000);
}

static void stalls_in_its_body(struct provider *provider, int fd)
{
	if (!provider_hear(provider, fd))
		return;
	provider_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
	(void)provider_wait(provider, fd, 10000);
}

static void drips(struct provider *provider, int fd)
{
	if (!provider_hear(provider, fd))
		return;
	provider_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
	while (provider_wait(provider, fd, 20))
		provider_say(fd, "x");
}

static void announces_a_gigabyte(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
	(void)provider_wait(provider, fd, 10000);
}

/* Whatever is written goes on until the client has had enough. */
static void flood(struct provider *provider, int fd, const char *head, const char *block)
{
	if (!provider_hear(provider, fd))
		return;
	provider_say(fd, head);
	while (!provider->stop && send(fd, block, strlen(block), MSG_NOSIGNAL) > 0)
		;
}

static char kilobyte[1025];

static void sends_without_end(struct provider *provider, int fd)
{
	flood(provider, fd, "HTTP/1.1 200 OK\r\n\r\n", kilobyte);
}

static void sends_chunks_without_end(struct provider *provider, int fd)
{
	char chunk[1100];

	(void)snprintf(chunk, sizeof(chunk), "400\r\n%s\r\n", kilobyte);
	flood(provider, fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk);
}

static void sends_headers_without_end(struct provider *provider, int fd)
{
	flood(provider, fd, "HTTP/1.1 200 OK\r\n", "X-Flood: flood\r\n");
}

static void sends_one_endless_header(struct provider *provider, int fd)
{
	flood(provider, fd, "HTTP/1.1 200 OK\r\nX-Flood: ", kilobyte);
}

static void continues_without_end(struct provider *provider, int fd)
{
	flood(provider, fd, "", "HTTP/1.1 100 Continue\r\n\r\n");
}

/* 20 MB of nothing. */
static size_t bomb(unsigned char *to, size_t room)
{
	static unsigned char zeros[65536];
	z_stream stream = {.next_out = to, .avail_out = (unsigned)room};

	assert_int_equal(
		deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
	for (int i = 0; i < 320; i++) {
		stream.next_in = zeros;
		stream.avail_in = sizeof(zeros);
		(void)deflate(&stream, i == 319 ? Z_FINISH : Z_NO_FLUSH);
	}
	(void)deflateEnd(&stream);
	return stream.total_out;
}

static void send_bomb(struct provider *provider, int fd, const char *coding)
{
	static unsigned char packed[65536];
	char head[200];
	size_t length = bomb(packed, sizeof(packed));

	if (!provider_hear(provider, fd))
		return;
	(void)snprintf(
		head, sizeof(head), "HTTP/1.1 200 OK\r\n%s\r\nConnection: close\r\n\r\n", coding);
	provider_say(fd, head);
	(void)!send(fd, packed, length, MSG_NOSIGNAL);
}

static void sends_a_gzip_bomb(struct provider *provider, int fd)
{
	send_bomb(provider, fd, "Content-Encoding: gzip");
}

static void sends_a_bomb_as_transfer(struct provider *provider, int fd)
{
	send_bomb(provider, fd, "Transfer-Encoding: gzip");
}

static void redirects(struct provider *provider, int fd)
{
	char text[200];

	(void)snprintf(text, sizeof(text),
		"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/next\r\n"
		"Content-Length: 0\r\n\r\n",
		provider->port);
	if (provider_hear(provider, fd))
		provider_say(fd, text);
}

static void promises_more(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
}

static void says_more(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(
			fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 No\r\n");
}

static void hears_and_leaves(struct provider *provider, int fd)
{
	(void)provider_hear(provider, fd);
}

static void is_no_web_server(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd, "SSH-2.0-OpenSSH_9.2\r\n");
}

static void has_too_much_to_do(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n"
			"Content-Length: 0\r\n\r\n");
}

static void asks_to_wait_for_years(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 503 No\r\nRetry-After: 999999999\r\n"
			"Content-Length: 0\r\n\r\n");
}

static void answers_after_interim(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 103 Early Hints\r\nX-Kind: early\r\n\r\n"
			"HTTP/1.1 204 No Content\r\nX-Kind: late\r\n\r\n");
}

/* ---- What becomes of it ------------------------------------------------------------------ */

static void what_the_server_does_decides(void **state)
{
	static const struct {
		const char *name;
		provider_manner *manner;
		enum fetch_result result;
		int status, retry_after_s;
		bool sent;
	} cases[] = {
		{"answers", answers, FETCH_OK, 200, 0, true},
		{"stalls before it hears", says_nothing, FETCH_TIMEOUT, 0, 0, true},
		{"stalls before its head", hears_and_says_nothing, FETCH_TIMEOUT, 0, 0, true},
		{"stalls in its head", stalls_in_its_head, FETCH_TIMEOUT, 0, 0, true},
		{"stalls in its body", stalls_in_its_body, FETCH_TIMEOUT, 0, 0, true},
		{"byte by byte", drips, FETCH_TIMEOUT, 0, 0, true},
		{"announces a gigabyte", announces_a_gigabyte, FETCH_TOO_LARGE, 0, 0, true},
		{"endless body", sends_without_end, FETCH_TOO_LARGE, 0, 0, true},
		{"endless chunks", sends_chunks_without_end, FETCH_TOO_LARGE, 0, 0, true},
		{"endless headers", sends_headers_without_end, FETCH_TOO_LARGE, 0, 0, true},
		{"endless interim answers", continues_without_end, FETCH_TOO_LARGE, 0, 0, true},
		{"redirects", redirects, FETCH_OK, 302, 0, true},
		{"promises more than it sends", promises_more, FETCH_CUT, 0, 0, true},
		{"sends more than it promises", says_more, FETCH_OK, 200, 0, true},
		{"leaves at once", leaves_at_once, FETCH_CUT, 0, 0, true},
		{"hears and leaves", hears_and_leaves, FETCH_CUT, 0, 0, true},
		{"is no web server", is_no_web_server, FETCH_BAD_ANSWER, 0, 0, true},
		{"429", has_too_much_to_do, FETCH_OK, 429, 7, true},
		{"503 for years", asks_to_wait_for_years, FETCH_OK, 503, 86400, true},
	};

	(void)state;
	fetch_open_for_test(near, TIMEOUT_MS);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct provider *provider = provider_new(cases[i].manner);
		struct fetch_answer *answer = get(provider, "127.0.0.1");

		if (answer->result != cases[i].result)
			fail_msg("case \"%s\": %s, %s", cases[i].name,
				fetch_result_name(answer->result), answer->detail);
		assert_case(answer->status == cases[i].status, cases[i].name);
		assert_case(answer->retry_after_s == cases[i].retry_after_s, cases[i].name);
		assert_case(answer->sent == cases[i].sent, cases[i].name);
		assert_case(!text_empty(answer->sentence), cases[i].name);
		assert_case(answer->took_us < 2 * US_PER_SECOND, cases[i].name);
		assert_case(provider->connections == 1, cases[i].name);
		assert_case(answer->body_bytes <= 1024 * 1024, cases[i].name);
		fetch_answer_free(&answer);
		provider_free(&provider);
	}
	fetch_close();
}

/* libcurl itself gives up on one line of 100 KB; ours is the smaller limit. */
static void an_endless_header_is_not_kept(void **state)
{
	struct provider *provider = provider_new(sends_one_endless_header);
	struct fetch_answer *answer;

	(void)state;
	fetch_open_for_test(near, TIMEOUT_MS);
	answer = get(provider, "127.0.0.1");
	assert_true(answer->result == FETCH_TOO_LARGE || answer->result == FETCH_BAD_ANSWER);
	assert_int_equal(answer->header_count, 0);
	fetch_answer_free(&answer);
	fetch_close();
	provider_free(&provider);
}

static void nothing_is_unpacked(void **state)
{
	struct provider *provider = provider_new(sends_a_gzip_bomb);
	struct fetch_answer *answer;

	(void)state;
	fetch_open_for_test(near, 5000);
	answer = get(provider, "127.0.0.1");
	assert_int_equal(answer->result, FETCH_OK);
	assert_in_range(answer->body_bytes, 1000, 65536);
	assert_int_equal((unsigned char)answer->body[0], 0x1f); /* gzip, as it came */
	fetch_answer_free(&answer);
	provider->manner = sends_a_bomb_as_transfer;
	answer = get(provider, "127.0.0.1");
	assert_int_not_equal(answer->result, FETCH_OK);
	assert_in_range(answer->body_bytes, 0, 1024 * 1024);
	fetch_answer_free(&answer);
	fetch_close();
	provider_free(&provider);
}

static void a_request_arrives_as_it_was_given(void **state)
{
	static const struct fetch_header headers[] = {
		{"Content-Type", "application/json"}, {"Idempotency-Key", "k-1"}, {"X-Empty", ""}};
	struct provider *provider = provider_new(answers);
	struct fetch_answer *answer;
	char url[100];
	struct fetch_request request = {.method = FETCH_POST,
		.url = url,
		.headers = headers,
		.header_count = COUNT(headers),
		.body = "{\"a\":\0\"ب\"}",
		.body_bytes = 11};

	(void)state;
	fetch_open_for_test(near, TIMEOUT_MS);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/a?b=c", provider->port);
	answer = ask(&request);
	assert_true(fetch_succeeded(answer));
	assert_string_equal(answer->body, "hello");
	assert_int_equal(answer->body_bytes, 5);
	assert_string_equal(fetch_answer_header(answer, "x-kind"), "one");
	assert_string_equal(fetch_answer_header(answer, "X-Empty"), "");
	assert_null(fetch_answer_header(answer, "X-None"));
	fetch_answer_free(&answer);
	assert_int_equal(provider_heard(provider, "POST /a?b=c HTTP/1.1\r\n"), 1);
	assert_int_equal(provider_heard(provider, "Idempotency-Key: k-1\r\n"), 1);
	assert_int_equal(provider_heard(provider, "X-Empty:\r\n"), 1);
	assert_int_equal(provider_heard(provider, "Content-Length: 11\r\n"), 1);
	assert_int_equal(provider_heard(provider, "User-Agent: Hatif/"), 1);
	assert_int_equal(provider_heard(provider, "Expect"), 0);
	assert_memory_equal(provider->heard + provider->heard_bytes - 11, "{\"a\":\0\"ب\"}", 11);
	for (int method = FETCH_GET; method <= FETCH_DELETE; method++) {
		request = (struct fetch_request){.method = (enum fetch_method)method, .url = url};
		answer = ask(&request);
		assert_true(fetch_succeeded(answer));
		fetch_answer_free(&answer);
	}
	assert_int_equal(provider_heard(provider, "GET /a?b=c"), 1);
	assert_int_equal(provider_heard(provider, "PUT /a?b=c"), 1);
	assert_int_equal(provider_heard(provider, "PATCH /a?b=c"), 1);
	assert_int_equal(provider_heard(provider, "DELETE /a?b=c"), 1);
	assert_int_equal(provider_heard(provider, "x-www-form-urlencoded"), 0);
	provider->manner = answers_after_interim;
	answer = ask(&request);
	assert_int_equal(answer->status, 204);
	assert_string_equal(fetch_answer_header(answer, "X-Kind"), "late");
	fetch_answer_free(&answer);
	fetch_close();
	provider_free(&provider);
}

static void what_cannot_be_sent_is_not(void **state)
{
	static const struct {
		const char *url;
		struct fetch_header header;
	} cases[] = {
		{"http://127.0.0.1/", {"X-A", "b\r\nX-C: d"}},
		{"http://127.0.0.1/", {"X-A", "b\nX-C: d"}},
		{"http://127.0.0.1/", {"X-A: b\r\nX-C", "d"}},
		{"http://127.0.0.1/", {"X A", "b"}},
		{"http://127.0.0.1/", {"", "b"}},
		{"http://127.0.0.1/", {"Host", "other.example"}},
		{"http://127.0.0.1/", {"content-length", "5"}},
		{"http://127.0.0.1/", {"Transfer-Encoding", "chunked"}},
		{"http://user@127.0.0.1/", {"X-A", "b"}},
		{"file:///etc/passwd", {"X-A", "b"}},
		{"smtp://127.0.0.1/", {"X-A", "b"}},
		{"nonsense", {"X-A", "b"}},
		{"", {"X-A", "b"}},
		{NULL, {"X-A", "b"}},
	};

	(void)state;
	fetch_open_for_test(near, TIMEOUT_MS);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fetch_request request = {
			.url = cases[i].url, .headers = &cases[i].header, .header_count = 1};
		struct fetch_answer *answer = ask(&request);

		assert_case(answer->result == FETCH_BAD_REQUEST,
			cases[i].url ? cases[i].url : "no URL");
		assert_false(answer->sent);
		fetch_answer_free(&answer);
	}
	fetch_close();
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_server_does_decides),
		cmocka_unit_test(an_endless_header_is_not_kept),
		cmocka_unit_test(nothing_is_unpacked),
		cmocka_unit_test(a_request_arrives_as_it_was_given),
		cmocka_unit_test(what_cannot_be_sent_is_not),
	};

	assert(crypto_init());
	memset(kilobyte, 'x', sizeof(kilobyte) - 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
