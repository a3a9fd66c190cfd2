/* webhook_send_test.c - signatures as Standard Webhooks gives them, and nothing signed by anything else. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/integrations/webhook_internal.h"

/* The example that the specification's libraries are tested with. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define TEXT "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"

static void signatures_are_those_of_the_specification(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(webhook_sign(arena, SECRET, str_of(TEXT)),
		"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	assert_string_not_equal(webhook_sign(arena, SECRET, str_of(TEXT " ")),
		webhook_sign(arena, SECRET, str_of(TEXT)));
	assert_null(webhook_sign(arena, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", str_of(TEXT)));
	assert_null(webhook_sign(arena, "whsec_not base64", str_of(TEXT)));
	arena_free(&arena);
}

static void webhooks_want_what_was_chosen(void **state)
{
	const struct webhook few = {.events = "order:created,follow_up:due"};
	const struct webhook all = {.events = "*"};

	(void)state;
	assert_true(webhook_wants(&few, "order:created"));
	assert_true(webhook_wants(&few, "follow_up:due"));
	assert_false(webhook_wants(&few, "order:updated"));
	assert_false(webhook_wants(&few, "order:create"));
	assert_true(webhook_wants(&all, "order:updated"));
	/* To one's own pages alone, about these settings, or no event at all. */
	assert_false(webhook_wants(&all, "session:ended"));
	assert_false(webhook_wants(&all, "notification:new"));
	assert_false(webhook_wants(&all, "webhook:changed"));
	assert_false(webhook_wants(&all, "order:exploded"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_those_of_the_specification),
		cmocka_unit_test(webhooks_want_what_was_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
