/* jobs.c - the dispatcher that claims due work and the workers that carry it out. */
/* SPDX-License-Identifier: MIT */
#include "platform/jobs/jobs_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

#include <assert.h>
#include <pthread.h>

#define WORKERS 4
#define OWN_MAX 3 /* workers busy with kinds of own transactions: one is left for short work */
#define OWN_KIND_MAX 2 /* of them with the same kind: a mail server that hangs stops no import */
#define BATCH 32 /* short jobs of a kind claimed in one transaction */
#define KINDS_MAX 64
#define TICK_US US_PER_SECOND
#define HURRY_TICK_US (20 * US_PER_MS)
#define HURRY_US (2 * US_PER_SECOND)
#define RENEW_US (LEASE_US / 3)
#define SWEEP_AFTER_US US_PER_DAY
#define SWEEP_ROWS 1000

/* A kind with what this process does about it. */
struct kind_state {
	const struct job_kind *kind;
	int held; /* claimed rows queued or running here */
	bool active; /* its periodic run is queued or running here */
	int64_t next_us; /* periodic: when to look */
};

/* Work on its way to or in the hands of a worker. Owns its text. */
struct item {
	struct kind_state *state;
	bool periodic;
	struct claim claim;
	struct item *next_queued;
	struct item *next_held, **held_link;
	char payload[];
};

static struct {
	struct job_runner runner;
	struct kind_state kinds[KINDS_MAX];
	size_t kind_count;
	pthread_t dispatcher, workers[WORKERS];
	bool started;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t for_dispatcher, for_workers;
	bool stopping, woken;
	int64_t hurry_until_us; /* steady: something was scheduled that is due soon */
	struct item *queue, **queue_end;
	struct item *held;
	int own_held;
} jobs = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.for_dispatcher = PTHREAD_COND_INITIALIZER,
	.for_workers = PTHREAD_COND_INITIALIZER,
};

/* ---- Scheduling ---------------------------------------------------------- */

static void hurry(void)
{
	(void)pthread_mutex_lock(&jobs.lock);
	jobs.hurry_until_us = clock_steady_us() + HURRY_US;
	jobs.woken = true;
	(void)pthread_cond_signal(&jobs.for_dispatcher);
	(void)pthread_mutex_unlock(&jobs.lock);
}

enum err jobs_schedule(struct cx *cx, const char *kind, const char *key, int64_t subject_id,
	const char *payload, int64_t run_at_us)
{
	const struct job_order order = {.kind = kind,
		.key = key,
		.payload = payload ? payload : "{}",
		.subject_id = subject_id,
		.run_at_us = run_at_us};

	TRY(job_store_schedule(cx, &order));
	/* The commit is still to come; the dispatcher looks often for a moment. */
	if (run_at_us <= cx->now_us + TICK_US)
		hurry();
	return OK;
}

enum err jobs_cancel(struct cx *cx, const char *kind, const char *key)
{
	return job_store_cancel(cx, kind, key);
}

void jobs_wake(void)
{
	(void)pthread_mutex_lock(&jobs.lock);
	jobs.woken = true;
	(void)pthread_cond_signal(&jobs.for_dispatcher);
	(void)pthread_mutex_unlock(&jobs.lock);
}

bool jobs_stopping(void)
{
	bool stopping;

	(void)pthread_mutex_lock(&jobs.lock);
	stopping = jobs.stopping;
	(void)pthread_mutex_unlock(&jobs.lock);
	return stopping;
}

/* ---- Work on its way; the lock is held ------------------------------------ */

static void enqueue(struct item *item)
{
	struct kind_state *state = item->state;

	if (item->periodic)
		state->active = true;
	else
		state->held++;
	if (state->kind->own_transactions)
		jobs.own_held++;
	item->next_held = jobs.held;
	item->held_link = &jobs.held;
	if (jobs.held)
		jobs.held->held_link = &item->next_held;
	jobs.held = item;
	*jobs.queue_end = item;
	jobs.queue_end = &item->next_queued;
	(void)pthread_cond_signal(&jobs.for_workers);
}

static struct item *dequeue(void)
{
	struct item *item = jobs.queue;

	jobs.queue = item->next_queued;
	if (!jobs.queue)
		jobs.queue_end = &jobs.queue;
	return item;
}

static void finish(struct item *item)
{
	struct kind_state *state = item->state;

	if (item->periodic)
		state->active = false;
	else
		state->held--;
	if (state->kind->own_transactions)
		jobs.own_held--;
	*item->held_link = item->next_held;
	if (item->next_held)
		item->next_held->held_link = item->held_link;
	free(item);
	jobs.woken = true;
	(void)pthread_cond_signal(&jobs.for_dispatcher);
}

static struct item *item_new(struct kind_state *state, const struct claim *claim)
{
	const char *payload = claim ? claim->job.payload : "";
	struct item *item = calloc(1, sizeof(*item) + strlen(payload) + 1);

	if (!item)
		return NULL;
	item->state = state;
	item->periodic = !claim;
	memcpy(item->payload, payload, strlen(payload) + 1);
	if (claim)
		item->claim = *claim;
	item->claim.job.kind = state->kind->name;
	item->claim.job.payload = item->payload;
	return item;
}

/* ---- Workers -------------------------------------------------------------- */

static void *worker_run(void *arg)
{
	struct arena *arena = arena_new(0);

	(void)arg;
	(void)pthread_mutex_lock(&jobs.lock);
	for (;;) {
		struct item *item;
		int64_t next_us = 0;

		while (!jobs.queue && !jobs.stopping)
			(void)pthread_cond_wait(&jobs.for_workers, &jobs.lock);
		if (jobs.stopping)
			break;
		item = dequeue();
		(void)pthread_mutex_unlock(&jobs.lock);
		if (item->periodic)
			next_us = job_run_periodic(&jobs.runner, arena, item->state->kind);
		else
			job_run_claim(&jobs.runner, arena, item->state->kind, &item->claim);
		(void)pthread_mutex_lock(&jobs.lock);
		if (item->periodic)
			item->state->next_us = next_us;
		finish(item);
	}
	(void)pthread_mutex_unlock(&jobs.lock);
	arena_free(&arena);
	return NULL;
}

/* ---- The dispatcher ------------------------------------------------------- */

static struct kind_state *state_of(const char *kind)
{
	for (size_t i = 0; i < jobs.kind_count; i++)
		if (text_is(jobs.kinds[i].kind->name, kind))
			return &jobs.kinds[i];
	return NULL;
}

/* How many rows of the kind may be claimed now. */
static int64_t room_for(const struct kind_state *state)
{
	int64_t room;

	(void)pthread_mutex_lock(&jobs.lock);
	if (state->kind->own_transactions) {
		room = OWN_KIND_MAX - state->held;
		if (room > OWN_MAX - jobs.own_held)
			room = OWN_MAX - jobs.own_held;
	} else {
		room = BATCH - state->held;
	}
	(void)pthread_mutex_unlock(&jobs.lock);
	return room;
}

static enum err claim_kind(struct cx *cx, struct kind_state *state, int64_t room)
{
	struct claim *claims;

	TRY(job_store_claim(
		cx, state->kind->name, jobs.runner.owner, cx->now_us + LEASE_US, room, &claims));
	TRY(db_commit(cx));
	for (const struct claim *claim = claims; claim; claim = claim->next) {
		struct item *item = item_new(state, claim);

		if (!item)
			return fail(cx, ERR_BUSY, NULL,
				"The server is out of memory."); /* the lease runs out */
		(void)pthread_mutex_lock(&jobs.lock);
		enqueue(item);
		(void)pthread_mutex_unlock(&jobs.lock);
	}
	return OK;
}

/* Kinds this version does not know stay where they are, for a node that does. */
static enum err claim_due(struct cx *cx)
{
	const char **kinds;
	size_t count;

	TRY(job_store_due_kinds(cx, &kinds, &count));
	for (size_t i = 0; i < count; i++) {
		struct kind_state *state = state_of(kinds[i]);
		int64_t room = state ? room_for(state) : 0;

		if (room > 0)
			TRY(claim_kind(cx, state, room));
	}
	return OK;
}

static void start_periodic(int64_t now_us)
{
	(void)pthread_mutex_lock(&jobs.lock);
	for (size_t i = 0; i < jobs.kind_count; i++) {
		struct kind_state *state = &jobs.kinds[i];
		bool own = state->kind->own_transactions;
		struct item *item;

		if (state->kind->every_us <= 0 || state->active || state->next_us > now_us ||
			(own && jobs.own_held >= OWN_MAX))
			continue;
		item = item_new(state, NULL);
		if (item)
			enqueue(item);
	}
	(void)pthread_mutex_unlock(&jobs.lock);
}

/* A job that takes long keeps its lease while this process lives. */
static enum err renew_leases(struct cx *cx)
{
	struct claim *claims = NULL;
	int64_t until = clock_now_us() + LEASE_US;

	(void)pthread_mutex_lock(&jobs.lock);
	for (const struct item *item = jobs.held; item; item = item->next_held) {
		struct claim *copy = arena_alloc(cx->arena, sizeof(*copy));

		*copy = item->claim;
		copy->job.kind = item->state->kind->name;
		copy->next = claims;
		claims = copy;
	}
	(void)pthread_mutex_unlock(&jobs.lock);
	for (const struct claim *claim = claims; claim; claim = claim->next) {
		if (claim->company_id)
			TRY(job_store_renew(
				cx, claim->company_id, claim->job.id, jobs.runner.owner, until));
		else
			TRY(periodic_store_renew(cx, claim->job.kind, jobs.runner.owner, until));
	}
	return db_commit(cx);
}

/* False when it is time to stop. */
static bool wait_for_work(void)
{
	bool go_on;

	(void)pthread_mutex_lock(&jobs.lock);
	while (!jobs.stopping && !jobs.woken) {
		int64_t now = clock_steady_us();
		int64_t until = now + (now < jobs.hurry_until_us ? HURRY_TICK_US : TICK_US);
		const struct timespec at = {.tv_sec = (time_t)(until / US_PER_SECOND),
			.tv_nsec = (long)(until % US_PER_SECOND * 1000)};

		if (pthread_cond_clockwait(
			    &jobs.for_dispatcher, &jobs.lock, CLOCK_MONOTONIC, &at) != 0)
			break;
	}
	jobs.woken = false;
	go_on = !jobs.stopping;
	(void)pthread_mutex_unlock(&jobs.lock);
	return go_on;
}

static void dispatch(struct arena *arena, int64_t *renewed_us)
{
	enum err outcome = OK;
	struct cx cx;

	job_unit_begin(&jobs.runner, arena, &cx, "jobs");
	start_periodic(cx.now_us);
	if (clock_steady_us() - *renewed_us >= RENEW_US) {
		outcome = renew_leases(&cx);
		*renewed_us = clock_steady_us();
	}
	if (outcome == OK)
		outcome = claim_due(&cx);
	if (outcome != OK)
		log_warn("jobs.dispatch", LOG_TEXT("outcome", err_name(outcome)));
	job_unit_end(&cx);
}

static void *dispatcher_run(void *arg)
{
	struct arena *arena = arena_new(0);
	int64_t renewed_us = clock_steady_us();

	(void)arg;
	do
		dispatch(arena, &renewed_us);
	while (wait_for_work());
	arena_free(&arena);
	return NULL;
}

/* ---- Start and stop -------------------------------------------------------- */

static enum err run_sweep(struct cx *cx, const struct job *job)
{
	int64_t deleted = SWEEP_ROWS;

	(void)job;
	while (deleted == SWEEP_ROWS && !jobs_stopping()) {
		TRY(job_store_sweep(cx, cx->now_us - SWEEP_AFTER_US, SWEEP_ROWS, &deleted));
		TRY(db_commit(cx));
	}
	return OK;
}

const struct job_kind jobs_own_kinds[] = {
	{.name = "jobs.sweep",
		.run = run_sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.own_transactions = true,
		.about = "Forgets jobs that were done more than a day ago."},
	{0},
};

static void add_kinds(const struct job_kind *kinds)
{
	for (; kinds->name; kinds++) {
		assert(jobs.kind_count < KINDS_MAX);
		assert(!state_of(kinds->name) && kinds->run && kinds->max_attempts > 0);
		jobs.kinds[jobs.kind_count++] = (struct kind_state){.kind = kinds};
	}
}

/* The rows of periodic work; and on SQLite the leases of a process that is gone. */
static enum err prepare_rows(struct cx *cx)
{
	for (size_t i = 0; i < jobs.kind_count; i++)
		if (jobs.kinds[i].kind->every_us > 0)
			TRY(periodic_store_add(cx, jobs.kinds[i].kind->name, cx->now_us));
	if (!db_is_postgres(jobs.runner.pool))
		TRY(job_store_expire_all(cx));
	return db_commit(cx);
}

static void prepare(void)
{
	struct arena *arena = arena_new(0);
	enum err outcome;
	struct cx cx;

	job_unit_begin(&jobs.runner, arena, &cx, "jobs");
	outcome = prepare_rows(&cx);
	if (outcome != OK)
		log_error("jobs.start", LOG_TEXT("outcome", err_name(outcome)));
	job_unit_end(&cx);
	arena_free(&arena);
}

static void make_owner(char owner[OWNER_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char random[(OWNER_BYTES - 1) / 2];

	crypto_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		owner[2 * i] = digits[random[i] >> 4];
		owner[2 * i + 1] = digits[random[i] & 15];
	}
	owner[OWNER_BYTES - 1] = '\0';
}

void jobs_start(struct db_pool *pool, const struct job_kind *const *kinds)
{
	assert(!jobs.started);
	jobs.runner.pool = pool;
	make_owner(jobs.runner.owner);
	jobs.kind_count = 0;
	add_kinds(jobs_own_kinds);
	for (; *kinds; kinds++)
		add_kinds(*kinds);
	jobs.stopping = jobs.woken = false;
	jobs.queue = NULL;
	jobs.queue_end = &jobs.queue;
	prepare();
	if (pthread_create(&jobs.dispatcher, NULL, dispatcher_run, NULL) != 0)
		abort();
	for (size_t i = 0; i < WORKERS; i++)
		if (pthread_create(&jobs.workers[i], NULL, worker_run, NULL) != 0)
			abort();
	jobs.started = true;
}

void jobs_stop(void)
{
	if (!jobs.started)
		return;
	(void)pthread_mutex_lock(&jobs.lock);
	jobs.stopping = true;
	(void)pthread_cond_broadcast(&jobs.for_dispatcher);
	(void)pthread_cond_broadcast(&jobs.for_workers);
	(void)pthread_mutex_unlock(&jobs.lock);
	(void)pthread_join(jobs.dispatcher, NULL);
	for (size_t i = 0; i < WORKERS; i++)
		(void)pthread_join(jobs.workers[i], NULL);
	while (jobs.held) /* queued, not begun: their leases run out */
		finish(jobs.held);
	jobs.queue = NULL;
	jobs.queue_end = &jobs.queue;
	jobs.started = false;
}
