/* upgrade.c - from a request to a socket: the opening handshake of RFC 6455. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "platform/crypto/crypto.h"

#include <assert.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <strings.h>
#include <unistd.h>

#define KEY_LETTERS 24
#define HANDSHAKE_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
#define SHA1_BYTES 20

/* "keep-alive, Upgrade" has the word upgrade. */
static bool has_word(const char *list, const char *word)
{
	struct str rest = str_of(list);

	while (rest.len)
		if (str_is_nocase(str_trim(str_cut(rest, ',', &rest)), word))
			return true;
	return false;
}

static bool key_is_good(struct arena *arena, const char *key)
{
	const unsigned char *bytes;
	size_t count;

	return key && strlen(key) == KEY_LETTERS &&
		crypto_from_base64(arena, str_of(key), &bytes, &count) && count == 16;
}

static enum err check_handshake(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;

	if (!has_word(exchange->known[HEADER_UPGRADE], "websocket") ||
		!has_word(exchange->known[HEADER_CONNECTION], "upgrade"))
		return fail(cx, ERR_MALFORMED, NULL,
			"This address speaks WebSocket: the request must ask for an upgrade.");
	if (!text_is(exchange->known[HEADER_WS_VERSION], "13")) {
		http_set_header(&exchange->rq, "Sec-WebSocket-Version", "13");
		return fail(
			cx, ERR_MALFORMED, NULL, "Only version 13 of WebSocket is spoken here.");
	}
	if (!key_is_good(cx->arena, exchange->known[HEADER_WS_KEY]))
		return fail(cx, ERR_MALFORMED, NULL, "Sec-WebSocket-Key is not a key.");
	return OK;
}

static const char *accept_key(struct arena *arena, const char *key)
{
	const char *text = arena_format(arena, "%s" HANDSHAKE_GUID, key);
	unsigned char digest[SHA1_BYTES];
	int failed = gnutls_hash_fast(GNUTLS_DIG_SHA1, text, strlen(text), digest);

	assert(!failed);
	return crypto_base64(arena, digest, sizeof(digest));
}

static void end_tls(void *handle)
{
	(void)MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

/*
 * On plain sockets the descriptor is duplicated and the library's side closed
 * at once: its memory and its place among the connections are free again.
 * Over TLS the library keeps forwarding between the network and `fd`.
 */
static void on_upgraded(void *cls, struct MHD_Connection *connection, void *context,
	const char *early, size_t early_bytes, MHD_socket fd,
	struct MHD_UpgradeResponseHandle *handle)
{
	struct http_exchange *exchange = cls;
	const struct http_upgrade *upgrade = exchange->match.node->upgrade;
	struct str bytes = {early, early_bytes};
	int copy;

	(void)connection;
	(void)context;
	exchange->upgrade_waits = false;
	if (exchange->server->tls) {
		peers_upgraded(exchange->peer);
		upgrade->take(fd, bytes, exchange->upgrade_state, end_tls, handle);
		return;
	}
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	upgrade->take(copy, bytes, exchange->upgrade_state, NULL, NULL);
	(void)MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

enum err upgrade_run(struct http_exchange *exchange)
{
	const struct http_upgrade *upgrade = exchange->match.node->upgrade;
	const char *accept;

	TRY(check_handshake(exchange));
	TRY(upgrade->check(&exchange->rq, &exchange->upgrade_state));
	exchange->upgrade_waits = true;
	accept = accept_key(exchange->rq.cx.arena, exchange->known[HEADER_WS_KEY]);
	exchange->response = MHD_create_response_for_upgrade(on_upgraded, exchange);
	response_add(exchange, "Upgrade", "websocket");
	response_add(exchange, "Sec-WebSocket-Accept", accept);
	response_add(exchange, "X-Request-Id", exchange->request_id);
	for (const struct reply_header *header = exchange->headers; header; header = header->next)
		response_add(exchange, header->name, header->value);
	exchange->status = 101;
	exchange->reply_kind = REPLY_STREAM;
	return OK;
}
