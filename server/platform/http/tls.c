/* tls.c - the server's certificate, which may be renewed while it runs. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <assert.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#define CHAIN_MAX 16

/* Older ones stay until the end: a handshake may still read from them. */
struct certificate {
	gnutls_pcert_st chain[CHAIN_MAX];
	unsigned count;
	gnutls_privkey_t key;
	struct certificate *older;
};

struct http_tls {
	struct certificate *_Atomic current;
	const char *certificate_file, *key_file;
};

/* The callback has no argument of ours: one server of this process speaks TLS. */
static struct http_tls *active;

static struct certificate *load(const char *certificate, const char *key, const char **why)
{
	struct certificate *loaded = calloc(1, sizeof(*loaded));
	gnutls_datum_t text = {0};
	int code;

	if (!loaded)
		abort();
	loaded->count = CHAIN_MAX;
	code = gnutls_load_file(certificate, &text);
	if (code >= 0)
		code = gnutls_pcert_list_import_x509_raw(
			loaded->chain, &loaded->count, &text, GNUTLS_X509_FMT_PEM, 0);
	gnutls_free(text.data);
	text = (gnutls_datum_t){0};
	if (code >= 0)
		code = gnutls_load_file(key, &text);
	if (code >= 0)
		code = gnutls_privkey_init(&loaded->key);
	if (code >= 0)
		code = gnutls_privkey_import_x509_raw(
			loaded->key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (text.data)
		gnutls_memset(text.data, 0, text.size);
	gnutls_free(text.data);
	if (code >= 0)
		return loaded;
	*why = gnutls_strerror(code);
	free(loaded);
	return NULL;
}

static int choose(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
	const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **chain,
	unsigned *chain_length, gnutls_privkey_t *key)
{
	struct certificate *certificate = atomic_load(&active->current);

	(void)session;
	(void)authorities;
	(void)authority_count;
	(void)algorithms;
	(void)algorithm_count;
	*chain = certificate->chain;
	*chain_length = certificate->count;
	*key = certificate->key;
	return 0;
}

void *tls_callback(void)
{
	union {
		gnutls_certificate_retrieve_function2 *function;
		void *pointer;
	} cast = {.function = choose};

	return cast.pointer;
}

struct http_tls *tls_new(const char *certificate, const char *key, const char **why)
{
	struct http_tls *tls;
	struct certificate *first;

	assert(!active);
	first = load(certificate, key, why);
	if (!first)
		return NULL;
	tls = calloc(1, sizeof(*tls));
	if (!tls)
		abort();
	tls->certificate_file = certificate;
	tls->key_file = key;
	atomic_store(&tls->current, first);
	active = tls;
	return tls;
}

void tls_free(struct http_tls **tls)
{
	struct certificate *certificate;

	if (!*tls)
		return;
	certificate = atomic_load(&(*tls)->current);
	while (certificate) {
		struct certificate *older = certificate->older;

		for (unsigned i = 0; i < certificate->count; i++)
			gnutls_pcert_deinit(&certificate->chain[i]);
		gnutls_privkey_deinit(certificate->key);
		free(certificate);
		certificate = older;
	}
	active = NULL;
	free(*tls);
	*tls = NULL;
}

bool http_reload_tls(struct http_server *server, const char **why)
{
	struct certificate *fresh;

	if (!server->tls)
		return true;
	fresh = load(server->tls->certificate_file, server->tls->key_file, why);
	if (!fresh)
		return false;
	fresh->older = atomic_load(&server->tls->current);
	atomic_store(&server->tls->current, fresh);
	return true;
}
