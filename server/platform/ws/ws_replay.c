/* ws_replay.c - the thread that reads what sockets missed: the hub never waits for the disk. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include "platform/log/log.h"

#include <pthread.h>

#define ALL_BYTES_MAX ((size_t)64 * 1024 * 1024) /* read for all sockets and not sent yet */
#define ROOM_WAIT_US (5 * US_PER_SECOND)
#define ROOM_STEP_NS 5000000

/* A question about one socket. */
struct question {
	uint32_t slot, generation;
	const struct actor *actor; /* retained; NULL: a visitor */
	int64_t company_id, visitor_id;
	enum { ASK_PAST, ASK_SESSION, ASK_WHO } about;
	struct ws_since since;
	struct question *next;
	size_t token_length;
	char token[];
};

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
	struct question *first, **end;
	struct arena *arena;
} reader = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static bool ask(const struct ws_socket *socket, struct question from, struct str token)
{
	struct question *question = malloc(sizeof(*question) + token.len);

	if (!question)
		return false;
	*question = from;
	question->slot = socket->slot;
	question->generation = socket->generation;
	question->actor = auth_retain(socket->who.actor);
	question->company_id = socket->who.company_id;
	question->visitor_id = socket->who.visitor_id;
	question->token_length = token.len;
	if (token.len)
		memcpy(question->token, token.ptr, token.len);
	(void)pthread_mutex_lock(&reader.lock);
	*reader.end = question;
	reader.end = &question->next;
	(void)pthread_cond_signal(&reader.wake);
	(void)pthread_mutex_unlock(&reader.lock);
	return true;
}

bool ws_replay_ask(const struct ws_socket *socket, const struct ws_since *since)
{
	return ask(socket, (struct question){.about = ASK_PAST, .since = *since}, (struct str){0});
}

bool ws_session_ask(const struct ws_socket *socket)
{
	return ask(socket, (struct question){.about = ASK_SESSION}, (struct str){0});
}

bool ws_who_ask(const struct ws_socket *socket, struct str token, const struct ws_since *since)
{
	return ask(socket, (struct question){.about = ASK_WHO, .since = *since}, token);
}

/* NULL when it is time to stop. */
static struct question *next_question(void)
{
	struct question *question = NULL;

	(void)pthread_mutex_lock(&reader.lock);
	while (!reader.first && !reader.stopping)
		(void)pthread_cond_wait(&reader.wake, &reader.lock);
	if (!reader.stopping) {
		question = reader.first;
		reader.first = question->next;
		if (!reader.first)
			reader.end = &reader.first;
	}
	(void)pthread_mutex_unlock(&reader.lock);
	return question;
}

/* ---- The past ------------------------------------------------------------------------ */

/* More than is worth sending, or memory is short: the client loads everything instead. */
static void give_up(struct ws_past *past)
{
	for (size_t i = 0; i < past->frame_count; i++)
		event_frame_release(&past->frames[i]);
	past->frame_count = 0;
	past->missed = 0;
	atomic_fetch_sub(&ws_hub.replaying, past->bytes);
	past->bytes = 0;
	past->resumed = false;
	past->resync = true;
}

static void collect(struct event_frame *frame, void *arg)
{
	struct ws_past *past = arg;

	if (past->resync || text_is(frame->type, WS_SESSION_ENDED) ||
		text_is(frame->type, WS_VISITOR_BLOCKED) || text_is(frame->type, WS_VISITOR_ENDED))
		return;
	if (past->frame_count == past->frame_room) {
		size_t room = past->frame_room ? past->frame_room * 2 : 64;
		struct event_frame **larger = realloc(
			past->frames, room * sizeof(struct event_frame *));

		if (!larger) {
			give_up(past);
			return;
		}
		past->frames = larger;
		past->frame_room = room;
	}
	if (past->bytes + frame->json.len > WS_REPLAY_BYTES_MAX) {
		give_up(past);
		return;
	}
	past->frames[past->frame_count++] = event_frame_retain(frame);
	past->missed++;
	past->bytes += frame->json.len;
	atomic_fetch_add(&ws_hub.replaying, frame->json.len);
}

/*
 * The socket was in its company's list before this reads: what is committed
 * later than the read reaches it live, what was committed earlier is read
 * here. So the replay has to reach at least as far as `last` says now.
 */
static enum err read_past(struct cx *cx, const struct question *question, struct ws_past *past)
{
	int64_t last, reached;
	enum err outcome;

	TRY(events_last_seq(cx, &last));
	past->seq = last;
	if (!question->since.given)
		return OK;
	past->resync = true;
	/* A visitor's events are few among the company's. */
	if (question->since.seq < 0 || question->since.seq > last ||
		(!question->visitor_id && last - question->since.seq > WS_REPLAY_ROWS_MAX))
		return OK;
	past->resync = false;
	past->resumed = true;
	outcome = question->visitor_id
		? events_since_of_visitor(cx, question->visitor_id, question->since.seq,
			  WS_REPLAY_ROWS_MAX, collect, past, &reached)
		: events_since(
			  cx, question->since.seq, WS_REPLAY_ROWS_MAX, collect, past, &reached);
	if (outcome == OK && reached >= last)
		past->seq = reached;
	else
		give_up(past);
	return outcome == ERR_NOT_FOUND ? OK : outcome;
}

/* Many clients that come back at once wait here, instead of filling the memory. */
static void wait_for_room(void)
{
	const struct timespec step = {.tv_nsec = ROOM_STEP_NS};
	int64_t until = clock_steady_us() + ROOM_WAIT_US;

	while (atomic_load(&ws_hub.replaying) > ALL_BYTES_MAX && clock_steady_us() < until)
		(void)nanosleep(&step, NULL);
}

static void unit_begin(struct cx *cx, const struct actor *actor)
{
	*cx = (struct cx){.arena = reader.arena,
		.actor = actor,
		.now_us = clock_now_us(),
		.request_id = "ws.reader"};
	db_lend(ws_hub.pool, cx);
}

static void answer_past(const struct question *question)
{
	const struct company company = {.id = question->company_id};
	const struct actor visitor = {.company_id = company.id, .company = &company};
	struct ws_note note = {.kind = WS_NOTE_PAST};
	struct cx cx;

	note.past = calloc(1, sizeof(*note.past));
	if (!note.past)
		return; /* the client hears nothing and comes again */
	note.past->slot = question->slot;
	note.past->generation = question->generation;
	wait_for_room();
	unit_begin(&cx, question->actor ? question->actor : &visitor);
	note.past->outcome = read_past(&cx, question, note.past);
	if (note.past->outcome != OK)
		log_warn("ws.replay", LOG_TEXT("outcome", err_name(note.past->outcome)));
	db_return(&cx);
	arena_reset(reader.arena);
	ws_note(&note);
}

static void answer_session(const struct question *question)
{
	struct ws_note note = {
		.kind = WS_NOTE_VERDICT, .verdict = {question->slot, question->generation, true}};
	struct cx cx;

	unit_begin(&cx, question->actor);
	/* When it cannot be read the client comes again and is asked who it is. */
	if (auth_session_lives(&cx, question->actor, &note.verdict.lives) != OK)
		note.verdict.lives = true;
	db_return(&cx);
	arena_reset(reader.arena);
	ws_note(&note);
}

static enum err find_user(struct cx *cx, struct str token, const struct actor **actor)
{
	TRY(auth_actor_of_token(cx, token, false, actor));
	if (!(*actor)->must_change_password && actor_may(*actor, PERM_SELF))
		return OK;
	auth_release(actor);
	return ERR_DENIED;
}

static void answer_who(const struct question *question)
{
	const struct str token = {question->token, question->token_length};
	struct ws_note note = {.kind = WS_NOTE_WHO,
		.who = {question->slot, question->generation, OK, NULL, question->since}};
	struct cx cx;

	unit_begin(&cx, actor_nobody());
	note.who.outcome = find_user(&cx, token, &note.who.actor);
	db_return(&cx);
	arena_reset(reader.arena);
	ws_note(&note);
}

static void question_free(struct question *question)
{
	auth_release(&question->actor);
	free(question);
}

static void *run(void *arg)
{
	static void (*const answer[])(const struct question *question) = {
		[ASK_PAST] = answer_past,
		[ASK_SESSION] = answer_session,
		[ASK_WHO] = answer_who,
	};
	struct question *question;

	(void)arg;
	while ((question = next_question())) {
		answer[question->about](question);
		question_free(question);
	}
	return NULL;
}

bool ws_replay_start(void)
{
	reader.stopping = false;
	reader.first = NULL;
	reader.end = &reader.first;
	reader.arena = arena_new(0);
	if (pthread_create(&reader.thread, NULL, run, NULL) == 0)
		return true;
	arena_free(&reader.arena);
	return false;
}

void ws_replay_stop(void)
{
	(void)pthread_mutex_lock(&reader.lock);
	reader.stopping = true;
	(void)pthread_cond_signal(&reader.wake);
	(void)pthread_mutex_unlock(&reader.lock);
	(void)pthread_join(reader.thread, NULL);
	while (reader.first) {
		struct question *question = reader.first;

		reader.first = question->next;
		question_free(question);
	}
	arena_free(&reader.arena);
}
