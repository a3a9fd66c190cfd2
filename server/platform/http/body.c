/* body.c - collecting a request's body: bounded, in memory or in a file. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRST_BYTES ((size_t)4096)
/* A client that was told nothing yet may go on this far beyond the limit to get its answer. */
#define GRACE_BYTES ((size_t)1024 * 1024)

bool body_is_form(const struct http_exchange *exchange)
{
	static const char form[] = "multipart/form-data";
	const char *type = exchange->known[HEADER_CONTENT_TYPE];

	return exchange->match.route && exchange->match.route->flags & HTTP_BODY_FORM && type &&
		strncasecmp(type, form, strlen(form)) == 0;
}

bool body_wants_file(const struct http_exchange *exchange)
{
	return exchange->match.route &&
		(exchange->match.route->flags & HTTP_BODY_FILE || body_is_form(exchange));
}

static size_t limit_of(const struct http_exchange *exchange)
{
	const bool is_file = body_wants_file(exchange);
	const size_t own = exchange->match.route ? exchange->match.route->body_max : 0;

	if (own && (is_file || !(exchange->match.route->flags & HTTP_BODY_FORM)))
		return own;
	return is_file ? FILE_BYTES_MAX : BODY_BYTES_MAX;
}

enum err body_begin(struct http_exchange *exchange)
{
	const char *text = exchange->known[HEADER_CONTENT_LENGTH];
	int64_t announced = 0;

	exchange->body_limit = limit_of(exchange);
	if (text && (!text_int(text, &announced) || announced > (int64_t)exchange->body_limit))
		return fail(&exchange->rq.cx, ERR_TOO_LARGE, NULL,
			"The body is larger than the %zu bytes this address reads.",
			exchange->body_limit);
	return OK;
}

static bool spool_open(struct http_exchange *exchange)
{
	const char *folder = exchange->server->options.spool_dir;
	char *name = arena_format(exchange_arena(exchange), "%s/body-XXXXXX", folder);

	exchange->spool_fd = mkostemp(name, O_CLOEXEC);
	if (exchange->spool_fd < 0)
		return false;
	exchange->spool_file = strdup(name);
	return exchange->spool_file != NULL;
}

static bool spool_write(struct http_exchange *exchange, const char *data, size_t size)
{
	if (exchange->spool_fd < 0 && !spool_open(exchange))
		return false;
	while (size) {
		ssize_t written = write(exchange->spool_fd, data, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		data += written;
		size -= (size_t)written;
	}
	return true;
}

void body_take(struct http_exchange *exchange, const char *data, size_t size)
{
	exchange->body_bytes += size;
	if (exchange->refusal || exchange->body_too_large)
		return;
	if (exchange->body_bytes > exchange->body_limit) {
		exchange->body_too_large = true;
		return;
	}
	if (body_wants_file(exchange)) {
		if (!spool_write(exchange, data, size))
			exchange->refusal = errno == ENOSPC ? ERR_FULL : ERR_INTERNAL;
		return;
	}
	if (!exchange->body.arena)
		exchange->body = buf_in(
			exchange_arena(exchange), size > FIRST_BYTES ? size : FIRST_BYTES);
	buf_add(&exchange->body, data, size);
}

static void forget_form(struct http_exchange *exchange)
{
	void *start;

	/* It was mapped for reading alone; unmapping asks for a pointer that may write. */
	memcpy(&start, &exchange->form.ptr, sizeof(start));
	(void)munmap(start, exchange->form.len);
	exchange->form = (struct str){0};
	exchange->form_file = (struct http_form_file){0};
}

void body_forget_file(struct http_exchange *exchange)
{
	if (exchange->form.ptr)
		forget_form(exchange);
	if (exchange->spool_fd >= 0)
		(void)close(exchange->spool_fd);
	exchange->spool_fd = -1;
	if (exchange->spool_file)
		(void)unlink(exchange->spool_file);
	free(exchange->spool_file);
	exchange->spool_file = NULL;
}

bool body_is_hopeless(const struct http_exchange *exchange)
{
	return exchange->body_bytes > exchange->body_limit + GRACE_BYTES;
}

enum err body_end(struct http_exchange *exchange)
{
	if (exchange->body_too_large)
		return fail(&exchange->rq.cx, ERR_TOO_LARGE, NULL,
			"The body is larger than the %zu bytes this address reads.",
			exchange->body_limit);
	if (exchange->refusal)
		return exchange->refusal;
	/* An empty body is a file too. */
	if (body_wants_file(exchange) && exchange->spool_fd < 0 && !spool_open(exchange))
		return errno == ENOSPC ? ERR_FULL : ERR_INTERNAL;
	return OK;
}
