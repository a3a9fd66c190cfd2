/* session.c - how a session begins and how it ends. Renewal: refresh.c. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/session_internal.h"

#include "domains/accounts/presence_internal.h"
#include "domains/notifications/notification.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

#define SALT_BYTES 16
#define CSRF_BYTES 24
/* Other nodes write their activity each 15 s: what the row says may be that old. */
#define IDLE_MARGIN_US (20 * US_PER_SECOND)
#define CLOSE_AT_ONCE 200

enum err act_for_company(struct cx *cx, int64_t company_id)
{
	const struct company *company;

	TRY(company_by_id(cx, company_id, &company));
	cx->actor = actor_system(cx->arena, company);
	if (!cx->language)
		cx->language = cx->actor->language;
	return OK;
}

enum err session_token(
	struct cx *cx, const struct session *session, int64_t issued_us, char **token)
{
	const struct jwt_claims claims = {.company_id = session->company_id,
		.session_id = session->id,
		.user_id = session->user_id,
		.issued_us = issued_us,
		.expires_us = session->expires_us,
		.salt = session->salt};

	return auth_token_make(cx, &claims, token);
}

/* ---- Beginning ---------------------------------------------------------------- */

static enum err find_device(struct cx *cx, const struct session_start *start,
	const struct login_origin *origin, int64_t *device_id)
{
	*device_id = start->remember ? start->device_id : 0;
	if (!start->remember)
		return OK;
	if (start->device_id)
		return session_store_device_seen(cx, start->device_id);
	return session_store_device_insert(cx, start->identity->user_id,
		device_name(cx->arena, origin->user_agent), origin->user_agent, device_id);
}

/* The first of an agent's open sessions makes it available; a second one changes nothing. */
static enum err agent_enters(
	struct cx *cx, const struct identity *identity, const struct session *session)
{
	const struct presence_change change = {.agent_id = identity->agent_id,
		.to = PRESENCE_AVAILABLE,
		.source = PRESENCE_BY_LOGIN};
	int64_t others;

	if (!identity->agent_id)
		return OK;
	TRY(agent_session_open(
		cx, identity->agent_id, session->id, session->workstation_id, &others));
	if (others > 0 && identity->presence != PRESENCE_OFFLINE)
		return presence_keep(cx, identity->agent_id);
	return presence_set(cx, &change, NULL);
}

static void set_times(
	const struct cx *cx, const struct session_start *start, struct session *session)
{
	const bool idles = !text_is(start->surface, "portal");

	session->expires_us = cx->now_us + start->life_us;
	session->refresh_expires_us = session->expires_us;
	if (start->remember)
		session->refresh_expires_us = start->refresh_expires_us
			? start->refresh_expires_us
			: cx->now_us + REMEMBER_LIFE_US;
	if (session->expires_us > session->refresh_expires_us)
		session->expires_us = session->refresh_expires_us;
	session->idle_timeout_us = idles ? start->identity->idle_timeout_s * US_PER_SECOND : 0;
}

static enum err prepare(struct cx *cx, const struct session_start *start,
	const struct login_origin *origin, struct session *session, const char **refresh_token)
{
	*session = (struct session){.company_id = start->identity->company_id,
		.id = start->session_id,
		.user_id = start->identity->user_id,
		.surface = start->surface,
		.salt = crypto_token(cx->arena, SALT_BYTES),
		.csrf = crypto_token(cx->arena, CSRF_BYTES),
		.previous_refresh_hash = start->previous_hash,
		.rotated_us = start->previous_hash ? cx->now_us : 0,
		.workstation_id = origin->workstation_id,
		.ip = origin->ip,
		.user_agent = origin->user_agent};
	if (!session->id)
		TRY(db_next_id(cx, "session", &session->id));
	TRY(find_device(cx, start, origin, &session->device_id));
	*refresh_token = start->refresh_token;
	if (!*refresh_token)
		*refresh_token = refresh_token_new(cx->arena, session->company_id, session->id);
	session->refresh_hash = refresh_token_hash(cx->arena, *refresh_token);
	set_times(cx, start, session);
	return OK;
}

enum err session_begin(struct cx *cx, const struct session_start *start,
	const struct login_origin *origin, struct session_grant *grant)
{
	struct session session;
	const char *refresh_token;
	char *token;

	TRY(db_begin_write(cx));
	TRY(prepare(cx, start, origin, &session, &refresh_token));
	TRY(session_store_insert(cx, &session));
	TRY(agent_enters(cx, start->identity, &session));
	TRY(session_store_last_login(cx, session.user_id));
	TRY(session_store_log(cx, session.company_id, session.user_id, start->way, "ok", origin));
	TRY(session_token(cx, &session, cx->now_us, &token));
	*grant = (struct session_grant){.company_id = session.company_id,
		.user_id = session.user_id,
		.session_id = session.id,
		.token = token,
		.refresh_token = refresh_token,
		.csrf = session.csrf,
		.expires_us = session.expires_us,
		.refresh_expires_us = session.refresh_expires_us,
		.remembered = start->remember};
	return OK;
}

/* ---- Ending ---------------------------------------------------------------------- */

static bool is_timeout(const char *reason)
{
	return text_is(reason, "idle") || text_is(reason, "expired");
}

static enum err agent_leaves(struct cx *cx, const struct session *session, const char *reason)
{
	struct presence_change change = {.to = PRESENCE_OFFLINE,
		.source = is_timeout(reason) ? PRESENCE_BY_SESSION : PRESENCE_BY_LOGOUT};
	int64_t others;

	TRY(agent_session_close(cx, session->id, &change.agent_id, &others));
	if (!change.agent_id || others)
		return OK;
	return presence_set(cx, &change, NULL);
}

static enum err tell_end(struct cx *cx, const struct session *session, const char *reason)
{
	return events_publish(cx,
		&(struct event){
			.type = "session:ended",
			.subject_type = "session",
			.subject_id = session->id,
			.audience = {.permission = PERM_SELF, .user_id = session->user_id},
			.data = arena_format(cx->arena, "{\"session_id\":%lld,\"reason\":\"%s\"}",
				(long long)session->id, reason),
		});
}

enum err session_end(struct cx *cx, const struct session *session, const char *reason)
{
	const struct login_origin origin = {.ip = session->ip, .user_agent = session->user_agent};
	const bool may_return = is_timeout(reason) && session->device_id &&
		!session->device_revoked;
	bool ended;

	TRY(session_store_end(cx, session, reason, may_return, &ended));
	if (!may_return)
		TRY(session_store_forget_refresh(cx, session->company_id, session->id));
	/* Who logged out, or was, is not told on that screen any more; a break is no farewell. */
	if (!is_timeout(reason))
		TRY(notification_forget_session(cx, session->id));
	if (!ended)
		return OK;
	auth_forget(session->company_id, session->user_id, session->id);
	TRY(agent_leaves(cx, session, reason));
	TRY(session_store_log(cx, session->company_id, session->user_id,
		is_timeout(reason) ? "timeout" : "logout", reason, &origin));
	return tell_end(cx, session, reason);
}

static enum err end_list(struct cx *cx, const struct session *list, size_t count,
	int64_t but_session_id, const char *reason)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id != but_session_id)
			TRY(session_end(cx, &list[i], reason));
	return OK;
}

enum err session_end_all(struct cx *cx, int64_t user_id, int64_t but_session_id, const char *reason)
{
	struct session *list;
	size_t count;

	TRY(db_begin_write(cx));
	TRY(session_store_open_of_user(cx, user_id, &list, &count));
	TRY(end_list(cx, list, count, but_session_id, reason));
	/* What is spared is read anew: its user has changed. */
	auth_forget(cx->actor->company_id, user_id, 0);
	return OK;
}

enum err session_end_device(struct cx *cx, int64_t user_id, int64_t device_id,
	int64_t but_session_id, const char *reason)
{
	struct session *list;
	size_t count;

	TRY(db_begin_write(cx));
	TRY(session_store_of_device(cx, user_id, device_id, &list, &count));
	TRY(end_list(cx, list, count, but_session_id, reason));
	if (but_session_id)
		TRY(session_store_forget_refresh(cx, cx->actor->company_id, but_session_id));
	return OK;
}

enum err session_logout(struct cx *cx)
{
	struct session session;
	bool found;

	TRY(db_begin_write(cx));
	TRY(session_store_by_id(
		cx, cx->actor->company_id, cx->actor->session_id, &session, &found));
	return found ? session_end(cx, &session, "logout") : OK;
}

const char *session_over_because(const struct cx *cx, const struct session *session)
{
	static const char *const reasons[] = {
		[SESSION_GOES_ON] = NULL, [SESSION_IDLE] = "idle", [SESSION_EXPIRED] = "expired"};
	const struct session_limits limits = {.company_id = session->company_id,
		.session_id = session->id,
		.last_seen_us = session->last_seen_us,
		.idle_timeout_us = session->idle_timeout_us,
		.expires_us = session->expires_us};

	return reasons[auth_session_age(&limits, cx->now_us)];
}

enum err session_close_over(struct cx *cx)
{
	const struct actor *before = cx->actor;
	struct session *list;
	size_t count;

	TRY(session_store_over(cx, IDLE_MARGIN_US, CLOSE_AT_ONCE, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct session *session = &list[i];
		const char *reason = session_over_because(cx, session);
		const struct company *company;

		if (!reason) /* what this process saw may not be written yet */
			continue;
		if (company_by_id(cx, session->company_id, &company) != OK) {
			fail_clear(cx); /* suspended: its tokens are refused anyway */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		TRY(session_end(cx, session, reason));
	}
	cx->actor = before;
	return OK;
}
