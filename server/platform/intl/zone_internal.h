/* zone_internal.h - a zone's changes of offset, from the system's files or from ICU. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_INTL_ZONE_INTERNAL_H
#define PLATFORM_INTL_ZONE_INTERNAL_H

#include "base/time.h"

/* Outside these years the nearest known offset holds. */
#define ZONE_FIRST_YEAR 1900
#define ZONE_LAST_YEAR 2200

/* From at_us on, wall clock = UTC + offset_us, until the next change. */
struct zone_change {
	int64_t at_us, offset_us;
};

/* In order of time; the first one is before all time. malloc'd, for the life of the program. */
struct zone_changes {
	struct zone_change *rows;
	size_t count, room;
};
/* A change to the offset that holds already is left out. */
void zone_changes_add(struct zone_changes *changes, int64_t at_us, int64_t offset_us);

/* Read a compiled zone (TZif, RFC 8536); false when it is none. Nothing is left in *changes then. */
MUST_USE bool zone_file_parse(struct str bytes, struct zone_changes *changes);
/* As zone_file_parse for a zone of the system; the name is known to be a zone's. */
MUST_USE bool zone_file_read(const char *name, struct zone_changes *changes);

#endif
