/* fetch_test.c - what servers do to a client, and that no server holds up another (S-2..S-5). */
/* SPDX-License-Identifier: MIT */
#include "fetch_support.h"

#include "base/str.h"
#include "platform/crypto/crypto.h"

#include <assert.h>
#include <dlfcn.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <zlib.h>

#define TIMEOUT_MS 800

static const char *const near[] = {"127.0.0.1", NULL};

/* ---- A name server of our own: the program's getaddrinfo() takes the place of libc's --- */

static atomic_int rebind_asked, stall_asked;

static const char *address_of(const char *name)
{
	if (strcmp(name, "stall.example") == 0) {
		stall_asked++;
		(void)usleep(3 * 1000 * 1000);
	}
	if (strcmp(name, "rebind.example") == 0)
		return rebind_asked++ == 0 ? "127.0.0.1" : "127.0.0.3";
	if (strcmp(name, "inside.example") == 0)
		return "127.0.0.3";
	if (strcmp(name, "nowhere.example") == 0 || strcmp(name, "stall.example") == 0)
		return NULL;
	return strstr(name, ".example") ? "127.0.0.1" : name;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
	struct addrinfo **result)
{
	static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	const char *address = address_of(node);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	return address ? real(address, service, hints, result) : EAI_NONAME;
}

/* ---- Manners -------------------------------------------------------------------------- */

static void answers(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		provider_say(fd,
			"HTTP/1.1 200 OK\r\nX-Kind: one\r\nContent-Length: 5\r\n"
			"x-empty:\r\n\r\nhello");
}

static void says_nothing(struct provider *provider, int fd)
{
	(void)provider_wait(provider, fd, 10000);
}

static void hears_and_says_nothing(struct provider *provider, int fd)
{
	if (provider_hear(provider, fd))
		(void)provider_wait(provider, fd, 10000);
}

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

static void leaves_at_once(struct provider *provider, int fd)
{
	(void)provider;
	(void)fd;
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

static void speaks_without_being_asked(struct provider *provider, int fd)
{
	provider_say(fd, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
	(void)provider_wait(provider, fd, 500);
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

static struct fetch_answer *get(struct provider *provider, const char *host)
{
	char url[100];
	const struct fetch_request request = {.url = url};

	(void)snprintf(url, sizeof(url), "http://%s:%d/path", host, provider->port);
	return ask(&request);
}

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

/* ---- Where it may go ------------------------------------------------------------------------ */

/* A listener whose queue is full drops what knocks: as a filter does. */
static int filtered_port(int knockers[3])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(listener, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(listener, 0), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
	for (int i = 0; i < 2; i++) {
		knockers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(knockers[i], (struct sockaddr *)&address, length);
	}
	knockers[2] = listener;
	return ntohs(address.sin_port);
}

static void closed_filtered_and_refused_sound_alike(void **state)
{
	static const char *const all[] = {"127.0.0.1", "127.0.0.9", NULL};
	struct provider *provider = provider_new(answers);
	struct fetch_answer *refused, *closed, *filtered, *unknown;
	int knockers[3];
	struct provider dead = {.port = filtered_port(knockers)};

	(void)state;
	fetch_open_for_test(all, 500);
	refused = get(provider, "inside.example");
	unknown = get(provider, "nowhere.example");
	filtered = get(&dead, "127.0.0.1");
	dead.port = 9;
	closed = get(&dead, "127.0.0.1");
	assert_int_equal(refused->result, FETCH_REFUSED_ADDRESS);
	assert_int_equal(closed->result, FETCH_CONNECT);
	assert_int_equal(filtered->result, FETCH_CONNECT);
	assert_int_equal(unknown->result, FETCH_CONNECT);
	assert_string_equal(closed->sentence, refused->sentence);
	assert_string_equal(closed->sentence, filtered->sentence);
	assert_string_equal(closed->sentence, unknown->sentence);
	assert_false(refused->sent || closed->sent || filtered->sent || unknown->sent);
	assert_int_equal(provider->connections, 0);
	fetch_answer_free(&refused);
	fetch_answer_free(&closed);
	fetch_answer_free(&filtered);
	fetch_answer_free(&unknown);
	for (size_t i = 0; i < COUNT(knockers); i++)
		close(knockers[i]);
	fetch_close();
	provider_free(&provider);
}

/* The name was good when the URL was saved, and once more after it. */
static void a_name_that_changes_its_mind_gains_nothing(void **state)
{
	struct provider *first = provider_new(answers), *second = provider_new(answers);
	struct fetch_answer *answer;

	(void)state;
	rebind_asked = 0;
	fetch_open_for_test(near, TIMEOUT_MS);
	answer = get(first, "rebind.example");
	assert_int_equal(answer->result, FETCH_OK);
	fetch_answer_free(&answer);
	answer = get(second, "rebind.example");
	assert_int_equal(rebind_asked, 2);
	assert_int_equal(answer->result, FETCH_REFUSED_ADDRESS);
	assert_int_equal(second->connections, 0);
	fetch_answer_free(&answer);
	fetch_close();
	provider_free(&first);
	provider_free(&second);
}

static void only_the_operators_own_url_goes_anywhere(void **state)
{
	struct provider *provider = provider_new(answers);
	struct fetch_answer *answer;
	char url[100];
	struct fetch_request request = {.url = url};

	(void)state;
	fetch_open_for_test(NULL, TIMEOUT_MS);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/", provider->port);
	answer = ask(&request);
	assert_int_equal(answer->result, FETCH_REFUSED_ADDRESS);
	assert_int_equal(provider->connections, 0);
	fetch_answer_free(&answer);
	request.operators_url = true;
	answer = ask(&request);
	assert_int_equal(answer->result, FETCH_OK);
	fetch_answer_free(&answer);
	fetch_close();
	provider_free(&provider);
}

/* ---- TLS --------------------------------------------------------------------------------------- */

static struct {
	gnutls_certificate_credentials_t credentials;
	char file[100];
} tls;

/* A certificate of our own making for desk.example. */
static void make_certificate(void)
{
	unsigned char serial = 1;
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;
	gnutls_datum_t text;
	FILE *file;

	(void)gnutls_x509_privkey_init(&key);
	(void)gnutls_x509_privkey_generate(
		key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	(void)gnutls_x509_crt_init(&certificate);
	(void)gnutls_x509_crt_set_version(certificate, 3);
	(void)gnutls_x509_crt_set_serial(certificate, &serial, 1);
	(void)gnutls_x509_crt_set_dn(certificate, "CN=desk.example", NULL);
	(void)gnutls_x509_crt_set_subject_alt_name(
		certificate, GNUTLS_SAN_DNSNAME, "desk.example", 12, GNUTLS_FSAN_SET);
	(void)gnutls_x509_crt_set_basic_constraints(certificate, 1, -1);
	(void)gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
	(void)gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600);
	(void)gnutls_x509_crt_set_key(certificate, key);
	assert_int_equal(
		gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), 0);
	(void)gnutls_certificate_allocate_credentials(&tls.credentials);
	assert_int_equal(gnutls_certificate_set_x509_key(tls.credentials, &certificate, 1, key), 0);
	assert_int_equal(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &text), 0);
	(void)snprintf(tls.file, sizeof(tls.file), "/tmp/hatif-fetch-%d.pem", (int)getpid());
	file = fopen(tls.file, "w");
	assert_int_equal(fwrite(text.data, 1, text.size, file), text.size);
	assert_int_equal(fclose(file), 0);
	gnutls_free(text.data);
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
}

static void answers_over_tls(struct provider *provider, int fd)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
	gnutls_session_t session;
	char request[4096];

	(void)gnutls_init(&session, GNUTLS_SERVER);
	(void)gnutls_set_default_priority(session);
	(void)gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, tls.credentials);
	gnutls_transport_set_int(session, fd);
	gnutls_handshake_set_timeout(session, 30000);
	if (gnutls_handshake(session) == 0 &&
		gnutls_record_recv(session, request, sizeof(request)) > 0) {
		provider->requests++;
		(void)gnutls_record_send(session, answer, sizeof(answer) - 1);
		(void)gnutls_bye(session, GNUTLS_SHUT_WR);
	}
	gnutls_deinit(session);
}

static void certificates_are_verified(void **state)
{
	static const struct {
		const char *name, *host;
		provider_manner *manner;
		bool trusted;
		enum fetch_result result;
	} cases[] = {
		{"trusted and named", "desk.example", answers_over_tls, true, FETCH_OK},
		{"made by itself", "desk.example", answers_over_tls, false, FETCH_TLS},
		{"of another name", "other.example", answers_over_tls, true, FETCH_TLS},
		{"no TLS at all", "desk.example", speaks_without_being_asked, true, FETCH_TLS},
		{"leaves in the handshake", "desk.example", leaves_at_once, true, FETCH_TLS},
		{"silent in the handshake", "desk.example", says_nothing, true, FETCH_CONNECT},
	};

	(void)state;
	make_certificate();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct provider *provider = provider_new(cases[i].manner);
		const struct fetch_options options = {.allow = near,
			.timeout_ms = cases[i].manner == says_nothing ? TIMEOUT_MS : 30000,
			.ca_file = cases[i].trusted ? tls.file : NULL};
		char url[100];
		const struct fetch_request request = {.url = url};
		struct fetch_answer *answer;
		const char *why;

		assert_true(fetch_open(&options, &why));
		(void)snprintf(url, sizeof(url), "https://%s:%d/", cases[i].host, provider->port);
		answer = ask(&request);
		if (answer->result != cases[i].result)
			fail_msg("case \"%s\": %s, %s", cases[i].name,
				fetch_result_name(answer->result), answer->detail);
		assert_case(answer->sent == (cases[i].result == FETCH_OK), cases[i].name);
		assert_case(provider->requests == (cases[i].result == FETCH_OK), cases[i].name);
		fetch_answer_free(&answer);
		fetch_close();
		provider_free(&provider);
	}
	gnutls_certificate_free_credentials(tls.credentials);
	(void)unlink(tls.file);
}

/* ---- Many at once --------------------------------------------------------------------------- */

static void a_hundred_stalled_servers_hold_up_nobody(void **state)
{
	struct provider *stalled = provider_new(hears_and_says_nothing);
	struct provider *quick = provider_new(answers);
	struct asking asking = ASKING;
	char url[100];
	const struct fetch_request request = {.url = url};
	struct fetch_answer *answer;

	(void)state;
	fetch_open_for_test(near, 3000);
	for (int i = 0; i < 100; i++) {
		(void)snprintf(url, sizeof(url), "http://h%d.example:%d/", i / 5, stalled->port);
		fetch_send(&request, asking_done, &asking);
	}
	(void)snprintf(url, sizeof(url), "http://stall.example:%d/", quick->port);
	fetch_send(&request, asking_done, &asking);
	answer = get(quick, "127.0.0.1");
	assert_int_equal(answer->result, FETCH_OK);
	assert_int_equal(asking.count, 0);
	fetch_answer_free(&answer);
	asking_wait(&asking, 101);
	for (size_t i = 0; i < asking.count; i++)
		assert_true(asking.answers[i]->result == FETCH_TIMEOUT ||
			asking.answers[i]->result == FETCH_CONNECT);
	assert_int_equal(stalled->connections, 100);
	asking_free(&asking);
	fetch_close();
	provider_free(&stalled);
	provider_free(&quick);
}

static void a_name_server_that_hangs_holds_up_nobody(void **state)
{
	struct provider *quick = provider_new(answers);
	struct asking asking = ASKING;
	struct fetch_answer *answer;
	char url[100];
	const struct fetch_request request = {.url = url};
	int64_t begun = clock_steady_us();

	(void)state;
	fetch_open_for_test(near, 300);
	(void)snprintf(url, sizeof(url), "http://stall.example:%d/", quick->port);
	fetch_send(&request, asking_done, &asking);
	asking_wait(&asking, 1);
	assert_int_equal(asking.answers[0]->result, FETCH_CONNECT);
	answer = get(quick, "127.0.0.1");
	assert_int_equal(answer->result, FETCH_OK);
	/* Both done long before the name server gave up. */
	assert_in_range(clock_steady_us() - begun, 300 * US_PER_MS, 3 * US_PER_SECOND);
	fetch_answer_free(&answer);
	asking_free(&asking);
	fetch_close();
	provider_free(&quick);
}

static void one_host_gets_eight_at_a_time(void **state)
{
	struct provider *provider = provider_new(hears_and_says_nothing);
	struct asking asking = ASKING;
	char url[100];
	const struct fetch_request request = {.url = url};
	int busy = 0, late = 0;

	(void)state;
	fetch_open_for_test(near, 600);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/", provider->port);
	for (int i = 0; i < 40; i++)
		fetch_send(&request, asking_done, &asking);
	asking_wait(&asking, 40);
	for (size_t i = 0; i < asking.count; i++) {
		busy += asking.answers[i]->result == FETCH_BUSY;
		late += asking.answers[i]->result == FETCH_TIMEOUT;
		assert_true(
			asking.answers[i]->sent == (asking.answers[i]->result == FETCH_TIMEOUT));
	}
	assert_int_equal(provider->most_live, 8);
	assert_int_equal(busy + late, 40);
	assert_in_range(busy, 1, 32);
	asking_free(&asking);
	fetch_close();
	provider_free(&provider);
}

static void stopping_answers_everyone_at_once(void **state)
{
	struct provider *provider = provider_new(hears_and_says_nothing);
	struct asking asking = ASKING;
	char url[100];
	const struct fetch_request request = {.url = url};
	struct fetch_answer *answer;
	int64_t begun;

	(void)state;
	fetch_open_for_test(near, 30000);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/", provider->port);
	for (int i = 0; i < 20; i++)
		fetch_send(&request, asking_done, &asking);
	while (provider->requests < 8)
		(void)usleep(1000);
	begun = clock_steady_us();
	fetch_close();
	assert_in_range(clock_steady_us() - begun, 0, 10 * US_PER_SECOND);
	assert_int_equal(asking.count, 20);
	for (size_t i = 0; i < asking.count; i++)
		assert_int_equal(asking.answers[i]->result, FETCH_STOPPED);
	asking_free(&asking);
	answer = ask(&request);
	assert_int_equal(answer->result, FETCH_STOPPED);
	fetch_answer_free(&answer);
	provider_free(&provider);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_server_does_decides),
		cmocka_unit_test(an_endless_header_is_not_kept),
		cmocka_unit_test(nothing_is_unpacked),
		cmocka_unit_test(a_request_arrives_as_it_was_given),
		cmocka_unit_test(what_cannot_be_sent_is_not),
		cmocka_unit_test(closed_filtered_and_refused_sound_alike),
		cmocka_unit_test(a_name_that_changes_its_mind_gains_nothing),
		cmocka_unit_test(only_the_operators_own_url_goes_anywhere),
		cmocka_unit_test(certificates_are_verified),
		cmocka_unit_test(a_hundred_stalled_servers_hold_up_nobody),
		cmocka_unit_test(a_name_server_that_hangs_holds_up_nobody),
		cmocka_unit_test(one_host_gets_eight_at_a_time),
		cmocka_unit_test(stopping_answers_everyone_at_once),
	};

	assert(crypto_init());
	memset(kilobyte, 'x', sizeof(kilobyte) - 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
