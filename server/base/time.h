/* time.h - instants and days on the proleptic Gregorian calendar, in UTC (zones: platform/intl). */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/clock.h"
#include "base/str.h"

/* Years 1..9999; anything else is refused at the edge. */
#define TIME_MIN_US (INT64_C(-62135596800) * US_PER_SECOND)
#define TIME_MAX_US (INT64_C(253402300799) * US_PER_SECOND + 999999)

struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second, microsecond;
};

/* Days since 1970-01-01 of a civil date. */
int64_t days_of_civil(int year, int month, int day);
struct civil civil_of_us(int64_t us);
int64_t us_of_civil(const struct civil *at);
bool civil_valid(const struct civil *at);

#define TIME_TEXT_BYTES 25 /* "2026-11-21T06:12:46.123Z" and NUL */

/* RFC 3339 in UTC with milliseconds, as every answer shows times. Returns the length. */
size_t time_write(char at[TIME_TEXT_BYTES], int64_t us);

/* How a time was written: with a zone, without one, or as a day. */
enum time_form { TIME_ZONED, TIME_LOCAL, TIME_DAY };

/*
 * Read RFC 3339 or its relaxed forms: date and time with or without a
 * zone ('T' or blank between), or a date alone. For TIME_LOCAL and TIME_DAY
 * the result is as if the zone were UTC; the caller shifts it by the company's
 * zone. False on anything else, including days that do not exist.
 */
MUST_USE bool time_read(struct str text, int64_t *us, enum time_form *form);

/* "2026-11-22": exactly that form. Days since 1970-01-01. */
MUST_USE bool day_read(struct str text, int64_t *day);
#define DAY_TEXT_BYTES 11
size_t day_write(char at[DAY_TEXT_BYTES], int64_t day);

#endif
