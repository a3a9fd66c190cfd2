/* metrics_test.c - the text a scraper reads. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/metrics/metrics.h"

static struct metric plain = {.name = "test_plain_total", .about = "Plain"};
static struct metric level = {.name = "test_level", .about = "Level", .gauge = true};
static struct metric first = {.name = "test_labelled_total{kind=\"a\"}", .about = "Labelled"};
static struct metric second = {.name = "test_labelled_total{kind=\"b\"}", .about = "Labelled"};

static void refresh(void)
{
	metric_set(&level, 42);
}

static void families_have_one_head_and_their_values(void **state)
{
	struct arena *arena = arena_new(0);
	struct buf out = buf_in(arena, 1024);

	(void)state;
	metric_register(&first);
	metric_register(&plain);
	metric_register(&level);
	metric_register(&second);
	metric_register(&plain); /* twice is once */
	metrics_on_scrape(refresh);
	metric_add(&plain, 3);
	metric_add(&first, 1);
	metric_add(&second, 2);
	metrics_write(&out);
	assert_non_null(strstr(out.ptr,
		"# HELP test_labelled_total Labelled\n# TYPE test_labelled_total counter\n"
		"test_labelled_total{kind=\"a\"} 1\ntest_labelled_total{kind=\"b\"} 2\n"));
	assert_non_null(strstr(out.ptr, "# TYPE test_level gauge\ntest_level 42\n"));
	assert_non_null(strstr(out.ptr, "test_plain_total 3\n"));
	assert_null(strstr(strstr(out.ptr, "test_plain_total 3\n") + 1, "test_plain_total 3\n"));
	arena_free(&arena);
}

static void histograms_add_up(void **state)
{
	struct histogram *histogram = histogram_new("test_seconds{class=\"x\"}", "Time");
	struct histogram *bare = histogram_new("test_bare_seconds", "Time");
	struct arena *arena = arena_new(0);
	struct buf out = buf_in(arena, 1024);

	(void)state;
	histogram_observe(histogram, 100); /* on the first bound */
	histogram_observe(histogram, 101); /* behind it */
	histogram_observe(histogram, 20000000); /* beyond all */
	histogram_observe(bare, 1000);
	metrics_write(&out);
	assert_non_null(strstr(out.ptr, "test_seconds_bucket{class=\"x\",le=\"0.0001\"} 1\n"));
	assert_non_null(strstr(out.ptr, "test_seconds_bucket{class=\"x\",le=\"0.00025\"} 2\n"));
	assert_non_null(strstr(out.ptr, "test_seconds_bucket{class=\"x\",le=\"10\"} 2\n"));
	assert_non_null(strstr(out.ptr, "test_seconds_bucket{class=\"x\",le=\"+Inf\"} 3\n"));
	assert_non_null(strstr(out.ptr, "test_seconds_sum{class=\"x\"} 20.000201\n"));
	assert_non_null(strstr(out.ptr, "test_seconds_count{class=\"x\"} 3\n"));
	assert_non_null(strstr(out.ptr, "test_bare_seconds_bucket{le=\"0.001\"} 1\n"));
	assert_non_null(strstr(out.ptr, "test_bare_seconds_count 1\n"));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families_have_one_head_and_their_values),
		cmocka_unit_test(histograms_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
