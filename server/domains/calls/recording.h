/* recording.h - files in which a PBX recorded calls, in the company's own folder. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_RECORDING_H
#define DOMAINS_CALLS_RECORDING_H

#include "base/cx.h"

/*
 * A file as the PBX named it: its path below the PBX's folder `monitor`, or its
 * bare name, is looked for below the folder of the actor's company in
 * `recordings-dir`. No name leads out of that folder, and no link is followed.
 */

/* Is it there and can it be played? NULL and "" are none. */
bool recording_there(const struct cx *cx, const char *file);
/* Open for reading; the caller closes it. *type is its Content-Type. ERR_NOT_FOUND. */
MUST_USE enum err recording_open(struct cx *cx, const char *file, int *fd, const char **type);

#endif
