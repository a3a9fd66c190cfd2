/* socket_io_packet.h - packets of the Socket.IO protocol, revision 5, as clients send them. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_PUSH_SOCKET_IO_PACKET_H
#define PLATFORM_PUSH_SOCKET_IO_PACKET_H

#include "base/cx.h"
#include "base/str.h"

#define SIO_ATTACHMENTS_MAX 10

enum sio_type {
	SIO_CONNECT,
	SIO_DISCONNECT,
	SIO_EVENT,
	SIO_ACK,
	SIO_CONNECT_ERROR,
	SIO_BINARY_EVENT,
	SIO_BINARY_ACK
};

struct sio_packet {
	enum sio_type type;
	unsigned attachments; /* that follow; of the binary ones 1 to SIO_ATTACHMENTS_MAX */
	struct str namespace; /* "/" when none is named */
	struct str id; /* digits; empty: no answer is wanted */
	struct str data; /* JSON, not read yet; may be empty */
};

/* False: it is none. The texts lie in the given one. */
MUST_USE bool sio_packet_read(struct str text, struct sio_packet *packet);

/*
 * Read the data of an event or answer: an array, whose first member of an event
 * is a name that clients may use. Placeholders become the base64 of the parts.
 * False: it is malformed.
 */
struct json_value;
struct sio_data {
	const char *name; /* of an event */
	const struct json_value *args; /* the array */
};
MUST_USE bool sio_data_read(struct cx *cx, const struct sio_packet *packet,
	const char *const *parts, struct sio_data *data);

#endif
