/* recovery.c - forgotten and changed passwords: by IT support, by e-mail, by oneself. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/recovery_internal.h"

#include "domains/accounts/people_internal.h"
#include "domains/notifications/notification.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/messages.h"
#include "platform/mail/mail.h"

#define LINK_BYTES 32
#define LINK_LIFE_US (10 * US_PER_MINUTE)
#define LINK_PAUSE_US US_PER_MINUTE /* between two messages to one person */

static bool recovers_by(const struct identity *identity, const char *way)
{
	return identity->active &&
		(text_is(identity->password_recovery, "both") ||
			text_is(identity->password_recovery, way));
}

/* ---- IT support ------------------------------------------------------------------ */

static enum err tell_helpers(struct cx *cx, const struct identity *identity, int64_t request_id)
{
	int64_t *users;
	size_t count;
	struct json data;
	const char *text;

	json_begin(&data, cx->arena, 128);
	json_open(&data);
	json_field_text(
		&data, "name", identity->agent_name ? identity->agent_name : identity->name);
	json_field_text(&data, "code",
		identity->agent_id ? agent_code(cx->arena, identity->agent_no)
				   : identity->username);
	json_close(&data);
	text = json_end(&data).ptr;
	TRY(recovery_store_helpers(cx, identity->user_id, identity->team.id, &users, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_send(cx,
			&(struct notification_new){.user_id = users[i],
				.type = "password_request",
				.data = text,
				.subject_type = "password_request",
				.subject_id = request_id}));
	return OK;
}

static enum err store_request(
	struct cx *cx, const struct identity *identity, const struct login_origin *origin)
{
	int64_t id;

	TRY(recovery_store_request(cx, identity->user_id, "", &id));
	if (!id)
		return OK; /* one is open: asking twice is asking once */
	TRY(audit_write_entry(cx,
		&(struct audit_entry){.company_id = identity->company_id,
			.user_id = identity->user_id,
			.action = "password.requested",
			.subject_type = "password_request",
			.subject_id = id,
			.ip = origin->ip}));
	return tell_helpers(cx, identity, id);
}

enum err recovery_ask_support(
	struct cx *cx, const char *login, const char *company, const struct login_origin *origin)
{
	const struct actor *before = cx->actor;
	struct candidate list[CANDIDATES_MAX];
	struct identity identity;
	size_t count;

	TRY(login_candidates(cx, login, company, origin->host, list, &count));
	/* Meant for several companies it is meant for none: the page then asks for the company. */
	if (count != 1 || !list[0].active)
		return OK;
	TRY(identity_read(cx, list[0].company_id, list[0].user_id, &identity));
	if (!recovers_by(&identity, "it_support"))
		return OK;
	TRY(act_for_company(cx, identity.company_id));
	TRY(store_request(cx, &identity, origin));
	cx->actor = before;
	return OK;
}

enum err password_requests_list(
	struct cx *cx, const char *status, struct password_request **list, size_t *count)
{
	return recovery_store_requests(cx, 0, status, list, count);
}

/* No letters that are mistaken for others when read out on the phone. */
const char *temporary_password_new(struct arena *arena)
{
	static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
	const size_t most = 256 / (sizeof(letters) - 1) * (sizeof(letters) - 1);
	struct buf text = buf_in(arena, 16);
	size_t drawn = 0;

	while (drawn < 12) {
		unsigned char byte;

		crypto_random(&byte, 1);
		if (byte >= most)
			continue;
		if (drawn && drawn % 4 == 0)
			buf_byte(&text, '-');
		buf_byte(&text, letters[byte % (sizeof(letters) - 1)]);
		drawn++;
	}
	return text.ptr;
}

static enum err find_request(struct cx *cx, int64_t id, struct password_request *request)
{
	struct password_request *list;
	size_t count;

	TRY(recovery_store_requests(cx, id, NULL, &list, &count));
	if (count != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such request.");
	*request = list[0];
	return OK;
}

static enum err decided_already(struct cx *cx)
{
	static const char *const nothing[] = {NULL};

	return fail_state(cx, "action", nothing, "This request has been decided already.");
}

enum err give_password(struct cx *cx, int64_t user_id, const char *hash, bool temporary)
{
	const struct candidate user = {.company_id = cx->actor->company_id, .user_id = user_id};

	TRY(account_store_password(cx, user_id, hash, temporary));
	return lockout_clear(cx, LOCKOUT_ACCOUNT, login_account_subject(cx->arena, &user));
}

enum err password_request_resolve(
	struct cx *cx, int64_t id, bool grant, const char **temporary_password)
{
	struct password_request request = {0};
	const char *hash = NULL;
	bool decided;

	*temporary_password = NULL;
	TRY(find_request(cx, id, &request));
	if (!text_is(request.status, "open"))
		return decided_already(cx);
	if (grant) {
		*temporary_password = temporary_password_new(cx->arena);
		hash = crypto_password_hash(cx->arena, *temporary_password);
	}
	TRY(recovery_store_decide(cx, id, grant ? "resolved" : "refused", &decided));
	if (!decided)
		return decided_already(cx);
	if (grant) {
		TRY(give_password(cx, request.user_id, hash, true));
		TRY(session_end_all(cx, request.user_id, 0, "password"));
	}
	return audit_write(cx, grant ? "password.request_resolved" : "password.request_refused",
		"user", request.user_id, NULL);
}

/* ---- By e-mail -------------------------------------------------------------------- */

static enum err send_to(struct cx *cx, const struct identity *identity, const char *public_url)
{
	const char *token = crypto_token(cx->arena, LINK_BYTES);
	const char *link = arena_format(cx->arena, "%s/reset-password?token=%s", public_url, token);
	/* Of who receives it, not of the page that it was asked for on. */
	const struct language *language = language_by_code(
		identity->language ? identity->language : identity->company_language);
	bool made;

	TRY(recovery_store_new_link(cx, identity->user_id,
		auth_hash(cx->arena, "reset", str_of(token)), cx->now_us + LINK_LIFE_US,
		cx->now_us - LINK_PAUSE_US, &made));
	if (!made)
		return OK;
	return mail_queue(cx, identity->email, language_say(language, "Set a new password"),
		arena_format(cx->arena,
			language_say(language,
				"Hello %s,\n\nto set a new password open this link within ten "
				"minutes:\n\n%s\n\nIf you did not ask for it, ignore this "
				"message.\n"),
			identity->name, link));
}

enum err recovery_send_link(struct cx *cx, const char *email, const char *company,
	const struct login_origin *origin, const char *public_url)
{
	const struct actor *before = cx->actor;
	struct candidate list[CANDIDATES_MAX];
	int64_t company_id;
	size_t count;

	if (!mail_configured())
		return OK;
	TRY(login_company(cx, company, origin->host, &company_id));
	TRY(login_store_by_email(
		cx, company_id, account_key(cx->arena, email), list, COUNT(list), &count));
	for (size_t i = 0; i < count; i++) {
		struct identity identity;

		if (!list[i].active)
			continue;
		TRY(identity_read(cx, list[i].company_id, list[i].user_id, &identity));
		if (!recovers_by(&identity, "email"))
			continue;
		TRY(act_for_company(cx, identity.company_id));
		TRY(send_to(cx, &identity, public_url));
	}
	cx->actor = before;
	return OK;
}

static enum err no_such_link(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_NOT_FOUND, NULL, "This link is not valid any more.");
}

static enum err check_new(struct cx *cx, const struct identity *identity, const char *password)
{
	const struct password_owner owner = {.username = identity->username,
		.email = identity->email,
		.company_name = identity->company_name,
		.company_code = identity->company_code};

	return password_check(cx, "password", password, &owner);
}

enum err recovery_use_link(
	struct cx *cx, const char *token, const char *password, const struct login_origin *origin)
{
	struct identity identity;
	struct reset_link link;
	const char *hash;
	bool good;

	TRY(recovery_store_link(cx, auth_hash(cx->arena, "reset", str_of(token)), &link, &good));
	if (!good || link.used || link.expires_us <= cx->now_us)
		return no_such_link(cx);
	TRY(identity_read(cx, link.company_id, link.user_id, &identity));
	if (!recovers_by(&identity, "email"))
		return no_such_link(cx);
	TRY(check_new(cx, &identity, password));
	hash = crypto_password_hash(cx->arena, password);
	TRY(act_for_company(cx, link.company_id));
	TRY(recovery_store_use_link(cx, &link, &good));
	if (!good)
		return no_such_link(cx);
	TRY(give_password(cx, link.user_id, hash, false));
	TRY(session_end_all(cx, link.user_id, 0, "password"));
	return audit_write_entry(cx,
		&(struct audit_entry){.company_id = link.company_id,
			.user_id = link.user_id,
			.action = "password.reset",
			.subject_type = "user",
			.subject_id = link.user_id,
			.ip = origin->ip});
}

/* ---- By oneself --------------------------------------------------------------------- */

static enum err wrong_current(struct cx *cx, const char *near)
{
	TRY(lockout_count(cx, LOCKOUT_NEAR, near));
	cx->failure.keep_writes = true;
	return fail(cx, ERR_INVALID, "current_password", "This is not the current password.");
}

enum err password_confirm(struct cx *cx, const char *current, const struct login_origin *origin,
	struct identity *identity)
{
	const struct actor *actor = cx->actor;
	const struct candidate user = {.company_id = actor->company_id, .user_id = actor->user_id};
	const char *near = login_near_subject(
		cx->arena, &user, lockout_address(cx->arena, origin->ip));

	TRY(lockout_check(cx, LOCKOUT_NEAR, near));
	TRY(identity_read(cx, actor->company_id, actor->user_id, identity));
	if (!crypto_password_verify(identity->password_hash, current))
		return wrong_current(cx, near);
	return OK;
}

enum err password_change(
	struct cx *cx, const char *current, const char *password, const struct login_origin *origin)
{
	const struct actor *actor = cx->actor;
	struct identity identity;
	const char *hash;

	TRY(password_confirm(cx, current, origin, &identity));
	TRY(check_new(cx, &identity, password));
	if (strcmp(current, password) == 0)
		return fail(cx, ERR_INVALID, "password", "The new password is the current one.");
	hash = crypto_password_hash(cx->arena, password);
	TRY(give_password(cx, actor->user_id, hash, false));
	TRY(session_end_all(cx, actor->user_id, actor->session_id, "password"));
	return audit_write(cx, "password.changed", "user", actor->user_id, NULL);
}
