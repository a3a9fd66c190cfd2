/* file.c - an answer that is a file, whole or the part that a Range asks for (RFC 9110, 14). */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

struct part {
	int64_t from, length;
};

enum part_kind { PART_NONE, PART_GIVEN, PART_OUTSIDE };

/* "0-499", "500-", "-500". Of anything else and of several ranges the whole file is sent. */
static enum part_kind read_part(const char *range, int64_t size, struct part *part)
{
	struct str first, last, rest = str_of(range ? range : "");
	int64_t from, to = size - 1;

	if (!range || !str_starts(rest, "bytes=") || strchr(range, ','))
		return PART_NONE;
	rest = (struct str){rest.ptr + 6, rest.len - 6};
	first = str_trim(str_cut(rest, '-', &last));
	last = str_trim(last);
	if (!last.ptr || (last.len && !str_int(last, &to)) || to < 0)
		return PART_NONE;
	if (!first.len) {
		if (!last.len)
			return PART_NONE;
		from = to < size ? size - to : 0;
		to = size - 1;
	} else if (!str_int(first, &from) || from < 0 || from > to) {
		return first.len && from >= size && !last.len ? PART_OUTSIDE : PART_NONE;
	}
	if (from >= size || to < from)
		return PART_OUTSIDE;
	*part = (struct part){from, (to < size ? to + 1 : size) - from};
	return PART_GIVEN;
}

static void set_content_range(struct http_req *rq, const struct part *part, int64_t size)
{
	http_set_header(rq, "Content-Range",
		part ? arena_format(rq->cx.arena, "bytes %" PRId64 "-%" PRId64 "/%" PRId64,
			       part->from, part->from + part->length - 1, size)
		     : arena_format(rq->cx.arena, "bytes */%" PRId64, size));
}

enum err http_reply_file(struct http_req *rq, const char *type, int fd)
{
	struct http_exchange *exchange = rq->exchange;
	struct part part;
	struct stat file;

	if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) {
		(void)close(fd);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such file.");
	}
	http_reply_bytes(rq, 200, type, (struct str){"", 0});
	http_set_header(rq, "Accept-Ranges", "bytes");
	part = (struct part){0, file.st_size};
	switch (read_part(http_header(rq, "Range"), file.st_size, &part)) {
	case PART_OUTSIDE:
		exchange->status = 416;
		set_content_range(rq, NULL, file.st_size);
		(void)close(fd);
		return OK;
	case PART_GIVEN:
		exchange->status = 206;
		set_content_range(rq, &part, file.st_size);
		break;
	case PART_NONE:
		break;
	}
	exchange->file = (struct reply_file){
		.open = true, .fd = fd, .from = part.from, .length = part.length};
	return OK;
}

void reply_file_close(struct reply_file *file)
{
	if (file->open)
		(void)close(file->fd);
	*file = (struct reply_file){0};
}

struct MHD_Response *reply_file_response(struct reply_file *file)
{
	struct MHD_Response *response = MHD_create_response_from_fd_at_offset64(
		(uint64_t)file->length, file->fd, (uint64_t)file->from);

	/* The library closes it with the response. */
	if (response)
		*file = (struct reply_file){0};
	else
		reply_file_close(file);
	return response;
}
