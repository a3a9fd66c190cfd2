/* identity_schema_api.c - how user, agent and company look in answers. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"

#include "domains/accounts/profile_file.h"
#include "platform/intl/messages.h"

static const char *const portal_words[] = {
	"admin", "sales_manager", "support_manager", "agent", NULL};
static const char *const cc_words[] = {"agent", "supervisor", "manager", NULL};
const char *const agent_status_words[] = {"available", "busy", "break", "offline", NULL};

#define NULLABLE .flags = SCHEMA_NULLABLE

static const struct schema_field user_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "email", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "phone", .type = SCHEMA_TEXT, NULLABLE},
	AVATAR_SCHEMA,
	{.name = "role", .type = SCHEMA_WORD, .words = portal_words},
	{.name = "roles", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "cc_role",
		.type = SCHEMA_WORD,
		NULLABLE,
		.words = cc_words,
		.about = "Standing in the call centre; null outside it"},
	{.name = "permissions", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "company_id", .type = SCHEMA_INT},
	{.name = "company_name", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, NULLABLE, .words = language_words},
	{.name = "time_zone", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "must_change_password", .type = SCHEMA_BOOL},
};
const struct schema user_schema = {
	.name = "User", .fields = user_fields, .count = COUNT(user_fields)};

static const struct schema_field department_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
const struct schema department_schema = {
	.name = "DepartmentRef", .fields = department_fields, .count = COUNT(department_fields)};

static const struct schema_field team_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
const struct schema team_schema = {
	.name = "TeamRef", .fields = team_fields, .count = COUNT(team_fields)};

static const struct schema_field agent_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "agent_id", .type = SCHEMA_TEXT, .about = "The code: AGT-001"},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "alias", .type = SCHEMA_TEXT, .about = "AG001"},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "department", .type = SCHEMA_OBJECT, NULLABLE, .ref = &department_schema},
	{.name = "team", .type = SCHEMA_OBJECT, NULLABLE, .ref = &team_schema},
	{.name = "level", .type = SCHEMA_TEXT},
	{.name = "status", .type = SCHEMA_WORD, .words = agent_status_words},
	{.name = "presence", .type = SCHEMA_WORD, .words = presence_words},
	AUTOMATIC("presence_automatic"),
	{.name = "presence_since", .type = SCHEMA_TIME, NULLABLE},
	{.name = "active_orders", .type = SCHEMA_INT, .about = "Open orders assigned"},
	{.name = "concurrent_orders", .type = SCHEMA_INT, .about = "As the agent says"},
};
const struct schema agent_schema = {
	.name = "Agent", .fields = agent_fields, .count = COUNT(agent_fields)};

static const struct schema_field company_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "time_zone", .type = SCHEMA_TEXT},
	{.name = "currency", .type = SCHEMA_TEXT},
	{.name = "default_country", .type = SCHEMA_TEXT},
	{.name = "language", .type = SCHEMA_WORD, .words = language_words},
	{.name = "theme",
		.type = SCHEMA_WORD,
		.words = company_theme_words,
		.about = "Of whoever has not chosen one"},
	{.name = "logo_url", .type = SCHEMA_TEXT, NULLABLE},
	{.name = "it_support_ext", .type = SCHEMA_TEXT},
	{.name = "help_desk_ext", .type = SCHEMA_TEXT},
	{.name = "temporary_password_hours", .type = SCHEMA_INT},
};
const struct schema own_company_schema = {
	.name = "Company", .fields = company_fields, .count = COUNT(company_fields)};

static const struct schema_field message_fields[] = {
	{.name = "message", .type = SCHEMA_TEXT},
};
const struct schema message_out = {
	.name = "MessageAnswer", .fields = message_fields, .count = COUNT(message_fields)};

const struct schema success_out = {.name = "SuccessAnswer"};
