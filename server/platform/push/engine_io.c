/* engine_io.c - Engine.IO, revision 4: sessions that poll or have a line, pings, upgrades. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/push_internal.h"

#include "base/clock.h"

#include <assert.h>
#include <pthread.h>

#define SEAL_BYTES 16

struct push_options push_options;

/* ---- Ids of sessions --------------------------------------------------------------- */

static unsigned char sid_key[SHA256_BYTES];
static pthread_once_t sid_key_once = PTHREAD_ONCE_INIT;

static void make_sid_key(void)
{
	crypto_random(sid_key, sizeof(sid_key));
}

struct sid_bytes {
	uint64_t name;
	unsigned char seal[SEAL_BYTES];
};
_Static_assert(sizeof(struct sid_bytes) == 24, "no holes: its bytes are sent");

static struct sid_bytes seal_name(uint64_t name)
{
	struct sid_bytes bytes = {.name = name};
	unsigned char mac[SHA256_BYTES];

	(void)pthread_once(&sid_key_once, make_sid_key);
	crypto_hmac_sha256((struct str){(const char *)sid_key, sizeof(sid_key)},
		(struct str){(const char *)&name, sizeof(name)}, mac);
	memcpy(bytes.seal, mac, sizeof(bytes.seal));
	return bytes;
}

const char *eio_sid(struct arena *arena, uint64_t name)
{
	struct sid_bytes bytes = seal_name(name);

	return crypto_base64url(arena, (const unsigned char *)&bytes, sizeof(bytes));
}

bool eio_sid_read(struct arena *arena, const char *sid, uint64_t *name)
{
	const unsigned char *read;
	struct sid_bytes bytes, good;
	size_t count;

	if (strlen(sid) != sizeof(bytes) * 4 / 3 ||
		!crypto_from_base64(arena, str_of(sid), &read, &count) || count != sizeof(bytes))
		return false;
	memcpy(&bytes, read, sizeof(bytes));
	good = seal_name(bytes.name);
	*name = bytes.name;
	return crypto_same((struct str){(const char *)bytes.seal, SEAL_BYTES},
		(struct str){(const char *)good.seal, SEAL_BYTES});
}

/* ---- Packets out ------------------------------------------------------------------------ */

struct str eio_open_packet(struct arena *arena, uint64_t name, bool upgrades)
{
	struct buf text = buf_in(arena, 256);

	buf_format(&text,
		"0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%lld,\"pingTimeout\":%lld,"
		"\"maxPayload\":%lld}",
		eio_sid(arena, name), upgrades ? "\"websocket\"" : "",
		(long long)push_options.ping_interval_ms, (long long)push_options.ping_timeout_ms,
		(long long)push_options.max_payload);
	return (struct str){text.ptr, text.len};
}

void eio_send(struct ws_socket *socket, struct str packet)
{
	ws_send(socket,
		eio_of(socket)->polling ? ws_out_bytes(packet.ptr, packet.len)
					: ws_out_text(packet));
}

static void answer_poll(struct eio *eio, struct str body)
{
	http_unpark(&eio->poll, 200, "text/plain; charset=UTF-8", body);
}

void eio_flush(struct ws_socket *socket)
{
	struct eio *eio = eio_of(socket);
	struct http_parked *poll = eio->poll;
	const bool closing = ws_is_closing(socket);

	/* A stopping server does not wait for the next poll. */
	if (!poll && closing && ws_is_stopping())
		(void)ws_take_queued(socket, EIO_BETWEEN);
	if (!poll || (!ws_has_queued(socket) && !closing))
		return;
	eio->poll = NULL; /* taking may end the socket, and the state with it */
	http_unpark(&poll, 200, "text/plain; charset=UTF-8", ws_take_queued(socket, EIO_BETWEEN));
}

/* ---- A line offers itself ------------------------------------------------------------------ */

static struct ws_socket *session_of(const struct ws_socket *probe)
{
	struct ws_socket *session = ws_by_name(eio_of(probe)->session);

	if (!session || ws_dialect_of(session) != &engine_io || ws_is_closing(session) ||
		eio_of(session)->probe || !eio_of(session)->polling)
		return NULL;
	/* Its id alone is not enough: ids stand in addresses, and those in logs. */
	if (eio_of(session)->credential != eio_of(probe)->credential ||
		!text_is(ws_ip_of(session), ws_ip_of(probe)))
		return NULL;
	return session;
}

static void begin_upgrade(struct ws_socket *probe)
{
	struct ws_socket *session = session_of(probe);

	if (!session || eio_of(session)->probing) {
		ws_close(probe, WS_CLOSE_POLICY, "no session to upgrade");
		return;
	}
	eio_of(session)->probing = ws_name_of(probe);
	ws_send(probe, ws_out_text(STR("3probe")));
	/* The client goes on when the poll that it waits for is answered. */
	eio_flush(session);
	if (eio_of(session)->poll)
		answer_poll(eio_of(session), STR("6"));
}

static void end_upgrade(struct ws_socket *probe)
{
	struct ws_socket *session = session_of(probe);
	struct eio *eio = session ? eio_of(session) : NULL;

	if (!eio || eio->probing != ws_name_of(probe)) {
		ws_close(probe, WS_CLOSE_POLICY, "no session to upgrade");
		return;
	}
	if (eio->poll)
		answer_poll(eio, STR("6"));
	eio->probing = 0;
	eio->polling = false;
	ws_hand_over(probe, session, EIO_BETWEEN);
}

static void probe_packet(struct ws_socket *probe, struct str packet)
{
	if (str_is(packet, "2probe"))
		begin_upgrade(probe);
	else if (str_is(packet, "5"))
		end_upgrade(probe);
	else
		ws_close(probe, WS_CLOSE_POLICY, "not a probe");
}

/* ---- Packets in ------------------------------------------------------------------------------ */

void eio_packet(struct ws_socket *socket, struct str packet)
{
	struct eio *eio = eio_of(socket);
	const struct str rest = {packet.ptr + 1, packet.len ? packet.len - 1 : 0};

	switch (packet.len ? packet.ptr[0] : '\0') {
	case '1':
		ws_close(socket, WS_CLOSE_NORMAL, "");
		break;
	case '3':
		eio->pinged = false;
		break;
	case '4':
		sio_message(socket, rest);
		break;
	case '6':
		break;
	default:
		ws_close(socket, WS_CLOSE_POLICY, "not a packet");
	}
}

static void heard(struct ws_socket *socket, bool binary, struct str bytes)
{
	if ((int64_t)bytes.len > push_options.max_payload)
		ws_close(socket, WS_CLOSE_POLICY, "too long");
	else if (eio_of(socket)->probe)
		probe_packet(socket, binary ? STR("") : bytes);
	else if (binary)
		sio_attachment(socket, bytes);
	else
		eio_packet(socket, bytes);
}

/* ---- Clock and end ------------------------------------------------------------------------------ */

static void opened(struct ws_socket *socket, const struct ws_since *since)
{
	(void)since;
	if (!eio_of(socket)->probe)
		eio_send(socket, eio_open_packet(ws_arena(), ws_name_of(socket), false));
}

static void tick(struct ws_socket *socket, uint32_t now_s)
{
	struct eio *eio = eio_of(socket);
	const int64_t silent_ms = (int64_t)(now_s - eio->pinged_s) * 1000;

	if (!eio->pinged_s)
		eio->pinged_s = now_s;
	else if (eio->pinged && silent_ms > push_options.ping_timeout_ms)
		ws_hang_up(socket);
	else if (!eio->pinged && silent_ms >= push_options.ping_interval_ms) {
		eio->pinged = true;
		eio->pinged_s = now_s;
		eio_send(socket, STR("2"));
	}
}

/*
 * Who is shown out for good does not come again by itself; the others do. The
 * former closes by itself: a closing packet beside it would be heard before it.
 */
static unsigned goodbye(struct ws_socket *socket, unsigned code, const char *reason)
{
	const struct eio *eio = eio_of(socket);

	(void)reason;
	if (eio->connected && code == WS_CLOSE_SESSION)
		eio_send(socket, STR("41"));
	else if (eio->polling)
		eio_send(socket, STR("1"));
	return code;
}

static void gone(struct ws_socket *socket)
{
	struct eio *eio = eio_of(socket);
	struct ws_socket *session = eio->probe ? session_of(socket) : NULL;

	if (session && eio_of(session)->probing == ws_name_of(socket))
		eio_of(session)->probing = 0;
	if (eio->poll)
		answer_poll(eio, STR("1"));
	sio_forget(eio);
	free(eio);
}

const struct ws_dialect engine_io = {
	.opened = opened,
	.hello = sio_hello,
	.refused = sio_refused,
	.form = sio_form,
	.encode = sio_encode,
	.heard = heard,
	.answer = sio_answer,
	.tick = tick,
	.ended = sio_ended,
	.goodbye = goodbye,
	.gone = gone,
	.flush = eio_flush,
};
