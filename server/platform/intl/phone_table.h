/* phone_table.h - numbering plans of the countries whose national forms are read. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_INTL_PHONE_TABLE_H
#define PLATFORM_INTL_PHONE_TABLE_H

#include "base/base.h"

/* How one country's people write and dial numbers. */
struct phone_plan {
	const char *country; /* ISO 3166-1 alpha-2 */
	const char *code; /* country calling code */
	const char *trunk; /* digit dialled before national numbers at home, "" for none */
	unsigned lengths; /* bit n: a national number of n digits exists */
	const char
		*mobile; /* beginnings of mobile numbers, blank-separated, "" when not told apart */
	unsigned mobile_lengths;
	const char *mobile_groups; /* "234": two digits, three, four */
	const char *other_groups; /* of the commonest landline length */
	const char *exit; /* international prefix besides 00, "" for none */
};

extern const struct phone_plan phone_plans[];
extern const size_t phone_plan_count;

#endif
