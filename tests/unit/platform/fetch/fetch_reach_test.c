/* fetch_reach_test.c - where requests may go, whom they trust, and many at once (S-2..S-5). */
/* SPDX-License-Identifier: MIT */
#include "fetch_servers.h"

#include "platform/crypto/crypto.h"

#include <assert.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

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
	return cmocka_run_group_tests(tests, NULL, NULL);
}
