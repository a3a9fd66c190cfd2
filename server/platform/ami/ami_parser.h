/* ami_parser.h - bytes of an Asterisk manager connection to messages. No sockets here. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AMI_AMI_PARSER_H
#define PLATFORM_AMI_AMI_PARSER_H

#include "base/str.h"

/* What is longer is cut; what comes after it is dropped, and counted. */
#define AMI_LINE_BYTES_MAX ((size_t)8 * 1024)
#define AMI_MESSAGE_BYTES_MAX ((size_t)128 * 1024)
#define AMI_HEADERS_MAX 1024

enum ami_kind {
	AMI_BANNER, /* the first line of a connection; its version is the header "Version" */
	AMI_RESPONSE, /* the answer to an action; its ActionID comes back */
	AMI_EVENT,
	AMI_OTHER, /* a block that names neither */
};

struct ami_header {
	struct str name;
	struct str value; /* as it came: control characters and broken UTF-8 are possible */
};

/* One message. The bytes belong to the parser and are there until its next call. */
struct ami_message {
	enum ami_kind kind;
	bool cut; /* something of it went over a bound */
	const struct ami_header *headers; /* in order of arrival, repeated ones kept */
	size_t count;
};

/* What the bounds took since the parser was made. */
struct ami_losses {
	uint64_t lines_cut; /* kept up to AMI_LINE_BYTES_MAX */
	uint64_t headers_dropped;
};

/* About 170 KB, whatever comes. Owned by its link: ami_parser_free(). */
struct ami_parser;

struct ami_parser *ami_parser_new(void);
void ami_parser_free(struct ami_parser **parser);

/* A new connection begins: forget what was incomplete, expect a banner. The losses stay. */
void ami_parser_reset(struct ami_parser *parser);

/*
 * Take bytes from the front of *bytes, sliced in any way, until a message is
 * whole. False when all are taken and the message waits for more:
 *
 *	while (ami_parse(parser, &bytes, &message))
 *		...
 */
MUST_USE bool ami_parse(struct ami_parser *parser, struct str *bytes, struct ami_message *message);

struct ami_losses ami_parser_losses(const struct ami_parser *parser);

/*
 * The value of a header, its name in any case; the first of repeated ones, which
 * is the channel's own where a dialplan adds others. ptr is NULL when it is missing.
 * The output of a command is one header "Output" a line, in both forms PBXes know.
 */
struct str ami_get(const struct ami_message *message, const char *name);

/* The name of an event; empty for anything else. */
struct str ami_event(const struct ami_message *message);

#endif
