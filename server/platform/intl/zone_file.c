/*
 * zone_file.c - zones as the system has them (TZif, RFC 8536). The tzdata package is updated when
 * a government changes its mind; ICU's copy of the same data is as old as the library.
 */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/zone_internal.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"
#define FILE_BYTES_MAX (256 * 1024)
#define HEADER_BYTES 44
#define TYPE_BYTES 6
#define OFFSET_MAX_S (26 * 3600)

/* What is left to read; `bad` once more was wanted than there is. */
struct bytes {
	struct str left;
	bool bad;
};

static const unsigned char *take(struct bytes *bytes, size_t count)
{
	static const unsigned char nothing[HEADER_BYTES];
	const unsigned char *at = (const unsigned char *)bytes->left.ptr;

	if (bytes->bad || count > bytes->left.len) {
		bytes->bad = true;
		return nothing;
	}
	bytes->left.ptr += count;
	bytes->left.len -= count;
	return at;
}

static int64_t big_endian(const unsigned char *at, size_t count)
{
	uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | at[i];
	return (int64_t)value;
}

/* ---- The rule behind the last change (POSIX TZ) -------------------------------- */

/* "M4.5.5/0", "J60", "300": a day of the year and seconds after its midnight. */
struct rule_day {
	char form; /* 'M', 'J', or '0' for days from zero */
	int64_t month, week, day, seconds;
};

struct rule {
	int64_t standard_s, summer_s;
	bool summer;
	struct rule_day begin, end;
};

static bool next_between(const struct bytes *bytes, char low, char high)
{
	return bytes->left.len && *bytes->left.ptr >= low && *bytes->left.ptr <= high;
}

static int64_t read_number(struct bytes *bytes)
{
	int64_t value = 0;
	size_t digits = 0;

	while (digits < 6 && next_between(bytes, '0', '9')) {
		value = value * 10 + (*take(bytes, 1) - '0');
		digits++;
	}
	bytes->bad = bytes->bad || !digits;
	return value;
}

static bool next_is(struct bytes *bytes, char c)
{
	if (!bytes->left.len || *bytes->left.ptr != c)
		return false;
	(void)take(bytes, 1);
	return true;
}

/* "[+-]hh[:mm[:ss]]" */
static int64_t read_seconds(struct bytes *bytes)
{
	const bool negative = next_is(bytes, '-');
	int64_t seconds;

	(void)(!negative && next_is(bytes, '+'));
	seconds = read_number(bytes) * 3600;
	if (next_is(bytes, ':')) {
		seconds += read_number(bytes) * 60;
		if (next_is(bytes, ':'))
			seconds += read_number(bytes);
	}
	return negative ? -seconds : seconds;
}

/* "EET" or "<+03>" */
static void pass_name(struct bytes *bytes)
{
	if (next_is(bytes, '<')) {
		while (!bytes->bad && !next_is(bytes, '>'))
			(void)take(bytes, 1);
		return;
	}
	while (next_between(bytes, 'a', 'z') || next_between(bytes, 'A', 'Z'))
		(void)take(bytes, 1);
}

static struct rule_day read_day(struct bytes *bytes)
{
	struct rule_day day = {.form = '0', .seconds = 2 * 3600};

	if (next_is(bytes, 'M')) {
		day.form = 'M';
		day.month = read_number(bytes);
		bytes->bad = bytes->bad || !next_is(bytes, '.');
		day.week = read_number(bytes);
		bytes->bad = bytes->bad || !next_is(bytes, '.') || day.month < 1 || day.month > 12;
	} else if (next_is(bytes, 'J')) {
		day.form = 'J';
	}
	day.day = read_number(bytes);
	if (next_is(bytes, '/'))
		day.seconds = read_seconds(bytes);
	return day;
}

static bool read_rule(struct str text, struct rule *rule)
{
	struct bytes bytes = {text, false};

	*rule = (struct rule){0};
	pass_name(&bytes);
	rule->standard_s = -read_seconds(&bytes); /* POSIX counts west of Greenwich */
	rule->summer = bytes.left.len > 0;
	if (!rule->summer)
		return !bytes.bad;
	pass_name(&bytes);
	rule->summer_s = rule->standard_s + 3600;
	if (bytes.left.len && *bytes.left.ptr != ',')
		rule->summer_s = -read_seconds(&bytes);
	bytes.bad = bytes.bad || !next_is(&bytes, ',');
	rule->begin = read_day(&bytes);
	bytes.bad = bytes.bad || !next_is(&bytes, ',');
	rule->end = read_day(&bytes);
	return !bytes.bad && !bytes.left.len;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Wall-clock seconds since 1970 at which the rule's day comes in a year. */
static int64_t rule_seconds(const struct rule_day *rule, int year)
{
	int64_t day = days_of_civil(year, 1, 1) + rule->day;

	if (rule->form == 'J') {
		day += (is_leap(year) && rule->day >= 60) - 1;
	} else if (rule->form == 'M') {
		const int month = (int)rule->month;
		const int64_t first = days_of_civil(year, month, 1);
		const int64_t next = month == 12 ? days_of_civil(year + 1, 1, 1)
						 : days_of_civil(year, month + 1, 1);

		day = first + (rule->day - (first + 4) % 7 + 7) % 7 + (rule->week - 1) * 7;
		while (day >= next)
			day -= 7;
	}
	return day * 86400 + rule->seconds;
}

/* Changes of the years to come, behind the last one that is written down. */
static void add_rule(const struct rule *rule, struct zone_changes *changes)
{
	const int64_t last_us = changes->rows[changes->count - 1].at_us;
	const int from = last_us == INT64_MIN ? ZONE_FIRST_YEAR : civil_of_us(last_us).year;

	for (int year = from; rule->summer && year < ZONE_LAST_YEAR; year++) {
		int64_t begin_us = rule_seconds(&rule->begin, year) - rule->standard_s;
		int64_t end_us = rule_seconds(&rule->end, year) - rule->summer_s;
		const bool north = begin_us < end_us;

		begin_us *= US_PER_SECOND;
		end_us *= US_PER_SECOND;
		if (!north && end_us > last_us)
			zone_changes_add(changes, end_us, rule->standard_s * US_PER_SECOND);
		if (begin_us > last_us)
			zone_changes_add(changes, begin_us, rule->summer_s * US_PER_SECOND);
		if (north && end_us > last_us)
			zone_changes_add(changes, end_us, rule->standard_s * US_PER_SECOND);
	}
}

/* ---- The file -------------------------------------------------------------------- */

struct header {
	size_t utc, standard, leaps, times, types, letters;
};

static bool read_header(struct bytes *bytes, struct header *header)
{
	const unsigned char *at = take(bytes, HEADER_BYTES);
	size_t *const counts[] = {&header->utc, &header->standard, &header->leaps, &header->times,
		&header->types, &header->letters};

	for (size_t i = 0; i < COUNT(counts); i++) {
		const int64_t count = big_endian(at + 20 + 4 * i, 4);

		if (count < 0 || count > FILE_BYTES_MAX)
			return false;
		*counts[i] = (size_t)count;
	}
	/* Version 1 has 32-bit times only; nobody ships it any more. */
	return !bytes->bad && memcmp(at, "TZif", 4) == 0 && at[4] >= '2';
}

static bool read_changes(
	struct bytes *bytes, const struct header *header, struct zone_changes *changes)
{
	const unsigned char *times = take(bytes, header->times * 8);
	const unsigned char *indexes = take(bytes, header->times);
	const unsigned char *types = take(bytes, header->types * TYPE_BYTES);
	int64_t before_s = INT64_MIN;

	if (bytes->bad || header->types == 0)
		return false;
	zone_changes_add(changes, INT64_MIN, big_endian(types, 4) * US_PER_SECOND);
	for (size_t i = 0; i < header->times; i++) {
		const int64_t at_s = big_endian(times + i * 8, 8);
		int64_t offset_s;

		if (indexes[i] >= header->types || at_s <= before_s)
			return false;
		offset_s = big_endian(types + indexes[i] * TYPE_BYTES, 4);
		if (offset_s < -OFFSET_MAX_S || offset_s > OFFSET_MAX_S)
			return false;
		if (at_s > INT64_C(-4000000000) && at_s < TIME_MAX_US / US_PER_SECOND)
			zone_changes_add(changes, at_s * US_PER_SECOND, offset_s * US_PER_SECOND);
		before_s = at_s;
	}
	return true;
}

static bool parse(struct bytes *bytes, struct zone_changes *changes)
{
	struct header header;
	struct str footer, rest;
	struct rule rule;

	if (!read_header(bytes, &header))
		return false;
	(void)take(bytes,
		header.times * 5 + header.types * TYPE_BYTES + header.letters + header.leaps * 8 +
			header.standard + header.utc);
	if (!read_header(bytes, &header) || !read_changes(bytes, &header, changes))
		return false;
	(void)take(bytes, header.letters + header.leaps * 12 + header.standard + header.utc);
	if (bytes->bad || !next_is(bytes, '\n'))
		return false;
	footer = str_cut(bytes->left, '\n', &rest);
	if (footer.len == 0)
		return true; /* no rule: the last offset stays */
	if (!read_rule(footer, &rule))
		return false;
	add_rule(&rule, changes);
	return true;
}

bool zone_file_parse(struct str text, struct zone_changes *changes)
{
	struct bytes bytes = {text, false};

	*changes = (struct zone_changes){0};
	if (parse(&bytes, changes))
		return true;
	free(changes->rows);
	*changes = (struct zone_changes){0};
	return false;
}

bool zone_file_read(const char *name, struct zone_changes *changes)
{
	struct arena *arena = arena_new(0);
	FILE *file = fopen(arena_format(arena, "%s/%s", ZONE_FOLDER, name), "rbe");
	char *bytes = arena_alloc(arena, FILE_BYTES_MAX);
	bool good = false;

	if (file) {
		const size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);

		good = length < FILE_BYTES_MAX &&
			zone_file_parse((struct str){bytes, length}, changes);
		(void)fclose(file);
	}
	arena_free(&arena);
	return good;
}
