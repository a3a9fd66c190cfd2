/* schedule_api.h - the shape of an entry, for this folder and those that show entries. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_SCHEDULES_SCHEDULE_API_H
#define DOMAINS_SCHEDULES_SCHEDULE_API_H

#include "platform/http/http.h"

extern const struct schema schedule_schema;

#endif
