/* widget_origin.c - which pages may show a widget: scheme, host and port, nothing else of an address. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget.h"

#define PARENTS_MAX 8

static enum err refuse(struct cx *cx)
{
	return fail(cx, ERR_INVALID, "origins",
		"Write https://shop.example.com, *.example.com, or * for any page.");
}

/* ---- Reading ------------------------------------------------------------------------------ */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Names and IPv4 of lower-case letters, digits, hyphens and single dots; no dot at either end. */
static bool host_is_good(struct str host)
{
	char before = '.';

	if (!host.len || host.len > 253)
		return false;
	for (size_t i = 0; i < host.len; i++) {
		const char c = host.ptr[i];

		if (c == '.' ? before == '.' || before == '-'
			     : !is_letter(c) && (c != '-' || before == '.'))
			return false;
		before = c;
	}
	return is_letter(before);
}

/* [::1] and its like: who writes that knows how browsers write it. */
static bool address6_is_good(struct str host)
{
	if (host.len < 4 || host.len > 47 || host.ptr[0] != '[' || host.ptr[host.len - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < host.len; i++)
		if (!strchr("0123456789abcdef:.", host.ptr[i]))
			return false;
	return true;
}

static bool port_is_good(struct str port)
{
	int64_t number;

	return port.len && port.ptr[0] != '0' && str_int(port, &number) && number >= 1 &&
		number <= 65535;
}

/* host[:port]; the port that the scheme means anyway is left out, as browsers do. */
static bool split_authority(struct str authority, struct str *host, struct str *port)
{
	size_t end = authority.len;

	while (end && authority.ptr[end - 1] != ':' && authority.ptr[end - 1] != ']')
		end--;
	*port = (struct str){0};
	*host = authority;
	if (end && authority.ptr[end - 1] == ':') {
		*host = (struct str){authority.ptr, end - 1};
		*port = (struct str){authority.ptr + end, authority.len - end};
		if (!port_is_good(*port))
			return false;
	}
	return host_is_good(*host) || address6_is_good(*host);
}

static char *lowered(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text);

	for (char *at = copy; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

/* The same text for the same origin, or NULL. */
static const char *regular(struct arena *arena, const char *text)
{
	const char *const standard_port[] = {"443", "80"};
	static const char *const schemes[] = {"https://", "http://"};
	char *low = lowered(arena, text);
	size_t length = strlen(low);
	struct str host, port, authority;

	if (length && low[length - 1] == '/')
		low[--length] = '\0';
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (!str_starts((struct str){low, length}, schemes[i]))
			continue;
		authority = str_of(low + strlen(schemes[i]));
		if (!split_authority(authority, &host, &port))
			return NULL;
		if (!port.len || str_is(port, standard_port[i]))
			return arena_format(arena, "%s%.*s", schemes[i], (int)host.len, host.ptr);
		return low;
	}
	return NULL;
}

enum err widget_origin_read(struct cx *cx, const char *text, const char **origin)
{
	const char *low;

	if (strlen(text) > WIDGET_ORIGIN_LETTERS)
		return refuse(cx);
	if (text_is(text, "*")) {
		*origin = "*";
		return OK;
	}
	low = lowered(cx->arena, text);
	if (str_starts(str_of(low), "*.")) {
		/* "*.com" would be half of the world. */
		*origin = host_is_good(str_of(low + 2)) && strchr(low + 2, '.') ? low : NULL;
	} else {
		*origin = regular(cx->arena, text);
	}
	return *origin ? OK : refuse(cx);
}

/* ---- Comparing ------------------------------------------------------------------------------ */

/* Pages below a host: over TLS, at its own port, and not the host itself. */
static bool below(const char *host, const char *origin)
{
	const size_t length = strlen(host);
	struct str name;

	if (!str_starts(str_of(origin), "https://"))
		return false;
	name = str_of(origin + strlen("https://"));
	return name.len > length + 1 && name.ptr[name.len - length - 1] == '.' &&
		strcmp(name.ptr + name.len - length, host) == 0 && host_is_good(name);
}

bool widget_origin_fits(const char *entry, const char *origin)
{
	if (strcmp(entry, "*") == 0)
		return true;
	if (str_starts(str_of(entry), "*."))
		return below(entry + 2, origin);
	return strcmp(entry, origin) == 0;
}

bool widget_origin_in(const char *const *entries, const char *origin)
{
	for (; *entries; entries++)
		if (widget_origin_fits(*entries, origin))
			return true;
	return false;
}

const char *const *widget_origin_entries(struct arena *arena, const char *origin)
{
	const char **entries = arena_array(arena, PARENTS_MAX + 3, sizeof(*entries));
	const char *host = origin + strlen("https://");
	size_t count = 0;

	if (strlen(origin) > WIDGET_ORIGIN_LETTERS)
		return NULL;
	entries[count++] = "*";
	entries[count++] = origin;
	if (!str_starts(str_of(origin), "https://"))
		return entries;
	for (const char *dot = strchr(host, '.'); dot && count < PARENTS_MAX + 2;
		dot = strchr(dot + 1, '.'))
		entries[count++] = arena_format(arena, "*%s", dot);
	return entries;
}
