/* unit.h - what every C test includes: cmocka and a few words for tables of named cases. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_UNIT_H
#define TESTS_SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

/* Fail naming the case of a table, so that a row needs no test function of its own. */
#define assert_case(condition, name) \
	do { \
		if (!(condition)) \
			fail_msg("case \"%s\": %s", (name), #condition); \
	} while (0)

/* cmocka and base/cx.h both have a fail(); tests use fail_msg(). */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#endif
