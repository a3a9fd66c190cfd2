/* ws_parse.h - bytes from a client to messages, strictly by RFC 6455 (wslay). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_WS_WS_PARSE_H
#define PLATFORM_WS_WS_PARSE_H

#include "base/str.h"

#define WS_MESSAGE_BYTES_MAX ((size_t)64 * 1024)
#define WS_FRAMES_OF_MESSAGE_MAX 4096

/*
 * Between messages there is no parser (NULL): its 9 KB exist only while a
 * frame or a fragmented message is incomplete.
 */
struct ws_parser;

/* Who hears about it. None of these may free the parser. */
struct ws_sink {
	/* A whole text message, valid UTF-8; or a whole binary one. */
	void (*message)(void *arg, bool binary, struct str bytes);
	/* A control frame came; data frames are counted by their messages. */
	void (*control)(void *arg);
	/* Bytes that the protocol wants sent: a pong, or the closing frame. */
	void (*reply)(void *arg, const char *bytes, size_t length);
	void *arg;
};

enum ws_outcome {
	WS_GOES_ON,
	WS_CLOSED, /* the client said goodbye; the echo went to reply() */
	WS_FAILED, /* it broke the protocol; the closing frame went to reply() */
};

/*
 * Feed bytes as they came. After anything but WS_GOES_ON the parser is gone
 * and the client's further bytes mean nothing.
 */
MUST_USE enum ws_outcome ws_parse(
	struct ws_parser **parser, const void *bytes, size_t length, const struct ws_sink *sink);
void ws_parser_free(struct ws_parser **parser);

#endif
