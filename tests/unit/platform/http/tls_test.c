/* tls_test.c - the server over TLS: versions, cookies, renewal of the certificate. */
/* SPDX-License-Identifier: MIT */
#include "http_routes.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <time.h>

static char certificate_file[400], key_file[400];

static void write_file(const char *name, const gnutls_datum_t *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text->data, 1, text->size, file), text->size);
	assert_int_equal(fclose(file), 0);
}

/* A certificate of its own making for "desk.test", told apart by its serial number. */
static void make_certificate(unsigned char serial)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;
	gnutls_datum_t text;

	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
				 GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		0);
	assert_int_equal(gnutls_x509_crt_init(&certificate), 0);
	(void)gnutls_x509_crt_set_version(certificate, 3);
	(void)gnutls_x509_crt_set_serial(certificate, &serial, 1);
	(void)gnutls_x509_crt_set_dn(certificate, "CN=desk.test", NULL);
	(void)gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
	(void)gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600);
	(void)gnutls_x509_crt_set_key(certificate, key);
	assert_int_equal(
		gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &text), 0);
	write_file(certificate_file, &text);
	gnutls_free(text.data);
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &text), 0);
	write_file(key_file, &text);
	gnutls_free(text.data);
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
}

/* One GET over TLS. False when the handshake fails. *serial: of the server's certificate. */
static bool get(const char *priorities, const char *target, char *answer, size_t room,
	unsigned char *serial)
{
	struct wire wire = wire_open(&world);
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	char request[512];
	size_t count = 0;
	bool good;

	(void)gnutls_certificate_allocate_credentials(&credentials);
	(void)gnutls_init(&session, GNUTLS_CLIENT);
	assert_int_equal(gnutls_priority_set_direct(session, priorities, NULL), 0);
	(void)gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_transport_set_int(session, wire.fd);
	good = gnutls_handshake(session) == 0;
	if (good) {
		const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &(unsigned){0});
		gnutls_x509_crt_t certificate;
		size_t one = 1;

		(void)gnutls_x509_crt_init(&certificate);
		(void)gnutls_x509_crt_import(certificate, chain, GNUTLS_X509_FMT_DER);
		(void)gnutls_x509_crt_get_serial(certificate, serial, &one);
		gnutls_x509_crt_deinit(certificate);
		(void)snprintf(request, sizeof(request),
			"GET %s HTTP/1.1\r\nHost: desk.test\r\nConnection: close\r\n\r\n", target);
		(void)gnutls_record_send(session, request, strlen(request));
		for (;;) {
			ssize_t got = gnutls_record_recv(session, answer + count, room - 1 - count);

			if (got <= 0)
				break;
			count += (size_t)got;
		}
		answer[count] = '\0';
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	wire_close(&wire);
	return good;
}

#define MODERN "NORMAL:-VERS-ALL:+VERS-TLS1.3"

static void requests_are_answered(void **state)
{
	char answer[8192];
	unsigned char serial = 0;

	(void)state;
	assert_true(get(MODERN, "/api/cookie", answer, sizeof(answer), &serial));
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	assert_non_null(strstr(answer, "Strict-Transport-Security: max-age=31536000"));
	assert_non_null(strstr(
		answer, "Set-Cookie: plain=1; Path=/; SameSite=Lax; Max-Age=60; Secure\r\n"));
	assert_true(
		get("NORMAL:-VERS-ALL:+VERS-TLS1.2", "/health", answer, sizeof(answer), &serial));
}

static void old_versions_are_refused(void **state)
{
	char answer[8192];
	unsigned char serial = 0;

	(void)state;
	assert_false(get("NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT", "/health", answer, sizeof(answer),
		&serial));
	assert_false(get("NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT", "/health", answer, sizeof(answer),
		&serial));
}

static void a_renewed_certificate_is_taken_without_a_restart(void **state)
{
	char answer[8192];
	unsigned char serial = 0;
	const char *why = NULL;
	const gnutls_datum_t rubbish = {(unsigned char *)(uintptr_t) "rubbish", 7};

	(void)state;
	assert_true(get(MODERN, "/health", answer, sizeof(answer), &serial));
	assert_int_equal(serial, 1);
	make_certificate(2);
	assert_true(http_reload_tls(world.server, &why));
	assert_true(get(MODERN, "/health", answer, sizeof(answer), &serial));
	assert_int_equal(serial, 2);
	/* A bad file changes nothing. */
	write_file(certificate_file, &rubbish);
	assert_false(http_reload_tls(world.server, &why));
	assert_non_null(why);
	assert_true(get(MODERN, "/health", answer, sizeof(answer), &serial));
	assert_int_equal(serial, 2);
}

static int start(void **state)
{
	(void)state;
	world_open(&world);
	(void)snprintf(certificate_file, sizeof(certificate_file), "%s/cert.pem", world.folder);
	(void)snprintf(key_file, sizeof(key_file), "%s/key.pem", world.folder);
	make_certificate(1);
	world_serve(&world,
		(struct http_options){.tls_certificate = certificate_file, .tls_key = key_file},
		tables, NULL);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_answered),
		cmocka_unit_test(old_versions_are_refused),
		cmocka_unit_test(a_renewed_certificate_is_taken_without_a_restart),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
