/* ws_upgrade.c - who may open a socket, before it is one. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include <assert.h>
#include <pthread.h>
#include <strings.h>
#include <unistd.h>

#define TOKEN_PROTOCOL "hatif.token."
#define WIDGET_PROTOCOL "hatif.widget"
#define HANDSHAKE_S 30

/* ---- From where --------------------------------------------------------------- */

/* "https://desk.example.com/x" -> "https://desk.example.com" */
static struct str origin_of(const char *url)
{
	const char *host = strstr(url, "://");

	return (struct str){url, host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/") : 0};
}

/*
 * Browsers send cookies along with a socket that any page opens, and say whose
 * page it is; programs say nothing and bring their own token.
 */
bool ws_origin_is_fine(const struct http_req *rq)
{
	const char *origin = http_header(rq, "Origin");
	const char *host = http_header(rq, "Host");
	const char *authority = origin ? strstr(origin, "://") : NULL;

	if (!origin)
		return true;
	if (authority && host && strcasecmp(authority + 3, host) == 0)
		return true;
	if (str_is_nocase(origin_of(http_public_url(rq)), origin))
		return true;
	return ws_hub.options.origins && word_index(ws_hub.options.origins, origin) >= 0;
}

enum err ws_check_origin(struct http_req *rq)
{
	if (ws_origin_is_fine(rq))
		return OK;
	rq->cx.failure.code = "origin";
	return fail(
		&rq->cx, ERR_DENIED, NULL, "Connections from other web sites are not accepted.");
}

/* ---- Who ------------------------------------------------------------------------ */

/* The word after `protocol` among the subprotocols offered, of which that one is answered. */
static struct str token_after(struct http_req *rq, const char *protocol)
{
	struct str rest = str_of(http_header(rq, "Sec-WebSocket-Protocol"));
	bool follows = false;

	while (rest.ptr) {
		struct str word = str_trim(str_cut(rest, ',', &rest));

		if (follows && word.len) {
			http_set_header(rq, "Sec-WebSocket-Protocol", protocol);
			return word;
		}
		follows = str_is(word, protocol);
	}
	return (struct str){0};
}

/*
 * Browsers cannot set headers on a socket, but name subprotocols:
 * `hatif.token.TOKEN`, or `bearer, TOKEN`. One of those offered has to be
 * answered, else the browser hangs up.
 */
static struct str token_of_protocol(struct http_req *rq)
{
	struct str rest = str_of(http_header(rq, "Sec-WebSocket-Protocol"));

	while (rest.ptr) {
		struct str word = str_trim(str_cut(rest, ',', &rest));

		if (str_starts(word, TOKEN_PROTOCOL)) {
			http_set_header(rq, "Sec-WebSocket-Protocol",
				arena_text_n(rq->cx.arena, word.ptr, word.len));
			return (struct str){word.ptr + strlen(TOKEN_PROTOCOL),
				word.len - strlen(TOKEN_PROTOCOL)};
		}
	}
	return token_after(rq, "bearer");
}

/* The actor, with a reference of our own. */
static enum err find_actor(struct http_req *rq, const struct actor **actor)
{
	struct str token = token_of_protocol(rq);

	if (!token.len)
		token = str_of(http_query(rq, "token"));
	if (token.len)
		return auth_actor_of_token(&rq->cx, token, false, actor);
	/* The server has looked at the Authorization header and the cookie. */
	if (!rq->cx.actor->session_id)
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	*actor = auth_retain(rq->cx.actor);
	return OK;
}

static enum err check_actor(struct cx *cx, const struct actor *actor)
{
	if (actor->must_change_password) {
		cx->failure.code = "password_change_required";
		return fail(cx, ERR_DENIED, NULL, "Please choose a new password first.");
	}
	if (!actor_may(actor, PERM_SELF))
		return fail(cx, ERR_DENIED, NULL, "You are not allowed to do this.");
	return OK;
}

enum err ws_find_user(struct http_req *rq, struct ws_who *who)
{
	enum err outcome;

	TRY(find_actor(rq, &who->actor));
	assert(who->actor);
	outcome = check_actor(&rq->cx, who->actor);
	if (outcome != OK) {
		ws_who_free(who);
		return outcome;
	}
	who->company_id = who->actor->company_id;
	who->id = who->actor->user_id;
	return OK;
}

/* ---- Between check and take -------------------------------------------------------- */

/*
 * A client may vanish before it gets the answer, and then take() never comes:
 * what check() found waits in a list, and leaves it by take() or by age.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct ws_join *joins;

void ws_who_free(struct ws_who *who)
{
	auth_release(&who->actor);
	free(who->token);
	who->token = NULL;
}

void ws_join_free(struct ws_join **join)
{
	ws_who_free(&(*join)->who);
	free((*join)->dialect_state);
	free(*join);
	*join = NULL;
}

/* The server keeps a pointer for us; what it points to could be another's by then, a number not. */
union ticket {
	uintptr_t id;
	void *state;
};

static void *join_wait(struct ws_join *join)
{
	static uintptr_t last_id;
	union ticket ticket;

	(void)pthread_mutex_lock(&lock);
	ticket.id = ++last_id;
	join->id = ticket.id;
	join->since_s = ws_now_s();
	join->next = joins;
	joins = join;
	(void)pthread_mutex_unlock(&lock);
	return ticket.state;
}

static struct ws_join *join_of(const void *state)
{
	struct ws_join **at = &joins;
	struct ws_join *join;

	(void)pthread_mutex_lock(&lock);
	while (*at && (*at)->id != (uintptr_t)state)
		at = &(*at)->next;
	join = *at;
	if (join)
		*at = join->next;
	(void)pthread_mutex_unlock(&lock);
	return join;
}

void ws_forget_joins(bool all)
{
	struct ws_join **at = &joins;

	(void)pthread_mutex_lock(&lock);
	while (*at) {
		struct ws_join *join = *at;

		if (all || ws_now_s() - join->since_s > HANDSHAKE_S) {
			*at = join->next;
			ws_join_free(&join);
		} else {
			at = &join->next;
		}
	}
	(void)pthread_mutex_unlock(&lock);
}

/* ---- The upgrade ------------------------------------------------------------------ */

static void read_since(const struct http_req *rq, struct ws_since *since)
{
	const char *text = http_query(rq, "since");

	since->given = text != NULL;
	if (text && (!text_int(text, &since->seq) || since->seq < 0))
		since->seq = -1;
}

enum err ws_check_place(struct cx *cx)
{
	if (atomic_load(&ws_hub.running) &&
		(size_t)atomic_load(&ws_hub.sockets) < ws_hub.options.sockets_max)
		return OK;
	cx->failure.retry_after_s = 5;
	return fail(cx, ERR_BUSY, NULL, "No more live connections are taken right now.");
}

/* Whoever are no users leave some for those who are. */
static enum err check_guests(struct cx *cx)
{
	const size_t most = ws_hub.options.sockets_max - ws_hub.options.sockets_max / 10 * 3;

	if ((size_t)atomic_load(&ws_hub.guests) < most)
		return OK;
	cx->failure.retry_after_s = 5;
	return fail(cx, ERR_BUSY, NULL, "No more live connections are taken right now.");
}

static enum err make_join(struct http_req *rq, const struct ws_dialect *dialect,
	const struct ws_who *who, struct ws_join **made)
{
	struct ws_join *join;

	TRY(ws_check_place(&rq->cx));
	if (!who->actor)
		TRY(check_guests(&rq->cx));
	join = calloc(1, sizeof(*join));
	if (!join)
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	join->dialect = dialect;
	join->server = http_server_of(rq);
	(void)snprintf(join->ip, sizeof(join->ip), "%s", http_client_ip(rq));
	read_since(rq, &join->since);
	*made = join;
	return OK;
}

enum err ws_let_in(struct http_req *rq, const struct ws_dialect *dialect, struct ws_who *who,
	void *dialect_state, void **state)
{
	struct ws_join *join = NULL;
	enum err outcome = make_join(rq, dialect, who, &join);

	if (outcome != OK) {
		ws_who_free(who);
		free(dialect_state);
		return outcome;
	}
	assert(join);
	join->who = *who;
	join->dialect_state = dialect_state;
	*who = (struct ws_who){0};
	*state = join_wait(join);
	return OK;
}

static enum err check(struct http_req *rq, void **state)
{
	struct ws_who who = {0};

	TRY(ws_check_origin(rq));
	TRY(ws_find_user(rq, &who));
	return ws_let_in(rq, &ws_updates, &who, NULL, state);
}

/* From which pages a visitor may come is the widget's to say. */
static enum err check_widget(struct http_req *rq, void **state)
{
	struct str token = token_after(rq, WIDGET_PROTOCOL);
	struct ws_visitor visitor = {0};
	struct ws_who who = {0};

	if (!token.len || !ws_hub.options.find_visitor)
		return fail(&rq->cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
	TRY(ws_hub.options.find_visitor(rq, token, &visitor));
	assert(visitor.company_id && visitor.visitor_id);
	who.company_id = visitor.company_id;
	who.id = -visitor.visitor_id;
	who.visitor_id = visitor.visitor_id;
	who.token = strndup(token.ptr, token.len);
	if (!who.token)
		return fail(&rq->cx, ERR_BUSY, NULL, "The server is out of memory.");
	return ws_let_in(rq, &ws_updates, &who, NULL, state);
}

static bool hand_to_hub(struct ws_note *note, struct str early)
{
	if (!note->joined.join || note->joined.fd < 0 || !atomic_load(&ws_hub.running))
		return false;
	note->joined.early_length = early.len;
	if (early.len) {
		note->joined.early = malloc(early.len);
		if (!note->joined.early)
			return false;
		memcpy(note->joined.early, early.ptr, early.len);
	}
	atomic_fetch_add(&ws_hub.sockets, 1);
	ws_note(note);
	return true;
}

void ws_take(int fd, struct str early, void *state, void (*done)(void *handle), void *handle)
{
	struct ws_note note = {.kind = WS_NOTE_JOIN};
	struct ws_join *join = join_of(state);

	note.joined.fd = fd;
	note.joined.join = join;
	note.joined.done = done;
	note.joined.handle = handle;
	if (hand_to_hub(&note, early))
		return;
	if (done)
		done(handle);
	else if (fd >= 0)
		(void)close(fd);
	if (join)
		ws_join_free(&join);
}

const struct http_upgrade ws_upgrades[] = {
	{
		.path = "/ws/updates",
		.summary =
			"Live events of the company as JSON text frames; since=SEQ resumes after "
			"that event",
		.check = check,
		.take = ws_take,
	},
	{
		.path = "/ws/widget",
		.summary = "Live events of a visitor's chats as JSON text frames; the "
			   "subprotocols are hatif.widget and the visitor's token",
		.anyone = true,
		.check = check_widget,
		.take = ws_take,
	},
	{0},
};
