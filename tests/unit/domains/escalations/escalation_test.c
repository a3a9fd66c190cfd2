/* escalation_test.c - who may do what with an escalation, who sees it, and what a step up keeps. */
/* SPDX-License-Identifier: MIT */
#include "../orders/order_support.h"

#include "domains/escalations/escalation_internal.h"

static struct cx *open_handler(struct unit *unit, enum who who)
{
	struct cx *cx = open_as(unit, 1, who);

	if (who == SUPERVISOR || who == MANAGER)
		unit->actor.permissions |= BIT(PERM_ESCALATIONS_HANDLE);
	if (who == MANAGER)
		unit->actor.permissions |= BIT(PERM_ESCALATIONS_EXECUTIVE);
	return cx;
}

static enum err raise_as(enum who who, int64_t order_id, const char *level, int64_t *id)
{
	struct escalation escalation = {0};
	struct unit unit;
	struct cx *cx = open_handler(&unit, who);
	const enum err err = escalation_raise_order(
		cx, key_of(cx, order_id), level, "because", &escalation);

	*id = escalation.id;
	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

/* Texts outlive the unit in words of their own. */
static const char *kept(const char *const *words, const char *word)
{
	const ssize_t index = word ? word_index(words, word) : -1;

	return index < 0 ? NULL : words[index];
}

static enum err decide_as(enum who who, int64_t id, const struct escalation_decision *decision,
	struct escalation *escalation)
{
	struct unit unit;
	struct cx *cx = open_handler(&unit, who);
	const enum err err = escalation_decide(cx, ESCALATIONS_SCOPE, id, decision, escalation);

	escalation->status = kept(escalation_status_words, escalation->status);
	escalation->level = kept(escalation_level_words, escalation->level);
	escalation->reason = kept((const char *const[]){"because", NULL}, escalation->reason)
		? "because"
		: NULL;
	if (err == OK)
		commit(&unit);
	else
		unit_close(&unit);
	return err;
}

static const char *actions(enum who who, const char *level, const char *status)
{
	static char text[100];
	const struct escalation escalation = {.level = level, .status = status};
	struct unit unit;
	const char *const *words = escalation_actions(open_handler(&unit, who), &escalation);

	text[0] = '\0';
	for (; *words; words++)
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ", *words);
	unit_close(&unit);
	return text;
}

static void test_actions_are_those_of_level_state_and_right(void **state)
{
	static const char *const all = "assign resolve escalate_to_manager ";
	static const char *const settle = "assign resolve ";

	(void)state;
	assert_string_equal(actions(SUPERVISOR, "supervisor", "raised"), all);
	assert_string_equal(actions(SUPERVISOR, "supervisor", "assigned"), all);
	assert_string_equal(actions(MANAGER, "manager", "raised"), settle);
	assert_string_equal(actions(SUPERVISOR, "manager", "raised"), "");
	assert_string_equal(actions(AGENT_1, "supervisor", "raised"), "");
	for (const char *const *over = (const char *const[]){"resolved", "escalated_further", NULL};
		*over; over++) {
		assert_string_equal(actions(MANAGER, "manager", *over), "");
		assert_string_equal(actions(SUPERVISOR, "supervisor", *over), "");
	}
}

static void test_one_at_a_time(void **state)
{
	const int64_t order = make_order(1);
	struct escalation done = {0};
	int64_t id;

	(void)state;
	assert_int_equal(raise_as(AGENT_3, order, "supervisor", &id), ERR_NOT_FOUND);
	assert_int_equal(raise_as(AGENT_1, order, "supervisor", &id), OK);
	assert_int_equal(raise_as(AGENT_1, order, "manager", &(int64_t){0}), ERR_CONFLICT);
	assert_int_equal(
		decide_as(SUPERVISOR, id,
			&(struct escalation_decision){.action = "resolve", .resolution = "done"},
			&done),
		OK);
	assert_string_equal(done.status, "resolved");
	assert_int_equal(raise_as(AGENT_1, order, "manager", &id), OK);
	/* each of the three raised the order's version */
	assert_int_equal(
		ask_format("SELECT version FROM orders WHERE id = %lld", (long long)order), 4);
}

static void test_a_contact_raises_one(void **state)
{
	const int64_t order = make_order(1);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct order row;
		struct unit unit;
		struct cx *cx = open_as(&unit, 1, AGENT_1);

		MUST(order_by_key(cx, key_of(cx, order), &row));
		MUST(escalation_by_contact(cx, &row, "called twice"));
		commit(&unit);
	}
	assert_int_equal(ask_sql("SELECT count(*) FROM escalations"), 1);
}

static void test_a_step_up_keeps_who_raised_the_first(void **state)
{
	struct escalation step = {0};
	int64_t id;

	(void)state;
	assert_int_equal(raise_as(AGENT_1, make_order(1), "supervisor", &id), OK);
	assert_int_equal(
		decide_as(SUPERVISOR, id,
			&(struct escalation_decision){.action = "escalate_to_manager"}, &step),
		OK);
	assert_string_equal(step.level, "manager");
	assert_string_equal(step.reason, "because");
	assert_int_equal(step.origin_by, AGENT_1);
	assert_int_equal(step.agent_id, 1);
	assert_int_equal(step.raised_by, SUPERVISOR);
	assert_int_equal(step.from_id, id);
	assert_int_equal(decide_as(SUPERVISOR, step.id,
				 &(struct escalation_decision){.action = "assign"}, &step),
		ERR_STATE);
}

static int64_t open_for(enum who who, enum escalation_list list)
{
	struct unit unit;
	int64_t count;
	struct cx *cx = open_handler(&unit, who);

	MUST(escalation_store_open(cx, list, &count));
	unit_close(&unit);
	return count;
}

static void test_each_sees_those_of_its_scope(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(raise_as(AGENT_1, make_order(1), "supervisor", &id), OK);
	assert_int_equal(raise_as(AGENT_2, make_order(2), "manager", &id), OK);
	assert_int_equal(raise_as(AGENT_3, make_order(3), "supervisor", &id), OK);
	assert_int_equal(open_for(AGENT_1, ESCALATIONS_OWN), 1);
	assert_int_equal(open_for(SUPERVISOR, ESCALATIONS_OWN), 0);
	assert_int_equal(open_for(SUPERVISOR, ESCALATIONS_SCOPE), 2);
	assert_int_equal(open_for(MANAGER, ESCALATIONS_SCOPE), 3);
	assert_int_equal(open_for(MANAGER, ESCALATIONS_EXECUTIVE), 1);
	/* that of the other team is none of this supervisor's */
	assert_int_equal(
		decide_as(SUPERVISOR, id, &(struct escalation_decision){.action = "assign"},
			&(struct escalation){0}),
		ERR_NOT_FOUND);
}

static int at_a_time(void **state)
{
	const int outcome = set_up(state);

	test_clock_us = clock_now_us();
	return outcome;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_a_time, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_actions_are_those_of_level_state_and_right),
		TEST(test_one_at_a_time),
		TEST(test_a_contact_raises_one),
		TEST(test_a_step_up_keeps_who_raised_the_first),
		TEST(test_each_sees_those_of_its_scope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
