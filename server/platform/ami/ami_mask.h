/* ami_mask.h - what a PBX says, without the numbers and names of people. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AMI_AMI_MASK_H
#define PLATFORM_AMI_AMI_MASK_H

#include "base/str.h"

/*
 * Line by line, of the same length: the last digits of numbers become others and
 * letters of callers' names become x. The same number becomes the same one
 * throughout, with and without what is dialled before it, so that what is folded from
 * it is as before; what it was is known to nobody afterwards. Short numbers (phones
 * inside), names of channels, and the PBX's own names and times stay.
 */
struct ami_mask;

struct ami_mask *ami_mask_new(void);
void ami_mask_free(struct ami_mask **mask);

/*
 * Bytes in any slices; whole lines come out, valid until the next call. The last line is
 * kept back until it is whole: `end` gives what there is.
 */
struct str ami_mask_take(struct ami_mask *mask, struct str bytes, bool end);

#endif
