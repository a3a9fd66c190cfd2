/* email.c - is it one plausible e-mail address? */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#define LOCAL_MAX 64
#define EMAIL_MAX 254
#define LABEL_MAX 63

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool local_is_good(struct str local)
{
	if (!local.len || local.len > LOCAL_MAX || local.ptr[0] == '.' ||
		local.ptr[local.len - 1] == '.')
		return false;
	for (size_t i = 0; i < local.len; i++) {
		char c = local.ptr[i];

		if (!is_alnum(c) && (!c || !strchr("!#$%&'*+/=?^_`{|}~.-", c)))
			return false;
		if (c == '.' && local.ptr[i + 1] == '.')
			return false;
	}
	return true;
}

static bool label_is_good(struct str label)
{
	if (!label.len || label.len > LABEL_MAX || label.ptr[0] == '-' ||
		label.ptr[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!is_alnum(label.ptr[i]) && label.ptr[i] != '-')
			return false;
	return true;
}

static bool domain_is_good(struct str domain)
{
	size_t labels = 0;

	if (!domain.len || domain.ptr[domain.len - 1] == '.')
		return false;
	while (domain.len) {
		if (!label_is_good(str_cut(domain, '.', &domain)))
			return false;
		labels++;
	}
	return labels >= 2;
}

bool email_read(struct arena *arena, struct str text, const char **email)
{
	struct str domain;
	struct str local = str_cut(text, '@', &domain);
	char *lower;

	if (text.len > EMAIL_MAX || !local_is_good(local) || !domain_is_good(domain))
		return false;
	lower = arena_text_n(arena, text.ptr, text.len);
	for (char *at = lower; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	*email = lower;
	return true;
}
