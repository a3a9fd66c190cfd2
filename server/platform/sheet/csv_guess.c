/* csv_guess.c - UTF-8 or Windows-1256? */
/* SPDX-License-Identifier: MIT */
#include "platform/sheet/csv.h"

/* A byte that begins a sequence: how many follow, and which the first of them may be (RFC 3629). */
static bool begin(struct csv_guess *guess, unsigned char c)
{
	guess->low = 0x80;
	guess->high = 0xBF;
	if (c >= 0xC2 && c <= 0xDF) {
		guess->left = 1;
	} else if (c >= 0xE0 && c <= 0xEF) {
		guess->left = 2;
		guess->low = c == 0xE0 ? 0xA0 : 0x80;
		guess->high = c == 0xED ? 0x9F : 0xBF;
	} else if (c >= 0xF0 && c <= 0xF4) {
		guess->left = 3;
		guess->low = c == 0xF0 ? 0x90 : 0x80;
		guess->high = c == 0xF4 ? 0x8F : 0xBF;
	} else {
		return false;
	}
	return true;
}

static void feed_byte(struct csv_guess *guess, unsigned char c)
{
	if (guess->left) {
		if (c >= guess->low && c <= guess->high) {
			guess->low = 0x80;
			guess->high = 0xBF;
			if (--guess->left == 0)
				guess->good++;
			return;
		}
		guess->left = 0;
		guess->bad++;
	}
	if (c >= 0x80 && !begin(guess, c))
		guess->bad++;
}

void csv_guess_feed(struct csv_guess *guess, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (guess->seen == 0)
			guess->first = c;
		if (guess->seen == 1 &&
			((guess->first == 0xFF && c == 0xFE) ||
				(guess->first == 0xFE && c == 0xFF)))
			guess->wide = true;
		guess->seen++;
		feed_byte(guess, c);
	}
}

/* A damaged character in a long UTF-8 file must not turn all others into nonsense. */
enum csv_encoding csv_guess_end(struct csv_guess *guess)
{
	guess->bad += guess->left > 0;
	guess->left = 0;
	return guess->bad > guess->good / 10 ? CSV_WINDOWS_1256 : CSV_UTF8;
}
