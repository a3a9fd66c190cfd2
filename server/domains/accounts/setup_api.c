/* setup_api.c - POST /api/setup, which is there only until it was used. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_api.h"
#include "domains/accounts/setup_internal.h"

struct setup_body {
	const char *token;
	const struct json_value *company, *admin;
};

#define SETUP(member) .offset = offsetof(struct setup_body, member)

static const struct shape_field setup_fields[] = {
	{.name = "token",
		.type = SHAPE_TEXT,
		.flags = SHAPE_SECRET,
		SETUP(token),
		.max = 256,
		.about = "From the link that the program prints at its first start"},
	{.name = "company",
		.type = SHAPE_JSON,
		SETUP(company),
		.about = "name, code; time_zone, currency, default_country, language"},
	{.name = "admin",
		.type = SHAPE_JSON,
		.flags = SHAPE_SECRET,
		SETUP(admin),
		.about = "username, name, password; email"},
};
static const struct shape setup_shape = {
	.name = "SetupRequest", .fields = setup_fields, .count = COUNT(setup_fields)};

static const struct schema_field setup_out_fields[] = {
	{.name = "company", .type = SCHEMA_OBJECT, .ref = &own_company_schema},
	{.name = "user", .type = SCHEMA_OBJECT, .ref = &user_schema},
	{.name = "agent", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &agent_schema},
};
static const struct schema setup_out = {
	.name = "SetupAnswer", .fields = setup_out_fields, .count = COUNT(setup_out_fields)};

/* Text member of an object; NULL when absent, empty or something else. */
static const char *member(const struct json_value *object, const char *key)
{
	const struct json_value *value = object && json_kind_of(object) == JSON_OBJECT
		? json_get(object, key)
		: NULL;
	const char *text = value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : NULL;

	return text_empty(text) ? NULL : text;
}

/* POST /api/setup */
static enum err post_setup(struct http_req *rq)
{
	static const char *const admin_role[] = {"admin", NULL};
	struct setup_body body = {0};
	struct identity identity;
	struct company_new company;
	struct user_new admin;
	int64_t company_id;
	int64_t user_id;

	TRY(http_read(rq, &body));
	company = (struct company_new){.code = member(body.company, "code"),
		.name = member(body.company, "name"),
		.time_zone = member(body.company, "time_zone"),
		.currency = member(body.company, "currency"),
		.default_country = member(body.company, "default_country"),
		.language = member(body.company, "language")};
	admin = (struct user_new){.username = member(body.admin, "username"),
		.name = member(body.admin, "name"),
		.email = member(body.admin, "email"),
		.password = member(body.admin, "password"),
		.roles = admin_role};
	if (!admin.name)
		admin.name = admin.username;
	TRY(setup_run(
		&rq->cx, body.token ? body.token : "", &company, &admin, &company_id, &user_id));
	TRY(identity_read(&rq->cx, company_id, user_id, &identity));
	identity_write(http_reply(rq, 201), rq->cx.arena, &identity);
	return OK;
}

const struct http_route setup_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/setup",
		.handler = post_setup,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Make the first company and its administrator "
			   "(public: nobody exists yet; 404 once somebody does)",
		.in = &setup_shape,
		.out = &setup_out,
		.flags = HTTP_LOGIN_RATE,
		.status = 201},
	{0},
};
