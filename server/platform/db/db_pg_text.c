/* db_pg_text.c - what a statement's text says about it, without asking the server. */
/* SPDX-License-Identifier: MIT */
#include "platform/db/db_pg.h"

#include <ctype.h>

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_quoted(const char *at)
{
	const char quote = *at++;

	while (*at) {
		if (*at == quote && at[1] != quote)
			return at + 1;
		at += *at == quote ? 2 : 1;
	}
	return at;
}

static const char *skip_comment(const char *at)
{
	const char *end = at[0] == '-' ? strchr(at, '\n') : strstr(at + 2, "*/");

	if (!end)
		return at + strlen(at);
	return at[0] == '-' ? end + 1 : end + 2;
}

/* The next word or $n outside of quotes and comments; false at the end. */
static bool next_word(const char **at, struct str *word)
{
	const char *p = *at;

	while (*p && !in_word(*p) && *p != '$') {
		if (*p == '\'' || *p == '"')
			p = skip_quoted(p);
		else if ((p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*'))
			p = skip_comment(p);
		else
			p++;
	}
	word->ptr = p;
	if (*p)
		p++;
	while (in_word(*p))
		p++;
	word->len = (size_t)(p - word->ptr);
	*at = p;
	return word->len > 0;
}

static bool is_one_of(struct str word, const char *const *words)
{
	for (; *words; words++)
		if (str_is_nocase(word, *words))
			return true;
	return false;
}

bool pg_text_reads(const char *text)
{
	static const char *const reading[] = {"SELECT", "WITH", "VALUES", "TABLE", "SHOW", NULL};
	static const char *const writing[] = {"INSERT", "UPDATE", "DELETE", "MERGE", NULL};
	static const char *const locking[] = {"FOR", "KEY", NULL};
	struct str word, before = {0};

	if (!next_word(&text, &word) || !is_one_of(word, reading))
		return false;
	for (; next_word(&text, &word); before = word) {
		if (is_one_of(word, writing)) /* in a WITH, or FOR UPDATE */
			return false;
		if (str_is_nocase(word, "SHARE") && is_one_of(before, locking))
			return false;
	}
	return true;
}

int pg_text_params(const char *text)
{
	struct str word;
	int64_t number;
	int highest = 0;

	while (next_word(&text, &word)) {
		struct str digits = {word.ptr + 1, word.len - 1};

		if (word.ptr[0] == '$' && str_int(digits, &number) && number > highest &&
			number < 256)
			highest = (int)number;
	}
	return highest;
}
