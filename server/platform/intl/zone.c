/* zone.c - wall clocks: each zone's changes are read once, then looked up without a lock. */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"
#include "platform/intl/zone_internal.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define ZONE_BUCKETS 64
#define ZONE_NAME_MAX 64
/* Made once, never changed, never freed: as many as zones exist. */
struct zone {
	struct zone *next;
	char name[ZONE_NAME_MAX];
	size_t count;
	const struct zone_change *changes; /* changes[0].at_us is before all time */
	_Atomic size_t hint; /* change that answered last */
};

static _Atomic(struct zone *) zone_buckets[ZONE_BUCKETS];
static pthread_mutex_t zone_making = PTHREAD_MUTEX_INITIALIZER;

static size_t bucket_of(const char *name)
{
	uint32_t hash = 2166136261U;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619U;
	return hash % ZONE_BUCKETS;
}

static struct zone *find(const char *name)
{
	struct zone *zone = atomic_load_explicit(
		&zone_buckets[bucket_of(name)], memory_order_acquire);

	while (zone && strcmp(zone->name, name) != 0)
		zone = zone->next;
	return zone;
}

/* Names of places and UTC; not ICU's abbreviations, which browsers do not know. */
static bool known_to_icu(const char *name, UChar wide[ZONE_NAME_MAX])
{
	UErrorCode status = U_ZERO_ERROR;
	UChar canonical[ZONE_NAME_MAX * 2];
	UBool system = false;
	size_t length = name ? strlen(name) : 0;

	if (!length || length >= ZONE_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)name[i] >= 0x80)
			return false;
	if (!strchr(name, '/') && strcmp(name, "UTC") != 0)
		return false;
	if (strncmp(name, "SystemV/", 8) == 0 || strcmp(name, "Etc/Unknown") == 0)
		return false;
	u_charsToUChars(name, wide, (int32_t)length + 1);
	ucal_getCanonicalTimeZoneID(
		wide, (int32_t)length, canonical, (int32_t)COUNT(canonical), &system, &status);
	return U_SUCCESS(status) && system;
}

static int64_t offset_at(UCalendar *calendar, double at_ms)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t offset_ms;

	ucal_setMillis(calendar, at_ms, &status);
	offset_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
		ucal_get(calendar, UCAL_DST_OFFSET, &status);
	assert(U_SUCCESS(status));
	return offset_ms * US_PER_MS;
}

void zone_changes_add(struct zone_changes *changes, int64_t at_us, int64_t offset_us)
{
	if (changes->count && changes->rows[changes->count - 1].offset_us == offset_us)
		return;
	if (changes->count == changes->room) {
		changes->room = changes->room ? changes->room * 2 : 16;
		changes->rows = reallocarray(changes->rows, changes->room, sizeof(*changes->rows));
		assert(changes->rows);
	}
	changes->rows[changes->count++] = (struct zone_change){at_us, offset_us};
}

static void ask_icu(const UChar *wide, struct zone_changes *changes)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *calendar = ucal_open(wide, -1, "en_US", UCAL_GREGORIAN, &status);
	double at_ms = (double)days_of_civil(ZONE_FIRST_YEAR, 1, 1) * 86400000.0;
	const double end_ms = (double)days_of_civil(ZONE_LAST_YEAR, 1, 1) * 86400000.0;

	assert(U_SUCCESS(status));
	zone_changes_add(changes, INT64_MIN, offset_at(calendar, at_ms));
	for (;;) {
		UDate next_ms;

		ucal_setMillis(calendar, at_ms, &status);
		if (!ucal_getTimeZoneTransitionDate(
			    calendar, UCAL_TZ_TRANSITION_NEXT, &next_ms, &status) ||
			U_FAILURE(status) || next_ms >= end_ms)
			break;
		zone_changes_add(
			changes, (int64_t)next_ms * US_PER_MS, offset_at(calendar, next_ms));
		at_ms = next_ms;
	}
	ucal_close(calendar);
}

static struct zone *make(const char *name, const UChar *wide)
{
	struct zone *zone = calloc(1, sizeof(*zone));
	struct zone_changes changes = {0};

	assert(zone);
	if (!zone_file_read(name, &changes))
		ask_icu(wide, &changes);
	assert(name);
	memcpy(zone->name, name, strlen(name) + 1);
	zone->changes = changes.rows;
	zone->count = changes.count;
	return zone;
}

static struct zone *find_or_make(const char *name)
{
	UChar wide[ZONE_NAME_MAX];
	struct zone *zone = name ? find(name) : NULL;

	if (zone || !known_to_icu(name, wide))
		return zone;
	pthread_mutex_lock(&zone_making);
	zone = find(name);
	if (!zone) {
		_Atomic(struct zone *) *bucket = &zone_buckets[bucket_of(name)];

		zone = make(name, wide);
		zone->next = atomic_load_explicit(bucket, memory_order_relaxed);
		atomic_store_explicit(bucket, zone, memory_order_release);
	}
	pthread_mutex_unlock(&zone_making);
	return zone;
}

bool intl_zone_valid(const char *zone)
{
	return find_or_make(zone) != NULL;
}

/* A company's zone is checked when it is stored, so an unknown one is a bug. */
static struct zone *zone_of(const char *name)
{
	struct zone *zone = find_or_make(name);

	assert(zone);
	return zone;
}

static bool holds(const struct zone *zone, size_t i, int64_t utc_us)
{
	return zone->changes[i].at_us <= utc_us &&
		(i + 1 == zone->count || utc_us < zone->changes[i + 1].at_us);
}

static size_t change_at(struct zone *zone, int64_t utc_us)
{
	size_t hint = atomic_load_explicit(&zone->hint, memory_order_relaxed);
	size_t low = 0, high = zone->count;

	if (holds(zone, hint, utc_us))
		return hint;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].at_us <= utc_us)
			low = middle;
		else
			high = middle;
	}
	atomic_store_explicit(&zone->hint, low, memory_order_relaxed);
	return low;
}

/*
 * The instant of a wall clock reading. *skipped says that no clock showed it;
 * then *change is the instant the clocks jumped over it.
 */
static int64_t to_utc(struct zone *zone, int64_t local_us, bool *skipped, int64_t *change)
{
	size_t i = change_at(zone, local_us);

	/* Offsets are below a day, so the right range is near. */
	while (i > 0 && local_us - zone->changes[i - 1].offset_us < zone->changes[i].at_us)
		i--;
	while (i + 1 < zone->count &&
		local_us - zone->changes[i].offset_us >= zone->changes[i + 1].at_us)
		i++;
	*change = zone->changes[i].at_us;
	*skipped = i > 0 && local_us - zone->changes[i].offset_us < *change;
	return local_us - zone->changes[*skipped ? i - 1 : i].offset_us;
}

int64_t intl_zone_to_utc(const char *zone, int64_t local_us)
{
	bool skipped;
	int64_t change;

	return to_utc(zone_of(zone), local_us, &skipped, &change);
}

int64_t intl_zone_from_utc(const char *zone, int64_t utc_us)
{
	struct zone *known = zone_of(zone);

	return utc_us + known->changes[change_at(known, utc_us)].offset_us;
}

int64_t intl_day_of(const char *zone, int64_t utc_us)
{
	int64_t local_us = intl_zone_from_utc(zone, utc_us);

	return local_us / US_PER_DAY - (local_us % US_PER_DAY < 0);
}

int64_t intl_day_start(const char *zone, int64_t day)
{
	bool skipped;
	int64_t change, utc_us;

	utc_us = to_utc(zone_of(zone), day * US_PER_DAY, &skipped, &change);
	/* A day whose midnight does not exist begins at the jump. */
	return skipped ? change : utc_us;
}
