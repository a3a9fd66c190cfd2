/* db.c - the part of db.h that is the same on every engine. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "platform/db/db_internal.h"
#include "platform/log/log.h"

#include <assert.h>

struct db_hooks db_hooks;

void db_set_hooks(struct db_hooks hooks)
{
	db_hooks = hooks;
}

/* ---- Small things the engines share ------------------------------------- */

/* Sentences are never freed, and stay reachable so that leak checkers know it is meant. */
struct sentence {
	struct sentence *next;
	char text[];
};

static struct sentence *_Atomic sentences;

const char *db_why(const char *format, ...)
{
	struct sentence *sentence;
	char *text = NULL;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		abort();
	sentence = db_memory_new(sizeof(*sentence) + (size_t)length + 1);
	memcpy(sentence->text, text, (size_t)length);
	free(text);
	sentence->next = atomic_load(&sentences);
	while (!atomic_compare_exchange_weak(&sentences, &sentence->next, sentence))
		;
	return sentence->text;
}

void *db_memory_new(size_t bytes)
{
	return memory_zeroed(bytes);
}

struct timespec db_timespec(int64_t steady_us)
{
	return (struct timespec){.tv_sec = (time_t)(steady_us / US_PER_SECOND),
		.tv_nsec = (long)(steady_us % US_PER_SECOND * 1000)};
}

/* The one thing this layer needs to know of struct actor; auth.h asserts that it comes first. */
int64_t db_company_of(const struct actor *actor)
{
	assert(actor);
	return *(const int64_t *)(const void *)actor;
}

enum err db_fail(struct cx *cx, enum err err)
{
	switch (err) {
	case ERR_BUSY:
		cx->failure.retry_after_s = 1;
		return fail(cx, err, NULL, "The database is busy. Please try again in a moment.");
	case ERR_FULL:
		return fail(cx, err, NULL, "The server's disk is full: nothing was saved.");
	case ERR_INTERNAL:
		return fail(cx, ERR_INTERNAL, NULL, "the database could not carry this out");
	default:
		return err; /* conflicts and missing rows: the caller knows what they mean */
	}
}

/* A full disk fails every unit: so many lines a second, and then how many were left out. */
#define FAULT_LINES_PER_SECOND 20

static bool may_log(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static int64_t since_us, lines;
	int64_t now_us = clock_steady_us(), left_out = 0;
	bool may;

	(void)pthread_mutex_lock(&lock);
	if (now_us - since_us >= US_PER_SECOND) {
		left_out = lines - FAULT_LINES_PER_SECOND;
		since_us = now_us;
		lines = 0;
	}
	may = ++lines <= FAULT_LINES_PER_SECOND;
	(void)pthread_mutex_unlock(&lock);
	if (left_out > 0)
		log_warn("db.faults_left_out", LOG_INT("lines", left_out));
	return may;
}

enum err db_fault(enum err err, const char *name, const char *request_id, const char *why)
{
	if (may_log())
		log_error("db.statement", LOG_TEXT("statement", name),
			LOG_TEXT("outcome", err_name(err)), LOG_TEXT("request_id", request_id),
			LOG_TEXT("why", why));
	return err;
}

void db_cells_reserve(
	struct arena *arena, struct db_value **cells, size_t count, size_t *room, size_t need)
{
	struct db_value *larger;
	size_t larger_room = *room * 2;

	if (need <= *room)
		return;
	if (larger_room < need)
		larger_room = need;
	larger = arena_room(arena, larger_room * sizeof(*larger));
	if (count)
		memcpy(larger, *cells, count * sizeof(*larger));
	*cells = larger;
	*room = larger_room;
}

#define TEXT_CHUNK_BYTES ((size_t)16 * 1024)

void *db_text_take(struct arena *arena, struct text_room *room, size_t bytes, size_t row_hint)
{
	void *at;

	if (bytes > room->left) {
		size_t chunk = bytes;

		if (row_hint > 1 && bytes < TEXT_CHUNK_BYTES / row_hint)
			chunk = bytes * row_hint;
		else if (row_hint > 1 && bytes < TEXT_CHUNK_BYTES)
			chunk = TEXT_CHUNK_BYTES;
		room->at = arena_room(arena, chunk);
		room->left = chunk;
	}
	at = room->at;
	room->at += bytes;
	room->left -= bytes;
	return at;
}

/* ---- Statements --------------------------------------------------------- */

enum err db_run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct db_result *result)
{
	*result = (struct db_result){0};
	cx->db->violated = NULL;
	return cx->db->pool->engine->run(cx, query, args, arg_count, result);
}

enum err db_exec(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, int64_t *changed)
{
	struct db_result result;

	TRY(db_run(cx, query, args, arg_count, &result));
	if (changed)
		*changed = result.changed;
	return OK;
}

enum err db_each(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, db_row_fn *each, void *arg)
{
	cx->db->violated = NULL;
	return cx->db->pool->engine->each(cx, query, args, arg_count, each, arg);
}

/* violated is "index, table.column, column": any whole item, or its part after the dot. */
bool db_violated(const struct cx *cx, const char *name)
{
	struct str rest = str_of(cx->db->violated ? cx->db->violated : "");

	while (rest.ptr) {
		struct str item = str_trim(str_cut(rest, ',', &rest));
		struct str column;

		if (str_is(item, name))
			return true;
		(void)str_cut(item, '.', &column);
		if (column.ptr && str_is(column, name))
			return true;
	}
	return false;
}

int64_t db_int_at(const struct db_result *result, size_t row, size_t column)
{
	const struct db_value *cell = db_at(result, row, column);
	int64_t value = 0;

	if (cell->type == DB_INT)
		return cell->integer;
	if (cell->type == DB_TEXT && !text_int(cell->bytes, &value))
		return (int64_t)strtod(cell->bytes, NULL); /* a sum or average with a fraction */
	return value;
}

const char *db_text_at(const struct db_result *result, size_t row, size_t column)
{
	const struct db_value *cell = db_at(result, row, column);

	return cell->type == DB_TEXT || cell->type == DB_BLOB ? cell->bytes : NULL;
}

const char *db_text_or_empty(const struct db_result *result, size_t row, size_t column)
{
	const char *text = db_text_at(result, row, column);

	return text ? text : "";
}

struct opt_int db_opt_at(const struct db_result *result, size_t row, size_t column)
{
	if (db_null_at(result, row, column))
		return (struct opt_int){0};
	return (struct opt_int){.value = db_int_at(result, row, column), .given = true};
}

#define COUNT_UP \
	"INSERT INTO company_counters (company_id, kind, last) VALUES ($1, $2, $3)" \
	" ON CONFLICT (company_id, kind) DO UPDATE" \
	" SET last = company_counters.last + excluded.last"

/* SQLite makes a table of what RETURNING gives; reading the row costs it a third of that. */
static const struct db_query next_ids_sql = {
	"db.next_ids", NULL, COUNT_UP, COUNT_UP " RETURNING last"};
static const struct db_query last_id_sql = {"db.last_id",
	"SELECT last FROM company_counters WHERE company_id = $1 AND kind = $2", NULL, NULL};

db_query_list db_queries = {&next_ids_sql, &last_id_sql, NULL};

enum err db_next_ids(
	struct cx *cx, int64_t company_id, const char *kind, int64_t count, int64_t *id)
{
	const struct db_value company = db_int(company_id);
	struct db_result result;

	assert(count > 0);
	TRY(db_run(cx, &next_ids_sql, DB_ARGS(company, db_text(kind), db_int(count)), &result));
	if (!result.count)
		TRY(db_run(cx, &last_id_sql, DB_ARGS(company, db_text(kind)), &result));
	*id = db_int_at(&result, 0, 0) - count + 1;
	return OK;
}

enum err db_next_id(struct cx *cx, const char *kind, int64_t *id)
{
	return db_next_ids(cx, db_company_of(cx->actor), kind, 1, id);
}

/* ---- Transactions ------------------------------------------------------- */

enum err db_begin_write(struct cx *cx)
{
	if (cx->db->state == UNIT_WRITING)
		return OK;
	return cx->db->pool->engine->begin(cx);
}

void db_read_together(struct cx *cx)
{
	cx->db->reads_together = true;
}

static void end_reading(struct cx *cx)
{
	if (cx->db->lite_reader)
		lite_end_reading(cx);
}

bool db_writing(const struct cx *cx)
{
	return cx->db->state != UNIT_CLEAN;
}

void db_finish(struct cx *cx, db_done_fn *done, void *arg)
{
	end_reading(cx);
	if (cx->db->state == UNIT_CLEAN)
		done(arg, OK);
	else
		cx->db->pool->engine->finish(cx, done, arg, false);
}

/* Somebody who waits on its stack for a commit. */
struct commit_wait {
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool done;
	enum err outcome;
};

static void wake(void *arg, enum err outcome)
{
	struct commit_wait *wait = arg;

	(void)pthread_mutex_lock(&wait->lock);
	wait->outcome = outcome;
	wait->done = true;
	(void)pthread_cond_signal(&wait->over);
	(void)pthread_mutex_unlock(&wait->lock);
}

enum err db_commit(struct cx *cx)
{
	struct commit_wait wait = {
		.lock = PTHREAD_MUTEX_INITIALIZER, .over = PTHREAD_COND_INITIALIZER};

	end_reading(cx);
	if (cx->db->state == UNIT_CLEAN)
		return OK;
	cx->db->pool->engine->finish(cx, wake, &wait, true);
	(void)pthread_mutex_lock(&wait.lock);
	while (!wait.done)
		(void)pthread_cond_wait(&wait.over, &wait.lock);
	(void)pthread_mutex_unlock(&wait.lock);
	(void)pthread_cond_destroy(&wait.over);
	(void)pthread_mutex_destroy(&wait.lock);
	return wait.outcome;
}

void db_rollback(struct cx *cx)
{
	end_reading(cx);
	if (cx->db->state != UNIT_CLEAN)
		cx->db->pool->engine->rollback(cx);
	cx->events = NULL;
}

bool db_should_retry(const struct cx *cx)
{
	return cx->db->retry;
}

/* ---- Opening ------------------------------------------------------------ */

enum err db_open(const struct db_options *options, struct db_pool **pool, const char **why)
{
	struct db_pool *opened = db_memory_new(sizeof(*opened));
	struct str url = str_of(options->url ? options->url : "");
	enum err err;

	*pool = NULL;
	(void)pthread_mutex_init(&opened->queries.adding, NULL);
	opened->read_only = options->read_only;
	if (str_starts(url, "sqlite:")) {
		opened->engine = &db_lite_engine;
		err = db_lite_open(options, opened, why);
	} else if (str_starts(url, "postgresql://") || str_starts(url, "postgres://")) {
		opened->engine = &db_pg_engine;
		err = db_pg_open(options, opened, why);
	} else {
		*why = "the database address must begin with sqlite: or postgresql://";
		err = ERR_INVALID;
	}
	if (err != OK) {
		(void)pthread_mutex_destroy(&opened->queries.adding);
		free(opened);
		return err;
	}
	db_metrics_show(opened);
	*pool = opened;
	return OK;
}

void db_close(struct db_pool **pool)
{
	if (!*pool)
		return;
	db_metrics_hide(*pool);
	(*pool)->engine->close(*pool);
	query_table_clear(&(*pool)->queries);
	(void)pthread_mutex_destroy(&(*pool)->queries.adding);
	free(*pool);
	*pool = NULL;
}

bool db_is_postgres(const struct db_pool *pool)
{
	return pool->engine == &db_pg_engine;
}

bool db_prepare_all(struct db_pool *pool, const db_query_list *const *lists, const char **why)
{
	for (; *lists; lists++)
		for (const struct db_query *const *query = **lists; *query; query++)
			if (!pool->engine->prepare(pool, *query, why))
				return false;
	return true;
}

void db_lend(struct db_pool *pool, struct cx *cx)
{
	cx->db = arena_alloc(cx->arena, sizeof(*cx->db));
	cx->db->pool = pool;
}

void db_return(struct cx *cx)
{
	if (!cx->db)
		return;
	db_rollback(cx);
	cx->db = NULL;
}

void db_set_pending_writers(struct db_pool *pool, int (*pending)(void *arg), void *arg)
{
	pool->pending_arg = arg;
	pool->pending = pending;
}

void db_get_stats(struct db_pool *pool, struct db_stats *stats)
{
	*stats = (struct db_stats){
		.units_committed = atomic_load(&pool->units_committed),
		.batches = atomic_load(&pool->batches),
		.syncs = atomic_load(&pool->syncs),
		.units_failed = atomic_load(&pool->units_failed),
		.retries = atomic_load(&pool->retries),
		.largest_batch = atomic_load(&pool->largest_batch),
	};
	pool->engine->stats(pool, stats);
}
