/* login.c - who a login means, whether the password is right, and what failing costs. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/login_internal.h"

#include "platform/crypto/crypto.h"

#define BADGE_LIFE_US (12 * US_PER_HOUR)

/* The counters of this attempt stand although it fails. */
static enum err refuse(struct cx *cx)
{
	fail_clear(cx);
	cx->failure.keep_writes = true;
	return fail(
		cx, ERR_UNAUTHENTICATED, NULL, "These credentials do not match. Please try again.");
}

/* Only to who knew a password: it fits in more than one company. */
static enum err refuse_without_company(struct cx *cx)
{
	fail_clear(cx);
	cx->failure.keep_writes = true;
	cx->failure.code = "company_required";
	return fail(cx, ERR_UNAUTHENTICATED, "company",
		"This name exists in more than one company. Name yours.");
}

const char *login_near_subject(
	struct arena *arena, const struct candidate *user, const char *address)
{
	return arena_format(arena, "%lld:%lld@%s", (long long)user->company_id,
		(long long)user->user_id, address);
}

const char *login_account_subject(struct arena *arena, const struct candidate *user)
{
	return arena_format(
		arena, "%lld:%lld", (long long)user->company_id, (long long)user->user_id);
}

/* Names that are nobody's are counted too, or being blocked would tell whose they are. */
static const char *stranger_subject(
	struct cx *cx, const char *login, const char *company, const char *address)
{
	const char *name = arena_format(
		cx->arena, "%s/%s", company ? company : "", account_key(cx->arena, login));

	return arena_format(
		cx->arena, "?%.24s@%s", auth_hash(cx->arena, "login", str_of(name)), address);
}

enum err login_company(struct cx *cx, const char *code, const char *host, int64_t *company_id)
{
	*company_id = 0;
	if (!text_empty(code)) {
		TRY(login_store_company(cx, account_key(cx->arena, code), NULL, company_id));
		if (!*company_id)
			*company_id = -1;
		return OK;
	}
	return text_empty(host) ? OK : login_store_company(cx, NULL, host, company_id);
}

enum err login_candidates(struct cx *cx, const char *login, const char *company, const char *host,
	struct candidate list[CANDIDATES_MAX], size_t *count)
{
	int64_t company_id;

	TRY(login_company(cx, company, host, &company_id));
	return login_store_candidates(cx, company_id, account_key(cx->arena, login),
		agent_code_read(login), list, CANDIDATES_MAX, count);
}

enum err login_known_device(struct cx *cx, const struct login_origin *origin, int64_t company_id,
	int64_t user_id, int64_t *device_id)
{
	struct session session;
	int64_t of_company;
	int64_t session_id;
	bool found;

	*device_id = 0;
	if (!refresh_token_read(cx->arena, origin->refresh_token, &of_company, &session_id) ||
		of_company != company_id)
		return OK;
	TRY(session_store_by_id(cx, company_id, session_id, &session, &found));
	if (found && session.user_id == user_id && !session.device_revoked &&
		session.refresh_expires_us > cx->now_us)
		*device_id = session.device_id;
	return OK;
}

/* ---- One candidate ------------------------------------------------------------- */

/* A candidate while it is tried. */
struct trial {
	struct candidate user;
	int64_t device_id; /* remembered device that asks, or 0 */
	const char *near_subject; /* address or device */
	bool blocked, right;
};

static enum err check_blocks(struct cx *cx, const struct trial *trial)
{
	TRY(lockout_check(cx, LOCKOUT_NEAR, trial->near_subject));
	if (trial->device_id)
		return OK;
	return lockout_check(cx, LOCKOUT_ACCOUNT, login_account_subject(cx->arena, &trial->user));
}

static enum err prepare(
	struct cx *cx, struct trial *trial, const struct login_origin *origin, const char *address)
{
	enum err err;

	TRY(login_known_device(
		cx, origin, trial->user.company_id, trial->user.user_id, &trial->device_id));
	trial->near_subject = login_near_subject(cx->arena, &trial->user,
		trial->device_id
			? arena_format(cx->arena, "device-%lld", (long long)trial->device_id)
			: address);
	err = check_blocks(cx, trial);
	trial->blocked = err == ERR_RATE;
	return trial->blocked ? OK : err;
}

static enum err count_failure(
	struct cx *cx, const struct trial *trial, const struct login_origin *origin)
{
	TRY(lockout_count(cx, LOCKOUT_NEAR, trial->near_subject));
	if (!trial->device_id)
		TRY(lockout_count(
			cx, LOCKOUT_ACCOUNT, login_account_subject(cx->arena, &trial->user)));
	return session_store_log(cx, trial->user.company_id, trial->user.user_id, "password",
		trial->right ? "disabled" : "wrong", origin);
}

/* ---- By password ----------------------------------------------------------------- */

/* Said to whoever knows the password, and to nobody else. */
static enum err refuse_expired(
	struct cx *cx, const struct identity *identity, const struct login_origin *origin)
{
	TRY(session_store_log(
		cx, identity->company_id, identity->user_id, "password", "expired", origin));
	cx->failure.keep_writes = true;
	cx->failure.code = "password_expired";
	return fail(cx, ERR_UNAUTHENTICATED, NULL,
		"The time of this temporary password has passed. Please ask for a new one.");
}

static enum err accept(struct cx *cx, const struct login_attempt *attempt,
	const struct trial *trial, const struct login_origin *origin, struct session_grant *grant)
{
	const struct candidate *user = &trial->user;
	struct session_start start = {.surface = attempt->surface,
		.way = "password",
		.life_us = SESSION_LIFE_US,
		.remember = attempt->remember,
		.device_id = trial->device_id};
	struct identity identity;

	TRY(act_for_company(cx, user->company_id));
	TRY(identity_read(cx, user->company_id, user->user_id, &identity));
	if (identity.password_until.given && identity.password_until.value <= cx->now_us)
		return refuse_expired(cx, &identity, origin);
	TRY(db_begin_write(cx));
	TRY(lockout_clear(cx, LOCKOUT_NEAR, trial->near_subject));
	TRY(lockout_clear(cx, LOCKOUT_ACCOUNT, login_account_subject(cx->arena, user)));
	/* The device logs in afresh: its earlier session and token are done with. */
	if (trial->device_id && attempt->remember)
		TRY(session_end_device(cx, user->user_id, trial->device_id, 0, "logout"));
	start.identity = &identity;
	return session_begin(cx, &start, origin, grant);
}

static enum err deny(struct cx *cx, const struct login_attempt *attempt, const struct trial *trials,
	size_t count, const struct login_origin *origin, const char *address)
{
	for (size_t i = 0; i < count; i++)
		if (!trials[i].blocked)
			TRY(count_failure(cx, &trials[i], origin));
	if (!count)
		TRY(lockout_count(cx, LOCKOUT_NEAR,
			stranger_subject(cx, attempt->login, attempt->company, address)));
	TRY(lockout_count(cx, LOCKOUT_ADDRESS, address));
	return refuse(cx);
}

/*
 * As many passwords are tried as a name could mean users, one a company: what
 * a refusal costs tells neither whether there is such a user nor in how many.
 */
static enum err tries_of(
	struct cx *cx, const struct login_attempt *attempt, const char *host, size_t *tries)
{
	int64_t company_id;
	int64_t companies = 1;

	TRY(login_company(cx, attempt->company, host, &company_id));
	if (!company_id)
		TRY(company_count(cx, &companies));
	*tries = companies < CANDIDATES_MAX ? (size_t)companies : CANDIDATES_MAX;
	return OK;
}

static size_t try_passwords(struct trial *trials, size_t count, const char *password, size_t tries)
{
	size_t right = 0;
	size_t tried = 0;

	for (size_t i = 0; i < count; i++) {
		if (trials[i].blocked)
			continue;
		trials[i].right = crypto_password_verify(trials[i].user.password_hash, password);
		right += trials[i].right && trials[i].user.active;
		tried++;
	}
	for (; tried < tries; tried++)
		crypto_password_waste(password);
	return right;
}

static enum err find_trials(struct cx *cx, const struct login_attempt *attempt,
	const struct login_origin *origin, const char *address, struct trial trials[CANDIDATES_MAX],
	size_t *count)
{
	struct candidate list[CANDIDATES_MAX];
	size_t blocked = 0;

	TRY(login_candidates(cx, attempt->login, attempt->company, origin->host, list, count));
	for (size_t i = 0; i < *count; i++) {
		trials[i] = (struct trial){.user = list[i]};
		TRY(prepare(cx, &trials[i], origin, address));
		blocked += trials[i].blocked;
	}
	if (*count && blocked == *count)
		return ERR_RATE; /* the failure says until when */
	fail_clear(cx);
	if (!*count)
		TRY(lockout_check(cx, LOCKOUT_NEAR,
			stranger_subject(cx, attempt->login, attempt->company, address)));
	return OK;
}

enum err login_by_password(struct cx *cx, const struct login_attempt *attempt,
	const struct login_origin *origin, struct session_grant *grant)
{
	const char *address = lockout_address(cx->arena, origin->ip);
	struct trial trials[CANDIDATES_MAX];
	size_t count;
	size_t right;
	size_t tries;

	TRY(lockout_check(cx, LOCKOUT_ADDRESS, address));
	TRY(find_trials(cx, attempt, origin, address, trials, &count));
	TRY(tries_of(cx, attempt, origin->host, &tries));
	right = try_passwords(trials, count, attempt->password, tries);
	if (right == 0)
		return deny(cx, attempt, trials, count, origin, address);
	if (right > 1)
		return refuse_without_company(cx);
	for (size_t i = 0; i < count; i++)
		if (trials[i].right && trials[i].user.active)
			return accept(cx, attempt, &trials[i], origin, grant);
	return ERR_INTERNAL;
}

/* ---- By badge ---------------------------------------------------------------------- */

static enum err accept_badge(struct cx *cx, const struct identity *identity,
	const struct login_origin *origin, struct session_grant *grant)
{
	const struct session_start start = {
		.identity = identity, .surface = "badge", .way = "badge", .life_us = BADGE_LIFE_US};

	TRY(act_for_company(cx, identity->company_id));
	return session_begin(cx, &start, origin, grant);
}

/* A badge can be found on a floor: it opens no session that could change users. */
static bool badge_suffices(const struct identity *identity)
{
	return identity->active && identity->badge_login && identity->agent_id &&
		!(identity->permissions >> PERM_USERS_MANAGE & 1U) &&
		!identity->must_change_password;
}

enum err login_by_badge(struct cx *cx, const char *badge_code, const char *company,
	const struct login_origin *origin, struct session_grant *grant)
{
	const char *address = lockout_address(cx->arena, origin->ip);
	struct candidate list[CANDIDATES_MAX];
	struct identity identity;
	int64_t company_id;
	size_t count;

	TRY(lockout_check(cx, LOCKOUT_BADGE, address));
	TRY(login_company(cx, company, origin->host, &company_id));
	TRY(login_store_by_badge(cx, company_id, auth_hash(cx->arena, "badge", str_of(badge_code)),
		list, COUNT(list), &count));
	if (count == 1) {
		TRY(identity_read(cx, list[0].company_id, list[0].user_id, &identity));
		if (badge_suffices(&identity))
			return accept_badge(cx, &identity, origin, grant);
		TRY(session_store_log(
			cx, identity.company_id, identity.user_id, "badge", "refused", origin));
	}
	TRY(lockout_count(cx, LOCKOUT_BADGE, address));
	return refuse(cx);
}
