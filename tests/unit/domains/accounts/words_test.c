/* words_test.c - agent codes, presence words, role words, passwords and lockout times: pure rules. */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/accounts/login_internal.h"

static const struct {
	const char *text;
	int64_t number; /* 0: none */
} codes[] = {
	{"AG001", 1},
	{"AG1", 1},
	{"ag001", 1},
	{"AGT-001", 1},
	{"agt-001", 1},
	{"AGT-1", 1},
	{"AGT001", 1},
	{"AGT 1", 1},
	{"AG_7", 7},
	{"  AG012  ", 12},
	{"AGT-1847", 1847},
	{"AG999999", 999999},
	{"AG1000000", 0},
	{"AG000", 0},
	{"AG-0", 0},
	{"AG--1", 0},
	{"AG", 0},
	{"AGT", 0},
	{"AGT-", 0},
	{"1", 0},
	{"001", 0},
	{"A1", 0},
	{"AGX1", 0},
	{"AG1x", 0},
	{"AG1.5", 0},
	{"AG+1", 0},
	{"AG-+1", 0},
	{"AG 1 2", 0},
	{"AG99999999999999999999", 0},
	{"", 0},
	{NULL, 0},
};

static void agent_codes_are_read_in_every_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++)
		assert_case(agent_code_read(codes[i].text) == codes[i].number,
			codes[i].text ? codes[i].text : "NULL");
}

static void agent_codes_are_written_in_one(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(agent_code(arena, 1), "AGT-001");
	assert_string_equal(agent_alias(arena, 1), "AG001");
	assert_string_equal(agent_code(arena, 1847), "AGT-1847");
	arena_free(&arena);
}

static const struct {
	const char *sent;
	const char *canonical; /* NULL: refused */
	const char *agent, *centre, *full;
} presences[] = {
	{"available", "available", "available", "available", "online"},
	{"online", "available", "available", "available", "online"},
	{"Available", "available", "available", "available", "online"},
	{"busy", "busy", "busy", "busy", "busy"},
	{"away", "away", "break", "on_break", "away"},
	{"break", "on_break", "break", "on_break", "on_break"},
	{"on_break", "on_break", "break", "on_break", "on_break"},
	{"dnd", "dnd", "busy", "busy", "dnd"},
	{"do_not_disturb", "dnd", "busy", "busy", "dnd"},
	{"in_meeting", "in_meeting", "busy", "busy", "in_meeting"},
	{"on_leave", "on_leave", "offline", "offline", "on_leave"},
	{"offline", "offline", "offline", "offline", "offline"},
	{"asleep", NULL, NULL, NULL, NULL},
	{"", NULL, NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL, NULL},
};

static void presence_has_a_word_for_each_surface(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(presences); i++) {
		const char *name = presences[i].sent ? presences[i].sent : "NULL";
		enum presence presence;
		bool good = presence_read(presences[i].sent, &presence);

		assert_case(good == (presences[i].canonical != NULL), name);
		if (!good)
			continue;
		assert_case(text_is(presence_words[presence], presences[i].canonical), name);
		assert_case(
			text_is(presence_word(presence, SURFACE_AGENT), presences[i].agent), name);
		assert_case(text_is(presence_word(presence, SURFACE_CENTRE), presences[i].centre),
			name);
		assert_case(
			text_is(presence_word(presence, SURFACE_FULL), presences[i].full), name);
	}
}

static uint64_t rights_of(const char *code)
{
	const struct role_row *role = role_by_code(code);
	uint64_t rights = 0;

	for (size_t i = 0; i < role->permission_count; i++)
		rights |= UINT64_C(1) << (unsigned)role->permissions[i];
	return rights;
}

static void role_words_follow_the_highest_role(void **state)
{
	static const struct {
		const char *roles[4];
		const char *portal, *cc;
	} cases[] = {
		{{"admin", NULL}, "admin", "manager"},
		{{"agent", "supervisor", NULL}, "support_manager", "supervisor"},
		{{"senior_agent", NULL}, "agent", "agent"},
		{{"sales_manager", NULL}, "sales_manager", NULL},
		{{"support_manager", "agent", NULL}, "support_manager", NULL},
		{{"manager", NULL}, "support_manager", "manager"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t rights = 0;

		for (const char *const *role = cases[i].roles; *role; role++)
			rights |= rights_of(*role);
		assert_case(text_is(portal_role_of(cases[i].roles, rights), cases[i].portal),
			cases[i].roles[0]);
		assert_case(text_is(cc_role_of(cases[i].roles), cases[i].cc), cases[i].roles[0]);
	}
	/* A manager with full rights, and a role that the company made. */
	assert_string_equal(
		portal_role_of((const char *const[]){"manager", NULL}, rights_of("admin")),
		"admin");
	assert_string_equal(
		portal_role_of((const char *const[]){"night_shift", NULL}, rights_of("agent")),
		"agent");
}

static void rank_follows_rights(void **state)
{
	(void)state;
	assert_int_equal(rank_of(rights_of("admin")), RANK_ADMIN);
	assert_int_equal(rank_of(rights_of("manager")), RANK_MANAGER);
	assert_int_equal(rank_of(rights_of("supervisor")), RANK_SUPERVISOR);
	assert_int_equal(rank_of(rights_of("sales_manager")), RANK_SUPERVISOR);
	assert_int_equal(rank_of(rights_of("agent")), RANK_AGENT);
	assert_int_equal(rank_of(0), RANK_AGENT);
	/* Users without roles, or roles without users, make nobody an administrator. */
	assert_int_equal(rank_of(UINT64_C(1) << PERM_USERS_MANAGE), RANK_MANAGER);
	assert_int_equal(rank_of(UINT64_C(1) << PERM_ROLES_MANAGE), RANK_MANAGER);
	assert_int_equal(
		rank_of(UINT64_C(1) << PERM_USERS_MANAGE | UINT64_C(1) << PERM_ROLES_MANAGE),
		RANK_ADMIN);
}

static void nobody_gives_what_they_lack_or_rises(void **state)
{
	const struct actor admin = {.permissions = rights_of("admin")};
	const struct actor manager = {.permissions = rights_of("manager")};
	const struct actor key = {
		.api_key_id = 1, .permissions = rights_of("manager") & ~UINT64_C(1)};
	struct arena *arena = arena_new(0);

	(void)state;
	assert_true(rights_below(&admin, rights_of("admin")));
	assert_true(rights_below(&manager, rights_of("supervisor")));
	assert_false(rights_below(&manager, rights_of("manager")));
	assert_false(rights_below(&manager, UINT64_C(1) << PERM_WEBHOOKS_MANAGE));
	/* What is one's own everybody has, so a key for programs may give it. */
	assert_int_equal(PERM_SELF, 0);
	assert_true(rights_below(&key, rights_of("agent")));
	assert_null(own_rights_of(arena, &admin));
	assert_non_null(strstr(own_rights_of(arena, &key), ",self,"));
	assert_non_null(strstr(own_rights_of(arena, &manager), ",orders.read_all,"));
	assert_null(strstr(own_rights_of(arena, &manager), "webhooks"));
	arena_free(&arena);
}

static const struct {
	const char *name, *password;
	bool good;
} passwords[] = {
	{"seven characters", "k9-xtvq", false},
	{"eight characters", "k9-xtvqe", true},
	{"eight Arabic letters", "طظعغفقكل", true},
	{"seven Arabic letters", "طظعغفقك", false},
	{"emoji count once", "🐎🐎🐎🔋🔋🔋🧷🧷", true},
	{"blanks", "four dull grey stones", true},
	{"128 characters",
		"q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-"
		"q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8xy",
		true},
	{"129 characters",
		"q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-"
		"q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8w-q1w-q2w-q3w-q4w-q5w-q6w-q7w-q8xyz",
		false},
	{"common", "password", false},
	{"common with digits", "password123", false},
	{"common in disguise", "P@ssw0rd2026!", false},
	{"common with l for 1", "we1come2026", false},
	{"keyboard", "qwertyuiop", false},
	{"keyboard and digits", "Qwerty123456", false},
	{"ascending digits", "1234567890", false},
	{"descending", "987654321", false},
	{"alphabet", "abcdefgh", false},
	{"one letter", "aaaaaaaa", false},
	{"a repeated piece", "xy7xy7xy7", false},
	{"a birthday", "21.11.1990", false},
	{"a phone number", "0501234567", false},
	{"the user name", "s.mansouri", false},
	{"the user name in capitals and a year", "S.Mansouri2026", false},
	{"the e-mail address", "sara@gulf.example", false},
	{"the company", "Gulf Contact", false},
	{"the company in one word", "gulfcontact99", false},
	{"the company's code", "gulf-main1", false},
	{"a phrase of common words", "correct-horse-9", true},
	{"empty", "", false},
};

static void passwords_follow_the_policy(void **state)
{
	const struct password_owner owner = {.username = "s.mansouri",
		.email = "sara@gulf.example",
		.company_name = "Gulf Contact",
		.company_code = "gulf-main"};

	(void)state;
	for (size_t i = 0; i < COUNT(passwords); i++)
		assert_case((password_fault(passwords[i].password, &owner) == NULL) ==
				passwords[i].good,
			passwords[i].name);
	assert_non_null(password_fault(NULL, &owner));
}

static void the_word_list_is_sorted(void **state)
{
	(void)state;
	assert_true(password_word_count >= 500);
	for (size_t i = 1; i < password_word_count; i++)
		assert_case(
			strcmp(password_words[i - 1], password_words[i]) < 0, password_words[i]);
}

static const struct {
	enum lockout_kind kind;
	int64_t failures, block_s;
} blocks[] = {
	{LOCKOUT_NEAR, 1, 0},
	{LOCKOUT_NEAR, 9, 0},
	{LOCKOUT_NEAR, 10, 60},
	{LOCKOUT_NEAR, 11, 120},
	{LOCKOUT_NEAR, 12, 240},
	{LOCKOUT_NEAR, 15, 1920},
	{LOCKOUT_NEAR, 16, 3600},
	{LOCKOUT_NEAR, 1000000000, 3600},
	{LOCKOUT_ACCOUNT, 99, 0},
	{LOCKOUT_ACCOUNT, 100, 900},
	{LOCKOUT_ACCOUNT, 102, 3600},
	{LOCKOUT_ADDRESS, 99, 0},
	{LOCKOUT_ADDRESS, 100, 60},
	{LOCKOUT_ADDRESS, 110, 900},
	{LOCKOUT_BADGE, 9, 0},
	{LOCKOUT_BADGE, 10, 60},
};

static void blocks_grow_to_a_limit(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(blocks); i++)
		assert_int_equal(
			lockout_block_us(&lockout_rules[blocks[i].kind], blocks[i].failures),
			blocks[i].block_s * US_PER_SECOND);
}

static void an_ipv6_household_counts_once(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(lockout_address(arena, "203.0.113.9"), "203.0.113.9");
	assert_string_equal(lockout_address(arena, "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
	assert_string_equal(lockout_address(arena, "2001:db8:1:2::9"), "2001:db8:1:2::/64");
	assert_string_equal(lockout_address(arena, "unix"), "unix");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agent_codes_are_read_in_every_spelling),
		cmocka_unit_test(agent_codes_are_written_in_one),
		cmocka_unit_test(presence_has_a_word_for_each_surface),
		cmocka_unit_test(role_words_follow_the_highest_role),
		cmocka_unit_test(rank_follows_rights),
		cmocka_unit_test(nobody_gives_what_they_lack_or_rises),
		cmocka_unit_test(passwords_follow_the_policy),
		cmocka_unit_test(the_word_list_is_sorted),
		cmocka_unit_test(blocks_grow_to_a_limit),
		cmocka_unit_test(an_ipv6_household_counts_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
