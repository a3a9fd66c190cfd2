/* work_week.h - the hours of a week that count, days that do not, and when so many have passed. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_TENANCY_WORK_WEEK_H
#define DOMAINS_TENANCY_WORK_WEEK_H

#include "base/cx.h"
#include "platform/json/json.h"

#define WEEK_DAYS 7 /* from Monday on */
#define DAY_MINUTES INT64_C(1440)
#define WEEK_SPANS 21
#define CLOSED_DAYS 60

/* The hours that count, in order and apart from each other; none: all of them. */
struct work_week {
	struct {
		int day; /* 0 is Monday */
		int from, to; /* minutes of the day */
	} span[WEEK_SPANS];
	size_t count;
	/* Days since 1970-01-01 on which no hour counts. */
	int64_t closed[CLOSED_DAYS];
	size_t closed_count;
};

/* When so many of the hours that count have passed since then. minutes > 0. */
int64_t work_week_after(
	const struct work_week *week, const char *zone, int64_t since_us, int64_t minutes);
/* Whether that moment counts. */
bool work_week_open_at(const struct work_week *week, const char *zone, int64_t at_us);
bool work_week_closed_on(const struct work_week *week, int64_t day);

/* mon, tue, ... sun; NULL-terminated. */
extern const char *const week_day_words[];
/* The weekday of a day since 1970-01-01, 0 being Monday. */
int week_day_of(int64_t day);
/* "09:30"; "24:00" is the end of a day. False on anything else. */
MUST_USE bool clock_read(const char *text, int64_t *minutes);
#define CLOCK_TEXT_BYTES 6
const char *clock_write(char at[CLOCK_TEXT_BYTES], int64_t minutes);

/* [{"day","from","to"}]; NULL: no hours. ERR_INVALID names the field. */
MUST_USE enum err work_week_read(
	struct cx *cx, const char *field, const struct json_value *value, struct work_week *week);
/* The hours again; null for all hours. */
void work_week_write(struct json *json, const struct work_week *week);
/* "0:540-1080 1:540-1080", as it is stored: orders that come read it. NULL for all hours. */
const char *work_week_pack(struct arena *arena, const struct work_week *week);
/* No day is closed in it. */
void work_week_unpack(const char *text, struct work_week *week);

#endif
