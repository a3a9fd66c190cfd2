/* widget_origin_test.c - which pages may show a widget, as a table (W-3, C-2). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/widget/widget.h"

static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	cx = (struct cx){.arena = arena_new(0)};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&cx.arena);
	return 0;
}

static void entries_are_made_regular_or_refused(void **state)
{
	static const struct {
		const char *text, *regular; /* NULL: refused */
	} cases[] = {
		{"*", "*"},
		{"https://shop.example.com", "https://shop.example.com"},
		{"https://shop.example.com/", "https://shop.example.com"},
		{"HTTPS://Shop.Example.COM", "https://shop.example.com"},
		{"https://shop.example.com:443", "https://shop.example.com"},
		{"https://shop.example.com:8443", "https://shop.example.com:8443"},
		{"http://shop.example.com:80", "http://shop.example.com"},
		{"http://shop.example.com:443", "http://shop.example.com:443"},
		{"http://localhost:3000", "http://localhost:3000"},
		{"http://127.0.0.1:5173", "http://127.0.0.1:5173"},
		{"https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
		{"https://[2001:db8::1]", "https://[2001:db8::1]"},
		{"https://xn--mgbh0fb.example", "https://xn--mgbh0fb.example"},
		{"*.example.com", "*.example.com"},
		{"*.Example.com", "*.example.com"},
		{"", NULL},
		{"null", NULL},
		{"shop.example.com", NULL},
		{"*.com", NULL},
		{"*", "*"},
		{"**", NULL},
		{"*.", NULL},
		{"*.*.example.com", NULL},
		{"https://*.example.com", NULL},
		{"https://", NULL},
		{"https:///", NULL},
		{"https://shop.example.com/path", NULL},
		{"https://shop.example.com//", NULL},
		{"https://shop.example.com?x", NULL},
		{"https://shop.example.com#x", NULL},
		{"https://user@shop.example.com", NULL},
		{"https://shop.example.com:", NULL},
		{"https://shop.example.com:0", NULL},
		{"https://shop.example.com:0443", NULL},
		{"https://shop.example.com:65536", NULL},
		{"https://shop.example.com:x", NULL},
		{"https://shop.example.com:1:2", NULL},
		{"https://-shop.example.com", NULL},
		{"https://shop-.example.com", NULL},
		{"https://shop..example.com", NULL},
		{"https://.example.com", NULL},
		{"https://shop.example.com.", NULL},
		{"https://shop example.com", NULL},
		{"https://shop\texample.com", NULL},
		{"https://\xd9\x85.example", NULL},
		{"https://[::1", NULL},
		{"https://[]", NULL},
		{"https://[::g]", NULL},
		{"ftp://shop.example.com", NULL},
		{"javascript://shop.example.com", NULL},
		{"file:///etc/passwd", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *origin = NULL;
		enum err err = widget_origin_read(&cx, cases[i].text, &origin);

		if (!cases[i].regular) {
			assert_case(err == ERR_INVALID, cases[i].text);
			continue;
		}
		assert_case(err == OK, cases[i].text);
		assert_case(strcmp(origin, cases[i].regular) == 0, cases[i].text);
	}
}

static void pages_fit_entries(void **state)
{
	static const struct {
		const char *entry, *origin;
		bool fits;
	} cases[] = {
		{"https://shop.example.com", "https://shop.example.com", true},
		{"https://shop.example.com", "http://shop.example.com", false},
		{"https://shop.example.com", "https://shop.example.com:8443", false},
		{"https://shop.example.com", "https://shop.example.com.evil.com", false},
		{"https://shop.example.com", "https://shopxexample.com", false},
		{"https://shop.example.com", "https://a.shop.example.com", false},
		{"https://shop.example.com", "null", false},
		{"https://shop.example.com", "", false},
		{"*.example.com", "https://a.example.com", true},
		{"*.example.com", "https://a.b.example.com", true},
		{"*.example.com", "https://example.com", false},
		{"*.example.com", "https://.example.com", false},
		{"*.example.com", "https://xexample.com", false},
		{"*.example.com", "http://a.example.com", false},
		{"*.example.com", "https://a.example.com:8443", false},
		{"*.example.com", "https://a.example.com.evil.com", false},
		{"*.example.com", "https://evil.com/.example.com", false},
		{"*.example.com", "https://evil.com#.example.com", false},
		{"*.example.com", "https://evil@a.example.com", false},
		{"*.example.com", "null", false},
		{"*", "https://anything.example", true},
		{"*", "null", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (widget_origin_fits(cases[i].entry, cases[i].origin) != cases[i].fits)
			fail_msg("case %zu: %s", i, cases[i].origin);
}

/* What fits is found by them, too: a browser's question and the request agree. */
static void the_entries_that_could_allow_it_are_named(void **state)
{
	static const struct {
		const char *origin, *entry;
	} cases[] = {
		{"https://a.b.example.com", "*"},
		{"https://a.b.example.com", "https://a.b.example.com"},
		{"https://a.b.example.com", "*.b.example.com"},
		{"https://a.b.example.com", "*.example.com"},
		{"http://a.example.com", "http://a.example.com"},
	};
	const char *const *entries;
	char long_one[WIDGET_ORIGIN_LETTERS + 10];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		entries = widget_origin_entries(cx.arena, cases[i].origin);
		assert_case(word_index(entries, cases[i].entry) >= 0, cases[i].entry);
		assert_case(widget_origin_in(entries, cases[i].origin), cases[i].origin);
	}
	entries = widget_origin_entries(cx.arena, "https://a.b.c.d.e.f.g.h.i.j.k.l.example.com");
	assert_true(word_index(entries, "*.b.c.d.e.f.g.h.i.j.k.l.example.com") >= 0);
	memset(long_one, 'a', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	assert_null(widget_origin_entries(cx.arena, long_one));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(entries_are_made_regular_or_refused),
		TEST(pages_fit_entries),
		TEST(the_entries_that_could_allow_it_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
