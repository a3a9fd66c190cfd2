/* fetch_call.c - one request: its copy, its libcurl handle, what is taken of the answer. */
/* SPDX-License-Identifier: MIT */
#include "platform/fetch/fetch_internal.h"

#include <ctype.h>
#include <unistd.h>

#define ANSWER_BYTES_MAX ((size_t)1024 * 1024)
#define HEAD_BYTES_MAX ((size_t)64 * 1024)
#define HEADERS_MAX 100
#define TIMEOUT_MS_MAX 60000
#define CONNECT_MS_MAX 10000L
#define RETRY_AFTER_S_MAX (24 * 60 * 60)

/* ---- The copy ------------------------------------------------------------------------- */

static const struct fetch_mail *copy_mail(struct arena *arena, const struct fetch_mail *mail)
{
	struct fetch_mail *copy;

	if (!mail)
		return NULL;
	copy = arena_copy(arena, mail, sizeof(*mail));
	copy->from = arena_text(arena, mail->from);
	copy->to = arena_text(arena, mail->to);
	copy->user = arena_text(arena, mail->user);
	copy->password = arena_text(arena, mail->password);
	return copy;
}

static const struct fetch_header *copy_headers(
	struct arena *arena, const struct fetch_header *headers, size_t count)
{
	struct fetch_header *copy = arena_array(arena, count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = (struct fetch_header){.name = arena_text(arena, headers[i].name),
			.value = arena_text(arena, headers[i].value)};
	return copy;
}

struct fetch_call *fetch_call_new(
	const struct fetch_request *request, fetch_done_fn *done, void *arg)
{
	struct arena *arena = arena_new(0);
	struct fetch_call *call = arena_alloc(arena, sizeof(*call));

	call->arena = arena;
	call->done = done;
	call->arg = arg;
	call->request = *request;
	call->request.url = arena_text(arena, request->url);
	call->request.headers = copy_headers(arena, request->headers, request->header_count);
	call->request.body = arena_text_n(arena, request->body, request->body_bytes);
	call->request.mail = copy_mail(arena, request->mail);
	if (!call->request.answer_max)
		call->request.answer_max = ANSWER_BYTES_MAX;
	call->host_name = fetch_url_host(arena, call->request.url);
	call->answer = arena_alloc(arena, sizeof(*call->answer));
	call->answer->arena = arena;
	call->answer->body = "";
	return call;
}

/* ---- What comes back -------------------------------------------------------------------- */

static size_t on_body(const char *bytes, size_t size, size_t count, void *arg)
{
	struct fetch_call *call = arg;
	size_t length = size * count;

	if (call->body.len + length > call->request.answer_max) {
		call->too_large = true;
		return 0;
	}
	if (!call->body.arena)
		call->body = buf_in(call->arena, length);
	buf_add(&call->body, bytes, length);
	return length;
}

static void take_header(struct fetch_call *call, struct str line)
{
	struct str value;
	struct str name = str_cut(line, ':', &value);

	if (!value.ptr || !name.len)
		return;
	value = str_trim(value);
	call->taken[call->answer->header_count++] = (struct fetch_header){
		.name = arena_text_n(call->arena, name.ptr, name.len),
		.value = arena_text_n(call->arena, value.len ? value.ptr : "", value.len)};
}

/* The limits hold for all heads together: interim answers and trailers count. */
static size_t on_head(const char *bytes, size_t size, size_t count, void *arg)
{
	struct fetch_call *call = arg;
	const struct str line = {bytes, size * count};

	call->head_bytes += line.len;
	if (call->head_bytes > HEAD_BYTES_MAX || call->answer->header_count == HEADERS_MAX) {
		call->too_large = true;
		return 0;
	}
	if (call->request.mail)
		return line.len;
	if (str_starts(line, "HTTP/"))
		call->answer->header_count = 0;
	else
		take_header(call, str_trim(line));
	return line.len;
}

static size_t on_mail(char *buffer, size_t size, size_t count, void *arg)
{
	struct fetch_call *call = arg;
	size_t step = call->unsent.len < size * count ? call->unsent.len : size * count;

	memcpy(buffer, call->unsent.ptr, step);
	call->unsent.ptr += step;
	call->unsent.len -= step;
	return step;
}

/* The guard stands here, at the address itself: what a name said before does not matter. */
static curl_socket_t on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct fetch_call *call = arg;

	(void)purpose;
	if (!call->request.operators_url && !fetch_address_allowed(&address->addr)) {
		call->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- The handle ---------------------------------------------------------------------------- */

static bool header_fits(const struct fetch_header *header)
{
	static const char *const ours[] = {"Host", "Content-Length", "Transfer-Encoding",
		"Connection", "Keep-Alive", "Expect", "TE", "Trailer", "Upgrade"};

	if (text_empty(header->name) || !header->value)
		return false;
	for (const char *at = header->name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("!#$%&'*+-.^_`|~", *at))
			return false;
	for (const unsigned char *at = (const unsigned char *)header->value; *at; at++)
		if ((*at < 32 && *at != '\t') || *at == 127)
			return false;
	for (size_t i = 0; i < COUNT(ours); i++)
		if (strcasecmp(header->name, ours[i]) == 0)
			return false;
	return true;
}

/* libcurl adds nothing of its own: no Expect, no kind of body that nobody named. */
static bool add_headers(struct fetch_call *call)
{
	bool typed = false;

	for (size_t i = 0; i < call->request.header_count; i++) {
		const struct fetch_header *header = &call->request.headers[i];

		if (!header_fits(header)) {
			fetch_call_fail(call, FETCH_BAD_REQUEST, header->name);
			return false;
		}
		typed = typed || strcasecmp(header->name, "Content-Type") == 0;
		call->headers = curl_slist_append(call->headers,
			arena_format(call->arena, *header->value ? "%s: %s" : "%s;", header->name,
				header->value));
	}
	call->headers = curl_slist_append(call->headers, "Expect:");
	if (!typed)
		call->headers = curl_slist_append(call->headers, "Content-Type:");
	(void)curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
	return true;
}

static bool set_http(struct fetch_call *call)
{
	static const char *const methods[] = {
		[FETCH_PUT] = "PUT", [FETCH_PATCH] = "PATCH", [FETCH_DELETE] = "DELETE"};
	const struct fetch_request *request = &call->request;
	bool body = request->method == FETCH_POST || request->method == FETCH_PUT ||
		request->method == FETCH_PATCH || request->body;

	(void)curl_easy_setopt(call->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	(void)curl_easy_setopt(call->easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	(void)curl_easy_setopt(call->easy, CURLOPT_USERAGENT, "Hatif/" HATIF_VERSION);
	(void)curl_easy_setopt(
		call->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->answer_max);
	if (body) {
		(void)curl_easy_setopt(
			call->easy, CURLOPT_POSTFIELDS, request->body ? request->body : "");
		(void)curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)(request->body ? request->body_bytes : 0));
	}
	if (request->method != FETCH_POST && (body || request->method == FETCH_DELETE))
		(void)curl_easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST,
			request->method == FETCH_GET ? "GET" : methods[request->method]);
	return add_headers(call);
}

static void set_mail(struct fetch_call *call)
{
	const struct fetch_mail *mail = call->request.mail;
	CURL *easy = call->easy;

	call->unsent = (struct str){call->request.body, call->request.body_bytes};
	call->to = curl_slist_append(NULL, arena_format(call->arena, "<%s>", mail->to));
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(
		easy, CURLOPT_USE_SSL, (long)(mail->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (mail->user) {
		(void)curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
		(void)curl_easy_setopt(
			easy, CURLOPT_PASSWORD, mail->password ? mail->password : "");
	}
	(void)curl_easy_setopt(
		easy, CURLOPT_MAIL_FROM, arena_format(call->arena, "<%s>", mail->from));
	(void)curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, call->to);
	(void)curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_mail);
	(void)curl_easy_setopt(easy, CURLOPT_READDATA, call);
	(void)curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->unsent.len);
}

static int64_t timeout_of(const struct fetch_request *request, const struct fetch_limits *limits)
{
	int64_t timeout_ms = request->timeout_ms ? request->timeout_ms : limits->timeout_ms;

	return timeout_ms < TIMEOUT_MS_MAX ? timeout_ms : TIMEOUT_MS_MAX;
}

/*
 * A connection for each request: one kept open may be closed by the server in
 * the very moment, and libcurl would send the request a second time. QUICK_EXIT
 * keeps a name server that hangs from holding up the thread: the thread that
 * asks it is left to itself. No proxy: it would be whose address is judged.
 */
static void set_common(struct fetch_call *call, const struct fetch_limits *limits)
{
	CURL *easy = call->easy;

	(void)curl_easy_setopt(easy, CURLOPT_URL, call->request.url);
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->error);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	(void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
	(void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_of(&call->request, limits));
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS_MAX);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	(void)curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (limits->ca_file)
		(void)curl_easy_setopt(easy, CURLOPT_CAINFO, limits->ca_file);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
}

bool fetch_call_prepare(struct fetch_call *call, const struct fetch_limits *limits)
{
	const struct fetch_request *request = &call->request;
	const char *why;
	enum url_fault fault = fetch_url_fault(request->url, request->mail != NULL, &why);

	if (fault == URL_BAD || (fault == URL_INSIDE && !request->operators_url)) {
		fetch_call_fail(
			call, fault == URL_BAD ? FETCH_BAD_REQUEST : FETCH_REFUSED_ADDRESS, why);
		return false;
	}
	call->easy = curl_easy_init();
	if (!call->easy) {
		fetch_call_fail(call, FETCH_BUSY, "out of memory");
		return false;
	}
	call->taken = arena_array(call->arena, HEADERS_MAX, sizeof(*call->taken));
	set_common(call, limits);
	if (request->mail)
		set_mail(call);
	return request->mail || set_http(call);
}

/* ---- Judging ------------------------------------------------------------------------------ */

static bool is_tls(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
		code == CURLE_SSL_CIPHER || code == CURLE_SSL_CACERT_BADFILE ||
		code == CURLE_SSL_ISSUER_ERROR || code == CURLE_USE_SSL_FAILED ||
		code == CURLE_SSL_CERTPROBLEM;
}

static enum fetch_result result_of(const struct fetch_call *call, CURLcode code)
{
	if (call->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return FETCH_TOO_LARGE;
	/* To a mail server that says no libcurl answers with many codes; its own says it better. */
	if (code == CURLE_OK || (call->request.mail && call->answer->status >= 400))
		return FETCH_OK;
	if (is_tls(code))
		return FETCH_TLS;
	if (code == CURLE_COULDNT_CONNECT && call->refused)
		return FETCH_REFUSED_ADDRESS;
	if (code == CURLE_URL_MALFORMAT)
		return FETCH_BAD_REQUEST;
	if (!call->answer->sent)
		return FETCH_CONNECT;
	if (code == CURLE_OPERATION_TIMEDOUT)
		return FETCH_TIMEOUT;
	if (code == CURLE_PARTIAL_FILE || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
		code == CURLE_SEND_ERROR)
		return FETCH_CUT;
	return FETCH_BAD_ANSWER;
}

static const char *sentence_of(const struct fetch_call *call)
{
	/* Whether closed, filtered or refused must not be told apart: it would map our network. */
	static const char *const sentences[FETCH_RESULT_COUNT] = {
		[FETCH_NOT_SENT] = WORDS("the request was not sent"),
		[FETCH_BAD_REQUEST] = WORDS("the request cannot be sent"),
		[FETCH_BUSY] = WORDS("too many requests to this server are under way"),
		[FETCH_REFUSED_ADDRESS] = WORDS("the server could not be reached"),
		[FETCH_CONNECT] = WORDS("the server could not be reached"),
		[FETCH_TLS] = WORDS("the server's certificate could not be verified"),
		[FETCH_TIMEOUT] = WORDS("the server did not answer in time"),
		[FETCH_CUT] = WORDS("the connection ended before the answer did"),
		[FETCH_TOO_LARGE] = WORDS("the server's answer is too large"),
		[FETCH_BAD_ANSWER] = WORDS("the server's answer is not understood"),
		[FETCH_STOPPED] = WORDS("the program was stopping"),
	};
	const struct fetch_answer *answer = call->answer;

	if (answer->result != FETCH_OK)
		return sentences[answer->result];
	if (call->request.mail && answer->status >= 400)
		return answer->detail;
	return arena_format(
		call->arena, "%s: %d", WORDS("the server answered with an error"), answer->status);
}

void fetch_call_fail(struct fetch_call *call, enum fetch_result result, const char *detail)
{
	call->answer->result = result;
	call->answer->detail = detail ? detail : "";
	call->answer->sentence = sentence_of(call);
}

void fetch_call_judge(struct fetch_call *call, CURLcode code)
{
	struct fetch_answer *answer = call->answer;
	curl_off_t begun = 0, took = 0, after = 0;
	long status = 0;

	(void)curl_easy_getinfo(call->easy, CURLINFO_PRETRANSFER_TIME_T, &begun);
	(void)curl_easy_getinfo(call->easy, CURLINFO_TOTAL_TIME_T, &took);
	(void)curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &after);
	(void)curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	answer->sent = begun > 0;
	answer->took_us = took;
	answer->retry_after_s = after < RETRY_AFTER_S_MAX ? after : RETRY_AFTER_S_MAX;
	answer->headers = call->taken;
	answer->status = (int)status;
	if (call->body.arena) {
		answer->body = call->body.ptr;
		answer->body_bytes = call->body.len;
	}
	answer->detail = arena_text(
		call->arena, *call->error ? call->error : curl_easy_strerror(code));
	if (call->request.mail)
		answer->detail = arena_format(call->arena, "%s (SMTP %ld)", answer->detail, status);
	fetch_call_fail(call, result_of(call, code), answer->detail);
	if (answer->result != FETCH_OK)
		answer->status = 0;
}

void fetch_call_end(struct fetch_call *call)
{
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	curl_slist_free_all(call->to);
	call->done(call->arg, call->answer);
}
