/* phone.c - any text as a telephone number or money: refused, or in the one form that is stored. */
/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "platform/intl/intl.h"

#include <assert.h>

static void read_phone(struct cx *cx, const char *text)
{
	static const char *const countries[] = {"AE", "SA", "EG", "GB", "ZZ"};
	const char *e164, *again;

	for (size_t i = 0; i < COUNT(countries); i++) {
		if (intl_phone(cx, countries[i], "phone", text, &e164) != OK)
			continue;
		assert(e164[0] == '+' && strlen(e164) >= 8 && strlen(e164) <= 16);
		assert(strspn(e164 + 1, "0123456789") == strlen(e164 + 1));
		assert(intl_phone(cx, countries[i], "phone", e164, &again) == OK);
		assert(strcmp(e164, again) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.arena = arena_new(0)};
	struct str text = {(const char *)data, size};
	int64_t minor;

	read_phone(&cx, arena_text_n(cx.arena, text.ptr, text.len));
	for (int digits = 0; digits <= 3; digits++)
		(void)!intl_money_read(text, digits, &minor);
	arena_free(&cx.arena);
	return 0;
}
