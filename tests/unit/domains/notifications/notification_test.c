/* notification_test.c - one's own and nobody else's, in the sender's transaction (IMP-RT-02, S1-NOTIF-11). */
/* SPDX-License-Identifier: MIT */
#include "../../platform/http/http_support.h"

#include "domains/notifications/notification.h"
#include "platform/events/events.h"

extern const struct http_route notification_routes[];

static const struct http_route *const routes[] = {notification_routes, NULL};

static int told; /* notification:new events that left */
static char last_event[600];

static void listen_to(struct event_frame *frame, void *arg)
{
	(void)arg;
	assert_int_equal(frame->audience.permission, PERM_SELF);
	assert_true(frame->audience.user_id > 0);
	assert_false(frame->audience.everyone);
	if (text_is(frame->type, "notification:changed"))
		return;
	assert_string_equal(frame->type, "notification:new");
	(void)snprintf(last_event, sizeof(last_event), "%s", frame->json.ptr);
	told++;
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	world_open(world);
	events_init(world->pool);
	events_subscribe(listen_to, NULL);
	told = 0;
	world_serve(world, (struct http_options){0}, routes, NULL);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	world_close(*state);
	free(*state);
	return 0;
}

/* Send `count` of them to the user; the outcome of the last. */
static enum err send_to(struct world *world, int64_t user_id, int count, bool commit)
{
	struct company company = {.id = COMPANY};
	struct actor actor = {.company_id = COMPANY, .company = &company};
	enum err outcome = OK;
	struct cx cx;

	world_unit(world, &cx);
	cx.actor = &actor;
	for (int i = 1; i <= count && outcome == OK; i++)
		outcome = notification_send(&cx,
			&(struct notification_new){.user_id = user_id,
				.type = "order_assigned",
				.data = "{\"short_code\":\"ORD-000001\"}",
				.subject_type = "order",
				.subject_id = 100 + i});
	if (outcome == OK && commit)
		outcome = db_commit(&cx);
	world_unit_end(&cx);
	return outcome;
}

static struct answer call(
	struct world *world, int user, const char *method, const char *target, const char *body)
{
	char headers[1400];

	(void)snprintf(headers, sizeof(headers),
		"Authorization: Bearer %s\r\nContent-Type: application/json\r\n",
		world->token[user - 1]);
	return ask(world, method, target, headers, body);
}

static void expect(struct world *world, int user, const char *method, const char *target,
	const char *body, int status, const char *holds)
{
	struct answer answer = call(world, user, method, target, body);

	if (answer.status != status || (holds && !strstr(answer.body, holds)))
		fail_msg("%s %s: %d %s, without %s", method, target, answer.status, answer.body,
			holds ? holds : "");
	answer_free(&answer);
}

#define LIST "/api/agent/notifications"

static void what_is_sent_is_told_and_kept(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_to(world, 1, 1, true), OK);
	assert_int_equal(told, 1);
	assert_non_null(strstr(last_event,
		"\"data\":{\"notification\":{\"id\":1,\"type\":\"order_assigned\","
		"\"topic\":\"order_assigned\",\"title\":\"Order ORD-000001 is "
		"yours\",\"body\":\"\",\"data\":{\"short_code\":\"ORD-000001\"},"
		"\"subject_type\":\"order\",\"subject_id\":101,\"read_at\":null,\"created_at\":"
		"\""));
	expect(world, 1, "GET", LIST, NULL, 200, "\"title\":\"Order ORD-000001 is yours\"");
	expect(world, 1, "GET", LIST, NULL, 200, "\"unread\":1");
	expect(world, 2, "GET", LIST, NULL, 200, "\"notifications\":[],\"unread\":0");
}

static void run_sql(struct world *world, const char *text)
{
	struct cx cx;

	world_unit(world, &cx);
	world_exec(&cx, text);
	assert_int_equal(db_commit(&cx), OK);
	world_unit_end(&cx);
}

static void it_is_said_in_the_language_of_who_reads(void **state)
{
	struct world *world = *state;
	struct answer answer;
	char headers[1400];

	run_sql(world, "UPDATE users SET language = 'ar' WHERE company_id = 7 AND id = 1");
	assert_int_equal(send_to(world, 1, 1, true), OK);
	assert_non_null(strstr(last_event, "أُسند إليك الطلب ORD-000001"));
	(void)snprintf(headers, sizeof(headers),
		"Authorization: Bearer %s\r\nAccept-Language: ar\r\n", world->token[0]);
	answer = ask(world, "GET", LIST, headers, NULL);
	assert_non_null(strstr(answer.body, "أُسند إليك الطلب ORD-000001"));
	answer_free(&answer);
	(void)snprintf(headers, sizeof(headers),
		"Authorization: Bearer %s\r\nAccept-Language: en\r\n", world->token[0]);
	answer = ask(world, "GET", LIST, headers, NULL);
	assert_non_null(strstr(answer.body, "Order ORD-000001 is yours"));
	answer_free(&answer);
	/* What an older version stored is shown as it stands. */
	run_sql(world, "UPDATE notifications SET title = 'As stored' WHERE company_id = 7");
	expect(world, 1, "GET", LIST, NULL, 200, "\"title\":\"As stored\"");
}

static void what_is_rolled_back_was_never_sent(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_to(world, 1, 2, false), OK);
	assert_int_equal(told, 0);
	expect(world, 1, "GET", LIST, NULL, 200, "\"notifications\":[]");
	assert_int_equal(send_to(world, 99, 1, true), ERR_NOT_FOUND);
}

static void reading_is_ones_own(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_to(world, 1, 3, true), OK);
	expect(world, 2, "PATCH", LIST "/1", "{\"read\":true}", 404, NULL);
	expect(world, 1, "PATCH", LIST "/99", "{\"read\":true}", 404, NULL);
	expect(world, 1, "PATCH", LIST "/abc", "{\"read\":true}", 404, NULL);
	expect(world, 1, "PATCH", LIST "/1", "{}", 422, "\"read\"");
	expect(world, 1, "PATCH", LIST "/1", "{\"read\":true}", 200, "\"unread\":2");
	expect(world, 1, "PATCH", LIST "/1", "{\"read\":true}", 200, "\"unread\":2");
	expect(world, 1, "GET", LIST "?unread=true", NULL, 200, "\"notifications\":[{\"id\":3,");
	expect(world, 1, "PATCH", LIST "/1", "{\"read\":false}", 200, "\"read_at\":null");
	expect(world, 2, "POST", LIST "/read-all", NULL, 200, "\"updated\":0");
	expect(world, 1, "POST", LIST "/read-all", NULL, 200, "\"updated\":3,\"unread\":0");
	expect(world, 1, "GET", LIST "?unread=true", NULL, 200, "\"notifications\":[]");
}

static void lists_go_back_by_cursor(void **state)
{
	struct world *world = *state;
	char target[200] = LIST "?limit=3";
	int64_t below = 8;

	assert_int_equal(send_to(world, 1, 7, true), OK);
	for (int page = 0; page < 3; page++) {
		struct answer answer = call(world, 1, "GET", target, NULL);
		const char *next = strstr(answer.body, "\"next\":\"");
		const char *at = answer.body;

		assert_int_equal(answer.status, 200);
		while ((at = strstr(at, "{\"id\":")))
			assert_int_equal(strtoll(at += 6, NULL, 10), --below);
		assert_int_equal(next != NULL, page < 2);
		if (next)
			(void)snprintf(target, sizeof(target), LIST "?limit=3&cursor=%.*s",
				(int)strcspn(next + 8, "\""), next + 8);
		answer_free(&answer);
	}
	assert_int_equal(below, 1);
	expect(world, 1, "GET", LIST "?cursor=nonsense", NULL, 422, "cursor");
	expect(world, 1, "GET", LIST "?page=2&per_page=5", NULL, 200,
		"\"notifications\":[{\"id\":2,");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_is_sent_is_told_and_kept),
		TEST(it_is_said_in_the_language_of_who_reads),
		TEST(what_is_rolled_back_was_never_sent),
		TEST(reading_is_ones_own),
		TEST(lists_go_back_by_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
