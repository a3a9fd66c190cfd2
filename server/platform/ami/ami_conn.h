/* ami_conn.h - one connection to an Asterisk manager: bytes both ways, and who we are. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AMI_AMI_CONN_H
#define PLATFORM_AMI_AMI_CONN_H

#include "base/clock.h"
#include "platform/ami/ami_parser.h"

/* Asterisk reads lines into 1025 bytes and discards what is longer. */
#define AMI_LINE_MAX 1000
#define AMI_PORT 5038

/* Texts are the caller's as long as the options are used. */
struct ami_options {
	const char *host;
	int port;
	const char *user, *secret; /* the secret never crosses the wire, and is never logged */
};

/* Why there is no connection. Words are stored: append only. */
#define AMI_REASONS(X) \
	X(NONE, "none") \
	X(ADDRESS, "address") /* every address of the name is inside our network */ \
	X(UNREACHABLE, "unreachable") /* no such name, closed, filtered, silent */ \
	X(NOT_AMI, "not_ami") /* something answers, but it is no Asterisk manager */ \
	X(LOGIN, "login") /* it does not know this user or this secret */ \
	X(SILENT, "silent") /* nothing was heard any more, the connection seemed to stand */ \
	X(CLOSED, "closed") /* the other side ended it without a word */ \
	X(SHUTDOWN, "shutdown") /* the PBX said that it stops */ \
	X(STOPPED, "stopped") /* this side ended it */

enum ami_reason {
#define X(id, word) AMI_##id,
	AMI_REASONS(X)
#undef X
		AMI_REASON_COUNT
};
extern const char *const ami_reason_words[]; /* NULL-terminated */

/* ---- What is sent ---------------------------------------------------------- */

struct ami_pair {
	const char *name, *value; /* a NULL value leaves the line out */
};

/*
 * Can it stand in a line? No control characters: CR and LF would begin an action
 * of somebody else's making. Every value that is sent passes here.
 */
bool ami_value_good(const char *value);

/* An action as it is sent, appended; false, and nothing appended, when a value is no good. */
MUST_USE bool ami_compose(struct buf *out, const char *action, const char *action_id,
	const struct ami_pair *pairs, size_t count);

/* ---- The connection --------------------------------------------------------- */

/* A name, or an address that a tenant may name; what a name leads to is judged at each connect. */
bool ami_host_good(const char *host);

struct ami_conn;

struct ami_conn *ami_conn_new(void);
void ami_conn_free(struct ami_conn **conn);

/*
 * Connect and log in, by challenge and response. Begins anew on a connection that was
 * open. wake_fd (or -1): readable when it should be given up. AMI_NONE when it stands.
 */
enum ami_reason ami_conn_open(struct ami_conn *conn, const struct ami_options *options,
	int64_t deadline_steady_us, int wake_fd);
void ami_conn_close(struct ami_conn *conn);

/* Whatever comes is shown to it first, as it comes: for recordings. */
typedef void ami_tap_fn(void *arg, struct str bytes);
void ami_conn_tap(struct ami_conn *conn, ami_tap_fn *tap, void *arg);

/* "11.0.0": what the banner said; "" before. Lives as long as the connection. */
const char *ami_conn_version(const struct ami_conn *conn);

/* Bytes that leave as soon as the other side takes them; false when too many wait. */
MUST_USE bool ami_conn_send(struct ami_conn *conn, struct str bytes);

enum ami_next {
	AMI_NEXT_MESSAGE,
	AMI_NEXT_TIME, /* the deadline passed */
	AMI_NEXT_WOKEN, /* wake_fd is readable; it is the caller's to read */
	AMI_NEXT_END, /* the connection is gone */
};
/* The next message, valid until the next call; what waits to be sent is sent meanwhile. */
enum ami_next ami_conn_next(struct ami_conn *conn, int64_t deadline_steady_us, int wake_fd,
	struct ami_message *message);

/* When the last byte came; of the steady clock. */
int64_t ami_conn_heard_us(const struct ami_conn *conn);

#endif
