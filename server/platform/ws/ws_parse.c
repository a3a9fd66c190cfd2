/* ws_parse.c - wslay fed from memory; knows when nothing is left to remember. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_parse.h"

#include <wslay/wslay.h>

#define HEADER_BYTES_MAX 14
#define CONTROL_BYTES_MAX 125

/*
 * The frame being received. Headers and control frames are collected here and
 * given to wslay whole: it checks the text of a closing frame chunk by chunk
 * and would skip bytes of a second chunk. Payload of data frames goes through.
 */
struct incoming {
	uint8_t bytes[HEADER_BYTES_MAX + CONTROL_BYTES_MAX];
	size_t have; /* collected so far */
	uint64_t left; /* payload of a data frame still to go through */
	bool in_message; /* a fragmented message waits for its end */
};

struct ws_parser {
	wslay_event_context_ptr wslay;
	const struct ws_sink *sink; /* during ws_parse */
	struct incoming incoming;
	const uint8_t *at; /* bytes wslay has not taken yet */
	size_t left;
	uint8_t reply[2 + CONTROL_BYTES_MAX]; /* of the frame wslay is sending */
	size_t reply_have;
	bool control; /* the frame wslay is at */
	bool refused; /* by us, where wslay would go on */
	size_t frames; /* of the message being collected */
	char *message;
	size_t length, room;
};

/* ---- What wslay asks and tells ---------------------------------------------- */

static ssize_t on_recv(
	wslay_event_context_ptr ctx, uint8_t *buffer, size_t room, int flags, void *arg)
{
	struct ws_parser *parser = arg;
	size_t step = parser->left < room ? parser->left : room;

	(void)flags;
	if (!step) {
		wslay_event_set_error(ctx, WSLAY_ERR_WOULDBLOCK);
		return -1;
	}
	memcpy(buffer, parser->at, step);
	parser->at += step;
	parser->left -= step;
	return (ssize_t)step;
}

/* Header and payload come in two calls; the sink gets whole frames (all of them control). */
static ssize_t on_send(
	wslay_event_context_ptr ctx, const uint8_t *bytes, size_t length, int flags, void *arg)
{
	struct ws_parser *parser = arg;
	size_t step = sizeof(parser->reply) - parser->reply_have;

	(void)ctx;
	(void)flags;
	if (step > length)
		step = length;
	memcpy(parser->reply + parser->reply_have, bytes, step);
	parser->reply_have += step;
	if (parser->reply_have < 2 || parser->reply_have < (size_t)2 + parser->reply[1])
		return (ssize_t)step;
	parser->sink->reply(parser->sink->arg, (const char *)parser->reply, parser->reply_have);
	parser->reply_have = 0;
	return (ssize_t)step;
}

static void refuse(struct ws_parser *parser, uint16_t code, const char *reason)
{
	(void)wslay_event_queue_close(parser->wslay, code, (const uint8_t *)reason, strlen(reason));
	wslay_event_shutdown_read(parser->wslay);
	parser->refused = true;
}

static void on_frame_start(wslay_event_context_ptr ctx,
	const struct wslay_event_on_frame_recv_start_arg *frame, void *arg)
{
	struct ws_parser *parser = arg;

	(void)ctx;
	parser->control = wslay_is_ctrl_frame(frame->opcode);
	if (parser->control) {
		parser->sink->control(parser->sink->arg);
		if (frame->opcode == WSLAY_CONNECTION_CLOSE && frame->payload_length == 1)
			refuse(parser, WSLAY_CODE_PROTOCOL_ERROR, "half a close code");
		return;
	}
	if (frame->opcode != WSLAY_CONTINUATION_FRAME) {
		parser->length = 0;
		parser->frames = 0;
	}
	if (++parser->frames > WS_FRAMES_OF_MESSAGE_MAX ||
		frame->payload_length > WS_MESSAGE_BYTES_MAX - parser->length)
		refuse(parser, WSLAY_CODE_MESSAGE_TOO_BIG, "message too big");
}

static bool make_room(struct ws_parser *parser, size_t more)
{
	size_t room = parser->room ? parser->room : 256;
	char *larger;

	while (room < parser->length + more)
		room *= 2;
	if (room == parser->room)
		return true;
	larger = realloc(parser->message, room);
	if (!larger)
		return false;
	parser->message = larger;
	parser->room = room;
	return true;
}

static void on_frame_chunk(wslay_event_context_ptr ctx,
	const struct wslay_event_on_frame_recv_chunk_arg *chunk, void *arg)
{
	struct ws_parser *parser = arg;

	if (parser->control || !chunk->data_length || !wslay_event_get_read_enabled(ctx))
		return;
	if (!make_room(parser, chunk->data_length)) {
		refuse(parser, WSLAY_CODE_INTERNAL_SERVER_ERROR, "out of memory");
		return;
	}
	memcpy(parser->message + parser->length, chunk->data, chunk->data_length);
	parser->length += chunk->data_length;
}

static void on_message(
	wslay_event_context_ptr ctx, const struct wslay_event_on_msg_recv_arg *message, void *arg)
{
	struct ws_parser *parser = arg;

	if (wslay_is_ctrl_frame(message->opcode) || !wslay_event_get_read_enabled(ctx))
		return;
	parser->sink->message(parser->sink->arg, message->opcode == WSLAY_BINARY_FRAME,
		(struct str){parser->length ? parser->message : "", parser->length});
}

static struct ws_parser *parser_new(void)
{
	static const struct wslay_event_callbacks callbacks = {
		.recv_callback = on_recv,
		.send_callback = on_send,
		.on_frame_recv_start_callback = on_frame_start,
		.on_frame_recv_chunk_callback = on_frame_chunk,
		.on_msg_recv_callback = on_message,
	};
	struct ws_parser *parser = calloc(1, sizeof(*parser));

	if (parser && wslay_event_context_server_init(&parser->wslay, &callbacks, parser) != 0) {
		free(parser);
		return NULL;
	}
	if (parser)
		wslay_event_config_set_no_buffering(parser->wslay, 1);
	return parser;
}

void ws_parser_free(struct ws_parser **parser)
{
	if (!*parser)
		return;
	wslay_event_context_free((*parser)->wslay);
	free((*parser)->message);
	free(*parser);
	*parser = NULL;
}

/* ---- Feeding ------------------------------------------------------------------ */

/* Close frames of our own, where wslay gives up without a code. */
static void reply_close(const struct ws_sink *sink, uint16_t code)
{
	const char frame[] = {(char)0x88, 2, (char)(code >> 8), (char)(code & 255)};

	sink->reply(sink->arg, frame, sizeof(frame));
}

/* Let out what wslay wants to say, and see how things stand. */
static enum ws_outcome settle(struct ws_parser *parser)
{
	while (wslay_event_want_write(parser->wslay))
		if (wslay_event_send(parser->wslay) != 0)
			return WS_FAILED;
	if (wslay_event_get_close_received(parser->wslay) && !parser->refused)
		return WS_CLOSED;
	return wslay_event_get_close_sent(parser->wslay) ? WS_FAILED : WS_GOES_ON;
}

static enum ws_outcome feed(struct ws_parser *parser, const uint8_t *bytes, size_t length)
{
	int result;

	parser->at = bytes;
	parser->left = length;
	result = wslay_event_recv(parser->wslay);
	if (result == 0)
		return settle(parser);
	reply_close(parser->sink,
		result == WSLAY_ERR_NOMEM ? WSLAY_CODE_INTERNAL_SERVER_ERROR
					  : WSLAY_CODE_PROTOCOL_ERROR);
	return WS_FAILED;
}

static size_t extended_bytes(const uint8_t *header)
{
	return (header[1] & 127) == 126 ? 2 : (header[1] & 127) == 127 ? 8 : 0;
}

static size_t header_bytes(const uint8_t *header)
{
	return 2 + extended_bytes(header) + (header[1] & 128 ? 4 : 0);
}

static uint64_t payload_bytes(const uint8_t *header)
{
	uint64_t length = 0;

	if (!extended_bytes(header))
		return header[1] & 127;
	for (size_t i = 0; i < extended_bytes(header); i++)
		length = length << 8 | header[2 + i];
	return length;
}

/* Bytes to collect before wslay gets them: a header, or a control frame. */
static size_t wanted_bytes(const struct incoming *in)
{
	size_t wanted = in->have < 2 ? 2 : header_bytes(in->bytes);

	if (in->have >= wanted && wslay_is_ctrl_frame((in->bytes[0] & 15)) &&
		payload_bytes(in->bytes) <= CONTROL_BYTES_MAX)
		wanted += (size_t)payload_bytes(in->bytes);
	return wanted;
}

static enum ws_outcome feed_collected(struct ws_parser *parser)
{
	struct incoming *in = &parser->incoming;
	enum ws_outcome outcome = feed(parser, in->bytes, in->have);

	if (!wslay_is_ctrl_frame((in->bytes[0] & 15))) {
		in->left = payload_bytes(in->bytes);
		in->in_message = !(in->bytes[0] & 128);
		/* wslay looks at a length when the first byte of payload is there; it may never come. */
		if (outcome == WS_GOES_ON && in->left > WS_MESSAGE_BYTES_MAX) {
			refuse(parser, WSLAY_CODE_MESSAGE_TOO_BIG, "message too big");
			outcome = settle(parser);
		}
	}
	in->have = 0;
	return outcome;
}

static enum ws_outcome feed_all(struct ws_parser *parser, const uint8_t *at, size_t left)
{
	struct incoming *in = &parser->incoming;
	enum ws_outcome outcome = WS_GOES_ON;

	while (left && outcome == WS_GOES_ON) {
		size_t step;

		if (in->left) {
			step = in->left < left ? (size_t)in->left : left;
			outcome = feed(parser, at, step);
			in->left -= step;
		} else {
			size_t wanted = wanted_bytes(in) - in->have;

			step = wanted < left ? wanted : left;
			memcpy(in->bytes + in->have, at, step);
			in->have += step;
			if (in->have >= 2 && in->have == wanted_bytes(in))
				outcome = feed_collected(parser);
		}
		at += step;
		left -= step;
	}
	return outcome;
}

enum ws_outcome ws_parse(
	struct ws_parser **parser, const void *bytes, size_t length, const struct ws_sink *sink)
{
	const struct incoming *in;
	enum ws_outcome outcome;

	if (!*parser)
		*parser = parser_new();
	if (!*parser) {
		reply_close(sink, WSLAY_CODE_INTERNAL_SERVER_ERROR);
		return WS_FAILED;
	}
	(*parser)->sink = sink;
	outcome = feed_all(*parser, bytes, length);
	in = &(*parser)->incoming;
	if (outcome != WS_GOES_ON || (!in->have && !in->left && !in->in_message))
		ws_parser_free(parser);
	return outcome;
}
