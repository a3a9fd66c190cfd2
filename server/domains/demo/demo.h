/* demo.h - two companies to look around in, at any size. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DEMO_DEMO_H
#define DOMAINS_DEMO_DEMO_H

#include "base/cx.h"

struct db_pool;

struct demo_options {
	const char *password; /* of every demo user; checked against the password policy */
	int64_t scale; /* 1: about 400 orders in gulf; N: N times as many, over three years */
	int64_t now_us; /* "today"; 0 = the clock */
	/* From time to time; what is a short noun. May be NULL. */
	void (*progress)(const char *what, int64_t done, int64_t all, void *arg);
	void *arg;
};

/*
 * Make the companies `gulf` and `homes` with people, customers, orders and
 * their history. The same scale and day make the same rows. Opens and commits
 * its own units of work, so a failure in the middle of a large scale leaves
 * companies that are only partly filled.
 *
 * ERR_CONFLICT  one of the companies exists
 * ERR_INVALID   the password does not meet the policy
 * *why is a sentence for the terminal (good until the next call on this thread).
 */
MUST_USE enum err demo_fill(
	struct db_pool *pool, const struct demo_options *options, const char **why);

#endif
