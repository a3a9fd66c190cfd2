/* zone_test.c - wall clocks, with the hours that are skipped or happen twice. */
/* SPDX-License-Identifier: MIT */
#include "base/cx.h"
#include "platform/intl/intl.h"
#include "platform/intl/zone_internal.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <unistd.h>

#include <cmocka.h>

static int64_t us(const char *text)
{
	enum time_form form;
	int64_t value;

	if (!time_read(str_of(text), &value, &form))
		fail_msg("no time: %s", text);
	return value;
}

static void same_instant(const char *about, int64_t got, int64_t wanted)
{
	char got_text[TIME_TEXT_BYTES], wanted_text[TIME_TEXT_BYTES];

	time_write(got_text, got);
	time_write(wanted_text, wanted);
	if (got != wanted)
		fail_msg("%s: %s, wanted %s", about, got_text, wanted_text);
}

static const struct {
	const char *about, *zone, *local, *utc, *back;
} readings[] = {
	{"no summer time", "Asia/Dubai", "2024-11-16T14:00:00", "2024-11-16T10:00:00", NULL},
	{"Riyadh", "Asia/Riyadh", "2026-01-01T00:00:00", "2025-12-31T21:00:00", NULL},
	{"half hours", "Asia/Kolkata", "2024-03-01T05:30:00", "2024-03-01T00:00:00", NULL},
	{"summer", "Europe/Berlin", "2024-07-01T12:00:00", "2024-07-01T10:00:00", NULL},
	{"winter", "Europe/Berlin", "2024-12-01T12:00:00", "2024-12-01T11:00:00", NULL},
	{"last second before the jump", "Europe/Berlin", "2024-03-31T01:59:59",
		"2024-03-31T00:59:59", NULL},
	{"skipped half past two", "Europe/Berlin", "2024-03-31T02:30:00", "2024-03-31T01:30:00",
		"2024-03-31T03:30:00"},
	{"first after the jump", "Europe/Berlin", "2024-03-31T03:00:00", "2024-03-31T01:00:00",
		NULL},
	{"twice half past two", "Europe/Berlin", "2024-10-27T02:30:00", "2024-10-27T00:30:00",
		NULL},
	{"after both", "Europe/Berlin", "2024-10-27T03:00:00", "2024-10-27T02:00:00", NULL},
	{"New York spring", "America/New_York", "2024-03-10T02:30:00", "2024-03-10T07:30:00",
		"2024-03-10T03:30:00"},
	{"New York autumn", "America/New_York", "2024-11-03T01:30:00", "2024-11-03T05:30:00", NULL},
	{"far future", "Europe/Berlin", "2150-07-01T12:00:00", "2150-07-01T10:00:00", NULL},
	{"first year", "UTC", "0001-01-01T00:00:00", "0001-01-01T00:00:00", NULL},
	{"last year", "Asia/Dubai", "9999-12-31T23:59:59", "9999-12-31T19:59:59", NULL},
};

static void readings_become_instants_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(readings); i++) {
		const char *back = readings[i].back ? readings[i].back : readings[i].local;
		int64_t utc = us(readings[i].utc);

		same_instant(readings[i].about,
			intl_zone_to_utc(readings[i].zone, us(readings[i].local)), utc);
		same_instant(
			readings[i].about, intl_zone_from_utc(readings[i].zone, utc), us(back));
	}
}

static const struct {
	const char *about, *zone, *day, *start;
	int64_t hours;
} days[] = {
	{"ordinary", "Asia/Dubai", "2024-11-16", "2024-11-15T20:00:00", 24},
	{"short day", "Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00", 23},
	{"long day", "Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00", 25},
	{"midnight skipped in Cairo", "Africa/Cairo", "2010-04-30", "2010-04-29T22:00:00", 23},
	{"midnight twice in Cairo", "Africa/Cairo", "2010-09-30", "2010-09-29T21:00:00", 25},
	{"midnight skipped in Beirut", "Asia/Beirut", "2024-03-31", "2024-03-30T22:00:00", 23},
	{"Havana repeats the hour after midnight", "America/Havana", "2024-11-03",
		"2024-11-03T04:00:00", 25},
	{"Samoa's day that never was", "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00", 0},
};

static void days_begin_where_the_zone_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		int64_t day = us(days[i].day) / US_PER_DAY;
		int64_t start = intl_day_start(days[i].zone, day);
		int64_t end = intl_day_start(days[i].zone, day + 1);

		same_instant(days[i].about, start, us(days[i].start));
		if (end - start != days[i].hours * US_PER_HOUR)
			fail_msg("%s: %lld hours", days[i].about,
				(long long)((end - start) / US_PER_HOUR));
		if (days[i].hours) {
			assert_int_equal(intl_day_of(days[i].zone, start), day);
			assert_int_equal(intl_day_of(days[i].zone, end - 1), day);
			assert_int_equal(intl_day_of(days[i].zone, start - 1), day - 1);
		}
	}
}

/* Every hour of sixty years in zones that change often: to UTC and back again. */
static void every_hour_survives_the_round_trip(void **state)
{
	static const char *const zones[] = {"Africa/Cairo", "Asia/Gaza", "Africa/Casablanca",
		"Europe/London", "Australia/Lord_Howe", "America/St_Johns"};

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		for (int64_t at = us("1980-01-01"); at < us("2040-01-01"); at += US_PER_HOUR) {
			int64_t local = intl_zone_from_utc(zones[i], at);
			int64_t again = intl_zone_to_utc(zones[i], local);

			/* An hour shown twice comes back as the earlier one. */
			if (again != at && intl_zone_from_utc(zones[i], again) != local)
				fail_msg("%s at %lld", zones[i], (long long)at);
			assert_true(again <= at);
		}
	}
}

/* What the C library makes of the same files (script/setup sees that there are some). */
static void agrees_with_the_system(void **state)
{
	static const char *const zones[] = {"Africa/Cairo", "Asia/Gaza", "Africa/Casablanca",
		"Asia/Beirut", "Asia/Amman", "Europe/Dublin", "America/Nuuk", "Asia/Tehran",
		"Australia/Sydney", "Asia/Riyadh", "America/Sao_Paulo", "UTC"};

	(void)state;
	assert_int_equal(access("/usr/share/zoneinfo/Africa/Cairo", R_OK), 0);
	for (size_t i = 0; i < COUNT(zones); i++) {
		assert_int_equal(setenv("TZ", zones[i], 1), 0);
		tzset();
		for (int64_t at = us("1950-01-01"); at < us("2100-01-01"); at += 6 * US_PER_HOUR) {
			const time_t seconds = at / US_PER_SECOND;
			struct tm tm;

			assert_non_null(localtime_r(&seconds, &tm));
			if (intl_zone_from_utc(zones[i], at) - at != tm.tm_gmtoff * US_PER_SECOND)
				fail_msg("%s at %lld", zones[i], (long long)seconds);
		}
	}
	assert_int_equal(unsetenv("TZ"), 0);
}

/* Every beginning of a good file, and every byte of it changed: refused or read, never out of bounds. */
static void damaged_files_are_harmless(void **state)
{
	struct zone_changes changes;
	char bytes[8192], copy[8192];
	size_t length, read = 0;
	FILE *file = fopen("/usr/share/zoneinfo/Africa/Cairo", "rb");

	(void)state;
	assert_non_null(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	for (size_t i = 0; i < length; i++) {
		assert_false(zone_file_parse((struct str){bytes, i}, &changes) && i < length - 40);
		free(changes.rows);
		memcpy(copy, bytes, length);
		copy[i] = (char)(copy[i] ^ 0xFF);
		read += zone_file_parse((struct str){copy, length}, &changes);
		free(changes.rows);
	}
	assert_true(read > 0 && read < length);
}

static void only_places_and_utc_are_zones(void **state)
{
	static const char *const good[] = {
		"Asia/Dubai", "Asia/Riyadh", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3"};
	static const char *const bad[] = {"", "Dubai", "Asia/Nowhere", "GMT+3", "EST", "asia",
		"Etc/Unknown", "../etc/passwd", "Asia/Dubai ", "دبي/دبي",
		"Asia/Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(intl_zone_valid(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (intl_zone_valid(bad[i]))
			fail_msg("'%s' is taken for a zone", bad[i]);
	assert_false(intl_zone_valid(NULL));
}

static void *use_zones(void *arg)
{
	static const char *const zones[] = {
		"Europe/Paris", "Europe/Rome", "Europe/Madrid", "Asia/Tokyo", "Asia/Amman"};
	intptr_t wrong = 0;

	(void)arg;
	for (int round = 0; round < 2000; round++)
		for (size_t i = 0; i < COUNT(zones); i++) {
			int64_t at = us("2024-07-01") + round * US_PER_DAY;
			int64_t local = intl_zone_from_utc(zones[i], at);

			wrong += intl_zone_to_utc(zones[i], local) != at;
		}
	return (void *)wrong;
}

static void threads_share_the_zones(void **state)
{
	pthread_t threads[4];

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, use_zones, NULL), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		assert_int_equal((intptr_t)wrong, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_share_the_zones),
		cmocka_unit_test(readings_become_instants_and_back),
		cmocka_unit_test(days_begin_where_the_zone_says),
		cmocka_unit_test(every_hour_survives_the_round_trip),
		cmocka_unit_test(agrees_with_the_system),
		cmocka_unit_test(damaged_files_are_harmless),
		cmocka_unit_test(only_places_and_utc_are_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
