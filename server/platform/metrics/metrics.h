/* metrics.h - counters and histograms shown at /metrics (Prometheus text format 0.0.4). */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_METRICS_METRICS_H
#define PLATFORM_METRICS_METRICS_H

#include "base/str.h"

#include <stdatomic.h>

/* A process-wide number. Defined static beside the code that counts; registered once. */
struct metric {
	const char *name; /* "hatif_http_requests_total" */
	const char *about;
	bool gauge;
	_Atomic int64_t value;
};

void metric_register(struct metric *metric);
static inline void metric_add(struct metric *metric, int64_t by)
{
	atomic_fetch_add_explicit(&metric->value, by, memory_order_relaxed);
}
static inline void metric_set(struct metric *metric, int64_t to)
{
	atomic_store_explicit(&metric->value, to, memory_order_relaxed);
}

/* Durations in fixed buckets from 100 us to 10 s. */
struct histogram;
struct histogram *histogram_new(const char *name, const char *about);
void histogram_observe(struct histogram *histogram, int64_t us);

/* Called at each scrape to refresh gauges. */
void metrics_on_scrape(void (*refresh)(void));
void metrics_write(struct buf *out);

#endif
