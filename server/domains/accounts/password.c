/* password.c - what makes a password acceptable. Requests and resets: recovery.c. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_internal.h"

#include "base/utf8.h"

#define LEAST 8
#define MOST 128

static char lower(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte;
}

/* The letter a digit or sign stands for when people "strengthen" a word. */
static char plain_letter(char byte, char one)
{
	switch (byte) {
	case '0':
		return 'o';
	case '1':
	case '!':
		return one;
	case '3':
		return 'e';
	case '4':
	case '@':
		return 'a';
	case '5':
	case '$':
		return 's';
	case '7':
		return 't';
	default:
		return byte;
	}
}

/* "P@ssw0rd2026!" -> "password"; `one` says whether 1 is an i or an l. */
static void spell_plainly(const char *password, char one, char word[MOST + 1])
{
	size_t length = 0;

	for (const char *at = password; *at && length < MOST; at++)
		word[length++] = lower(*at);
	while (length && !(word[length - 1] >= 'a' && word[length - 1] <= 'z') &&
		(unsigned char)word[length - 1] < 0x80)
		length--;
	word[length] = '\0';
	for (size_t i = 0; i < length; i++)
		word[i] = plain_letter(word[i], one);
}

static int compare_words(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

static bool is_word(const char *word)
{
	return bsearch(word, password_words, password_word_count, sizeof(*password_words),
		       compare_words) != NULL;
}

/* "1234567890", "98765432", "aaaaaaaa", "abcdefgh". */
static bool is_run(const char *password)
{
	const int step = password[0] ? password[1] - password[0] : 0;

	if (step < -1 || step > 1)
		return false;
	for (const char *at = password; at[0] && at[1]; at++)
		if (at[1] - at[0] != step && !(at[0] == '9' && at[1] == '0'))
			return false;
	return true;
}

/* "12341234", "abcabcabc": a short piece again and again. */
static bool is_repeated(const char *password)
{
	const size_t length = strlen(password);

	for (size_t piece = 1; piece <= 4 && piece * 2 <= length; piece++)
		if (length % piece == 0 && memcmp(password, password + piece, length - piece) == 0)
			return true;
	return false;
}

static bool only_digits(const char *password)
{
	return password[strspn(password, "0123456789-. ")] == '\0';
}

bool password_is_common(const char *password)
{
	char word[MOST + 1];

	if (is_run(password) || is_repeated(password))
		return true;
	/* A year, a birthday, a phone number. */
	if (only_digits(password) && strlen(password) <= 10)
		return true;
	spell_plainly(password, 'i', word);
	if (is_word(word))
		return true;
	spell_plainly(password, 'l', word);
	return is_word(word);
}

/* "gulf-commerce" -> "gulfcommerce" */
static void squeeze(char *word)
{
	size_t length = 0;

	for (const char *at = word; *at; at++)
		if (*at != ' ' && *at != '-' && *at != '_' && *at != '.')
			word[length++] = *at;
	word[length] = '\0';
}

/* Is it the name, spelled plainly, whatever stands between its parts? */
static bool is_name(const char *password, const char *name)
{
	char word[MOST + 1];
	char other[MOST + 1];

	if (text_empty(name) || strlen(name) > MOST)
		return false;
	if (strcasecmp(password, name) == 0)
		return true;
	spell_plainly(password, 'i', word);
	spell_plainly(name, 'i', other);
	squeeze(word);
	squeeze(other);
	return *other && strcmp(word, other) == 0;
}

const char *password_fault(const char *password, const struct password_owner *owner)
{
	const size_t count = password ? utf8_count(password) : 0;

	if (count < LEAST)
		return WORDS("The password has at least 8 characters.");
	if (count > MOST)
		return WORDS("The password has at most 128 characters.");
	if (is_name(password, owner->username) || is_name(password, owner->email))
		return WORDS("The password must not be your own name or address.");
	if (is_name(password, owner->company_name) || is_name(password, owner->company_code))
		return WORDS("The password must not be the company's name.");
	if (password_is_common(password))
		return WORDS("This password is one of the most common ones.");
	return NULL;
}

enum err password_check(
	struct cx *cx, const char *field, const char *password, const struct password_owner *owner)
{
	const char *fault = password_fault(password, owner);

	return fault ? fail(cx, ERR_INVALID, field, "%s", cx_say(cx, fault)) : OK;
}
