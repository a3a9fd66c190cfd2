/* mail_smtp.c - one message to the SMTP server, by libcurl. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

#include <curl/curl.h>
#include <pthread.h>

#define CONNECT_S 10L
#define WHOLE_S 60L

static void init_curl(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t on_read(char *buffer, size_t size, size_t count, void *arg)
{
	struct str *left = arg;
	size_t step = left->len < size * count ? left->len : size * count;

	memcpy(buffer, left->ptr, step);
	left->ptr += step;
	left->len -= step;
	return step;
}

/* A program that stops does not wait for a server that hangs. */
static int on_progress(
	void *arg, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	(void)arg;
	(void)down_total;
	(void)down;
	(void)up_total;
	(void)up;
	return jobs_stopping() ? 1 : 0;
}

/*
 * 5xx about this message is final. About who we are, or that we should
 * encrypt (530..538), it is our configuration, which somebody may mend.
 */
static enum mail_result judge(long code)
{
	if (code >= 500 && code < 600 && (code < 530 || code > 538))
		return MAIL_REFUSED;
	return MAIL_LATER;
}

static void set_server(CURL *curl, const struct mail_server *server)
{
	(void)curl_easy_setopt(curl, CURLOPT_URL, server->url);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(
		curl, CURLOPT_USE_SSL, (long)(server->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (server->user) {
		(void)curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
		(void)curl_easy_setopt(
			curl, CURLOPT_PASSWORD, server->password ? server->password : "");
	}
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	(void)curl_easy_setopt(
		curl, CURLOPT_TIMEOUT, server->patience_s ? server->patience_s : WHOLE_S);
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
}

static enum mail_result perform(CURL *curl, struct arena *arena, const char **why)
{
	char error[CURL_ERROR_SIZE] = "";
	CURLcode result;
	long code = 0;

	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	result = curl_easy_perform(curl);
	if (result == CURLE_OK)
		return MAIL_SENT;
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
	*why = arena_format(
		arena, "%s (SMTP %ld)", *error ? error : curl_easy_strerror(result), code);
	return judge(code);
}

enum mail_result mail_send(struct arena *arena, const struct mail_server *server,
	const struct mail_message *message, const char **why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct str text = mail_write(arena, message);
	struct curl_slist *to = NULL;
	const char *address, *name;
	enum mail_result result;
	CURL *curl;

	*why = "out of memory";
	(void)pthread_once(&once, init_curl);
	if (!mail_address(arena, message->from, &address, &name)) {
		*why = "mail-from is not an address";
		return MAIL_LATER;
	}
	curl = curl_easy_init();
	to = curl_slist_append(NULL, arena_format(arena, "<%s>", message->to));
	if (!curl || !to) {
		curl_slist_free_all(to);
		curl_easy_cleanup(curl);
		return MAIL_LATER;
	}
	set_server(curl, server);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_format(arena, "<%s>", address));
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	(void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
	(void)curl_easy_setopt(curl, CURLOPT_READDATA, &text);
	(void)curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)text.len);
	result = perform(curl, arena, why);
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	return result;
}
