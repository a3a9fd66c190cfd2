/* ws_client.h - a raw WebSocket client, and events to send it. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_WS_CLIENT_H
#define TESTS_WS_CLIENT_H

#include "../http/http_support.h"

#include "platform/events/events.h"
#include "platform/ws/ws.h"

/* ---- A client -------------------------------------------------------------------- */

struct client {
	struct wire wire;
	int status; /* of the handshake */
	bool is_visitor;
	char *head; /* of its answer */
	unsigned closed; /* code of the closing frame; 1006: none came */
	char reason[130];
	int pings;
};

static inline struct client client_open(
	const struct world *world, const char *target, const char *headers)
{
	struct client client = {
		.wire = wire_open(world), .is_visitor = strncmp(target, "/ws/widget", 10) == 0};
	struct answer answer;
	char text[4096];

	(void)snprintf(text, sizeof(text),
		"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
		"Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Sec-WebSocket-Version: 13\r\n%s\r\n",
		target, world->port, headers);
	assert_true(wire_send(&client.wire, text, strlen(text)));
	answer = wire_answer(&client.wire, false);
	client.status = answer.status;
	client.head = strdup(answer.head ? answer.head : "");
	answer_free(&answer);
	return client;
}

static inline struct client client_of(const struct world *world, int user, const char *query)
{
	char target[2000];
	struct client client;

	(void)snprintf(
		target, sizeof(target), "/ws/updates?token=%s%s", world->token[user - 1], query);
	client = client_open(world, target, "");
	assert_int_equal(client.status, 101);
	return client;
}

static inline void client_close(struct client *client)
{
	wire_close(&client->wire);
	free(client->head);
	*client = (struct client){0};
}

/* A whole frame at the front of what came? */
static inline bool frame_ready(
	const struct wire *wire, unsigned *opcode, size_t *head, size_t *length)
{
	const unsigned char *at = (const unsigned char *)wire->bytes;

	if (wire->count < 2)
		return false;
	*opcode = at[0] & 15;
	*head = at[1] < 126 ? 2 : at[1] == 126 ? 4 : 10;
	if (wire->count < *head)
		return false;
	assert_int_equal(at[0] & 0xf0, 0x80); /* final, no reserved bit */
	assert_int_equal(at[1] & 0x80, 0); /* servers do not mask */
	*length = at[1];
	if (*head > 2) {
		*length = 0;
		for (size_t i = 2; i < *head; i++)
			*length = *length << 8 | at[i];
	}
	return wire->count >= *head + *length;
}

/* More bytes within ms; false: none, or the end of the line (then closed is set). */
static inline bool client_more(struct client *client, int ms)
{
	struct pollfd poller = {.fd = client->wire.fd, .events = POLLIN};

	if (poll(&poller, 1, ms) != 1)
		return false;
	if (wire_more(&client->wire))
		return true;
	if (!client->closed)
		client->closed = 1006;
	return false;
}

/* Next text message within ms (static), or NULL: silence, or closed. */
static inline const char *client_next(struct client *client, int ms)
{
	static char message[256 * 1024];
	size_t head, length;
	unsigned opcode;

	while (!client->closed) {
		const char *payload;

		if (!frame_ready(&client->wire, &opcode, &head, &length)) {
			if (!client_more(client, ms))
				return NULL;
			continue;
		}
		payload = client->wire.bytes + head;
		(void)snprintf(message, sizeof(message), "%.*s", (int)length, payload);
		if (opcode == 8) {
			client->closed = length < 2 ? 1005
						    : (unsigned)(unsigned char)payload[0] << 8 |
					(unsigned char)payload[1];
			(void)snprintf(client->reason, sizeof(client->reason), "%.*s",
				length < 2 ? 0 : (int)length - 2, payload + 2);
		}
		client->pings += opcode == 9;
		wire_drop(&client->wire, head + length);
		if (opcode == 1)
			return message;
	}
	return NULL;
}

static inline bool is_type(const char *message, const char *type)
{
	char text[60];

	(void)snprintf(text, sizeof(text), "{\"type\":\"%s\"", type);
	return message && strncmp(message, text, strlen(text)) == 0;
}

static inline int64_t seq_of(const char *message)
{
	const char *at = message ? strstr(message, "\"seq\":") : NULL;

	/* The last one: data may have its own. */
	for (const char *next; at && (next = strstr(at + 1, "\"seq\":"));)
		at = next;
	return at ? strtoll(at + 6, NULL, 10) : -1;
}

static inline int64_t expect_hello(struct client *client, bool resumed, int missed)
{
	const char *message = client_next(client, 5000);
	char text[60];

	if (!is_type(message, "hello"))
		fail_msg("no hello but %s, closed %u %s", message ? message : "nothing",
			client->closed, client->reason);
	(void)snprintf(
		text, sizeof(text), "\"resumed\":%s,\"missed\":", resumed ? "true" : "false");
	assert_non_null(strstr(message, text));
	if (missed >= 0)
		assert_int_equal(strtol(strstr(message, "\"missed\":") + 9, NULL, 10), missed);
	/* A company's number is its own people's to know. */
	assert_true(client->is_visitor == !strstr(message, "company_id"));
	assert_true(client->is_visitor || strstr(message, "\"company_id\":7"));
	return seq_of(message);
}

static inline void expect_closed(struct client *client, unsigned code)
{
	while (client_next(client, 5000))
		;
	if (client->closed != code)
		fail_msg("closed with %u \"%s\" instead of %u", client->closed, client->reason,
			code);
	/* The server hangs up once the client has answered. */
	(void)wire_send(&client->wire, "\x88\x82\0\0\0\0\x03\xe8", 8);
	while (client_more(client, 4000))
		;
}

static inline void say(struct client *client, const char *text)
{
	char frame[200] = {(char)0x81, (char)(0x80 | strlen(text)), 0, 0, 0, 0};

	memcpy(frame + 6, text, strlen(text));
	(void)wire_send(&client->wire, frame, 6 + strlen(text));
}

/* ---- Events ------------------------------------------------------------------------ */

static inline void publish_for(
	struct db_pool *pool, struct audience audience, int count, size_t bytes)
{
	struct company company = {.id = COMPANY};
	struct actor actor = {.company_id = COMPANY, .company = &company};
	struct cx cx = {.arena = arena_new(0),
		.actor = &actor,
		.request_id = "test",
		.now_us = clock_now_us()};
	char *data = calloc(1, bytes + 40);

	(void)snprintf(data, bytes + 40, "{\"x\":\"%0*d\"}", (int)bytes, 0);
	db_lend(pool, &cx);
	for (int i = 0; i < count; i++)
		if (events_publish(&cx,
			    &(struct event){.type = "order:created",
				    .subject_type = "order",
				    .subject_id = i,
				    .audience = audience,
				    .data = data}) != OK)
			abort();
	if (db_commit(&cx) != OK)
		abort();
	db_return(&cx);
	arena_free(&cx.arena);
	free(data);
}

static const struct audience everyone = {.permission = PERM_SELF, .everyone = true};

static inline void expect_events(struct client *client, int64_t from, int64_t to)
{
	for (int64_t seq = from; seq <= to; seq++) {
		const char *message = client_next(client, 5000);

		if (!is_type(message, "order:created") || seq_of(message) != seq)
			fail_msg("expected event %lld, got %.200s (closed %u)", (long long)seq,
				message ? message : "nothing", client->closed);
	}
}

static inline void expect_silence(struct client *client)
{
	const char *message = client_next(client, 150);

	if (message)
		fail_msg("expected nothing, got %.200s", message);
	assert_int_equal(client->closed, 0);
}

#endif
