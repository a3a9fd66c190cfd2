/*
 * chat_self_test.c - an agent's own say in chats, on both engines: what is said for them,
 * below which answers they sign, and that they hear what customers write while they look
 * elsewhere (S1-PROF-20, S1-PROF-21, S1-NOTIF-02).
 */
/* SPDX-License-Identifier: MIT */
#include "../company_support.h"

#include "domains/accounts/account.h"
#include "domains/chat/chat_control.h"
#include "domains/chat/chat_customer.h"
#include "domains/chat/chat_live.h"
#include "domains/chat/chat_self.h"

#define VISITOR 1

static bool on_postgres;
static struct place place;
static int64_t company_id, user_id, agent_id;
static struct actor agent;

static const struct db_query visitor_sql = {"test.visitor",
	"INSERT INTO widget_visitors (company_id, id, external_id, seen_us, created_us)"
	" VALUES ($1, $2, 'one', 0, 0)",
	NULL, NULL};
static const struct db_query signature_sql = {"test.signature",
	"UPDATE users SET signature = 'Sarah, Gulf' WHERE company_id = $1 AND id = $2", NULL, NULL};
static const struct db_query status_sql = {"test.status",
	"UPDATE agent_presence SET status = $3 WHERE company_id = $1 AND agent_id = $2", NULL,
	NULL};
static const struct db_query told_sql = {"test.told",
	"SELECT body, CASE WHEN read_us = created_us THEN 1 ELSE 0 END FROM notifications"
	" WHERE company_id = $1 AND user_id = $2 AND type = 'chat_message' ORDER BY id",
	NULL, NULL};
static const struct db_query bell_sql = {"test.bell",
	"INSERT INTO notification_settings (company_id, user_id, choices)"
	" VALUES ($1, $2, '{\"chat_message\":1}')",
	NULL, NULL};
static const struct db_query unread_sql = {"test.unread",
	"SELECT COUNT(*) FROM notifications WHERE company_id = $1 AND user_id = $2"
	" AND read_us IS NULL",
	NULL, NULL};

static struct cx *begin_as(struct unit *unit, const struct actor *actor)
{
	struct cx *cx = unit_open(unit, place.pool, company_id);
	const struct company *company;

	assert_int_equal(company_by_id(cx, company_id, &company), OK);
	cx->actor = actor ? actor : actor_system(cx->arena, company);
	return cx;
}

static void end(struct cx *cx, struct unit *unit)
{
	assert_int_equal(db_commit(cx), OK);
	unit_close(unit);
}

static void make_agent(struct cx *cx)
{
	static const char *const roles[] = {"agent", NULL};

	assert_int_equal(user_create(cx,
				 &(struct user_new){.username = "sarah",
					 .name = "Sarah",
					 .password_hash = "x",
					 .roles = roles},
				 &user_id),
		OK);
	assert_int_equal(agent_create(cx, &(struct agent_new){.user_id = user_id}, &agent_id), OK);
	assert_int_equal(
		db_exec(cx, &signature_sql, DB_ARGS(db_int(company_id), db_int(user_id)), NULL),
		OK);
}

static int set_up(void **state)
{
	struct unit unit;
	struct cx *cx;

	(void)state;
	company_place_make(&place, on_postgres, &company_id);
	cx = begin_as(&unit, NULL);
	assert_int_equal(
		db_exec(cx, &visitor_sql, DB_ARGS(db_int(company_id), db_int(VISITOR)), NULL), OK);
	make_agent(cx);
	agent = *cx->actor;
	agent.user_id = user_id;
	agent.user_name = "Sarah";
	agent.agent_id = agent_id;
	agent.agent_code = "AGT-001";
	end(cx, &unit);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static void set_status(const char *status)
{
	struct unit unit;
	struct cx *cx = begin_as(&unit, NULL);

	assert_int_equal(
		db_exec(cx, &status_sql,
			DB_ARGS(db_int(company_id), db_int(agent_id), db_text(status)), NULL),
		OK);
	end(cx, &unit);
}

static void says_of_itself(const char *signature, const char *greeting, const char *away)
{
	struct chat_self self, after;
	struct unit unit;
	struct cx *cx = begin_as(&unit, &agent);

	agent.company = cx->actor->company;
	assert_int_equal(chat_self_get(cx, &self), OK);
	self.signature = signature;
	self.answers[CHAT_SELF_GREETING].text[CHAT_IN_ENGLISH] = greeting;
	self.answers[CHAT_SELF_AWAY].text[CHAT_IN_ARABIC] = away;
	assert_int_equal(chat_self_put(cx, &self, &after), OK);
	end(cx, &unit);
}

/* The visitor writes; the chat's id. */
static int64_t customer_writes(const char *client_id, const char *content)
{
	struct chat_said said;
	struct unit unit;
	struct cx *cx = begin_as(&unit, NULL);
	const struct chat_opening opening = {.visitor_id = VISITOR,
		.name = "Nora",
		.say = {.client_id = client_id, .content = content}};

	assert_int_equal(chat_open(cx, &opening, &said), OK);
	end(cx, &unit);
	return said.chat.id;
}

static void claim(int64_t id)
{
	struct unit unit;
	struct cx *cx = begin_as(&unit, &agent);
	struct chat chat;

	assert_int_equal(
		chat_claim(cx, &(struct chat_order){.key = chat_code(cx->arena, id)}, &chat), OK);
	end(cx, &unit);
}

static void answers(int64_t id, const char *client_id, const char *content)
{
	struct unit unit;
	struct cx *cx = begin_as(&unit, &agent);
	struct chat_said said;

	assert_int_equal(
		chat_answer(cx, chat_code(cx->arena, id),
			&(struct chat_say){.client_id = client_id, .content = content}, &said),
		OK);
	end(cx, &unit);
}

/* All that the visitor reads, a line a message. */
static const char *read_by_customer(struct cx *cx, int64_t id)
{
	struct buf lines = buf_in(cx->arena, 256);
	const struct chat_pages everything = {.forwards = true, .limit = CHAT_PAGE_MAX};
	struct chat_messages messages;
	struct chat chat;

	assert_int_equal(chat_customer_reads(cx, VISITOR, id, &everything, &chat, &messages), OK);
	for (size_t i = 0; i < messages.count; i++)
		buf_format(&lines, "%s: %s\n", messages.rows[i].speaker, messages.rows[i].content);
	return lines.ptr;
}

static void expect_talk(int64_t id, const char *talk)
{
	struct unit unit;
	struct cx *cx = begin_as(&unit, NULL);

	assert_string_equal(read_by_customer(cx, id), talk);
	unit_close(&unit);
}

static void greets_once_and_speaks_while_away_once_an_absence(void **state)
{
	int64_t id;

	(void)state;
	says_of_itself("none", "I am Sarah", "سأعود قريبًا");
	set_status("available");
	id = customer_writes("a", "Hello");
	claim(id);
	(void)customer_writes("b", "Here?");
	set_status("on_break");
	(void)customer_writes("c", "And now?");
	(void)customer_writes("d", "Still?");
	answers(id, "e", "Yes");
	(void)customer_writes("f", "Gone again?");
	expect_talk(id,
		"customer: Hello\nbot: I am Sarah\ncustomer: Here?\ncustomer: And now?\n"
		"bot: سأعود قريبًا\ncustomer: Still?\nagent: Yes\ncustomer: Gone again?\n"
		"bot: سأعود قريبًا\n");
}

static void a_program_s_words_are_no_first_response(void **state)
{
	struct chats chats;
	struct unit unit;
	struct cx *cx;
	int64_t id;

	(void)state;
	says_of_itself("none", "I am Sarah", "");
	id = customer_writes("a", "Hello");
	claim(id);
	cx = begin_as(&unit, NULL);
	assert_int_equal(chats_read(cx, &id, 1, &chats), OK);
	assert_false(chats.rows[0].first_response_us.given);
	assert_true(chats.rows[0].waiting_since_us.given);
	unit_close(&unit);
}

static void signs_as_it_wants(void **state)
{
	const char *const talks[] = {
		"customer: Hello\nagent: One\nagent: Two\n",
		"customer: Hello\nagent: One\n\nSarah, Gulf\nagent: Two\n",
		"customer: Hello\nagent: One\n\nSarah, Gulf\nagent: Two\n\nSarah, Gulf\n",
	};

	(void)state;
	for (size_t i = 0; chat_signature_words[i]; i++) {
		struct chat chat;
		struct unit unit;
		struct cx *cx;
		int64_t id;

		says_of_itself(chat_signature_words[i], "", "");
		id = customer_writes(chat_signature_words[i], "Hello");
		claim(id);
		answers(id, "one", "One");
		answers(id, "one", "One"); /* sent again: the same message */
		answers(id, "two", "Two");
		expect_talk(id, talks[i]);
		cx = begin_as(&unit, NULL);
		assert_int_equal(chat_customer_ends(cx, VISITOR, id, &chat), OK);
		end(cx, &unit);
	}
}

static void expect_told(const char *body, int64_t unread)
{
	struct db_result told, count;
	struct unit unit;
	struct cx *cx = begin_as(&unit, NULL);
	const struct db_value who[] = {db_int(company_id), db_int(user_id)};

	assert_int_equal(db_run(cx, &told_sql, who, 2, &told), OK);
	assert_int_equal(told.count, body ? 1 : 0);
	if (body)
		assert_string_equal(db_text_at(&told, 0, 0), body);
	assert_int_equal(db_run(cx, &unread_sql, who, 2, &count), OK);
	assert_int_equal(db_int_at(&count, 0, 0), unread);
	unit_close(&unit);
}

static void looks(int64_t id, bool viewing)
{
	struct chat_viewers viewers;
	struct unit unit;
	struct cx *cx = begin_as(&unit, &agent);

	assert_int_equal(chat_views(cx, chat_code(cx->arena, id), viewing, &viewers), OK);
	end(cx, &unit);
}

static void hears_of_a_message_unless_it_looks_one_row_a_chat(void **state)
{
	const int64_t id = customer_writes("a", "Hello");
	struct chat chat;
	struct unit unit;
	struct cx *cx;

	(void)state;
	expect_told(NULL, 0); /* it is nobody's yet */
	claim(id);
	looks(id, true);
	(void)customer_writes("b", "Seen at once");
	expect_told(NULL, 0);
	looks(id, false);
	(void)customer_writes("c", "First");
	expect_told("First", 0); /* as a rule it does not stand at the bell */
	cx = begin_as(&unit, NULL);
	assert_int_equal(
		db_exec(cx, &bell_sql, DB_ARGS(db_int(company_id), db_int(user_id)), NULL), OK);
	end(cx, &unit);
	(void)customer_writes("d", "Second");
	(void)customer_writes("e", "Third");
	expect_told("Third", 1);
	cx = begin_as(&unit, &agent);
	assert_int_equal(chat_read(cx, chat_code(cx->arena, id), 99, 99, &chat), OK);
	end(cx, &unit);
	expect_told("Third", 0);
}

int main(void)
{
#define BOTH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		BOTH(greets_once_and_speaks_while_away_once_an_absence),
		BOTH(a_program_s_words_are_no_first_response),
		BOTH(signs_as_it_wants),
		BOTH(hears_of_a_message_unless_it_looks_one_row_a_chat),
	};
	int failed = cmocka_run_group_tests_name("agents' own chats on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed +
		cmocka_run_group_tests_name("agents' own chats on PostgreSQL", tests, NULL, NULL);
}
