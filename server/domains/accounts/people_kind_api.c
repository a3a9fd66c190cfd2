/* people_kind_api.c - HTTP: agents and supervisors as managers call them. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/people_api_internal.h"

static const char agents[] = "agents", supervisors[] = "supervisors";

static const struct shape_field kind_new_fields[] = {
	{.name = "username",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		CHANGE(username),
		.min = 2,
		.max = 64},
	CHANGE_FIELDS(SHAPE_NULLABLE),
};
static const struct shape kind_new_shape = {
	.name = "ManagedAgentNew", .fields = kind_new_fields, .count = COUNT(kind_new_fields)};

static enum err post_kind(struct http_req *rq, const char *role)
{
	const char *const standard[] = {role, NULL};
	struct person_change wanted = {0};

	TRY(http_read(rq, &wanted));
	wanted.agent = (struct opt_bool){true, true};
	if (!wanted.roles)
		wanted.roles = standard;
	if (!wanted.level)
		wanted.level = role;
	return person_answer_new(rq, &wanted);
}

static enum err put_kind(struct http_req *rq, const char *kind)
{
	struct person_change change = {0};
	struct person person;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(person_of_kind(&rq->cx, kind, http_path(rq, "id"), &person));
	return person_answer_changed(rq, person.id, &change);
}

static enum err delete_kind(struct http_req *rq, const char *kind)
{
	const struct person_change change = {.status = "disabled"};
	struct person person;

	TRY(person_of_kind(&rq->cx, kind, http_path(rq, "id"), &person));
	return person_answer_changed(rq, person.id, &change);
}

static enum err get_agents(struct http_req *rq)
{
	return people_answer(rq, agents);
}

static enum err post_agent(struct http_req *rq)
{
	return post_kind(rq, "agent");
}

static enum err put_agent(struct http_req *rq)
{
	return put_kind(rq, agents);
}

static enum err delete_agent(struct http_req *rq)
{
	return delete_kind(rq, agents);
}

static enum err get_supervisors(struct http_req *rq)
{
	return people_answer(rq, supervisors);
}

static enum err post_supervisor(struct http_req *rq)
{
	return post_kind(rq, "supervisor");
}

static enum err put_supervisor(struct http_req *rq)
{
	return put_kind(rq, supervisors);
}

static enum err delete_supervisor(struct http_req *rq)
{
	return delete_kind(rq, supervisors);
}

/* ---- Agents by their own code or id, beside the list of who sends them calls (IMP-AGT-01) ---- */

/* PUT /api/agents/{id} */
static enum err put_one_agent(struct http_req *rq)
{
	struct person_change change = {0};
	struct person person;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(person_of_agent(&rq->cx, http_path(rq, "id"), &person));
	return person_answer_changed(rq, person.id, &change);
}

/* DELETE /api/agents/{id} */
static enum err delete_one_agent(struct http_req *rq)
{
	const struct person_change change = {.status = "disabled"};
	struct person person;

	TRY(person_of_agent(&rq->cx, http_path(rq, "id"), &person));
	return person_answer_changed(rq, person.id, &change);
}

const struct http_route people_kind_routes[] = {
	PEOPLE_ROUTES("/api/manager/agents", "agents", get_agents, post_agent, kind_new_shape,
		put_agent, delete_agent),
	PEOPLE_ROUTES("/api/manager/supervisors", "supervisors", get_supervisors, post_supervisor,
		kind_new_shape, put_supervisor, delete_supervisor),
	{.method = HTTP_POST,
		.pattern = "/api/agents",
		.handler = post_agent,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Add an agent, with a temporary password",
		.in = &kind_new_shape,
		.out = &person_out,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/agents/{id}",
		.handler = put_one_agent,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change an agent, by its code or id",
		.in = &person_change_shape,
		.out = &person_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/agents/{id}",
		.handler = delete_one_agent,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Take an agent out of service; open orders go to the pool",
		.out = &person_out},
	{0},
};
