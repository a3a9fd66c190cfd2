/* actor.c - actors that come from no token: nobody, and the system of one company. */
/* SPDX-License-Identifier: MIT */
#include "platform/auth/auth.h"

#include "platform/intl/messages.h"

int64_t actor_company_id(const struct actor *actor)
{
	return actor->company_id;
}

const struct actor *actor_nobody(void)
{
	static const struct company none = {
		.code = "",
		.name = "",
		.time_zone = "UTC",
		.currency = "AED",
		.currency_digits = 2,
		.country = "AE",
		.language = "en",
	};
	static const struct actor nobody = {.company = &none, .user_name = "nobody"};

	return &nobody;
}

const struct actor *actor_system(struct arena *arena, const struct company *company)
{
	struct actor *actor = arena_alloc(arena, sizeof(*actor));

	*actor = (struct actor){
		.company_id = company->id,
		.company = company,
		.language = language_by_code(company->language),
		.user_name = "system",
		.scope = SCOPE_COMPANY,
		.permissions = PERMISSIONS_ALL,
	};
	return actor;
}

const char *auth_cookie_name(bool tls)
{
	return tls ? "__Host-hatif_session" : "hatif_session";
}
