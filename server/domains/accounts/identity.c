/* identity.c - the picture of a user that login and `me` answer, and the role words in it. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/presence_internal.h"
#include "domains/accounts/profile_file.h"

static bool may(uint64_t permissions, enum perm perm)
{
	return permissions >> (unsigned)perm & 1U;
}

enum role_rank rank_of(uint64_t permissions)
{
	if (may(permissions, PERM_USERS_MANAGE) && may(permissions, PERM_ROLES_MANAGE))
		return RANK_ADMIN;
	if (may(permissions, PERM_AGENTS_MANAGE) || may(permissions, PERM_USERS_MANAGE) ||
		may(permissions, PERM_ROLES_MANAGE))
		return RANK_MANAGER;
	if (may(permissions, PERM_PRESENCE_OTHERS) || may(permissions, PERM_TICKETS_MANAGE) ||
		may(permissions, PERM_CAMPAIGNS_MANAGE))
		return RANK_SUPERVISOR;
	return RANK_AGENT;
}

struct rank_bar rank_bar_of(const struct actor *actor)
{
	const enum role_rank rank = rank_of(actor->permissions);

	return (struct rank_bar){{rank < RANK_ADMIN ? perm_name(PERM_USERS_MANAGE) : "",
		rank < RANK_ADMIN ? perm_name(PERM_AGENTS_MANAGE) : "",
		rank < RANK_MANAGER ? perm_name(PERM_PRESENCE_OTHERS) : ""}};
}

const char *own_rights_of(struct arena *arena, const struct actor *actor)
{
	struct buf text;

	if ((actor->permissions & PERMISSIONS_ALL) == PERMISSIONS_ALL)
		return NULL;
	text = buf_in(arena, 512);
	buf_byte(&text, ',');
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (perm == PERM_SELF || may(actor->permissions, (enum perm)perm))
			buf_format(&text, "%s,", perm_name((enum perm)perm));
	return text.ptr;
}

/* What is one's own everybody has; a key for programs, which is nobody, may give it all the same. */
uint64_t rights_lacking(const struct actor *actor, uint64_t rights)
{
	return rights & ~(actor->permissions | UINT64_C(1) << PERM_SELF);
}

bool rights_below(const struct actor *actor, uint64_t rights)
{
	const enum role_rank rank = rank_of(actor->permissions);

	return !rights_lacking(actor, rights) && (rank == RANK_ADMIN || rank_of(rights) < rank);
}

int64_t managed_team_of(const struct actor *actor)
{
	if (actor->scope == SCOPE_COMPANY)
		return 0;
	return actor->team_id ? actor->team_id : -1;
}

/* The highest built-in role among them; NULL when there is none. */
static const struct role_row *highest(const char *const *roles)
{
	const struct role_row *best = NULL;

	for (; *roles; roles++) {
		const struct role_row *role = role_by_code(*roles);

		/* Pointers into one table that begins with the highest rank. */
		if (role && (!best || role < best))
			best = role;
	}
	return best;
}

const char *portal_role_of(const char *const *roles, uint64_t permissions)
{
	const struct role_row *role = highest(roles);

	if ((permissions & PERMISSIONS_ALL) == PERMISSIONS_ALL)
		return "admin";
	if (role)
		return role->portal_role;
	/* A role that the company made itself: by what it may do. */
	if (may(permissions, PERM_CAMPAIGNS_MANAGE))
		return "sales_manager";
	return may(permissions, PERM_TICKETS_MANAGE) ? "support_manager" : "agent";
}

const char *cc_role_of(const char *const *roles)
{
	const struct role_row *role = highest(roles);

	return role ? role->cc_role : NULL;
}

enum err identity_read(
	struct cx *cx, int64_t company_id, int64_t user_id, struct identity *identity)
{
	return account_store_identity(cx, company_id, user_id, identity);
}

static void write_user(struct json *json, const struct identity *identity)
{
	json_field_open(json, "user");
	json_field_id(json, "id", identity->user_id);
	json_field_text(json, "username", identity->username);
	json_field_text(json, "name", identity->name);
	json_field_text(json, "email", identity->email);
	json_field_text(json, "phone", identity->phone);
	avatar_write_url(json, identity->avatar);
	json_field_text(json, "role", portal_role_of(identity->roles, identity->permissions));
	json_field_open_array(json, "roles");
	for (const char *const *role = identity->roles; *role; role++)
		json_text(json, *role);
	json_close_array(json);
	json_field_text(json, "cc_role", cc_role_of(identity->roles));
	json_field_open_array(json, "permissions");
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (may(identity->permissions, (enum perm)perm))
			json_text(json, perm_name((enum perm)perm));
	json_close_array(json);
	json_field_id(json, "company_id", identity->company_id);
	json_field_text(json, "company_name", identity->company_name);
	json_field_text(json, "language", identity->language);
	json_field_text(json, "time_zone", identity->time_zone);
	json_field_bool(json, "must_change_password", identity->must_change_password);
	json_close(json);
}

void identity_write_ref(struct json *json, const char *key, const struct identity_ref *ref)
{
	if (!ref->id) {
		json_field_null(json, key);
		return;
	}
	json_field_open(json, key);
	json_field_id(json, "id", ref->id);
	if (ref->code)
		json_field_text(json, "code", ref->code);
	json_field_text(json, "name", ref->name);
	json_close(json);
}

static void write_agent(struct json *json, struct arena *arena, const struct identity *identity)
{
	const char *code;

	if (!identity->agent_id) {
		json_field_null(json, "agent");
		return;
	}
	code = agent_code(arena, identity->agent_no);
	json_field_open(json, "agent");
	json_field_id(json, "id", identity->agent_id);
	json_field_text(json, "agent_id", code);
	json_field_text(json, "code", code);
	json_field_text(json, "alias", agent_alias(arena, identity->agent_no));
	json_field_text(json, "name", identity->agent_name);
	identity_write_ref(json, "department", &identity->department);
	identity_write_ref(json, "team", &identity->team);
	json_field_text(json, "level", identity->level);
	json_field_text(json, "status", presence_word(identity->presence, SURFACE_AGENT));
	json_field_text(json, "presence", presence_words[identity->presence]);
	json_field_text(json, "presence_automatic", presence_automatic(identity->presence_source));
	json_field_opt_time(json, "presence_since",
		(struct opt_int){identity->presence_since_us, identity->presence_since_us != 0});
	json_field_int(json, "active_orders", identity->open_orders);
	json_field_int(json, "concurrent_orders", identity->concurrent_orders);
	json_close(json);
}

static void write_company(struct json *json, struct arena *arena, const struct identity *identity)
{
	json_field_open(json, "company");
	json_field_id(json, "id", identity->company_id);
	json_field_text(json, "code", identity->company_code);
	json_field_text(json, "name", identity->company_name);
	json_field_text(json, "time_zone", identity->company_zone);
	json_field_text(json, "currency", identity->currency);
	json_field_text(json, "default_country", identity->country);
	json_field_text(json, "language", identity->company_language);
	json_field_text(json, "theme", identity->company_theme);
	json_field_text(json, "logo_url",
		identity->has_logo
			? arena_format(arena, "/branding/%s/logo", identity->company_code)
			: NULL);
	json_field_text(json, "it_support_ext", identity->it_support_ext);
	json_field_text(json, "help_desk_ext", identity->help_desk_ext);
	json_field_int(json, "temporary_password_hours", identity->temporary_password_hours);
	json_close(json);
}

void identity_write(struct json *json, struct arena *arena, const struct identity *identity)
{
	write_user(json, identity);
	write_agent(json, arena, identity);
	write_company(json, arena, identity);
}
