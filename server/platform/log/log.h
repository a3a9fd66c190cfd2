/* log.h - one JSON object a line on stderr; no secrets, no message bodies. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_LOG_LOG_H
#define PLATFORM_LOG_LOG_H

#include "base/cx.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level level);
bool log_level_by_name(const char *name, enum log_level *level);

/*
 * One event with up to eight fields. Text is escaped, so a line is always one
 * line. event is a constant such as "http.request"; fields by LOG_TEXT/LOG_INT.
 */
struct log_field {
	const char *key;
	const char *text; /* NULL: the integer counts */
	int64_t integer;
};
#define LOG_TEXT(k, v) ((struct log_field){.key = (k), .text = (v) ? (v) : ""})
#define LOG_INT(k, v) ((struct log_field){.key = (k), .integer = (v)})
#define LOG_END ((struct log_field){0})

void log_write(enum log_level level, const char *event, const struct log_field *fields);
#define log_info(event, ...) \
	log_write(LOG_INFO, (event), (const struct log_field[]){__VA_ARGS__, LOG_END})
#define log_warn(event, ...) \
	log_write(LOG_WARN, (event), (const struct log_field[]){__VA_ARGS__, LOG_END})
#define log_error(event, ...) \
	log_write(LOG_ERROR, (event), (const struct log_field[]){__VA_ARGS__, LOG_END})

#endif
