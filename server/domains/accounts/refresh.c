/*
 * refresh.c - refresh tokens: their form, their rotation, and what reuse means.
 *
 * A token is r<company>.<session>.<secret>.<mac>. Its successor's secret is an
 * HMAC of the token itself under the installation key, so that two parallel
 * renewals with one token get one and the same successor and nothing has to be
 * kept for the grace period; without the key nobody can tell the successor.
 */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

#include "domains/notifications/notification.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"

#define SECRET_BYTES 32
#define MAC_CHARS 32
#define LONGEST 256

/* ---- Form ------------------------------------------------------------------- */

static char *sign(struct arena *arena, int64_t company_id, int64_t session_id, const char *secret)
{
	const char *body = arena_format(
		arena, "r%lld.%lld.%s", (long long)company_id, (long long)session_id, secret);
	const char *mac = auth_hash(arena, "refresh-mac", str_of(body));

	return arena_format(arena, "%s.%.*s", body, MAC_CHARS, mac);
}

char *refresh_token_new(struct arena *arena, int64_t company_id, int64_t session_id)
{
	return sign(arena, company_id, session_id, crypto_token(arena, SECRET_BYTES));
}

char *refresh_token_next(
	struct arena *arena, const char *token, int64_t company_id, int64_t session_id)
{
	return sign(arena, company_id, session_id, auth_hash(arena, "refresh-next", str_of(token)));
}

const char *refresh_token_hash(struct arena *arena, const char *token)
{
	return auth_hash(arena, "refresh", str_of(token));
}

bool refresh_token_read(
	struct arena *arena, const char *token, int64_t *company_id, int64_t *session_id)
{
	struct str all;
	struct str rest;
	struct str company;
	struct str session;
	struct str body;
	const char *dot;

	if (!token)
		return false;
	all = str_of(token);
	if (all.len < 8 || all.len > LONGEST || token[0] != 'r')
		return false;
	dot = strrchr(token, '.');
	if (!dot || strlen(dot + 1) != MAC_CHARS)
		return false;
	body = (struct str){token, (size_t)(dot - token)};
	if (!crypto_same((struct str){dot + 1, MAC_CHARS},
		    (struct str){auth_hash(arena, "refresh-mac", body), MAC_CHARS}))
		return false;
	company = str_cut((struct str){token + 1, body.len - 1}, '.', &rest);
	session = str_cut(rest, '.', &rest);
	return str_int(company, company_id) && str_int(session, session_id);
}

/* ---- Rotation ------------------------------------------------------------------ */

static enum err refuse(struct cx *cx)
{
	fail_clear(cx);
	cx->failure.keep_writes = true;
	return fail(cx, ERR_UNAUTHENTICATED, NULL, "Please log in.");
}

static bool may_return(const char *reason)
{
	return text_is(reason, "idle") || text_is(reason, "expired");
}

/* Further away than it ever was: the clock was set back since. */
static bool refresh_is_over(const struct cx *cx, const struct session *session)
{
	return session->refresh_expires_us <= cx->now_us ||
		session->refresh_expires_us > cx->now_us + REMEMBER_LIFE_US + CLOCK_DRIFT_US;
}

/* Why a current token's session does not go on as it is; NULL when it does. */
static const char *over_because(const struct cx *cx, const struct session *session)
{
	if (session->end_reason)
		return session->end_reason;
	return session_over_because(cx, session);
}

static enum err grant_of(struct cx *cx, const struct session *session, int64_t issued_us,
	const char *refresh_token, struct session_grant *grant)
{
	char *token;

	TRY(session_token(cx, session, issued_us, &token));
	*grant = (struct session_grant){.company_id = session->company_id,
		.user_id = session->user_id,
		.session_id = session->id,
		.token = token,
		.refresh_token = refresh_token,
		.csrf = session->csrf,
		.expires_us = session->expires_us,
		.refresh_expires_us = session->refresh_expires_us,
		.remembered = session->device_id != 0};
	return OK;
}

/* *renewed false: another request rotated it in this moment. */
static enum err rotate(struct cx *cx, struct session *session, const char *token,
	const struct login_origin *origin, struct session_grant *grant, bool *renewed)
{
	char *next = refresh_token_next(cx->arena, token, session->company_id, session->id);

	if (session->device_id) {
		session->expires_us = cx->now_us + SESSION_LIFE_US;
		if (session->expires_us > session->refresh_expires_us)
			session->expires_us = session->refresh_expires_us;
		TRY(session_store_device_seen(cx, session->device_id));
	}
	TRY(session_store_rotate(
		cx, session, refresh_token_hash(cx->arena, next), session->expires_us, renewed));
	if (!*renewed)
		return OK;
	TRY(session_store_log(cx, session->company_id, session->user_id, "refresh", "ok", origin));
	return grant_of(cx, session, cx->now_us, next, grant);
}

/* A remembered device comes back after idling or a day: a session of its own, same device. */
static enum err come_back(struct cx *cx, const struct session *session, const char *token,
	const char *reason, const struct login_origin *origin, struct session_grant *grant,
	bool *renewed)
{
	struct login_origin from = *origin;
	struct session_start start = {.surface = session->surface,
		.way = "refresh",
		.life_us = SESSION_LIFE_US,
		.remember = true,
		.device_id = session->device_id,
		.previous_hash = session->refresh_hash,
		.refresh_expires_us = session->refresh_expires_us};
	struct identity identity;

	from.workstation_id = session->workstation_id;
	if (!session->end_reason)
		TRY(session_end(cx, session, reason));
	TRY(session_store_hand_over(cx, session, reason, renewed));
	if (!*renewed)
		return OK;
	TRY(identity_read(cx, session->company_id, session->user_id, &identity));
	TRY(db_next_id(cx, "session", &start.session_id));
	start.identity = &identity;
	start.refresh_token = refresh_token_next(
		cx->arena, token, session->company_id, start.session_id);
	return session_begin(cx, &start, &from, grant);
}

static enum err renew(struct cx *cx, struct session *session, const char *token,
	const struct login_origin *origin, struct session_grant *grant, bool *renewed)
{
	const char *reason = over_because(cx, session);

	*renewed = false;
	if (refresh_is_over(cx, session))
		return refuse(cx);
	if (!reason)
		return rotate(cx, session, token, origin, grant, renewed);
	if (session->device_id && may_return(reason))
		return come_back(cx, session, token, reason, origin, grant, renewed);
	if (!session->end_reason)
		TRY(session_end(cx, session, reason));
	return refuse(cx);
}

/* Authentic, but rotated away long ago: two parties hold what one should. Both lose it. */
static enum err punish_reuse(
	struct cx *cx, const struct session *session, const struct login_origin *origin)
{
	TRY(session_store_log(
		cx, session->company_id, session->user_id, "refresh", "reuse", origin));
	TRY(audit_write_entry(cx,
		&(struct audit_entry){.company_id = session->company_id,
			.user_id = session->user_id,
			.action = "session.refresh_reused",
			.subject_type = "session",
			.subject_id = session->id,
			.ip = origin->ip}));
	TRY(notification_send(cx,
		&(struct notification_new){.user_id = session->user_id,
			.type = "session_reused",
			.subject_type = "session",
			.subject_id = session->id}));
	if (session->device_id) {
		bool found;

		TRY(session_end_device(cx, session->user_id, session->device_id, 0, "reuse"));
		TRY(session_store_device_revoke(cx, session->user_id, session->device_id, &found));
	}
	TRY(session_end(cx, session, "reuse"));
	return refuse(cx);
}

/* Not the current token: the one just rotated away, or a stolen one. */
static enum err old_token(struct cx *cx, const struct session *session, const char *token,
	const char *hash, const struct login_origin *origin, struct session_grant *grant)
{
	struct session next;
	bool found;

	if (text_is(session->previous_refresh_hash, hash) &&
		cx->now_us - session->rotated_us <= REFRESH_GRACE_US) {
		const char *follower;

		TRY(session_store_following(cx, session->company_id, hash, &next, &found));
		if (!found)
			return refuse(cx);
		follower = refresh_token_next(cx->arena, token, next.company_id, next.id);
		if (!text_is(refresh_token_hash(cx->arena, follower), next.refresh_hash))
			return refuse(cx);
		return grant_of(cx, &next, next.rotated_us, follower, grant);
	}
	/* After the end an old token proves nothing, unless the device could still come back. */
	if (session->end_reason && !(session->device_id && may_return(session->end_reason)))
		return refuse(cx);
	return punish_reuse(cx, session, origin);
}

enum err session_refresh(struct cx *cx, const char *token, const struct login_origin *origin,
	struct session_grant *grant)
{
	const char *hash;
	struct session session;
	int64_t company_id;
	int64_t session_id;
	bool found;
	bool renewed = false;

	if (!refresh_token_read(cx->arena, token, &company_id, &session_id) ||
		act_for_company(cx, company_id) != OK)
		return refuse(cx);
	hash = refresh_token_hash(cx->arena, token);
	TRY(db_begin_write(cx));
	/* Twice: on PostgreSQL another request may rotate between reading and writing. */
	for (int i = 0; i < 2 && !renewed; i++) {
		TRY(session_store_by_id(cx, company_id, session_id, &session, &found));
		if (!found || !session.user_active || session.device_revoked)
			return refuse(cx);
		if (!text_is(session.refresh_hash, hash))
			return old_token(cx, &session, token, hash, origin, grant);
		TRY(renew(cx, &session, token, origin, grant, &renewed));
	}
	return renewed ? OK : refuse(cx);
}
