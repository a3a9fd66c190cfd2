/* softphone_test.c - the phone in the browser: what may be set, and whom it is given to (S2-EXT-01). */
/* SPDX-License-Identifier: MIT */
#include "../accounts/accounts_support.h"

#include "domains/extensions/softphone_internal.h"

static const struct db_query extension_sql = {.name = "test.extension",
	.text = "INSERT INTO extensions (company_id, id, extension, agent_id, endpoint, created_us,"
		" updated_us, status_changed_us, line_changed_us) SELECT company_id, 70, '201', "
		"id, 'PJSIP/201',"
		" 0, 0, 0, 0 FROM agents WHERE company_id = $1 AND agent_no = 1"};
static const struct db_query agent_sql = {.name = "test.agent_of",
	.text = "SELECT id FROM agents WHERE company_id = $1 AND agent_no = 1"};

/* The company's system; or its Sarah. */
static struct cx open_company(int64_t id, bool as_agent)
{
	const struct company *company;
	struct cx cx = open_unit();
	struct actor *actor = arena_alloc(cx.arena, sizeof(*actor));
	struct db_result result;

	assert_int_equal(company_by_id(&cx, id, &company), OK);
	*actor = *actor_system(cx.arena, company);
	cx.actor = actor;
	if (!as_agent)
		return cx;
	assert_int_equal(db_run(&cx, &agent_sql, DB_ARGS(db_int(id)), &result), OK);
	actor->agent_id = db_int_at(&result, 0, 0);
	return cx;
}

static enum err change(struct cx *cx, const struct softphone_change *wanted)
{
	struct softphone after;

	return softphone_change(cx, wanted, &after);
}

static void set_settings(struct cx *cx)
{
	assert_int_equal(
		change(cx,
			&(struct softphone_change){.ws_url = "wss://pbx.firm.example:8089/ws",
				.domain = "pbx.firm.example"}),
		OK);
}

static void addresses_mean_nothing_in_a_header(void **state)
{
	static const struct {
		const char *url;
		bool good;
	} cases[] = {{"wss://pbx.firm.example:8089/ws", true}, {"wss://10.0.0.5", true},
		{"wss://pbx/ws/2_a~b-c", true}, {"ws://pbx.firm.example/ws", false},
		{"https://pbx.firm.example/ws", false}, {"wss://", false}, {"wss:///ws", false},
		{"wss://pbx:/ws", false}, {"wss://pbx:123456/ws", false},
		{"wss://pbx:80a/ws", false}, {"wss://pbx/", true},
		{"wss://pbx/ws; script-src *", false}, {"wss://pbx/ws *", false},
		{"wss://pbx ws", false}, {"wss://user@pbx/ws", false}, {"wss://pbx/ws?a=b", false},
		{"wss://pbx\r\nX: y", false}, {"wss://بدالة/ws", false}};
	struct cx cx = open_company(1, false);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct softphone_change wanted = {
			.ws_url = cases[i].url, .domain = "pbx.firm.example"};

		assert_case(
			change(&cx, &wanted) == (cases[i].good ? OK : ERR_INVALID), cases[i].url);
		fail_clear(&cx);
	}
	assert_int_equal(change(&cx, &(struct softphone_change){.domain = "a b"}), ERR_INVALID);
	fail_clear(&cx);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void servers_keep_a_password_that_is_not_told_again(void **state)
{
	const struct ice_server first[] = {{.url = "stun:stun.firm.example:3478"},
		{.url = "turn:turn.firm.example:3478", .username = "u", .credential = "secret"}};
	const struct ice_server again[] = {{.url = "turn:turn.firm.example:3478", .username = "u"}};
	const struct ice_server other[] = {{.url = "turn:turn.firm.example:3478", .username = "v"}};
	const struct ice_server wrong[] = {{.url = "http://turn.firm.example"}};
	struct cx cx = open_company(1, false);
	struct softphone softphone;

	(void)state;
	set_settings(&cx);
	assert_int_equal(change(&cx, &(struct softphone_change){.ice = first, .ice_count = 2}), OK);
	assert_int_equal(softphone_get(&cx, &softphone), OK);
	assert_int_equal(softphone.ice_count, 2);
	assert_null(softphone.ice[0].credential);
	assert_string_equal(softphone.ice[1].credential, "secret");
	assert_null(strstr(softphone.ice_sealed, "secret"));

	assert_int_equal(change(&cx, &(struct softphone_change){.ice = again, .ice_count = 1}), OK);
	assert_int_equal(softphone_get(&cx, &softphone), OK);
	assert_int_equal(softphone.ice_count, 1);
	assert_string_equal(softphone.ice[0].credential, "secret");

	/* Of another user it is not known. */
	assert_int_equal(
		change(&cx, &(struct softphone_change){.ice = other, .ice_count = 1}), ERR_INVALID);
	fail_clear(&cx);
	assert_int_equal(
		change(&cx, &(struct softphone_change){.ice = wrong, .ice_count = 1}), ERR_INVALID);
	fail_clear(&cx);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void an_older_version_is_refused(void **state)
{
	struct cx cx = open_company(1, false);
	struct softphone softphone;

	(void)state;
	set_settings(&cx);
	assert_int_equal(softphone_get(&cx, &softphone), OK);
	assert_int_equal(change(&cx,
				 &(struct softphone_change){.active = {false, true},
					 .version = {softphone.version, true}}),
		OK);
	assert_int_equal(change(&cx,
				 &(struct softphone_change){.active = {true, true},
					 .version = {softphone.version, true}}),
		ERR_CONFLICT);
	fail_clear(&cx);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void pages_may_connect_to_the_address_alone(void **state)
{
	struct arena *arena = arena_new(0);
	struct softphone softphone = {.ws_url = "wss://pbx.firm.example:8089/ws", .domain = "pbx"};

	(void)state;
	assert_null(softphone_origin(arena, &softphone));
	softphone.configured = true;
	assert_null(softphone_origin(arena, &softphone));
	softphone.active = true;
	assert_string_equal(softphone_origin(arena, &softphone), "wss://pbx.firm.example:8089");
	softphone.ws_url = "wss://pbx.firm.example";
	assert_string_equal(softphone_origin(arena, &softphone), "wss://pbx.firm.example");
	arena_free(&arena);
}

static const char *reason(struct cx *cx)
{
	struct own_phone own;

	assert_int_equal(softphone_own(cx, &own), OK);
	return own.reason ? own.reason : "none";
}

/* What is missing first is said; the account goes to nobody but the extension's own agent. */
static void a_phone_is_given_to_its_own_agent(void **state)
{
	struct cx cx = open_company(1, true), boss;
	struct sip_account account;
	struct own_phone own;

	(void)state;
	assert_string_equal(reason(&cx), "no_settings");
	set_settings(&cx);
	assert_string_equal(reason(&cx), "no_extension");
	assert_int_equal(
		db_exec(&cx, &extension_sql, DB_ARGS(db_int(cx.actor->company_id)), NULL), OK);
	assert_string_equal(reason(&cx), "no_account");
	assert_int_equal(sip_account_change(&cx, 70,
				 &(struct sip_account_change){.secret = "a-long-secret"}, &account),
		OK);
	assert_string_equal(account.user, "201");
	assert_null(strstr(account.secret_sealed, "a-long-secret"));
	assert_int_equal(softphone_own(&cx, &own), OK);
	assert_null(own.reason);
	assert_string_equal(own.user, "201");
	assert_string_equal(own.secret, "a-long-secret");
	assert_int_equal(close_unit(&cx, OK), OK);

	boss = open_company(1, false);
	assert_string_equal(reason(&boss), "no_agent");
	assert_int_equal(close_unit(&boss, OK), OK);
	cx = open_company(2, true);
	assert_string_equal(reason(&cx), "no_settings");
	assert_int_equal(sip_account_get(&cx, 70, &account), ERR_NOT_FOUND);
	fail_clear(&cx);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void an_account_is_one_line_of_letters(void **state)
{
	static const struct sip_account_change refused[] = {{.user = "a b", .secret = "x"},
		{.user = "a@b", .secret = "x"}, {.user = "201", .secret = "x\r\nAction: Originate"},
		{.user = "201"}};
	struct cx cx = open_company(1, false);
	struct sip_account account;

	(void)state;
	assert_int_equal(
		db_exec(&cx, &extension_sql, DB_ARGS(db_int(cx.actor->company_id)), NULL), OK);
	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_case(sip_account_change(&cx, 70, &refused[i], &account) == ERR_INVALID,
			refused[i].user);
		fail_clear(&cx);
	}
	assert_int_equal(sip_account_remove(&cx, 70, (struct opt_int){0}), ERR_NOT_FOUND);
	fail_clear(&cx);
	assert_int_equal(close_unit(&cx, OK), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(addresses_mean_nothing_in_a_header),
		CASE(servers_keep_a_password_that_is_not_told_again),
		CASE(an_older_version_is_refused),
		cmocka_unit_test(pages_may_connect_to_the_address_alone),
		CASE(a_phone_is_given_to_its_own_agent),
		CASE(an_account_is_one_line_of_letters),
	};

	return run_on_both(tests, COUNT(tests));
}
