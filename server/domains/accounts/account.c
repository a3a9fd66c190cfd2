/* account.c - rules of making users and agents, and the spellings of agent codes. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

#include "base/utf8.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"
#include "platform/intl/messages.h"

#define AGENT_NO_MAX INT64_C(999999)

const char *const agent_level_words[] = {"agent", "senior", "supervisor", "manager", NULL};

/* ---- Codes ----------------------------------------------------------------- */

char *agent_code(struct arena *arena, int64_t agent_no)
{
	return arena_format(arena, "AGT-%03lld", (long long)agent_no);
}

char *agent_alias(struct arena *arena, int64_t agent_no)
{
	return arena_format(arena, "AG%03lld", (long long)agent_no);
}

static bool skip_nocase(struct str *text, const char *word)
{
	const size_t length = strlen(word);

	if (text->len < length || strncasecmp(text->ptr, word, length) != 0)
		return false;
	text->ptr += length;
	text->len -= length;
	return true;
}

int64_t agent_code_read(const char *text)
{
	struct str rest = str_trim(str_of(text ? text : ""));
	int64_t number;

	if (!skip_nocase(&rest, "AGT") && !skip_nocase(&rest, "AG"))
		return 0;
	if (rest.len && (*rest.ptr == '-' || *rest.ptr == ' ' || *rest.ptr == '_'))
		(void)skip_nocase(&rest, (char[]){*rest.ptr, '\0'});
	if (!rest.len || rest.len > 9 || *rest.ptr < '0' || *rest.ptr > '9' ||
		!str_int(rest, &number))
		return 0;
	return number >= 1 && number <= AGENT_NO_MAX ? number : 0;
}

const char *account_key(struct arena *arena, const char *text)
{
	char *key = arena_text(arena, text);

	for (char *at = key; at && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return key;
}

/* ---- Users ------------------------------------------------------------------ */

static bool is_username(const char *text)
{
	size_t count;

	if (!text)
		return false;
	count = utf8_count(text);
	if (count < 2 || count > 64)
		return false;
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f)
			return false;
	return true;
}

bool account_name_good(const char *name)
{
	return !text_empty(name) && utf8_count(name) <= 120;
}

bool account_email_good(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at != text && strchr(at, '.') && !strpbrk(text, " \t\r\n,;<>") &&
		strlen(text) <= 254 && !strchr(at + 1, '@');
}

static enum err check_user(struct cx *cx, const struct user_new *wanted)
{
	bool good = true;

	if (!is_username(wanted->username)) {
		fail_field(cx, "username", "Use 2 to 64 characters without blanks.");
		good = false;
	}
	if (!account_name_good(wanted->name)) {
		fail_field(cx, "name", "The name has 1 to 120 characters.");
		good = false;
	}
	if (wanted->email && !account_email_good(wanted->email)) {
		fail_field(cx, "email", "Use an address such as sara@example.com.");
		good = false;
	}
	if (wanted->language && !text_is(wanted->language, "en") &&
		!text_is(wanted->language, "ar")) {
		fail_field(cx, "language", "The language is en or ar.");
		good = false;
	}
	if (wanted->time_zone && !intl_zone_valid(wanted->time_zone)) {
		fail_field(cx, "time_zone", "Use a time zone such as Asia/Dubai.");
		good = false;
	}
	if (!wanted->roles || !wanted->roles[0]) {
		fail_field(cx, "roles", "Choose at least one role.");
		good = false;
	}
	return good ? OK : ERR_INVALID;
}

/* Nobody hands out more than one has: a manager makes no admin. */
static enum err check_roles(struct cx *cx, const char *const *roles)
{
	for (; *roles; roles++) {
		uint64_t permissions;

		TRY(account_store_role_rights(cx, *roles, &permissions));
		if (rights_lacking(cx->actor, permissions) ||
			rank_of(permissions) > rank_of(cx->actor->permissions))
			return fail(
				cx, ERR_DENIED, "roles", "The role %s is above your own.", *roles);
	}
	return OK;
}

static enum err hash_for(struct cx *cx, const struct user_new *wanted, const char **hash)
{
	const struct password_owner owner = {.username = wanted->username,
		.email = wanted->email,
		.company_name = cx->actor->company->name,
		.company_code = cx->actor->company->code};

	if (wanted->password_hash) {
		*hash = wanted->password_hash;
		return OK;
	}
	TRY(password_check(cx, "password", wanted->password, &owner));
	*hash = crypto_password_hash(cx->arena, wanted->password);
	return OK;
}

/* For the audit log: never the password. */
static const char *user_picture(struct cx *cx, const struct user_new *wanted)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "username", wanted->username);
	json_field_text(&json, "name", wanted->name);
	json_field_text(&json, "email", wanted->email);
	json_field_open_array(&json, "roles");
	for (const char *const *role = wanted->roles; *role; role++)
		json_text(&json, *role);
	json_close_array(&json);
	json_close(&json);
	return json_end(&json).ptr;
}

enum err user_create(struct cx *cx, const struct user_new *wanted, int64_t *user_id)
{
	const char *hash;
	enum err err;

	TRY(check_user(cx, wanted));
	TRY(check_roles(cx, wanted->roles));
	TRY(hash_for(cx, wanted, &hash));
	TRY(db_next_id(cx, "user", user_id));
	err = account_store_user(cx, *user_id, wanted, account_key(cx->arena, wanted->username),
		account_key(cx->arena, wanted->email), hash);
	if (err == ERR_CONFLICT && db_violated(cx, "email"))
		return fail(cx, err, "email", "Another user has this e-mail address.");
	if (err == ERR_CONFLICT)
		return fail(cx, err, "username", "Another user has this name.");
	TRY(err);
	for (const char *const *role = wanted->roles; *role; role++) {
		bool found;

		TRY(account_store_role(cx, *user_id, *role, &found));
		if (!found)
			return fail(cx, ERR_INVALID, "roles", "There is no role %s.", *role);
	}
	return audit_write_change(cx, "user.created", &(struct audit_subject){"user", *user_id},
		NULL, user_picture(cx, wanted));
}

enum err account_set_preferences(struct cx *cx, const char *preferences, const char *language)
{
	const struct language *chosen = language_by_code(language);

	TRY(account_store_set_preferences(cx, preferences, chosen ? chosen->code : NULL));
	if (chosen && chosen != cx->actor->language)
		auth_forget(cx->actor->company_id, cx->actor->user_id, 0);
	return OK;
}

enum err user_set_password(
	struct cx *cx, const char *username, const char *password, bool must_change)
{
	const struct password_owner owner = {.username = username,
		.company_name = cx->actor->company->name,
		.company_code = cx->actor->company->code};
	const char *hash;
	int64_t user_id;

	TRY(account_store_user_id(cx, account_key(cx->arena, username), &user_id));
	TRY(password_check(cx, "password", password, &owner));
	hash = crypto_password_hash(cx->arena, password);
	TRY(account_store_password(cx, user_id, hash, must_change));
	TRY(session_end_all(cx, user_id, 0, "password"));
	return audit_write(cx, "user.password_set", "user", user_id, NULL);
}

/* ---- Agents ------------------------------------------------------------------ */

static enum err agent_refused(struct cx *cx, enum err err)
{
	if (err == ERR_NOT_FOUND)
		return fail(cx, err, NULL, "There is no such user, department or team.");
	if (err != ERR_CONFLICT)
		return err;
	if (db_violated(cx, "badge"))
		return fail(cx, err, "badge_code", "Another agent has this badge.");
	if (db_violated(cx, "agent_no") || db_violated(cx, "agents_no"))
		return fail(cx, err, "agent_no", "Another agent has this number.");
	return fail(cx, err, "user_id", "This user is an agent already.");
}

/* As above: never the badge. */
static const char *agent_picture(struct cx *cx, const struct agent_new *wanted, int64_t agent_no)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "code", agent_code(cx->arena, agent_no));
	json_field_text(&json, "name", wanted->name);
	json_field_id(&json, "user_id", wanted->user_id);
	json_field_id(&json, "department_id", wanted->department_id);
	json_field_id(&json, "team_id", wanted->team_id);
	json_field_text(&json, "level", wanted->level);
	json_field_bool(&json, "has_badge", wanted->badge_code != NULL);
	json_close(&json);
	return json_end(&json).ptr;
}

enum err agent_create(struct cx *cx, const struct agent_new *wanted, int64_t *agent_id)
{
	struct agent_new full = *wanted;
	int64_t agent_no = wanted->agent_no;
	const char *badge = NULL;

	if (!full.level)
		full.level = "agent";
	if (word_index(agent_level_words, full.level) < 0)
		return fail(cx, ERR_INVALID, "level", "Use agent, senior, supervisor or manager.");
	if (agent_no < 0 || agent_no > AGENT_NO_MAX)
		return fail(cx, ERR_INVALID, "agent_no", "Use a number from 1 to 999999.");
	if (full.order_capacity < 0)
		return fail(cx, ERR_INVALID, "order_capacity", "Use at least 0.");
	TRY(db_begin_write(cx));
	if (!full.name)
		TRY(account_store_user_name(cx, full.user_id, &full.name));
	if (!agent_no)
		TRY(account_store_next_agent_no(cx, &agent_no));
	if (full.badge_code)
		badge = auth_hash(cx->arena, "badge", str_of(full.badge_code));
	TRY(db_next_id(cx, "agent", agent_id));
	TRY(agent_refused(cx, account_store_agent(cx, *agent_id, &full, agent_no, badge)));
	auth_forget(cx->actor->company_id, full.user_id, 0);
	return audit_write_change(cx, "agent.created", &(struct audit_subject){"agent", *agent_id},
		NULL, agent_picture(cx, &full, agent_no));
}

enum err agent_by_key(struct cx *cx, const char *key, struct agent *agent)
{
	int64_t agent_no = agent_code_read(key);
	int64_t id = 0;
	bool found = false;

	if (agent_no || (text_int(key, &id) && id > 0))
		TRY(account_store_agent_by(cx, id, agent_no, agent, &found));
	return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "There is no such agent.");
}
