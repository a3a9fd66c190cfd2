/* phone_state.c - what a PBX says of a phone, in its many spellings, and what follows from it. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include <ctype.h>
#include <string.h>

const char *const line_state_words[] = {"not_in_use", "in_use", "ringing", "ringing_in_use",
	"on_hold", "busy", "unavailable", "invalid", "unknown", NULL};
const char *const registration_words[] = {"registered", "unregistered", "unknown", NULL};
const char *const phone_status_words[] = {"online", "offline", "invalid", "unknown", NULL};

/* Letters alone: NOT_INUSE, "Not in use" and NotInUse are one word. */
static bool same_letters(struct str word, const char *letters)
{
	for (size_t i = 0; i < word.len; i++) {
		const unsigned char letter = (unsigned char)word.ptr[i];

		if (!isalpha(letter))
			continue;
		if (tolower(letter) != *letters)
			return false;
		letters++;
	}
	return !*letters;
}

enum line_state line_state_read(struct str word)
{
	static const struct {
		const char *letters;
		enum line_state line;
	} words[] = {
		{"notinuse", LINE_NOT_IN_USE},
		{"inuse", LINE_IN_USE},
		{"ringing", LINE_RINGING},
		{"ringinuse", LINE_RINGING_IN_USE},
		{"ringinginuse", LINE_RINGING_IN_USE},
		{"onhold", LINE_ON_HOLD},
		{"busy", LINE_BUSY},
		{"unavailable", LINE_UNAVAILABLE},
		{"invalid", LINE_INVALID},
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (same_letters(word, words[i].letters))
			return words[i].line;
	return LINE_UNKNOWN;
}

enum line_state line_state_of_number(struct str number)
{
	static const enum line_state lines[] = {LINE_UNKNOWN, LINE_NOT_IN_USE, LINE_IN_USE,
		LINE_BUSY, LINE_INVALID, LINE_UNAVAILABLE, LINE_RINGING, LINE_RINGING_IN_USE,
		LINE_ON_HOLD};
	int64_t value;

	if (!str_int(number, &value) || value < 0 || value >= (int64_t)COUNT(lines))
		return LINE_UNKNOWN;
	return lines[value];
}

bool registration_read(struct str word, enum registration *registration)
{
	static const char *const there[] = {
		"reachable", "nonqualified", "registered", "lagged", "created", "avail", "nonqual"};
	static const char *const gone[] = {
		"unreachable", "removed", "unregistered", "rejected", "unavail"};

	for (size_t i = 0; i < COUNT(there); i++)
		if (same_letters(word, there[i])) {
			*registration = REGISTERED;
			return true;
		}
	for (size_t i = 0; i < COUNT(gone); i++)
		if (same_letters(word, gone[i])) {
			*registration = UNREGISTERED;
			return true;
		}
	return false;
}

enum phone_status phone_status_of(enum registration registration, enum line_state line)
{
	if (line == LINE_INVALID)
		return PHONE_INVALID;
	if (line == LINE_UNAVAILABLE)
		return PHONE_OFFLINE;
	if (line != LINE_UNKNOWN)
		return PHONE_ONLINE;
	if (registration == REGISTERED)
		return PHONE_ONLINE;
	return registration == UNREGISTERED ? PHONE_OFFLINE : PHONE_UNKNOWN;
}

static void settle(struct phone *phone, int64_t at_us)
{
	const enum phone_status status = phone_status_of(phone->registration, phone->line);

	if (status == phone->status)
		return;
	phone->status = status;
	phone->status_changed_us = at_us;
}

bool phone_set_line(struct phone *phone, enum line_state line, int64_t at_us)
{
	if (phone->line == line)
		return false;
	phone->line = line;
	phone->line_changed_us = at_us;
	settle(phone, at_us);
	return true;
}

bool phone_set_registration(struct phone *phone, enum registration registration, int64_t at_us)
{
	if (phone->registration == registration)
		return false;
	phone->registration = registration;
	settle(phone, at_us);
	return true;
}

struct str interface_number(struct str interface)
{
	const char *slash = memchr(interface.ptr, '/', interface.len);
	const char *colon = memchr(interface.ptr, ':', interface.len);
	const char *start = slash ? slash + 1 : colon ? colon + 1 : NULL;
	struct str number;

	if (!start)
		return (struct str){0};
	number = (struct str){start, interface.len - (size_t)(start - interface.ptr)};
	for (size_t i = 0; i < number.len; i++)
		if (strchr("@/&-,", number.ptr[i]))
			number.len = i;
	return number;
}

bool endpoint_good(const char *endpoint)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+";
	const size_t tech = strspn(endpoint,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789");
	size_t name;

	if (tech == 0 || endpoint[tech] != '/')
		return false;
	name = strspn(endpoint + tech + 1, letters);
	return name > 0 && !endpoint[tech + 1 + name] && tech + 1 + name <= ENDPOINT_BYTES_MAX;
}
