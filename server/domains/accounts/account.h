/* account.h - users and agents: what other domains and the command line may ask for. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_ACCOUNT_H
#define DOMAINS_ACCOUNTS_ACCOUNT_H

#include "platform/auth/auth.h"

/* A person who can log in. NULL members are left empty unless said. */
struct user_new {
	const char *username; /* required: 2..64, no blanks; unique in the company, case aside */
	const char *name; /* required: display name */
	const char *email; /* unique in the company */
	const char *phone; /* E.164 */
	/*
	 * Exactly one of the two. A password is checked against the policy and
	 * hashed here (about 30 ms); many users of one password share its hash.
	 */
	const char *password;
	const char *password_hash; /* from crypto_password_hash() */
	const char *language; /* "en", "ar"; NULL = the company's */
	const char *time_zone; /* NULL = the company's */
	const char *const *roles; /* NULL-terminated role codes ("admin", "agent", ...); required */
	bool must_change_password;
};

/*
 * Store a user of the actor's company with its roles; begins the transaction.
 *
 * ERR_INVALID   names the field (username, name, email, password, roles)
 * ERR_CONFLICT  username or e-mail is taken; the field says which
 * ERR_DENIED    a role above the actor's own
 */
MUST_USE enum err user_create(struct cx *cx, const struct user_new *wanted, int64_t *user_id);

/* The agent's side of a user: one agent a user at most. */
struct agent_new {
	int64_t user_id; /* required */
	int64_t agent_no; /* number of AGT-001; 0 = the next one */
	const char *name; /* NULL = the user's */
	const char *badge_code; /* as the scanner types it; kept as a keyed hash; NULL for none */
	int64_t department_id; /* 0 for none */
	int64_t team_id; /* 0 for none */
	const char *level; /* agent, senior, supervisor, manager; NULL = agent */
	bool takes_no_orders; /* automatic assignment passes by: supervisors, managers */
	int64_t order_capacity; /* open orders at most; 0 = no limit */
	struct opt_int chat_capacity; /* chats at a time; not given: as the company says */
};

/*
 * Store an agent and its presence (offline); begins the transaction.
 *
 * ERR_INVALID    names the field
 * ERR_CONFLICT   number, badge or user already belongs to an agent
 * ERR_NOT_FOUND  user, department or team is not of this company
 */
MUST_USE enum err agent_create(struct cx *cx, const struct agent_new *wanted, int64_t *agent_id);

/* "AGT-001" of an agent's number; in the arena. The alias is "AG001". */
char *agent_code(struct arena *arena, int64_t agent_no);
char *agent_alias(struct arena *arena, int64_t agent_no);

/*
 * Number in any spelling of an agent code: AG001, AG1, agt-001, "AGT 1",
 * Arabic-Indic digits aside; 0 when it is none.
 */
int64_t agent_code_read(const char *text);

/*
 * Agent of the actor's company by id or any spelling of its code; "" in no
 * case an agent. Visibility is the caller's business. ERR_NOT_FOUND.
 */
struct agent {
	int64_t id, user_id, agent_no;
	const char *code, *name;
	int64_t department_id, team_id; /* 0 for none */
	const char *level;
	bool takes_orders, is_active;
	int64_t order_capacity, open_orders;
	const char *presence; /* canonical word */
	int64_t presence_since_us;
};
MUST_USE enum err agent_by_key(struct cx *cx, const char *key, struct agent *agent);

/* What stands below the e-mails that the actor writes to customers; "" for none, and for nobody. */
MUST_USE enum err account_signature(struct cx *cx, const char **signature);

/* A new password for a user of the actor's company by username (`hatif user`); ends its sessions. */
MUST_USE enum err user_set_password(
	struct cx *cx, const char *username, const char *password, bool must_change);

/*
 * Gives away all open orders of an agent who stops working, inside the
 * transaction of it: `to` is "pool" or an agent's id or code. Set once at start
 * by what stands above this domain (app wires it). ERR_INVALID on orders_to.
 */
typedef enum err agent_leaving(struct cx *cx, int64_t agent_id, const char *to, int64_t *count);
void agent_on_leaving(agent_leaving *told);

/* ---- Presence (A-13) ---------------------------------------------------- */

enum presence {
	PRESENCE_AVAILABLE,
	PRESENCE_BUSY,
	PRESENCE_AWAY,
	PRESENCE_ON_BREAK,
	PRESENCE_DND,
	PRESENCE_IN_MEETING,
	PRESENCE_ON_LEAVE,
	PRESENCE_OFFLINE,
	PRESENCE_COUNT
};
/* Who or what put an agent into its state. */
enum presence_source {
	PRESENCE_BY_AGENT,
	PRESENCE_BY_LOGIN,
	PRESENCE_BY_LOGOUT,
	PRESENCE_BY_RETURN, /* what it chose holds again */
	PRESENCE_BY_LEAD, /* somebody who leads it chose for it */
	PRESENCE_BY_IDLE, /* no input for the company's time: away */
	PRESENCE_BY_CAPACITY, /* as many orders as it may have: busy */
	PRESENCE_BY_CONNECTION, /* its sockets are gone: offline until they are back */
	PRESENCE_BY_SESSION, /* the last session ended by itself: offline */
	PRESENCE_BY_SCHEDULE, /* its schedule says so: on leave, in a meeting */
	PRESENCE_BY_CALL, /* it talks with a customer: busy */
	PRESENCE_BY_WRAP_UP, /* it has time for what a call left to do: busy */
	PRESENCE_SOURCE_COUNT
};
/* Which words an answer uses for it. */
enum presence_surface {
	SURFACE_AGENT, /* /api/agent: available, busy, break, offline */
	SURFACE_CENTRE, /* /api/agents, agent:status_changed: available, busy, on_break, offline */
	SURFACE_FULL, /* Socket.IO and /agent: all, with `online` for available */
};

extern const char *const presence_words[]; /* canonical, NULL-terminated, in enum order */
/* Canonical words and aliases (online, break, do_not_disturb), case aside. */
MUST_USE bool presence_read(const char *word, enum presence *presence);
const char *presence_word(enum presence presence, enum presence_surface surface);
extern const char *const presence_automatic_words[]; /* idle, capacity, …, call, wrap_up */

/*
 * Something that decides on an agent's state has changed: its load, its
 * capacity. Begins the transaction. ERR_NOT_FOUND.
 */
MUST_USE enum err presence_review(struct cx *cx, int64_t agent_id);

/* Somebody who leads the agent chooses its state; who may is the caller's business. ERR_NOT_FOUND. */
MUST_USE enum err presence_choose(
	struct cx *cx, int64_t agent_id, enum presence to, const char *note);

/*
 * What the agent's schedule says from since_us on: PRESENCE_ON_LEAVE,
 * PRESENCE_IN_MEETING, or PRESENCE_COUNT for nothing. It holds until the
 * schedule says otherwise or somebody chooses a state later than since_us.
 */
MUST_USE enum err presence_plan(
	struct cx *cx, int64_t agent_id, enum presence plan, int64_t since_us);
/*
 * What a call makes of the agent: PRESENCE_BY_CALL, PRESENCE_BY_WRAP_UP, or
 * PRESENCE_SOURCE_COUNT for nothing; then what it had chosen holds again.
 */
MUST_USE enum err presence_occupy(struct cx *cx, int64_t agent_id, enum presence_source by);
/* The actor chooses for itself. ERR_DENIED: it is no agent. */
MUST_USE enum err presence_say(struct cx *cx, enum presence to, const char *note);
/* The word of a cause that is nobody's choice, else NULL. */
const char *presence_automatic(enum presence_source source);
enum presence_source presence_source_read(const char *word);

#endif
