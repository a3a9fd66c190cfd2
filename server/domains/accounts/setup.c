/* setup.c - the one-time link of a first start, and what it makes. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/setup_internal.h"

#include "domains/accounts/session_internal.h"
#include "platform/crypto/crypto.h"

#define TOKEN_BYTES 24
#define TOKEN_LIFE_US US_PER_HOUR

enum err setup_token_make(struct cx *cx, const char **token)
{
	const int64_t expires_us = cx->now_us + TOKEN_LIFE_US;
	int64_t companies;

	*token = NULL;
	TRY(company_count(cx, &companies));
	if (companies > 0)
		return OK;
	*token = crypto_token(cx->arena, TOKEN_BYTES);
	return setup_store_put(cx,
		arena_format(cx->arena, "%s:%lld", auth_hash(cx->arena, "setup", str_of(*token)),
			(long long)expires_us));
}

enum err setup_link(struct cx *cx, const char *public_url, int port, const char **link)
{
	const char *token;

	*link = NULL;
	TRY(setup_token_make(cx, &token));
	if (!token)
		return OK;
	*link = public_url
		? arena_format(cx->arena, "%s/setup#token=%s", public_url, token)
		: arena_format(cx->arena, "http://127.0.0.1:%d/setup#token=%s", port, token);
	return OK;
}

static bool is_token(struct cx *cx, const char *value, const char *token)
{
	struct str rest;
	struct str hash = str_cut(str_of(value ? value : ""), ':', &rest);
	int64_t expires_us;

	return str_int(rest, &expires_us) && expires_us > cx->now_us &&
		crypto_same(hash, str_of(auth_hash(cx->arena, "setup", str_of(token))));
}

static enum err no_setup(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_NOT_FOUND, NULL, "There is nothing to set up.");
}

enum err setup_run(struct cx *cx, const char *token, const struct company_new *company,
	const struct user_new *admin, int64_t *company_id, int64_t *user_id)
{
	struct user_new hashed = *admin;
	const struct password_owner owner = {.username = admin->username,
		.email = admin->email,
		.company_name = company->name,
		.company_code = company->code};
	const char *value;
	int64_t companies;
	bool removed;

	TRY(setup_store_get(cx, &value));
	TRY(company_count(cx, &companies));
	if (companies > 0 || !is_token(cx, value, token))
		return no_setup(cx);
	TRY(password_check(cx, "admin.password", admin->password, &owner));
	hashed.password_hash = crypto_password_hash(cx->arena, admin->password);
	hashed.password = NULL;
	TRY(setup_store_remove(cx, value, &removed));
	if (!removed)
		return no_setup(cx);
	TRY(company_create(cx, company, company_id));
	TRY(act_for_company(cx, *company_id));
	return user_create(cx, &hashed, user_id);
}
