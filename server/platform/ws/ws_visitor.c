/* ws_visitor.c - visitors with open pages: found by their number, and told to be here or gone. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#define VISITING_BUCKETS 4096
#define SAY_AGAIN_S 300
#define LEAVE_S 10 /* from one page to the next; visitor_gone says so, too */
#define CALLS_A_SECOND 500 /* many come back at once; what people write goes before */

/* In whose name a visitor is said to be gone. */
struct ws_left {
	char ip[48];
	char token[];
};

/* ---- Found, not looked for ----------------------------------------------------------- */

static struct ws_visiting *buckets[VISITING_BUCKETS];
static struct ws_visiting *left_first, **left_end = &left_first;
static int calls_left; /* of this second */

static struct ws_visiting **place_of(int64_t company_id, int64_t id)
{
	uint64_t hash = (uint64_t)company_id * 31 + (uint64_t)id;
	struct ws_visiting **at = &buckets[hash % VISITING_BUCKETS];

	while (*at && ((*at)->company_id != company_id || (*at)->id != id))
		at = &(*at)->next;
	return at;
}

struct ws_visiting *ws_visiting_find(int64_t company_id, int64_t visitor_id)
{
	return *place_of(company_id, visitor_id);
}

static void forget(struct ws_visiting *visiting)
{
	struct ws_visiting **at = place_of(visiting->company_id, visiting->id);

	*at = visiting->next;
	free(visiting->left);
	free(visiting);
}

/* Out of the list of those who left. */
static void come_back(struct ws_visiting *visiting)
{
	struct ws_visiting **at = &left_first;

	while (*at != visiting)
		at = &(*at)->next_left;
	*at = visiting->next_left;
	if (!visiting->next_left)
		left_end = at;
	free(visiting->left);
	visiting->left = NULL;
	visiting->next_left = NULL;
	visiting->due_s = ws_now_s() + SAY_AGAIN_S;
}

struct ws_visiting *ws_visiting_enter(int64_t company_id, int64_t visitor_id)
{
	struct ws_visiting **at = place_of(company_id, visitor_id);

	if (*at) {
		if ((*at)->left)
			come_back(*at);
		return *at;
	}
	*at = calloc(1, sizeof(**at));
	if (*at)
		**at = (struct ws_visiting){
			.company_id = company_id, .id = visitor_id, .due_s = ws_now_s()};
	return *at;
}

static struct ws_left *left_by(const struct ws_socket *socket)
{
	const size_t length = strlen(socket->who.token) + 1;
	struct ws_left *left = malloc(sizeof(*left) + length);

	if (!left)
		return NULL;
	memcpy(left->ip, socket->ip, sizeof(left->ip));
	memcpy(left->token, socket->who.token, length);
	return left;
}

void ws_visiting_leave(struct ws_socket *socket)
{
	struct ws_visiting *visiting = socket->visiting;

	socket->visiting = NULL;
	if (visiting->sockets)
		return;
	if (visiting->said && !ws_hub.stopping && ws_hub.options.visitor_gone)
		visiting->left = left_by(socket);
	if (!visiting->left) {
		forget(visiting);
		return;
	}
	visiting->due_s = ws_now_s() + LEAVE_S;
	*left_end = visiting;
	left_end = &visiting->next_left;
}

/* ---- Said --------------------------------------------------------------------------------- */

struct answer {
	int64_t company_id, visitor_id;
};

void ws_visitor_end(int64_t company_id, int64_t visitor_id, unsigned code)
{
	struct ws_visiting *visiting = ws_visiting_find(company_id, visitor_id);
	struct ws_socket *next;

	/* The last one that closes may take the visiting with it. */
	for (struct ws_socket *socket = visiting ? visiting->sockets : NULL; socket;
		socket = next) {
		next = socket->next;
		ws_close(socket, code, "not welcome");
	}
}

static void refuse(void *arg)
{
	struct answer *answer = arg;

	ws_visitor_end(answer->company_id, answer->visitor_id, WS_CLOSE_SESSION);
	free(answer);
}

static void on_done(void *arg, int status, struct str body)
{
	(void)body;
	if ((status != 401 && status != 403) || !ws_run(refuse, arg))
		free(arg);
	(void)atomic_fetch_sub(&ws_hub.calls, 1);
}

static bool say(const struct ws_visiting *visiting, const struct ws_command *command,
	const char *token, const char *ip)
{
	struct answer *answer = malloc(sizeof(*answer));
	struct http_call call = {.method = command->method,
		.path = command->path,
		.body = str_of(command->body),
		.widget_token = token,
		.ip = ip,
		.done = on_done,
		.arg = answer};

	if (!answer || calls_left <= 0) {
		free(answer);
		return false;
	}
	*answer = (struct answer){visiting->company_id, visiting->id};
	(void)atomic_fetch_add(&ws_hub.calls, 1);
	if (http_call(ws_hub.server, &call) == OK) {
		calls_left--;
		return true;
	}
	(void)atomic_fetch_sub(&ws_hub.calls, 1);
	free(answer);
	return false;
}

void ws_visitor_tick(struct ws_socket *socket, uint32_t now)
{
	struct ws_visiting *visiting = socket->visiting;

	if (!ws_hub.options.visitor_here || visiting->sockets != socket ||
		(int32_t)(now - visiting->due_s) < 0)
		return;
	if (!say(visiting, ws_hub.options.visitor_here, socket->who.token, socket->ip))
		return; /* next second */
	visiting->said = true;
	visiting->due_s = now + SAY_AGAIN_S;
}

void ws_visitors_tick(uint32_t now)
{
	calls_left = CALLS_A_SECOND;
	while (left_first && (int32_t)(now - left_first->due_s) >= 0) {
		struct ws_visiting *first = left_first;

		if (!say(first, ws_hub.options.visitor_gone, first->left->token, first->left->ip))
			return;
		left_first = first->next_left;
		if (!left_first)
			left_end = &left_first;
		forget(first);
	}
}

void ws_visitors_forget(void)
{
	while (left_first) {
		struct ws_visiting *first = left_first;

		left_first = first->next_left;
		forget(first);
	}
	left_end = &left_first;
}
