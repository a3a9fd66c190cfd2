/* order_search.c - the words of orders, and what people type to find them. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/orders/order_internal.h"

#include "base/utf8.h"
#include "platform/intl/intl.h"
#include "platform/jobs/jobs.h"

#define WORD_LETTERS_MAX 64
#define INDEX_BATCH 100
#define INDEX_BATCHES_MAX 100 /* at a time; what is left comes a second later */

/*
 * Letters that every version of both engines takes for letters. All others are
 * spelled in ASCII, so that a word stays one word to them.
 */
static const struct {
	uint32_t from, to;
} plain_letters[] = {
	{'0', '9'},
	{'a', 'z'},
	{0xdf, 0xf6},
	{0xf8, 0x17f},
	{0x3ac, 0x3ce},
	{0x430, 0x45f},
	{0x5d0, 0x5ea},
	{0x621, 0x63a},
	{0x641, 0x64a},
	{0x671, 0x6d3},
	{0x4e00, 0x9fcc},
	{0xac00, 0xd7a3},
};

static bool is_plain(uint32_t letter)
{
	for (size_t i = 0; i < COUNT(plain_letters); i++)
		if (letter >= plain_letters[i].from && letter <= plain_letters[i].to)
			return true;
	return false;
}

/* Add " word" for each word of folded text. */
static void add_words(struct buf *out, const char *folded)
{
	const char *at = folded;
	int letters = 0;

	while (*at) {
		const char *begin = at;
		const uint32_t letter = utf8_next(&at);

		if (letter == ' ') {
			letters = 0;
			continue;
		}
		if (letters == 0)
			buf_byte(out, ' ');
		if (letters++ >= WORD_LETTERS_MAX)
			continue;
		if (is_plain(letter))
			buf_add(out, begin, (size_t)(at - begin));
		else
			buf_format(out, "u%x", (unsigned)letter);
	}
}

static void add_tail(struct buf *out, const char *digits, size_t length, size_t tail)
{
	if (length > tail) {
		buf_byte(out, ' ');
		buf_text(out, digits + length - tail);
	}
}

/* A number is looked for whole, without its country, and by its last seven digits. */
static void add_phone(struct buf *out, const char *phone)
{
	const char *digits = phone[0] == '+' ? phone + 1 : phone;
	const size_t length = strlen(digits);

	if (length == 0)
		return;
	buf_byte(out, ' ');
	buf_text(out, digits);
	add_tail(out, digits, length, 9);
	add_tail(out, digits, length, 7);
}

const char *order_search_body(struct arena *arena, const struct order *order)
{
	struct buf out = buf_in(arena, 512);

	buf_format(&out, " %lld ord%06lld", (long long)order->id, (long long)order->id);
	add_phone(&out, order->customer_phone);
	add_words(&out,
		intl_fold(arena,
			arena_format(arena, "%s %s %s %s %s %s",
				order->external_code ? order->external_code : "",
				order->customer_name, order->product_name,
				order->product_code ? order->product_code : "", order->seller_name,
				order->area)));
	return out.ptr;
}

/* ---- What was typed ---------------------------------------------------------- */

static bool only_digits(const char *text)
{
	bool digits = false;

	for (; *text; text++) {
		if (*text != ' ' && (*text < '0' || *text > '9'))
			return false;
		digits = digits || *text != ' ';
	}
	return digits;
}

/* "050 123 4567" to "0501234567": spaces inside a number mean nothing. */
static const char *join_digits(struct arena *arena, const char *text)
{
	struct buf out = buf_in(arena, strlen(text));

	for (; *text; text++)
		if (*text != ' ')
			buf_byte(&out, *text);
	return out.ptr;
}

static void add_term(struct arena *arena, struct order_terms *terms, struct buf *match, size_t at,
	const char *word)
{
	terms->like[at] = arena_format(arena, "%% %s%%", word);
	buf_format(match, "\"%s\"*", word);
}

/* A number is found as it is written and without its leading zeros: 0501.., 00971.., 001847. */
static void digit_terms(struct arena *arena, const char *digits, struct order_terms *terms)
{
	struct buf match = buf_in(arena, 64);
	const char *bare = digits + strspn(digits, "0");

	add_term(arena, terms, &match, 0, digits);
	if (*bare && bare != digits) {
		buf_text(&match, " OR ");
		add_term(arena, terms, &match, 1, bare);
	} else {
		terms->like[1] = terms->like[0];
	}
	terms->match = match.ptr;
}

static size_t word_terms(struct arena *arena, const char *folded, struct order_terms *terms)
{
	struct buf words = buf_in(arena, 128), match = buf_in(arena, 128);
	struct str rest;
	size_t count = 0;

	add_words(&words, folded);
	rest = str_of(words.ptr);
	while (rest.ptr && rest.len && count < ORDER_SEARCH_WORDS) {
		const struct str word = str_cut(rest, ' ', &rest);

		if (word.len == 0)
			continue;
		if (count > 0)
			buf_text(&match, " AND ");
		add_term(arena, terms, &match, count ? count + 1 : 0,
			arena_text_n(arena, word.ptr, word.len));
		count++;
	}
	terms->like[1] = terms->like[0];
	terms->match = match.ptr;
	return count;
}

bool order_search_terms(struct arena *arena, const char *typed, struct order_terms *terms)
{
	const char *folded = intl_fold(arena, typed);
	const struct str trimmed = str_trim(str_of(typed));
	int64_t id, year;

	for (size_t i = 0; i < COUNT(terms->like); i++)
		terms->like[i] = "%";
	if (only_digits(folded)) {
		digit_terms(arena, join_digits(arena, folded), terms);
		return true;
	}
	if (order_key_read(arena_text_n(arena, trimmed.ptr, trimmed.len), &id, &year))
		folded = arena_format(arena, "ord%06lld", (long long)id);
	return word_terms(arena, folded, terms) > 0;
}

/* Small steps, so that nobody waits for the index to be written. */
enum err order_search_run(struct cx *cx, const struct job *job)
{
	(void)job;
	for (int batch = 0; batch < INDEX_BATCHES_MAX && !jobs_stopping(); batch++) {
		size_t moved;

		TRY(order_search_index(cx, INDEX_BATCH, &moved));
		if (moved < INDEX_BATCH)
			break;
	}
	return OK;
}
