/* http_sheet.c - tables as answers: platform/sheet into a stream. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_sheet.h"

#include "platform/http/http_internal.h"
#include "platform/intl/intl.h"

static enum err send_bytes(const char *bytes, size_t length, void *arg)
{
	return http_stream_write(arg, bytes, length);
}

static const char *file_name(struct http_req *rq, const struct http_sheet_options *options)
{
	const struct cx *cx = &rq->cx;
	char day[DAY_TEXT_BYTES];

	day_write(day, intl_day_of(cx->actor->company->time_zone, cx->now_us));
	return arena_format(
		cx->arena, "%s-%s.%s", options->name, day, sheet_format_words[options->format]);
}

enum err http_sheet_begin(
	struct http_req *rq, const struct http_sheet_options *options, struct sheet **sheet)
{
	const struct company *company = rq->cx.actor->company;
	const struct sheet_options sheet_options = {
		.format = options->format,
		.title = language_say(options->language, options->title),
		.language = options->language,
		.time_zone = company->time_zone,
		.folder = rq->exchange->server->options.spool_dir,
		.right_to_left = text_is(
			options->language ? options->language->code : company->language, "ar"),
		.sink = send_bytes,
		.arg = rq,
	};

	TRY(http_stream_begin(rq, sheet_content_type(options->format), file_name(rq, options)));
	return sheet_begin(&rq->cx, &sheet_options, options->headings, sheet);
}
