/* ws_frame.c - outgoing frames: header and payload in one block. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <assert.h>
#include <stdarg.h>

#define FIN 0x80
#define OP_TEXT 1
#define OP_CLOSE 8
#define OP_PING 9
#define HEADER_BYTES_MAX 10

static size_t put_header(char *at, unsigned opcode, size_t length)
{
	at[0] = (char)(FIN | opcode);
	if (length < 126) {
		at[1] = (char)length;
		return 2;
	}
	if (length < 65536) {
		at[1] = 126;
		at[2] = (char)(length >> 8);
		at[3] = (char)(length & 255);
		return 4;
	}
	at[1] = 127;
	for (int i = 0; i < 8; i++)
		at[2 + i] = (char)((uint64_t)length >> (56 - 8 * i) & 255);
	return 10;
}

static struct ws_out *frame_new(unsigned opcode, const char *payload, size_t length)
{
	char header[HEADER_BYTES_MAX];
	size_t header_length = put_header(header, opcode, length);
	struct ws_out *out = malloc(sizeof(*out) + header_length + length);

	if (!out)
		return NULL;
	out->references = 1;
	out->length = header_length + length;
	memcpy(out->bytes, header, header_length);
	if (length)
		memcpy(out->bytes + header_length, payload, length);
	return out;
}

struct ws_out *ws_out_text(struct str text)
{
	return frame_new(OP_TEXT, text.ptr, text.len);
}

struct ws_out *ws_out_texts(const struct str *texts, size_t count)
{
	size_t length = 0;
	struct ws_out *out;

	for (size_t i = 0; i < count; i++)
		length += HEADER_BYTES_MAX + texts[i].len;
	out = malloc(sizeof(*out) + length);
	if (!out)
		return NULL;
	out->references = 1;
	out->length = 0;
	for (size_t i = 0; i < count; i++) {
		out->length += put_header(out->bytes + out->length, OP_TEXT, texts[i].len);
		memcpy(out->bytes + out->length, texts[i].ptr, texts[i].len);
		out->length += texts[i].len;
	}
	return out;
}

struct ws_out *ws_out_bytes(const char *bytes, size_t length)
{
	struct ws_out *out = malloc(sizeof(*out) + length);

	if (!out)
		return NULL;
	out->references = 1;
	out->length = length;
	memcpy(out->bytes, bytes, length);
	return out;
}

struct ws_out *ws_out_ping(void)
{
	return frame_new(OP_PING, NULL, 0);
}

struct ws_out *ws_out_close(unsigned code, const char *reason)
{
	char payload[125] = {(char)(code >> 8), (char)(code & 255)};
	struct str text = str_of(reason);

	assert(text.len <= sizeof(payload) - 2);
	memcpy(payload + 2, text.ptr, text.len);
	return frame_new(OP_CLOSE, payload, 2 + text.len);
}

struct ws_out *ws_out_format(const char *format, ...)
{
	char text[500];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	assert(length > 0 && (size_t)length < sizeof(text));
	return frame_new(OP_TEXT, text, (size_t)length);
}

void ws_out_release(struct ws_out **out)
{
	if (*out && --(*out)->references == 0)
		free(*out);
	*out = NULL;
}
