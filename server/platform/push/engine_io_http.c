/* engine_io_http.c - the requests of Engine.IO: open, poll, post, and from one to a line. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"
#include "platform/push/push_internal.h"

#include "base/clock.h"

#define TEXT_TYPE "text/plain; charset=UTF-8"
#define PING_INTERVAL_MS 25000
#define PING_TIMEOUT_MS 20000
#define MAX_PAYLOAD 65536
#define RATE 6000

/* What the libraries say, and read. */
enum fault {
	FAULT_TRANSPORT,
	FAULT_SESSION,
	FAULT_METHOD,
	FAULT_REQUEST,
	FAULT_FORBIDDEN,
	FAULT_VERSION
};

static struct str fault_text(enum fault fault)
{
	static const char *const texts[] = {
		[FAULT_TRANSPORT] = "{\"code\":0,\"message\":\"Transport unknown\"}",
		[FAULT_SESSION] = "{\"code\":1,\"message\":\"Session ID unknown\"}",
		[FAULT_METHOD] = "{\"code\":2,\"message\":\"Bad handshake method\"}",
		[FAULT_REQUEST] = "{\"code\":3,\"message\":\"Bad request\"}",
		[FAULT_FORBIDDEN] = "{\"code\":4,\"message\":\"Forbidden\"}",
		[FAULT_VERSION] = "{\"code\":5,\"message\":\"Unsupported protocol version\"}",
	};

	return str_of(texts[fault]);
}

static int fault_status(enum fault fault)
{
	return fault == FAULT_FORBIDDEN ? 403 : 400;
}

static enum err say_fault(struct http_req *rq, enum fault fault)
{
	http_reply_bytes(rq, fault_status(fault), "application/json", fault_text(fault));
	return OK;
}

/* ---- A request, on its way to the hub --------------------------------------------- */

struct request {
	void (*run)(struct request *request);
	struct http_parked *parked;
	struct http_server *server;
	struct ws_who who;
	uint64_t name; /* of the session */
	uint64_t credential;
	char ip[48];
	size_t length;
	char body[];
};

static void request_end(struct request *request, int status, const char *type, struct str body)
{
	http_unpark(&request->parked, status, type, body);
	ws_who_free(&request->who);
	free(request);
}

static void request_fault(struct request *request, enum fault fault)
{
	request_end(request, fault_status(fault), "application/json", fault_text(fault));
}

static void request_busy(struct request *request)
{
	request_end(request, 503, TEXT_TYPE, STR("busy"));
}

static void run_request(void *arg)
{
	struct request *request = arg;

	if (ws_is_stopping())
		request_busy(request);
	else
		request->run(request);
}

static void take(struct http_parked *parked, void *arg)
{
	struct request *request = arg;

	request->parked = parked;
	if (!ws_run(run_request, request))
		request_busy(request);
}

/* ---- On the hub's thread ----------------------------------------------------------------- */

static void run_open(struct request *request)
{
	struct eio *eio = calloc(1, sizeof(*eio));
	struct ws_socket *socket = eio
		? ws_open_polling(&engine_io, &request->who, eio, request->ip, request->server)
		: NULL;

	if (!socket) {
		free(eio);
		request_busy(request);
		return;
	}
	eio->polling = true;
	eio->credential = request->credential;
	request_end(request, 200, TEXT_TYPE, eio_open_packet(ws_arena(), ws_name_of(socket), true));
}

/* The session, if it is that of whoever asks: its address and what it showed first. */
static struct ws_socket *session_of(const struct request *request)
{
	struct ws_socket *socket = ws_by_name(request->name);

	if (!socket || ws_dialect_of(socket) != &engine_io || eio_of(socket)->probe ||
		eio_of(socket)->credential != request->credential ||
		!text_is(ws_ip_of(socket), request->ip))
		return NULL;
	return socket;
}

static void run_poll(struct request *request)
{
	struct ws_socket *socket = session_of(request);
	struct eio *eio = socket ? eio_of(socket) : NULL;

	if (!eio || !eio->polling) {
		request_fault(request, eio ? FAULT_REQUEST : FAULT_SESSION);
		return;
	}
	if (eio->poll) { /* two polls at once: one of them would get what the other waits for */
		request_fault(request, FAULT_REQUEST);
		ws_close(socket, WS_CLOSE_POLICY, "two polls");
		return;
	}
	ws_note_heard(socket);
	if (eio->probing && !ws_has_queued(socket)) {
		request_end(request, 200, TEXT_TYPE, STR("6"));
		return;
	}
	eio->poll = request->parked;
	ws_who_free(&request->who);
	free(request);
	eio_flush(socket);
}

static bool hear_all(struct ws_socket *socket, struct str body)
{
	struct eio_piece piece;

	do {
		if (!eio_next(ws_arena(), &body, &piece))
			return false;
		ws_hear(socket, piece.binary, piece.text);
	} while (body.ptr && !ws_is_closing(socket));
	return true;
}

static void run_post(struct request *request)
{
	struct ws_socket *socket = session_of(request);

	if (!socket || ws_is_closing(socket) || !eio_of(socket)->polling) {
		request_fault(request, socket ? FAULT_REQUEST : FAULT_SESSION);
		return;
	}
	ws_note_heard(socket);
	if (!hear_all(socket, (struct str){request->body, request->length})) {
		ws_close(socket, WS_CLOSE_POLICY, "not packets");
		request_fault(request, FAULT_REQUEST);
		return;
	}
	request_end(request, 200, "text/html; charset=UTF-8", STR("ok"));
}

/* ---- On a worker --------------------------------------------------------------------------- */

static const char *credential_of(struct http_req *rq)
{
	const char *header = http_header(rq, "Authorization");

	return header ? header : http_cookie(rq, auth_cookie_name(http_is_tls(rq)));
}

static uint64_t hash_of(const char *credential)
{
	unsigned char digest[SHA256_BYTES];
	uint64_t hash;

	if (text_empty(credential))
		return 0;
	crypto_sha256(str_of(credential), digest);
	memcpy(&hash, digest, sizeof(hash));
	return hash | 1U;
}

/* Whoever the request shows; nobody is fine too, since the client may say it later. */
static enum err find_who(struct http_req *rq, struct ws_who *who)
{
	const char *credential = credential_of(rq);
	const struct actor *actor = NULL;
	struct str token = str_of(credential);
	enum err err;

	if (text_empty(credential))
		return OK;
	if (http_header(rq, "Authorization"))
		token = str_starts(token, "Bearer ") ? (struct str){token.ptr + 7, token.len - 7}
						     : STR("");
	err = auth_actor_of_token(&rq->cx, token, !http_header(rq, "Authorization"), &actor);
	if (err == ERR_UNAUTHENTICATED) {
		fail_clear(&rq->cx);
		return OK;
	}
	TRY(err);
	if (actor->must_change_password || !actor_may(actor, PERM_SELF)) {
		auth_release(&actor);
		return OK;
	}
	*who = (struct ws_who){
		.actor = actor, .company_id = actor->company_id, .id = actor->user_id};
	return OK;
}

/* What every request has to say of itself. False: it was refused. */
static bool check_query(
	struct http_req *rq, const char *transport, uint64_t *name, enum fault *fault)
{
	const char *sid = http_query(rq, "sid");

	*name = 0;
	if (!text_is(http_query(rq, "EIO"), "4"))
		*fault = FAULT_VERSION;
	else if (!text_is(http_query(rq, "transport"), transport))
		*fault = FAULT_TRANSPORT;
	else if (!ws_origin_is_fine(rq))
		*fault = FAULT_FORBIDDEN;
	else if (sid && !eio_sid_read(rq->cx.arena, sid, name))
		*fault = FAULT_SESSION;
	else
		return true;
	return false;
}

static enum err hand_to_hub(struct http_req *rq, uint64_t name, struct ws_who *who,
	void (*run)(struct request *request))
{
	const struct str body = http_body_raw(rq);
	struct request *request = calloc(1, sizeof(*request) + body.len);

	if (!request) {
		ws_who_free(who);
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	}
	request->run = run;
	request->server = http_server_of(rq);
	request->who = *who;
	request->name = name;
	request->credential = hash_of(credential_of(rq));
	(void)snprintf(request->ip, sizeof(request->ip), "%s", http_client_ip(rq));
	request->length = body.len;
	if (body.len)
		memcpy(request->body, body.ptr, body.len);
	http_park(rq, take, request);
	return OK;
}

/* Requests of a session count against it; those of none, against their address. */
static enum err charge(struct http_req *rq, uint64_t name)
{
	return name ? http_charge_session(rq, name, push_options.rate) : http_charge_address(rq);
}

/* What is no request of ours is charged, so that ids cannot be guessed at any pace. */
static enum err refuse(struct http_req *rq, enum fault fault)
{
	TRY(http_charge_address(rq));
	return say_fault(rq, fault);
}

/* GET /socket.io: open a session, or wait for what it gets. */
static enum err get_poll(struct http_req *rq)
{
	struct ws_who who = {0};
	enum fault fault;
	uint64_t name;

	if (!check_query(rq, "polling", &name, &fault))
		return refuse(rq, fault);
	TRY(charge(rq, name));
	if (name)
		return hand_to_hub(rq, name, &who, run_poll);
	TRY(ws_check_place(&rq->cx));
	TRY(find_who(rq, &who));
	return hand_to_hub(rq, 0, &who, run_open);
}

/* POST /socket.io: packets of a session. */
static enum err post_packets(struct http_req *rq)
{
	struct ws_who who = {0};
	enum fault fault;
	uint64_t name;

	if (!check_query(rq, "polling", &name, &fault))
		return refuse(rq, fault);
	TRY(charge(rq, name));
	if (!name)
		return say_fault(rq, FAULT_METHOD);
	if ((int64_t)http_body_raw(rq).len > push_options.max_payload) {
		http_reply_bytes(rq, 413, TEXT_TYPE, STR("too large"));
		return OK;
	}
	return hand_to_hub(rq, name, &who, run_post);
}

/* A line: of a new session, or a probe for one that polls. */
static enum err check_line(struct http_req *rq, void **state)
{
	struct ws_who who = {0};
	enum fault fault;
	struct eio *eio;
	uint64_t name;

	if (!check_query(rq, "websocket", &name, &fault)) {
		rq->cx.failure.code = "engine_io";
		return fault == FAULT_FORBIDDEN
			? ws_check_origin(rq)
			: fail(&rq->cx, ERR_MALFORMED, NULL, "The request could not be read.");
	}
	if (!name)
		TRY(find_who(rq, &who));
	eio = calloc(1, sizeof(*eio));
	if (!eio) {
		ws_who_free(&who);
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	}
	eio->probe = name != 0;
	eio->credential = hash_of(credential_of(rq));
	eio->session = name;
	return ws_let_in(rq, &engine_io, &who, eio, state);
}

#define ROWS(path) \
	{ \
		{.method = HTTP_GET, \
			.pattern = (path), \
			.handler = get_poll, \
			.permission = PERM_PUBLIC, \
			.access = HTTP_READ, \
			.summary = \
				"Socket.IO by polling: open a session, or wait for its packets; " \
				"public, since clients say in it who they are", \
			.flags = HTTP_OWN_RATE}, \
			{.method = HTTP_POST, \
				.pattern = (path), \
				.handler = post_packets, \
				.permission = PERM_PUBLIC, \
				.access = HTTP_READ, \
				.summary = "Socket.IO by polling: packets of a session; public, " \
					   "since " \
					   "the session's id is the secret", \
				.flags = HTTP_OWN_RATE | HTTP_BODY_RAW | HTTP_NO_CSRF}, \
		{ \
			0 \
		} \
	}

const struct http_route push_routes[] = ROWS("/socket.io");
struct http_route push_more_routes[] = ROWS(NULL);

const struct http_upgrade push_upgrades[] = {
	{.path = "/socket.io",
		.summary = "Socket.IO over a WebSocket",
		.anyone = true,
		.check = check_line,
		.take = ws_take},
	{0},
};
struct http_upgrade push_more_upgrades[] = {
	{.summary = "Socket.IO over a WebSocket",
		.anyone = true,
		.check = check_line,
		.take = ws_take},
	{0},
};

void push_start(const struct push_options *options)
{
	push_options = *options;
	if (!push_options.ping_interval_ms)
		push_options.ping_interval_ms = PING_INTERVAL_MS;
	if (!push_options.ping_timeout_ms)
		push_options.ping_timeout_ms = PING_TIMEOUT_MS;
	if (!push_options.max_payload)
		push_options.max_payload = MAX_PAYLOAD;
	if (!push_options.rate)
		push_options.rate = RATE;
	push_more_routes[0].pattern = push_more_routes[1].pattern = push_options.path;
	push_more_upgrades[0].path = push_options.path;
}
