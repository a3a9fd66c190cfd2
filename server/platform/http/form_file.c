/* form_file.c - a form with a file: its parts as parameters, the file as it lies in the spool. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#include "base/utf8.h"
#include "platform/http/multipart.h"

#include <sys/mman.h>
#include <sys/stat.h>

#define PARTS_MAX 20
#define FIELD_BYTES_MAX 4096
#define FILE_PART "file"

static enum err map_body(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	struct stat file;
	void *bytes;

	if (exchange->form.ptr)
		return OK;
	if (exchange->spool_fd < 0 || fstat(exchange->spool_fd, &file) != 0)
		return fail(cx, ERR_INTERNAL, NULL, "the body was not kept");
	if (!file.st_size)
		return fail(cx, ERR_MALFORMED, NULL, "The form could not be read.");
	bytes = mmap(NULL, (size_t)file.st_size, PROT_READ, MAP_PRIVATE, exchange->spool_fd, 0);
	if (bytes == MAP_FAILED)
		return fail(cx, ERR_BUSY, NULL, "The server is out of memory.");
	exchange->form = (struct str){bytes, (size_t)file.st_size};
	return OK;
}

static enum err take_field(struct http_exchange *exchange, const struct multipart_part *part)
{
	struct cx *cx = &exchange->rq.cx;
	struct pairs *pairs = &exchange->form_pairs;
	struct pair *list = arena_array(cx->arena, pairs->count + 1, sizeof(*list));

	if (part->bytes.len > FIELD_BYTES_MAX)
		return fail(cx, ERR_TOO_LARGE, NULL, "A field of the form is too long.");
	if (!utf8_valid(part->name.ptr, part->name.len) ||
		!utf8_valid(part->bytes.ptr, part->bytes.len))
		return fail(cx, ERR_MALFORMED, NULL, "The form is not UTF-8.");
	if (pairs->count)
		memcpy(list, pairs->at, pairs->count * sizeof(*list));
	list[pairs->count] = (struct pair){
		.name = {arena_text_n(cx->arena, part->name.ptr, part->name.len), part->name.len},
		.value = {arena_text_n(cx->arena, part->bytes.ptr, part->bytes.len),
			part->bytes.len},
	};
	pairs->at = list;
	pairs->count++;
	return params_check_company(
		exchange, list[pairs->count - 1].name, list[pairs->count - 1].value);
}

/* Names are anybody's bytes, too. */
static enum err take_file(struct http_exchange *exchange, const struct multipart_part *part)
{
	struct cx *cx = &exchange->rq.cx;
	const struct str name = part->file_name;

	if (!str_is(part->name, FILE_PART) || exchange->form_file.bytes.ptr)
		return fail(cx, ERR_INVALID, FILE_PART, "Send one file, in the field `file`.");
	exchange->form_file.bytes = part->bytes;
	exchange->form_file.name = utf8_valid(name.ptr, name.len)
		? arena_text_n(cx->arena, name.ptr, name.len)
		: "";
	return OK;
}

enum err form_file_read(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	enum multipart_step step = MULTIPART_PART;
	struct multipart_part part;
	struct multipart reader;

	exchange->form_file = (struct http_form_file){0};
	TRY(map_body(exchange));
	if (!multipart_begin(
		    &reader, cx->arena, exchange->known[HEADER_CONTENT_TYPE], exchange->form))
		return fail(cx, ERR_MALFORMED, NULL, "The form could not be read.");
	for (int count = 0; step == MULTIPART_PART; count++) {
		step = multipart_next(&reader, cx->arena, &part);
		if (step == MULTIPART_BROKEN)
			return fail(cx, ERR_MALFORMED, NULL, "The form could not be read.");
		if (count == PARTS_MAX)
			return fail(cx, ERR_TOO_LARGE, NULL, "The form has too many fields.");
		if (step == MULTIPART_PART && part.file_name.ptr)
			TRY(take_file(exchange, &part));
		else if (step == MULTIPART_PART)
			TRY(take_field(exchange, &part));
	}
	return OK;
}
