/* metrics.c - registered counters and histograms, written as Prometheus text. */
/* SPDX-License-Identifier: MIT */
#include "platform/metrics/metrics.h"

#include <assert.h>
#include <pthread.h>

#define METRICS_MAX 256
#define HISTOGRAMS_MAX 64
#define REFRESHERS_MAX 16

static const int64_t bounds_us[] = {100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000,
	250000, 500000, 1000000, 2500000, 5000000, 10000000};

struct histogram {
	const char *name, *about;
	_Atomic int64_t counts[COUNT(bounds_us) + 1];
	_Atomic int64_t sum_us;
};

static struct {
	pthread_mutex_t lock;
	struct metric *metrics[METRICS_MAX];
	size_t metric_count;
	struct histogram *histograms[HISTOGRAMS_MAX];
	size_t histogram_count;
	void (*refreshers[REFRESHERS_MAX])(void);
	size_t refresher_count;
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER};

void metric_register(struct metric *metric)
{
	(void)pthread_mutex_lock(&registry.lock);
	for (size_t i = 0; i < registry.metric_count; i++)
		if (registry.metrics[i] == metric) {
			(void)pthread_mutex_unlock(&registry.lock);
			return;
		}
	assert(registry.metric_count < METRICS_MAX);
	registry.metrics[registry.metric_count++] = metric;
	(void)pthread_mutex_unlock(&registry.lock);
}

struct histogram *histogram_new(const char *name, const char *about)
{
	struct histogram *histogram = calloc(1, sizeof(*histogram));

	if (!histogram)
		abort();
	histogram->name = name;
	histogram->about = about;
	(void)pthread_mutex_lock(&registry.lock);
	assert(registry.histogram_count < HISTOGRAMS_MAX);
	registry.histograms[registry.histogram_count++] = histogram;
	(void)pthread_mutex_unlock(&registry.lock);
	return histogram;
}

void histogram_observe(struct histogram *histogram, int64_t us)
{
	size_t at = 0;

	while (at < COUNT(bounds_us) && us > bounds_us[at])
		at++;
	atomic_fetch_add_explicit(&histogram->counts[at], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&histogram->sum_us, us > 0 ? us : 0, memory_order_relaxed);
}

void metrics_on_scrape(void (*refresh)(void))
{
	(void)pthread_mutex_lock(&registry.lock);
	assert(registry.refresher_count < REFRESHERS_MAX);
	registry.refreshers[registry.refresher_count++] = refresh;
	(void)pthread_mutex_unlock(&registry.lock);
}

/* ---- Writing ------------------------------------------------------------------ */

/* The family of "name{labels}": names of one family share their HELP and TYPE lines. */
static struct str family_of(const char *name)
{
	return (struct str){name, strcspn(name, "{")};
}

static bool same_family(const char *a, const char *b)
{
	struct str first = family_of(a);
	struct str second = family_of(b);

	return first.len == second.len && memcmp(first.ptr, second.ptr, first.len) == 0;
}

static void write_head(struct buf *out, const char *name, const char *about, const char *type)
{
	struct str family = family_of(name);

	buf_format(out, "# HELP %.*s %s\n# TYPE %.*s %s\n", (int)family.len, family.ptr, about,
		(int)family.len, family.ptr, type);
}

static void write_metric(struct buf *out, const struct metric *metric)
{
	buf_text(out, metric->name);
	buf_byte(out, ' ');
	buf_int(out, atomic_load_explicit(&metric->value, memory_order_relaxed));
	buf_byte(out, '\n');
}

/* Families stay together, whatever the order of registration. */
static void write_metrics(struct buf *out)
{
	for (size_t i = 0; i < registry.metric_count; i++) {
		const struct metric *first = registry.metrics[i];
		bool seen = false;

		for (size_t j = 0; j < i; j++)
			seen |= same_family(registry.metrics[j]->name, first->name);
		if (seen)
			continue;
		write_head(out, first->name, first->about, first->gauge ? "gauge" : "counter");
		for (size_t j = i; j < registry.metric_count; j++)
			if (same_family(registry.metrics[j]->name, first->name))
				write_metric(out, registry.metrics[j]);
	}
}

/* "class=\"read\"" of "name{class=\"read\"}", or nothing. */
static struct str labels_of(const char *name)
{
	struct str family = family_of(name);
	size_t rest = strlen(name + family.len);

	return rest > 2 ? (struct str){name + family.len + 1, rest - 2} : (struct str){"", 0};
}

static void write_histogram(struct buf *out, const struct histogram *histogram)
{
	struct str family = family_of(histogram->name);
	struct str labels = labels_of(histogram->name);
	const char *comma = labels.len ? "," : "";
	int64_t total = 0;

	for (size_t i = 0; i <= COUNT(bounds_us); i++) {
		total += atomic_load_explicit(&histogram->counts[i], memory_order_relaxed);
		buf_format(out, "%.*s_bucket{%.*s%sle=\"", (int)family.len, family.ptr,
			(int)labels.len, labels.ptr, comma);
		if (i < COUNT(bounds_us))
			buf_format(out, "%g\"} ", (double)bounds_us[i] / 1e6);
		else
			buf_text(out, "+Inf\"} ");
		buf_int(out, total);
		buf_byte(out, '\n');
	}
	buf_format(out, "%.*s_sum%s %.6f\n%.*s_count%s %lld\n", (int)family.len, family.ptr,
		histogram->name + family.len,
		(double)atomic_load_explicit(&histogram->sum_us, memory_order_relaxed) / 1e6,
		(int)family.len, family.ptr, histogram->name + family.len, (long long)total);
}

static void write_histograms(struct buf *out)
{
	for (size_t i = 0; i < registry.histogram_count; i++) {
		const struct histogram *first = registry.histograms[i];
		bool seen = false;

		for (size_t j = 0; j < i; j++)
			seen |= same_family(registry.histograms[j]->name, first->name);
		if (seen)
			continue;
		write_head(out, first->name, first->about, "histogram");
		for (size_t j = i; j < registry.histogram_count; j++)
			if (same_family(registry.histograms[j]->name, first->name))
				write_histogram(out, registry.histograms[j]);
	}
}

void metrics_write(struct buf *out)
{
	void (*refreshers[REFRESHERS_MAX])(void);
	size_t count;

	(void)pthread_mutex_lock(&registry.lock);
	count = registry.refresher_count;
	memcpy(refreshers, registry.refreshers, sizeof(refreshers));
	(void)pthread_mutex_unlock(&registry.lock);
	/* Outside the lock: refreshing may register. */
	for (size_t i = 0; i < count; i++)
		refreshers[i]();
	(void)pthread_mutex_lock(&registry.lock);
	write_metrics(out);
	write_histograms(out);
	(void)pthread_mutex_unlock(&registry.lock);
}
