/* ami_conn.c - one connection to an Asterisk manager. */
/* SPDX-License-Identifier: MIT */
#include "platform/ami/ami_conn.h"

#include "base/memory.h"
#include "platform/crypto/crypto.h"
#include "platform/fetch/fetch.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES ((size_t)64 * 1024)
#define UNSENT_MAX ((size_t)1024 * 1024)
/* While this program is held up, the kernel takes what the PBX says. */
#define SOCKET_BUFFER_BYTES (4 * 1024 * 1024)
#define USER_TIMEOUT_MS 12000
#define BANNER_BYTES 32
#define LOGIN_ID "login"

const char *const ami_reason_words[] = {
#define X(id, word) word,
	AMI_REASONS(X)
#undef X
		NULL,
};

struct ami_conn {
	int fd;
	struct ami_parser *parser;
	struct arena *arena; /* of what waits to be sent */
	struct buf out;
	size_t sent; /* of out */
	struct str unread; /* of in */
	int64_t heard_us;
	char version[BANNER_BYTES];
	ami_tap_fn *tap; /* or NULL */
	void *tap_arg;
	char in[READ_BYTES];
};

/* ---- What is sent ------------------------------------------------------------- */

bool ami_value_good(const char *value)
{
	size_t length = 0;

	for (; value[length]; length++)
		if ((unsigned char)value[length] < 0x20 || value[length] == 0x7f)
			return false;
	return length <= AMI_LINE_MAX;
}

static bool add_line(struct buf *out, const char *name, const char *value)
{
	if (!ami_value_good(value) || strlen(name) + 2 + strlen(value) > AMI_LINE_MAX)
		return false;
	buf_format(out, "%s: %s\r\n", name, value);
	return true;
}

bool ami_compose(struct buf *out, const char *action, const char *action_id,
	const struct ami_pair *pairs, size_t count)
{
	const size_t before = out->len;
	bool good = add_line(out, "Action", action) && add_line(out, "ActionID", action_id);

	for (size_t i = 0; good && i < count; i++)
		good = !pairs[i].value || add_line(out, pairs[i].name, pairs[i].value);
	if (!good) {
		out->len = before;
		out->ptr[before] = '\0';
		return false;
	}
	buf_text(out, "\r\n");
	return true;
}

/* ---- Opening --------------------------------------------------------------------- */

struct ami_conn *ami_conn_new(void)
{
	struct ami_conn *conn = memory_zeroed(sizeof(*conn));

	conn->fd = -1;
	conn->parser = ami_parser_new();
	conn->arena = arena_new(UNSENT_MAX * 8);
	conn->out = buf_in(conn->arena, 1024);
	return conn;
}

void ami_conn_close(struct ami_conn *conn)
{
	if (conn->fd >= 0)
		(void)close(conn->fd);
	conn->fd = -1;
	arena_wipe(conn->arena);
	arena_reset(conn->arena);
	conn->out = buf_in(conn->arena, 1024);
	conn->sent = 0;
	conn->unread = (struct str){0};
	conn->version[0] = '\0';
	ami_parser_reset(conn->parser);
}

void ami_conn_free(struct ami_conn **conn)
{
	if (!*conn)
		return;
	ami_conn_close(*conn);
	ami_parser_free(&(*conn)->parser);
	arena_free(&(*conn)->arena);
	free(*conn);
	*conn = NULL;
}

bool ami_host_good(const char *host)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
	struct addrinfo *address;
	bool allowed;

	if (getaddrinfo(host, NULL, &hints, &address) != 0)
		return true;
	allowed = fetch_may_connect(address->ai_addr);
	freeaddrinfo(address);
	return allowed;
}

/* Milliseconds until then, at least 0. */
static int left_ms(int64_t deadline_us)
{
	const int64_t left = deadline_us - clock_steady_us();

	return left <= 0 ? 0 : (int)(left / US_PER_MS) + 1;
}

static void set_socket(int fd)
{
	const int on = 1, size = SOCKET_BUFFER_BYTES;
	const unsigned timeout = USER_TIMEOUT_MS;

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
}

/* 1 connected, 0 not, -1 woken. */
static int wait_connected(int fd, int64_t deadline_us, int wake_fd)
{
	struct pollfd polls[] = {{.fd = fd, .events = POLLOUT}, {.fd = wake_fd, .events = POLLIN}};
	int fault = 0;
	socklen_t size = sizeof(fault);

	if (poll(polls, 2, left_ms(deadline_us)) <= 0)
		return 0;
	if (polls[1].revents)
		return -1;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
}

static int connect_one(
	struct ami_conn *conn, const struct addrinfo *at, int64_t deadline_us, int wake_fd)
{
	int done;

	conn->fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (conn->fd < 0)
		return 0;
	set_socket(conn->fd);
	done = connect(conn->fd, at->ai_addr, at->ai_addrlen) == 0;
	if (!done && errno == EINPROGRESS)
		done = wait_connected(conn->fd, deadline_us, wake_fd);
	if (done == 1)
		return 1;
	(void)close(conn->fd);
	conn->fd = -1;
	return done;
}

/* A tenant types the name: it may lead only where a tenant's requests may go. */
static enum ami_reason connect_any(
	struct ami_conn *conn, const struct ami_options *options, int64_t deadline_us, int wake_fd)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *all;
	enum ami_reason reason = AMI_ADDRESS;
	char port[16];

	(void)snprintf(port, sizeof(port), "%d", options->port);
	if (getaddrinfo(options->host, port, &hints, &all) != 0)
		return AMI_UNREACHABLE;
	for (const struct addrinfo *at = all; at; at = at->ai_next) {
		int done;

		if (!fetch_may_connect(at->ai_addr))
			continue;
		done = connect_one(conn, at, deadline_us, wake_fd);
		reason = done == 1 ? AMI_NONE : done < 0 ? AMI_STOPPED : AMI_UNREACHABLE;
		if (done)
			break;
	}
	freeaddrinfo(all);
	return reason;
}

void ami_conn_tap(struct ami_conn *conn, ami_tap_fn *tap, void *arg)
{
	conn->tap = tap;
	conn->tap_arg = arg;
}

/* ---- Bytes ------------------------------------------------------------------------ */

bool ami_conn_send(struct ami_conn *conn, struct str bytes)
{
	conn->out.len -= conn->sent;
	memmove(conn->out.ptr, conn->out.ptr + conn->sent, conn->out.len);
	conn->sent = 0;
	if (conn->out.len + bytes.len > UNSENT_MAX)
		return false;
	buf_add(&conn->out, bytes.ptr, bytes.len);
	return true;
}

/* False: the connection is gone. */
static bool flush(struct ami_conn *conn)
{
	while (conn->sent < conn->out.len) {
		const ssize_t count = send(conn->fd, conn->out.ptr + conn->sent,
			conn->out.len - conn->sent, MSG_NOSIGNAL);

		if (count < 0)
			return errno == EAGAIN || errno == EINTR;
		conn->sent += (size_t)count;
	}
	return true;
}

static bool take_bytes(struct ami_conn *conn)
{
	const ssize_t count = recv(conn->fd, conn->in, sizeof(conn->in), 0);

	if (count < 0)
		return errno == EAGAIN || errno == EINTR;
	if (count == 0)
		return false;
	conn->heard_us = clock_steady_us();
	conn->unread = (struct str){conn->in, (size_t)count};
	if (conn->tap)
		conn->tap(conn->tap_arg, conn->unread);
	return true;
}

enum ami_next ami_conn_next(
	struct ami_conn *conn, int64_t deadline_steady_us, int wake_fd, struct ami_message *message)
{
	for (;;) {
		const short out = conn->sent < conn->out.len ? POLLOUT : 0;
		struct pollfd polls[] = {{.fd = conn->fd, .events = (short)(POLLIN | out)},
			{.fd = wake_fd, .events = POLLIN}};

		if (conn->unread.len && ami_parse(conn->parser, &conn->unread, message))
			return AMI_NEXT_MESSAGE;
		if (!flush(conn))
			return AMI_NEXT_END;
		if (poll(polls, 2, left_ms(deadline_steady_us)) < 0 && errno != EINTR)
			return AMI_NEXT_END;
		if (polls[0].revents & (POLLIN | POLLHUP | POLLERR) && !take_bytes(conn))
			return AMI_NEXT_END;
		/* First, or a PBX that never pauses would keep others from being heard. */
		if (polls[1].revents)
			return AMI_NEXT_WOKEN;
		if (conn->unread.len)
			continue;
		if (clock_steady_us() >= deadline_steady_us)
			return AMI_NEXT_TIME;
	}
}

int64_t ami_conn_heard_us(const struct ami_conn *conn)
{
	return conn->heard_us;
}

const char *ami_conn_version(const struct ami_conn *conn)
{
	return conn->version;
}

/* ---- Who we are -------------------------------------------------------------------- */

static enum ami_reason reason_of(enum ami_next next)
{
	switch (next) {
	case AMI_NEXT_WOKEN:
		return AMI_STOPPED;
	case AMI_NEXT_END:
		return AMI_CLOSED;
	default:
		return AMI_SILENT;
	}
}

static enum ami_reason take_banner(struct ami_conn *conn, int64_t deadline_us, int wake_fd)
{
	struct ami_message message;
	const enum ami_next next = ami_conn_next(conn, deadline_us, wake_fd, &message);
	struct str version;

	if (next == AMI_NEXT_WOKEN)
		return AMI_STOPPED;
	if (next != AMI_NEXT_MESSAGE || message.kind != AMI_BANNER)
		return AMI_NOT_AMI;
	version = ami_get(&message, "Version");
	if (version.len >= sizeof(conn->version))
		version.len = sizeof(conn->version) - 1;
	memcpy(conn->version, version.ptr, version.len);
	conn->version[version.len] = '\0';
	return AMI_NONE;
}

/* Send it and wait for its answer; events that come in between are of no use yet. */
static enum ami_reason ask(struct ami_conn *conn, struct str action, int64_t deadline_us,
	int wake_fd, struct ami_message *answer)
{
	enum ami_next next;

	if (!ami_conn_send(conn, action))
		return AMI_CLOSED;
	do {
		next = ami_conn_next(conn, deadline_us, wake_fd, answer);
	} while (next == AMI_NEXT_MESSAGE &&
		(answer->kind != AMI_RESPONSE || !str_is(ami_get(answer, "ActionID"), LOGIN_ID)));
	return next == AMI_NEXT_MESSAGE ? AMI_NONE : reason_of(next);
}

static bool succeeded(const struct ami_message *answer)
{
	return str_is_nocase(ami_get(answer, "Response"), "Success");
}

static enum ami_reason prove(struct ami_conn *conn, const struct ami_options *options,
	struct arena *arena, int64_t deadline_us, int wake_fd)
{
	const struct ami_pair how[] = {{"AuthType", "MD5"}};
	struct buf text = buf_in(arena, 512);
	struct ami_message answer;
	enum ami_reason reason;
	struct str challenge;
	const char *key;

	if (!ami_compose(&text, "Challenge", LOGIN_ID, how, 1))
		return AMI_LOGIN;
	reason = ask(conn, (struct str){text.ptr, text.len}, deadline_us, wake_fd, &answer);
	if (reason != AMI_NONE)
		return reason;
	challenge = ami_get(&answer, "Challenge");
	if (!succeeded(&answer) || !challenge.len)
		return AMI_LOGIN;
	key = crypto_md5_hex(arena,
		str_of(arena_format(
			arena, "%.*s%s", (int)challenge.len, challenge.ptr, options->secret)));
	text = buf_in(arena, 512);
	if (!ami_compose(&text, "Login", LOGIN_ID,
		    (const struct ami_pair[]){{"AuthType", "MD5"}, {"Username", options->user},
			    {"Key", key}, {"Events", "on"}},
		    4))
		return AMI_LOGIN;
	reason = ask(conn, (struct str){text.ptr, text.len}, deadline_us, wake_fd, &answer);
	/* A PBX that refuses may end the connection before its answer is read. */
	if (reason == AMI_CLOSED)
		return AMI_LOGIN;
	return reason != AMI_NONE || succeeded(&answer) ? reason : AMI_LOGIN;
}

enum ami_reason ami_conn_open(struct ami_conn *conn, const struct ami_options *options,
	int64_t deadline_steady_us, int wake_fd)
{
	struct arena *arena;
	enum ami_reason reason;

	ami_conn_close(conn);
	reason = connect_any(conn, options, deadline_steady_us, wake_fd);
	if (reason != AMI_NONE)
		return reason;
	conn->heard_us = clock_steady_us();
	reason = take_banner(conn, deadline_steady_us, wake_fd);
	if (reason != AMI_NONE)
		return reason;
	arena = arena_new(0);
	reason = prove(conn, options, arena, deadline_steady_us, wake_fd);
	arena_wipe(arena);
	arena_free(&arena);
	return reason;
}
