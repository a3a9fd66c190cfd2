/* http_support.h - a real server on a free port with a database of its own, and a raw client. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_HTTP_SUPPORT_H
#define TESTS_HTTP_SUPPORT_H

#include "unit.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/db/migrate.h"
#include "platform/http/server.h"

#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define COMPANY 7
#define CSRF "csrf-of-the-test"

struct world {
	char folder[256], file[300], url[320];
	struct db_pool *pool;
	struct http_server *server;
	int port;
	char token[2][1024]; /* of the users 1 (may nothing special) and 2 */
};

/* ---- Database ---------------------------------------------------------------- */

static inline void world_unit(struct world *world, struct cx *cx)
{
	*cx = (struct cx){.arena = arena_new(0),
		.actor = actor_nobody(),
		.request_id = "test",
		.now_us = clock_now_us()};
	db_lend(world->pool, cx);
}

static inline void world_unit_end(struct cx *cx)
{
	db_return(cx);
	arena_free(&cx->arena);
}

/* Statements are known by their address: one place for each text. */
static inline const struct db_query *world_query(const char *text)
{
	static struct db_query queries[64];
	size_t i = 0;

	while (queries[i].text && strcmp(queries[i].text, text) != 0)
		i++;
	assert_true(i + 1 < COUNT(queries));
	if (!queries[i].text)
		queries[i] = (struct db_query){.name = text, .text = text};
	return &queries[i];
}

static inline void world_exec(struct cx *cx, const char *text)
{
	if (db_exec(cx, world_query(text), DB_NO_ARGS, NULL) != OK)
		fail_msg("cannot run: %s", text);
}

static inline int64_t world_count(struct world *world, const char *text)
{
	struct db_result result;
	struct cx cx;
	int64_t count;

	world_unit(world, &cx);
	if (db_run(&cx, world_query(text), DB_NO_ARGS, &result) != OK)
		fail_msg("cannot run: %s", text);
	count = db_int_at(&result, 0, 0);
	world_unit_end(&cx);
	return count;
}

/* One company with two users; user n has the session n. */
static inline void world_fill(struct world *world)
{
	struct jwt_claims claims = {.company_id = COMPANY, .salt = "salt"};
	struct cx cx;
	char *token;

	world_unit(world, &cx);
	world_exec(&cx,
		"INSERT INTO companies (id, code, name, created_us, updated_us)"
		" VALUES (7, 'gulf', 'Gulf', 1, 1)");
	world_exec(&cx,
		"INSERT INTO users (company_id, id, username, username_key, name,"
		" password_hash, created_us, updated_us) VALUES (7, 1, 'ali', 'ali', 'Ali', 'x', "
		"1, 1),"
		" (7, 2, 'mona', 'mona', 'Mona', 'x', 1, 1)");
	world_exec(&cx,
		"INSERT INTO roles (company_id, id, code, name, scope, created_us, updated_us)"
		" VALUES (7, 1, 'agent', 'Agent', 'own', 1, 1)");
	world_exec(&cx,
		"INSERT INTO role_permissions (company_id, role_id, permission)"
		" VALUES (7, 1, 'self'), (7, 1, 'orders.read')");
	world_exec(&cx,
		"INSERT INTO user_roles (company_id, user_id, role_id)"
		" VALUES (7, 1, 1), (7, 2, 1)");
	world_exec(&cx,
		"INSERT INTO auth_sessions (company_id, id, user_id, surface, token_salt, csrf,"
		" last_seen_us, expires_us, refresh_expires_us, created_us)"
		" SELECT 7, id, id, 'panel', 'salt', '" CSRF "', 1, 4102444800000000,"
		" 4102444800000000, 1 FROM users WHERE company_id = 7");
	world_exec(&cx, "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
	assert_int_equal(db_commit(&cx), OK);
	for (int user = 1; user <= 2; user++) {
		claims.session_id = claims.user_id = user;
		claims.issued_us = cx.now_us;
		claims.expires_us = cx.now_us + US_PER_HOUR;
		assert_int_equal(auth_token_make(&cx, &claims, &token), OK);
		(void)snprintf(world->token[user - 1], sizeof(world->token[0]), "%s", token);
	}
	world_unit_end(&cx);
}

static inline void world_open(struct world *world)
{
	const char *temporary = getenv("TMPDIR");
	struct migrate_report report;
	const char *why = NULL;

	memset(world, 0, sizeof(*world));
	(void)snprintf(world->folder, sizeof(world->folder), "%s/hatif-http-XXXXXX",
		temporary ? temporary : "/tmp");
	assert_non_null(mkdtemp(world->folder));
	(void)snprintf(world->file, sizeof(world->file), "%s/hatif.db", world->folder);
	(void)snprintf(world->url, sizeof(world->url), "sqlite:%s", world->file);
	if (!crypto_init() ||
		db_open(&(struct db_options){.url = world->url}, &world->pool, &why) != OK ||
		migrate_run(world->pool, &report, &why) != OK ||
		auth_open(world->pool, world->file, &why) != OK)
		fail_msg("the test's database: %s", why);
	world_fill(world);
}

static inline void world_serve(struct world *world, struct http_options options,
	const struct http_route *const *routes, const struct http_upgrade *const *upgrades)
{
	static const char *const listen[] = {"127.0.0.1:0", NULL};
	const char *why = NULL;

	options.listen = listen;
	options.spool_dir = world->folder;
	if (!options.slow_us)
		options.slow_us = US_PER_HOUR;
	if (http_start(world->pool, &options, routes, upgrades, &world->server, &why) != OK)
		fail_msg("http_start: %s", why);
	world->port = http_port(world->server, 0);
	assert_true(world->port > 0);
}

static inline void world_close(struct world *world)
{
	DIR *folder;
	struct dirent *entry;
	char path[600];

	http_stop(&world->server, 5000);
	db_close(&world->pool);
	folder = opendir(world->folder);
	while (folder && (entry = readdir(folder)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", world->folder, entry->d_name);
		(void)unlink(path);
	}
	if (folder)
		(void)closedir(folder);
	(void)rmdir(world->folder);
}

/* ---- Client -------------------------------------------------------------------- */

#define WIRE_BYTES (4 * 1024 * 1024)

/* Answers as they came, one connection. */
struct wire {
	int fd;
	char *bytes; /* not yet taken, NUL at the end */
	size_t count;
};

struct answer {
	int status;
	char *head, *body; /* of malloc; answer_free() */
	size_t body_bytes;
};

static inline struct wire wire_open(const struct world *world)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)world->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct wire wire = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};

	wire.bytes = calloc(1, WIRE_BYTES + 1);
	assert_int_equal(connect(wire.fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return wire;
}

static inline void wire_close(struct wire *wire)
{
	(void)close(wire->fd);
	free(wire->bytes);
}

/* False when the server closed before it took all. */
static inline bool wire_send(struct wire *wire, const char *bytes, size_t count)
{
	while (count) {
		ssize_t sent = send(wire->fd, bytes, count, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		count -= (size_t)sent;
	}
	return true;
}

/* Wait for more; false at the end or after ten seconds. */
static inline bool wire_more(struct wire *wire)
{
	struct pollfd poller = {.fd = wire->fd, .events = POLLIN};
	ssize_t got;

	if (poll(&poller, 1, 10000) != 1 || wire->count == WIRE_BYTES)
		return false;
	got = recv(wire->fd, wire->bytes + wire->count, WIRE_BYTES - wire->count, 0);
	if (got <= 0)
		return false;
	wire->count += (size_t)got;
	wire->bytes[wire->count] = '\0';
	return true;
}

static inline const char *head_value(const char *head, const char *name)
{
	static _Thread_local char value[2048];
	size_t length = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
		if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
			const char *from = line + 2 + length + 1;

			from += strspn(from, " ");
			(void)snprintf(
				value, sizeof(value), "%.*s", (int)strcspn(from, "\r"), from);
			return value;
		}
	return NULL;
}

static inline void wire_drop(struct wire *wire, size_t count)
{
	wire->count -= count;
	memmove(wire->bytes, wire->bytes + count, wire->count + 1);
}

/* The chunks of a body put together; -1 when more bytes are needed. */
static inline ssize_t unchunk(const char *from, size_t count, char *to, size_t *taken)
{
	size_t at = 0;
	size_t used = 0;

	for (;;) {
		const char *end = memmem(from + at, count - at, "\r\n", 2);
		size_t size = end ? strtoul(from + at, NULL, 16) : 0;

		if (!end)
			return -1;
		at = (size_t)(end - from) + 2;
		if (at + size + 2 > count)
			return -1;
		memcpy(to + used, from + at, size);
		used += size;
		at += size + 2;
		if (!size) {
			*taken = at;
			return (ssize_t)used;
		}
	}
}

/* The next answer. status 0: the connection ended without one; cut: ended within. */
static inline struct answer wire_answer(struct wire *wire, bool no_body)
{
	struct answer answer = {0};
	char *end;
	size_t head;

	while (!(end = strstr(wire->bytes, "\r\n\r\n")))
		if (!wire_more(wire))
			return answer;
	head = (size_t)(end - wire->bytes) + 4;
	answer.head = strndup(wire->bytes, head);
	answer.body = calloc(1, WIRE_BYTES + 1);
	(void)sscanf(answer.head, "HTTP/1.1 %d", &answer.status);
	wire_drop(wire, head);
	if (no_body || answer.status < 200 || answer.status == 204 || answer.status == 304)
		return answer;
	if (head_value(answer.head, "Transfer-Encoding")) {
		size_t taken = 0;
		ssize_t size;

		while ((size = unchunk(wire->bytes, wire->count, answer.body, &taken)) < 0)
			if (!wire_more(wire)) {
				answer.status = -1; /* cut */
				return answer;
			}
		answer.body_bytes = (size_t)size;
		wire_drop(wire, taken);
		return answer;
	}
	answer.body_bytes = strtoul(head_value(answer.head, "Content-Length"), NULL, 10);
	while (wire->count < answer.body_bytes)
		if (!wire_more(wire)) {
			answer.status = -1;
			return answer;
		}
	memcpy(answer.body, wire->bytes, answer.body_bytes);
	wire_drop(wire, answer.body_bytes);
	return answer;
}

static inline void answer_free(struct answer *answer)
{
	free(answer->head);
	free(answer->body);
	*answer = (struct answer){0};
}

/* One request on a connection of its own. headers: lines that each end in CRLF. */
static inline struct answer ask(const struct world *world, const char *method, const char *target,
	const char *headers, const char *body)
{
	struct wire wire = wire_open(world);
	size_t length = body ? strlen(body) : 0;
	char *text = NULL;
	struct answer answer;
	int count;

	count = body
		? asprintf(&text,
			  "%s %s HTTP/1.1\r\nHost: desk.test\r\n%sContent-Length: %zu\r\n\r\n%s",
			  method, target, headers, length, body)
		: asprintf(&text, "%s %s HTTP/1.1\r\nHost: desk.test\r\n%s\r\n", method, target,
			  headers);
	assert_true(count > 0);
	(void)wire_send(&wire, text, (size_t)count);
	answer = wire_answer(&wire, strcmp(method, "HEAD") == 0);
	free(text);
	wire_close(&wire);
	return answer;
}

/* "Authorization: Bearer ...\r\n" of a user (1 or 2), and more lines after it. */
static inline const char *as_user(const struct world *world, int user, const char *more)
{
	static _Thread_local char lines[8192];

	(void)snprintf(lines, sizeof(lines), "Authorization: Bearer %s\r\n%s",
		world->token[user - 1], more);
	return lines;
}

#endif
