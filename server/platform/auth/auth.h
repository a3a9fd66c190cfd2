/* auth.h - who asks, what they may do, and how a token names them. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_AUTH_AUTH_H
#define PLATFORM_AUTH_AUTH_H

#include "base/cx.h"
#include "base/str.h"

struct db_pool;

enum perm {
	PERM_PUBLIC = -1, /* a route that asks for no session; needs a reason in its summary */
#define PERM(id, name, about) PERM_##id,
#include "platform/auth/permissions.def"
#undef PERM
	PERM_COUNT
};
/* All of them as an actor's bits; right for 64 of them too. */
#define PERMISSIONS_ALL (UINT64_MAX >> (64 - PERM_COUNT))

const char *perm_name(enum perm perm);
const char *perm_about(enum perm perm);
/* PERM_COUNT when there is none of that name. */
enum perm perm_by_name(const char *name);

/* How far an actor sees among agents' rows. */
enum scope { SCOPE_OWN, SCOPE_TEAM, SCOPE_COMPANY };

/* What every unit of work needs to know of its company. Immutable once shared. */
struct company {
	int64_t id;
	const char *code; /* "gulf" */
	const char *name;
	const char *time_zone; /* IANA, valid */
	const char *currency; /* ISO 4217 */
	int currency_digits; /* 2 for AED and SAR, 3 for KWD */
	const char *country; /* ISO 3166-1 alpha-2: default of phone numbers */
	const char *language; /* "en" or "ar" */
};

/*
 * Who asks. One per live session, shared read-only between units of work and
 * sockets, reference-counted by auth_*; a changed role or department makes a
 * new one, so a unit sees one truth from start to end.
 */
struct actor {
	int64_t company_id; /* same as company->id; 0 for the system actor */
	const struct company *company;
	int64_t user_id; /* 0 for jobs and the command line */
	int64_t agent_id; /* 0 for users who are no agents */
	int64_t team_id; /* 0 for none */
	int64_t department_id; /* 0 for none */
	int64_t session_id; /* 0 without a session */
	int64_t api_key_id; /* a program with a key of its own; then there is no user */
	const struct language *language; /* the user's own, else the company's; NULL for nobody */
	const char *user_name; /* display name; "system" for jobs */
	const char *agent_code; /* "AGT-001" or NULL */
	enum scope scope;
	uint64_t permissions; /* bit n is enum perm n */
	bool must_change_password;
	bool cookie; /* came by cookie: unsafe methods need the CSRF header */
	const char *csrf; /* expected X-XSRF-TOKEN for cookie sessions, or NULL */
};
_Static_assert(offsetof(struct actor, company_id) == 0, "platform/db reads it as the first member");

static inline bool actor_may(const struct actor *actor, enum perm perm)
{
	return perm == PERM_PUBLIC || (actor->permissions >> (unsigned)perm & 1U);
}

/* One number for whoever asks, user or key: what is counted and kept for each apart. */
static inline int64_t actor_who(const struct actor *actor)
{
	return actor->user_id ? actor->user_id : -actor->api_key_id;
}

/* For platform/db, which knows actors by name only. */
int64_t actor_company_id(const struct actor *actor);

/* Nobody: for public routes. Everything on one company: for jobs and the command line. */
const struct actor *actor_nobody(void);
const struct actor *actor_system(struct arena *arena, const struct company *company);

/*
 * An active user of the actor's company with the rights and scope it has now, for
 * work that goes on without its session. In cx->arena. ERR_NOT_FOUND.
 */
MUST_USE enum err actor_of_user(struct cx *cx, int64_t user_id, const struct actor **actor);

/* An active company by id or code. ERR_NOT_FOUND also for suspended ones. In cx->arena. */
MUST_USE enum err company_by_id(struct cx *cx, int64_t id, const struct company **company);
MUST_USE enum err company_by_code(struct cx *cx, const char *code, const struct company **company);

/*
 * The actor behind an access token: signature, expiry, session row, user and
 * role are all checked; the answer is cached until the session, user, role or
 * company changes here (auth_forget), on PostgreSQL for 1 s at most because
 * another node may have changed it. A hit takes a lock and no SQL. Notes the
 * activity for the idle limit. Released with auth_release.
 *
 * ERR_UNAUTHENTICATED for every kind of bad token, with one and the same text.
 */
MUST_USE enum err auth_actor_of_token(
	struct cx *cx, struct str token, bool by_cookie, const struct actor **actor);
const struct actor *auth_retain(const struct actor *actor);
void auth_release(const struct actor **actor);

/* Is the session behind the actor still good? For sockets; never blocks. */
bool auth_still_valid(const struct actor *actor);

/*
 * Read whether the session behind a dropped actor still lives: it ended, or
 * only its rights changed. For sockets, which tell their clients apart.
 */
MUST_USE enum err auth_session_lives(struct cx *cx, const struct actor *actor, bool *lives);

/*
 * Another idle limit for the open sessions of the actor's company that have
 * one at all: those of the agent panels. 0: none. auth_forget() makes it count.
 */
MUST_USE enum err auth_limit_idle(struct cx *cx, int64_t idle_us);

/*
 * Drop cached actors that the running unit changes. user_id or session_id
 * 0 = all of the company. Call it inside the unit, right after the change: for
 * the next seconds the named sessions are read from the database at each
 * request, so that neither the old state nor a rolled back one gets stuck.
 * Sockets of dropped sessions are closed by the hub.
 */
void auth_forget(int64_t company_id, int64_t user_id, int64_t session_id);

/* Called with (company, user, session; 0 = all) whenever actors are dropped: the socket hub listens. */
void auth_on_forget(void (*fn)(int64_t company_id, int64_t user_id, int64_t session_id));

/*
 * A socket of the session was heard of then: noted in memory, written as
 * activity is (auth_sessions.socket_us), for agents only. Never blocks.
 */
void auth_note_socket(const struct actor *actor, int64_t heard_us);

/* What bounds a session, as its row says. */
struct session_limits {
	int64_t company_id, session_id;
	int64_t last_seen_us; /* what this process knows better counts instead */
	int64_t idle_timeout_us; /* 0: none */
	int64_t expires_us;
};
enum session_age { SESSION_GOES_ON, SESSION_IDLE, SESSION_EXPIRED };

/*
 * Has one of the limits passed? A clock that was set back lengthens none: where
 * this process has seen the session, the steady clock counts too, and a session
 * that was last seen later than now (beyond CLOCK_DRIFT_US) has expired, since
 * nobody can say how old it is.
 */
enum session_age auth_session_age(const struct session_limits *limits, int64_t now_us);

/*
 * Write collected last_activity times of this process: to auth_sessions and the
 * open agent_sessions. At most a few hundred rows a unit; *left says whether to
 * come again. auth_serve_start() does it each 15 s on a thread of its own, on
 * every node; closing idle sessions is the accounts domain's job.
 */
MUST_USE enum err auth_flush_activity(struct cx *cx, bool *left);
void auth_serve_start(struct db_pool *pool);
void auth_serve_stop(void); /* writes what is left */

/* ---- Keys for programs ---------------------------------------------------- */

/* What every key begins with: scanners of leaked secrets find it by that. */
#define AUTH_API_KEY_PREFIX "hatif_"

/* A new key. It is shown once; only auth_api_key_hash() of it is kept. */
char *auth_api_key_make(struct arena *arena);
char *auth_api_key_hash(struct arena *arena, struct str key);

/*
 * The actor behind a key, in cx->arena: no user, no session, the name of the
 * key. It may what the key was given as far as the key's creator may it now, but
 * neither what is one's own nor make keys. Read anew each time, so a revoked
 * key, a disabled creator or a changed role counts at once on every node. Sockets
 * take no keys. Notes the use, which auth_serve_start()'s thread writes.
 *
 * ERR_UNAUTHENTICATED for every kind of bad key, with one and the same text.
 */
MUST_USE enum err auth_actor_of_key(struct cx *cx, struct str key, const struct actor **actor);

/* ---- Secrets of the installation ---------------------------------------- */

/*
 * Find the installation key, after the migrations and before any token, hash or
 * sealed secret is needed: configuration `secret-key`, else the file hatif.key
 * beside database_file (made when missing), else, without a database_file
 * (PostgreSQL, memory), a key kept in the table `installation`. A database
 * that was made with another key is refused. *why is a sentence for the terminal.
 */
MUST_USE enum err auth_open(struct db_pool *pool, const char *database_file, const char **why);

/* A signed access token for a session. */
struct jwt_claims;
MUST_USE enum err auth_token_make(struct cx *cx, const struct jwt_claims *claims, char **token);

/* HMAC-SHA256 under the installation key, in hex, apart for each purpose ("badge", "reset"). */
char *auth_hash(struct arena *arena, const char *purpose, struct str text);

/* Secrets that have to be read again: order sources, mail accounts. */
char *auth_seal(struct arena *arena, struct str plain);
MUST_USE bool auth_unseal(struct arena *arena, struct str sealed, const char **plain);

/* What push services know this installation by (VAPID); made at the first start. */
struct ec_key;
const struct ec_key *auth_push_key(void);

/* Name of the access cookie, which depends on TLS. */
const char *auth_cookie_name(bool tls);
#define AUTH_CSRF_COOKIE "XSRF-TOKEN"

#endif
