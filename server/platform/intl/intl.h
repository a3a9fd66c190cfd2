/* intl.h - what depends on language, country and place: folding, zones, periods, phones, money. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_INTL_INTL_H
#define PLATFORM_INTL_INTL_H

#include "base/cx.h"
#include "base/str.h"
#include "base/time.h"

/*
 * Text folded for search and sorting: NFKC, lower case, Latin accents and Arabic
 * diacritics and tatweel removed, alef/ya/ta-marbuta unified, Arabic-Indic
 * digits to Latin, everything but letters and digits to single blanks (ICU).
 * Both engines search this text, so both find the same rows.
 */
const char *intl_fold(struct arena *arena, const char *text);
/*
 * Load what folding needs. ICU does so at first use otherwise, and remembers
 * for good that there was no memory at that moment. At start; false: none now.
 */
MUST_USE bool intl_open(void);

/* Is it an IANA zone that ICU knows? */
bool intl_zone_valid(const char *zone);

/*
 * UTC instant of a wall-clock reading in the zone; local_us is the reading as
 * if it were UTC. A reading that the clocks jumped over counts with the offset before
 * the jump (02:30 becomes 03:30, as in RFC 5545); of a reading shown twice the earlier
 * instant counts.
 */
int64_t intl_zone_to_utc(const char *zone, int64_t local_us);
/* Wall-clock reading (as if UTC) of an instant. */
int64_t intl_zone_from_utc(const char *zone, int64_t utc_us);
/* Day (since 1970-01-01) of an instant in the zone, and the instant a day begins. */
int64_t intl_day_of(const char *zone, int64_t utc_us);
int64_t intl_day_start(const char *zone, int64_t day);

/* Half-open range of instants. */
struct period {
	int64_t from_us, to_us;
	bool all; /* no limit was asked for */
	int64_t from_day, to_day; /* local days it touches, inclusive; when whole days */
	bool whole_days;
};

/*
 * One parser for periods: today, yesterday, week (from Monday), last_week,
 * month, last_month, Nd, Nh, all, custom; date_from/date_to narrow or replace
 * the word (date_to of day form is inclusive). NULL word and no dates: `all`.
 * At most 10 years of days. ERR_INVALID names `date` (the word), date_from or date_to.
 */
MUST_USE enum err intl_period(struct cx *cx, const char *zone, const char *word,
	const char *date_from, const char *date_to, struct period *period);

/*
 * E.164 of a number as people write it, with the company's country for
 * national forms: "050-123-4567" in AE -> "+971501234567". 00 and + are
 * international; Arabic-Indic digits are read; a leading blank is a lost '+'
 * . ERR_INVALID on field when it cannot be a phone number.
 */
MUST_USE enum err intl_phone(
	struct cx *cx, const char *country, const char *field, const char *text, const char **e164);
/* As the country's people write it: "050 123 4567" at home, "+966 50 ..." abroad. */
const char *intl_phone_display(struct arena *arena, const char *country, const char *e164);
bool intl_country_valid(const char *country);

/* Arabic-Indic digits and signs to ASCII; other text as it is. */
const char *intl_plain_digits(struct arena *arena, const char *text);
/* "2", "2.0", "٢": whole numbers only. */
MUST_USE bool intl_count_read(struct arena *arena, const char *text, int64_t *count);

/* Minor digits of an ISO 4217 currency, -1 when unknown. */
int intl_currency_digits(const char *currency);
/* "1,200.50" or "1200.5" -> minor units; no exponent, no sign, no more decimals than allowed. */
MUST_USE bool intl_money_read(struct str text, int digits, int64_t *minor);

#endif
