/*
 * chat_customer_test.c - the customer's side of a chat, on both engines: what a visitor may,
 * what it never learns, and that the same message stands once (S1-CHAT-29, S1-CHAT-31,
 * S1-PROF-21, S1-BACK-08, IMP-WIDGET-01).
 */
/* SPDX-License-Identifier: MIT */
#include "../company_support.h"

#include "domains/chat/chat_control.h"
#include "domains/chat/chat_customer.h"
#include "domains/chat/chat_note.h"

#define VISITOR 1
#define STRANGER 2

static bool on_postgres;
static struct place place;
static int64_t company_id;

static const struct db_query visitor_sql = {"test.visitor",
	"INSERT INTO widget_visitors (company_id, id, external_id, seen_us, created_us)"
	" VALUES ($1, $2, $3, 0, 0)",
	NULL, NULL};
static const struct db_query answers_sql = {"test.answers",
	"INSERT INTO chat_settings (company_id, answers, updated_us) VALUES ($1,"
	" '{\"away\":{\"en\":\"Nobody is here\",\"ar\":\"\"}}', 0)",
	NULL, NULL};
static const struct db_query told_sql = {"test.told",
	"SELECT type, data FROM events WHERE company_id = $1"
	" AND visitor_id IS NOT NULL ORDER BY seq",
	NULL, NULL};
static const struct db_query messages_sql = {"test.messages",
	"SELECT COUNT(*) FROM conversation_messages WHERE company_id = $1"
	" AND conversation_id = $2 AND speaker = 'customer'",
	NULL, NULL};

/* A unit of the company's system. */
static struct cx *begin(struct unit *unit)
{
	struct cx *cx = unit_open(unit, place.pool, company_id);
	const struct company *company;

	assert_int_equal(company_by_id(cx, company_id, &company), OK);
	cx->actor = actor_system(cx->arena, company);
	return cx;
}

static void end(struct cx *cx, struct unit *unit)
{
	assert_int_equal(db_commit(cx), OK);
	unit_close(unit);
}

static int set_up(void **state)
{
	struct unit unit;
	struct cx *cx;

	(void)state;
	company_place_make(&place, on_postgres, &company_id);
	cx = begin(&unit);
	for (int64_t id = VISITOR; id <= STRANGER; id++)
		assert_int_equal(db_exec(cx, &visitor_sql,
					 DB_ARGS(db_int(company_id), db_int(id),
						 db_text(id == VISITOR ? "one" : "two")),
					 NULL),
			OK);
	end(cx, &unit);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static const struct chat_pages everything = {.forwards = true, .limit = CHAT_PAGE_MAX};

static enum err open_chat(
	struct cx *cx, const char *client_id, const char *content, struct chat_said *said)
{
	return chat_open(cx,
		&(struct chat_opening){.visitor_id = VISITOR,
			.name = "Nora",
			.email = "nora@example.com",
			.say = {.client_id = client_id, .content = content}},
		said);
}

static int64_t opened(void)
{
	struct chat_said said;
	struct unit unit;
	struct cx *cx = begin(&unit);
	int64_t id;

	assert_int_equal(open_chat(cx, "first", "Hello", &said), OK);
	assert_false(said.again);
	assert_string_equal(said.chat.state, "waiting");
	assert_string_equal(said.message.speaker, "customer");
	id = said.chat.id;
	end(cx, &unit);
	return id;
}

static void the_same_message_stands_once(void **state)
{
	const int64_t id = opened();
	struct db_result result;
	struct chat_said said;
	struct unit unit;
	struct cx *cx = begin(&unit);

	(void)state;
	assert_int_equal(open_chat(cx, "first", "Hello", &said), OK);
	assert_true(said.again);
	assert_int_equal(said.chat.id, id);
	assert_int_equal(
		chat_customer_says(cx, VISITOR, id,
			&(struct chat_say){.client_id = "first", .content = "Other"}, &said),
		OK);
	assert_true(said.again);
	assert_string_equal(said.message.content, "Hello");
	assert_int_equal(
		db_run(cx, &messages_sql, DB_ARGS(db_int(company_id), db_int(id)), &result), OK);
	assert_int_equal(db_int_at(&result, 0, 0), 1);
	end(cx, &unit);
}

static void a_chat_of_another_visitor_does_not_exist(void **state)
{
	const int64_t id = opened();
	struct chat_messages messages;
	struct chat_said said;
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);
	const struct chat_say say = {.client_id = "x", .content = "x"};

	(void)state;
	assert_int_equal(chat_customer_says(cx, STRANGER, id, &say, &said), ERR_NOT_FOUND);
	assert_int_equal(chat_customer_marks(cx, STRANGER, id, 1, 1, &chat), ERR_NOT_FOUND);
	assert_int_equal(chat_customer_types(cx, STRANGER, id, true), ERR_NOT_FOUND);
	assert_int_equal(chat_customer_ends(cx, STRANGER, id, &chat), ERR_NOT_FOUND);
	assert_int_equal(chat_rate(cx, STRANGER, id, 5, NULL, &chat), ERR_NOT_FOUND);
	assert_int_equal(chat_customer_reads(cx, STRANGER, id, &everything, &chat, &messages),
		ERR_NOT_FOUND);
	assert_int_equal(chat_customer_says(cx, 0, id, &say, &said), ERR_NOT_FOUND);
	unit_close(&unit);
}

static void notes_and_events_are_never_the_customers(void **state)
{
	const struct chat_note note = {.client_id = "n", .content = "a secret note"};
	const int64_t id = opened();
	struct chat_messages messages;
	struct db_result told;
	struct chat_said said;
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);
	bool heard = false;

	(void)state;
	assert_int_equal(chat_note(cx, chat_code(cx->arena, id), &note, &said), OK);
	end(cx, &unit);
	cx = begin(&unit);
	assert_int_equal(chat_customer_reads(cx, VISITOR, id, &everything, &chat, &messages), OK);
	assert_int_equal(messages.count, 1);
	assert_string_equal(messages.rows[0].content, "Hello");
	assert_int_equal(db_run(cx, &told_sql, DB_ARGS(db_int(company_id)), &told), OK);
	for (size_t i = 0; i < told.count; i++) {
		assert_int_equal(strncmp(db_text_at(&told, i, 0), "widget:", 7), 0);
		assert_null(strstr(db_text_at(&told, i, 1), "secret"));
		heard = heard || strstr(db_text_at(&told, i, 1), "Hello");
	}
	assert_true(heard);
	unit_close(&unit);
}

static void marks_only_rise_and_stay_within_the_chat(void **state)
{
	const int64_t id = opened();
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);

	(void)state;
	assert_int_equal(chat_customer_marks(cx, VISITOR, id, 2, 1, &chat), OK);
	assert_int_equal(chat.customer_delivered_seq, 2);
	assert_int_equal(chat.customer_read_seq, 1);
	assert_int_equal(chat_customer_marks(cx, VISITOR, id, 1, 0, &chat), OK);
	assert_int_equal(chat.customer_delivered_seq, 2);
	assert_int_equal(chat_customer_marks(cx, VISITOR, id, 0, 9999, &chat), OK);
	assert_int_equal(chat.customer_read_seq, chat.last_seq);
	end(cx, &unit);
}

static void who_is_blocked_cannot_write_nor_begin_again(void **state)
{
	const int64_t id = opened();
	const struct chat_say say = {.client_id = "x", .content = "x"};
	struct chat_said said;
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);

	(void)state;
	assert_int_equal(
		chat_block(cx, &(struct chat_order){.key = chat_code(cx->arena, id)}, &chat), OK);
	end(cx, &unit);
	cx = begin(&unit);
	assert_int_equal(chat_customer_says(cx, VISITOR, id, &say, &said), ERR_DENIED);
	assert_string_equal(cx->failure.code, "blocked");
	unit_close(&unit);
	/* A new page under the same address, after the old chat has ended. */
	cx = begin(&unit);
	assert_int_equal(chat_open(cx,
				 &(struct chat_opening){.visitor_id = STRANGER,
					 .name = "Nora",
					 .email = "nora@example.com",
					 .say = say},
				 &said),
		ERR_DENIED);
	unit_close(&unit);
}

static void one_who_leaves_while_waiting_has_abandoned_and_begins_anew(void **state)
{
	const int64_t id = opened();
	struct chat_said said;
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);

	(void)state;
	assert_int_equal(chat_rate(cx, VISITOR, id, 5, NULL, &chat), ERR_STATE);
	fail_clear(cx);
	assert_int_equal(chat_customer_ends(cx, VISITOR, id, &chat), OK);
	assert_string_equal(chat.state, "abandoned");
	assert_int_equal(chat_customer_ends(cx, VISITOR, id, &chat), OK);
	end(cx, &unit);
	cx = begin(&unit);
	assert_int_equal(chat_customer_says(cx, VISITOR, id,
				 &(struct chat_say){.client_id = "y", .content = "y"}, &said),
		ERR_STATE);
	unit_close(&unit);
	cx = begin(&unit);
	assert_int_equal(open_chat(cx, "second", "Hello again", &said), OK);
	assert_true(said.chat.id > id);
	end(cx, &unit);
}

static void a_company_answers_by_itself_once_where_nobody_is_there(void **state)
{
	struct chat_messages messages;
	struct chat_said said;
	struct chat chat;
	struct unit unit;
	struct cx *cx = begin(&unit);

	(void)state;
	assert_int_equal(db_exec(cx, &answers_sql, DB_ARGS(db_int(company_id)), NULL), OK);
	assert_int_equal(open_chat(cx, "first", "Hello", &said), OK);
	end(cx, &unit);
	cx = begin(&unit);
	assert_int_equal(chat_customer_says(cx, VISITOR, said.chat.id,
				 &(struct chat_say){.client_id = "b", .content = "?"}, &said),
		OK);
	end(cx, &unit);
	cx = begin(&unit);
	assert_int_equal(
		chat_customer_reads(cx, VISITOR, said.chat.id, &everything, &chat, &messages), OK);
	assert_int_equal(messages.count, 3);
	assert_string_equal(messages.rows[1].speaker, "bot");
	assert_string_equal(messages.rows[1].content, "Nobody is here");
	unit_close(&unit);
}

int main(void)
{
#define BOTH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		BOTH(the_same_message_stands_once),
		BOTH(a_chat_of_another_visitor_does_not_exist),
		BOTH(notes_and_events_are_never_the_customers),
		BOTH(marks_only_rise_and_stay_within_the_chat),
		BOTH(who_is_blocked_cannot_write_nor_begin_again),
		BOTH(one_who_leaves_while_waiting_has_abandoned_and_begins_anew),
		BOTH(a_company_answers_by_itself_once_where_nobody_is_there),
	};
	int failed = cmocka_run_group_tests_name("customers' chats on SQLite", tests, NULL, NULL);

	if (!postgres_url()) {
		print_message("skipped on PostgreSQL: HATIF_TEST_PG is not set\n");
		return failed;
	}
	on_postgres = true;
	return failed +
		cmocka_run_group_tests_name("customers' chats on PostgreSQL", tests, NULL, NULL);
}
