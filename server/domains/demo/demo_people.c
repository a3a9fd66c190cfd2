/* demo_people.c - the companies and who works there. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "domains/accounts/account.h"
#include "domains/accounts/agent_skill.h"
#include "domains/contacts/contact.h"
#include "domains/tenancy/tenancy.h"
#include "platform/crypto/crypto.h"
#include "platform/intl/intl.h"

/* A user, and the agent it is when number is given. */
struct person {
	const char *username, *name, *role, *language;
	int number; /* of AGT-001; 0 for no agent */
	int team; /* 1, 2; 0 for none */
	const char *department, *level;
	bool takes_orders;
	const char *skills; /* as agent_skill.h packs them; NULL for none */
};

static const struct person gulf_people[] = {
	{"admin", "Khalid Al-Falasi", "admin", NULL, 0, 0, NULL, NULL, false, NULL},
	{"manager", "منى الهاشمي", "manager", "ar", 0, 0, NULL, NULL, false, NULL},
	{"AG001", "Sarah Al-Mansouri", "agent", NULL, 1, 1, "sales", "agent", true,
		"arabic:5,english:5,upselling:4"},
	{"AG002", "Omar Khoury", "senior_agent", NULL, 2, 1, "sales", "senior", true,
		"arabic:4,english:5,vip:5"},
	{"AG003", "يوسف المري", "agent", "ar", 3, 1, "sales", "agent", true, "arabic:5,english:2"},
	{"AG004", "Priya Nair", "agent", NULL, 4, 1, "sales", "agent", true,
		"english:5,hindi:5,upselling:3"},
	{"AG005", "فاطمة الزعابي", "agent", "ar", 5, 2, "support", "agent", true,
		"arabic:5,returns:4"},
	{"AG006", "Hassan Darwish", "agent", NULL, 6, 2, "support", "agent", true,
		"arabic:5,delivery:4,english:4"},
	{"AG007", "Grace Santos", "agent", NULL, 7, 2, "support", "agent", true,
		"english:5,returns:3,tagalog:5"},
	{"AG008", "عبدالله الشامسي", "agent", "ar", 8, 2, "support", "agent", true,
		"arabic:5,delivery:0"},
	{"supervisor", "Layla Haddad", "supervisor", NULL, 9, 1, "sales", "supervisor", false,
		NULL},
};

static const struct person homes_people[] = {
	{"admin", "نورة القحطاني", "admin", "ar", 0, 0, NULL, NULL, false, NULL},
	{"sales", "Faisal Al-Otaibi", "sales_manager", NULL, 0, 0, NULL, NULL, false, NULL},
	{"support", "ريم الدوسري", "support_manager", "ar", 0, 0, NULL, NULL, false, NULL},
	{"agent", "Tariq Al-Harbi", "agent", NULL, 1, 0, "sales", "agent", true, NULL},
};

static enum err make_company(struct cx *cx, struct demo_world *world)
{
	const struct demo_company *demo = world->demo;
	const struct company_new wanted = {.code = demo->code,
		.name = demo->name,
		.time_zone = demo->time_zone,
		.currency = demo->currency,
		.default_country = demo->country,
		.language = "en"};
	int64_t id;

	TRY(company_create(cx, &wanted, &id));
	TRY(company_by_id(cx, id, &world->company));
	cx->actor = actor_system(cx->arena, world->company);
	world->now_us = cx->now_us;
	world->today = intl_day_of(demo->time_zone, cx->now_us);
	world->today_us = intl_day_start(demo->time_zone, world->today);
	return OK;
}

static enum err make_agent(struct cx *cx, const struct person *person, int64_t user_id,
	const int64_t teams[3], struct demo_world *world)
{
	struct agent_new wanted = {.user_id = user_id,
		.agent_no = person->number,
		.team_id = teams[person->team],
		.level = person->level,
		.takes_no_orders = !person->takes_orders};
	int64_t agent_id;

	TRY(department_by_code(cx, person->department, &wanted.department_id));
	TRY(agent_create(cx, &wanted, &agent_id));
	if (person->skills)
		TRY(agent_skills_add(cx, agent_id, person->skills));
	if (person->takes_orders)
		world->agents[world->agent_count++] = (struct demo_agent){
			agent_id, user_id, person->number, person->name};
	return OK;
}

/* The first user's password is checked against the policy; all share one hash. */
static enum err make_people(struct cx *cx, const struct person *people, size_t count,
	const char *password, const int64_t teams[3], struct demo_world *world)
{
	const char *hash = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *const roles[] = {people[i].role, NULL};
		struct user_new wanted = {.username = people[i].username,
			.name = people[i].name,
			.language = people[i].language,
			.password = hash ? NULL : password,
			.password_hash = hash,
			.roles = roles};
		int64_t user_id;

		wanted.email = arena_format(
			cx->arena, "%s@%s", people[i].username, world->demo->domain);
		TRY(user_create(cx, &wanted, &user_id));
		if (i == 0 || text_is(people[i].role, "manager")) {
			world->keeper_id = user_id;
			world->keeper_name = people[i].name;
		}
		if (!hash)
			hash = crypto_password_hash(cx->arena, password);
		if (people[i].number)
			TRY(make_agent(cx, &people[i], user_id, teams, world));
	}
	return OK;
}

static enum err make_wares(struct cx *cx, struct demo_world *world)
{
	for (size_t i = 0; i < world->demo->product_count; i++) {
		const struct demo_product *row = &world->demo->products[i];
		struct product_seek wanted = {.code = row->code,
			.name = row->name,
			.category = row->category,
			.price_minor = {row->price_minor, true}};
		struct product product;
		struct seller seller;

		wanted.url = arena_format(
			cx->arena, "https://shop.example.com/%s/%s", world->demo->code, row->code);
		TRY(seller_find_or_create(cx, row->seller, &seller));
		wanted.seller_id = seller.id;
		TRY(product_find_or_create(cx, &wanted, &product));
		world->seller_ids[i] = seller.id;
		world->product_ids[i] = product.id;
	}
	return OK;
}

enum err demo_people_gulf(struct cx *cx, const char *password, struct demo_world *world)
{
	const struct team_new names[2] = {{.name = "Sales Dubai"}, {.name = "Order Support"}};
	static const char *const departments[2] = {"sales", "support"};
	int64_t teams[3] = {0};

	TRY(make_company(cx, world));
	for (size_t i = 0; i < 2; i++) {
		struct team_new wanted = names[i];

		TRY(department_by_code(cx, departments[i], &wanted.department_id));
		TRY(team_create(cx, &wanted, &teams[i + 1]));
	}
	TRY(make_people(cx, gulf_people, COUNT(gulf_people), password, teams, world));
	return make_wares(cx, world);
}

enum err demo_people_homes(struct cx *cx, const char *password, struct demo_world *world)
{
	const int64_t teams[3] = {0};

	TRY(make_company(cx, world));
	TRY(make_people(cx, homes_people, COUNT(homes_people), password, teams, world));
	return make_wares(cx, world);
}
