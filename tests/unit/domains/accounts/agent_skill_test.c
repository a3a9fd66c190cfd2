/* agent_skill_test.c - what is a skill, and who has which (IMP-AGT-01). */
/* SPDX-License-Identifier: MIT */
#include "accounts_support.h"

#include "domains/accounts/agent_skill.h"
#include "domains/accounts/people_internal.h"

/* Sarah's, as they are kept. */
static const struct db_query packed_sql = {.name = "test.skills",
	.lite = "SELECT " AGENT_SKILLS_LITE
		" FROM agents a WHERE a.company_id = $1 AND a.agent_no = 1",
	.postgres = "SELECT " AGENT_SKILLS_PG
		    " FROM agents a WHERE a.company_id = $1 AND a.agent_no = 1"};
static const struct db_query agent_sql = {.name = "test.agent",
	.text = "SELECT id FROM agents WHERE company_id = $1 AND agent_no = 1"};

static struct cx open_company(int64_t id)
{
	const struct company *company;
	struct cx cx = open_unit();

	assert_int_equal(company_by_id(&cx, id, &company), OK);
	cx.actor = actor_system(cx.arena, company);
	return cx;
}

static int64_t one_of(struct cx *cx, const struct db_query *query, const char **text)
{
	struct db_result result;

	assert_int_equal(db_run(cx, query, DB_ARGS(db_int(cx->actor->company_id)), &result), OK);
	assert_int_equal(result.count, 1);
	if (!text)
		return db_int_at(&result, 0, 0);
	*text = db_text_or_empty(&result, 0, 0);
	return 0;
}

static enum err give(struct cx *cx, const char *json)
{
	const struct json_value *given = NULL;

	if (json)
		assert_int_equal(json_parse(cx, str_of(json), &given), OK);
	return agent_skills_give(cx, one_of(cx, &agent_sql, NULL), given);
}

static const char *kept(struct cx *cx)
{
	const char *text;

	(void)one_of(cx, &packed_sql, &text);
	return text;
}

static void what_was_given_takes_the_place_of_all(void **state)
{
	struct cx cx = open_company(1);

	(void)state;
	assert_int_equal(
		give(&cx, "[\"After Sales\", {\"skill\": \"English\", \"level\": 5}, \"vip_\"]"),
		ERR_INVALID);
	assert_string_equal(kept(&cx), "");
	assert_int_equal(
		give(&cx, "[\"After Sales\", {\"skill\": \"English\", \"level\": 5}]"), OK);
	assert_string_equal(kept(&cx), "after-sales:0,english:5");
	assert_int_equal(give(&cx, NULL), OK);
	assert_string_equal(kept(&cx), "after-sales:0,english:5");
	assert_int_equal(give(&cx, "[{\"skill\": \"english\", \"level\": null}]"), OK);
	assert_string_equal(kept(&cx), "english:0");
	assert_int_equal(give(&cx, "[]"), OK);
	assert_string_equal(kept(&cx), "");
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void what_is_no_skill_is_refused(void **state)
{
	static const char *const cases[] = {"\"english\"", "[1]", "[\"\"]", "[\"-a\"]", "[\"a-\"]",
		"[\"إنجليزي\"]", "[\"a,b\"]", "[\"a:5\"]", "[{}]",
		"[{\"skill\": \"a\", \"level\": 0}]", "[{\"skill\": \"a\", \"level\": 6}]",
		"[{\"skill\": \"a\", \"level\": \"5\"}]", "[\"English\", \"english\"]",
		"[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]"};
	struct cx cx = open_company(1);
	struct buf many = buf_in(cx.arena, 1024);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(give(&cx, cases[i]) == ERR_INVALID, cases[i]);
		assert_non_null(cx.failure.fields);
		fail_clear(&cx);
	}
	for (int i = 0; i <= AGENT_SKILLS_MAX; i++)
		buf_format(&many, "%c\"skill-%d\"", i ? ',' : '[', i);
	buf_byte(&many, ']');
	assert_int_equal(give(&cx, many.ptr), ERR_INVALID);
	assert_string_equal(kept(&cx), "");
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void skills_are_of_one_company(void **state)
{
	struct cx cx = open_company(1);

	(void)state;
	assert_int_equal(
		agent_skills_add(&cx, one_of(&cx, &agent_sql, NULL), "arabic:5,vip:0"), OK);
	assert_string_equal(kept(&cx), "arabic:5,vip:0");
	assert_int_equal(close_unit(&cx, OK), OK);
	cx = open_company(2);
	assert_string_equal(kept(&cx), "");
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void a_skill_is_found_whatever_its_spelling(void **state)
{
	static const struct {
		const char *packed, *skill;
		bool there;
	} cases[] = {{"after-sales:0,english:5", "After Sales", true},
		{"after-sales:0,english:5", "after_sales", true},
		{"after-sales:0,english:5", "ENGLISH", true},
		{"after-sales:0,english:5", "engl", false},
		{"after-sales:0,english:5", "sales", false},
		{"after-sales:0,english:5", "english:5", false},
		{"after-sales:0,english:5", "", false}, {"", "english", false},
		{NULL, "english", false}};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
			agent_skills_have(arena, cases[i].packed, cases[i].skill) == cases[i].there,
			cases[i].skill);
	arena_free(&arena);
}

static void skills_are_written_with_their_levels(void **state)
{
	struct arena *arena = arena_new(0);
	struct json json;

	(void)state;
	json_begin(&json, arena, 128);
	json_open(&json);
	agent_skills_write(&json, "skills", "arabic:5,vip:0");
	agent_skills_write(&json, "none", NULL);
	json_close(&json);
	assert_string_equal(json_end(&json).ptr,
		"{\"skills\":[{\"skill\":\"arabic\",\"level\":5},{\"skill\":\"vip\",\"level\":null}"
		"],"
		"\"none\":[]}");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_given_takes_the_place_of_all),
		CASE(what_is_no_skill_is_refused),
		CASE(skills_are_of_one_company),
		cmocka_unit_test(a_skill_is_found_whatever_its_spelling),
		cmocka_unit_test(skills_are_written_with_their_levels),
	};

	return run_on_both(tests, COUNT(tests));
}
