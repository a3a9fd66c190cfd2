/* segment.c - how many SMS a text is (3GPP TS 23.038 and 23.040). */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "base/utf8.h"

#define GSM7_ONE 160
#define GSM7_PART 153
#define UCS2_ONE 70
#define UCS2_PART 67

/* The basic character set beside ASCII letters and digits. */
static const uint32_t basic[] = {'@', 0xA3, '$', 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, '\n',
	0xD8, 0xF8, '\r', 0xC5, 0xE5, 0x394, '_', 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3,
	0x398, 0x39E, 0xC6, 0xE6, 0xDF, 0xC9, ' ', '!', '"', '#', 0xA4, '%', '&', '\'', '(', ')',
	'*', '+', ',', '-', '.', '/', ':', ';', '<', '=', '>', '?', 0xA1, 0xC4, 0xD6, 0xD1, 0xDC,
	0xA7, 0xBF, 0xE4, 0xF6, 0xF1, 0xFC, 0xE0};
/* Those that need an escape before them: two septets. */
static const uint32_t extended[] = {'\f', '^', '{', '}', '\\', '[', '~', ']', '|', 0x20AC};

static bool among(const uint32_t *set, size_t count, uint32_t letter)
{
	for (size_t i = 0; i < count; i++)
		if (set[i] == letter)
			return true;
	return false;
}

/* 0 when GSM-7 does not have the letter. */
static int septets(uint32_t letter)
{
	if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
		(letter >= '0' && letter <= '9') || among(basic, COUNT(basic), letter))
		return 1;
	return among(extended, COUNT(extended), letter) ? 2 : 0;
}

/* A letter of two units does not stand across two parts. */
static void add(struct sms_length *length, int64_t *in_part, int64_t size, int64_t part)
{
	if (*in_part + size > part) {
		length->segments++;
		*in_part = 0;
	}
	*in_part += size;
}

static void cut(struct sms_length *length, const char *text, int64_t one, int64_t part)
{
	int64_t in_part = 0;
	uint32_t letter;

	if (length->units <= one) {
		length->segments = length->units > 0;
		length->left = one - length->units;
		return;
	}
	length->segments = 1;
	while ((letter = utf8_next(&text)) != 0)
		add(length, &in_part, length->gsm7 ? septets(letter) : 1 + (letter > 0xFFFF), part);
	length->left = part - in_part;
}

struct sms_length sms_length(const char *text)
{
	struct sms_length length = {.gsm7 = true};
	int64_t wide = 0, narrow = 0;
	const char *at = text;
	uint32_t letter;

	while ((letter = utf8_next(&at)) != 0) {
		const int size = septets(letter);

		narrow += size;
		wide += 1 + (letter > 0xFFFF);
		length.gsm7 = length.gsm7 && size > 0;
	}
	length.units = length.gsm7 ? narrow : wide;
	if (length.gsm7)
		cut(&length, text, GSM7_ONE, GSM7_PART);
	else
		cut(&length, text, UCS2_ONE, UCS2_PART);
	return length;
}
