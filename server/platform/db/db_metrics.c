/* db_metrics.c - the database's numbers at /metrics. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_internal.h"
#include "platform/metrics/metrics.h"

static struct metric units = {"hatif_db_units_total", "units of work that are on disk", false, 0};
static struct metric failed = {
	"hatif_db_units_failed_total", "writing units that could not be committed", false, 0};
static struct metric batches = {
	"hatif_db_batches_total", "transactions that committed them", false, 0};
static struct metric syncs = {"hatif_db_syncs_total", "commits that waited for the disk", false, 0};
static struct metric retries = {
	"hatif_db_retries_total", "serialization failures and deadlocks", false, 0};
static struct metric largest = {
	"hatif_db_largest_batch", "most units in one commit so far", true, 0};
static struct metric wal = {"hatif_db_wal_bytes", "size of the write-ahead log", true, 0};

struct histogram *db_writer_wait;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct db_pool *shown; /* the first pool that is open: a program has one */

static void refresh(void)
{
	struct db_stats stats;

	(void)pthread_mutex_lock(&lock);
	if (shown) {
		db_get_stats(shown, &stats);
		metric_set(&units, stats.units_committed);
		metric_set(&failed, stats.units_failed);
		metric_set(&batches, stats.batches);
		metric_set(&syncs, stats.syncs);
		metric_set(&retries, stats.retries);
		metric_set(&largest, stats.largest_batch);
		metric_set(&wal, stats.wal_bytes);
	}
	(void)pthread_mutex_unlock(&lock);
}

static void register_all(void)
{
	struct metric *const all[] = {&units, &failed, &batches, &syncs, &retries, &largest, &wal};

	for (size_t i = 0; i < COUNT(all); i++)
		metric_register(all[i]);
	db_writer_wait = histogram_new(
		"hatif_db_writer_wait_seconds", "time in line for SQLite's write connection");
	metrics_on_scrape(refresh);
}

void db_metrics_show(struct db_pool *pool)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, register_all);
	(void)pthread_mutex_lock(&lock);
	if (!shown)
		shown = pool;
	(void)pthread_mutex_unlock(&lock);
}

void db_metrics_hide(const struct db_pool *pool)
{
	(void)pthread_mutex_lock(&lock);
	if (shown == pool)
		shown = NULL;
	(void)pthread_mutex_unlock(&lock);
}
