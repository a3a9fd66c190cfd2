/* account_internal.h - shared inside domains/accounts: people as stored, and what logins work on. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_ACCOUNT_INTERNAL_H
#define DOMAINS_ACCOUNTS_ACCOUNT_INTERNAL_H

#include "base/clock.h"
#include "domains/accounts/account.h"
#include "domains/tenancy/tenancy.h"
#include "platform/db/db.h"
#include "platform/http/http.h"

/* ---- Identity: what login and `me` answer -------------------------------- */

struct identity_ref {
	int64_t id; /* 0 for none */
	const char *code, *name;
};

/* A user, its agent side and its company, as one picture. */
struct identity {
	int64_t company_id, user_id;
	const char *username, *name;
	const char *email, *phone, *language, *time_zone; /* or NULL */
	const char *avatar; /* code of a file, or NULL */
	bool must_change_password, active;
	const char *password_hash;
	struct opt_int password_until; /* microseconds; of a temporary one */
	const char *const *roles; /* NULL-terminated codes */
	uint64_t permissions;
	/* Agent: id 0 for users who are no agents. */
	int64_t agent_id, agent_no, open_orders, concurrent_orders;
	const char *agent_name, *level;
	struct identity_ref department, team;
	enum presence presence;
	enum presence_source presence_source;
	int64_t presence_since_us;
	/* Company. */
	const char *company_code, *company_name, *company_zone, *currency, *country;
	const char *company_language, *company_theme, *it_support_ext, *help_desk_ext,
		*password_recovery;
	bool has_logo, badge_login;
	int64_t idle_timeout_s, temporary_password_hours;
};

/* ERR_NOT_FOUND when there is no such user. */
MUST_USE enum err identity_read(
	struct cx *cx, int64_t company_id, int64_t user_id, struct identity *identity);
/* Members user, agent and company. */
void identity_write(struct json *json, struct arena *arena, const struct identity *identity);

/* {id, code, name}, or null for none. */
void identity_write_ref(struct json *json, const char *key, const struct identity_ref *ref);

/* one of admin, sales_manager, support_manager, agent. */
const char *portal_role_of(const char *const *roles, uint64_t permissions);
/* agent, supervisor, manager, or NULL for people outside the call centre. */
const char *cc_role_of(const char *const *roles);
/* How high somebody of these rights stands; decides who may act on whom. Users and roles: an administrator. */
enum role_rank rank_of(uint64_t permissions);
/*
 * The three rights of which whoever holds one stands too high for the actor;
 * empty texts where the actor itself stands high enough. For `permission IN`.
 */
struct rank_bar {
	const char *rights[3];
};
struct rank_bar rank_bar_of(const struct actor *actor);
/*
 * ",orders.read,orders.write,": the actor's rights. Whoever has another one is out
 * of reach: a new password for somebody would be a way to it. NULL: it has all.
 */
const char *own_rights_of(struct arena *arena, const struct actor *actor);
/* Those of the rights that the actor does not have and so may not give. */
uint64_t rights_lacking(const struct actor *actor, uint64_t rights);
/* May the actor give a role of these rights, and take it away? None it lacks, and of lower rank. */
bool rights_below(const struct actor *actor, uint64_t rights);
/* The team whose people the actor's scope covers: 0 = everyone, -1 = nobody. */
int64_t managed_team_of(const struct actor *actor);

/* ---- Users and agents: account_store.c ------------------------------------ */

MUST_USE enum err account_store_user(struct cx *cx, int64_t user_id, const struct user_new *wanted,
	const char *username_key, const char *email_key, const char *password_hash);
/* *found false: the company has no such role. */
MUST_USE enum err account_store_role(struct cx *cx, int64_t user_id, const char *role, bool *found);
MUST_USE enum err account_store_role_rights(struct cx *cx, const char *role, uint64_t *permissions);
MUST_USE enum err account_store_next_agent_no(struct cx *cx, int64_t *agent_no);
MUST_USE enum err account_store_user_name(struct cx *cx, int64_t user_id, const char **name);
MUST_USE enum err account_store_agent(struct cx *cx, int64_t agent_id,
	const struct agent_new *wanted, int64_t agent_no, const char *badge_hash);
/* The agent of a user, if there is one, is called like the user. */
MUST_USE enum err account_store_rename(struct cx *cx, int64_t user_id, const char *name);
MUST_USE enum err account_store_agent_by(
	struct cx *cx, int64_t id, int64_t agent_no, struct agent *agent, bool *found);
MUST_USE enum err account_store_user_id(struct cx *cx, const char *username_key, int64_t *user_id);
MUST_USE enum err account_store_password(
	struct cx *cx, int64_t user_id, const char *password_hash, bool must_change);
MUST_USE enum err account_store_identity(
	struct cx *cx, int64_t company_id, int64_t user_id, struct identity *identity);
MUST_USE enum err account_store_preferences(struct cx *cx, const char **preferences);
/* language NULL: as it was. */
MUST_USE enum err account_store_set_preferences(
	struct cx *cx, const char *preferences, const char *language);
/* The actor's own settings of the app; a known language among them is the user's from now on. */
MUST_USE enum err account_set_preferences(
	struct cx *cx, const char *preferences, const char *language);

/* As lookups spell names: Latin letters in lower case, others as they are. */
const char *account_key(struct arena *arena, const char *text);
/* 1 to 120 characters. */
bool account_name_good(const char *name);
/* 1 to 120 characters. */
bool account_name_good(const char *name);
bool account_email_good(const char *text);
extern const char *const agent_level_words[];

/* ---- Passwords: password.c ------------------------------------------------- */

/* Who the password is for; members may be NULL. */
struct password_owner {
	const char *username, *email, *company_name, *company_code;
};
/* NULL when good, else the reason as a sentence. */
const char *password_fault(const char *password, const struct password_owner *owner);
extern const char *const password_words[]; /* sorted */
extern const size_t password_word_count;
/* Is it, spelled plainly, one of the most common ones? */
bool password_is_common(const char *password);
/* ERR_INVALID on field. */
MUST_USE enum err password_check(
	struct cx *cx, const char *field, const char *password, const struct password_owner *owner);

/* ---- Lockout: lockout.c ----------------------------------------------------- */

enum lockout_kind {
	LOCKOUT_NEAR, /* an account from one address or remembered device */
	LOCKOUT_ACCOUNT, /* an account from everywhere but remembered devices */
	LOCKOUT_ADDRESS, /* an address, whatever the accounts */
	LOCKOUT_BADGE, /* badges tried from an address */
};

struct lockout_rule {
	int64_t limit; /* failures that are free */
	int64_t window_us; /* a failure this long after the first begins anew */
	int64_t first_us, longest_us; /* blocks double from the first to the longest */
};
extern const struct lockout_rule lockout_rules[];

/* How long a subject is blocked after its n-th failure; 0 = not. */
int64_t lockout_block_us(const struct lockout_rule *rule, int64_t failures);

/* ERR_RATE with the time to come again when the subject is blocked now. */
MUST_USE enum err lockout_check(struct cx *cx, enum lockout_kind kind, const char *subject);
MUST_USE enum err lockout_count(struct cx *cx, enum lockout_kind kind, const char *subject);
MUST_USE enum err lockout_clear(struct cx *cx, enum lockout_kind kind, const char *subject);
/* "203.0.113.9", "2001:db8:1:2::/64". */
const char *lockout_address(struct arena *arena, const char *ip);
MUST_USE enum err lockout_sweep(struct cx *cx);

#endif
