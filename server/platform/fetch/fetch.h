/* fetch.h - outgoing HTTP (and SMTP) on one thread of its own; nobody waits for a slow server. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_FETCH_FETCH_H
#define PLATFORM_FETCH_FETCH_H

#include "base/cx.h"

/* ---- Where a request may go ------------------------------------------------ */

/*
 * For domains that save a URL somebody typed: is it http or https, without a
 * user name, in plain ASCII, and not plainly inside our own network, however
 * that is spelled (127.1, 0x7f.1, [::ffff:127.0.0.1], localhost., *.nip.io)?
 * Asks no name server. What a name leads to is checked again at every connect,
 * against the very address connected to, so a name that changes its mind gains
 * nothing.
 *
 * ERR_INVALID on `field`, with a sentence for the person who typed it.
 */
MUST_USE enum err fetch_url_check(struct cx *cx, const char *field, const char *url);

/*
 * For connections of other kinds to a host that a tenant named: may they lead to
 * this address? Judge the very address that is connected to.
 */
struct sockaddr;
bool fetch_may_connect(const struct sockaddr *address);

/* ---- Asking ----------------------------------------------------------------- */

enum fetch_method { FETCH_GET, FETCH_POST, FETCH_PUT, FETCH_PATCH, FETCH_DELETE };

struct fetch_header {
	const char *name, *value;
};

/* An SMTP delivery instead of HTTP: the URL is smtp:// or smtps://, the body is the message. */
struct fetch_mail {
	const char *from, *to; /* plain addresses */
	const char *user, *password; /* user NULL: no login */
	bool tls; /* STARTTLS is required */
};

/* What fetch_send() copies; nothing needs to outlive the call. Zero is the standard everywhere. */
struct fetch_request {
	enum fetch_method method;
	const char *url;
	const struct fetch_header *headers; /* not Host, Content-Length, Transfer-Encoding... */
	size_t header_count;
	const char *body; /* with Content-Type among the headers */
	size_t body_bytes;
	int64_t timeout_ms; /* in all, from name to last byte; 0: fetch-timeout-ms; at most 60 s */
	size_t answer_max; /* bytes of body taken; 0: 1 MiB */
	bool operators_url; /* from configuration, never from a tenant: any address will do */
	const struct fetch_mail *mail;
};

/* ---- Answers ------------------------------------------------------------------ */

enum fetch_result {
	FETCH_OK, /* the server answered, with whatever status; redirects are not followed */
	FETCH_NOT_SENT, /* there was no request: used by platform/outbox */
	FETCH_BAD_REQUEST, /* URL or headers cannot be sent at all */
	FETCH_BUSY, /* too much is under way to this host, or in all */
	FETCH_REFUSED_ADDRESS, /* every address of the name is inside our network */
	FETCH_CONNECT, /* no such name, closed, filtered, silent before the request was sent */
	FETCH_TLS, /* no TLS, or a certificate that does not hold */
	FETCH_TIMEOUT, /* sent, and no whole answer in time */
	FETCH_CUT, /* sent, and the connection ended before the answer did */
	FETCH_TOO_LARGE, /* more body or headers than is taken */
	FETCH_BAD_ANSWER, /* not HTTP */
	FETCH_STOPPED, /* this program stops */
	FETCH_RESULT_COUNT,
};

/* "ok", "refused_address"...: for metrics, logs and JSON. */
const char *fetch_result_name(enum fetch_result result);

/* Owns its texts: fetch_answer_free(). */
struct fetch_answer {
	struct arena *arena;
	enum fetch_result result;
	bool sent; /* the request may have reached the server: it may have acted on it */
	int status; /* HTTP or SMTP code of FETCH_OK; 0 otherwise */
	const struct fetch_header *headers; /* of the last answer, in order */
	size_t header_count;
	const char *body; /* ends in NUL, not decompressed; "" when none. Never shown to people */
	size_t body_bytes;
	int64_t retry_after_s; /* what Retry-After says, at most a day; 0: nothing */
	int64_t took_us;
	const char *sentence; /* for people; the same whether closed, filtered or refused */
	const char *detail; /* for the log alone: what libcurl said */
};

/* First header of that name in any case, or NULL. */
const char *fetch_answer_header(const struct fetch_answer *answer, const char *name);
/* Did it come through with a status of 200 to 299? */
bool fetch_succeeded(const struct fetch_answer *answer);
void fetch_answer_free(struct fetch_answer **answer);

/*
 * Begin, and return at once. done() is called exactly once, on the thread of
 * fetch, for every outcome, the impossible ones included. It must be short: no
 * database, no waiting; it hands the answer, which is now its own, to whom
 * it concerns. A unit that wants the outcome writes an outbox row instead:
 * requests that matter survive this program there.
 *
 * At most 8 requests to one host are under way, 256 in all; others wait, at
 * most as long as their timeout, and are then FETCH_BUSY. Every request makes
 * a connection of its own, so nothing is sent twice behind our back.
 */
typedef void fetch_done_fn(void *arg, struct fetch_answer *answer);
void fetch_send(const struct fetch_request *request, fetch_done_fn *done, void *arg);

/* ---- Start and stop ------------------------------------------------------------- */

/* Texts are copied. Lists end in NULL; NULL is the empty list. */
struct fetch_options {
	const char *const *allow; /* addresses and networks inside, as "10.0.0.5", "127.0.0.0/8" */
	const char *ca_file; /* instead of the system's authorities */
	int64_t timeout_ms; /* 0: 10 s */
};

/* False: *why names what is wrong with the options. Before threads that send or check. */
MUST_USE bool fetch_open(const struct fetch_options *options, const char **why);
/* What is under way ends as FETCH_STOPPED; returns after the last done(). */
void fetch_close(void);

#endif
