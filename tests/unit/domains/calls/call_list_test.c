/*
 * call_list_test.c - what people ask of lists becomes a filter, and the filter the rows of it, on
 * both engines and in one company alone (S2-API-01, S2-API-02, A-01, A-03).
 */
/* SPDX-License-Identifier: MIT */
#include "../accounts/accounts_support.h"

#include "domains/calls/call_list_internal.h"

#define MINUTE (60 * US_PER_SECOND)

/* Sarah has agent 1 of each company; the others have nobody. Minutes since the first. */
static const struct db_query add_sql = {.name = "test.add_call",
	.text = "INSERT INTO calls (company_id, id, call_code, direction, status, is_active,"
		" phone_number, customer_name, started_us, as_of_us, agent_id)"
		" SELECT $1, CAST($2 AS BIGINT), 'CALL-' || CAST($2 AS TEXT), $3, $4,"
		" CAST($5 AS BIGINT), $6, $7, CAST($8 AS BIGINT), CAST($8 AS BIGINT),"
		" (SELECT a.id FROM agents a WHERE a.company_id = $1 AND a.agent_no = CAST($9 AS"
		" BIGINT))"};
static const struct {
	int64_t id;
	const char *direction, *status;
	int64_t active;
	const char *phone, *name;
	int64_t agent_no;
} calls[] = {
	{1, "incoming", "completed", 0, "+971501112222", "Huda Saleh", 1},
	{2, "incoming", "no_answer", 0, "+971501113333", "Ali 50% off", 0},
	{3, "outgoing", "busy", 0, "+971501112222", "Huda Saleh", 1},
	{4, "incoming", "canceled", 0, "+971504445555", "Mona", 0},
	{5, "outgoing", "in_progress", 1, "+971504445555", "Mona", 1},
	{6, "incoming", "queued", 1, "+971506667777", "أحمد علي", 0},
};

static struct cx open_company(int64_t id)
{
	const struct company *company;
	struct cx cx = open_unit();

	assert_int_equal(company_by_id(&cx, id, &company), OK);
	cx.actor = actor_system(cx.arena, company);
	return cx;
}

static struct cx open_calls(void)
{
	struct cx cx;

	for (int64_t company = 1; company <= 2; company++) {
		cx = open_company(company);
		for (size_t i = 0; i < COUNT(calls); i++)
			assert_int_equal(
				db_exec(&cx, &add_sql,
					DB_ARGS(db_int(company), db_int(calls[i].id),
						db_text(calls[i].direction),
						db_text(calls[i].status), db_int(calls[i].active),
						db_text(calls[i].phone), db_text(calls[i].name),
						db_int(now_us - (10 - calls[i].id) * MINUTE),
						db_int(calls[i].agent_no)),
					NULL),
				OK);
		assert_int_equal(close_unit(&cx, OK), OK);
	}
	return open_company(1);
}

/* Ids of the rows, newest first: "6 5". */
static const char *listed(struct cx *cx, const struct call_filter *filter)
{
	const struct call_page page = {.limit = 50, .before_us = filter->to_us};
	struct buf text = buf_in(cx->arena, 64);
	struct call_views views;
	int64_t count;

	assert_int_equal(call_list_rows(cx, filter, &page, &views), OK);
	for (size_t i = 0; i < views.count; i++)
		buf_format(&text, "%s%d", i ? " " : "", (int)views.rows[i].id);
	assert_int_equal(call_list_count(cx, filter, &count), OK);
	assert_int_equal(count, views.count);
	return text.len ? text.ptr : "";
}

static void each_filter_gives_its_rows(void **state)
{
	static const struct {
		const char *name;
		struct call_query query;
		const char *ids;
	} cases[] = {
		{"all", {.date = "all"}, "6 5 4 3 2 1"},
		{"active", {.date = "all", .scope = "active"}, "6 5"},
		{"history", {.date = "all", .scope = "history"}, "4 3 2 1"},
		{"one status", {.date = "all", .status = "no_answer"}, "2"},
		{"as PBXes spell it", {.date = "all", .status = "no answer"}, "2"},
		{"as British do", {.date = "all", .status = "cancelled"}, "4"},
		{"several", {.date = "all", .status = "busy, no-answer,queued"}, "6 3 2"},
		{"direction", {.date = "all", .direction = "outgoing"}, "5 3"},
		{"agent", {.date = "all", .agent_id = "AGT-001"}, "5 3 1"},
		{"agent and status", {.date = "all", .agent_id = "AGT-001", .status = "busy"}, "3"},
		{"part of a name", {.date = "all", .search = "huda"}, "3 1"},
		{"an Arabic name", {.date = "all", .search = "أحمد"}, "6"},
		{"what means something to LIKE", {.date = "all", .search = "50%"}, "2"},
		{"any one letter", {.date = "all", .search = "_uda"}, ""},
		{"a whole number", {.date = "all", .search = "050 111 2222"}, "3 1"},
		{"in Arabic digits", {.date = "all", .search = "٠٥٠١١١٢٢٢٢"}, "3 1"},
		{"part of a number", {.date = "all", .search = "44455"}, "5 4"},
		{"an order that is none", {.date = "all", .order_id = "99"}, ""},
		{"a customer that is none", {.date = "all", .customer_id = "99"}, ""},
		{"another day", {.date_from = "2020-01-01", .date_to = "2020-01-02"}, ""},
	};
	struct cx cx = open_calls();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct call_filter filter;

		assert_case(call_filter_make(&cx, &cases[i].query, &filter) == OK, cases[i].name);
		assert_case(text_is(listed(&cx, &filter), cases[i].ids), cases[i].name);
	}
	assert_int_equal(close_unit(&cx, OK), OK);
}

/* Each is walked along the index that has the fewest rows beside those asked for. */
static void each_filter_has_its_way(void **state)
{
	static const struct {
		const char *name;
		struct call_query query;
		enum call_way way;
		bool wide;
	} cases[] = {
		{"all", {.date = "all"}, CALL_BY_TIME, true},
		{"one status", {.date = "all", .status = "completed"}, CALL_BY_STATUS, true},
		{"agent before status", {.date = "all", .status = "busy", .agent_id = "AGT-001"},
			CALL_BY_AGENT, false},
		{"phone before agent", {.date = "all", .agent_exten = "201", .agent_id = "AGT-001"},
			CALL_BY_EXTEN, false},
		{"a whole number that somebody has", {.date = "all", .search = "0501112222"},
			CALL_BY_PHONE, true},
		{"one that nobody has", {.date = "all", .search = "0509999999"}, CALL_BY_TIME,
			true},
	};
	struct cx cx = open_calls();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct call_filter filter;

		assert_case(call_filter_make(&cx, &cases[i].query, &filter) == OK, cases[i].name);
		assert_case(filter.way == cases[i].way, cases[i].name);
		assert_case(filter.wide == cases[i].wide, cases[i].name);
	}
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void what_there_is_not_is_refused_by_name(void **state)
{
	static const struct {
		const char *field;
		struct call_query query;
	} cases[] = {
		{"department", {.department = "nowhere"}},
		{"agent_id", {.agent_id = "AGT-999"}},
		{"agent_id", {.agent_id = "x"}},
		{"date", {.date = "someday"}},
	};
	struct cx cx = open_calls();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct call_filter filter;

		assert_case(call_filter_make(&cx, &cases[i].query, &filter) == ERR_INVALID,
			cases[i].field);
		fail_clear(&cx);
	}
	assert_int_equal(close_unit(&cx, OK), OK);
}

static enum err note(struct cx *cx, const struct call_view *call, void *arg)
{
	(void)cx;
	buf_format(arg, "%d ", (int)call->id);
	return OK;
}

static void pages_go_on_where_the_last_one_ended(void **state)
{
	const struct call_query query = {.date = "all"};
	struct cx cx = open_calls();
	struct arena *own = arena_new(0);
	struct buf all = buf_in(own, 64);
	struct call_filter filter;
	struct call_head *heads;
	struct call_page page;
	size_t count;

	(void)state;
	assert_int_equal(call_filter_make(&cx, &query, &filter), OK);
	page = (struct call_page){.limit = 4, .before_us = filter.to_us};
	assert_int_equal(call_store_heads(&cx, &filter, &page, &heads, &count), OK);
	assert_int_equal(count, 4);
	page.before_us = heads[3].started_us;
	page.before_id = heads[3].id;
	assert_int_equal(call_store_heads(&cx, &filter, &page, &heads, &count), OK);
	assert_int_equal(count, 2);
	assert_int_equal(heads[0].id, 2);
	assert_int_equal(call_list_each(&cx, &filter, note, &all), OK);
	assert_string_equal(all.ptr, "6 5 4 3 2 1 ");
	arena_free(&own);
	assert_int_equal(close_unit(&cx, OK), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_filter_gives_its_rows),
		CASE(each_filter_has_its_way),
		CASE(what_there_is_not_is_refused_by_name),
		CASE(pages_go_on_where_the_last_one_ended),
	};

	return run_on_both(tests, COUNT(tests));
}
