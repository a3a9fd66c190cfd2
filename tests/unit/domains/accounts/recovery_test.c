/* recovery_test.c - forgotten passwords: links by e-mail and requests to IT support (A-14…A-16). */
/* SPDX-License-Identifier: MIT */
#include "accounts_support.h"

#include "domains/accounts/recovery_internal.h"
#include "platform/cfg/cfg.h"

#define NEW_PASSWORD "another-horse-9"
#define TOKEN_CHARS 43

static void configure_mail(void)
{
	static char url[] = "--mail-url=smtp://127.0.0.1:9";
	static char from[] = "--mail-from=desk@firm.example";
	char *flags[] = {url, from};
	const char *rest[8];
	const char *why = NULL;
	int rest_count;

	if (!cfg_load(COUNT(flags), flags, rest, &rest_count, &why))
		fail_msg("cfg_load: %s", why);
}

static void ask_link(const char *email)
{
	struct cx cx = open_unit();
	enum err err = recovery_send_link(&cx, email, "gulf", &office, "https://desk.example");

	assert_int_equal(close_unit(&cx, err), OK);
}

static int64_t mails(void)
{
	return count_of("SELECT COUNT(*) FROM outbox");
}

/* Of the link in the newest message. */
static void read_token(char token[TOKEN_CHARS + 1])
{
	static const struct db_query payload_sql = {.name = "test.payload",
		.text = "SELECT payload FROM outbox WHERE company_id = 1 ORDER BY id DESC LIMIT 1"};
	struct db_result result;
	struct cx cx = open_unit();
	const char *at;

	assert_int_equal(db_run(&cx, &payload_sql, DB_NO_ARGS, &result), OK);
	at = strstr(db_text_at(&result, 0, 0), "https://desk.example/reset-password?token=");
	assert_non_null(at);
	at = strchr(at, '=') + 1;
	assert_true(
		strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") >=
		TOKEN_CHARS);
	(void)snprintf(token, TOKEN_CHARS + 1, "%s", at);
	(void)close_unit(&cx, OK);
}

static enum err use_link(const char *token, const char *password)
{
	struct cx cx = open_unit();

	return close_unit(&cx, recovery_use_link(&cx, token, password, &office));
}

static enum err boss_logs_in(const char *password)
{
	return log_in("Boss", password, "gulf", false, &office, NULL);
}

static void a_link_sets_a_password_once(void **state)
{
	char token[TOKEN_CHARS + 1];

	(void)state;
	configure_mail();
	assert_int_equal(boss_logs_in(PASSWORD), OK);
	ask_link("boss@firm.example");
	assert_int_equal(mails(), 1);
	read_token(token);
	assert_int_equal(count_of("SELECT COUNT(*) FROM password_resets"
				  " WHERE LENGTH(token_hash) = 64 AND used_us IS NULL"),
		1);
	assert_int_equal(use_link(token, "short"), ERR_INVALID);
	assert_int_equal(use_link(token, NEW_PASSWORD), OK);
	assert_int_equal(use_link(token, "a-third-horse-9"), ERR_NOT_FOUND);
	assert_int_equal(boss_logs_in(PASSWORD), ERR_UNAUTHENTICATED);
	assert_int_equal(boss_logs_in(NEW_PASSWORD), OK);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM auth_sessions WHERE end_reason = 'password'"), 1);
	assert_int_equal(
		count_of("SELECT COUNT(*) FROM audit_log WHERE action = 'password.reset'"), 1);
	/* The other company's person of the same address keeps hers. */
	assert_int_equal(log_in("Boss", PASSWORD, "homes", false, &office, NULL), OK);
}

static void a_link_grows_old_and_a_newer_one_voids_it(void **state)
{
	char first[TOKEN_CHARS + 1];
	char second[TOKEN_CHARS + 1];

	(void)state;
	configure_mail();
	ask_link("boss@firm.example");
	ask_link("boss@firm.example"); /* at once again: no second message */
	assert_int_equal(mails(), 1);
	read_token(first);
	now_us += 2 * US_PER_MINUTE;
	ask_link("BOSS@firm.example");
	assert_int_equal(mails(), 2);
	read_token(second);
	assert_int_equal(use_link(first, NEW_PASSWORD), ERR_NOT_FOUND);
	now_us += 10 * US_PER_MINUTE;
	assert_int_equal(use_link(second, NEW_PASSWORD), ERR_NOT_FOUND);
	assert_int_equal(boss_logs_in(PASSWORD), OK);
}

static void who_gets_no_link(void **state)
{
	static const char *const blanks[] = {"", " ", "0", "null", "%"};

	(void)state;
	configure_mail();
	ask_link("nobody@firm.example");
	assert_int_equal(mails(), 0);
	for (size_t i = 0; i < COUNT(blanks); i++)
		assert_case(use_link(blanks[i], NEW_PASSWORD) == ERR_NOT_FOUND, blanks[i]);
}

/* ---- IT support --------------------------------------------------------------------- */

static void add(const char *name, const char *role, int64_t agent_no)
{
	const char *const roles[] = {role, NULL};
	const struct company *company;
	struct cx cx = open_unit();
	int64_t user_id;
	int64_t agent_id;

	assert_int_equal(company_by_code(&cx, "gulf", &company), OK);
	cx.actor = actor_system(cx.arena, company);
	assert_int_equal(user_create(&cx,
				 &(struct user_new){.username = name,
					 .name = name,
					 .password_hash = hash,
					 .roles = roles},
				 &user_id),
		OK);
	assert_int_equal(
		agent_create(&cx,
			&(struct agent_new){.user_id = user_id, .agent_no = agent_no, .team_id = 1},
			&agent_id),
		OK);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void add_team(void)
{
	const struct company *company;
	struct cx cx = open_unit();
	int64_t team_id;

	assert_int_equal(company_by_code(&cx, "gulf", &company), OK);
	cx.actor = actor_system(cx.arena, company);
	assert_int_equal(team_create(&cx, &(struct team_new){.name = "Morning"}, &team_id), OK);
	assert_int_equal(team_id, 1);
	assert_int_equal(close_unit(&cx, OK), OK);
}

static void ask_support(const char *login)
{
	struct cx cx = open_unit();
	enum err err = recovery_ask_support(&cx, login, "gulf", &office);

	assert_int_equal(close_unit(&cx, err), OK);
}

/* What somebody may decide, and deciding it; the temporary password is copied. */
static size_t sees(const char *who, int64_t *first)
{
	struct password_request *list;
	const struct actor *actor;
	struct held held;
	struct cx cx;
	size_t count;

	assert_int_equal(log_in(who, PASSWORD, "gulf", false, &home, &held), OK);
	cx = open_unit();
	assert_int_equal(auth_actor_of_token(&cx, str_of(held.token), false, &cx.actor), OK);
	actor = cx.actor;
	assert_int_equal(password_requests_list(&cx, "open", &list, &count), OK);
	if (count)
		*first = list[0].id;
	cx.actor = actor_nobody();
	(void)close_unit(&cx, OK);
	auth_release(&actor);
	return count;
}

static enum err decide(const char *who, int64_t id, char temporary[32])
{
	const char *password = NULL;
	const struct actor *actor;
	struct held held;
	struct cx cx;
	enum err err;

	assert_int_equal(log_in(who, PASSWORD, "gulf", false, &home, &held), OK);
	cx = open_unit();
	assert_int_equal(auth_actor_of_token(&cx, str_of(held.token), false, &cx.actor), OK);
	actor = cx.actor;
	err = password_request_resolve(&cx, id, true, &password);
	if (err == OK)
		(void)snprintf(temporary, 32, "%s", password);
	cx.actor = actor_nobody();
	err = close_unit(&cx, err);
	auth_release(&actor);
	return err;
}

static void only_who_stands_higher_helps(void **state)
{
	int64_t id = 0;
	char temporary[32] = "";

	(void)state;
	add_team();
	add("lead", "supervisor", 60);
	add("head", "manager", 61);
	add("omar", "agent", 62);
	ask_support("head");
	assert_int_equal(sees("lead", &id), 0); /* a supervisor: not a manager's */
	assert_int_equal(sees("head", &id), 0); /* nor one's equals */
	assert_int_equal(sees("Boss", &id), 1);
	assert_int_equal(decide("lead", id, temporary), ERR_NOT_FOUND);
	assert_int_equal(decide("head", id, temporary), ERR_NOT_FOUND);
	ask_support("omar");
	ask_support("AG062"); /* asking twice is asking once */
	ask_support("nobody");
	assert_int_equal(sees("lead", &id), 1);
	assert_int_equal(decide("lead", id, temporary), OK);
	assert_int_equal(strlen(temporary), 14);
	assert_int_equal(decide("lead", id, temporary), ERR_STATE);
	assert_int_equal(
		log_in("omar", PASSWORD, "gulf", false, &office, NULL), ERR_UNAUTHENTICATED);
	now_us += 72 * US_PER_HOUR - 1;
	assert_int_equal(log_in("omar", temporary, "gulf", false, &office, NULL), OK);
	now_us += 1;
	assert_int_equal(
		log_in("omar", temporary, "gulf", false, &office, NULL), ERR_UNAUTHENTICATED);
	assert_int_equal(count_of("SELECT COUNT(*) FROM login_log WHERE outcome = 'expired'"), 1);
	assert_int_equal(count_of("SELECT COUNT(*) FROM login_failures"), 1); /* the first one */
	assert_int_equal(count_of("SELECT COUNT(*) FROM users WHERE must_change_password = 1"), 1);
	assert_int_equal(count_of("SELECT COUNT(*) FROM audit_log"
				  " WHERE action = 'password.request_resolved'"),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_link_sets_a_password_once),
		CASE(a_link_grows_old_and_a_newer_one_voids_it),
		CASE(who_gets_no_link),
		CASE(only_who_stands_higher_helps),
	};
	return run_on_both(tests, COUNT(tests));
}
