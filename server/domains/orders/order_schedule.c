/* order_schedule.c - when to try again: the calling policy and working days. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "platform/intl/intl.h"

#define MORNING_US (10 * US_PER_HOUR)

/*
 * How long to wait after each attempt in a row without an answer; later ones
 * wait for the next morning.
 */
static const int64_t attempt_waits_us[] = {
	2 * US_PER_HOUR,
	4 * US_PER_HOUR,
};

/* Countries whose weekend is Friday and Saturday; elsewhere it is Saturday and Sunday. */
static const char *const friday_weekend[] = {
	"BH", "DZ", "EG", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE", NULL};

enum weekday { THURSDAY, FRIDAY, SATURDAY, SUNDAY }; /* day 0, 1970-01-01, was a Thursday */

static bool is_weekend(const struct company *company, int64_t day)
{
	const int64_t weekday = ((day % 7) + 7) % 7;

	if (weekday == SATURDAY)
		return true;
	return weekday == (word_index(friday_weekend, company->country) >= 0 ? FRIDAY : SUNDAY);
}

/* 10:00 of a local day. */
static int64_t morning_of(const struct company *company, int64_t day)
{
	return intl_zone_to_utc(company->time_zone, day * US_PER_DAY + MORNING_US);
}

int64_t order_next_attempt(const struct company *company, int64_t attempts, int64_t now_us)
{
	if (attempts >= 1 && (size_t)attempts <= COUNT(attempt_waits_us))
		return now_us + attempt_waits_us[attempts - 1];
	return morning_of(company, intl_day_of(company->time_zone, now_us) + 1);
}

int64_t order_next_working_day(const struct company *company, int64_t now_us)
{
	int64_t day = intl_day_of(company->time_zone, now_us) + 1;

	while (is_weekend(company, day))
		day++;
	return morning_of(company, day);
}
