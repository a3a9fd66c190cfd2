/* ws_internal.h - shared inside platform/ws: sockets, what waits for them, and notes to the hub. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_WS_WS_INTERNAL_H
#define PLATFORM_WS_WS_INTERNAL_H

#include "base/clock.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/http/http_call.h"
#include "platform/json/json.h"
#include "platform/metrics/metrics.h"
#include "platform/ws/ws.h"
#include "platform/ws/ws_dialect.h"
#include "platform/ws/ws_parse.h"

#include <stdatomic.h>

#define WS_REPLAY_ROWS_MAX 5000
#define WS_REPLAY_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define WS_MESSAGES_PER_SECOND 50
#define WS_COMMANDS_WAITING 32

/* The event that concerns sockets themselves: never delivered or replayed as others are. */
#define WS_SESSION_ENDED "session:ended"

/* {"type":..,"data":..} as it is: /ws/updates and /ws/widget (ws_updates.c). */
extern const struct ws_dialect ws_updates;

/* ---- Outgoing frames: ws_frame.c ------------------------------------------ */

/*
 * One frame as it goes over the wire, shared by all who get it. Counted
 * without atomics: only the hub's thread touches the references, others hand
 * over what they made.
 */
struct ws_out {
	unsigned references;
	size_t length;
	char bytes[];
};

/* With one reference; NULL when memory is short. */
struct ws_out *ws_out_ping(void);
struct ws_out *ws_out_close(unsigned code, const char *reason);

/* ---- What waits for a socket: ws_queue.c ------------------------------------ */

#define WS_QUEUE_INLINE 2

/* A ring of references; no memory of its own while short. */
struct ws_queue {
	struct ws_out *few[WS_QUEUE_INLINE];
	struct ws_out **ring; /* few, or allocated */
	unsigned room, first, count;
	size_t bytes; /* waiting, without what was sent of the first */
	size_t first_sent; /* bytes of the first that are on the wire */
};

void ws_queue_init(struct ws_queue *queue);
/* Takes the caller's reference, also when it fails for lack of memory. */
MUST_USE bool ws_queue_add(struct ws_queue *queue, struct ws_out *out);
const struct ws_out *ws_queue_at(struct ws_queue *queue, unsigned index);
/* Drop all; keep_begun: but the frame that is half on the wire. */
void ws_queue_clear(struct ws_queue *queue, bool keep_begun);
/* Write as much as the socket takes. False: the line is dead. */
MUST_USE bool ws_queue_send(struct ws_queue *queue, int fd);

/* ---- Sockets: ws_socket.c ---------------------------------------------------- */

/* A live event that came while the socket's past was still being read. */
struct ws_held {
	struct event_frame *frame; /* retained */
	struct ws_held *next;
};

/*
 * STRANGER nobody knows who it is
 * JOINING  in its company's list, live events held back until hello is sent
 * OPEN     hello is sent; events go out as they come
 * SUSPECT  its actor is no longer good: gets nothing more; why is being read
 * CLOSING  our closing frame is queued; like SUSPECT out of the company's list
 */
enum ws_state { WS_STRANGER, WS_JOINING, WS_OPEN, WS_SUSPECT, WS_CLOSING };

/* One connected client. Small: ten thousand of them idle. */
struct ws_socket {
	int fd; /* -1: the client polls */
	uint32_t slot, generation;
	uint32_t heard_s; /* steady second of the last bytes */
	uint32_t patience_s; /* STRANGER, CLOSING: steady second when it ends */
	uint32_t rate_s; /* second that rate_count belongs to */
	uint32_t suspect_ms; /* SUSPECT: steady millisecond when to ask */
	uint16_t rate_count;
	uint8_t state; /* enum ws_state */
	bool deaf; /* what the client sends means nothing any more */
	bool answered; /* the client's closing frame came, or cannot come */
	bool shut; /* our side of the line is closed */
	bool gone; /* dropped; freed when it leaves the list of sockets to flush */
	bool watching; /* asked to be told when it can be written */
	bool dirty; /* in the list of sockets to flush */
	bool counted; /* among its user's sockets */
	bool guest; /* among its address's sockets: no user, or not known to be one yet */
	bool asked; /* SUSPECT, STRANGER: the question is on its way */
	const struct ws_dialect *dialect;
	void *dialect_state;
	struct ws_parser *parser;
	struct ws_socket *heir; /* whose line this one's has become */
	struct ws_queue queue;
	size_t allowance; /* replayed bytes that may wait beyond the bound */
	int64_t seen; /* hello's number: events up to it are not sent as live ones */
	struct ws_held *held, **held_end;
	size_t held_bytes;
	struct ws_who who;
	struct ws_company *company;
	struct ws_visiting *visiting; /* of a visitor */
	struct ws_socket *next, **link; /* in the company's list, or the visitor's */
	struct ws_asked *asked_for, **asked_end; /* commands; the first is being done */
	unsigned asked_count;
	char ip[48];
	struct ws_socket *next_dirty;
	void (*done)(void *handle); /* TLS: ends the library's forwarding */
	void *handle;
};

/* Companies with sockets. Gone with the last of them. */
struct ws_company {
	int64_t id;
	int64_t handed; /* last event that the hub saw; counts when known */
	bool known;
	struct ws_socket *sockets; /* of users */
	unsigned visitors; /* their sockets */
	struct ws_company *next; /* in its bucket */
	struct ws_out *heartbeat; /* of this tick, shared */
	int64_t heartbeat_seq;
};

/* A visitor with sockets, and for some seconds after the last of them. */
struct ws_visiting {
	int64_t company_id, id;
	struct ws_socket *sockets;
	struct ws_visiting *next; /* in its bucket */
	uint32_t due_s; /* steady second: when to say again that it is here; when it is gone */
	bool said; /* that it is here */
	struct ws_left *left; /* nothing is open: in whose name to say so */
	struct ws_visiting *next_left;
};

/* Out of its company's list: no event reaches it any more. */
void ws_stop_delivery(struct ws_socket *socket);
/* The queue is over its bound: drop it and close. */
void ws_close_slow(struct ws_socket *socket);
/* Write; then move a closing socket on. May drop it. */
void ws_flush(struct ws_socket *socket);
/* The line is readable. May drop it. */
void ws_receive(struct ws_socket *socket);
/* Bytes that came, also those of the handshake's packet. False: the socket is gone. */
bool ws_input(struct ws_socket *socket, const char *bytes, size_t length);
/* Close the descriptor and forget the socket. */
void ws_drop(struct ws_socket *socket);

/* ---- The hub: ws_hub.c --------------------------------------------------------- */

/* What check() found out, for take(). */
struct ws_join {
	const struct ws_dialect *dialect;
	void *dialect_state; /* by malloc */
	struct ws_who who;
	struct http_server *server;
	char ip[48];
	struct ws_since since;
	uintptr_t id;
	uint32_t since_s; /* steady second of the check */
	struct ws_join *next;
};

void ws_join_free(struct ws_join **join);
/* Those whose client never came to take the socket; or all. */
void ws_forget_joins(bool all);

/* What the reader of the past found, for the hub. */
struct ws_past {
	uint32_t slot, generation;
	enum err outcome;
	bool resumed, resync;
	int64_t seq; /* where the company's log stood */
	int64_t missed;
	struct event_frame **frames; /* retained */
	size_t frame_count, frame_room, bytes;
};

/* Notes reach the hub in the order they were sent. */
enum ws_note_kind {
	WS_NOTE_FRAME,
	WS_NOTE_JOIN,
	WS_NOTE_PAST,
	WS_NOTE_FORGET,
	WS_NOTE_VERDICT,
	WS_NOTE_WHO,
	WS_NOTE_ANSWER,
	WS_NOTE_RUN
};
struct ws_note {
	enum ws_note_kind kind;
	struct ws_note *next;
	union {
		struct event_frame *frame;
		struct {
			int fd;
			struct ws_join *join;
			void (*done)(void *handle);
			void *handle;
			char *early;
			size_t early_length;
		} joined;
		struct ws_past *past;
		struct {
			int64_t company_id, user_id, session_id;
		} forget;
		struct {
			uint32_t slot, generation;
			bool lives;
		} verdict;
		struct {
			uint32_t slot, generation;
			enum err outcome;
			const struct actor *actor; /* retained */
			struct ws_since since;
		} who;
		struct {
			uint32_t slot, generation;
			int status;
			char *body; /* of malloc; NULL: memory was short */
		} answer;
		struct {
			void (*fn)(void *arg);
			void *arg;
		} run;
	};
};

struct ws_hub {
	struct db_pool *pool;
	struct http_server *server; /* that sockets came from; NULL before the first */
	struct ws_options options;
	int epoll;
	atomic_bool running;
	atomic_int sockets; /* and those on their way in */
	atomic_int guests; /* sockets that are no user's */
	atomic_int calls; /* commands that workers have, and notes on their way */
	bool stopping; /* on the hub's thread, or when that has ended */
	struct ws_socket **slots;
	uint32_t slot_count;
	uint32_t *free_slots, free_count;
	struct ws_socket *dirty;
	uint32_t suspects;
	struct ws_out *ping;
	struct arena *arena; /* of the message being read */
	_Atomic size_t replaying; /* bytes read from the past and not sent yet */
};
extern struct ws_hub ws_hub;

uint32_t ws_now_s(void);
uint32_t ws_now_ms(void);

void ws_handle_join(struct ws_note *note);
void ws_handle_past(struct ws_past *past);
void ws_handle_frame(struct event_frame *frame);
void ws_handle_forget(int64_t company_id, int64_t user_id, int64_t session_id);
void ws_handle_who(struct ws_note *note);
void ws_handle_verdict(uint32_t slot, uint32_t generation, bool lives);
/* Several times a second while there are suspects. */
void ws_ask_suspects(void);
/* Once a second: patience, silence, heartbeats, actors that are no longer good. */
void ws_tick(void);
void ws_close_all(void);

void ws_past_free(struct ws_past **past);

/* ---- What clients ask for: ws_command.c ------------------------------------------- */

void ws_handle_answer(struct ws_note *note);
void ws_commands_forget(struct ws_socket *socket);

/* ---- Who is connected: ws_registry.c ---------------------------------------------- */

struct ws_company *ws_company_find(int64_t company_id);
/* Into the list that brings it its events. */
MUST_USE bool ws_company_enter(struct ws_socket *socket);
void ws_company_leave(struct ws_socket *socket);
void ws_watch_again(struct ws_socket *socket); /* its line, under its name */
/* NULL when memory is short. */
struct ws_socket *ws_socket_new(void);
struct ws_socket *ws_socket_find(uint32_t slot, uint32_t generation);
void ws_slot_free(struct ws_socket *socket);
/* How many sockets the user has after the change of +1 or -1. */
int ws_user_count(int64_t company_id, int64_t user_id, int change);
/* A socket that is nobody's yet, or a visitor's. False: its address has too many. */
MUST_USE bool ws_guest_enter(struct ws_socket *socket);
/* It is gone, or a user's. */
void ws_guest_leave(struct ws_socket *socket);

/* ---- Visitors: ws_visitor.c --------------------------------------------------------- */

/* That one's sockets are closed, by an event of these types: for good, or to come with another token. */
#define WS_VISITOR_BLOCKED "widget:blocked"
#define WS_VISITOR_ENDED "widget:ended"

struct ws_visiting *ws_visiting_find(int64_t company_id, int64_t visitor_id);
/* With a new socket, or the first; NULL when memory is short. */
struct ws_visiting *ws_visiting_enter(int64_t company_id, int64_t visitor_id);
/* The socket is out of its list. */
void ws_visiting_leave(struct ws_socket *socket);
/* Each second of an open socket; of all who left. */
void ws_visitor_tick(struct ws_socket *socket, uint32_t now);
void ws_visitors_tick(uint32_t now);
/* Close its sockets. */
void ws_visitor_end(int64_t company_id, int64_t visitor_id, unsigned code);
/* The hub ends: nobody is told of anybody any more. */
void ws_visitors_forget(void);

/* ---- The loop: ws_loop.c ------------------------------------------------------------ */

/* A copy of the note is handled on the hub's thread. Never fails: an event left out would be missed for good. */
void ws_note(const struct ws_note *note);

/* ---- The past: ws_replay.c ------------------------------------------------------- */

MUST_USE bool ws_replay_start(void);
void ws_replay_stop(void);
/* Read the socket's past on the reader's thread; the answer comes as a note. */
MUST_USE bool ws_replay_ask(const struct ws_socket *socket, const struct ws_since *since);
/* Read who a token names, there too. */
MUST_USE bool ws_who_ask(
	const struct ws_socket *socket, struct str token, const struct ws_since *since);
/* Read whether its session still lives, there too. */
MUST_USE bool ws_session_ask(const struct ws_socket *socket);

struct ws_metrics {
	struct metric sockets, deliveries, slow, replays, resyncs;
};
extern struct ws_metrics ws_metrics;

#endif
