/* engine_io_payload.c - the body of a poll: packets with a separator between them. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/push_internal.h"

#include "base/utf8.h"

static bool read_binary(struct arena *arena, struct eio_piece *piece)
{
	const struct str text = {piece->text.ptr + 1, piece->text.len - 1};
	const unsigned char *bytes;
	size_t count;

	if (!crypto_from_base64(arena, text, &bytes, &count))
		return false;
	*piece = (struct eio_piece){true, {(const char *)bytes, count}};
	return true;
}

bool eio_next(struct arena *arena, struct str *body, struct eio_piece *piece)
{
	*piece = (struct eio_piece){false, str_cut(*body, EIO_BETWEEN, body)};
	if (!piece->text.len)
		return false;
	if (piece->text.ptr[0] == 'b')
		return read_binary(arena, piece);
	return utf8_valid(piece->text.ptr, piece->text.len);
}
