/* outbox_metrics.c - how effects end, and how many wait or failed, kind by kind. */
/* SPDX-License-Identifier: MIT */
#include "platform/metrics/metrics.h"
#include "platform/outbox/outbox_internal.h"

static struct metric in_flight = {
	"hatif_outbox_in_flight", "effects this process is carrying out", true, 0};

/* A kind's numbers. Registered once, when the kind is first seen. */
struct numbers {
	const char *kind;
	struct metric ended[3], waiting, failed;
	char names[5][96];
};

static struct numbers all[OUTBOX_KINDS_MAX];
static size_t count;

static struct numbers *numbers_of(const char *kind)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(all[i].kind, kind))
			return &all[i];
	return NULL;
}

static void add(struct metric *metric, const char *name, const char *about, bool gauge)
{
	metric->name = name;
	metric->about = about;
	metric->gauge = gauge;
	metric_register(metric);
}

void outbox_metrics_add(const char *kind)
{
	static const char *const words[] = {
		[OUTBOX_DONE] = "done", [OUTBOX_LATER] = "later", [OUTBOX_FAILED] = "failed"};
	struct numbers *numbers;

	metric_register(&in_flight);
	if (numbers_of(kind) || count == COUNT(all))
		return;
	numbers = &all[count++];
	numbers->kind = kind;
	for (size_t i = 0; i < COUNT(words); i++) {
		(void)snprintf(numbers->names[i], sizeof(numbers->names[i]),
			"hatif_outbox_attempts_total{kind=\"%s\",outcome=\"%s\"}", kind, words[i]);
		add(&numbers->ended[i], numbers->names[i], "attempts at effects by how they ended",
			false);
	}
	(void)snprintf(numbers->names[3], sizeof(numbers->names[3]),
		"hatif_outbox_waiting{kind=\"%s\"}", kind);
	add(&numbers->waiting, numbers->names[3], "effects that wait or are under way", true);
	(void)snprintf(numbers->names[4], sizeof(numbers->names[4]),
		"hatif_outbox_failed{kind=\"%s\"}", kind);
	add(&numbers->failed, numbers->names[4], "effects that were given up", true);
}

void outbox_metrics_ended(const char *kind, enum outbox_outcome outcome)
{
	struct numbers *numbers = numbers_of(kind);

	if (numbers)
		metric_add(&numbers->ended[outcome], 1);
}

void outbox_metrics_in_flight(int64_t now)
{
	metric_set(&in_flight, now);
}

void outbox_metrics_counts(const struct outbox_count *counts, size_t count_count)
{
	for (size_t i = 0; i < count; i++) {
		metric_set(&all[i].waiting, 0);
		metric_set(&all[i].failed, 0);
	}
	for (size_t i = 0; i < count_count; i++) {
		struct numbers *numbers = numbers_of(counts[i].kind);

		if (!numbers)
			continue;
		metric_set(&numbers->waiting, counts[i].waiting);
		metric_set(&numbers->failed, counts[i].failed);
	}
}
