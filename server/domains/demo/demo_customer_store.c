/* demo_customer_store.c - tags, fields and notes of the demo's customers. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

/* Whatever the scale: the customers who wrote last, and those of the source document. */
#define NEWEST 240

static const struct db_query tag_sql = {"demo.customer_tag",
	"INSERT INTO customer_tag_defs (company_id, id, code, name_en, name_ar, tone, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};
static const struct db_query field_sql = {"demo.customer_field",
	"INSERT INTO custom_field_defs (company_id, id, key, name_en, name_ar, type, options,"
	" position, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	NULL, NULL};
static const struct db_query people_sql = {"demo.customers_known",
	"SELECT id FROM customers WHERE company_id = $1 ORDER BY id DESC LIMIT $2", NULL, NULL};
static const struct db_query fixed_sql = {"demo.customers_fixed",
	"SELECT DISTINCT customer_id FROM orders WHERE company_id = $1 AND created_us >= $2"
	" ORDER BY customer_id LIMIT 100",
	NULL, NULL};
static const struct db_query mark_sql = {"demo.customer_mark",
	"INSERT INTO customer_tags (company_id, customer_id, tag_id) VALUES ($1, $2, $3)"
	" ON CONFLICT DO NOTHING",
	NULL, NULL};
static const struct db_query value_sql = {"demo.customer_value",
	"INSERT INTO customer_values (company_id, customer_id, field_id, value)"
	" VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
	NULL, NULL};
static const struct db_query note_sql = {"demo.customer_note",
	"INSERT INTO customer_notes (company_id, id, customer_id, user_id, author, body,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	NULL, NULL};

db_query_list demo_customer_queries = {
	&tag_sql, &field_sql, &people_sql, &fixed_sql, &mark_sql, &value_sql, &note_sql, NULL};

static const struct {
	const char *code, *name_en, *name_ar, *tone;
	int percent;
} tags[] = {
	{"vip", "VIP", "عميل مميز", "violet", 12},
	{"wholesale", "Wholesale", "جملة", "info", 10},
	{"regular", "Regular", "عميل دائم", "success", 25},
	{"fragile_trust", "Handle with care", "يحتاج عناية", "warning", 8},
};

enum { MEMBER, TIME, WHATSAPP, SINCE, POINTS, FIELD_COUNT };
static const struct {
	const char *key, *name_en, *name_ar, *type, *options;
} fields[FIELD_COUNT] = {
	[MEMBER] = {"membership_number", "Membership number", "رقم العضوية", "text", "[]"},
	[TIME] = {"preferred_time", "Best time to call", "أنسب وقت للاتصال", "choice",
		"[{\"value\":\"morning\",\"name_en\":\"Morning\",\"name_ar\":\"صباحًا\"},"
		"{\"value\":\"afternoon\",\"name_en\":\"Afternoon\",\"name_ar\":\"بعد الظهر\"},"
		"{\"value\":\"evening\",\"name_en\":\"Evening\",\"name_ar\":\"مساءً\"}]"},
	[WHATSAPP] = {"whatsapp", "On WhatsApp", "لديه واتساب", "boolean", "[]"},
	[SINCE] = {"member_since", "Member since", "عضو منذ", "date", "[]"},
	[POINTS] = {"points", "Points", "النقاط", "number", "[]"},
};

static const char *const notes[] = {
	"Please call the mobile number only; the landline is the office.",
	"يفضّل التواصل باللغة العربية.",
	"Asks for an invoice with every order.",
	"البوابة على يمين المبنى، والحارس يستلم الطرود.",
	"Had a damaged parcel last month. Was sent a new one and was content.",
};

struct writer {
	struct cx *cx;
	const struct demo_world *world;
	int64_t tag_ids[COUNT(tags)], field_ids[FIELD_COUNT];
};

static struct db_value company_of(const struct writer *to)
{
	return db_int(to->world->company->id);
}

static enum err write_choices(struct writer *to)
{
	for (size_t i = 0; i < COUNT(tags); i++) {
		TRY(db_next_id(to->cx, "customer_tag", &to->tag_ids[i]));
		TRY(db_exec(to->cx, &tag_sql,
			DB_ARGS(company_of(to), db_int(to->tag_ids[i]), db_text(tags[i].code),
				db_text(tags[i].name_en), db_text(tags[i].name_ar),
				db_text(tags[i].tone), db_int(to->cx->now_us)),
			NULL));
	}
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		TRY(db_next_id(to->cx, "customer_field", &to->field_ids[i]));
		TRY(db_exec(to->cx, &field_sql,
			DB_ARGS(company_of(to), db_int(to->field_ids[i]), db_text(fields[i].key),
				db_text(fields[i].name_en), db_text(fields[i].name_ar),
				db_text(fields[i].type), db_text(fields[i].options),
				db_int((int64_t)i + 1), db_int(to->cx->now_us)),
			NULL));
	}
	return OK;
}

static enum err add_value(struct writer *to, int64_t customer_id, int field, const char *value)
{
	return db_exec(to->cx, &value_sql,
		DB_ARGS(company_of(to), db_int(customer_id), db_int(to->field_ids[field]),
			db_text(value)),
		NULL);
}

static enum err add_values(struct writer *to, int64_t customer_id, struct demo_dice *dice)
{
	static const char *const times[] = {"morning", "afternoon", "evening"};
	struct arena *arena = to->cx->arena;
	char day[DAY_TEXT_BYTES];

	if (demo_chance(dice, 45)) {
		(void)day_write(day, to->world->today - 40 - demo_roll(dice, 900));
		TRY(add_value(to, customer_id, MEMBER,
			arena_format(arena, "G-%05lld", (long long)(10000 + customer_id))));
		TRY(add_value(to, customer_id, SINCE, day));
		TRY(add_value(to, customer_id, POINTS,
			arena_format(arena, "%lld", (long long)(10 * demo_roll(dice, 240)))));
	}
	if (demo_chance(dice, 60))
		TRY(add_value(to, customer_id, TIME, times[demo_roll(dice, COUNT(times))]));
	return demo_chance(dice, 70) ? add_value(to, customer_id, WHATSAPP, "true") : OK;
}

static enum err add_note(struct writer *to, int64_t customer_id, struct demo_dice *dice)
{
	const struct demo_world *world = to->world;
	const struct demo_agent *agent =
		&world->agents[demo_roll(dice, (int64_t)world->agent_count)];
	int64_t id;

	TRY(db_next_id(to->cx, "customer_note", &id));
	return db_exec(to->cx, &note_sql,
		DB_ARGS(company_of(to), db_int(id), db_int(customer_id), db_int(agent->user_id),
			db_text(agent->name), db_text(notes[demo_roll(dice, COUNT(notes))]),
			db_int(world->today_us - (1 + demo_roll(dice, 29)) * US_PER_DAY +
				10 * US_PER_HOUR)),
		NULL);
}

static enum err add_customer(struct writer *to, int64_t customer_id)
{
	struct demo_dice dice = demo_dice_of(
		to->world->demo->seed ^ UINT64_C(0x637573), customer_id);

	for (size_t i = 0; i < COUNT(tags); i++)
		if (demo_chance(&dice, tags[i].percent))
			TRY(db_exec(to->cx, &mark_sql,
				DB_ARGS(company_of(to), db_int(customer_id),
					db_int(to->tag_ids[i])),
				NULL));
	TRY(add_values(to, customer_id, &dice));
	return demo_chance(&dice, 35) ? add_note(to, customer_id, &dice) : OK;
}

/* Those who are among the newest, too, have theirs already. */
static enum err add_fixed(struct writer *to, int64_t below)
{
	struct db_result people;

	TRY(db_run(
		to->cx, &fixed_sql, DB_ARGS(company_of(to), db_int(to->world->today_us)), &people));
	for (size_t i = 0; i < people.count; i++)
		if (db_int_at(&people, i, 0) < below)
			TRY(add_customer(to, db_int_at(&people, i, 0)));
	return OK;
}

enum err demo_customers_write(struct cx *cx, const struct demo_world *world)
{
	struct writer to = {.cx = cx, .world = world};
	struct db_result people;

	if (!world->demo->fixed_count) /* homes keeps nothing of its own */
		return OK;
	TRY(write_choices(&to));
	TRY(db_run(cx, &people_sql, DB_ARGS(company_of(&to), db_int(NEWEST)), &people));
	for (size_t i = 0; i < people.count; i++)
		TRY(add_customer(&to, db_int_at(&people, i, 0)));
	if (people.count)
		TRY(add_fixed(&to, db_int_at(&people, people.count - 1, 0)));
	return db_commit(cx);
}
