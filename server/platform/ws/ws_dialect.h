/* ws_dialect.h - protocols over the hub's sockets: what one brings, and what the hub does for it. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_WS_WS_DIALECT_H
#define PLATFORM_WS_WS_DIALECT_H

#include "platform/events/events.h"
#include "platform/http/server.h"

enum ws_code {
	WS_CLOSE_NORMAL = 1000,
	WS_CLOSE_UNSUPPORTED = 1003,
	WS_CLOSE_NOT_TEXT = 1007,
	WS_CLOSE_POLICY = 1008,
	WS_CLOSE_RESTART = 1012,
	WS_CLOSE_LATER = 1013,
	WS_CLOSE_SESSION = 4401,
	WS_CLOSE_DENIED = 4403,
	WS_CLOSE_SLOW = 4408,
	WS_CLOSE_LIMIT = 4409,
	WS_CLOSE_RATE = 4429,
};

/*
 * The subject of what passes on channels of a dialect's own: the hub delivers nothing
 * of it, the dialect listens for itself (events_listen).
 */
#define WS_CHANNEL "channel"

/* A client that is connected; everything about it happens on the hub's thread. */
struct ws_socket;

/* Bytes on their way out, shared by all who get them. */
struct ws_out;

/*
 * Who is behind a socket: a user, or a visitor. Events of the company go to
 * users as their rights say, those for a visitor to its sockets.
 */
struct ws_who {
	const struct actor *actor; /* retained; NULL: a visitor, or nobody yet */
	int64_t company_id; /* 0: nobody yet */
	int64_t id; /* the user's; below 0: the visitor's */
	int64_t visitor_id; /* 0: a user */
	char *token; /* the visitor's, by malloc */
};

/* The event after which a client goes on. */
struct ws_since {
	bool given;
	int64_t seq; /* -1: no number that can be */
};

/* Where the socket's events begin. */
struct ws_hello {
	int64_t seq;
	bool resumed; /* what was missed follows */
	bool resync; /* it cannot be told any more: the client has to load everything */
	int64_t missed;
};

/*
 * One protocol. Called on the hub's thread; nothing here may block. After
 * ws_close() only gone() is called.
 */
struct ws_dialect {
	/*
	 * The line stands. Who it is is known when the request showed it. Then, or
	 * within WS_STRANGER_S, ws_admit() or ws_identify() has to follow.
	 */
	void (*opened)(struct ws_socket *socket, const struct ws_since *since);
	/* Events follow from here on. */
	void (*hello)(struct ws_socket *socket, const struct ws_hello *hello);
	/* What ws_identify() was given names nobody who may come in. NULL: it never asks. */
	void (*refused)(struct ws_socket *socket, enum err why);
	/*
	 * In which form the socket gets an event; 0: not at all. Rights were looked at
	 * before. The same form of the same event is the same bytes for everyone.
	 */
	unsigned (*form)(const struct ws_socket *socket, const struct event_frame *frame);
	/* NULL: memory is short. */
	struct ws_out *(*encode)(const struct event_frame *frame, unsigned form);
	/* A whole message, text being valid UTF-8; within the limits of size and rate. */
	void (*heard)(struct ws_socket *socket, bool binary, struct str bytes);
	/* What ws_ask() began has ended: `id` as it was given, the HTTP status, a JSON object. */
	void (*answer)(struct ws_socket *socket, const char *id, int status, const char *body);
	/* Every heartbeat_s. Everything up to seq was sent. NULL: nothing to say. */
	void (*beat)(struct ws_socket *socket, int64_t seq);
	/* Once a second. NULL: nothing to do. */
	void (*tick)(struct ws_socket *socket, uint32_t now_s);
	/* The session ended: last words, before the line is closed with WS_CLOSE_SESSION. */
	void (*ended)(struct ws_socket *socket);
	/*
	 * What the protocol says before the closing frame, and the code in that: its own
	 * for ours. NULL: nothing, and ours.
	 */
	unsigned (*goodbye)(struct ws_socket *socket, unsigned code, const char *reason);
	/* Frees the state. NULL: there is none. */
	void (*gone)(struct ws_socket *socket);
	/*
	 * Of sockets without a line of their own (ws_open_polling): something waits for
	 * the client, or the socket closes. ws_take_queued() gives it, and ends a
	 * closing one. NULL: there are no such sockets.
	 */
	void (*flush)(struct ws_socket *socket);
};

#define WS_STRANGER_S 10 /* for a client to say who it is */

/* ---- Sockets -------------------------------------------------------------- */

/* Queue bytes (taking the reference) and have them flushed at the end of this turn. NULL: too slow. */
void ws_send(struct ws_socket *socket, struct ws_out *out);
/* Say goodbye: what is queued still goes out, nothing after it. Once. */
void ws_close(struct ws_socket *socket, unsigned code, const char *reason);

void *ws_state(const struct ws_socket *socket);
void ws_set_state(struct ws_socket *socket, void *state);
const struct ws_who *ws_who_of(const struct ws_socket *socket);
const char *ws_ip_of(const struct ws_socket *socket);

/* A number that names the socket in this process, and no other after it is gone. */
uint64_t ws_name_of(const struct ws_socket *socket);
struct ws_socket *ws_by_name(uint64_t name); /* NULL: gone */
const struct ws_dialect *ws_dialect_of(const struct ws_socket *socket);
bool ws_is_closing(const struct ws_socket *socket);
/* Events go out to it: it is known who it is, and that is still good. */
bool ws_is_open(const struct ws_socket *socket);
bool ws_has_queued(const struct ws_socket *socket);

/* Who it is is known: hello() follows, or a close. Once. */
void ws_admit(struct ws_socket *socket, const struct ws_since *since);
/* Look up an access token; then as ws_admit(), or refused(). One at a time. */
void ws_identify(struct ws_socket *socket, struct str token, const struct ws_since *since);

/*
 * Do what the client asks for: the command of that name. One of a socket is done
 * after the other, in the order they came. answer() follows, perhaps at once; with
 * an id of NULL it does not. id: any text up to 100 bytes. key: an Idempotency-Key, or NULL.
 */
struct json_value;
void ws_ask(struct ws_socket *socket, const char *name, const char *id,
	const struct json_value *data, const char *key);

/* ---- Sockets without a line: a client that polls ------------------------------ */

/* NULL: no place, or memory is short. opened() is not called. */
struct ws_socket *ws_open_polling(const struct ws_dialect *dialect, struct ws_who *who, void *state,
	const char *ip, struct http_server *server);
/* The client was heard of. */
void ws_note_heard(struct ws_socket *socket);
/* One message of the client's; counted and bounded as those that come over a line. */
void ws_hear(struct ws_socket *socket, bool binary, struct str bytes);
/*
 * What waits, the pieces one after the other with `between` in between; in
 * ws_arena(). A closing socket is gone afterwards.
 */
struct str ws_take_queued(struct ws_socket *socket, char between);
/*
 * The line on which `from` is being heard becomes that of `to`, which polled: its
 * later messages are to's, and what waits for it goes out, each piece (between
 * `between`) as a frame of text. `from` is gone when hearing ends.
 */
void ws_hand_over(struct ws_socket *from, struct ws_socket *to, char between);
/* The line is gone without a word. */
void ws_hang_up(struct ws_socket *socket);

/*
 * Have a function run on the hub's thread, from any thread. False: the hub is
 * stopping or has, and it will not run.
 */
MUST_USE bool ws_run(void (*run)(void *arg), void *arg);
/* Has the hub begun to stop? Then what run() gets is to be thrown away. */
bool ws_is_stopping(void);
/* ERR_BUSY: there is no place for another socket. */
MUST_USE enum err ws_check_place(struct cx *cx);

/* Memory of the message being heard or the event being encoded; forgotten afterwards. */
struct arena *ws_arena(void);

/* ---- Bytes out -------------------------------------------------------------- */

/* One frame of text with one reference; NULL when memory is short. */
struct ws_out *ws_out_text(struct str text);
/* Bytes as they are, for who polls. */
struct ws_out *ws_out_bytes(const char *bytes, size_t length);
struct ws_out *ws_out_format(const char *format, ...) PRINTF_LIKE(1, 2); /* text <= 500 bytes */
/* Several frames of text in one. */
struct ws_out *ws_out_texts(const struct str *texts, size_t count);
void ws_out_release(struct ws_out **out);

/* ---- From a request to a socket ---------------------------------------------- */

/* Pages of our own and of those that the options name; programs, which say no Origin. */
bool ws_origin_is_fine(const struct http_req *rq);
/* ERR_DENIED with the sentence for it. */
MUST_USE enum err ws_check_origin(struct http_req *rq);

/* The user of a token in the address or subprotocol, the Authorization header or the cookie. */
MUST_USE enum err ws_find_user(struct http_req *rq, struct ws_who *who);

/*
 * For http_upgrade.check, when the request is fine: take who it is over, and the
 * socket's state (NULL, or one block by malloc), also when it fails; nobody is
 * allowed. since is read from the address.
 */
MUST_USE enum err ws_let_in(struct http_req *rq, const struct ws_dialect *dialect,
	struct ws_who *who, void *dialect_state, void **state);
void ws_who_free(struct ws_who *who);
/* http_upgrade.take of every such row. */
void ws_take(int fd, struct str early, void *state, void (*done)(void *handle), void *handle);

#endif
