/* ws_loop.c - the hub's thread: notes from others, sockets that can be read or written. */
/* SPDX-License-Identifier: MIT */
#include "platform/ws/ws_internal.h"

#include "base/memory.h"
#include "platform/log/log.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define QUEUE_BYTES ((size_t)1024 * 1024)
#define HEARTBEAT_S 25
#define SOCKETS_MAX 20000
#define SOCKETS_PER_USER 20
#define SOCKETS_PER_ADDRESS 500
#define EVENTS_A_TURN 256
#define NOTES_A_TURN 64 /* then sockets are flushed: a burst of events never piles up */
#define GOODBYE_MS 3000 /* for all sockets to hear that the program stops */
#define WAKE_DATA UINT64_MAX

static struct {
	pthread_t thread;
	bool started, subscribed;
	int wake_fd;
	atomic_bool stopping;
	pthread_mutex_t lock; /* of the list */
	struct ws_note *first, **end;
} loop = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- Notes ----------------------------------------------------------------------- */

void ws_note(const struct ws_note *note)
{
	struct ws_note *copy = memory_new(sizeof(*copy));
	bool was_empty;

	*copy = *note;
	copy->next = NULL;
	(void)pthread_mutex_lock(&loop.lock);
	was_empty = !loop.first;
	*loop.end = copy;
	loop.end = &copy->next;
	(void)pthread_mutex_unlock(&loop.lock);
	if (was_empty) {
		uint64_t one = 1;
		ssize_t written = write(loop.wake_fd, &one, sizeof(one));

		(void)written; /* the counter cannot overflow */
	}
}

static struct ws_note *take_notes(void)
{
	struct ws_note *first;

	(void)pthread_mutex_lock(&loop.lock);
	first = loop.first;
	loop.first = NULL;
	loop.end = &loop.first;
	(void)pthread_mutex_unlock(&loop.lock);
	return first;
}

static void handle(struct ws_note *note)
{
	switch (note->kind) {
	case WS_NOTE_FRAME:
		ws_handle_frame(note->frame);
		event_frame_release(&note->frame);
		break;
	case WS_NOTE_JOIN:
		ws_handle_join(note);
		free(note->joined.early);
		break;
	case WS_NOTE_PAST:
		ws_handle_past(note->past);
		ws_past_free(&note->past);
		break;
	case WS_NOTE_FORGET:
		ws_handle_forget(
			note->forget.company_id, note->forget.user_id, note->forget.session_id);
		break;
	case WS_NOTE_VERDICT:
		ws_handle_verdict(
			note->verdict.slot, note->verdict.generation, note->verdict.lives);
		break;
	case WS_NOTE_WHO:
		ws_handle_who(note);
		break;
	case WS_NOTE_RUN:
		note->run.fn(note->run.arg);
		arena_reset(ws_hub.arena);
		break;
	case WS_NOTE_ANSWER:
		ws_handle_answer(note);
		free(note->answer.body);
		break;
	}
	free(note);
}

static void on_event(struct event_frame *frame, void *arg)
{
	(void)arg;
	if (atomic_load(&ws_hub.running) && !text_is(frame->subject_type, WS_CHANNEL))
		ws_note(&(struct ws_note){
			.kind = WS_NOTE_FRAME, .frame = event_frame_retain(frame)});
}

static void on_forget(int64_t company_id, int64_t user_id, int64_t session_id)
{
	struct ws_note note = {.kind = WS_NOTE_FORGET, .forget = {company_id, user_id, session_id}};

	if (atomic_load(&ws_hub.running))
		ws_note(&note);
}

bool ws_run(void (*run)(void *arg), void *arg)
{
	bool running;

	/* Counted before it looks: ws_stop() waits for those who saw the hub running. */
	(void)atomic_fetch_add(&ws_hub.calls, 1);
	running = atomic_load(&ws_hub.running);
	if (running)
		ws_note(&(struct ws_note){.kind = WS_NOTE_RUN, .run = {run, arg}});
	(void)atomic_fetch_sub(&ws_hub.calls, 1);
	return running;
}

bool ws_is_stopping(void)
{
	return ws_hub.stopping;
}

/* ---- The loop ---------------------------------------------------------------------- */

static void flush_dirty(void)
{
	while (ws_hub.dirty) {
		struct ws_socket *socket = ws_hub.dirty;

		ws_hub.dirty = socket->next_dirty;
		socket->dirty = false;
		if (socket->gone)
			free(socket);
		else
			ws_flush(socket);
	}
}

static void handle_event(const struct epoll_event *event)
{
	uint64_t counter;
	struct ws_socket *socket;

	if (event->data.u64 == WAKE_DATA) {
		ssize_t length = read(loop.wake_fd, &counter, sizeof(counter));

		(void)length;
		return;
	}
	socket = ws_socket_find((uint32_t)event->data.u64, (uint32_t)(event->data.u64 >> 32));
	if (socket && event->events & EPOLLOUT)
		ws_flush(socket);
	socket = ws_socket_find((uint32_t)event->data.u64, (uint32_t)(event->data.u64 >> 32));
	if (socket && event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		ws_receive(socket);
}

/* Some of the waiting notes; what is left over stays for the next turn. */
static struct ws_note *handle_notes(struct ws_note *waiting)
{
	if (!waiting)
		waiting = take_notes();
	for (int i = 0; waiting && i < NOTES_A_TURN; i++) {
		struct ws_note *note = waiting;

		waiting = note->next;
		handle(note);
	}
	return waiting;
}

static int pause_ms(const struct ws_note *waiting, int64_t next_tick_us)
{
	int64_t left_ms = (next_tick_us - clock_steady_us()) / US_PER_MS + 1;

	if (waiting)
		return 0;
	if (ws_hub.suspects && left_ms > 50)
		return 50;
	return left_ms < 0 ? 0 : (int)left_ms;
}

static struct ws_note *turn(struct ws_note *waiting, int64_t *next_tick_us)
{
	struct epoll_event events[EVENTS_A_TURN];
	int count = epoll_wait(
		ws_hub.epoll, events, EVENTS_A_TURN, pause_ms(waiting, *next_tick_us));

	for (int i = 0; i < count; i++)
		handle_event(&events[i]);
	waiting = handle_notes(waiting);
	if (ws_hub.suspects)
		ws_ask_suspects();
	if (clock_steady_us() >= *next_tick_us) {
		ws_tick();
		*next_tick_us = clock_steady_us() + US_PER_SECOND;
	}
	flush_dirty();
	return waiting;
}

static void drop_all(struct ws_note *waiting)
{
	for (uint32_t i = 0; i < ws_hub.slot_count; i++)
		if (ws_hub.slots[i])
			ws_drop(ws_hub.slots[i]);
	flush_dirty();
	while (waiting || (waiting = take_notes())) {
		struct ws_note *note = waiting;

		waiting = note->next;
		if (note->kind == WS_NOTE_JOIN) {
			ws_handle_join(note);
			drop_all(NULL);
			free(note->joined.early);
			free(note);
		} else {
			handle(note);
		}
	}
}

static void *run(void *arg)
{
	int64_t next_tick_us = clock_steady_us() + US_PER_SECOND;
	int64_t until_us;
	struct ws_note *waiting = NULL;

	(void)arg;
	while (!atomic_load(&loop.stopping))
		waiting = turn(waiting, &next_tick_us);
	ws_hub.stopping = true;
	ws_close_all();
	flush_dirty();
	until_us = clock_steady_us() + GOODBYE_MS * US_PER_MS;
	while (ws_hub.free_count < ws_hub.slot_count && clock_steady_us() < until_us)
		waiting = turn(waiting, &next_tick_us);
	drop_all(waiting);
	return NULL;
}

/* ---- Start and stop ------------------------------------------------------------------ */

static void set_standards(struct ws_options *options)
{
	if (!options->queue_bytes)
		options->queue_bytes = QUEUE_BYTES;
	if (!options->heartbeat_s)
		options->heartbeat_s = HEARTBEAT_S;
	if (!options->sockets_max)
		options->sockets_max = SOCKETS_MAX;
	if (!options->sockets_per_user)
		options->sockets_per_user = SOCKETS_PER_USER;
	if (!options->sockets_per_address)
		options->sockets_per_address = SOCKETS_PER_ADDRESS;
}

static bool open_descriptors(void)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = WAKE_DATA};

	ws_hub.epoll = epoll_create1(EPOLL_CLOEXEC);
	loop.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ws_hub.ping = ws_out_ping();
	return ws_hub.epoll >= 0 && loop.wake_fd >= 0 && ws_hub.ping &&
		epoll_ctl(ws_hub.epoll, EPOLL_CTL_ADD, loop.wake_fd, &event) == 0;
}

static void close_descriptors(void)
{
	if (ws_hub.epoll >= 0)
		(void)close(ws_hub.epoll);
	if (loop.wake_fd >= 0)
		(void)close(loop.wake_fd);
	ws_out_release(&ws_hub.ping);
	arena_free(&ws_hub.arena);
	free(ws_hub.slots);
	free(ws_hub.free_slots);
	ws_hub.slots = NULL;
	ws_hub.free_slots = NULL;
	ws_hub.slot_count = ws_hub.free_count = 0;
}

static void register_metrics(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	metric_register(&ws_metrics.sockets);
	metric_register(&ws_metrics.deliveries);
	metric_register(&ws_metrics.slow);
	metric_register(&ws_metrics.replays);
	metric_register(&ws_metrics.resyncs);
}

enum err ws_start(struct db_pool *pool, const struct ws_options *options)
{
	ws_hub.pool = pool;
	ws_hub.options = *options;
	set_standards(&ws_hub.options);
	ws_hub.arena = arena_new(0);
	ws_hub.server = NULL;
	ws_hub.stopping = false;
	ws_hub.dirty = NULL;
	ws_hub.suspects = 0;
	loop.first = NULL;
	loop.end = &loop.first;
	atomic_store(&loop.stopping, false);
	register_metrics();
	if (!open_descriptors() || !ws_replay_start()) {
		close_descriptors();
		return ERR_BUSY;
	}
	if (pthread_create(&loop.thread, NULL, run, NULL) != 0) {
		ws_replay_stop();
		close_descriptors();
		return ERR_BUSY;
	}
	atomic_store(&ws_hub.running, true);
	loop.started = true;
	events_subscribe(on_event, NULL);
	events_listen(on_event, NULL);
	if (!loop.subscribed)
		auth_on_forget(on_forget);
	loop.subscribed = true;
	return OK;
}

void ws_stop(void)
{
	const struct timespec pause = {.tv_nsec = 2000000};
	uint64_t one = 1;
	ssize_t written;

	if (!loop.started)
		return;
	atomic_store(&ws_hub.running, false);
	atomic_store(&loop.stopping, true);
	written = write(loop.wake_fd, &one, sizeof(one));
	(void)written;
	(void)pthread_join(loop.thread, NULL);
	ws_replay_stop();
	/* What workers are doing for sockets ends before the notes about it are thrown away. */
	while (atomic_load(&ws_hub.calls) > 0)
		(void)nanosleep(&pause, NULL);
	for (struct ws_note *note = take_notes(); note;) {
		struct ws_note *next = note->next;

		handle(note);
		note = next;
	}
	ws_forget_joins(true);
	ws_visitors_forget();
	close_descriptors();
	loop.started = false;
}
