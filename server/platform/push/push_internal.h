/* push_internal.h - shared inside platform/push: Engine.IO lines and Socket.IO upon them. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_PUSH_PUSH_INTERNAL_H
#define PLATFORM_PUSH_PUSH_INTERNAL_H

#include "platform/http/http_call.h"
#include "platform/http/http_park.h"
#include "platform/json/json.h"
#include "platform/push/push.h"
#include "platform/push/socket_io_packet.h"
#include "platform/ws/ws_dialect.h"

#define EIO_BETWEEN '\x1e' /* packets of one poll */
#define SIO_ROOMS_MAX 100
#define SIO_REFUSALS_MAX 3 /* then the line ends: each costs a look into the database */

extern struct push_options push_options; /* with the standards filled in */

/* A message that waits for its attachments. */
struct sio_waiting {
	struct sio_packet packet; /* its texts lie in `text` */
	char *text; /* by malloc; NULL: none waits */
	size_t bytes; /* of the parts so far */
	unsigned have;
	char *parts[SIO_ATTACHMENTS_MAX]; /* base64, by malloc */
};

/*
 * What a socket of the hub is to Engine.IO: a session, by polling or over a line
 * of its own; or a probe, a line that offers itself to a session that polls.
 */
struct eio {
	bool probe;
	bool polling;
	bool pinged; /* and not answered yet */
	bool connected; /* Socket.IO: to the namespace */
	bool asked; /* ... or being let in */
	uint8_t refusals; /* of who it said it was */
	uint32_t pinged_s;
	uint64_t session; /* of a probe */
	uint64_t probing; /* of a session: the probe that is let in; 0: none */
	uint64_t credential; /* hash of what the handshake showed; 0: nothing */
	struct http_parked *poll; /* the request that waits for packets */
	char pid[120]; /* what the client says it was before */
	int64_t rooms[SIO_ROOMS_MAX]; /* chats it joined */
	unsigned room_count;
	struct sio_waiting waiting;
};

extern const struct ws_dialect engine_io;

static inline struct eio *eio_of(const struct ws_socket *socket)
{
	return ws_state(socket);
}

/* ---- Engine.IO: engine_io.c ---------------------------------------------------- */

/* The id of a session, in the arena: nobody can guess one, and any worker can tell whether it is ours. */
const char *eio_sid(struct arena *arena, uint64_t name);
MUST_USE bool eio_sid_read(struct arena *arena, const char *sid, uint64_t *name);

/* The first packet: what a client has to know. */
struct str eio_open_packet(struct arena *arena, uint64_t name, bool upgrades);
/* Send a packet: its type, then its text. */
void eio_send(struct ws_socket *socket, struct str packet);
/* A packet came. */
void eio_packet(struct ws_socket *socket, struct str packet);
/* Answer the waiting poll, if there is one and anything to say. */
void eio_flush(struct ws_socket *socket);

/* ---- Payloads: engine_io_payload.c ----------------------------------------------- */

/* One packet of a poll's body. Decoded bytes of a binary one lie in the arena. */
struct eio_piece {
	bool binary;
	struct str text;
};
/* Take the first piece off. False: the body is malformed. */
MUST_USE bool eio_next(struct arena *arena, struct str *body, struct eio_piece *piece);

/* ---- Socket.IO: socket_io.c --------------------------------------------------------- */

void sio_message(struct ws_socket *socket, struct str text);
void sio_attachment(struct ws_socket *socket, struct str bytes);
void sio_hello(struct ws_socket *socket, const struct ws_hello *hello);
void sio_refused(struct ws_socket *socket, enum err why);
unsigned sio_form(const struct ws_socket *socket, const struct event_frame *frame);
struct ws_out *sio_encode(const struct event_frame *frame, unsigned form);
void sio_answer(struct ws_socket *socket, const char *id, int status, const char *body);
void sio_ended(struct ws_socket *socket);
void sio_forget(struct eio *eio);

#endif
