/* fetch_url_test.c - the same address in every spelling, and what else people type (S-1). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/auth/auth.h"
#include "platform/fetch/fetch_internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static bool passes(const char *url)
{
	struct cx cx = {.arena = arena_new(0), .actor = actor_nobody()};
	enum err outcome = fetch_url_check(&cx, "url", url);

	if (outcome != OK)
		assert_case(outcome == ERR_INVALID && text_is(cx.failure.fields->field, "url") &&
				!text_empty(cx.failure.fields->reason),
			url);
	arena_free(&cx.arena);
	return outcome == OK;
}

static void a_table_of_spellings(void **state)
{
	static const struct {
		const char *url;
		bool good;
	} cases[] = {
		{"https://api.sms.example.com/v1/send", true},
		{"http://hooks.example.com:8080/a?b=c#d", true},
		{"https://8.8.8.8/", true},
		{"https://[2a00:1450:4001:831::200e]/", true},
		{"HTTPS://EXAMPLE.COM", true},
		{"https://example.com.", true},
		{"https://xn--mgbh0fb.example/", true},
		/* loopback */
		{"http://127.0.0.1/", false},
		{"http://127.0.0.1:8000/", false},
		{"http://127.1/", false},
		{"http://127.255.255.254/", false},
		{"http://0/", false},
		{"http://0.0.0.0/", false},
		{"http://2130706433/", false},
		{"http://017700000001/", false},
		{"http://0x7f.1/", false},
		{"http://0x7f000001/", false},
		{"http://0X7F.0.0.1/", false},
		{"http://0177.0.0.01/", false},
		{"http://127.0.0.1./", false},
		{"http://127.1./", false},
		{"http://%31%32%37.0.0.1/", false},
		{"http://%30x7f.1/", false},
		{"http://127.0.0.256/", false},
		{"http://1.2.3.4.5/", false},
		{"http://999999999999/", false},
		{"http:/127.0.0.1/", false},
		{"http:///127.0.0.1/", false},
		{"http://[::1]/", false},
		{"http://[::]/", false},
		{"http://[0:0:0:0:0:0:0:1]/", false},
		{"http://[::ffff:127.0.0.1]/", false},
		{"http://[::ffff:7f00:1]/", false},
		{"http://[::ffff:8.8.8.8]/", false},
		{"http://[::127.0.0.1]/", false},
		{"http://[64:ff9b::7f00:1]/", false},
		{"http://[64:ff9b::808:808]/", true},
		{"http://[2002:7f00:1::]/", false},
		{"http://[2001:0:5ef5:79fd::1]/", false},
		{"http://localhost/", false},
		{"http://LOCALHOST/", false},
		{"http://localhost./", false},
		{"http://a.localhost/", false},
		{"http://notlocalhost.example/", true},
		/* inside */
		{"http://10.0.0.5/", false},
		{"http://10.255.255.255/", false},
		{"http://11.0.0.1/", true},
		{"http://172.16.0.1/", false},
		{"http://172.31.255.255/", false},
		{"http://172.32.0.1/", true},
		{"http://192.168.1.1/", false},
		{"http://100.64.0.1/", false},
		{"http://100.127.255.255/", false},
		{"http://100.128.0.1/", true},
		{"http://169.254.169.254/latest/meta-data/", false},
		{"http://[fe80::1]/", false},
		{"http://[fe80::1%25eth0]/", false},
		{"http://[fd00::1]/", false},
		{"http://[fd00:ec2::254]/", false},
		{"http://[fec0::1]/", false},
		{"http://[ff02::1]/", false},
		{"http://224.0.0.1/", false},
		{"http://255.255.255.255/", false},
		{"http://198.18.0.1/", false},
		{"http://metadata/", false},
		{"http://metadata.google.internal/", false},
		{"http://printer.local/", false},
		{"http://router.lan/", false},
		{"http://10.0.0.1.nip.io/", false},
		{"http://anything.sslip.io./", false},
		{"http://snip.io/", true},
		/* what is no web address */
		{"", false},
		{"example.com", false},
		{"//example.com/", false},
		{"/path", false},
		{"https://", false},
		{"https://./", false},
		{"https:///", false},
		{"gopher://example.com/", false},
		{"file:///etc/passwd", false},
		{"ftp://example.com/", false},
		{"dict://example.com/", false},
		{"smtp://example.com/", false},
		{"javascript:alert(1)", false},
		{"http://a@127.0.0.1/", false},
		{"http://user@example.com/", false},
		{"http://user:secret@example.com/", false},
		{"http://example.com@127.0.0.1/", false},
		{"http://example.com\\@127.0.0.1/", false},
		{"http://exa mple.com/", false},
		{" http://example.com/", false},
		{"http://example.com/\r\nX: y", false},
		{"http://example.com/\n", false},
		{"http://ex\xc3\xa4mple.com/", false},
		{"http://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1/", false}, /* circled digits */
		{"http://127\xe3\x80\x82\x30.0.1/", false}, /* ideographic full stop */
		{"http://example.com:99999/", false},
		{"http://example.com:abc/", false},
		{"http://exam_ple.example.com/", true},
		{"http://exam!ple.example.com/", false},
	};
	const char *why = NULL;

	(void)state;
	assert_true(fetch_allow_set(NULL, &why));
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(passes(cases[i].url) == cases[i].good, cases[i].url);
	assert_false(passes(NULL));
}

static void very_long_ones_are_refused(void **state)
{
	char url[4000] = "https://example.com/";

	(void)state;
	memset(url + strlen(url), 'a', 2500);
	assert_false(passes(url));
	url[1500] = '\0';
	assert_true(passes(url));
}

static void the_operator_opens_what_is_needed(void **state)
{
	static const char *const some[] = {"127.0.0.1/8", "10.0.0.5", "fd00:1::/32", NULL};
	const char *why = NULL;

	(void)state;
	assert_true(fetch_allow_set(some, &why));
	assert_true(passes("http://127.0.0.1:9/"));
	assert_true(passes("http://127.9.9.9/"));
	assert_true(passes("http://0x7f.1/"));
	assert_true(passes("http://localhost:3000/"));
	assert_true(passes("http://10.0.0.5/"));
	assert_false(passes("http://10.0.0.6/"));
	assert_true(passes("http://[fd00:1::7]/"));
	assert_false(passes("http://[fd00:2::7]/"));
	assert_false(passes("http://192.168.0.1/"));
	assert_false(passes("http://[::ffff:127.0.0.1]/"));
	assert_true(passes("http://courier.internal/")); /* connect decides */
	assert_true(fetch_allow_set(NULL, &why));
	assert_false(passes("http://127.0.0.1:9/"));
}

static void a_wrong_list_is_named(void **state)
{
	static const char *const wrong[] = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0",
		"::1/129", "10.0.0.0/", "10.0.0.0/8x", "", "1:2"};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		const char *const list[] = {wrong[i], NULL};
		const char *why = NULL;

		assert_case(!fetch_allow_set(list, &why), wrong[i]);
		assert_case(why && strstr(why, wrong[i]), wrong[i]);
	}
	assert_false(fetch_allows_inside());
}

/* The bits of a prefix that is no multiple of eight. */
static void networks_end_where_they_should(void **state)
{
	static const char *const list[] = {"10.1.2.128/25", "0.0.0.0/0", NULL};
	static const char *const first[] = {"10.1.2.128/25", NULL};
	const char *why = NULL;

	(void)state;
	assert_true(fetch_allow_set(first, &why));
	assert_true(passes("http://10.1.2.128/"));
	assert_true(passes("http://10.1.2.255/"));
	assert_false(passes("http://10.1.2.127/"));
	assert_false(passes("http://10.1.3.128/"));
	assert_true(fetch_allow_set(list, &why));
	assert_true(passes("http://192.168.1.1/"));
	assert_false(passes("http://[::1]/"));
	assert_true(fetch_allow_set(NULL, &why));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_of_spellings),
		cmocka_unit_test(very_long_ones_are_refused),
		cmocka_unit_test(the_operator_opens_what_is_needed),
		cmocka_unit_test(a_wrong_list_is_named),
		cmocka_unit_test(networks_end_where_they_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
