/* user_agent.c - what a browser calls itself, in words for people. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

/* The first that fits: Edge and Opera call themselves Chrome too, and Chrome Safari. */
struct device_words device_words_of(const char *user_agent)
{
	static const char *const browsers[][2] = {{"Edg", "Edge"}, {"OPR/", "Opera"},
		{"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}};
	static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},
		{"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"},
		{"Linux", "Linux"}};
	struct device_words words = {0};

	for (size_t i = 0; !words.browser && i < COUNT(browsers); i++)
		if (strstr(user_agent, browsers[i][0]))
			words.browser = browsers[i][1];
	for (size_t i = 0; !words.system && i < COUNT(systems); i++)
		if (strstr(user_agent, systems[i][0]))
			words.system = systems[i][1];
	return words;
}

const char *device_name(struct arena *arena, const char *user_agent)
{
	const struct device_words words = device_words_of(user_agent);

	if (words.browser && words.system)
		return arena_format(arena, "%s on %s", words.browser, words.system);
	if (words.browser || words.system)
		return words.browser ? words.browser : words.system;
	return "Unknown device";
}
