/* people.c - who manages people: making them, changing them, taking them out of service. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/people_internal.h"

#include "base/utf8.h"
#include "domains/accounts/agent_skill.h"
#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

#define CAPACITY_MAX 1000
#define CHAT_CAPACITY_MAX 200

static agent_leaving *leaving;

void agent_on_leaving(agent_leaving *told)
{
	leaving = told;
}

/* ---- Who may ------------------------------------------------------------------------ */

/* People are a matter of the whole company; a team's lead has other means. */
static enum err check_actor(struct cx *cx)
{
	if (cx->actor->scope == SCOPE_COMPANY)
		return OK;
	return fail(cx, ERR_DENIED, NULL, "Only who sees the whole company manages its people.");
}

static bool is_admin(const struct actor *actor)
{
	return rank_of(actor->permissions) == RANK_ADMIN;
}

/* Nobody gives a right that is not one's own, and only administrators a role of the own rank. */
static enum err may_give(struct cx *cx, const char *role, bool *may)
{
	uint64_t rights;

	TRY(account_store_role_rights(cx, role, &rights));
	*may = rights_below(cx->actor, rights);
	return OK;
}

static enum err check_roles(struct cx *cx, const char *const *roles)
{
	if (!*roles)
		return fail(cx, ERR_INVALID, "roles", "Choose at least one role.");
	for (; *roles; roles++) {
		bool may;

		TRY(may_give(cx, *roles, &may));
		if (!may)
			return fail(cx, ERR_DENIED, "roles", "The role %s is not below your own.",
				*roles);
	}
	return OK;
}

static enum err find_kind(struct cx *cx, const char *kind, int64_t id, struct person *person)
{
	const struct person_filter filter = {.kind = kind, .id = id, .limit = 1};
	struct person *list;
	size_t count;

	TRY(check_actor(cx));
	if (id < 1)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such person.");
	TRY(people_store_list(cx, &filter, &list, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such person.");
	*person = list[0];
	if (person->above)
		return fail(cx, ERR_DENIED, NULL, "This person does not stand below you.");
	return OK;
}

static enum err find(struct cx *cx, int64_t id, struct person *person)
{
	return find_kind(cx, NULL, id, person);
}

enum err person_of_kind(struct cx *cx, const char *kind, const char *key, struct person *person)
{
	struct agent agent;
	int64_t id = 0;

	if (agent_code_read(key)) {
		TRY(agent_by_key(cx, key, &agent));
		id = agent.user_id;
	} else if (!text_int(key, &id)) {
		id = 0;
	}
	return find_kind(cx, kind, id, person);
}

enum err person_of_agent(struct cx *cx, const char *key, struct person *person)
{
	struct agent agent;

	TRY(agent_by_key(cx, key, &agent));
	return find(cx, agent.user_id, person);
}

enum err people_list(struct cx *cx, const struct person_filter *filter, struct person **list,
	size_t *count, bool *more)
{
	struct person_filter wider = *filter;

	TRY(check_actor(cx));
	wider.limit = filter->limit + 1;
	TRY(people_store_list(cx, &wider, list, count));
	*more = *count > (size_t)filter->limit;
	*count -= *more;
	return OK;
}

enum err person_read(struct cx *cx, int64_t id, struct person *person)
{
	return find(cx, id, person);
}

enum err people_choices(struct cx *cx, struct people_choices *choices)
{
	size_t kept = 0;

	TRY(check_actor(cx));
	TRY(people_store_choices(cx, choices));
	TRY(agent_skill_store_known(cx, &choices->skills, &choices->skill_count));
	for (size_t i = 0; i < choices->role_count; i++) {
		bool may;

		TRY(may_give(cx, choices->roles[i].code, &may));
		if (may)
			choices->roles[kept++] = choices->roles[i];
	}
	choices->role_count = kept;
	return OK;
}

/* ---- The agent's side ------------------------------------------------------------------ */

static enum err check_agent(struct cx *cx, const struct person_change *change)
{
	bool good = true;

	if (change->order_capacity.given &&
		(change->order_capacity.value < 0 || change->order_capacity.value > CAPACITY_MAX)) {
		fail_field(cx, "order_capacity", "Use 0 to %d.", CAPACITY_MAX);
		good = false;
	}
	if (change->chat_capacity.given &&
		(change->chat_capacity.value < -1 ||
			change->chat_capacity.value > CHAT_CAPACITY_MAX)) {
		fail_field(cx, "chat_capacity", "Use 0 to %d, or -1 for the company's number.",
			CHAT_CAPACITY_MAX);
		good = false;
	}
	if (text_is(change->level, "manager") && !is_admin(cx->actor)) {
		fail_field(cx, "level", "Only an administrator gives this level.");
		good = false;
	}
	return good ? OK : ERR_INVALID;
}

/* A team of a department has people of that department alone: reach and figures go by both. */
static enum err take_over_place(
	struct cx *cx, const struct person_change *change, struct agent_row *row)
{
	int64_t of_team;
	bool found;

	if (change->department) {
		TRY(department_by_code(cx, change->department, &row->department_id));
		if (*change->department && !row->department_id)
			return fail(cx, ERR_INVALID, "department", "There is no such department.");
	}
	if (change->team_id.given)
		row->team_id = change->team_id.value;
	if (!row->team_id || (!change->department && !change->team_id.given))
		return OK;
	TRY(people_store_team(cx, row->team_id, &of_team, &found));
	if (!found)
		return fail(cx, ERR_INVALID, "team_id", "There is no such team.");
	if (of_team && row->department_id && of_team != row->department_id)
		return fail(cx, ERR_INVALID, "team_id", "This team belongs to another department.");
	return OK;
}

static enum err take_over_agent(
	struct cx *cx, const struct person_change *change, struct agent_row *row)
{
	TRY(check_agent(cx, change));
	TRY(take_over_place(cx, change, row));
	if (change->level)
		row->level = change->level;
	if (change->takes_orders.given)
		row->takes_orders = change->takes_orders.value;
	if (change->order_capacity.given)
		row->order_capacity = change->order_capacity.value;
	if (change->chat_capacity.given)
		row->chat_capacity = (struct opt_int){
			change->chat_capacity.value, change->chat_capacity.value >= 0};
	row->badge_given = change->badge_code != NULL;
	if (!text_empty(change->badge_code))
		row->badge_hash = auth_hash(cx->arena, "badge", str_of(change->badge_code));
	return OK;
}

static enum err badge_taken(struct cx *cx, enum err err)
{
	if (err == ERR_CONFLICT)
		return fail(cx, err, "badge_code", "Another agent has this badge.");
	return err;
}

static enum err new_agent(struct cx *cx, int64_t user_id, const struct person_change *change)
{
	struct agent_row row = {.takes_orders = true};
	int64_t id;

	TRY(take_over_agent(cx, change, &row));
	TRY(agent_create(cx,
		&(struct agent_new){.user_id = user_id,
			.badge_code = text_empty(change->badge_code) ? NULL : change->badge_code,
			.department_id = row.department_id,
			.team_id = row.team_id,
			.level = row.level,
			.takes_no_orders = !row.takes_orders,
			.order_capacity = row.order_capacity,
			.chat_capacity = row.chat_capacity},
		&id));
	return agent_skills_give(cx, id, change->skills);
}

/* Works as an agent from now on? As told; who is enabled again works again. */
static bool works(const struct person *before, const struct person_change *change, bool active)
{
	if (!active)
		return false;
	if (change->agent.given)
		return change->agent.value;
	return before->agent_id && (before->agent_active || text_is(before->status, "disabled"));
}

static enum err change_agent(struct cx *cx, const struct person *before,
	const struct person_change *change, bool active, int64_t *orders)
{
	struct agent_row row = {.id = before->agent_id,
		.department_id = before->department.id,
		.team_id = before->team.id,
		.order_capacity = before->order_capacity,
		.chat_capacity = before->chat_capacity,
		.level = before->level,
		.takes_orders = before->takes_orders,
		.is_active = works(before, change, active)};

	if (!before->agent_id)
		return row.is_active ? new_agent(cx, before->id, change) : OK;
	TRY(take_over_agent(cx, change, &row));
	TRY(badge_taken(cx, people_store_agent(cx, &row)));
	TRY(agent_skills_give(cx, row.id, change->skills));
	if (!row.is_active && before->agent_active && leaving)
		TRY(leaving(cx, row.id, change->orders_to ? change->orders_to : "pool", orders));
	if (!row.is_active)
		return OK;
	return presence_review(cx, row.id);
}

/* ---- The person ---------------------------------------------------------------------- */

static enum err check_person(struct cx *cx, struct person *person, const char *phone)
{
	bool good = true;

	if (!account_name_good(person->name)) {
		fail_field(cx, "name", "The name has 1 to 120 characters.");
		good = false;
	}
	if (person->email && !account_email_good(person->email)) {
		fail_field(cx, "email", "Use an address such as sara@example.com.");
		good = false;
	}
	if (!good)
		return ERR_INVALID;
	if (phone)
		person->phone = NULL;
	if (!text_empty(phone))
		return intl_phone(cx, cx->actor->company->country, "phone", phone, &person->phone);
	return OK;
}

static enum err newer(struct cx *cx)
{
	return fail(cx, ERR_CONFLICT, "version", "This person has been changed since.");
}

static enum err store_person(struct cx *cx, const struct person *person)
{
	bool changed;
	enum err err = people_store_update(
		cx, person, account_key(cx->arena, person->email), &changed);

	if (err == ERR_CONFLICT)
		return fail(cx, err, "email", "Another user has this e-mail address.");
	TRY(err);
	if (!changed)
		return newer(cx);
	return account_store_rename(cx, person->id, person->name);
}

static enum err set_roles(struct cx *cx, int64_t user_id, const char *const *roles)
{
	TRY(people_store_clear_roles(cx, user_id));
	for (; *roles; roles++) {
		bool found;

		TRY(account_store_role(cx, user_id, *roles, &found));
		if (!found)
			return fail(cx, ERR_INVALID, "roles", "There is no role %s.", *roles);
	}
	return OK;
}

static bool was_admin(const struct person *before)
{
	bool admin = false;

	for (const char *const *role = before->roles; *role; role++)
		admin = admin || text_is(*role, "admin");
	return admin && text_is(before->status, "active");
}

static enum err check_admins(struct cx *cx, const struct person *before, const char *field)
{
	int64_t admins;

	if (!was_admin(before))
		return OK;

	TRY(people_store_admins(cx, &admins));
	if (!admins)
		return fail(cx, ERR_CONFLICT, field,
			"This is the last administrator; make somebody else one first.");
	return OK;
}

static void write_words(struct json *json, const char *key, const char *const *words)
{
	json_field_open_array(json, key);
	for (; *words; words++)
		json_text(json, *words);
	json_close_array(json);
}

static void write_picture(struct json *json, const char *key, const struct person *person)
{
	json_field_open(json, key);
	json_field_text(json, "name", person->name);
	json_field_text(json, "email", person->email);
	json_field_text(json, "phone", person->phone);
	json_field_text(json, "language", person->language);
	json_field_text(json, "status", person->status);
	write_words(json, "roles", person->roles);
	json_field_bool(json, "agent", person->agent_active);
	json_field_text(json, "department", person->department.code);
	json_field_text(json, "team", person->team.name);
	json_field_text(json, "level", person->level);
	json_field_bool(json, "takes_orders", person->takes_orders);
	json_field_int(json, "order_capacity", person->order_capacity);
	json_field_opt_int(json, "chat_capacity", person->chat_capacity);
	json_field_bool(json, "has_badge", person->has_badge);
	agent_skills_write(json, "skills", person->skills);
	json_close(json);
}

/* What a reader of the audit log wants to know: rights and service, before and after. */
static enum err record(struct cx *cx, const struct person *before, const struct person *after,
	const struct person_change *change, int64_t orders)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	if (change->roles) {
		write_words(&json, "roles_before", before->roles);
		write_words(&json, "roles", change->roles);
	}
	if (change->status)
		json_field_text(&json, "status", change->status);
	if (change->badge_code)
		json_field_text(&json, "badge", *change->badge_code ? "set" : "removed");
	if (orders)
		json_field_int(&json, "orders_given_away", orders);
	write_picture(&json, "before", before);
	write_picture(&json, "after", after);
	json_close(&json);
	return audit_write(cx, "user.changed", "user", before->id, json_end(&json).ptr);
}

/* NULL: the company's. */
static const char *own_language(const char *language)
{
	return text_is(language, "company") ? NULL : language;
}

static void take_over(const struct person_change *change, struct person *person)
{
	if (change->name)
		person->name = change->name;
	if (change->email)
		person->email = *change->email ? change->email : NULL;
	if (change->language)
		person->language = own_language(change->language);
	if (change->status)
		person->status = change->status;
}

enum err person_change(struct cx *cx, int64_t id, const struct person_change *change,
	struct person *after, int64_t *orders)
{
	struct person before = {0}, wanted = {0};
	bool active;

	*orders = 0;
	TRY(people_store_hold_admins(cx));
	TRY(find(cx, id, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx);
	wanted = before;
	take_over(change, &wanted);
	TRY(check_person(cx, &wanted, change->phone));
	if (change->roles)
		TRY(check_roles(cx, change->roles));
	TRY(store_person(cx, &wanted));
	if (change->roles)
		TRY(set_roles(cx, id, change->roles));
	active = text_is(wanted.status, "active");
	TRY(check_admins(cx, &before, active ? "roles" : "status"));
	TRY(change_agent(cx, &before, change, active, orders));
	if (!active && text_is(before.status, "active"))
		TRY(session_end_all(cx, id, 0, "disabled"));
	TRY(company_tell_changed(cx, id));
	TRY(find(cx, id, after));
	return record(cx, &before, after, change, *orders);
}

/* What making somebody has noted says nothing of skills. */
static enum err record_skills(struct cx *cx, const struct person *person)
{
	struct person before = *person;

	if (!person->skills)
		return OK;
	before.skills = NULL;
	return record(cx, &before, person, &(struct person_change){0}, 0);
}

enum err person_create(struct cx *cx, const struct person_change *wanted, struct person *person,
	const char **password)
{
	struct user_new user = {.username = wanted->username,
		.name = wanted->name,
		.email = text_empty(wanted->email) ? NULL : wanted->email,
		.language = own_language(wanted->language),
		.roles = wanted->roles,
		.must_change_password = true};
	int64_t id;

	TRY(check_actor(cx));
	TRY(check_roles(cx, wanted->roles));
	if (!text_empty(wanted->phone))
		TRY(intl_phone(
			cx, cx->actor->company->country, "phone", wanted->phone, &user.phone));
	*password = temporary_password_new(cx->arena);
	user.password_hash = crypto_password_hash(cx->arena, *password);
	TRY(user_create(cx, &user, &id));
	if (wanted->agent.value)
		TRY(new_agent(cx, id, wanted));
	TRY(find(cx, id, person));
	return record_skills(cx, person);
}

enum err person_new_password(struct cx *cx, int64_t id, const char **password)
{
	struct person person = {0};
	const char *hash;

	TRY(find(cx, id, &person));
	*password = temporary_password_new(cx->arena);
	hash = crypto_password_hash(cx->arena, *password);
	TRY(give_password(cx, id, hash, true));
	TRY(session_end_all(cx, id, 0, "password"));
	return audit_write(cx, "user.password_set", "user", id, NULL);
}
