/* time.c - any text as a time: refused, or written and read again to the same instant. */
/* SPDX-License-Identifier: MIT */
#include "base/time.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	char again[TIME_TEXT_BYTES];
	enum time_form form;
	int64_t us;
	int64_t second;
	int64_t day;

	if (time_read(text, &us, &form)) {
		size_t length = time_write(again, us);

		assert(time_read((struct str){again, length}, &second, &form));
		/* Written down to the millisecond, before 1970 as well. */
		assert(form == TIME_ZONED && second <= us && us - second < US_PER_MS);
	}
	if (day_read(text, &day))
		assert(day_write(again, day) == size && memcmp(again, data, size) == 0);
	return 0;
}
