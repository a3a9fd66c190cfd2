/* role_table.c - the built-in roles: the one table of who may do what. */
/* SPDX-License-Identifier: MIT */
#include "domains/tenancy/tenancy.h"

static const enum perm everything[] = {
#define PERM(id, name, about) PERM_##id,
#include "platform/auth/permissions.def"
#undef PERM
};

/* What every agent of the panels does, on rows of its own scope. */
#define PANEL_WORK \
	PERM_SELF, PERM_ORDERS_READ, PERM_ORDERS_WRITE, PERM_ORDERS_BULK, PERM_ORDERS_EXPORT, \
		PERM_CUSTOMERS_READ, PERM_PRODUCTS_READ, PERM_AGENTS_READ, PERM_STATS_READ, \
		PERM_CONVERSATIONS_READ, PERM_TICKETS_READ, PERM_INVENTORY_READ, \
		PERM_DELIVERIES_READ, PERM_MESSAGES_SEND, PERM_REPORTS_READ, PERM_CALLS_READ, \
		PERM_CALLS_MAKE, PERM_CHATS_READ, PERM_CHATS_WRITE, PERM_CUSTOMERS_WRITE

#define TEAM_LEAD \
	PERM_ORDERS_READ_TEAM, PERM_ORDERS_REASSIGN, PERM_ORDERS_REOPEN, PERM_ORDERS_CREATE, \
		PERM_PRESENCE_OTHERS, PERM_PASSWORD_REQUESTS, PERM_TICKETS_MANAGE, \
		PERM_TEMPLATES_MANAGE, PERM_ORDERS_APPROVE, PERM_ESCALATIONS_HANDLE, \
		PERM_SCHEDULES_MANAGE, PERM_CALLS_READ_TEAM, PERM_CALLS_SUPERVISE, \
		PERM_CALLS_EXPORT, PERM_RECORDINGS_READ, PERM_CHATS_READ_TEAM, PERM_CHATS_ASSIGN, \
		PERM_CANNED_MANAGE

static const enum perm agent_work[] = {PANEL_WORK};

static const enum perm supervisor_work[] = {PANEL_WORK, TEAM_LEAD};

static const enum perm manager_work[] = {PANEL_WORK, TEAM_LEAD, PERM_ORDERS_READ_ALL,
	PERM_CALLS_READ_ALL, PERM_ORDERS_REOPEN_CLOSED, PERM_ORDERS_IMPORT, PERM_AGENTS_MANAGE,
	PERM_SESSIONS_MANAGE, PERM_SETTINGS_MANAGE, PERM_BOOKINGS_MANAGE, PERM_CAMPAIGNS_MANAGE,
	PERM_INVENTORY_MANAGE, PERM_DELIVERIES_MANAGE, PERM_ESCALATIONS_EXECUTIVE,
	PERM_POLICIES_MANAGE, PERM_ANNOUNCEMENTS_MANAGE, PERM_CHATS_READ_ALL, PERM_CHATS_MANAGE,
	PERM_CUSTOMERS_MANAGE};

static const enum perm sales_work[] = {PERM_SELF, PERM_BOOKINGS_MANAGE, PERM_CAMPAIGNS_MANAGE};

static const enum perm support_work[] = {PERM_SELF, PERM_CONVERSATIONS_READ, PERM_TICKETS_READ,
	PERM_TICKETS_MANAGE, PERM_CHATS_READ, PERM_CHATS_READ_TEAM, PERM_CHATS_READ_ALL,
	PERM_CHATS_WRITE, PERM_CHATS_ASSIGN, PERM_CHATS_MANAGE, PERM_CANNED_MANAGE,
	PERM_CUSTOMERS_READ, PERM_CUSTOMERS_WRITE, PERM_CUSTOMERS_MANAGE};

#define MAY(list) .permissions = (list), .permission_count = COUNT(list)

const struct role_row role_table[] = {
	{.code = "admin",
		.name = "Administrator",
		.scope = SCOPE_COMPANY,
		.rank = RANK_ADMIN,
		.portal_role = "admin",
		.cc_role = "manager",
		MAY(everything)},
	{.code = "manager",
		.name = "Manager",
		.scope = SCOPE_COMPANY,
		.rank = RANK_MANAGER,
		.portal_role = "support_manager",
		.cc_role = "manager",
		MAY(manager_work)},
	{.code = "supervisor",
		.name = "Supervisor",
		.scope = SCOPE_TEAM,
		.rank = RANK_SUPERVISOR,
		.portal_role = "support_manager",
		.cc_role = "supervisor",
		MAY(supervisor_work)},
	{.code = "sales_manager",
		.name = "Sales manager",
		.scope = SCOPE_COMPANY,
		.rank = RANK_SUPERVISOR,
		.portal_role = "sales_manager",
		MAY(sales_work)},
	{.code = "support_manager",
		.name = "Support manager",
		.scope = SCOPE_COMPANY,
		.rank = RANK_SUPERVISOR,
		.portal_role = "support_manager",
		MAY(support_work)},
	{.code = "senior_agent",
		.name = "Senior agent",
		.scope = SCOPE_OWN,
		.rank = RANK_SENIOR,
		.portal_role = "agent",
		.cc_role = "agent",
		MAY(agent_work)},
	{.code = "agent",
		.name = "Agent",
		.scope = SCOPE_OWN,
		.rank = RANK_AGENT,
		.portal_role = "agent",
		.cc_role = "agent",
		MAY(agent_work)},
};

const size_t role_table_count = COUNT(role_table);

const struct role_row *role_by_code(const char *code)
{
	for (size_t i = 0; i < COUNT(role_table); i++)
		if (text_is(role_table[i].code, code))
			return &role_table[i];
	return NULL;
}

bool role_has(const struct role_row *role, enum perm perm)
{
	for (size_t i = 0; i < role->permission_count; i++)
		if (role->permissions[i] == perm)
			return true;
	return false;
}

const char *scope_name(enum scope scope)
{
	static const char *const names[] = {
		[SCOPE_OWN] = "own", [SCOPE_TEAM] = "team", [SCOPE_COMPANY] = "company"};

	return names[scope];
}
