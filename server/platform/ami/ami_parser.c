/* ami_parser.c - lines are collected behind the headers they join, in memory of fixed size. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_parser.h"

#include "base/memory.h"

#include <strings.h>

#define BANNER "Asterisk Call Manager/"
#define COMMAND_ENDS "--END COMMAND--"
#define LINE_ROOM (AMI_LINE_BYTES_MAX + 1) /* with its carriage return */

struct ami_parser {
	struct ami_header headers[AMI_HEADERS_MAX];
	size_t count;
	size_t used; /* bytes of text that headers point to; the line begins there */
	size_t line; /* bytes of the line so far, without what was cut */
	bool line_cut, cut;
	bool full; /* a header found no room: neither will later ones, be they shorter */
	bool expects_banner;
	bool raw_output; /* "Response: Follows": lines are output until COMMAND_ENDS */
	bool given; /* the message was handed out: the next byte begins another */
	struct ami_losses losses;
	char text[AMI_MESSAGE_BYTES_MAX + LINE_ROOM]; /* always has room for a line */
};

static void begin_message(struct ami_parser *parser)
{
	parser->count = 0;
	parser->used = 0;
	parser->line = 0;
	parser->line_cut = false;
	parser->cut = false;
	parser->full = false;
	parser->raw_output = false;
	parser->given = false;
}

struct ami_parser *ami_parser_new(void)
{
	struct ami_parser *parser = memory_new(sizeof(*parser));

	parser->losses = (struct ami_losses){0};
	ami_parser_reset(parser);
	return parser;
}

void ami_parser_free(struct ami_parser **parser)
{
	free(*parser);
	*parser = NULL;
}

void ami_parser_reset(struct ami_parser *parser)
{
	begin_message(parser);
	parser->expects_banner = true;
}

struct ami_losses ami_parser_losses(const struct ami_parser *parser)
{
	return parser->losses;
}

/* ---- One line -------------------------------------------------------------------- */

/* Append up to and including a line feed. True when the line is whole. */
static bool collect_line(struct ami_parser *parser, struct str *bytes)
{
	const char *end = memchr(bytes->ptr, '\n', bytes->len);
	size_t have = end ? (size_t)(end - bytes->ptr) : bytes->len;
	size_t room = LINE_ROOM - parser->line;
	size_t step = have < room ? have : room;

	memcpy(parser->text + parser->used + parser->line, bytes->ptr, step);
	parser->line += step;
	parser->line_cut |= step < have;
	have += end != NULL;
	bytes->ptr += have;
	bytes->len -= have;
	return end != NULL;
}

static struct str whole_line(const struct ami_parser *parser)
{
	struct str line = {parser->text + parser->used, parser->line};

	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* The line becomes part of the message; false when there is no room. */
static bool keep_header(struct ami_parser *parser, struct str name, struct str value)
{
	parser->full |= parser->count == AMI_HEADERS_MAX ||
		parser->used + parser->line > AMI_MESSAGE_BYTES_MAX;
	if (parser->full) {
		parser->losses.headers_dropped++;
		parser->cut = true;
		return false;
	}
	parser->headers[parser->count++] = (struct ami_header){name, value};
	parser->used += parser->line;
	return true;
}

static struct str without_blanks(struct str value)
{
	while (value.len && *value.ptr == ' ') {
		value.ptr++;
		value.len--;
	}
	return value;
}

static bool name_is(struct str name, const char *wanted, size_t length)
{
	return name.len == length && strncasecmp(name.ptr, wanted, length) == 0;
}

static void take_header(struct ami_parser *parser, struct str line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	struct str name, value;

	if (!colon) {
		parser->losses.headers_dropped++;
		parser->cut = true;
		return;
	}
	name = (struct str){line.ptr, (size_t)(colon - line.ptr)};
	value = without_blanks((struct str){colon + 1, line.len - name.len - 1});
	if (!keep_header(parser, name, value))
		return;
	if (parser->count == 1 && name_is(name, "Response", 8) && str_is_nocase(value, "Follows"))
		parser->raw_output = true;
}

/*
 * PBXes before 14 send a command's output as bare lines, blank ones too, after
 * the two headers they know. True when the line was the last of them.
 */
static bool take_output(struct ami_parser *parser, struct str line)
{
	struct str rest;
	struct str name = str_cut(line, ':', &rest);

	if (str_is(line, COMMAND_ENDS)) {
		parser->raw_output = false;
		return false;
	}
	if (parser->count < 3 && (str_is(name, "Privilege") || str_is(name, "ActionID"))) {
		take_header(parser, line);
		return false;
	}
	/* An end that never comes must not swallow what follows. */
	return !keep_header(parser, STR("Output"), line) && !line.len;
}

static bool take_banner(struct ami_parser *parser, struct str line)
{
	if (!str_starts(line, BANNER))
		return false;
	return keep_header(parser, STR("Version"),
		(struct str){line.ptr + sizeof(BANNER) - 1, line.len - sizeof(BANNER) + 1});
}

/* True when the line makes a message whole. */
static bool take_line(struct ami_parser *parser)
{
	struct str line = whole_line(parser);
	bool first = parser->expects_banner;
	bool whole = false;

	if (parser->line_cut) {
		parser->losses.lines_cut++;
		parser->cut = true;
	}
	parser->expects_banner = false;
	if (first && take_banner(parser, line))
		whole = true;
	else if (parser->raw_output)
		whole = take_output(parser, line);
	else if (line.len)
		take_header(parser, line);
	else
		whole = parser->count > 0;
	parser->line = 0;
	parser->line_cut = false;
	return whole;
}

/* ---- Messages -------------------------------------------------------------------- */

static enum ami_kind kind_of(const struct ami_message *message)
{
	for (size_t i = 0; i < message->count; i++) {
		if (name_is(message->headers[i].name, "Event", 5))
			return AMI_EVENT;
		if (name_is(message->headers[i].name, "Response", 8))
			return AMI_RESPONSE;
	}
	return AMI_OTHER;
}

bool ami_parse(struct ami_parser *parser, struct str *bytes, struct ami_message *message)
{
	if (parser->given)
		begin_message(parser);
	while (bytes->len) {
		bool first = parser->expects_banner;

		if (!collect_line(parser, bytes) || !take_line(parser))
			continue;
		*message = (struct ami_message){
			.headers = parser->headers, .count = parser->count, .cut = parser->cut};
		message->kind = first ? AMI_BANNER : kind_of(message);
		parser->given = true;
		return true;
	}
	return false;
}

struct str ami_get(const struct ami_message *message, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < message->count; i++)
		if (name_is(message->headers[i].name, name, length))
			return message->headers[i].value;
	return (struct str){NULL, 0};
}

struct str ami_event(const struct ami_message *message)
{
	return message->kind == AMI_EVENT ? ami_get(message, "Event") : STR("");
}
