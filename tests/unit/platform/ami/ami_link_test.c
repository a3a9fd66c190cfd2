/* ami_link_test.c - what may be sent, whose an answer is, and what waits (AMI-1, AMI-5). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "platform/ami/ami_internal.h"

static void nothing_slips_into_a_line(void **state)
{
	struct arena *arena = arena_new(0);
	struct buf out = buf_in(arena, 64);
	char long_value[AMI_LINE_MAX + 2];
	const char *const bad[] = {
		"a\r\nAction: Originate", "a\nb", "\r", "a\tb", "\x7f", long_value};

	(void)state;
	memset(long_value, 'x', sizeof(long_value) - 1);
	long_value[sizeof(long_value) - 1] = '\0';
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct ami_pair pairs[] = {{"Queue", "sales"}, {"Reason", bad[i]}};

		assert_false(ami_compose(&out, "QueuePause", "hatif-1", pairs, 2));
		assert_int_equal(out.len, 0);
		assert_false(ami_value_good(bad[i]));
	}
	assert_false(ami_compose(&out, "Ping\r\nAction: Command", "1", NULL, 0));
	assert_true(ami_compose(&out, "QueuePause", "hatif-1",
		(const struct ami_pair[]){
			{"Queue", "sales"}, {"Skipped", NULL}, {"Reason", "غداء"}},
		3));
	assert_string_equal(out.ptr,
		"Action: QueuePause\r\nActionID: hatif-1\r\nQueue: sales\r\nReason: غداء\r\n\r\n");
	arena_free(&arena);
}

static struct ami_message message_of(
	enum ami_kind kind, const struct ami_header *headers, size_t count)
{
	return (struct ami_message){.kind = kind, .headers = headers, .count = count};
}

static void answers_find_their_action(void **state)
{
	static struct ami_pending pending;
	const struct ami_header start[] = {{STR("Response"), STR("Success")},
		{STR("ActionID"), STR("hatif-1")}, {STR("EventList"), STR("start")}};
	const struct ami_header row[] = {
		{STR("Event"), STR("QueueMember")}, {STR("ActionID"), STR("hatif-1")}};
	const struct ami_header end[] = {{STR("Event"), STR("QueueStatusComplete")},
		{STR("ActionID"), STR("hatif-1")}, {STR("EventList"), STR("Complete")}};
	const struct ami_header foreign[] = {
		{STR("Response"), STR("Success")}, {STR("ActionID"), STR("hatif-99")}};
	const struct ami_header none[] = {{STR("Response"), STR("Success")}};
	struct ami_message message;
	struct ami_asked asked = {0};
	bool last;

	(void)state;
	assert_non_null(ami_pending_add(&pending, &(struct ami_action){.action = 7, .ref = 42}));
	message = message_of(AMI_RESPONSE, foreign, COUNT(foreign));
	assert_false(ami_pending_find(&pending, &message, &asked, &last));
	message = message_of(AMI_RESPONSE, none, COUNT(none));
	assert_false(ami_pending_find(&pending, &message, &asked, &last));
	message = message_of(AMI_RESPONSE, start, COUNT(start));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_int_equal(asked.action, 7);
	assert_int_equal(asked.ref, 42);
	assert_false(last);
	message = message_of(AMI_EVENT, row, COUNT(row));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_false(last);
	message = message_of(AMI_EVENT, end, COUNT(end));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_true(last);
	assert_false(ami_pending_find(&pending, &message, &asked, &last));
}

/* Originate says "queued" at once and how it went much later. */
static void an_event_may_end_an_action(void **state)
{
	static struct ami_pending pending;
	const struct ami_action action = {.action = 9, .ref = 5, .follows_us = US_PER_MINUTE};
	const struct ami_header queued[] = {
		{STR("Response"), STR("Success")}, {STR("ActionID"), STR("hatif-1")}};
	const struct ami_header refused[] = {
		{STR("Response"), STR("Error")}, {STR("ActionID"), STR("hatif-2")}};
	const struct ami_header outcome[] = {{STR("Event"), STR("OriginateResponse")},
		{STR("ActionID"), STR("hatif-1")}, {STR("Response"), STR("Failure")}};
	struct ami_message message;
	struct ami_asked asked = {0};
	bool last;

	(void)state;
	assert_non_null(ami_pending_add(&pending, &action));
	assert_non_null(ami_pending_add(&pending, &action));
	message = message_of(AMI_RESPONSE, queued, COUNT(queued));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_false(last);
	message = message_of(AMI_EVENT, outcome, COUNT(outcome));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_true(last);
	assert_int_equal(asked.ref, 5);
	message = message_of(AMI_RESPONSE, refused, COUNT(refused));
	assert_true(ami_pending_find(&pending, &message, &asked, &last));
	assert_true(last);
}

static void too_many_actions_and_late_ones(void **state)
{
	static struct ami_pending pending;
	struct ami_asked asked;
	size_t ended = 0;

	(void)state;
	for (size_t i = 0; i < AMI_PENDING_MAX; i++)
		assert_non_null(ami_pending_add(
			&pending, &(struct ami_action){.action = 1, .ref = (int64_t)i}));
	assert_null(ami_pending_add(&pending, &(struct ami_action){.action = 1}));
	assert_false(ami_pending_expire(&pending, false, &asked));
	pending.asked[3].until_us = 0;
	assert_true(ami_pending_expire(&pending, false, &asked));
	assert_int_equal(asked.ref, 3);
	while (ami_pending_expire(&pending, true, &asked))
		ended++;
	assert_int_equal(ended, AMI_PENDING_MAX - 1);
}

static void the_queue_keeps_order_and_its_bound(void **state)
{
	const struct ami_header headers[] = {{STR("Event"), STR("Hangup")}};
	struct ami_packet packet = {.kind = AMI_PACKET_MESSAGE,
		.message = message_of(AMI_EVENT, headers, COUNT(headers))};
	struct ami_packet *taken;
	struct ami_queue queue;
	int64_t kept = 0, seen = 0;

	(void)state;
	ami_queue_init(&queue, 2000);
	while (packet.ref = kept, ami_queue_put(&queue, &packet))
		kept++;
	assert_in_range(kept, 2, 20);
	/* How the link stands is said whatever waits. */
	packet.kind = AMI_PACKET_STATE;
	assert_true(ami_queue_put(&queue, &packet));
	assert_false(ami_queue_overflowed(&queue)); /* there is no room yet */
	taken = ami_queue_take(&queue, 0);
	for (const struct ami_packet *at = taken; at && at->kind == AMI_PACKET_MESSAGE;
		at = at->next) {
		assert_int_equal(at->ref, seen++);
		assert_true(str_is(ami_event(&at->message), "Hangup"));
	}
	assert_int_equal(seen, kept);
	assert_true(ami_queue_overflowed(&queue));
	assert_false(ami_queue_overflowed(&queue));
	ami_packets_free(&taken);
	assert_null(ami_queue_take(&queue, 1000));
	assert_false(ami_queue_closed(&queue));
	ami_queue_close(&queue);
	assert_true(ami_queue_closed(&queue));
	ami_queue_free(&queue);
}

static void attempts_grow_apart(void **state)
{
	(void)state;
	for (uint32_t dice = 0; dice < 100000; dice += 997) {
		assert_in_range(ami_backoff_ms(1, dice), 375, 625);
		assert_in_range(ami_backoff_ms(4, dice), 3000, 5000);
		assert_in_range(ami_backoff_ms(1000, dice), 22500, 37500);
	}
}

static void times_of_the_pbx(void **state)
{
	const int64_t now = INT64_C(1795233521080038);
	const struct {
		const char *stamp;
		int64_t us;
	} cases[] = {
		{"1795233521.080038", now},
		{"1795233521.08", now - 38},
		{"1795233521", now - 80038},
		{"1795233521.0800389", now},
		{"1795230000.000000", now + 5}, /* an hour off: ours counts */
		{"x", now + 5},
		{"-1.5", now + 5},
		{"99999999999999999999", now + 5},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct ami_header headers[] = {{STR("Timestamp"), str_of(cases[i].stamp)}};
		const struct ami_packet packet = {
			.at_us = now + 5, .message = message_of(AMI_EVENT, headers, 1)};

		assert_case(ami_packet_us(&packet) == cases[i].us, cases[i].stamp);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_slips_into_a_line),
		cmocka_unit_test(answers_find_their_action),
		cmocka_unit_test(an_event_may_end_an_action),
		cmocka_unit_test(too_many_actions_and_late_ones),
		cmocka_unit_test(the_queue_keeps_order_and_its_bound),
		cmocka_unit_test(attempts_grow_apart),
		cmocka_unit_test(times_of_the_pbx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
