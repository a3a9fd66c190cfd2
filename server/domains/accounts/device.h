/* device.h - what a browser calls itself, in words for people. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_DEVICE_H
#define DOMAINS_ACCOUNTS_DEVICE_H

/* "Firefox" and "Linux": enough to tell one's devices apart; NULL where not known. */
struct device_words {
	const char *browser, *system;
};
struct device_words device_words_of(const char *user_agent);

#endif
