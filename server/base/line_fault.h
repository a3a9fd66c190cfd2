/* line_fault.h - what is wrong with a line of a file that is imported. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_LINE_FAULT_H
#define BASE_LINE_FAULT_H

#include <stdint.h>

struct line_fault {
	int64_t line; /* of the file, from 1 */
	const char *field, *reason;
};

#endif
