/* time.c - calendar arithmetic (Howard Hinnant's civil-from-days method). */
/* SPDX-License-Identifier: MIT */
#include "base/time.h"

#define SECONDS_PER_DAY INT64_C(86400)

int64_t days_of_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static void civil_of_days(int64_t days, struct civil *out)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	out->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	out->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	out->year = (int)(yoe + era * 400 + (out->month <= 2));
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct civil civil_of_us(int64_t us)
{
	int64_t seconds = floor_div(us, US_PER_SECOND);
	int64_t days = floor_div(seconds, SECONDS_PER_DAY);
	int64_t left = seconds - days * SECONDS_PER_DAY;
	struct civil at = {0};

	civil_of_days(days, &at);
	at.hour = (int)(left / 3600);
	at.minute = (int)(left / 60 % 60);
	at.second = (int)(left % 60);
	at.microsecond = (int)(us - seconds * US_PER_SECOND);
	return at;
}

int64_t us_of_civil(const struct civil *at)
{
	int64_t seconds = days_of_civil(at->year, at->month, at->day) * SECONDS_PER_DAY +
		(int64_t)at->hour * 3600 + (int64_t)at->minute * 60 + at->second;

	return seconds * US_PER_SECOND + at->microsecond;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool civil_valid(const struct civil *at)
{
	return at->year >= 1 && at->year <= 9999 && at->month >= 1 && at->month <= 12 &&
		at->day >= 1 && at->day <= month_days(at->year, at->month) && at->hour >= 0 &&
		at->hour <= 23 && at->minute >= 0 && at->minute <= 59 && at->second >= 0 &&
		at->second <= 59;
}

/* "2026-11-21"; of a year that is none, whatever its last four digits are. */
static void write_date(char *at, const struct civil *c)
{
	const unsigned year = (unsigned)c->year % 10000;

	write_pair(at, year / 100);
	write_pair(at + 2, year % 100);
	at[4] = '-';
	write_pair(at + 5, (unsigned)c->month);
	at[7] = '-';
	write_pair(at + 8, (unsigned)c->day);
}

size_t time_write(char at[TIME_TEXT_BYTES], int64_t us)
{
	const struct civil c = civil_of_us(us);
	const unsigned millisecond = (unsigned)c.microsecond / 1000;

	write_date(at, &c);
	at[10] = 'T';
	write_pair(at + 11, (unsigned)c.hour);
	at[13] = ':';
	write_pair(at + 14, (unsigned)c.minute);
	at[16] = ':';
	write_pair(at + 17, (unsigned)c.second);
	at[19] = '.';
	at[20] = (char)('0' + millisecond / 100);
	write_pair(at + 21, millisecond % 100);
	at[23] = 'Z';
	at[24] = '\0';
	return 24;
}

size_t day_write(char at[DAY_TEXT_BYTES], int64_t day)
{
	struct civil c = {0};

	civil_of_days(day, &c);
	write_date(at, &c);
	at[10] = '\0';
	return 10;
}

/* Exactly `count` digits at the start of *text. */
static bool read_digits(struct str *text, int count, int *value)
{
	*value = 0;
	if (text->len < (size_t)count)
		return false;
	for (int i = 0; i < count; i++) {
		int digit = text->ptr[i] - '0';

		if (digit < 0 || digit > 9)
			return false;
		*value = *value * 10 + digit;
	}
	text->ptr += count;
	text->len -= (size_t)count;
	return true;
}

static bool read_byte(struct str *text, char byte)
{
	if (!text->len || text->ptr[0] != byte)
		return false;
	text->ptr++;
	text->len--;
	return true;
}

static bool read_date(struct str *text, struct civil *at)
{
	return read_digits(text, 4, &at->year) && read_byte(text, '-') &&
		read_digits(text, 2, &at->month) && read_byte(text, '-') &&
		read_digits(text, 2, &at->day);
}

/* 1 to 9 digits after the point, kept to microseconds. */
static bool read_fraction(struct str *text, int *microsecond)
{
	int digits = 0;
	int value = 0;

	while (text->len && text->ptr[0] >= '0' && text->ptr[0] <= '9') {
		if (++digits > 9)
			return false;
		if (digits <= 6)
			value = value * 10 + (text->ptr[0] - '0');
		text->ptr++;
		text->len--;
	}
	for (int i = digits; i < 6; i++)
		value *= 10;
	*microsecond = value;
	return digits > 0;
}

static bool read_clock_time(struct str *text, struct civil *at)
{
	if (!read_digits(text, 2, &at->hour) || !read_byte(text, ':') ||
		!read_digits(text, 2, &at->minute))
		return false;
	if (read_byte(text, ':')) {
		if (!read_digits(text, 2, &at->second))
			return false;
		if (read_byte(text, '.') && !read_fraction(text, &at->microsecond))
			return false;
	}
	return true;
}

static bool read_offset(struct str *text, int64_t *offset_us)
{
	bool behind = text->ptr[0] == '-';
	int hours;
	int minutes = 0;

	if (!read_byte(text, '+') && !read_byte(text, '-'))
		return false;
	if (!read_digits(text, 2, &hours))
		return false;
	(void)read_byte(text, ':');
	if (text->len && !read_digits(text, 2, &minutes))
		return false;
	if (hours > 14 || minutes > 59)
		return false;
	*offset_us = (hours * 60 + minutes) * US_PER_MINUTE * (behind ? -1 : 1);
	return true;
}

bool time_read(struct str text, int64_t *us, enum time_form *form)
{
	struct civil at = {0};
	int64_t offset_us = 0;

	if (!read_date(&text, &at))
		return false;
	*form = TIME_DAY;
	if (text.len) {
		if (!read_byte(&text, 'T') && !read_byte(&text, 't') && !read_byte(&text, ' '))
			return false;
		if (!read_clock_time(&text, &at))
			return false;
		*form = TIME_LOCAL;
	}
	if (text.len && *form == TIME_LOCAL) {
		*form = TIME_ZONED;
		if (!read_byte(&text, 'Z') && !read_byte(&text, 'z') &&
			!read_offset(&text, &offset_us))
			return false;
	}
	if (text.len || !civil_valid(&at))
		return false;
	*us = us_of_civil(&at) - offset_us;
	return *us >= TIME_MIN_US && *us <= TIME_MAX_US;
}

bool day_read(struct str text, int64_t *day)
{
	struct civil at = {0};

	if (!read_date(&text, &at) || text.len || !civil_valid(&at))
		return false;
	*day = days_of_civil(at.year, at.month, at.day);
	return true;
}
