/* fold.c - text as search and sorting see it (ICU normalisation; see docs/internals/intl.md). */
/* SPDX-License-Identifier: MIT */
#include "platform/intl/intl.h"

#include <assert.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#define ARABIC_TATWEEL 0x0640

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Most names and codes are ASCII: one pass, no ICU. */
static const char *fold_plain(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 1);
	size_t length = 0;
	bool gap = false;

	for (; *text; text++) {
		char c = *text;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
			gap = length > 0;
			continue;
		}
		if (gap)
			out[length++] = ' ';
		gap = false;
		out[length++] = c;
	}
	out[length] = '\0';
	return out;
}

/* Accents of Latin, Greek and Cyrillic and Arabic vowel signs; not the vowels of Indian scripts. */
static bool is_accent(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script;

	if (u_charType(c) != U_NON_SPACING_MARK)
		return false;
	script = uscript_getScript(c, &status);
	return script == USCRIPT_INHERITED || script == USCRIPT_ARABIC || script == USCRIPT_LATIN ||
		script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
}

/* Letters that people use for one another; hamza carriers are already taken apart by NFD. */
static UChar32 unify(UChar32 c)
{
	switch (c) {
	case 0x0671: /* alef wasla */
		return 0x0627;
	case 0x0649: /* alef maqsura */
	case 0x06CC: /* Farsi yeh */
		return 0x064A;
	case 0x0629: /* teh marbuta */
		return 0x0647;
	case 0x06A9: /* keheh */
		return 0x0643;
	default:
		break;
	}
	if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
		return '0' + u_charDigitValue(c);
	return c;
}

static bool is_word(UChar32 c)
{
	return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

/* ICU's own macro mixes signs. Unpaired halves stand for themselves; they are no letters. */
static UChar32 next_point(const UChar *text, int32_t length, int32_t *at)
{
	const UChar lead = text[(*at)++];

	if (!U16_IS_LEAD(lead) || *at == length || !U16_IS_TRAIL(text[*at]))
		return lead;
	return 0x10000 + (lead - 0xD800) * 0x400 + (text[(*at)++] - 0xDC00);
}

/* Drop accents, unify letters and digits, everything else to single blanks; in place. */
static int32_t reduce(UChar *text, int32_t length)
{
	int32_t from = 0, to = 0;
	bool gap = false;

	while (from < length) {
		UChar32 c = next_point(text, length, &from);

		if (c == ARABIC_TATWEEL || is_accent(c))
			continue;
		c = unify(c);
		if (!is_word(c)) {
			gap = to > 0;
			continue;
		}
		if (gap)
			text[to++] = ' '; /* takes the place of at least one dropped unit */
		gap = false;
		U16_APPEND_UNSAFE(text, to, (uint32_t)c);
	}
	return to;
}

/* One step of normalisation into the arena. ICU's normalizers are shared and immutable. */
static UChar *normalize(struct arena *arena, const UNormalizer2 *how, const UChar *text,
	int32_t length, int32_t *out_length)
{
	int32_t room = length * 2 + 32;

	for (;;) {
		UErrorCode status = U_ZERO_ERROR;
		UChar *out = arena_array(arena, (size_t)room, sizeof(UChar));

		*out_length = unorm2_normalize(how, text, length, out, room, &status);
		if (status != U_BUFFER_OVERFLOW_ERROR) {
			assert(U_SUCCESS(status));
			return out;
		}
		room = *out_length + 1;
	}
}

bool intl_open(void)
{
	UErrorCode status = U_ZERO_ERROR;

	(void)unorm2_getNFKCCasefoldInstance(&status);
	(void)unorm2_getNFDInstance(&status);
	(void)unorm2_getNFCInstance(&status);
	return U_SUCCESS(status);
}

static const char *fold_any(struct arena *arena, const char *text)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t bytes = (int32_t)strlen(text), length = 0;
	UChar *wide = arena_array(arena, (size_t)bytes + 1, sizeof(UChar));
	char *out;
	int32_t room;

	u_strFromUTF8WithSub(wide, bytes + 1, &length, text, bytes, 0xFFFD, NULL, &status);
	assert(U_SUCCESS(status));
	/* Casefolding NFKC, then apart, so that accents stand alone. */
	wide = normalize(arena, unorm2_getNFKCCasefoldInstance(&status), wide, length, &length);
	wide = normalize(arena, unorm2_getNFDInstance(&status), wide, length, &length);
	length = reduce(wide, length);
	wide = normalize(arena, unorm2_getNFCInstance(&status), wide, length, &length);

	room = length * 3 + 1;
	out = arena_alloc(arena, (size_t)room);
	u_strToUTF8(out, room, &length, wide, length, &status);
	assert(U_SUCCESS(status));
	return out;
}

const char *intl_fold(struct arena *arena, const char *text)
{
	return is_plain(text) ? fold_plain(arena, text) : fold_any(arena, text);
}
