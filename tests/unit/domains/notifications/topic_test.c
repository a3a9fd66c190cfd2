/* topic_test.c - what is told by which ways: the table, choices, silence (S1-NOTIF-14, S1-PROF-11). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/notifications/notification_internal.h"

static struct arena *arena;
static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(0);
	cx = (struct cx){.arena = arena, .request_id = "test"};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void every_topic_is_whole(void **state)
{
	(void)state;
	for (const struct topic *topic = topics; topic->code; topic++) {
		assert_ptr_equal(topic_by_code(topic->code), topic);
		assert_non_null(topic->types[0]);
		assert_true(topic->standard > 0);
		assert_true(word_index(sound_words, topic->sound) >= 0);
		assert_true(topic->life_s > 0);
		/* A right of another name would hide the topic from everybody. */
		assert_true(!topic->right || perm_by_name(topic->right) < PERM_COUNT);
	}
	assert_null(topic_by_code("nonsense"));
	assert_null(topic_of("nonsense"));
}

static void every_type_belongs_to_one_and_can_be_said(void **state)
{
	(void)state;
	for (const struct topic *topic = topics; topic->code; topic++)
		for (size_t i = 0; i < TOPIC_TYPES_MAX && topic->types[i]; i++) {
			const struct notification one = {.type = topic->types[i], .data = "{}"};

			assert_ptr_equal(topic_of(topic->types[i]), topic);
			assert_true(notification_known(&cx, &one));
		}
}

static struct alert told(const char *choices, const char *sounds, bool silent, const char *topic)
{
	const struct notified person = {.choices = choices, .sounds = sounds, .silent = silent};

	return alert_of(&cx, &person, topic_by_code(topic));
}

static void what_was_chosen_takes_the_place_of_the_standard(void **state)
{
	struct alert alert = told("{}", "{}", false, "message");

	(void)state;
	assert_int_equal(alert.ways, WAY_BELL | WAY_SOUND | WAY_DESKTOP | WAY_PUSH);
	assert_string_equal(alert.sound, "drop");
	assert_true(alert.desktop);
	alert = told("{\"message\":17}", "{\"message\":\"knock\"}", false, "message");
	assert_int_equal(alert.ways, WAY_BELL | WAY_EMAIL);
	assert_null(alert.sound);
	assert_false(alert.desktop);
	alert = told("{\"message\":2}", "{\"message\":\"knock\"}", false, "message");
	assert_string_equal(alert.sound, "knock");
	/* Choices for one topic say nothing of another. */
	assert_string_equal(told("{\"message\":0}", "{}", false, "sla").sound, "alert");
}

static void silence_leaves_the_bell_and_e_mail(void **state)
{
	const struct alert alert = told("{\"message\":31}", "{}", true, "message");

	(void)state;
	assert_int_equal(alert.ways, WAY_BELL | WAY_EMAIL);
	assert_null(alert.sound);
	assert_false(alert.desktop);
}

static void what_concerns_the_account_is_always_at_the_bell(void **state)
{
	(void)state;
	assert_int_equal(told("{\"security\":0}", "{}", true, "security").ways, WAY_BELL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_topic_is_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			every_type_belongs_to_one_and_can_be_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_chosen_takes_the_place_of_the_standard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			silence_leaves_the_bell_and_e_mail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_concerns_the_account_is_always_at_the_bell, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
