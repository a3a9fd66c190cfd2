/* outbox.c - the dispatcher that claims effects and the workers that prepare and finish them. */
/* SPDX-License-Identifier: MIT */
#include "platform/outbox/outbox_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>

#define WORKERS 3
#define IN_FLIGHT_MAX 128 /* of all kinds, in this process */
#define KIND_MAX 32 /* of one kind: a provider that stalls leaves room for the others */
#define COMPANY_MAX 4 /* of one kind and company, unless the kind says otherwise */
#define TICK_US US_PER_SECOND
#define HURRY_TICK_US (20 * US_PER_MS)
#define HURRY_US (2 * US_PER_SECOND)
#define RENEW_US (OUTBOX_LEASE_US / 3)
#define COUNT_US (15 * US_PER_SECOND)
#define GRACE_US (3 * US_PER_SECOND)
#define KEEP_SENT_US (7 * US_PER_DAY)
#define KEEP_FAILED_US (90 * US_PER_DAY)
#define SWEEP_ROWS 1000
#define KEY_BYTES_MAX 200

/* A claimed row on its way through this process. Owns its texts and its answer. */
struct effect {
	struct arena *arena;
	const struct outbox_kind *kind;
	struct outbox_claim claim;
	struct fetch_answer *answer; /* NULL: to be prepared */
	struct effect *next_queued;
	struct effect *next_held, **held_link;
};

static struct {
	struct db_pool *pool;
	const struct outbox_kind *kinds[OUTBOX_KINDS_MAX];
	size_t kind_count;
	pthread_t dispatcher, workers[WORKERS];
	bool started;

	/* Of the dispatcher alone. */
	struct arena *arena;
	char owner[40];
	int64_t claims; /* makes each lease another */
	int64_t renewed_us, counted_us;
	size_t turn; /* which company comes first */

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t for_dispatcher, for_workers, for_stop;
	bool stopping, closed, woken;
	int64_t hurry_until_us; /* steady: something was added that is due soon */
	struct effect *queue, **queue_end;
	struct effect *held;
	int held_count;
} outbox = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.for_dispatcher = PTHREAD_COND_INITIALIZER,
	.for_workers = PTHREAD_COND_INITIALIZER,
	.for_stop = PTHREAD_COND_INITIALIZER,
};

/* ---- Adding, looking, mending ------------------------------------------------------ */

/* The commit is still to come; the dispatcher looks often for a moment. */
static void hurry(void)
{
	(void)pthread_mutex_lock(&outbox.lock);
	outbox.hurry_until_us = clock_steady_us() + HURRY_US;
	outbox.woken = true;
	(void)pthread_cond_signal(&outbox.for_dispatcher);
	(void)pthread_mutex_unlock(&outbox.lock);
}

enum err outbox_add(struct cx *cx, const struct outbox_entry *entry)
{
	assert(entry->kind && !text_empty(entry->effect_key));
	if (strlen(entry->effect_key) > KEY_BYTES_MAX)
		return fail(cx, ERR_INVALID, "effect_key", "This is too long.");
	TRY(outbox_store_add(cx, entry, crypto_token(cx->arena, 18)));
	if (entry->run_at_us <= cx->now_us + TICK_US)
		hurry();
	return OK;
}

enum err outbox_find(
	struct cx *cx, const char *kind, const char *effect_key, struct outbox_status *status)
{
	return outbox_store_find(cx, kind, effect_key, status);
}

enum err outbox_retry(struct cx *cx, const char *kind, const char *effect_key)
{
	static const char *const allowed[] = {"failed", NULL};
	struct outbox_status status;
	bool changed;

	TRY(outbox_store_retry(cx, kind, effect_key, &changed));
	if (changed) {
		hurry();
		return OK;
	}
	TRY(outbox_store_find(cx, kind, effect_key, &status));
	return fail_state(cx, NULL, allowed, "Only what failed can be sent again.");
}

enum err outbox_counts(struct cx *cx, struct outbox_count **counts, size_t *count)
{
	return outbox_store_counts(cx, counts, count);
}

/* ---- Effects on their way; the lock is held ------------------------------------------ */

static void enqueue(struct effect *effect)
{
	effect->next_queued = NULL;
	*outbox.queue_end = effect;
	outbox.queue_end = &effect->next_queued;
	(void)pthread_cond_signal(&outbox.for_workers);
}

static struct effect *dequeue(void)
{
	struct effect *effect = outbox.queue;

	outbox.queue = effect->next_queued;
	if (!outbox.queue)
		outbox.queue_end = &outbox.queue;
	return effect;
}

static void hold(struct effect *effect)
{
	effect->next_held = outbox.held;
	effect->held_link = &outbox.held;
	if (outbox.held)
		outbox.held->held_link = &effect->next_held;
	outbox.held = effect;
	outbox_metrics_in_flight(++outbox.held_count);
}

static void forget(struct effect *effect)
{
	struct arena *arena = effect->arena;

	*effect->held_link = effect->next_held;
	if (effect->next_held)
		effect->next_held->held_link = effect->held_link;
	outbox_metrics_in_flight(--outbox.held_count);
	fetch_answer_free(&effect->answer);
	arena_free(&arena);
	outbox.woken = true;
	(void)pthread_cond_signal(&outbox.for_dispatcher);
	(void)pthread_cond_signal(&outbox.for_stop);
}

/* How many more of a kind may be claimed; company_id 0: for any company. */
static int64_t room_for(const struct outbox_kind *kind, int64_t company_id)
{
	int64_t limit = kind->company_limit ? kind->company_limit : COMPANY_MAX;
	int64_t room = IN_FLIGHT_MAX - outbox.held_count, of_kind = 0, of_company = 0;

	for (const struct effect *effect = outbox.held; effect; effect = effect->next_held) {
		of_kind += effect->kind == kind;
		of_company += effect->kind == kind && effect->claim.company_id == company_id;
	}
	if (room > KIND_MAX - of_kind)
		room = KIND_MAX - of_kind;
	if (company_id && room > limit - of_company)
		room = limit - of_company;
	return room;
}

/* ---- Workers --------------------------------------------------------------------------- */

/* On fetch's thread: hands over, no more. What ends because we stop is left to its lease. */
static void on_answer(void *arg, struct fetch_answer *answer)
{
	struct effect *effect = arg;

	effect->answer = answer;
	(void)pthread_mutex_lock(&outbox.lock);
	if (outbox.closed || (outbox.stopping && answer->result == FETCH_STOPPED))
		forget(effect);
	else
		enqueue(effect);
	(void)pthread_mutex_unlock(&outbox.lock);
}

/* False when the effect is with fetch, and no longer ours to look at. */
static bool work_on(struct effect *effect, struct arena *arena)
{
	const struct outbox_kind *kind = effect->kind;
	const struct outbox_work work = {
		.pool = outbox.pool, .arena = arena, .kind = kind, .claim = &effect->claim};
	enum outbox_outcome outcome;

	if (effect->answer)
		outcome = outbox_run_finish(&work, effect->answer);
	else if (outbox_run_prepare(&work, on_answer, effect, &outcome) == OUTBOX_SENT_OUT)
		return false;
	outbox_metrics_ended(kind->name, outcome);
	return true;
}

static void *worker_run(void *arg)
{
	struct arena *arena = arena_new(0);

	(void)arg;
	(void)pthread_mutex_lock(&outbox.lock);
	for (;;) {
		struct effect *effect;
		bool over;

		while (!outbox.queue && !outbox.closed)
			(void)pthread_cond_wait(&outbox.for_workers, &outbox.lock);
		if (outbox.closed)
			break;
		effect = dequeue();
		(void)pthread_mutex_unlock(&outbox.lock);
		over = work_on(effect, arena);
		(void)pthread_mutex_lock(&outbox.lock);
		if (over)
			forget(effect);
	}
	(void)pthread_mutex_unlock(&outbox.lock);
	arena_free(&arena);
	return NULL;
}

/* ---- The dispatcher ----------------------------------------------------------------------- */

static struct effect *effect_new(const struct outbox_kind *kind, const struct outbox_claim *claim)
{
	struct arena *arena = arena_new(0);
	struct effect *effect = arena_alloc(arena, sizeof(*effect));
	struct outbox_item *item = &effect->claim.item;

	effect->arena = arena;
	effect->kind = kind;
	effect->claim = *claim;
	effect->claim.lease = arena_text(arena, claim->lease);
	item->kind = kind->name;
	item->effect_key = arena_text(arena, item->effect_key);
	item->send_key = arena_text(arena, item->send_key);
	item->payload = arena_text(arena, item->payload);
	item->last = item->attempt >= kind->max_attempts;
	return effect;
}

static enum err claim_of_company(
	struct cx *cx, const struct outbox_kind *kind, int64_t company_id, int64_t room)
{
	const struct outbox_wish wish = {.company_id = company_id,
		.kind = kind->name,
		.lease = arena_format(cx->arena, "%s.%" PRId64, outbox.owner, ++outbox.claims),
		.lease_until_us = cx->now_us + OUTBOX_LEASE_US,
		.limit = room};
	struct outbox_claim *claims;

	TRY(outbox_store_claim(cx, &wish, &claims));
	TRY(db_commit(cx));
	(void)pthread_mutex_lock(&outbox.lock);
	for (const struct outbox_claim *claim = claims; claim; claim = claim->next) {
		struct effect *effect = effect_new(kind, claim);

		hold(effect);
		enqueue(effect);
	}
	(void)pthread_mutex_unlock(&outbox.lock);
	return OK;
}

static int64_t locked_room_for(const struct outbox_kind *kind, int64_t company_id)
{
	int64_t room;

	(void)pthread_mutex_lock(&outbox.lock);
	room = room_for(kind, company_id);
	(void)pthread_mutex_unlock(&outbox.lock);
	return room;
}

/* Each time another company comes first, so that those behind get their turn when room is short. */
static enum err claim_kind(struct cx *cx, const struct outbox_kind *kind)
{
	int64_t *companies;
	size_t count;

	if (locked_room_for(kind, 0) <= 0)
		return OK;
	TRY(outbox_store_due_companies(cx, kind->name, &companies, &count));
	outbox.turn++;
	for (size_t i = 0; i < count; i++) {
		int64_t company_id = companies[(outbox.turn + i) % count];
		int64_t room = locked_room_for(kind, company_id);

		if (room > 0)
			TRY(claim_of_company(cx, kind, company_id, room));
	}
	return OK;
}

/* Kinds this version does not know stay where they are, for a node that does. */
static enum err claim_due(struct cx *cx)
{
	bool due, lapsed;

	TRY(outbox_store_look(cx, &due, &lapsed));
	if (lapsed) {
		TRY(outbox_store_free_lapsed(cx));
		TRY(db_commit(cx));
	}
	for (size_t i = 0; i < outbox.kind_count && (due || lapsed); i++)
		TRY(claim_kind(cx, outbox.kinds[i]));
	return OK;
}

/* What takes long keeps its lease while this process lives. */
static enum err renew_leases(struct cx *cx)
{
	struct outbox_claim *claims = NULL;

	(void)pthread_mutex_lock(&outbox.lock);
	for (const struct effect *effect = outbox.held; effect; effect = effect->next_held) {
		struct outbox_claim *copy = arena_alloc(cx->arena, sizeof(*copy));

		*copy = effect->claim;
		copy->lease = arena_text(cx->arena, effect->claim.lease);
		copy->next = claims;
		claims = copy;
	}
	(void)pthread_mutex_unlock(&outbox.lock);
	for (const struct outbox_claim *claim = claims; claim; claim = claim->next)
		TRY(outbox_store_renew(cx, claim, clock_now_us() + OUTBOX_LEASE_US));
	return db_commit(cx);
}

static enum err count_rows(struct cx *cx)
{
	struct outbox_count *counts;
	size_t count;

	TRY(outbox_store_counts(cx, &counts, &count));
	outbox_metrics_counts(counts, count);
	return OK;
}

static enum err dispatch_in(struct cx *cx)
{
	int64_t now_us = clock_steady_us();

	if (now_us - outbox.renewed_us >= RENEW_US) {
		outbox.renewed_us = now_us;
		TRY(renew_leases(cx));
	}
	if (now_us - outbox.counted_us >= COUNT_US) {
		outbox.counted_us = now_us;
		TRY(count_rows(cx));
	}
	return claim_due(cx);
}

static void dispatch(void)
{
	enum err outcome;
	struct cx cx;

	outbox_unit_begin(outbox.pool, outbox.arena, &cx);
	outcome = dispatch_in(&cx);
	if (outcome != OK)
		log_warn("outbox.dispatch", LOG_TEXT("outcome", err_name(outcome)));
	outbox_unit_end(&cx);
}

/* False when it is time to stop. */
static bool wait_for_work(void)
{
	bool go_on;

	(void)pthread_mutex_lock(&outbox.lock);
	while (!outbox.stopping && !outbox.woken) {
		int64_t now = clock_steady_us();
		int64_t until = now + (now < outbox.hurry_until_us ? HURRY_TICK_US : TICK_US);
		const struct timespec at = {.tv_sec = (time_t)(until / US_PER_SECOND),
			.tv_nsec = (long)(until % US_PER_SECOND * 1000)};

		if (pthread_cond_clockwait(
			    &outbox.for_dispatcher, &outbox.lock, CLOCK_MONOTONIC, &at) != 0)
			break;
	}
	outbox.woken = false;
	go_on = !outbox.stopping;
	(void)pthread_mutex_unlock(&outbox.lock);
	return go_on;
}

static void *dispatcher_run(void *arg)
{
	(void)arg;
	outbox.arena = arena_new(0);
	outbox.renewed_us = clock_steady_us();
	outbox.counted_us = 0;
	do
		dispatch();
	while (wait_for_work());
	arena_free(&outbox.arena);
	return NULL;
}

/* ---- Forgetting ----------------------------------------------------------------------------- */

static enum err sweep_state(struct cx *cx, const char *state, int64_t keep_us)
{
	int64_t deleted = SWEEP_ROWS;

	while (deleted == SWEEP_ROWS && !jobs_stopping()) {
		TRY(outbox_store_sweep(cx, state, cx->now_us - keep_us, SWEEP_ROWS, &deleted));
		TRY(db_commit(cx));
	}
	return OK;
}

static enum err run_sweep(struct cx *cx, const struct job *job)
{
	(void)job;
	TRY(sweep_state(cx, "done", KEEP_SENT_US));
	return sweep_state(cx, "failed", KEEP_FAILED_US);
}

const struct job_kind outbox_jobs[] = {
	{.name = "outbox.sweep",
		.run = run_sweep,
		.max_attempts = 1,
		.every_us = US_PER_HOUR,
		.own_transactions = true,
		.about = "Forgets effects that were sent a week ago or failed a quarter ago."},
	{0},
};

/* ---- Start and stop ------------------------------------------------------------------------- */

static void add_kinds(const struct outbox_kind *kinds)
{
	for (; kinds->name; kinds++) {
		assert(outbox.kind_count < OUTBOX_KINDS_MAX);
		assert(kinds->prepare && kinds->finish && kinds->max_attempts > 0);
		for (size_t i = 0; i < outbox.kind_count; i++)
			assert(!text_is(outbox.kinds[i]->name, kinds->name));
		outbox.kinds[outbox.kind_count++] = kinds;
		outbox_metrics_add(kinds->name);
	}
}

/* On SQLite the leases are of a process that is gone: one lives at a time. */
static void prepare(void)
{
	struct arena *arena = arena_new(0);
	enum err outcome = OK;
	struct cx cx;

	outbox_unit_begin(outbox.pool, arena, &cx);
	(void)snprintf(outbox.owner, sizeof(outbox.owner), "%s", crypto_token(arena, 16));
	if (!db_is_postgres(outbox.pool))
		outcome = outbox_store_expire_all(&cx);
	if (outcome == OK)
		outcome = db_commit(&cx);
	if (outcome != OK)
		log_error("outbox.start", LOG_TEXT("outcome", err_name(outcome)));
	outbox_unit_end(&cx);
	arena_free(&arena);
}

void outbox_start(struct db_pool *pool, const struct outbox_kind *const *kinds)
{
	assert(!outbox.started);
	outbox.pool = pool;
	outbox.kind_count = 0;
	for (; *kinds; kinds++)
		add_kinds(*kinds);
	outbox.stopping = outbox.closed = outbox.woken = false;
	outbox.queue = NULL;
	outbox.queue_end = &outbox.queue;
	prepare();
	if (pthread_create(&outbox.dispatcher, NULL, dispatcher_run, NULL) != 0)
		abort();
	for (size_t i = 0; i < WORKERS; i++)
		if (pthread_create(&outbox.workers[i], NULL, worker_run, NULL) != 0)
			abort();
	outbox.started = true;
}

/* What is under way may end; the lock is held. */
static void wait_for_held(void)
{
	int64_t until = clock_steady_us() + GRACE_US;
	const struct timespec at = {.tv_sec = (time_t)(until / US_PER_SECOND),
		.tv_nsec = (long)(until % US_PER_SECOND * 1000)};

	while (outbox.held)
		if (pthread_cond_clockwait(&outbox.for_stop, &outbox.lock, CLOCK_MONOTONIC, &at) !=
			0)
			break;
}

void outbox_stop(void)
{
	if (!outbox.started)
		return;
	(void)pthread_mutex_lock(&outbox.lock);
	outbox.stopping = true;
	(void)pthread_cond_broadcast(&outbox.for_dispatcher);
	(void)pthread_mutex_unlock(&outbox.lock);
	(void)pthread_join(outbox.dispatcher, NULL);
	(void)pthread_mutex_lock(&outbox.lock);
	wait_for_held();
	outbox.closed = true;
	(void)pthread_cond_broadcast(&outbox.for_workers);
	(void)pthread_mutex_unlock(&outbox.lock);
	for (size_t i = 0; i < WORKERS; i++)
		(void)pthread_join(outbox.workers[i], NULL);
	(void)pthread_mutex_lock(&outbox.lock);
	while (outbox.queue)
		forget(dequeue());
	(void)pthread_mutex_unlock(&outbox.lock);
	outbox.started = false; /* what fetch still holds ends with fetch_close() */
}
