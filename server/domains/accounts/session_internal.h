/* session_internal.h - shared inside domains/accounts: logins, sessions, refresh tokens, devices. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ACCOUNTS_SESSION_INTERNAL_H
#define DOMAINS_ACCOUNTS_SESSION_INTERNAL_H

#include "domains/accounts/account_internal.h"
#include "domains/accounts/device.h"

#define SESSION_LIFE_US (24 * US_PER_HOUR)
#define REMEMBER_LIFE_US (30 * US_PER_DAY)
#define REFRESH_GRACE_US (10 * US_PER_SECOND)

/* Where a request came from. Text is never NULL unless said. */
struct login_origin {
	const char *ip, *user_agent;
	const char *host; /* of the Host header, lower case, without port; or NULL */
	const char *refresh_token; /* of the cookie, or NULL */
	const char *workstation_id; /* or NULL */
};

/* What a client holds after a login or a refresh. */
struct session_grant {
	int64_t company_id, user_id, session_id;
	const char *token, *refresh_token, *csrf;
	int64_t expires_us, refresh_expires_us;
	bool remembered;
};

/* A row of auth_sessions, and what else decides whether it may go on. */
struct session {
	int64_t company_id, id, user_id;
	int64_t device_id; /* 0: not remembered */
	const char *surface, *salt, *csrf;
	const char *refresh_hash, *previous_refresh_hash; /* or NULL */
	int64_t rotated_us, idle_timeout_us, last_seen_us, expires_us, refresh_expires_us;
	int64_t created_us;
	const char *end_reason; /* NULL while it goes on */
	const char *workstation_id; /* or NULL */
	bool user_active, device_revoked;
	const char *ip, *user_agent;
};

/* ---- session.c --------------------------------------------------------------- */

struct session_start {
	const struct identity *identity;
	const char *surface; /* panel, portal, badge */
	const char *way; /* of login_log: password, badge, refresh */
	int64_t life_us;
	bool remember;
	int64_t device_id; /* a remembered device coming back; 0 = none yet */
	const char *refresh_token; /* already derived (coming back), or NULL = a new one */
	const char *previous_hash; /* of the token that it follows, or NULL */
	int64_t session_id; /* already taken (coming back), or 0 */
	int64_t refresh_expires_us; /* of the device coming back, or 0 */
};

/*
 * Begin a session: rows, presence, login log. The actor must be the company's
 * system actor. Begins the transaction.
 */
MUST_USE enum err session_begin(struct cx *cx, const struct session_start *start,
	const struct login_origin *origin, struct session_grant *grant);

/*
 * End a session of the actor's company: the row, its agent_sessions row, the
 * agent's presence when it was the last one, the event session:ended. OK when
 * it has ended already. A remembered one that was idle or old can be come back to.
 */
MUST_USE enum err session_end(struct cx *cx, const struct session *session, const char *reason);
/* All open ones of a user but one (0 = none spared). */
MUST_USE enum err session_end_all(
	struct cx *cx, int64_t user_id, int64_t but_session_id, const char *reason);
/* All of a device, and no coming back; the sparing one only loses its refresh token. */
MUST_USE enum err session_end_device(struct cx *cx, int64_t user_id, int64_t device_id,
	int64_t but_session_id, const char *reason);

/* Log out: end the actor's own session. */
MUST_USE enum err session_logout(struct cx *cx);

/* Act for a company within a unit that has no actor of its own yet. ERR_NOT_FOUND: suspended. */
MUST_USE enum err act_for_company(struct cx *cx, int64_t company_id);

/* "idle" or "expired" of one that has not ended; NULL while it goes on. */
const char *session_over_because(const struct cx *cx, const struct session *session);

/* Sessions whose idle or absolute limit has passed; run each 15 s for the installation. */
MUST_USE enum err session_close_over(struct cx *cx);

/* ---- session_list.c: seeing and ending them by hand --------------------------------- */

/* A session that goes on, as its owner or an administrator sees it. */
struct open_session {
	int64_t id, user_id, agent_no; /* 0: no agent */
	const char *username, *name, *surface, *ip, *user_agent;
	const char *workstation_id, *avatar; /* or NULL */
	bool remembered, current;
	int64_t created_us, last_seen_us, expires_us;
};
/* The actor's own, the latest used first. */
MUST_USE enum err sessions_own(struct cx *cx, struct open_session **list, size_t *count);
/* ERR_NOT_FOUND: not one of the actor's own. */
MUST_USE enum err sessions_end_own(struct cx *cx, int64_t session_id);
/* All but the one that asks; *ended says how many. */
MUST_USE enum err sessions_end_others(struct cx *cx, int64_t *ended);
/*
 * Of people of the actor's scope who stand lower (for an administrator, of
 * everyone); user_id 0 = of all of them. For the others they are not there:
 * ERR_NOT_FOUND.
 */
MUST_USE enum err sessions_managed(
	struct cx *cx, int64_t user_id, struct open_session **list, size_t *count);
MUST_USE enum err sessions_end_managed(struct cx *cx, int64_t session_id);
/* All of a user, who has to log in again everywhere, on remembered devices too. */
MUST_USE enum err sessions_end_user(struct cx *cx, int64_t user_id, int64_t *ended);

/* session_list_store.c */
struct session_filter {
	int64_t user_id, session_id; /* 0 = any */
	bool managed; /* only of people the actor stands above */
};
MUST_USE enum err session_list_store(struct cx *cx, const struct session_filter *filter,
	struct open_session **list, size_t *count);
/* Is there such a user below the actor? */
MUST_USE enum err session_list_user(struct cx *cx, int64_t user_id, bool *found);

/* ---- user_agent.c ------------------------------------------------------------------ */

/* "Firefox on Linux" */
const char *device_name(struct arena *arena, const char *user_agent);

/* ---- refresh.c ------------------------------------------------------------------ */

/* Names its session and carries a MAC, so that an old one is told from a forged one. */
char *refresh_token_new(struct arena *arena, int64_t company_id, int64_t session_id);
/* The one that follows: always the same for the same token and session. */
char *refresh_token_next(
	struct arena *arena, const char *token, int64_t company_id, int64_t session_id);
MUST_USE bool refresh_token_read(
	struct arena *arena, const char *token, int64_t *company_id, int64_t *session_id);
const char *refresh_token_hash(struct arena *arena, const char *token);

/* ERR_UNAUTHENTICATED, with the writes kept, for everything that does not renew. */
MUST_USE enum err session_refresh(struct cx *cx, const char *token,
	const struct login_origin *origin, struct session_grant *grant);

/* The access token of a session as its row stands. */
MUST_USE enum err session_token(
	struct cx *cx, const struct session *session, int64_t issued_us, char **token);

/* ---- login.c --------------------------------------------------------------------- */

struct login_attempt {
	const char *login, *password;
	const char *company; /* code, or NULL */
	const char *surface; /* panel, portal */
	bool remember;
};
MUST_USE enum err login_by_password(struct cx *cx, const struct login_attempt *attempt,
	const struct login_origin *origin, struct session_grant *grant);
MUST_USE enum err login_by_badge(struct cx *cx, const char *badge_code, const char *company,
	const struct login_origin *origin, struct session_grant *grant);

/* One user a login may mean. */
struct candidate {
	int64_t company_id, user_id;
	const char *password_hash;
	bool active;
};
#define CANDIDATES_MAX 5
/* By user name, e-mail or agent code, in one company (0 = all); at most one a company. */
MUST_USE enum err login_candidates(struct cx *cx, const char *login, const char *company,
	const char *host, struct candidate list[CANDIDATES_MAX], size_t *count);

/* The remembered device that a refresh cookie proves, for this user; 0 for none. */
MUST_USE enum err login_known_device(struct cx *cx, const struct login_origin *origin,
	int64_t company_id, int64_t user_id, int64_t *device_id);

/* ---- session_store.c ----------------------------------------------------------------- */

MUST_USE enum err session_store_insert(struct cx *cx, const struct session *session);
MUST_USE enum err session_store_by_id(struct cx *cx, int64_t company_id, int64_t session_id,
	struct session *session, bool *found);
MUST_USE enum err session_store_following(struct cx *cx, int64_t company_id,
	const char *previous_hash, struct session *session, bool *found);
/* Conditional on the present refresh hash; *done false when somebody was first. */
MUST_USE enum err session_store_rotate(struct cx *cx, const struct session *session,
	const char *next_hash, int64_t expires_us, bool *done);
MUST_USE enum err session_store_hand_over(
	struct cx *cx, const struct session *session, const char *reason, bool *done);
MUST_USE enum err session_store_end(struct cx *cx, const struct session *session,
	const char *reason, bool keep_refresh, bool *ended);
MUST_USE enum err session_store_forget_refresh(
	struct cx *cx, int64_t company_id, int64_t session_id);
MUST_USE enum err session_store_open_of_user(
	struct cx *cx, int64_t user_id, struct session **list, size_t *count);
MUST_USE enum err session_store_of_device(
	struct cx *cx, int64_t user_id, int64_t device_id, struct session **list, size_t *count);
/* Over by idle time or age, in any company; at most `limit`. */
MUST_USE enum err session_store_over(
	struct cx *cx, int64_t margin_us, int64_t limit, struct session **list, size_t *count);

MUST_USE enum err session_store_log(struct cx *cx, int64_t company_id, int64_t user_id,
	const char *way, const char *outcome, const struct login_origin *origin);
MUST_USE enum err session_store_last_login(struct cx *cx, int64_t user_id);

struct device {
	int64_t id;
	const char *name, *user_agent;
	int64_t created_us, last_seen_us;
	bool current;
};
MUST_USE enum err session_store_device_insert(struct cx *cx, int64_t user_id, const char *name,
	const char *user_agent, int64_t *device_id);
MUST_USE enum err session_store_device_seen(struct cx *cx, int64_t device_id);
MUST_USE enum err session_store_devices(struct cx *cx, struct device **list, size_t *count);
MUST_USE enum err session_store_device_revoke(
	struct cx *cx, int64_t user_id, int64_t device_id, bool *found);

/* ---- agent_session_store.c: the columns of the first source document ------------------- */

/* Closes an older one of the same workstation; *others_open counts the agent's other ones. */
MUST_USE enum err agent_session_open(struct cx *cx, int64_t agent_id, int64_t session_id,
	const char *workstation_id, int64_t *others_open);
/* *agent_id 0: the session was no agent's. */
MUST_USE enum err agent_session_close(
	struct cx *cx, int64_t session_id, int64_t *agent_id, int64_t *others_open);

#endif
