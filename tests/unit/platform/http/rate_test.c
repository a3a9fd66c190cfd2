/* rate_test.c - buckets at given times, and addresses behind proxies. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "platform/http/http_net.h"
#include "platform/http/http_rate.h"

#define START (10 * US_PER_HOUR)

static void a_minutes_worth_may_come_at_once(void **state)
{
	struct rate_table *table = rate_new(64, 1);
	struct rate_answer answer;

	(void)state;
	for (int i = 0; i < 20; i++) {
		answer = rate_take(table, RATE_LOGIN, 5, 20, START, false);
		assert_true(answer.allowed);
		assert_int_equal(answer.remaining, 19 - i);
	}
	answer = rate_take(table, RATE_LOGIN, 5, 20, START, false);
	assert_false(answer.allowed);
	assert_int_equal(answer.limit, 20);
	assert_int_equal(answer.remaining, 0);
	assert_int_equal(answer.retry_after_s, 3);
	/* Refused ones cost nothing: after three seconds there is one more. */
	answer = rate_take(table, RATE_LOGIN, 5, 20, START + 3 * US_PER_SECOND, false);
	assert_true(answer.allowed);
	answer = rate_take(table, RATE_LOGIN, 5, 20, START + 3 * US_PER_SECOND, false);
	assert_false(answer.allowed);
	/* A minute later the bucket is full again, and not fuller. */
	answer = rate_take(table, RATE_LOGIN, 5, 20, START + 10 * US_PER_MINUTE, false);
	assert_int_equal(answer.remaining, 19);
	rate_free(&table);
}

static void looking_takes_nothing(void **state)
{
	struct rate_table *table = rate_new(64, 1);

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(rate_take(table, RATE_IP, 1, 3, START, true).allowed);
	for (int i = 0; i < 3; i++)
		assert_true(rate_take(table, RATE_IP, 1, 3, START, false).allowed);
	assert_false(rate_take(table, RATE_IP, 1, 3, START, true).allowed);
	rate_free(&table);
}

static void classes_and_keys_are_apart(void **state)
{
	struct rate_table *table = rate_new(64, 1);

	(void)state;
	assert_true(rate_take(table, RATE_IP, 1, 1, START, false).allowed);
	assert_false(rate_take(table, RATE_IP, 1, 1, START, false).allowed);
	assert_true(rate_take(table, RATE_USER, 1, 1, START, false).allowed);
	assert_true(rate_take(table, RATE_IP, 2, 1, START, false).allowed);
	assert_true(rate_take(table, RATE_IP, 1, 0, START, false).allowed); /* no limit */
	rate_free(&table);
}

/* A spray of a million addresses must not free the one that is being held back. */
static void a_spray_does_not_help_the_busy(void **state)
{
	struct rate_table *table = rate_new(1024, 1);

	(void)state;
	for (int i = 0; i < 60; i++)
		(void)rate_take(table, RATE_IP, 7, 60, START, false);
	assert_false(rate_take(table, RATE_IP, 7, 60, START, false).allowed);
	for (uint64_t other = 1000; other < 1001000; other++)
		(void)rate_take(table, RATE_IP, other, 60, START, false);
	assert_false(rate_take(table, RATE_IP, 7, 60, START, false).allowed);
	rate_free(&table);
}

static struct net_address address(const char *text)
{
	struct net_address result = {0};

	assert_true(net_parse(text, strlen(text), &result));
	return result;
}

static void ipv6_counts_by_its_network(void **state)
{
	struct net_address a = address("2001:db8:1:2:3:4:5:6"), b = address("2001:db8:1:2:ffff::1");
	struct net_address c = address("2001:db8:1:3::1"), d = address("10.0.0.1");
	struct net_address e = address("10.0.0.2"), f = address("::ffff:10.0.0.1");
	struct net_address ga = net_group(&a), gb = net_group(&b), gc = net_group(&c);
	struct net_address gd = net_group(&d), ge = net_group(&e), gf = net_group(&f);

	(void)state;
	assert_true(net_same(&ga, &gb));
	assert_false(net_same(&ga, &gc));
	assert_false(net_same(&gd, &ge));
	assert_true(net_same(&gd, &gf));
}

static void only_trusted_proxies_are_believed(void **state)
{
	static const char *const texts[] = {"10.0.0.0/8", "192.168.1.1", "2001:db8::/32", NULL};
	static const struct {
		const char *peer, *forwarded, *client;
	} cases[] = {
		{"203.0.113.9", "1.2.3.4", "203.0.113.9"},
		{"10.1.1.1", NULL, "10.1.1.1"},
		{"10.1.1.1", "", "10.1.1.1"},
		{"10.1.1.1", "1.2.3.4", "1.2.3.4"},
		{"10.1.1.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"},
		{"10.1.1.1", "1.2.3.4, 192.168.1.1", "1.2.3.4"},
		{"10.1.1.1", "1.2.3.4,10.2.2.2 , 192.168.1.1", "1.2.3.4"},
		{"10.1.1.1", "1.2.3.4, nonsense", "10.1.1.1"},
		{"10.1.1.1", "1.2.3.4, ", "10.1.1.1"},
		{"2001:db8::5", "2001:4860::1", "2001:4860::1"},
		{"192.168.1.2", "1.2.3.4", "192.168.1.2"},
	};
	struct arena *arena = arena_new(0);
	struct net_list list;
	const char *bad;

	(void)state;
	assert_true(net_list_read(arena, texts, &list, &bad));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct net_address peer = address(cases[i].peer);
		struct net_address client = net_client(&list, &peer, cases[i].forwarded);
		char text[NET_TEXT_BYTES];

		net_write(&client, text);
		if (strcmp(text, cases[i].client) != 0)
			fail_msg("%s via %s: %s",
				cases[i].forwarded ? cases[i].forwarded : "nothing", cases[i].peer,
				text);
	}
	assert_false(net_list_read(arena, (const char *const[]){"10.0.0.0/33", NULL}, &list, &bad));
	assert_false(net_list_read(arena, (const char *const[]){"proxy", NULL}, &list, &bad));
	assert_string_equal(bad, "proxy");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_minutes_worth_may_come_at_once),
		cmocka_unit_test(looking_takes_nothing),
		cmocka_unit_test(classes_and_keys_are_apart),
		cmocka_unit_test(a_spray_does_not_help_the_busy),
		cmocka_unit_test(ipv6_counts_by_its_network),
		cmocka_unit_test(only_trusted_proxies_are_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
