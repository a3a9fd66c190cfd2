/*
 * lockout.c - how long failures block, and whom.
 *
 * Three counters, so that guessing is slow and yet nobody can lock somebody
 * else out: an account from one address (few failures), an account from
 * everywhere (many more), and an address whatever the accounts. A remembered
 * device of the account counts by itself and passes the second one by.
 */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/login_internal.h"

#include <arpa/inet.h>

const struct lockout_rule lockout_rules[] = {
	[LOCKOUT_NEAR] = {.limit = 10,
		.window_us = US_PER_HOUR,
		.first_us = US_PER_MINUTE,
		.longest_us = US_PER_HOUR},
	[LOCKOUT_ACCOUNT] = {.limit = 100,
		.window_us = US_PER_DAY,
		.first_us = 15 * US_PER_MINUTE,
		.longest_us = US_PER_HOUR},
	[LOCKOUT_ADDRESS] = {.limit = 100,
		.window_us = 15 * US_PER_MINUTE,
		.first_us = US_PER_MINUTE,
		.longest_us = 15 * US_PER_MINUTE},
	[LOCKOUT_BADGE] = {.limit = 10,
		.window_us = 15 * US_PER_MINUTE,
		.first_us = US_PER_MINUTE,
		.longest_us = US_PER_HOUR},
};

#define LONGEST_WINDOW_US US_PER_DAY

int64_t lockout_block_us(const struct lockout_rule *rule, int64_t failures)
{
	int64_t block_us = rule->first_us;

	if (failures < rule->limit)
		return 0;
	for (int64_t n = rule->limit; n < failures && block_us < rule->longest_us; n++)
		block_us *= 2;
	return block_us < rule->longest_us ? block_us : rule->longest_us;
}

static const char *scope_of(enum lockout_kind kind)
{
	return kind == LOCKOUT_ADDRESS || kind == LOCKOUT_BADGE ? "address" : "account";
}

/* The counters share a table: a badge reader's failures are not those of its keyboard. */
static const char *subject_of(struct cx *cx, enum lockout_kind kind, const char *subject)
{
	return kind == LOCKOUT_BADGE ? arena_format(cx->arena, "badge:%s", subject) : subject;
}

enum err lockout_check(struct cx *cx, enum lockout_kind kind, const char *subject)
{
	int64_t until_us;

	TRY(login_store_blocked(cx, scope_of(kind), subject_of(cx, kind, subject), &until_us));
	if (until_us <= cx->now_us)
		return OK;
	cx->failure.retry_after_s = (until_us - cx->now_us) / US_PER_SECOND + 1;
	return fail(cx, ERR_RATE, NULL, "Too many failed attempts. Please try again later.");
}

enum err lockout_count(struct cx *cx, enum lockout_kind kind, const char *subject)
{
	const struct lockout_rule *rule = &lockout_rules[kind];
	int64_t failures;
	int64_t block_us;

	subject = subject_of(cx, kind, subject);
	TRY(login_store_failure(
		cx, scope_of(kind), subject, cx->now_us - rule->window_us, &failures));
	block_us = lockout_block_us(rule, failures);
	if (!block_us)
		return OK;
	return login_store_block(cx, scope_of(kind), subject, cx->now_us + block_us);
}

enum err lockout_clear(struct cx *cx, enum lockout_kind kind, const char *subject)
{
	return login_store_clear(cx, scope_of(kind), subject_of(cx, kind, subject));
}

const char *lockout_address(struct arena *arena, const char *ip)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];

	/* A household or office has a /64 of IPv6: its last half is the caller's own choice. */
	if (inet_pton(AF_INET6, ip, bytes) != 1)
		return ip;
	memset(bytes + 8, 0, 8);
	if (!inet_ntop(AF_INET6, bytes, text, sizeof(text)))
		return ip;
	return arena_format(arena, "%s/64", text);
}

enum err lockout_sweep(struct cx *cx)
{
	return login_store_sweep(cx, cx->now_us - LONGEST_WINDOW_US);
}
