/* fetch_internal.h - shared inside platform/fetch. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_FETCH_FETCH_INTERNAL_H
#define PLATFORM_FETCH_FETCH_INTERNAL_H

#include "base/clock.h"
#include "base/str.h"
#include "platform/fetch/fetch.h"

#include <curl/curl.h>
#include <sys/socket.h>

/* ---- Addresses: fetch_address.c --------------------------------------------- */

/* What the operator allows inside. False: *why names the entry (static or lives on). */
MUST_USE bool fetch_allow_set(const char *const *list, const char **why);
/* Did the operator allow anything? */
bool fetch_allows_inside(void);

/*
 * May a tenant's request connect to this address? Public unicast, unless it is
 * one of this machine's own; and whatever the operator allowed.
 */
bool fetch_address_allowed(const struct sockaddr *address);

/* ---- URLs: fetch_url.c -------------------------------------------------------- */

enum url_fault { URL_GOOD, URL_BAD, URL_INSIDE };

/* *why is a static sentence in English when the URL is not good. */
enum url_fault fetch_url_fault(const char *url, bool mail, const char **why);

/* "host:port" in small letters: what requests are counted by; NULL for no URL. */
const char *fetch_url_host(struct arena *arena, const char *url);

/* ---- One request: fetch_call.c -------------------------------------------------- */

/* A server that calls are under way to or wait for. Owned by the thread (fetch.c). */
struct fetch_host {
	const char *name;
	int active, calls;
	struct fetch_host *next;
};

/* From fetch_send() to done(). Lives in its own arena, which the answer takes over. */
struct fetch_call {
	struct arena *arena;
	struct fetch_answer *answer;
	struct fetch_request request;
	const char *host_name;
	struct fetch_host *host;
	fetch_done_fn *done;
	void *arg;
	int64_t wait_until_us; /* steady: a call that could not begin until then is FETCH_BUSY */
	struct fetch_call *next;

	CURL *easy;
	struct curl_slist *headers, *to;
	struct fetch_header *taken; /* headers of the answer */
	struct buf body;
	struct str unsent; /* of a mail */
	size_t head_bytes;
	bool too_large;
	bool refused; /* an address was refused */
	char error[CURL_ERROR_SIZE];
};

struct fetch_limits {
	const char *ca_file;
	int64_t timeout_ms;
};

/* A copy of the request with an empty answer. */
struct fetch_call *fetch_call_new(
	const struct fetch_request *request, fetch_done_fn *done, void *arg);
/* Make the libcurl handle. False: the answer says why it cannot be sent. */
MUST_USE bool fetch_call_prepare(struct fetch_call *call, const struct fetch_limits *limits);
/* Read what became of the handle into the answer. */
void fetch_call_judge(struct fetch_call *call, CURLcode code);
void fetch_call_fail(struct fetch_call *call, enum fetch_result result, const char *detail);
/* Hand the answer over; the call is gone. */
void fetch_call_end(struct fetch_call *call);

#endif
